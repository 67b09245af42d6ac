"""Work on a file that may be hostile, in a process of its own with limits of time and memory."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from os import SEEK_END
from pathlib import Path
from subprocess import DEVNULL, TimeoutExpired, run
from tempfile import TemporaryFile
from typing import NamedTuple

from sifund.text import Text

SECONDS, MEMORY, ANSWER = 30, 4_000_000_000, 50_000_000
"""What `answer` and `limit` hold a process to."""
ROOT = Path(__file__).resolve().parents[1]
"""Where `python -m sifund…` starts."""
NO_MEMORY, TOO_MUCH = 77, 78
"""The exit statuses of a process to which Python itself could give no more memory, and of one that answered too much."""
OVER_MEMORY = Text(
    "读取它需要的内存超过{limit} MB，没有读入：展开后过大，或已损坏；{cure}。",
    "takes more than {limit} MB of memory to read and was not read: it is too large when unpacked, or damaged; {cure}.",
)
OVER_TIME = Text(
    "用了{limit}秒的运算还没有读完，没有读入；{cure}。", "was not read in {limit} seconds of computing; {cure}."
)
SLOW = Text(
    "{limit}秒内没有读完，没有读入；服务器忙时请过几分钟再试，仍不行{cure}。",
    "was not read within {limit} seconds; if the server is busy try again in a few minutes, else {cure}.",
)
OVER_SIZE = Text(
    "读出的表超过{limit} MB，没有读入；{cure}。", "holds tables of more than {limit} MB and was not read; {cure}."
)
KILLED = Text(
    "读取被操作系统中止，多半是服务器内存不足；请过几分钟再试，仍不行请告诉管理员。",
    "the operating system ended the reading, most likely because the server is short of memory; try again in a few "
    "minutes, or tell the administrator.",
)
BROKEN = Text(
    "读取时意外中止（{how}），没有读入；请用表格软件另存一份再试，仍不行请把文件交给管理员。",
    "the reading broke off ({how}) and nothing was read; save a copy with your spreadsheet program and try that, or give "
    "the file to the administrator.",
)
NO_START = Text(
    "服务器现在不能读取文件（{how}）；请过几分钟再试，仍不行请告诉管理员。",
    "the server cannot read files now ({how}); try again in a few minutes, or tell the administrator.",
)
ENDINGS = {
    None: (SLOW, "wall"), NO_MEMORY: (OVER_MEMORY, "memory"), "SIGABRT": (OVER_MEMORY, "memory"), "SIGXCPU": (OVER_TIME, "computing"),
    "SIGXFSZ": (OVER_SIZE, "size"), TOO_MUCH: (OVER_SIZE, "size"), "SIGKILL": (KILLED, ""),
}  # fmt: skip
"""What ended a process without an answer, by its exit status or signal, and the limit that it went beyond."""


class Limits(NamedTuple):
    """What a process may take: bytes of memory, seconds of computing and in all, bytes of what it makes."""

    memory: int
    computing: int
    wall: int
    size: int


def ending(status: int | None, limits: Limits, cure: Text) -> Text:
    """In words what ended a process that read a file, by its exit status; None where its time was over."""
    how = status if status is None or status >= 0 else _signal(status)
    says, which = ENDINGS.get(how, (BROKEN, ""))
    limit = getattr(limits, which, 0)
    return says.format(limit=limit // 1_000_000 if which in ("memory", "size") else limit, cure=cure, how=how)


def _signal(status: int) -> str:
    """SIGSEGV for −11, else the number."""
    with suppress(ValueError):
        return signal.Signals(-status).name
    return f"{status}"


def answer(module: str, *arguments: str) -> tuple[int | None, bytes]:
    """The exit status of a module of the program, run within the limits, and what it wrote; None where its time was over, a
    limit's where it wrote too much to be held. Raises OSError where it cannot be run."""
    command = [sys.executable, "-m", module, *arguments]
    with TemporaryFile() as out:
        try:
            done = run(command, cwd=ROOT, stdout=out, stderr=DEVNULL, timeout=SECONDS, check=False)  # noqa: S603  # our own
        except TimeoutExpired:
            return None, b""
        if out.seek(0, SEEK_END) > ANSWER:
            return TOO_MUCH, b""
        out.seek(0)
        return done.returncode, out.read()


def ends_well(module: str, *arguments: str) -> bool:
    """Whether a module of the program ends of itself, without error, within the limits."""
    with suppress(OSError):
        return answer(module, *arguments)[0] == 0
    return False


def limit() -> None:
    """Hold this process to the limits, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has none; there only the time is limited
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * ANSWER, 2 * ANSWER))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))  # at the first a signal says which limit it was
