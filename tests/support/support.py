"""Helpers of the tests: scenarios from text, figures in 万元, random scenarios, small datasets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st
from pydantic import BaseModel

from sifund import catalog
from sifund import dataset as datasets
from sifund.analysis.own import stands
from sifund.dataset import Dataset
from sifund.dataset.schema import AccountRow, LineRow, MetaRow, ParameterRow
from sifund.declare.parameter import Parameter, Steps, month_of
from sifund.importer.files import collect
from sifund.importer.source import Imported, read_files
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.scenario import Scenario, parse

WAN = 10_000
FEN = 0.01
INPUT_RANGES = {
    "public.opening": (5e7, 2.4e8), "resident.opening": (1.5e8, 2.4e8), "unemployment.opening": (6e8, 9e8),
    "public.income": (3.2e9, 4e9), "resident.income": (2.2e8, 3e8), "unemployment.income": (4e8, 8e8),
}  # fmt: skip


def scenario(dataset: Dataset, text: str) -> Scenario:
    """The scenario of a text that has nothing to notice."""
    found, notices = parse(text, dataset)
    assert not notices, [n("en") for n in notices]
    return found


def run(dataset: Dataset, text: str = "", years: int = 6) -> Side:
    """The side of a scenario's text; without one, the baseline."""
    return Case(dataset, scenario(dataset, text).changes, years).side("scenario" if text else "baseline")


def wan(side: Side, key: str, year: int) -> float:
    """A line in a year [万元]."""
    return float(side.line(key)[side.years.index(year)]) / WAN


def balance(side: Side, fund: str, measure: str, year: int) -> float:
    """A fund's measure in a year [万元; cover in months]; NaN where it has no value."""
    value = side.value(fund, measure, year)
    return float("nan") if value is None else value if measure.startswith("cover") else value / WAN


def plain_line(line: str) -> bool:
    """One line that can be printed anywhere."""
    return bool(line) and line.isprintable()


# --- random scenarios -------------------------------------------------------------------------------------------------


@cache
def sample() -> Dataset:
    """The shipped dataset, for strategies, which take no fixtures."""
    return datasets.find("urumqi-2021")


def value_range(dataset: Dataset, p: Parameter, *, hard: bool) -> tuple[float, float]:
    if hard or p.options:
        return p.low, p.high
    value = calibrate(dataset).value_at(p.key, month_of(dataset.base_year + 1))
    if value is None and p.key != "public.subsidy":
        path = stands(Case(dataset).side("baseline"), p)  # worked out as long as nothing is typed
        value = None if path is None else float(path[12])
    return p.soft_range(value) if value is not None else (0.0, min(p.high, 3e9))


@st.composite
def steps(draw: st.DrawFn, p: Parameter, low: float, high: float, last_year: int = 2026) -> Steps:
    """Dated values in a range, to four decimals, so that they can be typed."""

    def value() -> float:
        if p.options:
            return float(draw(st.integers(0, len(p.options) - 1)))
        return round(draw(st.floats(low, high)), 4) + 0.0

    if not p.dated:
        return ((0, value()),)
    months = draw(st.lists(st.integers(month_of(2021), month_of(last_year, 12)), min_size=1, max_size=3, unique=True))
    return tuple((month, value()) for month in sorted(months))


@st.composite
def scenarios(draw: st.DrawFn, *, hard: bool = False, inputs: bool = True) -> Scenario:
    """Several levers, drivers, assumptions and choices, and perhaps base-year inputs, changed at random months."""
    table = catalog.parameters()
    moves = [k for k, p in table.items() if p.kind != "input"]
    keys = draw(st.lists(st.sampled_from(moves), max_size=5, unique=True))
    changes = [(k, draw(steps(table[k], *value_range(sample(), table[k], hard=hard)))) for k in keys]
    if inputs:
        typed = draw(st.lists(st.sampled_from(sorted(INPUT_RANGES)), max_size=2, unique=True))
        changes += [(k, draw(steps(table[k], *INPUT_RANGES[k]))) for k in typed]
    return Scenario(tuple(sorted(changes)))


# --- small datasets ---------------------------------------------------------------------------------------------------


def amount(key: str, yuan: float, year: int = 2022, kind: str = "expenditure") -> LineRow:
    return LineRow.model_validate({
        "fund": key.partition(".")[0], "line": key, "kind": kind, "year": year, "actual_yuan": yuan,
        "basis": "reported", "source": "test",
    })  # fmt: skip


def given(key: str, value: float, from_month: str = "2022-01") -> ParameterRow:
    return ParameterRow(key=key, from_month=from_month, value=value, basis="reported", source="test")


def account(fund: str, item: str, yuan: float, year: int = 2022) -> AccountRow:
    return AccountRow.model_validate({
        "fund": fund, "item": item, "amount_yuan": yuan, "year": year, "basis": "reported", "source": "test",
    })  # fmt: skip


def small(
    lines: Sequence[LineRow], parameters: Iterable[ParameterRow] = (), accounts: Iterable[AccountRow] = (),
    months: int = 12,
) -> Dataset:  # fmt: skip
    """An office's dataset of 2022 from a few rows."""
    meta = MetaRow(code="small", name_zh="小", name_en="small", base_year=2022, months_covered=months)
    tables: dict[str, Sequence[BaseModel]] = {
        "meta": [meta], "lines": lines, "parameters": list(parameters), "accounts": list(accounts),
    }  # fmt: skip
    return datasets.make(tables)


PRINTED = {  # yuan, §3.2 of the report
    "public.pension": 3_111_400_000, "public.transfer_out": 22_300_000,
    "resident.basic_pension": 184_980_000, "resident.account_pension": 11_450_000, "resident.funeral": 2_760_000,
    "resident.transfer_out": 78_000,
    "unemployment.benefit": 177_630_000, "unemployment.medical": 88_890_000, "unemployment.funeral": 1_680_000,
    "unemployment.training": 150, "unemployment.stabilisation_refund": 122_350_000, "unemployment.skills": 8_330_000,
    "unemployment.other_cost": 34_780_000, "unemployment.assistance": 76_540_000, "unemployment.transfer_out": 820_000,
    "unemployment.remit_up": 86_470_000,
}  # fmt: skip


def read_path(source: Path) -> Imported:
    """The dataset of a folder or file, read in this process. Raises SifundError with every problem, OSError where reading
    fails."""
    return read_files(collect(source))
