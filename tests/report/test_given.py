"""Every word that a maker of documents was given is looked at, however deep it lies."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sifund.problem import SifundError
from sifund.report.given import require_fit, words_of


@dataclass
class Page:
    title: str
    rows: list[object]


def test_words_are_those_of_mappings_sequences_and_dataclasses_and_no_bytes() -> None:
    page = Page("a", ["b", ("c", b"d", 5), {"key": "e"}])
    assert list(words_of({"page": page, "more": ["f"]})) == ["a", "b", "c", "e", "f"]
    require_fit(page, b"\x00")
    with pytest.raises(SifundError, match="U\\+0000"):
        require_fit("fit", [Page("title", [["un\x00fit"]])])
