"""What if? Levers → spending and balances."""

import streamlit as st

from sifund import catalog
from sifund.charts import balances, cover, spending
from sifund.text import Text
from sifund.ui import cards, figures, guard, state
from sifund.ui.state import t

guard.require_entry()
found, notices = state.scenario()
result = state.result(found)
base = result.base(result.shown)
fund = found.view.fund if found.view.fund in result.funds else result.funds[0]

st.title(t(Text("政策试算 · {name}", "What if? · {name}"), name=state.dataset().name))
figures.notices(notices)
figures.choose_fund(result, fund)
year = figures.headline(result, found, fund)
levers, effects = st.columns([2, 3], gap="large")

with levers:
    figures.choose_start(found)
    figures.toolbar(found)
    own = [p for p in catalog.parameters().values() if p.fund == fund and p.kind == "lever"]
    for p in own:
        cards.card(p, found, base, result)
    if st.toggle(t(Text("驱动量与假设", "Drivers and assumptions")), key="more"):
        more = [
            p
            for p in catalog.parameters().values()
            if p.fund in (fund, "economy") and p.kind in ("driver", "assumption")
        ]
        for p in more:
            cards.card(p, found, base, result)

with effects:
    figures.chart(
        Text("{year}年各项支出：基线与方案", "Spending by line in {year}: baseline and scenario").format(year=year),
        spending.frame(result, fund, year, state.lang()), spending.spec(fund, state.lang()), "spending",
    )  # fmt: skip
    figures.chart(
        Text("{fund}年末滚存结余：基线与方案", "{fund}, closing balance: baseline and scenario").format(
            fund=catalog.fund_name(fund)
        ),
        balances.frame(result, fund, state.lang()), balances.spec(fund, state.lang()), "balances",
    )  # fmt: skip
    figures.chart(
        Text("{fund}还能支付几个月：基线与方案", "{fund}, months of cover: baseline and scenario").format(fund=catalog.fund_name(fund)),
        cover.frame(result, fund, state.lang()), cover.spec(fund, state.lang()), "cover",
    )  # fmt: skip
    figures.table(result, fund)
