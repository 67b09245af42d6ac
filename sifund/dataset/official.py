"""The account items of 财社〔2017〕144号 beside the lines that the model has, and all names that offices write for either.

An item that no fund file declares has no formula: it is a line of the office's own, under an official name and a key
that stays.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from sifund import catalog
from sifund.terms import INTEREST, TRANSFERS_OUT
from sifund.text import Text

Kind = Literal["expenditure", "income"]


@dataclass(frozen=True, slots=True)
class Item:
    """An account item of every fund: the last part of its key, its side, its official name, other names for it; `after` is
    what follows the fund's own name in another."""

    tail: str
    kind: Kind
    name: Text
    also: tuple[str, ...] = ()
    after: str = ""


ITEMS = (
    Item("contributions", "income", Text("社会保险费收入", "Contributions"),
         ("保险费收入", "缴费收入", "社会保险缴费收入", "社保费收入", "征缴收入")),
    Item("fiscal_subsidy", "income", Text("财政补贴收入", "Fiscal subsidy"), ("政府补贴收入", "财政补助收入", "财政补贴")),
    Item("collective", "income", Text("集体补助收入", "Subsidy from collectives"), ("集体补助",)),
    Item("interest", "income", INTEREST, ("利息", "存款利息收入")),
    Item("investment", "income", Text("委托投资收益", "Return on entrusted investment"), ("委托投资收益收入", "投资收益", "委托投资收入")),
    Item("transfer_in", "income", Text("转移收入", "Transfers in"), ("关系转移收入", "保险关系转移收入")),
    Item("grant_from_above", "income", Text("上级补助收入", "Grants from above"), ("上级补助",)),
    Item("remitted_from_below", "income", Text("下级上解收入", "Remitted from below"), ("下级上解",)),
    Item("other_income", "income", Text("其他收入", "Other income"), ("其它收入",)),
    Item("pending_income", "income", Text("待转保险费收入", "Contributions to be allotted"), ("待转社会保险费收入", "待转收入")),
    Item("benefits", "expenditure", Text("社会保险待遇支出", "Insurance benefits"),
         ("待遇支出", "保险待遇支出", "基本养老保险待遇支出", "养老保险待遇支出", "社保待遇支出"), "待遇支出"),
    Item("pensions", "expenditure", Text("基本养老金支出", "Basic pensions"), ("养老金支出", "Pensions")),
    Item("invalidity", "expenditure", Text("病残津贴支出", "Invalidity benefits"), ("病残津贴", "病残补助支出")),
    Item("funeral", "expenditure", Text("丧葬补助金和抚恤金支出", "Funeral and survivors' benefits"),
         ("丧葬补助金及抚恤金支出", "丧葬补助和抚恤金支出", "丧葬抚恤补助支出", "丧葬抚恤金支出", "丧葬抚恤费支出", "丧葬补助金支出",
          "丧葬补助支出", "丧葬补助金和遗属抚恤金支出", "丧葬抚恤补助金支出")),
    Item("transfer_out", "expenditure", TRANSFERS_OUT, ("关系转移支出", "保险关系转移支出")),
    Item("grant_down", "expenditure", Text("补助下级支出", "Grants to below"), ("补助下级",)),
    Item("remit_up", "expenditure", Text("上解上级支出", "Remitted to the region"),
         ("上解上级", "上解支出", "上解", "Remitted to above")),
    Item("other_expenditure", "expenditure", Text("其他支出", "Other expenditure"), ("其它支出",)),
)  # fmt: skip
OTHER_FUNDS = (
    "企业职工基本养老保险", "城镇企业职工基本养老保险", "企业职工养老保险", "城镇职工基本养老保险", "职工基本养老保险", "职工基本医疗保险",
    "城镇职工基本医疗保险", "职工医疗保险", "城乡居民基本医疗保险", "城镇居民基本医疗保险", "居民基本医疗保险", "城乡居民医疗保险",
    "居民医疗保险", "新型农村合作医疗", "基本医疗保险", "医疗保险", "工伤保险", "生育保险", "职业年金", "企业年金", "长期护理保险",
    "企业养老",
)  # fmt: skip
"""Funds that offices administer and the program does not model, without 基金."""


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a fund as its accounts have it: key, side, name, and whether the model has a formula for it."""

    key: str
    kind: Kind
    name: Text
    modelled: bool


@lru_cache(maxsize=8192)
def plain_form(text: str) -> str:
    """A heading or word without case, width, spaces, punctuation and footnote marks: what two spellings of it share."""
    bare = "".join(c for c in text if unicodedata.category(c) != "No")
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", bare).casefold())


@cache
def items(fund: str) -> Mapping[str, Named]:
    """Every known line of a fund by key, those of the model first."""
    declared = {
        key: Named(key, "income" if line.kind == "income" else "expenditure", line.name, True)
        for key, line in catalog.lines().items() if line.fund == fund
    }  # fmt: skip
    return declared | {
        key: Named(key, item.kind, item.name, False) for item in ITEMS if (key := _key(fund, item)) not in declared
    }  # fmt: skip


def _key(fund: str, item: Item) -> str:
    """The key of an official item: that of the model's line of its name or its key, else one of its own."""
    form = plain_form(item.name.zh)
    lines = (line for line in catalog.lines().values() if line.fund == fund)
    named = (line.key for line in lines if form in map(plain_form, (line.name.zh, *line.also)))
    return next(named, f"{fund}.{item.tail}")


def item(key: str) -> Named | None:
    """The line of that key, of the model or an official item; None for any other."""
    fund = key.partition(".")[0]
    return items(fund).get(key) if fund in catalog.all_funds() else None


def find(fund: str, name: str, kind: str = "") -> Named | None:
    """The fund's line of a name; one that leaves 收入 or 支出 out is found where `kind` or the fund leaves one choice."""
    form = plain_form(name)
    spelled = _spellings(fund)
    if (key := spelled.get(form)) and (not kind or items(fund)[key].kind == kind):
        return items(fund)[key]
    tail = _kind_of(form) or kind
    short = {key for other, key in spelled.items() if _short(other) == _short(form) != ""}
    fits = {key for key in short if not tail or items(fund)[key].kind == tail}
    return items(fund)[fits.pop()] if len(fits) == 1 else None


def _kind_of(form: str) -> str:
    return {"收入": "income", "支出": "expenditure"}.get(form[-2:], "")


def _short(form: str) -> str:
    return re.sub(r"(支出|收入)$", "", form)


@cache
def _spellings(fund: str) -> Mapping[str, str]:
    """Every name of a fund's lines in plain form → key; a line of the model keeps a name that an official item shares."""
    keys: dict[str, str] = {}
    for key, spelling in _all_spellings(fund):
        keys.setdefault(plain_form(spelling), key)
    return keys


def _all_spellings(fund: str) -> Iterator[tuple[str, str]]:
    for key, line in catalog.lines().items():
        if line.fund == fund:
            yield from ((key, name) for name in (line.name.zh, line.name.en, *line.also))
    for item in ITEMS:
        key = _key(fund, item)
        prefixed = [f"{catalog.all_funds()[fund].short.zh}{item.after}"] if item.after else []
        yield from ((key, name) for name in (item.name.zh, *item.also, *prefixed))
        if not items(fund)[key].modelled:
            yield key, item.name.en


# --- funds ------------------------------------------------------------------------------------------------------------


def find_fund(text: str) -> str | None:
    """The key of the fund that a word names, in either language, with or without 基金."""
    form = plain_form(text)
    return _funds().get(form) or _funds().get(form.removesuffix("基金"))


def is_other_fund(text: str) -> bool:
    """Whether a word names a fund that the program does not model."""
    form = re.sub(r"(含|包含|不含).*$", "", plain_form(text)).removesuffix("基金")
    return form in OTHER_FUNDS


def funds_in(title: str) -> tuple[set[str], set[str]]:
    """Keys of the funds that a title names, and the names in it of funds that the program does not model."""
    rest = plain_form(title)
    keys: set[str] = set()
    others: set[str] = set()
    names = sorted({*_funds(), *OTHER_FUNDS}, key=len, reverse=True)
    for name in names:
        if len(name) > 1 and re.search("[一-鿿]", name) and name in rest:
            rest = rest.replace(name, " ")
            (keys if name in _funds() else others).add(_funds().get(name, name))
    return keys, others


@cache
def _funds() -> Mapping[str, str]:
    keys: dict[str, str] = {}
    for key in (*catalog.all_funds(), catalog.ALL):
        also = catalog.all_funds()[key].also if key in catalog.all_funds() else ()
        names = [catalog.fund_name(key, short=short)(lang) for short in (True, False) for lang in ("zh", "en")]
        if key == catalog.ALL:
            names += [catalog.fund_name(key, count=count).zh for count in range(2, len(catalog.COUNTS))]
        for name in (key, *names, *also):
            keys.setdefault(plain_form(name), key)
            keys.setdefault(plain_form(name).removesuffix("基金"), key)
    return keys
