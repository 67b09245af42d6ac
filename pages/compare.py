"""Which of these scenarios? Up to six side by side, any of them as what the others are compared with."""

import streamlit as st

from sifund.analysis.ranking import ranking
from sifund.text import Text
from sifund.ui import arrange, compare, figures, files, guard, messages, share, state
from sifund.ui.state import t

guard.require_entry()
scenarios, notices = compare.read()
comparison = compare.run(scenarios)
fund = comparison.fund_shown(scenarios[0].view.fund)
year = comparison.first_year(fund)
words = t(ranking(comparison, fund, year))

st.title(t(Text("方案比较 · {name}", "Compare · {name}"), name=state.title()))
with figures.place():
    messages.notices(notices)
with st.container(horizontal=True, vertical_alignment="bottom"):
    figures.choose_fund(comparison.result, fund)
    compare.choose_against(comparison)
    arrange.adder(scenarios, comparison.against)
    arrange.arranger(scenarios, comparison.against)
    share.share_comparison(comparison, fund, words)
figures.answer(words, strong=True)
compare.table(comparison, fund, year)
files.export(comparison, *compare.charts(comparison, fund))
