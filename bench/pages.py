"""How fast the heavier pages repaint after a change, beside the least that Streamlit can do on this machine.

From a key press to the last repaint of a chart, in headless Chromium; every press goes to a value not seen before, so that
each is worked out anew: the outlook with 1,024 draws on, six scenarios compared (one is renamed: all six are run, drawn and
written into the address again), and the what-if page with twelve levers changed, its charts or the split by lever shown.
Exit status 1 where a limit is missed.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page

from bench import browser
from bench.app import FLOOR, SCENARIO, SERVED, SLIDERS, served
from bench.ratios import judge

BENEFIT, REFUND = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"
SIX = [BENEFIT, REFUND, f"{BENEFIT};{REFUND}", "unemployment.benefit_standard=1400@2022-01,1500@2024-01",
       "resident.basic_standard=400@2022-01", "resident.match=60@2022-01"]  # fmt: skip
TWELVE = ("unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90;unemployment.refund_rate_large=50;"
          "unemployment.employer_rate=0.8;unemployment.employee_rate=0.3;unemployment.skills_subsidy=2000;"
          "resident.basic_standard=400;resident.funeral_months=6;resident.contribution=800;resident.match=90;"
          "public.adjustment=5;public.employer_rate=17")  # fmt: skip
Ready = Callable[[Page], browser.Act]


class Case(NamedTuple):
    """A page as it is opened, what makes it ready to be changed, and how many times the floor it may take."""

    name: str
    path: str
    ready: Ready
    limit: float


def main() -> int:
    if not browser.CHROMIUM.exists():
        print(f"SKIP pages: no {browser.CHROMIUM} (`make browser` installs it where it can)")
        return 0
    with ExitStack() as running:
        ports = {name: running.enter_context(served(app)) for name, app in SERVED.items()}
        good = [_repaint(case, *ports.values()) for case in _cases()]
    return 0 if all(good) else 1


def _cases() -> list[Case]:
    move = partial(browser.slider, SLIDERS[SCENARIO])
    six = quote("|".join(f"1;n={number};{text}" for number, text in enumerate(SIX)), safe="")
    twelve = f"scenario?s={quote(f'1;{TWELVE}', safe='')}"
    return [
        Case("outlook", "outlook", partial(move, "调整政策参数"), 2.5),
        Case("six compared", f"compare?s={six}", _renamer, 2.5),
        Case("twelve levers", twelve, partial(move, ""), 3),
        Case("twelve levers, split", twelve, partial(move, "哪项起作用"), 3),
    ]


def _repaint(case: Case, floor: int, own: int) -> bool:
    apps = {
        FLOOR: (f"http://127.0.0.1:{floor}/", partial(browser.slider, SLIDERS[FLOOR], "")),
        case.name: (f"http://127.0.0.1:{own}/{case.path}", case.ready),
    }
    median = {name: statistics.median(c.total for c in times) for name, times in browser.measured(apps).items()}
    print(f"{case.name}, key press to repaint, median: {median[case.name]:.1f} ms, floor {median[FLOOR]:.1f} ms")
    return judge(case.name, median[case.name] / median[FLOOR], case.limit)


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
