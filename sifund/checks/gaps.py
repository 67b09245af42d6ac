"""What is not there, stands twice, or says nothing: missing values, duplicates, budgets reset to the outturn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sifund.checks.check import Comparison, check, present
from sifund.checks.facts import FIELDS, Facts
from sifund.checks.place import Place
from sifund.dataset.schema import BESIDE, KEYS, LineRow
from sifund.declare.unit import RATE, Unit
from sifund.text import Text, format_percent, join, same

COLUMNS = {
    "initial_budget": "initial_budget_yuan",
    "budget": "budget_yuan",
    "stated_completion": "stated_completion_percent",
    "stated_yoy": "stated_yoy_percent",
}
BALANCES = ("opening", "income", "closing")
DIGITS = 100
"""A figure of at least so many steps: two such are not equal by chance."""
TIMES = Unit("times", Text("次", "times"), 0, 100)
ROW = Text("数据行", "row")


@check(
    "missing", Text("缺失", "Missing values"), "note",
    compares=Text(
        "每项的执行数；同一基金多数项目都有的预算、执行率和同比；各年都有的项目；分基金的结余和收入",
        "the outturn of each line; budgets, completion and change that most lines of the fund have; lines of every year; "
        "each fund's balances and income",
    ),
    tolerance=Text("同一基金半数以下的项目才有的，不算缺", "what at most half of the fund's lines have is not missed"),
    says=Text("没有{missing}：原文有吗？", "there is no {missing}: does the source have it?"),
    assumes=Text("同一基金的项目应列出同样的内容。", "the lines of a fund should state the same things."),
    remedy=Text("补上；确实没有的，说明原因。", "fill it in; where there is none, say why."),
)  # fmt: skip
def missing(f: Facts) -> Iterator[Comparison]:
    """Cells, rows and accounts that should be there."""
    for row in f.rows(f.base_year):
        there = row.actual_yuan is not None
        yield present(
            f.at(row, "actual"), there, severity="error", source=row.source, parts={"missing": FIELDS["actual"]}
        )
        yield _cells(f, row)
    yield from _rows(f)
    for fund in f.dataset.funds:
        gone = [FIELDS[item] for item in BALANCES if f.account(fund, item, f.base_year) is None]
        yield present(Place("accounts", fund, f.base_year, "amount", f.fund_name(fund)), not gone, parts={"missing": _list(gone)},
                      assumes=Text("各基金应有各自的结余和收入。", "each fund should have its own balances and income."),
                      remedy=Text("在基金概况页填入各基金的实数，或写进数据。",
                                  "fill in the real figures on the overview page, or put them in the data."))  # fmt: skip


def _list(names: Sequence[Text]) -> Text:
    return join(names) or Text("—", "—")


def _cells(f: Facts, row: LineRow) -> Comparison:
    """What most lines of the fund state and this one does not."""
    peers = list(f.rows(row.year, fund=row.fund))
    usual = [what for what, column in COLUMNS.items()
             if 2 * sum(getattr(peer, column) is not None for peer in peers) > len(peers)]  # fmt: skip
    gone = [what for what in usual if getattr(row, COLUMNS[what]) is None]
    parts = {"missing": _list([FIELDS[what] for what in gone])}
    return present(f.at(row, ", ".join(gone) or "cells"), not gone, source=row.source, parts=parts)


def _rows(f: Facts) -> Iterator[Comparison]:
    """Lines that stand in one year of their fund and not in another."""
    always = Text("项目各年都有，没有新设或取消。", "the item exists in every year, neither new nor ended.")
    lines = {row.line: row for row in f.dataset.lines}
    held = {(row.line, row.year) for row in f.dataset.lines}
    years = {fund: sorted({row.year for row in f.rows(fund=fund)}) for fund in {row.fund for row in lines.values()}}
    for key, row in lines.items():
        for year in years[row.fund]:
            place = Place("lines", key, year, "row", f.line_name(row))
            yield present(place, (key, year) in held, severity="warning", parts={"missing": ROW},
                          assumes=always)  # fmt: skip


@check(
    "reset_budgets", Text("调整到执行数的预算", "Budgets reset to the outturn"), "note",
    compares=Text("调整预算数与执行数是否分文不差", "whether the adjusted budget equals the outturn to the last digit"),
    tolerance=Text("与年初预算相同的不算", "a budget that was never adjusted does not count"),
    says=Text(
        "调整预算数与执行数相同，执行率100%不说明问题：预算是按执行数调整的吗？以年初预算计，{scope}完成{rate}。",
        "the adjusted budget is the outturn, so its 100% says nothing: was it adjusted to it? Of the initial budget, {scope} used {rate}.",
    ),
    assumes=Text("预算是按执行数调整的。", "the budget was adjusted to the outturn."),
    remedy=Text("同时看对年初预算的执行率。", "look at the completion of the initial budget beside it."),
)  # fmt: skip
def reset_budgets(f: Facts) -> Iterator[Comparison]:
    """Lines whose adjusted budget equals the outturn as printed."""
    for row in f.rows():
        if row.budget_yuan and row.actual_yuan and not f.derived(row, "budget"):
            reset = row.budget_yuan == row.actual_yuan != row.initial_budget_yuan
            yield present(f.at(row, "budget"), not reset, stated=row.stated_completion_percent, unit=RATE,
                          source=row.source, parts=_initial(f, row))  # fmt: skip


def _initial(f: Facts, row: LineRow) -> dict[str, Text | str]:
    """Completion of the line's initial budget; of its fund's where the line has none."""
    total = f.dataset.line(f"{row.fund}.total", row.year)
    basis = row if row.initial_budget_yuan else total
    rate = None
    if basis and basis.initial_budget_yuan and basis.actual_yuan is not None:
        rate = basis.actual_yuan / basis.initial_budget_yuan * 100
    return {"scope": f.line_name(basis or row), "rate": format_percent(rate, 2)}


@check(
    "duplicates", Text("重复", "Duplicates"), "error",
    compares=Text(
        "同一表中键相同的行；同一基金同一年金额、预算、同比都相同的两项",
        "rows of a table with the same key; two lines of a fund and year with the same amount, budget and change",
    ),
    tolerance=Text(
        "只有一个数、或不足三位有效数字的巧合不算",
        "a coincidence of one figure alone, or of fewer than three digits, does not count",
    ),
    says=Text("出现{stated}，应只有一次。", "it stands there {stated}, it should be once."),
    assumes=Text("一个键只有一行；三位以上的数不会碰巧全同。", "a key has one row; figures of three digits do not all coincide."),
    remedy=Text("删去重复的一行。", "delete the row that repeats."),
)  # fmt: skip
def duplicates(f: Facts) -> Iterator[Comparison]:
    """Rows that stand twice, under one key or under two."""
    for table, columns in KEYS.items():
        rows = () if table in BESIDE else f.dataset.rows(table)
        for key, times in Counter(tuple(getattr(row, c) for c in columns) for row in rows).items():
            words = " ".join(str(part) for part in key if part != "")
            place = Place(table, words, f.base_year, "row", same(words))
            yield present(place, times == 1, stated=times, unit=TIMES)
    yield from _twins(f)


def _twins(f: Facts) -> Iterator[Comparison]:
    firsts: dict[tuple[object, ...], LineRow] = {}
    for row in f.rows():
        alone = row.budget_yuan is None and row.stated_yoy_percent is None
        small = not row.actual_yuan or row.actual_yuan < DIGITS * (row.actual_step_yuan or 1)
        if row.basis != "reported" or alone or small:
            continue
        figures = (row.fund, row.year, row.kind, row.actual_yuan, row.budget_yuan, row.stated_yoy_percent)
        first = firsts.setdefault(figures, row)
        if first.line != row.line:
            says = Text(
                "与“{other}”各数全同：是同一项吗？", 'every figure equals those of "{other}": is it the same item?'
            )
            parts = {"other": f.line_name(first)}
            yield present(f.at(row, "row"), False, severity="warning", says=says, parts=parts, source=row.source)
