"""Where the balance goes year by year, baseline beside scenario, and what the floor of cover comes to in money."""

from __future__ import annotations

from functools import cache

import numpy as np
import polars as pl

from sifund.analysis.unknown import amounts
from sifund.charts.lines import Path, floor_words, frame_of, pair_spec, two_paths
from sifund.charts.titles import closes
from sifund.declare.measure import MEASURES
from sifund.model.case import Side
from sifund.text import HALF_FEN, Lang, Text

OWN = Text("方案的{floor}", "Scenario's {floor}")


def title(side: Side, fund: str) -> Text:
    """Where it ends, against the baseline."""
    return closes(side, fund, "closing")


def frame(side: Side, fund: str, lang: Lang, floor: float | None = None) -> pl.DataFrame:
    """Closing balances of a fund: year, series, amount, and as it is written; beside them the floor [months] times what the
    scenario spends a month."""
    before, after = (amounts(one, fund, "closing") for one in (side.baseline, side))
    paths = two_paths(before, after, lang)
    if floor is not None:
        paths.append(_floor(side, fund, floor, lang))
    return frame_of(paths, side.years, MEASURES["closing"].unit, lang)


def _floor(side: Side, fund: str, floor: float, lang: Lang) -> Path:
    """Named as the scenario's own where the baseline spends otherwise."""
    before, after = (amounts(one, fund, "expenditure") for one in (side.baseline, side))
    name = floor_words(floor)
    alike = np.allclose(after, before, rtol=0, atol=HALF_FEN, equal_nan=True)
    return Path(name(lang), after * floor / 12, (name if alike else OWN.format(floor=name.inside))(lang))


@cache
def spec(fund: str, lang: Lang, floor: float | None = None) -> dict:
    """The chart's specification for a fund, a language and the fund's floor [months]."""
    return pair_spec("closing", fund, lang, moving="" if floor is None else floor_words(floor)(lang))
