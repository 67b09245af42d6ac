"""`compare`: scenarios side by side with what decides between them, as the page shows it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from sifund import catalog
from sifund.analysis.comparison import Comparison, compare
from sifund.analysis.decide.criteria import Criterion, criteria
from sifund.analysis.decide.verdict import verdict
from sifund.cli.ask import Request, add_years, read_compared
from sifund.cli.command import Answer, Command, add_format, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.model.frames import fingerprint
from sifund.scenario.link import COMPARED
from sifund.scenario.steps import path_words
from sifund.scenario.view import beyond
from sifund.terms import FUND
from sifund.text import Lang, Text

CRITERION, IN_FORCE = Text("看什么", "Criterion"), Text("按基线", "as in the baseline")


def _options(parser: Parser) -> None:
    parser.add("scenario", metavar="SCENARIO", nargs="+", says=Text(
        f"链接或单独的方案文本，合计1至{COMPARED}个；“方案比较”页的一个链接可含几个",
        f"links or bare scenario texts, 1 to {COMPARED} in all; a link of the compare page holds several",
    ))  # fmt: skip
    parser.add(
        "--dataset",
        metavar="DATASET",
        says=Text(
            "目录，或现有数据集的代码（默认：第一个方案所用的）",
            "folder, or code at hand (default: the first scenario's own)",
        ),
    )
    parser.add(
        "--against",
        metavar="N",
        says=Text(
            "以第几个方案为比较的依据；0为基线", "the scenario that the others are compared with; 0: the baseline"
        ),
    )
    parser.add(
        "--fund",
        metavar="FUND",
        says=Text("比较哪项基金（默认：有差别的一项）", "the fund that is compared (default: one that differs)"),
    )
    add_years(parser)
    add_format(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    request, scenarios = read_compared(args)
    view = request.scenario.view
    comparison = compare(
        request.dataset, [request.scenario, *scenarios[1:]], _against(args, request, len(scenarios)), view.years
    )
    fund = _fund(args.fund, comparison, view.fund)
    rows = criteria(comparison, fund)
    notices = (*request.notices, *(beyond(view, len(scenarios)) if args.against is None else ()))
    if args.format == "json":
        return Answer(write_json(_content(request, comparison, fund, rows)), notices)
    table = list(_table(comparison, fund, rows, request.lang))
    if args.format == "csv":
        return Answer(write_csv(table[0], table[1:]), notices)
    says = verdict(comparison, fund, comparison.first_year(fund))(request.lang)
    return Answer(f"{says}\n\n{write_table(table, words=len(table[0]))}", notices)


def _against(args: argparse.Namespace, request: Request, count: int) -> int:
    if args.against is None:
        return request.scenario.view.against
    if args.against not in map(str, range(count + 1)):
        refuse("against", "--against", "“{value}”应为0（基线）至{count}的整数。",
               '"{value}" is not a whole number from 0 (the baseline) to {count}.', args.against, count=str(count))  # fmt: skip
    return int(args.against)


def _fund(named: str | None, comparison: Comparison, linked: str) -> str:
    if named is not None and named not in comparison.funds:
        refuse("fund", "--fund", "没有基金“{value}”；可用：{funds}。", 'there is no fund "{value}"; use {funds}.', named,
               funds=", ".join(comparison.funds))  # fmt: skip
    return named or comparison.fund_shown(linked)


def _table(comparison: Comparison, fund: str, rows: Sequence[Criterion], lang: Lang) -> list[list[str]]:
    """A row a criterion and a differing lever, a column a scenario; a cell says all that the page says of it."""
    stop = "；" if lang == "zh" else "; "
    head = [f"{FUND(lang)}: {catalog.fund_name(fund)(lang)}" if lang == "en" else catalog.fund_name(fund)(lang)]
    table = [[*head, *(comparison.name(number)(lang) for number in comparison.columns)]]
    table += [[row.name(lang), *(stop.join(line(lang) for line in cell.lines) for cell in row.cells)] for row in rows]
    for key, columns in comparison.levers():
        p = catalog.parameter(key)
        table.append(
            [p.name(lang), *(path_words(p, steps, start=-1)(lang) if steps else IN_FORCE(lang) for steps in columns)]
        )
    return table


def _content(request: Request, comparison: Comparison, fund: str, rows: Sequence[Criterion]) -> dict[str, Any]:
    """The comparison as JSON; every measure by year [yuan to the fen; cover in months]."""
    lang = request.lang
    columns = [_column(comparison, number, lang) for number in comparison.columns]
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "fund": fund, "against": comparison.against, "years": comparison.years, "columns": columns,
        "says": verdict(comparison, fund, comparison.first_year(fund))(lang),
        "criteria": [_criterion(row, comparison, lang) for row in rows],
        "rows": comparison.frame().to_dicts(),
    }  # fmt: skip


def _column(comparison: Comparison, number: int, lang: Lang) -> dict[str, Any]:
    scenario = comparison.scenarios[number - 1] if number else None
    return {
        "number": number, "name": scenario.name if scenario else comparison.name(0)(lang), "text": scenario.text() if scenario else "",
        "result": {"fingerprint": fingerprint(comparison.side(number))},
    }  # fmt: skip


def _criterion(row: Criterion, comparison: Comparison, lang: Lang) -> dict[str, Any]:
    cells = [
        {"number": number, "mark": cell.mark, "says": cell.says(lang), "beside": [line(lang) for line in cell.beside],
         "change": cell.change(lang) if cell.change else None}
        for number, cell in zip(comparison.columns, row.cells, strict=True)
    ]  # fmt: skip
    return {"key": row.key, "name": row.name(lang), "cells": cells}


COMMAND = Command(
    Text(
        "几个方案并排比较：合规、最低备付、离底线多远、跌破的可能性、谁承担。",
        "Scenarios side by side: law, lowest cover, distance to the floor, chance of a breach, who pays.",
    ),
    _options,
    _run,
)
