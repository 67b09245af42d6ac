"""Every rule finds what was planted for it and spares what only looks alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import rule_cases_core  # noqa: F401
import rule_cases_more  # noqa: F401
from rule_cases import CASES, Case
from rule_cases_edges import EDGES
from small_city import JAN, STANDARD, City

from sifund.records.beyond import BEYOND, OTHERWISE, TIED, not_checked
from sifund.records.check import check
from sifund.records.engine import needs, on_polars, over, reads
from sifund.records.folder import read
from sifund.records.need import title
from sifund.records.rules import rules
from sifund.text import LANGS


def named(code: str, put: Case) -> tuple[list[str], list[str], list[str]]:
    """Records that a rule names in a city of a case, what was planted, and what looks alike."""
    city = City()
    planted, alike = put(city)
    rows = over({name: frame.lazy() for name, frame in city.frames().items()})([rules()[code]])()
    return sorted(rows["record"].drop_nulls()), planted, alike


@pytest.mark.parametrize("code", rules())
def test_a_rule_finds_what_is_planted_and_spares_what_looks_alike(code: str) -> None:
    cases = [CASES[code]] if code in CASES else [put for name, put in EDGES if name == code]
    for put in cases:
        records, planted, alike = named(code, put)
        assert planted and alike and records == sorted(planted)


@pytest.mark.parametrize(("code", "put"), EDGES, ids=[f"{code}-{put.__doc__ or ''}"[:40] for code, put in EDGES])
def test_a_rule_holds_at_the_edges_of_what_is_lawful(code: str, put: Case) -> None:
    """A record that only one of the case's rules names has that one's number before it."""
    records, planted, alike = named(code, put)
    ours = [
        record.rpartition(":")[2] for record in planted if record.partition(":")[0] == code[1:] or ":" not in record
    ]
    assert ours and alike and records == sorted(ours)


def test_of_back_pay_only_what_is_not_due_is_at_stake() -> None:
    """A month too low that was never made up is owed, not paid too much; of too little back-pay all is due, of double half."""
    city = City()
    for back in ((), (61_800, 61_800), (41_200,)):
        person = city.person()
        claim = city.claim(person)
        for n in range(3):
            city.pay(person, JAN + 3 + n, 111_700, claim_id=claim)
        for fen in back:
            city.pay(person, JAN + 3, fen, kind="arrears", months=3, claim_id=claim)
    rows = over({name: frame.lazy() for name, frame in city.frames().items()})([rules()["P14"]])()
    assert sorted(rows.select("amount", "due").rows()) == [
        (41_200, 61_800), (61_800, 0), (61_800, 0), *[(111_700, STANDARD)] * 3
    ]  # fmt: skip


@pytest.mark.parametrize("sign", [1, -1])
def test_what_was_taken_back_of_a_claim_is_off_it_whichever_sign_it_has(sign: int) -> None:
    city = City()
    person = city.person()
    claim = city.claim(person, operator_id=7, approver_id=7)
    for n in range(2):
        city.pay(person, JAN + n, claim_id=claim)
    city.pay(person, JAN, sign * STANDARD, kind="recovery", claim_id=claim)
    rows = over({name: frame.lazy() for name, frame in city.frames().items()})([rules()["P26"]])()
    assert rows["amount"].to_list() == [STANDARD]


def test_a_rule_whose_rows_are_not_at_hand_is_not_checked_and_says_what_it_needs(tmp_path: Path) -> None:
    """A kind of register, the standard of an item, a column that nobody filled: the table stands there with others."""
    parts = [(item, need) for item in rules().values() for need in reads(item) if need.column or need.filled]
    assert {item.code for item, _ in parts} >= {
        "C28",
        "C30",
        "P05",
        "P10",
        "P11",
        "P36",
        "P64",
        "P66",
        "P12",
        "C04",
        "P08",
        "P71",
    }
    city = City()
    for put in (*CASES.values(), *(put for _, put in EDGES)):
        put(city)
    frames = city.frames()
    for item, need in parts:
        others = {**frames, need.table: frames[need.table].filter(~need.rows().fill_null(False))}
        for name, frame in others.items():
            frame.write_parquet(tmp_path / f"{name}.parquet")
        checked = check(read(tmp_path), [item, rules()["C21"]], on_polars, tmp_path / "out")
        assert [p.subject for p in checked.unchecked[item]] == [need.key] and checked.rules == (rules()["C21"],)
        assert all(title(need.key)(lang) in checked.unchecked[item][0](lang) for lang in LANGS)  # type: ignore[misc]


def test_what_a_rule_needs_is_seen_on_empty_tables() -> None:
    assert needs(rules()["P03"]) == ("spells", "payments")
    assert needs(rules()["P12"]) == ("claims", "payments", "standards")
    assert needs(rules()["P60"]) == ("firm_years", "contributions", "refunds")


def test_every_indicator_of_the_matrix_is_a_rule_or_a_tie_or_says_what_it_needs() -> None:
    """36 of collection and 88 of payment; those without a rule are not checked where all rules were asked for."""
    codes = {*(f"C{n:02d}" for n in range(1, 37)), *(f"P{n:02d}" for n in range(1, 89))}
    assert {code for codes in OTHERWISE for code in codes.split()} <= {*rules()}
    assert {*rules(), *TIED, *(one.code for one in BEYOND)} == codes and len(rules()) + len(TIED) + len(BEYOND) == 124
    gaps = not_checked(rules(), {})
    assert {*gaps} == {one.code for one in BEYOND} and not not_checked(["P01"], {"P05": ["registers"]}).keys() - {"P05"}
    assert {code: gaps[code][1] for code in ("P15", "P27", "P68")} == {
        "P15": ("districts",), "P27": ("operations", "staff"), "P68": ("cover",)
    }  # fmt: skip
    assert all(title(key) for _, keys in gaps.values() for key in keys)
