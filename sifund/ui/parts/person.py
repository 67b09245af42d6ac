"""Who is logged in, in which role, and the way out; nothing where nobody logs in."""

from __future__ import annotations

from markupsafe import Markup

from sifund.access import NAMES, mode, role_of
from sifund.access.login import LOGOUT
from sifund.problem import shown
from sifund.text import Text
from sifund.ui import st, who
from sifund.ui.session.state import t

IN, OUT = Text("已登录：{name}（{role}）", "Logged in: {name} ({role})"), Text("退出登录", "Log out")
WORDS = Markup('<small class="person">{}{}</small>')
WAY_OUT = Markup(' · <a href="{}" target="_self">{}</a>')


def person() -> None:
    """One small line. Who came by a proxy logs out where they logged in."""
    if name := who.user().name:
        out = WAY_OUT.format(LOGOUT, t(OUT)) if mode() == "oidc" else ""
        st.html(WORDS.format(t(IN, name=shown(name), role=NAMES[role_of(name)]), out))
