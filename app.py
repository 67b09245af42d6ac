"""The door: page config, language, navigation; nothing else."""

import streamlit as st

from sifund.text import Text
from sifund.ui import guard, state
from sifund.ui.state import t

ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Crect width='24' height='24' "
    "rx='5' fill='%230B5C8A'/%3E%3Cpath d='M5 17V12M10 17V8M15 17v-7M20 17V5' stroke='white' stroke-width='2.6'/%3E%3C/svg%3E"
)
st.set_page_config(page_title="sifund", page_icon=ICON, layout="wide")
guard.enter()
state.carry()

pages = [
    st.Page("pages/overview.py", title=t(Text("基金概况", "Overview")), icon=":material/dashboard:", default=True),
    st.Page("pages/scenario.py", title=t(Text("政策试算", "What if?")), icon=":material/tune:",
            url_path="scenario"),
    st.Page("pages/compare.py", title=t(Text("方案比较", "Compare")), icon=":material/compare_arrows:",
            url_path="compare"),
    st.Page("pages/saved.py", title=t(Text("已保存", "Saved")), icon=":material/bookmarks:", url_path="saved"),
    st.Page("pages/performance.py", title=t(Text("年度执行", "Performance")), icon=":material/assignment_turned_in:",
            url_path="performance"),
    st.Page("pages/checks.py", title=t(Text("数据核对", "Checks")), icon=":material/fact_check:", url_path="checks"),
    st.Page("pages/outlook.py", title=t(Text("前景", "Outlook")), icon=":material/insights:", url_path="outlook"),
    st.Page("pages/methods.py", title=t(Text("方法与依据", "Methods")), icon=":material/menu_book:",
            url_path="methods"),
]  # fmt: skip
page = st.navigation(pages, position="top")
with st.container(key="language"):
    other = "zh" if state.lang() == "en" else "en"
    st.button("中文" if other == "zh" else "English", key="switch-lang", on_click=state.set_lang, args=(other,))
page.run()
