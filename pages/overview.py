"""How do the funds stand? The reported totals first, then each fund."""

from sifund.text import Text
from sifund.ui import budget, overview, st, standing
from sifund.ui.checks import preview
from sifund.ui.parts import figures, messages, only_here
from sifund.ui.session import guard, state
from sifund.ui.session.state import t

guard.require_entry()
scenario, notices = only_here.scenario()
side = state.case(scenario).side()

st.title(t(Text("基金概况 · {name}", "How the funds stand · {name}"), name=state.dataset().name))
with figures.place():
    messages.notices(notices)
overview.answer(state.dataset())
overview.totals(state.dataset())
st.subheader(t(overview.ATTENTION))
with figures.place():
    overview.attend(side)
with figures.place():
    standing.paths(side, scenario)
with figures.place():
    standing.execution(state.dataset(), scenario)
with figures.place():
    overview.supply(side)
overview.boxes(scenario, side.base)
overview.funds(side)
with figures.place():
    preview.left_out(side.base)
with figures.place():
    budget.completion(state.dataset())
st.subheader(t(budget.DEVIATIONS))
budget.largest(state.dataset())
