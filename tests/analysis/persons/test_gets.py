"""What typical persons get, worked by hand from the report and the rule that each declares."""

from __future__ import annotations

import json

import pytest
from support import amount, sample, small

from sifund import catalog
from sifund.analysis.effect.goal import Goal
from sifund.analysis.effect.solve import solve
from sifund.analysis.explain import explain
from sifund.analysis.methods.formulas import formulas
from sifund.analysis.outlook import remedy
from sifund.analysis.persons.gets import FIGURES, NO_MINIMUM, Gets, gets
from sifund.analysis.persons.words import moved_words, notes
from sifund.cli import main
from sifund.declare.parameter import month_of
from sifund.model.case import Case, Side
from sifund.problem import SifundError
from sifund.scenario import Scenario, parse
from sifund.text import LANGS

TEXT = (
    "1;unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01;"
    "unemployment.employer_rate=1@2023-07;public.adjustment=5@2023-01;resident.basic_standard=400@2022-07"
)
PENSION = 6_095.75 * 6_095.75 / 5_867.58  # 2022: the average of 2021 raised as in 2021
ADJUSTED = 311_140 / (311_140 - 12_418)  # 4.157%
RAISED = 6_095.75 * ADJUSTED
ENTRY = (6_095.75 / 5_867.58 / ADJUSTED * (1 - 0.026 + 0.06) - (1 - 0.026)) / 0.06
ACCOUNT = 1_145e4 / (18_498e4 / 360)  # 22.28: account pensions over the recipients of basic ones
BY_HAND: dict[str, dict[int, tuple[float | None, float | None, float | None]]] = {  # a month or once, a year, in all
    # public.adjustment, 新人社发〔2021〕22号; 2023: 5% in place of 4.157%, with the year's mix
    "public.pensioner": {2021: (6_095.75, 73_149, None), 2022: (PENSION, 12 * PENSION, None)},
    # first pension (to be verified): the raised average of those before × ((1 + mix)·(1 − q + ν) − (1 − q)) ÷ ν, q 2.6%,
    # ν = 3.4 + 2.6%: 0.9556
    "public.just_retired": {2021: (None, None, None), 2022: (RAISED * ENTRY, 12 * RAISED * ENTRY, None)},
    # 国发〔2014〕8号 (to be verified): 360 to June 2022, then 400
    "resident.without_account": {2022: (400, 6 * 360 + 6 * 400, None)},
    "resident.with_account": {2022: (400 + ACCOUNT * 1.05, 4_560 + 12 * ACCOUNT * 1.05, None)},
    # 社会保险法 46: at most 12, 18 and 24 months; 2021: 1,117 for three months, 1,323 for nine; then 1,530, + 6% a year
    "unemployment.claimant_1": {2021: (1_323, 15_258, 15_258), 2022: (1_530, 18_360, 18_360)},
    "unemployment.claimant_5": {2021: (1_323, 15_258, 15_258 + 6 * 1_530), 2022: (1_530, 18_360, 18_360 + 6 * 1_621.8)},
    "unemployment.claimant_10": {2021: (1_323, 15_258, 15_258 + 12 * 1_530), 2026: (1_931.589, 23_179.07, None)},
    # 失业保险条例 21 (to be verified): a month's standard for each of three years
    "unemployment.farm_worker": {2021: (3 * 1_323, 3 * 1_323, None), 2022: (4_590, 4_590, None)},
    # 人社部发〔2017〕40号 (to be verified): 415万 ÷ 2,325
    "unemployment.skilled_worker": {2022: (1_785, 1_785, None)},
    # 20 × 5,200 × 12 × 1% = 12,480 paid in 2021, 90% back; 2023 paid 1% and from July 1.5%, wages + 6% a year
    "unemployment.small_firm": {
        2021: (None, None, None), 2022: (11_232, 11_232, None),
        2024: (20 * 5_200 * 1.1236 * (6 * 0.01 + 6 * 0.015) * 0.9, 15_775.344, None),
    },
    # 2,000 × 5,200 × 12 × 1% × 30%
    "unemployment.large_firm": {2022: (374_400, 374_400, None)},
}  # fmt: skip


@pytest.fixture(scope="module")
def side() -> Side:
    scenario, wrong = parse(TEXT, sample())
    assert not wrong
    return Case(sample(), scenario.changes, 6).side()


def of(side: Side, key: str, year: int) -> Gets:
    return next(got for got in gets(side, year) if got.person.key == key)


def after(got: Gets, figure: str) -> float | None:
    pair = got.figures.get(figure)
    return pair.after if pair else None


def test_every_person_is_worked_by_hand() -> None:
    assert set(BY_HAND) == set(catalog.persons())


@pytest.mark.parametrize("key", BY_HAND)
def test_by_hand(side: Side, key: str) -> None:
    for year, (month, whole, in_all) in BY_HAND[key].items():
        got = of(side, key, year)
        wanted = {"month": month, "year": whole, "in_all": in_all}
        for figure, yuan in wanted.items():
            found = after(got, figure)
            assert (found is None) == (yuan is None), (year, figure)
            assert yuan is None or found == pytest.approx(yuan, rel=3e-5), (year, figure)


def test_shares_of_both_wages(side: Side) -> None:
    """Of the dated minimum wage, 1,700 and 2,070 from 2025, and of the covered wage, 5,200 and + 6% a year; a firm's by
    the head."""
    claimant = of(side, "unemployment.claimant_1", 2022)
    assert after(claimant, "minimum") == pytest.approx(90)
    assert after(claimant, "average") == pytest.approx(100 * 1_530 / 5_512)
    assert after(of(side, "unemployment.claimant_1", 2025), "minimum") == pytest.approx(100 * 1_530 * 1.06**3 / 2_070)
    assert after(of(side, "unemployment.small_firm", 2022), "average") == pytest.approx(100 * 11_232 / 20 / 5_512)
    assert after(of(side, "public.pensioner", 2022), "average") == pytest.approx(100 * PENSION / 8_480, rel=1e-4)
    assert after(of(side, "resident.without_account", 2022), "average") == pytest.approx(100 * 400 / 5_512)


def test_lost_wages_and_typed_law_are_what_shares_are_of() -> None:
    """Half a percent of the wage's growth is lost for a point of unemployment; a typed minimum wage is known for good."""
    scenario, _ = parse("1;economy.unemployment_rate=7.1;unemployment.minimum_wage=2200@2023-01", sample())
    lost = Case(sample(), scenario.changes, 6).side()
    got = of(lost, "unemployment.claimant_1", 2026)
    assert after(got, "average") == pytest.approx(100 * 1_323 * 1.06**4 / (5_200 * 1.06**5 * (1 - 0.005 * 2 * 5)))
    assert "economy.unemployment_rate" in got.moved_by
    (wages,) = [words.en for words in notes(lost, [got]) if "÷" in words.en]
    assert f"{5_200 * 1.06**5 * 0.95:,.2f}" in wages and "not known" not in wages


def test_which_change_moved_it(side: Side) -> None:
    moved = {got.person.short: got.moved_by for got in gets(side, 2024)}
    assert moved["claimant_10"] == moved["farm_worker"] == ("unemployment.benefit_standard",)
    assert set(moved["small_firm"]) == {"unemployment.refund_rate_sme", "unemployment.employer_rate"}
    assert moved["large_firm"] == ("unemployment.employer_rate",)
    assert moved["skilled_worker"] == () and moved["pensioner"] == ("public.adjustment",)
    assert moved["with_account"] == ("resident.basic_standard",)


def test_without_a_change_nobody_is_moved() -> None:
    plain = Case(sample(), (), 6).side()
    assert not any(got.moved or got.moved_by for year in plain.years for got in gets(plain, year))
    assert moved_words(plain, 2024) == []


def test_what_is_not_known_says_why(side: Side) -> None:
    """Nothing unknown is 0: a firm's refund of the base year rests on the year before, a claim may outlast the run."""
    for year in side.years:
        for got in gets(side, year):
            unknown = [name for name, pair in got.figures.items() if pair.after is None]
            assert all(got.figures[name].why for name in unknown)
            assert bool(got.why) == bool(unknown)
    assert {got.person.short for got in gets(side, 2021) if got.why} == {"small_firm", "large_firm", "just_retired"}
    assert {got.person.short for got in gets(side, 2026) if got.why} == {"claimant_5", "claimant_10"}
    assert all(words(lang) for lang in LANGS for words in notes(side, gets(side, 2021)))


def test_a_wage_is_that_of_the_year_s_december() -> None:
    found, _ = parse("1;unemployment.wage_base=6000@2022-12", sample())
    typed = Case(sample(), found.changes, 6).side()
    assert any("6,000" in words.zh and "2022" in words.zh for words in notes(typed, gets(typed, 2022)))


def test_a_dataset_that_lacks_a_figure_says_so() -> None:
    """No minimum wage: no share of it. No standard: nothing at all, and the reason names what is missing."""
    lacking = Case(small([amount("unemployment.benefit", 1e6)]), (), 3).side()
    claimant, worker = (of(lacking, f"unemployment.{short}", 2023) for short in ("claimant_1", "skilled_worker"))
    assert claimant.figures["month"].after is None and "失业保险金标准" in claimant.why[0].zh
    assert worker.figures["month"].after == 1_500 and worker.figures["average"].after is not None
    assert worker.figures["minimum"].after is None and worker.why == (NO_MINIMUM,)
    assert all(
        "—" in words.zh for words in notes(lacking, [claimant]) if words.zh.startswith(f"{claimant.person.name.zh}“")
    )


def test_an_enforced_gate_that_closes_pays_no_firm() -> None:
    changes, _ = parse("1;unemployment.refund_gate=enforce@2022-01;unemployment.refund_cover=36@2022-01", sample())
    side = Case(sample(), changes.changes, 6).side()
    got = of(side, "unemployment.small_firm", 2022)
    assert got.figures["month"].after == 0.0 and got.figures["month"].before == pytest.approx(7_488)
    assert "unemployment.refund_gate" in got.moved_by


def test_a_person_is_explained_as_a_line_is(side: Side) -> None:
    """The same recorder: numbers, what moved them and the methods page follow from the formula."""
    for got in gets(side, 2024):
        explained = explain(side, got.person.key, 2024)
        assert explained.amount == pytest.approx(side.quantity(got.person)[36:48].sum())  # type: ignore[index]
    rows = formulas(side.base)
    assert set(rows.filter(kind_en="typical person")["key"]) == set(catalog.persons())


# --- adequacy as a measure --------------------------------------------------------------------------------------------


def test_solve_meets_a_replacement_rate() -> None:
    """30% of the covered wage of 2024, 5,200 · 1.06³, less the growth of two years."""
    found = solve(sample(), Scenario(), "unemployment.benefit_standard", Goal("unemployment", "claimant_1", 2024, 30.0))
    assert found.confirmed and found.value == pytest.approx(0.30 * 5_200 * 1.06**3 / 1.06**2, abs=1)
    assert found.reached == pytest.approx(30, abs=0.02)


def test_remedies_of_a_replacement_rate() -> None:
    """The least lawful standard with which a claimant has a quarter of the covered wage in every year."""
    goal = remedy.Goal("unemployment", 2022, 25.0, "claimant_1")
    found = remedy.remedies(sample(), Scenario(), goal, month_of(2022), 6)
    best = {x.key: x for x in found.remedies}["unemployment.benefit_standard"]
    assert best.value == 1_378 and best.cover == pytest.approx(25)  # 25% × 5,512
    assert not goal.met(Case(sample(), (), 6).side())


@pytest.mark.parametrize("wrong", [("resident", "claimant_1"), ("all", "claimant_1"), ("unemployment", "nobody")])
def test_a_person_of_another_fund_is_refused(wrong: tuple[str, str]) -> None:
    with pytest.raises(SifundError, match=r"claimant_1|nobody"):
        solve(sample(), Scenario(), "unemployment.benefit_standard", Goal(*wrong, 2024, 30.0))


# --- on the command line ----------------------------------------------------------------------------------------------


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["persons", "--set", "unemployment.benefit_standard=1530"]
    assert main([*asked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    one = next(x for x in found["persons"] if x["key"] == "unemployment.claimant_5")
    assert one["figures"]["month"] == {"unit": "yuan to one", "baseline": 1_323.0, "scenario": 1_530.0}
    assert one["moved_by"] == ["unemployment.benefit_standard"] and found["year"] == 2022
    assert {name for x in found["persons"] for name in x["figures"]} == set(FIGURES)
    for lang in LANGS:
        assert main([*asked, "--lang", lang, "--year", "2026"]) == 0
        said = capsys.readouterr().out
        assert "nan" not in said.lower() and "None" not in said and "—" in said
    assert main([*asked, "--format", "csv"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1 + len(catalog.persons())
    assert main([*asked, "--year", "2031"]) == 2 and "2026" in capsys.readouterr().err


def test_a_share_of_the_minimum_wage_is_what_a_claimant_gets() -> None:
    """90% of 1,700 is 1,530, of 2,070 from 2025 on 1,863; the lever that is typed moved it."""
    found, _ = parse("1;unemployment.benefit_share=90@2022-01", sample())
    side = Case(sample(), found.changes, 6).side()
    for year, yuan in ((2022, 1_530), (2025, 1_863)):
        got = of(side, "unemployment.claimant_1", year)
        assert after(got, "month") == yuan and got.moved_by == ("unemployment.benefit_share",)


def test_brief_and_words_say_the_same(side: Side) -> None:
    said = moved_words(side, 2022, ["unemployment"])
    assert said[0].zh == (
        "缴费满1年的失业人员、缴费满5年的失业人员、缴费满10年的失业人员：每月1,323元 → 1,530元（+207），"
        "替代率24.0% → 27.8%（+3.8）（失业保险金标准）"
    )
    assert said[-1].en.startswith("Small firm of 20: once 7,488 yuan → 11,232 yuan (+3,744), replacement rate")
