"""Where a figure stands in the source document: `3.2:public:1` → 报告三（二）机关养老第1项; any other words stand as they are."""

from __future__ import annotations

import re

from sifund import catalog
from sifund.text import Text, join, same

_NOTATION = re.compile(r"[0-9](\.[0-9])?(:[a-z0-9]+){0,2}")

SECTIONS = {"0": "引言", "1": "一", "2": "二", "3": "三", "3.1": "三（一）", "3.2": "三（二）", "4": "四"}


def where(source: str) -> Text | None:
    """The places of a source notation ("section:paragraph" or "section:fund:item", joined by ";") in words."""
    return join(_place(part.strip()) for part in source.split(";") if part.strip())


def _place(part: str) -> Text:
    if not _NOTATION.fullmatch(part):
        return same(part)
    section, *rest = part.split(":")
    zh, en = f"报告{SECTIONS.get(section, section)}", f"report §{section}"
    for piece in rest:
        if piece in catalog.all_funds():
            name = catalog.fund_name(piece, short=True)
            zh, en = f"{zh}{name.zh}", f"{en}, {name.en}"
        elif piece != "0":
            zh, en = (
                f"{zh}第{piece}{'项' if len(rest) > 1 else '段'}",
                f"{en}, {'item' if len(rest) > 1 else 'para'} {piece}",
            )
    return Text(zh, en)
