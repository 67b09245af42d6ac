"""A check gives the same however its tables are cut; it goes on where it was killed, and says what it did not check."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from narwhals import LazyFrame
from rule_cases_core import paid_in
from rule_cases_more import city_of_cases
from small_city import JAN, City

from sifund.cli import main
from sifund.problem import SifundError
from sifund.records import home
from sifund.records.check import check
from sifund.records.counts import at_stake
from sifund.records.engine import FINDINGS, engine, held, named, needs, on_polars, tables
from sifund.records.findings import KEY, Kept, keep, new
from sifund.records.findings import read as kept_in
from sifund.records.folder import read
from sifund.records.language import Records
from sifund.records.part import ROOM, Part, usual
from sifund.records.rule import Rule
from sifund.records.rules import rules
from sifund.records.sample import make
from sifund.records.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
RULES = list(rules().values())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return city_of_cases().write(tmp_path_factory.mktemp("city") / "records")


def run(folder: Path, output: Path, parts: int = 0, some: list[Rule] = RULES) -> Kept:
    there = read(folder)
    return keep(check(there, some, on_polars, output, parts), there, output)


def test_however_tables_are_cut_or_shuffled_the_findings_are_the_same(folder: Path, tmp_path: Path) -> None:
    """Seven files as one and as seven parts of them; fifty-three parts by the remainder of a person's key."""
    first = run(folder, tmp_path / "1").findings
    assert first.select(KEY).n_unique() == len(first) > 40
    cut = city_of_cases().write(tmp_path / "cut", 7)
    assert all(run(cut, tmp_path / f"7-{parts}", parts).findings.equals(first) for parts in (0, 7))
    some = [rules()[code] for code in ("C01", "C36", "P03", "P12", "P17")]
    rows = first.filter(pl.col("code").is_in([item.code for item in some]))
    assert len(rows) > 5 and run(cut, tmp_path / "53", 53, some).findings.equals(rows)


def test_a_firm_that_paid_nothing_in_a_month_is_named_in_whatever_part_of_the_firms_it_lies(tmp_path: Path) -> None:
    """Which months contributions cover is no matter of the part."""
    made = City()
    late, early = made.firm(), made.firm()
    assert late % 2 != early % 2
    for firm, month in ((late, JAN + 3), (early, JAN)):
        for person in range(9):
            paid_in(made, firm * 100 + person, month, firm)
    record = made.add("tax", firm_id=early, month=JAN + 3, headcount=9)
    there, some = made.write(tmp_path / "records"), [rules()["C08"]]
    assert [usual(read(there), key, TABLES) for key in ROOM] == [1, 1]
    for parts in (1, 2, 7):
        assert run(there, tmp_path / str(parts), parts, some).findings["record"].to_list() == [record]


def test_what_rules_share_is_worked_out_once_a_part(folder: Path) -> None:
    """Not again by the next group of the same part; and few keys are sought as a list, many by a join, to the same end."""
    frames, count = Part(read(folder)).frames(), Counter[int]()

    def settle(few: int, frame: LazyFrame) -> LazyFrame:
        count[few] += 1
        return frame

    some = [rules()[code] for code in ("P01", "P03", "P12", "P17", "C05", "C06", "P69")]
    rows = []
    for few in (0, 1, 5000):
        records = Records(tables(frames), partial(settle, few), few)
        once, again = (
            [(named(item, item.find(records).to_native().collect()), count[few]) for item in some] for _ in range(2)
        )
        assert {number for _, number in again} == {once[-1][1]}
        rows.append(pl.concat(each for each, _ in (*once, *again)).unique().sort("code", "record", "place", "month"))
    assert len(set(count.values())) == 1
    assert len(rows[0]) > 8 and all(each.equals(rows[0]) for each in rows)


def test_whom_the_government_forgot_is_named_though_nobody_of_the_same_part_was_paid_for(tmp_path: Path) -> None:
    made = City()
    helped, forgotten = (made.person() for _ in range(2))
    for person in (helped, forgotten):
        made.add("registers", person_id=person, register="hardship", kind="hardship", from_month=JAN)
    made.add("registers", person_id=helped, register="army", kind="army", from_month=JAN + 11)
    made.add("contributions", person_id=helped, fund="resident", month=JAN, posted_month=JAN, kind="government")
    rows = run(made.write(tmp_path / "records"), tmp_path / "2", 2, [rules()["C30"]]).findings
    assert rows["record"].to_list() == [str(forgotten)]


def test_what_rules_share_lies_in_one_piece(tmp_path: Path) -> None:
    """Pieces of what was read would keep their room, however few rows of them are held."""
    rows = tables(Part(read(city_of_cases().write(tmp_path / "cut", 7))).frames())["payments"]
    assert rows.to_native().collect(engine="streaming").n_chunks() > 1
    assert held(rows).to_native().collect().n_chunks() == 1


def test_a_check_takes_as_many_parts_as_its_rows_ask_for(folder: Path) -> None:
    there = read(folder)
    assert [usual(there, key, TABLES) for key in ROOM] == [1, 1]
    for key, table in (("person_id", "payments"), ("firm_id", "contributions")):
        large = replace(there, rows={**there.rows, table: 3 * ROOM[key][table]})
        assert [usual(large, key, tables) for tables in (TABLES, ["claims", "spells"])] == [3, 1]


def test_a_killed_check_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    killed = f"""
import os
from pathlib import Path
from sifund.records import home
from sifund.records.check import check
from sifund.records.engine import on_polars
from sifund.records.folder import read
from sifund.records.rule import Rule
from sifund.records.rules import rules
from sifund.records.sample import make
check(read(Path({str(folder)!r})), list(rules().values())[-30:], on_polars, Path({str(tmp_path)!r}), 2,
      lambda progress: os.kill(os.getpid(), 9) if progress.done == 3 else None)
"""
    ended = subprocess.run(
        [sys.executable, "-c", killed], cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=False
    )
    assert ended.returncode == -9
    told: list[int] = []
    there = read(folder)
    checked = check(there, RULES[-30:], on_polars, tmp_path, 2, lambda progress: told.append(progress.done))
    assert told[0] == 3
    whole = check(there, RULES[-30:], on_polars, tmp_path / "whole")
    assert keep(checked, there, tmp_path).findings.select(list(FINDINGS)).equals(whole.findings)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["findings.parquet", "run.json"]


@pytest.mark.parametrize("harm", ["missing", "empty", "foreign", "damaged"])
def test_a_table_that_cannot_be_used_stops_the_rules_that_need_it_by_name(harm: str, tmp_path: Path) -> None:
    there = city_of_cases().write(tmp_path / "records")
    spells = there / "spells.parquet"
    match harm:
        case "missing":
            spells.unlink()
        case "empty":
            pl.read_parquet(spells).clear().write_parquet(spells)
        case "foreign":
            pl.DataFrame({"name": ["x"]}).write_parquet(spells)
        case _:
            content = bytearray(spells.read_bytes())
            content[8:200] = b"\xff" * 192
            spells.write_bytes(content)
    kept = run(there, tmp_path / "out")
    stopped = {item.code for item in RULES if "spells" in needs(item)}
    assert kept.unchecked == {code: ["spells"] for code in sorted(stopped)}
    assert stopped >= {"P03", "C01"} and not stopped & {*kept.checked, *kept.findings["code"]}


def test_what_a_folder_says_of_itself_is_read_before_its_rows(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text("{")
    City().write(tmp_path)
    with pytest.raises(SifundError, match=r"about\.json"):
        check(read(tmp_path), RULES, lambda _: pytest.fail("a rule was run"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_is_new_is_new_since_the_last_run_on_other_tables(tmp_path: Path) -> None:
    made, some = City(), [rules()["P08"], rules()["P01"]]
    made.pay(made.person(death_month=0))
    first = run(made.write(tmp_path / "records"), tmp_path / "out", some=some)
    assert new(first).is_empty()
    dead = made.person(death_month=0)
    record = made.pay(dead)
    again = run(made.write(tmp_path / "records"), tmp_path / "out", some=some)
    assert run(tmp_path / "records", tmp_path / "out", some=some).number == again.number == 2
    assert set(new(again)["record"]) == {record}
    assert at_stake(again.findings) >= at_stake(first.findings)


def test_money_at_stake_is_that_of_the_record_once(tmp_path: Path) -> None:
    made = City()
    a = made.person(death_month=0)
    for person in (a, a):
        made.pay(person)
    there = read(made.write(tmp_path / "records"))
    some = [rules()[code] for code in ("P01", "P08")]
    kept = keep(check(there, some, on_polars, tmp_path / "out"), there, tmp_path / "out")
    assert len(kept.findings) == 3
    assert at_stake(kept.findings) == 2 * 132_300


def test_an_engine_that_is_not_offered_or_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its name, for want of its library, and where nothing answers."""
    with pytest.raises(SifundError, match="duckdb, sc://host:port"):
        engine("pandas")
    for name, module in (("duckdb", "duckdb"), ("sc://localhost:1", "pyspark.sql")):
        monkeypatch.setitem(sys.modules, module, None)
        with pytest.raises(SifundError, match=f"requirements-records.txt.*{module}"):
            engine(name)


def test_the_command_says_what_was_checked_and_what_was_not(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["records", "check", str(folder), "--rules", "P08,P03", "--lang", "en"]) == 0
    said = capsys.readouterr()
    assert "2 rules were checked" in said.out and "P08" in said.out and "1/1 P03–P08 · part 1/1" in said.err
    bare = tmp_path / "bare"
    made = City()
    made.pay(made.person())
    made.write(bare)
    assert main(["records", "check", str(bare), "--output", str(tmp_path / "out"), "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "疑点待核" in said and "违规" not in said and "未核查：需要 firm_years, refunds" in said
    assert main(["records", "check", str(bare), "--rules", "P99"]) == 2


def test_records_made_anew_leave_the_findings_which_are_said_to_be_of_those_before(tmp_path: Path) -> None:
    """What is new, and results, go on from the check before."""
    city, output, some = tmp_path / "city", tmp_path / "city" / "findings", RULES[:3]
    make(city, persons=400)
    before = run(city, output, some=some)
    assert not home.is_stale(before)
    make(city, persons=401)
    assert home.is_stale(kept_in(output))
    after = run(city, output, some=some)
    assert not home.is_stale(after) and (after.number, after.book) == (2, before.book)
