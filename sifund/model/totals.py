"""What totals of the base year share out, and what they leave beside the lines: a flat line of its own, or a notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sifund import catalog, terms
from sifund.dataset.schema import AccountRow
from sifund.declare.formula import Line
from sifund.model.baseline import Draft
from sifund.model.ground import FlatLine
from sifund.model.incomes import account, rows_of, unreported
from sifund.model.solving import covered, near, tie
from sifund.model.split import INCOME, in_yuan, share
from sifund.problem import Problem, SifundError, problem
from sifund.terms import EXPENDITURE
from sifund.text import HALF_FEN, Text, join

CONTRADICTS = "income_contradicts"
"""The code of a total below what law makes government pay for the expenditure reported."""
UNLISTED = {
    "income": Text("未列明收入", "Income not listed"),
    "expenditure": Text("未列明支出", "Expenditure not listed"),
}
KIND = {"income": terms.INCOME.inside, "expenditure": EXPENDITURE.inside}
ABOVE = Text("合计高于各项之和，差额不变带入", "the total is above its lines; the difference is carried flat")
ROUNDED = Text(
    "{fund}{kind}合计{total}与各项之和{lines}相差{gap}，属取整尾差；以各项为准。",
    "{fund}: the {kind} of {total} and its lines, {lines}, are {gap} apart by rounding; the lines stand.",
)
WHOLE = Text(
    "各基金{kind}合计{total}与各基金之和{lines}相差{gap}；以各基金为准。",
    "the {kind} of all funds, {total}, and the sum of the funds, {lines}, are {gap} apart; the funds' own stand.",
)
EXCEEDED = Text(
    "{fund}{kind}合计{total}，未填金额的{added}由模型测算，加上后为{lines}，高出{gap}：请补填这些项目。",
    "{fund}: the {kind} is given as {total}; with what the model works out for lines without an amount ({added}) it is "
    "{lines}, {gap} more: give the amounts of these lines.",
)
BELOW = Text(
    "{fund}{kind}合计{total}低于各项之和{lines}，相差{gap}；以各项为准，请核对。",
    "{fund}: the {kind} of {total} is below the sum of its lines, {lines}, by {gap}; the lines stand; check it.",
)


@dataclass(frozen=True, slots=True)
class Total:
    """A fund's income over the first months of the base year [yuan]: `typed` by a leader, `given` by the data, else its part
    of what all funds took in; `half` is half its rounding."""

    amount: float
    months: int
    typed: bool = False
    given: bool = False
    half: float = 0.0

    @property
    def is_known(self) -> bool:
        return self.typed or self.given


def totals_of(base: Draft, typed: Mapping[str, float]) -> dict[str, Total]:
    """Each fund's income total where one is typed, given, or its part of what all funds took in. Raises SifundError."""
    totals = {f: _total(row, base.months) for f in base.funds if (row := account(base, f, "income"))}
    totals |= {f: Total(amount, 12, typed=True) for f, amount in typed.items()}
    whole = base.dataset.account(catalog.ALL, "income")
    rest = [f for f in base.funds if f not in totals]
    if whole is None or not rest:
        return totals
    settled = {f: _reported(base, f) for f in rest if rows_of(base, f, "income") and not unreported(base, f)}
    amounts = {f: t.amount for f, t in totals.items()} | settled
    modelled = _modelled(base, whole.amount_yuan)
    if not amounts and (residual := _residual(base)):
        return {f: Total(modelled[f], base.months) for f in residual}
    try:
        shared = share(INCOME, whole.amount_yuan, amounts, modelled)
    except SifundError:
        if typed:
            raise
        return totals
    return totals | {f: Total(shared[f], base.months) for f in rest if f not in settled}


def _total(row: AccountRow, months: int) -> Total:
    return Total(row.amount_yuan, months, given=row.basis != "assumed", half=(row.amount_step_yuan or 0) / 2)


def _reported(base: Draft, fund: str) -> float:
    return sum(row.actual_yuan or 0.0 for row in rows_of(base, fund, "income"))


def _modelled(base: Draft, total: float) -> dict[str, float]:
    """Income by fund [yuan] over the months covered; a residual line takes what the reported total leaves over."""
    residual = _residual(base)
    incomes = {f: earned(base, f, base.months, but=residual.get(f, "")) for f in base.funds}
    for fund in residual:
        incomes[fund] = max(incomes[fund], total - sum(amount for f, amount in incomes.items() if f != fund))
    return incomes


def _residual(base: Draft) -> dict[str, str]:
    """The residual line of each fund whose amount is not reported."""
    lines = [line for line in base.modelled.values() if line.residual and not base.dataset.line(line.key)]
    return {line.fund: line.key for line in lines}


def earned(base: Draft, fund: str, months: int, *, but: str = "") -> float:
    """The fund's modelled income over the first months [yuan], without interest where the opening is unknown."""
    done = base.base_values().done
    return sum(float(np.nansum(done[k][0, :months])) for k in base.keys_of(fund, "income") if k != but)


def set_income(base: Draft, fund: str, total: Total) -> None:
    """Meet a fund's income: what is modelled and not reported takes the rest of it. Raises SifundError for what is typed."""
    base.flat.pop(f"{fund}.unlisted_income", None)
    open_lines = [line for line in unreported(base, fund) if line.ties]
    residual = next((line for line in open_lines if line.residual), None)
    drawn = [line for line in open_lines if line is not residual]
    if residual:
        left = total.amount - earned(base, fund, total.months, but=residual.key)
        _refuse_less(base, fund, total, left)
        tie(base, residual, max(0.0, left), total.months)
        drawn = drawn if left < 0 else []
    if drawn:
        _share_out(base, fund, total, drawn)
    _leave(base, fund, "income", total.amount - earned(base, fund, total.months), total)


def _refuse_less(base: Draft, fund: str, total: Total, left: float) -> None:
    """A typed income below what the model takes in beside it, where no line is reported, is no income of this fund."""
    if left < 0 and total.typed and not rows_of(base, fund, "income"):
        raise SifundError([problem(
            "income_too_small", catalog.all_funds()[fund].income.key, "{fund}全年收入{target}与其他已知收入{others}不相容；请核对。",
            "the {fund}'s income of {target} does not fit its other income of {others}; check it.",
            fund=catalog.fund_name(fund), target=in_yuan(total.amount), others=in_yuan(total.amount - left),
        )])  # fmt: skip


def _share_out(base: Draft, fund: str, total: Total, lines: list[Line]) -> None:
    """The rest in proportion to the assumed amounts; where nothing is reported, to the line that the input sets."""
    source = catalog.all_funds()[fund].income.sets
    alone = [line for line in lines if source in line.solves and not rows_of(base, fund, "income")]
    lines = alone or lines
    amounts = {x.key: covered(base, x, total.months) if x.key in base.modelled else 0.0 for x in lines}
    left = total.amount - earned(base, fund, total.months) + sum(amounts.values())
    _refuse_less(base, fund, total, left)
    whole = sum(amounts.values())
    for line in [x for x in lines if amounts[x.key]] or lines[:1]:
        part = max(0.0, left) * (amounts[line.key] / whole if whole else 1)
        drivers = [source] if source and total.typed and source in line.solves and line.key in base.modelled else []
        if tie(base, line, part, total.months, drivers):
            base.modelled[line.key] = line
        elif total.typed:
            _refuse_less(base, fund, total, -1.0)


def _leave(base: Draft, fund: str, kind: str, gap: float, total: Total) -> None:
    """What a total leaves: above its lines a flat line of its own, below them or within rounding it is named."""
    half = total.half + sum((row.actual_step_yuan or 0) / 2 for row in rows_of(base, fund, kind))
    key = f"{fund}.unlisted_{kind}"
    base.flat.pop(key, None)
    base.apart.pop(key, None)
    if near(total.amount, total.amount - gap):
        return
    if gap > half:
        base.flat[key] = FlatLine(key, fund, kind, UNLISTED[kind], gap / total.months, ABOVE)
    elif kind == "income" or gap < -half:
        base.apart[key] = _apart(base, fund, kind, total.amount, gap, rounding=abs(gap) <= half)


def _apart(base: Draft, fund: str, kind: str, amount: float, gap: float, *, rounding: bool) -> Problem:
    rows = rows_of(base, fund, kind)
    added = [key for key in base.keys_of(fund, kind) if key in base.modelled and not base.dataset.line(key)]
    lawful = sum(base.covered(key) for key in added if not base.modelled[key].ties)
    if rounding:
        code, says = f"{kind}_rounding", ROUNDED
    elif sum(row.actual_yuan or 0.0 for row in rows) > amount:
        code, says = f"{kind}_below_lines", BELOW
    else:
        code = CONTRADICTS if kind == "income" and not rows and lawful > amount else f"{kind}_estimated"
        says = EXCEEDED
    return Problem(code, "", says.format(
        fund=catalog.fund_name(fund, short=True), kind=KIND[kind], total=in_yuan(amount), lines=in_yuan(amount - gap),
        gap=in_yuan(abs(gap)), added=join(base.line_name(key) for key in added) or "—",
    ))  # fmt: skip


def leave_expenditure(base: Draft, fund: str) -> None:
    """What a fund's expenditure total leaves beside its lines, with or without what it remits up."""
    base.flat.pop(f"{fund}.unlisted_expenditure", None)
    row, line = account(base, fund, "expenditure"), base.dataset.line(f"{fund}.total")
    if row:
        total = _total(row, base.months)
    elif line and line.actual_yuan is not None:
        total = Total(line.actual_yuan, base.months, half=(line.actual_step_yuan or 0) / 2)
    else:
        return
    gaps = [total.amount - lines for lines in spent(base, fund)]
    _leave(base, fund, "expenditure", min(gaps, key=abs), total)


def leave_whole(base: Draft) -> None:
    """Name what the total of all funds has beyond rounding beside the funds' own."""
    for kind in KIND:
        row = base.dataset.account(catalog.ALL, kind)
        if row and len(base.funds) > 1:
            made = sum(earned(base, f, base.months) if kind == "income" else next(spent(base, f)) for f in base.funds)
            gap = row.amount_yuan - made
            rows = [row for fund in base.funds for row in rows_of(base, fund, kind)]
            half = _total(row, base.months).half + sum((x.actual_step_yuan or 0) / 2 for x in rows)
            if abs(gap) > max(half, HALF_FEN):
                base.apart[f"all.{kind}"] = _differs(kind, row.amount_yuan, gap)


def _differs(kind: str, amount: float, gap: float) -> Problem:
    says = WHOLE.format(kind=KIND[kind], total=in_yuan(amount), lines=in_yuan(amount - gap), gap=in_yuan(abs(gap)))
    return Problem(f"{kind}_whole", "", says)


def spent(base: Draft, fund: str, months: int = 0) -> Iterator[float]:
    """The fund's expenditure over the first months, those covered by default [yuan]: all, and without what it remits up."""
    done = base.base_values().done
    keys = base.keys_of(fund, "expenditure")
    amounts = {k: float(done[k][0, : months or base.months].sum()) for k in keys}
    yield sum(amounts.values())
    yield sum(x for k, x in amounts.items() if not (k in base.modelled and base.modelled[k].beside))
