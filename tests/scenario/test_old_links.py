"""Links that version 0.2.0 made open to the figures that it gave, to the fen.

`links-0.2.0.json` was written by that version's own program (`simulate` on the shipped dataset): each link with its
scenarios' texts and fingerprints, and by line and by fund/measure the figures of all years [yuan; cover in months to six
places]. The first link is the baseline of 16 years, whole; of the others stands what differs from it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sifund import catalog
from sifund.cli.ask import read_link
from sifund.dataset import Dataset
from sifund.model.case import Case, Side
from sifund.model.frames import fingerprint
from sifund.scenario import parse
from sifund.scenario.link import read_texts
from sifund.text import LANGS

Figures = dict[str, list[float | None]]
ROUNDED = 0.006
"""Half a fen, by which the table is rounded, and what a float may lose."""


@cache
def table() -> dict[str, Any]:
    return json.loads(Path(__file__).with_name("links-0.2.0.json").read_text(encoding="utf-8"))


def whole(differing: Figures, years: int) -> Figures:
    """All figures of a side: those that differ from the baseline, else the baseline's."""
    baseline: Figures = table()["links"][0]["scenarios"][0]["figures"]
    return {key: differing.get(key, figures[:years]) for key, figures in baseline.items()}


def series(side: Side, key: str) -> Sequence[float | None]:
    """A line's amounts, or a fund's measure, by year."""
    fund, _, measure = key.partition("/")
    return [side.value(fund, measure, year) for year in side.years] if measure else side.line(key).tolist()


@pytest.mark.parametrize("number", range(25))
def test_an_old_link_opens_to_the_same_figures(number: int, dataset: Dataset) -> None:
    old = table()["links"][number]
    assert read_link(old["link"]).notices == ()
    for text, given in zip(read_texts(old["link"]), old["scenarios"], strict=True):
        scenario, notices = parse(text, dataset)
        assert (notices, scenario.text(), scenario.fingerprint) == ((), given["text"], given["scenario"])
        side = Case(dataset, scenario.changes, scenario.view.years).side()
        assert fingerprint(side) == given["result"]
        for which, name in ((side, "figures"), (side.baseline, "baseline")):
            for key, before in whole(given.get(name, {}), scenario.view.years).items():
                assert series(which, key) == pytest.approx(before, rel=0, abs=ROUNDED), key


def test_the_old_links_reach_every_parameter_and_view_of_their_version_every_fund_and_both_languages(
    dataset: Dataset,
) -> None:
    read = [parse(scenario["text"], dataset)[0] for old in table()["links"] for scenario in old["scenarios"]]
    views = [each.view.model_dump(exclude_defaults=True) for each in read]
    assert {key for each in read for key, _ in each.changes} == set(table()["parameters"])
    assert {key for view in views for key in view} == set(table()["views"])
    assert {view.get("fund", "unemployment") for view in views} == set(catalog.all_funds())
    assert {old["link"].rpartition("=")[2] for old in table()["links"]} == set(LANGS)
