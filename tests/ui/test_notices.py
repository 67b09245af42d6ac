"""What an act leaves to be said is said once, and by a run that came to its end."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from sifund.ui.session import guard, notices

    guard.stand()
    if "act" not in st.session_state:
        st.session_state["act"] = st.session_state["runs"] = 0
    st.session_state["runs"] += 1
    st.button("act", on_click=notices.leave, args=("wrong", "not kept"))
    st.text(str(notices.take("wrong")))
    st.text(str(notices.take("wrong")))
    run = get_script_run_ctx()
    if st.session_state["act"] and run and run.script_requests:  # the browser asks for another run meanwhile
        st.session_state["act"] -= 1
        run.script_requests.request_rerun(RerunData(page_script_hash=run.page_script_hash))
    st.text("end")


def words(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def test_a_run_that_made_way_has_said_nothing() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert words(app) == ["None", "None", "end"]
    app.session_state["act"], before = 2, app.session_state["runs"]
    app.button[0].click().run()
    assert app.session_state["runs"] == before + 3, "two runs made way"
    assert words(app) == ["not kept", "not kept", "end"]
    app.run()
    assert words(app) == ["None", "None", "end"]
