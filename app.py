"""The door: page config, language, navigation; nothing else."""

import streamlit as st

from sifund.text import Text
from sifund.ui import guard, state
from sifund.ui.state import t

st.set_page_config(page_title="sifund", page_icon=":material/account_balance:", layout="wide")
guard.enter()
state.carry()

pages = [
    st.Page("pages/overview.py", title=t(Text("基金概况", "Overview")), icon=":material/dashboard:",
            url_path="overview", default=True),
    st.Page("pages/scenario.py", title=t(Text("政策试算", "What if?")), icon=":material/tune:",
            url_path="scenario"),
]  # fmt: skip
page = st.navigation(pages, position="top")
with st.container(horizontal=True, horizontal_alignment="right"):
    other = "zh" if state.lang() == "en" else "en"
    st.button("中文" if other == "zh" else "English", key="switch-lang", on_click=state.set_lang, args=(other,))
page.run()
