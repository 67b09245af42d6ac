"""Present values by hand, the identity behind them, three sets that hold together, and what is unknown."""

from __future__ import annotations

import numpy as np
import pytest
from support import account, amount, given, run, sample, scenario, small

from sifund import catalog
from sifund.analysis.outlook.actuarial import interest_rates, summary
from sifund.analysis.outlook.costs import NAMES, cost_sets
from sifund.analysis.outlook.solvency import indicator, milestones
from sifund.analysis.unknown import amounts
from sifund.model.case import Case
from sifund.scenario import Scenario
from sifund.text import LANGS


def test_by_hand() -> None:
    """Two years after the base year at 2%: benefits of 100万 each, nothing comes in; the fund had 500万 in the
    base year, earned 10万 and paid 100万."""
    own = small(
        [amount("unemployment.transfer_out", 1e6)],
        [given("unemployment.transfers", 1e6)],
        [account("unemployment", "opening", 5e6)],
    )
    found = summary(Case(own, (), 3).side("baseline"), "unemployment")
    worth = 1 / 1.02, 1 / 1.02**2
    assert found.years == (2023, 2024) and found.opening == pytest.approx(4.1e6)
    assert found.income == pytest.approx(0, abs=1) and found.cost == pytest.approx(1e6 * sum(worth))
    assert found.target == pytest.approx(1e6 * worth[1])
    assert found.balance == pytest.approx(4.1e6 - 1e6 * sum(worth) - 1e6 * worth[1], abs=1)
    assert found.deficit == 2022 and found.percent is None  # no covered wages are known


@pytest.mark.parametrize("text", ["", "1;unemployment.benefit_standard=1600@2023-04;unemployment.refund_rate_sme=90"])
@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_the_balance_is_what_the_end_of_the_run_leaves_above_the_target(fund: str, text: str) -> None:
    """Discounted with what the fund earns, opening + income − expenditure is the last closing balance."""
    side = run(sample(), text, years=10)
    found, rates = summary(side, fund), interest_rates(side, fund)
    assert rates is not None
    last = np.prod(1 / (1 + rates[1:])) * (amounts(side, fund, "closing") - amounts(side, fund, "expenditure"))[-1]
    assert found.balance == pytest.approx(last, rel=1e-9, abs=1)


def test_percent_of_wages() -> None:
    """Balance over the present value of covered wages: 2% a year, members level, wages 6% then 4% a year."""
    found = summary(run(sample(), years=3), "public")
    wages = 88_765 * 8_000 * 12
    paid = wages * 1.06 / 1.02 + wages * 1.06**2 / 1.02**2
    assert found.percent is not None and found.balance is not None
    assert found.percent == pytest.approx(100 * found.balance / paid, rel=1e-4)


def test_trust_fund_ratio() -> None:
    side = run(sample())
    ratio = indicator(side, "unemployment", "trust_fund_ratio")
    assert ratio[0] == pytest.approx(100 * 80_000 / (51_102.015 + 8_647), rel=1e-4)  # 80,000万 over 59,749万
    closing, spent = amounts(side, "unemployment", "closing"), amounts(side, "unemployment", "expenditure")
    assert ratio[1] == pytest.approx(100 * closing[0] / spent[1])
    everything = indicator(side, catalog.ALL, "trust_fund_ratio")
    assert everything[0] == pytest.approx(100 * 115_347 / 393_045.8, rel=1e-4)


@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_three_sets_from_cheap_to_dear(fund: str) -> None:
    low, middle, high = cost_sets(sample(), Scenario(), fund, 10)
    assert [one.key for one in (low, middle, high)] == list(NAMES)
    assert low.summary.balance > middle.summary.balance > high.summary.balance  # type: ignore[operator]
    assert middle.changes == () and middle.summary == summary(run(sample(), years=10), fund)
    both = set(dict(low.changes)) & set(dict(high.changes))
    assert both and all(catalog.parameter(key).kind != "lever" for key in both)
    for key in both:  # half of the way, to opposite sides, within what is allowed
        p = catalog.parameter(key)
        values = [v for one in (low, high) for _, v in dict(one.changes)[key]]
        assert all(p.allows(v) for v in values) and len(set(values)) > 1, key


def test_a_set_is_consistent() -> None:
    """What keeps pace with wages goes with them: no set has benefits run ahead of falling wages."""
    low, _, high = cost_sets(sample(), Scenario(), "unemployment", 10)
    for one, sign in ((low, 1), (high, -1)):
        for key, path in (("economy.wage_growth", [6, 4]), ("unemployment.standard_growth", [6, 4])):
            gaps = [v - own for (_, v), own in zip(dict(one.changes)[key], path, strict=True)]
            assert all(sign * gap > 0 for gap in gaps), key
    assert dict(high.changes)["unemployment.standard_growth"][0][0] // 12 == 2023  # 2022 is held by its declaration


def test_what_a_scenario_types_stays() -> None:
    found = scenario(sample(), "1;economy.wage_growth=3;unemployment.benefit_standard=1500")
    for one in cost_sets(sample(), found, "unemployment", 6):
        assert set(found.changes) <= set(one.changes)


def test_an_unknown_balance_has_no_present_value_and_says_why() -> None:
    own = small([amount("unemployment.benefit", 1e8)], [given("unemployment.benefit_standard", 1_500)])
    side = Case(own, (), 5).side("baseline")
    found = summary(side, "unemployment")
    assert found.balance is found.opening is found.income is found.percent is found.deficit is None
    assert found.why and all("—" not in found.why(lang) and found.why(lang) for lang in LANGS)
    assert np.isnan(indicator(side, "unemployment", "trust_fund_ratio")).all()
    assert all(one.summary.balance is None for one in cost_sets(own, Scenario(), "unemployment", 5))


def test_a_run_of_one_year_has_nothing_to_discount() -> None:
    found = summary(run(sample(), years=1), "unemployment")
    assert found.balance is None and found.why and "one year" in found.why.en
    assert milestones(run(sample(), years=1), "unemployment").depletion is None
