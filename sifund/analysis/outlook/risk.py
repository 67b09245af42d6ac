"""How likely a fund's reserve falls below its floor, or what keeps its cover where a subsidy is held: under each condition, with
how far to rely on it. Pages, documents and command line say the same sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sifund import catalog
from sifund.analysis.outlook.conditions import CONDITIONS, MEANING, Condition, as_moved, held_line
from sifund.analysis.outlook.reliability import relies
from sifund.analysis.outlook.samples import sample
from sifund.analysis.outlook.uncertainty import Breach, Sample, breach, chance_words
from sifund.analysis.outlook.warning import floor_of
from sifund.declare.formula import Line
from sifund.declare.measure import COVER
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.scenario.view import View
from sifund.text import Text, join, plain

CHANCE = Text(
    "{first}—{last}年，{fund}{cover}跌破{floor}个月的可能性：{each}。",
    "{first}–{last}: the chance that the {fund}'s cover falls below {floor} {floor:month|months} is {each}.",
)
ALONE = Text("{own}（{condition}）", "{own} {condition}")
BOTH = Text("方案{own}，基线{base}（{condition}）", "{own} in the scenario and {base} in the baseline {condition}")
SUBSIDY = Text(
    "{fund}{last}年要保住基年末的{cover}，需要{line}（90%区间）：{each}。",
    "{fund}: {line} that keeps the cover of the base year's end in {last}, 90%: {each}.",
)
BAND = Text("{low}至{high}（{condition}）", "{low} to {high} {condition}")
HOLDS = Text("照历史波动的带{what}。", "As history moved: {what}.")
ON_SPLIT = Text("年初结余按假设拆分。", "The split of opening balances is assumed.")
P90 = (0.05, 0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Risk:
    """A fund's chances of a breach in baseline and scenario under each condition; where a line is held, in their place the
    band of what keeps the base year's cover in the last year [yuan], of the scenario. Empty where nothing is known."""

    side: Side
    fund: str
    floor: float
    size: int
    held: Line | None
    samples: Mapping[Condition, Sample]

    @cached_property
    def breaches(self) -> dict[Condition, tuple[Breach, Breach]]:
        """Of the baseline and the scenario; none of a fund whose subsidy is held, or that spends nothing."""
        by_condition: dict[Condition, tuple[Breach, Breach]] = {}
        for condition, drawn in self.samples.items() if self.held is None else ():
            if not np.isnan(drawn.measure(self.fund, COVER)[:, 1:]).all():
                by_condition[condition] = self._breach(drawn, "baseline"), self._breach(drawn, "scenario")
        return by_condition

    def _breach(self, drawn: Sample, of: str) -> Breach:
        return breach(self.side.years, drawn.measure(self.fund, COVER, of), self.floor, drawn.blocks)

    @cached_property
    def bands(self) -> dict[Condition, tuple[float, float, float]]:
        """P5, median and P95 of the held line that keeps the cover in the last year [yuan]."""
        by_condition: dict[Condition, tuple[float, float, float]] = {}
        if self.held:
            for condition, drawn in self.samples.items():
                low, middle, high = np.quantile(drawn.line(self.held.key)[:, -1], P90).tolist()
                by_condition[condition] = low, middle, high
        return by_condition

    def says(self) -> Text | None:
        """The headline: each figure with its condition; None where nothing is known."""
        years, declared = self.side.years, catalog.all_funds()[self.fund]
        parts = {
            "fund": declared.name,
            "cover": declared.cover_name,
            "first": years[min(1, len(years) - 1)],
            "last": years[-1],
        }
        if self.held and self.bands:
            each = [BAND.format(condition=CONDITIONS[c], low=YUAN.write(low), high=YUAN.write(high))
                    for c, (low, _, high) in self.bands.items()]  # fmt: skip
            return SUBSIDY.format(each=join(each, "；", "; "), line=self.held.name.inside, **parts)
        by_condition = self.breaches
        if not by_condition:
            return None
        each = [self._chance(c, *pair) for c, pair in by_condition.items()]
        return CHANCE.format(each=join(each, "；", "; "), floor=plain(self.floor), **parts)

    def _chance(self, condition: Condition, base: Breach, breach: Breach) -> Text:
        """The baseline's beside it, where there is a scenario and the baseline's subsidy is not held."""
        alone = not self.side.moves or held_line(self.side.baseline, self.fund)
        words = {name: chance_words(x, self.size) for name, x in (("own", breach), ("base", base))}
        return (ALONE if alone else BOTH).format(condition=CONDITIONS[condition], **words)

    def notes(self) -> list[Text]:
        """What stands beside the headline: how far to rely on it, what the conditions mean, and what the moves hold."""
        held = catalog.all_funds()[self.fund].moves_with
        beside = [HOLDS.format(what=held)] if held and "history" in self.samples else []
        return [relies(self.side.base, self.fund), MEANING, *beside]


def risk(side: Side, scenario: Scenario, fund: str, *, held: Line | None = None) -> Risk:
    """A fund's risk in a scenario, with the floor, draws and seed of its view, over the years that are run; `held`: the
    line that is looked at in place of a breach, else the one that this side holds."""
    held = held or held_line(side, fund)
    view = View.model_validate(scenario.view.model_dump() | {"years": len(side.years)})
    samples: dict[Condition, Sample] = {}
    if side.knows(fund):
        keeps = held is not None
        drawn = sample(side.base.dataset, Scenario(scenario.changes, view=view), fund, keeps=keeps)
        samples["law"] = drawn
        if moved := as_moved(drawn, (side.baseline, side), fund, view.seed, keeps=keeps):
            samples["history"] = moved
    return Risk(side, fund, floor_of(view, fund), view.draws, held, samples)


def spoken(side: Side, scenario: Scenario, fund: str) -> list[Text]:
    """The headline of a fund's risk and what stands beside it; how far to rely on the rest where nothing is known of it."""
    one = risk(side, scenario, fund)
    return [says, *one.notes()] if (says := one.says()) else [relies(side.base, fund)]
