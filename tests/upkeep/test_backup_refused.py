"""What is no whole backup is refused by name, and nothing is touched; what is not well is found and named."""

from __future__ import annotations

import io
import sqlite3
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from installation import Files, at_home, furnish, in_this_process, keep, repack, save, state, tree, zipped

from sifund import __version__
from sifund import dataset as data
from sifund.cli import main
from sifund.dataset import versions
from sifund.upkeep import apart, swap
from sifund.upkeep.archive import is_name, opened
from sifund.upkeep.backup import backup

__all__ = ["in_this_process"]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup that is in order."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        at_home(folder / "home", patch)
        furnish()
        backup(folder / "b.zip")
    return (folder / "b.zip").read_bytes()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(tmp_path / "home", monkeypatch)


@pytest.fixture
def file(tmp_path: Path, whole: bytes) -> Path:
    (tmp_path / "b.zip").write_bytes(whole)
    return tmp_path / "b.zip"


def run(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    status = main([str(word) for word in argv])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def refused(capsys: pytest.CaptureFixture[str], home: Path, file: Path) -> str:
    """The words of a refusal, plain in both languages; what was there stands as it was."""
    save("mine")
    keep(7)
    before = tree(home)
    said = [run(capsys, "restore", file, "--lang", lang) for lang in ("zh", "en")]
    assert [status for status, _, _ in said] == [2, 2], said
    assert tree(home) == before | {name: b"" for name in ("datasets/.lock", "saved.sqlite3.lock") if name in tree(home)}
    for _, out, err in said:
        assert out == "" and err.count("\n") == 1 and err.isprintable() is False and err[:-1].isprintable()
        assert "Traceback" not in err and len(err) < 1500
    assert any(sign in said[0][2] for sign in "，。；：") and not any(sign in said[1][2] for sign in "，。；")
    return said[1][2]


# --- files that are none ----------------------------------------------------------------------------------------------


def text(path: Path) -> None:
    path.write_text("dear colleague")


def none(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def tail(path: Path) -> None:
    path.write_bytes(path.read_bytes()[500:])


def database(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE t (x)")


def other_zip(path: Path) -> None:
    path.write_bytes(zipped({"xl/workbook.xml": b"<workbook/>"}))


def other_manifest(path: Path) -> None:
    path.write_bytes(zipped({"manifest.json": b'{"name": "an app", "version": 3}'}))


def broken_manifest(path: Path) -> None:
    path.write_bytes(zipped({"manifest.json": b'{"sifund": "backup", "files": [[[['}))


@pytest.mark.parametrize(("make", "words"), [
    (text, "is no backup"), (none, "No such file"), (folder, "Is a directory"), (empty, "is no backup"), (half, "is no backup"),
    (tail, "damaged"), (database, "is no backup"), (other_zip, "no manifest.json"), (other_manifest, "no backup of this"),
    (broken_manifest, "no backup of this"),
])  # fmt: skip
def test_what_is_no_backup_is_refused(
    make: Callable[[Path], None], words: str, file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(file)
    assert words in refused(capsys, home, file)


# --- backups that somebody changed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [
    "../outside", "datasets/../../outside", "/etc/outside", "\\outside", "C:\\outside", "datasets/small/..\\outside",
    "datasets/small/evil.sh", "datasets/.restore.json", "datasets/small/.hidden/meta.parquet", "sub/saved.sqlite3", "datasets/",
    "saved.sqlite3-wal", "datasets/small/000000000000/accepted.parquet", "datasets/a\nb/current",
])  # fmt: skip
def test_a_name_that_no_backup_has_is_refused(
    name: str, file: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On its list and off it."""
    assert not is_name(name)
    said = refused(capsys, home, repack(file, tmp_path / "c.zip", lambda files: files.update({name: b"evil"})))
    assert "leads out of its folder" in said or "no file that a backup has" in said
    repack(file, tmp_path / "c.zip", add=lambda packed: packed.writestr(name, b"evil"))
    assert "Nothing was changed" in run(capsys, "restore", tmp_path / "c.zip")[2]
    assert not list(tmp_path.rglob("*outside*")) and not Path("/etc/outside").exists()


def link(packed: zipfile.ZipFile) -> None:
    member = zipfile.ZipInfo("datasets/small/current2")
    member.external_attr = 0o120777 << 16
    packed.writestr(member, "/etc/passwd")


def twice(packed: zipfile.ZipFile) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        packed.writestr("datasets/small/current", b"0" * 12)


def more(packed: zipfile.ZipFile) -> None:
    packed.writestr("datasets/other/current", b"0" * 12)


@pytest.mark.parametrize(
    ("add", "words"), [(link, "is a link"), (twice, "a file twice"), (more, "not those of its list")]
)
def test_what_was_added_is_refused(
    add: Callable[[zipfile.ZipFile], None],
    words: str,
    file: Path,
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert words in refused(capsys, home, repack(file, tmp_path / "c.zip", add=add))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(
    file: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def blow(files: Files) -> None:
        files["datasets/small/accepted.parquet"] = bytes(60_000_000)

    assert "too large when unpacked (60 MB)" in refused(capsys, home, repack(file, tmp_path / "c.zip", blow))

    def lie(files: Files) -> None:  # the list says less than there is, and so does the zip's directory
        files["datasets/small/accepted.parquet"] = bytes(5_000_000)

    repack(file, tmp_path / "c.zip", lie)
    text = (tmp_path / "c.zip").read_bytes().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 100))
    (tmp_path / "c.zip").write_bytes(text.replace(b'"bytes": 5000000', b'"bytes": 100    '))
    assert "Nothing was changed" in refused(capsys, home, tmp_path / "c.zip")


def start(text: bytes, member: zipfile.ZipInfo) -> int:
    """Where a member's content begins, after its head with a name and extras."""
    name, extra = struct.unpack_from("<HH", text, member.header_offset + 26)
    return member.header_offset + 30 + name + extra


def test_any_byte_that_changed_is_found(file: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In every file of it, in its list, and between."""
    text = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(text)) as packed:
        places = [(m.filename, start(text, m) + m.compress_size // 2) for m in packed.infolist()]
    for name, at in places:
        file.write_bytes(text[:at] + bytes([text[at] ^ 0x41]) + text[at + 1 :])
        status, _, err = run(capsys, "restore", file)
        assert status == 2 and "Nothing was changed" in err, name
    assert not home.exists()


@pytest.mark.parametrize("newer", [{"format": 2, "files": "by another rule"}, {"program": "99.0.0"}, {"revision": "0042"}],
                         ids=["format", "program", "schema"])  # fmt: skip
def test_a_newer_programs_backup_is_refused(
    newer: dict[str, object], file: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, home, repack(file, tmp_path / "c.zip", manifest=newer))
    assert "by a newer program" in said and __version__ in said


# --- lists that fit, and content that does not ------------------------------------------------------------------------


def with_database(change: Callable[[sqlite3.Connection], object]) -> Callable[[Files], None]:
    def act(files: Files) -> None:
        with closing(sqlite3.connect(":memory:")) as made:
            made.deserialize(files["saved.sqlite3"])
            change(made)
            made.commit()
            files["saved.sqlite3"] = made.serialize()

    return act


def foreign_database(made: sqlite3.Connection) -> None:
    for name in ("versions", "scenarios", "alembic_version"):
        made.execute(f"DROP TABLE {name}")
    made.execute("CREATE TABLE people (name)")


def page_damaged(files: Files) -> None:
    text = files["saved.sqlite3"]
    files["saved.sqlite3"] = text[:4096] + bytes(4096) + text[8192:]


def exchanged(files: Files) -> None:
    """The tables of one version under the name of another."""
    one, other = sorted(name for name in files if name.endswith("/lines.parquet"))[:2]
    files[one] = files[other]


def forged(files: Files) -> None:
    name = next(name for name in files if name.endswith("/lines.parquet"))
    files[name] = b"PAR1" + b"\xff" * 60 + struct.pack("<L", 40) + b"PAR1"


def no_such_version(files: Files) -> None:
    files["datasets/small/current"] = b"f" * 12


def table_missing(files: Files) -> None:
    del files[next(name for name in files if name.endswith("/lines.parquet"))]


@pytest.mark.parametrize("change", [
    with_database(foreign_database), with_database(lambda d: d.execute("CREATE TRIGGER t DELETE ON versions BEGIN SELECT 1; END")),
    with_database(lambda d: d.execute("UPDATE alembic_version SET version_num = '0042'")),
    with_database(lambda d: d.execute("UPDATE versions SET figures = '7'")),
    with_database(lambda d: d.execute("UPDATE scenarios SET latest = 9")), with_database(lambda d: d.execute("DELETE FROM scenarios")),
    page_damaged, exchanged, forged, no_such_version, table_missing, lambda files: files.update({"saved.sqlite3": b"text"}),
    lambda files: files.update({"datasets/small/accepted.parquet": b"text"}),
], ids=range(13))  # fmt: skip
def test_content_that_is_not_what_it_should_be_is_refused(
    change: Callable[[Files], None], file: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(capsys, home, repack(file, tmp_path / "c.zip", change))
    assert "holds damaged data" in said and ("saved.sqlite3" in said or "datasets/small" in said)


@pytest.mark.apart
def test_a_file_that_takes_all_memory_ends_the_look_and_not_the_restore(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(apart, "ADDRESS_BYTES", 700_000_000)
    monkeypatch.setattr(apart, "look", lambda _: pytest.fail("looked at in this process"))
    monkeypatch.setitem(apart.ENVIRONMENT, "POLARS_MAX_THREADS", "64")  # maps more than that
    assert "more than 700 MB of memory" in refused(capsys, home, file)


# --- the doctor -------------------------------------------------------------------------------------------------------


def test_what_is_well_is_said_with_its_counts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert status == 0 and "none yet" in out and not home.exists()
    furnish()
    before = tree(home)
    status, out, err = run(capsys, "doctor", "--format", "json")
    assert (status, err) == (0, "") and tree(home) == before
    for words in (
        '"ok": true',
        '"scenarios": 2',
        '"versions": 2',
        '"schema": "0002"',
        '"accepted": 1',
        '"code": "small"',
    ):
        assert words in out
    status, out, _ = run(capsys, "doctor", "--lang", "en")
    assert (
        status == 0
        and "2, of which 0 deleted, in 2 versions" in out
        and "2 versions, 1 that can be brought back" in out
    )
    assert "All is well." in out and "一切正常。" in run(capsys, "doctor")[1]


def sick_row(home: Path) -> str:
    with closing(sqlite3.connect(home / "saved.sqlite3")) as made, made:
        made.execute("UPDATE versions SET saved_at = 'yesterday' WHERE name = 'one'")
    return "its row is damaged"


def sick_page(home: Path) -> str:
    text = (home / "saved.sqlite3").read_bytes()
    (home / "saved.sqlite3").write_bytes(text[:4096] + bytes(4096) + text[8192:])
    return "damaged"


def no_database(home: Path) -> str:
    (home / "saved.sqlite3").write_text("text")
    return "is damaged"


def newer_schema(home: Path) -> str:
    with closing(sqlite3.connect(home / "saved.sqlite3")) as made, made:
        made.execute("UPDATE alembic_version SET version_num = '0042'")
    return "newer program"


def sick_version(home: Path) -> str:
    at = versions.place(home / "datasets" / "small")
    (at / "law.parquet").unlink()
    (at / "lines.parquet").write_bytes(b"PAR1")
    return f"small/{at.name}"


def sick_deleted_version(home: Path) -> str:
    (gone,) = versions.listed(home / "datasets" / "small", deleted=True)
    (gone.folder / "meta.parquet").unlink()
    return gone.folder.name


def no_pointer(home: Path) -> str:
    (home / "datasets" / "small" / "current").unlink()
    return 'no file "current"'


def wild_pointer(home: Path) -> str:
    (home / "datasets" / "small" / "current").write_text("../..")
    return "no such version"


def sick_accepted(home: Path) -> str:
    (home / "datasets" / "small" / "accepted.parquet").write_text("x")
    return "accepted findings is damaged"


def unfinished(home: Path) -> str:
    swap.decide(home / "datasets", [], [])
    return "was interrupted"


@pytest.mark.parametrize("harm", [
    sick_row, sick_page, no_database, newer_schema, sick_version, sick_deleted_version, no_pointer, wild_pointer, sick_accepted,
    unfinished,
])  # fmt: skip
def test_what_is_not_well_is_named_and_a_backup_says_it_too(
    harm: Callable[[Path], str], home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish()
    words = harm(home)
    status, out, err = run(capsys, "doctor", "--lang", "en")
    assert status == 1 and "All is well" not in out and words in out and err == ""
    assert run(capsys, "doctor", "--format", "json")[0] == 1
    status, _, err = run(capsys, "backup", tmp_path / "b.zip", "--lang", "en")
    assert status in (1, 2) and words in err
    assert (tmp_path / "b.zip").exists() == (status == 1) and not list(tmp_path.glob(".b.zip*"))
    if status == 1:  # it is restored as it was, and said again
        before = data.codes()
        status, _, err = run(capsys, "restore", tmp_path / "b.zip", "--lang", "en")
        assert status == 0 and words in err and data.codes() == before


def test_the_quota_and_a_setting_that_is_no_number_are_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    furnish()
    used = versions.size_of(home / "datasets") / 1e6
    nearly, over = f"{used * 1.1:.6f}", f"{used * 0.9:.6f}"
    for quota, status, words in ((nearly, 0, "And note:"), (over, 1, "SIFUND_QUOTA_MB"), ("1 GB", 1, "1 GB")):
        monkeypatch.setenv("SIFUND_QUOTA_MB", quota)
        found, out, _ = run(capsys, "doctor", "--lang", "en")
        assert found == status and words in out


def test_a_good_backup_is_taken(file: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The one that all of the above were made from."""
    with opened(file) as archive:
        archive.check()
    assert run(capsys, "restore", file)[0] == 0 and state()["scenarios"] == ["one", "two"]
