"""The totals and balances that an office states, beside those that the program works out of the same figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sifund import catalog
from sifund.importer.columns import WORDS
from sifund.model.baseline import Baseline
from sifund.text import Text

TOTAL = Text("支出合计（各项）", "total of the lines")
Amounts = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the office's own beside the program's [yuan]; `program` is None where the program cannot know it."""

    fund: str
    name: Text
    office: float
    program: float | None

    @property
    def gap(self) -> float | None:
        return None if self.program is None else round(self.office - self.program, 2) + 0.0  # −0 is 0


def stated(base: Baseline) -> Iterator[Stated]:
    """Every total and balance that the dataset states of the base year, over the months that it covers."""
    worked = {fund: _worked(base, fund) for fund in base.funds}
    worked[catalog.ALL] = {
        key: _sum([worked[fund][key] for fund in base.funds]) for key in next(iter(worked.values()), {})
    }
    year = base.base_year
    for fund in (*base.funds, catalog.ALL):
        row = base.dataset.line(f"{fund}.total")
        printed = row.actual_yuan if row else None
        if printed is not None:
            either = [worked[fund][key] for key in ("total", "expenditure")]  # without, or with, what is remitted up
            by_distance = {abs(amount - printed): amount for amount in either if amount is not None}
            yield Stated(fund, TOTAL, printed, by_distance[min(by_distance)] if by_distance else None)
        for item, name in WORDS["accounts", "item"].items():
            account = base.dataset.account(fund, item, year)
            if account and item in worked[fund]:
                yield Stated(fund, name, account.amount_yuan, worked[fund][item])


def _worked(base: Baseline, fund: str) -> Amounts:
    """What the program works out of a fund's base year [yuan], by account item; `total` leaves out what is remitted up."""
    months = base.dataset.meta.months_covered
    done = {key: float(path[0, :months].sum()) for key, path in base.base_values().done.items()}
    lines = catalog.lines()
    paid = {key: done[key] for key in base.keys_of(fund, "expenditure") if key in done}
    income = sum(done[key] for key in base.keys_of(fund, "income") if key in done)
    spent, opening = sum(paid.values()), base.openings[fund].amount if base.knows(fund) else None
    return {
        "opening": opening, "income": income, "expenditure": spent,
        "total": sum(amount for key, amount in paid.items() if not (key in lines and lines[key].beside)),
        "closing": None if opening is None else opening + income - spent,
    }  # fmt: skip


def _sum(amounts: list[float | None]) -> float | None:
    given = [amount for amount in amounts if amount is not None]
    return sum(given) if len(given) == len(amounts) else None
