"""Who draws, who comes and who stays, year by year: the numbers of the run, in every fund, with nothing unknown as nought."""

from __future__ import annotations

import numpy as np
import pytest
from support import amount, run, sample, small

from sifund import catalog
from sifund.analysis.outlook.people import people, people_frame
from sifund.charts import people as chart
from sifund.declare.unit import PERSONS
from sifund.model.case import Side
from sifund.text import LANGS

LATER = "public.delay=0.25@2025-01"


@pytest.fixture(scope="module")
def side() -> Side:
    return run(sample(), LATER, 15)


def test_later_retirement_by_hand(side: Side) -> None:
    # 2025, after 42,535.1 · 1.034³ = 47,022.9: 6% = 2,821.37 due, a fifth late: 2,257.1 come, 564.3 stay, 47,022.9 · 1.034 − 564.3 draw
    drawing, coming, stayers, ratio = people(side, "public")
    assert [round(float(x.after[4]), 1) for x in (drawing, coming, stayers)] == [48_057.4, 2_257.1, 564.3]
    assert ratio.after[4] == pytest.approx(100 * 48_057.4 / (88_765 + 564.27), abs=1e-3)
    assert [round(float(x.before[4]), 1) for x in (drawing, coming, stayers)] == [48_621.6, 2_821.4, 0]
    assert (
        np.isnan(coming.after[0]) and stayers.after[0] == 0 and all(x.moved for x in (drawing, coming, stayers, ratio))
    )


@pytest.mark.parametrize("fund", catalog.all_funds())
@pytest.mark.parametrize("lang", LANGS)
def test_every_fund_has_its_people_said_and_drawn_as_they_are(side: Side, fund: str, lang) -> None:
    counts = people(side, fund)
    assert counts and counts[-1].key == "dependency"
    for count in counts:
        data, says = chart.frame(side, count, lang), chart.title(side, fund, count)(lang)
        known = np.isfinite(count.before).sum() + (np.isfinite(count.after).sum() if count.moved else 0)
        assert len(data) == known and count.unit.write(float(count.after[-1]))(lang) in says
        assert ("基线" in says or "baseline" in says) == count.moved == (fund == "public")


def test_the_table_has_every_count_and_no_nan(side: Side) -> None:
    table = people_frame(side, "public")
    assert len(table) == 4 * 15 and table["scenario"].null_count() == 1 and not table["scenario"].is_nan().any()
    assert people(side, catalog.ALL) == () and people_frame(side, catalog.ALL).is_empty()


def test_a_fund_without_its_drivers_has_none() -> None:
    lone = run(small([amount("public.transfer_out", 1e6)]), "")
    assert not people(lone, "public")
    assert PERSONS.write(1.0)("en")
