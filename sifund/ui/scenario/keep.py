"""Keeping the page's scenario: save it, and say where a saved one's figures are different now."""

from __future__ import annotations

from dataclasses import replace

from sifund import catalog
from sifund.charts.theme import IN_UNIT
from sifund.dataset import Dataset
from sifund.declare.measure import MEASURES
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.frames import fingerprint
from sifund.model.memory import remembered
from sifund.problem import SifundError
from sifund.scenario import Scenario, dataset_mark
from sifund.store import AUTHOR_LIMIT, NAME_LIMIT, NOTE_LIMIT, Content, Saved
from sifund.store.figures import Change, changes, figures_of
from sifund.terms import AUTHOR, BASELINE, DIFFERENCE, ITEM, NAME, NOTE, SCENARIO, SERIES, YEAR
from sifund.text import Text
from sifund.ui import st, who
from sifund.ui.parts import acts, figures, only_here
from sifund.ui.parts.tables import table
from sifund.ui.session import datasets, state, storage
from sifund.ui.session.state import t

SAVE = Text("保存", "Save")
AS_NEW = Text("保存为新方案", "Save as a new scenario")
AS_NEXT = Text("保存为“{name}”的新版本", 'Save as the next version of "{name}"')
BY = Text("保存人：{name}", "Saved by {name}")
MADE_FROM = Text("由“{name}”第{version}版改来。", 'Made from "{name}", version {version}.')
NOT_HERE = Text(
    "没有保存：数据集“{mark}”不在这里，本页的数字是示例数据的。请先到“数据核对”页重新上传，或改用示例数据。",
    'Nothing is saved: the dataset "{mark}" is not here and the figures on this page are the sample\'s. Upload it again on '
    "the checks page, or go on with the sample.",
)
KEPT = Text("已保存：“{name}”第{version}版。", 'Saved: "{name}", version {version}.')
SINCE = Text(
    "“{name}”保存以来，{count}个数变了：{why}",
    '{count} {count:figure|figures} of "{name}" {count:has|have} changed since it was saved: {why}',
)
DATA = Text("数据集由{old}变为{new}。", "the dataset was {old} and is {new} now.")
MODEL = Text(
    "数据集没有变，是程序的公式或默认值变了。", "the dataset is the same; formulas or defaults of the program changed."
)
OLD_NEW = Text("保存时与现在", "When saved, and now")
REST = Text("另有{count}个数不同，未列出。", "{count} more {count:figure differs|figures differ} and are not listed.")
HEADERS = (
    SERIES, ITEM, YEAR, Text("保存时", "When saved"), Text("现在", "Now"),
    DIFFERENCE,
)  # fmt: skip
SIDES = {"scenario": SCENARIO, "baseline": BASELINE}
LISTED = 24


def content(scenario: Scenario, side: Side, name: str, note: str, author: str) -> Content:
    """The page's scenario and its figures, as they are kept."""
    text = state.share_text(replace(scenario, name=""))
    return Content(name.strip(), text, dataset_mark(state.dataset()), fingerprint(side), figures_of(side),
                   note.strip(), author.strip())  # fmt: skip


def save(scenario: Scenario, side: Side) -> None:
    """Save as a new scenario, or as the next version of the one that it was made from."""
    why = who.lacks("save")
    with st.popover(t(SAVE), key="save", on_change="rerun", disabled=bool(why), help=why and t(why)) as opened:
        if not opened.open:
            return
        with figures.place():
            acts.failed()
            if missing := state.missing():
                st.warning(t(NOT_HERE, mark=missing), icon=":material/cloud_off:")
                return
            only_here.offer("save")
            source = _source(scenario)
            if source:
                st.caption(t(MADE_FROM, name=source.content.name, version=source.version))
        given = {"name": scenario.name, "note": source.content.note if source else "", "author": author()}
        with st.form("keep", border=False):
            _boxes(given)
            if source:
                label = t(AS_NEXT, name=source.content.name)
                st.form_submit_button(label, on_click=_save, args=(scenario, side, source))
            st.form_submit_button(t(AS_NEW), on_click=_save,
                                  args=(scenario, side, None))  # fmt: skip


def _boxes(given: dict[str, str]) -> None:
    for key, value in given.items():
        st.session_state.setdefault(f"keep-{key}", value)
    st.text_input(t(NAME), key="keep-name", max_chars=NAME_LIMIT)
    st.text_area(t(NOTE), key="keep-note", max_chars=NOTE_LIMIT, height=80)
    if name := who.user().name:
        st.caption(t(BY, name=name))
    else:
        st.text_input(t(AUTHOR), key="keep-author", max_chars=AUTHOR_LIMIT)


def _source(scenario: Scenario) -> Saved | None:
    """The saved version that the scenario was made from, where it is known here; a database that is away is said."""
    key, _, version = scenario.origin.partition(".")
    try:
        return storage.version_of(key, int(version)) if version else None
    except SifundError as error:
        acts.say(error)
        return None


def _save(scenario: Scenario, side: Side, source: Saved | None) -> None:
    if state.missing():  # it went after the boxes were drawn; the popover says so now
        return
    name, note, by = (st.session_state.get(f"keep-{key}", "") for key in ("name", "note", "author"))
    st.session_state["_author"] = by
    draft = content(scenario, side, name, note, by)
    store = storage.store()
    saved = acts.attempt(lambda: store.change(source.id, source.version, draft) if source else store.add(draft))
    if saved:
        state.write(replace(scenario, name=saved.content.name, origin=saved.mark))
        acts.tell(t(KEPT, name=saved.content.name, version=saved.version))
        st.session_state["save"] = False  # what was asked is done: the form closes


def author() -> str:
    """Who is logged in, else who saved last in this session."""
    return who.user().name or st.session_state.get("_author", "")


# --- what changed since -----------------------------------------------------------------------------------------------


def since(scenario: Scenario) -> None:
    """Where the page's scenario was opened from a saved one whose figures are different now: which, old against new."""
    key, _, version = scenario.origin.partition(".")
    try:
        saved = storage.version_of(key, int(version)) if version else None
    except SifundError:
        return
    if saved:
        changed(saved)


def changed(saved: Saved) -> None:
    """The same of a saved scenario, whether it is open or not."""
    dataset = datasets.of(saved.content.text)
    if differs := _differs(dataset, saved.id, saved.version):
        _changed(saved, differs, dataset)


@remembered(256)
def _differs(dataset: Dataset, key: str, version: int) -> list[Change]:
    saved = storage.version_of(key, version)
    side = state.case(state.opened(saved)[0], dataset).side()
    same = fingerprint(side) == saved.content.fingerprint
    return [] if same else changes(saved.content.figures, figures_of(side))


def _changed(saved: Saved, differs: list[Change], dataset: Dataset) -> None:
    now = dataset_mark(dataset)
    why = MODEL if saved.content.dataset == now else DATA.format(old=saved.content.dataset, new=now)
    st.warning(t(SINCE, name=saved.content.name, count=len(differs), why=why), icon=":material/difference:")
    with st.expander(t(OLD_NEW), key=f"since:{saved.mark}", on_change="rerun") as opened:
        if opened.open:
            rows = [_row(change, len(dataset.funds)) for change in differs[:LISTED]]
            table([t(name) for name in HEADERS], rows, figures=(3, 4, 5), label=t(OLD_NEW))
            if len(differs) > LISTED:
                st.caption(t(REST, count=len(differs) - LISTED))


def _row(change: Change, count: int = 0) -> list[str]:
    subject = _subject(change, count)
    unit = MEASURES[change.measure].unit if change.measure else YUAN
    values = (unit.number(change.old), unit.number(change.new), unit.change(change.old, change.new))
    return [t(SIDES[change.side]), t(IN_UNIT, name=subject, unit=unit.column), str(change.year), *map(t, values)]


def _subject(change: Change, count: int) -> Text:
    """A line's name; 机关养老 · 支出 of a fund's measure, or of so many together; what is no longer known keeps its key."""
    if not change.measure:
        line = catalog.lines().get(change.subject)
        return line.name if line else Text(change.subject, change.subject)
    if change.subject not in (*catalog.all_funds(), catalog.ALL):
        return Text(change.subject, change.subject)
    fund = catalog.fund_name(change.subject, short=True, count=count)
    measure = catalog.measure_name(change.measure, change.subject)
    return Text(f"{fund.zh} · {measure.zh}", f"{fund.en} · {measure.en}")
