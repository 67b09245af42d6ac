"""A made-up city, as an office would fill in the template: the example that the template shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sifund import catalog
from sifund.importer.columns import columns
from sifund.text import Text

Rows = Sequence[Mapping[str, str]]
_REPORT = {"fund": "失业保险", "year": "2022", "unit": "万元", "basis": "报告", "source": "2022年决算表"}
_STANDARD = {"basis": "报告", "source": "2022年工作总结"}
_ASSUMED = {
    "basis": "假设",
    "reason_zh": "2021年缴费收入按企业规模估计",
    "reason_en": "Contributions of 2021, split by size of firm",
}

EXAMPLE: Mapping[str, Rows] = {
    "meta": [{
        "code": "example-2022", "name_zh": "示例市2022年度", "name_en": "Example city, 2022", "base_year": "2022",
        "months_covered": "12", "source_zh": "示例市2022年度决算", "source_en": "Final accounts of 2022",
    }],
    "lines": [
        _REPORT | {"line": "失业保险金支出", "kind": "支出", "initial_budget": "5,000", "budget": "5,200", "actual": "5,148.5"},
        _REPORT | {"line": "基本医疗保险费支出", "kind": "支出", "initial_budget": "2,300", "budget": "2,300", "actual": "2,287"},
        _REPORT | {"line": "稳定岗位补贴支出", "kind": "支出", "initial_budget": "3,000", "budget": "3,600", "actual": "3,450"},
        _REPORT | {"line": "价格临时补贴支出", "kind": "支出", "name_en": "Temporary price relief", "actual": "120"},
        _REPORT | {"line": "失业保险费收入", "kind": "收入", "budget": "12,000", "actual": "12,480"},
        _REPORT | {"line": "合计", "kind": "合计", "initial_budget": "10,420", "budget": "11,220", "actual": "11,005.5",
                   "stated_completion": "98.09"},
        _REPORT | {"line": "失业保险金支出", "kind": "支出", "year": "2021", "actual": "4,690"},
    ],
    "accounts": [
        _REPORT | {"item": "年初结余", "amount": "15,300"},
        _REPORT | {"item": "收入", "amount": "12,790"},
        _REPORT | {"item": "支出", "amount": "11,005.5"},
        _REPORT | {"item": "年末结余", "amount": "", "formula": "15300 + 12790 - 11005.5", "basis": "推算"},
    ],
    "parameters": [
        _STANDARD | {"key": "unemployment.benefit_standard", "from_month": "2022-01", "value": "1530"},
        _STANDARD | {"key": "unemployment.new_claims", "from_month": "2022-01", "value": "3020"},
        _STANDARD | {"key": "unemployment.insured", "from_month": "2022-01", "value": "200000"},
        _STANDARD | {"key": "unemployment.refund_rate_sme", "from_month": "2022-01", "value": "90%"},
        _ASSUMED | {"key": "unemployment.prior_contributions_sme", "from_month": "2022-01", "value": "40000000",
                    "low": "35000000", "high": "45000000"},
        _ASSUMED | {"key": "unemployment.prior_contributions_large", "from_month": "2022-01", "value": "60000000",
                    "low": "55000000", "high": "65000000"},
    ],
    "indicators": [
        _STANDARD | {"fund": "失业保险", "year": "2022", "key": "target.satisfaction", "kind": "目标", "name_zh": "群众满意度",
                     "name_en": "Public satisfaction", "comparison": ">=", "value": "90", "unit_zh": "%", "unit_en": "%"},
    ],
    "reasons": [
        _REPORT | {"line": "失业保险金支出", "factor": "标准", "cause_zh": "2022年1月起标准提高到每月1,530元",
                   "cause_en": "From January 2022 the benefit is 1,530 yuan a month"},
    ],
    "law": [
        {"key": "unemployment.minimum_wage", "from_month": "2022-01", "value": "1700", "document": "最低工资标准的通知", "checked": "否"},
        {"key": "unemployment.minimum_wage", "from_month": "2025-01", "value": "2070", "document": "最低工资标准的通知", "checked": "是"},
    ],
}  # fmt: skip


def prefilled() -> Mapping[str, Rows]:
    """The empty template's rows: every line and balance by name, for the office to fill in or leave."""
    kinds = {"expenditure": "支出", "income": "收入"}
    lines = [
        {"fund": catalog.fund_name(line.fund, short=True).zh, "line": line.name.zh, "kind": kinds[line.kind], "unit": "万元"}
        for line in catalog.lines().values()
    ]  # fmt: skip
    items = _words("item")
    funds = [words.zh for words in _words("fund").values()]
    totals = [{"fund": fund, "line": "合计", "kind": "合计", "unit": "万元"} for fund in funds]
    balances = [
        {"fund": fund, "item": words.zh, "unit": "万元"}
        for fund in funds for key, words in items.items() if key != "outlay"
    ]  # fmt: skip
    return {"meta": [{"months_covered": "12"}], "lines": [*lines, *totals], "accounts": balances}


def _words(key: str) -> Mapping[str, Text]:
    """The words that the template offers in a column of accounts."""
    return next(column.words for column in columns("accounts") if column.key == key)
