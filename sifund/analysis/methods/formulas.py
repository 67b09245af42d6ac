"""Every line of a baseline: its formula, what moves it, who pays or receives, what it is calibrated by, its place."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sifund import catalog
from sifund.analysis.explain.general import formula_words
from sifund.analysis.methods.cells import Record, both, names
from sifund.dataset.source import where
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.declare.person import Person
from sifund.declare.share import Share
from sifund.declare.unit import YUAN, YUAN_PER_MONTH
from sifund.model.baseline import Baseline
from sifund.model.gaps import lacks
from sifund.model.memory import remembered
from sifund.model.solving import LEFT_OVER
from sifund.scenario.steps import value_words
from sifund.terms import EXPENDITURE, INCOME
from sifund.text import LANGS, Text, join

KINDS = {
    "expenditure": EXPENDITURE.inside, "income": INCOME.inside,
    "quantity": Text("中间量", "quantity"),
}  # fmt: skip
PERSON = Text("典型人员", "typical person")
ONCE = Text("元/年，{month}月一次付清", "yuan a year, paid in month {month}")
FLAT = Text("不变带入，每月{amount}：{why}", "carried flat, {amount} a month: {why}")
LEFT_OUT = Text("未计入：{lacks}", "left out: {lacks}")
REST, BY = Text("{party}（其余）", "{party} (the rest)"), Text("{party}（按{percent}）", "{party} (by {percent})")
SOLVED = Text("由本项金额反算：{found}", "solved from its amount: {found}")
VALUE = Text("{name} = {value}", "{name} = {value}")
REMAINDER = Text(
    "参数由数据给出，与报告金额相差{gap}", "its parameters are given, which leaves {gap} of the reported amount"
)
GIVEN = Text("参数由数据给出，与报告金额一致", "its parameters are given and make the reported amount")
NOT_SOLVED = Text("未反算；有本项金额时反算{names}", "not solved; with an amount: {names}")
CLOSED = Text("由收入合计减其他收入得出", "what the total income leaves after all other income")
WORDS = ("kind", "name", "formula", "unit", "levers", "others", "indirect", "parties", "calibrated", "source")
SCHEMA = {
    **dict.fromkeys(("fund", "key", "state"), pl.String),
    **dict.fromkeys((f"{name}_{lang}" for name in WORDS for lang in LANGS), pl.String),
}  # fmt: skip


@remembered(1)
def formulas(base: Baseline) -> pl.DataFrame:
    """A row a line or quantity of the baseline's funds: key, `state` (modelled, flat, left_out), and words in both
    languages. `levers` and `others` (drivers, assumptions, inputs) move it directly, `indirect` are levers that reach it
    by way of other lines, balances, cover or closing."""
    rows = [row for fund in base.funds for row in _rows(base, fund)]
    return pl.DataFrame(rows, schema=SCHEMA)


def _rows(base: Baseline, fund: str) -> Iterator[Record]:
    every = catalog.computed()
    for kind in KINDS:
        for key, line in every.items():
            if (line.fund, line.kind) == (fund, kind):
                yield _flat(base, key) if key in base.flat else _declared(base, line)
        yield from (_flat(base, k) for k, x in base.flat.items() if (x.fund, x.kind) == (fund, kind) and k not in every)


def _flat(base: Baseline, key: str) -> Record:
    """A line that is carried at its base-year amount."""
    item = base.flat[key]
    words = both(kind=KINDS[item.kind], name=item.name, formula=FLAT.format(amount=YUAN.write(item.monthly), why=item.why),
                 unit=YUAN_PER_MONTH.name, source=_place(base, key))  # fmt: skip
    return {"fund": item.fund, "key": key, "state": "flat", **words}


def _declared(base: Baseline, line: Line) -> Record:
    is_modelled = line.key in base.modelled or (
        line.kind == "quantity" and all(p.key in base.values for p in line.parameters if p not in line.optional)
    )
    formula = formula_words(line, base)
    if not is_modelled:
        formula = Text(
            *(f"{formula(lang)} — {LEFT_OUT.format(lacks=lacks(base, line))(lang)}" for lang in ("zh", "en"))
        )
    moving = catalog.movers(line.key)
    levers = [p for p in moving if p.kind == "lever"]
    far = [p for p in catalog.parameters().values() if p.kind == "lever" and line.key in catalog.indirect(p.key)]
    money = line.kind != "quantity"
    words = both(
        kind=_kind(line), name=line.name, formula=formula, unit=_unit(line), levers=names(levers),
        others=names(p for p in moving if p.kind != "lever"), indirect=names(far),
        parties=_parties(line) if money else None, calibrated=_calibrated(base, line) if is_modelled and money else None,
        source=_place(base, line.key),
    )  # fmt: skip
    return {"fund": line.fund, "key": line.key, "state": "modelled" if is_modelled else "left_out", **words}


def _kind(line: Line) -> Text:
    return PERSON if isinstance(line, Person) else KINDS[line.kind]


def _unit(line: Line) -> Text:
    if line.paid_in:
        return ONCE.format(month=line.paid_in)
    return line.unit.name if line.kind == "quantity" else YUAN_PER_MONTH.name


def _place(base: Baseline, key: str) -> Text | None:
    """Where the source of the data has the line."""
    row = base.dataset.line(key)
    return where(row.source) if row else None


# --- who pays, what is calibrated -------------------------------------------------------------------------------------


def _parties(line: Line) -> Text | None:
    """Who pays an income or receives an expenditure."""
    shares = line.paid_by or line.paid_to
    return join(_party(share, len(shares)) for share in shares)


def _party(share: Share, count: int) -> Text:
    if share.percent:
        return BY.format(party=share.party.name, percent=share.percent.name)
    return REST.format(party=share.party.name) if count > 1 else share.party.name


def _calibrated(base: Baseline, line: Line) -> Text | None:
    """The driver that was solved from the line's amount, or why none was."""
    if amount := base.amounts.get(line.key):
        return CLOSED if amount.ground.says == LEFT_OVER else amount.ground.says
    if parameters := [p for p in line.solves if _is_solved(base, p)]:
        values = (
            VALUE.format(name=p.name, value=value_words(p, base.values[p.key].steps[0][1], 4)) for p in parameters
        )
        return SOLVED.format(found=join(values))
    if left := next((r for r in base.remainders if r.key == line.key), None):
        return REMAINDER.format(gap=YUAN.write(left.difference))
    row = base.dataset.line(line.key)
    if row and row.actual_yuan is not None:
        return GIVEN
    return NOT_SOLVED.format(names=names(line.solves)) if line.solves else None


def _is_solved(base: Baseline, p: Parameter) -> bool:
    """Whether an amount gave its value: a derived value that is no row of the parameters."""
    first = base.values[p.key].grounds[0] if p.key in base.values else None
    return first is not None and first.basis == "derived" and not first.row.startswith("parameters/")
