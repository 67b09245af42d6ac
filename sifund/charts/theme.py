"""Colours, fonts and axes of every chart, in one place. Colour-blind safe in light and dark."""

from __future__ import annotations

import altair as alt

COLOURS = {"public": "#0072B2", "resident": "#009E73", "unemployment": "#D55E00", "all": "#6A4C93"}
TINTS = {"public": "#8DC3E2", "resident": "#8AD3BD", "unemployment": "#EDB48B", "all": "#B9A6CE"}
"""A pale shade of each fund's colour, for what takes off beside what adds."""
BASELINE = "#8A94A0"
LABEL = "#75808C"
"""Values written into a chart: readable on light and dark alike."""
LABEL_LIMIT = "width < 480 ? 104 : 170"
"""On a telephone the names of lines leave room for their bars."""
FONT = "PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif"


def colour(fund: str) -> str:
    return COLOURS.get(fund, COLOURS["all"])


def two_series(field: str, baseline: str, scenario: str, fund: str, symbol: str = "square") -> alt.Color:
    """Grey for the baseline, the fund's own colour for the scenario, with a legend above."""
    scale = alt.Scale(domain=[baseline, scenario], range=[BASELINE, colour(fund)])
    return alt.Color(
        field,
        type="nominal",
        scale=scale,
        legend=alt.Legend(title=None, orient="top", offset=4, symbolType=symbol, columnPadding=6),
    )


def finish(chart: alt.Chart | alt.LayerChart) -> dict:
    """The Vega-Lite specification without data, fonts set."""
    styled = (
        chart.configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(labelLimit=alt.ExprRef(LABEL_LIMIT), titleFontWeight=400)
    )
    spec = styled.to_dict()
    spec.pop("datasets", None)
    for part in (spec, *spec.get("layer", ())):
        part.pop("data", None)
    return spec
