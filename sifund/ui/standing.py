"""The overview's pictures: where each fund's balance and cover go, with the floor, and how the year's budgets were executed."""

from __future__ import annotations

from dataclasses import replace

from sifund import catalog
from sifund.analysis.grounds import NO_OPENING
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.year.performance import performance
from sifund.charts import balances, bullet, cover
from sifund.charts.theme import label_lines
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.session import state
from sifund.ui.session.state import t

PATHS = Text("各基金的结余和备付走势", "Where each fund's balance and cover go")
CLOSES = Text("{fund}：{year}年末滚存结余{value}", "{fund}: closing balance of {value} in {year}")
UNKNOWN = Text("{fund}：{says}", "{fund}: {says}")
READ = Text(
    "条是执行率，细线是调整预算数（100%），粗短线是年初预算数；灰带是容许范围。",
    "Bar: completion; thin line: adjusted budget (100%); thick tick: initial budget; grey band: tolerated range.",
)


def paths(side: Side, scenario: Scenario) -> None:
    """A column a fund: its balance, below it its cover beside the floor; of a fund without an opening balance, that it has none.
    Charts of a row stand on one line, however long what is said above each."""
    st.subheader(t(PATHS))
    for draw in (_balance, _cover):
        columns = st.columns(len(side.funds), gap="medium", vertical_alignment="bottom")
        for fund, column in zip(side.funds, columns, strict=True):
            with column:
                draw(side, scenario, fund)


def _balance(side: Side, scenario: Scenario, fund: str) -> None:
    if not side.knows(fund):
        st.caption(t(UNKNOWN, fund=catalog.fund_name(fund, short=True), says=NO_OPENING))
        return
    title = balances.title(side, fund) if scenario.moves else _closes(side, fund)
    lang, floor = state.lang(), floor_of(scenario.view, fund)
    figures.chart(title, balances.frame(side, fund, lang, floor), balances.spec(fund, lang, floor), f"closes-{fund}")


def _cover(side: Side, scenario: Scenario, fund: str) -> None:
    if side.knows(fund):
        lang, floor = state.lang(), floor_of(scenario.view, fund)
        figures.chart(
            cover.title(side, fund, floor),
            cover.frame(side, fund, lang, floor),
            cover.spec(fund, lang, floor),
            f"covers-{fund}",
        )


def _closes(side: Side, fund: str) -> Text:
    year = side.years[-1]
    value = YUAN.write(side.value(fund, "closing", year))
    return CLOSES.format(fund=catalog.fund_name(fund, short=True), year=year, value=value)


def execution(dataset: Dataset, scenario: Scenario) -> None:
    """A bullet a fund that has a budget of its total; nothing where none has."""
    view, lang = scenario.view, state.lang()
    totals = [
        replace(row, name=dataset.fund_name(row.fund, short=True))
        for row in performance(dataset, view.tolerance, view.swing)
        if row.line == f"{row.fund}.total" and row.fund in dataset.funds
    ]
    totals.sort(key=lambda row: dataset.funds.index(row.fund))
    data = bullet.frame(totals, view.tolerance, lang)
    if not data.is_empty():
        spec = bullet.spec(catalog.ALL, lang, label_lines(data["name"]))
        figures.chart(bullet.totals(totals, dataset.period()), data, spec, "executed")
        st.caption(t(READ))
