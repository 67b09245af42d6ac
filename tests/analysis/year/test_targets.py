"""The score card: evidence counts, words do not, and weights are the reader's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import amount, sample, small

from sifund.analysis.year.targets import GROUPS, WEIGHTS, Item, band, scorecard
from sifund.dataset import Dataset


def item(dataset: Dataset, fund: str, key: str) -> Item:
    return next(x for x in scorecard(dataset, fund).items if x.key == key)


def test_evidence_is_weighed_and_words_are_not(dataset: Dataset) -> None:
    satisfaction = item(dataset, "public", "satisfaction")
    assert (satisfaction.goal, satisfaction.outcome, satisfaction.credit) == (90, 95, 100)
    accuracy = item(dataset, "public", "first_payment_accuracy")
    assert (accuracy.goal, accuracy.status, accuracy.credit) == (None, "untargeted", None)
    assert (accuracy.least, accuracy.most) == (99, 100)
    assert item(dataset, "public", "warning_reports").status == "untargeted"
    assert item(dataset, "public", "payment_on_time").status == "claimed"
    assert item(dataset, "public", "social_payment_rate").status == "missing"
    assert item(dataset, "resident", "social_payment_rate").credit == 100
    assert item(dataset, "unemployment", "petition_rate").credit == 100
    assert item(dataset, "unemployment", "initial_budget").credit == pytest.approx(95.13, abs=0.01)


def test_missing_evidence_never_earns_marks(dataset: Dataset) -> None:
    for fund in dataset.funds:
        card = scorecard(dataset, fund)
        assert card.low < card.high < 100
        assert all(x.credit is None for x in card.items if x.status in ("claimed", "missing", "empty"))


def test_a_budget_set_to_the_outturn_is_no_evidence() -> None:
    total = amount("resident.total", 1e8, kind="total").model_copy(update={"budget_yuan": 1e8})
    data = small([amount("resident.basic_pension", 1e8), total])
    found = item(data, "resident", "adjusted_budget")
    assert (found.status, found.credit) == ("empty", None)


@pytest.mark.parametrize(("budget", "status", "credit"), [
    (1e8, "met", 100), (1.25e8, "measured", 80), (0.8e8, "measured", 75), (0.4e8, "measured", 0),
])  # fmt: skip
def test_the_initial_budget_is_scored_by_the_distance_of_the_outturn_from_it(budget: float, status: str, credit: float):
    total = amount("resident.total", 1e8, kind="total").model_copy(update={"initial_budget_yuan": budget})
    found = item(small([amount("resident.basic_pension", 1e8), total]), "resident", "initial_budget")
    assert (found.status, found.credit) == (status, pytest.approx(credit))


def test_without_indicators_nothing_is_scored() -> None:
    card = scorecard(small([amount("unemployment.benefit", 1e7)]), "unemployment")
    assert (card.low, card.high, card.evidence, card.band) == (0, 100, 0, None)


@pytest.mark.parametrize(
    ("score", "name"), [(90, "优"), (89.9, "良"), (80, "良"), (79.9, "中"), (60, "中"), (59.9, "差")]
)
def test_bands(score: float, name: str) -> None:
    assert band(score)("zh") == name


@given(st.fixed_dictionaries({group: st.floats(0, 100) for group in GROUPS}).filter(lambda w: sum(w.values()) > 1))
def test_any_weights_keep_the_score_between_its_groups(weights: dict) -> None:
    card = scorecard(sample(), "public", weights)
    alone = [scorecard(sample(), "public", {g: float(g == own) for g in GROUPS}).low for own in GROUPS]
    assert min(alone) - 1e-9 <= card.low <= max(alone) + 1e-9
    assert card.low <= card.high


def test_default_weights_make_a_hundred() -> None:
    assert sum(WEIGHTS.values()) == 100
