"""A table of ages gives who comes and who dies, worked by hand; without one nothing moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from support import FEN, run, sample

from sifund import catalog
from sifund.analysis.methods.parameters import parameters
from sifund.checks.provenance import provenance
from sifund.checks.report import check
from sifund.dataset import Dataset
from sifund.dataset.dataset import make
from sifund.dataset.schema import AgesRow
from sifund.declare.parameter import month_of
from sifund.funds import public
from sifund.model.ages import mortality, project
from sifund.model.calibrate import calibrate
from sifund.model.case import Side
from sifund.problem import SifundError

PUBLIC = public.FUND.by_age


def row(sex: str, age: int, persons: float, fund: str = "public") -> AgesRow:
    return AgesRow(fund=fund, sex=sex, age=age, persons=persons, basis="reported", source="年报")  # type: ignore[arg-type]


def city(men: range = range(45, 91), women: range = range(40, 91)) -> Dataset:
    """The sample with 1,000 men and 800 women of each age."""
    rows = [row("male", age, 1000) for age in men] + [row("female", age, 800) for age in women]
    return replace(sample(), ages=tuple(rows))


@pytest.fixture(scope="module")
def side() -> Side:
    return run(city(), "", 15)


def january(side: Side, key: str) -> np.ndarray:
    amounts = side.quantity(catalog.quantities()[key])
    assert amounts is not None
    return amounts[::12]


def test_three_ages_by_hand() -> None:
    # men of 59, 60, 61: 100, 100, 50; women of 54, 55: 40, 60. q(x) = A·e^(0.1·x), 2% of the 210 who draw: 4.2 deaths
    persons = np.zeros((2, 121))
    persons[0, 59:62], persons[1, 54:56] = (100, 100, 50), (40, 60)
    weights = 100 * np.exp(6.0) + 50 * np.exp(6.1) + 60 * np.exp(5.5)
    level = 4.2 / weights
    assert PUBLIC
    came, died = project(PUBLIC, persons, 0.02, 1)
    assert died.tolist() == pytest.approx([0.02])
    assert came.tolist() == pytest.approx([100 * (1 - level * np.exp(5.9)) + 40 * (1 - level * np.exp(5.4))])


def test_where_nobody_is_left_the_rate_stays_a_number() -> None:
    persons = np.zeros((2, 121))
    persons[0, 105] = 1
    assert PUBLIC
    came, died = project(PUBLIC, persons, 0.5, 12)
    assert not came.any() and died[-1] == 0.5 and died.max() == 1


def test_every_rate_has_its_level_up_to_all() -> None:
    persons = np.ones((2, 121))
    for rate in (0, 0.0001, 0.03, 0.5, 1):
        assert (2 * mortality(persons, rate, 0.1)).sum() == pytest.approx(rate * 242, abs=1e-9)


def test_entrants_and_deaths_follow_from_ages_in_the_model(side: Side) -> None:
    """R(y) = R(y−1)·(1 − q) + n, whatever growth is assumed; who comes is who reaches the age."""
    value = side.base.values["public.new_retirees"]
    assert len(value.steps) == 15 + 1 and value.ground_at(month_of(2025)).basis == "derived"
    assert value.ground_at(month_of(2037)).basis == "assumed" and "2036" in value.ground_at(month_of(2037)).says.en
    coming, drawing = january(side, "public.expected"), january(side, "public.drawing")
    came = np.array([x for _, x in value.steps[:14]])
    assert coming[1:] == pytest.approx(came) and 1500 < came.min() < came.max() < 1800
    dies = side.path(catalog.parameter("public.mortality"))[::12]
    assert dies[0] == dies[1] == pytest.approx(0.026) and len(set(dies.tolist())) > 10
    assert drawing[1:] == pytest.approx(drawing[:-1] * (1 - dies[1:]) + came, rel=1e-12)
    faster = run(city(), "public.retiree_growth=6", 15)
    assert january(faster, "public.drawing") == pytest.approx(drawing, rel=1e-12), "ages take the place of growth"


def test_mortality_from_an_assumed_rate_stays_assumed() -> None:
    """Of the public fund 2.6% is assumed, of the residents the rate follows from the funeral grants reported."""
    both = replace(city(), ages=(*city().ages, *(row(x.sex, x.age, x.persons, "resident") for x in city().ages)))
    values, month = calibrate(both).values, month_of(2025)
    grounds = {fund: values[f"{fund}.mortality"].ground_at(month) for fund in ("public", "resident")}
    assert {fund: one.basis for fund, one in grounds.items()} == {"public": "assumed", "resident": "derived"}
    assert (grounds["public"].low, grounds["public"].high) == (1.5, 4)


def test_the_base_year_and_the_other_funds_stay(side: Side) -> None:
    plain = run(sample(), "", 15)
    for key in side.line_keys():
        same = slice(0, 1) if key.startswith("public.") else slice(None)
        assert side.line(key)[same] == pytest.approx(plain.line(key)[same], abs=FEN)
    assert sample().ages == () and city().fingerprint != sample().fingerprint


def test_delay_and_typed_entrants_act_on_them(side: Side) -> None:
    later = run(city(), "public.delay=0.25@2025-01", 15)
    assert january(later, "public.coming")[4:] == pytest.approx(january(side, "public.coming")[4:] / 1.25)
    typed = run(city(), "public.new_retirees=3000@2024-01", 15)
    assert january(typed, "public.expected")[[2, 3, 14]].tolist() == pytest.approx(
        [january(side, "public.expected")[2], 3000, 3000]
    )


@pytest.mark.parametrize(("men", "women"), [
    (range(60, 91), range(40, 91)), (range(45, 91), range(0)), (range(45, 60), range(40, 55)), (range(50, 59), range(40, 91)),
])  # fmt: skip
def test_what_a_table_does_not_hold_is_said_and_not_taken_as_nobody(men: range, women: range) -> None:
    base = calibrate(city(men, women))
    assert "public.new_retirees" not in base.values and base.values["public.mortality"].ground_at(0).basis == "assumed"
    (gap,) = [gap for gap in base.gaps if gap.code == "ages"]
    assert "机关事业单位" in gap("zh") and "60" in gap("en") and "nan" not in gap("en")


def test_known_for_as_many_years_as_the_table_goes_down() -> None:
    base = calibrate(city(range(57, 91), range(50, 91)))
    assert [month // 12 for month, _ in base.values["public.new_retirees"].steps] == [2022, 2023, 2024, 2025]


def test_what_the_dataset_states_itself_stands() -> None:
    value = calibrate(replace(city(), parameters=(*sample().parameters, *_given()))).values["public.new_retirees"]
    assert value.steps == ((month_of(2022), 2000.0),)


def _given() -> tuple:
    first = sample().parameters[0]
    values = {
        "key": "public.new_retirees",
        "from_month": "2022-01",
        "value": 2000.0,
        "basis": "reported",
        "source": "年报",
    }
    return (type(first)(**values),)


@pytest.mark.parametrize("fund", ["unemployment", "all", "medical"])
def test_ages_of_another_fund_are_refused_by_name(fund: str) -> None:
    with pytest.raises(SifundError) as error:
        make({**{name: sample().rows(name) for name in ("meta", "lines")}, "ages": [row("male", 60, 1, fund)]})
    assert f'"{fund}"' in error.value.lines("en")[0] and "public, resident" in error.value.lines("en")[0]


def test_provenance_and_methods_say_where_they_come_from(side: Side) -> None:
    table = provenance(city())
    assert table.filter(table="ages").height == 97 and set(table.filter(table="ages")["basis"]) == {"reported"}
    derived = table.filter(table="baseline", key="public.new_retirees")
    assert set(derived["basis"]) == {"derived", "assumed"} and "年龄表" in derived["reason_zh"][0]
    methods = parameters(side).filter(key="public.new_retirees").to_dicts()[0]
    assert "年龄表" in str(methods) and "nan" not in str(methods)


# --- the table against whom the base year pays for ---------------------------------------------------------------------


def drawn(fund: str, men: float, women: float) -> list[AgesRow]:
    """Ages of a fund of which so many men and women draw, and 100 of each younger age will."""
    ages = catalog.all_funds()[fund].by_age
    assert ages
    young = [row(sex, age, 100, fund) for sex in ("male", "female") for age in range(40, ages.starts(sex))]
    return [*young, row("male", ages.male, men, fund), row("female", ages.female + 3, women, fund)]


@pytest.mark.parametrize(
    ("share", "differs"), [(0.949, True), (0.951, False), (1.0, False), (1.049, False), (1.051, True)]
)
@pytest.mark.parametrize("fund", ["public", "resident"])
def test_more_or_fewer_of_drawing_age_than_the_spending_pays_for_is_said(
    fund: str, share: float, differs: bool
) -> None:
    base = calibrate(sample())
    ages = catalog.all_funds()[fund].by_age
    assert ages
    draw = base.value_at(ages.people.key, month_of(2021)) or 0.0
    rows = drawn(fund, 0.4 * share * draw, 0.6 * share * draw)
    report = check(replace(sample(), ages=tuple(rows)))
    said = [finding for finding in report.findings if finding.check.key == "people"]
    assert [finding.key for finding in said] == ([f"people/ages/{fund}/2021/count"] if differs else [])
    for finding in said:
        gap = abs(share - 1) * draw
        spent = {"public": 311_140, "resident": 18_498 + 1_145 + 276}[fund]  # 万元, the lines that pay heads
        amount = f"{abs(share - 1) * spent:,.0f}万元"
        assert f"{gap:,.0f}人" in finding.meaning.zh and amount in finding.meaning.zh
        assert f"{gap:,.0f} persons apart" in finding.meaning.en and "nan" not in finding.meaning.en


def test_without_a_table_or_those_who_draw_nothing_is_compared() -> None:
    young = tuple(row("male", age, 100) for age in range(40, 60))
    for rows in ((), young):
        assert not [c for one, c in check(replace(sample(), ages=rows)).comparisons if one.key == "people"]


def test_that_women_of_all_posts_are_taken_at_one_age_is_written() -> None:
    assert PUBLIC and "一律按55周岁" in PUBLIC.law("zh") and "all women are taken to retire at 55" in PUBLIC.law("en")
