"""The permitted corridor of a lever: what each value of its slider would do, and the ends of that in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sifund import catalog
from sifund.analysis.outlook.warning import bands
from sifund.analysis.response.grid import Query, Response, Runs
from sifund.analysis.response.lawful import lawful
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.model.memory import remembered
from sifund.scenario import Scenario
from sifund.scenario.steps import value_number
from sifund.text import LANGS, WAN, Text, join, plain

LAW, COST = Text("法定", "Lawful"), Text("多支不超过{limit}", "Extra up to {limit}")
COVER = Text("{cover}≥{floor}个月", "Cover ≥ {floor} {floor:month|months}")
STANDS_ON = Text("{what}（年初结余按假设拆分）", "{what} (the split of the opening balances is assumed)")
BRIEFLY = Text("{what}（假设结余）", "{what} (assumed)")
ALL, NONE, ONLY = Text("全程", "throughout"), Text("无", "none"), Text("仅{value}", "only {value}")
STANDS = Text("不改动", "left alone")
UP_TO, FROM, BETWEEN = Text("≤ {high}", "≤ {high}"), Text("≥ {low}", "≥ {low}"), Text("{low}—{high}", "{low}–{high}")


@dataclass(frozen=True, slots=True)
class Zone:
    """Places of a slider that keep one condition: which (law, cover or cost), their runs, what it is in words with what
    it stands on, in short, and where it ends."""

    kind: str
    runs: Runs
    name: Text
    brief: Text
    ends: Text

    @property
    def says(self) -> Text:
        """法定 ≤ 1,699."""
        return Text(f"{self.brief.zh} {self.ends.zh}", f"{self.brief.en} {self.ends.en}")


def asked_of(scenario: Scenario, base: Baseline, fund: str, first: int) -> Query:
    """What a fund is looked at for: the floor and limit of cost of the scenario's view, else the fund's red line and none.
    `first` is the first year that counts."""
    view = scenario.view
    red = bands(view.bands)[fund].red
    (floor,), cost = dict(view.floor).get(fund, (red,)), dict(view.cost).get(fund)
    year = min(max(first, base.base_year), base.base_year + view.years - 1)
    return Query(fund, view.years, year, floor, cost[0] if cost else None)


def corridor(
    dataset: Dataset, base: Baseline, scenario: Scenario, query: Query, places: Places, response: Response
) -> list[Zone]:
    """The zones of a lever's slider: law where it has limits, cover where the fund's opening balance is known, cost where
    the user sets a limit."""
    runs = {
        "law": lawful(dataset, scenario, query.years, places),
        "cover": response.funded,
        "cost": response.paid,
    }
    cost = COST.format(limit=_in_full(query.cost))
    names = {"law": (LAW, LAW), "cover": _cover(base, query), "cost": (cost, cost)}
    return [Zone(kind, some, *names[kind], _ends(places, some)) for kind, some in runs.items() if some is not None]


def _in_full(limit: float | None) -> Text:
    """A limit of cost as it was typed, with all its places."""
    places = 0 if limit is None else len(plain(round(limit / WAN, 6)).partition(".")[2])
    return YUAN.write(limit, places or None)


@remembered()
def _cover(base: Baseline, query: Query) -> tuple[Text, Text]:
    """The condition with what it stands on, and in short."""
    says = COVER.format(cover=catalog.all_funds()[query.fund].cover_name.inside, floor=plain(query.floor))
    if base.openings[query.fund].basis != "assumed":
        return says, says
    return STANDS_ON.format(what=says), BRIEFLY.format(what=says)


@lru_cache(maxsize=4096)
def _ends(places: Places, runs: Runs) -> Text:
    return join((_run(places, *run) for run in runs), "、", ", ") or NONE


def _run(places: Places, first: int, last: int) -> Text:
    """A run of places by its ends, so far as they are not the slider's."""
    low, high = (_value(places, at) for at in (first, last))
    if first == last == places.neutral and not places.p.alerts:
        return STANDS
    if first == last:
        return ONLY.format(value=low)
    if first == 0:
        return ALL if last == places.count - 1 else UP_TO.format(high=high)
    return FROM.format(low=low) if last == places.count - 1 else BETWEEN.format(low=low, high=high)


def _value(places: Places, at: int) -> Text:
    """A value as the card shows it; of percents with the sign."""
    p = places.p
    sign = "%" if p.unit.percent else ""
    return Text(*(f"{value_number(p, places.in_own_unit(at), lang=lang)}{sign}" for lang in LANGS))
