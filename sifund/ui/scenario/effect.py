"""What a scenario changes: spending by line, balances and cover by year, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sifund import catalog, terms
from sifund.analysis.grounds import NO_OPENING
from sifund.charts import balances, cover, spending
from sifund.charts.theme import label_lines
from sifund.declare.scale import IN_WAN
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.frames import lines_frame
from sifund.scenario import Scenario
from sifund.terms import BASELINE, DIFFERENCE, LINE, SCENARIO
from sifund.text import TAILS, Text
from sifund.ui import st
from sifund.ui.parts.figures import DATA, Picture, chart, download
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t

SPENDING = Text("{year}年各项支出：基线与方案", "Spending by line in {year}: baseline and scenario")
BALANCES = Text("{fund}年末滚存结余：基线与方案", "Closing balance of the {fund}: baseline and scenario")
COVER = Text("{fund}{cover}：基线与方案", "{cover}, {fund}: baseline and scenario")
SERIES = {
    "baseline": BASELINE,
    "scenario": SCENARIO,
    "difference": DIFFERENCE,
}


def effect(side: Side, found: Scenario, fund: str, year: int) -> None:
    """Three charts of a fund and their table."""
    name, lang = catalog.fund_name(fund), state.lang()
    names = {"fund": name, "cover": catalog.all_funds()[fund].cover_name, "year": year}
    spent = spending.frame(side, fund, year, lang)
    drawn = [
        chart(SPENDING.format(**names), spent, spending.spec(fund, lang, label_lines(spent["name"])), "spending"),
    ]
    if side.knows(fund):
        drawn += [
            chart(BALANCES.format(**names), balances.frame(side, fund, lang), balances.spec(fund, lang), "balances"),
            chart(COVER.format(**names), cover.frame(side, fund, lang), cover.spec(fund, lang), "cover"),
        ]
    else:
        st.caption(t(NO_OPENING))
    _table(side, fund, drawn)


def _table(side: Side, fund: str, drawn: Sequence[Picture]) -> None:
    """Every line behind the charts, years across, with downloads; built when opened."""
    with st.expander(t(DATA), key="data", on_change="rerun") as opened:
        if not opened.open:
            return
        lines = lines_frame(side).filter(pl.col("fund") == fund)
        shown = _years_across(lines, side)
        st.caption(t(Text(f"单位：万元。{TAILS.zh}", f"In million yuan. {TAILS.en}")))
        grid(shown, {str(year): "accounting" for year in side.years})
        download(lines, f"sifund-{fund}", *drawn)


def _years_across(lines: pl.DataFrame, side: Side) -> pl.DataFrame:
    """One row a line and series [万元]; series that never differ from the baseline are left out."""
    base = side.base
    names = {key: t(base.line_name(key)) for key in side.line_keys()}
    series = {name: t(text) for name, text in SERIES.items()}
    long = lines.unpivot(["baseline", "scenario", "difference"], index=["line", "year"], variable_name="series")
    changed = lines.filter(pl.col("difference") != 0)["line"].unique().to_list()
    wide = (
        long.filter((pl.col("series") == "baseline") | pl.col("line").is_in(changed))
        .with_columns((pl.col("value") / YUAN.size(state.lang())).round(IN_WAN.places(2, state.lang())))
        .pivot("year", index=["line", "series"], values="value")
    )
    return wide.with_columns(
        pl.col("line").replace_strict(names, default=None), pl.col("series").replace_strict(series)
    ).rename({"line": t(LINE), "series": t(terms.SERIES)})
