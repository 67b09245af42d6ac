"""Where records stand on a server, and the mini city that ships with the program."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from sifund import settings
from sifund.dataset import folder_of as dataset_folder
from sifund.dataset import load, loaded
from sifund.dataset.reconciled import Reconciled, under
from sifund.dataset.reconciled import read as read_ties
from sifund.home import site
from sifund.problem import Problem, SifundError
from sifund.records.about import read_about
from sifund.records.agreed import agreed
from sifund.records.check import check
from sifund.records.engine import on_polars
from sifund.records.findings import FILE, RESULTS, RUN, Kept, keep, read
from sifund.records.folder import FINDINGS
from sifund.records.folder import read as folder_of
from sifund.records.ground import Ground, ground
from sifund.records.rules import rules
from sifund.records.ties import tie
from sifund.text import Text, same

MINI = site() / "data" / "records" / "mini"


def checked() -> tuple[dict[str, Kept], list[Problem]]:
    """What was checked of each folder of records in $SIFUND_RECORDS, by its name; nothing where none was. Beside it, what a
    damaged one cannot be read for."""
    root = settings.RECORDS.read()
    entries: dict[str, Kept] = {}
    wrong: list[Problem] = []
    for folder in sorted(Path(root).iterdir()) if root and Path(root).is_dir() else []:
        if (folder / FINDINGS / RUN).exists():
            try:
                entries[folder.name] = _entry(folder / FINDINGS, _times(folder / FINDINGS))
            except SifundError as error:
                wrong += error.problems
    return entries, wrong


@lru_cache(4)
def _entry(output: Path, _: tuple[int, ...]) -> Kept:
    return read(output)


def _times(output: Path) -> tuple[int, ...]:
    return tuple(path.stat().st_mtime_ns for path in (output / FILE, output / RUN, output / RESULTS) if path.exists())


def base_of(records: Path) -> Ground | None:
    """What the effect of a changed rule is worked out on, read again only when a table was written since; None where the
    folder pays nothing. Raises SifundError where it is no folder of records any more."""
    return _base(records, tuple(path.stat().st_mtime_ns for path in sorted(records.rglob("*.parquet"))))


@lru_cache(2)
def _base(records: Path, _: tuple[int, ...]) -> Ground | None:
    return ground(folder_of(records))


def ties_of(records: Path) -> Reconciled | Problem | None:
    """What came of comparing records, where it was kept, or that it cannot be read; of the mini city it is worked out."""
    if records == MINI:
        return _mini_ties()
    one = read_ties(records)
    try:
        return under(one, loaded(dataset_folder(one.dataset))) if isinstance(one, Reconciled) else one
    except (SifundError, OSError):
        return one


@cache
def _mini_ties() -> Reconciled:
    about = read_about(MINI)
    dataset = load(dataset_folder(about.dataset))
    return agreed(tie(folder_of(MINI), about, dataset), about, MINI, dataset)


@cache
def mini() -> Kept:
    """The mini city, checked in memory."""
    folder = folder_of(MINI)
    with tempfile.TemporaryDirectory() as passing:
        entry = keep(check(folder, list(rules().values()), on_polars, Path(passing)), folder, Path(passing))
        return replace(entry, lazy=entry.findings.lazy())


def is_stale(entry: Kept) -> bool:
    """Whether the records were made anew since they were checked."""
    try:
        return read_about(entry.records).fingerprint not in ("", entry.run.get("fingerprint", ""))
    except SifundError:
        return False


def name_of(entry: Kept) -> Text:
    """What the records call themselves, else their folder's name."""
    try:
        name = read_about(entry.records).name
    except SifundError:
        name = None
    return name or same(entry.records.name)
