"""What has been kept? Saved scenarios, with every version of each."""

from sifund.text import Text
from sifund.ui import saved, st
from sifund.ui.parts import figures, messages
from sifund.ui.parts.person import person
from sifund.ui.session import guard, state
from sifund.ui.session.state import t

guard.require_entry()
st.title(t(Text("已保存的方案", "Saved scenarios")))
with figures.place():
    messages.notices(state.scenario()[1])
saved.listing()
person()
