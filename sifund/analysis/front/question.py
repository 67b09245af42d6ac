"""What the front is asked for: levers of a fund, and what counts."""

from __future__ import annotations

from dataclasses import dataclass

from sifund import catalog
from sifund.analysis.effect.goal import lever_of
from sifund.analysis.front.aims import Aim, aims_of
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Parameter
from sifund.problem import SifundError, problem
from sifund.scenario import Scenario

LEVERS, AIMS = (2, 5), (2, 3)


@dataclass(frozen=True)
class Question:
    """Levers of a fund, changed from a month on, on a scenario whose other changes are held; and what counts."""

    dataset: Dataset
    scenario: Scenario
    fund: str
    levers: tuple[str, ...]
    aims: tuple[str, ...]
    month: Month
    years: int


def check(question: Question) -> tuple[list[Parameter], list[Aim]]:
    """The levers and aims. Raises SifundError with everything that cannot be asked."""
    wrong, offered, parameters = [], aims_of(question.fund), catalog.levers(question.fund)
    levers = [lever_of(key) for key in question.levers]
    for p in levers:
        if p not in parameters:
            wrong.append(problem("lever", p.key, "不是{fund}的政策参数；可选：{own}。", "is no lever of the {fund}; choose from {own}.",
                                 fund=catalog.fund_name(question.fund), own=", ".join(q.key for q in parameters)))  # fmt: skip
    for key in question.aims:
        if key not in offered:
            wrong.append(problem("aim", "aim", "“{value}”不可选；可选：{known}。", '"{value}" is not a choice; choose from {known}.',
                                 value=key, known=", ".join(offered)))  # fmt: skip
    counted = (("levers", question.levers, LEVERS), ("aims", question.aims, AIMS))
    for subject, keys, (low, high) in counted:
        if not low <= len(set(keys)) <= high or len(set(keys)) < len(keys):
            wrong.append(problem("count", subject, "应选{low}至{high}个，各不相同；现有{count}个。",
                                 "choose {low} to {high}, each once, not {count}.", low=low, high=high, count=len(keys)))  # fmt: skip
    if question.years < 2:
        wrong.append(problem("years", "years", "只有基年，没有可以改变的年份；年数请至少为2。",
                             "only the base year is run, which nothing changes; make it 2 years at least."))  # fmt: skip
    if wrong:
        raise SifundError(wrong)
    return levers, [offered[key] for key in question.aims]
