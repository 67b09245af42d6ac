"""Tab: budget work of the year: forecast, progress, the adjustment that each line needs, applications by month."""

from __future__ import annotations

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.monthly import falls
from sifund.analysis.outlook.reliability import relies
from sifund.analysis.year.budget import BASES, MONTHS_IN_YEAR, adjustment_table, applications, budget
from sifund.analysis.year.execution import stands_beside
from sifund.declare.unit import YUAN
from sifund.terms import YEAR
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance.answer import INITIAL
from sifund.ui.performance.executed import LINE
from sifund.ui.performance.subject import Subject
from sifund.ui.performance.tables import UNIT, Cells, draw, wan
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import bold

MONTH = Text("截至几月底", "As at the end of month")
BUDGET, SPENT = Text("现行预算数", "Budget in force"), Text("累计支出", "Spent to date")
PROGRESS, CALENDAR = Text("支出进度", "Progress"), Text("序时进度", "Calendar")
PLANNED, AHEAD = Text("按付款月份应达", "Due by the payment months"), Text("快慢（百分点）", "Ahead (points)")
FORECAST, NEED = Text("预计全年执行数", "Forecast outturn"), Text("需调增（减）", "Adjustment needed")
NEED_RATE, BASIS = Text("调整幅度", "Adjustment in %"), Text("预算依据", "Budget rests on")
TABLE = Text("预算调整表（下载）", "Adjustment table (download)")
APPLY = Text("各月用款申请", "Fund application by month")
ANSWER = Text(
    "{year}年{fund}预计支出{forecast}，比现行预算{need}。",
    "{year}: the {fund} is forecast to spend {forecast}, {need}.",
)
MORE, LESS, EVEN = Text("多{amount}，需要调增", "{amount} more than the budget in force: it must be raised"), Text(
    "少{amount}，可以调减", "{amount} less than the budget in force: it can be cut"
), Text("持平，不必调整", "as the budget in force: nothing to adjust")  # fmt: skip
MODELLED = Text(
    "数据只给出全年数，各月支出由模型分配；有分月数据的月份以数据为准。{falls}",
    "The data give the year; months are the model's, and those covered tie to the data. {falls}",
)
MONTH_NAME = Text("{month}月", "month {month}")
TOTAL = Text("合计", "Total")


def show(subject: Subject) -> None:
    """Year and month, the answer, the table by line, then what leaves as a file."""
    _ask(subject)
    table = budget(
        subject.dataset, subject.side, subject.budget_year, subject.month, dict(subject.scenario.view.calendar)
    ).filter(pl.col("fund") == subject.fund)
    st.markdown(bold(t(_answer(subject, table))))
    rows = [_cells(subject, row) for row in table.to_dicts()]
    draw(rows, (INITIAL, BUDGET, SPENT, FORECAST, NEED), (PROGRESS, CALENDAR, PLANNED, AHEAD, NEED_RATE), "work")
    if subject.budget_year > subject.dataset.base_year:
        st.caption(t(relies(subject.side.base, subject.fund)))
    runs = falls(subject.side, subject.fund, dict(subject.scenario.view.calendar))
    st.caption(f"{t(UNIT)} {t(MODELLED, falls=runs)}")
    st.subheader(t(APPLY))
    draw(_applied(subject), (*_months(), TOTAL), (), "apply")
    figures.download(_application(subject), f"sifund-application-{subject.budget_year}-{subject.fund}")
    st.subheader(t(TABLE))
    figures.download(
        adjustment_table(subject.dataset, subject.side, subject.budget_year), f"sifund-adjustment-{subject.budget_year}"
    )


def _ask(subject: Subject) -> None:
    """Which year, and as at which month's end; in the link."""
    with st.container(horizontal=True):
        st.selectbox(t(YEAR), subject.side.years, key="v:budget_year", now=subject.budget_year, width=160,
                     on_change=state.into_view("budget_year"))  # fmt: skip
        st.number_input(t(MONTH), 1, MONTHS_IN_YEAR, key="v:month", now=subject.month, width=200,
                        on_change=state.into_view("month"))  # fmt: skip


def _answer(subject: Subject, table: pl.DataFrame) -> Text:
    beside = [key for key in table["line"] if stands_beside(subject.dataset, key)]
    rows = table.filter(~pl.col("line").is_in(beside))
    need = float(rows["adjustment_yuan"].sum())
    word = EVEN if round(need, 2) == 0 else MORE if need > 0 else LESS
    return ANSWER.format(
        year=subject.budget_year, fund=catalog.fund_name(subject.fund), forecast=YUAN.write(float(rows["forecast_yuan"].sum())),
        need=word.format(amount=YUAN.write(abs(need))),
    )  # fmt: skip


def _cells(subject: Subject, row: dict) -> Cells:
    return {
        t(LINE): t(subject.side.base.line_name(row["line"])), t(INITIAL): wan(row["initial_budget_yuan"]),
        t(BUDGET): wan(row["budget_yuan"]), t(SPENT): wan(row["spent_yuan"]), t(PROGRESS): row["progress_percent"],
        t(CALENDAR): row["calendar_percent"], t(PLANNED): row["planned_percent"], t(AHEAD): row["ahead_points"],
        t(FORECAST): wan(row["forecast_yuan"]), t(NEED): wan(row["adjustment_yuan"]),
        t(NEED_RATE): row["adjustment_percent"], t(BASIS): t(BASES[row["budget_basis"]]),
    }  # fmt: skip


def _months() -> list[Text]:
    return [MONTH_NAME.format(month=number) for number in range(1, MONTHS_IN_YEAR + 1)]


def _application(subject: Subject) -> pl.DataFrame:
    table = applications(subject.side, subject.budget_year, dict(subject.scenario.view.calendar))
    return table.filter(pl.col("fund") == subject.fund)


def _applied(subject: Subject) -> list[Cells]:
    """A row a line, a column a month [万元], and the year."""
    table = _application(subject)
    rows = []
    for key in table["line"].unique(maintain_order=True):
        amounts = table.filter(pl.col("line") == key).sort("month")["amount_yuan"].to_list()
        names = dict(zip(map(t, _months()), map(wan, amounts), strict=True))
        rows.append({t(LINE): t(subject.side.base.line_name(key)), **names, t(TOTAL): wan(sum(amounts))})
    return rows
