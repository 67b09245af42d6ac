"""Reads cases in this process and says, a line of JSON each, what became of them: `python tests/hostile NUMBER…`, all by
default. Each is named before it is read: what ends the process is told by that."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Collection
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:1] = map(str, (TESTS.parent, TESTS, TESTS / "support"))

from hostile import Case, cases, judge  # noqa: E402
from sifund.importer.source import read_files  # noqa: E402
from sifund.problem import SifundError  # noqa: E402


def outcome(case: Case) -> tuple[str, str]:
    """Whether it was taken or refused, and what is wrong with that."""
    try:
        found = read_files(case.files)
    except SifundError as error:
        return "refused", judge(case, error)
    except BaseException:
        return "broken", traceback.format_exc(limit=-4)
    return "taken", judge(case, found)


def main(wanted: Collection[int]) -> None:
    for number, case in enumerate(cases()):
        if wanted and number not in wanted:
            continue
        print(json.dumps([number, case.name]), flush=True)
        start = time.process_time()
        became, fault = outcome(case)
        print(json.dumps([number, case.name, became, fault, round(time.process_time() - start, 3)]), flush=True)
    print(json.dumps(["peak", _peak_mb()]))


def _peak_mb() -> int:
    """Most that this process was resident; getrusage would count what its parent was when it began."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(set(map(int, sys.argv[1:])))
