"""Sheets and files that are no data, by their names."""

from __future__ import annotations

import re

from sifund.dataset.official import plain_form

ASIDE = ("示例", "说明", "填表说明", "填写说明", "代码表", "example", "readme", "notes", "keys", "sources")
"""Sheets and files whose names begin so are not data."""
_PLACE = re.compile("示例[省市州县区]")


def is_aside(name: str) -> bool:
    """Whether a sheet or file holds notes or examples, by its name (示例市 is a place)."""
    return plain_form(name).startswith(tuple(map(plain_form, ASIDE))) and not _PLACE.match(name)
