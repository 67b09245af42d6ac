"""Problems of the year and what follows from each, out of the figures alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund import catalog
from sifund.analysis.year.attention import attention, supplies
from sifund.analysis.year.performance import Performance
from sifund.analysis.year.targets import scorecard
from sifund.analysis.year.variance import FundGrowth
from sifund.dataset.reconciled import STALE, Reconciled, State
from sifund.declare.unit import YUAN
from sifund.report.order import Order
from sifund.text import Text, format_percent, join, period, plain

DEVIATE = Text(
    "{fund}有{count}个项目的执行率偏离100%超过{tolerance}个百分点：{lines}。建议年中按序时进度复核，及时办理预算调整。",
    "{fund}: completion lies more than {tolerance} {tolerance:point|points} from 100% in {count} of its lines: "
    "{lines}. Review progress during the year "
    "and adjust the budget in time.",
)
PASSED = Text(
    "{fund}有{count}个项目已超出全年预算{tolerance}个百分点以上：{lines}。建议及时办理预算调整。",
    "{fund}: already more than {tolerance} {tolerance:point|points} above the year's budget in {count} of its lines: "
    "{lines}. Adjust the budget in time.",
)
EMPTY = Text(
    "{fund}的{lines}预算已调成执行数，执行率不含信息。建议考核时并列年初预算的执行率。",
    "{fund}: the budget of {lines} was set to the outturn, so completion says nothing. Judge it against the initial budget too.",
)
MISSING = Text(
    "{fund}的{count}项绩效指标没有数据证据：{names}。建议下年度设定可衡量的目标，留存数据。",
    "{fund}: indicators without figures as evidence ({count}): {names}. Set measurable targets and keep the figures.",
)
UNTARGETED = Text(
    "{fund}有{count}项结果没有可比的目标值：{names}。建议下年度设定目标值。",
    "{fund}: outcomes without a target figure to compare with ({count}): {names}. Set one for the coming year.",
)
REMAINDER = Text(
    "{fund}{year}支出合计与各项之和相差{amount}，超过取整所能解释的范围。建议核对{year}的收支。",
    "{fund}: the total of {year} differs from its lines by {amount}, more than rounding explains. Check the accounts of {year}.",
)
WATCH = Text(
    "{says}。建议测算下年度收支，必要时提出对策。",
    "{says}. Project the coming years and prepare remedies where needed.",
)
SUPPLY = Text("{says}。建议补充真实数后再判断。", "{says}. Supply the real figures, then judge.")
UNTIED: dict[State, Text] = {
    "differs": Text(
        "明细对账不符{count}处：{places}。建议逐笔核对。",
        "Records compared: {count} {count:differs|differ}: {places}. Look at each entry.",
    ),
    "open": Text(
        "明细对账未决{count}处：{places}。建议补齐资料后核对。",
        "Records compared: {count} open: {places}. Supply what is missing.",
    ),
}
PLACED, NAMED_AT_MOST = Text("{place}：{says}", "{place}: {says}"), 10
AND_MORE = Text("等", "and others")
NAMED = Text("{name}（{rate}）", "{name} ({rate})")
ROUNDING_STEPS = 1.0


def problems(
    order: Order, rows: Sequence[Performance], grown: Sequence[FundGrowth], tolerance: float
) -> Iterator[Text]:  # fmt: skip
    """Deviations, completions that say nothing, missing evidence, remainders, and funds that need attention."""
    for growth in grown:
        fund = catalog.fund_name(growth.fund)
        lines = [row for row in rows if row.fund == growth.fund and row.kind == "expenditure"]
        yield from _lines(fund, lines, tolerance)
        items = scorecard(order.dataset, growth.fund).items
        for says, wanted in ((MISSING, ("claimed", "missing")), (UNTARGETED, ("untargeted",))):
            if names := [item.name for item in items if item.status in wanted]:
                yield says.format(fund=fund, count=len(names), names=join(names))
        yield from _remainder(order, growth, fund)
    for matter in attention(order.side):
        yield WATCH.format(says=matter.says)
    for says in supplies(order.side):
        yield SUPPLY.format(says=says)


def of_records(files: Sequence[Reconciled]) -> Iterator[Text]:
    """What does not tie, and what could not be compared, of the records under the dataset; that they are out of date."""
    for one in files:
        for state, says in UNTIED.items():
            listed = one.of(state)[:NAMED_AT_MOST]
            places = [PLACED.format(place=row.place.text, says=row.says) for row in listed]
            if count := one.count(state):
                more = [AND_MORE] if count > len(places) else []
                yield says.format(count=count, places=join([*places, *more], "；", "; "))
        if one.stale:
            yield STALE


def _lines(fund: Text, lines: Sequence[Performance], tolerance: float) -> Iterator[Text]:
    off = [row for row in lines if set(row.flags) & {"over", "under"}]
    empty = [row for row in lines if "empty" in row.flags]
    if off:
        names = join(NAMED.format(name=row.name, rate=format_percent(row.rate, 2)) for row in off)
        yield (PASSED if off[0].partial else DEVIATE).format(
            fund=fund, count=len(off), tolerance=plain(tolerance), lines=names
        )
    if empty:
        yield EMPTY.format(fund=fund, lines=join(row.name for row in empty))


def _remainder(order: Order, growth: FundGrowth, fund: Text) -> Iterator[Text]:
    """A total that differs from its lines by more than their printed digits allow."""
    year = order.dataset.base_year
    for when, amount in ((year - 1, growth.remainder_before_yuan), (year, growth.remainder_yuan)):
        if abs(amount) > _allowed(order, growth, when):
            yield REMAINDER.format(
                fund=fund, year=period(when, order.dataset.meta.months_covered), amount=YUAN.write(abs(amount))
            )


def _allowed(order: Order, growth: FundGrowth, year: int) -> float:
    """Half a printed step of every line and the total; a year worked out from growth rates by that rate's half step too."""
    allowed = 0.0
    for key in (*(line.key for line in growth.lines), f"{growth.fund}.total"):
        row = order.dataset.line(key, order.dataset.base_year)
        if row is None or row.actual_yuan is None:
            continue
        allowed += (row.actual_step_yuan or 0) * ROUNDING_STEPS / 2
        if year != order.dataset.base_year and row.stated_yoy_percent is not None:
            allowed += row.actual_yuan * (row.stated_yoy_step or 0) / 100 / 2 / (1 + row.stated_yoy_percent / 100) ** 2
    return allowed
