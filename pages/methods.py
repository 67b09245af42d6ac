"""What is every formula, parameter, rule and source? Made from the declarations; nothing on it is written for it."""

from sifund.analysis.moved import fund_shown
from sifund.terms import PARAMETERS
from sifund.text import Text
from sifund.ui import methods, st
from sifund.ui.parts import figures, messages, only_here
from sifund.ui.parts.sections import sections
from sifund.ui.session import guard, state
from sifund.ui.session.state import t

guard.require_entry()
scenario, notices = only_here.scenario()
side = state.case(scenario).side()
fund = fund_shown(side, scenario)

st.title(t(Text("方法与依据 · {name}", "Methods · {name}"), name=state.dataset().name))
with figures.place():
    messages.notices(notices)
with st.container(horizontal=True, vertical_alignment="bottom"):
    figures.choose_fund(side, fund)
    find = methods.search()
subject = methods.Subject(state.dataset(), scenario, side, fund, find)
with figures.place():
    methods.everywhere(subject)
parts = {
    Text("公式", "Formulas"): methods.formulas_of,
    PARAMETERS: methods.parameters_of,
    Text("增长与分布", "Growth and distributions"): methods.growth,
    Text("法规与文件", "Rules and documents"): methods.documents_of,
    Text("总则与来源", "Principles and sources"): methods.principles_of,
}
sections("methods", parts, subject)
