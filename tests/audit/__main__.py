"""The way in: `python tests/audit`, as `make audit` calls it."""

import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:1] = map(str, (TESTS.parent, TESTS, TESTS / "support", TESTS / "e2e"))

from audit.entry import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
