"""Price and volume: the split is exact, agrees with hand calculations, and questions the reasons where it should."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import amount, small
from support import given as value

from sifund.analysis.year.disagreement import disagreements, shares
from sifund.analysis.year.variance import COLUMNS, LineGrowth, frame, variance
from sifund.dataset import Dataset
from sifund.dataset.schema import ReasonRow

WAN = 10_000


def line(dataset: Dataset, key: str) -> LineGrowth:
    return next(x for fund in variance(dataset) for x in fund.lines if x.key == key)


@pytest.mark.parametrize(("key", "standard", "volume"), [
    ("unemployment.benefit", 13.83, 0.43),  # (9 × 1,323 + 3 × 1,117) ÷ 12 = 1,271.5 against 1,117
    ("resident.basic_pension", 1.41, 4.72),  # 360 against 355
    ("public.pension", 3.89, 3.39),  # 6,095.75 against 5,867.58
    ("resident.funeral", 1.41, 19.30),  # 1,440 against 1,420
    ("unemployment.medical", 1.43, 0.43),  # the volume of the benefit
])  # fmt: skip
def test_the_report_s_lines_split_as_worked_out_by_hand(dataset: Dataset, key: str, standard: float, volume: float):
    split = line(dataset, key).split
    assert split
    assert (round(split.standard_percent, 2), round(split.volume_percent, 2)) == pytest.approx(
        (standard, volume), abs=0.011
    )


def test_parts_and_shares_add_up(dataset: Dataset) -> None:
    for fund in variance(dataset):
        assert fund.before_yuan and fund.actual_yuan
        own = [x for x in fund.lines if not x.beside]
        growth = sum(x.growth_yuan or 0 for x in own) + fund.remainder_yuan - fund.remainder_before_yuan
        assert growth == pytest.approx(fund.actual_yuan - fund.before_yuan, abs=0.01)
        rest = (fund.remainder_yuan - fund.remainder_before_yuan) / (fund.actual_yuan - fund.before_yuan) * 100
        assert sum(x.share_percent or 0 for x in own) + rest == pytest.approx(100)
        for x in own:
            if x.split:
                whole = x.split.standard_yuan + x.split.volume_yuan + x.split.interaction_yuan
                assert whole == pytest.approx(x.growth_yuan, abs=0.01)
                assert x.split.standard_part_yuan + x.split.volume_part_yuan == pytest.approx(x.growth_yuan, abs=0.01)
                assert sum(shares(x).values()) == pytest.approx(100)


def test_the_public_total_of_2020_leaves_611(dataset: Dataset) -> None:
    public = next(fund for fund in variance(dataset) if fund.fund == "public")
    assert round(public.remainder_before_yuan / WAN) == 611
    assert public.remainder_yuan == 0


def test_remittance_stands_beside_the_fund(dataset: Dataset) -> None:
    found = line(dataset, "unemployment.remit_up")
    assert found.beside and found.share_percent is None and found.growth_percent == pytest.approx(30.78)


def notes(dataset: Dataset, key: str) -> str:
    stated = dataset.line(key).stated_yoy_percent is not None  # type: ignore[union-attr]
    return " ".join(note.says("en") for note in disagreements(line(dataset, key), stated=stated))


def test_reasons_are_questioned_where_the_split_disagrees(dataset: Dataset) -> None:
    assert "volume; here it makes only 3.2%" in notes(dataset, "unemployment.benefit")
    assert "volume makes 76.7% of the change; the reasons do not name it" in notes(dataset, "resident.basic_pension")
    pension = notes(dataset, "public.pension")
    assert "volume makes 46.6%" in pension
    assert "gives 124.18 million yuan; the change of the standard makes 114.55 million yuan" in pension
    assert "what its total leaves" in notes(dataset, "unemployment.assistance")
    assert notes(dataset, "resident.account_pension") == ""
    assert notes(dataset, "unemployment.medical") == ""


def test_every_note_says_what_it_assumes(dataset: Dataset) -> None:
    for fund in variance(dataset):
        for x in fund.lines:
            assert x.split is None or all(note.assumes for note in disagreements(x, stated=True))


def test_the_frame_has_a_row_a_line_and_nothing_that_is_not_a_number(dataset: Dataset) -> None:
    table = frame(variance(dataset))
    assert table.height == 16
    assert not any(table[name].is_nan().any() for name in COLUMNS)


@given(st.floats(1e4, 1e9), st.floats(1e4, 1e9), st.floats(500, 3000), st.floats(500, 3000))
def test_any_two_years_split_exactly(was: float, now: float, before: float, after: float) -> None:
    data = small(
        [amount("unemployment.benefit", round(now, 2)), amount("unemployment.benefit", round(was, 2), 2021)],
        [value("unemployment.benefit_standard", before, "2021-01"), value("unemployment.benefit_standard", after)],
    )
    found = line(data, "unemployment.benefit")
    assert found.split and found.growth_yuan is not None
    assert found.split.standard_percent == pytest.approx((after / before - 1) * 100)
    whole = found.split.standard_yuan + found.split.volume_yuan + found.split.interaction_yuan
    assert whole == pytest.approx(found.growth_yuan, abs=1e-6 * max(was, now))


def test_a_dataset_without_the_year_before_has_no_growth() -> None:
    found = variance(small([amount("unemployment.benefit", 1e7)]))[0]
    assert found.before_yuan is None
    assert found.lines[0].growth_yuan is None and found.lines[0].split is None
    assert disagreements(found.lines[0], stated=False) == ()


@pytest.mark.parametrize(("before", "is_questioned"), [(1_000, True), (1_200, False)])
def test_an_amount_for_a_raise_is_questioned_where_the_standard_rose(before: float, is_questioned: bool) -> None:
    data = small(
        [amount("unemployment.benefit", 9e6), amount("unemployment.benefit", 6e6, 2021)],
        [value("unemployment.benefit_standard", before, "2021-01"), value("unemployment.benefit_standard", 1_200)],
    )
    raised = ReasonRow(
        fund="unemployment", line="unemployment.benefit", year=2022, factor="standard", amount_yuan=8e6,
        cause_zh="提标", cause_en="a raise", basis="reported", source="test",
    )  # fmt: skip
    grown = line(Dataset(data.meta, data.lines, data.accounts, data.parameters, (), (raised,)), "unemployment.benefit")
    assert (
        any("gives 8.00 million yuan" in note.says("en") for note in disagreements(grown, stated=True)) is is_questioned
    )


def test_a_reason_that_speaks_of_the_other_direction_is_questioned(dataset: Dataset) -> None:
    assert "speaks of a decrease; the line rose" in notes(dataset, "unemployment.remit_up")
