"""`report`: a document on disk; `verify`: whether a document's numbers still hold."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sifund.cli.ask import BASE_URL, add_scenario, read_scenario, write_link
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.write import write_csv, write_json
from sifund.dataset import find
from sifund.report.kinds import DOCUMENTS, Form
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.report.verify import SAYS, Verified, verify
from sifund.text import DASH, Lang, Text, same

DIFFERS = 1
SHOWN = 50
HOLDS = Text("全部{count}个数字与今天的数据和模型一致。", "All {count} numbers agree with today's data and model.")
DATA = Text("数据已变：文件{old}，今天{new}。", "The data changed: the document has {old}, today's are {new}.")
RESULT = Text("模型结果与文件当时不同。", "The model's results differ from the document's.")
COUNT = Text("{count}处数字不同：", "{count} numbers differ:")
MORE = Text("……另有{count}处。", "… and {count} more.")
WRITTEN = Text("{file}（{bytes}字节）", "{file} ({bytes} bytes)")


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind", choices=tuple(DOCUMENTS), metavar="KIND", help=" | ".join(_forms(kind) for kind in DOCUMENTS)
    )
    add_scenario(parser)
    parser.add_argument("--output", metavar="FILE", required=True, help="file to write; its ending chooses the form")
    parser.add_argument("--base", metavar="URL", default=BASE_URL, help=f"where the app runs (default {BASE_URL})")


def _forms(kind: str) -> str:
    return f"{kind} ({', '.join(f'.{form.ending}' for form in DOCUMENTS[kind].forms)})"


def _run(args: argparse.Namespace) -> Answer:
    """Write the document. Raises SifundError where the file cannot be written or the form is none of the kind's."""
    asked = read_scenario(args)
    write_link(args.base, asked.scenario, asked.lang)
    order = Order(asked.dataset, asked.scenario, asked.lang, args.base)
    form = _form(args.kind, args.output)
    content = form.make(order, silent)
    try:
        Path(args.output).write_bytes(content)
    except OSError as error:
        refuse("file", "--output", "文件写不下：{value}", "the file cannot be written: {value}", error)
    told = {"file": args.output, "bytes": len(content)} | asdict(order.passport(args.kind))
    if args.format == "json":
        return Answer(write_json(told))
    if args.format == "csv":
        return Answer(write_csv(list(told), [list(told.values())]))
    lines = [WRITTEN(asked.lang).format(**told)]
    return Answer(
        "\n".join([*lines, *(f"{name(asked.lang)} {value}" for name, value in order.passport(args.kind).lines())])
    )


def _form(kind: str, file: str) -> Form:
    form = DOCUMENTS[kind].form(Path(file).suffix.removeprefix("."))
    if form is None:
        refuse(
            "form",
            "--output",
            f"“{{value}}”的扩展名应为：{_forms(kind)}。",
            f"“{{value}}” should end as one of: {_forms(kind)}.",
            file,
        )
    return form


def _verify_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a Word, Excel or PDF file that `report` or the app made")
    parser.add_argument(
        "--dataset", metavar="DATASET", help="data to compare with (default: the code that the file carries)"
    )
    parser.add_argument("--format", choices=("table", "json"), default="table", help="how to print (default table)")


def _verify(args: argparse.Namespace) -> Answer:
    """What holds and what differs; exit status 1 where anything does."""
    data = find(args.dataset) if args.dataset else None
    found = verify(Path(args.file), data)
    status = 0 if found.holds else DIFFERS
    if args.format == "json":
        return Answer(write_json(_content(found)), found.notices, status)
    return Answer("\n".join(_page(found, args.lang or found.passport.lang)), found.notices, status)


def _content(found: Verified) -> dict[str, Any]:
    return {
        "holds": found.holds, "numbers": found.numbers, "data_changed": found.data_changed,
        "result_changed": found.result_changed, "passport": asdict(found.passport),
        "differences": [asdict(difference) for difference in found.differences],
    }  # fmt: skip


def _page(found: Verified, lang: Lang) -> list[str]:
    if found.holds:
        return [HOLDS.format(count=found.numbers)(lang)]
    lines = []
    if found.data_changed:
        lines.append(DATA.format(old=found.passport.dataset_fingerprint, new=found.today)(lang))
    if found.result_changed:
        lines.append(RESULT(lang))
    lines.append(COUNT.format(count=len(found.differences))(lang))
    for own in found.differences[:SHOWN]:
        lines.append(
            "  "
            + SAYS.format(where=same(own.where.strip() or DASH), document=own.document or "∅", today=own.today or "∅")(
                lang
            )
        )
    rest = len(found.differences) - SHOWN
    return [*lines, MORE.format(count=rest)(lang)] if rest > 0 else lines


REPORT = Command("report", "Write a document: annual report, one-page brief, workbook.", _options, _run)
VERIFY = Command(
    "verify", "Whether today's data and model give a document's numbers; exits 1 where not.", _verify_options, _verify
)
