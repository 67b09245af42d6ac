"""Imports in a process of their own: the same tables and words as in process, and what becomes of one that does not end well."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from forms import file as form
from office import LINES, META, city, office

from sifund.checks.report import check
from sifund.dataset import HOME
from sifund.dataset.folder import name_of
from sifund.importer import apart
from sifund.importer.apart import CHECKING, WAITING, read_apart
from sifund.importer.example import EXAMPLE
from sifund.importer.files import collect
from sifund.importer.sheet import File
from sifund.importer.source import Imported, read_files
from sifund.importer.template import workbook
from sifund.problem import Problem, SifundError
from sifund.text import LANGS, Text

GOOD = {
    "sample": lambda: collect(HOME / "urumqi-2021"),
    "template": lambda: [File("模板.xlsx", workbook(EXAMPLE))],
    "city": lambda: [city()],
    "two sides": lambda: [form("two sides", "xlsx")],
    "across": lambda: [form("across", "csv")],
}
BAD = {
    "cells": lambda: office(LINES.replace("1200", "12三"), META.replace("small", "Small Town")),
    "no tables": lambda: [File("\udcff\u202e.csv", b"a,b\n1,2\n"), File("x.xlsx", b"PK\x03\x04")],
    "too many": lambda: [File(f"{n}.csv", b"a") for n in range(201)],
    "too large": lambda: [File(f"{n}.csv", b"a" * 9_000_000) for n in range(6)],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the private folders of imports are made; nothing of them may be left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(apart, "WALL_S", 200)  # the machine may be busy
    yield tmp_path
    assert list(tmp_path.iterdir()) == []


def outcome(imported: Imported) -> tuple[object, ...]:
    return imported.dataset.fingerprint, name_of(imported.dataset), imported.read, imported.notices


@pytest.mark.parametrize("files", GOOD.values(), ids=GOOD)
def test_what_comes_back_is_what_is_read_in_process(folder: Path, files) -> None:
    heard: list[Text] = []
    assert outcome(read_apart(files(), heard.append)) == outcome(read_files(files()))
    assert CHECKING in heard and any(files()[0].stem in text.zh for text in heard)


def test_tables_at_the_limits_are_taken_and_checked_in_time(folder: Path) -> None:
    """All the rows that a table may have, with as many lines of one's own; what the server then does with it is no more
    than the reading: no look-up walks through a table once a row."""
    rows = [f"unemployment,项目{n % 300},支出,{2022 - n // 300},万元,1,reported,p1" for n in range(9_900)]
    reasons = "".join(
        f"unemployment,项目{n % 300},{2022 - n // 300},policy,原因{n},cause {n},reported,p1\n" for n in range(3_000)
    )
    head = "fund,line,year,factor,cause_zh,cause_en,basis,source\n"
    dataset = read_apart(office("\n".join([*LINES.splitlines(), *rows]), reasons=head + reasons)).dataset
    assert len(dataset.lines) == 9_901 and len(dataset.reasons) == 3_000
    start = time.process_time()
    check(dataset)
    assert time.process_time() - start < 6


@pytest.mark.parametrize("files", BAD.values(), ids=BAD)
def test_what_is_refused_comes_back_with_its_words_in_both_languages(folder: Path, files) -> None:
    with pytest.raises(SifundError) as there:
        read_files(files())
    with pytest.raises(SifundError) as here:
        read_apart(files())
    assert here.value.problems == there.value.problems


# --- a process of its own -----------------------------------------------------------------------------------------------

SECRET = "postgresql://sifund:secret@db/sifund"
HELD = "m._say('a.csv'); time.sleep(60)"
FILES = [File("a.csv", b"x"), File("b.csv", b"y")]


def worker(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let imports do that instead of reading."""
    monkeypatch.setattr(apart, "COMMAND", ("-c", script(code)))


def script(code: str) -> str:
    return (
        "import os, signal, sys, time; from pathlib import Path; import sifund.importer.__main__ as m\n"
        f"m._read = lambda folder: exec({code!r}, globals()); m.main(Path(sys.argv[1]))"
    )


def refusal(files: Sequence[File] = FILES) -> Problem:
    with pytest.raises(SifundError) as error:
        read_apart(files)
    (found,) = error.value.problems
    assert all(found(lang).isprintable() and "{" not in found(lang) for lang in LANGS)
    return found


ENDS = {
    "bytearray(2 << 30)": ("内存超过1000 MB" , "memory"),
    "m._say('a.csv'); os.abort()": ("内存超过", "more than 1000 MB of memory"),
    "m.resource.setrlimit(m.resource.RLIMIT_CPU, (1, 2))\nwhile True: pass": ("20秒的运算", "20 seconds of computing"),
    "m.resource.setrlimit(m.resource.RLIMIT_FSIZE, (9, 10)); open(sys.argv[1] + '/x', 'wb').write(b'x' * 99)": ("100 MB", "100 MB"),
    "os.kill(os.getpid(), signal.SIGKILL)": ("内存不足", "short of memory"),
    "os.killpg(0, signal.SIGKILL)": ("内存不足", "short of memory"),
    "os.kill(os.getpid(), signal.SIGSEGV)": ("SIGSEGV", "SIGSEGV"),
    "pass": ("（0）", "(0)"),
    "Path(sys.argv[1], 'answer.json').write_text('{}[')": ("（0）", "(0)"),
    "os._exit(3)": ("（3）", "(3)"),
}  # fmt: skip


@pytest.mark.parametrize("code", ENDS)
def test_what_ended_it_is_told_in_words(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    worker(monkeypatch, code)
    found = refusal()
    zh, en = ENDS[code]
    assert zh in found("zh") and en in found("en")
    assert found.place == ("a.csv" if "a.csv" in code else "a.csv, b.csv")


def test_a_fault_of_the_reader_is_told_and_its_place_logged_without_the_file_s_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    worker(monkeypatch, "{}['a' + ' word of the file']")  # its own text may stand in the trace
    assert "(1)" in refusal()("en")
    assert "_work" in caplog.text and "KeyError" in caplog.text and "a word" not in caplog.text


def test_one_that_takes_too_long_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WALL_S", 1)
    worker(monkeypatch, HELD)
    found = refusal()
    assert found.place == "a.csv" and "1秒内没有读完" in found("zh") and not processes(folder)


class LeaveError(Exception):
    """What Streamlit raises in a run whose visitor has left."""


def test_it_knows_nothing_of_the_server_and_ends_when_the_visitor_leaves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIFUND_DATABASE", SECRET)
    worker(monkeypatch, HELD)
    seen: list[Path] = []

    def leave(doing: Text) -> None:
        if "a.csv" in doing.zh:
            seen.extend(processes(folder))
            assert not any(SECRET.encode() in (process / "environ").read_bytes() for process in seen)
            links = [os.readlink(path) for process in seen for path in (process / "fd").iterdir()]
            assert "/server's" not in " ".join(links)
            assert any("Max address space         1000000000" in (p / "limits").read_text() for p in seen)
            raise LeaveError

    with (folder / "server's").open("wb") as line:
        os.set_inheritable(line.fileno(), True)
        with pytest.raises(LeaveError):
            read_apart(FILES, leave)
    (folder / "server's").unlink()
    assert len(seen) == 2 and not processes(folder)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_and_its_folder_goes_when_the_server_is_killed(folder: Path, how: signal.Signals) -> None:
    serve = (
        "import sys, tempfile; tempfile.tempdir = sys.argv[1]\nfrom sifund.importer import apart\n"
        "from sifund.importer.sheet import File\n"
        f"apart.COMMAND = ('-c', {script(HELD)!r})\n"
        "apart.read_apart([File('a.csv', b'x')], lambda text: print(text.zh, flush=True))"
    )
    server = subprocess.Popen([sys.executable, "-c", serve, folder], cwd=apart.ROOT, stdout=subprocess.PIPE, text=True)
    with server:
        assert server.stdout
        assert any("a.csv" in line for line in server.stdout)
        assert len(processes(folder)) == 2 and list(folder.iterdir())
        server.send_signal(how)
    until(lambda: not processes(folder) and not list(folder.iterdir()))


def test_two_are_read_at_once_and_the_next_waits_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker(
        monkeypatch,
        "m._say('a.csv'); [time.sleep(0.05) for _ in iter(Path(sys.argv[1], 'go').exists, True)]",
    )
    heard: dict[int, list[Text]] = {number: [] for number in range(3)}
    threads = []
    for number in heard:
        threads.append(threading.Thread(target=lambda n=number: refusal_of(heard[n].append)))
        threads[-1].start()
        until(lambda n=number: heard[n])
    until(lambda: WAITING in heard[2] and len(processes(folder)) == 4)
    assert not any(WAITING in heard[number] for number in (0, 1))
    for private in folder.iterdir():
        (private / "go").touch()
    until(lambda: heard[2][-1] != WAITING and len(processes(folder)) == 2)
    for private in folder.iterdir():
        (private / "go").touch()
    for thread in threads:
        thread.join(60)
    assert not processes(folder)


def refusal_of(progress) -> None:
    with pytest.raises(SifundError):
        read_apart(FILES, progress)


def test_where_no_process_can_be_begun_it_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(folder / "none"))
    assert "服务器现在不能读取文件" in refusal()("zh")


def processes(folder: Path) -> list[Path]:
    """Those of the imports that have their private folders there."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are found in /proc")
    return [
        path.parent
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if bytes(folder / "sifund-import-") in content(path)
    ]


def content(path: Path) -> bytes:
    try:
        return path.read_bytes()  # nothing for one that has ended and was not waited for
    except OSError:
        return b""


def until(holds: Callable[[], object]) -> None:
    """Wait for it, a minute at most."""
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)
