"""Who may do what, and who did what? For administrators, where people log in."""

from __future__ import annotations

import polars as pl

from sifund import trail
from sifund.access import NAMES, ROLES, Role, assign, roles
from sifund.access.roles import NAME_LIMIT, administrators, others
from sifund.problem import SifundError, shown
from sifund.text import Text
from sifund.ui import st, who
from sifund.ui.parts import acts, figures
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t

TITLE, PATH = Text("管理", "Administration"), "administration"
PEOPLE, TRAIL = Text("角色", "Roles"), Text("审计记录", "Audit trail")
PERSON, ROLE, GIVE = Text("用户名", "User name"), Text("角色", "Role"), Text("分配", "Give")
OTHERS = Text("没有分配角色的人：{role}。", "Whoever was given none: {role}.")
BY_SETTING = Text("{role}（由设置指定）", "{role} (by the settings)")
GIVEN = Text("“{name}”现在是{role}。", '"{name}" is {role} now.')
HOLDS = Text("{count}条记录，没有改动。", "{count} {count:entry|entries}, none changed.")
LATEST = Text("最近{count}条：", "The latest {count}:")
HEADERS = (
    Text("时间（UTC）", "Time (UTC)"),
    PERSON,
    Text("来自", "From"),
    Text("做了什么", "What"),
    Text("对象", "About"),
)
SHOWN = 100


def is_for() -> bool:
    """Whether this person has this page."""
    return bool(who.user().name) and who.can("administer")


def show() -> None:
    """The page. Whoever may not see it sees what it takes."""
    st.title(t(TITLE))
    try:
        who.require("administer")
    except SifundError as error:
        st.error(" ".join(error.lines(state.lang())))
        return
    with figures.place():
        acts.outcome()
    _people()
    _trail()


def _people() -> None:
    st.subheader(t(PEOPLE))
    by_setting = administrators()
    rows = [[shown(name), t(NAMES[role])] for name, role in sorted(roles().items()) if name not in by_setting]
    rows += [[shown(name), t(BY_SETTING, role=NAMES["administrator"])] for name in by_setting]
    table([t(PERSON), t(ROLE)], rows, label=t(PEOPLE))
    st.caption(t(OTHERS, role=NAMES[others()]))
    with st.form("give-role", border=False):
        st.text_input(t(PERSON), key="role-person", max_chars=NAME_LIMIT)
        st.selectbox(t(ROLE), ROLES, format_func=lambda role: t(NAMES[role]), key="role-given")
        st.form_submit_button(t(GIVE), on_click=_give)


def _give() -> None:
    name, role = st.session_state["role-person"].strip(), st.session_state["role-given"]
    if acts.attempt(lambda: _given(name, role)):
        acts.tell(t(GIVEN, name=name, role=NAMES[role]))


def _given(name: str, role: Role) -> bool:
    with who.acting("administer", "role", f"{name} {role}"):
        assign(name, role)
    return True


def _trail() -> None:
    st.subheader(t(TRAIL))
    try:
        verdict = trail.verify()
    except OSError as error:
        st.error(shown(error.strerror or error))
        return
    for problem in verdict.problems:
        st.error(problem(state.lang()))
    if not verdict.problems:
        st.success(t(HOLDS, count=verdict.count))
    entries = verdict.entries
    st.caption(t(LATEST, count=min(SHOWN, len(entries))))
    table([t(head) for head in HEADERS], [_row(entry) for entry in reversed(entries[-SHOWN:])], label=t(TRAIL))
    columns = {name: [getattr(entry, name) for entry in entries] for name in trail.FIELDS}
    figures.download(pl.DataFrame(columns, strict=False), "sifund-trail")


def _row(entry: trail.Entry) -> list[str]:
    what = t(trail.EVENTS[entry.what]) if entry.what in trail.EVENTS else shown(entry.what)
    return [entry.at[:19], shown(entry.who) or "—", shown(entry.origin) or "—", what, shown(entry.about, 200) or "—"]
