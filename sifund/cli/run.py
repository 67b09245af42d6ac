"""`simulate`, `link` and `replay`: a scenario on a dataset, run or written as a link."""

from __future__ import annotations

import argparse
from typing import Any

import polars as pl

from sifund.analysis.alerts import Alert, alerts, notes
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.reliability import reliability, relies, word_of
from sifund.checks.rounding import roundings
from sifund.cli.ask import Request, add_base, add_output, add_scenario, read_replay, read_scenario, write_link
from sifund.cli.command import Answer, Command
from sifund.cli.figures import figures_table, moves_nothing
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.declare.unit import YUAN
from sifund.model.case import Case, Side
from sifund.model.frames import balances_frame, fingerprint, lines_frame
from sifund.report.order import warned
from sifund.scenario import Scenario
from sifund.text import Lang, Text

LINK_HELP = Text(
    "写出在网页中打开方案的链接：有同一数据集的，打开就是同样的数。",
    "The link that opens a scenario in the app: to the same figures where the app has the dataset too.",
)


def _simulate(args: argparse.Namespace) -> Answer:
    return Answer(_outcome(read_scenario(args), args.format))


def _replay(args: argparse.Namespace) -> Answer:
    request = read_replay(args)
    return Answer(_outcome(request, args.format), request.notices)


def _outcome(request: Request, form: str) -> str:
    """The run in the form asked for. Raises SifundError for impossible base-year inputs."""
    side = Case(request.dataset, request.scenario.changes, request.scenario.view.years).side()
    if form == "json":
        return write_json(_content(request, side))
    if form == "csv":
        frame = lines_frame(side).with_columns(unit=pl.lit(YUAN.name.en))
        return write_csv(frame.columns, frame.rows())
    return figures_table(request, side)


def _content(request: Request, side: Side) -> dict[str, Any]:
    """The run as JSON [yuan, rounded to the fen]."""
    base, lang = side.base, request.lang
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "scenario": _scenario(request.scenario),
        "result": {"fingerprint": fingerprint(side)},
        "answer": [words(lang) for words in answer(side, request.scenario)],
        "reliability": [
            {"fund": fund, "word": word_of(reliability(base, fund)), "says": relies(base, fund)(lang)} for fund in side.funds
        ],
        "rows": lines_frame(side).to_dicts(),
        "balances": balances_frame(side).to_dicts(),
        "remainders": [rounding.row() for rounding in roundings(request.dataset)],
        "driver_remainders": [
            {"line": r.key, "reported": r.reported, "modelled": round(r.modelled, 2), "difference": round(r.difference, 2)}
            for r in base.remainders
        ],
        "flat": [
            {"line": f.key, "name": f.name(lang), "monthly": round(f.monthly, 2), "why": f.why(lang)}
            for f in base.flat.values()
        ],
        "alerts": [_alert(alert, lang) for alert in alerts(side)],
        "notes": [_alert(note, lang) for note in notes(side)],
        "notices": [
            *(notice(lang) for notice in (*base.notices, *base.gaps)),
            *(text(lang) for text in moves_nothing(request, side)),
        ],
    }  # fmt: skip


def _alert(alert: Alert, lang: Lang) -> dict[str, Any]:
    return {
        "key": alert.key,
        "of": alert.of,
        "years": alert.years,
        "baseline": alert.baseline,
        "says": alert.words(lang),
    }


def _scenario(scenario: Scenario) -> dict[str, str]:
    return {"text": scenario.text(), "fingerprint": scenario.fingerprint}


def _link(args: argparse.Namespace) -> Answer:
    request = read_scenario(args)
    link = write_link(args.base, request.scenario, request.lang)
    if args.format == "json":
        notices = [says(request.lang) for says in warned(request.dataset)]
        return Answer(write_json({"link": link, "scenario": _scenario(request.scenario), "notices": notices}))
    return Answer(write_csv(["link"], [[link]]) if args.format == "csv" else link)


def _link_options(parser: Parser) -> None:
    add_scenario(parser)
    add_base(parser)


def _replay_options(parser: Parser) -> None:
    parser.add(
        "link",
        metavar="LINK",
        says=Text("由link写出的链接，或单独的方案文本", "a link as `link` prints it, or the bare scenario text"),
    )
    add_output(parser)


SIMULATE = Command(
    Text("试算：方案的支出和结余，与基线对照。", "Spending and balances of a scenario beside the baseline."),
    add_scenario,
    _simulate,
)
LINK = Command(LINK_HELP, _link_options, _link)
REPLAY = Command(
    Text("复算：按链接里的方案，输出与simulate相同。", "What `simulate` prints, for the scenario of a link."),
    _replay_options,
    _replay,
)
