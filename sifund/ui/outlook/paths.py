"""Where every fund goes: actuaries' measures by year, and when a fund runs short."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.solvency import (
    INDICATORS,
    Milestones,
    cost_history,
    indicators_frame,
    milestones,
)
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.unknown import unknown_words
from sifund.catalog import ALL
from sifund.charts import balances
from sifund.charts import paths as chart
from sifund.charts.theme import in_unit
from sifund.declare.measure import Measure
from sifund.terms import FUND, MEASURE, SERIES
from sifund.text import DASH, Text, format_percent, join, same
from sifund.ui import st
from sifund.ui.outlook import people
from sifund.ui.outlook.behind import HEAD
from sifund.ui.outlook.subject import COVER, Subject
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import bold

WHOSE, WHICH = Text("哪项基金", "Which fund"), MEASURE
SHORT = Text("何时入不敷出", "When a fund runs short")
SIDE = SERIES
DEFICIT, DEPLETION = Text("首次当期赤字", "First deficit"), Text("结余用尽", "Depleted")
PAYABLE = Text("当年收入可付支出", "Income then pays")
NEVER = Text("期内不出现", "not by {last}")
TITLE = Text(
    "{fund}{name}（{says}）：{year}年基线{base}，方案{own}",
    "{fund}: {name} ({says}), {year}: baseline {base}, scenario {own}",
)
UNDEFINED = Text(
    "{fund}没有{name}：它没有缴费工资或缴费人数，或各项合计没有意义。",
    "{name} is not defined for {fund}: it has no covered wages or members, or a sum of funds has no meaning.",
)
HISTORY = Text(
    "高成本倍数的历史费率：{years}；报告以前的缴费工资按基线首年增速倒推，年份不足二十年，故为暂定。",
    "Cost rates known for the high-cost multiple: {years}; earlier wages are cast back at the baseline's first growth, and "
    "there are fewer than twenty years, so it is provisional.",
)
OPEN = Text("全部指标与下载", "All indicators and download")


def show(subject: Subject) -> None:
    """The tab."""
    _short(subject)
    funds = {key: t(subject.side.base.dataset.fund_name(key, short=True)) for key in (*subject.side.funds, ALL)}
    with st.container(horizontal=True):
        fund = st.segmented_control(t(WHOSE), list(funds), format_func=funds.__getitem__, default=subject.fund, required=True,
                                    key=f"path-fund-{subject.fund}")  # fmt: skip
        names = {i.key: t(catalog.measure_name(i.key, fund)) for i in INDICATORS}
        key = st.selectbox(
            t(WHICH), list(names), format_func=names.__getitem__, index=3, key="path-indicator", width=260
        )
    table = indicators_frame(subject.side, fund)
    with figures.place():
        drawn = _chart(
            subject, fund, next(i for i in INDICATORS if i.key == key), table.filter(pl.col("indicator") == key)
        )
    with st.expander(t(OPEN), key="path-table", on_change="rerun") as opened:
        if opened.open:
            grid(_across(subject, fund, table), height="content")
            units = pl.col("indicator").replace_strict({i.key: i.unit.name.en for i in INDICATORS})
            figures.download(table.with_columns(unit=units), f"sifund-paths-{fund}", *drawn)
    with figures.place():
        people.show(subject, fund)


def _short(subject: Subject) -> None:
    """First deficit, depletion and what income pays then, for every fund and side."""
    st.markdown(bold(t(SHORT)))
    rows = []
    for fund in (*subject.side.funds, ALL):
        for side in subject.sides if subject.changed else subject.sides[:1]:
            name = t(subject.side.base.dataset.fund_name(fund, short=True))
            rows.append(
                {
                    t(FUND): name,
                    t(SIDE): t(HEAD["baseline" if side.is_baseline else "scenario"]),
                    **_when(subject, fund, milestones(side, fund)),
                }
            )
    grid(pl.DataFrame(rows), height="content")


def _when(subject: Subject, fund: str, milestones: Milestones) -> dict[str, str]:
    """When it comes, if it comes; a dash where the fund's balance, or interest on it, is unknown."""
    if not subject.side.knows(fund):
        return {t(head): DASH for head in (DEFICIT, DEPLETION, PAYABLE)}
    never = t(NEVER, last=subject.side.years[-1])
    return {
        t(DEFICIT): str(milestones.deficit or never), t(DEPLETION): str(milestones.depletion or never),
        t(PAYABLE): DASH if milestones.payable is None else format_percent(milestones.payable),
    }  # fmt: skip


def _chart(subject: Subject, fund: str, shown: Measure, rows: pl.DataFrame) -> Sequence[figures.Picture]:
    """The chart, where the measure is defined."""
    name, called = subject.side.base.dataset.fund_name(fund), catalog.measure_name(shown.key, fund)
    is_known = subject.side.knows(fund) or not shown.rests_on_opening
    if not is_known or rows["scenario"].null_count() == len(rows):
        base = subject.side.base
        why = UNDEFINED.format(fund=name, name=called) if is_known else unknown_words(base, fund, called)
        st.info(t(why), icon=":material/block:")
        return ()
    last = {side: shown.unit.write(rows[side][-1]) for side in ("baseline", "scenario")}
    title = TITLE.format(
        fund=name,
        name=called,
        says=shown.says,
        year=subject.side.years[-1],
        base=last["baseline"],
        own=last["scenario"],
    )
    drawn = figures.chart(title, *_lines(subject, fund, shown, rows), f"path-{fund}")
    if shown.key == "high_cost_multiple":
        rates = sorted(cost_history(subject.side.baseline, fund).items())
        st.caption(t(HISTORY, years=join(same(f"{year} {format_percent(rate, 2)}") for year, rate in rates)))
    return (drawn,)


def _lines(subject: Subject, fund: str, shown: Measure, rows: pl.DataFrame) -> tuple[pl.DataFrame, dict]:
    """Data and specification; cover and a fund's balance stand beside its floor."""
    lang, axis = state.lang(), in_unit(catalog.measure_name(shown.key, fund), shown.unit)
    floor = None if fund == ALL else floor_of(subject.scenario.view, fund)
    if shown.key == "closing":
        return balances.frame(subject.side, fund, lang, floor), balances.spec(fund, lang, floor)
    if shown.key != COVER:
        return chart.frame(rows, shown.unit, lang), chart.spec(axis, fund, lang)
    rows = rows.with_columns(pl.col("baseline", "scenario").clip(lower_bound=0))
    return chart.frame(rows, shown.unit, lang, floor or 0), chart.spec(axis, fund, lang, floor)


def _across(subject: Subject, fund: str, table: pl.DataFrame) -> pl.DataFrame:
    """One row an indicator and side, years across; what is not defined is a dash."""
    rows = []
    for shown in INDICATORS:
        of_shown = table.filter(pl.col("indicator") == shown.key)
        for side in ("baseline", "scenario") if subject.changed else ("baseline",):
            cells = {str(y): t(shown.unit.write(v)) for y, v in zip(of_shown["year"], of_shown[side], strict=True)}
            rows.append({t(WHICH): t(catalog.measure_name(shown.key, fund)), t(SIDE): t(HEAD[side]), **cells})
    return pl.DataFrame(rows)
