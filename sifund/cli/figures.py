"""A run's lines and balances as a table to read: by fund and year, in the columns of their units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sifund import catalog, terms
from sifund.analysis.alerts import alerts, notes
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.notes import NOTE
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.reliability import each_relies
from sifund.checks.rounding import roundings
from sifund.cli.ask import Request
from sifund.cli.command import HEADER
from sifund.cli.write import write_table
from sifund.declare.measure import BALANCE_SHEET, MEASURES
from sifund.declare.unit import YUAN, Unit
from sifund.model.case import Side
from sifund.model.frames import balances_frame, lines_frame
from sifund.text import DASH, Lang, Text, years_text

FLAT = Text("（按基年不变：{why}）", " (carried flat: {why})")
LEGEND = Text(
    "金额单位：{unit}。每行是基准；有变动的，下面两行是方案和差额；各数分别取整，可有尾差。",
    "Amounts in {unit}. A row is the baseline; where it changes, scenario and difference stand below it, each rounded by itself.",
)
SCENARIO, DIFFERENCE = terms.SCENARIO.inside, terms.DIFFERENCE.inside
DRIVER_LEFT = Text("驱动量余额 · {name}：{amount}", "left over by its driver · {name}: {amount}")
NAMED = Text("{name}：{why}", "{name}: {why}")
ALERT = Text("合规提示 · {name} · {years} · {says}", "Legal alert · {name} · {years} · {says}")
Record = dict[str, Any]


def figures_table(request: Request, side: Side) -> str:
    """What the scenario does, every fund's lines and balances, then rounding remainders and what else the baseline has to say."""
    dataset, lang = request.dataset, request.lang
    name = HEADER.format(name=dataset.name, code=dataset.code, fingerprint=dataset.fingerprint)
    head = [name(lang), request.scenario.text(), LEGEND.format(unit=YUAN.column)(lang)]
    lines, balances = lines_frame(side).to_dicts(), balances_frame(side).to_dicts()
    funds = [_fund(side, fund, lines, balances, lang) for fund in (*side.funds, catalog.ALL)]
    says = [
        "\n".join(words(lang) for words in part)
        for part in (answer(side, request.scenario), each_relies(side.base, side.funds))
    ]
    return "\n\n".join(["\n".join(head), *says, *funds, "\n".join(_foot(request, side))])


def _fund(side: Side, fund: str, lines: Sequence[Record], balances: Sequence[Record], lang: Lang) -> str:
    """One fund's block: a row an item, a column a year; lines stand under the total that they add up to."""
    rows = [[side.base.dataset.fund_name(fund)(lang), *map(str, side.years)]]
    for measure in BALANCE_SHEET:
        unit = MEASURES[measure].unit
        records = [row for row in balances if (row["fund"], row["measure"]) == (fund, measure)]
        rows += _item(catalog.measure_name(measure, fund)(lang), records, unit, lang)
        parts = [row for row in lines if (row["fund"], row["kind"]) == (fund, measure)]
        for key in dict.fromkeys(row["line"] for row in parts):
            rows += _item(_line_name(side, key, lang), [row for row in parts if row["line"] == key], unit, lang)
    return write_table(rows, words=1)


def _line_name(side: Side, key: str, lang: Lang) -> str:
    base = side.base
    why = FLAT.format(why=base.flat[key].why)(lang) if key in base.flat else ""
    return f"  {base.line_name(key)(lang)}{why}"


def _item(name: str, years: Sequence[Record], unit: Unit, lang: Lang) -> list[list[str]]:
    """The baseline by year; scenario and difference below it where they differ."""
    rows = [[name, *(unit.number(row["baseline"])(lang) for row in years)]]
    if any(row["baseline"] != row["scenario"] or row["difference"] for row in years):
        rows.append([f"      {SCENARIO(lang)}", *(unit.number(row["scenario"])(lang) for row in years)])
        gaps = (difference_of(unit, row)(lang) for row in years)
        rows.append([f"      {DIFFERENCE(lang)}", *gaps])
    return rows


def difference_of(unit: Unit, row: Record) -> Text:
    """A row's difference; of a fund that is exhausted on either side there is none."""
    change = unit.change(row["baseline"], row["scenario"])
    return change if change.zh == DASH or row["difference"] is None else unit.gap(row["difference"])


def _remarks(side: Side, lang: Lang) -> list[str]:
    """Breaches, and apart from them what is none."""
    return [
        words.format(name=alert.about.name, years=years_text(alert.years), says=alert.words)(lang)
        for words, some in ((ALERT, alerts(side)), (NOTE, notes(side)))
        for alert in some
    ]


def _foot(request: Request, side: Side) -> list[str]:
    base, lang = side.base, request.lang
    drivers = [
        DRIVER_LEFT.format(name=base.line_name(left.key), amount=YUAN.write(left.difference))(lang)
        for left in base.remainders
    ]
    return [
        *_remarks(side, lang),
        *(r(lang) for r in roundings(request.dataset)),
        *drivers,
        *(notice(lang) for notice in (*base.notices, *base.gaps)),
        *(words(lang) for words in moves_nothing(request, side)),
    ]


def moves_nothing(request: Request, side: Side) -> Iterator[Text]:
    """Which of the scenario's changes can move nothing in these data, and why."""
    for key, _ in request.scenario.changes:
        if why := idle_of(side, key):
            yield NAMED.format(name=catalog.parameter(key).name, why=why)
