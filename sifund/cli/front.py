"""`front`: of all lawful settings of a few levers, those that no other beats on every aim."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from math import isfinite
from typing import Any

from sifund import catalog
from sifund.analysis.effect.goal import lever_of
from sifund.analysis.front.aims import first_aims, known_aims
from sifund.analysis.front.question import AIMS, LEVERS, Question
from sifund.analysis.front.search import Front, Point, front, spread
from sifund.analysis.front.words import GIVEN_UP, gives_up, setting_words, stands_on, summary, value_of
from sifund.cli.ask import Request, add_base, add_json, add_scenario, read_scenario, write_link
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.declare.parameter import month_of, month_text
from sifund.model.case import Case
from sifund.scenario import steps_text
from sifund.text import Lang, Text

SHOWN = 12


def _options(parser: Parser) -> None:
    add_scenario(parser)
    parser.add(
        "--lever", metavar="KEY", action="append", required=True,
        says=Text(f"要定的参数，同一基金的{LEVERS[0]}至{LEVERS[1]}项", f"a lever to set, {LEVERS[0]} to {LEVERS[1]} of one fund"),
    )  # fmt: skip
    parser.add(
        "--aim", metavar="AIM", action="append",
        says=Text(
            f"看重什么，{AIMS[0]}或{AIMS[1]}项：cost、cover_months，或本基金的人，如claimant_1（默认：支出、已知的备付，以及参数影响的人）",
            f"what counts, {AIMS[0]} or {AIMS[1]}: cost, cover_months, or a person of the fund such as claimant_1 "
            "(default: spending, cover where it is known, and whom the levers reach)",
        ),
    )  # fmt: skip
    add_base(parser)
    add_json(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    request = read_scenario(args)
    write_link(args.base, request.scenario, request.lang)
    funds = [lever_of(key).fund for key in args.lever]
    fund = next((fund for fund in funds if fund != catalog.SHARED), catalog.usual().key)
    if fund not in request.dataset.funds:
        refuse("lever", args.lever[0], "数据集没有这项基金。", "is of a fund that the dataset does not have.")
    held = Case(request.dataset, request.scenario.changes, request.scenario.view.years).side()
    aims = tuple(args.aim or first_aims(list(known_aims(held, fund)), fund, args.lever, AIMS[1]))
    month = month_of(request.dataset.base_year + 1)
    frontier = front(
        Question(request.dataset, request.scenario, fund, tuple(args.lever), aims, month, request.scenario.view.years)
    )
    if args.format == "json":
        rests = {"rests": [says(request.lang) for says in stands_on(frontier, held.base)]}
        return Answer(write_json(_record(frontier, request, args.base) | rests))
    if args.format == "csv":
        return Answer(
            write_csv(
                [*args.lever, *(aim.unit.key_of(aim.key) for aim in frontier.aims), "gives_up", "scenario"],
                [_flat(frontier, p, request.lang) for p in frontier.points],
            )
        )
    remarks = "\n".join(says(request.lang) for says in stands_on(frontier, held.base))
    return Answer("\n\n".join(filter(None, [_table(frontier, request, args.base), remarks])))


def _record(front: Front, request: Request, base: str) -> dict[str, Any]:
    """The front as JSON, every point [yuan; months; percent]."""
    question = front.question
    held = {key: x if isfinite(x) else None for key, x in zip(question.aims, front.held, strict=True)}
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "fund": question.fund, "from_month": month_text(question.month), "levers": list(question.levers),
        "aims": [{"key": aim.key, "name": aim.name(request.lang), "unit": aim.unit.key, "better": "less" if aim.better < 0 else "more"}
                 for aim in front.aims],
        "lawful": front.count, "evenly": front.first, "tried": front.tried, "unlawful": front.unlawful,
        "judged": front.judged, "unbeaten": front.unbeaten, "held": held,
        "words": summary(front)(request.lang), "points": [_point(front, point, request, base) for point in front.points],
    }  # fmt: skip


def _point(front: Front, point: Point, request: Request, base: str) -> dict[str, Any]:
    question = front.question
    return {
        "set": {key: steps[-1][1] if steps else None for key, steps in zip(question.levers, point.steps, strict=True)},
        "values": dict(zip(question.aims, point.values, strict=True)), "gives_up": gives_up(front, point)(request.lang),
        "scenario": point.scenario.text(), "link": write_link(base, point.scenario, request.lang),
    }  # fmt: skip


def _flat(front: Front, point: Point, lang: Lang) -> list[Any]:
    steps = zip(front.question.levers, point.steps, strict=True)
    cells = [steps_text(key, moves) if moves else "" for key, moves in steps]
    return [*cells, *point.values, gives_up(front, point)(lang), point.scenario.text()]


def _table(front: Front, request: Request, base: str) -> str:
    """The summary, a row a point, thinned out, then what each gives up with its link."""
    lang, points = request.lang, list(spread(front, SHOWN))
    heads = [
        "",
        *(catalog.parameter(key).name(lang) for key in front.question.levers),
        *(aim.name(lang) for aim in front.aims),
    ]
    rows = [[str(number), *_cells(front, point, lang)] for number, point in enumerate(points, start=1)]
    given_up = [
        f"{number} {gives_up(front, point)(lang)}\n  {write_link(base, point.scenario, lang)}"
        for number, point in enumerate(points, start=1)
    ]  # fmt: skip
    table = [write_table([heads, *rows], words=1), f"{GIVEN_UP(lang)}\n" + "\n".join(given_up)] if rows else []
    return "\n\n".join([summary(front)(lang), *table])


def _cells(front: Front, point: Point, lang: Lang) -> Sequence[str]:
    steps = (setting_words(key, moves)(lang) for key, moves in zip(front.question.levers, point.steps, strict=True))
    return *steps, *(value_of(aim, value)(lang) for aim, value in zip(front.aims, point.values, strict=True))


COMMAND = Command(
    Text(
        "几个参数的合规取值中，没有更好的那些组合。",
        "Of all lawful settings of a few levers, those that no other beats.",
    ),
    _options,
    _run,
    subjects={"levers": "--lever", "aim": "--aim", "aims": "--aim", "years": "--years"},
)
