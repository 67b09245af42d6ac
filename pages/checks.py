"""Can I trust the data? What ties, what does not, and where each number comes from."""

from sifund.checks.report import check
from sifund.text import Text
from sifund.ui import st
from sifund.ui.checks import evidence, own_data
from sifund.ui.checks import findings as checks
from sifund.ui.parts import figures, messages, record_ties
from sifund.ui.session import guard, state
from sifund.ui.session.state import t

guard.require_entry()
dataset = state.dataset()
report = check(dataset)

st.title(t(Text("数据核对 · {name}", "Checks · {name}"), name=state.dataset().name))
with figures.place():
    messages.notices(state.scenario()[1])
    accepted = checks.acceptances(dataset)
own_data.switch()
checks.answer(dataset, report, accepted)

st.subheader(t(Text("疑点", "Findings")))
with figures.place():
    checks.findings(dataset, report, checks.holding(report, accepted))

st.subheader(t(Text("核对结果：各项有多少处相符", "What ties, check by check")))
evidence.ties(report)
record_ties.record_ties(dataset)

st.subheader(t(Text("来源", "Sources")))
evidence.values(dataset)

st.subheader(t(Text("本单位数据", "Own data")), anchor=own_data.ANCHOR)
own_data.own_data()
