"""What a scenario changes: spending by line, balances and cover by year, and the table behind them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sifund import terms
from sifund.analysis.grounds import NO_OPENING
from sifund.analysis.outlook.warning import floor_of
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

SERIES = {
    "baseline": BASELINE,
    "scenario": SCENARIO,
    "difference": DIFFERENCE,
}


def effect(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """Three charts of a fund and their table."""
    lang, floor = state.lang(), floor_of(scenario.view, fund)
    spent = spending.frame(side, fund, year, lang)
    rows = spending.spec(fund, lang, label_lines(spent["name"]))
    drawn = [chart(spending.title(side, fund, year), spent, rows, "spending")]
    if side.knows(fund):
        drawn += [
            chart(
                balances.title(side, fund),
                balances.frame(side, fund, lang, floor),
                balances.spec(fund, lang, floor),
                "balances",
            ),
            chart(
                cover.title(side, fund, floor),
                cover.frame(side, fund, lang, floor),
                cover.spec(fund, lang, floor),
                "cover",
            ),
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
        download(lines, f"sifund-{fund}", *drawn, unit=YUAN)


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
