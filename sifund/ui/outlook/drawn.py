"""The sample that the page shows: drawn once for a scenario, in blocks, with progress where it takes long."""

from __future__ import annotations

import time
from dataclasses import replace
from functools import lru_cache

import streamlit as st

from sifund.analysis import uncertainty
from sifund.analysis.uncertainty import BLOCKS, Lean, Sample
from sifund.dataset import Dataset
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui.state import t

PATIENCE_S = 0.5
DRAWING = Text("正在抽样试算：{count}次", "Drawing and running {count} times")


def bare(found: Scenario) -> Scenario:
    """The scenario without what does not change its figures."""
    return replace(found, name="", dataset="", view=type(found.view)())


def sample(on: Dataset, found: Scenario) -> Sample:
    """Baseline and scenario on the same draws, kept by dataset, scenario, years, draws and seed."""
    view, start, bar = found.view, time.monotonic(), None
    blocks = []
    for number in range(BLOCKS):
        blocks.append(_block(on, bare(found), view.years, view.draws, view.seed, number))
        if time.monotonic() - start > PATIENCE_S:
            bar = bar or st.empty()
            bar.progress((number + 1) / BLOCKS, t(DRAWING, count=view.draws))
    if bar:
        bar.empty()
    return _joined(tuple(blocks))


@lru_cache(maxsize=8 * BLOCKS)
def _block(on: Dataset, scenario: Scenario, years: int, size: int, seed: int, number: int) -> Sample:
    return uncertainty.block(on, scenario, years, size, seed, number)


@lru_cache(maxsize=8)
def _joined(blocks: tuple[Sample, ...]) -> Sample:
    return uncertainty.join(blocks)


@lru_cache(maxsize=64)
def leans(on: Dataset, scenario: Scenario, fund: str, name: str, years: int) -> list[Lean]:
    """Why the band leans, kept."""
    return uncertainty.leans(on, scenario, fund, name, years)
