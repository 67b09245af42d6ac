"""The pages trap: a page script run alone, past app.py, as Streamlit's discovery of pages/ would run it."""

from __future__ import annotations

from pathlib import Path

import pytest
from seen import headings
from streamlit.testing.v1 import AppTest

PAGES = sorted((Path(__file__).resolve().parents[2] / "pages").glob("*.py"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_entered_past_app_py_shows_nothing(path: Path) -> None:
    run = AppTest.from_file(str(path), default_timeout=60).run()
    shown = (headings(run), run.metric, run.slider, run.expander, run.dataframe, run.selectbox, run.text_input, run.warning,
             run.get("vega_lite_chart"))  # fmt: skip
    assert not run.exception and not any(shown)
