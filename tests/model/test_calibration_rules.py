"""The rules of calibration on random offices: lines, totals and balances present or absent, the year whole or in part."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support import account, amount, small
from support import given as parameter

from sifund import catalog
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.gaps import unmodelled

SPENT = {
    "public": ["public.pension", "public.transfer_out"],
    "resident": ["resident.basic_pension", "resident.account_pension", "resident.funeral"],
    "unemployment": ["unemployment.benefit", "unemployment.medical", "unemployment.stabilisation_refund", "unemployment.remit_up"],
}  # fmt: skip
DRIVERS = {
    "public.active_members": 1_000, "public.prior_pension": 4_000, "resident.contributors": 20_000,
    "resident.basic_standard": 200, "unemployment.benefit_standard": 1_500, "unemployment.new_claims": 900,
    "unemployment.insured": 30_000, "unemployment.wage_base": 5_000, "resident.contribution": 500, "economy.interest": 2.5,
}  # fmt: skip
YUAN = st.integers(1, 10_000).map(lambda x: x * 10_000.0)


@st.composite
def offices(draw: st.DrawFn) -> Dataset:
    """One to three funds; every figure may be missing; totals may lie below their lines or above them."""
    funds = draw(st.lists(st.sampled_from(sorted(SPENT)), min_size=1, max_size=3, unique=True))
    lines, accounts = [], []
    for fund in funds:
        own = draw(st.lists(st.sampled_from(SPENT[fund]), min_size=1, unique=True))
        lines += [amount(key, draw(YUAN)) for key in own]
        earns = [key for key, line in catalog.lines().items() if (line.fund, line.kind) == (fund, "income")]
        told = draw(st.lists(st.sampled_from([*earns, f"{fund}.gift"]), unique=True))
        rows = [amount(key, draw(YUAN), kind="income") for key in told]
        lines += rows
        items = draw(st.lists(st.sampled_from(["opening", "income", "closing"]), unique=True))
        whole = sum(row.actual_yuan or 0 for row in rows)
        part = draw(st.sampled_from([0.5, 1, 1.5])) if whole else 0
        accounts += [account(fund, item, whole * part if item == "income" and part else draw(YUAN)) for item in items]
    rows = [parameter(key, DRIVERS[key]) for key in draw(st.lists(st.sampled_from(sorted(DRIVERS)), unique=True))]
    return small(lines, rows, accounts, months=draw(st.sampled_from([12, 9, 3])))


def sums(base: Baseline, fund: str, kind: str) -> float:
    done = base.base_values().done
    return sum(float(np.nansum(done[k][0, : base.months])) for k in base.keys_of(fund, kind))


def reported(base: Baseline, fund: str, kind: str) -> dict[str, float]:
    return {r.line: r.actual_yuan or 0.0 for r in base.dataset.lines if (r.fund, r.kind) == (fund, kind)}


def close(a: float, b: float) -> bool:
    return abs(a - b) <= max(0.02, 1e-7 * max(abs(a), abs(b)))


@settings(max_examples=50)
@given(offices())
def test_every_reported_line_stands_or_its_remainder_is_named(data: Dataset) -> None:
    base = calibrate(data)
    left = {r.key for r in base.remainders}
    for fund in data.funds:
        for kind in ("income", "expenditure"):
            for key, yuan in reported(base, fund, kind).items():
                assert close(base.covered(key), yuan) or key in left, key


@settings(max_examples=50)
@given(offices())
def test_the_base_years_sums_are_those_of_lines_and_totals_or_the_difference_is_named(data: Dataset) -> None:
    base = calibrate(data)
    codes = [p.code for p in unmodelled(base)]
    for fund in data.funds:
        lines, made = reported(base, fund, "income"), sums(base, fund, "income")
        left = sum(r.difference for r in base.remainders if r.key in lines)
        if total := data.account(fund, "income"):
            named = any(key == f"{fund}.unlisted_income" for key in base.apart)
            assert close(made, total.amount_yuan) or named
            assert made >= sum(lines.values()) - left - 0.02, "a total never takes from its lines"
        elif lines:
            more = made - (sum(lines.values()) - left)
            assert close(more + 1, 1) or "added" in codes


@settings(max_examples=50)
@given(offices())
def test_an_opening_is_given_or_follows_or_is_unknown(data: Dataset) -> None:
    base = calibrate(data)
    for fund in data.funds:
        opening, row, closing = base.openings[fund], data.account(fund, "opening"), data.account(fund, "closing")
        if row:
            assert opening.amount == row.amount_yuan and opening.basis == "reported"
        elif opening.amount is None:
            assert not closing or not data.account(fund, "income")
        else:
            assert opening.basis == "derived" and closing
            assume(not base.remainders and not base.apart)
            made = opening.amount + sums(base, fund, "income") - sums(base, fund, "expenditure")
            assert close(made, closing.amount_yuan)


@settings(max_examples=30)
@given(offices())
def test_what_is_unknown_is_unknown_everywhere_and_nothing_else_is(data: Dataset) -> None:
    result = Case(data, years=4).side("baseline")
    for fund in data.funds:
        for name in ("income", "expenditure", "surplus"):
            assert np.isfinite(amounts(result, fund, name)).all()
        for name in ("opening", "closing"):
            assert np.isfinite(amounts(result, fund, name)).all() == result.knows(fund)
    for key in result.line_keys():
        interest = key.endswith(".interest") and not result.knows(key.partition(".")[0])
        assert np.isfinite(result.line(key)).all() or interest, key
    assert result.knows("all") is all(map(result.knows, data.funds))


@settings(max_examples=30)
@given(offices())
def test_interest_that_is_reported_has_its_margin_on_a_known_balance_and_is_flat_on_an_unknown_one(
    data: Dataset,
) -> None:
    base = calibrate(data)
    for fund in data.funds:
        key, opening = f"{fund}.interest", base.openings[fund]
        if key in reported(base, fund, "income"):
            if opening.amount is None or opening.amount <= 0:
                assert key in base.flat
            elif key in base.flat:
                assert reported(base, fund, "income")[key] > opening.amount * base.months / 12, "no possible rate"
            else:
                assert base.values[f"{fund}.interest_margin"].grounds[0].basis == "derived"
