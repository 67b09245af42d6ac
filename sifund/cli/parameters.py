"""`parameters`: every parameter with its unit, bounds, baseline value, growth, ground, decider and law."""

from __future__ import annotations

import argparse
from typing import Any

from sifund import catalog, terms
from sifund.analysis.grounds import KINDS, input_ground, says
from sifund.analysis.words import BASIS
from sifund.cli.command import Answer, Command, add_dataset, add_format
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.dataset import SAMPLE, find
from sifund.declare.parameter import Parameter, month_text
from sifund.model.case import Case, Side
from sifund.model.ground import Ground
from sifund.scenario import value_text
from sifund.terms import LAW, NAME, UNIT
from sifund.text import DASH, Lang, Text, plain

COLUMNS = {
    "key": Text("键", "key"),
    "name": NAME.inside,
    "kind": Text("类别", "kind"),
    "unit": UNIT.inside,
    "low": Text("下限", "low"),
    "high": Text("上限", "high"),
    "value": Text("基准值", "value"),
    "grows": Text("增长假设", "growth assumption"),
    "basis": terms.BASIS.inside,
    "ground": Text("来源、算式或理由", "source, formula or reason"),
    "decided_by": Text("决定者", "decided by"),
    "law": LAW.inside,
}
Record = dict[str, Any]


def _options(parser: Parser) -> None:
    add_dataset(parser)
    add_format(parser)


def _run(args: argparse.Namespace) -> Answer:
    """The list in the form asked for; JSON and CSV at full precision, with the same words in every language."""
    lang: Lang = args.lang or "zh"
    side = Case(find(args.dataset or SAMPLE), years=1).side("baseline")
    records = [_record(p, side, lang) for p in catalog.parameters().values()]
    if args.format == "json":
        return Answer(write_json({"parameters": records}))
    if args.format == "csv":
        return Answer(write_csv(list(COLUMNS), [_flat(record) for record in records]))
    rows = [[str(cell) if cell not in (None, "") else DASH for cell in _words(record, lang)] for record in records]
    return Answer(write_table([[name(lang) for name in COLUMNS.values()], *rows], words=len(COLUMNS)))


def _record(p: Parameter, side: Side, lang: Lang) -> Record:
    """A parameter as JSON; low and high are the hard bounds, None for a choice."""
    options = {option.key: option.name(lang) for option in p.options}
    return {
        "key": p.key,
        "name": p.name(lang),
        "kind": p.kind,
        "unit": p.unit.name(lang),
        "low": None if options else p.low,
        "high": None if options else p.high,
        "options": options,
        "values": _values(p, side, lang),
        "grows": p.grows.key if p.grows else None,
        "decided_by": p.decided_by.name(lang) if p.decided_by else None,
        "law": p.law(lang) if p.law else None,
        "help": p.help(lang),
    }


def _values(p: Parameter, side: Side, lang: Lang) -> list[Record]:
    """The baseline path step by step with its ground; empty where the baseline has no value or not the fund."""
    base = side.base
    if p.kind == "input":
        return [_input(p, side, lang)] if p.fund in base.funds else []
    if p.key not in base.values:
        return []
    value = base.values[p.key]
    return [
        _value(p, amount, month_text(month) if month else None, value.ground_at(month), lang)
        for month, amount in value.steps
    ]


def _value(p: Parameter, amount: float | None, month: str | None, ground: Ground, lang: Lang) -> Record:
    return {
        "from_month": month, "value": value_text(p, amount) if p.options and amount is not None else amount, "basis": ground.basis,
        "ground": says(ground)(lang), "low": None if p.options else ground.low,
        "high": None if p.options else ground.high, "document": ground.document, "source": ground.source,
    }  # fmt: skip


def _input(p: Parameter, side: Side, lang: Lang) -> Record:
    """The base year's opening or income that stands as long as none is typed [yuan]; None where it is unknown."""
    amount = side.value(p.fund, item := catalog.account_of(p), side.years[0])
    return _value(p, None if amount is None else round(amount, 2), None, input_ground(side.base, p.fund, item), lang)


def _flat(record: Record) -> list[Any]:
    """The record in COLUMNS; several steps stand in one cell."""
    steps = record["values"]
    joined = {
        "value": ", ".join(_step(step["value"], step["from_month"]) for step in steps),
        "basis": ", ".join(step["basis"] for step in steps),
        "ground": " | ".join(dict.fromkeys(step["ground"] for step in steps)),
    }
    return [(record | joined)[column] for column in COLUMNS]


def _words(record: Record, lang: Lang) -> list[Any]:
    """The record in COLUMNS for reading: values rounded to four decimals, kinds and bases in words."""
    steps = [
        step | {"basis": BASIS[step["basis"]](lang), "value": _rounded(step["value"])} for step in record["values"]
    ]
    bounds = {name: None if record[name] is None else plain(record[name]) for name in ("low", "high")}
    return _flat(record | bounds | {"values": steps, "kind": KINDS[record["kind"]](lang)})


def _rounded(value: float | str | None) -> float | str | None:
    return round(value, 4) if isinstance(value, float | int) else value


def _step(value: float | str | None, month: str | None) -> str:
    """1323@2021-04."""
    text = DASH if value is None else value if isinstance(value, str) else plain(value)
    return f"{text}@{month}" if month else text


COMMAND = Command(
    Text(
        "全部参数：单位、允许范围、现值、增长、依据、文件。",
        "Every parameter: unit, bounds, value, growth, basis, law.",
    ),
    _options,
    _run,
)
