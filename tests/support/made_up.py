"""Three made-up offices, each in the product's own template: what they give, and what they do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sifund.dataset import Dataset
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.importer.template import workbook

Cells = Mapping[str, str]


def line(fund: str, name: str, kind: str, wan: str, **more: str) -> Cells:
    return {
        "fund": fund,
        "line": name,
        "kind": kind,
        "unit": "万元",
        "actual": wan,
        "basis": "报告",
        "source": "决算表",
        **more,
    }


def account(fund: str, item: str, wan: str) -> Cells:
    return {"fund": fund, "item": item, "amount": wan, "unit": "万元", "basis": "报告", "source": "决算表"}


def parameter(key: str, value: str, from_month: str = "2023-01") -> Cells:
    return {"key": key, "from_month": from_month, "value": value, "basis": "报告", "source": "统计表"}


def office(
    code: str, lines: Sequence[Cells], accounts: Sequence[Cells], parameters: Sequence[Cells], months: int = 12
) -> Dataset:
    """The dataset that the importer reads from the filled-in template."""
    meta = {"code": code, "name_zh": f"{code}市2023年度", "name_en": f"City of {code}, 2023", "base_year": "2023",
            "months_covered": str(months), "source_zh": "2023年决算", "source_en": "Final accounts of 2023"}  # fmt: skip
    page = workbook({"meta": [meta], "lines": lines, "accounts": accounts, "parameters": parameters})
    return read_files([File(f"{code}.xlsx", page)]).dataset


@cache
def incomes_and_closing() -> Dataset:
    """Income lines and closing balances, no opening, no total; interest is reported by one fund and not by the other."""
    lines = [
        line("居民养老", "基础养老金支出", "支出", "9,600"), line("居民养老", "个人账户养老金支出", "支出", "1,400"),
        line("居民养老", "丧葬补助金支出", "支出", "120"),
        line("居民养老", "个人缴费收入", "收入", "27,400"), line("居民养老", "财政补贴收入", "收入", "12,150"),
        line("居民养老", "利息收入", "收入", "5,200"), line("居民养老", "集体补助收入", "收入", "35"),
        line("失业保险", "失业保险金支出", "支出", "6,000"), line("失业保险", "稳岗返还", "支出", "2,100"),
        line("失业保险", "失业保险费收入", "收入", "11,400"),
    ]  # fmt: skip
    accounts = [account("居民养老", "年末结余", "273,100"), account("失业保险", "年末结余", "24,850")]
    parameters = [
        parameter("resident.basic_standard", "200"), parameter("resident.contributors", "400000"),
        parameter("unemployment.benefit_standard", "1800"), parameter("unemployment.new_claims", "4000"),
        parameter("unemployment.insured", "180000"),
    ]  # fmt: skip
    return office("shan", lines, accounts, parameters)


@cache
def nine_months() -> Dataset:
    """January to September, two funds, no balance at all; a yearly payment still to come."""
    lines = [
        line("失业保险", "失业保险金支出", "支出", "4,500"), line("失业保险", "失业保险费收入", "收入", "7,800"),
        line("失业保险", "利息收入", "收入", "310"), line("失业保险", "价格临时补贴", "支出", "45"),
        line("机关养老", "基本养老金支出", "支出", "81,000"), line("机关养老", "基本养老保险费收入", "收入", "60,300"),
    ]  # fmt: skip
    parameters = [
        parameter("unemployment.benefit_standard", "1800"), parameter("unemployment.new_claims", "3600"),
        parameter("public.active_members", "30000"), parameter("public.prior_pension", "5600"),
    ]  # fmt: skip
    return office("jiang", lines, [], parameters, months=9)


@cache
def own_words() -> Dataset:
    """Its own words for subsidies and interest, totals of income and expenditure that hold more than its lines."""
    lines = [
        line("居民养老", "基础养老金支出", "支出", "7,900"), line("居民养老", "个人账户养老金支出", "支出", "800"),
        line("居民养老", "个人缴费", "收入", "2,000"), line("居民养老", "政府补贴收入", "收入", "7,543"),
        line("居民养老", "滞纳金", "收入", "20"), line("居民养老", "合计", "合计", "8,760"),
        line("失业保险", "失业保险金支出", "支出", "3,000"), line("失业保险", "单位缴费收入", "收入", "2,500"),
        line("失业保险", "职工缴费收入", "收入", "2,400"), line("失业保险", "专户存款利息收入", "收入", "90"),
    ]  # fmt: skip
    accounts = [
        account("居民养老", "年初结余", "20,000"), account("居民养老", "收入", "10,043"), account("居民养老", "年末结余", "21,283"),
        account("失业保险", "年初结余", "5,000"), account("失业保险", "年末结余", "6,990"),
    ]  # fmt: skip
    parameters = [
        parameter("resident.basic_standard", "180"), parameter("resident.contributors", "60000"),
        parameter("unemployment.benefit_standard", "1500"), parameter("unemployment.insured", "90000"),
        parameter("unemployment.new_claims", "2000"),
    ]  # fmt: skip
    return office("he", lines, accounts, parameters)


OFFICES = {"incomes_and_closing": incomes_and_closing, "nine_months": nine_months, "own_words": own_words}
