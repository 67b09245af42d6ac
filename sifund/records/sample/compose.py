"""The invented city as tables in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

from sifund.funds import public, resident, unemployment
from sifund.records.folder import PLANTED
from sifund.records.sample import books, firms, insured, jobless, pensions, people, standards, story_rows
from sifund.records.sample.arithmetic import Ints, hexes
from sifund.records.sample.block import Block, joined, net
from sifund.records.sample.city import PAYMENT_IDS, PERSON_IDS, City
from sifund.records.tables import TABLES
from sifund.records.write import A_PART, put

LOST = (unemployment.benefit.key, unemployment.assistance.key, unemployment.other_cost.key)
TRANSFERS = {public.transfer_out.key: 400, resident.transfer_out.key: 12, unemployment.transfer_out.key: 90}
Key = list[tuple[str, str, str, str]]


def write_city(city: City, to: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Write every table: rows by table, and what the lines come to [fen]. Raises RuntimeError where a whole city does not
    make the report's lines, which would be a fault of this program."""
    stories = story_rows.tell(city)
    block, died, aged, prices, skilled = paid_out(city, stories)
    made = firms.settle(city)
    at = insured.spells(city, made, stories, _lost(block))
    sums = insured.collected(made, at)
    refund_batch = people.batch(city, unemployment.stabilisation_refund.key, city.month(firms.PAID_IN))
    refunds, refund_key = firms.refunds(city, made, refund_batch)
    payments = people.payment_table(city, block)
    ledger, bank, book_key = books.books(city, books.batches(city, payments, refunds, sums.paid.sum(axis=0)))
    firm = np.zeros(city.persons, dtype=np.int64)
    firm[at.person[::-1]] = made.ids[at.firm[::-1]]
    of_firms, firm_key = _firms(city, made, at, died)
    whole = {
        **of_firms, "firm_years": firms.years(city, made, sums.heads, sums.paid.sum(axis=1)), "refunds": refunds,
        "standards": standards.standards(city, prices), "rates": standards.rates(city), "ledger": ledger, "bank": bank,
        "skills": _skills(city, payments, skilled, firm), "tax": insured.tax(city, made, sums),
        "treasury": insured.treasury(city, sums),
    }  # fmt: skip
    by_person = {
        "persons": people.persons(city, died, aged, stories), "spells": insured.spell_table(city, made, at),
        "claims": people.claim_table(city, block, firm), "payments": payments,
    }  # fmt: skip
    key = _key(stories, refund_key, [*book_key, *firm_key], list(_worked(city, made, at, stories)))
    for name, frame in {PLANTED: key, **whole}.items():
        put(frame, to, name)
    rows = {name: frame.height for name, frame in (whole | by_person).items()}
    rows["contributions"] = _bucketed(city, made, at, by_person, to)
    return {name: rows[name] for name in TABLES}, line_sums(city, block, refunds)


def _firms(
    city: City, made: firms.Firms, at: insured.Spells, died: dict[int, int]
) -> tuple[dict[str, pl.DataFrame], Key]:
    """The firms and the registers, and the key to what is odd of firms."""
    first = insured.firsts(made, at)
    odd = firms.odd(city, made, first)
    table = firms.firms(city, made, first, odd)
    registers = _registers(city, died, firms.agreements(made, table, odd))
    return {"firms": table, "registers": registers}, firms.key_of(made, odd)


def _lost(block: Block) -> pl.DataFrame:
    """Persons who lost their work, and the first month of their first claim."""
    lost = block.claims.filter(pl.col("item").is_in(LOST))
    return lost.group_by("person", maintain_order=True).agg(pl.col("start").min())


def _key(stories: story_rows.StoryRows, refunds: list[tuple[str, int, str]], books: Key, worked: Key) -> pl.DataFrame:
    """Which record is what: rule, table, record, kind."""
    paid = [(code, "payments", str(PAYMENT_IDS + 1 + row), kind) for code, row, kind in stories.marks]
    refunded = [(code, "refunds", str(record), kind) for code, record, kind in refunds]
    return pl.DataFrame([*paid, *refunded, *books, *worked], schema=story_rows.KEY, orient="row").sort(pl.all())


def paid_out(
    city: City, stories: story_rows.StoryRows
) -> tuple[Block, dict[int, int], Ints, tuple[int, int], pl.DataFrame]:
    """All claims and payments, the stories first; months of death, who is aged, medical standards, certificates."""
    stood = dict(net(stories.block.payments).group_by("item").agg(pl.col("amount").sum()).iter_rows())
    begun = stories.block.claims.filter(pl.col("item") == unemployment.benefit.key).height
    benefit, died = jobless.benefit(city, stood[unemployment.benefit.key], begun)
    medical, prices = jobless.medical(city, benefit)
    skilled, certificates = jobless.skills(city)
    retired, gone = pensions.retired(city)
    recipients, dead, aged = pensions.recipients(city)
    free = [jobless.split(city, key, count) for key, count in (TRANSFERS | {unemployment.training.key: 1}).items()]
    block = joined([
        stories.block, Block(benefit.claims, pl.concat([benefit.payments, medical])),
        jobless.assistance(city, stood[unemployment.assistance.key]), jobless.lump_sums(city), skilled, jobless.deaths(city, died), retired,
        recipients, Block(pensions.NONE, pl.concat(free)),
    ])  # fmt: skip
    return block, story_rows.ends(city, stories) | died | gone | dead, aged, prices, certificates


def line_sums(city: City, block: Block, refunds: pl.DataFrame) -> dict[str, int]:
    """What the records come to by line [fen]."""
    year = net(block.payments).filter(pl.col("paid").is_between(city.month(1), city.month(12)))
    paid = dict(year.group_by("item").agg(pl.col("amount").sum()).iter_rows())
    others = {
        unemployment.stabilisation_refund.key: refunds["amount_fen"].sum(),
        unemployment.remit_up.key: city.line(unemployment.remit_up.key),
    }
    lines = {key: int((paid | others)[key]) for key in city.report}
    if city.whole and lines != city.report:
        raise RuntimeError([(key, fen - city.report[key]) for key, fen in lines.items() if fen != city.report[key]])
    return lines


def _worked(
    city: City, made: firms.Firms, at: insured.Spells, stories: story_rows.StoryRows
) -> Iterator[tuple[str, str, str, str]]:
    """The key to the stories of who paid in: the contribution of the later firm, in each month."""
    ours = np.flatnonzero(at.person < city.stories)
    firm_of: dict[int, int] = {}
    for person, firm in zip(at.person[ours].tolist(), made.ids[at.firm[ours]].tolist(), strict=True):
        firm_of[person] = max(firm_of.get(person, 0), firm)
    fund = insured.FUND
    for place, story in stories.worked:
        person = int(city.person_ids(np.array([place]))[0])
        for month in story.months:
            yield (
                story.code,
                "contributions",
                f"{person}-{firm_of[place]}-{fund}-{city.month(month)}-normal",
                story.kind,
            )


def _bucketed(city: City, made: firms.Firms, at: insured.Spells, tables: dict[str, pl.DataFrame], to: Path) -> int:
    """Write the tables that are bucketed by person, all of a person in parts of one number; rows of the contributions."""
    parts = -(-city.persons // A_PART)
    size = -(-city.persons // parts)
    late = insured.arrears(city, made, at)
    order = np.argsort(city.mixed[at.person], kind="stable")
    bounds = np.searchsorted(city.mixed[at.person][order], np.arange(parts + 1) * size)
    total = 0
    for part in range(parts):
        number = part if parts > 1 else None
        low, high = PERSON_IDS + 1 + part * size, PERSON_IDS + 1 + (part + 1) * size
        inside = pl.col("person_id").is_between(low, high, closed="left")
        for name, frame in tables.items():
            put(
                frame.filter(inside).sort(TABLES[name].bucket, TABLES[name].key[0], maintain_order=True),
                to,
                name,
                number,
            )
        paid = insured.contributions(city, made, at, order[bounds[part] : bounds[part + 1]])
        rows = pl.concat([paid, late.filter(inside)]) if late.filter(inside).height else paid
        put(rows, to, "contributions", number)
        total += rows.height
    return total


def _registers(city: City, died: dict[int, int], agreed: Ints) -> pl.DataFrame:
    """What civil affairs say of deaths, and which dispatch firms share their refund by agreement."""
    places = np.array(list(died), dtype=np.int64)
    deaths = pl.DataFrame({
        "person_id": city.person_ids(places), "firm_id": [None] * len(places), "register": ["death"] * len(places),
        "kind": ["death"] * len(places),
        "from_month": list(died.values()), "to_month": [None] * len(places), "source": ["civil_affairs"] * len(places),
    }, schema=TABLES["registers"].always).sort("person_id")  # fmt: skip
    agreements = pl.DataFrame({
        "person_id": [None] * len(agreed), "firm_id": agreed, "register": ["agreement"] * len(agreed), "kind": ["agreement"] * len(agreed),
        "from_month": [city.month(-11)] * len(agreed), "to_month": [None] * len(agreed), "source": ["human_resources"] * len(agreed),
    }, schema=TABLES["registers"].always)  # fmt: skip
    return pl.concat([deaths, agreements])


def _skills(city: City, payments: pl.DataFrame, skilled: pl.DataFrame, firm: Ints) -> pl.DataFrame:
    """The certificates that subsidies were paid for."""
    paid = payments.filter(pl.col("item") == unemployment.skills.key)
    place = skilled["person"].to_numpy()
    ids = np.arange(paid.height) + (PAYMENT_IDS // 10 + 1)
    return pl.DataFrame({
        "skill_id": ids, "payment_id": paid["payment_id"], "person_id": paid["person_id"], "firm_id": firm[place],
        "certificate_hash": pl.Series(hexes(ids, city.seed + 5)).cast(pl.String), "level": skilled["level"],
        "occupation": ["welder"] * paid.height,
        "issued_month": paid["period"] - 3, "applied_month": paid["period"], "amount_fen": paid["amount_fen"],
    }, schema=TABLES["skills"].schema)  # fmt: skip
