"""Undo and redo answer changes of the scenario; how it is looked at is neither undone nor lost. The open part of a page
stands in the address."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from seen import control
from streamlit.testing.v1 import AppTest

from sifund.scenario.view import SECTIONS, View, read_view
from sifund.ui.session import history

ROOT = Path(__file__).resolve().parents[2]
CLEAN = "1;d=a.123456"
MOVED, TWICE = f"{CLEAN};x=1", f"{CLEAN};x=2"


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "st", SimpleNamespace(session_state={}))


def whole(text: str) -> str:
    return text or CLEAN


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(("old", "new"), [
    ("", f"{CLEAN};view.open=solve"), (MOVED, f"{MOVED};view.fund=public"), (MOVED, "1;d=a.123456;n=A;k=0123456789.1;x=1"),
    (f"{MOVED};view.years=10", MOVED),
])  # fmt: skip
def test_what_is_no_change_cannot_be_undone(old: str, new: str) -> None:
    history.remember(old, new, whole)
    assert not history.can("undo")


@pytest.mark.usefixtures("session")
def test_a_change_is_undone_and_what_is_open_stays_open() -> None:
    history.remember("", MOVED, whole)
    history.remember(f"{MOVED};view.years=10", TWICE, whole)
    now = f"{TWICE};view.open=solve;view.start=base"
    one = history.step("undo", now, CLEAN)
    assert one == f"{MOVED};view.open=solve"
    two = history.step("undo", one, CLEAN)
    assert two == f"{CLEAN};view.open=solve" and not history.can("undo")
    assert history.step("redo", two, CLEAN) == one
    assert history.step("redo", one, CLEAN) == f"{TWICE};view.start=base;view.open=solve"


def test_what_is_compared_is_a_change_too(session: None) -> None:
    history.remember(MOVED, f"{MOVED}|{TWICE}", whole)
    assert history.step("undo", f"{MOVED};view.against=1|{TWICE}", CLEAN) == f"{MOVED};view.against=1"


def test_the_open_parts_of_pages_are_read_and_written() -> None:
    view, notices = read_view({"open": "paths-solve"})
    assert view.open == ("paths", "solve") and view.parts() == ["view.open=paths-solve"] and not notices
    for wrong in ("nothing", "solve-payers", "solve-solve"):
        view, (notice,) = read_view({"open": wrong})
        assert view == View() and "view.open" in notice("en")
    names = [name for parts in SECTIONS.values() for name in parts]
    assert len(names) == len(set(names))


def app(page: str, text: str) -> AppTest:
    run = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    run.session_state["s"] = text
    return run.switch_page(str(ROOT / "pages" / f"{page}.py")).run()


def test_the_open_part_is_in_the_link_and_follows_the_address() -> None:
    run = app("methods", "1;view.open=rules")
    chosen = control(run, "methods")
    assert chosen.value == "Rules and documents"
    chosen.set_value("Parameters").run()
    assert "view.open=parameters" in run.session_state["s"] and control(run, "methods").value == "Parameters"
    run.session_state["s"] = "1;view.open=rules-solve"
    run.run()
    assert control(run, "methods").value == "Rules and documents"
    control(run, "methods").set_value("Formulas").run()
    assert run.session_state["s"].endswith("view.open=solve")
    run.session_state["s"] = ""
    assert not run.run().exception
    assert control(run, "methods").value == "Formulas"
