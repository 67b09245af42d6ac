"""What the law, the gate and an empty fund say of a scenario: alerts (合规提示), which never block, and notes beside them.

`alerts` are breaches: what the scenario decides and the law does not allow. `notes` are no breach, no red light and no bar
to anything: growth that the model assumes and that passes a limit, years for which no rule is known any more, what nobody
can judge, and, each once, what the baseline does too. A month in which the baseline passes a limit is the baseline's and
is never counted as the scenario's. Whoever asks whether a scenario breaches asks `alerts`, or `legal` for one lever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sifund import catalog
from sifund.analysis import notes as words
from sifund.analysis.limits import Judged, Passing, judge
from sifund.analysis.own import own_paths
from sifund.declare.formula import Line
from sifund.declare.fund import CoverRule, Fund
from sifund.declare.parameter import LegalAlert, Parameter
from sifund.model.paths import Array
from sifund.model.result import Result
from sifund.model.rows import RowPaths
from sifund.text import Cite, Text, format_wan, join, plain

TINY = 1e-9
ABOVE = Text("{says}：{value}，限值{limit}", "{says}: {value}, the limit is {limit}")
SHORT = Text(
    "上年末备付{cover}，低于返还所需的{need}个月；{then}",
    "cover at the end of the year before is {cover}, below the {need} that a refund needs; {then}",
)
PAID = Text("返还照付", "the refund is paid all the same")
STOPPED = Text("当年停付返还", "the refund is not paid that year")
SWITCHES = Text("返还因门槛时停时付", "the gate switches the refund off and on in turn")
DRY = Text("{fund}年末结余为负，当年尚缺{need}", "{fund} runs dry: {need} is needed that year")
THEN = ((False, PAID), (True, STOPPED))


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert or note: what it is about, the years it holds for, what it says and the rule.

    `limit` is the document of the limit in force then, where the rule itself sets none. `baseline`: the baseline does
    the same, so it is not the scenario's.
    """

    about: Parameter | Line | Fund
    years: tuple[int, ...]
    says: Text
    law: Cite | None = None
    limit: Cite | None = None
    kind: Literal["alert", "note"] = "alert"
    baseline: bool = False

    @property
    def key(self) -> str:
        """The subject's key: a line's may be a parameter's too, `of` says which it is."""
        return self.about.key

    @property
    def of(self) -> Literal["parameter", "line", "fund"]:
        """What kind of key it carries."""
        return "parameter" if isinstance(self.about, Parameter) else "line" if isinstance(self.about, Line) else "fund"

    @property
    def documents(self) -> Text | None:
        """The rule and, where that is another, the document of the limit; None where it rests on none."""
        return join((Text(law("zh"), law("en")) for law in (self.law, self.limit) if law), "；", "; ")

    @property
    def words(self) -> Text:
        """What it says, with its documents."""
        return (
            Text(f"{self.says.zh} — {law.zh}", f"{self.says.en} — {law.en}") if (law := self.documents) else self.says
        )


def alerts(result: Result, scenario: int | None = None) -> list[Alert]:
    """Breaches of a scenario without draws (the first given by default); of scenario 0 those of the baseline."""
    return [found for found in _judged(result, result.shown if scenario is None else scenario) if found.kind == "alert"]


def notes(result: Result, scenario: int | None = None) -> list[Alert]:
    """What stands beside the alerts and is no breach."""
    return [found for found in _judged(result, result.shown if scenario is None else scenario) if found.kind == "note"]


def legal(result: Result, number: int, only: str = "") -> Iterator[Alert]:
    """A scenario's breaches of legal limits, or of those on one parameter alone."""
    return (found for found in _limits(result, number, only) if found.kind == "alert")


@lru_cache(maxsize=16)
def _judged(result: Result, number: int) -> tuple[Alert, ...]:
    return (*_limits(result, number), *_gates(result, number), *_dry(result, number), *_unknown(result, number))


def _shared(found: Alert, number: int) -> Alert:
    """What the baseline does too, said of a scenario."""
    return replace(found, says=words.TOO.format(says=found.says), kind="note", baseline=True) if number else found


# --- legal limits -----------------------------------------------------------------------------------------------------


def _limits(result: Result, number: int, only: str = "") -> Iterator[Alert]:
    """Months that the scenario alone passes, then those that the baseline passes too."""
    rows = own_paths(result, number)
    for p in [catalog.parameter(only)] if only else catalog.parameters().values():
        for rule in p.alerts if p.fund in result.funds else ():
            base, own = judge(rows, p, rule, baseline=True), judge(rows, p, rule) if number else None
            passes = base.grades > 0 if base else np.zeros(12 * rows.years, dtype=bool)
            if own:
                yield from _said(rows, own, ~passes)
            if base:
                shared = _said(rows, base, passes & (own.grades > 0) if own else passes)
                yield from (_shared(found, number) for found in shared)


def _said(rows: RowPaths, judged: Judged, where: NDArray[np.bool_]) -> Iterator[Alert]:
    for passing in judged.passings(where):
        yield _alert(judged, passing) if passing.alert else _note(rows, judged, passing)


def _alert(judged: Judged, passing: Passing) -> Alert:
    p, rule = judged.parameter, judged.rule
    says = ABOVE.format(says=rule.says, value=words.given_words(judged, passing), limit=words.bound_words(passing))
    return Alert(p, passing.years, says, *_laws(rule, passing))


def _note(rows: RowPaths, judged: Judged, passing: Passing) -> Alert:
    law, limit = _laws(judged.rule, passing)
    return Alert(judged.parameter, passing.years, words.note_words(rows, judged, passing), law, limit, "note")


def _laws(rule: LegalAlert, passing: Passing) -> tuple[Cite | None, Cite | None]:
    """The rule, and the document of the limit where these are two."""
    return (rule.law, passing.rule.law) if rule.law else (passing.rule.law, None)


# --- the gate ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Gate:
    """A refund rule by year (year,) of one row: cover at the year's end and cover that is needed [months], and whether a
    refund without it is stopped."""

    cover: Array
    need: Array
    stops: NDArray[np.bool_]

    @property
    def short(self) -> set[int]:
        """Places of the years whose year before leaves too little cover."""
        years = range(1, len(self.cover))
        return {i for i in years if np.isfinite(self.cover[i - 1]) and self.cover[i - 1] < self.need[i]}

    @property
    def turns(self) -> list[int]:
        """Places of the years in which the refund stops or is paid again."""
        closed = [i in self.short and bool(self.stops[i]) for i in range(len(self.cover))]
        return [i for i in range(1, len(closed)) if closed[i] != closed[i - 1]]


def _gates(result: Result, number: int) -> Iterator[Alert]:
    """A refund with less cover than the law asks for, and a refund that the gate switches off and on."""
    for fund in result.funds:
        rule = catalog.all_funds()[fund].cover_rule
        if rule and rule.line.key in result.line_keys() and result.knows(fund, number):
            yield from (_on_split(result, number, fund, found) for found in _gate(result, number, fund, rule))


def _gate(result: Result, number: int, fund: str, rule: CoverRule) -> Iterator[Alert]:
    rows = own_paths(result, number)
    own = _gate_of(result.measure(fund, "cover_months", number)[0], rows, rule, -1)
    base = _gate_of(result.measure_baseline(fund, "cover_months", number)[0], rows, rule, 0)
    too = base.short if number else set()
    for stops, then in THEN:
        for gate, short in ((own, own.short - too), (base, own.short & too)):
            years = sorted(i for i in short if own.stops[i] == stops)
            if years:
                lowest, need = float(min(gate.cover[i - 1] for i in years)), float(gate.need[years[0]])
                says = SHORT.format(cover=words.lowest_words(lowest, need), need=plain(need), then=then)
                found = Alert(rule.line, tuple(result.years[i] for i in years), says, rule.law)
                yield found if gate is own else _shared(found, number)
    if len(own.turns) > 1 and not (number and own.turns == base.turns):
        yield Alert(rule.line, tuple(result.years[i] for i in own.turns), SWITCHES, rule.law)


def _gate_of(cover: Array, rows: RowPaths, rule: CoverRule, row: int) -> Gate:
    need, stops = (_yearly(rows, p, row) for p in (rule.threshold, rule.gate))
    return Gate(cover, need, stops > 0)


def _yearly(rows: RowPaths, p: Parameter, row: int) -> Array:
    """January's values (year,) in the parameter's own unit."""
    return rows.path(p)[row, ::12] * p.divisor


# --- empty funds ------------------------------------------------------------------------------------------------------


def _dry(result: Result, number: int) -> Iterator[Alert]:
    """The first year in which a fund is empty, where the baseline's is not; and of those that the baseline has too."""
    for fund in result.funds:
        if result.knows(fund, number):
            own = result.measure(fund, "closing", number)[0]
            base = result.measure_baseline(fund, "closing", number)[0]
            too = (base < -TINY) & bool(number)
            found = [*_first_dry(result, fund, own, ~too)]
            found += [_shared(x, number) for x in _first_dry(result, fund, base, too & (own < -TINY))]
            yield from (_on_split(result, number, fund, x) for x in found)


def _first_dry(result: Result, fund: str, closing: Array, where: NDArray[np.bool_]) -> Iterator[Alert]:
    dry = where & (closing < -TINY)
    if dry.any():
        at = int(dry.argmax())
        need = Text(format_wan(-closing[at], "zh"), format_wan(-closing[at], "en"))
        yield Alert(catalog.all_funds()[fund], (result.years[at],), DRY.format(fund=catalog.fund_name(fund), need=need))


def _on_split(result: Result, number: int, fund: str, found: Alert) -> Alert:
    """No alert stands on an assumption without saying so."""
    opening = result.base(number).openings[fund]
    return replace(found, says=words.ON_SPLIT.format(says=found.says)) if opening.basis == "assumed" else found


def _unknown(result: Result, number: int) -> Iterator[Alert]:
    for fund in result.funds:
        if not result.knows(fund, number):
            yield Alert(catalog.all_funds()[fund], tuple(result.years), words.NOT_JUDGED, kind="note")
