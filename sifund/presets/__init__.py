"""Ready scenarios as data: one TOML file a preset, each value with its source, and what the preset leaves out.

A change gives a parameter a `value` from a month on, or the baseline's own path `times` a factor (1 puts it back) or `plus` so
much. It starts in calendar months (2022-01) or in months of years after the base year (+1-01).
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sifund import catalog
from sifund.dataset import Dataset
from sifund.dataset.schema import Basis
from sifund.declare.parameter import Month, Parameter, Step, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.problem import Problem
from sifund.scenario import Scenario, dataset_mark
from sifund.scenario.steps import read_value
from sifund.text import TO_BE_VERIFIED, Lang, Text, plain

HOME = Path(__file__).resolve().parent
Start = Annotated[str, Field(pattern=r"^([0-9]{4}|\+[0-9]{1,2})-(0[1-9]|1[0-2])$")]
_Filled = Annotated[str, Field(min_length=1, max_length=500)]


class Words(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    zh: _Filled
    en: _Filled

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class Source(BaseModel):
    """What a value rests on: `basis` reported is in the report or a public document that was read (`checked`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    basis: Basis
    document: str = ""
    says: Words
    checked: bool = True

    def __call__(self, lang: Lang) -> str:
        mark = "" if self.checked else TO_BE_VERIFIED(lang)
        return f"{self.document}{mark}{'：' if lang == 'zh' else ': '}{self.says.text(lang)}" if self.document else (
            f"{self.says.text(lang)}{mark}")  # fmt: skip


class Change(BaseModel):
    """A parameter's value from each of some months on, or the baseline's path times a factor or plus so much, and its source."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    starts: Annotated[tuple[Start, ...], Field(min_length=1)]
    value: float | str | None = None
    times: float | None = None
    plus: float | None = None
    source: Source

    @model_validator(mode="after")
    def _one_of_three(self) -> Change:
        if [self.value, self.times, self.plus].count(None) != 2:
            raise ValueError("a change has either a value, a factor (times) or what is added (plus)")
        catalog.parameter(self.key)
        return self

    def steps(self, base: Baseline) -> Steps:
        """The dated values; what moves the baseline's path takes along the steps that the baseline makes later."""
        return _joined([self._from(_month(start, base.base_year), base) for start in self.starts])

    @property
    def number(self) -> float:
        """The value as a number; of a choice its place. Raises ValueError for one outside the hard bounds."""
        return _allowed(catalog.parameter(self.key), self.value or 0.0)

    def _from(self, month: Month, base: Baseline) -> Steps:
        p = catalog.parameter(self.key)
        if self.value is not None:
            return ((month, self.number),)
        now = base.value_at(self.key, month)
        path = [(month, now or 0.0), *(step for step in base.values[self.key].steps if step[0] > month)]
        return tuple((start, _allowed(p, round(self._moved(value), 8))) for start, value in path)

    def _moved(self, value: float) -> float:
        """A value of the baseline's path, times the factor or plus what is added."""
        return value * self.times if self.times is not None else value + (self.plus or 0.0)


def _month(start: str, base_year: int) -> Month:
    year, _, month = start.partition("-")
    return month_of(base_year * year.startswith("+") + int(year), int(month))


def _allowed(p: Parameter, value: float | str) -> float:
    """The value as a link would carry it. Raises ValueError for one outside the hard bounds."""
    parsed = read_value(p, value if isinstance(value, str) else plain(value))
    if isinstance(parsed, Problem):
        raise ValueError(parsed("en"))
    return parsed


class Preset(BaseModel):
    """A ready scenario. `dataset` is the code of the only dataset that it is meant for; empty for any. `builds_on` is
    the key of a preset whose changes it takes over."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str
    name: Words
    says: Words
    leaves_out: Annotated[tuple[Words, ...], Field(min_length=1)]
    dataset: str = ""
    builds_on: str = ""
    changes: Annotated[tuple[Change, ...], Field(min_length=1)]

    @property
    def all_changes(self) -> tuple[Change, ...]:
        """Its own changes after those that it builds on."""
        return (*(presets()[self.builds_on].all_changes if self.builds_on else ()), *self.changes)

    def fits(self, dataset: Dataset) -> bool:
        """Whether it may be offered for a dataset: it is meant for it, and has the funds of its parameters and every
        parameter whose path it moves."""
        values, funds = calibrate(dataset).values, (*dataset.funds, catalog.SHARED)
        return self.dataset in ("", dataset.code) and all(
            catalog.parameter(c.key).fund in funds and (c.value is not None or c.key in values)
            for c in self.all_changes
        )

    def scenario(self, dataset: Dataset, lang: Lang = "zh") -> Scenario:
        """The scenario on a dataset, with explicit values, named in a language."""
        base, changes = calibrate(dataset), self.all_changes
        keys = dict.fromkeys(change.key for change in changes)
        paths = [(key, _joined([c.steps(base) for c in changes if c.key == key])) for key in keys]
        return Scenario(tuple(sorted(paths)), self.name.text(lang), dataset_mark(dataset))


def _joined(pieces: Sequence[Steps]) -> Steps:
    """Steps of one parameter; each piece ends where the next begins."""
    steps: list[Step] = []
    for piece in pieces:
        steps = [step for step in steps if step[0] < piece[0][0]] + list(piece)
    return tuple(steps)


@cache
def presets() -> dict[str, Preset]:
    """Every preset by key, in the order of their files' names. Raises pydantic.ValidationError for a broken file."""
    files = sorted(HOME.glob("*.toml"))
    listed = [Preset.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))) for path in files]
    return {preset.key: preset for preset in listed}


def offered(dataset: Dataset) -> list[Preset]:
    """The presets that fit a dataset."""
    return [preset for preset in presets().values() if preset.fits(dataset)]
