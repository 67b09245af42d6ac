"""Relations that the fund files declare, run on a dataset; implied volumes, standards against amounts, repeats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from sifund import catalog
from sifund.checks.check import Comparison, between, check, compare, in_words
from sifund.checks.facts import COUNT, ROUNDING, Facts
from sifund.checks.place import Place
from sifund.checks.reader import Reader, Unknown
from sifund.dataset.schema import AccountRow, IndicatorRow
from sifund.declare.formula import Line
from sifund.declare.known import Known, exact, printed
from sifund.declare.parameter import Parameter, month_of
from sifund.declare.relation import Relation, Topic
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.model.paths import step_path
from sifund.text import Text, join

ASSUMED = Text(
    "公式算得{recomputed}，执行数为{stated}，相差{gap}；其中{assumed}是假设，执行数未必有误：有实数可填吗？",
    "the formula makes {recomputed}, the outturn is {stated}: {gap} apart; {assumed} in it is assumed, so the outturn need not "
    "be wrong: are there real figures to give?",
)
OPENING = Text("年初结余", "the opening balance")
ROUNDED = 0.005
"""What volumes and standards that are themselves rounded may leave of an amount, as a share of it."""


def hold(f: Facts, topic: Topic) -> Iterator[Comparison]:
    """Every relation on a topic whose figures are at hand."""
    for item in catalog.relations().values():
        if item.topic == topic and item.fund in (*f.dataset.funds, catalog.ALL):
            reader = Reader(f, item.fund)
            try:
                stated, implied = map(exact, item.sides(reader))
            except (Unknown, ZeroDivisionError):
                continue
            yield _related(f, item, stated, implied, "; ".join(reader.sources))


def _related(f: Facts, item: Relation, stated: Known, implied: Known, source: str) -> Comparison:
    name = Text(f"{f.fund_name(item.fund).zh} · {item.name.zh}", f"{f.fund_name(item.fund).en} · {item.name.en}")
    place = Place("relations", item.key, f.base_year, item.must, name)
    parts = {"stated": in_words(stated.value, item.unit), "implied": in_words(implied.value, item.unit)}
    more = {
        "unit": item.unit, "source": source, "severity": item.severity, "says": item.says, "assumes": item.assumes,
        "parts": parts,
    }  # fmt: skip
    comparison = compare(place, stated, implied, slack=item.slack / 100, **more)
    if item.must == "equal":
        return comparison
    low, high = (
        (None, comparison.high) if item.must == "at_most" else (float(np.nextafter(implied.value, np.inf)), None)
    )
    return between(place, stated.value, low, high, recomputed=implied.value, **more)


@check(
    "volumes", Text("推算数量与所列数量", "Implied and stated volumes"), "warning", ties=True,
    compares=Text(
        "由金额和标准推算的人数、人月与所列人数；反算的驱动量与其合理范围",
        "persons and person-months that amounts and standards imply with those stated; solved drivers with their range",
    ),
    tolerance=Text("取整容许的区间，另加各条注明的余量", "rounding, plus what each relation allows"),
    says=Text(
        "由“{line}”反算，{name}为{stated}，不在本程序所取的通常范围{low}至{high}之间：金额和人数的口径相符吗？",
        '"{line}" implies for "{name}" {stated}, outside what this program takes as usual, {low} to {high}: do the amount and '
        "the number of persons mean the same?",
    ),
    assumes=Text("金额都按所列标准支付。", "all of the amount was paid at the standard."),
    remedy=Text("核对金额、标准和人数的口径。", "check the amount, the standard and what the persons count."),
)  # fmt: skip
def volumes(f: Facts) -> Iterator[Comparison]:
    """Volumes that the amounts imply, against what is stated and what is usual."""
    yield from hold(f, "volumes")
    for line in _modelled(f):
        for p in _solved(f, line):
            yield from _usual(f, line, p)


def _usual(f: Facts, line: Line, p: Parameter) -> Iterator[Comparison]:
    """A solved driver against its usual range; where none is declared that is a guess, and a finding a mere note."""
    declared = p.soft_low is not None and p.soft_high is not None
    if (usual := p.usual) and isinstance(f.baseline, Baseline):
        (low, high), value = usual, f.baseline.value_at(p.key, month_of(f.base_year))
        place = Place("parameters", p.key, f.base_year, "value", p.name)
        yield between(
            place, value or 0, low, high, unit=p.unit, source=_source(f, line), severity=None if declared else "note",
            parts={"name": p.name, "line": line.name},
        )  # fmt: skip


def _modelled(f: Facts) -> Iterator[Line]:
    """Modelled lines whose amount of the base year is in the data."""
    if isinstance(f.baseline, Baseline):
        for line in f.baseline.modelled.values():
            row = f.dataset.line(line.key)
            if row and row.actual_yuan is not None:
                yield line


def _solved(f: Facts, line: Line) -> list[Parameter]:
    """The drivers that were solved from the line's amount: those that neither the data nor a declaration give."""
    grounds = {p: f.baseline.values[p.key].grounds[0] for p in line.solves
               if isinstance(f.baseline, Baseline) and p.key in f.baseline.values}  # fmt: skip
    return [p for p, g in grounds.items() if g.basis == "derived" and g.month == 0 and not f.dataset.steps(p.key)]


def _source(f: Facts, line: Line) -> str:
    row = f.dataset.line(line.key)
    return row.source if row else ""


@check(
    "standards", Text("标准与金额", "Standards and amounts"), "error", ties=True,
    compares=Text(
        "数量乘以标准与执行数；标准、提高额、增幅相互之间",
        "volume times standard with the outturn; standards, rises and growth with each other",
    ),
    tolerance=Text("取整容许的区间；数量乘标准另容许0.5%", "rounding; 0.5% more for volume times standard"),
    says=Text(
        "数量乘以标准为{recomputed}，执行数为{stated}，相差{gap}。",
        "volume times standard makes {recomputed}, the outturn is {stated}: {gap} apart.",
    ),
    assumes=Text("金额都按所给标准支付。", "all of the amount was paid at the standard given."),
    remedy=Text("核对标准、数量和执行数。", "check the standard, the volume and the outturn."),
)  # fmt: skip
def standards(f: Facts) -> Iterator[Comparison]:
    """Outturns against what the model makes of the volumes and standards at hand [yuan]; relations on standards.

    A line whose driver was solved from its amount ties by construction: that is no evidence.
    """
    yield from hold(f, "standards")
    for line in _modelled(f):
        row = f.dataset.line(line.key)
        stated = f.evidence(row, "actual") if row else None
        if row and stated is not None and isinstance(f.baseline, Baseline):
            made = f.baseline.covered(line.key)
            comparison = compare(f.at(row, "actual"), stated, made, slack=ROUNDED, unit=YUAN, source=row.source)
            circular = comparison.status == "tied" and (_solved(f, line) or line.key in f.baseline.parts)
            yield replace(comparison, status="open") if circular else _mild(f.baseline, line, comparison)


def _mild(base: Baseline, line: Line, comparison: Comparison) -> Comparison:
    """A difference from an outturn that rests on something assumed is no error of the outturn."""
    assumed = [p.name for p in base.assumed(line)]
    if line.earns and base.openings[line.fund].basis == "assumed":
        assumed.append(OPENING)
    if not assumed:
        return comparison
    return replace(comparison, severity="note", says=ASSUMED, parts={"assumed": join(assumed) or "—"})


@check(
    "repeated", Text("同一数的多处记载", "One figure in several places"), "error", ties=True,
    compares=Text(
        "所列数量与参数、同一账目的两处记载、全部基金合计与支出账目",
        "stated counts with parameters, one account printed twice, the total of all funds with their account",
    ),
    tolerance=ROUNDING,
    says=Text("一处为{stated}，另一处为{recomputed}。", "one place has {stated}, another {recomputed}."),
    assumes=Text("两处说的是同一个数。", "both places mean the same figure."),
    remedy=Text("核对两处，改正其中一个。", "check both places and mend one of them."),
)  # fmt: skip
def repeated(f: Facts) -> Iterator[Comparison]:
    """Figures that stand in two places."""
    for row in f.dataset.indicators:
        yield from _used(f, row)
    first: dict[tuple[str, str, int], AccountRow] = {}
    for account in f.dataset.accounts:
        other = first.setdefault((account.fund, account.item, account.year), account)
        if other is not account and "assumed" not in (account.basis, other.basis):
            yield compare(f.at_account(account), _printed(account), _printed(other), unit=YUAN, source=account.source)
    for row in f.rows(kind="total", fund=catalog.ALL):
        figure, account = f.evidence(row, "actual"), f.account(catalog.ALL, "expenditure", row.year)
        if figure is not None and account:
            yield compare(f.at(row, "actual"), figure, account[1], unit=YUAN, source=row.source)


def _printed(row: AccountRow) -> Known:
    return printed(row.amount_yuan, row.amount_step_yuan)


def _used(f: Facts, row: IndicatorRow) -> Iterator[Comparison]:
    """A count of the base year against the parameter of the same name."""
    p = catalog.parameters().get(f"{row.fund}.{row.key.removeprefix(COUNT)}")
    steps = f.dataset.steps(p.key) if p else ()
    if p and row.year == f.base_year and row.value is not None and row.key.startswith(COUNT) and steps:
        used = float(step_path(steps, f.base_year, 1)[0, -1])
        place = Place("indicators", f"{row.fund}.{row.key}", row.year, "value", p.name)
        comparison = compare(place, printed(row.value, row.step), used, unit=p.unit, source=row.source)
        guess = row.basis == "assumed" or any(r.basis == "assumed" for r in f.dataset.parameter_rows(p.key))
        yield replace(comparison, status="open") if guess else comparison
