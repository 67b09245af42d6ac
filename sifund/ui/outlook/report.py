"""The warning log as it is read and sent: in words, and with 警情, 警兆 and 对策 of every alert."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from sifund import catalog
from sifund.analysis.grounds import split_words
from sifund.analysis.outlook.monthly import falls
from sifund.analysis.outlook.warning import AMBER, RED, signs
from sifund.declare.scale import IN_WAN
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.terms import FUND
from sifund.text import DASH, Lang, Text, join, same
from sifund.ui.outlook.answer import cured_words, cures
from sifund.ui.outlook.behind import HEAD
from sifund.ui.outlook.subject import Subject
from sifund.ui.outlook.words import LIGHT, remedy_words, sign_words, what_words

QUARTER = Text("季度", "Quarter")
BALANCE, COVER = Text("季末结余（万元）", "Balance (million yuan)"), Text("可支付月数", "Cover (months)")
SIGNAL, WORSENED = Text("灯号", "Light"), Text("较上季恶化", "Worse than last quarter")
YES = Text("是", "yes")
WHAT, LED = Text("警情", "What"), Text("警兆", "What led to it")
CURE = Text("对策（年末预警）", "What would clear the alert at the year's end")
QUARTER_END = Text("{year}年第{quarter}季度末", "the end of quarter {quarter} of {year}")
RUNS = Text("年内各月（假设）", "Months within the year (assumed)")
PAST = Text("基年已经过去", "the base year is past")
RECOVERS = Text("年末回到绿灯", "green again by the end of the year")


def plain_log(table: pl.DataFrame, funds: Sequence[str], lang: Lang) -> pl.DataFrame:
    """The log with headings and words in a language."""
    names = {fund: catalog.fund_name(fund, short=True)(lang) for fund in funds}
    return table.select(
        pl.col("year").cast(pl.String).alias(HEAD["year"](lang)),
        pl.col("quarter").alias(QUARTER(lang)),
        pl.col("fund").replace_strict(names).alias(FUND(lang)),
        (pl.col("balance_yuan") / YUAN.size(lang)).round(IN_WAN.places(0, lang)).alias(BALANCE(lang)),
        pl.Series(COVER(lang), [COVER_MONTHS.number(x)(lang) for x in table["cover_months"]], dtype=pl.String),
        pl.col("light").replace_strict({key: name(lang) for key, name in LIGHT.items()}).alias(SIGNAL(lang)),
        pl.col("worsened").replace_strict({True: YES(lang), False: ""}, return_dtype=pl.String).alias(WORSENED(lang)),
    )


def report(subject: Subject, table: pl.DataFrame, lang: Lang) -> pl.DataFrame:
    """The log with what each alert is, what led to it, and the remedies of that year's end. It asks nothing of the
    session, for a download is made outside it."""
    explained = [_explained(subject, row) for row in table.iter_rows(named=True)]
    words = {head(lang): [row[i](lang) if row else "" for row in explained] for i, head in enumerate((WHAT, LED, CURE))}
    runs = {fund: falls(subject.side, fund, subject.calendar)(lang) for fund in subject.side.funds}
    words[RUNS(lang)] = [runs[fund] for fund in table["fund"]]
    return plain_log(table, subject.side.funds, lang).with_columns(
        pl.Series(k, v, dtype=pl.String) for k, v in words.items()
    )


def _explained(subject: Subject, row: dict[str, Any]) -> tuple[Text, Text, Text] | None:
    """警情, 警兆 and 对策 of a row; None where its light is no alert."""
    if row["light"] not in (RED.key, AMBER.key):
        return None
    fund, year, band = row["fund"], row["year"], subject.scale[row["fund"]]
    base = subject.side.base
    if year == base.base_year and (says := split_words(base, fund)):
        return says, same(DASH), PAST
    bound = band.red if row["light"] == RED.key else band.amber
    when = QUARTER_END.format(year=year, quarter=row["quarter"])
    what = what_words(fund, when, row["cover_months"], bound, LIGHT[row["light"]])
    return what, _led(subject, fund, year), _cured(subject, fund, year)


def _led(subject: Subject, fund: str, year: int) -> Text:
    """Signs are movements against the year before, so the base year has none."""
    leading = signs(subject.side, fund, year) if year > subject.side.years[0] else []
    return join((sign_words(s, subject.side) for s in leading), "；", "; ") or same(DASH)


def _cured(subject: Subject, fund: str, year: int) -> Text:
    if year == subject.side.years[0]:
        return PAST
    if not any((a.fund, a.year) == (fund, year) for a in subject.all_alerts):
        return RECOVERS
    words = join((remedy_words(r) for r in cures(subject, fund).remedies), "；", "; ")
    goal = cured_words(subject, fund)
    return Text(f"{goal.zh}{words.zh}", f"{goal.en} {words.en}") if words else goal
