"""Had we been asked then: the base year as modelled from an earlier one, and where that missed."""

from __future__ import annotations

import polars as pl

from sifund import catalog
from sifund.analysis.outlook import backtest
from sifund.charts import errors
from sifund.charts.theme import label_lines
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.problem import SifundError
from sifund.terms import FUND, LINE
from sifund.text import DASH, Text, format_percent
from sifund.ui import st
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

ONE_YEAR = Text(
    "这个数据集只有一个年度的金额，无法回测；加入上一年的决算数即可。",
    "This dataset has amounts of one year only, so nothing can be tested; add the outturn of the year before.",
)
PART = Text(
    "数据只有{period}，没有全年的实际数可比，无法回测。",
    "The data cover {period}: there is no whole year to test against.",
)
FROM = Text("从哪一年推算", "Modelled from")
TITLE = Text(
    "{fund}：由{before}年推算{year}年支出{forecast}，实际{actual}，差{error}（标准{standard}，数量{volume}）",
    "{fund}: from {before}, expenditure of {year} is forecast at {forecast}; it was {actual}, {error} apart (standard "
    "{standard}, volume {volume})",
)
HOW = Text(
    "只用{before}年末已知的规定和增长假设推算{year}年；再代入{year}年的真实标准重算，变化部分为“标准”，其余为“数量”。"
    "{before}年的金额由报告的同比反推（推算值）；当年没有的水平按增长假设倒推，所以它们自身的增长不受检验。",
    "{year} is modelled with the rules known at the end of {before} and the growth assumed; run again with the standards "
    "that really came, what changes is standard and the rest volume. The amounts of {before} follow from the stated "
    "growth (derived); levels unknown then are cast back by the assumption, so their own growth is not tested.",
)
HEADS = {
    "before": Text("{before}年（万元）", "{before} (million yuan)"), "forecast": Text("推算（万元）", "Forecast (million yuan)"),
    "actual": Text("实际（万元）", "Actual (million yuan)"), "error": Text("误差（万元）", "Error (million yuan)"),
    "standard": Text("其中标准", "of it standard"), "volume": Text("其中数量", "of it volume"),
}  # fmt: skip
PERCENT, NOTE = Text("误差占实际", "Error in % of actual"), Text("说明", "Note")
FLAT = Text("没有公式，按原额", "no formula: carried flat")
LEFT = Text("模型对{before}年少算{amount}", "the model leaves {amount} of {before} unexplained")


def show(subject: Subject) -> None:
    """The tab."""
    years = backtest.earlier_years(subject.dataset)
    if not years:
        st.info(
            t(PART, period=subject.dataset.period()) if subject.dataset.partial else t(ONE_YEAR), icon=":material/info:"
        )
        return
    before = st.segmented_control(t(FROM), years, default=years[0], required=True, key="backtest-year")
    try:
        table = backtest.backtest(subject.dataset, before)
    except SifundError as error:
        st.info(lines(error.lines(state.lang())), icon=":material/info:")
        return
    rows = table.filter((pl.col("fund") == subject.fund) & (pl.col("kind") == "expenditure"))
    base = subject.side.base
    names = {key: t(base.line_name(key)) for key in table["line"]}
    year = base.base_year
    data = errors.frame(rows.sort(pl.col("error").abs(), descending=True), names, state.lang())
    drawn = figures.chart(
        _title(subject.fund, rows, before, year), data, errors.spec(state.lang(), label_lines(data["name"])), "backtest"
    )
    st.caption(t(HOW, before=before, year=year))
    grid(_in_words(table, base, before), height="content")
    figures.folded(table, f"sifund-backtest-{before}", drawn, unit=YUAN)


def _title(fund: str, rows: pl.DataFrame, before: int, year: int) -> Text:
    sums = {
        name: YUAN.write(float(rows[name].sum()), signed=name not in ("forecast", "actual"))
        for name in HEADS
        if name != "before"
    }
    return TITLE.format(fund=catalog.fund_name(fund), before=before, year=year, **sums)


def _in_words(table: pl.DataFrame, base: Baseline, before: int) -> pl.DataFrame:
    rows = []
    for row in table.to_dicts():
        figures_ = {t(name, before=before): t(YUAN.number(row[key])) for key, name in HEADS.items()}
        share = DASH if row["error_percent"] is None else format_percent(row["error_percent"], signed=True)
        fund = t(catalog.fund_name(row["fund"], short=True))
        rows.append(
            {
                t(LINE): t(base.line_name(row["line"])),
                t(FUND): fund,
                **figures_,
                t(PERCENT): share,
                t(NOTE): _note(row, before),
            }
        )
    return pl.DataFrame(rows)


def _note(row: dict, before: int) -> str:
    if row["carried_flat"]:
        return t(FLAT)
    return t(LEFT, before=before, amount=YUAN.write(row["unexplained"])) if row["unexplained"] else ""
