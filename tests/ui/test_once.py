"""What a run asks of folders and session again and again is asked once, and anew where it was changed or a run begins."""

from __future__ import annotations

from collections import Counter

import pytest
from streamlit.testing.v1 import AppTest
from test_line import told

from sifund import dataset
from sifund.dataset import folder
from sifund.ui.session import guard
from sifund.ui.session.once import Once

BENEFIT = "1;unemployment.benefit_standard=1530@2022-01"


def test_answers_hold_for_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, known, runs = Counter[str](), Once(), [object(), object()]
    run: object | None = runs[0]
    monkeypatch.setattr(guard, "this_run", lambda: run)

    @known.ask
    def question(about: str) -> int:
        asked[about] += 1
        return asked[about]

    assert [question("a"), question("a"), question("b"), question("a")] == [1, 1, 1, 1]
    known.forget()
    assert [question("a"), question("a")] == [2, 2]
    run = runs[1]
    assert [question("a"), question("a")] == [3, 3]
    run = None
    assert [question("a"), question("a")] == [4, 5]


def test_a_move_asks_the_folders_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The callback of a card, the page and its notices among it: the sample is looked for in each home once or twice, as
    the current one and as the one of a fingerprint."""
    asked = Counter[str]()
    loaded = folder.loaded

    def count(at, version: str = "") -> dataset.Dataset:
        asked[f"{at.name} {version}"] += 1
        return loaded(at, version)

    monkeypatch.setattr(folder, "loaded", count)
    event = [1, "set", {"dataset": "urumqi-2021", "lang": "zh", "key": "unemployment.benefit_standard", "steps": []}]
    told([event], BENEFIT)  # two runs
    assert asked and max(asked.values()) <= 2 * 2 * len(dataset.homes()), asked


def test_a_run_hears_of_a_text_that_it_put_itself() -> None:
    app = AppTest.from_function(changed, default_timeout=30).run()
    assert not app.exception
    assert [text.value for text in app.text] == ["", "1;view.years=9", "1;view.years=9"]


def changed() -> None:
    import streamlit as st

    from sifund.ui.session import address

    st.text(address.query_text("s"))
    address.set_query_text("s", "1;view.years=9")
    st.text(address.query_text("s"))
    address.draw()
    st.text(address.query_text("s"))
