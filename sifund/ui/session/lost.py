"""What only a session holds, and what of it was lost when the line to it was cut: said on every page until it is acted on."""

from __future__ import annotations

from collections.abc import Iterable

from streamlit.runtime.uploaded_file_manager import UploadedFile

from sifund.problem import Problem, problem
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import address, datasets

UPLOADER, MONTHS, ACCEPTED = "own-files", "months-files", "_accepted:"
"""Keys of a session: its uploaders, of a dataset and of months; findings that were accepted in it, a key for each dataset."""
UPLOADS = {UPLOADER: "file", MONTHS: "months"}
LOST = "_lost"
SAYS = {
    "file": Text(
        "正在预览的文件“{value}”随断开的会话丢失，没有采用；请在“数据核对”页重新上传。",
        'the file "{value}" in preview went with the session that was cut and was not taken; upload it again on the page Checks.',
    ),
    "months": Text(
        "正在预览的分月数文件“{value}”随断开的会话丢失，没有采用；请在“年度执行”页重新上传。",
        'the file of months "{value}" in preview went with the session that was cut and was not taken; upload it again on the page '
        "Performance.",
    ),
    "dataset": Text(
        "本次会话的数据集{value}随断开的会话丢失；要用它，请在“数据核对”页重新上传。",
        "dataset {value} of this session went with the session that was cut; to use it, upload it again on the page Checks.",
    ),
    "accepted": Text(
        "本次会话接受的{value}条疑点随断开的会话丢失；请在“数据核对”页重新接受。",
        "{value} {value:finding|findings} accepted in this session went with the session that was cut; accept "
        "{value:it|them} again on the page Checks.",
    ),
}


def holds() -> list[tuple[str, str]]:
    """What another session must say that it is lost, each by kind and name: what this one has and no address brings back,
    and what was lost before and not acted on."""
    return [*_files(), *_has(), *_taken()]


def _files() -> list[tuple[str, str]]:
    """Files in preview; those of another session are among them, as deleted ones, and are left out."""
    given = [(kind, file) for key, kind in UPLOADS.items() for file in st.session_state.get(key) or ()]
    return [(kind, file.name) for kind, file in given if isinstance(file, UploadedFile)]


def _has() -> list[tuple[str, str]]:
    datasets_held = [("dataset", mark) for mark in datasets.uploaded()]
    rows = sum(len(rows) for key, rows in st.session_state.items() if str(key).startswith(ACCEPTED))
    return [*datasets_held, *([("accepted", str(rows))] if rows else [])]


def lose(held: Iterable[object]) -> None:
    """Take down what an earlier session held and this one does not; of a dataset in the address the address says it."""
    now = holds()
    for one in held:
        match one:
            case [str(kind), str(name)] if (
                kind in SAYS and (kind, name) not in now and name not in address.query_text("s")
            ):
                _taken().append((kind, name))


def given() -> None:
    """Where files were uploaded, what was lost of that kind was acted on."""
    kinds = {kind for kind, _ in _files()}
    if kinds:
        settle(*kinds, *(["dataset"] if "file" in kinds else []))


def losses() -> list[Problem]:
    """What was lost, in words."""
    return [problem(f"lost_{kind}", "", SAYS[kind].zh, SAYS[kind].en, value=name) for kind, name in _taken()]


def settle(*kinds: str) -> None:
    """It was acted on: losses of these kinds, or all, need no saying any more."""
    st.session_state[LOST] = [one for one in _taken() if kinds and one[0] not in kinds]


def _taken() -> list[tuple[str, str]]:
    return st.session_state.setdefault(LOST, [])
