"""What `make audit` looks at, too slow or too much a matter of the eye for `make test`: a module a section.

A new section is a new module here with a `SECTION`; the entry (`__main__.py`) finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("", *sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path.stem != "overview"))
"""The path of every page."""
OUT = ROOT / "out" / "audit"
"""What sections make: a folder each, and the dated report of those that were run."""


class Failed(str):
    """A line of the report: something does not hold."""

    __slots__ = ()


class NotRun(str):
    """A line of the report: something could not be looked at here, and why."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`run` is given an empty folder of its own and yields lines of Markdown as it goes; what does not hold is a `Failed`
    line, what could not be run a `NotRun` one. Whatever it raises is told as a failure."""

    title: str
    run: Callable[[Path], Iterator[str]]
