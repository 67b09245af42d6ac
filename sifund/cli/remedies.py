"""`remedies`: every lever's smallest lawful change by which a fund's cover, or what a person gets, keeps a target in every year."""

from __future__ import annotations

import argparse
from typing import Any

from sifund import catalog
from sifund.analysis.effect.goal import Goal as Aimed
from sifund.analysis.effect.goal import check, require_known
from sifund.analysis.front.aims import COST, aims_of
from sifund.analysis.outlook.reliability import goal_relies
from sifund.analysis.outlook.remedy import Goal, Remedies, Remedy, remedies
from sifund.cli.ask import Request, add_base, add_scenario, read_scenario, write_link
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.parser import Parser
from sifund.cli.solve import SUBJECTS, read_goal
from sifund.cli.write import write_csv, write_json, write_table
from sifund.declare.measure import COVER
from sifund.declare.parameter import month_of, month_text
from sifund.model.case import Case, Side
from sifund.scenario.steps import value_words
from sifund.text import Lang, Text, join, years_text

HEADS = (Text("政策参数", "Lever"), Text("现行", "In force"), Text("改为", "Set to"), Text("最低一年", "Lowest year"),
         Text("由谁决定", "Decided by"))  # fmt: skip
BORNE = Text("由谁承担", "Borne by")
"""Of what helps the fund; what gives persons more, the fund pays."""
AIM = Text(
    "{name}在{years}年各年都不低于{target}：自{month}起各自最小的合规改变。",
    "{name} of {target} at least in every year of {years}: each lever's smallest lawful change from {month} on.",
)
MET = Text("方案已经做到，不需要改变。", "The scenario does so already; nothing needs to change.")
NONE = Text("没有哪一项能单独做到。", "No lever does so alone.")
WEAK = Text("做不到：{names}。", "Cannot do it: {names}.")
UNLAWFUL = Text("{name}能做到，但不合规：{says}。", "{name} could, unlawfully: {says}.")
EXAMPLE = f"{next(reversed(catalog.persons())).replace('.', ':')}@2026"
COLUMNS = (
    "lever",
    "from_month",
    "was",
    "value",
    "unit",
    "lowest",
    "lowest_unit",
    "outside_usual_range",
    "decided_by",
    "borne_by",
)
UNTYPED = Text("按模型", "as modelled")


def _options(parser: Parser) -> None:
    add_scenario(parser)
    parser.add(
        "--measure", metavar="FUND:MEASURE@YEAR", required=True,
        says=Text(f"{COVER}或一类人，以及看到哪一年为止，如{EXAMPLE}",
                  f"{COVER} or a person, and the last year that counts, such as {EXAMPLE}"),
    )  # fmt: skip
    parser.add(
        "--target",
        metavar="N",
        required=True,
        says=Text(
            "至少多少（月；或占平均工资的百分数）", "the least it should be (months; percent of the average wage)"
        ),
    )
    add_base(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    request, aimed = read_scenario(args), read_goal(args.measure, args.target)
    write_link(args.base, request.scenario, request.lang)
    check(request.dataset, aimed, None)
    if aimed.fund == catalog.ALL:
        refuse(
            "fund",
            "--measure",
            "请写明一项基金：{offered}。",
            "name one fund: {offered}.",
            offered=", ".join(request.dataset.funds),
        )
    first = request.dataset.base_year + 1
    if aimed.year < first:
        refuse("year", "--measure", "“{value}”是基年，不会改变；请写{first}年或以后。",
               '"{value}" is the base year, which nothing changes; name {first} or later.', aimed.year, first=str(first))  # fmt: skip
    offered = [key for key in aims_of(aimed.fund) if key != COST]
    if aimed.measure not in offered:
        refuse("measure", "--measure", "“{value}”不可选；可选：{offered}。", '"{value}" is not a choice; choose from {offered}.',
               aimed.measure, offered=", ".join(offered))  # fmt: skip
    years = aimed.year - request.dataset.base_year + 1
    side = Case(request.dataset, request.scenario.changes, years).side()
    require_known(side, aimed)
    goal, month = Goal(aimed.fund, aimed.year, aimed.target, aimed.measure), month_of(first)
    return _answer(request, side, aimed, goal, remedies(request.dataset, request.scenario, goal, month, years), args)


def _answer(
    request: Request, side: Side, aimed: Aimed, goal: Goal, solved: Remedies, args: argparse.Namespace
) -> Answer:
    """The remedies, easiest to bear first, each with its link; what cannot do it, and what could unlawfully."""
    relies = [words(request.lang) for words in goal_relies(side.base, goal.fund, goal.measure)]
    lang, links = request.lang, [_link(request, remedy, args.base) for remedy in solved.remedies]
    if args.format == "json":
        return Answer(write_json({
            "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
            "fund": goal.fund, "measure": goal.measure, "last_year": goal.year, "target": goal.cover, "met": goal.met(side),
            "remedies": [_record(goal, remedy) | {"link": link} for remedy, link in zip(solved.remedies, links, strict=True)],
            "too_weak": list(solved.too_weak), "unlawful": {key: alert.words(lang) for key, alert in solved.unlawful},
            "rests": relies,
        }))  # fmt: skip
    if args.format == "csv":
        records = [_record(goal, remedy) for remedy in solved.remedies]
        return Answer(write_csv(COLUMNS, [list(record.values()) for record in records]))
    unit = catalog.measure_of(goal.measure, goal.fund).unit
    heading = AIM.format(
        name=catalog.measure_name(goal.measure, goal.fund), target=unit.write(goal.cover), years=years_text(side.years[1:]),
        month=month_text(month_of(side.years[0] + 1)),
    )  # fmt: skip
    if goal.met(side):
        return Answer("\n\n".join([f"{heading(lang)}\n{MET(lang)}", *relies]))
    rows = [_cells(goal, remedy, unit.write(remedy.cover)) for remedy in solved.remedies]
    cells = [[cell(lang) for cell in row] for row in ((*HEADS, BORNE)[: 6 if _helps_fund(goal) else 5], *rows)]
    table = write_table(cells, words=1) if rows else NONE(lang)
    return Answer("\n\n".join(filter(None, [heading(lang), table, "\n".join(links), *_others(solved, lang), *relies])))


def _others(solved: Remedies, lang: Lang) -> list[str]:
    weak = join((catalog.parameter(key).name.inside for key in solved.too_weak), en="; ")
    unlawful = (UNLAWFUL.format(name=catalog.parameter(key).name, says=alert.words) for key, alert in solved.unlawful)
    return [words(lang) for words in (*([WEAK.format(names=weak)] if weak else []), *unlawful)]


def _helps_fund(goal: Goal) -> bool:
    return goal.measure == COVER


def _cells(goal: Goal, remedy: Remedy, lowest: Text) -> list[Text]:
    p = catalog.parameter(remedy.key)
    assert p.borne_by and p.decided_by
    start = UNTYPED if remedy.start is None else value_words(p, remedy.start)
    cells = [p.name, start, value_words(p, remedy.value, 4), lowest, p.decided_by.name]
    return [*cells, p.borne_by.name] if _helps_fund(goal) else cells


def _record(goal: Goal, remedy: Remedy) -> dict[str, Any]:
    p = catalog.parameter(remedy.key)
    assert p.borne_by and p.decided_by
    return {
        "lever": p.key, "from_month": month_text(remedy.month), "was": remedy.start, "value": remedy.value, "unit": p.unit.name.en,
        "lowest": remedy.cover, "lowest_unit": catalog.measure_of(goal.measure, goal.fund).unit.name.en,
        "outside_usual_range": remedy.outside, "decided_by": p.decided_by.key,
        "borne_by": p.borne_by.key if _helps_fund(goal) else None,
    }  # fmt: skip


def _link(request: Request, remedy: Remedy, base: str) -> str:
    """The scenario with the change."""
    return write_link(base, remedy.put(request.scenario), request.lang)


COMMAND = Command(
    Text(
        "要保住一个目标（备付，或个人所得），各参数最小的合规改变。",
        "Each lever's smallest lawful change that keeps a fund's cover, or what a person gets, at a target.",
    ),
    _options,
    _run,
    subjects=SUBJECTS,
)
