"""The persons of the invented city, and their claims and payments as tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from sifund import catalog
from sifund.records.sample.arithmetic import Ints, hexes
from sifund.records.sample.block import Block
from sifund.records.sample.city import AREA, BATCH_IDS, CLAIM_IDS, DISTRICTS, PAYMENT_IDS, STAFF_IDS, City
from sifund.records.sample.story_rows import StoryRows
from sifund.records.tables import TABLES

AGES: Mapping[str, tuple[int, int]] = {"retired": (60, 85), "recipients": (60, 70), "residents": (20, 59)}
OF_WORK = (22, 46)
"""Ages at the year's start by role, the last not reached; all others are of working age."""
AGED = (70, 90)
STAFF = 40


def persons(city: City, died: Mapping[int, int], aged: Ints, stories: StoryRows) -> pl.DataFrame:
    """The table of persons, in the order of their keys."""
    low, high = (np.full(city.persons, bound) for bound in OF_WORK)
    for role, (first, last) in AGES.items():
        low[list(city.roles[role])], high[list(city.roles[role])] = first, last
    low[aged], high[aged] = AGED
    months = city.rng.integers(low * 12, high * 12)
    for place, story in stories.worked:
        months[place] = months[place] if story.age is None else story.age - 11
    ids = city.person_ids(np.arange(city.persons))
    district = city.rng.integers(1, DISTRICTS + 1, city.persons)
    frame = pl.DataFrame({
        "person_id": ids, "id_hash": hexes(ids, city.seed), "birth_month": city.month(1) - months,
        "female": city.rng.random(city.persons) < 0.5,
        "district": district, "last": hexes(ids, city.seed + 3), **_fates(city, died, stories),
    })  # fmt: skip
    area = pl.lit(AREA) + pl.col("district").cast(pl.String).str.zfill(2)
    made = frame.with_columns(
        district=area, id_masked=area + "********" + pl.col("last").cast(pl.String).str.slice(12),
        sex=pl.when("female").then(pl.lit("female")).otherwise(pl.lit("male")), id_hash=pl.col("id_hash").cast(pl.String),
    )  # fmt: skip
    return made.select(list(TABLES["persons"].always)).cast(TABLES["persons"].always).sort("person_id")


def _fates(city: City, died: Mapping[int, int], stories: StoryRows) -> dict[str, pl.Series]:
    """Month of death and prison term, empty but for whom it befell."""
    terms = {place: story for place, story in stories.lives if story.prison}
    first, last = (
        {place: city.month(story.prison[end]) for place, story in terms.items() if story.prison} for end in (0, 1)
    )
    kinds = {place: story.sentence for place, story in terms.items()}
    filled = {
        "death_month": (died, pl.Int32),
        "prison_from": (first, pl.Int32),
        "prison_to": (last, pl.Int32),
        "prison_kind": (kinds, pl.String),
    }
    return {
        name: pl.repeat(None, city.persons, dtype=dtype, eager=True).scatter(list(by), list(by.values()))
        for name, (by, dtype) in filled.items()
    }  # fmt: skip


def batch(city: City, item: str, month: int) -> int:
    """The batch in which an item is paid in a month."""
    return BATCH_IDS + (month - city.month(0)) * 100 + list(catalog.lines()).index(item)


def claim_table(city: City, block: Block, firm: Ints) -> pl.DataFrame:
    """The table of claims; `firm` is the key of each person's last firm, by place."""
    made = block.claims
    place = made["person"].to_numpy()
    operator = STAFF_IDS + city.rng.integers(1, STAFF, made.height)
    return made.select(
        claim_id=pl.int_range(made.height) + (CLAIM_IDS + 1), person_id=pl.Series(city.person_ids(place)), firm_id=pl.Series(firm[place]),
        fund=pl.col("item").str.split(".").list.first(), item="item", reason="reason", applied_month=pl.col("start"),
        start_month="start", contributed_months="contributed", months_before="before", entitled_months="granted", tier="tier",
        operator_id=pl.Series(operator), approver_id=pl.Series(operator + 1),
    ).cast(TABLES["claims"].schema)  # fmt: skip


def payment_table(city: City, block: Block) -> pl.DataFrame:
    """The table of payments, in the order of the block's rows."""
    paid, lines = block.payments, list(catalog.lines())
    ids = city.person_ids(paid["person"].to_numpy())
    month = pl.col("paid").cast(pl.Int64) - city.month(0)
    which = paid["item"].replace_strict(lines, range(len(lines)), return_dtype=pl.Int64)
    return paid.select(
        payment_id=pl.int_range(paid.height) + (PAYMENT_IDS + 1), batch_id=month * 100 + which + BATCH_IDS,
        claim_id=pl.col("claim") + (CLAIM_IDS + 1), person_id=pl.Series(ids), item="item", period="period", paid_month="paid",
        amount_fen="amount", kind="kind", resend_of=pl.col("again") + (PAYMENT_IDS + 1), months="months", place="place",
        account_hash=pl.Series(hexes(ids, city.seed + 4)).cast(pl.String),
    ).cast(TABLES["payments"].always)  # fmt: skip
