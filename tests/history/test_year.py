"""The total of a running year: worked by hand, against what came, its band, and when a year is said to be behind."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import isfinite
from statistics import fmean

import pytest
from support import amount, small

from sifund.dataset import HOME, load
from sifund.dataset.schema import HistoryRow
from sifund.history.progress import YearScore, year_scores
from sifund.history.series import Series, flows
from sifund.history.year import forecast

LIMITS = {
    "unemployment.expenditure": (8.5, 5.6, 3.5), "unemployment.income": (3.0, 2.6, 2.4),
    "resident.expenditure": (3.8, 2.5, 0.8), "resident.income": (5.6, 2.8, 1.5),
}  # fmt: skip


@cache
def scores() -> dict[tuple[str, int], YearScore]:
    return {(each.series, each.month): each for each in year_scores(flows(load(HOME / "china")))}


def months(years: dict[int, list[float]], counts: str = "cumulative") -> Series:
    held = tuple(
        HistoryRow.model_validate({
            "series": "unemployment.expenditure", "fund": "unemployment", "item": "expenditure", "counts": counts,
            "period": f"{year}-{month:02d}", "value": value, "unit": "元", "basis": "reported", "source": "test",
        })
        for year, values in years.items() for month, value in enumerate(values, start=1)
    )  # fmt: skip
    return flows(replace(small([amount("unemployment.benefit", 1e6)]), history=held))[0]


def even(total: float, upto: int = 12, tail: float = 1.0) -> list[float]:
    """Cumulative months of an even year whose last quarter runs `tail` times as fast, scaled to its total."""
    pace = [1.0] * 9 + [tail] * 3
    return [total * sum(pace[:month]) / sum(pace) for month in range(1, upto + 1)]


@pytest.mark.parametrize("key", list(LIMITS))
def test_forecasts_of_the_nations_years_are_as_good_as_said(key: str) -> None:
    """Mean absolute errors of 2017–2023 at the end of June, September and November."""
    for month, limit in zip((6, 9, 11), LIMITS[key], strict=True):
        found = scores()[key, month]
        assert set(range(2017, 2024)) <= set(found.years) and found.error <= limit, found
    assert all(each.error <= each.error_calendar + 0.5 for each in scores().values())


def test_the_band_holds_what_it_says() -> None:
    assert 84 <= fmean(each.coverage_90 for each in scores().values()) <= 95


def test_the_three_readings_by_hand() -> None:
    """Past shares .5, .6, .55 at June; the year before 1,100 with 605; 660 so far, of which 300 since March."""
    past = {2018: (1000, 500), 2019: (1000, 600), 2020: (1100, 605)}
    years = {year: [half * 0.5] * 5 + [half] + [half] * 5 + [total] for year, (total, half) in past.items()}
    one = months({**years, 2021: [360.0] * 5 + [660.0]})
    found = forecast(one, 2021, 6)
    assert found is not None and found.past == (2018, 2019, 2020) and found.shares == (0.5, 0.6)
    assert found.by_share == pytest.approx(660 / 0.55)
    assert found.by_pace == pytest.approx(660 + 495 * (660 / 605) ** 0.5)
    assert found.by_quarter == pytest.approx(660 + 300 * fmean((500 / 250, 400 / 300, 495 / 302.5)))
    assert found.total == pytest.approx((found.by_share + (found.by_pace or 0) + (found.by_quarter or 0)) / 3)
    assert found.low < found.total < found.high and found.low >= 660


@pytest.mark.parametrize(
    "years", [{2020: even(100), 2021: even(110, 6)}, {2019: even(90), 2020: even(100), 2021: even(110, 6)}]
)
def test_fewer_than_three_years_make_no_forecast(years: dict[int, list[float]]) -> None:
    assert forecast(months(years), 2021, 6) is None


def test_behind_is_said_of_no_year_that_runs_as_years_do() -> None:
    """December is a seventh of each year: 85.6% at November is normal, whatever the calendar asks."""
    wobble = {2016: 0.99, 2017: 1.01, 2018: 1.0, 2019: 0.995, 2020: 1.005}
    years = {year: [v * w for v in even(1000, 11, 1.6)] + [1000.0] for year, w in wobble.items()}
    so_far = even(1000, 11, 1.6)
    normal = forecast(months({**years, 2021: so_far}), 2021, 11)
    assert normal is not None and normal.to_date / 1000 < 11 / 12
    assert not normal.is_behind(1000) and not normal.is_beyond(1000)
    for factor in (0.99, 1.01):
        near = forecast(months({**years, 2021: [v * factor for v in so_far]}), 2021, 11)
        assert near is not None and not near.is_behind(1000)
    slow = forecast(months({**years, 2021: [v * 0.8 for v in so_far]}), 2021, 11)
    assert slow is not None and slow.is_behind(1000) and not slow.is_beyond(1000)
    assert not slow.is_behind(slow.high - 1)  # a budget within the band
    fast = forecast(months({**years, 2021: [v * 1.3 for v in so_far]}), 2021, 11)
    assert fast is not None and fast.is_beyond(1000)


def test_single_months_and_gaps_are_read_as_they_are() -> None:
    """Months alone add up; a year with a gap before the month is not read; nothing so far makes no forecast."""
    alone = {year: [10.0] * 12 for year in (2018, 2019, 2020)} | {2021: [11.0] * 6}
    found = forecast(months(alone, "single"), 2021, 6)
    assert found is not None and found.to_date == 66 and found.total == pytest.approx(130, abs=4)
    assert forecast(months(alone, "single"), 2021, 7) is None
    assert forecast(months({**alone, 2021: [0.0] * 6}, "single"), 2021, 6) is None


@pytest.mark.parametrize("wild", [0.0, -5.0, 1e-9, 1e13])
def test_whatever_stands_in_a_year_nothing_is_said_that_is_no_number(wild: float) -> None:
    """Amounts that fall, stand still, are nothing or enormous: a year that ends below its months is not read; the rest is finite."""
    usual = {year: even(100.0 + year % 7) for year in range(2014, 2020)}
    for month in (1, 6, 12):
        spoilt = [*usual[2018][: month - 1], wild, *usual[2018][month:]]
        one = months({**usual, 2018: spoilt, 2020: even(110, 6)})
        found = forecast(one, 2020, 6)
        assert found is not None and 0 < found.low <= found.total <= found.high and isfinite(found.high)
        assert 2018 not in found.past or spoilt[-1] >= spoilt[5]
    assert all(each.error >= 0 for each in year_scores([months({**usual, 2018: [wild] * 12})]))
