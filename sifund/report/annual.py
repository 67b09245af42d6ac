"""The annual performance report: every number from the data or worked out from it, sentences from the figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sifund import catalog
from sifund.analysis.words import BASIS
from sifund.analysis.year.execution import in_the_whole
from sifund.analysis.year.performance import Performance, performance
from sifund.analysis.year.variance import FundGrowth, variance
from sifund.dataset.reconciled import Reconciled, reconciled
from sifund.dataset.schema import AccountRow
from sifund.declare.scale import stated
from sifund.declare.unit import YUAN
from sifund.problem import Problem
from sifund.report.annual_fund import Fund, Notes, fund_part
from sifund.report.annual_problems import of_records, problems
from sifund.report.order import Order
from sifund.report.sentences import of_all
from sifund.report.wording import indicator, place
from sifund.terms import CLOSING_BALANCE, OPENING_BALANCE
from sifund.text import Text, join, period_end, same

TITLE = Text(
    "{name}\n社会保险基金支出绩效报告", "{name}\nPerformance report on the expenditure of social insurance funds"
)
SUBTITLE = Text("依据：{source}", "Source: {source}")
OVERVIEW = Text(
    "{period}，{funds}总收入{income}，总支出{expenditure}，{end}滚存结余{closing}。",
    "{period}: the {funds} took in {income} in all and spent {expenditure}; at {end} they held {closing}.",
)
FUNDS = Text("{funds}等{count}项基金", "{count} {count:fund|funds} ({funds})")
SPENT = Text("{period}{funds}支出合计{amount}。", "{period}: the {funds} spent {amount} together.")
WITHOUT = Text(
    "其中{fund}上解上级支出{amount}，不计入该基金支出合计。",
    "Of it the {fund} remitted {amount} to the level above, outside its own total.",
)
APART = Text(
    "{fund}另有上解上级支出{amount}，不计入该基金支出合计。",
    "The {fund} also remitted {amount} to the level above, outside its own total.",
)
ITEM = {
    "opening": OPENING_BALANCE, "income": Text("收入合计", "Total income"),
    "expenditure": Text("支出合计", "Total expenditure"), "closing": CLOSING_BALANCE,
    "outlay": Text("上年支出（含上解）", "Outlay of the year before, remittance included"),
}  # fmt: skip
HELD = Text("滚存结余", "Balance")
PASSPORT = Text("{name}：{value}", "{name}: {value}")
NAMED = Text("{fund} · {item}（{when}）", "{fund} · {item} ({when})")
ASSUMED = Text("本项为假设：{reason}", "Assumed: {reason}")


@dataclass(frozen=True, eq=False)
class Annual:
    """The report's content in one language."""

    order: Order
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "notes", Notes(self.order.lang))

    @cached_property
    def rows(self) -> tuple[Performance, ...]:
        return performance(self.order.dataset, self.tolerance, self.order.scenario.view.swing)

    @property
    def tolerance(self) -> float:
        return self.order.scenario.view.tolerance

    @cached_property
    def growth(self) -> tuple[FundGrowth, ...]:
        return variance(self.order.dataset)

    @cached_property
    def funds(self) -> list[Fund]:
        return [fund_part(self.order, growth.fund, self.rows, growth, self.notes) for growth in self.growth]

    def content(self) -> dict[str, Any]:
        """What the template asks for; `funds` before `notes`, which they fill."""
        data, t = self.order.dataset, self.order.t
        source = Text(data.meta.source_zh or data.meta.name_zh, data.meta.source_en or data.meta.name_en)
        parts = {
            "title": t(TITLE, name=data.name), "subtitle": t(SUBTITLE, source=source),
            "overview": [*self._overview(), *(t(one.says) for one in self._ties[0])], "totals": list(self._totals()), "funds": self.funds,
            "problems": [t(text) for text in self._problems()],
            "counts": list(self._counts()),
            "passport": [t(PASSPORT, name=name, value=value) for name, value in self.order.passport("annual").lines()],
        }  # fmt: skip
        return parts | {"notes": self.notes.lines()}

    @cached_property
    def _ties(self) -> tuple[tuple[Reconciled, ...], tuple[Problem, ...]]:
        return reconciled(self.order.dataset)

    def _problems(self) -> Iterator[Text]:
        yield from problems(self.order, self.rows, self.growth, self.tolerance)
        files, unread = self._ties
        yield from of_records(files)
        yield from (one.says for one in unread)

    def _overview(self) -> Iterator[str]:
        data, t = self.order.dataset, self.order.t
        whole = join(catalog.fund_name(fund) for fund in data.funds)
        if whole and len(data.funds) > 1:
            whole = FUNDS.format(funds=whole, count=len(data.funds))
        parts = {"period": data.period(), "end": period_end(data.base_year, data.meta.months_covered), "funds": whole}
        rows = {item: of_all(data, item) for item in ("income", "expenditure", "closing")}
        if all(rows.values()):
            amounts = {item: stated(row.amount_yuan, row.amount_step_yuan) for item, row in rows.items() if row}
            yield t(OVERVIEW, **parts, **amounts)
        total = data.line(f"{catalog.ALL}.total")
        if total:
            yield t(SPENT, **parts, amount=stated(total.actual_yuan, total.actual_step_yuan))
        for row in self.rows:
            if row.beside:
                words = WITHOUT if in_the_whole(data, row.line) else APART
                yield t(
                    words, fund=catalog.fund_name(row.fund), amount=stated(row.actual_yuan, row.row.actual_step_yuan)
                )

    def _totals(self) -> Iterator[dict[str, str]]:
        """Accounts of all funds and of each, with what they rest on."""
        t = self.order.t
        for row in self.order.dataset.accounts:
            when = self._when(row)
            item = HELD if row.item == "closing" and self.order.dataset.partial else ITEM[row.item]
            name = t(NAMED, fund=self.order.dataset.fund_name(row.fund, short=True), item=item, when=when)
            yield {"name": name, "amount": t(_amount(row)), "basis": t(BASIS[row.basis]) + self._noted(row)}

    def _when(self, row: AccountRow) -> Text:
        """The period of a flow; of a closing balance its day."""
        data = self.order.dataset
        if row.item == "opening" or not data.partial or row.year != data.base_year:
            return same(str(row.year))
        return period_end(data.base_year, data.meta.months_covered) if row.item == "closing" else data.period()

    def _noted(self, row: AccountRow) -> str:
        if row.basis != "assumed":
            return ""
        return self.notes.mark(ASSUMED.format(reason=Text(row.reason_zh, row.reason_en)))

    def _counts(self) -> Iterator[dict[str, str]]:
        t, data = self.order.t, self.order.dataset
        for row in data.indicators:
            if row.kind == "count" and row.value is not None:
                yield {
                    "fund": t(data.fund_name(row.fund, short=True)), "name": t(Text(row.name_zh, row.name_en)),
                    "year": t(data.period(row.year)) if data.partial else str(row.year), "amount": indicator(row, self.order.lang),
                    "source": place(row.source, self.order.lang),
                }  # fmt: skip


def _amount(row: AccountRow) -> Text:
    """As exactly as it was printed; what is worked out or assumed is rounded."""
    return stated(row.amount_yuan, row.amount_step_yuan) if row.basis == "reported" else YUAN.write(row.amount_yuan)
