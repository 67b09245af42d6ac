"""How do the funds stand? The reported totals first, then each fund."""

import streamlit as st

from sifund.text import Text
from sifund.ui import figures, guard, only_here, overview, preview, state
from sifund.ui.state import t

guard.require_entry()
found, notices = only_here.scenario()
result = state.result(found)

st.title(t(Text("基金概况 · {name}", "How the funds stand · {name}"), name=state.title()))
with figures.place():
    figures.notices(notices)
overview.answer(state.dataset())
overview.totals(state.dataset())
st.subheader(t(overview.ATTENTION))
overview.attend(result)
st.subheader(
    t(
        Text("{year}年各基金收支与结余（亿元；备付为月数）", "Funds in {year} (100M yuan; cover in months)"),
        year=result.years[0],
    )
)
overview.funds(result)
overview.boxes(found, result.base(result.shown))
with figures.place():
    preview.left_out(result.base(result.shown))
st.subheader(
    t(Text("{year}年支出预算执行（万元）", "Expenditure against budget, {year} (10k yuan)"), year=result.years[0])
)
with figures.place():
    overview.completion(state.dataset())
st.subheader(t(overview.DEVIATIONS))
overview.largest(state.dataset())
