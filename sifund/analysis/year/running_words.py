"""What is said of the running year: a sentence a series, the answer in one, and the draft of the quarterly warning report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund.analysis.outlook.reliability import LONG, WORDS, Word
from sifund.analysis.year.running import Cause, Cockpit, Running, Verdict
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.history.year import Forecast
from sifund.text import Text, format_percent, join, same

VERDICTS: dict[Verdict, Text] = {
    "course": Text("在轨", "on course"), "behind": Text("偏慢", "behind"), "beyond": Text("偏快", "ahead"),
    "open": Text("不能判断", "cannot be said"),
}  # fmt: skip
CAUSES: dict[Cause, Text] = {
    "price": Text("多半是标准（价）的变动", "the standard (price) most likely"),
    "volume": Text("多半是人数或人次（量）的变动", "volume most likely"),
    "timing": Text("多半是时间：{month}月一个月占了大半差额", "timing most likely: month {month} alone makes most of the gap"),
    "unknown": Text("现有数据看不出原因", "the data do not tell the cause"),
}  # fmt: skip
SO_FAR = Text("{name}：{when}{amount}", "{name}: {amount} in {when}")
WHEN = {
    True: Text("{year}年1月", "month 1 of {year}"),
    False: Text("{year}年1至{month}月", "months 1 to {month} of {year}"),
}
MISSING = Text(
    "{name}：{year}年当月数缺{months}月，不能累计，没有判断；请补上。",
    "{name}: single amounts of {year} lack month {months}, so nothing adds up and nothing is judged; give them.",
)
MIXED = Text(
    "{name}：各行的单位或计法不同（金额与存量、人数混在一起），没有判断；请统一。",
    "{name}: rows differ in unit or way of counting (amounts beside stocks or persons), so nothing is judged; make them alike.",
)
NO_MONTH = Text(
    "{name}：{year}年还没有月数（最近到{last}）。", "{name}: no month of {year} yet (the latest is {last})."
)
OF_BUDGET = Text("，为预算的{progress}，{profile}此时为{due}", ", {progress} of the budget; {profile} by then: {due}")
NO_BUDGET = Text("，数据没有{year}年预算", "; the data have no budget of {year}")
WHOLE = Text(
    "；预计全年{total}（{rests}，90%区间{low}至{high}）",
    "; the year is forecast at {total} ({rests}, 90% band {low} to {high})",
)
OWN = Text("照本单位以前各年的差异", "as the office's own years differ")
FLOOR = Text("照全国各年的差异，一个市只会更宽", "as the nation's years differ: a city's band is wider")
RELIES = Text("{says}可信度{word}：{why}。", "{says} Reliability {word}: {why}.")
WHY_RELIES = {
    True: Text("有的预测只有全国各年可照", "some forecasts have but the nation's years to go by"),
    False: Text("预测照本单位{n}年的分月数", "forecasts go by {n} {n:year|years} of the office's own months"),
}
NO_WHOLE = Text(
    "；分月数不足三年，全国数列中也没有这一项，不预测全年",
    "; no forecast: neither three years of months nor the nation's",
)
SAYS = Text("{so_far}{budget}{whole}：{verdict}{cause}{adjust}。", "{so_far}{budget}{whole}: {verdict}{cause}{adjust}.")
WHY, ADJUST = Text("，{cause}", ", {cause}"), Text("；预算相应{change}", "; the budget would change by {change}")
ALL_WELL = Text(
    "{when}：能判断的{known}项都在轨。",
    "On course in all that can be judged in {when} ({known}).",
)
NOT_WELL = Text(
    "{when}：能判断的{known}项中偏离的有{off}项，最大的是{name}（{verdict}，预计与预算相差{change}）。",
    "Off course in {when}: {off} of {known} that can be judged, the largest {name} ({verdict}, forecast {change} "
    "against its budget).",
)
NONE_KNOWN = Text(
    "{when}：没有预算或不足三年的分月数，快慢都不能判断。",
    "Without budgets, or three years of months, nothing can be judged in {when}.",
)
NEEDS = Text(
    "没有分月数。请在“历史”表填入本年和以前各年的分月数（基金收入、支出或各项目，累计或当月）：有三年以上，走势和预测就按本单位自己的，"
    "否则按全国的。本年的预算填在“收支”表。",
    'There are no months. Give those of this year and of earlier ones in the table "history" (a fund\'s income, expenditure or lines, '
    "cumulative or single): from three years on, profile and forecast are the office's own, else the nation's. The year's budget "
    'stands in the table "lines".',
)
TITLE = Text(
    "{name}{year}年第{quarter}季度社会保险基金运行预警报告（草稿）",
    "{name}: warning report on the funds, quarter {quarter} of {year} (draft)",
)
RUNS, OFF, ADJUSTMENTS, RESTS = (
    Text("一、运行情况", "1. How the year runs"), Text("二、偏离与原因", "2. What is off course, and why"),
    Text("三、预算调整建议", "3. Adjustments of the budget"), Text("四、依据", "4. What this rests on"),
)  # fmt: skip
HEADS = (RUNS, OFF, ADJUSTMENTS, RESTS)
NOTHING_OFF, NO_ADJUSTMENT = Text("没有偏离的。", "Nothing is."), Text("不需要。", "None.")
UNJUDGED = Text("不能判断。", "This cannot be judged.")
MOVE = Text("{name}：预算{budget}，建议{change}，调整为{total}。", "{name}: budget {budget}, {change}, to {total}.")
BASIS = Text(
    "预测只用以前各年；只有预测的90%区间整个在预算之外、且此时的进度超出以前各年范围的，才算偏离。原因由数字推断，须经核实。",
    "Forecasts use earlier years alone; an item is off course only where its whole 90% band lies on one side of the budget and its "
    "progress outside that of every earlier year. Causes are read off figures and must be verified.",
)


def says(row: Running) -> Text:
    """What is so of a series, in a sentence."""
    verdict = row.verdict
    cause = CAUSES[row.cause].format(month=row.cause_month or "")
    return SAYS.format(
        so_far=SO_FAR.format(name=row.series.name, when=_when(row.year, row.month), amount=YUAN.write(row.to_date, short=True)),
        budget=_budget(row), whole=_whole(row), verdict=VERDICTS[verdict],
        cause=WHY.format(cause=cause) if verdict in ("behind", "beyond") else "",
        adjust="" if row.adjustment is None else ADJUST.format(change=YUAN.write(row.adjustment, signed=True, short=True)),
    )  # fmt: skip


def _when(year: int, month: int) -> Text:
    return WHEN[month == 1].format(year=year, month=month)


def unread_says(cockpit: Cockpit) -> Iterator[Text]:
    """Why nothing is said of some series."""
    for one in cockpit.unread:
        last, months = "{}-{:02d}".format(*one.series.last), join(same(f"{month}") for month in one.missing)
        words = MIXED if one.series.is_mixed else MISSING if months else NO_MONTH
        yield words.format(name=one.series.name, year=cockpit.year, months=months or "", last=last)


def _budget(row: Running) -> Text:
    if row.progress_percent is None:
        return NO_BUDGET.format(year=row.year)
    return OF_BUDGET.format(
        progress=format_percent(row.progress_percent, 1),
        profile=row.profile.name,
        due=format_percent(row.due_percent, 1),
    )


def _whole(row: Running) -> Text:
    if row.whole is None:
        return NO_WHOLE
    amounts = {name: YUAN.write(getattr(row.whole, name), short=True) for name in ("total", "low", "high")}
    return WHOLE.format(**amounts, rests=FLOOR if row.whole.is_floor else OWN)


def answer(cockpit: Cockpit) -> Text:
    """The running year in one sentence, and how far to rely on it."""
    wholes = [row.whole for row in cockpit.rows if row.whole and row.verdict != "open"]
    return _relied(_answer(cockpit), wholes) if wholes else _answer(cockpit)


def _relied(says: Text, wholes: Sequence[Forecast]) -> Text:
    """By the one that rests on least."""
    floor, years = any(whole.is_floor for whole in wholes), min(len(whole.past) for whole in wholes)
    word: Word = "low" if floor else "high" if years >= LONG else "medium"
    return RELIES.format(says=says, word=WORDS[word], why=WHY_RELIES[floor].format(n=years))


def _answer(cockpit: Cockpit) -> Text:
    runnings = [row for row in cockpit.rows if row.verdict != "open"]
    when = {"when": _when(cockpit.year, cockpit.month), "known": len(runnings)}
    if not runnings:
        return NONE_KNOWN.format(**when)
    if not cockpit.off:
        return ALL_WELL.format(**when)
    worst = cockpit.off[0]
    change = YUAN.write(worst.adjustment, signed=True, short=True)
    return NOT_WELL.format(
        **when, off=len(cockpit.off), name=worst.series.name, verdict=VERDICTS[worst.verdict], change=change
    )


def draft(dataset: Dataset, cockpit: Cockpit) -> Iterator[Text]:
    """The warning report of the quarter, a paragraph each."""
    is_judged = any(row.verdict != "open" for row in cockpit.rows)
    yield TITLE.format(name=dataset.name, year=cockpit.year, quarter=(cockpit.month + 2) // 3)
    yield RUNS
    yield answer(cockpit)
    yield from (says(row) for row in cockpit.rows)
    yield from unread_says(cockpit)
    yield OFF
    yield from (says(row) for row in cockpit.off)
    yield from () if cockpit.off else (NOTHING_OFF if is_judged else UNJUDGED,)
    yield ADJUSTMENTS
    yield from (_move(row) for row in cockpit.off)
    yield from () if cockpit.off else (NO_ADJUSTMENT if is_judged else UNJUDGED,)
    yield RESTS
    yield BASIS


def _move(row: Running) -> Text:
    whole = row.whole
    return MOVE.format(
        name=row.series.name, budget=YUAN.write(row.budget, short=True), total=YUAN.write(whole.total if whole else None, short=True),
        change=YUAN.write(row.adjustment, signed=True, short=True),
    )  # fmt: skip
