"""`records results`: a work list comes back filled in, what was entered is listed, the last list is withdrawn."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING

from sifund.access.roles import SYSTEM
from sifund.cli.command import Answer, Command, me, refuse, refuse_unread, tell
from sifund.cli.parser import Parser
from sifund.cli.write import write_table
from sifund.text import DASH, Lang, Text

if TYPE_CHECKING:
    from sifund.records.findings import Kept
    from sifund.store.results import Entered, Results

ENTERED = Text("记下{rows}条结果；清单中另有{left}条没有填写结果，没有改动。",
               "{rows} {rows:result|results} entered; {left} other {left:row of the list has|rows of the list have} no result and "
               "{left:was left as it is|were left as they are}.")  # fmt: skip
SAME = Text("其中{rows}条与已有的相同。", "{rows} of them {rows:was|were} there already.")
WITHDRAWN = Text(
    "撤回了第{number}份清单的{rows}条结果。", "list {number} was withdrawn, with {rows} {rows:result|results}."
)
LISTED = Text(
    "第{number}份 {at} UTC 由{by}交回，{rows}条结果",
    "list {number}: entered {at} UTC by {by}, {rows} {rows:result|results}",
)
GONE = Text(
    "第{number}份 {at} UTC 由{by}撤回，{rows}条结果",
    "list {number}: withdrawn {at} UTC by {by}, {rows} {rows:result|results}",
)
RATE_HEAD = (
    Text("代码", "code"), Text("属实", "confirmed"), Text("合规", "lawful"), Text("属实率", "hit rate"),
    Text("95%区间", "95% interval"),
)  # fmt: skip
NONE_LOOKED = Text("还没有结果。", "No results yet.")


def add_output(parser: Parser) -> None:
    """The option that names a folder of findings."""
    parser.add(
        "--output", metavar="DIR", required=True, says=Text("check把疑点存在哪个目录", "where check kept its findings")
    )


def resulted(output: Path) -> Kept:
    """The findings in a folder with the results that stand. Raises SifundError."""
    from sifund.records.findings import read
    from sifund.store.results import opened

    entry = read(output)
    with opened() as results:
        return entry.with_results(map(astuple, results.of(entry.book)))


def _options(parser: Parser) -> None:
    parser.add(
        "file",
        nargs="?",
        metavar="FILE.xlsx",
        says=Text("核查清单（不写则列出已交回的）", "the work list (without it: what was entered)"),
    )
    add_output(parser)
    parser.add(
        "--replace",
        action="store_true",
        says=Text("别人已核定为另一结论的也替换", "also where others decided otherwise meanwhile"),
    )
    parser.add(
        "--undo", action="store_true", says=Text("撤回最后交回的一份", "withdraw the list that was entered last")
    )


def _run(args: argparse.Namespace) -> Answer:
    """Enter a list, withdraw the last, or say what was entered; and how often each rule and random draw was right. Raises
    SifundError."""
    from sifund.records.findings import read
    from sifund.store.results import opened

    if args.undo and (args.file or args.replace):
        refuse(
            "usage",
            "--undo",
            "它撤回最后交回的清单，不与其他选项同用。",
            "withdraws the list entered last and goes alone.",
        )
    entry, lang = read(Path(args.output)), args.lang or "zh"
    with opened() as results:
        words = _withdraw(entry, results) if args.undo else _enter(args, entry, results) if args.file else None
        lists = [] if words else [_listed(one) for one in results.entered(entry.book)]
    lines = [one(lang) for one in ([words] if words else lists)]
    return Answer("\n".join([*lines, *_rates(resulted(Path(args.output)), lang)]))


def _enter(args: argparse.Namespace, entry: Kept, results: Results) -> Text:
    """Keep what a list says, all or nothing."""
    from sifund.records.received import read_results
    from sifund.store.results import Result, Taken

    filled = read_results(content_of(Path(args.file)), args.file, entry)
    _take_over(entry, results)
    try:
        count = results.enter(entry.book, [Result(*row) for row in filled.results], _me(), replace=args.replace)
    except Taken as taken:
        raise filled.decided(map(astuple, taken.standing)) from None
    if count:
        tell("results.entered", f"{entry.records.name} {count}")
    words = ENTERED.format(rows=count, left=filled.left)
    alike = SAME.format(rows=len(filled.rows) - count)
    return Text(words.zh + alike.zh, f"{words.en} {alike.en}") if len(filled.rows) > count else words


def content_of(file: Path) -> bytes:
    """As much of a file as a list may have, and a byte more. Raises SifundError."""
    from sifund.records.received import MOST_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        refuse_unread(error, "FILE.xlsx")


def _take_over(entry: Kept, results: Results) -> None:
    """Results that the first version kept beside the findings go to the store."""
    from sifund.records.findings import RESULTS
    from sifund.store.results import Result

    beside = entry.output / RESULTS
    if beside.exists():
        results.enter(entry.book, [Result(*row) for row in entry.results.iter_rows()], RESULTS)
        beside.unlink()


def _withdraw(entry: Kept, results: Results) -> Text:
    last = results.withdraw(entry.book, _me())
    tell("results.withdrawn", f"{entry.records.name} {last.results}")
    return WITHDRAWN.format(number=last.number, rows=last.results)


def _me() -> str:
    return f"{SYSTEM}{me()}"


def _listed(one: Entered) -> Text:
    if one.withdrawn_at is None:
        return LISTED.format(number=one.number, at=f"{one.at:%Y-%m-%d %H:%M}", by=one.by, rows=one.results)
    return GONE.format(
        number=one.number, at=f"{one.withdrawn_at:%Y-%m-%d %H:%M}", by=one.withdrawn_by or DASH, rows=one.results
    )


def _rates(entry: Kept, lang: Lang) -> Iterator[str]:
    from sifund.records.draw_words import sentence
    from sifund.records.outcomes import draws, rates
    from sifund.records.worklist import rate_words

    rows = [row for row in rates(entry).to_dicts() if row["rate"] is not None and row["code"] in entry.checked]
    cells = [[row["code"], *rate_words(row)] for row in rows]
    yield "\n" + write_table([[name(lang) for name in RATE_HEAD], *cells], words=1) if rows else NONE_LOOKED(lang)
    yield from (f"\n{sentence(draw)(lang)}" for draw in draws(entry))


RESULTS = Command(
    Text(
        "交回填好的核查清单，有错则全部不记；并列出每条规则的属实率。",
        "Enter a work list that comes back filled in, all or nothing; how often each rule is right.",
    ),
    _options,
    _run,
)
PARTS = {"results": RESULTS}
