"""Three consistent sets of assumptions, as actuarial reports give them: low cost, intermediate and high cost.

The intermediate set is the run itself. In the others every assumption and every measured quantity that is uncertain moves
half of the way to the end of its range, to the side that leaves the fund less (high cost) or more (low cost); what
follows another goes with it, as far as it is correlated, so that no set has wages fall and benefits run ahead of them.
What a scenario types, law and levers stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sifund import catalog
from sifund.analysis.outlook.actuarial import Summary, summary
from sifund.analysis.outlook.latent import uncertain_in
from sifund.analysis.outlook.ranges import Input
from sifund.analysis.unknown import amounts
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter, Steps, month_of
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Side, run
from sifund.model.memory import remembered
from sifund.model.rows import steps_from
from sifund.scenario import Changes, Scenario
from sifund.scenario.scenario import inputs_of
from sifund.text import Text

PART = 0.5
"""How far towards the ends of its range an assumption moves."""
Key = Literal["low", "intermediate", "high"]
NAMES: dict[Key, Text] = {
    "low": Text("低成本", "Low cost"), "intermediate": Text("居中", "Intermediate"), "high": Text("高成本", "High cost"),
}  # fmt: skip
SOURCES = Text(
    "三套假设沿用精算报告的叫法：美国社会保障信托基金年报为低成本、居中、高成本（ssa.gov/oact/TR，术语表“Assumptions”）；"
    "国际社会保障协会与国际劳工组织的精算指引为乐观、基准、悲观情景；英国政府精算署为主预测与高低变体（待核实）。",
    "Sets as actuarial reports name them: low-cost, intermediate and high-cost in the US Trustees' reports (ssa.gov/oact/TR, "
    'glossary, "Assumptions"); optimistic, base and pessimistic scenarios in the ISSA and ILO guidelines; principal and variant '
    "projections of the UK Government Actuary's Department (to be verified).",
)
HOW = Text(
    "每项不确定的假设向其范围不利（有利）的一端移动一半，有关联的同向移动；方案填写的、法规和政策参数不动。幅度是本程序自定的。",
    "Each uncertain assumption moves half of the way to the end of its range that costs (spares) the fund; what is correlated "
    "moves together; what the scenario types, law and levers stay. How far is this program's own choice.",
)


@dataclass(frozen=True, eq=False)
class CostSet:
    """A set of assumptions: its name, what it changes, its run, and the fund's summary."""

    key: Key
    changes: Changes
    side: Side
    summary: Summary

    @property
    def name(self) -> Text:
        return NAMES[self.key]


def cost_sets(dataset: Dataset, scenario: Scenario, fund: str, years: int) -> tuple[CostSet, ...]:
    """The three sets of a scenario for a fund, the cheapest first. Raises SifundError for impossible base-year inputs."""
    return _cost_sets(dataset, scenario.changes, fund, years)


@remembered(16)
def _cost_sets(dataset: Dataset, changes: Changes, fund: str, years: int) -> tuple[CostSet, ...]:
    base, scenario = calibrate(dataset, inputs_of(changes)), Scenario(changes)
    groups = _groups(base, scenario, fund)
    tried = [_moved(base, scenario, group, sign) for group in groups for sign in (1, -1)]
    ends = [_left(side, fund) for side in run(dataset, [x.changes for x in tried], years, (fund,))] if tried else []
    sets: dict[Key, Scenario] = {"low": scenario, "intermediate": scenario, "high": scenario}
    for at, group in enumerate(groups):
        up, down = ends[2 * at : 2 * at + 2]
        if up != down:
            sets["low"] = _moved(base, sets["low"], group, 1 if up > down else -1)
            sets["high"] = _moved(base, sets["high"], group, -1 if up > down else 1)
    sides = run(dataset, [x.changes for x in sets.values()], years)
    return tuple(
        CostSet(key, chosen.changes, side, summary(side, fund))
        for (key, chosen), side in zip(sets.items(), sides, strict=True)
    )


def _left(side: Side, fund: str) -> float:
    """What the run leaves the fund in all [yuan], rounded so that what does not move it is even."""
    return round(float(np.nansum(amounts(side, fund, "surplus"))), 2)


@dataclass(frozen=True, slots=True)
class Member:
    """An assumption of a group, and how far it goes with the first: 1 of its own."""

    drawn: Input
    weight: float


def _groups(base: Baseline, scenario: Scenario, fund: str) -> list[list[Member]]:
    """The fund's uncertain assumptions that nobody typed, each with those that follow it."""
    typed = {key for key, _ in scenario.changes}
    inputs = {
        x.key: x for x in uncertain_in(base, scenario.changes).inputs
        if catalog.parameter(x.key).fund in (fund, catalog.SHARED) and x.key not in typed and catalog.parameter(x.key).dated
    }  # fmt: skip
    groups: dict[str, list[Member]] = {}
    for key, x in inputs.items():
        leads, weight = x.spread.follows or ("", 0.0)
        groups.setdefault(leads if leads in inputs else key, []).append(Member(x, weight if leads in inputs else 1.0))
    return list(groups.values())


def _moved(base: Baseline, scenario: Scenario, group: Sequence[Member], sign: int) -> Scenario:
    """The scenario with a group moved up (1) or down (−1)."""
    for member in group:
        p = catalog.parameter(member.drawn.key)
        scenario = scenario.with_steps(p.key, _steps(base, scenario, p, member, sign))
    return scenario


def _steps(base: Baseline, scenario: Scenario, p: Parameter, member: Member, sign: int) -> Steps:
    """Its path from the first year on that is uncertain, moved: a level or shock by a share of itself, so that growth runs
    on from it, all else by what it is counted in; within its hard bounds."""
    x = member.drawn
    reach = x.reach()[sign > 0] * PART * member.weight * sign
    part = {"shock": 1.0, "level": x.mode}.get(x.spread.shape, 0.0)
    moved: list[tuple[Month, float]] = []
    for month, value in steps_from(base, scenario, p, month_of(base.base_year + x.first)):
        by = float(reach[min(month // 12 - base.base_year, len(reach) - 1)])
        moved.append((month, value * (1 + by / part) if part else value + by))
    return tuple((month, float(f"{min(max(value, p.low), p.high):.12g}")) for month, value in moved)
