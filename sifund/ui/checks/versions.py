"""The versions of a kept dataset: which is current, opening another, making it current, deleting with undo, and the room left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sifund import dataset as data
from sifund import settings
from sifund.dataset import Dataset, quota, versions
from sifund.dataset.versions import Version
from sifund.problem import SifundError, problem
from sifund.text import Text, format_number
from sifund.ui import st, who
from sifund.ui.parts import acts
from sifund.ui.parts.tables import table
from sifund.ui.saved import moment
from sifund.ui.session import datasets, state
from sifund.ui.session.state import t

TITLE = Text("这个数据集的各个版本", "Versions of this dataset")
HEADERS = (
    Text("版本（指纹）", "Version (fingerprint)"), Text("保存时间", "Saved at"), Text("大小", "Size"), Text("状态", "State"),
)  # fmt: skip
CURRENT, SHOWN, NEEDED = (
    Text("现用", "current"),
    Text("本页所示", "shown here"),
    Text("有保存的方案用它", "saved scenarios use it"),
)
VERSION = Text("版本", "Version")
OPEN, RESTORE, DELETE = (
    Text("打开这一版", "Open this version"),
    Text("改为现用", "Make it current"),
    Text("删除", "Delete"),
)
UNDO = Text("恢复已删除的{name}", "Bring back {name}")
MADE = Text("版本{name}现在是现用版本。", "Version {name} is the current one now.")
DELETED = Text(
    "已删除版本{name}，三十天内可以恢复。", "Version {name} was deleted; it can be brought back for thirty days."
)
RETURNED = Text("已恢复版本{name}。", "Version {name} is back.")
DAMAGED = Text("本服务器上的数据集“{code}”读不出来：{why}", 'The dataset "{code}" on this server cannot be read: {why}')
SIZE = Text("{number} kB", "{number} kB")


def history(dataset: Dataset) -> None:
    """What cannot be read, how little room is left, and every version of the dataset shown, where it is kept here."""
    for code, problems in data.damaged().items():
        why = "; ".join(problem(state.lang()) for problem in problems)
        st.warning(t(DAMAGED, code=code, why=why), icon=":material/broken_image:")
    for notice in filter(None, (quota.nearly(data.homes()[0]), settings.QUOTA_MB.problem())):
        st.warning(notice(state.lang()), icon=":material/hard_drive:")
    folder = data.homes()[0] / dataset.code
    listed = versions.listed(folder)
    if listed:
        with st.expander(t(TITLE), key="versions", on_change="rerun") as opened:
            if opened.open:
                acts.outcome()
                _list(folder, listed, dataset)


def _list(folder: Path, listed: list[Version], dataset: Dataset) -> None:
    needed, may = datasets.needed(dataset.code), who.can("steward")
    rows = [
        [v.name, moment(v.kept_at), t(SIZE, number=format_number(v.size / 1000)), _state(v, dataset, needed)]
        for v in listed
    ]
    table([t(head) for head in HEADERS], rows, figures=(2,), label=t(TITLE))
    by_name = {v.name: v for v in listed}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = by_name[st.selectbox(t(VERSION), list(by_name), key="dataset-version", width=240)]
        st.button(
            t(OPEN), key="open-version", icon=":material/folder_open:", on_click=_open, args=(folder, chosen.name)
        )
        st.button(t(RESTORE), key="restore-version", icon=":material/history:", disabled=chosen.current or not may,
                  on_click=_act, args=(lambda: versions.make_current(folder, chosen.name), MADE, folder, chosen.name))  # fmt: skip
        st.button(t(DELETE), key="delete-version", icon=":material/delete:", disabled=chosen.current or not may,
                  on_click=_act, args=(lambda: _delete(folder, chosen.name), DELETED, folder, chosen.name))  # fmt: skip
    for gone in versions.listed(folder, deleted=True):
        st.button(t(UNDO, name=gone.name), key=f"undelete-{gone.name}", icon=":material/undo:", disabled=not may,
                  on_click=_act, args=(lambda name=gone.name: versions.undelete(folder, name), RETURNED, folder, gone.name))  # fmt: skip


def _state(version: Version, dataset: Dataset, needed: set[str]) -> str:
    says = [CURRENT] if version.current else []
    says += [SHOWN] if version.name.startswith(dataset.fingerprint) else []
    says += [NEEDED] if version.name.startswith(tuple(needed)) else []
    return " · ".join(t(word) for word in says) or "—"


def _open(folder: Path, name: str) -> None:
    opened = acts.attempt(lambda: data.load(folder, name))
    if opened:
        state.use(opened)


def _delete(folder: Path, name: str) -> None:
    """Raises SifundError for a version that saved scenarios use."""
    if name.startswith(tuple(datasets.needed(folder.name))):
        raise SifundError([problem(
            "version_in_use", folder.name, "有保存的方案用版本“{value}”，不能删除；请先删除那些方案。",
            "saved scenarios use version {value}, so it is not deleted; delete those first.", value=name,
        )])  # fmt: skip
    versions.delete(folder, name)


EVENTS = {MADE: "dataset.current", DELETED: "dataset.deleted", RETURNED: "dataset.undeleted"}
"""What is said of an act, and what the audit trail calls it."""


def _act(act: Callable[[], object], words: Text, folder: Path, name: str) -> None:
    """Do it and say so, or say what went wrong."""

    def done() -> bool:
        try:
            with who.acting("steward", EVENTS[words], f"{folder.name}.{name}"):
                act()
        except OSError as error:
            raise SifundError([problem("disk", "", "没有改动：{value}。", "nothing was changed: {value}.",
                                       value=error.strerror or error)]) from error  # fmt: skip
        datasets.forget()
        return True

    if acts.attempt(done):
        acts.tell(t(words, name=name))
