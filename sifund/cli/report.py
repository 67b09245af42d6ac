"""`report`: a document on disk; `verify`: whether a document is what the program makes of today's data and model."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sifund.cli.ask import Request, add_base, add_scenario, read_scenario, write_link
from sifund.cli.command import FORMATS, Answer, Command, add_format, refuse, refuse_unwritten
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.dataset import find
from sifund.dataset.atomic import write_whole
from sifund.problem import shown
from sifund.report.kinds import DOCUMENTS, Form
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.report.proof.differ import Difference
from sifund.report.proof.pieces import readable
from sifund.report.verify import Verified, verify
from sifund.store import Store
from sifund.store.database import Database, default_url
from sifund.store.standing import standing
from sifund.text import Lang, Text, join, same

DIFFERS = 1
SHOWN = 50
HOLDS = Text(
    "全部{count}个数字与今天的数据和模型一致。",
    "All {count} {count:number agrees|numbers agree} with today's data and model.",
)
DATA = Text("数据已变：文件{old}，今天{new}。", "The data changed: the document has {old}, today's are {new}.")
RESULT = Text("模型结果与文件当时不同。", "The model's results differ from the document's.")
FIGURES = Text("数字不同，{count}处（文件 → 应为）：", "Figures differ ({count}; the document → what it should say):")
WORDS = Text(
    "文字和图不同，{count}处（文件 → 应为）：",
    "Words and pictures differ ({count}; the document → what it should say):",
)
MORE_FIGURES = Text(
    "文件另有{count}处数字，今天重做的文件里没有（后来添加，或现在不再写出）：",
    "Numbers that the document has and the one made today does not ({count}; added, or left out since):",
)
SAME_FIGURES = Text("数字没有不同。", "No figure differs.")
SAME_WORDS = Text("文字和图也一致。", "Words and pictures agree too.")
NO_WORDS = Text("文字和图没有不同。", "No words and no picture differ.")
NOT_COMPARED = Text("文字和图未比对：{why}。", "Words and pictures were not compared: {why}.")
UNSEEN = Text("没有查看：{what}。", "Not looked at: {what}.")
SAYS, AFTER = Text("{document} → {today}", "{document} → {today}"), Text("（在“{near}”之后）", ' (after "{near}")')
COLON = Text("：", ": ")
MORE = Text("……另有{count}处。", "… and {count} more.")
WRITTEN = Text("{file}（{bytes}字节）", "{file} ({bytes} bytes)")


def _options(parser: Parser) -> None:
    parser.add(
        "kind", choices=tuple(DOCUMENTS), metavar="KIND", says=same(" | ".join(_forms(kind) for kind in DOCUMENTS))
    )
    add_scenario(parser)
    parser.add(
        "--output",
        metavar="FILE",
        required=True,
        says=Text("写到哪个文件，扩展名决定格式", "file to write; its ending chooses the form"),
    )
    add_base(parser)


def _forms(kind: str) -> str:
    return f"{kind} ({', '.join(f'.{form.ending}' for form in DOCUMENTS[kind].forms)})"


def _standing(request: Request) -> str:
    """Which scenario it is, by the database of saved ones where its text names one."""
    with closing(Database(default_url())) as database:
        return standing(request.scenario, request.dataset, Store(database).get).words(request.lang)


def _run(args: argparse.Namespace) -> Answer:
    """Write the document. Raises SifundError where the file cannot be written or the form is none of the kind's."""
    request = read_scenario(args)
    write_link(args.base, request.scenario, request.lang)
    order = Order(request.dataset, request.scenario, request.lang, args.base, _standing(request))
    form = _form(args.kind, args.output)
    content = form.make(order, silent)
    try:
        write_whole(Path(args.output), content)
    except OSError as error:
        refuse_unwritten(error, "--output")
    record = {"file": args.output, "bytes": len(content)} | asdict(order.passport(args.kind))
    if args.format == "json":
        return Answer(write_json(record))
    if args.format == "csv":
        return Answer(write_csv(list(record), [list(record.values())]))
    lines = [WRITTEN(request.lang).format(**record)]
    return Answer(
        "\n".join([*lines, *(f"{name(request.lang)} {value}" for name, value in order.passport(args.kind).lines())])
    )


def _form(kind: str, file: str) -> Form:
    form = DOCUMENTS[kind].form(Path(file).suffix.removeprefix("."))
    if form is None:
        refuse(
            "form",
            "--output",
            f"“{{value}}”的扩展名应为：{_forms(kind)}。",
            f'"{{value}}" should end as one of: {_forms(kind)}.',
            file,
        )
    return form


def _verify_options(parser: Parser) -> None:
    parser.add(
        "file",
        metavar="FILE",
        says=Text(
            "由report或网页生成的Word、Excel或PDF文件", "a Word, Excel or PDF file that `report` or the app made"
        ),
    )
    parser.add(
        "--dataset",
        metavar="DATASET",
        says=Text(
            "与哪套数据比对（默认：文件所写明的）", "data to compare with (default: the code that the file carries)"
        ),
    )
    add_format(parser, FORMATS[:2])


def _verify(args: argparse.Namespace) -> Answer:
    """What holds and what differs; exit status 1 where anything does."""
    data = find(args.dataset) if args.dataset else None
    verified = verify(Path(args.file), data)
    status = 0 if verified.holds else DIFFERS
    if args.format == "json":
        return Answer(write_json(_content(verified)), verified.notices, status)
    return Answer("\n".join(_page(verified, args.lang or verified.passport.lang)), verified.notices, status)


def _content(verified: Verified) -> dict[str, Any]:
    return {
        "holds": verified.holds, "numbers": verified.numbers, "data_changed": verified.data_changed,
        "result_changed": verified.result_changed, "passport": asdict(verified.passport),
        "words_compared": verified.unlike is None, "why_not": asdict(verified.unlike) if verified.unlike else None,
        "differences": [_difference(one) for one in verified.differences], "not_looked_at": [asdict(one) for one in verified.unseen],
    }  # fmt: skip


def _difference(one: Difference) -> dict[str, Any]:
    sides = {
        name: asdict(readable(says)) if says else None
        for name, says in (("document", one.document), ("today", one.today))
    }
    return {"class": "figures" if one.figures else "words", "place": asdict(one.place), "after": one.near} | sides


def _page(verified: Verified, lang: Lang) -> list[str]:
    """What holds, what differs in each class, what was not compared and not looked at."""
    lines = []
    if verified.data_changed:
        lines.append(DATA.format(old=shown(verified.passport.dataset_fingerprint), new=verified.today)(lang))
    if verified.result_changed:
        lines.append(RESULT(lang))
    if verified.figures:
        lines += [FIGURES.format(count=len(verified.figures))(lang), *_listed(verified.figures, lang)]
    else:
        lines.append((HOLDS if verified.holds else SAME_FIGURES).format(count=verified.numbers)(lang))
    if verified.words:
        lines += [
            (MORE_FIGURES if verified.unlike else WORDS).format(count=len(verified.words))(lang),
            *_listed(verified.words, lang),
        ]
    if verified.unlike:
        lines.append(NOT_COMPARED.format(why=verified.unlike)(lang))
    elif not verified.words:
        lines.append((SAME_WORDS if verified.holds else NO_WORDS)(lang))
    return [*lines, UNSEEN.format(what=join(verified.unseen, "；", "; "))(lang)]


def _listed(differences: Sequence[Difference], lang: Lang) -> Iterator[str]:
    for difference in differences[:SHOWN]:
        near = AFTER.format(near=shown(difference.near))(lang) if difference.near.strip() else ""
        says = SAYS.format(document=_short(difference.document), today=_short(difference.today))(lang)
        yield f"  {shown(difference.place(lang))}{near}{COLON(lang)}{says}"
    if len(differences) > SHOWN:
        yield MORE.format(count=len(differences) - SHOWN)(lang)


def _short(says: str) -> Text:
    words = readable(says)
    return Text(shown(words.zh), shown(words.en))


REPORT = Command(
    Text("生成文件：年度报告、一页简报、工作簿。", "Write a document: annual report, one-page brief, workbook."),
    _options,
    _run,
)
VERIFY = Command(
    Text(
        "验证文件与今天的数据和模型是否一致；有不同时退出码为1。",
        "Whether a document is what today's data and model make; exits 1 where anything differs.",
    ),
    _verify_options,
    _verify,
)
