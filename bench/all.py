"""All that is timed, one after another, whatever misses its limit; all ratios together at the end. `make bench`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import app, engine, findings, grid, pages, ratios, records, report


def main() -> int:
    for part in (engine, grid, records, findings, app, pages, report):
        part.main()
        print(flush=True)
    return ratios.together()


if __name__ == "__main__":
    sys.exit(main())
