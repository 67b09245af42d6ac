"""Measures: what is asked of a fund year by year, each declared once with its names, its unit and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from sifund import terms
from sifund.declare.fund import Fund
from sifund.declare.unit import COVER_MONTHS, RATE, TIMES, YUAN, Unit
from sifund.terms import CLOSING_BALANCE, DEPENDENCY_RATIO, EXPENDITURE, INCOME, OPENING_BALANCE
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of a fund in a year: what it is called, what it is in words, its unit, the decimals that a frame keeps,
    whether it rests on the opening balance, and whether there is a meaning in less than nought of it."""

    key: str
    name: Text
    says: Text
    unit: Unit = YUAN
    kept_places: int = 2
    rests_on_opening: bool = False
    signed: bool = False

    def name_of(self, fund: Fund | None) -> Text:
        """What it is called for a fund, None for all together: cover has a name of its own in each."""
        return fund.cover_name if fund and self.unit is COVER_MONTHS else self.name


COVER, COVER_OWN = "cover_months", "cover_months_without_remittance"
"""Cover, and the same closing over the expenditure without what is remitted up, which is shown beside it."""
_EVERY = (
    Measure("opening", OPENING_BALANCE, Text("上年末滚存结余", "closing balance of the year before"),
            rests_on_opening=True, signed=True),
    Measure("income", INCOME, Text("当年全部收入", "all income of the year")),
    Measure("expenditure", EXPENDITURE, Text("当年全部支出，含上解", "all expenditure, remittance included")),
    Measure("surplus", Text("当期结余", "Surplus"), Text("收入减支出", "income less expenditure"), signed=True),
    Measure("closing", CLOSING_BALANCE, Text("年初结余加当期结余", "opening balance plus surplus"),
            rests_on_opening=True, signed=True),
    Measure(COVER, terms.COVER, Text("12×年末结余÷当年支出", "12 × closing ÷ the year's expenditure"),
            COVER_MONTHS, 6, rests_on_opening=True),
    Measure(COVER_OWN, Text("可支付月数（不计上解）", "Cover without the remittance"),
            Text("12×年末结余÷不含上解的支出", "12 × closing ÷ expenditure without remittance"), COVER_MONTHS, 6,
            rests_on_opening=True),
    Measure("trust_fund_ratio", Text("结余比率（年初）", "Trust-fund ratio"),
            Text("年初结余÷当年支出", "opening balance ÷ the year's expenditure"), RATE, rests_on_opening=True,
            signed=True),
    Measure("dependency", DEPENDENCY_RATIO,
            Text("每百名缴费人员对应的领取人数", "persons drawing for each hundred who pay"), RATE),
    Measure("cost_rate", Text("现收现付费率", "Pay-as-you-go rate"),
            Text("支出（不含上解）÷缴费工资", "expenditure without remittance ÷ covered wages"), RATE),
    Measure("reserve_ratio", Text("储备比率", "Reserve ratio"), Text("年末结余÷缴费工资", "closing balance ÷ covered wages"), RATE,
            rests_on_opening=True, signed=True),
    Measure("high_cost_multiple", Text("高成本倍数（暂定）", "High-cost multiple (provisional)"),
            Text("储备比率÷历史上最高三年费率的均值；现有年份不足二十年，故为暂定",
                 "reserve ratio ÷ mean of the three highest cost rates known; provisional, for want of twenty years"), TIMES,
            rests_on_opening=True, signed=True),
)  # fmt: skip
MEASURES = {measure.key: measure for measure in _EVERY}
BALANCE_SHEET = ("opening", "income", "expenditure", "surplus", "closing", COVER)
"""What every run gives for every fund and year."""
