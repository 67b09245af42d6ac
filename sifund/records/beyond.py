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
OTHERWISE: Mapping[str, Text] = {
    "C03 C28": Text("看缴费，不看参保经历", "contributions are looked at, not spells"),
    "C11": Text("从未参保的单位不列：与没有职工的分不开",
                "a firm that never insured anybody is not named: it cannot be told from one without employees"),
    "C19 C20 P08 P09 P38 P69 P71 P80 P81": Text("死亡、服刑看人员表，不看外部名册",
                                                "deaths and prison terms are those of the persons table, not of registers"),
    "P22": Text("4人以上才列：监护人可代领3人", "from four persons on: a guardian may receive for three"),
    "P23": Text("比较证件号码：户名不进入明细", "numbers are compared: names never enter"),
    "P29": Text("只看重发次数：银行流水按批次，看不到原支付是否退票",
                "only how often: the bank's rows are batches, which do not say whether the first was returned"),
    "P32": Text("只看相同金额：单是整数的不列", "only equal amounts: one that is merely round is not named"),
    "P34": Text("只看代缴医保而当月没有领金的：自愿参加居民医保的，明细里看不到",
                "only medical without benefit: resident medical kept by choice is not in the records"),
    "P35": Text("与标准比较：代缴的基数不在明细里", "against standards: its base is not in the records"),
    "P37": Text("工伤保险的丧葬补助不在明细里", "work injury's funeral grants are not in the records"),
    "P61": Text("与单位年度表的实缴比较", "against what firms' years say was paid"),
    "P65": Text("只看机关：事业单位是否由财政全额供养，明细里看不到",
                "only government bodies: whether an institution is fully funded is not in the records"),
    "P66": Text("分配约定看外部名册", "agreements are those of a register"),
    "P73": Text("职工养老金不在明细里", "employees' pensions are not in the records"),
}  # fmt: skip
"""Where rules compare something else, or less, than the matrix says, and why."""
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
