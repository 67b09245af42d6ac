"""One line at a time: the driver that makes it tie, or drivers as they are given, or the line carried flat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

from sifund import catalog
from sifund.dataset.schema import LineRow, ParameterRow
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter, Steps, month_of, parse_month
from sifund.model.baseline import Draft
from sifund.model.gaps import lacks
from sifund.model.ground import BaseAmount, FlatLine, Ground, Value
from sifund.model.law import with_law
from sifund.model.paths import Array
from sifund.model.values import ArrayValues
from sifund.text import HALF_FEN, Text

SOLVED = Text("由“{line}”的金额反算", 'solved from the amount of "{line}"')
STARTED = Text(
    "由“{line}”的金额和假设的享受面、企业占比反算",
    'solved from the amount of "{line}" with the assumed take-up and shares',
)

LEFT_OVER = Text("报告收入合计减去该基金其他收入", "the reported income less the fund's other income")
BALANCED = Text("补足基年收支的差额", "what balances the base year")
GIVEN = Text("数据所列金额", "the amount that the data give")


def near(amount: float, other: float) -> bool:
    """Whether two amounts [yuan] are one to the fen."""
    return abs(amount - other) <= max(HALF_FEN, 1e-9 * abs(amount))


def given_values(base: Draft) -> None:
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


def model(base: Draft, line: Line) -> None:
    """Solve a line's driver from its amount, or take its drivers as given and keep the remainder, or carry it flat."""
    row = base.dataset.line(line.key)
    amount = row.actual_yuan if row else None
    months = base.dataset.meta.months_covered
    if line.paid_in and line.paid_in > months:
        base.early.update({line.key: months} if amount else {})
        amount = amount or None  # nothing paid so far: its month is still to come
    solved = amount is not None and tie(base, line, amount, months)
    if solved or _ready(base, line):
        base.modelled[line.key] = line
    elif row:
        carry_flat(base, row, lacks(base, line))


def tie(base: Draft, line: Line, amount: float, months: int, drivers: Sequence[Parameter] = ()) -> bool:
    """Solve the first driver that makes the line's first `months` sum to the amount [yuan], where one does, or settle its
    own amount."""
    if line.residual:
        settle(base, line, amount * 12 / months)
        return True
    candidates = drivers or [p for p in line.solves if not _given(base, p) and _ready(base, line, but=p)]
    return any(_solve(base, line, p, amount, months) for p in candidates) or _start(base, line, amount, months)


def settle(base: Draft, line: Line, amount: float, says: Text = LEFT_OVER) -> None:
    """Give a line its amount of the base year [yuan], which no driver makes: as reported, else as `says` has it."""
    row = base.dataset.line(line.key)
    if row and row.actual_yuan is not None:
        ground = Ground(row.basis, GIVEN, source=row.source, row=f"lines/{line.key}/{base.base_year}")
    else:
        ground = Ground("derived", says, row=f"accounts/{line.fund}/income/{base.base_year}")
    base.amounts[line.key] = BaseAmount(amount, ground)


def _given(base: Draft, p: Parameter) -> bool:
    """Whether the dataset itself gives the parameter for the base year."""
    return any(month // 12 <= base.base_year for month, _ in base.dataset.steps(p.key))


def _ready(base: Draft, line: Line, but: Parameter | None = None) -> bool:
    """Whether everything is known that the formula needs; of several lines that it adds up the first is enough."""
    parameters = all(p.key in base.values for p in line.parameters if p is not but and p not in line.optional)
    return parameters and all(base.holds(x.key) for x in line.lines[:1])


def _solve(base: Draft, line: Line, p: Parameter, amount: float, months: int) -> bool:
    before = base.values.get(p.key)
    value = _driver(base, line, p, amount, months)
    if value is not None and p.allows(value):
        base.set(p.key, Value(_from_base(base, p, value), (_from(base, line, SOLVED), *_later_grounds(base, p))))
        return True
    if before:
        base.set(p.key, before)
    else:
        base.unset(p.key)
    return False


def _from(base: Draft, line: Line, says: Text) -> Ground:
    """The ground of a value that is worked out of a line's amount; assumed where the line rests on an assumed opening."""
    row = base.dataset.line(line.key)
    place = f"lines/{line.key}/{base.base_year}" if row else ""
    basis = "assumed" if line.earns and base.openings[line.fund].basis == "assumed" else "derived"
    return Ground(basis, says.format(line=line.name), source=row.source if row else "", row=place)


def _from_base(base: Draft, p: Parameter, value: float) -> Steps:
    """The solved value from the base year on; later steps that the dataset gives stand."""
    later = (step for step in base.dataset.steps(p.key) if step[0] // 12 > base.base_year)
    return ((month_of(base.base_year), value), *later)


def _later_grounds(base: Draft, p: Parameter) -> tuple[Ground, ...]:
    rows = base.dataset.parameter_rows(p.key)
    return tuple(g for g in map(_ground, rows) if g.month // 12 > base.base_year)


def _driver(base: Draft, line: Line, p: Parameter, amount: float, months: int) -> float | None:
    """Amount ÷ (the line with the driver at 1); by root finding where the line is not proportional to it."""

    def total(value: float) -> float:
        base.set(p.key, Value(_from_base(base, p, value), ()))
        return covered(base, line, months)

    unit = total(p.divisor)
    if unit <= 0:
        return 0.0 if amount == 0 else None
    value = amount / unit * p.divisor
    if not p.allows(value) or abs(total(value) - amount) <= max(HALF_FEN, 1e-9 * amount):
        return value
    if (total(p.low) - amount) * (total(p.high) - amount) > 0:
        return None
    return float(brentq(lambda x: total(float(x)) - amount, p.low, p.high, xtol=1e-12))  # type: ignore[arg-type]


def covered(base: Draft, line: Line, months: int) -> float:
    """The line's sum over the first months of the base year [yuan]; NaN where it rests on an unknown opening."""
    lines = [base.modelled[x.key] for x in line.lines if x.key in base.modelled]
    return float(base.base_values(*lines, line).done[line.key][0, :months].sum())


NO_FORMULA = Text("模型没有该项目的公式", "the model has no formula for it")


def carry_flat(base: Draft, row: LineRow, why: Text) -> None:
    """A reported line at its base-year amount; a yearly payment is not scaled up to the year."""
    if row.actual_yuan is not None:
        line = catalog.lines().get(row.line)
        yearly = line.paid_in if line else None
        monthly = row.actual_yuan / (12 if yearly else base.months)
        paid = (min(yearly, base.months), yearly) if yearly else None
        name = base.dataset.line_name(row.line)
        base.flat[row.line] = FlatLine(row.line, row.fund, row.kind, name, monthly, why, paid)


# --- a yearly line whose first base is unknown ------------------------------------------------------------------------


class _FirstBase(ArrayValues):
    """Reads a formula as of a later year, with 1 yuan of the year before: what each unknown first base is a share of."""

    shares: dict[str, float]

    def __getitem__(self, item: Parameter | Line) -> Array:
        unknown = isinstance(item, Parameter) and item.key in self.shares
        return item if unknown else super().__getitem__(item)  # type: ignore[return-value]

    def before(self, line: Line) -> Array:
        """One yuan of the year before, so that what comes out is a share."""
        return np.ones((1, 1))

    def base_year(self, then: Array | Parameter | float, later: Array) -> Array:
        """The later years' amount; notes what share of it each unknown first base has."""
        if isinstance(then, Parameter):
            self.shares[then.key] = float(later.flat[0])
        return later


def _start(base: Draft, line: Line, amount: float, months: int) -> bool:
    """Solve what the formula reads in the base year alone: in later years it follows from the model's own lines."""
    unknown = [p for p in line.parameters if p.key not in base.values]
    if not unknown or any(p.dated for p in unknown) or not all(base.holds(x.key) for x in line.lines):
        return False
    values = _FirstBase(lambda p: base.path(p, 1), lambda p: base.path(p, 1), 12, base.early, base.base_amounts)
    values.shares = dict.fromkeys((p.key for p in unknown), 0.0)
    line.formula(values)
    _set_first(base, line, values.shares, 0.0)
    beside = covered(base, line, months)
    tried = amount if beside else 1.0  # beside other amounts one yuan would be lost in rounding
    _set_first(base, line, values.shares, tried)
    unit = (covered(base, line, months) - beside) / tried
    if unit > 0 and amount >= beside:
        _set_first(base, line, values.shares, (amount - beside) / unit)
        base.started.append(line.key)
        return True
    for p in unknown:
        base.unset(p.key)
    return False


def _set_first(base: Draft, line: Line, shares: dict[str, float], whole: float) -> None:
    for key, share in shares.items():
        base.set(key, Value(((month_of(base.base_year), share * whole),), (_from(base, line, STARTED),)))
