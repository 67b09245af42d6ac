"""What the invented city pays by: standards and rates, dated; real documents by their number, the city's own by 示例."""

from __future__ import annotations

import polars as pl

from sifund.funds import resident, unemployment
from sifund.records.sample.city import City
from sifund.records.tables import EMPLOYEE, SIZES, TABLES

OURS = "示例〔{year}〕{number}号（虚构）"
BENEFIT = {"t1": (111_700, 132_300), "t2": (105_700, 126_300)}
"""Monthly benefit [fen] by tier, to March and from April of the year."""
RAISED = 4
RISE = 20_600
ASSISTED = {"t1": (89_360, 105_840)}
BASIC = {"base": 36_000, "aged": 36_500}
FUNERAL = {"before": 142_000, "this": 144_000}
SKILLS = {"junior": 100_000, "middle": 150_000, "senior": 200_000}
PART_BP = 50
WAGE, AVERAGE_WAGE = 520_000, "economy.average_wage"
"""Mean covered wage of a month [fen], and the item of `standards` that it is."""
LIMITS = (60, 300)
"""Percent of it that a contribution base lies between."""
RELIEF_SIZES = ("small", "micro")
RELIEF = (1, 2)
"""Months of the year in which the employers of small and micro firms pay nothing."""


def benefit(tier: str, month: int) -> int:
    """The benefit of a tier in a month of the year [fen]."""
    return BENEFIT[tier][month >= RAISED]


def assisted(month: int) -> int:
    """The assistance in a month of the year [fen]."""
    return ASSISTED["t1"][month >= RAISED]


def standards(city: City, medical: tuple[int, int]) -> pl.DataFrame:
    """Every standard of the year; `medical` are those of its halves."""
    begins, rise, ends, half = city.month(-11), city.month(RAISED), city.month(12), city.month(7)
    dated = [
        (unemployment.benefit, BENEFIT, None, "新政办发〔2021〕34号"),
        (unemployment.assistance, ASSISTED, ends, "新人社发〔2021〕33号"),
    ]
    rows: list[tuple[str, str, int, int | None, int, str]] = []
    for line, tiers, last, document in dated:
        for tier, (before, after) in tiers.items():
            rows += [(line.key, tier, begins, rise - 1, before, OURS.format(year=city.year - 1, number=1)),
                     (line.key, tier, rise, last, after, document)]  # fmt: skip
    ours = OURS.format(year=city.year, number=2)
    rows += [
        (unemployment.medical.key, "all", begins, half - 1, medical[0], ours),
        (unemployment.medical.key, "all", half, None, medical[1], ours),
    ]
    rows += [(resident.basic_pension.key, tier, begins, None, amount, ours) for tier, amount in BASIC.items()]
    rows += [(resident.funeral.key, "all", begins, city.month(0), FUNERAL["before"], ours),
             (resident.funeral.key, "all", city.month(1), None, FUNERAL["this"], "新人社办发〔2021〕26号")]  # fmt: skip
    rows += [
        (unemployment.skills.key, level, begins, None, amount, "人社部发〔2017〕40号")
        for level, amount in SKILLS.items()
    ]
    rows.append((AVERAGE_WAGE, "all", begins, None, WAGE, ours))
    return pl.DataFrame(rows, schema=TABLES["standards"].schema, orient="row")


def rates(city: City) -> pl.DataFrame:
    """Rates of unemployment contributions by who pays, size and month: full ones between months of relief."""
    fund, document = unemployment.FUND.key, "人社部发〔2020〕11号"
    ours, long_ago = OURS.format(year=city.year, number=1), city.month(1) - 36
    rows = [(fund, EMPLOYEE, long_ago, None, PART_BP, "人社部发〔2019〕35号")]
    for size in SIZES:
        tier, relief, least = f"employer.{size}", size != "large", city.month(1) - 11
        last = city.month(0) if relief else least + 4
        rows += [(fund, tier, long_ago, least - 1, PART_BP, "人社部发〔2019〕35号"),
                 (fund, tier, least, last, 0 if relief else PART_BP // 2, document)]  # fmt: skip
        again = last + 1 + len(RELIEF) * (size in RELIEF_SIZES)
        rows += [(fund, tier, last + 1, again - 1, 0, ours)] if again > last + 1 else []
        rows += [(fund, tier, again, None, PART_BP, "人社部发〔2021〕29号")]
    return pl.DataFrame(rows, schema=TABLES["rates"].schema, orient="row")
