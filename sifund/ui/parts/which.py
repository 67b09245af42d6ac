"""Which scenario the page shows, at the bar and in the browser's title."""

from __future__ import annotations

from markupsafe import Markup

from sifund.scenario import Scenario
from sifund.store import standing as of
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session import state, storage
from sifund.ui.session.state import t

WHICH = Markup('<p class="which" title="{title}"><strong>{name}</strong> <span>{state}</span></p>')
TITLE = Text("{page} · {which}", "{page} · {which}")


def which(page: Text) -> None:
    """Name, version and whether it was changed since."""
    st.html(WHICH.format(**in_words(page)))


def in_words(page: Text) -> dict[str, str]:
    """In full, its name, and whether it was changed since; the browser's title says it too."""
    shown = standing(state.scenario()[0])
    st.set_page_config(page_title=t(TITLE, page=page, which=shown.words))
    return {"title": t(shown.words), "name": t(shown.name), "state": t(shown.state) if shown.state else ""}


def standing(scenario: Scenario) -> of.Standing:
    """That of a scenario on the page's dataset."""
    return of.standing(scenario, state.dataset(), storage.version_of)
