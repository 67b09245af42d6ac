"""Lines that no draw moves, each with what fixes it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sifund.analysis.outlook.distributions import draw, uncertain
from sifund.declare.formula import Line
from sifund.model.baseline import Baseline
from sifund.model.engine import run_rows
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import RowPaths
from sifund.terms import OPENING_UNKNOWN
from sifund.text import Text

YEARS, DRAWS, SEED = 4, 64, 1
HELD = Text("补贴按基线固定不变", "the subsidy is held at the baseline's")
ENDED = Text(
    "基年以后不再发生：政策已到期，或基年就没有", "nothing after the base year: the scheme ended, or there was none"
)
FIXED = Text("由法规或已知的数固定", "law or what is known fixes it")


@remembered(8)
def still_lines(base: Baseline) -> dict[str, Text]:
    """Keys of the lines that are the same in every draw in every year after the base year, and why."""
    draws = replace(draw(uncertain(base), DRAWS, SEED), baseline=True)
    annual = run_rows(RowPaths(base, [], YEARS, draws)).annual
    later = {key: amounts[-DRAWS:, 1:] for key, amounts in annual.items()}
    return {key: _why(base.modelled.get(key), x[0]) for key, x in later.items() if not (np.ptp(x, axis=0) > 0).any()}


def _why(line: Line | None, amounts: Array) -> Text:
    if np.isnan(amounts).any():
        return OPENING_UNKNOWN
    if line and line.residual:
        return HELD
    return FIXED if amounts.any() else ENDED
