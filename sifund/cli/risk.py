"""`risk`: how likely each fund's reserve falls below its floor, or what keeps its cover, under each condition."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from sifund.analysis.outlook.reliability import reliability, word_of
from sifund.analysis.outlook.risk import Risk, risk
from sifund.analysis.unknown import unknown_words, why_no_cover
from sifund.cli.ask import Request, add_scenario, read_scenario
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.model.case import Case
from sifund.text import Lang, Text

NOTHING = Text("{fund}：{why}。", "{fund}: {why}.")
CONDITION, FUND = "condition", "fund"
UNITS = {"floor": COVER_MONTHS, "p5": YUAN, "p50": YUAN, "p95": YUAN}


def _options(parser: Parser) -> None:
    add_scenario(parser)
    parser.add("--fund", metavar="FUND", says=Text("只看一项基金（默认：全部）", "one fund alone (default: all)"))


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    request = read_scenario(args)
    side = Case(request.dataset, request.scenario.changes, request.scenario.view.years).side()
    if args.fund is not None and args.fund not in side.funds:
        refuse("fund", "--fund", "没有基金“{value}”；可用：{funds}。", 'there is no fund "{value}"; use {funds}.', args.fund,
               funds=", ".join(side.funds))  # fmt: skip
    risks = [risk(side, request.scenario, fund) for fund in ([args.fund] if args.fund else side.funds)]
    if args.format == "json":
        return Answer(write_json(_content(request, risks)), request.notices)
    if args.format == "csv":
        rows = [row for one in risks for row in _rows(one)]
        heads = [UNITS[name].key_of(name) if name in UNITS else name for name in _NONE]
        return Answer(write_csv(heads, [list(row.values()) for row in rows]), request.notices)
    return Answer("\n\n".join("\n".join(_lines(one, request.lang)) for one in risks), request.notices)


def _lines(risk: Risk, lang: Lang) -> Iterator[str]:
    name = risk.side.base.dataset.fund_name(risk.fund)
    why = (
        NOTHING.format(fund=name, why=why_no_cover(risk.side, risk.fund))
        if risk.side.knows(risk.fund)
        else unknown_words(risk.side.base, risk.fund)
    )
    yield (risk.says() or why)(lang)
    yield from (note(lang) for note in risk.notes())


_NONE: dict[str, Any] = dict.fromkeys(
    (FUND, CONDITION, "floor", "chance", "chance_error", "baseline_chance", "needed", "p5", "p50", "p95")
)


def _rows(risk: Risk) -> Iterator[dict[str, Any]]:
    """A row a condition: chances as shares, or the band of what keeps the cover in the last year [yuan]."""
    for condition in risk.samples:
        row = _NONE | {FUND: risk.fund, CONDITION: condition, "floor": risk.floor}
        if pair := risk.breaches.get(condition):
            base, breach = pair
            row |= {"chance": breach.ever, "chance_error": breach.ever_error, "baseline_chance": base.ever}
        if risk.held and (band := risk.bands.get(condition)):
            row |= {"needed": risk.held.key, **dict(zip(("p5", "p50", "p95"), band, strict=True))}
        yield row


def _content(request: Request, risks: list[Risk]) -> dict[str, Any]:
    lang = request.lang
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "scenario": request.scenario.text(),
        "funds": [
            {"fund": one.fund, "says": says(lang) if (says := one.says()) else None,
             "reliability": word_of(reliability(one.side.base, one.fund)), "notes": [note(lang) for note in one.notes()],
             "conditions": list(_rows(one))}
            for one in risks
        ],
    }  # fmt: skip


COMMAND = Command(
    Text(
        "结余跌破底线的可能性，或怎样保住备付：法规不变、照历史波动各一组。",
        "How likely a reserve falls below its floor, or what keeps its cover: at unchanged law and as history moved.",
    ),
    _options,
    _run,
)
