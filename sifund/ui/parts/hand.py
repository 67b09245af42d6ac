"""What headline and cards show while a lever is moved: its corridor, and its results at the places of its slider.

It follows when a run has ended and is painted, and is no part of what is printed, linked or saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np

from sifund import catalog
from sifund.analysis import outcome
from sifund.analysis.response import moving
from sifund.analysis.response.corridor import Zone, asked_of, corridor
from sifund.analysis.response.grid import Query, Response, respond
from sifund.analysis.response.moving import Of, Piece
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.scale import IN_WAN, IN_YUAN
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.memory import remembered
from sifund.presets import offered
from sifund.scenario import Scenario
from sifund.scenario.steps import value_words
from sifund.text import DASH, EXHAUSTED, Lang, Text, plain, same
from sifund.ui.parts.courses import Card
from sifund.ui.parts.served import component, written
from sifund.ui.session import afterwards, state

NAME = "hand"
Responses = Callable[[], dict[str, Any]]
"""Works them out: what the component is sent."""
NEAR = 0.01
THOUSAND = 1000
"""Yuan that amounts are sent in."""
FORCE, PRESET = Text("现行 {value}", "in force {value}"), Text("{name} {value}", "{name} {value}")
WORDS = {
    "about": Text("≈ {says}", "≈ {says}"),
    "year": moving.YEAR,
    "under": outcome.TINY,
    "share": outcome.SHARE,
    "months": outcome.OF_COVER,
    "before": outcome.MONTHS,
    "gone": outcome.OWN_EXHAUSTED,
    "none": outcome.NO_OWN_COVER,
    "exhausted": EXHAUSTED,
    "beyond": Text("超出法定限值", "beyond the legal limit"),
    "dear": Text("超出成本上限", "above the limit of cost"),
    "corridor": Text("各取值的结果", "What its values do"),
    "span": Text("{first}—{last}", "{first}–{last}"),
    "stop": Text("{says}。", " {says}."),
    "comma": Text("，", ", "),
    "dash": same(DASH),
}


def _component() -> Any:
    return component(NAME, "hand", "hands", html="<div></div>")


def ask(cards: Iterable[Card], scenario: Scenario, side: Side, fund: str) -> Responses:
    """How the responses are worked out, outside of any run, of the cards with a slider that move a fund of the scenario."""
    request = asked_of(scenario, side.base, fund, state.start_month(scenario) // 12)
    return partial(_responses, list(cards), scenario, side, request, state.lang())


def draw(responses: Responses) -> None:
    """Their place on the page, with the first of them."""
    afterwards.draw(NAME, lambda: _component()(key=NAME, data=responses()))


def follow(responses: Responses) -> None:
    """Others take their place when this run has ended."""
    afterwards.follow(NAME, lambda: written(responses()))


def _responses(cards: Sequence[Card], scenario: Scenario, side: Side, request: Query, lang: Lang) -> dict[str, Any]:
    sliders = [(card, places) for card in cards if (places := card.places)]
    responses = respond(side.base.dataset, scenario, request, [places for _, places in sliders])
    data, speech = _whole(side, request, lang), {}
    for (card, places), response in zip(sliders, responses, strict=True):
        first, moves = moving.first_year(side, request, response), moving.flows(side, request, response, places.p)
        name = "-".join([str(first), *moves])
        speech[name] = _speech(side.base, request, moves, first, lang)
        head = {"of": card.mark, "first": first, "speech": name}
        data["levers"][card.p.key] = head | _lever(scenario, side, request, places, response, lang)
    return data | {"speech": speech}


def _whole(side: Side, request: Query, lang: Lang) -> dict[str, Any]:
    """What all levers share: the baseline, and how figures are written."""
    below = moving.BELOW.format(
        cover=catalog.all_funds()[request.fund].cover_name, floor=plain(request.floor), years="{years}"
    )
    closing = side.baseline.measure(request.fund, "closing")
    return {
        "years": side.years,
        "floor": request.floor,
        "levers": {},
        "spending": _amounts(side.baseline.measure(request.fund, "expenditure")),
        "closing": None if closing is None else _amounts(closing),
        "words": {name: words(lang) for name, words in WORDS.items()} | {"below": below(lang)},
        "money": {
            "size": IN_WAN.size(lang), "more": IN_WAN.places(0, lang), "wan": _unit(IN_WAN.name, lang), "yuan": _unit(IN_YUAN.name, lang),
        },
    }  # fmt: skip


def _unit(name: Text, lang: Lang) -> str:
    return name(lang) if lang == "zh" else f" {name(lang)}"


def _amounts(yuan: Any) -> Any:
    """In thousands of yuan, as lists."""
    return np.rint(np.nan_to_num(yuan) / THOUSAND).astype(int).tolist()


def _lever(
    scenario: Scenario, side: Side, request: Query, places: Places, response: Response, lang: Lang
) -> dict[str, Any]:
    spending, closing = moving.gaps(side, request, response)
    zones = corridor(side.base.dataset, side.base, scenario, request, places, response)
    return {
        "at": response.at,
        "spending": _amounts(spending),
        "closing": None if closing is None else _amounts(closing),
        "zones": [_zone(zone, lang) for zone in zones],
        "ticks": _ticks(side.base, places, lang),
    }


def _zone(zone: Zone, lang: Lang) -> dict[str, Any]:
    return {
        "kind": zone.kind,
        "runs": zone.runs,
        "name": zone.name(lang),
        "ends": zone.ends(lang),
        "says": zone.says(lang),
    }


@remembered()
def _speech(base: Baseline, request: Query, moves: tuple[Of, ...], first: int, lang: Lang) -> dict[str, Any]:
    """What headline and card say of the value under the hand."""
    return {
        "says": _pieces(moving.sentence(base, request, moves, first), lang),
        "card": _pieces(moving.briefly(base, request, moves, first), lang),
    }


def _pieces(pieces: Sequence[Piece], lang: Lang) -> list[dict[str, Any]]:
    return [
        {"moved": x.moved(lang), "level": x.level(lang) if x.level else None, "of": x.of, "year": x.year}
        for x in pieces
    ]


@remembered(1024)
def _ticks(base: Baseline, places: Places, lang: Lang) -> list[dict[str, Any]]:
    """The value in force, and the nearest value of a ready scenario on each side of it."""
    p, force = places.p, base.value_at(places.p.key, places.month)
    middle = places.neutral if force is None else places.place(force)
    values = [(places.place(value), PRESET.format(name=name, value=value_words(p, value))) for value, name in
              _ready(base.dataset).get(p.key, ())]  # fmt: skip
    near = [*[x for x in values if x[0] < middle - NEAR][-1:], *[x for x in values if x[0] > middle + NEAR][:1]]
    ticks = [] if force is None else [("force", middle, FORCE.format(value=value_words(p, force)))]
    ticks += [("preset", at, says) for at, says in near]
    return [
        {"kind": kind, "at": round(at, 2), "says": says(lang)}
        for kind, at, says in ticks
        if 0 <= at <= places.count - 1
    ]


@remembered()
def _ready(dataset: Dataset) -> dict[str, list[tuple[float, Text]]]:
    """The first value that each ready scenario gives a parameter, ascending, with the scenario's name."""
    by_lever: dict[str, list[tuple[float, Text]]] = {}
    for preset in offered(dataset):
        for key, steps in preset.scenario(dataset).changes:
            by_lever.setdefault(key, []).append((steps[0][1], preset.name.text))
    return {key: sorted(values, key=lambda x: x[0]) for key, values in by_lever.items()}
