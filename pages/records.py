"""Does money go where it should? What rules over records name, in counts; who was paid is never shown."""

from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures, messages
from sifund.ui.records import counts, gains, lists, source
from sifund.ui.session import guard, state
from sifund.ui.session.state import t

guard.require_entry()
st.title(t(Text("内控：钱发得对吗？", "Controls: does money go where it should?")))
with figures.place():
    messages.notices(state.scenario()[1])
    entry = source.chosen()
if entry is None:
    source.absent()
else:
    with figures.place():
        source.remarks(entry)
    counts.answer(entry)
    st.subheader(t(Text("按风险：哪些规则指出疑点", "By risk: which rules name findings")))
    counts.by_risk(entry)
    counts.by_rule(entry)
    counts.unchecked(entry)
    counts.left(entry)
    st.subheader(t(Text("按区县", "By district")))
    counts.by_district(entry)
    lists.lists(entry)
    counts.ties(entry)
    gains.gains(entry)
source.clerk()
