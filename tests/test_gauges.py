"""What the operator is told of a server: counts and times alone, each declared and documented, nothing where nothing is known."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sifund import gauges
from sifund.gauges import GAUGES, Gauges
from sifund.ui.session import guard

LINE = re.compile(r'(sifund_[a-z_]+)(\{quantile="0\.\d+"\})? (\d+(?:\.\d+)?(?:e-\d+)?)')


def values(text: str) -> dict[str, float]:
    """What is told, by name and quantile; every line is a figure, or says what one is."""
    lines = [line for line in text.splitlines() if not line.startswith(("# HELP sifund_", "# TYPE sifund_"))]
    matches = [LINE.fullmatch(line) for line in lines]
    assert all(matches), lines
    return {f"{match[1]}{match[2] or ''}": float(match[3]) for match in matches if match}


def test_every_measure_is_told_and_documented() -> None:
    names = [gauge.named(name) for name, gauge in GAUGES.items()]
    text = Gauges().text(0, store_up=True)
    assert re.findall(r"^# TYPE (\w+) (?:gauge|counter|summary)$", text, re.MULTILINE) == names
    page = (Path(__file__).resolve().parents[1] / "docs" / "operations.md").read_text("utf-8")
    assert re.findall(r"^\| `sifund_.*$", page, re.MULTILINE) == [g.row(name) for name, g in GAUGES.items()]


def test_what_is_not_known_is_not_told_as_nothing() -> None:
    assert values(Gauges().text(2, store_up=False)) == {
        "sifund_sessions": 2, "sifund_rerun_seconds_sum": 0, "sifund_rerun_seconds_count": 0, "sifund_imports_total": 0,
        "sifund_imports_refused_total": 0, "sifund_store_up": 0, "sifund_store_away_total": 0}  # fmt: skip


def test_a_count_is_told_to_the_last_one(monkeypatch: pytest.MonkeyPatch) -> None:
    board = Gauges()
    monkeypatch.setattr(board, "_number", 12_345_678)
    board.ran(0.1)
    assert "\nsifund_rerun_seconds_count 12345679\n" in board.text(0, store_up=True)


def test_quantiles_are_those_of_the_last_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, board = [0.0], Gauges()
    monkeypatch.setattr(gauges.time, "monotonic", lambda: clock[0])
    board.ran(90)
    clock[0] = gauges.WINDOW_S + 1
    for took in range(100, 0, -1):
        board.ran(took / 1000)
    text = values(board.text(0, store_up=True))
    assert (
        text['sifund_rerun_seconds{quantile="0.5"}'] == 0.051 and text['sifund_rerun_seconds{quantile="0.95"}'] == 0.096
    )
    assert text["sifund_rerun_seconds_count"] == 101 and text["sifund_rerun_seconds_sum"] == pytest.approx(95.05)
    clock[0] *= 3
    assert not any("quantile" in name for name in values(board.text(0, store_up=True)))


def test_every_run_of_a_page_is_timed_once() -> None:
    def page() -> None:
        from sifund.ui.session import guard

        guard.runs_are_timed()
        guard.runs_are_timed()

    run = AppTest.from_function(page).run()
    before = values(gauges.SERVER.text(0, store_up=True))["sifund_rerun_seconds_count"]
    run.run().run()
    assert values(gauges.SERVER.text(0, store_up=True))["sifund_rerun_seconds_count"] == before + 2


def test_each_run_of_a_chain_is_timed_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that asks for another, as a control between two does, is two; so is one that ends in an error one."""

    def page() -> None:
        import time

        import streamlit as st

        from sifund.ui.session import guard

        guard.runs_are_timed()
        time.sleep(0.02)
        if st.session_state.setdefault("turn", 0) < 3:
            st.session_state["turn"] += 1
            st.rerun()
        raise ZeroDivisionError

    guard.runs_are_timed()
    monkeypatch.setattr(gauges, "SERVER", Gauges())
    AppTest.from_function(page).run()
    told = values(gauges.SERVER.text(0, store_up=True))
    assert told["sifund_rerun_seconds_count"] == 4 and told['sifund_rerun_seconds{quantile="0.5"}'] >= 0.02
