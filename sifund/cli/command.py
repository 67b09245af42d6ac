"""What a command is, what it answers, and the arguments and refusals that several share."""

from __future__ import annotations

import argparse
import getpass
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from sifund import trail
from sifund.access.roles import SYSTEM
from sifund.cli.parser import Parser
from sifund.dataset import SAMPLE
from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import Lang, Text

FORMATS = ("table", "json", "csv")
HEADER = Text("{name}（{code} {fingerprint}）", "{name} ({code} {fingerprint})")
FORMAT = Text("输出的形式（默认{form}）", "how to print (default {form})")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command prints on stdout, the notices that go to stderr, and its exit status."""

    text: str
    notices: tuple[Problem, ...] = ()
    status: int = 0


@dataclass(frozen=True, slots=True)
class Command:
    """`options` adds the command's arguments, `run` does it and raises SifundError for input that cannot be used.

    `problems_apart`: its problems stand one a line, not joined into one. `subjects`: the option by which this command is
    told what an analysis calls by another name.
    """

    help: Text
    options: Callable[[Parser], None]
    run: Callable[[argparse.Namespace], Answer]
    problems_apart: bool = False
    subjects: Mapping[str, str] = field(default_factory=dict[str, str])

    def lines(self, error: SifundError, lang: Lang) -> list[str]:
        """What is wrong, a line each, under the names of the command's own options."""
        return [replace(one, subject=self.subjects.get(one.subject, one.subject))(lang) for one in error.problems]


def one_line(text: str) -> str:
    """The text on one line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def add_dataset(parser: Parser, default: str = SAMPLE) -> None:
    """The argument that names a dataset."""
    parser.add("dataset", nargs="?", metavar="DATASET",
               says=Text(f"目录，或现有数据集的代码（默认{default}）", f"folder, or code at hand (default {default})"))  # fmt: skip


def add_format(parser: Parser, forms: Sequence[str] = FORMATS) -> None:
    """The option that says how to print."""
    parser.add("--format", choices=forms, default=forms[0], says=FORMAT.format(form=forms[0]))


def add_records(parser: Parser) -> None:
    """The argument that names a folder of records."""
    parser.add("folder", metavar="DIR", says=Text("明细所在的目录", "folder of records"))


def refuse(code: str, subject: str, zh: str, en: str, value: object = "", **parts: Any) -> NoReturn:
    """Raise the SifundError of one problem."""
    raise SifundError([problem(code, subject, zh, en, value=value, **parts)])


def refuse_unread(error: OSError, subject: str = "") -> NoReturn:
    """Raise the SifundError of what the system does not let this user read."""
    refuse("file", subject, "读不出来：{why}。", "cannot be read: {why}.", why=disk_says(error))


def refuse_unwritten(error: OSError, subject: str = "") -> NoReturn:
    """Raise the SifundError of what the system does not let this user read or write."""
    refuse("file", subject, "不能读写：{why}；请换个位置，或检查目录、权限和空间。",
           "cannot be read or written: {why}; choose another place, or see to its folder, rights and room.",
           why=disk_says(error))  # fmt: skip


def tell(what: str, about: str) -> None:
    """Tell the audit trail what a user of this system did, at which machine. Raises SifundError where it cannot be written."""
    try:
        trail.append(what, about, f"{SYSTEM}{me()}", socket.gethostname())
    except OSError as error:
        refuse("disk", "", "已完成，但审计记录写不进去：{why}。", "it was done, but the audit trail cannot be written: {why}.",
               why=disk_says(error))  # fmt: skip


def me() -> str:
    """The user of this machine; the number of one without a name, as containers may have."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def disk_says(error: OSError) -> str:
    """What the system says of which file."""
    return ": ".join(shown(part, 300) for part in (error.strerror or error, error.filename) if part)
