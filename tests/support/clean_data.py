"""A made-up office whose two years of figures fit each other, each rounded as a report prints it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from sifund import catalog
from sifund import dataset as datasets
from sifund.dataset import Dataset
from sifund.dataset.schema import TABLES, MetaRow

YEAR = 2022
WAN = 10_000
GROUND = {"basis": "reported", "source": "test"}
DRAWN = {
    "public": ("public.transfer_out",),
    "resident": ("resident.account_pension", "resident.funeral", "resident.transfer_out"),
    "unemployment": ("unemployment.medical", "unemployment.skills", "unemployment.transfer_out"),
}
Record = dict[str, Any]
Tables = dict[str, list[Record]]


@dataclass
class Office:
    """Real amounts [yuan] by line, of this year and the year before, and the rows made of them."""

    now: dict[str, float]
    before: dict[str, float]
    tables: Tables = field(default_factory=lambda: {name: [] for name in TABLES if name != "meta"})

    def add(self, table: str, **values: Any) -> None:
        self.tables[table].append(GROUND | values)


def build(tables: Tables) -> Dataset:
    """The dataset of rows that may have been spoilt."""
    rows: dict[str, list[BaseModel]] = {name: [TABLES[name].model_validate(r) for r in tables[name]] for name in tables}
    meta: list[BaseModel] = [MetaRow(code="clean", name_zh="清", name_en="clean", base_year=YEAR)]
    return datasets.make(rows | {"meta": meta})


def wan(yuan: float) -> float:
    """As printed: whole 万元."""
    return float(round(yuan / WAN) * WAN)


@st.composite
def offices(draw: st.DrawFn) -> Tables:
    """Rows of an office of three funds that nothing can be said against."""
    keys = [key for lines in DRAWN.values() for key in lines]
    sizes = draw(
        st.lists(
            st.integers(150_000, 900_000),
            min_size=len(keys),
            max_size=len(keys),
            unique_by=lambda size: wan(size * 100),
        )
    )
    share = st.floats(0.82, 1.22).filter(lambda x: abs(x - 1) > 0.02)
    heads = draw(st.integers(30_000, 60_000))
    claims, months = draw(st.integers(5_000, 20_000)), draw(st.integers(8, 11))
    mean, rise, standard = draw(st.integers(5_000, 6_500)), draw(st.integers(100, 300)), draw(st.integers(1_000, 1_400))
    now = dict(zip(keys, (size * 100.0 for size in sizes), strict=True))
    now |= {
        "public.pension": 12.0 * heads * mean, "resident.basic_pension": 12.0 * heads * 150,
        "unemployment.benefit": float(claims * months * standard),
    }  # fmt: skip
    now["unemployment.remit_up"] = now["unemployment.benefit"] / 20
    office = Office(now, {key: amount / draw(share) for key, amount in now.items()})
    rates = {key: draw(share) for key in now}
    for fund in DRAWN:
        _lines(office, fund, rates)
        _accounts(office, fund, draw(st.floats(0.8, 1.6)), draw(st.floats(1.05, 1.3)))
    _all(office)
    _volumes(office, heads, claims, months, mean, rise, standard)
    _months(office, "unemployment.benefit")
    for sex in ("male", "female"):
        office.add("ages", fund="resident", sex=sex, age=59, persons=heads / 50)
        office.add("ages", fund="resident", sex=sex, age=65, persons=heads / 2)
    return office.tables


def _lines(office: Office, fund: str, rates: dict[str, float]) -> None:
    own = [key for key in office.now if key.startswith(f"{fund}.")]
    budgets = {key: round(office.now[key] / WAN / rates[key]) * WAN for key in own}
    spent = [key for key in own if not catalog.lines()[key].beside]
    for key in own:
        _line(office, key, office.now[key], office.before[key], budgets[key])
    now, before = (sum(year[key] for key in spent) for year in (office.now, office.before))
    _line(office, f"{fund}.total", now, before, sum(budgets[key] for key in spent), kind="total")


def _line(office: Office, key: str, now: float, before: float, budget: float | None, kind: str = "expenditure") -> None:
    """Both years of a line, with the rates that an exact office would print."""
    fund, name = key.partition(".")[0], f"{key}支出"
    base = {"fund": fund, "line": key, "kind": kind}
    change = round((now / before - 1) * 100, 2)
    figures: Record = {
        "year": YEAR, "actual_yuan": wan(now), "stated_yoy_percent": change, "stated_yoy_step": 0.01,
        "stated_direction": "increase" if change > 0 else "decrease", "printed_name": name, "printed_budget_name": name,
    }  # fmt: skip
    if budget:
        figures |= {
            "budget_yuan": budget, "budget_step_yuan": WAN, "initial_budget_yuan": budget,
            "initial_budget_step_yuan": WAN, "stated_completion_percent": round(now / budget * 100, 2),
            "stated_completion_step": 0.01,
        }  # fmt: skip
    office.add("lines", **base, **figures, actual_step_yuan=WAN)
    office.add("lines", **base, year=YEAR - 1, actual_yuan=wan(before), actual_step_yuan=WAN)
    office.add(
        "reasons", fund=fund, line=key, year=YEAR, factor="volume", direction=figures["stated_direction"],
        cause_zh="因", cause_en="cause", document=f"新人社发〔{YEAR}〕12号", source="test",
    )  # fmt: skip


def _accounts(office: Office, fund: str, cover: float, gain: float) -> None:
    """Balances of both years that roll forward."""
    opening = cover * sum(x for key, x in office.before.items() if key.startswith(f"{fund}."))
    for year, lines in ((YEAR - 1, office.before), (YEAR, office.now)):
        spent = sum(x for key, x in lines.items() if key.startswith(f"{fund}."))
        income = spent * gain
        figures = {"opening": opening, "income": income, "expenditure": spent, "closing": opening + income - spent}
        for item, amount in figures.items():
            office.add("accounts", fund=fund, year=year, item=item, amount_yuan=wan(amount), amount_step_yuan=WAN)
        opening = figures["closing"]


def _all(office: Office) -> None:
    """All funds together, from the printed figures of each, with what is remitted up."""
    rows = list(office.tables["accounts"])
    for year in (YEAR - 1, YEAR):
        for item in ("opening", "income", "expenditure", "closing"):
            amount = sum(r["amount_yuan"] for r in rows if (r["year"], r["item"]) == (year, item))
            office.add("accounts", fund="all", year=year, item=item, amount_yuan=amount, amount_step_yuan=4 * WAN)
    _line(office, "all.total", sum(office.now.values()), sum(office.before.values()), None, kind="total")


def _volumes(office: Office, heads: int, claims: int, months: int, mean: int, rise: int, standard: int) -> None:
    """Standards and heads that make the amounts, and the counts that a report would state of them."""
    given = {
        "unemployment.benefit_standard": standard, "unemployment.new_claims": claims,
        "unemployment.mean_months": months, "unemployment.insured": 900_000, "resident.basic_standard": 150,
        "resident.recipients": heads,
    }  # fmt: skip
    for key, value in given.items():
        office.add("parameters", key=key, from_month=f"{YEAR}-01", value=value)
    counts = {
        "public": {"mean_pension": mean, "mean_pension_rise": rise, "insured": 3 * heads,
                   "mean_pension_rise_rate": (round(rise / (mean - rise) * 100, 2), 0.01)},
        "resident": {"insured": 3 * heads, "basic_standard": 150, "basic_standard_rise": 5, "new_recipients": 300,
                     "new_recipients_contributing": 200, "new_recipients_noncontributing": 100},
        "unemployment": {"insured": 900_000, "new_claims": claims, "benefit_standard": standard,
                         "recipients": claims * months},
        "all": {"funds_administered": 3, "funds_analysed": 3},
    }  # fmt: skip
    for fund, values in counts.items():
        for name, value in values.items():
            _count(office, fund, name, value, YEAR)
    _count(office, "resident", "basic_standard", 145, YEAR - 1)
    office.add(
        "indicators", fund="public", key="outcome.satisfaction", year=YEAR, kind="outcome", name_zh="满意率",
        name_en="satisfaction", value=95, unit_zh="%", unit_en="%", comparison=">=",
    )  # fmt: skip
    raised = {"amount_yuan": wan(heads * rise * 12), "amount_step_yuan": WAN}
    office.tables["reasons"].append(
        office.tables["reasons"][0] | {"line": "public.pension", "fund": "public", "factor": "policy", "direction": ""} | raised
    )  # fmt: skip


def _count(office: Office, fund: str, name: str, value: Any, year: int) -> None:
    exact, step = value if isinstance(value, tuple) else (value, None)
    known = catalog.parameters().get(f"{fund}.{name}")
    office.add(
        "indicators", fund=fund, key=f"count.{name}", year=year, kind="count", name_zh=known.name.zh if known else name,
        name_en=name, value=exact, step=step,
    )  # fmt: skip


def _months(office: Office, key: str) -> None:
    """Three years of a line by month, cumulative, that end as the years do."""
    fund, _, item = key.partition(".")
    for year, amount in ((YEAR - 2, office.before), (YEAR - 1, office.before), (YEAR, office.now)):
        for month in range(1, 13):
            value = float(round(amount[key] / WAN * month / 12))
            office.add("history", series=key, fund=fund, item=item, period=f"{year}-{month:02d}", counts="cumulative",
                       value=value, unit="万元")  # fmt: skip
