"""What cannot be, or would need a reason: units, impossible values, jumps against the year before."""

from __future__ import annotations

from collections.abc import Iterator

from sifund.checks.check import Comparison, between, check, present
from sifund.checks.facts import FIELDS, MONEY, Facts, restates
from sifund.checks.place import Place
from sifund.dataset.schema import AccountRow, LineRow
from sifund.declare.unit import RATE, YUAN, Unit
from sifund.model.totals import CONTRADICTS
from sifund.terms import VALUE
from sifund.text import Text, join

SLIP = 10**3.5
JUMP = 2
PERCENT = "%"
NOTHING = Text("没有", "none")


@check(
    "units", Text("金额单位", "Units of amounts"), "error",
    compares=Text(
        "每项执行数与其预算、上年执行数；账目与该基金支出：是否相差一个“万”",
        "each outturn with its budgets and the year before, accounts with the fund's expenditure: off by 10⁴ or not",
    ),
    tolerance=Text("相差不到3162倍（10的3.5次方）", "less than 3,162 times apart (10 to the power of 3.5)"),
    says=Text(
        "{field}{stated}，与{against}{recomputed}相差{times}倍：单位是否写对（元、万元）？",
        "the {field} of {stated} is {times} times off the {against} of {recomputed}: is the unit right (yuan, 10k yuan)?",
    ),
    assumes=Text("同一项目的金额不会一年变化几千倍。", "an item does not change a few thousand times in a year."),
    remedy=Text("核对金额的单位；确属小额的，说明原因。", "check the unit; where the amount really is that small, say why."),
)  # fmt: skip
def units(f: Facts) -> Iterator[Comparison]:
    """Amounts of one item that lie 10⁴ apart [yuan]. A note where the source itself states the change."""
    for row in f.rows():
        if row.actual_yuan:
            yield from _slips(f, row)
    for account in f.dataset.accounts:
        yield from _account_slips(f, account)


def _slips(f: Facts, row: LineRow) -> Iterator[Comparison]:
    """The outturn against the reference that it is farthest from."""
    before = f.dataset.line(row.line, row.year - 1)
    candidates = [(getattr(row, f"{what}_yuan"), FIELDS[what], _says_completion(row)) for what in MONEY[:2]]
    candidates += (
        [(before.actual_yuan, Text("上年执行数", "outturn of the year before"), _says_yoy(row, before))]
        if before
        else []
    )
    pairs = [_off(f.at(row, "actual"), row.actual_yuan or 0, *item, row.source) for item in candidates if item[0]]
    yield from sorted(pairs, key=lambda c: c.status != "found")[:1]


def _off(place: Place, amount: float, reference: float, against: Text, stated: bool, source: str) -> Comparison:
    times = max(amount / reference, reference / amount)
    return between(
        place, amount, reference / SLIP, reference * SLIP, recomputed=reference, unit=YUAN, source=source,
        severity="note" if stated else None,
        parts={"field": FIELDS.get(place.field, place.name), "against": against, "times": f"{times:,.0f}"},
    )  # fmt: skip


def _says_completion(row: LineRow) -> bool:
    """Whether the source states the completion that the amounts make."""
    made = (row.actual_yuan or 0) / row.budget_yuan * 100 if row.budget_yuan else None
    return _says(row.stated_completion_percent, row.stated_completion_step, made)


def _says_yoy(row: LineRow, before: LineRow) -> bool:
    """Whether the source states the change that the amounts make."""
    made = ((row.actual_yuan or 0) / before.actual_yuan - 1) * 100 if before.actual_yuan else None
    return _says(row.stated_yoy_percent, row.stated_yoy_step, made)


def _says(stated: float | None, step: float | None, made: float | None) -> bool:
    return stated is not None and made is not None and (abs(stated - made) <= (step or 0) or restates(stated, made))


def _account_slips(f: Facts, row: AccountRow) -> Iterator[Comparison]:
    total = f.dataset.line(f"{row.fund}.total", row.year)
    spent = total.actual_yuan if total else None
    if spent and row.amount_yuan > 0:
        yield _off(f.at_account(row), row.amount_yuan, spent, FIELDS["expenditure"], False, row.source)


@check(
    "impossible", Text("不可能的数", "Impossible values"), "error",
    compares=Text(
        "结余、同比、比率、原因所列金额、假设范围是否在可能的界限内；数据能否标定",
        "balances, changes, rates, amounts of causes and assumed ranges with what is possible; whether the data calibrate",
    ),
    tolerance=NOTHING,
    says=Text("{field}{stated}不可能：应在{low}至{high}之间。", "the {field} of {stated} cannot be: {low} to {high} is possible."),
    assumes=Text("基金不能透支，原因的金额是该项目的一部分。", "a fund is not overdrawn; the amount of a cause is a part of its line."),
    remedy=Text("核对这个数。", "check the figure."),
)  # fmt: skip
def impossible(f: Facts) -> Iterator[Comparison]:
    """Figures against what arithmetic and accounting allow."""
    for account in f.dataset.accounts:
        yield _within(f.at_account(account), account.amount_yuan, 0, None, YUAN, account.source, FIELDS[account.item])
        yield from _in_range(f.at_account(account), account.amount_yuan, account.low_yuan, account.high_yuan, YUAN)
    for row in f.rows():
        for what, low in (("stated_yoy", -100), ("stated_completion", 0)):
            if (value := getattr(row, f"{what}_percent")) is not None:
                yield _within(f.at(row, what), value, low, None, RATE, row.source, FIELDS[what])
        yield from _causes(f, row)
    yield from _indicators(f)
    yield from _parameters(f)
    yield _calibrates(f)


def _within(
    place: Place, value: float, low: float | None, high: float | None, unit: Unit, source: str, name: Text
) -> Comparison:  # fmt: skip
    return between(place, value, low, high, unit=unit, source=source, parts={"field": name})


def _in_range(place: Place, value: float, low: float | None, high: float | None, unit: Unit) -> Iterator[Comparison]:
    if low is not None or high is not None:
        yield _within(place, value, low, high, unit, "", Text("取值（与其范围相比）", "value, against its own range,"))


def _causes(f: Facts, row: LineRow) -> Iterator[Comparison]:
    for reason in f.reasons(row.line, row.year):
        if reason.amount_yuan is not None and row.actual_yuan is not None:
            place = Place("reasons", row.line, row.year, "amount", f.line_name(row))
            name = Text("原因所列金额", "amount of a cause")
            yield _within(place, abs(reason.amount_yuan), 0, row.actual_yuan, YUAN, reason.source, name)


def _indicators(f: Facts) -> Iterator[Comparison]:
    """Targets and outcomes in percent are shares; counts are not negative."""
    for row in f.dataset.indicators:
        if row.value is not None:
            share = row.unit_zh == PERCENT and row.kind != "count"
            unit = Unit(row.unit_en, Text(row.unit_zh or "—", row.unit_en or "—"), 0, 100, percent=share, places=2)
            name = Text(f"{f.fund_name(row.fund).zh} · {row.name_zh}", f"{f.fund_name(row.fund).en} · {row.name_en}")
            place = Place("indicators", f"{row.fund}.{row.key}", row.year, "value", name)
            yield _within(place, row.value, 0, 100 if share else None, unit, row.source, VALUE.inside)


def _parameters(f: Facts) -> Iterator[Comparison]:
    from sifund import catalog

    for row in f.dataset.parameters:
        p = catalog.parameter(row.key)
        place = Place("parameters", row.key, int(row.from_month[:4]), row.from_month, p.name)
        yield from _in_range(place, row.value, row.low, row.high, p.unit)


def _calibrates(f: Facts) -> Comparison:
    apart = [] if isinstance(f.baseline, tuple) else [p for p in f.baseline.apart.values() if p.code == CONTRADICTS]
    problems = f.baseline if isinstance(f.baseline, tuple) else apart
    why = join((p.says for p in problems), "；", "; ") or NOTHING
    place = Place("meta", f.dataset.code, f.base_year, "baseline", f.dataset.name)
    says = Text(
        "数据互相矛盾，无法如实标定：{why}",
        "the data contradict each other and cannot be calibrated as they stand: {why}",
    )
    return present(place, not problems, says=says, parts={"why": why})


@check(
    "jumps", Text("同比突变", "Jumps on the year"), "warning",
    compares=Text(
        "执行数与上年执行数；报告写明原因的视为已说明",
        "the outturn and that of the year before; explained where the source gives a reason",
    ),
    tolerance=Text("上年的一半至两倍", "half to twice the year before"),
    says=Text(
        "执行数{stated}，上年{recomputed}，没有写明原因：为什么？",
        "the outturn is {stated}, {recomputed} the year before, and no reason is given: why is that?",
    ),
    assumes=Text("两年口径相同。", "both years count the same things."),
    remedy=Text("核对两年的数；属实的，补写原因。", "check both years; where they are right, give the reason."),
)  # fmt: skip
def jumps(f: Facts) -> Iterator[Comparison]:
    """Outturns outside half to twice the year before [yuan] that no reason explains."""
    for row in f.rows():
        before = f.dataset.line(row.line, row.year - 1)
        if before is None or not before.actual_yuan or row.actual_yuan is None:
            continue
        months = f.dataset.meta.months_covered if row.year == f.base_year else 12
        past = before.actual_yuan * months / 12
        explained = bool(f.reasons(row.line, row.year))
        low, high = (None, None) if explained else (past / JUMP, past * JUMP)
        yield between(f.at(row, "actual"), row.actual_yuan, low, high, recomputed=past, unit=YUAN, source=row.source)
