"""A fund, named once: what its file says of it beside parameters and lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.text import Cite, Text

_COLOUR = re.compile(r"#[0-9A-F]{6}")


@dataclass(frozen=True, slots=True)
class Band:
    """Warning bands in cover months: red below `red`, amber below `amber`, else green. This program's own scale."""

    red: float
    amber: float


@dataclass(frozen=True, slots=True, eq=False)
class CoverRule:
    """A line that the law allows only with enough cover at the end of the year before, and the levers of that rule."""

    line: Line
    threshold: Parameter
    gate: Parameter
    law: Cite


@dataclass(frozen=True, slots=True, eq=False)
class ByAge:
    """How people come to draw from a fund by their age: the ages in law by sex, who draws, and the parameters that a table of
    ages gives, deaths of those who draw and who newly draws in a year. By how much mortality rises a year of age, as a
    logarithm."""

    male: int
    female: int
    people: Parameter
    deaths: Parameter
    entrants: Parameter
    law: Cite
    slope: float = 0.10

    def starts(self, sex: str) -> int:
        """The age from which a sex draws."""
        return self.male if sex == "male" else self.female


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fund:
    """A fund, declared last in its file in `funds/`, which holds its parameters and lines. What is missing is an error
    when the file is imported.

    `colour` and `tint`, a pale shade of it, are the fund's in every chart. `opening` and `income` are its base-year
    inputs; `wages` are the wages that contributions are paid on [yuan a month] and `dependency` the persons paid for each
    who pays, None where it has no such quantity; `people` are the quantities of those who draw, who come to draw and who
    stay contributors, for their charts; `wage_earned` is what becomes of the average wage where more than growth moves it;
    `by_age` is how a table of ages gives who comes. `also` are other names that offices write for it in their tables,
    without 基金. `nation`: the nation's series that move like it, where they have
    another key; `moves_with`: what of the law their moves hold. `usual`: the one that is shown where nothing speaks for
    another.
    """

    key: str
    name: Text
    short: Text
    cover_name: Text
    band: Band
    law: Cite
    colour: str
    tint: str
    opening: Parameter
    income: Parameter
    wages: Line | None
    dependency: Line | None
    people: tuple[Line, ...] = ()
    by_age: ByAge | None = None
    average_wage: Parameter | None = None
    wage_earned: Line | None = None
    minimum_wage: Parameter | None = None
    cover_rule: CoverRule | None = None
    also: tuple[str, ...] = ()
    nation: str = ""
    moves_with: Text | None = None
    usual: bool = False

    def __post_init__(self) -> None:
        if not (_COLOUR.fullmatch(self.colour) and _COLOUR.fullmatch(self.tint)):
            raise ValueError(f"{self.key}: a colour is # and six digits 0-9, A-F, not {self.colour}, {self.tint}")
        for p in (self.opening, self.income):
            if p.kind != "input":
                raise ValueError(f"{p.key} is no base-year input of {self.key}")
        for line in (self.wages, self.dependency, self.wage_earned, *self.people):
            if line and line.kind != "quantity":
                raise ValueError(f"{line.key} is no quantity of {self.key}")
