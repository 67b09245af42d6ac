"""The saved page: find, open, rename, duplicate, delete and bring back, and every version of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sifund.analysis.moved import moved_funds
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.reliability import each_relies
from sifund.problem import SifundError
from sifund.store import NAME_LIMIT, PAGE, SEARCH_LIMIT, Saved
from sifund.terms import AUTHOR, NAME, NOTE
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import acts, figures
from sifund.ui.parts.tables import table
from sifund.ui.scenario import keep
from sifund.ui.scenario.summary import compare, summary
from sifund.ui.session import datasets, state, storage
from sifund.ui.session.state import t
from sifund.ui.words import bold, lines, paragraphs

SEARCH = Text("查找名称、备注或保存人", "Find by name, note or author")
FOUND = Text("{count}个方案，最近保存的在前。", "{count} {count:scenario|scenarios}, latest saved first.")
SHOWN = Text(
    "显示前{shown}个，共{count}个；可用查找缩小范围。", "The first {shown} of {count}; search to narrow the list."
)
NONE = Text(
    "还没有保存的方案。在“政策试算”页点“保存”即可留下一个。",
    'Nothing is saved yet. "Save" on the what-if page keeps a scenario.',
)
DAMAGED = Text(
    "{count}个保存的方案记录已损坏，读不出来（{ids}）；其余不受影响。可请管理员用备份恢复。",
    "{count} saved {count:scenario is|scenarios are} damaged and cannot be read ({ids}); the others are not affected. "
    "A backup restores them.",
)
NO_MATCH = Text("没有符合“{words}”的方案。", 'No scenario matches "{words}".')
LABEL = Text("{name} · {author} · {when} · 第{version}版", "{name} · {author} · {when} · version {version}")
CHOOSE, COMPARE = Text("选中", "Choose"), Text("比较", "Compare")
COMPARE_CHOSEN = Text("比较选中的方案（{count}）", "Compare those chosen ({count})")
OPEN, RENAME, COPY = Text("打开试算", "Open"), Text("改名", "Rename"), Text("复制", "Duplicate")
COPIED = Text("{name}（副本）", "{name} (copy)")
DELETE, UNDO, BACK = Text("删除", "Delete"), Text("撤销删除", "Undo"), Text("恢复", "Bring back")
DELETED, RENAMED = Text("已删除“{name}”。", '"{name}" was deleted.'), Text("已改名为“{name}”。", 'Renamed to "{name}".')
DUPLICATED = Text("已复制为“{name}”。", 'Duplicated as "{name}".')
RETURNED = Text("已恢复“{name}”。", '"{name}" is back.')
RESTORED = Text("“{name}”的第{old}版已恢复为第{version}版。", 'Version {old} of "{name}" is version {version} now.')
BIN = Text("已删除的方案（{count}）", "Deleted scenarios ({count})")
HISTORY, VERSION = Text("历史版本", "History of versions"), Text("版本", "Version")
OPEN_OLD, RESTORE = Text("打开这一版", "Open this version"), Text("恢复为最新版", "Make it the newest")
HEADERS = (VERSION, Text("保存时间", "Saved at"), AUTHOR, NAME, NOTE)
BASIS = Text("数据集 {dataset} · 结果指纹 {fingerprint}", "dataset {dataset} · result {fingerprint}")


def moment(when: datetime) -> str:
    """A time in the reader's own zone, or UTC where the browser names none."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        zone = ZoneInfo("UTC")
    return when.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def listing() -> None:
    """What was found, latest first; a database that is away is said, and nothing else is shown."""
    with figures.place():
        acts.outcome()
        _undo()
    words = st.text_input(t(SEARCH), key="saved-search", icon=":material/search:", max_chars=SEARCH_LIMIT)
    try:
        listed, gone = (storage.store().search(words, deleted=deleted) for deleted in (False, True))
    except SifundError as error:
        st.warning(lines(error.lines(state.lang())), icon=":material/cloud_off:")
        return
    with figures.place():
        _doubts(listed.damaged + gone.damaged)
    if not listed.count:
        st.info(t(NO_MATCH, words=words) if words else t(NONE), icon=":material/inbox:")
    else:
        st.caption(t(SHOWN if listed.count > PAGE else FOUND, shown=PAGE, count=listed.count))
    with figures.place():
        _chosen(listed.saved)
    for saved in listed.saved:
        _card(saved)
        _row(saved)
    if gone.saved:
        _bin(gone.saved, gone.count)


def _doubts(damaged: tuple[str, ...]) -> None:
    """That the file was another one meanwhile, and which rows are damaged."""
    if replaced := storage.store().database.replaced:
        st.warning(replaced(state.lang()), icon=":material/sync_problem:")
    if damaged:
        st.warning(t(DAMAGED, count=len(damaged), ids=", ".join(damaged)), icon=":material/broken_image:")


def _undo() -> None:
    """Right after a deletion, the way back."""
    key, name = st.session_state.get("_deleted", ("", ""))
    if key:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.info(t(DELETED, name=name), icon=":material/delete:", width="stretch")
            st.button(t(UNDO), key="undo-delete", icon=":material/undo:", on_click=_bring_back, args=(key, name))


def _bring_back(key: str, name: str) -> None:
    _act(lambda: storage.store().undelete(key), t(RETURNED, name=name))
    st.session_state.pop("_deleted", None)


def _act(act: Callable[[], object], words: str) -> None:
    """Do it and say so, or say what went wrong."""
    done = acts.attempt(lambda: (act(), True))
    if done:
        acts.tell(words)


def _card(saved: Saved) -> None:
    """One saved scenario; what it holds is built when it is opened."""
    with st.expander(_label(saved), key=f"saved:{saved.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        if saved.content.note:
            st.markdown(lines(saved.content.note.splitlines()))
        _says(saved)
        keep.changed(saved)
        st.caption(t(BASIS, dataset=saved.content.dataset, fingerprint=saved.content.fingerprint))
        _buttons(saved)
        _history(saved)


def _row(saved: Saved) -> None:
    """What it comes to, whether it is chosen, and a button that compares it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{saved.id}"):
        st.checkbox(t(CHOOSE), key=f"chosen-{saved.id}")
        _comparer(t(COMPARE), f"compare-{saved.id}", lambda: [saved])
        st.caption(summary(saved), width="stretch")


def _chosen(listed: list[Saved]) -> None:
    """The button that compares those that are chosen; the boxes stand below and are drawn after it."""

    def chosen() -> list[Saved]:
        return [saved for saved in listed if st.session_state.get(f"chosen-{saved.id}")]

    _comparer(t(COMPARE_CHOSEN, count=len(chosen())), "compare-chosen", chosen)


def _comparer(label: str, key: str, chosen: Callable[[], list[Saved]]) -> None:
    """A button that compares what is chosen when it is pressed: a box may be ticked after it was drawn."""
    if st.button(
        label, key=key, icon=":material/compare_arrows:", on_click=lambda: compare(chosen()), disabled=not chosen()
    ):
        st.switch_page("pages/compare.py", query_params={})  # the address's own stay: it is bound to them


def _label(saved: Saved) -> str:
    by, when = saved.content.author or "—", moment(saved.saved_at)
    return t(LABEL, name=saved.content.name, author=by, when=when, version=saved.version)


def _says(saved: Saved) -> None:
    """What the scenario does, by today's data and formulas."""
    scenario, _ = state.opened(saved)
    side = state.case(scenario, datasets.of(saved.content.text)).side()
    says, *others = (t(words) for words in answer(side, scenario))
    rests = map(t, each_relies(side.base, moved_funds(side)))
    st.markdown(paragraphs([bold(says), *others, *rests]))


def _buttons(saved: Saved) -> None:
    key = f"name:{saved.mark}"
    name = st.text_input(t(NAME), value=saved.content.name, max_chars=NAME_LIMIT, key=key)
    with st.container(horizontal=True):
        _opener(saved, t(OPEN), f"open:{saved.id}")
        st.button(t(RENAME), key=f"rename:{saved.id}", icon=":material/edit:", on_click=_rename, args=(saved, key),
                  disabled=name.strip() in ("", saved.content.name))  # fmt: skip
        st.button(t(COPY), key=f"copy:{saved.id}", icon=":material/content_copy:", on_click=_copy, args=(saved,))
        st.button(t(DELETE), key=f"delete:{saved.id}", icon=":material/delete:", on_click=_delete, args=(saved,))


def _opener(saved: Saved, label: str, key: str) -> None:
    """A button that goes to the what-if page with this version."""
    if st.button(label, key=key, icon=":material/tune:", on_click=_open, args=(saved,)):
        st.switch_page("pages/scenario.py", query_params={})  # the address's own stay: it is bound to them


def _open(saved: Saved) -> None:
    state.write_texts([state.opened(saved)[0].text(), *state.texts()[1:]])


def _rename(saved: Saved, key: str) -> None:
    name = st.session_state[key].strip()
    _act(lambda: storage.store().rename(saved, name, keep.author() or saved.content.author), t(RENAMED, name=name))


def _copy(saved: Saved) -> None:
    name = t(COPIED, name=saved.content.name)[:NAME_LIMIT]
    _act(
        lambda: storage.store().duplicate(saved, name, keep.author() or saved.content.author), t(DUPLICATED, name=name)
    )


def _delete(saved: Saved) -> None:
    if acts.attempt(lambda: (storage.store().delete(saved.id, saved.latest), True)):
        st.session_state["_deleted"] = (saved.id, saved.content.name)


def _history(saved: Saved) -> None:
    """Every version, with its own open button, and the way to make an earlier one the newest."""
    with st.expander(t(HISTORY), key=f"history:{saved.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        versions = acts.attempt(lambda: storage.store().history(saved.id))
        if versions is None:
            acts.outcome()
            return
        _doubts(versions.damaged)
        rows = [
            [str(v.version), moment(v.saved_at), v.content.author or "—", v.content.name, v.content.note]
            for v in versions.saved
        ]
        table([t(name) for name in HEADERS], rows, figures=(0,), label=t(HISTORY))
        by_number = {v.version: v for v in versions.saved}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = by_number[st.selectbox(t(VERSION), list(by_number), key=f"version:{saved.mark}", width=120)]
            _opener(chosen, t(OPEN_OLD), f"open-old:{saved.id}")
            st.button(t(RESTORE), key=f"restore:{saved.id}", icon=":material/history:", on_click=_restore, args=(chosen,),
                      disabled=chosen.version == chosen.latest)  # fmt: skip


def _restore(old: Saved) -> None:
    words = t(RESTORED, name=old.content.name, old=old.version, version=old.latest + 1)
    _act(lambda: storage.store().restore(old, keep.author()), words)


def _bin(gone: list[Saved], count: int) -> None:
    """What was deleted can be brought back at any time."""
    with st.expander(t(BIN, count=count), key="bin", icon=":material/delete:", on_change="rerun") as opened:
        if not opened.open:
            return
        for saved in gone:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(_label(saved), width="stretch")
                st.button(t(BACK), key=f"back:{saved.id}", icon=":material/undo:", on_click=_bring_back,
                          args=(saved.id, saved.content.name))  # fmt: skip
