"""Stress tests: ready shocks and one's own in one table, the payment calendar, and how far it is to a breach."""

from __future__ import annotations

from functools import partial

import polars as pl

from sifund import catalog
from sifund.analysis.outlook import stress
from sifund.analysis.outlook.monthly import falls
from sifund.analysis.outlook.samples import bare
from sifund.analysis.outlook.stress import CALM, READY, Shock
from sifund.dataset import Dataset
from sifund.declare.unit import COVER_MONTHS, GROWTH, YUAN
from sifund.model.memory import remembered
from sifund.scenario import Scenario
from sifund.scenario.view import Entries
from sifund.terms import LINE, PARAMETER, SERIES
from sifund.text import DASH, Text, format_number, join, plain, same, years_text
from sifund.ui import st
from sifund.ui.outlook.behind import HEAD
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import rich, t

SHOCK, SIDE = Text("冲击", "Shock"), SERIES
CLOSING, MONTH_END = (
    Text("最低年末结余（万元）", "Lowest closing (million yuan)"),
    Text("最低月末结余（万元）", "Lowest month-end (million yuan)"),
)
COVER, BREACHED = Text("最低备付（个月）", "Lowest cover (months)"), Text("跌破底线的年份", "Years below the floor")
AT = Text("{value}（{when}）", "{value} ({when})")
TABLE = Text("**压力测试**：{fund}，底线{floor}个月", "**Stress tests**: {fund}, floor of {floor} {floor:month|months}")
HELD = Text("财政补贴按基线不变。", " The fiscal subsidy is held.")
HOW = Text(
    "冲击从{year}年起，没有写明期限的一直持续。{held}",
    "Shocks start in {year} and stay where no time is given.{held}",
)
OWN = Text("自设冲击", "Your own shock")
CHANGE = Text("变动（{unit}）", "Change ({unit})")
FIRST, LASTS = Text("从哪年起", "From"), Text("持续几年（0为一直）", "Years (0: for good)")
ADD, REMOVE = Text("加入冲击", "Add"), Text("移除", "Remove")
PERCENT, POINTS = Text("%", "%"), Text("百分点", "points")
MOVE = Text("{name} {change}{unit}，{first}年起{years}", "{name} {change}{unit} from {first}{years}")
FOR = Text("，持续{years}年", ", for {years} {years:year|years}")
CALENDAR = Text("支付日历", "Payment calendar")
CALENDAR_HOW = Text(
    "{falls}数据没有支付时间，这是假设。选定月份后该项目全年金额平均落在这些月份；只移动月末结余，不改变任何年度数字。",
    "{falls} Assumed, for no source gives payment dates. Months chosen here share the line's amount of the year equally; it moves "
    "month-ends, never a year's figures.",
)
PAID_IN = Text("在哪几个月（不选为默认）", "In which months (none: the default)")
PLACED = Text("已设定：{lines}", "Set: {lines}")
ON = Text("{line}在{months}月", "{line} in month {months}")
REVERSE = Text(
    "**反向压力测试**：各驱动量要持续变动多少，备付才会跌破底线",
    "**Reverse stress test**: how far each must move for good before cover breaches the floor",
)
FAR, ALREADY = Text("到允许的上下限也不会", "not even at the bounds allowed"), Text("已经跌破", "already below")
BEYOND = Text("{move}（远超通常变动）", "{move} (far beyond what is usual)")
BELOW = Text(
    "{sides}：没有冲击时备付就已跌破底线，不再列出。",
    "{sides}: cover is below the floor without any shock, so no distance is listed.",
)
REACH = Text(
    "先在水平−100%至+400%、增长率±20个百分点之内找，找不到再找到参数允许的上下限。",
    "Looked for from −100% to +400%, growth rates within ±20 points, and where that does not do on to what is allowed.",
)


Key = tuple[Dataset, Scenario, str, float, int]


def show(subject: Subject) -> None:
    """The tab."""
    shocks = [CALM, *READY]
    if subject.scenario.view.shock:
        shocks.append(stress.own_shock(subject.scenario.view.shock, subject.side.years[0]))
    key = (subject.dataset, bare(subject.scenario), subject.fund, subject.floor, subject.scenario.view.years)
    st.markdown(rich(TABLE, fund=catalog.fund_name(subject.fund), floor=plain(subject.floor)))
    if subject.is_known:
        _ready(subject, shocks, key)
    else:
        st.info(t(subject.unknown), icon=":material/question_mark:")
    _own_shock(subject)
    _calendar(subject)
    if subject.is_known:
        _reverse(subject, stress.reverse_stress(*key))


def _ready(subject: Subject, shocks: list[Shock], key: Key) -> None:
    """What each shock does, in one table."""
    table = _table(*key, tuple(shocks), subject.scenario.view.calendar)
    grid(_in_words(subject, table, shocks))
    st.caption(t(HOW, year=subject.side.years[1], held=HELD if subject.side.base.amounts else ""))
    figures.download(stress.file_of(table, subject.floor), f"sifund-stress-{subject.fund}")


@remembered(64)
def _table(
    dataset: Dataset,
    scenario: Scenario,
    fund: str,
    floor: float,
    years: int,
    shocks: tuple[Shock, ...],
    calendar: Entries,
) -> pl.DataFrame:
    return stress.stress(dataset, scenario, shocks, fund, floor, dict(calendar), years)


def _in_words(subject: Subject, table: pl.DataFrame, shocks: list[Shock]) -> pl.DataFrame:
    """A row a shock and side, the scenario's below its baseline's; the baseline alone where nothing is changed."""
    names = {s.key: t(s.name) for s in shocks}
    rows = []
    for shock, name in names.items():
        for row in table.filter(pl.col("shock") == shock).to_dicts():
            if subject.changed or row["side"] == "baseline":
                rows.append({t(SHOCK): name, t(SIDE): t(HEAD[row["side"]]), **_strain(row)})
    return pl.DataFrame(rows)


def _strain(row: dict) -> dict[str, str]:
    return {
        t(COVER): t(AT, value=COVER_MONTHS.number(row["cover"]), when=row["cover_year"] or DASH),
        t(BREACHED): t(years_text(row["breaches"])) if row["breaches"] else DASH,
        t(CLOSING): t(AT, value=YUAN.number(row["closing"]), when=row["closing_year"]),
        t(MONTH_END): t(AT, value=YUAN.number(row["month_end"]), when=row["month"]),
    }


# --- one's own --------------------------------------------------------------------------------------------------------


def _own_shock(subject: Subject) -> None:
    """The moves of the user's own shock: add one, remove one."""
    with st.expander(t(OWN), key="own-shock", icon=":material/bolt:", on_change="rerun") as opened:
        if not opened.open:
            return
        kinds = catalog.of_kind(("driver", "assumption"), subject.fund, catalog.SHARED)
        names = {p.key: t(p.name) for p in kinds if p.spread}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            key = st.selectbox(
                t(PARAMETER), list(names), format_func=names.__getitem__, key="shock-key", width=260
            ) or next(iter(names))
            st.number_input(
                t(CHANGE, unit=_unit(key)), -100.0, 1000.0, 10.0, format="%.10g", key="shock-change", width=160
            )
            st.selectbox(t(FIRST), subject.side.years[1:], key=f"shock-first-{subject.side.years[-1]}", width=120)
            st.number_input(t(LASTS), 0, 15, 0, key="shock-years", width=180)
            st.button(t(ADD), icon=":material/add:", on_click=_add, args=(subject, key))
        for entry in subject.scenario.view.shock:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(t(_move_words(entry)))
                st.button(
                    t(REMOVE),
                    key=f"unshock-{entry[0]}",
                    icon=":material/close:",
                    on_click=_set,
                    args=(subject, entry[0], ()),
                )


def _unit(key: str) -> Text:
    return POINTS if catalog.parameter(key).unit is GROWTH else PERCENT


def _move_words(entry: tuple[str, tuple[float, ...]]) -> Text:
    key, (change, first, years) = entry
    signed = format_number(change, 2, signed=True).rstrip("0").rstrip(".")
    lasts = FOR.format(years=int(years)) if years else ""
    return MOVE.format(name=catalog.parameter(key).name, change=signed, unit=_unit(key), first=int(first), years=lasts)


def _add(subject: Subject, key: str) -> None:
    first = st.session_state[f"shock-first-{subject.side.years[-1]}"]
    values = st.session_state["shock-change"], first, st.session_state["shock-years"]
    _set(subject, key, tuple(float(v) for v in values))


def _set(subject: Subject, key: str, numbers: tuple[float, ...]) -> None:
    rest = tuple(entry for entry in subject.scenario.view.shock if entry[0] != key)
    state.set_view(shock=(*rest, (key, numbers)) if numbers else rest)


# --- when money moves -------------------------------------------------------------------------------------------------


def _calendar(subject: Subject) -> None:
    with st.expander(t(CALENDAR), key="calendar", icon=":material/calendar_month:", on_change="rerun") as opened:
        if not opened.open:
            return
        st.caption(t(CALENDAR_HOW, falls=falls(subject.side, subject.fund, subject.calendar)))
        base, placed = subject.side.base, dict(subject.scenario.view.calendar)
        keys = [
            k for kind in ("income", "expenditure") for k in base.keys_of(subject.fund, kind) if k in catalog.lines()
        ]
        names = {k: t(base.line_name(k)) for k in keys}
        key = st.selectbox(t(LINE), keys, format_func=names.__getitem__, key=f"calendar-{subject.fund}") or keys[0]
        months = [int(m) for m in placed.get(key, ())]
        st.pills(t(PAID_IN), list(range(1, 13)), selection_mode="multi", key=f"paid-{key}", now=months,
                 on_change=partial(_place, subject, key))  # fmt: skip
        if placed:
            lines = (
                ON.format(line=base.line_name(k), months=join(map(same, map(plain, v)))) for k, v in placed.items()
            )
            st.caption(t(PLACED, lines=join(lines, "；", "; ")))


def _place(subject: Subject, key: str, months: list[int]) -> None:
    chosen = tuple(float(month) for month in sorted(months))
    rest = tuple(entry for entry in subject.scenario.view.calendar if entry[0] != key)
    state.set_view(calendar=(*rest, (key, chosen)) if chosen else rest)


# --- the other way round ----------------------------------------------------------------------------------------------


def _reverse(subject: Subject, table: pl.DataFrame) -> None:
    """How far each must move, for what is not below the floor already: that is said in a line."""
    st.markdown(rich(REVERSE))
    sides = ("baseline", "scenario") if subject.changed else ("baseline",)
    below = [side for side in sides if (table[side] == stress.ALREADY).fill_null(False).all()]
    if below:
        st.caption(t(BELOW, sides=join(HEAD[side] for side in below)))
    columns = {t(PARAMETER): [t(catalog.parameter(key).name) for key in table["key"]]}
    for side in (side for side in sides if side not in below):
        columns[t(HEAD[side])] = [_distance(key, x) for key, x in zip(table["key"], table[side], strict=True)]
    if len(columns) > 1:
        grid(pl.DataFrame(columns), height="content")
        st.caption(t(REACH))
    counted = table.with_columns(unit=pl.col("key").map_elements(lambda key: _unit(key).en, return_dtype=pl.String))
    figures.download(counted, f"sifund-reverse-stress-{subject.fund}")


def _distance(key: str, change: float | None) -> str:
    if change is None:
        return t(FAR)
    if change == stress.ALREADY:
        return t(ALREADY)
    move = f"{format_number(change, 1, signed=True)}{'' if _unit(key) is PERCENT else ' '}{t(_unit(key))}"
    low, high = stress.FURTHEST[_unit(key) is POINTS]
    return move if low <= change <= high else t(BEYOND, move=move)
