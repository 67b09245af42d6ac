"""`records`: the payments and contributions under a report, made, checked, tied and measured; a command of its own a word."""

from __future__ import annotations

import argparse

from sifund.cli import effect, findings, made, outcomes, ties, worklist
from sifund.cli.command import Answer, Command, add_format, refuse_unwritten
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.terms import CONTENT, UNIT
from sifund.text import Text

# --- tables -----------------------------------------------------------------------------------------------------------

TABLE_HEAD = (
    Text("表", "table"),
    Text("列", "column"),
    CONTENT.inside,
    UNIT.inside,
    Text("取值", "values"),
)
EMPTY = Text("可空", "may be empty")


def _tables(args: argparse.Namespace) -> Answer:
    """Every table and column of records: what an export has to hold."""
    from sifund.records.tables import TABLES

    lang = args.lang or "zh"
    rows = [
        (table.name, column.name, column.title(lang), column.kind.name(lang),
         " ".join([*(column.codes or ()), *([f"({EMPTY(lang)})"] if column.nullable else [])]))
        for table in TABLES.values() for column in table.columns
    ]  # fmt: skip
    head = [name(lang) for name in TABLE_HEAD]
    if args.format == "json":
        return Answer(
            write_json(
                {"columns": [dict(zip(("table", "column", "title", "in", "values"), row, strict=True)) for row in rows]}
            )
        )
    return Answer(write_csv(head, rows) if args.format == "csv" else write_table([head, *rows], words=5))


PARTS = {
    **made.PARTS,
    **ties.PARTS, **effect.PARTS, **findings.PARTS, **worklist.PARTS, **outcomes.PARTS,
    "tables": Command(Text("明细有哪些表和列。", "What tables and columns records have."), add_format, _tables),
}  # fmt: skip
"""Each word after `records`. What a command needs is imported when it runs."""


def _options(parser: Parser) -> None:
    words = parser.add_parts("WORD")
    for name, part in PARTS.items():
        says = part.help(parser.lang)
        options = words.add_parser(name, help=says, description=says, lang=parser.lang)
        options.set_defaults(part=part)
        part.options(options)
        options.add_lang(default=argparse.SUPPRESS)


def _run(args: argparse.Namespace) -> Answer:
    """What the word after `records` answers. Raises SifundError, also where a file cannot be read or written."""
    part: Command = args.part
    try:
        return part.run(args)
    except OSError as error:
        refuse_unwritten(error)


COMMAND = Command(
    Text(
        "报表背后的缴费和待遇明细：生成、核查、对账、测算。",
        "Payments and contributions under a report: make, check, tie and measure them.",
    ),
    _options,
    _run,
    problems_apart=True,
)
