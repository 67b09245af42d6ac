"""An invented city whose records add up to a report to the fen, with planted errors, lawful look-alikes and the key to both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sifund.dataset import SAMPLE, folder_of, load
from sifund.problem import SifundError, problem
from sifund.records.sample import story_rows
from sifund.records.sample.city import LEAST, WHOLE, City, amounts
from sifund.records.sample.compose import write_city
from sifund.records.write import about, fresh

SEED = 2021
NAME = {"zh": "虚构城市（示例，不是真实数据）", "en": "An invented city (a sample, not real data)"}


@dataclass(frozen=True, slots=True)
class Made:
    """What was written: rows by table, and the fingerprint."""

    rows: dict[str, int]
    fingerprint: str


def make(folder: Path, persons: int = WHOLE, seed: int = SEED) -> Made:
    """Write the invented city. At the whole number of persons its records make the report's lines to the fen; at another
    they make lines of their own in that proportion, which `about` holds [fen]. Raises SifundError, OSError."""
    if not LEAST <= persons <= 40 * WHOLE:
        raise SifundError([problem(
            "persons", "--persons", "{value}不在{low}至{high}之间。", "{value} is not between {low} and {high}.", value=persons, low=LEAST,
            high=40 * WHOLE,
        )])  # fmt: skip
    dataset = load(folder_of(SAMPLE))
    city = City(persons, seed, dataset.base_year, amounts(dataset), story_rows.count(persons))
    with fresh(folder) as to:
        rows, lines = write_city(city, to)
        mark = about(
            to, name=NAME, invented=True, persons=persons, seed=seed, as_of=f"{city.year}-12", year=city.year, rows=rows,
            dataset=dataset.code, lines=None if city.whole else lines,
        )  # fmt: skip
    return Made(rows, mark)
