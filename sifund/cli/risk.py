"""`risk`: how likely each fund's reserve falls below its floor, or what keeps its cover, under each condition."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from sifund.analysis.outlook.risk import Risk, reliability, risk, word_of
from sifund.analysis.unknown import unknown_words
from sifund.cli.ask import Asked, add_scenario, read_scenario
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.write import write_csv, write_json
from sifund.model.case import Case
from sifund.text import Lang, Text

NOTHING = Text("{fund}没有支出。", "{fund}: nothing is spent.")
CONDITION, FUND = "condition", "fund"


def _options(parser: argparse.ArgumentParser) -> None:
    add_scenario(parser)
    parser.add_argument("--fund", metavar="FUND", help="one fund alone (default: all)")


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    asked = read_scenario(args)
    side = Case(asked.dataset, asked.scenario.changes, asked.scenario.view.years).side()
    if args.fund is not None and args.fund not in side.funds:
        refuse("fund", "--fund", "没有基金“{value}”；可用：{funds}。", 'there is no fund "{value}"; use {funds}.', args.fund,
               funds=", ".join(side.funds))  # fmt: skip
    found = [risk(side, asked.scenario, fund) for fund in ([args.fund] if args.fund else side.funds)]
    if args.format == "json":
        return Answer(write_json(_content(asked, found)), asked.notices)
    if args.format == "csv":
        rows = [row for one in found for row in _rows(one)]
        return Answer(write_csv(list(_NONE), [list(row.values()) for row in rows]), asked.notices)
    return Answer("\n\n".join("\n".join(_lines(one, asked.lang)) for one in found), asked.notices)


def _lines(found: Risk, lang: Lang) -> Iterator[str]:
    name = found.side.base.dataset.fund_name(found.fund)
    why = NOTHING.format(fund=name) if found.side.knows(found.fund) else unknown_words(found.side.base, found.fund)
    yield (found.says() or why)(lang)
    yield from (note(lang) for note in found.notes())


_NONE: dict[str, Any] = dict.fromkeys(
    (FUND, CONDITION, "floor", "chance", "chance_error", "baseline_chance", "needed", "p5", "p50", "p95")
)


def _rows(found: Risk) -> Iterator[dict[str, Any]]:
    """A row a condition: chances as shares, or the band of what keeps the cover in the last year [yuan]."""
    for condition in found.samples:
        row = _NONE | {FUND: found.fund, CONDITION: condition, "floor": found.floor}
        if pair := found.breaches.get(condition):
            base, own = pair
            row |= {"chance": own.ever, "chance_error": own.ever_error, "baseline_chance": base.ever}
        if found.held and (band := found.bands.get(condition)):
            row |= {"needed": found.held.key, **dict(zip(("p5", "p50", "p95"), band, strict=True))}
        yield row


def _content(asked: Asked, found: list[Risk]) -> dict[str, Any]:
    lang = asked.lang
    return {
        "dataset": {"code": asked.dataset.code, "fingerprint": asked.dataset.fingerprint},
        "scenario": asked.scenario.text(),
        "funds": [
            {"fund": one.fund, "says": says(lang) if (says := one.says()) else None,
             "reliability": word_of(reliability(one.side.base, one.fund)), "notes": [note(lang) for note in one.notes()],
             "conditions": list(_rows(one))}
            for one in found
        ],
    }  # fmt: skip


COMMAND = Command(
    "How likely a reserve falls below its floor, or what keeps its cover: at unchanged law and as history moved.",
    _options,
    _run,
)
