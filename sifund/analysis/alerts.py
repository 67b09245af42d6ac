"""What the law, the gate and an empty fund say of a scenario: alerts (合规提示), which never block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sifund import catalog
from sifund.analysis.own import own_paths
from sifund.formula import CoverRule
from sifund.parameter import LegalAlert, Limit, Parameter
from sifund.paths import Array
from sifund.result import Result
from sifund.rows import RowPaths
from sifund.text import Cite, Text, format_number, format_wan, plain

TINY = 1e-9
ABOVE = Text("{says}：{value}，限值{limit}", "{says}: {value}, the limit is {limit}")
SHORT = Text(
    "上年末备付最低{cover}个月，低于返还所需的{need}个月；{then}",
    "cover at the end of the year before is as low as {cover} months, below the {need} that a refund needs; {then}",
)
PAID = Text("返还照付", "the refund is paid all the same")
STOPPED = Text("当年停付返还", "the refund is not paid that year")
SWITCHES = Text("返还因门槛时停时付", "the gate switches the refund off and on in turn")
DRY = Text("{fund}年末结余为负，当年尚缺{need}", "{fund} runs dry: {need} is needed that year")


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert: the subject's key, the years it holds for, what it says and the rule."""

    key: str
    years: tuple[int, ...]
    says: Text
    law: Cite | None = None


def alerts(result: Result, scenario: int | None = None) -> list[Alert]:
    """Alerts of a scenario without draws (the first given by default)."""
    number = result.shown if scenario is None else scenario
    found = list(_gates(result, number)) + list(_dry(result, number))
    return (list(legal(result, number)) if number else []) + found


def legal(result: Result, number: int, only: str = "") -> Iterator[Alert]:
    """Limits on what the scenario changes, by itself, by its growth or by the parameter that limits it; or on one
    parameter alone."""
    starts = {key: steps[0][0] // 12 for key, steps in result.scenarios[number - 1].moves}
    rows = own_paths(result, number)
    for p in [catalog.parameter(only)] if only else catalog.parameters().values():
        for rule in p.alerts:
            touched = {p.key, rule.parameter, p.grows.key if p.grows else ""} & starts.keys()
            if touched:
                yield from _breaches(result, rows, p, rule, min(starts[key] for key in touched))


def _breaches(result: Result, rows: RowPaths, p: Parameter, rule: LegalAlert, first: int) -> Iterator[Alert]:
    values = _own_unit(rows, p)
    hit: dict[Cite | None, list[tuple[int, float, float]]] = {}
    for index, year in enumerate(result.years):
        limit = _limit(rows, rule, year, index)
        if year < first or limit is None:
            continue
        over = (limit - values[index]) if rule.floor else (values[index] - limit)
        worst = int(over.argmax())
        if over[worst] > (-TINY if rule.at_limit else TINY):
            law = rule.law or _law(rule.limits, year)
            hit.setdefault(law, []).append((year, float(values[index][worst]), float(limit[worst])))
    for law, found in hit.items():
        _, value, bound = found[0]
        says = ABOVE.format(says=rule.says, value=plain(round(value, 2)), limit=plain(round(bound, 2)))
        yield Alert(p.key, tuple(year for year, *_ in found), says, law)


def _own_unit(rows: RowPaths, p: Parameter) -> Array:
    """The scenario's values (year, month) in the parameter's own unit."""
    return (rows.path(p)[-1] * p.divisor).reshape(-1, 12)


def _limit(rows: RowPaths, rule: LegalAlert, year: int, index: int) -> Array | None:
    """The limit in the months of a year (12,), in the parameter's own unit."""
    if rule.parameter:
        p = catalog.parameters()[rule.parameter]
        return _own_unit(rows, p)[index] if p.key in rows.base.values else None
    known = [limit.value for limit in rule.limits if limit.from_year <= year]
    return np.full(12, known[-1]) if known else None


def _law(limits: tuple[Limit, ...], year: int) -> Cite | None:
    return next((limit.law for limit in reversed(limits) if limit.from_year <= year), None)


def _gates(result: Result, number: int) -> Iterator[Alert]:
    """A refund with less cover than the law asks for, and a refund that the gate switches off and on."""
    for fund in result.funds:
        rule = catalog.all_funds()[fund].cover_rule
        if rule and rule.line in result.line_keys():
            yield from _gate(result, number, fund, rule)


def _gate(result: Result, number: int, fund: str, rule: CoverRule) -> Iterator[Alert]:
    rows = own_paths(result, number)
    need, enforced = (_own_unit(rows, catalog.parameters()[key])[:, 0] for key in (rule.threshold, rule.gate))
    cover = result.measure(fund, "cover_months", number)[0]
    short = [i for i in range(1, len(result.years)) if np.isfinite(cover[i - 1]) and cover[i - 1] < need[i]]
    for then, state in ((PAID, False), (STOPPED, True)):
        years = [i for i in short if bool(enforced[i]) is state]
        if years:
            lowest = min(cover[i - 1] for i in years)
            says = SHORT.format(cover=format_number(lowest, 1), need=plain(need[years[0]]), then=then)
            yield Alert(rule.line, tuple(result.years[i] for i in years), says, rule.law)
    closed = [i in short and bool(enforced[i]) for i in range(len(result.years))]
    turns = [result.years[i] for i in range(1, len(closed)) if closed[i] != closed[i - 1]]
    if len(turns) > 1:
        yield Alert(rule.line, tuple(turns), SWITCHES, rule.law)


def _dry(result: Result, number: int) -> Iterator[Alert]:
    for fund in result.funds:
        closing = result.measure(fund, "closing", number)[0]
        for year, amount in zip(result.years, closing, strict=True):
            if amount < -TINY:
                need = Text(format_wan(-amount, "zh"), format_wan(-amount, "en"))
                yield Alert(fund, (year,), DRY.format(fund=catalog.fund_name(fund), need=need))
                break
