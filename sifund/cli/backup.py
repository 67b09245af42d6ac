"""`backup`: all that this installation keeps, in one file, made beside a server that goes on."""

from __future__ import annotations

import argparse
from pathlib import Path

from sifund.cli.command import Answer, Command, disk_says, refuse, tell
from sifund.cli.parser import Parser
from sifund.text import Lang, Text
from sifund.upkeep.backup import backup
from sifund.upkeep.tally import tally

INCOMPLETE = 1
MADE = Text("已备份到{file}（{size} MB）：{held}", "backed up to {file} ({size} MB): {held}")
POSTGRESQL = Text(
    '保存的方案在PostgreSQL里，不在这份备份中，请另行备份：pg_dump --format=custom --file=saved.dump "$SIFUND_DATABASE_URL"'
    "（恢复见 docs/operations.md）",
    "saved scenarios are in PostgreSQL and not in this backup; back them up too: pg_dump --format=custom "
    '--file=saved.dump "$SIFUND_DATABASE_URL" (docs/operations.md says how to restore)',
)


def _options(parser: Parser) -> None:
    parser.add("file", metavar="FILE", says=Text("写到哪个文件（.zip）", "the backup to write (.zip)"))
    parser.add(
        "--overwrite", action="store_true", says=Text("已有同名文件时覆盖它", "replace FILE where it is there already")
    )


def _run(args: argparse.Namespace) -> Answer:
    """What was backed up; status 1 where something is damaged. Raises SifundError."""
    lang: Lang = args.lang or "zh"
    try:
        made = backup(Path(args.file).absolute(), overwrite=args.overwrite)
    except OSError as error:
        refuse("file", "FILE", "没有备份：{why}。", "nothing was backed up: {why}.", why=disk_says(error))
    tell("backup", Path(args.file).name)
    size = f"{made.size / 1e6:.1f}"
    lines = [MADE.format(file=args.file, size=size, held=tally(made.manifest))(lang)]
    lines += [POSTGRESQL(lang)] if made.manifest.database == "postgresql" else []
    return Answer("\n".join(lines), made.notices, INCOMPLETE if made.manifest.damaged else 0)


COMMAND = Command(
    Text(
        "把本机保存的一切（方案、数据集等）写进一个文件。",
        "Write all that is kept here, saved scenarios and datasets, into one file.",
    ),
    _options,
    _run,
)
