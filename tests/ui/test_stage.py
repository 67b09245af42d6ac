"""The stage: what stands there is what the run says; keys move it; it is in the link."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from seen import headings
from streamlit.testing.v1 import AppTest
from support import sample, scenario

from sifund import catalog
from sifund.analysis.outcome import answer
from sifund.charts import cover, spending
from sifund.charts.theme import LABEL_SIZE, staged
from sifund.model.case import Case
from sifund.scenario.view import View, read_view
from sifund.text import Lang
from sifund.ui import stage

APP = Path(stage.__file__).parents[2] / "app.py"
ONE = "n=A;unemployment.benefit_standard=1530@2022-01"
TWO = "n=B;unemployment.refund_rate_sme=90@2022-01"


def opened(text: str, lang: str = "") -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.session_state["s"], app.session_state["lang"] = text, lang
    return app.run()


def said(app: AppTest) -> str:
    assert not app.exception
    return re.sub(r"<[^>]+>", " ", " ".join(x.proto.body for x in app.get("html")))


@pytest.mark.parametrize("lang", ["", "en"])
def test_one_scenario_stands_alone_with_its_answer_law_and_risk(lang: str) -> None:
    app = opened(f"1;{ONE};view.stage=2|1;{TWO}", lang)
    words, in_words = said(app), "en" if lang else "zh"
    found = scenario(sample(), TWO)
    says: Lang = "en" if lang else "zh"
    assert answer(Case(sample(), found.changes).side(), found, brief=True)[0](says) in words.replace("&#34;", '"')
    law, risk = {"zh": ("合规提示", "跌破底线的可能性"), "en": ("Legal alerts", "Chance of a breach")}[in_words]
    assert law in words and risk in words and "B" in words and "90" in words and "→" in words
    assert not app.get("button") and not app.get("slider") and not headings(app)


def test_it_is_in_the_link_and_nothing_else_is_taken() -> None:
    assert View(stage=3).parts() == ["view.stage=3"] and read_view({"stage": "3"})[0].stage == 3
    assert read_view({"stage": "7"})[1] and read_view({"stage": "7"})[0].stage == 0


def test_keys_enter_walk_and_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    now, asked = {"stage": 0}, []
    monkeypatch.setattr(stage, "on_stage", lambda: now["stage"])
    monkeypatch.setattr(stage.state, "texts", lambda: ["a", "b"])
    monkeypatch.setattr(stage.state, "set_view", lambda **view: (now.update(view), asked.append(view["stage"])))
    for key in ("next", "leave", "toggle", "next", "next", "before", "leave", "toggle", "toggle", "nonsense"):
        stage._key({"key": key})
    assert asked == [1, 2, 2, 1, 0, 1, 0]


@pytest.mark.parametrize(("key", "chart"), [*zip("123", stage.CHARTS, strict=True)])
def test_the_chosen_chart_is_in_the_link(key: str, chart: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key puts it there, and a link opens on it."""
    asked: dict[str, object] = {}
    monkeypatch.setattr(stage, "on_stage", lambda: 1)
    monkeypatch.setattr(stage.state, "set_view", lambda **view: asked.update(view))
    stage._key({"key": key})
    view = View.model_validate({"stage": 1} | asked)
    assert (
        asked == {"chart": chart} and read_view({"chart": chart})[0].chart == chart and read_view({"chart": "pie"})[1]
    )
    app = opened(";".join(["1", ONE, *view.parts()]))
    fund = catalog.all_funds()["unemployment"]
    measure = {"cover": fund.cover_name.zh, "balance": "年末滚存结余", "spending": "支出"}[chart]
    assert measure in app.get("html")[1].proto.body and app.get("vega_lite_chart")


@pytest.mark.parametrize("most", [3, 5])
def test_bars_that_have_no_room_stand_in_one(most: int) -> None:
    side = Case(
        sample(), scenario(sample(), f"{ONE};unemployment.new_claims=18000;economy.wage_growth=5").changes
    ).side()
    every, few = (spending.frame(side, "unemployment", 2022, "zh", *rows) for rows in ((), (most,)))
    assert few["name"].n_unique() == most < every["name"].n_unique()
    assert few["amount"].sum() == pytest.approx(every["amount"].sum())
    gaps = (frame.group_by("name").agg(pl.col("amount").max() - pl.col("amount").min()) for frame in (every, few))
    largest = [gap.top_k(1, by="amount")["name"].item() for gap in gaps]
    assert largest[0] == largest[1]


def test_all_is_half_as_large_again() -> None:
    spec = cover.spec("unemployment", "zh", 6.0)
    large = staged(spec)

    def sizes(node: Any) -> list[float]:
        if isinstance(node, dict):
            return [
                x
                for key, value in node.items()
                for x in ([value] if key.lower().endswith("fontsize") else sizes(value))
            ]
        return [x for one in node for x in sizes(one)] if isinstance(node, list) else []

    assert min(sizes(large)) >= 18 and min(sizes(spec)) == LABEL_SIZE
    assert all(b == 1.5 * a for a, b in zip(sizes(spec), sizes(large), strict=True))
    sheet = (Path(stage.__file__).parent / "parts" / "page.css").read_text(encoding="utf-8")
    (least,) = re.findall(r"[.]stPrintGraphic {[^}]*min-height: ([0-9.]+)rem", sheet)
    assert 16 * float(least) / large["height"] * min(sizes(large)) >= LABEL_SIZE  # drawn smaller on a smaller screen


def test_a_long_answer_and_many_levers_leave_the_chart_less_room() -> None:
    """All of it stands on one screen of 1920 by 1080, in English, which is longer, too."""
    short = stage._height("短" * 40, ["一"])
    assert stage._height("短" * 200, ["一"]) == short - 4 * stage.LINE_HEIGHT
    assert stage._height("短" * 40, ["政" * 40] * 4) == short - stage.CHIP_HEIGHT
    assert stage._height("long " * 400, ["一"]) == stage.LEAST
