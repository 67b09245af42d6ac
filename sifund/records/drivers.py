"""Drivers that records give: rows of a dataset's parameters, each with its formula in figures and what they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sifund.dataset import Dataset
from sifund.dataset.schema import ParameterRow
from sifund.declare.formula import Line
from sifund.declare.parameter import Month, Parameter, month_of, month_text
from sifund.funds import public, resident, unemployment
from sifund.records.about import About
from sifund.records.facts import Facts
from sifund.records.folder import Folder
from sifund.text import Text, join, plain, same

SHORT = Text("明细只到{month}，不足一年", "the records end in {month}, within the year")
NEEDS = Text("需要 {tables}", "needs {tables}")
NOTHING = Text("没有可用的记录，或全年都有减免", "there is no record to use, or the whole year has relief")
Formula = Callable[[Facts], "Figure | None"]


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """How a parameter is measured: the tables that it takes, what it is in words, and its formula in figures, None where
    there is nothing to measure. `of_year`: it needs the whole year."""

    parameter: Parameter
    says: Text
    needs: tuple[str, ...]
    formula: Formula
    of_year: bool = True


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows, and why a parameter could not be measured."""

    rows: tuple[ParameterRow, ...]
    left: tuple[tuple[Parameter, Text], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it was come by, in figures."""

    value: float
    text: str

    def over(self, below: Figure) -> Figure:
        """This over another."""
        return Figure(self.value / below.value, f"{self.text} / {below.text}")

    def plus(self, other: Figure) -> Figure:
        """The sum of both, in brackets."""
        return Figure(self.value + other.value, f"({self.text} + {other.text})")

    def percent(self, of: float = 100, sign: str = "*") -> Figure:
        """A hundred times this; with another number and sign so many hundredths of it."""
        if sign == "*":
            return Figure(self.value * of, f"{self.text} * {plain(of)}")
        return Figure(self.value * of / 100, f"{self.text} * {plain(of)} / 100")


def _yuan(fen: int) -> Figure:
    return Figure(fen / 100, f"{fen // 100}.{fen % 100:02d}" if fen % 100 else str(fen // 100))


def _whole(count: int) -> Figure:
    return Figure(float(count), str(count))


def _over(above: Figure, below: Figure) -> Figure | None:
    return above.over(below) if above.value and below.value else None


def _insured(f: Facts) -> Figure | None:
    return _over(_whole(int(f.paid_in["heads"].sum())), _whole(f.paid_in["month"].n_unique()))


def _wage_base(f: Facts) -> Figure | None:
    return _over(_yuan(int(f.paid_in["base_fen"].sum())), _whole(int(f.paid_in["heads"].sum())))


def _sme_share(f: Facts) -> Figure | None:
    small, large = (_yuan(f.ordinary(side)) for side in (False, True))
    return small.over(small.plus(large)).percent() if small.value + large.value else None


def _collection(f: Facts) -> Figure | None:
    paid, due = (
        sum(fen for _, fen, _ in f.due.values()),
        sum(base * points for base, _, points in f.due.values()) // 10_000,
    )
    return None if not due else _yuan(paid).over(_yuan(due)).percent() if paid < due else _whole(100)


def _take_up(f: Facts) -> Figure | None:
    parts = [
        _yuan(f.prior.get(large, 0)).percent(rate, "/")
        for large, rate in zip((False, True), f.refund_rates, strict=True)
    ]
    share = _over(_yuan(f.refunded), parts[0].plus(parts[1]))
    return share.percent() if share else None


def _prior(large: bool) -> Formula:
    return lambda f: _yuan(f.prior[large]) if f.prior.get(large) else None


def _amount(line: Line) -> Formula:
    return lambda f: _yuan(f.amount(line)) if f.amount(line) else None


def _each(line: Line, of: Line) -> Formula:
    """What was paid of one line for each person-month of another."""
    return lambda f: _over(_yuan(f.amount(line)), _whole(f.months(of)))


def _count(value: Callable[[Facts], int]) -> Formula:
    return lambda f: _whole(value(f)) if value(f) else None


CONTRIBUTIONS, PAID = ("contributions",), ("payments",)
MEASURES = (
    Measure(unemployment.insured, Text("正常缴费人月 ÷ 月数", "person-months of contributions ÷ months"), CONTRIBUTIONS, _insured, False),
    Measure(unemployment.wage_base, Text("缴费基数合计 ÷ 缴费人月", "sum of bases ÷ person-months"), CONTRIBUTIONS, _wage_base, False),
    Measure(unemployment.sme_share, Text("中小微企业缴费占比，减免月份除外", "small firms' share, months of relief left out"),
            (*CONTRIBUTIONS, "firm_years", "rates"), _sme_share, False),
    Measure(unemployment.collection, Text("实缴 ÷ 基数与费率之积，至多全部，减免月份除外", "paid ÷ base × rates, at most all of it, months of relief left out"),
            (*CONTRIBUTIONS, "rates"), _collection, False),
    Measure(unemployment.prior_contributions_sme, Text("上年中小微企业实缴", "paid by small firms the year before"), ("firm_years",), _prior(False)),
    Measure(unemployment.prior_contributions_large, Text("上年大型企业实缴", "paid by large firms the year before"), ("firm_years",), _prior(True)),
    Measure(unemployment.refund_take_up, Text("实际返还 ÷ 各企业应返还", "refunds paid ÷ what all firms could have"), ("refunds", "firm_years"), _take_up),
    Measure(unemployment.new_claims, Text("当年起领的核定", "claims that begin in the year"), ("claims",), _count(lambda f: f.begun(unemployment.benefit))),
    Measure(unemployment.mean_months, Text("待遇人月 ÷ 当年起领人数", "person-months of benefit ÷ claims of the year"), ("claims", *PAID),
            lambda f: _over(_whole(f.months(unemployment.benefit)), _whole(f.begun(unemployment.benefit)))),
    Measure(unemployment.medical_premium, Text("医疗保险费 ÷ 待遇人月", "medical contributions ÷ person-months of benefit"), PAID,
            _each(unemployment.medical, unemployment.benefit)),
    Measure(unemployment.funeral_per_month, Text("丧葬抚恤 ÷ 待遇人月", "death benefits ÷ person-months of benefit"), PAID,
            _each(unemployment.funeral, unemployment.benefit)),
    Measure(unemployment.rural_months, Text("一次性补助折合月数", "months of the lump sums"), PAID, _count(lambda f: f.months(unemployment.other_cost))),
    Measure(unemployment.assistance_months, Text("补助金人月", "person-months of assistance"), PAID, _count(lambda f: f.months(unemployment.assistance))),
    Measure(unemployment.skills_claims, Text("技能补贴笔数", "skills subsidies paid"), PAID, _count(lambda f: f.count(unemployment.skills))),
    Measure(unemployment.training, Text("当年支付", "paid in the year"), PAID, _amount(unemployment.training_line)),
    Measure(unemployment.transfers, Text("当年支付", "paid in the year"), PAID, _amount(unemployment.transfer_out)),
    Measure(public.transfers, Text("当年支付", "paid in the year"), PAID, _amount(public.transfer_out)),
    Measure(public.retirees, Text("养老金人月 ÷ 12", "person-months of pension ÷ 12"), PAID, lambda f: _over(_whole(f.months(public.pension)), _whole(12))),
    Measure(resident.recipients, Text("基础养老金人月 ÷ 12", "person-months of basic pension ÷ 12"), PAID, lambda f: _over(_whole(f.months(resident.basic_pension)), _whole(12))),
    Measure(resident.account_standard, Text("账户养老金 ÷ 其人月", "account pensions ÷ their person-months"), PAID,
            _each(resident.account_pension, resident.account_pension)),
    Measure(resident.transfers, Text("当年支付", "paid in the year"), PAID, _amount(resident.transfer_out)),
)  # fmt: skip


def measure(folder: Folder, about: About, dataset: Dataset) -> Measured:
    """Every driver that the tables at hand give for the dataset's base year."""
    year = dataset.base_year
    rates = (
        _in_force(dataset, unemployment.refund_rate_sme, year),
        _in_force(dataset, unemployment.refund_rate_large, year),
    )
    facts = Facts(folder, year, unemployment.FUND.key, rates)
    rows: list[ParameterRow] = []
    left: list[tuple[Parameter, Text]] = []
    for one in MEASURES:
        why = _unfit(one, folder, about, year)
        formula = None if why else one.formula(facts)
        if formula is None:
            left.append((one.parameter, why or NOTHING))
        else:
            rows.append(_row(one, formula, about, year))
    return Measured(tuple(rows), tuple(left))


def _unfit(one: Measure, folder: Folder, about: About, year: int) -> Text | None:
    """Why it cannot be measured."""
    if missing := [same(name) for name in one.needs if not folder.has(name)]:
        return NEEDS.format(tables=join(missing))
    if one.of_year and about.as_of is not None and about.as_of < month_of(year, 12):
        return SHORT.format(month=month_text(about.as_of))
    return None


def _in_force(dataset: Dataset, parameter: Parameter, year: int) -> float:
    """The value of a refund rate in October of the year: the dataset's, else the law's as the program assumes it."""
    month: Month = month_of(year, parameter.reads or 1)
    steps = dataset.steps(parameter.key) or parameter.assumed_from(dataset.base_year)
    return [value for first, value in steps if first <= month or first == steps[0][0]][-1]


def _row(one: Measure, formula: Figure, about: About, year: int) -> ParameterRow:
    source = f"records {about.fingerprint}: {', '.join(one.needs)}".replace(" :", ":")
    return ParameterRow(
        key=one.parameter.key, from_month=month_text(month_of(year)), value=formula.value, basis="derived", formula=formula.text,
        reason_zh=one.says.zh, reason_en=one.says.en, source=source,
    )  # fmt: skip
