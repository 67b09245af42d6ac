"""What may be shown: no cell of fewer than ten, none that gives it away; nothing of a record in words or logs."""

from __future__ import annotations

import getpass
import re
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from small_city import JAN, City

from sifund import trail
from sifund.cli import main
from sifund.records import home
from sifund.records.findings import KEY, Kept, read
from sifund.records.rules import rules
from sifund.records.shown import HIDDEN, LEAST, by_district, confirmed, hidden, lines, total

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
    without = {"C28", "C30", "P05", "P10", "P11", "P64"}  # registers, and residents' tiers, that the city does not have
    assert {*kept.unchecked} == without | {"C29", "C32"}


@pytest.mark.parametrize(("counts", "expected"), [
    ([0, 0], [False, False]), ([9, 10, 30], [True, True, False]), ([9, 1, 30], [True, True, False]), ([9], [True]), ([9, 0], [True, False]),
    ([3, 4, 30, 20], [True, True, False, True]), ([3, 4], [True, True]),
    ([10, 11], [False, False]),
])  # fmt: skip
def test_a_small_cell_is_hidden_and_none_gives_it_away(counts: list[int], expected: list[bool]) -> None:
    assert hidden(counts) == expected


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
    cells = by_district(replace(kept, findings=kept.findings.with_columns(district=lost)))
    assert sorted(cells) == ["", "650100"] and all(sum(n or 0 for n in row.values()) == LEAST for row in cells.values())


def test_no_record_subject_or_hash_in_what_is_printed_or_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time that rows leave, and come back, the trail tells who took how many."""
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "home"))
    out = str(tmp_path / "out")
    assert main(["records", "check", str(home.MINI), "--output", out]) == 0
    assert main(["records", "export", str(tmp_path / "list.xlsx"), "--output", out]) == 0
    assert main(["records", "draw", str(tmp_path / "draw.xlsx"), "--output", out, "-n", "10"]) == 0
    assert main(["records", "draw", str(tmp_path / "draw.xlsx"), "--output", out, "-n", "100000000"]) == 2
    assert main(["records", "results", str(tmp_path / "list.xlsx"), "--output", out]) == 0
    told = [(entry.what, entry.about) for entry in trail.read()]
    assert [what for what, _ in told] == ["records.exported", "records.exported", "records.results"]
    assert all(re.fullmatch(rf"{name}\.xlsx, [0-9]+(, {getpass.getuser()})?", about)
               for name, (_, about) in zip(("list", "draw", "list"), told, strict=True))  # fmt: skip
    said = str(told) + "".join(capsys.readouterr()) + (tmp_path / "out" / "exports.log").read_text(encoding="utf-8")
    persons = pl.read_parquet(home.MINI / "persons.parquet")
    secret = {*map(str, persons["person_id"]), *persons["id_hash"], *persons["id_masked"], *CITY["record"]}
    assert not secret & set(re.findall(r"[0-9a-f*-]+", said))


def test_the_document_s_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each as it is printed, one after the other, on the mini city."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text(encoding="utf-8")
    commands = re.findall(r"```sh\npython -m sifund (.*)\n```", text)
    monkeypatch.chdir(tmp_path)
    words = [command.replace("data/records/mini", str(home.MINI)).split() for command in commands]
    assert [main(some) for some in words] == [0] * 5
