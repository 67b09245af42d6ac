"""What of the base year needs attention: funds below their warning band, deficits, and what the baseline had to assume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sifund import catalog
from sifund.formula import Band
from sifund.result import Result
from sifund.text import Text, exhausted, format_number, format_wan, places_below, plain

Level = Literal["red", "amber"]
LOW = Text(
    "{fund}：年末结余可支付{months}个月，低于{line}个月（本程序的预警线）",
    "{fund}: {months} months of cover at the year's end, below {line} (this program's own warning line)",
)
GONE = Text("{fund}：年末结余已用尽", "{fund}: exhausted at the year's end")
UNKNOWN = Text(
    "{fund}：数据没有年初结余，无法判断还能支付几个月",
    "{fund}: the data have no opening balance, so cover cannot be judged",
)
DEFICIT = Text("{fund}：当年支出大于收入{gap}", "{fund}: the year's expenditure exceeds its income by {gap}")


@dataclass(frozen=True, slots=True)
class Attention:
    """One matter: how pressing it is, and what it is."""

    level: Level
    says: Text


def attention(result: Result) -> list[Attention]:
    """What the base year of the shown scenario's baseline calls for, the most pressing first."""
    found = [item for fund in result.funds for item in _of_fund(result, fund)]
    return sorted(found, key=lambda item: item.level != "red")


def level_of(cover: float, band: Band) -> Level | None:
    """Where cover months stand in a fund's band; None where they are above it, or nothing is spent."""
    return "red" if cover < band.red else "amber" if cover < band.amber else None


def _of_fund(result: Result, key: str) -> Iterator[Attention]:
    fund = catalog.all_funds()[key]
    cover, surplus = (
        float(result.measure_baseline(key, name, result.shown)[0, 0]) for name in ("cover_months", "surplus")
    )
    missing = result.base(result.shown).openings[key].missing
    level = None if missing else level_of(cover, fund.band)
    if missing:
        yield Attention("amber", UNKNOWN.format(fund=fund.short))
    if level:
        line = fund.band.red if level == "red" else fund.band.amber
        says = (
            GONE.format(fund=fund.short)
            if exhausted(cover)
            else LOW.format(fund=fund.short, months=format_number(cover, places_below(cover, line)), line=plain(line))
        )
        yield Attention(level, says)
    if surplus < 0:
        gap = Text(format_wan(-surplus, "zh"), format_wan(-surplus, "en"))
        yield Attention("amber", DEFICIT.format(fund=fund.short, gap=gap))
