"""What is put into the address holds, also where the browser asks again before it has heard of it."""

from __future__ import annotations

import pytest
from seen import control
from streamlit.testing.v1 import AppTest


def draw() -> None:
    """A page of the address's inputs alone: buttons put texts into it."""
    import streamlit as st

    from sifund.ui.session import address, state

    for text in ("one", "two", ""):
        st.button(f"put {text}", on_click=address.set_query_text, args=("s", text))
    st.button("English", on_click=state.set_lang, args=("en",))
    address.draw()
    state.ask()
    st.text(f"{address.query_text('s')}/{state.lang()}")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(draw).run()


def click(page: AppTest, label: str, still: str | None = None) -> None:
    """Press a button, while the browser still says what it said before."""
    if still is not None:
        page.text_input(key="s").set_value(still)
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def shown(page: AppTest) -> tuple[str, str]:
    """What the page goes by, and what the address is told."""
    return page.text[0].value, page.text_input(key="s").value or ""


def test_what_is_put_holds_while_the_browser_has_not_heard_of_it(page: AppTest) -> None:
    click(page, "put one")
    assert shown(page) == ("one/zh", "one")
    page.text_input(key="s").set_value("").run()
    assert shown(page) == ("one/zh", "one")


def test_a_second_change_builds_on_the_first_whatever_the_browser_still_says(page: AppTest) -> None:
    click(page, "put one")
    click(page, "put two", still="")
    assert shown(page) == ("two/zh", "two")
    for late in ("", "one"):
        page.text_input(key="s").set_value(late).run()
        assert shown(page) == ("two/zh", "two")


def test_back_is_heard_once_the_browser_has_said_the_text(page: AppTest) -> None:
    click(page, "put one")
    page.run()  # the browser says it back
    page.text_input(key="s").set_value("").run()
    assert shown(page) == ("/zh", "")


def test_a_text_of_the_browser_s_own_is_taken(page: AppTest) -> None:
    click(page, "put one")
    page.text_input(key="s").set_value("link").run()
    assert shown(page) == ("link/zh", "link")


def test_what_is_undone_stays_undone(page: AppTest) -> None:
    click(page, "put one")
    click(page, "put ")
    assert shown(page) == ("/zh", "")
    page.text_input(key="s").set_value("one").run()
    assert shown(page) == ("/zh", "")


def test_the_language_holds_too(page: AppTest) -> None:
    click(page, "English")
    page.text_input(key="lang").set_value("").run()
    assert shown(page) == ("/en", "") and page.text_input(key="lang").value == "en"


def _control() -> None:
    from sifund.ui import st

    def keep(choice: str) -> None:
        st.session_state["chosen"] = [*st.session_state.get("chosen", []), choice]

    now = st.session_state.get("chosen", ["a"])[-1]
    st.segmented_control("x", ["a", "b"], key="control", now=now, required=True, on_change=keep)


def test_a_control_that_says_nothing_after_a_run_cut_short_changes_nothing() -> None:
    at = AppTest.from_function(_control).run()
    for choice in ("b", None, "a"):
        at.get("button_group")[0].set_value(choice).run()  # type: ignore[attr-defined]
    assert not at.exception and at.session_state["chosen"] == ["b", "a"]


def _boxes() -> None:
    from functools import partial

    from sifund.ui import st

    def put(name: str, value: float | None) -> None:
        st.session_state[name] = value

    for name in ("setting", "typed"):
        now = st.session_state.get(name, 3)
        st.number_input(
            name, 0, 9, key=name + "-box", now=now, required=name == "setting", on_change=partial(put, name)
        )


def test_an_emptied_box_is_never_the_lowest_number() -> None:
    """A setting stays as it was, and the browser does not let go of it; what need not be typed is not typed any more."""
    at = AppTest.from_function(_boxes).run()
    assert [box.proto.HasField("default") for box in at.number_input] == [False, False]
    assert [box.proto.required for box in at.number_input] == [True, False]
    for name in ("setting-box", "typed-box"):
        control(at, name).set_value(5).run()
        control(at, name).set_value(None).run()
    assert not at.exception and [box.value for box in at.number_input] == [5, None]
    assert at.session_state["setting"] == 5 and at.session_state["typed"] is None


def _choice() -> None:
    from sifund.ui import st

    def put(value: str) -> None:
        st.session_state["value"] = value

    st.button("other", on_click=put, args=("b",))
    st.selectbox("x", ["a", "b"], key="control", now=st.session_state.get("value", "a"), on_change=put)


def test_what_a_browser_says_that_has_not_heard_of_another_value_is_no_choice() -> None:
    at = AppTest.from_function(_choice).run()
    before = at._tree
    control(at, "control").set_value("a")  # as it is
    at.button[0].click().run()
    assert control(at, "control").value == "b"
    at._tree = before  # it asks again, with what it showed before
    at.button[0].set_value(False)
    at.run()
    assert control(at, "control").value == at.session_state["value"] == "b"
    control(at, "control").set_value("a").run()
    assert control(at, "control").value == at.session_state["value"] == "a"
    control(at, "control").set_value("b").run()
    assert control(at, "control").value == at.session_state["value"] == "b"
