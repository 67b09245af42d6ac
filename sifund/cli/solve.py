"""`solve`: the value of one lever that brings a measure to a target, or the nearest and what can be reached."""

from __future__ import annotations

import argparse
import math
import re
from typing import Any

from sifund import catalog
from sifund.analysis.effect.answer import answer
from sifund.analysis.effect.curve import Reach
from sifund.analysis.effect.goal import Bounds, Goal
from sifund.analysis.effect.solve import Solution, solve
from sifund.analysis.outlook.reliability import goal_relies
from sifund.cli.ask import Request, add_scenario, read_scenario
from sifund.cli.command import Answer, Command, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.declare.parameter import Month, month_text, parse_month
from sifund.model.calibrate import calibrate
from sifund.text import Text

EXAMPLE = f"{catalog.usual().key}:cover_months@2024"
SUBJECTS = dict.fromkeys(("fund", "measure", "year"), "--measure") | {"target": "--target", "years": "--years"}
_MEASURE = re.compile(r"([a-z_]+):([a-z0-9_]+)@([0-9]{4})")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_RANGE = re.compile(rf"({_NUMBER.pattern}):({_NUMBER.pattern})")


def _options(parser: Parser) -> None:
    add_scenario(parser)
    parser.add(
        "--lever",
        metavar="KEY[@YYYY-MM]",
        required=True,
        says=Text("要反推的参数，以及从哪个月起", "the parameter to solve for, and its month"),
    )
    parser.add(
        "--measure", metavar="FUND:MEASURE@YEAR", required=True, says=Text(f"例如{EXAMPLE}", f"such as {EXAMPLE}")
    )
    parser.add(
        "--target",
        metavar="N",
        required=True,
        says=Text(
            "指标应为多少（元；备付为月数；替代率为百分数）",
            "what the measure should be (yuan; cover in months; a replacement rate in percent)",
        ),
    )
    parser.add(
        "--range",
        metavar="LOW:HIGH",
        says=Text(
            "参数试到哪里（默认：先滑块范围，再到允许的极限）",
            "values of the lever to try (default: its slider's range, then on to what is allowed)",
        ),
    )


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for what cannot be read or asked."""
    request = read_scenario(args)
    lever, month = _lever(args.lever)
    solution = solve(request.dataset, request.scenario, lever, read_goal(args.measure, args.target), month=month,
                  tried=_tried(args.range), years=request.scenario.view.years)  # fmt: skip
    record = _record(request, solution)
    if args.format == "json":
        return Answer(write_json(record))
    if args.format == "csv":
        flat = {key: value for key, value in record.items() if not isinstance(value, dict | list)} | record["range"]
        return Answer(write_csv(list(flat), [list(flat.values())]))
    return Answer("\n".join([*record["words"], solution.scenario.text()]))


def _lever(text: str) -> tuple[str, Month | None]:
    key, at, date = text.partition("@")
    month = parse_month(date) if at else None
    if at and month is None:
        refuse(
            "month",
            "--lever",
            "月份“{value}”无法识别；请写成2022-01。",
            'the month "{value}" cannot be read; write it as 2022-01.',
            date,
        )
    return key, month


def read_goal(measure: str, target: str) -> Goal:
    """What is aimed at. Raises SifundError for what cannot be read."""
    match = _MEASURE.fullmatch(measure)
    if not match:
        refuse(
            "measure",
            "--measure",
            f"看不懂“{{value}}”；例如 {EXAMPLE}。",
            f'cannot read "{{value}}"; such as {EXAMPLE}.',
            measure,
        )
    if not _NUMBER.fullmatch(target):
        refuse("target", "--target", "“{value}”不是数字。", '"{value}" is not a number.', target)
    return Goal(match[1], match[2], int(match[3]), float(target))


def _tried(text: str | None) -> Bounds | None:
    if text is None:
        return None
    match = _RANGE.fullmatch(text)
    if not match:
        refuse("range", "--range", "看不懂“{value}”；例如 0:100。", 'cannot read "{value}"; such as 0:100.', text)
    return float(match[1]), float(match[2])


def _record(request: Request, solution: Solution) -> dict[str, Any]:
    """The answer as JSON [yuan; cover in months]; null for what the dataset does not have."""
    p, goal, base = (
        catalog.parameter(solution.lever),
        solution.goal,
        calibrate(request.dataset, solution.scenario.inputs),
    )
    return {
        "dataset": {"code": request.dataset.code, "fingerprint": request.dataset.fingerprint},
        "status": solution.status, "lever": p.key, "unit": p.unit.key,
        "from_month": month_text(solution.month) if p.dated else None, "value": _finite(solution.value), "exact": _finite(solution.exact),
        "others": list(solution.others), "was": _finite(solution.was),
        "fund": goal.fund, "measure": goal.measure, "year": goal.year, "target": goal.target,
        "measure_unit": catalog.measure_of(goal.measure, goal.fund).unit.name.en,
        "reached": _finite(solution.reached), "before": _finite(solution.before), "confirmed": solution.confirmed,
        "monotone": solution.reach.monotone, "outside_usual_range": solution.outside,
        "range": _reach(solution.reach), "first_tried": _reach(solution.near), "usual_range": list(solution.usual),
        "scenario": {"text": solution.scenario.text(), "fingerprint": solution.scenario.fingerprint},
        "words": [says(request.lang) for says in (*answer(solution), *goal_relies(base, goal.fund, goal.measure))],
    }  # fmt: skip


def _reach(reach: Reach) -> dict[str, float]:
    return {
        "low": reach.tried[0], "high": reach.tried[1], "least": reach.least, "least_at": reach.least_at,
        "most": reach.most, "most_at": reach.most_at,
    }  # fmt: skip


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


COMMAND = Command(
    Text("反推：使一项指标达到目标的参数值。", "The value of one lever that brings a measure to a target."),
    _options,
    _run,
    subjects=SUBJECTS | {"lever": "--lever"},
)
