"""Kept folders are whole or absent: versions, the file that names the current one, writers that are killed anywhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from killed import killed
from readers import mixtures
from support import amount, small

from sifund import dataset as datasets
from sifund.dataset import versions
from sifund.dataset.versions import GONE, KEPT, delete, is_kept, listed, make_current, place, put, size_of, undelete
from sifund.problem import SifundError

FILES = ("a", "b", "c")
OLD, NEW = "a" * 12, "b" * 12
ALONE = """
import sys, types
from pathlib import Path
import sifund
room = sys.modules["sifund.dataset"] = types.ModuleType("sifund.dataset")  # without what versions do not need
room.__path__ = [str(Path(sifund.__file__).parent / "dataset")]
from sifund.dataset import versions
"""
PUT = """
def write(to):
    for name in "abc":
        (to / name).write_text("b" * 12)
versions.put(Path(sys.argv[2]), "b" * 12, write)
"""


def words(letter: str, size: int = 12):
    def write(folder: Path) -> None:
        for name in FILES:
            (folder / name).write_text(letter * size)

    return write


def read(folder: Path) -> set[str]:
    """What the files of the current version say; one word where they are whole."""
    at = place(folder)
    return {(at / name).read_text() for name in FILES}


def test_a_version_is_kept_and_current(tmp_path: Path) -> None:
    assert put(tmp_path / "x", OLD, words("a")) == tmp_path / "x" / OLD == place(tmp_path / "x")
    put(tmp_path / "x", NEW, words("b"))
    assert read(tmp_path / "x") == {NEW} and place(tmp_path / "x", OLD[:6]).name == OLD
    assert [(v.name, v.current, v.size) for v in listed(tmp_path / "x")] == [(NEW, True, 36), (OLD, False, 36)]
    assert is_kept(tmp_path / "x") and size_of(tmp_path) == 84
    make_current(tmp_path / "x", OLD)
    assert read(tmp_path / "x") == {OLD}


def test_a_plain_folder_is_its_own_place(tmp_path: Path) -> None:
    assert place(tmp_path) == tmp_path and not is_kept(tmp_path) and listed(tmp_path) == [] == listed(tmp_path / "none")


def test_the_same_version_again_is_that_version(tmp_path: Path) -> None:
    for letter in "aba":
        put(tmp_path, letter * 12, words(letter))
    assert [v.name for v in listed(tmp_path)] == [OLD, NEW] and read(tmp_path) == {OLD}


def test_a_deleted_version_comes_back_and_the_current_one_is_not_deleted(tmp_path: Path) -> None:
    put(tmp_path, OLD, words("a"))
    put(tmp_path, NEW, words("b"))
    with pytest.raises(SifundError, match="in use"):
        delete(tmp_path, NEW)
    delete(tmp_path, OLD)
    assert [v.name for v in listed(tmp_path)] == [NEW]
    assert [(v.name, v.deleted) for v in listed(tmp_path, deleted=True)] == [(OLD, True)]
    with pytest.raises(SifundError, match="no such version"):
        place(tmp_path, OLD)
    undelete(tmp_path, OLD)
    assert len(listed(tmp_path)) == 2 and place(tmp_path, OLD).name == OLD
    delete(tmp_path, OLD)
    put(tmp_path, OLD, words("a"))  # kept again, it is no longer deleted
    assert read(tmp_path) == {OLD} and listed(tmp_path, deleted=True) == []


def test_old_versions_go_but_those_that_are_needed(tmp_path: Path) -> None:
    names = [f"{n:012x}" for n in range(KEPT + 5)]
    for at, name in enumerate(names):
        put(tmp_path, name, words("a"), needed={names[0]})
        os.utime(tmp_path / name, (at, at))
    put(tmp_path, NEW, words("b"), needed={names[0]})
    left = {v.name for v in listed(tmp_path)}
    assert names[0] in left and NEW in left and names[1] not in left and len(left) == KEPT + 1


def test_what_is_past_its_time_is_cleared(tmp_path: Path) -> None:
    put(tmp_path, OLD, words("a"))
    put(tmp_path, NEW, words("b"))
    delete(tmp_path, OLD)
    (tmp_path / ".writing-left").mkdir()
    for path in (tmp_path / f"{OLD}{GONE}", tmp_path / ".writing-left"):
        os.utime(path, (0, 0))
    put(tmp_path, "c" * 12, words("c"))
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([NEW, "c" * 12, "current"])


@pytest.mark.parametrize("damage", ["", "../..", "nothing", "\xff"])
def test_a_damaged_name_of_the_current_version_is_told(tmp_path: Path, damage: str) -> None:
    put(tmp_path, OLD, words("a"))
    (tmp_path / "current").write_bytes(damage.encode("latin-1"))
    with pytest.raises(SifundError, match="damaged"):
        place(tmp_path)
    assert [v.name for v in listed(tmp_path)] == [OLD]
    make_current(tmp_path, OLD)
    assert read(tmp_path) == {OLD}


def test_a_disk_that_refuses_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, OLD, words("a"))

    def full(folder: Path) -> None:
        (folder / "a").write_text("b")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        put(tmp_path, NEW, full)
    assert read(tmp_path) == {OLD} and sorted(p.name for p in tmp_path.iterdir()) == [OLD, "current"]
    monkeypatch.setattr(versions.os, "fsync", lambda _: (_ for _ in ()).throw(OSError(5, "broken")))
    with pytest.raises(OSError, match="broken"):
        put(tmp_path, NEW, words("b"))
    assert read(tmp_path) == {OLD}


def test_killed_between_any_two_file_operations_it_is_the_old_or_the_new(tmp_path: Path) -> None:
    stop, ended = 0, 9
    while ended == 9:
        folder = tmp_path / str(stop)
        put(folder, OLD, words("a"))
        ended = killed(ALONE, PUT, folder, stop)
        assert read(folder) in ({OLD}, {NEW}), stop
        assert {frozenset((v.folder / n).read_text() for n in FILES) for v in listed(folder)} <= {
            frozenset({OLD}), frozenset({NEW})
        }  # fmt: skip
        put(folder, "c" * 12, words("c"))  # and the next one can be kept
        assert read(folder) == {"c" * 12}
        stop += 1
    assert ended == 0 and stop > 15


def test_readers_beside_a_writer_see_no_mixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of real datasets; for longer, with ten readers, in `make audit`."""
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    made = [small([amount("unemployment.benefit", yuan)]) for yuan in (1, 2, 3)]

    def keep(number: int) -> str:
        datasets.keep(made[number])
        return made[number].fingerprint

    whole, mixed = mixtures(tmp_path / "small", keep, readers=2, seconds=1.5)
    assert whole > 20 and mixed == 0
