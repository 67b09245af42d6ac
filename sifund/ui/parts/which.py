"""Which scenario the page shows, at the bar and in the browser's title."""

from __future__ import annotations

from markupsafe import Markup

from sifund.scenario import Scenario
from sifund.store import standing as of
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import state, storage
from sifund.ui.session.state import t

WHICH = Markup('<p class="which" title="{}"><strong>{}</strong> <span>{}</span></p>')
TITLE = Text("{page} · {which}", "{page} · {which}")


def which(page: Text) -> None:
    """Name, version and whether it was changed since; drawn where a run draws what a change of the scenario changes."""
    shown = standing(state.scenario()[0])
    state_words = t(shown.state) if shown.state else ""
    st.html(WHICH.format(t(shown.words), t(shown.name), state_words))
    st.set_page_config(page_title=t(TITLE, page=page, which=shown.words))


def standing(scenario: Scenario) -> of.Standing:
    """That of a scenario on the page's dataset."""
    return of.standing(scenario, state.dataset(), storage.version_of)
