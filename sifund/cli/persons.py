"""`persons`: what typical persons get in a year, before and after a scenario."""

from __future__ import annotations

import argparse
import re
from typing import Any

from sifund.analysis.persons.gets import FIGURES, Gets, Pair, gets
from sifund.analysis.persons.words import MOVER, NAMES, figure_words, mover_words, notes, unit_of
from sifund.cli.ask import Request, add_json, add_scenario, read_scenario
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.model.case import Case, Side
from sifund.model.cells import cell
from sifund.model.person import average_wage, minimum_wage
from sifund.terms import BASELINE, NAME
from sifund.text import DASH, Lang, Text


def _options(parser: Parser) -> None:
    add_scenario(parser)
    parser.add(
        "--year",
        metavar="YYYY",
        says=Text("哪一年（默认：基年的次年）", "the calendar year (default: the year after the base year)"),
    )
    add_json(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or applied."""
    request = read_scenario(args)
    side = Case(request.dataset, request.scenario.changes, request.scenario.view.years).side()
    year = _year(args.year, side)
    getses = gets(side, year)
    if args.format == "table":
        remarks = "\n".join(says(request.lang) for says in notes(side, getses))
        return Answer(f"{_table(getses, year, request.lang)}\n\n{remarks}")
    records = [_record(got, request.lang) for got in getses]
    if args.format == "json":
        return Answer(write_json(_about(request, side, year) | {"persons": records}))
    flat = [_flat(record) for record in records]
    heads = [unit_of(name).key_of(f"{name}_{which}") for name, which in PAIRS]
    return Answer(write_csv(["key", "name", *heads, "moved_by"], flat))


def _year(text: str | None, side: Side) -> int:
    if text is None:
        return side.years[min(1, len(side.years) - 1)]
    if not re.fullmatch(r"[0-9]{4}", text) or int(text) not in side.years:
        refuse("year", "--year", "“{value}”不在试算年份内；可选{first}至{last}。",
               '"{value}" is not a year of the run; choose from {first} to {last}.', text,
               first=str(side.years[0]), last=str(side.years[-1]))  # fmt: skip
    return int(text)


def _about(request: Request, side: Side, year: int) -> dict[str, Any]:
    wages = [minimum_wage(), *dict.fromkeys(average_wage(fund) for fund in side.funds)]
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "scenario": {"text": request.scenario.text(), "fingerprint": request.scenario.fingerprint},
        "year": year, "wages": [p.key for p in wages if p],
    }  # fmt: skip


def _record(got: Gets, lang: Lang) -> dict[str, Any]:
    """A person as JSON [yuan to the fen; shares in percent]; null for what is not known, with the reasons."""
    person = got.person
    figures = {
        name: {"unit": unit_of(name).key, "baseline": _cell(pair.before), "scenario": _cell(pair.after)}
        for name in FIGURES if (pair := got.figures.get(name))
    }  # fmt: skip
    return {
        "key": person.key, "name": person.name(lang), "heads": person.heads, "months": person.months, "once": person.once,
        "stands_for": person.stands(lang) if person.stands else None, "law": person.law(lang) if person.law else None,
        "checked": bool(person.law and person.law.checked), "figures": figures, "moved_by": list(got.moved_by),
        "unknown": [why(lang) for why in got.why],
    }  # fmt: skip


PAIRS = [(name, which) for name in FIGURES for which in ("baseline", "scenario")]


def _cell(value: float | None) -> float | None:
    return None if value is None else cell(value, 4)


def _flat(record: dict[str, Any]) -> list[Any]:
    """A line of CSV: every figure of both runs."""
    figures = (record["figures"].get(name, {}).get(which) for name, which in PAIRS)
    return [record["key"], record["name"], *figures, " ".join(record["moved_by"])]


def _table(getses: list[Gets], year: int, lang: Lang) -> str:
    """A row a person, the baseline below it where it differs."""
    rows = [[f"{NAME(lang)} {year}", MOVER(lang), *(NAMES[figure](lang) for figure in FIGURES)]]
    for got in getses:
        movers = mover_words(got)
        words = [figure_words(got.figures.get(figure), figure) for figure in FIGURES]
        rows.append([got.person.name(lang), movers(lang) if movers else "", *(says(lang) for says, _ in words)])
        if got.moved:
            rows.append([f"      {BASELINE(lang)}", "", *(_before(got, figure, lang) for figure in FIGURES)])
    return write_table(rows, words=2)


def _before(got: Gets, figure: str, lang: Lang) -> str:
    pair = got.figures.get(figure)
    return figure_words(Pair(pair.before, pair.before), figure)[0](lang) if pair else DASH


COMMAND = Command(
    Text(
        "典型的人和企业一年得多少，方案前后对照。", "What typical persons get in a year, before and after a scenario."
    ),
    _options,
    _run,
)
