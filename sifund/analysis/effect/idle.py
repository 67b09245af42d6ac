"""Which parameters can move nothing in a dataset, and why: what reads them is carried flat, left out, or stays at nothing."""

from __future__ import annotations

import numpy as np

from sifund import catalog
from sifund.declare.parameter import Parameter, month_of
from sifund.model.baseline import Baseline
from sifund.model.case import Side, run
from sifund.model.gaps import lacks
from sifund.model.memory import remembered
from sifund.scenario import Changes
from sifund.text import Text, join

YEARS = 6
CARRIED = Text("“{line}”按基年金额不变带入（{why}）", '"{line}" is carried flat ({why})')
LEFT_OUT = Text("“{line}”未计入（{why}）", '"{line}" is left out ({why})')
UNKNOWN = Text("“{line}”未知（缺年初结余）", '"{line}" is unknown (no opening balance)')
NOTHING = Text("“{line}”{year}年起没有金额", '"{line}" has no amount from {year} on')
NOT_KNOWN = Text("{name}未知", '"{name}" is not known')
GATE = Text(
    "缺年初结余，备付期限未知，门槛不起作用", "without an opening balance cover is unknown, so the gate does not act"
)
IDLE = Text("在本数据中不起作用：{why}", "moves nothing in these data: {why}")


@remembered(1)
def idle(base: Baseline) -> dict[str, Text]:
    """Parameters of the baseline's funds (and shared ones) that can move no line after the base year, each with why.

    One that moves no line by its nature, such as a payer's share, is not meant.
    """
    reasons = {}
    for key, p in catalog.parameters().items():
        lines = [line for line in catalog.moved_by(key) if line.partition(".")[0] in base.funds]
        if _switches(base, p):
            reasons[key] = IDLE.format(why=GATE)
        elif p.share_of and p.share_of.key not in base.values and lines:
            reasons[key] = IDLE.format(why=NOT_KNOWN.format(name=p.share_of.name))
        elif p.kind != "input" and p.dated and lines and not any(_alive(base, p, line) for line in lines):
            reasons[key] = IDLE.format(why=join((_why(base, line) for line in lines), "；", "; ") or Text("—", "—"))
    return reasons


def idle_of(side: Side, key: str) -> Text | None:
    """Why a parameter can move nothing in these data; None where it can, or where the side makes it."""
    woken = any(np.nan_to_num(side.line(line)[1:]).any() for line in set(catalog.moved_by(key)) & _empty(side.base))
    return None if woken else idle(side.base).get(key)


def _switches(base: Baseline, p: Parameter) -> bool:
    """Whether a parameter acts by cover alone, and cover is unknown."""
    rules = {fund: declared.cover_rule for fund, declared in catalog.all_funds().items() if fund in base.funds}
    return any(rule and p in (rule.gate, rule.threshold) and not base.knows(fund) for fund, rule in rules.items())


def _alive(base: Baseline, p: Parameter, line: str) -> bool:
    if line not in base.modelled or _unknown(base, line):
        return False
    return line not in _empty(base) or line in _moved(base, p)


def _unknown(base: Baseline, line: str) -> bool:
    return base.modelled[line].earns and not base.knows(base.modelled[line].fund)


@remembered(1)
def _empty(base: Baseline) -> frozenset[str]:
    """Modelled lines without any amount after the base year."""
    (side,) = run(base.dataset, [_inputs(base)], YEARS)
    return frozenset(key for key in base.modelled if not np.nan_to_num(side.line(key)[1:]).any())


def _inputs(base: Baseline) -> Changes:
    return tuple((key, ((0, amount),)) for key, amount in base.inputs)


def _moved(base: Baseline, p: Parameter) -> set[str]:
    """Lines that a value of its own from January after the base year on gives an amount."""
    start = month_of(base.base_year + 1)
    now = base.value_at(p.key, start) or 0.0
    other = p.high if p.options else min(now + max(abs(now) * 0.1, p.step), p.high)
    (side,) = run(base.dataset, [(*_inputs(base), (p.key, ((start, other),)))], YEARS)
    gaps = {key: side.line(key) - side.baseline.line(key) for key in base.modelled}
    return {key for key, gap in gaps.items() if np.nan_to_num(gap).any()}


def _why(base: Baseline, line: str) -> Text:
    item = catalog.lines()[line]
    if line in base.flat:
        return CARRIED.format(line=item.name, why=base.flat[line].why)
    if line not in base.modelled:
        return LEFT_OUT.format(line=item.name, why=base.held.get(line) or lacks(base, item))
    if _unknown(base, line):
        return UNKNOWN.format(line=item.name)
    return NOTHING.format(line=item.name, year=base.base_year + 1)
