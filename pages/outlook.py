"""How sure are we, and when does a reserve breach its floor? The fan, the chance and the remedy first."""

from sifund.analysis.moved import fund_shown
from sifund.text import Text
from sifund.ui import st
from sifund.ui.outlook import (
    actuaries,
    answer,
    backtests,
    controls,
    fans,
    methods,
    paths,
    record,
    sensitivity,
    stresses,
    warnings,
)
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts import figures, messages, only_here
from sifund.ui.parts.sections import sections
from sifund.ui.session import guard, sending, state
from sifund.ui.session.state import t
from sifund.ui.share import dialog as share

guard.require_entry()
scenario, notices = only_here.scenario()
side = state.case(scenario).side()
fund = fund_shown(side, scenario)
subject = Subject(state.dataset(), scenario, state.start_month(scenario), side, fund)

answer.work_out(subject)
with sending.together():
    st.title(t(Text("前景 · {name}", "Outlook · {name}"), name=state.dataset().name))
    with figures.place():
        messages.notices(notices)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        figures.choose_fund(side, fund)
        controls.horizon(subject)
        controls.settings(subject)
        share.link(scenario, "outlook")
    answer.answer(subject)
    fan, cure = st.columns((5, 3))
    with fan:
        fans.show(subject)
        record.show(subject)
    with cure:
        answer.cure(subject)
    answer.notes(subject)
    controls.policy(subject)
parts = {
    Text("预警与对策", "Early warning"): warnings.show,
    Text("各基金路径", "Paths"): paths.show,
    Text("精算指标", "Actuarial"): actuaries.show,
    Text("敏感性", "Sensitivity"): sensitivity.show,
    Text("压力测试", "Stress tests"): stresses.show,
    Text("回测", "Backtest"): backtests.show,
    Text("方法", "Methods"): methods.show,
}
sections("outlook", parts, subject)
