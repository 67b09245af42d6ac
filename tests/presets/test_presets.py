"""Presets: data that reads, replays from its link, and says what it rests on and leaves out."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from pydantic import ValidationError
from support import amount, given, run, small

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.unknown import amounts
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.baseline import Baseline
from sifund.model.case import Case
from sifund.model.frames import fingerprint
from sifund.presets import Change, Preset, offered, presets
from sifund.scenario import parse
from sifund.text import LANGS, WAN, Text

KEYS = ["rules-2022", "rules-2023-2024", "rules-2025", "unemployment-shock", "wage-slump", "2021-without-relief",
        "benefit-share", "later-retirement", "bad-years", "adjustment-formula", "linked-pensions"]  # fmt: skip
SOURCE = {"basis": "assumed", "says": {"zh": "测试", "en": "test"}}


def test_the_presets_asked_for_are_there(dataset: Dataset) -> None:
    assert list(presets()) == KEYS
    assert [preset.key for preset in offered(dataset)] == KEYS


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("lang", LANGS)
def test_each_replays_from_its_link(dataset: Dataset, key: str, lang) -> None:
    scenario = presets()[key].scenario(dataset, lang)
    query = parse_qs(urlsplit(scenario.link("http://127.0.0.1:8501", lang)).query)
    again, notices = parse(query["s"][0], dataset)
    assert not notices and again == scenario and again.fingerprint == scenario.fingerprint
    assert fingerprint(Case(dataset, again.changes).side()) == fingerprint(Case(dataset, scenario.changes).side())
    assert again.name == presets()[key].name.text(lang)


@pytest.mark.parametrize("key", KEYS)
def test_each_value_has_a_source_and_each_preset_says_what_it_leaves_out(key: str) -> None:
    preset = presets()[key]
    assert preset.leaves_out and all(Text(words.zh, words.en) for words in preset.leaves_out)
    for change in preset.all_changes:
        assert change.source("zh") and change.source("en") and change.source("zh") != change.source("en")
        assert change.source.basis == "assumed" or change.source.document, f"{change.key} names its document"


def test_the_rules_that_followed(dataset: Dataset) -> None:
    found = presets()["rules-2025"].scenario(dataset)
    years = range(2022, 2027)
    result = Case(dataset, found.changes).side()

    def values(key: str) -> list[float]:
        steps = found.steps(key)
        return [next(v for m, v in reversed(steps) if m <= month_of(year)) for year in years]

    assert values("unemployment.benefit_standard")[:4] == [1530] * 4
    assert values("unemployment.refund_rate_sme") == [90, 60, 60, 60, 60]
    assert values("unemployment.refund_rate_large") == [50, 30, 30, 30, 30]
    assert values("public.adjustment") == [4, 3.8, 3, 2, 2]
    assert not alerts(result), "the rules that followed break none"


def test_a_preset_takes_over_what_it_builds_on(dataset: Dataset) -> None:
    one, two = (presets()[key].scenario(dataset) for key in KEYS[:2])
    assert one.steps("unemployment.refund_rate_sme") == two.steps("unemployment.refund_rate_sme")
    assert two.steps("public.adjustment")[:1] == one.steps("public.adjustment")
    one, two = (Case(dataset, x.changes).side().line("unemployment.benefit") for x in (one, two))
    np.testing.assert_array_equal(one[:2], two[:2])
    assert one[2] > two[2]


def test_a_shock_ends_where_it_says(dataset: Dataset, base: Baseline) -> None:
    found = presets()["unemployment-shock"].scenario(dataset)
    (start, shock), (end, after) = found.steps("unemployment.new_claims")
    assert (start, end) == (month_of(2022), month_of(2024))
    assert shock == pytest.approx(1.5 * 15_028 * 1.03) and after == pytest.approx(15_028 * 1.03**3)
    assert found.steps("unemployment.collection") == ((start, 95), (end, 100))
    result = Case(dataset, found.changes, 15).side()
    gap = result.line("unemployment.benefit") / result.baseline.line("unemployment.benefit")
    assert gap[2] > 1.3 and gap[-1] == pytest.approx(1, abs=1e-6)


def test_a_factor_takes_later_steps_of_the_baseline_along(dataset: Dataset) -> None:
    found = presets()["wage-slump"].scenario(dataset).steps("economy.wage_growth")
    assert found == ((month_of(2022), -10), (month_of(2023), 0), (month_of(2024), 6), (month_of(2027), 4))


def test_two_points_of_unemployment_for_two_years(dataset: Dataset) -> None:
    """What is added is added to the baseline's path; the sizes are the model's."""
    scenario = presets()["bad-years"].scenario(dataset)
    assert scenario.steps("economy.unemployment_rate") == ((month_of(2022), 7.1), (month_of(2024), 5.1))
    later = scenario.with_steps("economy.unemployment_rate", ((month_of(2023), 7.1), (month_of(2025), 5.1)))
    side = Case(dataset, later.changes).side()
    closing = [amounts(row, "unemployment", "closing")[2:] for row in (side, side.baseline)]
    assert (closing[0] - closing[1]) / WAN == pytest.approx([-12_033, -32_266, -42_785, -47_469], abs=0.51)


def test_a_year_without_relief_changes_that_year_only(dataset: Dataset) -> None:
    result = Case(dataset, presets()["2021-without-relief"].scenario(dataset).changes).side()
    gap = result.line("unemployment.contributions") / result.baseline.line("unemployment.contributions")
    np.testing.assert_allclose(gap, [1.5, 1, 1, 1, 1, 1])
    assert result.line("unemployment.stabilisation_refund")[0] == 0
    assert result.line("unemployment.assistance")[0] == 0


def test_another_office_is_offered_the_shocks_that_it_can_take() -> None:
    data = small(
        [amount("unemployment.benefit", 1e8)],
        [given("unemployment.benefit_standard", 1500), given("unemployment.new_claims", 9000)],
    )
    assert [preset.key for preset in offered(data)] == ["unemployment-shock", "wage-slump", "bad-years"]
    found = presets()["unemployment-shock"].scenario(data)
    assert found.steps("unemployment.new_claims")[0] == (month_of(2023), pytest.approx(1.5 * 9000 * 1.03))
    assert run(data, found.text()).years[0] == 2022
    assert [preset.key for preset in offered(small([amount("resident.transfer_out", 1e5)]))] == [
        "wage-slump",
        "bad-years",
    ]


@pytest.mark.parametrize("broken", [
    {"key": "unemployment.benefit_standard", "starts": ["2022-01"], "source": SOURCE},
    {"key": "unemployment.benefit_standard", "starts": ["2022-01"], "value": 1, "times": 1, "source": SOURCE},
    {"key": "unemployment.benefit_standard", "starts": ["2022-01"], "times": 1, "plus": 1, "source": SOURCE},
    {"key": "unemployment.benefit_standard", "starts": ["2022-13"], "value": 1, "source": SOURCE},
    {"key": "unemployment.benefit_standard", "starts": [], "value": 1, "source": SOURCE},
    {"key": "unemployment.benefit_standard", "starts": ["2022-01"], "value": 1},
    {"key": "unemployment.benefit_standrd", "starts": ["2022-01"], "value": 1, "source": SOURCE},
])  # fmt: skip
def test_broken_data_is_refused(broken: dict) -> None:
    with pytest.raises((ValidationError, catalog.UnknownKey)):
        Change.model_validate(broken)


def test_an_impossible_value_is_refused(dataset: Dataset) -> None:
    change = {"key": "unemployment.collection", "starts": ["2022-01"], "value": 101, "source": SOURCE}
    words = {"zh": "测试", "en": "test"}
    preset = Preset.model_validate(
        {"key": "x", "name": words, "says": words, "leaves_out": [words], "changes": [change]}
    )
    with pytest.raises(ValueError, match="outside 0 to 100"):
        preset.scenario(dataset)


def test_the_command_lists_them(capsys: pytest.CaptureFixture[str], dataset: Dataset) -> None:
    assert main(["presets", "--format", "json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)["presets"]
    assert [record["key"] for record in found] == KEYS
    for record in found:
        assert parse(record["scenario"], dataset)[1] == () and record["leaves_out"] and record["sources"]
    assert main(["presets", "--lang", "zh"]) == 0
    assert "未计入：" in capsys.readouterr().out
