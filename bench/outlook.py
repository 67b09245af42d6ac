"""How fast the outlook page answers a moved lever with 1,024 draws on, beside the least that Streamlit can do.

From the key press to the last repaint of a chart, in headless Chromium; every press goes to a value not seen before, so
that each is drawn and run anew. Exit status 1 where the limit is missed.
"""

from __future__ import annotations

import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import browser
from bench.app import FLOOR, PAGES, SERVED, SLIDERS, served

OUTLOOK = "outlook"
LIMIT = 4.0


def main() -> int:
    if not browser.CHROMIUM.exists():
        print(f"SKIP outlook: no {browser.CHROMIUM} (`make browser` installs it where it can)")
        return 0
    with ExitStack() as running:
        ports = {name: running.enter_context(served(app)) for name, app in SERVED.items()}
        urls = {
            FLOOR: f"http://127.0.0.1:{ports[FLOOR]}/{PAGES[FLOOR]}",
            OUTLOOK: f"http://127.0.0.1:{ports['scenario']}/outlook",
        }
        found = browser.changes(urls, {FLOOR: SLIDERS[FLOOR], OUTLOOK: SLIDERS["scenario"]}, "调整政策参数")
    median = {name: statistics.median(c.total for c in times) for name, times in found.items()}
    ratio = median[OUTLOOK] / median[FLOOR]
    print(f"outlook, key press to repaint, median: floor {median[FLOOR]:.1f} ms, outlook {median[OUTLOOK]:.1f} ms")
    print(f"  {'PASS' if ratio <= LIMIT else 'FAIL'} ratio {ratio:.2f}, limit {LIMIT:g}")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
