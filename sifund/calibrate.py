"""Drivers out of reported amounts: `calibrate(dataset)` gives the baseline that reproduces the base year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from scipy.optimize import brentq

from sifund import catalog
from sifund.baseline import Baseline, FlatLine, Ground, Remainder, Value
from sifund.dataset import Dataset
from sifund.formula import Line
from sifund.gaps import gaps, lacks
from sifund.law import with_law
from sifund.parameter import Parameter, Steps, month_of, parse_month
from sifund.problem import SifundError, problem
from sifund.schema import LineRow, ParameterRow
from sifund.split import INCOME, in_yuan, openings_of, share, totals_differ
from sifund.text import Text

FEN = 0.005
Inputs = tuple[tuple[str, float], ...]


@lru_cache(maxsize=64)
def calibrate(dataset: Dataset, inputs: Inputs = ()) -> Baseline:
    """The baseline of a dataset with base-year inputs (key, yuan) typed. Raises SifundError for impossible inputs."""
    typed = {name: _typed(inputs, name) for name in ("opening", "income")}
    base = Baseline(dataset, inputs, openings_of(dataset, typed["opening"]))
    base.outlay = {
        fund: row.amount_yuan for fund in dataset.funds
        if (row := dataset.account(fund, "outlay", dataset.base_year - 1))
    }  # fmt: skip
    _give_values(base)
    for line in catalog.lines().values():
        if line.fund in base.funds:
            _model(base, line)
    _carry_unknown(base)
    _set_incomes(base, typed["income"])
    base.remainders += _remainders(base)
    totals_differ(base, typed)
    base.gaps += gaps(base)
    return base


def _typed(inputs: Inputs, name: str) -> dict[str, float]:
    return {key.partition(".")[0]: amount for key, amount in inputs if key.endswith(f".{name}")}


def _give_values(base: Baseline) -> None:
    """Values that the dataset gives, else the declared fallback, marked as assumed; over them later law."""
    for key, p in catalog.parameters().items():
        if rows := base.dataset.parameter_rows(key):
            base.set(key, Value(base.dataset.steps(key), tuple(_ground(row) for row in rows)))
        elif p.assumed:
            rule = Text("现行规定", "the rule in force")
            path = p.assumed_from(base.base_year)
            base.set(key, Value(path, (Ground("assumed", p.reason or rule, *p.soft_range(path[0][1])),)))
        if law := base.dataset.law_rows(key):
            base.set(key, with_law(base.values.get(key), law))


def _ground(row: ParameterRow) -> Ground:
    words = {"reported": (row.source, row.source), "derived": (row.formula, row.formula)}
    says = Text(*words.get(row.basis, (row.reason_zh, row.reason_en)))
    month = parse_month(row.from_month) or 0
    place = f"parameters/{row.key}/{row.from_month}"
    return Ground(row.basis, says, row.low, row.high, row.document, row.source, month, place)


def _given(base: Baseline, p: Parameter) -> bool:
    """Whether the dataset itself gives the parameter for the base year."""
    return any(month // 12 <= base.base_year for month, _ in base.dataset.steps(p.key))


# --- lines ------------------------------------------------------------------------------------------------------------


def _model(base: Baseline, line: Line) -> None:
    """Solve a line's driver from its amount, or take its drivers as given and keep the remainder, or carry it flat."""
    row = base.dataset.line(line.key)
    amount = row.actual_yuan if row else None
    months = base.dataset.meta.months_covered
    if line.paid_in and line.paid_in > months:
        base.early |= {line.key: months} if amount else {}
        amount = amount or None  # nothing paid so far: its month is still to come
    solved = amount is not None and any(_solve(base, line, p, amount, months) for p in _candidates(base, line))
    if solved or line.closing or _ready(base, line):
        base.modelled[line.key] = line
    elif row:
        _carry_flat(base, row, lacks(base, line))


def _ready(base: Baseline, line: Line, but: Parameter | None = None) -> bool:
    parameters = all(p.key in base.values for p in line.parameters if p is not but)
    return parameters and all(x.key in base.modelled or x.key in base.flat for x in line.lines)


def _candidates(base: Baseline, line: Line) -> list[Parameter]:
    return [p for p in line.solves if not _given(base, p) and _ready(base, line, but=p)]


def _solve(base: Baseline, line: Line, p: Parameter, amount: float, months: int) -> bool:
    """Set a driver so that the line's first `months` sum to the amount [yuan]; False where it cannot."""
    before = base.values.get(p.key)
    value = _driver(base, line, p, amount, months)
    if value is not None and p.allows(value):
        says = Text("由“{line}”的金额反算", "solved from the amount of “{line}”").format(line=line.name)
        row = base.dataset.line(line.key)
        place = f"lines/{line.key}/{base.base_year}" if row else ""
        solved = Ground("derived", says, source=row.source if row else "", row=place)
        base.set(p.key, Value(_from_base(base, p, value), (solved, *_later_grounds(base, p))))
        return True
    base.set(p.key, before) if before else base.unset(p.key)
    return False


def _from_base(base: Baseline, p: Parameter, value: float) -> Steps:
    """The solved value from the base year on; later steps that the dataset gives stand."""
    later = (step for step in base.dataset.steps(p.key) if step[0] // 12 > base.base_year)
    return ((month_of(base.base_year), value), *later)


def _later_grounds(base: Baseline, p: Parameter) -> tuple[Ground, ...]:
    rows = base.dataset.parameter_rows(p.key)
    return tuple(g for g in map(_ground, rows) if g.month // 12 > base.base_year)


def _driver(base: Baseline, line: Line, p: Parameter, amount: float, months: int) -> float | None:
    """Amount ÷ (the line with the driver at 1); by root finding where the line is not proportional to it."""

    def total(value: float) -> float:
        base.set(p.key, Value(_from_base(base, p, value), ()))
        return _covered(base, line, months)

    unit = total(p.divisor)
    if unit <= 0:
        return 0.0 if amount == 0 else None
    value = amount / unit * p.divisor
    if not p.allows(value) or abs(total(value) - amount) <= max(FEN, 1e-9 * amount):
        return value
    if (total(p.low) - amount) * (total(p.high) - amount) > 0:
        return None
    return float(brentq(lambda x: total(float(x)) - amount, p.low, p.high, xtol=1e-12))  # type: ignore[arg-type]


def _covered(base: Baseline, line: Line, months: int) -> float:
    """The line's sum over the first months of the base year [yuan]."""
    known = [base.modelled[x.key] for x in line.lines if x.key in base.modelled]
    return float(base.base_values(*known, line).done[line.key][0, :months].sum())


def _remainders(base: Baseline) -> Iterator[Remainder]:
    """What the model leaves of each reported amount: where the driver itself is given, or an income of the year."""
    months = base.dataset.meta.months_covered
    for key, line in base.modelled.items():
        row = base.dataset.line(key)
        to_come = line.paid_in and line.paid_in > months and key not in base.early
        if row and row.actual_yuan is not None and not line.closing and not to_come:
            left = Remainder(key, row.actual_yuan, _covered(base, line, months))
            if abs(left.difference) > max(FEN, 1e-9 * row.actual_yuan):
                yield left


def _carry_unknown(base: Baseline) -> None:
    for row in base.dataset.lines:
        if row.year == base.base_year and row.kind != "total" and row.line not in catalog.lines():
            _carry_flat(base, row, Text("模型没有该项目的公式", "the model has no formula for it"))


def _carry_flat(base: Baseline, row: LineRow, why: Text) -> None:
    if row.actual_yuan is not None:
        known = catalog.lines().get(row.line)
        monthly = row.actual_yuan / (12 if known and known.paid_in else base.dataset.meta.months_covered)
        name = base.dataset.line_name(row.line)
        base.flat[row.line] = FlatLine(row.line, row.fund, row.kind, name, monthly, why)


# --- balances of the base year ----------------------------------------------------------------------------------------


def _set_incomes(base: Baseline, typed: Mapping[str, float]) -> None:
    """Meet each fund's income of the base year: by its closing line, else by the driver that its input names."""
    reported = {f: row.amount_yuan for f in base.funds if (row := base.dataset.account(f, "income"))}
    known = reported | dict(typed)
    total = base.dataset.account(catalog.ALL, "income")
    modelled = _modelled_incomes(base, total.amount_yuan if total else None)
    if known and total:
        targets = share(INCOME, total.amount_yuan, known, modelled)
    else:
        closed = {line.fund for line in base.modelled.values() if line.closing}
        targets = known | {f: modelled[f] for f in closed if f not in known}
    for fund, target in targets.items():
        _set_income(base, fund, target, 12 if fund in typed or not known else base.dataset.meta.months_covered)
    for line in base.modelled.values():
        row = base.dataset.line(line.key)
        if known and row and row.actual_yuan is not None and line.lines and line.kind == "expenditure":
            any(_solve(base, line, p, row.actual_yuan, base.dataset.meta.months_covered)
                for p in _candidates(base, line))  # fmt: skip


def _modelled_incomes(base: Baseline, total: float | None) -> dict[str, float]:
    """Income by fund [yuan]; a closing line takes what the reported total leaves over, else what balances the year."""
    done = base.base_values().done
    found = {f: sum(float(done[k].sum()) for k in base.keys_of(f, "income")) for f in base.funds}
    for fund in {line.fund for line in base.modelled.values() if line.closing}:
        others = sum(amount for f, amount in found.items() if f != fund)
        spent = sum(float(done[k].sum()) for k in base.keys_of(fund, "expenditure"))
        found[fund] = max(found[fund], spent if total is None else total - others)
    return found


def _set_income(base: Baseline, fund: str, target: float, months: int) -> None:
    done = base.base_values().done
    source = catalog.parameter(f"{fund}.income").sets
    setter = next((x for x in base.lines_of(fund) if x.closing or (source and source in x.solves)), None)
    if setter is None:
        return
    others = sum(float(done[k][0, :months].sum()) for k in base.keys_of(fund, "income") if k != setter.key)
    left = target - others
    if left < 0 or (source and not setter.closing and not _solve(base, setter, source, left, months)):
        raise SifundError([problem(
            "income_too_small", f"{fund}.income", "{fund}全年收入{target}与其他已知收入{others}不相容；请核对。",
            "the {fund}'s income of {target} does not fit its other income of {others}; check it.",
            fund=catalog.fund_name(fund), target=in_yuan(target), others=in_yuan(others),
        )])  # fmt: skip
    if setter.closing:
        base.closings[setter.key] = left * 12 / months
