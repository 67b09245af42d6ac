"""The command line. A command is a `Command` in a module of this folder; it is registered in COMMANDS and nowhere else."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TextIO, cast

from sifund.cli.command import Command, one_line
from sifund.cli.parser import Parser
from sifund.problem import SifundError
from sifund.text import LANGS, Lang, Text

COMMANDS = {
    "simulate": "run.SIMULATE", "link": "run.LINK", "replay": "run.REPLAY", "compare": "compare.COMMAND",
    "parameters": "parameters.COMMAND", "presets": "presets.COMMAND", "solve": "solve.COMMAND", "persons": "persons.COMMAND",
    "front": "front.COMMAND", "remedies": "remedies.COMMAND",
    "check": "check.COMMAND", "evaluate": "evaluate.COMMAND", "template": "template.COMMAND", "build": "build.COMMAND",
    "risk": "risk.COMMAND", "report": "report.REPORT", "verify": "report.VERIFY", "backup": "backup.COMMAND",
    "restore": "restore.COMMAND", "doctor": "doctor.COMMAND",
    "records": "records.COMMAND", "serve": "serve.COMMAND",
    "roles": "roles.COMMAND", "trail": "trail.TRAIL", "verify-trail": "trail.VERIFY",
}  # fmt: skip
"""Where each command is declared: it is imported when it is asked for, all of them where help lists them."""
ABOUT = Text(
    "一项政策出台之前，先看它对社保基金意味着什么。",
    "What a policy does to social insurance funds, before it is decided.",
)
STATUS = Text(
    "退出码：0 完成；1 发现问题或没有写全（见各命令）；2 不能运行，原因见标准错误。",
    "Exit status: 0 done; 1 something was found wrong or was not written whole (each command says); 2 refused, the reason is "
    "on the standard error.",
)
REFUSED = 2
BROKEN_PIPE = 141
UNWRITTEN = 1


def main(argv: Sequence[str]) -> int:
    """Run one command: its answer on stdout, notices on stderr; its own exit status, or 2 with plain lines
    on stderr."""
    lang = _asked_lang(argv)
    command: Command | None = None
    try:
        args = _parser(argv, lang).parse_args(argv)
        command = cast(Command, args.command)
        answer = command.run(args)
    except SifundError as error:
        if command is None:
            _say(error.lines(lang), apart=False)
        else:
            _say(command.lines(error, lang), command.problems_apart)
        return REFUSED
    except SystemExit as done:  # --help
        return _print("") or int(done.code or 0)
    _say([notice(lang) for notice in answer.notices], apart=True)
    return _print(answer.text) or answer.status


def _parser(argv: Sequence[str], lang: Lang) -> Parser:
    parser = Parser("sifund", ABOUT(lang), STATUS(lang), lang)
    parser.add_lang()
    commands = parser.add_parts("COMMAND")
    words = [word for word in argv if not word.startswith("-") and word not in LANGS]
    for name in [name for name in COMMANDS if name in words[:1]] or COMMANDS:
        command = load(name)
        says = command.help(lang)
        options = commands.add_parser(name, help=says, description=says, lang=lang)
        options.set_defaults(command=command)
        command.options(options)
        options.add_lang(default=argparse.SUPPRESS)
    return parser


def load(name: str) -> Command:
    """The command of that name, its module imported."""
    module, _, declared = COMMANDS[name].partition(".")
    return getattr(import_module(f"{__name__}.{module}"), declared)


def _asked_lang(argv: Sequence[str]) -> Lang:
    """The language of help and error lines, known before all else is read: English unless --lang zh."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang", nargs="?")
    try:
        given = parser.parse_known_args(argv)[0].lang
    except argparse.ArgumentError:
        return "en"
    return "zh" if given == "zh" else "en"


def _say(lines: Sequence[str], apart: bool) -> None:
    """Messages on stderr, one a line or all in one line; where that is closed or full too, the exit status is left."""
    plain = [one_line(line) for line in lines]
    with suppress(AttributeError):
        try:
            for line in plain if apart else ["; ".join(line.rstrip(".。") for line in plain)]:
                sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        except OSError:
            _let_go(sys.stderr)


def _print(text: str) -> int:
    """Print the answer, and what waits to be printed; a reader that closes the pipe early (`| head`) is no error of ours, a
    stdout that is closed or full is told."""
    try:
        if sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        sys.stdout.write(text if text.endswith("\n") or not text else text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go(sys.stdout)
        return BROKEN_PIPE
    except OSError as error:
        _let_go(sys.stdout)
        _say([f"stdout: {error.strerror}"], apart=True)
        return UNWRITTEN
    return 0


def _let_go(stream: TextIO | None) -> None:
    """What is still waiting to be printed goes nowhere, or the interpreter would complain at its end."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
