"""Who draws from the fund, who comes, who stays and the dependency ratio: a small chart each, and all in one table."""

from __future__ import annotations

import polars as pl

from sifund.analysis.outlook.people import Count, people, people_frame
from sifund.charts import people as chart
from sifund.charts.theme import in_unit
from sifund.terms import SERIES
from sifund.text import Text
from sifund.ui import st
from sifund.ui.outlook.behind import HEAD
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import bold

PEOPLE, WHO = Text("人数与抚养比", "People and the dependency ratio"), Text("哪些人", "Who")
HOW = Text(
    "人数为全年平均；“—”：基年新增没有数据。没有人的不画图，仍列在表中。",
    'Numbers are the year\'s means; "—": who came in the base year is not in the data. What nobody is in has no chart and stands in '
    "the table.",
)


def show(subject: Subject, fund: str) -> None:
    """The charts in pairs with the table below; nothing for all funds together."""
    counts = people(subject.side, fund)
    if not counts:
        return
    st.markdown(bold(t(PEOPLE)))
    some, drawn = [count for count in counts if count.some], []
    for count, room in zip(some, figures.rows_of(2, len(some)), strict=True):
        with room:
            drawn.append(_chart(subject, fund, count))
    grid(pl.DataFrame(_rows(subject, counts)), height="content")
    st.caption(t(HOW))
    figures.folded(people_frame(subject.side, fund), f"sifund-people-{fund}", *drawn)


def _chart(subject: Subject, fund: str, count: Count) -> figures.Picture:
    side, lang = subject.side, state.lang()
    spec = chart.spec(count.name, count.unit, fund, lang)
    return figures.chart(chart.title(side, fund, count), chart.frame(side, count, lang), spec, f"people-{count.key}")


def _rows(subject: Subject, counts: tuple[Count, ...]) -> list[dict[str, str]]:
    """A row a count and side, years across."""
    rows = []
    for count in counts:
        sides = {"baseline": count.before, "scenario": count.after}
        for name in sides if subject.changed else ("baseline",):
            years = {
                str(y): t(count.unit.number(float(x))) for y, x in zip(subject.side.years, sides[name], strict=True)
            }
            rows.append({t(WHO): t(in_unit(count.name, count.unit)), t(SERIES): t(HEAD[name]), **years})
    return rows
