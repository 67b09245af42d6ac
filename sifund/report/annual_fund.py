"""One fund's part of the annual report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sifund import catalog
from sifund.analysis.year.disagreement import disagreements
from sifund.analysis.year.execution import year_before
from sifund.analysis.year.performance import Performance
from sifund.analysis.year.targets import GROUPS, STATUS, Item, scorecard
from sifund.analysis.year.variance import FundGrowth, LineGrowth
from sifund.charts import bullet, growth, waterfall
from sifund.charts.theme import label_lines
from sifund.dataset.schema import ReasonRow
from sifund.declare.scale import IN_WAN
from sifund.report.order import Order
from sifund.report.pictures import png
from sifund.report.sentences import adding_up, adjustment, budget, graded, outturn
from sifund.report.wording import measured, percent, place, wan
from sifund.text import DASH, SEMICOLON, Lang, Text, format_percent, join

Record = dict[str, str]
CAUSES = Text("原因：{causes}", "Causes:{causes}")
SPLIT = Text(
    "按标准与数量拆分：标准{standard}，使支出变动{standard_yuan}；人数或人次{volume}，使支出变动{volume_yuan}；合计{growth}，交互各分一半。",
    "Split by standard and volume: standard {standard} makes {standard_yuan}, volume {volume} makes {volume_yuan}; together "
    "{growth}, each with half of the interaction.",
)
QUESTION = Text("疑问：{says}", "Question: {says}")
PREMISE = Text("前提：{assumes}", "It assumes: {assumes}")
GIVEN = Text(
    "各项调整后的预算：{amounts}；没有分项的年初预算数。",
    "Adjusted budgets: {amounts}. No initial budget is given line by line.",
)
CLAUSE = Text("{says}。", "{says}.")
BEFORE = Text(
    "上年数由本年数和来源所列同比推算：执行数÷（1+同比）。",
    "Last year's amounts are worked out: outturn ÷ (1 + stated change).",
)
GOAL_NOTE = Text(
    "来源没有这项目标；100%为本程序的假设目标，按偏离它的程度计分，不判是否达到。",
    "The source sets no such target; 100% is this program's own, and the distance from it is scored, not judged.",
)
TABLE = Text("{fund}{period}支出执行情况（{unit}，%）", "{fund}: execution, {period} ({unit}, %)")


class Notes:
    """Numbered notes at the end, each said once."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        self._texts: list[str] = []

    def mark(self, text: Text) -> str:
        """The mark of a note, which is added where it is new."""
        words = text(self.lang)
        if words not in self._texts:
            self._texts.append(words)
        return f"[{self._texts.index(words) + 1}]"

    def lines(self) -> list[str]:
        """The notes in order."""
        return [f"[{number}] {words}" for number, words in enumerate(self._texts, start=1)]


@dataclass(frozen=True)
class LinePart:
    """A line in words: its year, its causes and split, and questions."""

    says: str
    causes: list[str]
    questions: list[str]


@dataclass(frozen=True)
class Fund:
    """What the template asks for of a fund; pictures are PNG, None without data."""

    name: str
    budget: list[str]
    score: str
    goals: list[Record]
    summary: list[str]
    bullet_title: str
    waterfall_title: str
    table_title: str
    rows: list[Record]
    lines: list[LinePart]
    pictures: dict[str, bytes] = field(default_factory=dict)


def fund_part(order: Order, fund: str, rows: Sequence[Performance], grown: FundGrowth, notes: Notes) -> Fund:
    """A fund's part without its pictures."""
    t, data = order.t, order.dataset
    of_fund = [row for row in rows if row.fund == fund]
    total = [row for row in of_fund if row.kind == "total"]
    in_order = {row.line: row for row in of_fund}
    lines = [in_order[line.key] for line in grown.lines]
    name = catalog.fund_name(fund)
    card = scorecard(data, fund, dict(zip(GROUPS, order.scenario.view.weights, strict=True)))
    split = {line.key: line for line in grown.lines}
    return Fund(
        t(name), list(_budget(order, total, lines)), t(graded(card)),
        [_goal(order, item, notes) for item in sorted(card.items, key=lambda x: list(GROUPS).index(x.group))],
        [t(outturn(row)) + _from_rate(order, row, notes) for row in total],
        t(bullet.title(lines, name, data.period() if data.partial else None)), t(growth.title(grown, data, name)),
        t(TABLE, fund=name, period=data.period(), unit=IN_WAN.name),
        [_row(order, row) for row in (*lines, *total)],
        [_line(order, number, row, split[row.line]) for number, row in enumerate(lines, start=1)],
    )  # fmt: skip


def pictures(
    order: Order, fund: str, rows: Sequence[Performance], grown: FundGrowth, tolerance: float, drawn: bool
) -> dict[str, bytes]:
    """The fund's charts as PNG by name; empty where they are not to be drawn."""
    of_fund = [row for row in rows if row.fund == fund and row.kind == "expenditure"]
    tables = {
        "bullet": bullet.frame(of_fund, tolerance, order.lang),
        "waterfall": growth.frame(grown, order.dataset.base_year, order.lang, order.dataset.meta.months_covered),
    }
    specs = {"bullet": bullet.spec, "waterfall": waterfall.spec}
    return {
        name: png(specs[name](fund, order.lang, label_lines(table["name"])), table) if drawn else b""
        for name, table in tables.items() if table is not None and not table.is_empty()
    }  # fmt: skip


def _budget(order: Order, total: Sequence[Performance], lines: Sequence[Performance]) -> Iterator[str]:
    """What the budget was and what its adjustment, with the source's reason."""
    t = order.t
    for row in total:
        if says := adjustment(row):
            yield t(CLAUSE, says=says)
        for reason in order.dataset.reasons:
            if (reason.line, reason.year) == (row.line, order.dataset.base_year):
                yield _reason(order, reason)
    parts = [
        Text("{name}：{says}", "{name}: {says}").format(name=row.name, says=says)
        for row in lines
        if row.adjustment_yuan is not None and (says := adjustment(row))
    ]
    if parts:
        yield t(CLAUSE, says=join(parts, "；", "; "))
    given = [row for row in lines if row.budget_yuan is not None and row.adjustment_yuan is None]
    if given:
        amounts = join(Text("{name}{budget}", "{name} {budget}").format(name=row.name, budget=budget(row))
                       for row in given)  # fmt: skip
        yield t(GIVEN, amounts=amounts)


def _from_rate(order: Order, row: Performance, notes: Notes) -> str:
    """The mark of a note where the year before was worked back from the stated change."""
    before = year_before(order.dataset, row.line)
    return notes.mark(BEFORE) if before and before.basis == "derived" and row.yoy_percent is not None else ""


def _goal(order: Order, item: Item, notes: Notes) -> Record:
    t, lang = order.t, order.lang
    goal = DASH if item.goal is None else measured(item.goal, "=", item.unit, lang)
    mark = notes.mark(GOAL_NOTE) if item.goal is not None and item.goal_assumed else ""
    outcome = DASH if item.outcome is None else measured(item.outcome, item.comparison, item.unit, lang)
    return {
        "name": t(item.name), "group": t(GROUPS[item.group]), "goal": goal + mark, "outcome": outcome,
        "status": t(STATUS[item.status]), "credit": percent(item.credit),
    }  # fmt: skip


def _row(order: Order, row: Performance) -> Record:
    data = order.dataset.line(row.line)
    assert data
    return {
        "name": order.t(row.name),
        "adjustment": order.t(wan(row.adjustment_yuan, source=not data.initial_budget_formula + data.budget_formula)),
        "initial": order.t(wan(row.initial_yuan, data.initial_budget_step_yuan, source=not data.initial_budget_formula)),
        "budget": order.t(wan(row.budget_yuan, data.budget_step_yuan, source=not data.budget_formula)),
        "actual": order.t(wan(row.actual_yuan, data.actual_step_yuan, source=data.basis == "reported")),
        "of_initial": percent(row.completion_initial_percent), "of_budget": percent(row.completion_percent),
        "stated": percent(data.stated_completion_percent), "yoy": percent(row.yoy_percent),
        "stated_yoy": percent(data.stated_yoy_percent), "share": percent(row.share_percent),
    }  # fmt: skip


def _line(order: Order, number: int, row: Performance, grown: LineGrowth) -> LinePart:
    t = order.t
    causes = [_reason(order, reason) for reason in grown.reasons]
    reasons = [t(CAUSES, causes="".join(f"（{i}）{cause}" if order.lang == "zh" else f" ({i}) {cause}"
                                     for i, cause in enumerate(causes, start=1)))] if causes else []  # fmt: skip
    if split := grown.split:
        rates = {
            name: format_percent(getattr(split, f"{name}_percent"), 2, signed=True) for name in ("standard", "volume")
        }
        one, other, whole = adding_up((split.standard_part_yuan, split.volume_part_yuan))
        reasons.append(t(SPLIT, **rates, standard_yuan=one, volume_yuan=other, growth=whole))
    stated = order.dataset.line(row.line)
    questions = [
        t(QUESTION, says=note.says) + (" " + t(PREMISE, assumes=note.assumes) if note.assumes else "")
        for note in disagreements(grown, stated=bool(stated and stated.stated_yoy_percent is not None))
    ]
    says = f"{number}. {t(outturn(row))}"
    return LinePart(says, reasons, questions)


def _reason(order: Order, reason: ReasonRow) -> str:
    """The cause in our words, with its document and place."""
    parts = (part for part in (reason.document, place(reason.source, order.lang)) if part and part != DASH)
    ground = order.t(SEMICOLON).join(parts)
    words = order.t(Text(reason.cause_zh, reason.cause_en)).rstrip("。.")
    return f"{words}（{ground}）。" if order.lang == "zh" else f"{words} ({ground})."
