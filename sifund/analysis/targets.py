"""Score card of the year's targets in the frame of 财社〔2022〕65号: decision, process, output, benefit.

What the source only says in words, or does not say, earns nothing until evidence is added: a score is what is shown to
be reached, beside the most that the missing evidence could add.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sifund import catalog
from sifund.analysis.execution import ratio
from sifund.dataset import Dataset
from sifund.schema import IndicatorRow
from sifund.text import Cite, Text
from sifund.view import View

Group = Literal["decision", "process", "output", "benefit"]
Status = Literal["met", "short", "claimed", "missing", "empty"]
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
BANDS: tuple[tuple[float, Text], ...] = (
    (90, Text("优", "excellent")), (80, Text("良", "good")), (60, Text("中", "fair")), (0, Text("差", "poor")),
)  # fmt: skip
STATUS: dict[Status, Text] = {
    "met": Text("达到", "met"),
    "short": Text("未达到", "short of it"),
    "claimed": Text("只有文字，没有数据", "words only, no figure"),
    "missing": Text("没有证据", "no evidence"),
    "empty": Text("预算调成执行数，不含信息", "budget set to the outturn: no information"),
}
_GROUP_OF: dict[str, Group] = {
    "budget_progress": "process", "no_misuse": "process", "warning_reports": "process", "satisfaction": "benefit",
    "basic_living": "benefit", "employment": "benefit", "stable_operation": "benefit", "petition_rate": "benefit",
}  # fmt: skip
GOALS: dict[str, float] = {
    "first_payment_accuracy": 100, "first_payment_success": 100, "social_payment_rate": 100, "petition_rate": 0,
    "warning_reports": 4,
}  # fmt: skip
"""What an outcome is measured by where the source sets no target: the whole, none, one a quarter. Assumed, and marked."""
PERCENT = Text("%", "%")
MEASURABLE = Text("有数值的绩效目标占比", "Targets that have a figure")
INITIAL = Text("支出完成年初预算的程度", "Expenditure against the initial budget")
PROGRESS = Text("支出完成调整预算的程度", "Expenditure against the adjusted budget")


@dataclass(frozen=True, slots=True)
class Item:
    """One indicator: its goal (`assumed` where the source sets none), outcome and credit out of 100; None without
    evidence. `comparison` reads both: >= 95."""

    key: str
    group: Group
    name: Text
    unit: Text | None
    goal: float | None
    goal_assumed: bool
    outcome: float | None
    comparison: str
    status: Status
    credit: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Card:
    """A fund's score: `low` is what the evidence shows, `high` what it would be if all that is missing were full."""

    fund: str
    items: tuple[Item, ...]
    low: float
    high: float

    @property
    def band(self) -> Text:
        return band(self.low)


def band(score: float) -> Text:
    """优, 良, 中 or 差."""
    return next(name for least, name in BANDS if score >= least)


def scorecard(dataset: Dataset, fund: str, weights: Mapping[Group, float] = WEIGHTS) -> Card:
    """The card of a fund in the base year. A group without indicators leaves its weight to the others."""
    items = (*_computed(dataset, fund), *_stated(dataset, fund))
    parts: dict[Group, list[Item]] = {group: [x for x in items if x.group == group] for group in GROUPS}
    whole = sum(weights[group] for group, own in parts.items() if own)
    low, high = (
        sum(weights[group] * _mean(own, missing) for group, own in parts.items() if own) / whole if whole else 0.0
        for missing in (0.0, 100.0)
    )
    return Card(fund, items, low, high)


def _mean(items: Sequence[Item], missing: float) -> float:
    return sum(missing if x.credit is None else x.credit for x in items) / len(items)


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
        yield _item(key, group, name, 100.0, rate, credit, total.source if total else "", empty=whole == actual)


def _item(
    key: str, group: Group, name: Text, goal: float, outcome: float | None, credit: float | None, source: str, *,
    empty: bool = False,
) -> Item:  # fmt: skip
    if empty and outcome is not None:
        return Item(key, group, name, PERCENT, goal, True, outcome, "=", "empty", None, source)
    status: Status = "missing" if credit is None else "met" if credit >= 100 else "short"
    return Item(key, group, name, PERCENT, goal, True, outcome, "=", status, credit, source)


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
    own = sorted((r for r in rows if r.kind == kind), key=lambda r: r.fund == fund)
    found = {r.key.partition(".")[2]: r for r in own}
    return {r.key.partition(".")[2]: found[r.key.partition(".")[2]] for r in rows if r.kind == kind}


def _compare(key: str, target: IndicatorRow | None, outcome: IndicatorRow | None) -> Item:
    row = outcome or target
    assert row
    stated = target.value if target else None
    goal = GOALS.get(key) if stated is None else stated
    value = outcome.value if outcome else None
    credit = _credit(goal, value)
    status: Status = (
        "missing" if outcome is None else "claimed" if credit is None else "met" if credit >= 100 else "short"
    )
    unit = Text(row.unit_zh, row.unit_en) if row.unit_zh and row.unit_en else None
    group = _GROUP_OF.get(key, "output")
    name = Text((target or row).name_zh, (target or row).name_en)
    return Item(key, group, name, unit, goal, stated is None, value, row.comparison, status, credit, row.source)


def _credit(goal: float | None, value: float | None) -> float | None:
    """Percent of the goal that is shown to be reached; a goal of none is reached by none."""
    if goal is None or value is None:
        return None
    if goal == 0:
        return 100.0 if value <= 0 else 0.0
    return max(0.0, min(100.0, value / goal * 100))
