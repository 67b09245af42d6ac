"""Backup and restore: all that is kept comes back, beside writers, onto an empty home, and is old or new when it is killed."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import postgres, programs
from e2e.serving import free_port, wait_for
from installation import at_home, furnish, in_this_process, keep, repack, save, state, tree
from killed import killed
from sqlalchemy import create_engine, text
from writer import content

from sifund import access, trail
from sifund import dataset as data
from sifund.cli import main
from sifund.dataset import versions
from sifund.problem import SifundError
from sifund.store import Store
from sifund.store import database as databases
from sifund.store.database import Database, default_url
from sifund.upkeep import copying, people, serving, swap
from sifund.upkeep.archive import opened
from sifund.upkeep.backup import backup
from sifund.upkeep.manifest import Manifest
from sifund.upkeep.places import ASIDE, SIGN, alone, is_in_use, places, together
from sifund.upkeep.restore import restore
from sifund.upkeep.tally import tally

ROOT = Path(__file__).resolve().parents[2]
__all__ = ["in_this_process"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(tmp_path / "home", monkeypatch)


@pytest.fixture
def furnished(home: Path) -> Path:
    furnish()
    return home


@pytest.fixture
def file(tmp_path: Path, furnished: Path) -> Path:
    """A backup of the furnished home."""
    backup(tmp_path / "b.zip")
    return tmp_path / "b.zip"


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main([str(word) for word in argv])
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return status, printed.out, printed.err


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.apart
def test_all_comes_back_on_an_empty_home(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish()
    before = state()
    assert run(capsys, "backup", tmp_path / "b.zip")[0] == 0
    at_home(tmp_path / "deep" / "other", monkeypatch)
    status, out, err = run(capsys, "restore", tmp_path / "b.zip")
    assert (status, err) == (0, "") and "1个数据集的3个版本" in out and "库结构0002" in out and ASIDE not in out
    assert state() == before and len(before["results"]) == 1
    assert not [
        path for path in (tmp_path / "deep" / "other").rglob("*") if path.name.startswith((swap.STAGED, swap.MOVES))
    ]
    assert run(capsys, "doctor")[0] == 0


def test_what_was_there_is_kept_aside(file: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = state()
    save("later")
    name = keep(9)
    status, out, _ = run(capsys, "restore", file, "--lang", "en")
    assert status == 0 and out.count("what was there before is in") == 2
    assert state() == before
    (saved,) = home.glob(f"{ASIDE}*/saved.sqlite3")
    with closing(sqlite3.connect(saved)) as old:
        assert old.execute("SELECT count(*) FROM scenarios").fetchone() == (3,)
    assert list(home.glob(f"datasets/{ASIDE}*/small/{name}/meta.parquet"))
    assert data.codes() == [data.SAMPLE, "small"] and versions.size_of(home / "datasets") < 2 * len(file.read_bytes())


def test_one_folder_for_saved_scenarios_and_datasets(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIFUND_DATA", str(home))
    furnish()
    before = state()
    backup(tmp_path / "b.zip")
    save("later")
    keep(9)
    restore(tmp_path / "b.zip")
    assert state() == before and len(list(home.glob(f"{ASIDE}*"))) == 1


def test_a_file_that_is_there_is_not_overwritten_unless_asked(
    furnished: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.zip").write_text("mine")
    status, _, err = run(capsys, "backup", tmp_path / "b.zip")
    assert status == 2 and "--overwrite" in err and (tmp_path / "b.zip").read_text() == "mine"
    assert "已存在，没有覆盖" in run(capsys, "backup", tmp_path, "--overwrite", "--lang", "zh")[2]  # a folder
    assert run(capsys, "backup", tmp_path / "b.zip", "--overwrite")[0] == 0
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    with opened(tmp_path / "b.zip") as archive:
        archive.check()
    status, _, err = run(capsys, "backup", tmp_path / "none" / "b.zip", "--lang", "zh")
    assert status == 2 and "没有备份" in err and "none" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.zip", "home"]


@pytest.mark.parametrize("number", [errno.EPERM, errno.EIO])
def test_a_backup_gets_its_name_in_one_step(
    number: int, furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also on a disk without hard links; where nothing can be named, nothing is left."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", no_links)
    if number == errno.EIO:
        monkeypatch.setattr(Path, "rename", fails)
    assert run(capsys, "backup", tmp_path / "b.zip")[0] == (2 if number == errno.EIO else 0)
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == (
        [] if number == errno.EIO else ["b.zip"]
    )


def test_a_plain_kept_folder_and_one_of_another_name_come_back(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data.save(data.find(data.SAMPLE), home / "datasets" / "某市 2021")
    backup(tmp_path / "b.zip")
    at_home(tmp_path / "other", monkeypatch)
    restore(tmp_path / "b.zip")
    assert data.find("某市 2021").fingerprint == data.find(data.SAMPLE).fingerprint


def test_nothing_kept_is_a_backup_too(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert backup(tmp_path / "b.zip").manifest.database == "none" and not home.exists()
    furnish()
    restore(tmp_path / "b.zip")
    assert state()["scenarios"] == [] and data.codes() == [data.SAMPLE]
    assert list(home.glob(f"{ASIDE}*/saved.sqlite3")) and list(home.glob(f"datasets/{ASIDE}*/small"))


# --- beside others ----------------------------------------------------------------------------------------------------

BUSY = """
import sys
from installation import keep, save
n = 0
while True:
    n += 1
    save(f"s{n}")
    keep(n)
    print(n, flush=True)
"""


def test_a_backup_beside_a_writer_is_whole(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was said to be kept before it began is in it; every version is whole, the current one among them."""
    path = os.pathsep.join(map(str, (ROOT, ROOT / "tests" / "support")))
    command = [sys.executable, "-c", BUSY]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        said = [int(writer.stdout.readline()) for _ in range(3)]
        made = backup(tmp_path / "b.zip")
        writer.kill()
    assert made.notices == ()
    at_home(tmp_path / "other", monkeypatch)
    restore(tmp_path / "b.zip")
    after = state()
    assert {f"s{n}" for n in said} <= set(after["scenarios"]) and len(after["versions"]["small"]) >= len(said)


def test_a_version_that_goes_while_it_is_copied_is_absent(
    furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, names = shutil.copy2, [v.name for v in versions.listed(furnished / "datasets" / "small")]

    def copy(source: Path, to: Path) -> Path | str:
        if source.parent.name == names[1] and source.parent.exists():
            versions._forget(source.parent)
        return real(source, to)

    monkeypatch.setattr(copying.shutil, "copy2", copy)
    assert backup(tmp_path / "b.zip").notices == ()
    with opened(tmp_path / "b.zip") as archive:
        kept = {name.split("/")[2] for name in archive.manifest.files if name.count("/") == 3}
    assert names[0] in kept and names[1] not in kept


def test_nothing_is_restored_under_a_server(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two replicas: until the last of them has stopped. A network disk may not say how large it is."""
    before, where = state(), places()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(0, 0, 0))  # type: ignore[attr-defined]
    with together(where):
        with together(where):
            status, _, err = run(capsys, "restore", file, "--lang", "zh")
            assert status == 2 and "请先停止所有服务器" in err and is_in_use(where)
        assert "stop every server first" in run(capsys, "restore", file)[2]
        assert backup(file.with_name("c.zip"))  # beside a server
    assert state() == before and run(capsys, "restore", file)[0] == 0
    with alone(where):
        assert "a restore is under way" in run(capsys, "backup", file.with_name("d.zip"))[2]


def test_nothing_is_restored_under_a_program_that_shows_no_sign(file: Path, home: Path) -> None:
    save("later")
    before = state()
    with closing(sqlite3.connect(home / "saved.sqlite3")) as other:
        other.execute("SELECT count(*) FROM scenarios").fetchone()
        with pytest.raises(SifundError) as refused:
            restore(file)
    assert [p.code for p in refused.value.problems] == ["in_use"] and state() == before
    assert not list(home.rglob(f"{swap.STAGED}*"))


def test_a_real_server_holds_its_sign_for_its_life_and_finishes_what_was_interrupted(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    (home / "ready").write_text("moved")
    swap.decide(home / "datasets", [(home / "ready", home / "there")], [])
    command = [sys.executable, "-m", "sifund.server", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        assert (home / "there").read_text() == "moved" and not swap.is_decided(home / "datasets")
        assert "请先停止" in run(capsys, "restore", file, "--lang", "zh")[2]
        assert "服务器正在运行" in run(capsys, "doctor")[1]
    finally:
        server.kill()
        server.wait(10)
    assert run(capsys, "restore", file)[0] == 0


def test_a_server_that_starts_waits_for_a_restore(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "WAIT_S", 0.2)
    home.mkdir()
    (home / "datasets").mkdir()
    with alone(places()), pytest.raises(SifundError, match="under way"):
        serving.hold()
    serving.hold()
    assert is_in_use(places())
    serving.let_go()
    assert not is_in_use(places())


def test_where_no_sign_can_be_made_the_server_serves(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    home.write_text("a file in the way")
    serving.hold()
    assert "do not restore while it runs" in caplog.text


# --- roles and audit trail --------------------------------------------------------------------------------------------


@pytest.fixture
def peopled(home: Path) -> Path:
    """A home in which somebody was given a role, which the trail tells of."""
    access.assign("li", "steward")
    trail.append("role", "li steward")
    return home


@pytest.fixture
def packed(tmp_path: Path, peopled: Path) -> Path:
    """A backup of it."""
    backup(tmp_path / "b.zip")
    return tmp_path / "b.zip"


@pytest.mark.parametrize("database", ["", "postgresql://me@127.0.0.1:1/none"])
def test_roles_and_trail_come_back_on_an_empty_home(
    database: str, peopled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever database keeps the scenarios."""
    monkeypatch.setenv("SIFUND_DATABASE_URL", database)
    backup(tmp_path / "b.zip")
    entries = trail.read()
    at_home(tmp_path / "empty", monkeypatch)
    monkeypatch.setenv("SIFUND_DATABASE_URL", database)
    assert access.roles() == {} and trail.read() == []
    restore(tmp_path / "b.zip")
    assert access.roles() == {"li": "steward"} and trail.read() == entries and trail.verify().problems == ()
    trail.append("restore", "b.zip")
    assert trail.verify().count == len(entries) + 1


def test_a_trail_that_goes_on_from_the_backups_is_not_cut_back(packed: Path, home: Path) -> None:
    """Nobody takes what was done since out of it by a restore; roles are those of the backup."""
    trail.append("scenario.deleted", "k1")
    access.assign("li", "viewer")
    access.assign("wang", "steward")
    entries = trail.read()
    aside = restore(packed).aside
    assert trail.read() == entries and access.roles() == {"li": "steward"} and trail.verify().problems == ()
    assert [json.loads(path.read_text()) for at in aside for path in at.glob("roles.json")] == [
        {"li": "viewer", "wang": "steward"}
    ]


@pytest.mark.parametrize("change", ["another", "damaged"])
def test_another_trail_moves_aside(change: str, packed: Path, home: Path) -> None:
    entries, at = trail.read(), home / trail.FILE
    if change == "damaged":
        at.write_bytes(at.read_bytes().replace(b"steward", b"viewer!"))
    else:
        at.unlink()
        trail.append("login", who="wang")
    there = at.read_bytes()
    aside = restore(packed).aside
    assert trail.read() == entries and trail.verify().problems == ()
    assert [path.read_bytes() for folder in aside for path in folder.glob(trail.FILE)] == [there]


def test_a_backup_without_them_leaves_them_alone(packed: Path, home: Path, tmp_path: Path) -> None:
    """As earlier programs made it."""

    def earlier(files: dict[str, bytes]) -> None:
        for name in people.FILES:
            del files[name]

    repack(packed, tmp_path / "c.zip", earlier)
    access.assign("wang", "steward")
    entries = trail.read()
    restore(tmp_path / "c.zip")
    assert access.roles() == {"li": "steward", "wang": "steward"} and trail.read() == entries


def test_a_damaged_trail_or_file_of_roles_is_named(
    peopled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `doctor`, and by a backup, which takes them as they are and comes back."""
    (peopled / "roles.json").write_text("{")
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 1 and "roles.json" in out and "cannot be read" in out
    at = peopled / trail.FILE
    at.write_bytes(at.read_bytes().replace(b"steward", b"viewer!"))
    assert [problem.place for problem in people.problems(peopled)] == ["roles.json", trail.FILE], "one hides the other"
    (peopled / "roles.json").unlink()
    access.assign("li", "steward")
    status, out, err = run(capsys, "backup", tmp_path / "d.zip", "--lang", "en")
    assert status == 1 and "cannot be trusted from entry 1" in out + err
    status, _, err = run(capsys, "restore", tmp_path / "d.zip", "--lang", "en")
    assert status == 0 and "cannot be trusted from entry 1" in err and trail.verify().problems


def test_a_home_that_is_closed_to_whoever_asks_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The service's folder is open to its own user alone."""

    def closed(where: object) -> None:
        raise PermissionError(13, "Permission denied", "/var/lib/sifund")

    monkeypatch.setattr("sifund.cli.doctor.examine", closed)
    status, _, err = run(capsys, "doctor", "--lang", "en")
    assert status == 2 and "cannot be read: Permission denied: /var/lib/sifund" in err


@pytest.mark.parametrize("files", [(), ("roles.json",), ("roles.json", trail.FILE)])
def test_only_what_a_backup_holds_is_told_of_it(files: tuple[str, ...]) -> None:
    manifest = Manifest.model_construct(
        files=dict.fromkeys(files), made=datetime.now(UTC), program="1", database="none"
    )
    words = tally(manifest)
    assert ("角色" in words.zh, "审计记录" in words.zh) == ("roles.json" in files, trail.FILE in files)
    assert ("roles" in words.en, "audit trail" in words.en) == ("roles.json" in files, trail.FILE in files)


def test_a_trail_that_cannot_be_read_is_not_told_as_roles(home: Path) -> None:
    (home / trail.FILE).mkdir(parents=True)
    assert [(wrong.code, wrong.place) for wrong in people.problems(home)] == [("trail", trail.FILE)]


# --- killed -----------------------------------------------------------------------------------------------------------

SWAP = """
from pathlib import Path
from sifund.upkeep import swap
"""
MOVE = """
home = Path(sys.argv[2])
moves = [(home / name, home / "aside" / name) for name in "ab"] + [(home / "ready" / name, home / name) for name in "abc"]
swap.decide(home, moves, [home / "ready"])
swap.finish(home)
"""


def whole(home: Path) -> str:
    """What the files say; more than one word where they are a mixture."""
    return "".join(sorted({(home / name).read_text() if (home / name).exists() else "old" for name in "abc"}))


def test_killed_between_any_two_file_operations_it_is_the_old_or_the_new(tmp_path: Path) -> None:
    stop, ended, states = 0, 9, []
    while ended == 9:
        home = tmp_path / str(stop)
        (home / "ready").mkdir(parents=True)
        for name in "ab":
            (home / name).write_text("old")
        for name in "abc":
            (home / "ready" / name).write_text("new")
        ended = killed(SWAP, MOVE, home, stop)
        if not swap.is_decided(home):
            assert whole(home) in ("old", "new")
        swap.finish(home)  # what comes next does
        states.append(whole(home))
        assert states[-1] in ("old", "new"), stop
        if states[-1] == "new":
            assert {path.name: path.read_text() for path in (home / "aside").iterdir()} == {"a": "old", "b": "old"}
            assert not (home / "ready").exists()
        stop += 1
    assert ended == 0 and states == sorted(states, reverse=True) and len(set(states)) == 2 and stop > 15


@pytest.mark.parametrize("seconds", [0.3])
def test_a_restore_that_is_killed_leaves_the_old_or_the_new(file: Path, home: Path, seconds: float) -> None:
    """As the command, at the moment when it has begun to unpack and later."""
    new = state()
    save("later")
    keep(9)
    old = state()
    command = [sys.executable, "-m", "sifund", "restore", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and not list(home.rglob(f"{swap.STAGED}*")):
        time.sleep(0.005)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    serving.hold()
    serving.let_go()
    assert state() in (old, new)
    restore(file)
    assert state() == new and not list(home.rglob(f"{swap.STAGED}*"))


def test_a_disk_that_fails_in_the_middle_is_told_and_the_next_one_finishes(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    new, real, done = state(), Path.rename, []
    save("later")

    def breaks(path: Path, to: Path) -> Path:
        done.append(path)
        if len(done) == 2:
            raise OSError(5, "Input/output error")
        return real(path, to)

    monkeypatch.setattr(Path, "rename", breaks)
    status, _, err = run(capsys, "restore", file, "--lang", "zh")
    monkeypatch.setattr(Path, "rename", real)
    assert status == 2 and "Input/output error" in err and "接着完成" in err
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 1 and "was interrupted" in out
    assert "was interrupted" in run(capsys, "backup", file.with_name("c.zip"))[2]
    serving.hold()
    serving.let_go()
    assert state() == new


def test_a_disk_that_is_full_changes_nothing(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(home)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 0))  # type: ignore[attr-defined]
    status, _, err = run(capsys, "restore", file)
    assert status == 2 and "No space left" in err and tree(home) == before


# --- other databases --------------------------------------------------------------------------------------------------


def test_an_older_schema_is_brought_up_to_date(
    file: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A later program, with one more migration."""
    later = tmp_path / "migrations"
    shutil.copytree(databases.MIGRATIONS, later)
    (later / "versions" / "0003_more.py").write_text(
        "from alembic import op\nrevision = '0003'\ndown_revision = '0002'\n\n"
        "def upgrade():\n    op.create_index('versions_by_name', 'versions', ['name'])\n"
    )
    new = state()
    save("later")
    monkeypatch.setattr(databases, "MIGRATIONS", later)
    monkeypatch.setattr("sifund.store.inspection.MIGRATIONS", later)
    assert restore(file).notices == ()
    with closing(sqlite3.connect(home / "saved.sqlite3")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'versions_by_name'").fetchone() == (1,)
    assert state() == new


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with postgres(programs()) as url:
        yield url


def test_with_postgresql_datasets_are_backed_up_and_the_rest_is_said(
    postgresql: str,
    file: Path,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    new = state()
    monkeypatch.setenv("SIFUND_DATABASE_URL", postgresql)
    status, out, _ = run(capsys, "doctor")
    assert status == 0 and "PostgreSQL" in out and "库结构—" in out  # nothing was made
    save("one", "two")
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 0 and "2, of which 0 deleted, in 2 versions" in out and "schema 0002" in out
    engine = create_engine(postgresql)
    with engine.begin() as connection:
        connection.execute(text("UPDATE versions SET figures = '[1]' WHERE name = 'one'"))
        connection.execute(
            text("UPDATE scenarios SET latest = 7 WHERE id = (SELECT id FROM versions WHERE name = 'two')")
        )
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 1 and "is damaged and cannot be read" in out and "newest version is missing" in out
    status, out, _ = run(capsys, "backup", tmp_path / "pg.zip", "--lang", "en")
    assert status == 0 and "pg_dump" in out and "docs/operations.md" in out
    assert "SQLite" in run(capsys, "restore", file)[2]  # of the other kind
    status, out, err = run(capsys, "restore", tmp_path / "pg.zip", "--lang", "en")
    assert status == 0 and "pg_restore" in err
    monkeypatch.delenv("SIFUND_DATABASE_URL")
    assert run(capsys, "restore", tmp_path / "pg.zip")[0] == 0 and state() == new
    monkeypatch.setenv("SIFUND_DATABASE_URL", "postgresql://me:hush@127.0.0.1:1/none")
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 1 and "no answer" in out and "hush" not in out
    engine.dispose()


def test_the_documented_way_with_postgresql_brings_scenarios_back(
    postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commands of docs/operations.md, as they stand there."""
    monkeypatch.setenv("SIFUND_DATABASE_URL", postgresql)
    database = Database(postgresql)
    Store(database).add(content("dumped"))
    commands = re.findall(
        r"^(?:pg_dump|pg_restore) .*$", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(commands) == 2
    at = os.environ | {"PATH": f"{programs()}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(commands[0], shell=True, check=True, cwd=tmp_path, env=at)
    Store(database).add(content("after"))
    database.close()
    subprocess.run(commands[1], shell=True, check=True, cwd=tmp_path, env=at)
    database = Database(postgresql)
    names = {
        saved.content.name for saved in Store(database).search("dumped").saved + Store(database).search("after").saved
    }
    database.close()
    assert names == {"dumped"}


def test_signs_stand_beside_what_they_are_for(home: Path) -> None:
    assert [path.relative_to(home).as_posix() for path in places().signs] == [
        f"saved.sqlite3{SIGN}",
        f"datasets/{SIGN}",
    ]
    assert default_url() == f"sqlite:///{home}/saved.sqlite3"
