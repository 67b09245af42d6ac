"""What the browser tells is done once and in order; what a session held and lost is said; a dataset that is not at hand
keeps its scenario, and moves no other."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.testing.v1 import AppTest
from support import sample

from sifund.scenario import dataset_mark
from sifund.ui.session import guard

BENEFIT = "unemployment.benefit_standard"
HERE = dataset_mark(sample())
GONE = f"1;d=elsewhere-2020.abcdef;{BENEFIT}=1530@2022-01;view.years=8"


def tell(events: list, s: str = "") -> None:
    """A page that is told events, and shows what the address says then."""
    import streamlit as st

    from sifund.ui import scenario as lab  # noqa: F401  each says what it does
    from sifund.ui.parts import bar, levers, line, messages, only_here  # noqa: F401  each says what it does
    from sifund.ui.session import address, state

    st.session_state.setdefault("s", s)
    st.session_state["component"] = {"events": events}
    st.button("tell", key="tell", on_click=lambda: line.take("component"))
    address.draw()
    state.ask()
    found, notices = only_here.scenario()
    if not state.missing():  # its message has a link to a page
        messages.notices(notices)
    st.text(address.query_text("s"))
    st.text(str(len(found.changes)))
    st.text(str(line.heard()))
    st.button("fund", key="fund", on_click=lambda: state.set_view(fund="public"))


def told(events: list[list[Any]], s: str = "") -> AppTest:
    app = AppTest.from_function(tell, kwargs={"events": events, "s": s}, default_timeout=30).run()
    app.button(key="tell").click().run()
    assert not app.exception
    return app


def press(number: int, value: str, dataset: str = HERE) -> list[Any]:
    return [number, "set", {"dataset": dataset, "lang": "zh", "key": BENEFIT, "steps": [["2022-01", value]]}]


@pytest.mark.parametrize(("lang", "value"), [("zh", "70000"), ("en", "700")])
def test_an_amount_is_read_in_the_unit_of_the_card_that_it_was_typed_on(lang: str, value: str) -> None:
    """Whatever language is chosen meanwhile: the page that hears of it speaks Chinese."""
    change = {"dataset": HERE, "lang": lang, "key": "public.subsidy", "steps": [["2022-01", value]]}
    assert told([[1, "set", change]]).text[0].value.endswith("public.subsidy=700000000@2022-01")


@pytest.mark.parametrize(("lang", "typed", "yuan"), [
    ("zh", "5000", "50000000"), ("en", "50", "50000000"), ("en", " 1,234.5 ", "1234500000"), ("zh", "0", "0"), ("zh", "", None),
])  # fmt: skip
def test_a_limit_of_cost_is_typed_in_the_unit_of_the_page_and_taken_away(
    lang: str, typed: str, yuan: str | None
) -> None:
    """Of one fund; another's stays, as do the scenario's changes."""
    act = [1, "act", {"dataset": HERE, "act": ["ceiling", ["unemployment", lang, typed]]}]
    app = told([act], f"1;{BENEFIT}=1530@2022-01;view.cost=public:7,unemployment:8")
    assert (
        app.text[0].value.endswith(f"view.cost=public:7{f',unemployment:{yuan}' if yuan else ''}") and not app.warning
    )
    assert app.text[1].value == "1"


@pytest.mark.parametrize("typed", ["much", "1e9", "1" * 15, "五十"])
def test_what_is_no_limit_of_cost_is_refused(typed: str) -> None:
    app = told(
        [[1, "act", {"dataset": HERE, "act": ["ceiling", ["unemployment", "zh", typed]]}]], "1;view.cost=unemployment:8"
    )
    assert app.text[0].value.endswith("view.cost=unemployment:8")
    assert any(typed in w.value and "成本上限（万元）" in w.value and "清空" in w.value for w in app.warning)


@pytest.mark.parametrize("mark", ["", f"d={HERE};"])
def test_another_fund_shown_leaves_what_was_undone(mark: str) -> None:
    """Whether or not the link that was opened names its dataset."""
    app = told(
        [press(1, "1531"), [2, "act", {"dataset": HERE, "act": ["undo", ""]}]], f"1;{mark}{BENEFIT}=1530@2022-01"
    )
    app.button(key="fund").click().run()
    assert [f"{BENEFIT}=1531@2022-01" in text for text in app.session_state["_redo"]] == [True]


def test_each_event_is_done_once_whatever_is_told_again() -> None:
    undo = [3, "act", {"dataset": HERE, "act": ["undo", ""]}]
    app = told([press(1, "1500"), press(2, "1600"), undo])
    assert app.text[0].value.endswith(f"{BENEFIT}=1500@2022-01") and app.text[2].value == "3"
    app.button(key="tell").click().run()  # the same once more
    assert app.text[0].value.endswith(f"{BENEFIT}=1500@2022-01") and app.text[2].value == "3"


@pytest.mark.parametrize("event", [[1], "x", [1, "set", None], [1, "nothing", {}], ["1", "lang", {"code": "en"}],
                                   [1, "set", {"dataset": HERE, "key": "no.such", "steps": []}], [1, "back", {"lost": [1, None]}],
                                   [1, "act", {"dataset": HERE, "act": 3}], [1, "go", {"page": "x"}]])  # fmt: skip
def test_what_no_bar_or_card_would_tell_does_nothing(event: Any) -> None:
    assert told([event]).text[0].value == ""


@pytest.mark.parametrize("key", ["public.subsidy", "unemployment.refund_gate"])
@pytest.mark.parametrize("step", [1, "x", None, [1], [None, "1"], ["2022-01", 1530], ["2022-01", None], ["2022-01", "1", 3],
                                  ["2022-01", "abc"], ["2022-01", ""], ["2022-01", "NaN"], ["2022-01", "Infinity"],
                                  ["2022-01", "1e999999999"], ["2022-01", "9" * 5000], ["x\ny", "1"]],
                         ids=lambda step: str(step)[:30])  # fmt: skip
def test_steps_that_no_card_would_tell_change_nothing(step: Any, key: str) -> None:
    assert told([[1, "set", {"dataset": HERE, "key": key, "steps": [step]}]]).text[0].value == ""


def test_a_change_meant_for_another_dataset_is_refused_and_said() -> None:
    app = told([press(1, "1600", dataset="elsewhere-2020.abcdef")])
    assert app.text[0].value == "" and app.text[1].value == "0"
    assert any("elsewhere-2020.abcdef做的" in w.value and "没有采用" in w.value for w in app.warning)


def test_what_is_asked_of_a_dataset_that_is_gone_waits_for_it_and_moves_no_other() -> None:
    app = told([press(1, "1600", dataset="elsewhere-2020.abcdef")], GONE)
    asked = f"1;d=elsewhere-2020.abcdef;{BENEFIT}=1600@2022-01;view.years=8"
    assert app.text[0].value == asked and app.text[1].value == "0"
    app.button(key="fund").click().run()
    assert app.text[0].value == f"{asked};view.fund=public" and app.text[1].value == "0"


def test_what_was_lost_is_said_until_it_is_acted_on() -> None:
    app = told([[1, "back", {"lost": [["file", "某市.zip"], ["dataset", "made-up.123456"], ["accepted", "2"]]}]])
    assert all(words in app.warning[0].value for words in ("某市.zip", "made-up.123456", "2条疑点"))
    app.run()
    assert "某市.zip" in app.warning[0].value
    app.button(key="lost-seen").click().run()
    assert not app.warning


def test_what_was_lost_and_not_acted_on_is_said_by_the_session_after_too() -> None:
    def page() -> None:
        import streamlit as st

        from sifund.ui.session import lost

        st.text(str(lost.holds()))
        st.button("seen", key="seen", on_click=lost.settle)

    app = AppTest.from_function(page)
    app.session_state["_lost"] = [("file", "某市.zip")]
    assert app.run().text[0].value == "[('file', '某市.zip')]"
    assert app.button(key="seen").click().run().text[0].value == "[]"


def test_what_a_control_does_is_done_whole_whatever_is_asked_for_meanwhile() -> None:
    """The browser asks for runs of its own: when the line is back, when an event was not heard of for a while."""

    def page() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

        from sifund.ui.session import guard

        def act() -> None:
            run = get_script_run_ctx()
            assert run and run.script_requests
            run.script_requests.request_rerun(RerunData(page_script_hash=run.page_script_hash))
            st.session_state["half"] = True
            st.session_state["done"] = True

        guard.stand()
        st.button("act", key="act", on_click=act)
        st.text(f"{'half' in st.session_state} {'done' in st.session_state}")

    app = AppTest.from_function(page).run()
    app.button(key="act").click().run()
    assert app.text[0].value == "True True"


def test_a_part_that_a_session_does_not_know_is_the_whole_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also watches what of Streamlit is private here."""
    assert list(inspect.signature(AppSession.request_rerun).parameters) == ["self", "client_state"]
    assert {"fragment_id", "is_auto_rerun"} <= {field.name for field in ClientState.DESCRIPTOR.fields}
    asked: list[str] = []
    monkeypatch.setattr(AppSession, "request_rerun", lambda self, state: asked.append(state and state.fragment_id))
    guard.whole_page_for_unknown_part()
    guard.whole_page_for_unknown_part()  # once

    class Session:
        def has_fragment(self, part: str) -> bool:
            return part == "known"

    for state in (ClientState(fragment_id="known"), ClientState(fragment_id="unknown"),
                  ClientState(fragment_id="unknown", is_auto_rerun=True), ClientState(), None):  # fmt: skip
        AppSession.request_rerun(Session(), state)  # type: ignore[arg-type]
    assert asked == ["known", "", "unknown", "", None]
