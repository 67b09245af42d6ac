"""What the columns of an office's tables are called and may hold: words declared here, rules read off the schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sifund import catalog
from sifund.dataset.official import plain_form
from sifund.dataset.schema import TABLES
from sifund.text import Text, join, same

TABLE_NAMES = {
    "meta": Text("基本情况", "Dataset"),
    "lines": Text("收支", "Lines"),
    "accounts": Text("结余", "Accounts"),
    "parameters": Text("参数", "Parameters"),
    "indicators": Text("指标", "Indicators"),
    "reasons": Text("增减原因", "Reasons"),
    "law": Text("法规", "Law"),
    "history": Text("历史", "History"),
    "ages": Text("年龄", "Ages"),
}
NAMES = {
    "code": Text("数据集代码", "Dataset code"),
    "name_zh": Text("中文名称", "Name in Chinese"),
    "name_en": Text("英文名称", "Name in English"),
    "base_year": Text("基年", "Base year"),
    "months_covered": Text("覆盖月数", "Months covered"),
    "source_zh": Text("资料名称", "Document"),
    "source_en": Text("资料英文名称", "Document in English"),
    "series": Text("序列", "Series"),
    "fund": Text("基金", "Fund"),
    "fund_zh": Text("基金中文名", "Fund in Chinese"),
    "fund_en": Text("基金英文名", "Fund in English"),
    "line": Text("项目", "Line"),
    "kind": Text("类别", "Kind"),
    "year": Text("年度", "Year"),
    "unit": Text("单位", "Unit"),
    "initial_budget": Text("年初预算数", "Initial budget"),
    "initial_budget_formula": Text("年初预算算式", "Initial budget formula"),
    "budget": Text("调整预算数", "Adjusted budget"),
    "budget_formula": Text("调整预算算式", "Adjusted budget formula"),
    "actual": Text("执行数", "Outturn"),
    "formula": Text("算式", "Formula"),
    "stated_completion": Text("预算执行率", "Stated completion"),
    "stated_yoy": Text("同比", "Stated year on year"),
    "stated_direction": Text("同比方向", "Stated direction"),
    "printed_budget_name": Text("预算所列名称", "Name printed with the budget"),
    "printed_name": Text("执行数所列名称", "Name printed with the outturn"),
    "item": Text("科目", "Item"),
    "amount": Text("金额", "Amount"),
    "sex": Text("性别", "Sex"),
    "age": Text("周岁", "Age"),
    "persons": Text("人数", "Persons"),
    "period": Text("期间", "Period"),
    "counts": Text("计法", "Counts"),
    "low": Text("下限", "Low"),
    "high": Text("上限", "High"),
    "key": Text("代码", "Key"),
    "from_month": Text("起始月份", "From month"),
    "value": Text("数值", "Value"),
    "step": Text("末位单位", "Unit of the last digit"),
    "comparison": Text("比较", "Comparison"),
    "unit_zh": Text("计量单位", "Unit in Chinese"),
    "unit_en": Text("英文计量单位", "Unit in English"),
    "factor": Text("因素", "Factor"),
    "direction": Text("增减方向", "Direction"),
    "cause_zh": Text("原因", "Cause"),
    "cause_en": Text("英文原因", "Cause in English"),
    "document": Text("文号", "Document number"),
    "checked": Text("已核实", "Checked"),
    "basis": Text("依据", "Basis"),
    "source": Text("出处", "Source"),
    "reason_zh": Text("假设理由", "Reason"),
    "reason_en": Text("英文假设理由", "Reason in English"),
}
OTHER_NAMES = {
    "name_zh": ("名称",), "fund": ("险种", "基金名称"), "line": ("项目名称", "收支项目"), "year": ("年份",),
    "initial_budget": ("年初预算",), "budget": ("调整预算", "预算数", "预算", "本年预算数", "全年预算数"),
    "actual": ("决算数", "实际数", "决算", "执行", "实际执行数", "本年决算数", "本年执行数", "累计执行数"),
    "stated_completion": ("执行率", "完成率", "完成预算"), "stated_yoy": ("同比增减", "同比增长"), "source": ("来源",),
    "age": ("年龄", "实足年龄"), "key": ("参数", "指标代码"), "code": ("代码",), "unit_zh": ("单位",),
}  # fmt: skip
LEFT_OUT = {"序号", "编号", "行次", "栏次", "备注", "no", "remark", "remarks", "note", "notes"}
"""Columns that offices add for themselves; they are not read."""
DIRECTIONS = {"increase": Text("增加", "increase"), "decrease": Text("减少", "decrease")}
SIDES = {"expenditure": Text("支出", "expenditure"), "income": Text("收入", "income")}
OF_MONEY = {"元": Text("元", "yuan"), "万元": Text("万元", "10k yuan"), "亿元": Text("亿元", "100M yuan")}
WORDS: dict[tuple[str, str], dict[str, Text]] = {
    ("lines", "kind"): SIDES | {"total": Text("合计", "total")},
    ("indicators", "kind"): {
        "target": Text("目标", "target"), "outcome": Text("完成情况", "outcome"), "count": Text("数量", "count"),
    },
    ("accounts", "item"): {
        "opening": Text("年初结余", "opening"), **dict(reversed(SIDES.items())), "closing": Text("年末结余", "closing"),
        "outlay": Text("含上解支出", "outlay"),
    },
    ("reasons", "factor"): {
        "standard": Text("标准", "standard"), "volume": Text("数量", "volume"), "timing": Text("时间", "timing"),
        "policy": Text("政策", "policy"), "other": Text("其他", "other"),
    },
    ("*", "basis"): {
        "reported": Text("报告", "reported"), "derived": Text("推算", "derived"), "assumed": Text("假设", "assumed"),
    },
    ("*", "stated_direction"): DIRECTIONS, ("*", "direction"): DIRECTIONS,
    ("*", "unit"): OF_MONEY,
    ("history", "item"): SIDES | {"insured": Text("参保人数", "insured persons")},
    ("history", "counts"): {
        "cumulative": Text("累计", "cumulative"), "single": Text("当月", "single"), "stock": Text("期末", "stock"),
    },
    ("history", "unit"): OF_MONEY | {"人": Text("人", "persons"), "万人": Text("万人", "10k persons"), "%": same("%")},
    ("ages", "sex"): {"male": Text("男", "male"), "female": Text("女", "female")},
    ("law", "checked"): {"true": Text("是", "yes"), "false": Text("否", "no")},
    ("indicators", "comparison"): {"=": same("="), ">=": same("≥"), ">": same(">"), "<=": same("≤"), "<": same("<")},
}  # fmt: skip
_LINE = next(x for x in catalog.lines().values() if (x.fund, x.kind) == (catalog.usual().key, "expenditure"))
_LEVER = catalog.of_kind(("lever",), catalog.usual().key)[0]
SAMPLES = {
    "code": Text("小写字母、数字和连字符，最多40个，如 mycity-2022", "lower-case letters, digits, hyphens, up to 40, such as mycity-2022"),
    "line": Text(f"收支项目名称或代码，如 {_LINE.name.zh}", f"a line's name or key, such as {_LINE.key}"),
    "indicators.key": Text("小写字母代码，如 target.satisfaction", "a key in lower case, such as target.satisfaction"),
    "key": Text(f"代码，如 {_LEVER.key}", f"a key, such as {_LEVER.key}"),
    "history.fund": Text("基金名称，或自己的代码（另填基金中文名）", "a fund's name, or a code of your own (with fund_zh)"),
    "history.item": Text(f"收入、支出、参保人数，或项目名称，如 {_LINE.name.zh}", "income, expenditure, insured, or a line's name"),
    "series": Text("基金代码.科目代码；可不填", "fund.item, by their keys; may be left out"),
    "period": Text("1990至2100年的年或年-月，如 2022-04", "a year, or year and month, from 1990 to 2100, such as 2022-04"),
    "from_month": Text("1990至2100年的年-月，如 2022-04", "year and month from 1990 to 2100, such as 2022-04"),
}  # fmt: skip
IN_YUAN, NO_UNIT = ("折合元为", " once in yuan"), ("", "")
_UNIT_RULE = {"type": "string", "required": False}
MONEY = {"lines": ("initial_budget", "budget", "actual"), "accounts": ("amount", "low", "high"), "reasons": ("amount",)}
STATED = {"lines": ("stated_completion", "stated_yoy")}
PERCENTS = {
    "lines": STATED["lines"], "parameters": ("value", "low", "high"), "indicators": ("value",), "history": ("value",),
}  # fmt: skip
"""Columns in which a figure may end in a percent sign."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its key and heading, the schema's field that it fills, and what it may hold."""

    table: str
    key: str
    name: Text
    field: str
    rule: Mapping[str, Any]
    words: Mapping[str, Text]

    @property
    def money(self) -> bool:
        return self.key in MONEY.get(self.table, ())

    @property
    def required(self) -> bool:
        return self.rule["required"]

    @property
    def number(self) -> bool:
        """Whether its cells are figures, written as people write them."""
        return self.rule.get("type") in ("number", "integer")

    @property
    def percent(self) -> bool:
        return self.key in PERCENTS.get(self.table, ())

    @property
    def heading(self) -> str:
        """Chinese name and key, as the template writes it."""
        return f"{self.name.zh} {self.key}"

    @property
    def allowed(self) -> Text:
        """What a cell may hold, in words."""
        if sample := SAMPLES.get(f"{self.table}.{self.key}"):
            return sample
        if self.words:
            listed = join(
                Text(f"{word.zh}（{key}）" if word.zh != key else key, key) for key, word in self.words.items()
            )
            return listed or same("")
        if sample := SAMPLES.get(self.key):
            return sample
        if self.number:
            return _range(self.rule, IN_YUAN if self.money else NO_UNIT)
        longest = self.rule.get("maxLength", "")
        return Text(f"文字，最多{longest}字", f"text, at most {longest} characters")


def _range(rule: Mapping[str, Any], counted: tuple[str, str]) -> Text:
    low, high = rule.get("minimum"), rule.get("maximum")
    whole = rule["type"] == "integer"
    zh, en = ("整数", "a whole number") if whole else ("数字", "a number")
    if low is None or high is None:
        return Text(f"{zh}，如 1234.5", f"{en}, such as 1234.5")
    span = [f"{x:.0f}" if whole else f"{x:,.0f}" for x in (low, high)]
    return Text(f"{counted[0]}{span[0]}至{span[1]}的{zh}", f"{en} from {span[0]} to {span[1]}{counted[1]}")


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table as an office writes them, in the order of `NAMES`."""
    fields = _fields(table)
    listed = []
    for key, name in NAMES.items():
        field = next((f for f in (key, f"{key}_yuan", f"{key}_percent") if f in fields), "")
        if field or (key == "unit" and table in MONEY):
            listed.append(Column(table, key, name, field, fields.get(field, _UNIT_RULE), _words(table, key)))
    return tuple(listed)


@cache
def _fields(table: str) -> Mapping[str, Mapping[str, Any]]:
    """The rule of each field in the schema, as JSON Schema has it; `required` is part of it."""
    schema = TABLES[table].model_json_schema()
    required = schema["required"]
    return {
        field: {**next((part for part in rule.get("anyOf", ()) if part["type"] != "null"), rule), "required": field in required}
        for field, rule in schema["properties"].items()
    }  # fmt: skip


def _words(table: str, key: str) -> Mapping[str, Text]:
    if key == "fund":
        return {
            fund: catalog.fund_name(fund, short=True, count=len(catalog.all_funds()))
            for fund in (*catalog.all_funds(), catalog.ALL)
        }
    return WORDS.get((table, key)) or WORDS.get(("*", key), {})


@cache
def headings(table: str) -> Mapping[str, Column]:
    """Every accepted spelling of a heading, in plain form → its column; the schema's own fields too, as Parquet has them."""
    by_spelling: dict[str, Column] = {}
    for column in columns(table):
        others = OTHER_NAMES.get(column.key, ())
        for spelling in (column.key, column.name.zh, column.name.en, column.heading, *others):
            by_spelling.setdefault(plain_form(spelling), column)
    for field, rule in _fields(table).items():
        by_spelling.setdefault(plain_form(field), Column(table, field, same(field), field, rule, {}))
    return by_spelling
