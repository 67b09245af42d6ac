"""What Streamlit has no public interface for (it is pinned, and tests watch what is used here). A folder named pages/ beside
app.py must not be discovered: a page runs behind app.py or not at all, and may draw in its name. And a part of a page that
a session does not know, because it is younger than the page, is the whole page. And what a control does is done whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any, cast
from weakref import WeakSet

from markupsafe import Markup
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx, script_runner
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ScriptRunContext, ThreadState

from sifund import gauges
from sifund.access.login import USER
from sifund.text import Text
from sifund.ui import st, who
from sifund.ui.session import afterwards, failure, sending
from sifund.upkeep.serving import hold

ENTERED = "_entered"
RUN = "exec_func_with_error_handling"
"""What a script runner calls for every run."""
MADE_WAY = 2
"""Where the outcome of a run tells what it made way for."""
_ended: WeakSet[object] = WeakSet()
NO_ENTRY = Text(
    "您没有访问权限，或没有经由登录进入。请联系管理员。",
    "you have no access, or did not come by the login; ask the administrator.",
)


def no_pages_directory() -> None:
    """Switch off discovery of pages/ (private API: Streamlit is pinned)."""
    PagesManager.uses_pages_directory = False


def whole_page_for_unknown_part() -> None:
    """Streamlit drops, without a word, what is asked of a part of a page (a fragment) that the session does not know: after
    a lost connection that is every part. It is asked of the whole page instead."""
    if getattr(AppSession.request_rerun, "whole_page", False):
        return
    request = AppSession.request_rerun

    def request_rerun(self: AppSession, client_state: ClientState | None) -> None:
        part = client_state.fragment_id if client_state and not client_state.is_auto_rerun else ""
        if client_state and part and not self.has_fragment(part):
            client_state.fragment_id = ""
        request(self, client_state)

    request_rerun.whole_page = True  # type: ignore[attr-defined]
    AppSession.request_rerun = request_rerun


def acts_are_whole() -> None:
    """Streamlit breaks off what a control does (a callback), at any look into the session's state, when the browser asks
    for another run meanwhile, as it does when the line is back; the rest of it is never done. Here that run waits."""
    if getattr(ScriptRunner._maybe_handle_execution_control_request, "waits", False):
        return
    handle = ScriptRunner._maybe_handle_execution_control_request

    def wait_for_acts(self: ScriptRunner) -> None:
        if get_script_run_ctx() is None or ThreadState.get().run_location is not RunLocation.CALLBACK:
            handle(self)

    wait_for_acts.waits = True  # type: ignore[attr-defined]
    ScriptRunner._maybe_handle_execution_control_request = wait_for_acts


def runs_are_timed() -> None:
    """How long each run of a page, or of a part of one, takes, and which came to its end: Streamlit tells nobody. For the time
    one that makes way for another has ended there."""
    if getattr(run := getattr(script_runner, RUN), "timed", False):
        return

    def timed(func: Callable[[], None], ctx: ScriptRunContext) -> Any:
        begin = time.monotonic()
        try:
            outcome = run(func, ctx)
            if outcome[MADE_WAY] is None:
                _ended.add(ctx.parallel_coordinator)
            return outcome
        finally:
            gauges.SERVER.ran(time.monotonic() - begin)

    timed.timed = True  # type: ignore[attr-defined]
    setattr(script_runner, RUN, timed)


def stand() -> None:
    """All of it, before the first session; and the sign of a server is held."""
    hold()
    no_pages_directory()
    whole_page_for_unknown_part()
    acts_are_whole()
    runs_are_timed()
    sending.stand()
    failure.stand()


def enter() -> None:
    """Called by app.py at the start of every run."""
    stand()
    afterwards.forget()
    if not who.can("look"):
        st.error(NO_ENTRY.zh)
        st.error(NO_ENTRY.en)
        st.stop()
    if ENTERED not in st.session_state and who.user().name:
        who.record("login")
    st.session_state[ENTERED] = True


def uploaded(session: str) -> tuple[int, int]:
    """How many uploaded files of a session the server holds, and their bytes."""
    files = cast(MemoryUploadedFileManager, get_instance().uploaded_file_mgr).file_storage.get(session, {})
    return len(files), sum(len(file.data) for file in files.values())


def whose(session: str) -> str | None:
    """The person of an open session as the gate named them; None where there is no such session."""
    client = get_instance().get_client(session)
    headers = client.client_context.headers if client and client.client_context else ()
    return next((value for name, value in headers if name == USER), None)


def sessions() -> int:
    """How many sessions are open."""
    return cast(Runtime, get_instance())._session_mgr.num_active_sessions()


def let_go(ids: Collection[str]) -> None:
    """Free files of this session that no page asks for any more: Streamlit keeps them as long as the session."""
    if run := get_script_run_ctx():
        held = cast(MemoryUploadedFileManager, run.uploaded_file_mgr)
        for file in ids:
            held.remove_file(run.session_id, file)


def this_run() -> object | None:
    """What is another in every run of a page, and the same all through it; None outside of one (private API)."""
    run = get_script_run_ctx(suppress_warning=True)
    return run and run.parallel_coordinator


def is_ended(run: object) -> bool:
    """Whether that run came to its end."""
    return run in _ended


def as_app() -> AbstractContextManager[None]:
    """In which a page draws what is the same element on every page, as if app.py drew it (private API: Streamlit is pinned)."""
    run = get_script_run_ctx()
    return run.run_with_active_hash(run.pages_manager.main_script_hash) if run else nullcontext()


def require_entry() -> None:
    """Called first by every page: a page that app.py did not open starts over behind it, or shows the way in."""
    if st.session_state.get(ENTERED):
        return
    if PagesManager.uses_pages_directory:
        no_pages_directory()
        st.rerun()
    st.info("请从首页进入 · Please enter by the home page")
    st.html(Markup('<a href="/" target="_self">sifund</a>'))
    st.stop()
