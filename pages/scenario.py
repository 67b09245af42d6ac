"""What if? Levers → spending and balances."""

import streamlit as st

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.text import Text
from sifund.ui import figures, guard, keep, lab, preview, share, state
from sifund.ui.effect import effect
from sifund.ui.levers import levers
from sifund.ui.sections import sections
from sifund.ui.state import t

guard.require_entry()
found, notices = state.scenario()
result = state.result(found)
said = alerts(result)
year = figures.spoken(result, found)
fund = found.view.fund if found.view.fund in result.funds else result.funds[0]

st.title(t(Text("政策试算 · {name}", "What if? · {name}"), name=state.title()))
figures.notices((*notices, *state.refused()))
with st.container(horizontal=True, vertical_alignment="bottom"):
    figures.choose_fund(result, fund)
    keep.save(found, result)
    share.share(found, result, fund, year)
figures.headline(result, found, fund, year, said)
keep.since(found)
preview.left_out(result.base(result.shown))
left, right = st.columns([2, 3], gap="large")

with left:
    ready = st.expander(
        t(Text("预设方案", "Ready scenarios")), key="ready", on_change="rerun", icon=":material/library_books:"
    )
    if ready.open:
        with ready:
            lab.presets(result, found, fund, year)
    levers("levers", catalog.of_kind(("lever",), fund), found, result, said, tools=True)
    more = st.expander(t(Text("驱动量与假设", "Drivers and assumptions")), key="more", on_change="rerun")
    if more.open:
        with more:
            levers("more-levers", catalog.of_kind(("driver", "assumption"), fund, "economy"), found, result, said)

SECTIONS = {
    Text("变化", "Effect"): effect,
    Text("哪项起作用", "Which lever"): lab.why_effect,
    Text("为什么是这个数", "Why this number"): lab.why_number,
    Text("谁承担", "Who pays"): lab.who_pays,
    Text("反推", "Solve for it"): lab.solve_for_it,
}
with right:
    sections("lab", SECTIONS, result, found, fund, year)
