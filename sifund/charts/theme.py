"""Fonts, axes and the colours of funds in every chart, in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from unicodedata import east_asian_width

import altair as alt

from sifund import terms
from sifund.catalog import ALL, all_funds
from sifund.colours import CHART_INK, TOGETHER, TOGETHER_TINT
from sifund.declare.unit import YUAN, Unit
from sifund.text import Text

LABEL_SIZE, LABEL_HEIGHT = 12, 14
"""Size and line height of every word in a chart [px]."""
LABEL_WIDTH, LABEL_LINES = 11, 4
"""Names are set in lines as wide as so many Chinese characters: a telephone has room for them and for the bars. The width
never depends on the chart's, which Vega changes between laying labels out and drawing them."""
EDGE = 18
"""Points beside a chart: what its labels need is found out when it is laid out."""
FIT = alt.AutoSizeParams(type="fit", contains="padding", resize=True)
"""Laid out again with every change of the data: a longer name or label gets its room."""
EDGES = {"left": EDGE, "right": EDGE, "top": EDGE, "bottom": EDGE}
MOST_LINES = 8
"""Lines beside a bar at most, where more than its name stands there."""
FONT = "PingFang SC, Microsoft YaHei, Noto Sans SC, Noto Sans CJK SC, sans-serif"
TICKS = ",.2~f"
"""How axes write their numbers: as many places as they need, at most two."""
IN_UNIT = Text("{name}（{unit}）", "{name} ({unit})")
LATIN = 0.55
"""How wide Latin letters are against Chinese ones."""
_UNBROKEN = re.compile(
    r"[“（《]*(?:[\u3400-\u9fff]|[^\s\u3400-\u9fff“（《，。：；、！？）》”]{1,18}|\s+)[，。：；、！？）》”]*|."
)
"""A Chinese character or an English word, with the marks that may not be parted from it."""


def colour(fund: str) -> str:
    """The colour of a fund, or of all together."""
    return TOGETHER if fund == ALL else all_funds()[fund].colour


def tint(fund: str) -> str:
    """A pale shade of it, for what takes off beside what adds."""
    return TOGETHER_TINT if fund == ALL else all_funds()[fund].tint


def em(words: str) -> float:
    """How wide words are, in Chinese characters; the same on every Python, which add up in different ways."""
    return round(sum(1.0 if east_asian_width(c) in "WFA" else LATIN for c in words), 6)


def broken(words: str, width: float) -> list[str]:
    """Words in lines of a width [Chinese characters]: broken between Chinese characters or before English words."""
    made = [""]
    for part in _UNBROKEN.findall(words):
        if made[-1] and em(made[-1] + part.rstrip()) > width:
            made.append("")
        made[-1] += part if made[-1] else part.lstrip()
    return [line.rstrip() for line in made]


@lru_cache(maxsize=1024)
def label(name: str) -> str:
    """A name in as few lines as fit beside a bar, as even as may be; what is too long for that ends in “…”."""
    lines = broken(name, LABEL_WIDTH)
    widths = (LABEL_WIDTH * tenth / 10 for tenth in range(3, 11))
    even = next(made for width in widths if len(made := broken(name, width)) == len(lines) or width == LABEL_WIDTH)
    fitting = even if len(lines) <= LABEL_LINES else [*lines[: LABEL_LINES - 1], f"{lines[LABEL_LINES - 1][:-1]}…"]
    return "\n".join(fitting)


def label_lines(names: Iterable[str]) -> int:
    """How many lines the longest label takes."""
    return 1 + max((name.count("\n") for name in names), default=0)


def bar_step(step: int, lines: int) -> dict[str, int]:
    """The height of a row of bars: the step, or what its label needs."""
    return {"step": max(step, lines * LABEL_HEIGHT + 2)}


def by_name() -> alt.Y:
    """A row a name, in the order of the data; a name in several lines stands in the middle of its row."""
    lines = "length(split(datum.label, '\\n'))"
    up = [{"test": f"{lines} == {n}", "value": -LABEL_HEIGHT * (n - 1) / 2} for n in range(2, MOST_LINES + 1)]
    axis = alt.Axis(labelOverlap=False, labelOffset={"condition": up, "value": 0})
    return alt.Y("name", type="nominal", sort=alt.EncodingSortField("order", op="min"), title=None, axis=axis)


def along(name: str, title: str) -> alt.X:
    """An amount along bars that carry words at their ends. The longest bar ends where the axis does: Vega makes a chart
    narrower once, by what stands out; beyond a bar that ended earlier some of it would be left."""
    axis, scale = alt.Axis(format=TICKS, tickCount=4), alt.Scale(nice=False)
    return alt.X(name, type="quantitative", title=title, axis=axis, scale=scale)


def in_unit(name: Text, unit: Unit) -> Text:
    """What stands along an axis: Closing balance (million yuan)."""
    return IN_UNIT.format(name=name, unit=unit.column)


AMOUNT = in_unit(terms.AMOUNT, YUAN)


GROWS = {"fontSize", "labelFontSize", "titleFontSize", "lineHeight", "labelLineHeight", "strokeWidth", "dx", "dy", "size", "height",
         "step"}  # fmt: skip


def staged(node: Any, grow: float = 1.5) -> Any:
    """A specification as it stands on the stage: everything that is measured in points is half as large again."""
    if isinstance(node, dict):
        return {key: _grown(key, value, grow) for key, value in node.items()}
    return [staged(one, grow) for one in node] if isinstance(node, list) else node


def _grown(key: str, value: Any, grow: float) -> Any:
    return value * grow if key in GROWS and isinstance(value, int | float) else staged(value, grow)


def words(**more: Any) -> alt.Chart:
    """A mark that writes words: in the size and the ink of all charts, in lines that `label` broke."""
    return alt.Chart().mark_text(fontSize=LABEL_SIZE, lineHeight=LABEL_HEIGHT, lineBreak="\n", color=CHART_INK, **more)


def finish(chart: alt.Chart | alt.LayerChart) -> dict:
    """The Vega-Lite specification without data, fonts set. Screen readers pass over the marks, which Vega names in English alone:
    they hear the sentence above and the table behind."""
    styled = (
        chart.configure(font=FONT, lineBreak="\n", autosize=FIT, aria=False)
        .configure_mark(aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelLimit=0, labelFontSize=LABEL_SIZE, labelLineHeight=LABEL_HEIGHT, titleFontWeight=400,
            titleFontSize=LABEL_SIZE, titleLimit=0, labelColor=CHART_INK, titleColor=CHART_INK,
        )
        .configure_legend(
            labelFontSize=LABEL_SIZE, titleFontSize=LABEL_SIZE, labelLimit=0, titleLimit=0, labelColor=CHART_INK, titleColor=CHART_INK
        )
    )  # fmt: skip
    spec = styled.to_dict()
    spec.pop("datasets", None)
    for part in (spec, *spec.get("layer", ())):
        part.pop("data", None)
    return spec
