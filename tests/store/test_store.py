"""Saved scenarios on SQLite and on a real PostgreSQL: versions, deletion and undo, two writers, killed writers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import postgres, programs
from sqlalchemy import create_engine, text
from support import WAN, balance, run
from writer import TIMES, content

from sifund.dataset import Dataset
from sifund.problem import SifundError
from sifund.store import NOTE_LIMIT, Listing, StaleError, Store, UnknownError
from sifund.store import database as databases
from sifund.store.causes import AwayError, RefusedError
from sifund.store.database import Database, default_url
from sifund.store.figures import Change, changes, figures_of
from sifund.store.results import Result, Results, Taken
from sifund.store.tables import metadata

ROOT = Path(__file__).resolve().parents[2]
WRITER = ROOT / "tests" / "support" / "writer.py"
BENEFIT = "unemployment.benefit_standard=1530@2022-01"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """One PostgreSQL for the module."""
    with postgres(programs()) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/saved.sqlite3"
    address = request.getfixturevalue("server")
    engine = create_engine(address)
    with engine.begin() as connection:
        for table in (*reversed(metadata.sorted_tables), "alembic_version"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    database = Database(url)
    yield Store(database)
    database.close()


def names(listed: Listing) -> list[str]:
    return [saved.content.name for saved in listed.saved]


def writer(what: str, url: str, key: str = "") -> subprocess.Popen[str]:
    """Another process at work on the database."""
    command = [sys.executable, "-W", "error", str(WRITER), what, url, key]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})


def lines(process: subprocess.Popen[str], count: int) -> list[str]:
    assert process.stdout
    return [process.stdout.readline().strip() for _ in range(count)]


def kill(process: subprocess.Popen[str]) -> list[str]:
    """At once, as a power cut would; gives what it had said before."""
    assert process.stdout
    process.kill()
    with process.stdout:
        said = process.stdout.read()
    process.wait(60)
    return said.split("\n")[:-1]


# --- one writer ---------------------------------------------------------------------------------------------------------


def test_what_is_saved_is_read_back(store: Store) -> None:
    given = replace(
        content("提高到1530"), note="备注 “两行”\n第二行", author="王", figures={"years": [2021], "a": [1.5, None]}
    )
    kept = store.add(given)
    assert store.get(kept.id) == kept and kept.content == given
    assert (kept.version, kept.latest, kept.deleted_at) == (1, 1, None)
    assert kept.mark == f"{kept.id}.1" and kept.saved_at.utcoffset() is not None


def test_every_version_stays(store: Store) -> None:
    first = store.add(content("one"))
    second = store.change(first.id, 1, replace(first.content, text="1;b", note="more"))
    third = store.rename(second, "two", "李")
    assert [saved.version for saved in store.history(first.id).saved] == [3, 2, 1]
    assert store.get(first.id, 1).content == first.content and store.get(first.id, 1).latest == 3
    assert third.content == replace(second.content, name="two", author="李")
    back = store.restore(store.get(first.id, 1), "王")
    assert back.version == 4 and back.content == replace(first.content, author="王")
    copy = store.duplicate(back, "copy")
    assert copy.id != first.id and copy.version == 1 and copy.content.text == first.content.text


def test_a_list_is_searched_by_every_word_latest_first(store: Store) -> None:
    for name, note, author in (("失业金 1530", "第一稿", "王"), ("返还 90%", "", "李"), ("失业金 1620", "终稿", "李")):
        store.add(replace(content(name), note=note, author=author))
    assert names(store.search()) == ["失业金 1620", "返还 90%", "失业金 1530"]
    assert names(store.search("李 失业金")) == ["失业金 1620"]
    assert names(store.search("%")) == ["返还 90%"] and names(store.search("90_")) == []
    assert store.search(limit=2).count == 3 and len(store.search(limit=2).saved) == 2


def test_what_is_deleted_can_be_brought_back(store: Store) -> None:
    kept = store.add(content("one"))
    store.delete(kept.id, 1)
    assert names(store.search()) == [] and names(store.search(deleted=True)) == ["one"]
    with pytest.raises(StaleError, match="deleted by somebody already"):
        store.delete(kept.id, 1)
    with pytest.raises(StaleError, match="deleted"):
        store.change(kept.id, 1, content("other"))
    store.undelete(kept.id)
    assert store.get(kept.id) == kept and names(store.search()) == ["one"]


def test_a_change_of_an_older_version_overwrites_nothing(store: Store) -> None:
    first = store.add(content("one"))
    second = store.change(first.id, 1, replace(first.content, author="李"))
    with pytest.raises(StaleError) as caught:
        store.change(first.id, 1, content("mine"))
    assert "李" in caught.value.lines("zh")[0] and "nothing was overwritten" in caught.value.lines("en")[0]
    with pytest.raises(StaleError, match="nothing was deleted"):
        store.delete(first.id, 1)
    assert store.get(first.id) == second and store.history(first.id).count == 2
    store.delete(first.id, 2)
    store.undelete(first.id)
    assert store.get(first.id) == second and store.history(first.id).count == 2


def test_what_cannot_be_kept_is_refused_all_at_once(store: Store) -> None:
    with pytest.raises(SifundError) as caught:
        store.add(replace(content("  "), note="x" * (NOTE_LIMIT + 1), author="a\x00b"))
    assert [p.code for p in caught.value.problems] == ["no_name", "too_long", "control"]
    assert store.search() == Listing([], 0)
    with pytest.raises(UnknownError, match="nothere"):
        store.get("nothere")
    with pytest.raises(UnknownError):
        store.delete("nothere", 1)


# --- two writers, killed writers ----------------------------------------------------------------------------------------


def test_two_writers_of_one_scenario_lose_nothing(store: Store, url: str) -> None:
    kept = store.add(replace(content("shared"), author="王"))
    both = [writer("change", url, kept.id) for _ in range(2)]
    said = [process.communicate(timeout=120)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    marks = [mark for one in said for mark in one]
    assert sorted(marks) == sorted(f"{kept.id}.{n}" for n in range(2, 2 + 2 * TIMES))
    assert [saved.content.note for saved in store.history(kept.id).saved] == ["x" * n for n in range(2 * TIMES, -1, -1)]


def test_two_processes_make_the_tables_at_once_and_die_while_saving(store: Store, url: str) -> None:
    """On an empty database: both migrate it, both save, both are killed; what they said was kept is there, whole."""
    both = [writer("add", url) for _ in range(2)]
    said = [lines(process, 5) for process in both]
    marks = [mark for one, process in zip(said, both, strict=True) for mark in (*one, *kill(process))]
    listed = store.search(limit=100_000)
    found, count = listed.saved, listed.count
    assert set(marks) <= {saved.mark for saved in found} and count - len(marks) in (0, 1, 2)
    assert all(saved.content == content("endless") for saved in found)
    assert store.get(store.add(content("after")).id).content.name == "after"


def test_a_writer_killed_in_the_middle_of_a_save_leaves_the_scenario_whole(store: Store, url: str) -> None:
    kept = store.add(content("kept"))
    process = writer("half", url, kept.id)
    assert lines(process, 1) == ["half"]
    assert store.get(kept.id) == kept  # readers see what was there
    kill(process)
    after = store.change(kept.id, 1, content("next"))
    assert after.version == 2 and [saved.content.name for saved in store.history(kept.id).saved] == ["next", "kept"]


# --- the schema ---------------------------------------------------------------------------------------------------------


def test_migrations_make_the_tables_that_the_program_reads(store: Store) -> None:
    store.search()
    with store.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_sqlite_is_durable_beside_readers(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/saved.sqlite3")
    with database.read() as connection:
        asked = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
            "journal_mode", "synchronous", "busy_timeout", "foreign_keys")}  # fmt: skip
    database.close()
    assert asked == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 10_000, "foreign_keys": 1}


def test_where_they_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SIFUND_DATABASE_URL", raising=False)
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "a b"))
    assert default_url() == f"sqlite:///{tmp_path}/a b/saved.sqlite3"
    Database(default_url()).close()
    monkeypatch.delenv("SIFUND_HOME")
    assert default_url().endswith("/local/saved.sqlite3")
    assert "/local/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    monkeypatch.setenv("SIFUND_DATABASE_URL", "postgresql://a:b@c/d")
    assert default_url() == "postgresql://a:b@c/d"


# --- away ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("address", "code"), [
    ("postgresql://me:hush@127.0.0.1:1/saved", "database_away"), ("sqlite:////proc/none/saved.sqlite3", "database_away"),
    ("garbage", "database_url"), ("nosuch://a/b", "database_url"), ("mysql://me:hush@a/b", "database_driver"),
])  # fmt: skip
def test_a_database_that_is_away_says_so_without_its_password(address: str, code: str) -> None:
    store = Store(Database(address))
    for ask in (store.search, lambda: store.add(content("x"))):
        with pytest.raises(AwayError) as caught:
            ask()
        assert [p.code for p in caught.value.problems] == [code]
        assert "hush" not in str(caught.value) and "/proc" not in str(caught.value)
        assert caught.value.lines("zh")[0].startswith("保存方案的数据库暂不可用（")
        assert caught.value.lines("zh")[0].endswith("试算、比较和链接不受影响。")


def test_a_database_that_comes_back_is_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in the way").write_text("a file")
    store = Store(Database(f"sqlite:///{tmp_path}/in the way/saved.sqlite3"))
    with pytest.raises(AwayError):
        store.search()
    (tmp_path / "in the way").unlink()
    with pytest.raises(AwayError):  # not asked again for a while
        store.search()
    later = databases.time.monotonic() + databases.QUIET_S + 1
    monkeypatch.setattr(databases.time, "monotonic", lambda: later)
    assert store.search() == Listing([], 0)
    store.database.close()


def test_what_is_no_database_and_what_is_newer_are_told(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"no database at all, " * 100)
    with pytest.raises(AwayError):
        Store(Database(f"sqlite:///{tmp_path}/x.sqlite3")).search()
    newer = Database(f"sqlite:///{tmp_path}/y.sqlite3")
    with newer.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer.close()
    with pytest.raises(AwayError, match="newer version"):
        Store(Database(f"sqlite:///{tmp_path}/y.sqlite3")).search()


# --- figures ------------------------------------------------------------------------------------------------------------


def test_figures_that_changed_are_listed_old_against_new(dataset: Dataset, store: Store) -> None:
    before, after = run(dataset, BENEFIT), run(dataset, "unemployment.benefit_standard=1540@2022-01")
    old = store.add(replace(content("x"), figures=figures_of(before))).content.figures
    assert changes(old, figures_of(before)) == []
    found = changes(old, figures_of(after))
    gap = WAN * (
        balance(after, "unemployment", "expenditure", 2022) - balance(before, "unemployment", "expenditure", 2022)
    )
    first = next(c for c in found if (c.subject, c.measure) == ("unemployment", "expenditure"))
    assert (first.side, first.year) == ("scenario", 2022) and first.old is not None and first.new is not None
    assert first.new - first.old == pytest.approx(gap, abs=1)
    assert {c.side for c in found} == {"scenario"} and {c.year for c in found} == set(range(2022, 2027))
    assert "unemployment.benefit" in {c.subject for c in found} and "public.pension" not in {c.subject for c in found}


def test_years_and_lines_that_come_and_go_are_told() -> None:
    old = {"years": [2021, 2022], "scenario": {"a.b": [1, 2], "a/closing": [3.0, None]}, "baseline": {}}
    new = {"years": [2021], "scenario": {"a.b": [1], "a.c": [5], "a/closing": [4.0]}, "baseline": {}}
    assert changes(old, new) == [
        Change("scenario", "a.b", "", 2022, 2, None), Change("scenario", "a.c", "", 2021, None, 5),
        Change("scenario", "a", "closing", 2021, 3.0, 4.0),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["甲　乙", "甲\u00a0乙", "甲\t乙", "甲\r\n乙", "‌甲"])
def test_blanks_of_every_kind_are_ordinary(store: Store, words: str) -> None:
    assert store.add(replace(content(words), note=words, author=words)).content.name == words


@pytest.mark.parametrize(
    ("character", "code"), [("\x0b", "U+000B"), ("\x9f", "U+009F"), ("\uffff", "U+FFFF"), ("\ud800", "U+D800")]
)
def test_what_no_text_may_hold_is_refused_in_saving(store: Store, character: str, code: str) -> None:
    for field in ("name", "note", "author"):
        with pytest.raises(SifundError) as caught:
            store.add(replace(content("a"), **{field: f"a{character}b"}))
        assert code in caught.value.lines("zh")[0] and code in caught.value.lines("en")[0]


# --- what is not absence, and what is -----------------------------------------------------------------------------------


def test_a_character_that_the_database_refuses_is_no_outage(store: Store) -> None:
    store.add(content("kept"))
    for words in ("\0", "a\0b", "\ud800"):
        with pytest.raises(SifundError) as refused:
            store.search(words)
        with pytest.raises(RefusedError), store.database.read() as connection:
            connection.execute(text("SELECT :words"), {"words": "\ud800"})
        assert not isinstance(refused.value, AwayError) and words not in str(refused.value)
        assert names(store.search()) == ["kept"]  # at once, for everybody


@pytest.mark.parametrize("words", ["a " * 30_000, "a" * 5_000_000, "\0" * 5_000], ids=["many", "long", "controls"])
def test_more_words_than_anybody_looks_for_are_no_outage(store: Store, words: str) -> None:
    """Thousands of conditions are more than a database takes, and it would say so as if it were away."""
    store.add(content("kept"))
    with pytest.raises(SifundError, match="over 200 characters") as refused:
        store.search(words)
    assert not isinstance(refused.value, AwayError) and len(str(refused.value)) < 2_000
    assert names(store.search()) == ["kept"]


@pytest.mark.parametrize("number", [10**12, 10**30])
def test_a_number_beyond_the_database_s_own_is_no_outage(store: Store, number: int) -> None:
    kept = store.add(content("kept"))
    with pytest.raises((UnknownError, RefusedError)):
        store.get(kept.id, number)
    assert names(store.search()) == ["kept"]


def test_a_value_that_is_refused_stands_in_no_log(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        for words in ("secret\0words", "secret\ud800words"):
            with pytest.raises(SifundError) as refused, store.database.write() as connection:
                connection.execute(
                    text("SELECT CAST(:words AS INTEGER) / (SELECT 0 WHERE no = :words)"), {"words": words}
                )
            assert "secret" not in str(refused.value)
    assert "secret" not in caplog.text
    assert names(store.search()) == []


def test_a_disk_that_fails_is_named(tmp_path: Path) -> None:
    """A file that may not grow, in a process of its own: SQLite calls it an error of the disk."""
    code = (
        "import resource, sys; from sifund.problem import SifundError; from sifund.store import Store\n"
        "from sifund.store.database import Database\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))\n"
        "try: Store(Database(sys.argv[1])).search()\n"
        "except SifundError as error: print(error.problems[0].code, error)"
    )
    ended = subprocess.run([sys.executable, "-c", code, f"sqlite:///{tmp_path}/saved.sqlite3"], cwd=ROOT, check=True,
                           capture_output=True, text=True)  # fmt: skip
    assert ended.stdout.startswith("database_disk ") and "check its disk" in ended.stdout


@pytest.mark.parametrize(
    ("damage", "code"),
    [("folder", "database_no_place"), ("text", "database_damaged"), ("read only", "database_read_only")],
)
def test_the_true_cause_is_named(tmp_path: Path, damage: str, code: str) -> None:
    file = tmp_path / "saved.sqlite3"
    if damage == "folder":
        file.mkdir()
    elif damage == "text":
        file.write_text("no database " * 1000)
    database = Database(f"sqlite:///{file}")
    try:
        if damage == "read only":
            Store(database).search()
            database.close()
            with database.write() as connection:
                connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(AwayError) as away:
            Store(database).add(content("x"))
        assert [p.code for p in away.value.problems] == [code]
    finally:
        database.close()


def test_a_full_disk_is_told_and_reading_goes_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/saved.sqlite3")
    store = Store(database)
    store.add(content("kept"))
    with database.read() as connection:
        connection.exec_driver_sql(
            f"PRAGMA max_page_count = {connection.exec_driver_sql('PRAGMA page_count').scalar()}"
        )
    with pytest.raises(AwayError) as away:
        [store.add(replace(content("x"), note="x" * NOTE_LIMIT)) for _ in range(99)]
    assert [p.code for p in away.value.problems] == ["database_full"] and names(store.search())[-1] == "kept"
    database.close()


@pytest.mark.parametrize("back", ["deleted", "another file"])
def test_a_file_deleted_or_restored_under_the_program_is_noticed(tmp_path: Path, back: str) -> None:
    file, other = tmp_path / "saved.sqlite3", tmp_path / "other.sqlite3"
    database, elsewhere = Database(f"sqlite:///{file}"), Database(f"sqlite:///{other}")
    store = Store(database)
    Store(elsewhere).add(content("of the backup"))
    elsewhere.close()
    store.add(content("before"))
    assert database.replaced is None
    for part in tmp_path.glob("saved.sqlite3*"):
        part.unlink()
    if back == "another file":
        other.rename(file)
    kept = store.add(content("after"))
    assert database.replaced and "another" not in database.replaced("zh")
    database.close()
    fresh = Database(f"sqlite:///{file}")
    held = names(Store(fresh).search())
    assert kept.content.name in held and ("of the backup" in held) is (back == "another file")
    fresh.close()


def test_a_file_deleted_while_a_save_is_under_way_is_told(tmp_path: Path) -> None:
    file = tmp_path / "saved.sqlite3"
    database = Database(f"sqlite:///{file}")
    Store(database).search()
    with pytest.raises(AwayError) as lost, database.write():
        file.unlink()
    assert [p.code for p in lost.value.problems] == ["database_replaced"]
    assert names(Store(database).search()) == []
    database.close()


@pytest.mark.parametrize(
    ("column", "value"), [("figures", "'{'"), ("figures", "'[1]'"), ("figures", """'{"years": [2021], "scenario": 1}'"""),
                          ("saved_at", "'yesterday'"), ("figures", """'{"years": [2021], "scenario": {"a": ["x"]}}'""")],
)  # fmt: skip
def test_a_damaged_row_does_not_hide_the_list(tmp_path: Path, column: str, value: str) -> None:
    database = Database(f"sqlite:///{tmp_path}/saved.sqlite3")
    store = Store(database)
    bad, good = store.add(content("bad")), store.add(content("good"))
    store.change(good.id, 1, replace(content("good"), note="2"))
    with database.write() as connection:
        connection.exec_driver_sql(f"UPDATE versions SET {column} = {value} WHERE id = '{bad.id}'")
        connection.exec_driver_sql(f"UPDATE versions SET {column} = {value} WHERE id = '{good.id}' AND number = 1")
    listed = store.search()
    assert names(listed) == ["good"] and listed.count == 2 and listed.damaged == (f"{bad.id}.1",)
    assert [v.version for v in store.history(good.id).saved] == [2] and store.history(good.id).damaged == (
        f"{good.id}.1",
    )
    with pytest.raises(UnknownError, match="damaged"):
        store.get(bad.id)
    database.close()


# --- what came of findings --------------------------------------------------------------------------------------------


def result(record: str, outcome: str = "confirmed", who: str = "甲", **other: str) -> Result:
    of_finding = {"code": "P08", "source": "payments", "record": record, "mark": "1/2/3"}
    return Result(**(of_finding | {"outcome": outcome, "reason": "核对", "who": who, "day": "2026-11-27"} | other))


def test_results_stand_until_they_are_withdrawn(store: Store) -> None:
    results = Results(store.database)
    assert results.of("one") == [] and results.enter("one", [result("1"), result("2", "open")], "li") == 2
    before = results.state("one")
    assert results.enter("one", [result("1")], "li") == 0 and results.state("one") == before
    assert results.enter("one", [result("2", "lawful", "乙")], "wang") == 1
    assert results.enter("other", [result("1", "lawful", "乙")], "wang") == 1
    assert {one.record: (one.outcome, one.who) for one in results.of("one")} == {
        "1": ("confirmed", "甲"),
        "2": ("lawful", "乙"),
    }
    newest = results.entered("one")[0].number
    with pytest.raises(
        SifundError, match=f"number {newest} now .entered by wang"
    ):  # another saw an older one as the last
        results.withdraw("one", "admin", newest - 1)
    assert results.withdraw("one", "admin", newest).results == 1 and results.state("one") != before
    assert {one.record: one.outcome for one in results.of("one")} == {"1": "confirmed", "2": "open"}
    assert [(one.by, one.results, one.withdrawn_by) for one in results.entered("one")] == [
        ("wang", 1, "admin"),
        ("li", 2, None),
    ]
    results.withdraw("one", "admin")
    assert results.of("one") == [] and len(results.of("other")) == 1
    with pytest.raises(SifundError, match="nothing to undo"):
        results.withdraw("one", "admin")


def test_who_decided_is_not_overruled_unseen_and_a_list_is_entered_whole_or_not(store: Store) -> None:
    results = Results(store.database)
    results.enter("one", [result("1"), result("2", "open"), result("3", mark="old")], "li")
    theirs = [
        result("9", "lawful", "乙"),
        result("1", "lawful", "乙"),
        result("2", "lawful", "乙"),
        result("3", "lawful", "乙"),
    ]
    with pytest.raises(Taken) as taken:
        results.enter("one", theirs, "wang")
    assert [one.record for one in taken.value.standing] == ["1"] and len(results.of("one")) == 3
    assert results.enter("one", [result("1", "lawful")], "li") == 1  # who decided may change it
    assert results.enter("one", theirs, "wang") == 4  # alike now, by another
    assert results.enter("one", [result("1", who="丙")], "zhao", replace=True) == 1
    assert next(one for one in results.of("one") if one.record == "1").who == "丙"


def test_lists_entered_at_once_are_all_kept(store: Store) -> None:
    results = Results(store.database)
    results.of("one")
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(results.enter, "one", [result(f"{n}"), result("x", who=f"{n}")], f"{n}") for n in range(8)]
    assert [one.result() for one in done] == [2] * 8
    assert len(results.of("one")) == 9 and len(results.entered("one")) == 8
