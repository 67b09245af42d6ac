"""Results as one plain table in the reader's words, for a CSV that a spreadsheet opens."""

from __future__ import annotations

from io import BytesIO

import polars as pl

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.declare.measure import BALANCE_SHEET, MEASURES
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.frames import balances_frame, lines_frame
from sifund.report.given import require_fit
from sifund.terms import BASELINE, COMPARED_WITH, DIFFERENCE, FUND, ITEM, SCENARIO, UNIT, VALUE, YEAR
from sifund.text import FORMULA_START, Lang, Text, as_text

NUMBER = Text("序号", "Number")
CHANGE = DIFFERENCE
AGAINST = COMPARED_WITH


def csv(frame: pl.DataFrame) -> bytes:
    """With the mark that spreadsheets read as UTF-8, and no cell that they would take for a formula. Raises SifundError for
    words that no file may hold."""
    _require_fit(frame)
    plain = frame.rename(as_text).with_columns(pl.col(pl.String).str.replace(FORMULA_START, "'$1"))
    return plain.write_csv().encode("utf-8-sig")


def parquet(frame: pl.DataFrame) -> bytes:
    """The frame as it is, types kept. Raises SifundError for words that no file may hold."""
    _require_fit(frame)
    buffer = BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def _require_fit(frame: pl.DataFrame) -> None:
    require_fit(frame.columns, *(column.unique().drop_nulls().to_list() for column in frame.select(pl.col(pl.String))))


def scenario_table(side: Side, lang: Lang) -> pl.DataFrame:
    """Fund, item, year, unit, baseline, scenario, difference: every measure of every fund, then every line."""
    measures = balances_frame(side).with_columns(item=_measure(lang), unit=_unit(lang))
    base = side.base
    lines = {key: base.line_name(key)(lang) for key in side.line_keys()}
    each = lines_frame(side).with_columns(
        item=pl.col("line").replace_strict(lines, default=None), unit=pl.lit(YUAN.name(lang))
    )
    columns = {"year": YEAR, "unit": UNIT, "baseline": BASELINE, "scenario": SCENARIO, "difference": CHANGE}
    heads = [
        _fund(side, lang),
        pl.col("item").alias(ITEM(lang)),
        *(pl.col(k).alias(name(lang)) for k, name in columns.items()),
    ]
    return pl.concat([measures.select(heads), each.select(heads)])


def comparison_table(comparison: Comparison, lang: Lang) -> pl.DataFrame:
    """Number and name of a scenario, fund, item, year, unit, value, what it is compared with, difference."""
    columns = {"year": YEAR, "unit": UNIT, "value": VALUE, "against": AGAINST, "difference": CHANGE}
    return comparison.frame().with_columns(unit=_unit(lang)).select(
        pl.col("number").alias(NUMBER(lang)), pl.col("scenario").alias(SCENARIO(lang)), _fund(comparison.side(1), lang),
        _measure(lang).alias(ITEM(lang)),
        *(pl.col(key).alias(name(lang)) for key, name in columns.items()),
    )  # fmt: skip


def _fund(side: Side, lang: Lang) -> pl.Expr:
    names = {key: side.base.dataset.fund_name(key)(lang) for key in (*side.funds, catalog.ALL)}
    return pl.col("fund").replace_strict(names).alias(FUND(lang))


def _measure(lang: Lang) -> pl.Expr:
    """What the measure is called for its fund."""
    funds = (*catalog.all_funds(), catalog.ALL)
    names = {f"{fund}/{key}": catalog.measure_name(key, fund)(lang) for fund in funds for key in BALANCE_SHEET}
    return pl.concat_str("fund", "measure", separator="/").replace_strict(names)


def _unit(lang: Lang) -> pl.Expr:
    names = {key: MEASURES[key].unit.name(lang) for key in BALANCE_SHEET}
    return pl.col("measure").replace_strict(names)
