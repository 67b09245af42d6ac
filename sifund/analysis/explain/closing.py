"""Why the line that closes a fund has its amount: what is typed, else what the rule gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sifund import catalog
from sifund.declare.expression import Expr, lift
from sifund.declare.formula import Closing, Line
from sifund.declare.parameter import MONTHS
from sifund.model.baseline import Ground
from sifund.text import Text

if TYPE_CHECKING:
    from sifund.analysis.explain.build import Year

HELD = Text("基线{name}", "{name} in the baseline")
TARGET = Text("基线年末滚存结余", "Closing balance in the baseline")
FIRST_COVER = Text("基年末{name}", "{name} at the end of the base year")
SPENT, OTHERS = Text("当年支出合计", "Expenditure of the year"), Text("其他收入合计", "Other income of the year")
LEFT_OVER = Text("报告收入合计减去该基金其他收入", "the reported income less the fund's other income")


def left(opening: Expr, others: Expr, spent: Expr) -> Expr:
    """The closing balance without the closing line."""
    return opening + others - spent


def covered(cover: Expr, spent: Expr, without: Expr) -> Expr:
    """The baseline's rule: what keeps a cover [months], at least 0; `without` is the balance without the line."""
    return Expr("positive", (cover / 12 * spent - without,))


def restored(target: Expr, without: Expr) -> Expr:
    """The rule to balance: what restores a closing balance, at least 0."""
    return Expr("positive", (target - without,))


def closed(year: Year, line: Line, closing: Closing) -> Expr:
    """A twelfth of the year's amount: the typed one month by month, the rule's where none is typed."""
    typed, amount = year.parameter(closing.typed), _untyped(year, line, closing)
    missing = np.isnan(typed.args[0].values)
    chosen = amount if missing.all() else typed if not missing.any() else Expr("typed", (typed, amount))
    return chosen / 12


def _untyped(year: Year, line: Line, closing: Closing) -> Expr:
    """The base year's amount, what the baseline's rule gives, or what the scenario holds or restores."""
    run, fund = year.run, line.fund
    if not year.index:
        ground = Ground("derived", LEFT_OVER, row=f"accounts/{fund}/income/{run.base.base_year}")
        amount = run.base.closings.get(line.key, 0.0)
        return year.balance(f"{line.key}.base", line.name, (amount, amount), ground, ())
    if run.baseline or not run.number:
        return _kept(year, line)
    if not run.path(closing.rule, year.index)[0]:
        held = run.line(line.key, year.index)[1]
        return year.balance(f"{line.key}.baseline", HELD.format(name=line.name), (held, held), year.ran(0), ())
    target = run.measure(fund, "closing", year.index)[1]
    wanted = year.balance(f"{fund}.closing.baseline", TARGET, (target, target), year.ran(0), ())
    return restored(wanted, _left(year, line))


def _kept(year: Year, line: Line) -> Expr:
    """The baseline's amount: cover stays at the base year's closing cover."""
    pair = year.run.measure(line.fund, "cover_months", 0)
    if not np.isfinite(pair[0]):
        return lift(0)
    name = FIRST_COVER.format(name=catalog.all_funds()[line.fund].cover_name)
    kept = year.balance(f"{line.fund}.cover.base", name, pair, year.ran(-year.index), (), MONTHS)
    return covered(kept, _spent(year, line), _left(year, line))


def _left(year: Year, line: Line) -> Expr:
    whole, own = year.run.measure(line.fund, "income", year.index), year.run.line(line.key, year.index)
    others = whole[0] - own[0], whole[1] - own[1]
    moved = year.run.reaching_fund(line.fund)
    income = year.balance(f"{line.fund}.others", OTHERS, others, year.ran(0), moved)
    return left(year.opening(line.tree, line), income, _spent(year, line))


def _spent(year: Year, line: Line) -> Expr:
    spent = year.run.measure(line.fund, "expenditure", year.index)
    return year.balance(f"{line.fund}.spent", SPENT, spent, year.ran(0), year.run.reaching_fund(line.fund))
