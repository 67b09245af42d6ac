"""The stories as rows: claims and payments of persons, and which of them are the key."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sifund.records.sample.block import CLAIMS, PAYMENTS, Block
from sifund.records.sample.city import WHOLE, City
from sifund.records.sample.stories import COPIES, TOLD, WORKED, Story, Worked

KEY = {"code": pl.String, "table": pl.String, "record": pl.String, "kind": pl.String}


@dataclass(frozen=True, slots=True, eq=False)
class StoryRows:
    """Stories of persons: `marks` holds code, row of the block's payments and kind; `lives` what happened to whom."""

    block: Block
    marks: tuple[tuple[str, int, str], ...]
    lives: tuple[tuple[int, Story], ...]
    worked: tuple[tuple[int, Worked], ...]


def copies(kind: str, persons: int) -> int:
    """How many have each story of a kind, in a city of so many."""
    return max(1, COPIES[kind] * persons // WHOLE)


def count(persons: int) -> int:
    """Persons that the stories take."""
    return sum(copies(story.kind, persons) for story in (*TOLD, *WORKED))


def tell(city: City) -> StoryRows:
    """The stories of all persons who have one."""
    every = [story for story in (*TOLD, *WORKED) for _ in range(copies(story.kind, city.persons))]
    lives = [(place, story) for place, story in enumerate(every) if isinstance(story, Story)]
    claims, paid, marks = [], [], []
    for place, story in lives:
        items = list(dict.fromkeys(pay.item for pay in story.pays))
        firsts = {item: min(pay.period for pay in story.pays if pay.item == item) for item in items}
        numbers = {item: len(claims) + n for n, item in enumerate(items)}
        marks += [(code, len(paid) + n, story.kind) for n, pay in enumerate(story.pays) for code in pay.marks]
        base = len(paid)
        paid += [
            (place, numbers[pay.item], pay.item, city.month(pay.period), city.month(pay.paid), pay.amount, pay.kind, pay.months, pay.place,
             None if pay.again is None else base + pay.again)
            for pay in story.pays
        ]  # fmt: skip
        claims += [(place, item, "expired", city.month(firsts[item]), {12: 30, 18: 70}.get(story.granted, 130), story.before, story.granted,
                    "t1") for item in items]  # fmt: skip
    worked = tuple((place, story) for place, story in enumerate(every) if isinstance(story, Worked))
    block = Block(pl.DataFrame(claims, schema=CLAIMS, orient="row"), pl.DataFrame(paid, schema=PAYMENTS, orient="row"))
    return StoryRows(block, tuple(marks), tuple(lives), worked)


def ends(city: City, stories: StoryRows) -> dict[int, int]:
    """Months of death of the persons whose story has one."""
    return {place: city.month(story.died) for place, story in stories.lives if story.died is not None}
