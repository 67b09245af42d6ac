"""`records export` and `draw`: the work list goes out, and a random sample beside it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sifund.cli.command import Answer, Command, me, refuse, tell
from sifund.cli.findings import add_rules, asked_rules
from sifund.cli.outcomes import add_output, content_of, resulted
from sifund.cli.parser import Parser, Whole
from sifund.problem import SifundError
from sifund.text import Text

if TYPE_CHECKING:
    import polars as pl

    from sifund.records.findings import Kept

MOST = 10**9
EXPORTED = Text("写出{rows}条到{file}。", "{rows} {rows:row|rows} written to {file}.")


def _writes(parser: Parser) -> None:
    parser.add("file", metavar="FILE.xlsx", says=Text("清单文件", "the work list"))
    add_output(parser)
    parser.add(
        "--records",
        metavar="DIR",
        says=Text("明细所在的目录（默认：核查过的）", "folder of records (default: the one checked)"),
    )
    parser.add(
        "--by",
        metavar="NAME",
        says=Text(
            "由谁导出，记入日志（默认：本机用户）", "who takes it out, for the log (default: the user of this machine)"
        ),
    )


def _export_options(parser: Parser) -> None:
    _writes(parser)
    add_rules(parser)
    parser.add(
        "--most",
        type=Whole(1, 1_000_000),
        default=5000,
        metavar="N",
        says=Text("至多多少行，金额大的在前（默认5000）", "so many rows at most, the dearest first (default 5000)"),
    )
    parser.add("--new", action="store_true", says=Text("只要上次以来新增的", "only what is new since the last run"))


def _export(args: argparse.Namespace) -> Answer:
    """The work list of what is still to be checked, by expected money. Raises SifundError."""
    from sifund.records.outcomes import work_list

    entry = resulted(Path(args.output))
    codes = [item.code for item in asked_rules(args.rules)]
    rows = work_list(entry)
    rows = rows.filter(
        rows["code"].is_in(codes), (rows["since"] == entry.number) if args.new and entry.number > 1 else not args.new
    )
    return _written(args, entry, rows.head(args.most))


def _written(args: argparse.Namespace, entry: Kept, rows: pl.DataFrame) -> Answer:
    from sifund.dataset.atomic import all_or_none
    from sifund.records.folder import read
    from sifund.records.mask import veiled
    from sifund.records.worklist import UNKNOWN, log, workbook

    file, lang = Path(args.file), args.lang or "zh"
    if file.suffix.lower() != ".xlsx" or not file.parent.is_dir():
        refuse(
            "file",
            "FILE",
            "“{value}”应是已有目录中的 .xlsx 文件。",
            '"{value}" is no .xlsx file in a folder that is there.',
            file.name,
        )
    _spare(file, entry)
    by, name = args.by or me(), veiled(file.name)
    content = workbook(entry, read(Path(args.records) if args.records else entry.records), rows, lang)
    try:
        with all_or_none(file.parent, [file.name]) as staged:
            (staged / file.name).write_bytes(content)
            log(entry, by, name, len(rows))
    except OSError as error:
        error.filename = error.filename or str(file)
        raise
    tell("records.exported", f"{name}, {len(rows)}, {by}")
    unknown = [UNKNOWN.format(codes=", ".join(entry.unknown))] if entry.unknown else []
    return Answer("\n".join(words(lang) for words in (EXPORTED.format(rows=len(rows), file=name), *unknown)))


def _spare(file: Path, entry: Kept) -> None:
    """Raises SifundError where a file is in the list's place that is no list, or holds results that are not entered."""
    from sifund.records.entered import unentered
    from sifund.records.received import cells_apart

    if not file.is_file():
        return
    try:
        count = unentered(cells_apart(content_of(file), file.name)[1], entry)
    except SifundError:
        refuse("exists", "FILE", "“{value}”已经存在，且不是核查清单，没有覆盖；请另起名称。",
               '"{value}" is there already, is no work list and was not overwritten; choose another name.', file.name)  # fmt: skip
    if count:
        refuse("filled_in", "FILE", "“{value}”已经存在，其中{count}条结果没有记下，没有覆盖；请先用 records results 交回，或另起名称。",
               '"{value}" is there already with {count} {count:result|results} that {count:was|were} not entered, and was not overwritten; '
               "give it back by records results first, or choose another name.", file.name, count=count)  # fmt: skip


def _draw_options(parser: Parser) -> None:
    _writes(parser)
    parser.add(
        "-n",
        type=Whole(1, MOST),
        metavar="N",
        default=200,
        says=Text("抽多少条（默认200）", "how many records (default 200)"),
    )
    parser.add(
        "--table",
        choices=("payments", "refunds"),
        default="payments",
        says=Text("从哪张表抽（默认payments）", "of what (default payments)"),
    )
    parser.add(
        "--seed",
        type=Whole(0, MOST),
        metavar="S",
        default=1,
        says=Text("换一个数就抽另一批（默认1）", "another number draws others (default 1)"),
    )


def _draw(args: argparse.Namespace) -> Answer:
    """Draw records at random, to be looked at whether or not a rule names them. Raises SifundError."""
    from sifund.records.draw import draw
    from sifund.records.folder import read as folder_of

    entry = resulted(Path(args.output))
    rows = draw(entry, folder_of(Path(args.records) if args.records else entry.records), args.table, args.n, args.seed)
    return _written(args, entry, rows)


EXPORT = Command(
    Text("把核查清单写成Excel文件，按预计追回金额排序。", "Write the work list as an Excel file, by expected money."),
    _export_options,
    _export,
)
DRAW = Command(
    Text(
        "随机抽取明细来复核；由结果得到差错率。",
        "Draw records at random to be looked at again; their results give the error rate.",
    ),
    _draw_options,
    _draw,
)
PARTS = {"export": EXPORT, "draw": DRAW}
