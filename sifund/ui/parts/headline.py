"""The answer and four figures, in one component: while a lever is moved they show what the value under the hand gives."""

from __future__ import annotations

from math import isnan
from typing import Any

from sifund import catalog
from sifund.analysis.moved import first_effect
from sifund.analysis.outcome import answer
from sifund.analysis.words import cell
from sifund.declare.measure import COVER, COVER_OWN, MEASURES
from sifund.declare.unit import COVER_MONTHS
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import DASH, EXHAUSTED, Text, difference, same
from sifund.ui import st
from sifund.ui.parts import line
from sifund.ui.parts.served import component
from sifund.ui.session import state
from sifund.ui.session.state import t

WITHOUT = Text("；不计上解支出{value}", "; {value} without the remittance")
BASELINE = Text("基线 {value}", "baseline {value}")
SINCE = Text("；上次改动{gap}", "; last move {gap}")
OF = {"expenditure": "spending", "closing": "closing", "cover_months": "cover"}


def _component() -> Any:
    return component("headline", "hand", "headline", html='<div class="headline"></div>', isolate_styles=False)


def headline(side: Side, scenario: Scenario, fund: str, year: int) -> list[str]:
    """The sentence of the fund shown and four figures, which stay in sight; what is said of other funds is given back."""
    says, *others = (t(words) for words in answer(side, scenario))
    earlier = state.earlier(scenario)
    wanted = [("expenditure", year), ("closing", year), ("cover_months", year), ("closing", side.years[-1])]
    data = {
        "says": says,
        "strong": first_effect(side) is not None,
        "boxes": [_box(side, earlier, fund, measure, when) | {"last": at == len(wanted) - 1} for at, (measure, when) in enumerate(wanted)],
        "heard": line.heard(),
    }  # fmt: skip
    with st.container(key="headline"):
        _component()(key="headline-figures", data=data)
    return others


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
