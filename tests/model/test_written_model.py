"""What docs/model.md and docs/outlook.md state of the model is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import balance, run, wan

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import OCTOBER, month_of
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.scenario.steps import value_number

DOCS = Path(__file__).resolve().parents[2] / "docs"
MODEL, OUTLOOK = ((DOCS / f"{name}.md").read_text(encoding="utf-8") for name in ("model", "outlook"))
ROWS = [
    [cell.strip() for cell in line.strip("| ").split(" | ")] for line in MODEL.splitlines() if line.startswith("| `")
]
WAN = 10_000


def number(text: str) -> float:
    return float(re.sub("[^0-9.]", "", text))


def table(columns: int) -> dict[str, list[str]]:
    """Rows of that many columns by the key in the first."""
    return {row[0].strip("`"): row[1:] for row in ROWS if len(row) == columns}


def test_growth_assumptions_are_as_declared() -> None:
    grown = {p.grows.key: p.grows for p in catalog.parameters().values() if p.grows}
    written = table(4)
    assert set(written) == set(grown)
    for key, p in grown.items():
        default, between, _ = written[key]
        low, high = (value_number(p, x or 0.0) for x in (p.soft_low, p.soft_high))
        assert between == f"{low} to {high}", key
        first, *later = [(month // 12, value_number(p, value)) for month, value in p.assumed]
        still = "0 in the first year after the base year, then " if p.still else ""
        told = [still + first[1], *(f"from {year} {value}" for year, value in later)]
        assert default == ", ".join(told), key


def test_every_line_is_written_down_with_its_amount(baseline: Side) -> None:
    spent = table(3)
    assert set(spent) == {key for key, line in catalog.lines().items() if line.kind == "expenditure"}
    for key, (_, amount) in spent.items():
        assert number(amount.split(" (")[0]) == pytest.approx(wan(baseline, key, 2021)), key
    earned = {key for key, line in catalog.lines().items() if line.kind == "income" and not key.endswith(".interest")}
    assert set(table(2)) - {"*.interest"} == earned


def test_october_holds_what_is_said_to_hold_in_october() -> None:
    held = {p.key for p in catalog.parameters().values() if p.reads == OCTOBER}
    names = ("refund_rate_large", "refund_rate_sme", "refund_gate", "refund_cover", "refund_take_up", "sme_share",
             "hiring_subsidy", "retention_subsidy", "hired_share", "retained_share")  # fmt: skip
    assert held == {f"unemployment.{name}" for name in names}
    assert "refund rates, gate, threshold, take-up, small firms' share and the subsidies a head hold October's" in MODEL


@pytest.mark.parametrize(("says", "key"), [
    ("retirees {}", "public.retirees"), ("recipients {}", "resident.recipients"),
    ("account pension {} yuan", "resident.account_standard"), ("funeral claim rate {}%", "resident.funeral_claim_rate"),
    ("mean months on benefit {}", "unemployment.mean_months"), ("medical contribution {} yuan", "unemployment.medical_premium"),
    ("refund take-up {}%", "unemployment.refund_take_up"), ("lump-sum months {}", "unemployment.rural_months"),
    ("assistance months {}", "unemployment.assistance_months"), ("skills claims {}", "unemployment.skills_claims"),
    ("remitted share {}%", "unemployment.remit_share"),
])  # fmt: skip
def test_solved_drivers_are_the_ones_written_down(base: Baseline, says: str, key: str) -> None:
    found = re.search(says.format("([0-9,]+(?:[.][0-9]+)?)"), MODEL)
    assert found, says
    places = len(found[1].partition(".")[2])
    assert number(found[1]) == round(base.value_at(key, month_of(2021)) or 0.0, places)


def test_openings_and_bands_are_the_ones_written_down(base: Baseline) -> None:
    for fund, o in base.openings.items():
        assert (
            o.amount is not None
            and f"{fund} {o.amount / WAN:,.0f} ({(o.low or 0) / WAN:,.0f} to {(o.high or 0) / WAN:,.0f})" in MODEL
        )
    bands = {key: (fund.band.red, fund.band.amber) for key, fund in catalog.all_funds().items()}
    assert bands == {"public": (3, 6), "resident": (3, 6), "unemployment": (6, 12)}
    assert "unemployment red below 6, amber below 12 months; pensions 3 and 6" in OUTLOOK


def test_the_anchors_hold(dataset: Dataset, baseline: Side) -> None:
    closing = [
        f"{balance(baseline.baseline, 'unemployment', 'closing', year):,.0f}万 ({year})" for year in (2021, 2026)
    ]
    assert " → ".join(closing) in MODEL
    assert {round(balance(baseline, "public", "cover_months", year), 2) for year in baseline.years} == {4.07}
    raised = run(dataset, "1;unemployment.benefit_standard=1530@2022-01")
    effect = {year: balance(raised, "unemployment", "expenditure", year) - balance(baseline, "unemployment", "expenditure", year)
              for year in (2022, 2026)}  # fmt: skip
    parts = [wan(raised, f"unemployment.{key}", 2022) - wan(baseline, f"unemployment.{key}", 2022)
             for key in ("benefit", "other_cost")]  # fmt: skip
    assert (
        f"2022 +{effect[2022]:,.1f}万 (benefit {parts[0]:,.1f}, lump sums {parts[1]:,.1f}), 2026 +{effect[2026]:,.1f}万"
        in MODEL
    )
