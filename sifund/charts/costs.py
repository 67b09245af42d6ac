"""A fund's closing balance under the three sets of assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.costs import NAMES, CostSet
from sifund.analysis.unknown import amounts
from sifund.charts.lines import DASHED, DASHES, Path, frame_of, line_spec
from sifund.charts.theme import in_unit
from sifund.colours import GREY
from sifund.declare.measure import MEASURES
from sifund.text import Lang, Text

TITLE = Text(
    "{fund}{year}年末滚存结余：低成本{low}，居中{intermediate}，高成本{high}",
    "{fund}, closing balance of {year}: low cost {low}, intermediate {intermediate}, high cost {high}",
)


def title(sets: Sequence[CostSet], fund: str) -> Text:
    """Where the three end."""
    unit, years = MEASURES["closing"].unit, sets[0].side.years
    ends = {x.key: unit.write(x.side.value(fund, "closing", years[-1])) for x in sets}
    return TITLE.format(fund=catalog.fund_name(fund), year=years[-1], **ends)


def frame(sets: Sequence[CostSet], fund: str, lang: Lang) -> pl.DataFrame:
    """Every set by year: year, series, amount in the unit's column, as it is written, and the label at the end."""
    paths = [Path(x.name(lang), amounts(x.side, fund, "closing"), x.name(lang), "") for x in sets]
    return frame_of(paths, sets[0].side.years, MEASURES["closing"].unit, lang)


@cache
def spec(fund: str, lang: Lang) -> dict:
    """The chart's specification: the run in the fund's colour, the others grey and told apart by their dashes."""
    colour, names = catalog.all_funds()[fund].colour, NAMES
    styles = (
        (names["low"](lang), GREY, DASHES[1]),
        (names["intermediate"](lang), colour, DASHES[0]),
        (names["high"](lang), GREY, DASHED),
    )
    return line_spec(in_unit(catalog.measure_name("closing", fund), MEASURES["closing"].unit), styles, lang, None)
