"""Score card of the year's targets in the frame of 财社〔2022〕65号: decision, process, output, benefit.

What the source only says in words, or does not say, is missing evidence: the score lies between what is shown to be
reached and the most that the missing evidence could add. It is graded only where the evidence covers ENOUGH of the weights.
Only what misses a target that the source states is short of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, inf
from typing import Literal

from sifund import catalog
from sifund.analysis.year.execution import ratio, set_to_outturn
from sifund.dataset import Dataset
from sifund.dataset.schema import IndicatorRow
from sifund.scenario.view import View
from sifund.text import Cite, Text

Group = Literal["decision", "process", "output", "benefit"]
Status = Literal["met", "short", "measured", "unclear", "untargeted", "claimed", "missing", "empty", "partial"]
LAW = Cite(
    "财社〔2022〕65号",
    Text("社会保险基金预算绩效管理，自2023年起", "performance management of social insurance funds, from 2023"),
)
GROUPS: dict[Group, Text] = {
    "decision": Text("决策", "Decision"),
    "process": Text("过程", "Process"),
    "output": Text("产出", "Output"),
    "benefit": Text("效益", "Benefit"),
}
WEIGHTS: dict[Group, float] = dict(zip(GROUPS, View().weights, strict=True))
"""This program's own default; within a group every indicator weighs the same."""
ENOUGH = 80.0
"""Percent of the weights that evidence must cover for a grade; below it there is a range only."""
BANDS: tuple[tuple[float, Text], ...] = (
    (90, Text("优", "excellent")), (80, Text("良", "good")), (60, Text("中", "fair")), (0, Text("差", "poor")),
)  # fmt: skip
STATUS: dict[Status, Text] = {
    "met": Text("达到", "met"),
    "short": Text("未达到", "short of it"),
    "measured": Text("按偏离程度计分", "scored by its distance"),
    "unclear": Text("只列界限，不能判断", "a bound only: cannot be judged"),
    "untargeted": Text("目标没有数值，不评判", "no target figure: not judged"),
    "claimed": Text("只有文字，没有数据", "words only, no figure"),
    "missing": Text("没有证据", "no evidence"),
    "partial": Text("不足一年，不与全年预算比", "part of a year: not held against the year's budget"),
    "empty": Text("预算调成执行数，不含信息", "budget set to the outturn: no information"),
}
_GROUP_OF: dict[str, Group] = {
    "budget_progress": "process", "no_misuse": "process", "warning_reports": "process", "satisfaction": "benefit",
    "basic_living": "benefit", "employment": "benefit", "stable_operation": "benefit", "petition_rate": "benefit",
}  # fmt: skip
BEST: dict[str, float] = {
    "first_payment_accuracy": 100, "first_payment_success": 100, "social_payment_rate": 100, "petition_rate": 0,
}  # fmt: skip
"""The whole or none: an outcome that reaches it meets any target; one that does not is not judged without a target."""
LESS = ("<=", "<")
MORE = (">=", ">")
PERCENT = Text("%", "%")
MEASURABLE = Text("有数值的绩效目标占比", "Targets that have a figure")
INITIAL = Text("支出完成年初预算的程度", "Expenditure against the initial budget")
PROGRESS = Text("支出完成调整预算的程度", "Expenditure against the adjusted budget")


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator: its goal (`assumed` where the source sets none), outcome and credit out of 100; None where it
    cannot be judged, and then between `least` and `most`. `comparison` reads the outcome: >= 95."""

    key: str
    group: Group
    name: Text
    unit: Text | None
    goal: float | None
    goal_assumed: bool
    outcome: float | None
    comparison: str
    status: Status
    least: float
    most: float
    source: str

    @property
    def credit(self) -> float | None:
        return self.least if self.status in ("met", "short", "measured") else None


@dataclass(frozen=True, slots=True)
class Card:
    """A fund's score: `low` is what the evidence shows, `high` what it would be if all that is missing were full;
    `evidence` the percent of the weights that evidence covers."""

    fund: str
    items: tuple[Item, ...]
    low: float
    high: float
    evidence: float

    @property
    def band(self) -> Text | None:
        """The grade; None where there is too little evidence for one."""
        return band(self.low) if self.evidence >= ENOUGH else None


def band(score: float) -> Text:
    """优, 良, 中 or 差."""
    return next(name for least, name in BANDS if score >= least)


def scorecard(dataset: Dataset, fund: str, weights: Mapping[Group, float] = WEIGHTS) -> Card:
    """The card of a fund in the base year. A group without indicators has no evidence for its weight."""
    items = (*_computed(dataset, fund), *_stated(dataset, fund))
    parts: dict[Group, list[Item]] = {group: [x for x in items if x.group == group] for group in GROUPS}

    def weighed(worth: Callable[[Item], float], nothing: float) -> float:
        means: dict[Group, float] = {
            group: fsum(map(worth, members)) / len(members) if members else nothing for group, members in parts.items()
        }
        return fsum(weights[group] * mean for group, mean in means.items()) / fsum(weights.values())

    evidence = weighed(lambda item: 0.0 if item.credit is None else 100.0, 0.0)
    return Card(fund, items, weighed(lambda item: item.least, 0.0), weighed(lambda item: item.most, 100.0), evidence)


def _computed(dataset: Dataset, fund: str) -> Iterator[Item]:
    """What the figures themselves show: measurable targets, and how near the outturn came to both budgets."""
    targets = [r for r in dataset.indicators if (r.fund, r.year, r.kind) == (fund, dataset.base_year, "target")]
    share = ratio(float(sum(r.value is not None for r in targets)), float(len(targets)))
    source = "; ".join(dict.fromkeys(r.source for r in targets))
    yield _item("measurable", "decision", MEASURABLE, 100.0, share, share, source)
    total = dataset.line(f"{fund}.total")
    actual = total.actual_yuan if total else None
    budgets: tuple[tuple[str, Group, Text, float | None], ...] = (
        ("initial_budget", "decision", INITIAL, total.initial_budget_yuan if total else None),
        ("adjusted_budget", "process", PROGRESS, total.budget_yuan if total else None),
    )
    for key, group, name, whole in budgets:
        rate = ratio(actual, whole)
        credit = None if rate is None else max(0.0, 100 - abs(rate - 100))
        reset = key == "adjusted_budget" and bool(total and set_to_outturn(total))
        why: Status | None = None if rate is None else "partial" if dataset.partial else "empty" if reset else None
        yield _item(key, group, name, 100.0, rate, credit, total.source if total else "", why)


def _item(
    key: str, group: Group, name: Text, goal: float, outcome: float | None, credit: float | None, source: str,
    why: Status | None = None,
) -> Item:  # fmt: skip
    if credit is None or why:
        return Item(key, group, name, PERCENT, goal, True, outcome, "=", why or "missing", 0.0, 100.0, source)
    status: Status = "met" if credit >= 100 else "measured"
    return Item(key, group, name, PERCENT, goal, True, outcome, "=", status, credit, credit, source)


def _stated(dataset: Dataset, fund: str) -> Iterator[Item]:
    """Targets and outcomes that the source states for the fund, or for all funds together."""
    rows = [r for r in dataset.indicators if r.year == dataset.base_year and r.fund in (fund, catalog.ALL)]
    targets = _by_name(rows, "target", fund)
    outcomes = _by_name(rows, "outcome", fund)
    for key in dict.fromkeys((*targets, *outcomes)):
        if key != "budget_progress":  # worked out, not stated
            yield _compare(key, targets.get(key), outcomes.get(key))


def _by_name(rows: Sequence[IndicatorRow], kind: str, fund: str) -> dict[str, IndicatorRow]:
    """Rows of a kind by the indicator's name, the fund's own before those of all funds."""
    in_order = sorted((r for r in rows if r.kind == kind), key=lambda r: r.fund == fund)
    by_name = {r.key.partition(".")[2]: r for r in in_order}
    return {r.key.partition(".")[2]: by_name[r.key.partition(".")[2]] for r in rows if r.kind == kind}


def _compare(key: str, target: IndicatorRow | None, outcome: IndicatorRow | None) -> Item:
    row = outcome or target
    assert row
    goal, value = target.value if target else None, outcome.value if outcome else None
    unit = Text(row.unit_zh, row.unit_en) if row.unit_zh and row.unit_en else None
    group = _GROUP_OF.get(key, "output")
    name = Text((target or row).name_zh, (target or row).name_en)
    return Item(
        key, group, name, unit, goal, goal is None, value, row.comparison, *_judged(key, target, outcome), row.source
    )


def _judged(key: str, target: IndicatorRow | None, outcome: IndicatorRow | None) -> tuple[Status, float, float]:
    """Status, and the least and most credit that the outcome allows."""
    if outcome is None or outcome.value is None:
        return "missing" if outcome is None else "claimed", 0.0, 100.0
    stated = target.value if target else None
    goal = BEST.get(key) if stated is None else stated
    if goal is None:
        return "untargeted", 0.0, 100.0
    less = goal == 0 or bool(target and target.comparison in LESS)
    ends = (outcome.value, inf) if outcome.comparison in MORE else (0.0, outcome.value)
    credits = [_credit(goal, end, less=less) for end in (ends if outcome.comparison != "=" else ends[1:])]
    low, high = min(credits), max(credits)
    if stated is None and low < 100:
        return "untargeted", low, 100.0
    return "unclear" if low < high else "met" if low >= 100 else "short", low, high


def _credit(goal: float, value: float, *, less: bool) -> float:
    """Percent of the goal that is reached: at least so much, or with `less` at most."""
    if value <= goal if less else value >= goal:
        return 100.0
    return max(0.0, 100 * (goal / value if less else value / goal))
