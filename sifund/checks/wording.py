"""Words against figures: direction and sign, one document under two numbers, one item under two names, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sifund import catalog
from sifund.checks.check import Comparison, check, present
from sifund.checks.facts import COUNT, Facts
from sifund.checks.place import Place
from sifund.checks.relations import hold
from sifund.dataset.schema import LineRow
from sifund.declare.unit import RATE
from sifund.text import Text

NONE = Text("没有", "none")
WORDS = {"increase": Text("增长", "increase"), "decrease": Text("减少", "decrease")}
DOCUMENT = re.compile(r"(?P<issuer>.+?)[〔\[【(（](?P<year>[0-9]{4})[〕\]】)）](?P<number>[0-9]+)号")
SPENDING = "支出"


@check(
    "sign_words", Text("增减用词与正负号", "Words of change and signs"), "error",
    compares=Text(
        "同比旁的“增长、减少”及原因所说的增减与同比的正负号",
        "the words beside a change, and the change that a reason speaks of, with the sign of the change",
    ),
    tolerance=NONE,
    says=Text(
        "原因说的是“{word}”，所列同比却是{stated}：以哪个为准？原因：{cause}",
        'the reason speaks of a "{word}", the change is stated as {stated}: which of the two is meant? The reason: {cause}',
    ),
    assumes=Text("原因解释的就是这项同比。", "the reason speaks of this change on the year."),
    remedy=Text("核对文字和数字，改正其中一个。", "check the words and the figure, and mend one of them."),
)  # fmt: skip
def sign_words(f: Facts) -> Iterator[Comparison]:
    """Direction in words against the sign of the stated change."""
    for row in f.rows():
        if not row.stated_yoy_percent:
            continue
        if row.stated_direction:
            says = Text(
                "写作“{word}{stated}”，用词与正负号相反，易读反：是增还是减？",
                'written as "{word} of {stated}"; word and sign disagree, which is easily misread: did it rise or fall?',
            )
            yield _direction(f, row, "stated_direction", row.stated_direction, row.source, severity="note", says=says)
        for reason in f.reasons(row.line, row.year):
            if reason.direction:
                cause = Text(reason.cause_zh, reason.cause_en)
                yield _direction(f, row, "direction", reason.direction, reason.source, cause=cause)


def _direction(
    f: Facts, row: LineRow, what: str, word: str, source: str, cause: Text | str = "", **more: Any
) -> Comparison:  # fmt: skip
    change = row.stated_yoy_percent or 0
    return present(
        f.at(row, what), (change > 0) == (word == "increase"), stated=change, unit=RATE, source=source,
        parts={"word": WORDS[word], "cause": cause}, **more,
    )  # fmt: skip


@check(
    "documents", Text("文号", "Document numbers"), "warning",
    compares=Text("同一基金各处所引文件的文号", "the numbers of the documents that a fund cites in several places"),
    tolerance=NONE,
    says=Text(
        "同一年、同一序号的文件有两个文号：{numbers}。是同一份文件吗？",
        "one year and serial number stand under two issuers: {numbers}. Is it one document?",
    ),
    assumes=Text(
        "同一基金所引、年份和序号都相同的是同一份文件；不同机关的序号也可能碰巧相同。",
        "what one fund cites with the same year and serial is one document; serials of two offices may also coincide.",
    ),
    remedy=Text("对照原文，统一文号。", "look at the document and use its one number."),
)  # fmt: skip
def documents(f: Facts) -> Iterator[Comparison]:
    """One year and serial number under two issuing offices, within a fund."""
    by_number: dict[tuple[str, str, str], dict[str, tuple[Place, str]]] = {}
    for fund, document, place, source in _cited(f):
        if match := DOCUMENT.fullmatch(document.strip()):
            name = Text("{fund} · 〔{year}〕{number}号", "{fund} · 〔{year}〕{number}号").format(
                fund=f.fund_name(fund), **match.groupdict()
            )
            issuers = by_number.setdefault((fund, match["year"], match["number"]), {})
            issuers.setdefault(match["issuer"], (replace(place, name=name), source))
    for (_, year, number), issuers in by_number.items():
        numbers = [f"{issuer}〔{year}〕{number}号" for issuer in issuers]
        place, sources = next(iter(issuers.values()))[0], dict.fromkeys(source for _, source in issuers.values())
        parts = {"numbers": Text("、".join(numbers), ", ".join(numbers))}
        yield present(place, len(issuers) == 1, source="; ".join(filter(None, sources)), parts=parts)


def _cited(f: Facts) -> Iterator[tuple[str, str, Place, str]]:
    """Fund, document, place and source of every citation."""
    for row in f.dataset.reasons:
        if row.document:
            place = Place("reasons", row.line, row.year, "document", f.fund_name(row.fund))
            yield row.fund, row.document, place, row.source
    for row in f.dataset.parameters:
        if row.document:
            p = catalog.parameter(row.key)
            place = Place("parameters", row.key, int(row.from_month[:4]), "document", p.name)
            yield p.fund, row.document, place, row.source


@check(
    "names", Text("项目名称", "Names of items"), "note",
    compares=Text("同一项目在预算处和执行处的名称", "the name of one item in the budget and in the outturn"),
    tolerance=Text("简称视为同名", "an abbreviation counts as the same name"),
    says=Text(
        "预算称“{budget}”，执行称“{outturn}”：是同一项目吗？",
        'the budget says "{budget}", the outturn "{outturn}": are they one item?',
    ),
    assumes=Text("两处说的是同一项目。", "both places speak of one item."),
    remedy=Text("统一用社会保险基金财务制度的项目名称。", "use the item's name in the accounting rules of the funds."),
)  # fmt: skip
def names(f: Facts) -> Iterator[Comparison]:
    """Printed names of the item in the budget and in the outturn."""
    for row in f.rows():
        budget, outturn = row.printed_budget_name, row.printed_name
        if budget and outturn:
            one, other = sorted((budget.removesuffix(SPENDING), outturn.removesuffix(SPENDING)), key=len)
            parts = {"budget": budget, "outturn": outturn}
            yield present(f.at(row, "printed_name"), one in other, source=row.source, parts=parts)


@check(
    "definitions", Text("口径", "Definitions"), "note",
    compares=Text(
        "所列数与以它为值的参数：名称是否相同，是否只是上下限；位次、最低标准、覆盖范围",
        "a stated figure with the parameter that takes it as its value: same name or not, a mere limit or not; rank, "
        "minimum, scope",
    ),
    tolerance=NONE,
    says=Text(
        "所列“{stated_name}”被用作“{used_name}”：两者口径相同吗？",
        '"{stated_name}" as stated is used as "{used_name}": do the two mean the same?',
    ),
    assumes=Text("名称不同，口径就可能不同。", "where the names differ the meaning may differ."),
    remedy=Text("核对口径；有更合适的数就换用。", "check the definition; use a figure that fits better where there is one."),
)  # fmt: skip
def definitions(f: Facts) -> Iterator[Comparison]:
    """Counts that stand for a parameter under another name or as a limit, and relations on what figures mean."""
    for row in f.dataset.indicators:
        p = catalog.parameters().get(f"{row.fund}.{row.key.removeprefix(COUNT)}")
        if row.year == f.base_year and row.key.startswith(COUNT) and p and f.dataset.parameter_rows(p.key):
            place = Place("indicators", f"{row.fund}.{row.key}", row.year, "name", p.name)
            parts = {"stated_name": Text(row.name_zh, row.name_en), "used_name": p.name}
            yield present(place, row.name_zh == p.name.zh and row.comparison == "=", source=row.source, parts=parts)
    yield from hold(f, "definitions")
