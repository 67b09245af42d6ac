"""Which of these scenarios? Up to six side by side, any of them as what the others are compared with."""

from sifund.analysis.decide.verdict import verdict
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare import arrange, front, persons
from sifund.ui.compare import table as compare
from sifund.ui.parts import figures, messages
from sifund.ui.session import guard, sending, state
from sifund.ui.session.state import t
from sifund.ui.share import dialog as share
from sifund.ui.share import files

guard.require_entry()
scenarios, notices = compare.read()
comparison = compare.run(scenarios)
fund = comparison.fund_shown(scenarios[0].view.fund)
year = comparison.first_year(fund)
words = t(verdict(comparison, fund, year))

with sending.together():
    with st.container(horizontal=True, vertical_alignment="center", key="toolbar"):
        st.title(t(Text("方案比较 · {name}", "Compare · {name}"), name=state.dataset().name), width="content")
        figures.choose_fund(comparison.side(0), fund)
        compare.choose_against(comparison)
        arrange.adder(scenarios, comparison.against)
        arrange.arranger(scenarios, comparison.against)
        share.share_comparison(comparison, fund, words)
    with figures.place():
        messages.notices(notices)
    figures.answer(words, strong=True)
    with figures.place():
        drawn = compare.charts(comparison, fund)
    compare.table(comparison, fund, year)
    compare.by_year(comparison, fund)
persons.persons(comparison, fund, year)
front.show(comparison, fund)
files.export(comparison, *drawn)
