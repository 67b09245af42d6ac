"""Law is dated: what a decision breaks is an alert with that year's rule, what assumed growth passes is a note, what the
baseline does too is said once and never counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given as random_case
from hypothesis import settings
from hypothesis import strategies as st
from support import account, amount, given, run, sample, scenario, small

from sifund import catalog
from sifund.analysis.alerts import Alert, alerts, legal, notes
from sifund.analysis.outlook.distributions import uncertain
from sifund.analysis.outlook.remedy import Goal, remedies
from sifund.analysis.unknown import amounts
from sifund.cli import main
from sifund.dataset import Dataset, load, make, save
from sifund.dataset.schema import TABLES, LawRow
from sifund.declare.parameter import LegalAlert, Limit, Parameter, month_of
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.importer.template import csv_files
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.model.frames import fingerprint, lines_frame
from sifund.problem import SifundError
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.scenario import Scenario
from sifund.text import LANGS

BENEFIT, WAGE = "unemployment.benefit_standard", "unemployment.minimum_wage"
LAST = 2036
Years = tuple[int, ...]


def years_of(found: Sequence[Alert]) -> list[int]:
    return sorted(year for one in found for year in one.years)


def own(found: Sequence[Alert]) -> list[Alert]:
    return [one for one in found if not one.baseline]


def law(value: float, month: str, key: str = WAGE, **more: object) -> LawRow:
    return LawRow.model_validate(
        {"key": key, "from_month": month, "value": value, "document": "测发〔2025〕1号", **more}
    )


# --- the cases that were named ----------------------------------------------------------------------------------------


def test_1750_from_2023_breaks_the_rule_of_2023_and_2024_alone(dataset: Dataset) -> None:
    result = run(dataset, f"{BENEFIT}=1750@2023-01")
    (alert,), (note,) = alerts(result), notes(result)
    assert alert.years == (2023, 2024) and note.years == (2026,)
    assert "1750" in alert.says.zh and "1700" in alert.says.zh and alert.limit and not alert.limit.checked
    assert "1,700" in alert.words.en and "2021-04" in alert.words.en and "to be verified" in alert.words.en
    assert "2,084.28 in 2026: above the last known rule, 2,070 of 2025" in note.says.en
    assert note.limit and note.limit.checked and "2,070" in note.words.zh


def test_1530_from_2022_is_lawful_and_growth_alone_passes_2024(dataset: Dataset) -> None:
    result = run(dataset, f"{BENEFIT}=1530@2022-01")
    assert alerts(result) == [] and not list(legal(result, BENEFIT))
    (note,) = notes(result)
    assert note.years == (2024,) and note.kind == "note" and not note.baseline
    assert note.says.en == (
        "the 1,530 typed is lawful; growing 6% a year, assumed, it would reach 1,719.11 in 2024: the limit then is 1,700"
    )
    assert note.says.zh == "填写的1,530符合规定；按每年6%增长（假设），2024年将达1,719.11，当年限值1,700"


def test_a_growth_that_is_typed_is_said_as_typed_and_is_no_breach(dataset: Dataset) -> None:
    result = run(dataset, "unemployment.standard_growth=10@2022-01,12@2024-01")
    assert alerts(result) == []
    first = notes(result)[0]
    assert first.years == (2024,) and "the 1,323 in force is lawful" in first.says.en
    assert "10% from 2022, 12% from 2024, as typed" in first.says.en and "方案填写" in first.says.zh


# --- every dated limit ------------------------------------------------------------------------------------------------


def declared() -> Iterator[tuple[Parameter, LegalAlert, Limit, int | None]]:
    """Each dated limit of each lever, with the first year in which it holds no more; None where it stands."""
    for p in catalog.parameters().values():
        for rule in p.alerts:
            ends = [x.from_year for x in rule.limits[1:]] + [rule.through + 1 if rule.through else None]
            yield from ((p, rule, limit, end) for limit, end in zip(rule.limits, ends, strict=False))


DECLARED = list(declared())
NAMES = [f"{p.key} {'floor' if rule.floor else 'ceiling'} {limit.from_year}" for p, rule, limit, _ in DECLARED]


def steps(p: Parameter, *dated: tuple[float, int]) -> Scenario:
    return Scenario(((p.key, tuple((month_of(year), value) for value, year in dated)),))


@pytest.mark.parametrize(("p", "rule", "limit", "end"), DECLARED, ids=NAMES)
def test_a_limit_counts_in_its_years_with_its_document(
    dataset: Dataset, p: Parameter, rule: LegalAlert, limit: Limit, end: int | None
) -> None:
    """Just beyond the limit while it holds: those years, its document. At it, or in the years before and after: none."""
    first = max(limit.from_year, dataset.base_year)
    if first >= (end or LAST):
        pytest.skip("ended before the base year")
    beyond = limit.value + (-0.01 if rule.floor else 0.01)
    later = limit.value if end and end != (rule.through or 0) + 1 else 0.0 if rule.lapses else rule.limits[-1].value
    still = [(later, end)] if end else []
    lawful = limit.value - 0.01 if rule.at_limit else limit.value
    ended = [(0.0, end)] if end and rule.lapses else []
    over, on = (
        Case(dataset, steps(p, (x, first), *more).changes, 16).side() for x, more in ((beyond, still), (lawful, ended))
    )
    hit = [a for a in alerts(over) if a.law and a.law.rules == limit.law.rules and a.key == p.key]
    assert years_of(hit) == list(range(first, end or LAST + 1))
    assert all(a.law == limit.law for a in hit)
    assert not [a for a in alerts(on) if set(a.years) & set(range(first, end or LAST + 1))]


DATED = [(p, rule) for p in catalog.parameters().values() for rule in p.alerts if rule.through and not rule.lapses]
LAPSING = [(p, rule) for p in catalog.parameters().values() for rule in p.alerts if rule.lapses]


@pytest.mark.parametrize(("p", "rule"), LAPSING, ids=[p.key for p, _ in LAPSING])
def test_what_a_rule_allowed_for_a_time_alerts_after_it(dataset: Dataset, p: Parameter, rule: LegalAlert) -> None:
    """However little: with the rule and its last year, from the next year on; not within it, and not nothing."""
    ends = rule.through or 0
    cite = rule.law or rule.limits[-1].law
    for first in (dataset.base_year + 1, ends + 1):
        side = Case(dataset, steps(p, (1.0, first)).changes, 16).side()
        (alert,) = [a for a in alerts(side) if a.key == p.key]
        assert alert.years == tuple(range(ends + 1, LAST + 1))
        assert f"{ends}年底" in alert.words.zh and f"to the end of {ends}" in alert.words.en
        assert cite.document in alert.words.zh and alert.words.en.count(cite.document) == 1
    assert not alerts(Case(dataset, steps(p, (1.0, dataset.base_year + 1), (0.0, ends + 1)).changes, 16).side())


def test_the_subsidies_that_followed_2021_lapse() -> None:
    assert {p.key.partition(".")[2] for p, _ in LAPSING} == {"hiring_subsidy", "retention_subsidy", "assistance_months"}


def test_a_baseline_that_pays_on_without_a_rule_says_so() -> None:
    """An office whose base year paid it carries it on: that is the baseline's, once, and no scenario's."""
    office = small([amount("unemployment.assistance", 1e7)], [given("unemployment.benefit_standard", 1323)])
    (own_alert,) = [a for a in alerts(Case(office).side("baseline")) if a.key == "unemployment.assistance_months"]
    assert own_alert.years[0] == 2023
    changed = run(office, "unemployment.skills_subsidy=1600")
    assert not [a for a in alerts(changed) if a.key == own_alert.key]
    assert [a.baseline for a in notes(changed) if a.key == own_alert.key] == [True]


@pytest.mark.parametrize(("p", "rule"), DATED, ids=[f"{p.key} {rule.floor}" for p, rule in DATED])
def test_after_the_last_year_that_is_known_there_is_a_note(dataset: Dataset, p: Parameter, rule: LegalAlert) -> None:
    assert rule.through
    last = rule.limits[-1].value
    beyond = last + (-0.01 if rule.floor else 0.01)
    result = Case(dataset, steps(p, (beyond, rule.through + 1)).changes, 16).side()
    assert alerts(result) == []
    found = [n for n in own(notes(result)) if n.key == p.key]
    assert found and min(years_of(found)) == rule.through + 1
    assert f"{rule.through}" in found[0].says.en and f"（{rule.through}年）" in found[0].says.zh
    assert "the last known rule" in found[0].says.en


def test_a_rule_without_an_end_stands(dataset: Dataset) -> None:
    for key, value in (
        ("public.employer_rate", 15),
        ("unemployment.skills_subsidy", 2001),
        ("unemployment.assistance_ratio", 81),
    ):
        (alert,) = alerts(run(dataset, f"{key}={value}", years=16))
        assert alert.years == tuple(range(2022, LAST + 1))


@pytest.mark.parametrize(("text", "alerted", "noted"), [
    ("1619@2021-01,1323@2021-04", (), ()), ("1620@2021-03,1323@2021-04", (2021,), ()), ("1620@2021-04,1323@2022-01", (), ()),
    ("1699.99@2024-12,1323@2025-01", (), ()), ("1700@2024-12,1323@2025-01", (2024,), ()), ("1700@2025-01,1323@2026-01", (), ()),
    ("2069.99@2025-12,1323@2026-01", (), ()), ("2070@2025-12,1323@2026-01", (2025,), ()), ("2069.99@2026-01", (), ()),
    ("2070@2026-01", (), (2026,)), ("1800@2021-04,1323@2022-01", (2021,), ()), ("1330@2022-01,1800@2022-07,1400@2023-01", (2022,), ()),
])  # fmt: skip
def test_each_side_of_each_date_of_the_minimum_wage(dataset: Dataset, text: str, alerted: Years, noted: Years) -> None:
    result = run(dataset, f"{BENEFIT}={text}")
    assert (tuple(years_of(alerts(result))), tuple(years_of(notes(result)))) == (alerted, noted)


@pytest.mark.parametrize(("month", "alerted"), [("2022-06", (2022,)), ("2022-10", (2022,)), ("2022-11", ())])
def test_a_rate_that_is_read_in_october_is_judged_by_it(dataset: Dataset, month: str, alerted: Years) -> None:
    found = alerts(run(dataset, f"unemployment.refund_rate_sme=95@{month},60@2023-01"))
    assert tuple(years_of(found)) == alerted
    assert all("typed 95" in a.says.en and "填写的95" in a.says.zh for a in found)


def test_an_alert_cites_the_rule_of_each_of_its_years(dataset: Dataset) -> None:
    found = alerts(run(dataset, f"{BENEFIT}=2100@2023-01"))
    assert [(a.years, a.limit and a.limit.checked) for a in found] == [((2023, 2024), False), ((2025,), True)]
    assert "1,700" in found[0].words.en and "2,070" in found[1].words.en
    found = alerts(run(dataset, "resident.basic_standard=97@2022-01"))
    assert [(a.years, a.law.rules.en) for a in found if a.law] == [
        ((year,), f"the national minimum of {year} is {yuan} yuan")
        for year, yuan in ((2022, 98), (2023, 103), (2024, 123), (2025, 143))
    ]


# --- a month by month account of it, by hand --------------------------------------------------------------------------


def naive(
    result: Side, given_steps: Sequence[tuple[int, float]], ceilings: Sequence[tuple[int, float]]
) -> tuple[set, set]:
    """Years of alerts and of notes on the benefit, by the words of the model."""
    path, base = (side.path(catalog.parameter(BENEFIT)) for side in (result, result.baseline))
    until = (ceilings[-1][0] // 12 + 1) * 12
    alerted, noted = set(), set()
    for at, (value, usual) in enumerate(zip(path, base, strict=True)):
        month = month_of(result.years[0]) + at
        ceiling = next(v for m, v in reversed(ceilings) if m <= month)
        typed = next((v for m, v in reversed(given_steps) if m <= month), None)
        typed = typed if typed is not None else 1117 if month < month_of(2021, 4) else 1323
        if value >= ceiling - 1e-9 > usual:
            (alerted if typed >= ceiling - 1e-9 and month < until else noted).add(month // 12)
    return alerted, noted - alerted


MONTHS = st.integers(month_of(2021), month_of(2028))
PATHS = st.dictionaries(MONTHS, st.integers(1000, 2300), min_size=1, max_size=3).map(lambda d: tuple(sorted(d.items())))
LAWS = st.dictionaries(st.integers(month_of(2022), month_of(2027)), st.integers(1500, 2200), max_size=3)


@settings(max_examples=60, deadline=None)
@random_case(PATHS, st.sampled_from([0, 3, 6, 10]), LAWS)
def test_any_path_under_any_law_is_judged_month_by_month(path, growth: int, later) -> None:
    rows = tuple(law(value, f"{month // 12}-{month % 12 + 1:02d}") for month, value in sorted(later.items()))
    data = replace(sample(), law=rows)
    asked = Scenario(
        tuple(sorted({BENEFIT: path, "unemployment.standard_growth": ((month_of(2022), float(growth)),)}.items()))
    )
    result = Case(data, asked.changes, 10).side()
    ceilings = [(month_of(2021), 1620), (month_of(2021, 4), 1700), *sorted(later.items())]
    alerted, noted = naive(result, path, ceilings)
    of_law = [a for a in (*alerts(result), *own(notes(result))) if a.key == BENEFIT]
    assert set(years_of([a for a in of_law if a.kind == "alert"])) == alerted
    assert set(years_of([a for a in of_law if a.kind == "note"])) == noted


# --- what the baseline does too ---------------------------------------------------------------------------------------


def city(benefit: float = 1750, wage: float | None = 1700, **more: Sequence[LawRow]) -> Dataset:
    rows = [given(BENEFIT, benefit), *([given(WAGE, wage)] if wage else [])]
    lines, accounts = [amount("unemployment.benefit", 1e8)], [account("unemployment", "opening", 2e8)]
    return replace(small(lines, rows, accounts), law=tuple(more.get("later", ())))


def test_what_the_baseline_breaks_is_said_once_and_not_counted() -> None:
    data = city()
    alone = Case(data, years=2).side("baseline")
    (alert,) = alerts(alone)
    assert alert.years == (2022,) and "1750 in force, the limit is 1700" in alert.says.en
    for text in ("unemployment.new_claims=20000", f"{BENEFIT}=1800@2022-01"):
        result = run(data, text, years=1)
        assert alerts(result) == []
        (note,) = notes(result)
        assert note.baseline and note.years == (2022,) and note.says.en.startswith("so does the baseline")
        assert note.says.zh.startswith("基线也是如此")
    assert alerts(run(data, f"{BENEFIT}=1500@2022-01", years=1)) == []


def test_growth_that_passes_in_the_baseline_too_is_the_baselines(dataset: Dataset) -> None:
    result = run(dataset, f"{BENEFIT}=1750@2023-01", years=16)
    found = notes(result)
    assert [(n.baseline, n.years) for n in found] == [
        (False, tuple(range(2026, 2032))),
        (True, tuple(range(2032, 2037))),
    ]
    assert years_of(alerts(result)) == [2023, 2024]
    assert alerts(Case(dataset, years=16).side("baseline")) == []
    (note,) = notes(Case(dataset, years=16).side("baseline"))
    assert note.years == tuple(range(2032, 2037)) and not note.baseline


def test_cover_and_empty_funds_of_the_baseline_are_the_baselines(dataset: Dataset) -> None:
    poor = run(dataset, "unemployment.opening=200000000;unemployment.new_claims=16000")
    assert not [a for a in alerts(poor) if a.key == "unemployment.stabilisation_refund"]
    (note,) = [n for n in notes(poor) if n.key == "unemployment.stabilisation_refund"]
    base = amounts(poor.baseline, "unemployment", "cover_months")
    assert note.years == tuple(year for year, cover in zip(poor.years[1:], base, strict=False) if cover < 12)
    worse = run(dataset, "unemployment.opening=400000000;unemployment.new_claims=20000@2022-01")
    base, cover = (amounts(x, "unemployment", "cover_months") for x in (worse.baseline, worse))
    short = {y for y, c in zip(worse.years[1:], cover, strict=False) if c < 12}
    too = {y for y, c in zip(worse.years[1:], base, strict=False) if c < 12}
    assert too and short - too
    assert set(years_of([a for a in alerts(worse) if a.key == "unemployment.stabilisation_refund"])) == short - too


def test_a_fund_that_the_baseline_empties_is_not_the_scenarios() -> None:
    data = replace(city(1500), accounts=(account("unemployment", "opening", 1e7),))
    base = Case(data, years=4).side("baseline")
    (dry,) = alerts(base)
    assert dry.key == "unemployment"
    result = run(data, "unemployment.medical_premium=800", years=4)
    assert [a for a in alerts(result) if a.key == "unemployment"] == []
    (note,) = [n for n in notes(result) if n.key == "unemployment"]
    assert note.baseline and note.years == dry.years


def test_without_an_opening_nothing_is_said_of_cover() -> None:
    data = small([amount("unemployment.benefit", 1e8)], [given(BENEFIT, 1500), given(WAGE, 1700)])
    result = run(data, "unemployment.medical_premium=800")
    assert alerts(result) == []
    (note,) = [n for n in notes(result) if n.key == "unemployment"]
    assert "cannot be judged" in note.says.en and "无法判断" in note.says.zh


def test_an_alert_on_an_assumed_split_says_so(dataset: Dataset) -> None:
    (assumed,) = alerts(run(dataset, "unemployment.refund_cover=18"))
    assert "assumed" in assumed.says.en and "假设" in assumed.says.zh
    typed = "public.opening=113470000;resident.opening=240000000;unemployment.opening=800000000"
    (known,) = alerts(run(dataset, f"{typed};unemployment.refund_cover=18"))
    assert "assumed" not in known.says.en and "假设" not in known.says.zh


# --- a limit that is typed, or not known ------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "alerted"), [
    (f"{WAGE}=1700@2024-01;{BENEFIT}=1750@2025-01,1323@2026-01", (2025,)), (f"{WAGE}=1800@2023-01;{BENEFIT}=1750@2023-01,1323@2024-01", ()),
    (f"{WAGE}=1600@2023-01,1800@2024-01;{BENEFIT}=1650@2022-01,1323@2025-01", (2023,)),
    (f"{WAGE}=2200@2026-01;{BENEFIT}=2300@2026-01", (2026, 2027)), (f"{WAGE}=1323", (2022, 2023, 2024, 2025, 2026, 2027)),
])  # fmt: skip
def test_a_typed_limit_wins_and_is_flat_between_its_steps(dataset: Dataset, text: str, alerted: Years) -> None:
    found = alerts(run(dataset, text, years=7))
    assert tuple(years_of(found)) == alerted
    for alert in found:
        assert alert.limit is None and "as typed" in alert.says.en and "限值填写的" in alert.says.zh


def test_without_a_limit_there_is_neither_alert_nor_note() -> None:
    result = run(city(5000, wage=None), f"{BENEFIT}=9000", years=6)
    assert not [a for a in (*alerts(result), *notes(result)) if a.key == BENEFIT]
    later = run(city(1500, wage=None, later=[law(2070, "2025-01")]), f"{BENEFIT}=2500@2023-01", years=6)
    assert years_of([a for a in alerts(later) if a.key == BENEFIT]) == [2025]
    assert alerts(run(city(1500, wage=None), f"{WAGE}=1600@2024-01;{BENEFIT}=1650@2023-01,1500@2025-01", years=4))[
        0
    ].years == (2024,)


def test_the_minimum_wage_neither_grows_nor_is_drawn_nor_moves_money_but_a_share_of_it(
    dataset: Dataset, base: Baseline
) -> None:
    p = catalog.parameter(WAGE)
    assert (
        p.grows is None
        and catalog.moved_by(WAGE) == catalog.moved_by("unemployment.benefit_share")
        and WAGE not in {x.key for x in uncertain(base).inputs}
    )
    assert [base.value_at(WAGE, month_of(y)) for y in (2021, 2022, 2024, 2025, 2036)] == [1620, 1700, 1700, 2070, 2070]
    plain, bare = run(dataset, years=16), run(replace(dataset, law=()), years=16)
    typed = run(dataset, f"{WAGE}=1500", years=16)
    assert fingerprint(plain) == fingerprint(bare) == fingerprint(typed.baseline)
    assert not lines_frame(typed)["difference"].to_numpy().any()


# --- the table of law -------------------------------------------------------------------------------------------------


def test_the_table_stands_beside_the_dataset(dataset: Dataset, tmp_path: Path) -> None:
    assert dataset.fingerprint == "3bd6e92f4fbd", "every link of the sample names it"
    assert [(r.key, r.from_month, r.value, r.checked) for r in dataset.law] == [(WAGE, "2025-01", 2070, True)]
    assert replace(dataset, law=(law(9, "2030-01"),)).fingerprint == dataset.fingerprint
    save(dataset, tmp_path)
    assert load(tmp_path).law == dataset.law
    (tmp_path / "law.parquet").unlink()
    old = load(tmp_path)
    assert old.law == () and old.fingerprint == dataset.fingerprint
    assert years_of(notes(run(old, f"{BENEFIT}=1750@2023-01"))) == [2023, 2024, 2025, 2026], "1,700 is known to 2021"


def files(*rows: str, head: str = "key,from_month,value,document,checked") -> list[File]:
    rest = [
        f
        for f in csv_files()
        if f.name in ("example-meta.csv", "example-lines.csv", "example-parameters.csv", "example-accounts.csv")
    ]
    own_files = [File(f.name.removeprefix("example-"), f.data) for f in rest]
    return [*own_files, File("法规.csv", "\n".join([head, *rows]).encode())]


def test_an_office_gives_its_law_in_either_language() -> None:
    zh = read_files(
        files("失业保险当地最低工资标准,2025年1月,2070,新政发〔2024〕1号,是", head="代码,起始月份,数值,文号,已核实")
    )
    en = read_files(files(f"{WAGE},2025-01,2070,新政发〔2024〕1号,"))
    assert zh.dataset.law == (law(2070, "2025-01", document="新政发〔2024〕1号", checked=True),)
    assert en.dataset.law == (law(2070, "2025-01", document="新政发〔2024〕1号", checked=False),)
    assert zh.dataset.fingerprint == en.dataset.fingerprint
    given_value = calibrate(en.dataset).values[WAGE].grounds[0]
    assert given_value.basis == "assumed" and "to be verified" in given_value.says.en


@pytest.mark.parametrize(("row", "says"), [
    ("unemployment.insured,2025-01,1,x,", "is no legal limit"), ("unemployment.minimum_wag,2025-01,1,x,", "did you mean"),
    (f"{WAGE},2025-01,200000,x,", "outside"), (f"{WAGE},2025-13,1700,x,", "2025-13"), (f"{WAGE},2025-01,1700,,", "document"),
    (f"{WAGE},2025-01,1700,x,maybe", "maybe"), (f"{WAGE},2025-01,1700,x,\n{WAGE},2025-01,1800,x,", "repeats"),
])  # fmt: skip
def test_a_table_that_cannot_be_is_refused_with_its_place(row: str, says: str) -> None:
    with pytest.raises(SifundError) as caught:
        read_files(files(*row.split("\n")))
    lines = caught.value.lines("en")
    assert any(says in line and ("law" in line or "法规" in line) for line in lines), lines
    assert all(caught.value.lines("zh"))


def test_a_kept_table_is_checked_too(dataset: Dataset) -> None:
    tables = {name: dataset.rows(name) for name in TABLES} | {"law": (law(1, "2025-01", key="unemployment.insured"),)}
    with pytest.raises(SifundError):
        make(tables)


# --- wherever alerts are shown or counted -----------------------------------------------------------------------------


def test_a_note_is_no_bar_to_remedies(dataset: Dataset) -> None:
    """A cut to a lawful benefit that growth carries over the limit of a later year is a remedy like any other."""
    asked = scenario(dataset, f"{BENEFIT}=1900@2023-01")
    covers = run(dataset, f"{BENEFIT}=1650@2023-01").measure("unemployment", "cover_months")
    assert covers is not None
    found = remedies(dataset, asked, Goal("unemployment", 2026, float(covers[1:].min())), month_of(2023), 6)
    remedy = next(r for r in found.remedies if r.key == BENEFIT)
    assert remedy.value == 1650 and notes(run(dataset, f"{BENEFIT}={remedy.value}@2023-01")) and not remedy.by_law


@pytest.mark.parametrize("lang", LANGS)
def test_the_brief_counts_alerts_and_lists_notes_apart(dataset: Dataset, lang) -> None:
    lawful = Brief(Order(dataset, scenario(dataset, f"{BENEFIT}=1530@2022-01"), lang))
    assert list(lawful.alerts()) == [{"zh": "没有合规提示。", "en": "No legal alerts."}[lang]]
    (note,) = lawful.notes()
    assert "1,719.11" in note and note in lawful.content()["assumptions"]
    both = Brief(Order(dataset, scenario(dataset, f"{BENEFIT}=1750@2023-01"), lang))
    assert len(list(both.alerts())) == len(list(both.notes())) == 1


def test_the_command_line_says_both_apart(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["simulate", "--set", f"{BENEFIT}=1750@2023-01", "--lang", "en"]
    assert main([*asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [a["years"] for a in found["alerts"]] == [[2023, 2024]] and [n["years"] for n in found["notes"]] == [[2026]]
    assert main(asked) == 0
    text = capsys.readouterr().out
    assert (
        "Legal alert · Unemployment benefit · 2023–2024" in text
        and "Note, no breach · Unemployment benefit · 2026" in text
    )


@pytest.mark.parametrize("text", [
    f"{BENEFIT}=1750@2023-01", f"{BENEFIT}=1530", f"{WAGE}=1323", "resident.basic_standard=97", "unemployment.refund_rate_sme=99",
    "unemployment.standard_growth=10@2022-01,12@2024-01", "unemployment.refund_gate=enforce;unemployment.refund_cover=18",
    "public.adjustment=8", "unemployment.opening=200000000", f"{BENEFIT}=2300@2026-01",
])  # fmt: skip
def test_alerts_and_notes_are_whole_in_both_languages(dataset: Dataset, text: str) -> None:
    result = run(dataset, text, years=16)
    found = [*alerts(result), *notes(result)]
    assert found
    for one in found:
        assert one.years and not re.search(r"nan|None|inf\b|\{|\}", one.words.zh + one.words.en)
        assert not re.search(r"[一-鿿] ?[,;:(]", one.says.zh), one.says.zh
        assert not re.search(r"[，；：（）。]", one.says.en), one.says.en
        assert set(re.findall(r"[0-9]{4,}", one.says.zh)) == set(re.findall(r"[0-9]{4,}", one.says.en))
