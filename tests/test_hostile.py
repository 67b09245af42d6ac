"""Hostile files, some of each kind: taken with exactly what was put in, or refused in words (`make audit` reads them all, and
gives each to a running server)."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from hostile import cases

TESTS = Path(__file__).resolve().parent
EVERY = 12
"""Of so many cases `make test` reads one: more than a hundred, of every kind."""
ONCE_WRONG = (
    "vertical tab in a source", "C1 in a source", "cell: marked text", "cell: a remark within", "cell: a reference", "cell: two values",
    "cell: string of nothing", "cell: another row", "cell: a place twice", "cell: another unit's cell", "cell: two inlines",
    "cell: text that only Excel reads", "xl/worksheets/sheet2.xml: data twice", "xl/sharedStrings.xml: a count that lies",
    "xl/workbook.xml: two sheets of one name", "parquet delta",
)  # fmt: skip
"""What was lost, changed or ended the process once."""


@cache
def names() -> dict[str, bool]:
    """Every case's name, and whether it may be taken."""
    made = [(case.name, bool(case.takes)) for case in cases()]
    assert len(dict(made)) == len(made)
    return dict(made)


def test_there_are_enough_of_both_kinds() -> None:
    assert len(names()) > 1_200 and sum(names().values()) > 500 and set(ONCE_WRONG) <= names().keys()


def test_hostile_files_are_taken_as_they_are_or_refused() -> None:
    """In a process of its own: some of them could end it."""
    numbers = [str(n) for n, name in enumerate(names()) if n % EVERY == 0 or name in ONCE_WRONG]
    ended = subprocess.run([sys.executable, "-W", "error", str(TESTS / "hostile"), *numbers], cwd=TESTS.parent, check=False,
                           capture_output=True, text=True)  # fmt: skip
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert ended.returncode == 0, (told[-1:], ended.stderr[-2000:])
    assert ended.stderr == ""
    read = [line for line in told if len(line) == 5]
    assert len(read) == len(numbers) > 100
    assert [(name, became, fault) for _, name, became, fault, _ in read if fault] == []
    assert {became for _, _, became, *_ in read} == {"taken", "refused"}
    assert max(took for *_, took in read) < 20 and told[-1][1] < 1_000
