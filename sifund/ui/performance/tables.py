"""Tables of the performance page: amounts in 万元, percents to two places, a dash for what is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from sifund.charts.theme import in_unit
from sifund.declare.unit import RATE, YUAN
from sifund.text import TAILS, Text, join, same
from sifund.ui import st
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t

UNIT = Text(f"金额单位：万元；比率单位：%。{TAILS.zh}", f"Amounts in million yuan, rates in %. {TAILS.en}")
UNKNOWN = Text("没有数的列不列出：{names}。", "Not listed, as nothing is known of them: {names}.")
PLACES = 6
Cells = dict[str, Any]


def wan(yuan: float | None) -> float | None:
    """Yuan in the column of money, rounded to the yuan."""
    return None if yuan is None else YUAN.scaled(yuan, state.lang())


def draw(rows: Sequence[Cells], amounts: Sequence[Text], rates: Sequence[Text], key: str) -> pl.DataFrame:
    """Rows of words and figures; the columns named are amounts and rates, the first stays in sight. What is known of no row
    is named below instead of standing as a column of dashes. Gives all as it leaves in a file, the units in the headings."""
    frame = pl.DataFrame(list(rows), infer_schema_length=None)
    figures = [t(name) for name in (*amounts, *rates) if t(name) in frame.columns]
    typed = frame.with_columns(pl.col(figures).cast(pl.Float64))
    formats: dict[str, str] = {t(name): "accounting" for name in amounts} | {t(name): "%.2f" for name in rates}
    unknown = [name for name in figures if typed[name].is_null().all()]
    grid(typed.drop(unknown), formats, height="content", key=key)
    if names := join(map(same, unknown)):
        st.caption(t(UNKNOWN, names=names))
    units = {t(name): t(in_unit(name, YUAN)) for name in amounts}
    units |= {t(name): t(in_unit(name, RATE)) for name in rates if not name.zh.endswith("（百分点）")}
    return typed.with_columns(pl.col(figures).round(PLACES)).rename(units, strict=False)
