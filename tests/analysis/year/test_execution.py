"""Budget execution, line by line."""

from __future__ import annotations

import pytest
from support import amount

from sifund.analysis.year.execution import set_to_outturn
from sifund.dataset.schema import LineRow


@pytest.mark.parametrize(("given", "says"), [
    ({"budget_yuan": 9e6, "initial_budget_yuan": 8e6}, True), ({"budget_yuan": 9e6}, True),
    ({"budget_yuan": 9e6, "initial_budget_yuan": 9e6}, False), ({"budget_yuan": 8e6, "initial_budget_yuan": 7e6}, False),
    ({}, False), ({"initial_budget_yuan": 9e6}, False),
])  # fmt: skip
def test_a_budget_moved_to_the_outturn_is_noticed(given: dict[str, float], says: bool) -> None:
    row = amount("unemployment.medical", 9e6).model_copy(update=given)
    assert set_to_outturn(LineRow.model_validate(row.model_dump())) is says
