"""How did the year go? Budgets, outturn, growth and its causes, targets, and the documents that leave the house."""

from sifund.analysis.moved import fund_shown
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures, messages, only_here
from sifund.ui.parts.sections import sections
from sifund.ui.performance import answer, executed, papers, price, running, scores, work
from sifund.ui.performance.subject import Subject
from sifund.ui.session import guard, state
from sifund.ui.session.state import t
from sifund.ui.share import dialog as share

EXECUTION = Text("预算执行", "Execution")
guard.require_entry()
scenario, notices = only_here.scenario()
side = state.case(scenario).side()
fund = fund_shown(side, scenario)
subject = Subject(state.dataset(), scenario, side, fund)

st.title(t(Text("年度执行 · {name}", "The year in review · {name}"), name=subject.dataset.name))
with figures.place():
    messages.notices(notices)
with st.container(horizontal=True, vertical_alignment="bottom"):
    figures.choose_fund(side, fund)
    answer.thresholds(subject)
    share.link(scenario, "performance")
answer.answer(subject)
parts = {
    Text("年中进度", "Running year"): running.show,
    EXECUTION: executed.show,
    Text("价与量", "Price and volume"): price.show,
    Text("预算工作", "Budget work"): work.show,
    Text("绩效目标", "Targets"): scores.show,
    Text("文件", "Documents"): papers.show,
}
sections("performance", parts, subject, begin=None if subject.dataset.history else EXECUTION)
