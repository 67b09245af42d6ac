"""The words of the methods page are found in every part, every fund and among the terms."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("words", "wanted"), [
    ("城市低保", ("法规与文件", "失业保险条例")), ("滚存结余", ("术语", "年末滚存结余 — Closing balance")),
    ("funeral", ("公式", "居民养老", "丧葬补助金支出")), ("nothing like it", ("0处",)),
])  # fmt: skip
def test_the_words_are_found_wherever_they_stand(words: str, wanted: tuple[str, ...]) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["s"], app.session_state["methods-find"] = "1;view.fund=unemployment", words
    app.switch_page(str(ROOT / "pages" / "methods.py")).run()
    assert not app.exception
    said = "".join([*(one.value for one in app.caption), *(one.proto.body for one in app.get("html"))])
    assert all(part in said for part in wanted), said[:3000]
