"""Each alert has a case that raises it and one just below."""

from __future__ import annotations

import pytest

from sifund import catalog
from sifund.analysis import alerts as module
from sifund.analysis.alerts import Alert, alerts
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import LegalAlert
from sifund.model.case import Case
from sifund.scenario import parse
from sifund.text import Text


def raised(dataset: Dataset, text: str, years: int = 6) -> list[Alert]:
    found, notices = parse(text, dataset)
    assert not notices
    return alerts(Case(dataset, found.changes, years).side())


@pytest.mark.parametrize(
    ("breach", "below", "document"),
    [
        ("unemployment.benefit_standard=1700", "unemployment.benefit_standard=1699", "失业保险条例 第18条"),
        ("unemployment.refund_rate_sme=91@2022-01,60@2023-01", "unemployment.refund_rate_sme=90@2022-01,60@2023-01",
         "人社部发〔2022〕23号"),
        ("unemployment.refund_rate_large=31@2023-01,30@2025-01", "unemployment.refund_rate_large=30@2023-01", "人社部发〔2024〕40号"),
        ("unemployment.employer_rate=0.55", "unemployment.employer_rate=0.5", "人社部发〔2024〕40号"),
        ("unemployment.employee_rate=0.45", "unemployment.employee_rate=0.5", "人社部发〔2024〕40号"),
        ("public.employer_rate=15.5", "public.employer_rate=16", "国发〔2015〕2号"),
        ("unemployment.employer_rate=0.45", "unemployment.employer_rate=0.5", "人社部发〔2024〕40号"),
        ("unemployment.employee_rate=0.55", "unemployment.employee_rate=0.5", "人社部发〔2024〕40号"),
        ("public.employer_rate=16.5", "public.employer_rate=16", "国发〔2015〕2号"),
        ("public.employee_rate=7.9", "public.employee_rate=8", "国发〔2015〕2号"),
        ("public.employee_rate=8.1", "public.employee_rate=8", "国发〔2015〕2号"),
        ("unemployment.refund_rate_sme=61@2021-01,60@2022-01", "unemployment.refund_rate_sme=60@2021-01", "人社部发〔2021〕29号"),
        ("unemployment.refund_rate_sme=61@2023-01,60@2025-01", "unemployment.refund_rate_sme=60@2023-01", "人社部发〔2024〕40号"),
        ("unemployment.refund_rate_sme=61@2025-01", "unemployment.refund_rate_sme=60@2025-01", "国办发〔2025〕25号"),
        ("unemployment.refund_rate_large=31@2021-01,30@2022-01", "unemployment.refund_rate_large=30@2021-01", "人社部发〔2021〕29号"),
        ("unemployment.refund_rate_large=51@2022-01,30@2023-01", "unemployment.refund_rate_large=50@2022-01,30@2023-01",
         "人社部发〔2022〕23号"),
        ("unemployment.refund_rate_large=31@2025-01", "unemployment.refund_rate_large=30@2025-01", "国办发〔2025〕25号"),
        ("unemployment.skills_subsidy=2005", "unemployment.skills_subsidy=2000", "人社部发〔2017〕40号"),
        ("resident.basic_standard=142@2025-01", "resident.basic_standard=143@2025-01", "国发〔2014〕8号"),
        ("resident.basic_standard=92@2021-01,360@2022-01", "resident.basic_standard=93@2021-01,360@2022-01", "国发〔2014〕8号"),
        ("resident.basic_standard=102@2023-01,360@2024-01", "resident.basic_standard=103@2023-01,360@2024-01", "国发〔2014〕8号"),
        ("resident.basic_standard=122@2024-01,360@2025-01", "resident.basic_standard=123@2024-01,360@2025-01", "国发〔2014〕8号"),
        ("resident.basic_standard=97@2022-01,360@2023-01", "resident.basic_standard=98@2022-01,360@2023-01", "国发〔2014〕8号"),
        ("unemployment.benefit_share=100", "unemployment.benefit_share=99.9", "失业保险条例 第18条"),
        ("economy.base_floor=59", "economy.base_floor=60", "国发〔2015〕2号"),
        ("economy.base_floor=61", "economy.base_floor=60", "国发〔2015〕2号"),
        ("economy.base_ceiling=299", "economy.base_ceiling=300", "国发〔2015〕2号"),
        ("economy.base_ceiling=301", "economy.base_ceiling=300", "国发〔2015〕2号"),
        ("unemployment.hiring_subsidy=1550@2022-01,0@2026-01", "unemployment.hiring_subsidy=1500@2022-01,0@2026-01",
         "人社部发〔2022〕31号"),
        ("unemployment.hiring_subsidy=1@2026-01", "unemployment.hiring_subsidy=0@2026-01", "人社部发〔2022〕31号"),
        ("unemployment.retention_subsidy=510@2022-01,0@2023-01", "unemployment.retention_subsidy=500@2022-01,0@2023-01",
         "人社部发〔2022〕23号"),
        ("unemployment.retention_subsidy=1@2023-01", "unemployment.retention_subsidy=0@2023-01", "人社部发〔2022〕23号"),
        ("unemployment.assistance_months=1@2023-01", "unemployment.assistance_months=1@2022-01,0@2023-01", "人社部发〔2022〕23号"),
        ("unemployment.assistance_ratio=81", "unemployment.assistance_ratio=80", "人社部发〔2020〕40号"),
    ],
)  # fmt: skip
def test_a_limit_alerts_and_just_below_it_does_not(dataset: Dataset, breach: str, below: str, document: str) -> None:
    hit = raised(dataset, breach)
    assert [a.law.document for a in hit if a.law] == [document]
    assert hit[0].key == breach.partition("=")[0]
    assert raised(dataset, below) == []


CASES = getattr(test_a_limit_alerts_and_just_below_it_does_not, "pytestmark")[0].args[1]  # noqa: B009
Declared = tuple[str, int, int]


def declared() -> set[Declared]:
    """Every limit that a lever declares: its key, the rule's place and the year that the limit is dated from."""
    return {
        (p.key, place, year)
        for p in catalog.parameters().values()
        for place, rule in enumerate(p.alerts)
        for year in (*(limit.from_year for limit in rule.limits), *ends_of(rule))
    }


def ends_of(rule: LegalAlert) -> list[int]:
    """The year from which what lapses is allowed no more; 0 for a rule whose limit is another parameter."""
    return [(rule.through or 0) + 1] if rule.lapses else [0] if rule.parameter else []


def limits_in_force(breach: str) -> set[Declared]:
    """The limits that a case breaks: of each rule the one in force in a year that the case names."""
    key, _, path = breach.partition("=")
    found: set[Declared] = set()
    for step in path.split(","):
        value, _, month = step.partition("@")
        year = int(month[:4] or 2022)
        for place, rule in enumerate(catalog.parameter(key).alerts):
            dated = [(limit.from_year, limit.value) for limit in rule.limits] + [
                (since, 0.0) for since in ends_of(rule)
            ]
            since, bound = next((x for x in reversed(dated) if x[0] <= year), (0, None))
            if bound is not None and (float(value) < bound if rule.floor else (float(value) > bound or rule.at_limit)):
                found.add((key, place, since))
    return found


def test_every_declared_limit_has_a_case_above() -> None:
    """A new rule, or a new year of one, needs its case here."""
    covered = {limit for breach, _, _ in CASES for limit in limits_in_force(breach)}
    assert covered == declared()


def test_every_kind_of_alert_beside_the_limits_has_a_case() -> None:
    """What the gate and an empty fund say: each wording is raised below, and a new one must be listed with its case."""
    kinds = {name for name, text in vars(module).items() if isinstance(text, Text)}
    assert kinds == {"ABOVE", "LAPSED", "SHORT", "PAID", "STOPPED", "SWITCHES", "DRY"}


def test_a_limit_counts_in_its_month(dataset: Dataset) -> None:
    # the minimum wage was 1,620 until March 2021 and 1,700 from April
    (hit,) = raised(dataset, "unemployment.benefit_standard=1650@2021-01,1323@2021-04", 1)
    assert hit.years == (2021,) and "1650, the limit is 1620" in hit.says.en
    assert raised(dataset, "unemployment.benefit_standard=1619@2021-01,1650@2021-04", 1) == []


def test_lowering_the_limit_alerts_as_raising_the_lever_does(dataset: Dataset) -> None:
    (hit,) = raised(dataset, "unemployment.minimum_wage=1323")
    assert hit.key == "unemployment.benefit_standard" and hit.years[0] == 2022
    assert raised(dataset, "unemployment.minimum_wage=1324") == []


def test_a_refund_with_too_little_cover_is_named_with_its_years(dataset: Dataset) -> None:
    # baseline cover at the end of 2021 is 17.85 months, of 2022 18.8
    hit = raised(dataset, "unemployment.refund_cover=18")
    assert [(a.key, a.years) for a in hit] == [("unemployment.stabilisation_refund", (2022,))]
    assert "17.9" in hit[0].says.en
    (hit,) = raised(dataset, "unemployment.refund_cover=30@2022-01,18@2023-01;unemployment.new_claims=30000", 4)
    assert hit.years == (2022, 2023, 2024) and "as low as 9.6 months, below the 18 that" in hit.says.en
    assert raised(dataset, "unemployment.refund_cover=17.8") == []


@pytest.mark.parametrize(("text", "years", "paid"), [
    ("unemployment.refund_cover=18@2022-07", (2022,), True),
    ("unemployment.refund_cover=18@2022-01,12@2022-07", (), True),
    ("unemployment.refund_cover=18@2022-11,12@2023-01", (), True),
    ("unemployment.refund_gate=enforce@2022-07;unemployment.refund_cover=18@2022-01,12@2023-01", (2022,), False),
    ("unemployment.refund_gate=enforce@2022-11;unemployment.refund_cover=18@2022-01,12@2023-01", (2022,), True),
])  # fmt: skip
def test_the_gate_is_judged_by_what_holds_when_the_refund_is_paid(
    dataset: Dataset, text: str, years: tuple[int, ...], paid: bool
) -> None:
    # paid in October: what is typed for November on counts from the next year
    result = Case(dataset, parse(text, dataset)[0].changes, 3).side()
    short = [a for a in alerts(result) if "refund needs" in a.says.en]
    assert [a.years for a in short] == ([years] if years else [])
    assert all(("paid all the same" in a.says.en) is paid for a in short)
    assert bool(result.line("unemployment.stabilisation_refund")[1] > 0) is paid


def test_an_enforced_gate_that_switches_off_and_on_is_named(dataset: Dataset) -> None:
    hit = raised(dataset, "unemployment.refund_gate=enforce;unemployment.refund_cover=18")
    assert any("off and on" in a.says.en and a.years == (2022, 2023) for a in hit)


def test_a_gate_that_only_closes_does_not_switch(dataset: Dataset) -> None:
    # 60 months are never in hand: closed from 2022 to the end
    hit = raised(dataset, "unemployment.refund_gate=enforce;unemployment.refund_cover=60")
    assert not any("off and on" in a.says.en for a in hit)
    assert [a.years for a in hit] == [(2022, 2023, 2024, 2025, 2026)]
    assert raised(dataset, "unemployment.refund_gate=enforce;unemployment.refund_cover=17.8") == []


def test_a_dry_fund_names_the_year_and_what_is_needed(dataset: Dataset) -> None:
    text = "public.adjustment=8"
    result = Case(dataset, parse(text, dataset)[0].changes, 8).side()
    closing = amounts(result, "public", "closing")
    first = int((closing < 0).argmax())
    (hit,) = [a for a in alerts(result) if a.key == "public"]
    assert hit.years == (result.years[first],)
    assert f"{-closing[first] / 1e4:,.0f}万元" in hit.says.zh
    assert not [a for a in alerts(Case(dataset, parse(text, dataset)[0].changes, first).side()) if a.key == "public"]


def test_the_baseline_raises_no_alert(dataset: Dataset) -> None:
    assert alerts(Case(dataset, years=16).side("baseline")) == []
