"""Indicators of the office's matrix that no table here carries: never checked, and what each would need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sifund.records.rule import HIGH, LOW, MEDIUM, Risk
from sifund.records.rules import rules
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Beyond:
    """An indicator without a rule; `needs` are tables and columns that records do not have."""

    code: str
    name: Text
    risk: Risk
    needs: tuple[str, ...]


BEYOND = (
    Beyond("C12", Text("单位连续欠费三个月以上", "Firm in arrears for three months or more"), MEDIUM, ("declarations",)),
    Beyond("C13", Text("欠费未计滞纳金", "Late payment without surcharge"), LOW, ("declarations",)),
    Beyond("C16", Text("临近退休集中补缴", "Arrears posted in the 24 months before retirement"), MEDIUM, ("pensions",)),
    Beyond("C23", Text("姓名和证件号码“双改”", "Both name and identity number of an account changed"), MEDIUM, ("operations",)),
    Beyond("C33", Text("个人账户记账额与缴费不符", "Account credit is not the contribution"), MEDIUM, ("accounts",)),
    Beyond("P04", Text("领取期间有工资个税申报", "Benefit while wages are declared for tax"), MEDIUM, ("tax_persons",)),
    Beyond("P15", Text("档次与缴费年限或地区不符", "Tier does not fit years or area"), MEDIUM, ("districts",)),
    Beyond("P24", Text("待遇账户与经办人员账户相同", "Benefit goes to an account of a member of staff"), HIGH, ("staff",)),
    Beyond("P25", Text("短期内变更收款账户后大额发放", "Account changed shortly before a large payment"), MEDIUM, ("operations",)),
    Beyond("P27", Text("非工作时间或离岗人员经办", "Operation by a departed or absent operator"), MEDIUM, ("operations", "staff")),
    Beyond("P68", Text("备付期限不足仍发放返还", "Refund although cover of the year before is under 12 months"), MEDIUM, ("cover",)),
    Beyond("P72", Text("缓刑、监外执行期间参加调整", "Adjusted although on probation or outside execution"), MEDIUM, ("adjustments",)),
    Beyond("P75", Text("12个月以上未作资格认证仍发放", "No proof of life for over 12 months, still paid"), MEDIUM, ("verifications",)),
    Beyond("P76", Text("高龄且从无自助认证、认证地异常", "Very old, never verified oneself, always elsewhere"), LOW, ("verifications",)),
    Beyond("P79", Text("个人账户养老金不等于余额÷139", "Account pension is not balance ÷ 139"), MEDIUM, ("accounts",)),
    Beyond("P82", Text("暂停发放人员未清理或补发错误", "Suspended recipient not settled, or back-pay wrong"), LOW, ("suspensions",)),
    Beyond("P83", Text("达到条件前提前领取（提前退休）", "Pension before the lawful age"), HIGH, ("pensions",)),
    Beyond("P84", Text("同一人出生日期前后不一致后退休", "Birth date changed before retirement"), MEDIUM, ("operations", "pensions")),
    Beyond("P85", Text("养老金调整金额与办法不符", "Adjustment is not what the notice gives"), MEDIUM, ("adjustments", "pensions")),
    Beyond("P86", Text("转移支出重复或金额与账户不符", "Transfer out twice, or not the account's amount"), MEDIUM,
           ("transfers", "accounts")),
    Beyond("P87", Text("死亡人员个人账户余额未清退", "Account of a person dead over 12 months not settled"), LOW, ("accounts",)),
)  # fmt: skip
TIED = ("C35", "P88")
"""Indicators that `records tie` compares: treasury and bank, business and ledger and bank."""


def not_checked(
    checked: Iterable[str], unchecked: Mapping[str, Iterable[str]]
) -> dict[str, tuple[Text, tuple[str, ...]]]:
    """Every indicator that was not checked, by code: its name and what it needs. Those without a rule count where all rules were
    asked for."""
    every = rules()
    listed = {code: (every[code].name, tuple(keys)) for code, keys in unchecked.items() if code in every}
    if every.keys() <= {*checked, *unchecked}:
        listed |= {one.code: (one.name, one.needs) for one in BEYOND}
    return dict(sorted(listed.items()))
