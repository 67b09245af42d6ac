"""What a baseline leaves out, and what would let it be modelled."""

from __future__ import annotations

from collections.abc import Iterator

from sifund import catalog
from sifund.baseline import Baseline
from sifund.formula import Line
from sifund.problem import Problem, problem
from sifund.text import Text, join

LACKS = Text(
    "公式缺少{missing}，可在“参数”表补填", "missing for its formula: {missing}, to be given in the table of parameters"
)
NOTHING = Text("无", "nothing")
FLAT = Text("{name}按基年金额不变带入：{why}。", "{name} is carried flat at its base-year amount: {why}.")


def lacks(base: Baseline, line: Line) -> Text:
    """Which parameters and lines the line's formula reads and the baseline does not have.

    Where the line's amount is known, its drivers need not be: one of them is solved from it.
    """
    row = base.dataset.line(line.key)
    solved = line.solves[:1] if row and row.actual_yuan is not None else ()
    names = [p.name for p in line.parameters if p.key not in base.values and p not in solved]
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
                "no_opening", "", "{fund}没有年初结余，按0计，结余和可支付月数因此偏低；请在“结余”表填写。",
                "{fund} has no opening balance: taken as 0, so balances and cover are too low; give it in the table of accounts.",
                fund=catalog.fund_name(fund, short=True),
            )  # fmt: skip
    for line in catalog.lines().values():
        if line.fund in base.funds and line.key not in base.modelled and line.key not in base.flat:
            yield problem(
                "left_out", "", "{name}（{fund}）没有填金额，未计入；如有发生请补填金额（{lacks}）。",
                "{name} ({fund}) has no amount and is left out; give its amount if there was one ({lacks}).",
                name=line.name, fund=catalog.fund_name(line.fund, short=True), lacks=lacks(base, line),
            )  # fmt: skip


def unmodelled(base: Baseline) -> tuple[Problem, ...]:
    """Everything that the model does not work out by a formula: months, lines carried flat, lines left out."""
    flat = (Problem("carried_flat", "", FLAT.format(name=line.name, why=line.why)) for line in base.flat.values())
    return (*flat, *base.gaps)
