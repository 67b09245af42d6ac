"""What every part of the outlook page looks at: the scenario, its run, its sample, a fund with its floor and bands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sifund import catalog
from sifund.analysis.grounds import assumes
from sifund.analysis.outlook.conditions import as_moved
from sifund.analysis.outlook.monthly import Calendar
from sifund.analysis.outlook.remedy import Goal
from sifund.analysis.outlook.risk import Risk, risk
from sifund.analysis.outlook.uncertainty import Sample
from sifund.analysis.outlook.warning import RED, Warned, bands, floor_of, gravest, warned
from sifund.analysis.unknown import unknown_words
from sifund.dataset import Dataset
from sifund.declare.fund import Band
from sifund.declare.parameter import Month
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import Text, format_percent
from sifund.ui.outlook.drawn import sample

COVER = "cover_months"


@dataclass(frozen=True)
class Subject:
    """A dataset, a scenario on it with the month in which changes start, its run without draws, and the fund looked at."""

    dataset: Dataset
    scenario: Scenario
    month: Month
    side: Side
    fund: str

    @cached_property
    def sample(self) -> Sample:
        return sample(self.dataset, self.scenario, self.fund)

    @property
    def is_known(self) -> bool:
        """Whether the fund's balance, and what follows from it, is known."""
        return self.side.knows(self.fund)

    @property
    def unknown(self) -> Text:
        """Why what rests on the fund's balance is unknown, and the cure."""
        return unknown_words(self.side.base, self.fund)

    def assumes(self, fund: str) -> bool:
        """Whether a fund's opening balance is assumed: cover, chance, light and remedy rest on it."""
        return assumes(self.side.base, fund)

    @property
    def changed(self) -> bool:
        return bool(self.scenario.changes)

    @property
    def scale(self) -> dict[str, Band]:
        return bands(self.scenario.view.bands)

    @property
    def calendar(self) -> Calendar:
        return dict(self.scenario.view.calendar)

    @property
    def floor(self) -> float:
        """The fund's floor [cover months]: the typed one, else the red bound."""
        return floor_of(self.scenario.view, self.fund)

    @property
    def sides(self) -> tuple[Side, Side]:
        """The baseline and the scenario."""
        return self.side.baseline, self.side

    @cached_property
    def all_alerts(self) -> list[Warned]:
        """Every fund's alerts on the scenario's single path."""
        return warned(self.side, self.scale)

    @property
    def alerts(self) -> list[Warned]:
        """The fund's own."""
        return [a for a in self.all_alerts if a.fund == self.fund]

    @property
    def gravest(self) -> Warned | None:
        return gravest(self.alerts)

    def goals(self, fund: str) -> list[Goal]:
        """What would answer a fund's alerts: green in every year; where there is a red year, at least no red one."""
        warneds = [a for a in self.all_alerts if a.fund == fund]
        worst, band = gravest(warneds), self.scale[fund]
        bounds = (band.amber, band.red) if worst and worst.light is RED else (band.amber,)
        return [Goal(fund, worst.year, bound) for bound in dict.fromkeys(bounds)] if worst else []

    @cached_property
    def risk(self) -> Risk:
        """The chance of a breach, or what keeps the cover, under each condition."""
        return risk(self.side, self.scenario, self.fund)

    @cached_property
    def moved(self) -> Sample | None:
        """The same figures as history moved; None where nobody knows how."""
        return as_moved(self.sample, self.sides, self.fund, self.scenario.view.seed)

    def exhausted(self, of: str = "scenario", drawn: Sample | None = None) -> str:
        """The share of draws whose cover is below 0 in the last year; empty for none."""
        sample = drawn or self.sample
        share = float((sample.measure(self.fund, COVER, of)[:, -1] < -1e-9).mean()) if self.is_known else 0.0
        return format_percent(100 * share) if share else ""

    @property
    def cover_name(self) -> Text:
        return catalog.all_funds()[self.fund].cover_name
