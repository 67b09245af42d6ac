"""Each alert has a case that raises it and one just below."""

from __future__ import annotations

import pytest

from sifund.analysis.alerts import Alert, alerts
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.scenario import parse


def raised(dataset: Dataset, text: str, years: int = 6) -> list[Alert]:
    found, notices = parse(text, dataset)
    assert not notices
    return alerts(simulate(dataset, [found], years))


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
        ("unemployment.assistance_ratio=81", "unemployment.assistance_ratio=80", "人社部发〔2020〕40号"),
    ],
)  # fmt: skip
def test_a_limit_alerts_and_just_below_it_does_not(dataset: Dataset, breach: str, below: str, document: str) -> None:
    hit = raised(dataset, breach)
    assert [a.law.document for a in hit if a.law] == [document]
    assert hit[0].key == breach.partition("=")[0]
    assert raised(dataset, below) == []


def test_a_refund_with_too_little_cover_is_named_with_its_years(dataset: Dataset) -> None:
    # baseline cover at the end of 2021 is 17.85 months, of 2022 18.8
    hit = raised(dataset, "unemployment.refund_cover=18")
    assert [(a.key, a.years) for a in hit] == [("unemployment.stabilisation_refund", (2022,))]
    assert "17.9" in hit[0].says.en
    assert raised(dataset, "unemployment.refund_cover=17.8") == []


def test_an_enforced_gate_that_switches_off_and_on_is_named(dataset: Dataset) -> None:
    hit = raised(dataset, "unemployment.refund_gate=enforce;unemployment.refund_cover=18")
    assert any("off and on" in a.says.en and a.years == (2022, 2023) for a in hit)


def test_a_dry_fund_names_the_year_and_what_is_needed(dataset: Dataset) -> None:
    text = "public.adjustment=8"
    result = simulate(dataset, [parse(text, dataset)[0]], 8)
    closing = result.measure("public", "closing", 1)[0]
    first = int((closing < 0).argmax())
    (hit,) = [a for a in alerts(result) if a.key == "public"]
    assert hit.years == (result.years[first],)
    assert f"{-closing[first] / 1e4:,.0f}" in hit.says.en


def test_the_baseline_raises_no_alert(dataset: Dataset) -> None:
    assert alerts(simulate(dataset, [], 16)) == []
