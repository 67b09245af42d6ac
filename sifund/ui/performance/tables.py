"""Tables of the performance page: amounts in 万元, percents to two places, a dash for what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from sifund.text import DASH, TAILS, WAN, Text
from sifund.ui.state import t

WAN_COLUMN = st.column_config.NumberColumn(format="accounting")
PERCENT_COLUMN = st.column_config.NumberColumn(format="%.2f")
UNIT = Text(f"金额单位：万元；比率单位：%。{TAILS.zh}", f"Amounts in 10k yuan, rates in %. {TAILS.en}")
Cells = dict[str, Any]


def wan(yuan: float | None) -> float | None:
    """Yuan in 万元, rounded to the yuan."""
    return None if yuan is None else round(yuan / WAN, 4)


def draw(rows: Sequence[Cells], amounts: Sequence[Text], rates: Sequence[Text], key: str) -> None:
    """Rows of words and figures; the columns named are amounts and rates, the first stays in sight."""
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    shape: dict[str, Any] = {t(name): WAN_COLUMN for name in amounts} | {t(name): PERCENT_COLUMN for name in rates}
    shape |= {frame.columns[0]: st.column_config.Column(pinned=True)} if frame.columns else {}
    figures = [t(name) for name in (*amounts, *rates) if t(name) in frame.columns]
    typed = frame.with_columns(pl.col(figures).cast(pl.Float64))
    st.dataframe(typed, hide_index=True, column_config=shape, placeholder=DASH, height="content", key=key)
