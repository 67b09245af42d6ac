"""A message that comes or goes leaves all else where it is: Streamlit builds anew whatever stands after a new element."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
PAGES = tuple(path.stem for path in sorted((ROOT / "pages").glob("*.py")))
QUIET = "1;unemployment.benefit_standard=1400@2022-01"
SAYING = {
    "a link in part not applied": f"{QUIET};no.such=1",
    "a legal alert": "1;unemployment.benefit_standard=2500@2022-01;unemployment.refund_rate_sme=90@2022-01",
    "a dataset that is gone": "1;d=elsewhere-2020.abcdef",
    "a loss": f"{QUIET};view.years=5",
    "nothing changed": "",
    "openings typed": "1;unemployment.opening=100000000;unemployment.income=100000000;resident_pension.opening=900000000",
}


def shape(page: str, text: str) -> list[tuple[int, str]]:
    """What stands on a page, by its place: kinds of elements of the page itself, its containers as one."""
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["s"] = text
    if text == SAYING["a loss"]:
        app.session_state["_lost"] = [("file", "a.xlsx")]
    app.run()
    if page != "overview":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return [(place, child.type) for place, child in sorted(app.main.children.items())]


@pytest.mark.parametrize("page", PAGES)
def test_what_stands_on_a_page_stays_in_its_place(page: str) -> None:
    quiet = shape(page, QUIET)
    assert {name: shape(page, text) for name, text in SAYING.items()} == dict.fromkeys(SAYING, quiet)
