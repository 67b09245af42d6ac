"""The sample that the page shows, with progress where drawing it takes long."""

from __future__ import annotations

import time

from sifund.analysis.outlook import samples
from sifund.analysis.outlook.uncertainty import Sample
from sifund.dataset import Dataset
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session.state import t

PATIENCE_S = 0.5
DRAWING = Text("正在抽样试算：{count}次", "Drawing and running {count} {count:time|times}")


def sample(dataset: Dataset, scenario: Scenario, fund: str) -> Sample:
    """Baseline and scenario of a fund on the same draws."""
    start, bar = time.monotonic(), None

    def progress(share: float) -> None:
        nonlocal bar
        if time.monotonic() - start > PATIENCE_S and share < 1:
            bar = bar or st.empty()
            with bar:
                st.progress(share, t(DRAWING, count=scenario.view.draws))

    made = samples.sample(dataset, scenario, fund, progress)
    if bar:
        bar.empty()
    return made
