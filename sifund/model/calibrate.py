"""Drivers out of reported amounts: `calibrate(dataset)` gives the baseline that reproduces the base year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import Inputs, month_of
from sifund.model.ages import set_people
from sifund.model.baseline import Baseline, Draft
from sifund.model.estimate import set_estimates
from sifund.model.gaps import gaps
from sifund.model.ground import Ground, Remainder, Value
from sifund.model.incomes import model_incomes
from sifund.model.memory import remembered
from sifund.model.openings import openings_of, set_interest
from sifund.model.solving import BALANCED, NO_FORMULA, carry_flat, given_values, model, near, settle
from sifund.model.split import totals_differ
from sifund.model.totals import Total, earned, leave_expenditure, leave_whole, set_income, spent, totals_of
from sifund.text import HALF_FEN, Text

ALIKE = Text("基年的{name}", "the base year's {name}")
ROUNDS = 12
"""Openings, interest, contributions and what is remitted of them rest on each other: each round brings them closer."""


@remembered(64)
def calibrate(dataset: Dataset, inputs: Inputs = ()) -> Baseline:
    """The baseline of a dataset with base-year inputs (key, yuan) typed. Raises SifundError for impossible inputs."""
    typed = {"opening": _typed(inputs, "opening"), "income": _typed(inputs, "income")}
    rows = ((fund, dataset.account(fund, "outlay", dataset.base_year - 1)) for fund in dataset.funds)
    base = Draft(dataset, inputs, {fund: row.amount_yuan for fund, row in rows if row})
    base.openings.update(openings_of(base, typed["opening"], {}))
    _balance(base, typed)
    if not typed["income"]:
        leave_whole(base)
    _set_alike(base)
    set_people(base)
    set_estimates(base)
    for key in catalog.lines():  # in the catalog's order
        if line := base.modelled.pop(key, None):
            base.modelled[key] = line
    base.remainders.extend(_remainders(base))
    totals_differ(base, typed)
    base.gaps.extend([*base.apart.values(), *gaps(base)])
    return base.frozen()


def _set_alike(base: Draft) -> None:
    """Parameters that others set: the base year's value of these, where the data do not give them."""
    for p in catalog.parameters().values():
        alike = p.sets if p.kind != "input" else None
        value = base.value_at(p.key, month_of(base.base_year)) if alike else None
        if alike and value is not None and not base.dataset.steps(alike.key):
            ground = Ground("derived", ALIKE.format(name=p.name))
            base.set(alike.key, Value(((0, value),), (ground,)))


def _typed(inputs: Inputs, name: Literal["opening", "income"]) -> dict[str, float]:
    """What is typed by fund: openings or incomes."""
    given = dict(inputs)
    boxes = {key: fund.opening if name == "opening" else fund.income for key, fund in catalog.all_funds().items()}
    return {fund: given[p.key] for fund, p in boxes.items() if p.key in given}


def _model_lines(base: Draft) -> None:
    """Values as given, then every line by itself: spending, income; what is spent of an income comes with the totals."""
    for table in (
        base.values,
        base.amounts,
        base.modelled,
        base.flat,
        base.held,
        base.parts,
        base.started,
        base.apart,
        base.early,
    ):
        table.clear()
    given_values(base)
    for line in catalog.lines().values():
        if line.fund in base.funds and line.kind == "expenditure" and not line.lines:
            model(base, line)
    for fund in base.funds:
        model_incomes(base, fund)
    for row in base.dataset.lines:
        of_the_office = row.kind == "expenditure" and row.line not in catalog.lines()
        if row.year == base.base_year and of_the_office:
            carry_flat(base, row, NO_FORMULA)


def _balance(base: Draft, typed: Mapping[str, Mapping[str, float]]) -> None:
    """Interest, totals and what depends on them, from openings that in turn follow from them, until they agree."""
    for _ in range(ROUNDS):
        _model_lines(base)
        for fund in base.funds:
            set_interest(base, fund)
        totals = totals_of(base, typed["income"])
        for fund, total in totals.items():
            set_income(base, fund, total)
        _spend_income(base)
        _close_year(base, totals)
        before, after = dict(base.openings), openings_of(base, typed["opening"], totals)
        base.openings.update(after)
        if all(near(before[f].yuan, after[f].yuan) or (before[f].missing and after[f].missing) for f in after):
            break


def _spend_income(base: Draft) -> None:
    """Lines that spend an income, and what each total leaves beside its lines."""
    for line in catalog.lines().values():
        if line.fund in base.funds and line.kind == "expenditure" and line.lines:
            model(base, line)
    for fund in base.funds:
        leave_expenditure(base, fund)


def _close_year(base: Draft, totals: Mapping[str, Total]) -> None:
    """Where neither a residual line nor a total is given, the line balances the base year."""
    for line in base.modelled.values():
        if line.residual and line.fund not in totals and not base.dataset.line(line.key):
            gap = next(spent(base, line.fund, 12)) - earned(base, line.fund, 12, but=line.key)
            settle(base, line, max(0.0, gap), BALANCED)


def _remainders(base: Draft) -> Iterator[Remainder]:
    """What the model leaves of each reported amount: where the driver itself is given."""
    for key, line in base.modelled.items():
        row = base.dataset.line(key)
        to_come = line.paid_in and line.paid_in > base.months and key not in base.early
        if row and row.actual_yuan is not None and not to_come:
            left = Remainder(key, row.actual_yuan, base.covered(key))
            if abs(left.difference) > max(HALF_FEN, 1e-9 * row.actual_yuan):
                yield left
