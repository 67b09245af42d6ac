"""A dataset that others cannot open: one that only this session holds, and one that is gone with its session."""

from __future__ import annotations

from dataclasses import replace

from sifund import dataset as data
from sifund.dataset import Dataset
from sifund.scenario import dataset_mark
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import datasets, state
from sifund.ui.session.state import t
from sifund.ui.words import points

ONLY_HERE = Text(
    "这个数据集只在本次会话中：刷新或关闭页面后就没有了，链接和保存的方案打不开同样的数字。请先把数据集保存到服务器。",
    "This dataset is in this session only: it goes when the page is reloaded or closed, and neither links nor saved "
    "scenarios open to the same figures. Keep it on the server first.",
)
KEEP = Text("保存到服务器", "Keep on the server")
REPLACE = Text("保存并替换同代码的数据集", "Keep, replacing the one of this code")
KEPT = Text(
    "已保存到服务器，代码“{code}”；链接在本服务器上都能打开。",
    'Kept on the server as "{code}"; links to it open on this server.',
)
GONE = Text(
    "数据集“{mark}”不在这里：上传的数据只属于当时的会话，刷新或重新打开页面后就没有了，也没有保存在本服务器上。"
    "请重新上传；在那之前，本页的数字都是示例数据（{sample}）的，不是“{mark}”的；方案的改变留在链接里，没有用在示例数据上。",
    'The dataset "{mark}" is not here: an upload belongs to its session, goes when the page is reloaded or opened again, and '
    "was not kept on this server. Upload it again; until then all figures on this page are the sample's ({sample}), not "
    'those of "{mark}"; the scenario\'s changes stay in the link and are not made to the sample.',
)
EARLIER = Text(
    "这是数据集较早的一版（{mark}），不是现用的版本；各版本在“数据核对”页。",
    "This is an earlier version of the dataset ({mark}), not the current one; the checks page lists all of them.",
)
AGAIN, STAY = (
    Text("到“数据核对”页重新上传", "Upload it again on the checks page"),
    Text("改用示例数据", "Go on with the sample"),
)
WRONG = "_wrong"


def offer(place: str) -> bool:
    """Where only this session holds the page's dataset, that it is so, and a button that keeps it. Whether it is so."""
    dataset = state.dataset()
    apart = not data.is_kept(dataset)
    if apart:
        st.warning(t(ONLY_HERE), icon=":material/link_off:")
        button(dataset, f"keep-{place}")
    outcome(dataset)
    return apart


def button(dataset: Dataset, key: str) -> None:
    """The button that keeps a dataset and uses it."""
    label = REPLACE if dataset.code in data.codes() else KEEP
    st.button(t(label), key=key, icon=":material/save:", on_click=_keep, args=(dataset,))


def _keep(dataset: Dataset) -> None:
    st.session_state[WRONG] = (dataset_mark(dataset), wrong := datasets.keep(dataset))
    if not wrong:
        state.use(dataset)


def outcome(dataset: Dataset) -> None:
    """Whether the last attempt to keep this dataset went well."""
    about, wrong = st.session_state.get(WRONG, ("", []))
    if about == dataset_mark(dataset):
        if wrong:
            st.error(points(problem(state.lang()) for problem in wrong), icon=":material/error:")
        else:
            st.success(t(KEPT, code=dataset.code), icon=":material/save:")


def scenario() -> state.Read:
    """The scenario in the address as a page shows it: what was asked of a dataset that is gone moves no other's figures."""
    chosen, notices = state.scenario()
    return replace(chosen, changes=()) if state.missing() else chosen, notices


def gone() -> None:
    """Where the address names a dataset that is not at hand: that it is gone, whose figures are shown, and the two ways on;
    where it names an earlier version of a kept one, that it is."""
    if (mark := state.missing()) and data.is_reference(code := mark.partition(".")[0]):
        st.warning(t(data.refused(code).says), icon=":material/info:")
        st.button(t(STAY), key="stay", icon=":material/swap_horiz:", on_click=_stay)
    elif mark:
        st.warning(t(GONE, mark=mark, sample=state.dataset().name), icon=":material/cloud_off:")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link("pages/checks.py", label=t(AGAIN), icon=":material/upload_file:")
            st.button(t(STAY), key="stay", icon=":material/swap_horiz:", on_click=_stay)
    elif datasets.is_earlier(state.dataset()):
        st.info(t(EARLIER, mark=dataset_mark(state.dataset())), icon=":material/history:")


def _stay() -> None:
    """Take the dataset whose figures are shown for the one that the address names, with all that is changed."""
    state.write_texts([state.share_text(state.read(text)[0]) for text in state.texts()])
