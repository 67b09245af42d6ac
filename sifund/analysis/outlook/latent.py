"""Assumptions that move no line by themselves: drawn in the runs whose changes make them count, and in no other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sifund import catalog
from sifund.analysis.outlook.distributions import Uncertain, uncertain, values_of
from sifund.analysis.outlook.ranges import HORIZON, Z95, Input, input_of
from sifund.model.baseline import Baseline
from sifund.model.drawn import run_drawn
from sifund.model.memory import remembered
from sifund.model.paths import Array
from sifund.model.rows import Draws
from sifund.scenario import Changes
from sifund.text import HALF_FEN


@remembered(8)
def uncertain_in(base: Baseline, changes: Changes) -> Uncertain:
    """What is drawn of a run with these changes: what is of its baseline, and what moves a line only beside such changes."""
    what = uncertain(base)
    awake = tuple(x for x in latent_inputs(base) if x.key in _awake(base, changes))
    return replace(what, inputs=(*what.inputs, *awake)) if awake else what


@remembered(1)
def latent_inputs(base: Baseline) -> tuple[Input, ...]:
    """Assumptions of the baseline's lines that move one only where something else is changed, each with its range."""
    read = {p.key for line in base.modelled.values() for p in catalog.movers(line.key)}
    some = (p for key, p in catalog.parameters().items() if p.latent and key in read and key in base.values)
    return tuple(x for p in some if (x := input_of(base, p)))


@remembered(8)
def _awake(base: Baseline, changes: Changes) -> frozenset[str]:
    """Which of these move a line of the run, each alone at an end of its range; one run, a row for each and one of none."""
    some = latent_inputs(base)
    tables: dict[str, dict[str, Array]] = {"rates": {}, "factors": {}, "shifts": {}}
    for row, x in enumerate(some):
        z = np.zeros((len(some) + 1, 1))
        z[row] = Z95 if x.reach()[1].any() else -Z95
        table, values = values_of(x, z)
        tables[table][x.key] = values
    _, block = run_drawn(
        base.dataset,
        changes,
        HORIZON + 1,
        Draws(len(some) + 1, tables["rates"], tables["factors"], tables["shifts"], baseline=False),
    )
    moved = np.zeros(len(some) + 1, bool)
    for key in base.modelled if some else ():
        if len(amounts := block.line(key)) > 1:
            moved |= (np.abs(amounts - amounts[-1]) > HALF_FEN).any(axis=1)
    return frozenset(x.key for x, moves in zip(some, moved, strict=False) if moves)
