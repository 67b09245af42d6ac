"""Headings of an office's own form: items, funds, budget or outturn, year, unit, side."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.columns import LEFT_OUT
from sifund.importer.items import balance_of, kind_of, total_of
from sifund.importer.numbers import narrow
from sifund.importer.title import unit_in

Role = Literal["item", "fund_names", "fund", "figure", "side", "left_out", "item_name", "unit", ""]
_ITEMS = {
    "项目",
    "科目",
    "收支项目",
    "项目名称",
    "收入项目",
    "支出项目",
    "科目名称",
    "收入",
    "支出",
    "预算科目",
    "收入科目",
    "支出科目",
}
_FUNDS = {"基金", "险种", "基金名称", "基金种类", "险种名称"}
_UNITS = {"单位", "计量单位", "金额单位", "货币单位"}
_MEASURES = {
    "年初预算数": "initial_budget", "年初预算": "initial_budget", "预算数": "budget", "预算": "budget", "调整预算数": "budget",
    "调整预算": "budget", "本年预算数": "budget", "全年预算数": "budget", "预算调整数": "budget", "变动预算数": "budget",
    "决算数": "actual", "决算": "actual", "执行数": "actual", "实际数": "actual", "实际执行数": "actual", "金额": "actual",
    "本年数": "actual", "累计数": "actual", "本年累计": "actual", "本年累计数": "actual", "全年累计": "actual", "累计执行数": "actual",
    "本年决算数": "actual", "本年执行数": "actual", "预计执行数": "actual", "发生额": "actual", "本年发生额": "actual",
    "本年金额": "actual",
    "完成率": "stated_completion", "执行率": "stated_completion", "预算执行率": "stated_completion", "完成预算": "stated_completion",
    "占预算": "stated_completion", "同比": "stated_yoy", "同比增减": "stated_yoy", "比上年增减": "stated_yoy", "同比增长": "stated_yoy",
}  # fmt: skip
_GENERAL = {"金额", "发生额", "本年发生额", "本年金额", "本年数", "累计数"}
_BEFORE = re.compile("上年度?(?=决算|执行|实际|累计|预算|完成|数|同期|金额|发生)")
_YEAR = re.compile("((?:19|20)[0-9]{2})年(度)?")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a column of a form holds. `ago` is how many years before the title's; `total` is whether it sums all funds."""

    text: str
    role: Role = ""
    measure: str = ""
    year: int | None = None
    ago: int = 0
    fund: str = ""
    other_fund: bool = False
    total: bool = False
    unit: str = ""
    side: Kind | None = None
    item: str = ""


def read_head(texts: tuple[str, ...]) -> Head:
    """The heading of a column from the cells that stand over each other."""
    written = list(dict.fromkeys(narrow(" ".join(text.split())) for text in texts if text.strip()))
    name = " ".join(written)
    head = Head(name)
    for text in written:
        head = _with(head, text)
    return head


def _with(head: Head, text: str) -> Head:
    """The heading with what one of its cells says; a lower cell says it more closely."""
    units = [unit for bracket in _BRACKETS.findall(text) if (unit := unit_in(bracket))]
    year = _YEAR.search(text)
    form, before = _BEFORE.subn("", plain_form(_YEAR.sub("", _BRACKETS.sub("", text))))
    if form in ("数", "同期", "同期数", "完成数", "本年", "本年度", "当年") or (year and not form):
        form = "金额"
    measure = head.measure if form in _GENERAL and head.measure else _MEASURES.get(form, head.measure)
    measured = replace(
        head, measure=measure, year=int(year[1]) if year else head.year, ago=before or head.ago,
        unit=units[0] if units else head.unit,
    )  # fmt: skip
    return (
        replace(measured, role="figure")
        if form in _MEASURES
        else _named(measured, form, _BRACKETS.sub("", text), bool(units))
    )


def _named(head: Head, form: str, text: str, has_unit: bool) -> Head:
    """The heading with an item, a fund, a side or a sum that a cell names."""
    kind = {"收入": "income", "支出": "expenditure"}
    if form in kind:
        role = "side" if head.role in ("", "left_out") else head.role
        return replace(head, role=role, side=kind[form], item=text)
    if form in _ITEMS:
        side = next((kind[word] for word in kind if form == f"{word}项目" or form == f"{word}科目"), head.side)
        return replace(head, role="item", side=side, item="")
    if form in _FUNDS or form in _UNITS or form in LEFT_OUT:
        return replace(head, role="fund_names" if form in _FUNDS else "unit" if form in _UNITS else "left_out")
    if official.is_other_fund(text) or (fund := official.find_fund(text)) is None:
        other = official.is_other_fund(text)
        return replace(head, role="fund", other_fund=True) if other else _item_name(head, form, text, has_unit)
    return replace(head, role="fund", fund="" if fund == catalog.ALL else fund, total=fund == catalog.ALL)


def _item_name(head: Head, form: str, text: str, has_unit: bool) -> Head:
    """The heading with the item that a cell names, where the columns are items."""
    total = total_of(text)
    if total and not total[0]:
        return replace(head, role="fund", total=True, item=f"{head.item}{text}" if head.side else "")
    if total or balance_of(text) or kind_of(text):
        return replace(head, role="item_name", item=text)
    return replace(head, role=head.role or ("left_out" if has_unit and not form else ""))
