"""A file that is only appended to: each line holds the hash of the line before and its own, and a second file the newest.

A byte that is changed, a line that is taken out, put in, or cut off the end: `verify` says where. Whoever can write both
files can forge all of them; the hash of the newest line, kept elsewhere, shows that too (`verify-trail --head`).
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sifund.home import home, settle
from sifund.problem import Problem, problem
from sifund.trail.events import EVENTS

FILE, HEAD = "trail.jsonl", "trail.head"
FIRST = "0" * 64
"""What stands for the hash before the first line."""
WORDS_LIMIT, LINE_LIMIT = 200, 8_000
"""Characters of each word of an entry; bytes of a line, which escapes make longer."""
UNREAD = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading a line comes to that no entry is."""
LINE = re.compile(rb'(\{"about":S,"at":S,"before":"[0-9a-f]{64}"),"hash":"([0-9a-f]{64})"(,"number":[1-9][0-9]{0,17},"origin":S,"what":S,'
                  rb'"who":S\})\n'.replace(b"S", rb'"[^"\\]*(?:\\.[^"\\]*)*"'))  # fmt: skip
"""How an entry is written: its hash is over the first and third part, each byte of them."""


@dataclass(frozen=True)
class Entry:
    """What was done: `at` in UTC, `who` by the name of the login or the system, `what` a code of EVENTS, `about` its subject."""

    number: int
    at: str
    who: str
    origin: str
    what: str
    about: str
    before: str

    @cached_property
    def mark(self) -> str:
        """Its hash, over all of it and the hash before."""
        return hashlib.sha256(_plain(self._row())).hexdigest()

    @property
    def line(self) -> bytes:
        """As it stands in the file."""
        return _plain(self._row() | {"hash": self.mark}) + b"\n"

    def _row(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIELDS}


FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries hold, the hash of the last of them, what is wrong, and every entry that can be read, in order."""

    count: int
    head: str
    problems: tuple[Problem, ...] = ()
    entries: tuple[Entry, ...] = field(default=(), compare=False, repr=False)


def append(what: str, about: str = "", who: str = "", origin: str = "") -> Entry:
    """Add what was done and wait until it is on the disk. Raises OSError; KeyError for what is no event."""
    if what not in EVENTS:
        raise KeyError(what)
    folder = home()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        number, before = _last(file.fileno())
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        who, origin, about = (w[:WORDS_LIMIT].encode("utf-8", "replace").decode() for w in (who, origin, about))
        entry = Entry(number + 1, at, who, origin, what, about, before)
        if os.write(file.fileno(), entry.line) < len(entry.line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
        part = folder / f"{HEAD}.part"
        part.write_text(f"{entry.number} {entry.mark}\n", encoding="ascii")
        settle(part)
        os.replace(part, folder / HEAD)
    return entry


def _last(handle: int) -> tuple[int, str]:
    """Number and hash of the last whole line; what a power cut left of one after it was never told of and goes."""
    end = os.fstat(handle).st_size
    tail = os.pread(handle, 2 * LINE_LIMIT, max(0, end - 2 * LINE_LIMIT))
    whole, _, torn = tail.rpartition(b"\n")
    if torn:
        os.ftruncate(handle, end - len(torn))
    if not whole:
        return 0, FIRST
    try:
        row = json.loads(whole.rpartition(b"\n")[2])
        return int(row["number"]), str(row["hash"])
    except UNREAD:
        return 0, FIRST  # `verify` says what is wrong before this line, and that the chain begins anew


def read(folder: Path | None = None) -> list[Entry]:
    """Every entry that can be read, in order. Raises OSError."""
    return [entry for _, entry in _entries(content(folder)[0]) if entry]


def verify(folder: Path | None = None) -> Verdict:
    """Whether the chain holds from its first line to the newest. Raises OSError."""
    return verified(*content(folder))


def verified(lines: bytes, head: bytes) -> Verdict:
    """The same of what the two files hold."""
    rows = list(_entries(lines))
    entries = tuple(entry for _, entry in rows if entry)
    marks = [FIRST]
    for number, entry in rows:
        if entry is None or entry.number != number or entry.before != marks[-1]:
            return Verdict(number - 1, marks[-1], (_broken(number),), entries)
        marks.append(entry.mark)
    count = len(rows)
    named, _, mark = head.rstrip(b"\n").partition(b" ")
    if not lines and not head:
        return Verdict(0, FIRST)
    number = int(named) if re.fullmatch(rb"[0-9]{1,18}", named) else 0
    if not 0 < number <= count or head != f"{number} {marks[number]}\n".encode():
        return Verdict(count, marks[-1], (_cut(count, mark, number),), entries)
    return Verdict(count, marks[-1], (), entries)


def _entries(lines: bytes) -> Iterator[tuple[int, Entry | None]]:
    """Every line by its number from 1, and its entry where it is written exactly as one is."""
    *whole, torn = lines.split(b"\n")
    for number, line in enumerate(whole, 1):
        yield number, _entry(line + b"\n")
    if torn:
        yield len(whole) + 1, None


def _entry(line: bytes) -> Entry | None:
    parts = LINE.fullmatch(line)
    if not parts or hashlib.sha256(parts[1] + parts[3]).hexdigest() != (mark := parts[2].decode()):
        return None
    try:
        row = json.loads(line)
    except UNREAD:
        return None
    entry = Entry(**{name: row[name] for name in FIELDS})
    vars(entry)["mark"] = mark  # it is what was worked out just now
    return entry


def _plain(row: dict[str, Any]) -> bytes:
    """One way to write a row: ASCII, sorted, on one line."""
    return json.dumps(row, sort_keys=True, separators=(",", ":")).encode()


def content(folder: Path | None) -> tuple[bytes, bytes]:
    """What the two files hold at one moment, while nobody adds to them."""
    folder = folder or home()
    try:
        with (folder / FILE).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            return file.read(), _bytes(folder / HEAD)
    except FileNotFoundError:
        return b"", _bytes(folder / HEAD)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _broken(number: int) -> Problem:
    return problem(
        "trail", "", "审计记录从第{value}条起不再可信：内容、次序或哈希被改动过。",
        "the audit trail cannot be trusted from entry {value} on: its content, order or hash was changed.", place=FILE, value=number,
    )  # fmt: skip


def _cut(count: int, mark: bytes, number: int) -> Problem:
    return problem(
        "trail", "", "审计记录有{count}条，而{head}记载的最后一条不是其中之一（{value}）：末尾被删去，或该文件被改动过。",
        "the audit trail holds {count} {count:entry|entries} and the newest that {head} names is none of them "
        "({value}): its end was cut off, or "
        "that file was changed.", place=FILE, value=number or "—", count=count, head=HEAD,
    )  # fmt: skip
