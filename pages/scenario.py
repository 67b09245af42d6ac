"""What if? Levers → spending and balances."""

import streamlit as st

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.charts import balances, cover, spending
from sifund.text import Text
from sifund.ui import figures, guard, state
from sifund.ui.levers import levers
from sifund.ui.state import t

guard.require_entry()
found, notices = state.scenario()
result = state.result(found)
said = alerts(result)
fund = found.view.fund if found.view.fund in result.funds else result.funds[0]

st.title(t(Text("政策试算 · {name}", "What if? · {name}"), name=state.dataset().name))
figures.notices((*notices, *state.refused()))
with st.container(horizontal=True, vertical_alignment="bottom"):
    figures.choose_fund(result, fund)
    figures.share(found)
year = figures.headline(result, found, fund, said)
left, right = st.columns([2, 3], gap="large")

with left:
    levers("levers", catalog.of_kind(("lever",), fund), found, result, said, tools=True)
    more = st.expander(t(Text("驱动量与假设", "Drivers and assumptions")), key="more", on_change="rerun")
    if more.open:
        with more:
            levers("more-levers", catalog.of_kind(("driver", "assumption"), fund, "economy"), found, result, said)

with right:
    name = catalog.fund_name(fund)
    lang = state.lang()
    figures.chart(
        Text("{year}年各项支出：基线与方案", "Spending by line in {year}: baseline and scenario").format(year=year),
        spending.frame(result, fund, year, lang), spending.spec(fund, lang), "spending",
    )  # fmt: skip
    figures.chart(
        Text("{fund}年末滚存结余：基线与方案", "Closing balance, {fund}: baseline and scenario").format(fund=name),
        balances.frame(result, fund, lang), balances.spec(fund, lang), "balances",
    )  # fmt: skip
    figures.chart(
        Text("{fund}{cover}：基线与方案", "{cover}, {fund}: baseline and scenario").format(
            fund=name, cover=catalog.all_funds()[fund].cover_name
        ),
        cover.frame(result, fund, lang), cover.spec(fund, lang), "cover",
    )  # fmt: skip
    figures.table(result, fund)
