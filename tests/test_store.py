"""Saved scenarios on SQLite and on a real PostgreSQL: versions, deletion and undo, two writers, killed writers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from databases import postgres, programs
from sqlalchemy import create_engine, text
from support import run
from writer import TIMES, content

from sifund.dataset import Dataset
from sifund.problem import SifundError
from sifund.store import NOTE_LIMIT, StaleError, Store, UnknownError
from sifund.store import database as databases
from sifund.store.database import AwayError, Database, default_url
from sifund.store.figures import Change, changes, figures_of
from sifund.store.tables import metadata

WRITER = Path(__file__).parent / "writer.py"
ROOT = WRITER.parents[1]
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
        for table in ("versions", "scenarios", "alembic_version"):
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    engine.dispose()
    return address


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    database = Database(url)
    yield Store(database)
    database.close()


def names(found: tuple[list, int]) -> list[str]:
    return [saved.content.name for saved in found[0]]


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
    assert [saved.version for saved in store.history(first.id)] == [3, 2, 1]
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
    assert store.search(limit=2)[1] == 3 and len(store.search(limit=2)[0]) == 2


def test_what_is_deleted_can_be_brought_back(store: Store) -> None:
    kept = store.add(content("one"))
    store.delete(kept.id)
    assert names(store.search()) == [] and names(store.search(deleted=True)) == ["one"]
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
    assert store.get(first.id) == second and len(store.history(first.id)) == 2


def test_what_cannot_be_kept_is_refused_all_at_once(store: Store) -> None:
    with pytest.raises(SifundError) as caught:
        store.add(replace(content("  "), note="x" * (NOTE_LIMIT + 1), author="a\x00b"))
    assert [p.code for p in caught.value.problems] == ["no_name", "too_long", "control"]
    assert store.search() == ([], 0)
    with pytest.raises(UnknownError, match="nothere"):
        store.get("nothere")
    with pytest.raises(UnknownError):
        store.delete("nothere")


# --- two writers, killed writers ----------------------------------------------------------------------------------------


def test_two_writers_of_one_scenario_lose_nothing(store: Store, url: str) -> None:
    kept = store.add(replace(content("shared"), author="王"))
    both = [writer("change", url, kept.id) for _ in range(2)]
    said = [process.communicate(timeout=120)[0].split() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    marks = [mark for one in said for mark in one]
    assert sorted(marks) == sorted(f"{kept.id}.{n}" for n in range(2, 2 + 2 * TIMES))
    assert [saved.content.note for saved in store.history(kept.id)] == ["x" * n for n in range(2 * TIMES, -1, -1)]


def test_two_processes_make_the_tables_at_once_and_die_while_saving(store: Store, url: str) -> None:
    """On an empty database: both migrate it, both save, both are killed; what they said was kept is there, whole."""
    both = [writer("add", url) for _ in range(2)]
    said = [lines(process, 5) for process in both]
    marks = [mark for one, process in zip(said, both, strict=True) for mark in (*one, *kill(process))]
    found, count = store.search(limit=100_000)
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
    assert after.version == 2 and [saved.content.name for saved in store.history(kept.id)] == ["next", "kept"]


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
    assert store.search() == ([], 0)
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
    gap = float(
        after.measure("unemployment", "expenditure", 1)[0, 1] - before.measure("unemployment", "expenditure", 1)[0, 1]
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
