"""Headings of an office's own form: items, funds, budget or outturn, year, unit, side."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Literal

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import Kind, plain_form
from sifund.importer.columns import LEFT_OUT
from sifund.importer.items import balance_of, kind_of, total_of
from sifund.importer.numbers import narrow
from sifund.importer.period import months_in, western, without_months
from sifund.importer.units import BRACKETS, unit_behind, unit_in, units_stated

Role = Literal["item", "fund_names", "fund", "figure", "side", "left_out", "item_name", "unit", "year", ""]
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
_YEARS = {"年度", "年份", "会计年度", "所属年度"}
_UNITS = {"单位", "计量单位", "金额单位", "货币单位"}
_ROLES: dict[Role, Collection[str]] = {"fund_names": _FUNDS, "unit": _UNITS, "year": _YEARS, "left_out": LEFT_OUT}
_MEASURES = {
    "年初预算数": "initial_budget", "年初预算": "initial_budget", "预算数": "budget", "预算": "budget", "调整预算数": "budget",
    "调整预算": "budget", "预算调整数": "budget", "变动预算数": "budget",
    "决算数": "actual", "决算": "actual", "执行数": "actual", "实际数": "actual", "实际执行数": "actual", "金额": "actual",
    "本年数": "actual", "累计数": "actual", "累计": "actual", "本年累计": "actual", "全年累计": "actual",
    "预计执行数": "actual", "发生额": "actual",
    "完成率": "stated_completion", "执行率": "stated_completion", "预算执行率": "stated_completion", "完成预算": "stated_completion",
    "占预算": "stated_completion", "同比": "stated_yoy", "同比增减": "stated_yoy", "比上年增减": "stated_yoy", "同比增长": "stated_yoy",
}  # fmt: skip
_GENERAL = {"金额", "累计", "发生额", "本年发生额", "本年金额", "本年数", "累计数"}
_OF_BUDGET = {"年初": "initial_budget", "年初数": "initial_budget", "调整": "budget", "调整数": "budget", "调整后": "budget",
              "调整后数": "budget", "变动数": "budget"}  # fmt: skip
"""What the lower cells of a heading of budgets say."""
_BEFORE = re.compile(
    "^(?:上一?|去|前一)年度?(?=决算|执行|实际|累计|预算|调整|完成|数|同期|金额|发生|收入|支出|合计|$)|^上期(?=决算|执行)"
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:\s*年(?:度)?|(?=$|\s|决算|执行|预算))")
_ADJUSTED = re.compile("调整|变动")
_WHOLE = {"数", "同期", "同期数", "完成数", "本年", "本年度", "当年"}
_LEADING = re.compile("^(?:本年度?|当年|全年|本期)?(?:累计)?")
_COMPARED = re.compile("比|较|增减|增长|差|占|率|幅")
_PART = re.compile("^(本|当|单)(月|季度?)")


@dataclass(frozen=True, slots=True)
class Head:
    """What a column of a form holds. `ago` is how many years before the title's; `total` is whether it sums all funds;
    `months` are those from January that it covers, where it says so, `part` what it says of others; `adjusted` is whether a
    budget says that it is, `aside` whether it compares figures and holds none of its own."""

    text: str
    role: Role = ""
    measure: str = ""
    year: int | None = None
    months: int | None = None
    part: str = ""
    ago: int = 0
    fund: str = ""
    other_fund: bool = False
    total: bool = False
    adjusted: bool = False
    aside: bool = False
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
    bare, unit = unit_behind(text)
    unit = unit or next(units_stated([text]), "")
    months, part = months_in(bare)
    year = _YEAR.search(western(bare))
    words = "" if unit_in(bare) else _YEAR.sub("", without_months(BRACKETS.sub("", bare))).strip()
    words, before = _BEFORE.subn("", words)
    if match := _PART.match(words):
        words, part = words[match.end() :], match[0]
    form = plain_form(words)
    if form in _WHOLE or (not form and (year or before or months or part)):
        form = "金额"
    measured = replace(
        head, year=int(year[1]) if year else head.year, ago=before or head.ago, unit=unit or head.unit,
        months=months or head.months, part=part or head.part, adjusted=head.adjusted or bool(_ADJUSTED.search(words)),
    )  # fmt: skip
    return _measured(measured, form) or _named(measured, form, words)


def _measured(head: Head, form: str) -> Head | None:
    """The heading with the figure that a cell names; None where it names none."""
    if form in _OF_BUDGET:
        budget = "budget" in head.measure
        return replace(
            head, role="figure" if budget else head.role or "left_out", measure=_OF_BUDGET[form] if budget else ""
        )
    measure = _MEASURES.get(form) or _MEASURES.get(_LEADING.sub("", form), "")
    if form in _GENERAL and head.measure:
        compared = head.measure.startswith("stated")  # by how much, not by how many percent
        return replace(head, aside=head.aside or compared)
    if not measure and _COMPARED.search(form):
        return replace(head, role=head.role or "left_out", aside=True)
    return replace(head, role="figure", measure=measure) if measure else None


def _named(head: Head, form: str, text: str) -> Head:
    """The heading with an item, a fund, a side or a sum that a cell names."""
    kind = {"收入": "income", "支出": "expenditure"}
    if form in kind:
        role = "side" if head.role in ("", "left_out") else head.role
        return replace(head, role=role, side=kind[form], item=text)
    if form in _ITEMS:
        side = next((kind[word] for word in kind if form == f"{word}项目" or form == f"{word}科目"), head.side)
        return replace(head, role="item", side=side, item="")
    for role, forms in _ROLES.items():
        if form in forms:
            return replace(head, role=head.role if role == "unit" and head.role else role)
    if official.is_other_fund(text) or (fund := official.find_fund(text)) is None:
        other = official.is_other_fund(text)
        return replace(head, role="fund", other_fund=True) if other else _item_name(head, text)
    return replace(head, role="fund", fund="" if fund == catalog.ALL else fund, total=fund == catalog.ALL)


def _item_name(head: Head, text: str) -> Head:
    """The heading with the item that a cell names, where the columns are items."""
    total = total_of(text)
    if total and not total[0]:
        return replace(head, role="fund", total=True, item=f"{head.item}{text}" if head.side else "")
    if total or balance_of(text) or kind_of(text):
        return replace(head, role="item_name", item=text)
    return replace(head, role=head.role or ("" if text.strip("%±") else "left_out"))
