"""How fast the compare page repaints six scenarios, beside the least that Streamlit can do.

From the key press that gives one of the six another name to the last repaint of a chart, in headless Chromium. The name
is part of what is compared, so that all six are run again, drawn again and written into the address. Exit status 1 where
the limit is missed.
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page

from bench import browser
from bench.app import FLOOR, PAGES, SERVED, SLIDERS, served

COMPARE = "compare"
BENEFIT, REFUND = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"
SIX = [BENEFIT, REFUND, f"{BENEFIT};{REFUND}", "unemployment.benefit_standard=1400@2022-01,1500@2024-01",
       "resident.basic_standard=400@2022-01", "resident.match=60@2022-01"]  # fmt: skip
LIMIT = 4.0


def main() -> int:
    if not browser.CHROMIUM.exists():
        print(f"SKIP compare: no {browser.CHROMIUM} (`make browser` installs it where it can)")
        return 0
    with ExitStack() as running:
        ports = {name: running.enter_context(served(app)) for name, app in SERVED.items()}
        text = quote("|".join(f"1;n={number};{text}" for number, text in enumerate(SIX)), safe="")
        found = browser.measured({
            FLOOR: (f"http://127.0.0.1:{ports[FLOOR]}/{PAGES[FLOOR]}", partial(browser.slider, SLIDERS[FLOOR], "")),
            COMPARE: (f"http://127.0.0.1:{ports['scenario']}/compare?s={text}", _renamer),
        })  # fmt: skip
    median = {name: statistics.median(c.total for c in times) for name, times in found.items()}
    ratio = median[COMPARE] / median[FLOOR]
    print(f"compare, key press to repaint, median: floor {median[FLOOR]:.1f} ms, compare {median[COMPARE]:.1f} ms")
    print(f"  {'PASS' if ratio <= LIMIT else 'FAIL'} ratio {ratio:.2f}, limit {LIMIT:g}")
    return 0 if ratio <= LIMIT else 1


def _renamer(page: Page) -> browser.Act:
    """Opens the box that renames the first scenario; every name is a new one."""
    page.get_by_role("button", name="排列与改名").click()
    box = page.get_by_test_id("stPopoverBody").get_by_label("名称")

    def rename(number: int) -> None:
        box.fill(f"方案{number}")
        page.evaluate("__probe.arm()")
        box.press("Enter")

    return rename


if __name__ == "__main__":
    sys.exit(main())
