"""The way from a scenario to the records under it, where the server has any: what is known of them stands on their page."""

from __future__ import annotations

from sifund import settings
from sifund.text import Text
from sifund.ui import st
from sifund.ui.session.state import t

LABEL = Text("按明细看谁受益、谁受损", "Who gains and who loses, by records")


def link() -> None:
    """A link to the records page, which takes the scenario from the address; nothing where there are no records."""
    if settings.RECORDS.read():
        st.page_link("pages/records.py", label=t(LABEL), icon=":material/groups:")
