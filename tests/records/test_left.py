"""Rows that a rule cannot compare are counted and said, with what they lack and their months; never a silent 0."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from narwhals import LazyFrame
from rule_cases import CASES
from rule_cases_edges import EDGES
from rule_cases_more import city_of_cases
from small_city import JAN, STANDARD, City

from sifund.cli import main
from sifund.records.engine import held, over, reads, tables
from sifund.records.language import Records
from sifund.records.left import WHY, Left, read_left, split, written
from sifund.records.rules import rules
from sifund.text import LANGS

Frames = dict[str, pl.DataFrame]


def left_by(code: str, frames: Frames, as_of: int | None = None) -> tuple[list[str], tuple[Left, ...]]:
    """What a rule names in these tables, and what it leaves."""
    findings, left = split(over({name: frame.lazy() for name, frame in frames.items()}, as_of=as_of)([rules()[code]])())
    return sorted(findings["record"]), read_left(written(left))


def frames_of(code: str) -> Frames:
    """The tables of a rule's first case."""
    city = City()
    (CASES.get(code) or next(put for name, put in EDGES if name == code))(city)
    return city.frames()


DATED = sorted(
    code for code, item in rules().items() if any(need.table in ("standards", "rates") for need in reads(item))
)
FREE = {
    "P14": "earlier standards alone",
    "P32": "only items with standards",
    "C09": "the ceiling of wages",
    "C31": "tiers paid up to",
    "P42": "the last month of its standard",
}
"""Rules that read standards and compare nothing with them."""


@pytest.mark.parametrize("code", [code for code in DATED if code not in FREE])
def test_rows_outside_of_standards_and_rates_are_counted(code: str) -> None:
    """Each standard and rate begins fifty years late: the table holds the item, and no row can be compared."""
    frames = frames_of(code)
    named, _ = left_by(code, frames)
    late = {name: frames[name].with_columns(pl.col("from_month", "to_month") + 600) for name in ("standards", "rates")}
    rest, left = left_by(code, frames | late)
    assert left and not {*rest} - {*named} and sum(one.rows for one in left) >= len(named) - len(rest)
    assert {one.why for one in left} <= WHY.keys() and all(one.months and one.rows >= one.heads > 0 for one in left)


def test_payments_into_accounts_of_unknown_holders_are_counted() -> None:
    named, left = left_by("P23", frames_of("P23"))
    assert named and [(one.why, one.months, one.rows) for one in left] == [("holders", (JAN + 3,), 1)]


def gap(frames: Frames, table: str, is_so: Callable[[pl.DataFrame], pl.Series]) -> Frames:
    return frames | {table: frames[table].filter(~is_so(frames[table]))}


def test_a_tier_or_a_month_that_is_lacking_is_named_and_the_others_are_compared() -> None:
    city = City()
    person = city.person()
    ours, other = city.claim(person), city.claim(person, tier="b")
    high = [city.pay(person, JAN + n, STANDARD + 1, claim_id=claim) for claim in (ours, other) for n in (1, 4)]
    frames = city.frames()
    assert left_by("P12", frames) == (sorted(high), ())
    named, left = left_by(
        "P12", gap(frames, "standards", lambda f: (f["tier"] == "b") & (f["item"] == "unemployment.benefit"))
    )
    assert named == sorted(high[:2]) and [(one.lacks, one.months, one.rows, one.heads) for one in left] == [
        ("unemployment.benefit/b", (JAN + 1, JAN + 4), 2, 1)
    ]
    named, left = left_by("P12", gap(frames, "standards", lambda f: f["from_month"] < JAN))
    assert named == sorted([high[1], high[3]]) and {one.months for one in left} == {(JAN + 1,)}


def test_arrears_over_a_month_without_a_standard_are_not_compared_with_the_rest_of_their_months() -> None:
    """The first and last month have one, the month between has none: what is due is not known."""
    city = City()
    person = city.person()
    city.pay(person, JAN + 1, 111_700 * 2 + STANDARD, months=3, kind="arrears", claim_id=city.claim(person))
    frames = city.frames()
    short = frames["standards"].with_columns(
        to_month=pl.when(pl.col("to_month") == JAN + 2).then(JAN + 1).otherwise("to_month")
    )
    named, left = left_by("P12", frames | {"standards": short})
    assert not named and [one.rows for one in left] == [1]


@pytest.mark.parametrize("tier", ["993000000001", "张三", "65010219850101123x", "0123456789abcdef0"])
def test_a_number_or_name_that_stands_for_a_tier_is_not_said(tier: str) -> None:
    city = City()
    person = city.person()
    city.pay(person, claim_id=city.claim(person, tier=tier))
    _, (one,) = left_by("P12", city.frames())
    assert "…" in one.lacks and tier not in one.says().zh and one.rows == 1


@pytest.mark.parametrize(("code", "table", "why"), [
    ("P12", "claims", "claims"), ("P17", "claims", "claims"), ("P55", "firm_years", "firm_years"),
    ("P57", "firm_years", "firm_years"), ("C07", "firm_years", "sizes"),
])  # fmt: skip
def test_rows_without_what_they_are_compared_with_are_counted(code: str, table: str, why: str) -> None:
    frames = frames_of(code)
    named, _ = left_by(code, frames)
    rest, left = left_by(code, frames | {table: frames[table].head(0)})
    assert named and not rest and {one.why for one in left} == {why} and sum(one.rows for one in left) >= len(named)


def test_contributions_of_firms_whose_size_is_not_known_are_counted_and_not_held() -> None:
    """They may be all that a city has."""
    frames, held_rows = frames_of("C07"), []

    def settle(frame: LazyFrame) -> LazyFrame:
        rows = held(frame)
        held_rows.extend(rows.to_native().collect()["person_id"] if "employer_fen" in rows.collect_schema() else ())
        return rows

    for part in (frames, frames | {"firm_years": frames["firm_years"].head(0)}):
        held_rows.clear()
        records = Records(tables({name: frame.lazy() for name, frame in part.items()}), settle)
        rows = rules()["C07"].find(records).to_native().collect()
        assert bool(held_rows) == (part is frames) == bool(rows["record"].count())


def test_refunds_of_years_without_a_limit_are_counted() -> None:
    frames = frames_of("P57")
    early = {name: frames[name].with_columns(year=pl.col("year") - 9) for name in ("refunds", "firm_years")}
    named, left = left_by("P57", frames | early)
    assert not named and {one.why for one in left} == {"limits"}


def test_what_later_months_will_say_is_open_and_is_named_once_they_are_there() -> None:
    """As the records say what they cover: one row of a month far off covers nothing."""
    for code, why in (("P36", "later"), ("C34", "edge")):
        frames = frames_of(code)
        _, left = left_by(code, frames)
        assert {one.why for one in left} == {why} and left[0].rows == 2
        more = City()
        person = more.person()
        more.pay(person, JAN + 24, paid_month=JAN + 24)
        firm = more.firm()
        for n in (-6, 24):
            more.add("contributions", person_id=person, firm_id=firm, month=JAN + n, posted_month=JAN + n)
            more.add("tax", firm_id=firm, month=JAN + n)
        later = {name: pl.concat([frames[name], more.frames()[name]]) for name in ("payments", "contributions", "tax")}
        named, left = left_by(code, frames | later)
        assert not left and len(named) > len(left_by(code, frames)[0])
        cut, left = left_by(code, frames | later, max(frames["tax"]["month"], default=JAN + 11))
        assert why in {one.why for one in left} and {*cut} < {*named}


CALL = ["records", "check", "--rules", "C04,C06,C34,P12,P17,P46"]


def test_all_outputs_of_a_check_say_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the command line in each form, in both languages; a check in parts counts the same."""
    folder = city_of_cases().write(tmp_path / "records", parts=3)
    (folder / "rates.parquet").unlink()
    city_of_cases().frames()["rates"].filter(pl.col("from_month") > JAN).write_parquet(folder / "rates.parquet")
    counts = []
    for parts in ("1", "3"):
        assert main([*CALL, str(folder), "--partitions", parts, "--format", "json"]) == 0
        counts.append(json.loads(capsys.readouterr().out)["left"])
    assert counts[0] == counts[1] and {one["why"] for one in counts[0]} >= {"claims", "edge", "standards"}
    assert all(one["rows"] > 0 and one["months"] for one in counts[0])
    for lang in LANGS:
        assert main([*CALL, str(folder), "--lang", lang]) == 0
        says = capsys.readouterr().out
        assert all(
            f"{one['code']} {rules()[one['code']].name(lang)} · " in says and one["lacks"] in says for one in counts[0]
        )
    assert main([*CALL, str(folder), "--format", "csv"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.endswith(",left") and sum(int(line.rsplit(",", 1)[1] or 0) for line in lines) == sum(
        one["rows"] for one in counts[0]
    )
