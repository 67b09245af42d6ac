"""The door: page config, language, navigation; nothing else."""

from sifund.text import Text
from sifund.ui import administration, st, stage
from sifund.ui.parts.bar import bar
from sifund.ui.parts.icon import ICON
from sifund.ui.parts.which import which
from sifund.ui.session import address, guard, state
from sifund.ui.session.state import t

PAGES = {
    "overview": Text("基金概况", "Overview"),
    "scenario": Text("政策试算", "What if?"),
    "compare": Text("方案比较", "Compare"),
    "outlook": Text("前景", "Outlook"),
    "performance": Text("年度执行", "Performance"),
    "checks": Text("数据核对", "Checks"),
    "records": Text("内控", "Controls"),
    "saved": Text("已保存", "Saved"),
    "methods": Text("方法与依据", "Methods"),
}
"""In the order of the work."""
st.set_page_config(page_title="sifund", page_icon=ICON, layout="wide")
guard.enter()
address.draw()
state.ask()

pages = [
    st.Page(
        f"pages/{name}.py", title=t(title), default=name == "overview", url_path=None if name == "overview" else name
    )
    for name, title in PAGES.items()
]
if administration.is_for():
    pages.append(st.Page(administration.show, title=t(administration.TITLE), url_path=administration.PATH))
page = st.navigation(pages, position="hidden")
bar(pages, page)
if page.url_path != "scenario":  # there a moved lever changes it
    which(PAGES.get(page.url_path or "overview", administration.TITLE))
if stage.on_stage():
    stage.show()
else:
    page.run()
