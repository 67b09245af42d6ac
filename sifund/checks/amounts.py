"""Sums and rates: lines to totals, completion, change on the year, and balances from year to year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sifund import catalog
from sifund.checks.check import Comparison, Severity, check, compare
from sifund.checks.facts import FIELDS, MONEY, ROUNDING, Facts, Money, restates
from sifund.checks.place import Place
from sifund.checks.rounding import is_total, spent
from sifund.dataset.schema import AccountRow, LineRow
from sifund.declare.known import Known, printed
from sifund.declare.unit import RATE, YUAN
from sifund.terms import YEAR_ON_YEAR
from sifund.text import Text

WORKED_BACK = Text(
    "由基年和同比反算：合计为{stated}，各项相加为{recomputed}，相差{gap}，取整解释不了：上年有未列的项目吗？",
    "worked back from the base year and its changes, the total is {stated}, its lines add up to {recomputed}: {gap} apart, "
    "more than rounding explains: did that year hold an item that is not listed?",
)


@check(
    "totals", Text("分项与合计", "Lines and totals"), "error", ties=True,
    compares=Text(
        "各项相加与所列合计：年初预算、调整预算、执行数，各基金与全部基金合计，收入与支出账目",
        "the sum of the lines and the printed total: both budgets and outturn, each fund and all funds, the accounts",
    ),
    tolerance=ROUNDING,
    says=Text(
        "{field}的合计为{stated}，各项相加为{recomputed}，相差{gap}，取整解释不了。",
        "the total of the {field} is {stated}, its lines add up to {recomputed}: {gap} apart, more than rounding explains.",
    ),
    assumes=Text(
        "合计由所列各项组成；上解上级支出可计入也可不计入。反算的年份假定与基年的项目相同。",
        "the total holds the lines listed, with or without what is remitted up; a year worked back has the base year's lines.",
    ),
    remedy=Text("核对合计与各项，补上漏列的项目。", "check the total and its lines; add a line that was left out."),
)  # fmt: skip
def totals(f: Facts) -> Iterator[Comparison]:
    """Sum of lines against printed totals [yuan]."""
    for row in f.rows(kind="total"):
        if is_total(row):
            for what in MONEY:
                yield from _total(f, row, what)
    for row in f.dataset.accounts:
        yield from _account(f, row)


def _total(f: Facts, total: LineRow, what: Money) -> Iterator[Comparison]:
    stated = f.evidence(total, what)
    if stated is None:
        return
    severity: Severity = "warning" if f.derived(total, what) else "error"
    more = {"unit": YUAN, "source": total.source, "severity": severity, "parts": {"field": FIELDS[what]}}
    more |= {"says": WORKED_BACK} if f.derived(total, what) else {}
    yield from _added(f, f.at(total, what), stated, what, list(f.rows(total.year)), total.fund, **more)


def _added(
    f: Facts, place: Place, stated: Known, what: Money, rows: Sequence[LineRow], fund: str, **more: Any
) -> Iterator[Comparison]:  # fmt: skip
    """A total against its lines, without or with what is remitted up: the one that ties, else the first."""
    sums = [_sum(f, spent(rows, fund, beside=beside), what) for beside in (False, True)]
    comparisons = [
        _partial(compare(place, stated, figure, **more), whole) for figure, whole in sums if figure is not None
    ]
    yield from [c for c in comparisons if c.status == "tied"][:1] or comparisons[:1]


def _sum(f: Facts, rows: Sequence[LineRow], what: Money) -> tuple[Known | None, bool]:
    """What is known of the lines, summed, and whether that is all of them; None where nothing is known."""
    figures = [k for row in rows if (k := f.evidence(row, what)) is not None]
    return (sum(figures, printed(0, None)) if figures else None), len(figures) == len(rows)


def _partial(comparison: Comparison, whole: bool) -> Comparison:
    """Where a line lacks its figure, only a sum above the total is a finding."""
    short = comparison.status == "found" and (comparison.recomputed or 0) < (comparison.stated or 0)
    return replace(comparison, status="open") if short and not whole else comparison


def _account(f: Facts, row: AccountRow) -> Iterator[Comparison]:
    """An account against its lines; of all funds against those of each."""
    account = f.account(row.fund, row.item, row.year)
    if account is None or account[0] is not row or row.item not in ("income", "expenditure", "opening", "closing"):
        return
    parts = [f.account(fund, row.item, row.year) for fund in f.dataset.funds]
    more = {"unit": YUAN, "source": row.source, "parts": {"field": FIELDS[row.item]}}
    if row.fund == catalog.ALL and all(parts):
        yield compare(f.at_account(row), account[1], sum((p[1] for p in parts if p), printed(0, None)), **more)
    elif row.fund != catalog.ALL and row.item == "expenditure":
        rows = list(f.rows(row.year))
        yield from _added(f, f.at_account(row), account[1], "actual", rows, row.fund, **more)
    elif row.fund != catalog.ALL and row.item == "income":
        figure, whole = _sum(f, list(f.rows(row.year, kind="income", fund=row.fund)), "actual")
        if figure is not None:
            yield _partial(
                compare(f.at_account(row), account[1], figure, **more), whole and f.lists_interest(row.fund, row.year)
            )


@check(
    "completion", Text("预算执行率", "Budget completion"), "error", ties=True,
    compares=Text("所列执行率与执行数除以调整预算数", "stated completion and outturn over the adjusted budget"),
    tolerance=ROUNDING,
    says=Text(
        "所列执行率{stated}，执行数除以调整预算数为{recomputed}；取整只容许{low}至{high}。",
        "completion is stated as {stated}, the amounts make {recomputed}; rounding allows {low} to {high} only.",
    ),
    assumes=Text("执行率以调整预算为底数。", "completion is against the adjusted budget."),
    remedy=Text("核对执行数、调整预算数和执行率。", "check the outturn, the adjusted budget and the completion."),
)  # fmt: skip
def completion(f: Facts) -> Iterator[Comparison]:
    """Stated completion against outturn ÷ adjusted budget [percent]. A budget made from the completion is no evidence."""
    for row in f.rows():
        actual, budget = f.amount(row, "actual"), f.amount(row, "budget")
        if row.stated_completion_percent is None or actual is None or budget is None or budget.low <= 0:
            continue
        comparison = _rate(f, row, "stated_completion", actual / budget * 100)
        circular = f.derived(row, "budget") and restates(comparison.stated or 0, comparison.recomputed or 0)
        yield replace(comparison, status="open") if circular or row.basis == "assumed" else comparison


def _rate(f: Facts, row: LineRow, what: str, made: Known) -> Comparison:
    stated = printed(getattr(row, f"{what}_percent"), getattr(row, f"{what}_step"))
    return compare(f.at(row, what), stated, made, unit=RATE, source=row.source)


@check(
    "yoy", YEAR_ON_YEAR, "error", ties=True,
    compares=Text("所列同比与两年执行数之比", "the stated change and the ratio of two years' outturns"),
    tolerance=ROUNDING,
    says=Text(
        "所列同比{stated}，两年执行数之比为{recomputed}；取整只容许{low}至{high}。",
        "the change is stated as {stated}, the two outturns make {recomputed}; rounding allows {low} to {high} only.",
    ),
    assumes=Text("两年口径相同，覆盖的月份相同。", "both years count the same things over the same months."),
    remedy=Text("核对两年的执行数和所列同比。", "check both outturns and the stated change."),
)  # fmt: skip
def yoy(f: Facts) -> Iterator[Comparison]:
    """Stated change against the two outturns [percent]. A year worked back from the change is no evidence."""
    for row in f.rows():
        before, actual = f.dataset.line(row.line, row.year - 1), f.amount(row, "actual")
        past = f.amount(before, "actual") if before else None
        if row.stated_yoy_percent is None or before is None or actual is None or past is None or past.low <= 0:
            continue
        comparison = _rate(f, row, "stated_yoy", (actual / past - 1) * 100)
        circular = f.derived(before, "actual") and restates(comparison.stated or 0, comparison.recomputed or 0)
        partial = row.year == f.base_year and f.dataset.meta.months_covered < 12  # the same months are not at hand
        guess = "assumed" in (row.basis, before.basis)
        yield replace(comparison, status="open") if circular or partial or guess else comparison


@check(
    "roll_forward", Text("结余滚存", "Roll-forward of balances"), "error", ties=True,
    compares=Text(
        "年末结余与年初结余加收入减支出；年初结余与上年末结余",
        "closing and opening + income − expenditure; opening and the closing of the year before",
    ),
    tolerance=ROUNDING,
    says=Text(
        "{field}为{stated}，应为{recomputed}，相差{gap}，取整解释不了。",
        "the {field} is {stated}, it should be {recomputed}: {gap} apart, more than rounding explains.",
    ),
    assumes=Text(
        "支出含上解上级支出，没有直接调整结余的事项。",
        "expenditure includes what is remitted up; nothing else moves the balance.",
    ),
    remedy=Text("核对年初结余、收入、支出和年末结余。", "check opening, income, expenditure and closing."),
)  # fmt: skip
def roll_forward(f: Facts) -> Iterator[Comparison]:
    """Closing against opening + income − expenditure, opening against last year's closing [yuan]."""
    places = dict.fromkeys((row.fund, row.year) for row in f.dataset.accounts)
    for fund, year in places:
        closing, opening, before = (
            f.account(fund, item, y) for item, y in (("closing", year), ("opening", year), ("closing", year - 1))
        )
        income, spending = _flow(f, fund, "income", year), _flow(f, fund, "expenditure", year)
        if closing and opening and income and spending:
            rows = (closing[0], opening[0], *income[0], *spending[0])
            comparison = _rolled(f, closing, opening[1] + income[1] - spending[1], rows)
            lines = f.account(fund, "income", year) is None and not f.lists_interest(fund, year)
            short = lines and (comparison.stated or 0) > (
                comparison.recomputed or 0
            )  # interest that is not listed explains it
            yield replace(comparison, status="open") if short and comparison.status == "found" else comparison
        if opening and before:
            yield _rolled(f, opening, before[1], (opening[0], before[0]))


def _flow(f: Facts, fund: str, item: str, year: int) -> tuple[list[AccountRow], Known] | None:
    """Income or expenditure of a year: the account, else the printed total of its spending, else all of its lines."""
    if account := f.account(fund, item, year):
        return [account[0]], account[1]
    figure, whole = _sum(f, list(f.rows(year, kind=item, fund=fund)), "actual")
    total = f.dataset.line(f"{fund}.total", year) if item == "expenditure" else None
    stated = f.evidence(total, "actual") if total else None
    if stated is not None and figure is not None:
        spending, _ = _sum(f, spent(list(f.rows(year)), fund), "actual")
        beside = figure - spending if spending is not None and figure.value != spending.value else printed(0, None)
        within = abs(stated.value - figure.value) <= abs(stated.value + beside.value - figure.value)
        return [], stated if within else stated + beside  # what is remitted up stands beside most totals
    return ([], figure) if figure is not None and whole else None


def _rolled(f: Facts, stated: tuple[AccountRow, Known], made: Known, rows: Sequence[AccountRow]) -> Comparison:
    row, figure = stated
    comparison = compare(
        f.at_account(row), figure, made, unit=YUAN, source=row.source, parts={"field": FIELDS[row.item]}
    )
    circular = any(r.basis == "derived" for r in rows) and restates(figure.value, made.value)
    return replace(comparison, status="open") if circular else comparison
