"""Which scenario it is, the answer, four figures and what stands beside them, in one component: every element of Streamlit's
costs each move. While a lever is moved they show what the value under the hand gives."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import Any

from sifund import catalog
from sifund.analysis.alerts import Alert
from sifund.analysis.moved import first_effect
from sifund.analysis.outcome import answer
from sifund.analysis.words import cell
from sifund.declare.measure import COVER, COVER_OWN, MEASURES
from sifund.declare.unit import COVER_MONTHS
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import DASH, EXHAUSTED, Text, difference, same
from sifund.ui.parts import line
from sifund.ui.parts.remarks import remarks
from sifund.ui.parts.served import component
from sifund.ui.parts.which import in_words
from sifund.ui.session import state
from sifund.ui.session.state import t

WITHOUT = Text("；不计上解支出{value}", "; {value} without the remittance")
BASELINE = Text("基线 {value}", "baseline {value}")
SINCE = Text("；上次改动{gap}", "; last move {gap}")
PLACES = '<p class="which"></p><div class="headline"></div><div class="remarks"></div>'
OF = {"expenditure": "spending", "closing": "closing", "cover_months": "cover"}


def _component() -> Any:
    return component("headline", "hand", "remarks", "headline", html=PLACES, isolate_styles=False)


def headline(page: Text, side: Side, scenario: Scenario, fund: str, year: int, alerts: Sequence[Alert]) -> None:
    """The sentence of the fund shown and four figures, which stay in sight; below them what is said of other funds, alerts,
    and what the figures rest on."""
    says, *others = (t(words) for words in answer(side, scenario))
    earlier = state.earlier(scenario)
    wanted = [("expenditure", year), ("closing", year), ("cover_months", year), ("closing", side.years[-1])]
    data = {
        "which": in_words(page),
        "remarks": remarks(side, fund, alerts, others),
        "says": says,
        "strong": first_effect(side) is not None,
        "boxes": [_box(side, earlier, fund, measure, when) | {"last": at == len(wanted) - 1} for at, (measure, when) in enumerate(wanted)],
        "heard": line.heard(),
    }  # fmt: skip
    _component()(key="headline", data=data)


def _box(side: Side, earlier: Side | None, fund: str, measure: str, when: int) -> dict[str, Any]:
    """A figure of a year beside its baseline; a fund that is exhausted has no months and no change of them."""
    unit, (before, after) = MEASURES[measure].unit, cell(side, fund, measure, when)
    value, base = unit.number(after), unit.number(before)
    change = t(difference(unit.change(before, after), value, base))
    name = t(catalog.measure_name(measure, fund))
    return {
        "of": OF[measure],
        "name": name,
        "year": when,
        "value": t(value),
        "unit": "" if value == EXHAUSTED else t(unit.column),
        "change": "" if change == DASH else change,
        "beside": t(BASELINE, value=base)
        + (_beside(side, fund, when) if measure == COVER else "")
        + _since(side, earlier, fund, measure, when),
        "stood": t(BASELINE, value="{value}"),
        "column": t(unit.column),
    }


def _beside(side: Side, fund: str, year: int) -> str:
    """Cover without what is remitted up, where anything is."""
    without, whole = (cell(side, fund, name, year)[1] for name in (COVER_OWN, COVER))
    return (
        "" if isnan(without) or round(without, 2) == round(whole, 2) else t(WITHOUT, value=COVER_MONTHS.write(without))
    )


def _since(side: Side, earlier: Side | None, fund: str, measure: str, year: int) -> str:
    """What the last move of this session changed."""
    if earlier is None:
        return ""
    before, after = (cell(x, fund, measure, year)[1] for x in (earlier, side))
    change = MEASURES[measure].unit.change(before, after)
    return "" if change == same(DASH) else t(SINCE, gap=change)
