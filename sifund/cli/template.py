"""`template`: the workbook or CSV files that an office fills in."""

from __future__ import annotations

import argparse
from pathlib import Path

from sifund.cli.command import Answer, Command, refuse, refuse_unwritten
from sifund.cli.parser import Parser
from sifund.dataset.atomic import all_or_none
from sifund.importer.sheet import File
from sifund.importer.template import csv_files, csv_zip, workbook
from sifund.text import Text

SHEETS = (".csv", ".xls", ".xlsm", ".ods")
"""Endings that name a file, not a folder."""


def _options(parser: Parser) -> None:
    parser.add(
        "--output",
        metavar="FILE|FOLDER",
        required=True,
        says=Text(".xlsx或.zip文件，或放CSV的目录", "a .xlsx or .zip file, or a folder for CSV"),
    )


def _run(args: argparse.Namespace) -> Answer:
    """The names of what was written. Raises SifundError; nothing is overwritten."""
    target = Path(args.output)
    ending = target.suffix.lower()
    if ending in (".xlsx", ".zip"):
        content = workbook() if ending == ".xlsx" else csv_zip()
        folder, files = target.parent, [File(target.name, content)]
    elif ending in SHEETS and not target.is_dir():
        refuse("form", "--output", "“{value}”的扩展名应为 .xlsx 或 .zip；要CSV，请写目录名。",
               '"{value}" should end in .xlsx or .zip; for CSV name a folder.', target.name)  # fmt: skip
    else:
        folder, files = target, csv_files()
    try:
        for file in files:
            if (folder / file.name).exists():
                refuse("exists", "--output", "“{value}”已经存在，没有覆盖；请另起名称。",
                       '"{value}" is there already and was not overwritten; choose another name.', folder / file.name)  # fmt: skip
        with all_or_none(folder, [file.name for file in files]) as staged:
            for file in files:
                (staged / file.name).write_bytes(file.data)
    except OSError as error:
        refuse_unwritten(error, "--output")
    return Answer("\n".join(str(folder / file.name) for file in files))


COMMAND = Command(
    Text("供本单位填写的模板：工作簿或CSV。", "The tables that an office fills in, as a workbook or CSV."),
    _options,
    _run,
)
