"""Samples that are kept: each side drawn once for its dataset, scenario, fund, years, draws and seed, in blocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

from sifund.analysis.outlook import uncertainty
from sifund.analysis.outlook.uncertainty import BLOCKS, Sample
from sifund.dataset import Dataset
from sifund.model.memory import Memory
from sifund.model.result import Part
from sifund.scenario import Scenario

LIMIT = 64_000_000
"""Bytes of arrays that what is drawn may take in all."""
DRAWN: Memory[Part] = Memory(LIMIT, lambda part: part.bytes)
"""Every run on draws that is kept in this process."""


def bare(scenario: Scenario) -> Scenario:
    """The scenario without what does not change its figures."""
    return replace(scenario, name="", dataset="", origin="", view=type(scenario.view)())


def sample(
    dataset: Dataset, scenario: Scenario, fund: str, drawn: Callable[[float], object] = float, *, keeps: bool = False
) -> Sample:
    """Baseline and scenario of a fund on the same draws, as many and over as many years as the scenario's view asks for;
    `drawn` hears which share of the pieces is done. `keeps`: each draw has the held line that keeps its cover."""
    view = scenario.view
    sides = [
        (dataset, side, fund, keeps, view.years, view.draws, view.seed)
        for side in (bare(uncertainty.compared_with(scenario)), bare(scenario))
    ]
    steps = list(product(sides, uncertainty.pieces(view.draws)))
    for done, (side, numbers) in enumerate(steps, start=1):
        _piece(*side, numbers)
        drawn(done / len(steps))
    return Sample(*(_joined(*side) for side in sides), blocks=BLOCKS)


def _piece(dataset: Dataset, *question: Any) -> Part:
    scenario, fund, keeps, years, size, seed, numbers = question
    key = dataset.fingerprint, *question
    return DRAWN.get(
        dataset,
        key,
        lambda: uncertainty.piece(dataset, scenario, years, size, seed, numbers, funds=(fund,), keeps=keeps),
    )


def _joined(dataset: Dataset, *question: Any) -> Part:
    """All blocks of one side; kept apart from its pieces where there are several."""
    *_, size, _ = question
    first, *others = (_piece(dataset, *question, numbers) for numbers in uncertainty.pieces(size))
    return (
        DRAWN.get(dataset, (dataset.fingerprint, *question), lambda: uncertainty.join([first, *others]))
        if others
        else first
    )
