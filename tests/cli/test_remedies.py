"""`remedies`: what a fund's cover, or what a person gets, is kept at a target by: each lever's smallest lawful change, by one step."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest
from support import amount, sample, scenario, small

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.cli import main
from sifund.dataset import save
from sifund.model.case import Case

CASES = [
    ("unemployment", "claimant_1", 26),
    ("public", "pensioner", 76),
    ("resident", "with_account", 7.5),
    ("resident", "cover_months", 30),
]


def run(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    assert main(["remedies", *more]) == 0
    return capsys.readouterr().out


def lowest(text: str, fund: str, measure: str) -> float:
    side = Case(sample(), scenario(sample(), text).changes, 6).side()
    values = side.measure(fund, measure)
    assert values is not None
    return float(np.min(values[1:]))


@pytest.mark.parametrize(("fund", "measure", "target"), CASES)
def test_each_is_lawful_does_it_and_a_step_less_does_not(
    capsys: pytest.CaptureFixture[str], fund: str, measure: str, target: float
) -> None:
    answer = json.loads(run(capsys, "--measure", f"{fund}:{measure}@2026", "--target", str(target), "--format", "json"))
    assert not answer["met"] and answer["remedies"]
    for remedy in answer["remedies"]:
        p = catalog.parameter(remedy["lever"])
        less = remedy["value"] + (p.step if remedy["value"] < remedy["was"] else -p.step)
        text = "1;{}={}@2022-01"
        assert lowest(text.format(p.key, f"{remedy['value']:.10g}"), fund, measure) == pytest.approx(remedy["lowest"])
        assert remedy["lowest"] >= target > lowest(text.format(p.key, f"{less:.10g}"), fund, measure)
        raised = alerts(
            Case(sample(), scenario(sample(), text.format(p.key, f"{remedy['value']:.10g}")).changes, 6).side()
        )
        assert not [alert for alert in raised if alert.key == p.key]
        assert (remedy["borne_by"] is None) == (measure != "cover_months"), "the fund pays what gives a person more"
        assert p.key in remedy["link"]


def test_in_words_and_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = ("--measure", "unemployment:claimant_1@2026", "--target", "26")
    words = run(capsys, *chosen, "--lang", "zh")
    assert "各年都不低于26.00%" in words and "1,434 元/月" in words and "做不到：" in words and "由谁承担" not in words
    assert "Borne by" in run(capsys, "--measure", "resident:cover_months@2026", "--target", "30", "--lang", "en")
    rows = list(csv.reader(run(capsys, *chosen, "--format", "csv").splitlines()))
    assert rows[1][:2] == ["unemployment.benefit_standard", "2022-01"] and len(rows) == 2
    assert "已经做到" in run(capsys, *chosen[:3], "20", "--lang", "zh")
    met = ("--measure", "unemployment:cover_months@2022", "--target", "1")
    assert "可信度低" in run(capsys, *met, "--lang", "zh"), "what is met rests on no more than what is not"
    assert "Unemployment" in json.loads(run(capsys, *met, "--lang", "en", "--format", "json"))["rests"][0]


@pytest.mark.parametrize(("measure", "named"), [
    ("unemployment:income@2026", "claimant_1"), ("unemployment:pensioner@2026", "claimant_1"), ("all:cover_months@2026", "resident"),
    ("nothing:cover_months@2026", "nothing"), ("unemployment:claimant_1@2090", "2090"), ("claimant", "claimant"),
])  # fmt: skip
def test_what_cannot_be_asked_is_named(capsys: pytest.CaptureFixture[str], measure: str, named: str) -> None:
    assert main(["remedies", "--measure", measure, "--target", "20"]) == 2
    assert named in capsys.readouterr().err


def test_unknown_cover_is_said_and_no_lever_is_blamed(capsys: pytest.CaptureFixture[str], tmp_path) -> None:
    save(small([amount("unemployment.benefit", 1e8)]), tmp_path / "office")
    assert (
        main(["remedies", str(tmp_path / "office"), "--measure", "unemployment:cover_months@2026", "--target", "12"])
        == 2
    )
    assert "opening" in capsys.readouterr().err
