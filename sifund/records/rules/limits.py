"""Limits in law that rules compare with and the model does not price: dated, each said once. Those that the model has come
from its parameters' alerts."""

from __future__ import annotations

from sifund import catalog
from sifund.declare.parameter import Limit
from sifund.funds import unemployment
from sifund.text import Cite, Text

REFUND_2021 = Cite("人社部发〔2021〕29号", Text("稳岗返还的条件和比例", "conditions and rates of the refund to firms"))
LAYOFFS_2021 = Cite(
    "新人社发〔2021〕33号",
    Text("2021年裁员率不高于城镇调查失业率控制目标6%", "2021: layoffs up to the target for surveyed unemployment, 6%"),
)
LAYOFFS_2024 = Cite(
    "人社部发〔2024〕40号",
    Text("裁员率不高于上年度全国控制目标5.5%", "layoffs up to last year's national target, 5.5%"),
)
LAYOFF_RATE = (Limit(2021, 6, LAYOFFS_2021), Limit(2024, 5.5, LAYOFFS_2024))
"""Percent of the mean of the insured that a firm may have laid off."""
SMALL_FIRM = (Limit(2020, 30, REFUND_2021),)
"""Insured at the year's end up to which a firm is small."""
SMALL_LAYOFF_RATE = (Limit(2020, 20, REFUND_2021),)
"""Percent of the insured at the year's end that a small firm may have laid off."""
REFUND_MONTHS = (Limit(2015, 12, REFUND_2021),)
"""Months for which a firm must have paid."""
ASSISTANCE = unemployment.ASSISTANCE_RULE
ASSISTANCE_MONTHS = 6
RESIDENT_AGE = 60
"""Years at which the resident pension begins (国发〔2014〕8号 第6条)."""
WORKING_AGE = 16
"""Years from which one may be employed (劳动法 第15条)."""
ARREARS_MONTHS = 36
"""Months that may be paid up at once without a document (人社部发〔2016〕132号)."""
BACK_MONTHS = 12
"""Months that arrears may reach back without a decision: the program's own."""
WARDS = 3
"""Persons for whom one account may receive: a guardian and two wards; the program's own."""
REGISTER_LATE = 2
"""Months by which a register of deaths may be late: the program's own."""
LAST_SPELL = 3
"""Months in the last firm below which a claim is looked at: an audit's own (威海市审计局)."""
CLAIMS_SHARE, CLAIMS_LEAST = 50, 5
"""Percent of a firm's staff, and number, of claims a year above which they are looked at: an audit's own."""
LUMP_MONTHS = 24
"""Months of a farm worker's lump sum at most, one for a year worked."""
SKILLS_MONTHS, SKILLS_A_YEAR = 12, 3
"""Months after a certificate's issue to claim in, and claims a year."""
SKILLS_2017 = Cite("人社部发〔2017〕40号", Text("累计缴费36个月", "36 months contributed"))
SKILLS_2019 = Cite("国办发〔2019〕24号", Text("放宽至12个月", "12 months are enough"), checked=False)
SKILLS_CONTRIBUTED = (Limit(2017, 36, SKILLS_2017), Limit(2019, 12, SKILLS_2019))
"""Months contributed from which a skills subsidy is paid."""
SCARCE = 130
"""Percent of the level's standard that a scarce occupation may be paid."""
JOBLESS_FROM = 2022 * 12
"""The month from which who draws the benefit may claim a skills subsidy too."""
BEFORE_RETIREMENT = 12
"""Months before pension age from which the benefit may run on until the pension (国发〔2019〕28号)."""
DURATION = unemployment.DURATION
DURATIONS = ((12, 12), (60, 18), (120, 24))
"""Months of contributions from which so many months of benefit may be granted."""
CONTRIBUTED = Cite("社会保险法 第45条", Text("失业前缴费满一年", "a year of contributions before"), checked=False)
CONTRIBUTED_MONTHS = 12
TRANSFER = 2
"""Months for which one may be insured in two places while a transfer is under way: the program's own."""
REGISTER_WITHIN = 1
"""Months after that of its registration in which a firm has to insure (社会保险法 第57条: 30 days)."""
SHELL_HEADS, FIRST_QUARTER = 5, 3
"""Insured from which a shell firm is looked at, and the months in which a new firm is not: an audit's own (威海市审计局)."""
SHORT_SPELL, SHORT_SPELLS = 3, 10
"""Months that a short spell lasts at most, and how many of a firm are looked at: an audit's own (威海市审计局)."""
FEWER_SHARE, FEWER_HEADS, WAGE_SHARE = 5, 3, 60
"""Percent and heads by which the insured may be fewer than declared, and percent of the wages that bases have to reach."""
FAR, EQUAL_PAYEES = 20, 10
"""Times the median from which an amount is far off, and payees of one amount: the program's own."""


def of_parameter(key: str) -> tuple[Limit, ...]:
    """The dated ceilings of a parameter of the model. Raises ValueError where it has none."""
    for alert in catalog.parameter(key).alerts:
        if alert.limits and not alert.floor:
            return alert.limits
    raise ValueError(f"{key} has no dated limit")
