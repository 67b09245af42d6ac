"""A fund without an opening balance: what rests on it is unknown, all else is known, and nothing is 0 for want of it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from support import account, amount, given, run, small

from sifund.analysis.outlook.still import still_lines
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.frames import balances_frame, fingerprint, lines_frame
from sifund.terms import OPENING_UNKNOWN

CLAIMS = [given("unemployment.benefit_standard", 1_000), given("unemployment.new_claims", 1_200)]
FIRMS = [
    given("unemployment.insured", 1_000), given("unemployment.prior_contributions_sme", 1e6),
    given("unemployment.prior_contributions_large", 0),
]  # fmt: skip
MEMBERS = [given("public.active_members", 1_000), given("public.prior_pension", 3_000)]


def unknown() -> Dataset:
    """Two funds: unemployment without an opening balance, the public one too, with pensions above contributions."""
    lines = [amount("unemployment.benefit", 12e6), amount("public.pension", 36e6)]
    return small(lines, [*CLAIMS, *FIRMS, *MEMBERS])


@pytest.mark.parametrize("fund", ["unemployment", "public", "all"])
def test_balances_and_cover_are_unknown_the_rest_is_known(fund: str) -> None:
    result = Case(unknown(), years=4).side("baseline")
    assert not result.knows(fund)
    assert calibrate(unknown()).openings["public"].amount is None
    for name in ("opening", "closing", "cover_months"):
        assert np.isnan(amounts(result, fund, name)).all()
    for name in ("income", "expenditure", "surplus"):
        assert np.isfinite(amounts(result, fund, name)).all()
    assert amounts(result, fund, "surplus") == pytest.approx(
        amounts(result, fund, "income") - amounts(result, fund, "expenditure")
    )


def test_interest_on_it_is_unknown_and_in_no_sum() -> None:
    result = Case(unknown(), years=3).side("baseline")
    assert np.isnan(result.line("unemployment.interest")).all()
    assert amounts(result, "unemployment", "income") == pytest.approx(result.line("unemployment.contributions"))


def test_no_draw_moves_it_for_it_is_unknown_not_nothing() -> None:
    assert still_lines(calibrate(unknown()))["unemployment.interest"] == OPENING_UNKNOWN


def test_frames_and_fingerprint_hold_nothing_that_is_not_a_number() -> None:
    result = Case(unknown(), years=3).side("baseline")
    rows = balances_frame(result).to_dicts() + lines_frame(result).to_dicts()
    assert json.loads(json.dumps(rows, allow_nan=False)) == rows
    assert {r["baseline"] for r in rows if r.get("measure") == "closing"} == {None}
    assert len(fingerprint(result)) == 12


def test_the_later_subsidy_balances_the_year() -> None:
    result = Case(unknown(), years=5).side("baseline")
    assert amounts(result, "public", "surplus")[1:] == pytest.approx([0] * 4, abs=0.01)
    assert (result.line("public.subsidy")[1:] > 0).all()


def test_closure_restores_what_the_policy_takes() -> None:
    """Closing balances are unknown, but not what a policy moves them by: it is made up for, each year."""
    result = run(unknown(), "public.adjustment=9@2023-01;public.closure=balance@2023-01", years=5)
    more = result.line("public.pension") - result.baseline.line("public.pension")
    assert (more[1:] > 0).all()
    assert result.line("public.subsidy") - result.baseline.line("public.subsidy") == pytest.approx(more)


def test_an_enforced_gate_does_not_switch() -> None:
    result = run(unknown(), "unemployment.refund_gate=enforce@2023-01;unemployment.refund_cover=36@2023-01", years=4)
    key = "unemployment.stabilisation_refund"
    assert result.line(key) == pytest.approx(result.baseline.line(key))
    assert (result.line(key) > 0).all()


def test_typing_it_makes_everything_known() -> None:
    result = run(unknown(), "unemployment.opening=1000000;public.opening=0", years=3)
    assert result.knows("all") and np.isfinite(amounts(result, "all", "closing")).all()
    assert not run(unknown(), years=3).knows("unemployment")


def test_an_opening_of_nothing_is_known() -> None:
    dataset = small([amount("unemployment.benefit", 12e6)], CLAIMS, [account("unemployment", "opening", 0)])
    result = Case(dataset, years=2).side("baseline")
    assert result.knows("unemployment") and amounts(result, "unemployment", "opening")[0] == 0
