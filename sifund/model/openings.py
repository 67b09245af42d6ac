"""A fund's balance at the start of the base year: typed or given, else what its closing balance implies, else unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sifund import catalog
from sifund.declare.formula import Line
from sifund.model.baseline import Draft
from sifund.model.ground import Opening
from sifund.model.incomes import account, rows_of, unreported
from sifund.model.solving import carry_flat, covered, tie
from sifund.model.split import OPENING, share
from sifund.model.totals import Total, spent
from sifund.problem import SifundError
from sifund.text import Text

UNKNOWN = Text("年初结余未知，无法按利率测算", "the opening balance is unknown, so no rate explains it")
NO_RATE = Text("没有利率能由年初结余得出这笔利息", "no rate on the opening balance explains it")


def _given(base: Draft, fund: str, typed: float | None) -> Opening:
    """As typed or as the data have it; unknown where neither does."""
    row = account(base, fund, "opening")
    if typed is not None or row is None:
        return Opening(typed, "assumed" if typed is None else "reported", typed is not None)
    return Opening(row.amount_yuan, row.basis, low=row.low_yuan, high=row.high_yuan)


def openings_of(base: Draft, typed: Mapping[str, float], totals: Mapping[str, Total]) -> dict[str, Opening]:
    """Typed, given, or implied by what else is given; what they leave of the whole goes to the rest. Raises SifundError."""
    given = {f: _given(base, f, typed.get(f)) for f in base.funds}
    implied = {
        f: Opening(amount, "derived") for f, o in given.items()
        if o.basis == "assumed" and (amount := _implied(base, f, totals.get(f))) is not None
    }  # fmt: skip
    whole = base.dataset.account(catalog.ALL, "opening")
    shares = whole and (typed or implied or any(o.missing for o in given.values()))
    return _rest_shared(given | implied, whole.amount_yuan, bool(typed)) if whole and shares else given | implied


def _rest_shared(openings: dict[str, Opening], whole: float, typed: bool) -> dict[str, Opening]:
    """Assumed openings share what the known leave of the whole; a single unknown one is that. Raises SifundError."""
    rest = {f: o for f, o in openings.items() if o.basis == "assumed"}
    if len(rest) > 1 and any(o.missing for o in rest.values()):
        return openings
    given = {f: o.yuan for f, o in openings.items() if f not in rest}
    try:
        amounts = share(OPENING, whole, given, {f: o.amount or 0.0 for f, o in openings.items()})
    except SifundError:
        if typed:
            raise
        return openings
    basis = {f: "derived" if o.missing else o.basis for f, o in rest.items()}
    return openings | {f: replace(o, amount=amounts[f], basis=basis[f]) for f, o in rest.items()}


def _implied(base: Draft, fund: str, total: Total | None) -> float | None:
    """Closing − income + expenditure [yuan] over the months covered; None where one of them is not known."""
    closing = account(base, fund, "closing")
    spends = rows_of(base, fund, "expenditure") or account(base, fund, "expenditure")
    if closing is None or closing.basis == "assumed" or not spends or not base.modelled:
        return None
    lines = sum(row.actual_yuan or 0.0 for row in rows_of(base, fund, "income"))
    paid, _ = spent(base, fund)
    if total and total.is_known and total.months == base.months:
        within = not unreported(base, fund) and abs(total.amount - lines) <= total.half
        return closing.amount_yuan - (lines if within else max(total.amount, lines)) + paid
    if not rows_of(base, fund, "income") or unreported(base, fund):
        return None
    rest = closing.amount_yuan - lines + paid
    return rest / (1 + _rate(base, fund)) if rest > 0 else rest


def _rate(base: Draft, fund: str) -> float:
    """Interest on a yuan over the months covered, where it is not reported."""
    line = interest_of(fund)
    if line is None or line.key not in base.modelled or base.dataset.line(line.key):
        return 0.0
    opening = base.openings[fund]
    base.openings[fund] = Opening(1.0, "derived")
    rate = covered(base, line, base.months)
    base.openings[fund] = opening
    return rate


def interest_of(fund: str) -> Line | None:
    """The line that the fund's opening balance earns."""
    return next((x for x in catalog.lines().values() if x.fund == fund and x.earns), None)


def set_interest(base: Draft, fund: str) -> None:
    """Interest as reported: by the margin that makes it so on a known opening balance, else carried flat."""
    line = interest_of(fund)
    row = base.dataset.line(line.key) if line else None
    if line is None or row is None or row.actual_yuan is None:
        return
    opening = base.openings[fund]
    given = all(base.dataset.steps(p.key) for p in line.solves)  # then the remainder is shown
    if (opening.amount or 0) > 0 and (given or tie(base, line, row.actual_yuan, base.months)):
        base.modelled[line.key] = line
    else:
        base.modelled.pop(line.key, None)
        carry_flat(base, row, UNKNOWN if opening.missing else NO_RATE)
