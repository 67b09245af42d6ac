"""What may be shown: no cell of fewer than ten, none that gives it away; nothing of a record in words or logs."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from exported import KEY as SECRET_KEY
from exported import export
from hypothesis import given
from hypothesis import strategies as st
from small_city import JAN, City

from sifund.cli import main
from sifund.records import home
from sifund.records.findings import KEY, Kept, read
from sifund.records.rules import rules
from sifund.records.shown import HIDDEN, LEAST, by_district, by_risk, confirmed, hidden, hidden_in, lines, new, total

CITY = pl.read_parquet(home.MINI / "planted.parquet")


def test_a_rule_finds_the_planted_and_no_look_alike_of_the_mini_city() -> None:
    """The city's key tells both."""
    kept = home.mini()
    key = CITY.filter(pl.col("code").is_in(list(rules()))).select(*KEY, "kind")
    found = key.join(kept.findings.select(KEY), on=list(KEY), how="semi")
    planted = key.filter(kind="planted")
    assert len(planted) > 30 and len(found.filter(kind="planted")) >= 0.99 * len(planted)
    assert found.filter(kind="lookalike").is_empty()
    assert set(key["code"]) <= set(kept.checked)
    without = {"C22", "C27", "C28", "C30", "P05", "P10", "P11", "P23", "P53", "P64"}
    """Registers, columns and residents' tiers that the city does not have."""
    assert {*kept.unchecked} == without | {"C29", "C32"}


@pytest.mark.parametrize(("counts", "expected"), [
    ([0, 0], [False, False]), ([9, 10, 30], [True, True, False]), ([9, 1, 30], [True, True, False]), ([9], [True]), ([9, 0], [True, False]),
    ([3, 4, 30, 20], [True, True, False, True]), ([3, 4], [True, True]),
    ([10, 11], [False, False]),
])  # fmt: skip
def test_a_small_cell_is_hidden_and_none_gives_it_away(counts: list[int], expected: list[bool]) -> None:
    assert hidden(counts) == expected


@given(st.lists(st.tuples(st.sampled_from([0, 1, 4, 9, 10, 11, 40]), st.sampled_from("hml")), min_size=1, max_size=9))
def test_no_hidden_cell_follows_from_a_sum_of_all_or_of_a_kind(cells: list[tuple[int, str]]) -> None:
    counts, kinds = [count for count, _ in cells], [kind for _, kind in cells]
    few = hidden_in(counts, kinds)
    assert all(cell for count, cell in zip(counts, few, strict=True) if 0 < count < LEAST)
    for kind in (None, *set(kinds)):
        some = [(count, cell) for count, cell, each in zip(counts, few, kinds, strict=True) if kind in (None, each)]
        covered = [count for count, cell in some if cell]
        others = [count for count, cell in some if count and not cell]
        assert not covered or not others or (len(covered) > 1 and sum(covered) >= LEAST)


def test_a_total_of_a_risk_is_shown_only_where_it_gives_none_away(tmp_path: Path) -> None:
    """The few findings of one risk do not follow from the totals of the others."""
    kept = kept_of(tmp_path, dead=LEAST * 4, twice=0)
    base = kept.counts
    few = replace(kept, lazy=kept.lazy.with_columns(code=pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("P30")).otherwise("code")),
                  run={**kept.run, "counts": None})  # fmt: skip
    shown, before = by_risk(few, by_district(few)), by_risk(kept, by_district(kept))
    assert sum(part.findings for part in base.risks.values()) == LEAST * 4 and HIDDEN not in before.values()
    assert list(shown.values()).count(HIDDEN) >= 2 and rules()["P30"].risk is not rules()["P08"].risk


def test_what_is_new_is_counted_where_it_and_the_rest_are_enough(tmp_path: Path) -> None:
    kept = kept_of(tmp_path, dead=LEAST * 2, twice=0)
    assert new(kept) == 0
    for count, expected in ((LEAST, LEAST), (LEAST - 1, None), (LEAST + 1, None), (LEAST * 2, LEAST * 2)):
        since = pl.when(pl.int_range(pl.len()) < count).then(2).otherwise(1).cast(pl.Int32)
        run = {**kept.run, "counts": None, "runs": [*kept.run["runs"], {}]}
        assert new(replace(kept, lazy=kept.lazy.with_columns(since=since), run=run)) == expected


def test_counts_are_those_of_the_findings_and_are_made_when_a_check_ends(tmp_path: Path) -> None:
    kept = kept_of(tmp_path, dead=LEAST * 2, twice=LEAST)
    assert kept.counts == replace(kept, run={**kept.run, "counts": None}).counts
    assert kept.counts.total == (3 * LEAST, 3 * LEAST, kept.findings["stake"].sum())


def kept_of(tmp_path: Path, dead: int, twice: int) -> Kept:
    made = City()
    for number in range(dead):
        made.pay(made.person(death_month=JAN, district=f"65010{number % 2}"), JAN + 1)
    for _ in range(twice):
        person = made.person()
        for _ in range(2):
            made.pay(person)
    made.write(tmp_path / "records")
    assert (
        main(
            ["records", "check", str(tmp_path / "records"), "--rules", "P01,P08,P30", "--output", str(tmp_path / "out")]
        )
        == 0
    )
    return read(tmp_path / "out")


def test_cells_of_rules_and_districts_hold_ten_at_least(tmp_path: Path) -> None:
    kept = kept_of(tmp_path, dead=LEAST * 2, twice=LEAST + 1)
    assert {line.rule.code: line.cell.findings for line in lines(kept)} == {"P01": 11, "P08": 20, "P30": 0}
    assert total(kept).findings == 31 and confirmed(kept).findings == 0
    few = kept_of(tmp_path / "few", dead=LEAST * 2, twice=LEAST - 1)
    assert {line.rule.code: line.cell.findings for line in lines(few)} == {"P01": None, "P08": None, "P30": 0}
    assert all(line.rate is None for line in lines(few))
    cells = [cell for row in by_district(few).values() for cell in row.values()]
    assert set(cells) <= {None, 0, 10}
    assert total(kept_of(tmp_path / "one", dead=3, twice=0)) == HIDDEN


def test_findings_of_no_district_are_counted_too(tmp_path: Path) -> None:
    kept = kept_of(tmp_path, dead=LEAST * 2, twice=0)
    lost = pl.when(pl.col("district") == "650101").then(None).otherwise("district")
    cells = by_district(replace(kept, lazy=kept.lazy.with_columns(district=lost), run={**kept.run, "counts": None}))
    assert sorted(cells) == ["", "650100"] and all(sum(n or 0 for n in row.values()) == LEAST for row in cells.values())


def test_the_document_s_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each as it is printed, one after the other: from an export of an office's system to a work list that comes back."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    export(Path("EXPORT"))
    (tmp_path / "records.key").write_bytes(SECRET_KEY)
    words = [line.removeprefix("python -m sifund ").replace("data/records/mini", str(home.MINI)).split()
             for line in commands if not line.startswith("head ")]  # fmt: skip
    assert {some[1] for some in words} == {
        "sample",
        "build",
        "tie",
        "measure",
        "effect",
        "check",
        "export",
        "results",
        "draw",
    }
    assert [(some[1], main(some)) for some in words] == [(some[1], int(some[1] == "tie")) for some in words]
