"""What a baseline leaves out, and what would let it be modelled."""

from __future__ import annotations

from collections.abc import Iterator

from sifund import catalog
from sifund.declare.formula import Line
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.problem import Problem, problem
from sifund.text import HALF_FEN, Text, join, plain

LACKS = Text(
    "公式缺少{missing}，可在“参数”表补填", "missing for its formula: {missing}, to be given in the table of parameters"
)
HELD = Text("{name}（{fund}）没有单列：{why}。", "{name} ({fund}) is not listed by itself: {why}.")
STARTED = Text(
    "{name}（{fund}）的上年基数未知，按基年金额和假设的{assumed}反算；以后各年随模型的{follows}变动。",
    "{name} ({fund}): the base of the year before is unknown; solved from the amount with the assumed {assumed}; later "
    "years follow the model's {follows}.",
)
LEFT = Text(
    "{name}（{fund}）所填金额{reported}，按所给参数测算为{modelled}，相差{gap}，以参数为准。",
    "{name} ({fund}) is given as {reported}; the parameters given make {modelled}: {gap} apart; the parameters stand.",
)
IMPLIED = Text(
    "{fund}：由收入合计反算的{name}为{value}，不在本程序所取的通常范围{low}至{high}之间；请核对，或填写各项收入。",
    '{fund}: the income total implies for "{name}" {value}, outside what this program takes as usual, {low} to {high}; '
    "check it, or give the lines of income.",
)
ADDED = Text(
    "{name}（{fund}）没有填金额，由模型测算为{amount}，计入基年。",
    "{name} ({fund}) has no amount; the model works out {amount}, which is part of the base year.",
)
ASSUMED = Text("{name}{value}%", "{name} {value}%")
NOTHING = Text("无", "nothing")
GATE = Text("，返还门槛无从判断，返还照付", ", the gate cannot be judged, so the refund is paid")
CLOSES = Text("，以后各年财政补贴假设为补足当年收支", ", later years' subsidy is assumed to balance the year")
FLAT = Text("{name}按基年金额不变带入：{why}。", "{name} is carried flat at its base-year amount: {why}.")


def lacks(base: Baseline, line: Line) -> Text:
    """Which parameters and lines the line's formula reads and the baseline does not have.

    Where the line's amount is known, its drivers need not be: one of them is solved from it.
    """
    row = base.dataset.line(line.key)
    solved = line.solves[:1] if row and row.actual_yuan is not None else ()
    names = [p.name for p in line.parameters if p.key not in base.values and p not in (*solved, *line.optional)]
    names += [x.name for x in line.lines if x.key not in base.modelled and x.key not in base.flat]
    return LACKS.format(missing=join(names) or NOTHING)


def gaps(base: Baseline) -> Iterator[Problem]:
    """Months and opening balances that the data lack, and lines with neither an amount nor what their formula needs."""
    months = base.dataset.meta.months_covered
    if months < 12:
        yield problem(
            "part_year", "", "数据只到{year}年{months}月，该年其余月份由模型推算。",
            "the data end with month {months} of {year}; the other months of that year are modelled.",
            year=base.base_year, months=months,
        )  # fmt: skip
    for fund, opening in base.openings.items():
        if opening.missing:
            yield problem(
                "no_opening", "", "{fund}没有年初结余，结余、可支付月数和未列的利息因此未知{gate}{closes}；"
                "请在基金概况页填入，或在“结余”表填写。",
                "{fund} has no opening balance: balances, cover and interest that is not reported are unknown{gate}{closes}; "
                "type it on the overview page, or give it in the table of accounts.",
                fund=catalog.fund_name(fund, short=True), gate=GATE if catalog.all_funds()[fund].cover_rule else "",
                closes=CLOSES if any(line.residual for line in base.lines_of(fund)) else "",
            )  # fmt: skip
    yield from _named(base)
    for line in catalog.lines().values():
        if line.fund in base.funds and not base.holds(line.key) and line.key not in base.held:
            yield problem(
                "left_out", "", "{name}（{fund}）没有填金额，未计入；如有发生请补填金额（{lacks}）。",
                "{name} ({fund}) has no amount and is left out; give its amount if there was one ({lacks}).",
                name=line.name, fund=catalog.fund_name(line.fund, short=True), lacks=lacks(base, line),
            )  # fmt: skip


def _named(base: Baseline) -> Iterator[Problem]:
    """What stands for what, what was solved with assumptions, and what the model adds to the lines that are reported."""
    for key, why in base.held.items():
        if not base.holds(key):
            yield Problem("held", "", HELD.format(name=base.line_name(key), fund=_fund(key), why=why))
    for key in base.started:
        line = base.modelled[key]
        assumed = [ASSUMED.format(name=p.name, value=plain(base.values[p.key].steps[0][1]))
                   for p in base.assumed(line) if p.dated]  # fmt: skip
        parts = {"assumed": join(assumed) or NOTHING, "follows": join(x.name for x in line.lines) or NOTHING}
        yield Problem("started", "", STARTED.format(name=line.name, fund=_fund(key), **parts))
    for line in base.modelled.values():
        yield from _implied(base, line)
    for fund in base.funds:
        for kind in ("income", "expenditure"):
            yield from _added(base, fund, kind)


def _implied(base: Baseline, line: Line) -> Iterator[Problem]:
    """Drivers that a total makes unusual; those that a line's own amount makes so are findings of a check."""
    for p in line.solves if base.dataset.line(line.key) is None else ():
        typed, usual = base.values.get(p.key), p.usual
        solved = typed and usual and typed.grounds[0].basis == "derived" and not base.dataset.steps(p.key)
        if typed and usual and solved and not usual[0] <= typed.steps[0][1] <= usual[1]:
            low, high = (p.unit.number(x) for x in usual)
            parts = {"name": p.name, "low": low, "high": high, "value": p.unit.write(typed.steps[0][1])}
            yield Problem("implied", "", IMPLIED.format(fund=_fund(line.key), line=line.name, **parts))


def _fund(key: str) -> Text:
    return catalog.fund_name(key.partition(".")[0], short=True)


def _added(base: Baseline, fund: str, kind: str) -> Iterator[Problem]:
    """Lines that the model works out beside those reported, where no total says what they come to."""
    reported = {x.line for x in base.dataset.lines if (x.fund, x.kind, x.year) == (fund, kind, base.base_year)}
    total = base.dataset.account(fund, kind) or (kind == "income" and base.types(catalog.all_funds()[fund].income))
    within = {part for parts in base.parts.values() for part in parts}
    if not reported or total or (kind == "expenditure" and base.dataset.line(f"{fund}.total")):
        return
    for key in base.keys_of(fund, kind):
        amount = base.covered(key) if key in base.modelled and key not in reported | within else 0.0
        if amount > HALF_FEN:
            yield Problem(
                "added", "", ADDED.format(name=base.line_name(key), fund=_fund(key), amount=YUAN.write(amount))
            )


def unmodelled(base: Baseline) -> tuple[Problem, ...]:
    """All that keeps the model's base year from being the data's by formula alone: what given drivers leave of reported
    amounts, lines carried flat, totals that lines do not meet, months and lines that the data lack."""
    left = (
        Problem("remainder", "", LEFT.format(name=base.line_name(r.key), fund=_fund(r.key), reported=YUAN.write(r.reported),
                                             modelled=YUAN.write(r.modelled), gap=YUAN.write(abs(r.difference))))
        for r in base.remainders
    )  # fmt: skip
    flat = (Problem("carried_flat", "", _flat(base, key)) for key in base.flat)
    return (*left, *flat, *base.gaps)


def _flat(base: Baseline, key: str) -> Text:
    line = base.flat[key]
    made = key.partition(".")[2].startswith("unlisted_") or any(key in parts[1:] for parts in base.parts.values())
    amount = YUAN.write(float(line.path(12)[0, : base.months].sum()))
    name = Text("{name} {amount}", "{name}, {amount},").format(name=line.name, amount=amount)
    return FLAT.format(name=name if made else line.name, why=line.why)
