"""Budget execution, line by line."""

from __future__ import annotations

import pytest
from support import amount, small

from sifund.analysis.year.execution import set_to_outturn
from sifund.analysis.year.performance import Performance, performance
from sifund.dataset.schema import LineRow
from sifund.text import Text


@pytest.mark.parametrize(("given", "says"), [
    ({"budget_yuan": 9e6, "initial_budget_yuan": 8e6}, True), ({"budget_yuan": 9e6}, True),
    ({"budget_yuan": 9e6, "initial_budget_yuan": 9e6}, False), ({"budget_yuan": 8e6, "initial_budget_yuan": 7e6}, False),
    ({}, False), ({"initial_budget_yuan": 9e6}, False),
])  # fmt: skip
def test_a_budget_moved_to_the_outturn_is_noticed(given: dict[str, float], says: bool) -> None:
    row = amount("unemployment.medical", 9e6).model_copy(update=given)
    assert set_to_outturn(LineRow.model_validate(row.model_dump())) is says


def test_a_line_of_the_year_has_all_that_is_said_of_it_in_its_place() -> None:
    budgets = {"initial_budget_yuan": 8e6, "budget_yuan": 10e6, "budget_formula": "8e6+2e6"}
    benefit = amount("unemployment.benefit", 9e6).model_copy(update=budgets)
    rest = (
        amount("unemployment.medical", 3e6), amount("unemployment.total", 12e6, kind="total"),
        amount("unemployment.benefit", 6e6, 2021), amount("unemployment.medical", 2e6, 2021),
        amount("unemployment.total", 8e6, 2021, "total"),
    )  # fmt: skip
    first, second, total = performance(small([benefit, *rest]), 5, 40)
    assert first == Performance(
        "unemployment", "unemployment.benefit", "expenditure", Text("失业保险金支出", "Unemployment benefit"), False, 8e6, 10e6,
        "derived", 9e6, 112.5, 90.0, 50.0, 75.0, 37.5, ("under", "swing"), "test", benefit, 12,
    )  # fmt: skip
    assert (second.line, second.budget_basis, second.flags) == (
        "unemployment.medical",
        "reported",
        ("no_budget", "swing"),
    )
    assert (total.kind, total.share_percent, total.points) == ("total", None, None)
