"""The overview: each fund in pictures, and what needs attention with the way to its cure."""

from __future__ import annotations

from pathlib import Path

from seen import headings
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).resolve().parents[2] / "app.py")
TIGHT = "1;public.opening=100000000;public.income=3000000000"


def overview(text: str = "", lang: str = "zh") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["s"], app.session_state["lang"] = text, lang
    app.run()
    assert not app.exception
    return app


def titles(app: AppTest) -> list[str]:
    return [one.proto.body for one in app.get("html") if "chart-title" in one.proto.body]


def test_every_fund_has_its_balance_and_its_cover_beside_the_floor_and_the_year_its_bullets() -> None:
    app = overview(lang="en")
    assert len(app.get("vega_lite_chart")) == 7
    closing, _, _, cover, _, _, executed = titles(app)  # a row of balances above a row of cover
    assert "Public-sector pension: closing balance of 1,511.92 million yuan in 2026" in closing
    assert (
        "not below the floor of 3 months" in cover
        and "2021, spent of its budget: Public-sector pension 103.09%" in executed
    )


def test_what_needs_attention_leads_to_the_fund_s_outlook() -> None:
    app = overview(TIGHT)
    cures = [button for button in app.button if button.key and button.key.startswith("cure-")]
    assert [button.label for button in cures] == ["看机关养老的前景与对策"] * 2
    cures[0].click().run()
    assert "view.fund=public" in app.session_state["s"] and "前景" in headings(app)[0]


def test_nothing_is_drawn_of_a_fund_that_nothing_is_known_of() -> None:
    assert not [button for button in overview().button if (button.key or "").startswith("cure-")]
