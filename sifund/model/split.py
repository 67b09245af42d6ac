"""How the base year's balances and incomes split over the funds: typed figures stand, the rest shares what is left."""

from __future__ import annotations

from collections.abc import Mapping

from sifund import catalog
from sifund.declare.scale import IN_YUAN
from sifund.model.baseline import Draft
from sifund.problem import Problem, SifundError, problem
from sifund.terms import OPENING
from sifund.text import Text, difference, join


def share(what: Text, total: float, given: Mapping[str, float], assumed: Mapping[str, float]) -> dict[str, float]:
    """What is not known shares the rest of the total in proportion to the assumed split [yuan]. Raises SifundError."""
    rest = [fund for fund in assumed if fund not in given]
    left = total - sum(given.values())
    if not rest:
        return dict(given)
    if left < 0:
        raise SifundError([_too_much(what, total, sum(given.values()), rest)])
    weight = sum(assumed[f] for f in rest)
    return dict(given) | {f: left * assumed[f] / weight if weight else left / len(rest) for f in rest}


def _too_much(what: Text, total: float, typed: float, rest: list[str]) -> Problem:
    return problem(
        "above_total", "", "填写的{what}合计{typed}，超过来源合计{total}，其余基金（{rest}）将为负；请改小或全部填写。",
        "the {what} typed sums to {typed}, more than the reported total {total}, so the rest ({rest}) would be "
        "negative; lower it or fill in every fund.",
        what=what, typed=in_yuan(typed), total=in_yuan(total), rest=join(catalog.fund_name(f, short=True) for f in rest) or "",
    )  # fmt: skip


INCOME = Text("全年收入", "income of the year")


def in_yuan(amount: float) -> Text:
    """An amount in whole yuan, in words."""
    return IN_YUAN.write(amount, 0)


def totals_differ(base: Draft, typed: Mapping[str, Mapping[str, float]]) -> None:
    """Where every fund is typed, the sum stands and its difference to the report is a finding."""
    for item, what in (("opening", OPENING), ("income", INCOME)):
        total = base.dataset.account(catalog.ALL, item)
        stated = sum(typed[item].values())
        half = max((total.amount_step_yuan or 0), 1) / 2 if total else 0
        if total and len(typed[item]) == len(base.funds) and abs(stated - total.amount_yuan) > half:
            sums, source = in_yuan(stated), in_yuan(total.amount_yuan)
            gap = difference(in_yuan(stated - total.amount_yuan), sums, source)
            base.notices.append(problem(
                f"{item}_differs", "", "各基金{what}合计{stated}，来源合计{total}，相差{gap}；以填写为准。",
                "the funds' {what} sums to {stated}, the source says {total}: {gap} apart; what was typed stands.",
                what=what, stated=sums, total=source, gap=gap,
            ))  # fmt: skip
