"""Formulas → explanations: one mechanism for every line, from its expression tree. No line is named here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sifund import catalog
from sifund.analysis.explain import names
from sifund.analysis.explain.levels import last_december, stock
from sifund.analysis.explain.nodes import MONTHS, Explanation, Input, evaluate, leaf
from sifund.analysis.explain.run import Run, if_moved, keys_of
from sifund.declare.expression import Expr
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.declare.unit import CHOICE, COVER_MONTHS, YUAN, YUAN_PER_MONTH, Unit
from sifund.model.case import Side
from sifund.model.ground import Ground
from sifund.model.values import declared
from sifund.text import Text, same


def explain(side: Side, key: str, year: int) -> Explanation:
    """Why a line or quantity has its value in a calendar year of a side.

    Raises KeyError for a line that the run does not have, ValueError for a year outside it.
    """
    return Year(Run(side), side.years.index(year)).explain(key)


@dataclass(eq=False)
class Year:
    """Explanations of one year of a run; each input and line is made once. `years` holds every year in use."""

    run: Run
    index: int
    years: dict[tuple[Side, int], Year] = field(default_factory=dict)
    _made: dict[tuple[str, str], Any] = field(default_factory=dict)

    @property
    def year(self) -> int:
        return self.run.side.years[self.index]

    def at(self, index: int, *, baseline: bool) -> Year:
        """Another year, or the same, of this run or of its baseline."""
        side = self.run.side.baseline if baseline else self.run.side
        if (side, index) == (self.run.side, self.index):
            return self
        if (side, index) not in self.years:
            self.years[side, index] = Year(Run(side), index, self.years)
        return self.years[side, index]

    @property
    def reference(self) -> Year:
        """The same year of the baseline."""
        return self.at(self.index, baseline=True)

    def explain(self, key: str) -> Explanation:
        """A line explained; each once."""
        return self.once("line", key, lambda: self._explain(key))

    def _explain(self, key: str) -> Explanation:
        base = self.run.base
        if key in base.flat:
            item = base.flat[key]
            ground = Ground("derived", item.why, row=f"lines/{key}/{base.base_year}")
            values = np.full(MONTHS, item.monthly)
            held = leaf(Input(f"{key}.monthly", "balance", item.name, YUAN_PER_MONTH, values, values, ground=ground))
            return Explanation(key, item.name, YUAN, self.year, held)
        line = catalog.computed()[key]
        if line.kind != "quantity" and key not in base.modelled:
            raise KeyError(key)
        return Explanation(key, line.name, line.unit, self.year, self.tree(line.tree, line), line.paid_in)

    def tree(self, node: Expr, line: Line) -> Expr:
        """The tree with what it reads in this year as inputs."""
        if node.op in _READ:
            return _READ[node.op](self, node, line)
        return Expr(node.op, tuple(self.tree(arg, line) if isinstance(arg, Expr) else arg for arg in node.args))

    def once(self, kind: str, key: str, make: Callable[[], Any]) -> Any:
        """What was made under that kind and key, or is made now."""
        if (kind, key) not in self._made:
            self._made[kind, key] = make()
        return self._made[kind, key]

    # --- what a formula may read --------------------------------------------------------------------------------------

    def _read(self, node: Expr, line: Line) -> Expr:
        item = node.args[0]
        if isinstance(item, Parameter):
            return self.parameter(item)
        return self.once("read", item.key, lambda: self._line(item.key))

    def _line(self, key: str) -> Expr:
        line = catalog.computed()[key]
        if line.kind != "quantity" and not self.run.base.holds(key):
            ground = Ground("derived", names.LEFT_OUT)
            return self.balance(f"{key}.absent", line.name, (0.0, 0.0), ground, ())
        part = self.explain(key)
        before = self.reference.explain(key).values
        moved = keys_of(k for item in part.inputs for k in item.moved_by)
        return leaf(Input(key, "line", part.name, part.unit, part.values, before, part=part,
                           moved_by=if_moved(moved, part.values, before)))  # fmt: skip

    def parameter(self, p: Parameter, *, baseline: bool = False) -> Expr:
        """A parameter's path, of the run or of its baseline."""

        def make() -> Expr:
            name = names.BASELINE.format(name=p.name) if baseline else p.name
            after, before = (self.run.path(p, self.index, baseline=base) for base in (baseline, True))
            steps = self.run.steps(p, self.index, baseline=baseline)
            moved = if_moved(self.run.moved(p), after, before)
            return leaf(Input(p.key, "parameter", name, p.unit, after, before, steps, moved_by=moved))

        return self.once("baseline" if baseline else "parameter", p.key, make)

    def _baseline(self, node: Expr, line: Line) -> Expr:
        """A parameter's or line's baseline; an amount of the formula there, worked out in the baseline itself."""
        item, *amount = node.args
        if isinstance(item, Parameter):
            return self.parameter(item, baseline=True)
        if amount and self.run.is_baseline:
            return self.tree(amount[0], line)
        tree = self.reference.tree(amount[0], line) if amount else None
        if (
            tree and tree.op == "input" and tree.args[0].kind == "parameter"
        ):  # no more than that, so its own ground holds
            return self.parameter(catalog.parameter(tree.args[0].key), baseline=True)
        values = evaluate(tree) if tree else self.reference.explain(item.key).values
        name = names.BASELINE.format(name=item if isinstance(item, Text) else item.name)
        if isinstance(item, Text) and not self.run.base.knows(line.fund):
            name = names.COUNTED.format(name=name)
        key = f"{line.fund}.{item.en}" if isinstance(item, Text) else item.key
        return self.balance(f"{key}.baseline", name, (values, values), self.ran(0), ())

    def _if_known(self, node: Expr, line: Line) -> Expr:
        """What is known of it, month by month; what holds otherwise stands only where something is missing."""
        item, otherwise = node.args
        amount = self.parameter(item) if isinstance(item, Parameter) else self.tree(item, line)
        missing = np.isnan(evaluate(amount))
        if not missing.any():
            return amount
        rest = self.tree(otherwise, line)
        return rest if missing.all() else Expr("if_known", (amount, rest))

    def _choose(self, node: Expr, line: Line) -> Expr:
        choice, *amounts = node.args
        return self.tree(amounts[int(self.run.path(choice, self.index)[0])], line)

    def _declared(self, node: Expr, line: Line) -> Expr:
        item: Parameter = node.args[0]
        value, ground = declared(item), Ground("assumed", item.reason or item.name)
        name = names.DECLARED.format(name=item.name)
        return self.balance(f"{item.key}.declared", name, (value, value), ground, (), item.unit)

    def _base_amount(self, node: Expr, line: Line) -> Expr:
        item, amount = node.args[0], self.run.base.amounts[node.args[0].key]
        return self.balance(f"{item.key}.base", item.name, (amount.yuan, amount.yuan), amount.ground, ())

    def _base_cover(self, node: Expr, line: Line) -> Expr:
        pair = [x if np.isfinite(x) else np.nan for x in self.run.measure(line.fund, "cover_months", 0)]
        name = names.AT_FIRST.format(name=catalog.all_funds()[line.fund].cover_name)
        moved = self.run.reaching_fund(line.fund)
        return self.balance(f"{line.fund}.cover.base", name, pair, self.ran(-self.index), moved, COVER_MONTHS)

    def _around(self, line: Line, kind: str, key: str, name: Text) -> Expr:
        """What the fund's other lines of a kind come to in the year."""
        pair = self.run.line(line.key, self.index) if line.kind == kind else (0.0, 0.0)
        rest = np.subtract(self.run.measure(line.fund, kind, self.index), pair).tolist()
        return self.balance(f"{line.fund}.{key}", name, rest, self.ran(0), self.run.reaching_fund(line.fund))

    def _before(self, node: Expr, line: Line) -> Expr:
        item: Line = node.args[0]
        pair = self.run.total(item, self.index - 1) if self.index else (0.0, 0.0)
        moved = self.run.reaching([item.key])
        return self.balance(f"{item.key}.before", names.BEFORE.format(name=item.name), pair, self.ran(-1), moved)

    def _opening(self, node: Expr, line: Line) -> Expr:
        """The balance of the line's fund at the start of the year; in a line that runs last what it gained, where that is
        all that is known."""
        run, fund = self.run, line.fund
        opening = run.base.openings[fund]
        place = f"accounts/{fund}/opening/{run.base.base_year}"
        first = Ground(opening.basis, names.STANDS, opening.low, opening.high, row=place)
        if opening.missing and line.last:
            pair, name = run.gained(fund, self.index), names.COUNTED.format(name=names.OPENING)
        else:
            pair, name = run.measure(fund, "opening", self.index), names.OPENING
        ground = self.ran(-1) if self.index else first
        return self.balance(f"{fund}.opening", name, pair, ground, run.reaching_fund(fund))

    def _cover(self, node: Expr, line: Line) -> Expr:
        if self.index:
            pair, ground = self.run.measure(line.fund, "cover_months", self.index - 1), self.ran(-1)
        else:
            pair, ground = (self.run.base.look_back(line.fund),) * 2, Ground("derived", names.FIRST_LOOK)
        name = names.LEVEL.format(name=catalog.all_funds()[line.fund].cover_name)
        return self.balance(f"{line.fund}.cover", name, pair, ground, self.run.reaching_fund(line.fund), COVER_MONTHS)

    def _base_year(self, node: Expr, line: Line) -> Expr:
        then, later = node.args
        return self.tree(later if self.index else then, line)

    def _in_month(self, node: Expr, line: Line) -> Expr:
        month = node.args[0]
        ones = (np.arange(1, MONTHS + 1) == month).astype(float)
        item = Input(f"month.{month}", "calendar", names.IN_MONTH.format(month=month), CHOICE, ones, ones)
        return self.once("calendar", str(month), lambda: leaf(item))

    # --- leaves -------------------------------------------------------------------------------------------------------

    def balance(
        self, key: str, name: Text, pair: Sequence[Any], ground: Ground, moved: Iterable[str], unit: Unit = YUAN
    ) -> Expr:
        """An amount of the run: its own and the baseline's, and the changes that may reach it."""
        after, before = (np.broadcast_to(np.asarray(x, dtype=float), (MONTHS,)) for x in pair)
        item = Input(key, "balance", name, unit, after, before, ground=ground, moved_by=if_moved(moved, after, before))
        return self.once("balance", key, lambda: leaf(item))

    def ran(self, ago: int) -> Ground:
        """The run itself is the ground, this year's (0) or an earlier one's (−1)."""
        return Ground("derived", names.RAN.format(year=same(str(self.year + ago))))


_READ: dict[str, Callable[[Year, Expr, Line], Expr]] = {
    "read": Year._read, "baseline": Year._baseline, "before": Year._before, "opening": Year._opening,
    "cover": Year._cover, "base_year": Year._base_year, "in_month": Year._in_month, "stock": stock,
    "carried": stock, "last_december": last_december,
    "if_known": Year._if_known, "choose": Year._choose, "base_amount": Year._base_amount, "declared": Year._declared,
    "base_cover": Year._base_cover,
    "spent": lambda year, node, line: year._around(line, "expenditure", "spent", names.SPENT),
    "others": lambda year, node, line: year._around(line, "income", "others", names.OTHERS),
}  # fmt: skip
"""The operations that read something; all others only reckon."""
