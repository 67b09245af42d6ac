"""The tables of a dataset: one Pydantic model a table, units in the column names, amounts in yuan.

`step` columns hold the rounding unit of the printed figure (1 万元 printed is known to ±0.5 万元), so that checks know
the interval that a printed figure allows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sifund.text import unfit

Basis = Literal["reported", "derived", "assumed"]
Direction = Literal["", "increase", "decrease"]
AMOUNT = 1e13
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=80)]
FundKey = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Year = Annotated[int, Field(ge=1990, le=2100)]
Yuan = Annotated[float, Field(ge=-AMOUNT, le=AMOUNT, allow_inf_nan=False)]
Figure = Annotated[float, Field(ge=-AMOUNT, le=AMOUNT, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=AMOUNT, allow_inf_nan=False)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)]


def _fit(words: str) -> str:
    """What no text may hold stands in none."""
    if codes := unfit(words):
        raise PydanticCustomError("unfit", "holds {codes}", {"codes": ", ".join(codes)})
    return words


Words = Annotated[str, Field(max_length=2000), AfterValidator(_fit)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_fit)]
MonthText = Annotated[str, Field(pattern=r"^(199[0-9]|20[0-9]{2}|2100)-(0[1-9]|1[0-2])$")]
Period = Annotated[str, Field(pattern=r"^(199[0-9]|20[0-9]{2}|2100)(-(0[1-9]|1[0-2]))?$")]
Counts = Literal["cumulative", "single", "stock"]
Sex = Literal["male", "female"]


class Row(BaseModel):
    """What every row of a table has in common: nothing unknown, its basis, and where it stands in the source."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    basis: Basis
    source: Words = ""
    formula: Words = ""
    reason_zh: Words = ""
    reason_en: Words = ""

    @model_validator(mode="after")
    def _has_its_ground(self) -> Row:
        need = {"reported": self.source, "derived": self.formula, "assumed": self.reason_zh and self.reason_en}
        if not need[self.basis]:
            raise PydanticCustomError("ground", "a {basis} value lacks its ground", {"basis": self.basis})
        return self


class LineRow(Row):
    """A budget line or total of a year: 年初预算数, 调整预算数, 执行数 and what the source states of them.

    `basis` is that of the outturn; a budget with a formula of its own is derived, any other is reported.
    `stated_direction` is the source's word beside its year-on-year change (增长 or 减少); the printed names are what it
    calls the item where it gives the budget and where it gives the outturn.
    """

    fund: FundKey
    line: Key
    kind: Literal["expenditure", "income", "total"]
    name_zh: Words = ""
    name_en: Words = ""
    year: Year
    initial_budget_formula: Words = ""
    budget_formula: Words = ""
    initial_budget_yuan: Amount | None = None
    initial_budget_step_yuan: Amount | None = None
    budget_yuan: Amount | None = None
    budget_step_yuan: Amount | None = None
    actual_yuan: Amount | None = None
    actual_step_yuan: Amount | None = None
    stated_completion_percent: Percent | None = None
    stated_completion_step: Number | None = None
    stated_yoy_percent: Percent | None = None
    stated_yoy_step: Number | None = None
    stated_direction: Direction = ""
    printed_budget_name: Words = ""
    printed_name: Words = ""


class AccountRow(Row):
    """A balance-sheet figure of a fund or of all funds: opening, income, expenditure, closing, outlay."""

    fund: FundKey
    year: Year
    item: Literal["opening", "income", "expenditure", "closing", "outlay"]
    amount_yuan: Yuan
    amount_step_yuan: Amount | None = None
    low_yuan: Yuan | None = None
    high_yuan: Yuan | None = None


class ParameterRow(Row):
    """The value of a parameter from a month on, in the parameter's own unit."""

    key: Key
    from_month: MonthText
    value: Number
    low: Number | None = None
    high: Number | None = None
    document: Words = ""


class IndicatorRow(Row):
    """A performance target, its outcome, or a count that the source states."""

    fund: FundKey
    year: Year
    key: Key
    kind: Literal["target", "outcome", "count"]
    name_zh: Name
    name_en: Name
    comparison: Literal["=", ">=", ">", "<=", "<"] = "="
    value: Number | None = None
    step: Amount | None = None
    unit_zh: Words = ""
    unit_en: Words = ""


class ReasonRow(Row):
    """A reason that the source gives for a line's change, in our own words, with its document and amount.

    `direction` is the change that the source says it explains, where it says so.
    """

    fund: FundKey
    line: Key
    year: Year
    factor: Literal["standard", "volume", "timing", "policy", "other"]
    direction: Direction = ""
    cause_zh: Annotated[Words, Field(min_length=1)]
    cause_en: Annotated[Words, Field(min_length=1)]
    amount_yuan: Yuan | None = None
    amount_step_yuan: Amount | None = None
    document: Words = ""


class LawRow(BaseModel):
    """What a local rule allows from a month on, in the parameter's own unit, with its document.

    Local law later than the base year stands here: it moves no money and is no part of the fingerprint. `checked` is
    whether a public copy was read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    key: Key
    from_month: MonthText
    value: Number
    document: Name
    checked: bool = False


class HistoryRow(Row):
    """A figure of a series in a year (2021) or a month (2021-06), in the unit that the row names.

    `counts`: an amount is cumulative from January or the month's alone; a stock stands at the month's end. `fund` may be one
    that the catalog does not know: then the row names it. `item` is income, expenditure, a line's own name, a count or rate.
    """

    series: Key
    fund: FundKey
    fund_zh: Words = ""
    fund_en: Words = ""
    item: FundKey
    name_zh: Words = ""
    name_en: Words = ""
    period: Period
    counts: Counts
    value: Figure
    unit: Literal["元", "万元", "亿元", "人", "万人", "%"]


class AgesRow(Row):
    """Persons of a fund by sex and age in whole years at the end of the base year: those who draw a pension and those who will,
    in one table."""

    fund: FundKey
    sex: Sex
    age: Annotated[int, Field(ge=0, le=120)]
    persons: Amount


class MetaRow(BaseModel):
    """Whose data this is, and which months of the base year it covers (from January)."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    name_zh: Name
    name_en: Name
    base_year: Year
    months_covered: Annotated[int, Field(ge=1, le=12)] = 12
    source_zh: Words = ""
    source_en: Words = ""


TABLES: dict[str, type[BaseModel]] = {
    "meta": MetaRow,
    "lines": LineRow,
    "accounts": AccountRow,
    "parameters": ParameterRow,
    "indicators": IndicatorRow,
    "reasons": ReasonRow,
    "law": LawRow,
    "history": HistoryRow,
    "ages": AgesRow,
}
BESIDE = ("law",)
"""Tables that stand beside a dataset: no part of its fingerprint."""
LATER = ("history", "ages")
"""Tables younger than the first fingerprints: part of one where they are filled."""
KEYS: dict[str, tuple[str, ...]] = {
    "lines": ("line", "year"),
    "accounts": ("fund", "year", "item", "source"),
    "parameters": ("key", "from_month"),
    "indicators": ("fund", "year", "key"),
    "law": ("key", "from_month"),
    "history": ("series", "period"),
    "ages": ("fund", "sex", "age"),
}
"""What may not stand twice in a table."""
