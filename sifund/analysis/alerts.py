"""What the law, the gate and an empty fund say of a scenario: alerts (合规提示), which never block, and notes beside them.

`alerts` are breaches: what the scenario decides and the law does not allow. `notes` are no breach, no red light and no bar
to anything: growth that the model assumes and that passes a limit, years for which no rule is known any more, what nobody
can judge, and, each once, what the baseline does too. A month in which the baseline passes a limit is the baseline's and
is never counted as the scenario's. Whoever asks whether a scenario breaches asks `alerts`, or `legal` for one lever.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sifund import catalog
from sifund.analysis import notes as words
from sifund.analysis.limits import Judged, Passing, judge
from sifund.declare.formula import Line
from sifund.declare.fund import CoverRule, Fund
from sifund.declare.parameter import LegalAlert, Parameter
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.text import Cite, Text, join, plain

TINY = 1e-9
ABOVE = Text("{says}：{value}，限值{limit}", "{says}: {value}, the limit is {limit}")
LAPSED = Text(
    "{value}没有已知的依据：规定执行到{year}年底",
    "{value}: no rule is known that allows it, the last ran to the end of {year}",
)
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
    the same, so it is not the scenario's; `breaks`: a note of a breach that both make.
    """

    about: Parameter | Line | Fund
    years: tuple[int, ...]
    says: Text
    law: Cite | None = None
    limit: Cite | None = None
    kind: Literal["alert", "note"] = "alert"
    baseline: bool = False
    breaks: bool = False

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


def alerts(side: Side) -> list[Alert]:
    """Breaches of a scenario; of a baseline, its own."""
    return [alert for alert in _judged(side) if alert.kind == "alert"]


def notes(side: Side) -> list[Alert]:
    """What stands beside the alerts and is no breach."""
    return [alert for alert in _judged(side) if alert.kind == "note"]


def legal(side: Side, only: str = "") -> Iterator[Alert]:
    """A scenario's breaches of legal limits, or of those on one parameter alone."""
    return (alert for alert in _limits(side, only) if alert.kind == "alert")


@remembered()
def _judged(side: Side) -> tuple[Alert, ...]:
    shares = (Alert(p, years, says, limit=law, kind="note") for p, years, says, law in words.of_shares(side))
    return (*_limits(side), *_gates(side), *_dry(side), *_unknown(side), *shares)


def _shared(alert: Alert, side: Side) -> Alert:
    """What the baseline does too, said of a scenario."""
    if side.is_baseline:
        return alert
    breaks = alert.kind == "alert"
    return replace(alert, says=words.TOO.format(says=alert.says), kind="note", baseline=True, breaks=breaks)


# --- legal limits -----------------------------------------------------------------------------------------------------


def _limits(side: Side, only: str = "") -> Iterator[Alert]:
    """Months that the scenario alone passes, then those that the baseline passes too."""
    for p in [catalog.parameter(only)] if only else catalog.parameters().values():
        for rule in p.alerts if p.fund in (*side.funds, catalog.SHARED) else ():
            base, judged = judge(side.baseline, p, rule), None if side.is_baseline else judge(side, p, rule)
            passes = base.grades > 0 if base else np.zeros(12 * len(side.years), dtype=bool)
            if judged:
                yield from _of_passings(side, judged, ~passes)
            if base:
                shared = _of_passings(side.baseline, base, passes & (judged.grades > 0) if judged else passes)
                yield from (_shared(alert, side) for alert in shared)


def _of_passings(side: Side, judged: Judged, where: NDArray[np.bool_]) -> Iterator[Alert]:
    for passing in judged.passings(where):
        yield _alert(judged, passing) if passing.alert else _note(side, judged, passing)


def _alert(judged: Judged, passing: Passing) -> Alert:
    p, rule = judged.parameter, judged.rule
    value = words.given_words(judged, passing)
    if ended := passing.rule.ended:
        return Alert(p, passing.years, LAPSED.format(value=value, year=ended), *_laws(rule, passing))
    says = ABOVE.format(says=rule.says, value=value, limit=words.bound_words(passing))
    return Alert(p, passing.years, says, *_laws(rule, passing))


def _note(side: Side, judged: Judged, passing: Passing) -> Alert:
    law, limit = _laws(judged.rule, passing)
    return Alert(judged.parameter, passing.years, words.note_words(side, judged, passing), law, limit, "note")


def _laws(rule: LegalAlert, passing: Passing) -> tuple[Cite | None, Cite | None]:
    """The rule, and the document of the limit where these are two."""
    return (passing.rule.law, None) if rule.law in (None, passing.rule.law) else (rule.law, passing.rule.law)


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


def _gates(side: Side) -> Iterator[Alert]:
    """A refund with less cover than the law asks for, and a refund that the gate switches off and on."""
    for fund in side.funds:
        rule = catalog.all_funds()[fund].cover_rule
        base, gate = (_gate_of(x, fund, rule) if rule else None for x in (side.baseline, side))
        if rule and base and gate:
            yield from (_on_split(side, fund, alert) for alert in _gate(side, rule, base, gate))


def _gate(side: Side, rule: CoverRule, base: Gate, of_side: Gate) -> Iterator[Alert]:
    too = set() if side.is_baseline else base.short
    for stops, then in THEN:
        for gate, short in ((of_side, of_side.short - too), (base, of_side.short & too)):
            years = sorted(i for i in short if of_side.stops[i] == stops)
            if years:
                worst = min(years, key=lambda i: gate.cover[i - 1])
                lowest, need = float(gate.cover[worst - 1]), float(gate.need[worst])
                says = SHORT.format(cover=words.lowest_words(lowest, need), need=plain(need), then=then)
                alert = Alert(rule.line, tuple(side.years[i] for i in years), says, rule.law)
                yield alert if gate is of_side else _shared(alert, side)
    if len(of_side.turns) > 1 and (side.is_baseline or of_side.turns != base.turns):
        yield Alert(rule.line, tuple(side.years[i] for i in of_side.turns), SWITCHES, rule.law)


def _gate_of(side: Side, fund: str, rule: CoverRule) -> Gate | None:
    """None where the run has no refund, or cover is unknown."""
    cover = side.measure(fund, "cover_months")
    if cover is None or rule.line.key not in side.line_keys():
        return None
    need, stops = (_yearly(side, p) for p in (rule.threshold, rule.gate))
    return Gate(cover, need, stops > 0)


def _yearly(side: Side, p: Parameter) -> Array:
    """January's values (year,) in the parameter's own unit."""
    return side.path(p)[::12] * p.divisor


# --- empty funds ------------------------------------------------------------------------------------------------------


def _dry(side: Side) -> Iterator[Alert]:
    """The first year in which a fund is empty, where the baseline's is not; and of those that the baseline has too."""
    for fund in side.funds:
        closing, base = side.measure(fund, "closing"), side.baseline.measure(fund, "closing")
        if closing is not None and base is not None:
            too = np.zeros(len(base), dtype=bool) if side.is_baseline else base < -TINY
            alerts = [*_first_dry(side, fund, closing, ~too)]
            alerts += [_shared(x, side) for x in _first_dry(side, fund, base, too & (closing < -TINY))]
            yield from (_on_split(side, fund, x) for x in alerts)


def _first_dry(side: Side, fund: str, closing: Array, where: NDArray[np.bool_]) -> Iterator[Alert]:
    dry = where & (closing < -TINY)
    if dry.any():
        at = int(dry.argmax())
        need = YUAN.write(-closing[at])
        yield Alert(catalog.all_funds()[fund], (side.years[at],), DRY.format(fund=catalog.fund_name(fund), need=need))


def _on_split(side: Side, fund: str, alert: Alert) -> Alert:
    """No alert stands on an assumption without saying so."""
    opening = side.base.openings[fund]
    return replace(alert, says=words.ON_SPLIT.format(says=alert.says)) if opening.basis == "assumed" else alert


def _unknown(side: Side) -> Iterator[Alert]:
    for fund in side.funds:
        if not side.knows(fund):
            yield Alert(catalog.all_funds()[fund], tuple(side.years), words.NOT_JUDGED, kind="note")
