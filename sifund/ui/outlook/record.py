"""How often past outcomes lay in the band, beside it: from the code that draws it."""

from __future__ import annotations

import polars as pl

from sifund.analysis.outlook.reliability import past_of
from sifund.history.past import Record
from sifund.history.record import ALL, SHAKEN, score
from sifund.text import DASH, Text, format_number, format_percent, years_text
from sifund.ui import st
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts.grid import grid
from sifund.ui.session.state import t

SAYS = Text(
    "“照历史波动”的带过去怎样：{share}的结果落在90%带内，{years}年的占{shaken}。{few}“法规不变”的带没有这样的记录：过去的年份里法规一直在变。",
    'How the band "as history moved" did: {share} of outcomes lay in the 90% band, of those of {years} {shaken}. {few} The band '
    '"at unchanged law" has no such record: in past years the law kept changing.',
)
MORE = Text("按起点、年度和序列看记录", "The record by origin, year and series")
COLUMNS = (Text("点数", "n"), Text("50%带（%）", "50% band (%)"), Text("90%带（%）", "90% band (%)"))
EVERY = Text("全部序列", "all series")


def show(subject: Subject) -> None:
    """The record of the series that the fund's second band is from, and of all beside them."""
    past = past_of(subject.dataset, subject.fund)
    if past is None or not past.record.points:
        return
    record = past.record
    words = {"share": _share(record.inside()), "shaken": _share(record.inside(shaken=True))}
    st.caption(t(SAYS, **words, years=years_text(SHAKEN), few=record.few))
    with st.expander(t(MORE), icon=":material/fact_check:", key="fan-record", on_change="rerun") as opened:
        if opened.open:
            _tables(record)


def _share(percent: float | None) -> str:
    return DASH if percent is None else format_percent(percent, 0)


def _tables(record: Record) -> None:
    """Coverage by origin, by year, by series and of the shaken years."""
    names = {one.key: t(one.name) for one in record.series} | {ALL: t(EVERY)}
    for title, part in record.parts():
        scores = [(name, score(name, points)) for name, points in part]
        rows = [
            {t(title): names.get(name, name),
             **dict(zip(map(t, COLUMNS), (f"{s.n}", *(format_number(x, 1) for x in (s.coverage_50, s.coverage_90))), strict=True))}
            for name, s in scores
        ]  # fmt: skip
        grid(pl.DataFrame(rows), height="content")
