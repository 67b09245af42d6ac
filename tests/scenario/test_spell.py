"""So many points above the baseline for some years: three numbers and the dated steps that they are, in both directions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import balance, run, sample

from sifund import catalog
from sifund.declare.parameter import Month, Steps, month_of
from sifund.presets import presets
from sifund.scenario.spell import Spell, is_offered, read_spell, spell_of, steps_of, words
from sifund.text import plain

RATE = catalog.parameter("economy.unemployment_rate")
FLAT: Steps = ((month_of(2021), 5.1),)
STEPPED: Steps = ((month_of(2021), 5.1), (month_of(2023), 4.8), (month_of(2024, 7), 5.0), (month_of(2030), 5.3))


def along(steps: Steps):
    """The path of dated values from a month on."""

    def path(month: Month) -> Steps:
        value = [value for since, value in steps if since <= month][-1]
        return (month, value), *(step for step in steps if step[0] > month)

    return path


@settings(max_examples=200)
@given(
    st.integers(-400, 2000).filter(bool), st.integers(1, 12), st.integers(2021, 2035), st.sampled_from([FLAT, STEPPED])
)
def test_what_three_numbers_ask_for_is_read_back_as_they_are(
    hundredths: int, years: int, first: int, base: Steps
) -> None:
    steps, wrong = read_spell(RATE, plain(hundredths / 100), str(years), str(first), 2021, along(base))
    assert not wrong and steps == steps_of(Spell(hundredths / 100, years, month_of(first)), along(base))
    assert spell_of(steps, along(base)) == Spell(hundredths / 100, years, month_of(first))
    back = along(base)(month_of(first + years))
    assert steps[-len(back) :] == back, "afterwards it is the baseline's own path again"


def test_the_ready_scenario_is_such_a_spell_in_words() -> None:
    steps = presets()["bad-years"].scenario(sample()).steps(RATE.key)
    assert spell_of(steps, along(FLAT)) == Spell(2, 2, month_of(2022))
    says = words(RATE, steps, along(FLAT))
    assert says and says.zh == "城镇调查失业率比基线高2个百分点，持续2年：2022年起7.1%，2024年起5.1%。"
    assert says.en == "Unemployment rate 2 points above the baseline for 2 years: 7.1% from 2022, 5.1% from 2024."
    lower = words(RATE, ((month_of(2022), 4.6), (month_of(2023), 5.1)), along(FLAT))
    assert lower and "低0.5个百分点，持续1年" in lower.zh and "0.5 points below the baseline for 1 year:" in lower.en


@pytest.mark.parametrize("steps", [
    ((month_of(2022), 7.1),),  # for good
    ((month_of(2022), 7.1), (month_of(2024), 5.2)),  # not quite back
    ((month_of(2022), 7.1), (month_of(2023), 6.1), (month_of(2024), 5.1)),  # in steps
    ((month_of(2022, 7), 7.1), (month_of(2024, 7), 5.1)),  # not by the year that it is read in
    ((month_of(2022), 5.1), (month_of(2024), 5.1)),  # nothing
])  # fmt: skip
def test_another_path_is_said_as_one(steps: Steps) -> None:
    assert spell_of(steps, along(FLAT)) is None
    says = words(RATE, steps, along(FLAT))
    assert (
        says
        and "另有填写" in says.zh
        and "typed otherwise" in says.en
        and "7.1%" in says.zh + "7.1%" * (steps[0][1] < 6)
    )
    assert words(RATE, (), along(FLAT)) is None


@pytest.mark.parametrize(("typed", "named"), [
    (("", "2", "2022"), ["百分点"]), (("nan", "2", "2022"), ["百分点"]), (("1e3", "2", "2022"), ["百分点"]),
    (("2", "0", "2022"), ["年数"]), (("2", "1.5", "2022"), ["年数"]), (("2", "-1", "2022"), ["年数"]), (("2", "２", "2022"), ["年数"]),
    (("2", "2", "2020"), ["起始年份"]), (("2", "2", "2100"), ["起始年份"]), (("2", "2", ""), ["起始年份"]),
    (("x", "y", "z"), ["百分点", "年数", "起始年份"]), (("95", "2", "2022"), ["100.1"]), (("-6", "2", "2022"), ["-0.9"]),
    (("2", "30", "2080"), ["2110-01"]),
])  # fmt: skip
def test_what_cannot_be_is_named_and_nothing_is_taken(typed: tuple[str, str, str], named: list[str]) -> None:
    steps, wrong = read_spell(RATE, *typed, 2021, along(FLAT))
    assert steps == () and len(wrong) == len(named)
    for one, name in zip(wrong, named, strict=True):
        assert one.subject == RATE.key and name in one("zh") and one("en")


def test_no_points_are_no_change() -> None:
    assert read_spell(RATE, "0", "2", "2022", 2021, along(FLAT)) == ((), [])


def test_only_what_has_a_stress_in_points_for_some_years_is_asked_so() -> None:
    assert [p.key for p in catalog.parameters().values() if is_offered(p)] == [RATE.key]


def test_two_points_for_two_years_from_2023_come_to_what_the_model_says() -> None:
    steps, _ = read_spell(RATE, "2", "2", "2023", 2021, along(FLAT))
    side = run(sample(), ";".join(["1", f"{RATE.key}=" + ",".join(f"{v}@{m // 12}-01" for m, v in steps)])[2:])
    gap = balance(side, "unemployment", "closing", 2026) - balance(side.baseline, "unemployment", "closing", 2026)
    assert round(gap) == -47_469
