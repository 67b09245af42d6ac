"""What decides between scenarios: each criterion worked out again from the run, in every fund and both languages."""

from __future__ import annotations

import re

import numpy as np
import pytest
from support import scenario

from sifund.analysis.alerts import alerts
from sifund.analysis.comparison import Comparison, compare
from sifund.analysis.decide.criteria import Criterion, criteria
from sifund.analysis.decide.stand import breaches_of, burden, lowest
from sifund.analysis.decide.verdict import verdict
from sifund.analysis.effect.payers import payments
from sifund.analysis.outlook.uncertainty import breach, sample
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.unit import COVER_MONTHS
from sifund.scenario import Scenario
from sifund.text import EXHAUSTED, LANGS

LAWFUL, UNLAWFUL = "n=A;unemployment.benefit_standard=1530@2022-01", "n=B;unemployment.refund_rate_sme=90@2022-01"
GONE = "n=C;unemployment.new_claims=60000@2022-01"
RESIDENT = "n=D;resident.basic_standard=400@2022-01"
TEXTS = (LAWFUL, UNLAWFUL, GONE, RESIDENT, "n=E")
FUND = "unemployment"


def of(dataset: Dataset, *texts: str, against: int = 0, years: int = 6) -> Comparison:
    return compare(dataset, [scenario(dataset, text) for text in texts], against, years)


def row(found: Comparison, key: str, fund: str = FUND) -> Criterion:
    return next(row for row in criteria(found, fund) if row.key == key)


@pytest.mark.parametrize("against", [0, 2])
def test_every_criterion_has_a_cell_for_every_column(dataset: Dataset, against: int) -> None:
    found = of(dataset, *TEXTS, against=against)
    assert [found.name(number).zh for number in range(6)] == ["基线", "1 A", "2 B", "3 C", "4 D", "5 E"]
    for fund in found.funds:
        rows = criteria(found, fund)
        assert [row.key for row in rows] == ["law", "lowest", "room", "chance", "chance_history", "payers"]
        for one in rows:
            assert len(one.cells) == len(found.columns)
            said = " ".join(line(lang) for lang in LANGS for cell in one.cells for line in (one.name, *cell.lines))
            assert not re.search(r"\b(nan|None|inf)\b", said), said
            basis = one.cells[found.columns.index(against)]
            assert not basis.mark or one.key == "payers"  # nothing differs from itself


def test_the_law_counts_each_subject_once_from_its_first_year(dataset: Dataset) -> None:
    found = of(dataset, *TEXTS)
    cells = row(found, "law").cells
    for number in found.numbers:
        subjects = {alert.key for alert in alerts(found.side(number))}
        own = breaches_of(found.side(number))
        assert subjects <= {about.key for about, _ in own.firsts} | {"unemployment"}
        assert cells[number].says.zh == (f"{len(own.firsts)}项，{own.first}年起" if own.firsts else "无")
        assert (cells[number].mark == "worse") == bool(own.firsts)
    assert breaches_of(found.side(2)).first == 2023 and not breaches_of(found.side(1)).firsts


def test_what_the_baseline_breaks_too_is_no_scenarios_merit(dataset: Dataset) -> None:
    """A scenario that leaves the baseline's breach as it is has that breach."""
    breaks = f"{LAWFUL};unemployment.refund_rate_sme=90@2022-01"
    found = of(dataset, breaks, breaks.replace("n=A", "n=B"), against=1)
    assert row(found, "law").cells[1].says == row(found, "law").cells[0].says
    side = found.side(1)
    shared = breaches_of(side.baseline)
    assert set(shared.firsts) <= set(breaches_of(side).firsts)


@pytest.mark.parametrize("fund", ["unemployment", "resident", "public"])
def test_lowest_cover_and_the_way_to_the_floor(dataset: Dataset, fund: str) -> None:
    found = of(dataset, *TEXTS, f"n=F;view.floor={fund}:9")
    floor = floor_of(found.view, fund)
    for number in found.numbers:
        cover, spent, closing = (
            amounts(found.side(number), fund, m) for m in ("cover_months", "expenditure", "closing")
        )
        own = lowest(found.side(number), fund, floor)
        assert own is not None
        at = 1 + int(np.argmin(cover[1:]))
        assert (own.year, own.cover) == (found.years[at], pytest.approx(cover[at]))
        assert own.room == pytest.approx(closing[at] - floor / 12 * spent[at])
        assert own.below == next((y for y, c in zip(found.years[1:], cover[1:], strict=True) if c < floor), None)
        says = row(found, "lowest", fund).cells[number].says
        for lang in LANGS:
            assert str(own.year) in says(lang)
            assert (EXHAUSTED if own.cover < 0 else COVER_MONTHS.write(own.cover))(lang) in says(lang)


@pytest.mark.parametrize("years", [1, 2, 3, 6])
def test_the_lowest_cover_is_of_the_years_after_the_base_year(dataset: Dataset, years: int) -> None:
    found = of(dataset, LAWFUL, years=years)
    for words in (row(found, "lowest").name.zh, row(found, "lowest").name.en):
        assert set(re.findall("20[0-9]{2}", words)) == {str(found.years[min(years, 2) - 1]), str(found.years[-1])}


def test_the_floor_is_the_pages_own(dataset: Dataset) -> None:
    text = "n=A;view.floor=unemployment:18"
    assert "18" in row(of(dataset, text), "room").name.zh
    assert row(of(dataset, text), "room").cells[1].says.zh.startswith("+")
    assert "低于底线18个月" in verdict(of(dataset, f"{LAWFUL};view.floor=unemployment:18", UNLAWFUL), FUND, 2022).zh


def test_the_chance_is_that_of_the_outlook(dataset: Dataset) -> None:
    found = of(dataset, LAWFUL, UNLAWFUL, against=1)
    drawn = sample(dataset, Scenario(found.scenarios[1].changes), 6, found.view.draws, found.view.seed)
    alone = breach(found.years, drawn.measure(FUND, "cover_months"), 6.0, drawn.blocks)
    cell = row(found, "chance").cells[1]
    assert cell.says.en.startswith(f"{100 * alone.ever:.1f}%")
    assert cell.mark in ("", "worse") and "unchanged law" in row(found, "chance").name.en


def test_who_pays_is_what_the_payments_sum_to(dataset: Dataset) -> None:
    found = of(dataset, *TEXTS)
    for fund in found.funds:
        for number in found.numbers:
            table = payments(found.side(number)).filter(fund=fund)
            own = burden(found.side(number), fund)
            assert sum(amount for _, amount in own) == pytest.approx(table["pays"].sum(), abs=0.05)
            for party, amount in own:
                assert amount == pytest.approx(table.filter(party=party.key)["pays"].sum(), abs=0.01)
    assert (
        row(found, "payers", "resident").cells[4].mark == "other" and not row(found, "payers", "resident").cells[1].mark
    )


@pytest.mark.parametrize("texts", [TEXTS, (LAWFUL,), ("n=E", "n=F"), (LAWFUL, UNLAWFUL), (UNLAWFUL, GONE)])
def test_the_sentence_names_its_fund_floor_and_who_breaks_the_law(dataset: Dataset, texts: tuple[str, ...]) -> None:
    found = of(dataset, *texts)
    for fund in found.funds:
        says = verdict(found, fund, found.first_year(fund))
        side = found.side(0)
        assert side.base.dataset.fund_name(fund, short=True).zh in says.zh
        unlawful = [s.name for n, s in enumerate(found.scenarios, 1) if breaches_of(found.side(n)).firsts]
        law = says.zh.rsplit("合规提示", 1)[1] + says.zh.rsplit("有合规提示", 1)[0][-2:]
        assert ("没有合规提示" in says.zh) == (not unlawful)
        if unlawful and len(unlawful) < len(texts):
            assert all(f"“{name}”" in law for name in unlawful)
        floor = floor_of(found.view, fund)
        below = [n for n in found.numbers if (low := lowest(found.side(n), fund, floor)) and low.below]
        assert ("都不低于底线" in says.zh.replace("其余各年都不低于", "")) == (not below)


def test_one_year_has_no_chance_and_says_so(dataset: Dataset) -> None:
    found = of(dataset, LAWFUL, UNLAWFUL, years=1)
    assert [cell.says.zh for cell in row(found, "chance").cells] == ["—"] * 3
    assert verdict(found, FUND, 2021).zh
