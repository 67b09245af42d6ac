"""The scenario as an Excel workbook: data, parameters, results, balances, attribution, budget adjustment and passport.

Amounts are yuan. Differences and totals are live formulas; each figure has its basis beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from sifund import catalog, terms
from sifund.analysis.effect.attribution import attribute
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.grounds import assumes
from sifund.analysis.words import BASIS
from sifund.analysis.year.budget import BASES, adjustment_table
from sifund.analysis.year.naming import TOTAL, line_name
from sifund.declare.measure import BALANCE_SHEET
from sifund.declare.parameter import month_text
from sifund.model.frames import balances_frame, lines_frame
from sifund.model.gaps import unmodelled
from sifund.report.order import Order, warned
from sifund.report.progress import RUN, SHEET, Steps, Tell, silent
from sifund.report.sheets import Book, Cell, Formula, pair_of, sum_of
from sifund.report.wording import data_year, place, rests_on
from sifund.scenario import steps_text
from sifund.scenario.steps import value_words
from sifund.text import DASH, EXHAUSTED, SEMICOLON, Text

NAMES = {
    "about": Text("说明", "About"), "data": Text("数据", "Data"), "parameters": terms.PARAMETERS,
    "results": Text("结果", "Results"), "balances": Text("结余", "Balances"), "attribution": Text("归因", "Attribution"),
    "adjustment": Text("预算调整表", "Budget adjustment"),
}  # fmt: skip
YUAN, MONTHS = Text("元", "yuan"), Text("个月", "months")
BASIS_OF = terms.BASIS
INITIAL, BUDGET, ACTUAL = (
    Text("年初预算数（元）", "Initial budget (yuan)"), Text("调整预算数（元）", "Adjusted budget (yuan)"),
    Text("执行数（元）", "Outturn (yuan)"),
)  # fmt: skip
GAP = Text("执行数−调整预算数（元）", "Outturn − adjusted budget (yuan)")
CHANGE = terms.DIFFERENCE
KEY, GROUND = Text("键", "Key"), Text("依据说明", "What it rests on")
DECIDER = Text("谁决定", "Decided by")
MEASURE_HEAD, LEVER, EFFECT = terms.MEASURE, terms.PARAMETER, Text("作用（元）", "Effect (yuan)")
ALONE, CROSS = Text("单独作用（元）", "Alone (yuan)"), Text("交互（元）", "Interaction (yuan)")
MODEL, DERIVED = Text("模型推算", "modelled"), Text("推算", "derived")
IN_FORCE, NEED, FORECAST = (
    Text("现行预算数（元）", "Budget in force (yuan)"), Text("需调增（减）（元）", "Adjustment (yuan)"),
    Text("调整后预算数（元）", "Adjusted budget (yuan)"),
)  # fmt: skip
LINK, TEXT_FORM, FORM = Text("链接", "Link"), Text("方案文本", "Scenario text"), terms.ITEM
DIFFERS = Text("与数据不同或未按公式测算", "Differs from the data, or not by formula")
UNKNOWN = Text("未知（缺年初结余）", "unknown (no opening balance)")
VALUE = terms.CONTENT
READ = Text(
    "金额单位为元；合计和差额是公式；公式的依据同其所引单元格。",
    "Amounts in yuan; totals and differences are formulas.",
)
Rows = list[list[Cell]]


def workbook(order: Order, tell: Tell = silent) -> bytes:
    """The workbook as .xlsx, the same bytes for the same content."""
    steps = Steps(1 + len(_SHEETS), tell)
    steps.begin(RUN)
    buffer = BytesIO()
    passport = order.passport("workbook").text()
    made = datetime(order.dataset.base_year + 1, 1, 1)  # noqa: DTZ001  # Excel knows no time zone
    about = {"title": order.t(order.dataset.name), "author": "sifund", "comments": passport, "created": made}
    book = Book(buffer, about)
    for name, write in _SHEETS.items():
        steps.begin(SHEET.format(name=NAMES[name]))
        write(order, book, order.t(NAMES[name]))
    book.file.close()
    return buffer.getvalue()


def _about(order: Order, book: Book, name: str) -> None:
    t = order.t
    rows: Rows = [[t(NAMES["data"]), t(order.dataset.name)], [t(TEXT_FORM), order.marked.text()], [t(LINK), order.link]]
    rows.extend([t(LINK), t(says)] for says in warned(order.dataset))
    rows.extend([t(text), value] for text, value in order.passport("workbook").lines())
    base = order.side.base
    rows.extend([t(DIFFERS), problem(order.lang)] for problem in (*base.notices, *unmodelled(base)))
    rows.extend([t(catalog.parameter(key).name), t(why)] for key, _ in order.scenario.changes
                if (why := idle_of(order.side, key)))  # fmt: skip
    book.sheet(name, [t(FORM), t(VALUE)], [*rows, [t(terms.UNIT), t(READ)]])


def _data(order: Order, book: Book, name: str) -> None:
    """The dataset's lines; what the outturn leaves of the budget is live."""
    t = order.t
    rows: Rows = []
    for row in order.dataset.lines:
        gap = None if row.actual_yuan is None or row.budget_yuan is None else row.actual_yuan - row.budget_yuan
        rows.append([
            t(order.dataset.fund_name(row.fund, short=True)), t(line_name(row)), data_year(order.dataset, row.year, order.lang),
            row.initial_budget_yuan,
            row.budget_yuan, row.actual_yuan, None if gap is None else Formula("=F{row}-E{row}", round(gap, 2)),
            t(BASIS[row.basis]), place(row.source, order.lang),
        ])  # fmt: skip
    header = (terms.FUND, terms.LINE, terms.YEAR, INITIAL, BUDGET, ACTUAL, GAP, BASIS_OF, terms.SOURCE)
    book.sheet(name, [t(text) for text in header], rows)


def _parameters(order: Order, book: Book, name: str) -> None:
    """Every parameter: its baseline path, the scenario's, unit, basis and ground."""
    t, lang = order.t, order.lang
    base = order.side.base
    rows: Rows = []
    for key, p in catalog.parameters().items():
        in_force = base.values.get(key)
        written = (
            [
                f"{value_words(p, value)(lang)}{f' @{month_text(month)}' if month else ''}"
                for month, value in in_force.steps
            ]
            if in_force
            else []
        )
        changed = order.scenario.steps(key)
        grounds = in_force.grounds if in_force else ()
        rows.append([
            key, t(p.name), t(p.unit.name), t(SEMICOLON).join(written) or DASH, steps_text(key, changed) if changed else DASH,
            *(t(SEMICOLON).join(dict.fromkeys(words)) or DASH
              for words in ([t(BASIS[g.basis]) for g in grounds], [t(g.says) for g in grounds])),
            t(p.decided_by.name) if p.decided_by else DASH, p.law(lang) if p.law else DASH,
        ])  # fmt: skip
    header = (KEY, terms.NAME, terms.UNIT, terms.BASELINE, terms.SCENARIO, BASIS_OF, GROUND, DECIDER, terms.LAW)
    book.sheet(name, [t(text) for text in header], rows)


def _results(order: Order, book: Book, name: str) -> None:
    """Lines by year with live differences and a live total a fund, year and kind."""
    t, side = order.t, order.side
    base = side.base
    left = {r.key for r in base.remainders} | {key for key, parts in base.parts.items() if len(parts) > 1}
    reported = {x.line for x in order.dataset.lines if x.year == order.dataset.base_year} - left
    rows: Rows = []
    for (year, fund, kind), part in lines_frame(side).group_by(["year", "fund", "kind"], maintain_order=True):
        first = len(rows)
        head: list[Cell] = [t(side.base.dataset.fund_name(str(fund), short=True))]
        for row in part.to_dicts():
            is_reported = year == order.dataset.base_year and row["line"] in reported
            basis = rests_on(order.dataset, row["line"]) if is_reported else MODEL
            gap = None if row["difference"] is None else Formula("=E{row}-D{row}", row["difference"])
            rows.append([*head, t(base.line_name(row["line"])), int(str(year)), row["baseline"], row["scenario"],
                         gap, t(YUAN), t(UNKNOWN if row["baseline"] is None else basis)])  # fmt: skip
        block = range(first, len(rows))
        sums = [sum_of(block, 3 + i, round(float(part[c].sum()), 2)) for i, c in enumerate(("baseline", "scenario"))]
        gap = Formula("=E{row}-D{row}", round(float(part["difference"].sum()), 2))
        total = TOTAL if kind == "expenditure" else Text("收入合计", "Total income")
        rows.append([*head, t(total), int(str(year)), *sums, gap, t(YUAN), t(DERIVED)])
    header = (terms.FUND, terms.LINE, terms.YEAR, terms.BASELINE, terms.SCENARIO, CHANGE, terms.UNIT, BASIS_OF)
    book.sheet(name, [t(text) for text in header], rows)


def _balances(order: Order, book: Book, name: str) -> None:
    """Measures by fund and year; their basis says where an assumed split stands behind them."""
    t, side = order.t, order.side
    base = side.base
    rows: Rows = []
    for row in sorted(balances_frame(side).to_dicts(), key=lambda r: BALANCE_SHEET.index(r["measure"])):
        cover, rests = row["measure"] == "cover_months", row["measure"] in ("opening", "closing", "cover_months")
        assumed = rests and assumes(base, row["fund"])
        basis = UNKNOWN if row["baseline"] is None and rests else BASIS["assumed"] if assumed else MODEL
        rows.append([
            t(side.base.dataset.fund_name(row["fund"], short=True)), t(catalog.measure_name(row["measure"], row["fund"])), row["year"],
            *pair_of(row["baseline"], row["scenario"], row["difference"], t(EXHAUSTED) if cover else ""),
            t(MONTHS if cover else YUAN), t(basis),
        ])  # fmt: skip
    header = (terms.FUND, MEASURE_HEAD, terms.YEAR, terms.BASELINE, terms.SCENARIO, CHANGE, terms.UNIT, BASIS_OF)
    book.sheet(name, [t(text) for text in header], rows)


def _attribution(order: Order, book: Book, name: str) -> None:
    """Each change's part of the effect, with a live total a fund, year and measure."""
    t = order.t
    rows: Rows = []
    if order.scenario.moves:
        table = attribute(order.dataset, order.scenario, order.scenario.view.years).frame()
        for (fund, measure, year), part in table.group_by(["fund", "measure", "year"], maintain_order=True):
            rows += _effects(order, str(fund), str(measure), int(str(year)), part.to_dicts(), len(rows))
    header = (terms.FUND, MEASURE_HEAD, terms.YEAR, LEVER, EFFECT, ALONE, CROSS, BASIS_OF)
    book.sheet(name, [t(text) for text in header], rows)


def _effects(order: Order, fund: str, measure: str, year: int, part: Sequence[dict[str, Any]], first: int) -> Rows:
    t = order.t
    head: list[Cell] = [t(order.dataset.fund_name(fund, short=True)), t(catalog.measure_name(measure, fund)), year]
    rows: Rows = [
        [*head, t(catalog.parameters()[row["lever"]].name), row["effect"], row["alone"],
         Formula("=E{row}-F{row}", row["interaction"]), t(MODEL)] for row in part
    ]  # fmt: skip
    block = range(first, first + len(rows))
    whole = round(sum(row["effect"] for row in part), 2)
    return [*rows, [*head, t(Text("合计", "Total")), sum_of(block, 4, whole), None, None, t(DERIVED)]]


def _adjustment(order: Order, book: Book, name: str) -> None:
    """The adjustment table of the budget year, its sums live in their own columns."""
    t, side = order.t, order.side
    chosen = order.scenario.view.budget_year
    year = chosen if chosen in side.years else order.dataset.base_year
    table = adjustment_table(order.dataset, side, year).to_dicts()
    rows: Rows = [list(_adjusted(order, row)) for row in table]
    _sum_up(table, rows)
    header = (terms.FUND, terms.LINE, INITIAL, IN_FORCE, NEED, FORECAST, BASIS_OF)
    book.sheet(f"{name} {year}", [t(text) for text in header], rows)


def _sum_up(table: Sequence[dict[str, Any]], rows: Rows) -> None:
    """Totals become live: a fund's sums the lines above it, the last one the funds' totals."""
    start, totals = 0, []
    for at, row in enumerate(table):
        if row["line"].endswith(".total"):
            parts = totals if row["fund"] == catalog.ALL else range(start, at)
            for column, name in ((3, "budget_yuan"), (5, "forecast_yuan")):
                rows[at][column] = sum_of(parts, column, row[name])
            totals.append(at)
        if row["fund"] != table[min(at + 1, len(table) - 1)]["fund"]:
            start = at + 1


def _adjusted(order: Order, row: dict[str, Any]) -> Iterator[Cell]:
    t, base = order.t, order.side.base
    total = row["line"].endswith(".total")
    yield t(order.dataset.fund_name(row["fund"], short=True))
    yield t(TOTAL if total else base.line_name(row["line"]))
    yield row["initial_budget_yuan"]
    yield row["budget_yuan"]
    yield Formula("=F{row}-D{row}", row["adjustment_yuan"])
    yield row["forecast_yuan"]
    yield t(DERIVED if total else BASES[row["budget_basis"]])


_SHEETS = {
    "about": _about, "data": _data, "parameters": _parameters, "results": _results, "balances": _balances,
    "attribution": _attribution, "adjustment": _adjustment,
}  # fmt: skip
