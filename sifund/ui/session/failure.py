"""What nobody foresaw in a run of a page, or while a file is made: it is logged with an id, and the page shows that id."""

from __future__ import annotations

import logging
import secrets

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime.backend_operation_handler import DeferredFileHandler

from sifund.text import Text
from sifund.ui import st

SAYS = Text(
    "这里出了程序错误，数字可能不全。请把编号{id}告诉管理员。",
    "the program failed here and figures may be missing. Tell the administrator this id: {id}.",
)
NO_FILE = Text(
    "文件没有做成。请把编号{id}告诉管理员。", "the file could not be made. Tell the administrator this id: {id}."
)


def report(error: Exception) -> None:
    """Log it and say so; Streamlit's own words follow."""
    st.error(_words(SAYS, "run", type(error).__name__))


def stand() -> None:
    """Streamlit says of a file that could not be made only that (private API: Streamlit is pinned): here it is logged and said
    with an id."""
    if getattr(DeferredFileHandler.handle, "says_id", False):
        return
    handle = DeferredFileHandler.handle

    async def answer(
        self: DeferredFileHandler, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        response = await handle(self, request, session_id)
        if response.error_msg:
            response.error_msg = _words(NO_FILE, "download", "its file could not be made")
        return response

    answer.says_id = True  # type: ignore[attr-defined]
    DeferredFileHandler.handle = answer


def _words(says: Text, what: str, why: str) -> str:
    number = secrets.token_hex(6)
    logging.getLogger("sifund").log(logging.ERROR, "%s %s failed: %s", what, number, why)
    words = says.format(id=number)
    return f"{words.zh} {words.en}"
