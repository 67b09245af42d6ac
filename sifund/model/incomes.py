"""A fund's income lines of the base year: from their amounts, as parts of a reported line, by formula, or flat."""

from __future__ import annotations

import re

from sifund import catalog
from sifund.dataset.schema import AccountRow, LineRow
from sifund.declare.formula import Line
from sifund.model.baseline import Draft
from sifund.model.gaps import lacks
from sifund.model.ground import FlatLine
from sifund.model.solving import NO_FORMULA, carry_flat, covered, model, near, tie
from sifund.text import Text

REST = Text("“{line}”中公式解释不了的部分", 'what the formula leaves of "{line}"')
WITHIN = Text("已含在“{line}”中", 'it is held in "{line}"')
STANDS = Text(
    "本单位的“{line}”可能就是这笔钱；如是，请改用这个名称", 'your "{line}" may be the same money; if so, use this name'
)


def rows_of(base: Draft, fund: str, kind: str) -> list[LineRow]:
    """The fund's lines of the base year whose outturn is given."""
    return [
        row for row in base.dataset.lines
        if (row.fund, row.kind, row.year) == (fund, kind, base.base_year) and row.actual_yuan is not None
    ]  # fmt: skip


def account(base: Draft, fund: str, item: str) -> AccountRow | None:
    """An account of the fund; what stands for all funds is its own where it is the only one."""
    row = base.dataset.account(fund, item)
    return base.dataset.account(catalog.ALL, item) if row is None and len(base.funds) == 1 else row


def official(base: Draft, fund: str) -> list[Line]:
    """The fund's declared income lines, those that hold others first."""
    lines = [line for line in catalog.lines().values() if (line.fund, line.kind) == (fund, "income")]
    return sorted(lines, key=lambda line: not line.holds)


def unreported(base: Draft, fund: str) -> list[Line]:
    """Declared income lines, interest apart, that no line of the office's gives or stands for."""
    reported = {row.line for row in rows_of(base, fund, "income")}
    return [x for x in official(base, fund) if x.key not in reported and not x.earns and x.key not in base.held]


def model_incomes(base: Draft, fund: str) -> None:
    """Every income line of a fund: from its amount, as part of a line that holds it, or by formula; then the office's own."""
    rows = {row.line: row for row in rows_of(base, fund, "income")}
    office_rows = [row for key, row in rows.items() if key not in catalog.lines()]
    for row in office_rows:
        carry_flat(base, row, NO_FORMULA)
    for line in official(base, fund):
        row = rows.get(line.key)
        other = next((x for x in office_rows if line.like and re.search(line.like, x.name_zh + x.name_en, re.I)), None)
        if row is None and line.key in base.held:
            continue
        if row is None and other:
            base.held[line.key] = STANDS.format(line=base.dataset.line_name(other.line))
        elif row and not line.ties:
            _by_formula(base, line, row, set(rows))
        else:
            model(base, line)


def _by_formula(base: Draft, line: Line, row: LineRow, reported: set[str]) -> None:
    """A reported line that a formula explains: what it holds takes what is left, the signed rest is carried flat."""
    left, parts = row.actual_yuan or 0.0, [line.key]
    inner = [x for x in line.holds if x.key not in reported]
    model(base, line)
    if line.key not in base.modelled:
        carry_flat(base, row, lacks(base, line))
        left = 0.0
    else:
        left -= covered(base, line, base.months)
    for item in inner:
        taken = _held(base, item, left) if line.key in base.modelled else 0.0
        left -= taken
        parts.append(item.key)
        base.held[item.key] = WITHIN.format(line=line.name)
    if not near(left + (row.actual_yuan or 0), row.actual_yuan or 0):
        key = f"{line.key}_rest"
        base.flat[key] = FlatLine(
            key, line.fund, line.kind, line.rest or line.name, left / base.months, REST.format(line=line.name)
        )
        parts.append(key)
    base.parts[line.key] = tuple(parts)


def _held(base: Draft, item: Line, left: float) -> float:
    """What a line takes of the rest of the one that holds it [yuan]: all, where its driver is then in its range."""
    driver = item.solves[0]
    before = base.values.get(driver.key)
    if left > 0 and tie(base, item, left, base.months):
        value = base.values[driver.key].steps[0][1]
        low, high = driver.usual or (value, value)
        if low <= value <= high:
            base.modelled[item.key] = item
            return left
        base.unset(driver.key)
        if before:
            base.set(driver.key, before)
    model(base, item)
    return covered(base, item, base.months) if item.key in base.modelled else 0.0
