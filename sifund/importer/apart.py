"""An import apart: files are read by a process of their own, within limits, so that none of them can end the server."""

from __future__ import annotations

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sifund.apart import NO_START, ROOT, Limits, ending
from sifund.importer.__main__ import ADDRESS_BYTES, CPU_S, FILE_BYTES
from sifund.importer.exchange import put_files, take_answer
from sifund.importer.files import keep_to_limits
from sifund.importer.sheet import File
from sifund.importer.source import Imported
from sifund.problem import Problem, SifundError, shown
from sifund.text import Text

AT_ONCE = 2
"""Imports of this process that run at the same time; the next one waits."""
WALL_S, TICK_S = 20, 0.2
COMMAND = ("-m", "sifund.importer")
ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
    "PYTHONUTF8": "1",
}  # fmt: skip
"""All that an import is told of the server's environment, beside where Python finds its libraries (`PASSED_ON`)."""
PASSED_ON = ("LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "HOME")
WAITING = Text("正在等待：别的文件还没有读完…", "Waiting: other files are still being read …")
STARTING = Text("正在打开文件…", "Opening the files …")
READING = Text("正在读取{place}…", "Reading {place} …")
CHECKING = Text("正在核对并标定…", "Checking and calibrating …")
SMALLER = Text(
    "请拆小，或只把用到的表另存为CSV（UTF-8）后再试", "make it smaller, or save the tables that are used as CSV (UTF-8)"
)
Tell = Callable[[Text], object]
_places = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


def read_apart(files: Sequence[File], progress: Tell = lambda _: None) -> Imported:
    """The dataset of files, read by a process of its own. Raises SifundError with every problem, or with what ended it.

    `progress` is called several times a second with what is being done; whatever it raises ends the reading.
    """
    keep_to_limits(files)
    with _turn(progress), ExitStack() as ends:
        try:
            name = tempfile.TemporaryDirectory(prefix="sifund-import-", ignore_cleanup_errors=True)
            folder = Path(ends.enter_context(name))
            process = ends.enter_context(_process(folder))
            put_files(folder, files)
            _begin(process)
        except OSError as error:
            raise _ended(files, "", NO_START.format(how=error.strerror or type(error).__name__)) from error
        place, status = _follow(process, progress)
        if status == 0 and (imported := take_answer(folder)):
            return imported
        _log.warning("an import ended with %s: %s", status, (folder / "errors").read_text("utf-8", "replace")[-4000:])
        raise _ended(files, place, _words(status))


@contextmanager
def _turn(progress: Tell) -> Iterator[None]:
    """One of the places of those that read at the same time."""
    while not _places.acquire(timeout=TICK_S):
        progress(WAITING)
    try:
        yield
    finally:
        _places.release()


@contextmanager
def _process(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The import's process, with the group of which it is the first: no descriptor, and little environment, of ours.

    It ends with the block; should this process end before, it ends by itself, for its input is closed then.
    """
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, *COMMAND, str(folder)], cwd=ROOT, env=passed_on | ENVIRONMENT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, bufsize=0, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _begin(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin
    os.write(process.stdin.fileno(), b"\n")


def _follow(process: subprocess.Popen[bytes], progress: Tell) -> tuple[str, int | None]:
    """The place that was read last, and the worker's exit status; None where its time was over."""
    place, doing, end = "", STARTING, time.monotonic() + WALL_S
    for message in _messages(process):
        if isinstance(message, int):
            return place, message
        if message is not None:
            place, doing = message, READING.format(place=message) if message else CHECKING
        if time.monotonic() > end:
            return place, None
        progress(doing)
    return place, -signal.SIGKILL


def _messages(process: subprocess.Popen[bytes]) -> Iterator[str | int | None]:
    """What the process says, and None when it says nothing for a moment, until it has ended."""
    assert process.stdout
    rest = b""
    with selectors.DefaultSelector() as line:
        line.register(process.stdout, selectors.EVENT_READ)
        yield None
        while True:
            if not line.select(TICK_S):
                yield None
            elif chunk := os.read(process.stdout.fileno(), 65_536):
                *lines, rest = (rest + chunk).split(b"\n")
                yield from map(_value, lines)
            else:
                return


def _value(line: bytes) -> str | int | None:
    with suppress(ValueError):
        value = json.loads(line)
        return value if isinstance(value, str | int) else None
    return None


def _words(status: int | None) -> Text:
    return ending(status, Limits(ADDRESS_BYTES, CPU_S, WALL_S, FILE_BYTES), SMALLER)


def _ended(files: Sequence[File], place: str, says: Text) -> SifundError:
    """The error of an import that gave no answer, by the place that was read last, else by all the files."""
    return SifundError([Problem("not_read", "", says, place or shown(", ".join(file.name for file in files)))])
