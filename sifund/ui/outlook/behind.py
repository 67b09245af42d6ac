"""The table and download behind a chart, built when opened."""

from __future__ import annotations

import polars as pl

from sifund.declare.unit import Unit
from sifund.terms import BASELINE, SCENARIO, YEAR
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.grid import covers_in_words, grid
from sifund.ui.session.state import t

UNIT = Text("单位：{unit}", "In {unit}")
HEAD = {
    "year": YEAR, "baseline": BASELINE, "scenario": SCENARIO,
    "floor": Text("底线", "Floor"), "p50": Text("中位数", "Median"),
}  # fmt: skip


def behind(
    frame: pl.DataFrame,
    name: str,
    unit: Text | None = None,
    *drawn: figures.Picture,
    covers: bool = False,
    rows: pl.DataFrame | None = None,
    rows_in: Unit | None = None,
) -> None:
    """An expander with the frame, its columns named, its downloads and those of the charts drawn of it. `covers`: all but
    the year are cover months, said in words where they are below 0; downloads keep the numbers, or are of `rows`, and name
    the unit that they are in."""
    with st.expander(t(figures.DATA), key=f"table-{name}", on_change="rerun") as opened:
        if not opened.open:
            return
        if unit:
            st.caption(t(UNIT, unit=unit))
        worded = covers_in_words(frame, [c for c in frame.columns if c != "year"]) if covers else frame
        grid(worded.rename({k: t(HEAD[k]) for k in worded.columns if k in HEAD}))
        figures.download(frame if rows is None else rows, name, *drawn, unit=rows_in)
