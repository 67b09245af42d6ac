"""`records effect`: who gains and who loses by a changed rule, over the records, in counts and sums alone."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sifund.cli.command import Answer, Command, add_dataset, add_format, add_records, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.dataset import folder_of, load
from sifund.text import Lang, Text

if TYPE_CHECKING:
    from sifund.records.effect import Part
    from sifund.records.reform import Terms

COLUMNS = ("line", "by", "group", "gain_heads", "gain_fen", "loss_heads", "loss_fen")


def _options(parser: Parser) -> None:
    add_records(parser)
    add_dataset(parser)
    parser.add(
        "--set",
        metavar="KEY=V",
        action="append",
        default=[],
        says=Text("改动规则里的一个数；不写则列出可改的", "a number of a rule changed; without it, what may be"),
    )
    add_format(parser)


def _effect(args: argparse.Namespace) -> Answer:
    """The effect on each line; without a change, what may be changed. Raises SifundError."""
    from sifund.records.about import read_about
    from sifund.records.effect import effect
    from sifund.records.effect_words import NO_PAYMENT
    from sifund.records.folder import read
    from sifund.records.ground import ground
    from sifund.records.reform import Terms, parse

    lang: Lang = args.lang or "zh"
    folder, about, changed = read(Path(args.folder)), read_about(Path(args.folder)), parse(args.set)
    base = ground(folder)
    if base is None:
        refuse("no_payments", folder.path.name, NO_PAYMENT.zh, NO_PAYMENT.inside.en)
    terms, code = Terms(base.year, changed), args.dataset or about.dataset
    if not changed:
        return Answer(_choices(terms, args.format, lang))
    return Answer(_written(effect(base, changed, load(folder_of(code)) if code else None), terms, args.format, lang))


def _choices(terms: Terms, form: str, lang: Lang) -> str:
    """Every number that may be changed, and what is in force."""
    from sifund.records.reform import CHANGES

    if form == "json":
        return write_json({"changes": [{"key": key, "in_force": terms[key]} for key in CHANGES]})
    rows = [(key, one.name(lang), one.write(terms[key])(lang)) for key, one in CHANGES.items()]
    return write_csv(("key", "name", "in_force"), rows) if form == "csv" else write_table(rows, words=3)


def _written(parts: Sequence[Part], terms: Terms, form: str, lang: Lang) -> str:
    from sifund.records.effect_words import UNCHANGED, plain

    if form == "json":
        return write_json(
            {"year": terms.year, "changed": dict(terms.changed), "parts": [plain(part, lang) for part in parts]}
        )
    if form == "csv":
        return write_csv(COLUMNS, [row for part in parts for row in _rows(part, lang)])
    return "\n\n".join("\n".join(_page(part, terms, lang)) for part in parts) or UNCHANGED(lang)


def _rows(part: Part, lang: Lang) -> Iterator[tuple[str | int | None, ...]]:
    sides = [
        ("", "", part.both),
        *((title(lang), name(lang), both) for title, rows in part.groups for name, both in rows),
    ]
    for title, name, (gain, loss) in sides:
        yield part.line.key, title, name, gain.heads, gain.fen, loss.heads, loss.fen


def _page(part: Part, terms: Terms, lang: Lang) -> Iterator[str]:
    from sifund.records import effect_words as words

    yield words.sentence(part, terms)(lang)
    scaled = ["", words.RECORDS(lang), words.SCALED(lang)]
    yield write_table([scaled, *([cell(lang) for cell in row] for row in words.amounts(part))], words=1)
    yield f"{words.factor(part)(lang)} · {words.COUNTED.format(year=terms.year)(lang)}"
    for title, rows in part.groups:
        cells = [[name(lang), *(cell(lang) for cell in words.of_group(both))] for name, both in rows]
        yield write_table([[head(lang) for head in words.columns(part, title)], *cells], words=1)
    yield from (note(lang) for note in part.notes)


PARTS = {
    "effect": Command(
        Text("规则改动后谁受益、谁受损，按明细计算。", "Who gains and who loses by a changed rule, over the records."),
        _options,
        _effect,
    )
}
