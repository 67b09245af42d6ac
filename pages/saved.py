"""What has been kept? Saved scenarios, with every version of each."""

import streamlit as st

from sifund.text import Text
from sifund.ui import figures, guard, messages, saved, state
from sifund.ui.state import t

guard.require_entry()
st.title(t(Text("已保存的方案", "Saved scenarios")))
with figures.place():
    messages.notices(state.scenario()[1])
saved.listing()
