"""`records export` and `draw`: the work list goes out, and a random sample beside it."""

from __future__ import annotations

import argparse
import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from sifund.cli.command import Answer, Command, refuse, tell
from sifund.cli.findings import asked_rules
from sifund.cli.outcomes import add_output, resulted
from sifund.text import Text

if TYPE_CHECKING:
    import polars as pl

    from sifund.records.findings import Kept

EXPORTED = Text("写出{rows}条到{file}。", "{rows} rows written to {file}.")


def _writes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.xlsx", help="the work list")
    add_output(parser)
    parser.add_argument("--records", metavar="DIR", help="folder of records (default: the one checked)")
    parser.add_argument("--by", help="who takes it out, for the log (default: the user of this machine)")


def _export_options(parser: argparse.ArgumentParser) -> None:
    _writes(parser)
    parser.add_argument("--rules", metavar="CODE[,CODE]", help="only these rules (default: all)")
    parser.add_argument(
        "--most", type=int, default=5000, metavar="N", help="so many rows at most, the dearest first (default 5000)"
    )
    parser.add_argument("--new", action="store_true", help="only what is new since the last run")


def _export(args: argparse.Namespace) -> Answer:
    """The work list of what is still to be checked, by expected money. Raises SifundError."""
    from sifund.records.outcomes import work_list

    if not 1 <= args.most <= 1_000_000:
        refuse(
            "most",
            "--most",
            "“{value}”应为1至1000000的整数。",
            '"{value}" is not a whole number from 1 to 1000000.',
            args.most,
        )
    entry = resulted(Path(args.output))
    codes = [item.code for item in asked_rules(args.rules)]
    rows = work_list(entry)
    rows = rows.filter(
        rows["code"].is_in(codes), (rows["since"] == entry.number) if args.new and entry.number > 1 else not args.new
    )
    return _written(args, entry, rows.head(args.most))


def _written(args: argparse.Namespace, entry: Kept, rows: pl.DataFrame) -> Answer:
    from sifund.records.folder import read
    from sifund.records.worklist import log, workbook

    file, lang = Path(args.file), args.lang or "zh"
    if file.suffix.lower() != ".xlsx" or not file.parent.is_dir():
        refuse(
            "file",
            "FILE",
            "“{value}”应是已有目录中的 .xlsx 文件。",
            '"{value}" is no .xlsx file in a folder that is there.',
            file.name,
        )
    by = args.by or getpass.getuser()
    file.write_bytes(workbook(entry, read(Path(args.records) if args.records else entry.records), rows, lang))
    log(entry, by, file.name, len(rows))
    tell("records.exported", f"{file.name}, {len(rows)}, {by}")
    return Answer(EXPORTED.format(rows=len(rows), file=file.name)(lang))


def _draw_options(parser: argparse.ArgumentParser) -> None:
    _writes(parser)
    parser.add_argument("-n", type=int, default=200, help="how many records (default 200)")
    parser.add_argument(
        "--table", choices=("payments", "refunds"), default="payments", help="of what (default payments)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another number draws others (default 1)")


def _draw(args: argparse.Namespace) -> Answer:
    """Draw records at random, to be looked at whether or not a rule names them. Raises SifundError."""
    from sifund.records.draw import draw
    from sifund.records.folder import read as folder_of

    entry = resulted(Path(args.output))
    rows = draw(entry, folder_of(Path(args.records) if args.records else entry.records), args.table, args.n, args.seed)
    return _written(args, entry, rows)


EXPORT = Command("Write the work list as an Excel file, by expected money.", _export_options, _export)
DRAW = Command("Draw records at random to be looked at again; their results give the error rate.", _draw_options, _draw)
PARTS = {"export": EXPORT, "draw": DRAW}
