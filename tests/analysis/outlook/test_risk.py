"""Two conditions, each named with its figure: at unchanged law and as history moved; a held subsidy is headlined by itself."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from support import FEN, scenario, small
from support import amount as an_amount

from sifund.analysis.comparison import compare
from sifund.analysis.decide.criteria import criteria
from sifund.analysis.decide.verdict import verdict
from sifund.analysis.outlook.conditions import CONDITIONS, as_moved, past_of
from sifund.analysis.outlook.reliability import reliability, relies, relies_in_short, word_of
from sifund.analysis.outlook.risk import Risk, risk, spoken
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.dataset.schema import HistoryRow
from sifund.history.band import moves
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.scenario import Scenario

BOXES = "unemployment.opening=800000000;unemployment.income=900000000"


def risky(dataset: Dataset, text: str = "1", fund: str = "unemployment") -> Risk:
    found = scenario(dataset, text) if text != "1" else scenario(dataset, "")
    return risk(Case(dataset, found.changes, found.view.years).side(), found, fund)


def with_years(dataset: Dataset, first: int, fund: str = "unemployment") -> Dataset:
    """An office's own totals from a year on, growing and shaking."""
    rows = [
        HistoryRow(series=f"{fund}.{item}", fund=fund, item=item, period=f"{year}", counts="cumulative", unit="元",
                   value=5e8 * 1.06 ** (year - 2000) * (1 + 0.1 * (-1) ** year * (item == "income")), basis="reported", source="账")
        for item in ("income", "expenditure") for year in range(first, 2022)
    ]  # fmt: skip
    return dataset.with_history(rows)


# --- the second band --------------------------------------------------------------------------------------------------


def test_income_and_expenditure_are_scaled_whole_and_jointly_about_the_single_path(dataset: Dataset) -> None:
    found = risky(dataset)
    one, drawn = found.side, found.samples["history"]
    known = past_of(dataset, "unemployment")
    assert known and known.ground == "nation" and known.years == (2013, 2021)
    factors = np.concatenate(
        [np.exp(moves(known.trends, 5, drawn.size // 8, 2021 * 8 + n)) for n in range(drawn.blocks)], axis=1
    )
    for name, own in zip(("income", "expenditure"), factors, strict=True):
        path, values = amounts(one, "unemployment", name), drawn.measure("unemployment", name)
        assert values[:, 1:] == pytest.approx(path[1:] * own, rel=1e-12) and not np.ptp(values[:, 0])
    closing = drawn.measure("unemployment", "opening")[:, :1] + np.cumsum(
        drawn.measure("unemployment", "surplus"), axis=1
    )
    assert drawn.measure("unemployment", "closing") == pytest.approx(closing, abs=FEN)
    width = {
        c: np.ptp(np.quantile(s.measure("unemployment", "expenditure")[:, 1], (0.05, 0.95)))
        for c, s in found.samples.items()
    }
    assert width["history"] > 2 * width["law"], "the sample's own band was refuted by one year in ten"


def test_what_government_pays_wholly_moves_both_sides_and_a_held_subsidy_is_not_scaled(dataset: Dataset) -> None:
    side = risky(dataset, fund="resident").side
    drawn = risky(dataset, fund="resident").samples["history"]
    paid = side.line("resident.government")
    up = drawn.measure("resident", "income") - paid * drawn.measure("resident", "expenditure") / amounts(
        side, "resident", "expenditure"
    )
    rest = up / (amounts(side, "resident", "income") - paid)
    spent = drawn.measure("resident", "expenditure") / amounts(side, "resident", "expenditure")
    known = past_of(dataset, "resident")
    assert known
    first = np.exp(moves(known.trends, 5, drawn.size // 8, 2021 * 8))
    assert rest[: drawn.size // 8, 1:] == pytest.approx(first[0]) and spent[: drawn.size // 8, 1:] == pytest.approx(
        first[1]
    )
    public = as_moved(risky(dataset, fund="public").samples["law"], (side, side), "public", 7)
    assert public is not None and not np.ptp(public.line("public.subsidy"), axis=0).any()


def test_five_years_of_its_own_stand_before_the_nation(dataset: Dataset) -> None:
    for first, ground in ((2017, "own"), (2018, "nation")):
        known = past_of(with_years(dataset, first), "unemployment")
        assert known and known.ground == ground
    public = past_of(dataset, "public")
    assert public and {one.key for one in public.series} == {"urban_pension.income", "urban_pension.expenditure"}


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1", "unemployment.refund_rate_sme=90"])
def test_both_chances_are_said_each_with_its_condition_the_one_at_unchanged_law_first(
    dataset: Dataset, text: str
) -> None:
    found = risky(dataset, text)
    says = found.says()
    assert says and says.zh.index("（法规不变）") < says.zh.index("（照历史波动）")
    assert says.en.index("at unchanged law") < says.en.index("as history moved")
    assert len(re.findall("%", says.zh)) == len(re.findall("%", says.en)) == (4 if text == "1" else 8)
    for own in found.breaches.values():
        assert all(0 <= one.ever <= 1 and one.ever_error < 0.05 for one in own)


def test_a_fund_whose_subsidy_is_held_is_headlined_by_what_keeps_its_cover(dataset: Dataset) -> None:
    found = risky(dataset, fund="public")
    says = found.says()
    assert found.held and not found.breaches and says and "跌破" not in says.zh and "falls below" not in says.en
    for drawn in found.samples.values():
        cover = drawn.measure("public", "cover_months")
        short = drawn.line("public.subsidy")[:, 1:] > 1
        assert cover[:, 1:][short] == pytest.approx(np.broadcast_to(cover[:, :1], short.shape)[short]), (
            "kept, with nothing over"
        )
        assert (cover[:, 1:] >= cover[:, :1] - 1e-6).all()
    held = risky(dataset, "public.adjustment=6", "public").bands["law"]
    assert held[1] > found.bands["law"][1], "what the scenario costs shows"
    typed = risky(dataset, "public.subsidy=2000000000", "public")
    assert typed.held is None and typed.breaches and "基线" not in (typed.says() or found.side.base.line_name("")).zh


def test_criteria_name_the_condition_and_a_held_fund_has_no_chance(dataset: Dataset) -> None:
    found = compare(dataset, [replace(scenario(dataset, "public.subsidy=2000000000"), name="甲")])
    for fund, word in (("unemployment", "跌破"), ("public", "所需")):
        rows = {row.key: row for row in criteria(found, fund)}
        for condition, key in zip(CONDITIONS.values(), ("chance", "chance_history"), strict=True):
            assert word in rows[key].name.zh and condition.zh in rows[key].name.zh
            assert condition.en in rows[key].name.en
            assert all(cell.beside[0].zh == "可信度低（年初结余是假设）" for cell in rows[key].cells)


def test_reliability_is_the_weakest_of_inputs_history_and_record_and_says_all_three(dataset: Dataset) -> None:
    reasons = reliability(calibrate(dataset), "unemployment")
    why = relies(calibrate(dataset), "unemployment").zh
    assert word_of(reasons) == "low" and "年初结余是假设" in why and "全国2013—2021各年" in why and "36次" in why
    typed = scenario(dataset, BOXES)
    assert word_of(reliability(calibrate(dataset, typed.inputs), "unemployment")) == "medium", "the nation's years"
    own = with_years(dataset, 2008)
    reasons = reliability(calibrate(own, typed.inputs), "unemployment")
    assert any("2008–2021" in says.en for _, says in reasons) and word_of(reasons) in ("high", "medium")
    assert relies(calibrate(dataset), "unemployment").zh.startswith("可信度低：")
    flat = calibrate(small([an_amount("unemployment.benefit", 6e7), an_amount("unemployment.skills", 4e7)]))
    assert (0, "60% of spending is carried flat") in [
        (weight, says.en) for weight, says in reliability(flat, "unemployment")
    ]


def test_every_headline_says_how_far_to_rely_on_it(dataset: Dataset) -> None:
    """Page, comparison, brief and the words to paste; a comparison says the weakest of what it compares."""
    typed = scenario(dataset, BOXES)
    weak, strong = (calibrate(dataset, one) for one in ((), typed.inputs))
    for scenarios, word in (([typed], "low"), ([replace(typed, name="甲")], "low")):
        says = verdict(compare(dataset, scenarios), "unemployment", 2022)
        assert says.en.endswith(f"Reliability {word} (balance, cover): the opening balance is assumed.")
        assert says.zh.endswith("可信度低（结余、备付）：年初结余是假设。")
    assert relies_in_short([strong], "unemployment").en.startswith("reliability medium (moves are the nation's")
    assert relies_in_short([strong, weak], "unemployment") == relies_in_short([weak], "unemployment")
    bare = small([an_amount("unemployment.benefit", 5e7)])
    (only,) = spoken(Case(bare, (), 6).side(), Scenario(), "unemployment")
    assert "年初结余未知" in only.zh, "what is unknown has no chance, and says how far to rely on the rest"


def test_without_any_history_only_unchanged_law_is_said(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    for room in ("conditions", "reliability"):
        monkeypatch.setattr(f"sifund.analysis.outlook.{room}.past_of", lambda on, fund: None)
    found = risky(dataset, "unemployment.opening=700000001")
    says = found.says()
    assert list(found.samples) == ["law"] and says and "照历史" not in says.zh
    assert (
        relies(found.side.base, found.fund).zh.startswith("可信度低")
        and "没有可以参照的历史" in relies(found.side.base, found.fund).zh
    )


def test_an_unknown_balance_has_no_risk_and_says_why() -> None:
    bare = small([an_amount("unemployment.benefit", 5e7)])
    found = risk(Case(bare, (), 6).side(), Scenario(), "unemployment")
    assert not found.samples and found.says() is None and "年初结余未知" in relies(found.side.base, found.fund).zh
