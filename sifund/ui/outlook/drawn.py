"""The sample that the page shows: drawn once for a scenario, in blocks, with progress where it takes long."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product
from typing import Any

from sifund.analysis.outlook import uncertainty
from sifund.analysis.outlook.uncertainty import BLOCKS, Sample
from sifund.dataset import Dataset
from sifund.model.memory import Memory
from sifund.model.result import Part
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session.state import t

PATIENCE_S = 0.5
LIMIT = 64_000_000
"""Bytes of arrays that what is drawn may take in all."""
DRAWN: Memory[Part] = Memory(LIMIT, lambda part: part.bytes)
"""Every run on draws that is kept in this process."""
DRAWING = Text("正在抽样试算：{count}次", "Drawing and running {count} times")


def bare(found: Scenario) -> Scenario:
    """The scenario without what does not change its figures."""
    return replace(found, name="", dataset="", view=type(found.view)())


def sample(on: Dataset, found: Scenario, fund: str) -> Sample:
    """Baseline and scenario of a fund on the same draws, each kept by dataset, scenario, years, draws and seed."""
    view, start, bar = found.view, time.monotonic(), None
    sides = [
        (on, side, fund, view.years, view.draws, view.seed) for side in (uncertainty.compared_with(found), bare(found))
    ]
    steps = list(product(sides, uncertainty.pieces(view.draws)))
    for done, (side, numbers) in enumerate(steps, start=1):
        _piece(*side, numbers)
        if time.monotonic() - start > PATIENCE_S and done < len(steps):
            bar = bar or st.empty()
            with bar:
                st.progress(done / len(steps), t(DRAWING, count=view.draws))
    if bar:
        bar.empty()
    return Sample(*(_joined(*side) for side in sides), blocks=BLOCKS)


def _piece(on: Dataset, *asked: Any) -> Part:
    scenario, fund, years, size, seed, numbers = asked
    key = on.fingerprint, *asked
    return DRAWN.get(on, key, lambda: uncertainty.piece(on, scenario, years, size, seed, numbers, funds=(fund,)))


def _joined(on: Dataset, *asked: Any) -> Part:
    """All blocks of one side; kept apart from its pieces where there are several."""
    *_, size, _ = asked
    first, *others = (_piece(on, *asked, numbers) for numbers in uncertainty.pieces(size))
    return DRAWN.get(on, (on.fingerprint, *asked), lambda: uncertainty.join([first, *others])) if others else first
