"""A dataset's figures as checks read them: with the interval of their digits, and whether they are evidence at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from sifund import catalog, terms
from sifund.checks.place import Place
from sifund.dataset import Dataset
from sifund.dataset.schema import AccountRow, IndicatorRow, LineRow, ReasonRow
from sifund.declare.known import Known, printed
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.problem import Problem, SifundError
from sifund.text import Text, join, same

Money = Literal["initial_budget", "budget", "actual"]
MONEY: tuple[Money, ...] = ("initial_budget", "budget", "actual")
FIELDS: dict[str, Text] = {
    "initial_budget": terms.INITIAL_BUDGET.inside,
    "budget": terms.ADJUSTED_BUDGET.inside,
    "actual": terms.OUTTURN.inside,
    "stated_completion": Text("预算执行率", "budget completion"),
    "stated_yoy": terms.YEAR_ON_YEAR.inside,
    "opening": terms.OPENING,
    "income": terms.INCOME.inside,
    "expenditure": terms.EXPENDITURE.inside,
    "closing": terms.CLOSING_BALANCE.inside,
    "outlay": Text("上年支出（含上解）", "outlay of the year before, remittance included"),
    "stated_direction": Text("同比用词", "word beside the change"),
    "direction": Text("原因所说的增减", "direction that the reason gives"),
    "document": Text("文号", "document number"),
    "printed_name": terms.NAME.inside,
    "name": terms.NAME.inside,
    "value": terms.VALUE.inside,
    "amount": terms.AMOUNT.inside,
    "cells": Text("各栏", "cells"),
    "row": Text("数据行", "row"),
    "baseline": Text("标定", "calibration"),
    "equal": Text("应相等", "must be equal"),
    "at_most": Text("不应大于", "must be at most"),
    "above": Text("应大于", "must be above"),
    "count": Text("数量", "count"),
    "target": terms.TARGET.inside,
    "outcome": Text("完成情况", "outcome"),
    "policy": Text("政策", "policy"),
    "standard": terms.STANDARD.inside,
    "volume": Text("数量", "volume"),
    "timing": Text("时间", "timing"),
    "other": Text("其他", "other"),
}
"""Fields in words."""
ROUNDING = Text("印刷数字取整所容许的区间", "the interval that the rounding of the printed figures allows")
COUNT = "count."
"""What the key of an indicator begins with that is a count."""
SAME = 1e-7
"""Relative difference below which a derived figure is the other one restated: the fen that it is kept to."""


@dataclass(frozen=True, eq=False)
class Facts:
    """What checks ask of a dataset. Amounts are yuan."""

    dataset: Dataset

    @property
    def base_year(self) -> int:
        return self.dataset.base_year

    @cached_property
    def years(self) -> tuple[int, ...]:
        """Years that have lines, the earliest first."""
        return tuple(sorted({row.year for row in self.dataset.lines}))

    @cached_property
    def baseline(self) -> Baseline | tuple[Problem, ...]:
        """The calibrated dataset, or why it cannot be calibrated."""
        try:
            return calibrate(self.dataset)
        except SifundError as error:
            return error.problems

    def rows(self, year: int | None = None, *, kind: str | None = None, fund: str | None = None) -> Iterator[LineRow]:
        """Lines of a year, kind and fund, where given."""
        for row in self.dataset.lines:
            if year in (None, row.year) and kind in (None, row.kind) and fund in (None, row.fund):
                yield row

    def amount(self, row: LineRow, what: Money) -> Known | None:
        """A money cell with the interval of its digits; a derived one is known to a step of the outturn either way."""
        value = getattr(row, f"{what}_yuan")
        if value is None:
            return None
        if self.derived(row, what):
            return self._implied(row, value) or printed(value, 2 * (row.actual_step_yuan or 0))
        return printed(value, getattr(row, f"{what}_step_yuan"))

    def evidence(self, row: LineRow, what: Money) -> Known | None:
        """A money cell that was printed, or follows from a printed change alone; None for any other."""
        value = getattr(row, f"{what}_yuan")
        if value is None:
            return None
        return (
            self._implied(row, value) if self.derived(row, what) else printed(value, getattr(row, f"{what}_step_yuan"))
        )

    def derived(self, row: LineRow, what: Money) -> bool:
        """Whether the cell was worked out or assumed: the outturn by the row's basis, a budget by its own formula."""
        return row.basis != "reported" if what == "actual" else bool(getattr(row, f"{what}_formula"))

    def _implied(self, row: LineRow, value: float) -> Known | None:
        """An outturn that next year's outturn and stated change make, as they are printed; None where they do not."""
        later = self.dataset.line(row.line, row.year + 1)
        if row.basis != "derived" or later is None or later.actual_yuan is None or later.stated_yoy_percent is None:
            return None
        growth = printed(later.stated_yoy_percent, later.stated_yoy_step) / 100 + 1
        if growth.low <= 0:
            return None
        made = printed(later.actual_yuan, later.actual_step_yuan) / growth
        return made if restates(value, made.value) else None

    def account(self, fund: str, item: str, year: int) -> tuple[AccountRow, Known] | None:
        """An account item with its interval; None where it is missing or assumed."""
        row = self.dataset.account(fund, item, year)
        if row is None or row.basis == "assumed":
            return None
        if row.low_yuan is not None and row.high_yuan is not None:
            return row, Known(row.amount_yuan, row.low_yuan, row.high_yuan)
        return row, printed(row.amount_yuan, row.amount_step_yuan)

    def indicator(self, fund: str, key: str, year: int) -> IndicatorRow | None:
        """The indicator that has a value, or None."""
        rows = (r for r in self.dataset.indicators if (r.fund, r.key, r.year) == (fund, key, year))
        return next((r for r in rows if r.value is not None), None)

    def lists_interest(self, fund: str, year: int) -> bool:
        """Whether the data list what the fund's balance earned: else its lines of income are short of the whole."""
        listed = {row.line for row in self.rows(year, kind="income", fund=fund)}
        return all(x.key in listed for x in catalog.lines().values() if x.fund == fund and x.earns)

    def reasons(self, line: str, year: int) -> tuple[ReasonRow, ...]:
        """What the source gives as reasons for a line's change in a year."""
        return self._reasons.get((line, year), ())

    @cached_property
    def _reasons(self) -> dict[tuple[str, int], tuple[ReasonRow, ...]]:
        by_place: dict[tuple[str, int], list[ReasonRow]] = {}
        for row in self.dataset.reasons:
            by_place.setdefault((row.line, row.year), []).append(row)
        return {place: tuple(rows) for place, rows in by_place.items()}

    # --- places -------------------------------------------------------------------------------------------------------

    def at(self, row: LineRow, what: str) -> Place:
        """The place of a cell of a line."""
        return Place("lines", row.line, row.year, what, self.line_name(row))

    def at_account(self, row: AccountRow) -> Place:
        """The place of a row of the accounts."""
        return Place("accounts", row.fund, row.year, row.item, self.fund_name(row.fund))

    def fund_name(self, fund: str) -> Text:
        """A fund's short name."""
        return self.dataset.fund_name(fund, short=True)

    def line_name(self, row: LineRow) -> Text:
        """失业保险 · 转移支出."""
        line = catalog.lines().get(row.line)
        total = Text("合计", "total") if row.kind == "total" else None
        words = Text(row.name_zh or row.line, row.name_en or row.line)
        item = line.name if line else words if row.name_zh or not total else total
        return Text("{fund} · {item}", "{fund} · {item}").format(fund=self.fund_name(row.fund), item=item)


def field_name(fields: str) -> Text:
    """One or several fields in words; what is no field, such as a month, stays as it is."""
    return join(FIELDS.get(part, same(part)) for part in fields.split(", ") if part) or Text("—", "—")


def restates(value: float, made: float) -> bool:
    """Whether a figure is nothing but the other one, worked out."""
    return abs(value - made) <= SAME * max(abs(value), abs(made), 1)
