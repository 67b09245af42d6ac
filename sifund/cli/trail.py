"""`trail`: what the audit trail tells; `verify-trail`: whether it is what was written, with exit status 1 where it is not."""

from __future__ import annotations

import argparse
from pathlib import Path

from sifund import trail
from sifund.cli.command import Answer, Command, add_format, refuse, refuse_unread
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.problem import shown
from sifund.text import Lang, Text

BROKEN = 1
HOLDS = Text(
    "审计记录{count}条，没有改动；最后一条的哈希：{head}",
    "{count} {count:entry|entries}, none changed; the hash of the newest: {head}",
)
NOT_IN = Text(
    "给出的哈希{head}不在记录里：末尾被删去，或整个记录被换过。",
    "the hash {head} is not in the trail: its end was cut off, or all of it was replaced.",
)
COLUMNS = ("number", "at", "who", "origin", "what", "about", "before")


def _options(parser: Parser) -> None:
    parser.add(
        "folder",
        nargs="?",
        metavar="FOLDER",
        says=Text("审计记录所在的目录（默认SIFUND_HOME）", "where the trail is (default SIFUND_HOME)"),
    )
    parser.add(
        "--head",
        metavar="HASH",
        says=Text("以前运行时打印的哈希，应在记录之中", "a hash that an earlier run printed, which is to be in it"),
    )


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError where it cannot be read."""
    lang: Lang = args.lang or "zh"
    folder = Path(args.folder) if args.folder else None
    try:
        verdict = trail.verify(folder)
    except OSError as error:
        refuse_unread(error, "FOLDER")
    if folder and not verdict.count and not verdict.problems:
        refuse("no_trail", "FOLDER", "“{value}”里没有审计记录；请写它所在的目录（SIFUND_HOME）。",
               'there is no audit trail in "{value}"; name the folder that holds it (SIFUND_HOME).', folder)  # fmt: skip
    if verdict.problems:
        return Answer("\n".join(problem(lang) for problem in verdict.problems), status=BROKEN)
    if args.head is not None and args.head not in {entry.mark for entry in verdict.entries}:
        return Answer(NOT_IN.format(head=args.head[:64])(lang), status=BROKEN)
    return Answer(HOLDS.format(count=verdict.count, head=verdict.head)(lang))


def _print_options(parser: Parser) -> None:
    add_format(parser)


def _print(args: argparse.Namespace) -> Answer:
    """Every entry. Raises SifundError where it cannot be read."""
    try:
        entries = trail.read()
    except OSError as error:
        refuse_unread(error)
    rows = [{name: getattr(entry, name) for name in COLUMNS} for entry in entries]
    if args.format == "json":
        return Answer(write_json({"entries": rows}))
    if args.format == "csv":
        return Answer(write_csv(COLUMNS, [list(row.values()) for row in rows]))
    return Answer("\n".join(_line(entry, args.lang or "zh") for entry in entries))


def _line(entry: trail.Entry, lang: Lang) -> str:
    what = trail.EVENTS[entry.what](lang) if entry.what in trail.EVENTS else shown(entry.what)
    parts = (entry.at, entry.who or "—", entry.origin or "—", what, entry.about or "—")
    return "  ".join(shown(part, trail.WORDS_LIMIT) for part in parts)


VERIFY = Command(
    Text(
        "审计记录是否原样；被改动时退出码为1。", "Whether the audit trail is what was written; exits 1 where it is not."
    ),
    _options,
    _run,
)
TRAIL = Command(Text("列出审计记录。", "What the audit trail tells."), _print_options, _print)
