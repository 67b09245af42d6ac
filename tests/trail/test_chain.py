"""The audit trail: whatever is changed of it is found."""

from __future__ import annotations

import json
import os
import random
import re
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from sifund import trail
from sifund.cli import main
from sifund.home import home
from sifund.trail import chain
from sifund.trail.chain import FILE, FIRST, HEAD, verified

ODD = ["=1+1", "<b>x</b>", "a\nb", '"', "王芳", "\x1b[31m", "x" * 5000, "\ud800", "\0"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    return tmp_path


def some(count: int = 4) -> tuple[bytes, bytes]:
    for number in range(count):
        trail.append("scenario.saved", f"k{number}.1", "王芳", "10.0.0.1")
    return (home() / FILE).read_bytes(), (home() / HEAD).read_bytes()


def test_what_was_written_holds(place: Path) -> None:
    assert trail.verify() == trail.Verdict(0, FIRST)
    some()
    verdict = trail.verify()
    assert verdict.count == 4 and verdict.problems == () and verdict.head == trail.read()[-1].mark
    assert trail.read()[1].before == trail.read()[0].mark and trail.read()[0].who == "王芳"


def test_any_byte_that_is_changed_is_found(place: Path) -> None:
    lines, head = some(2)
    by = random.Random(20)
    for number in range(10_000):
        whole = bytearray(lines + head)
        at = number % len(whole)
        whole[at] = by.choice(
            [byte for byte in (0, 9, 10, 13, 32, 34, 48, 49, 65, 97, 255, whole[at] ^ 1) if byte != whole[at]]
        )
        assert verified(bytes(whole[: len(lines)]), bytes(whole[len(lines) :])).problems, at


@pytest.mark.parametrize("head", [b"9" * 5000 + b" x\n", b"1 x", "١ x\n".encode(), b"-1 x\n", b"\xff"])
def test_a_head_that_is_none_is_found(head: bytes, place: Path) -> None:
    lines, _ = some(1)
    assert verified(lines, head).problems


@pytest.mark.parametrize(
    "words", [{"at": 5}, {"who": None}, {"about": ["a"]}, {"number": True}, {"number": 1.0}, {"origin": {}}]
)
def test_an_entry_of_other_kinds_is_none(words: dict[str, Any], place: Path) -> None:
    """A forged one is not shown as an entry, with whatever it holds."""
    lines, head = some(1)
    forged = chain._plain(json.loads(lines) | words) + b"\n"
    verdict = verified(forged, head)
    assert verdict.problems and verdict.entries == ()


@pytest.mark.parametrize(
    "last", [b'{"number":1e999,"hash":"x"}', b"[" * 9000, b'{"number":' + b"9" * 5000 + b"}", b"{}", b"[]"]
)
def test_whatever_was_written_last_the_next_is_told(last: bytes, place: Path) -> None:
    some(1)
    with (place / FILE).open("ab") as file:
        file.write(last + b"\n")
    trail.append("backup")
    assert trail.verify().problems and trail.read()[-1].what == "backup"


def test_an_entry_that_the_disk_takes_in_part_is_not_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some(1)
    with monkeypatch.context() as patch:
        patch.setattr(chain.os, "write", lambda handle, words, write=os.write: write(handle, words[:40]))
        with pytest.raises(OSError, match="space"):
            trail.append("backup")
    trail.append("download")
    assert [entry.what for entry in trail.read()] == ["scenario.saved", "download"] and trail.verify().problems == ()


def test_every_event_is_told_somewhere_and_whatever_is_told_is_one() -> None:
    package = Path(trail.__file__).parents[1]
    source = "".join(path.read_text("utf-8") for path in package.rglob("*.py") if path.name != "events.py")
    assert [code for code in trail.EVENTS if f'"{code}"' not in source] == []
    calls = re.findall(r"\b(?:acting\(\"\w+\", |who\.record\(|tell\(|trail\.note, )\"([a-z.]+)\"", source)
    assert len(set(calls)) > 10 and set(calls) <= trail.EVENTS.keys()


def test_any_line_that_is_taken_out_moved_doubled_or_cut_is_found(place: Path) -> None:
    lines, head = some(6)
    rows = lines.splitlines(keepends=True)
    changed = [rows[:n] + rows[n + 1 :] for n in range(6)] + [rows[:n] for n in range(6)]
    changed += [[*rows[:n], rows[n], *rows[n:]] for n in range(6)] + [rows[1::-1] + rows[2:]]
    assert all(verified(b"".join(one), head).problems for one in changed)
    assert all(verified(lines[:-n], head).problems for n in range(1, 200)) and verified(lines, b"").problems
    assert verified(lines + b"x", head).problems and verified(lines + b"\n", head).problems


def test_a_power_cut_between_the_two_files_is_none(place: Path) -> None:
    some(2)
    head = (place / HEAD).read_bytes()
    trail.append("backup")
    (place / HEAD).write_bytes(head)
    assert trail.verify().problems == ()
    with (place / FILE).open("ab") as file:
        file.write(b'{"about":"half')
    assert trail.verify().problems
    trail.append("backup")
    assert trail.verify().problems == () and trail.verify().count == 4


@pytest.mark.parametrize("word", ODD)
def test_odd_words_are_one_line(word: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trail.append("download", word, word, word)
    trail.append("download")
    assert (place / FILE).read_bytes().count(b"\n") == 2 and trail.verify().problems == ()
    assert main(["trail", "--format", "csv"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in main_table(capsys) and not any(f",{c}1" in printed for c in "=+@")
    assert all(set(json.loads(line)) == {"number", "at", "who", "origin", "what", "about", "before", "hash"}
               for line in (place / FILE).read_bytes().splitlines())  # fmt: skip


def main_table(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["trail"]) == 0
    return capsys.readouterr().out


def test_many_write_at_once(place: Path) -> None:
    def write() -> None:
        for _ in range(10):
            trail.append("download", "x")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trail.verify() == trail.Verdict(40, trail.read()[-1].mark)


def test_what_is_added_meanwhile_is_no_forgery(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some(2)
    plain, writers = chain._bytes, []

    def late(path: Path) -> bytes:
        writers.append(writer := threading.Thread(target=trail.append, args=("download",)))
        writer.start()
        writer.join(0.2)
        return plain(path)

    with monkeypatch.context() as patched:
        patched.setattr(chain, "_bytes", late)
        verdict = trail.verify()
    assert verdict.problems == () and [entry.number for entry in verdict.entries] == [1, 2]
    for writer in writers:
        writer.join()
    assert trail.verify().count == 2 + len(writers)


def test_the_command_says_so_and_knows_an_earlier_head(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    some()
    early = trail.read()[1].mark
    assert main(["verify-trail", "--lang", "en", "--head", early]) == 0 and "4 entries" in capsys.readouterr().out
    assert (main(["verify-trail", "--head", "0" * 64]), main(["verify-trail", "--head", ""])) == (1, 2)
    lines = (place / FILE).read_bytes()
    (place / FILE).write_bytes(lines.replace(b"k2.1", b"k3.1"))
    capsys.readouterr()
    assert main(["verify-trail", "--lang", "en"]) == 1 and "from entry 3 on" in capsys.readouterr().out


def test_giving_a_role_is_told(place: Path) -> None:
    assert main(["roles", "li", "steward"]) == 0 and main(["roles"]) == 0
    (entry,) = trail.read()
    assert (entry.what, entry.about) == ("role", "li steward") and entry.who.startswith("system:")
    assert entry.origin == socket.gethostname()


def test_what_is_no_event_is_an_error_of_ours(place: Path) -> None:
    with pytest.raises(KeyError):
        trail.append("nonsense")
    assert not (place / FILE).exists()
