"""One count of a fund's people over the years, baseline beside scenario: who draws, who comes, who stays, the ratio."""

from __future__ import annotations

from functools import cache

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.people import Count
from sifund.charts.lines import two, two_spec
from sifund.charts.theme import in_unit
from sifund.declare.unit import Unit
from sifund.model.case import Side
from sifund.text import Lang, Text

ENDS = Text("{fund}{year}年{name}为{after}", "{fund}: {name} of {after} in {year}")
MOVED = Text("{fund}{year}年{name}为{after}，基线{before}", "{fund}: {name} of {after} in {year}, baseline {before}")


def title(side: Side, fund: str, count: Count) -> Text:
    """Where it ends, beside the baseline where that is another."""
    before, after = (count.unit.write(float(x[-1])) for x in (count.before, count.after))
    return (MOVED if count.moved else ENDS).format(
        fund=catalog.fund_name(fund), year=side.years[-1], name=count.name.inside, after=after, before=before
    )


def frame(side: Side, count: Count, lang: Lang) -> pl.DataFrame:
    """Year, series, number in the unit's column, as it is written, and the label at the end."""
    return two(count.before, count.after, side.years, count.unit, lang)


@cache
def spec(name: Text, unit: Unit, fund: str, lang: Lang) -> dict:
    """The chart's specification for a count, a fund and a language."""
    return two_spec(in_unit(name, unit), fund, lang)
