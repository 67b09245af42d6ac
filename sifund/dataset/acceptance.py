"""Findings that someone has accepted, with the reason: kept beside a dataset, never part of its fingerprint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Annotated

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sifund.dataset import HOME, Dataset, codes, folder_of, is_kept
from sifund.dataset.atomic import all_or_none
from sifund.dataset.schema import Words
from sifund.problem import SifundError, problem

FILE = "accepted.parquet"
_WRITING = Lock()


class Acceptance(BaseModel):
    """One accepted finding: its key, the mark of the figures found there, why, by whom and when."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    finding: Annotated[str, Field(min_length=1, max_length=400)]
    mark: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    reason: Annotated[Words, Field(min_length=1, max_length=500)]
    who: Annotated[Words, Field(max_length=80)] = ""
    when: date | None = None


SCHEMA: Mapping[str, type[pl.DataType]] = {
    "finding": pl.String, "mark": pl.String, "reason": pl.String, "who": pl.String, "when": pl.Date,
}  # fmt: skip


def frame_of(accepted: Iterable[Acceptance]) -> pl.DataFrame:
    """One row an acceptance."""
    return pl.DataFrame([row.model_dump() for row in accepted], schema=SCHEMA)


def with_row(accepted: Iterable[Acceptance], row: Acceptance) -> tuple[Acceptance, ...]:
    """The acceptances with one more; it replaces an earlier one of the same finding."""
    return (*without(accepted, row.finding, row.mark), row)


def without(accepted: Iterable[Acceptance], finding: str, mark: str) -> tuple[Acceptance, ...]:
    """The acceptances with that of a finding withdrawn."""
    return tuple(row for row in accepted if (row.finding, row.mark) != (finding, mark))


def kept_in(dataset: Dataset) -> Path | None:
    """The folder of an office's own dataset, where acceptances are kept; None for what the program ships or a session
    holds, also where another dataset is kept under its code."""
    if dataset.code not in codes():
        return None
    folder = folder_of(dataset.code)
    return folder if folder.parent != HOME and is_kept(dataset) else None


def read(folder: Path) -> tuple[Acceptance, ...]:
    """What is kept in a dataset's folder; nothing where there is none. Raises SifundError where it is damaged."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        return tuple(Acceptance.model_validate(row) for row in pl.read_parquet(path).iter_rows(named=True))
    except (ValidationError, pl.exceptions.PolarsError, OSError):
        raise SifundError([problem(
            "accepted", path.name, "记录已接受疑点的文件损坏；删去后重新接受。",
            "the file of accepted findings is damaged; delete it and accept them again.",
        )]) from None  # fmt: skip


def accept(folder: Path, row: Acceptance) -> None:
    """Keep one more acceptance beside the dataset. Raises SifundError."""
    _change(folder, lambda acceptances: with_row(acceptances, row))


def withdraw(folder: Path, finding: str, mark: str) -> None:
    """Forget the acceptance of a finding. Raises SifundError."""
    _change(folder, lambda acceptances: without(acceptances, finding, mark))


def _change(folder: Path, change: Callable[[Sequence[Acceptance]], Sequence[Acceptance]]) -> None:
    """Read, change and write, one at a time; a write that fails, or meets another process's, leaves the file as it was."""
    try:
        with _WRITING, all_or_none(folder, [FILE]) as staged:
            frame_of(change(read(folder))).write_parquet(staged / FILE)
    except OSError as error:
        raise SifundError([problem(
            "accepted", folder.name, "无法保存：{value}。原有记录未变。", "cannot be saved: {value}. What was kept stands.",
            value=error.strerror or error,
        )]) from None  # fmt: skip
