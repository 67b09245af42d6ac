"""How good the forecasts of running years were: every year that has three before it, at the end of a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import fmean

from sifund.history.series import Series
from sifund.history.year import Forecast, forecast

MONTHS = (6, 9, 11)


@dataclass(frozen=True, slots=True)
class YearScore:
    """Forecasts of a series' years at the end of a month: mean absolute errors [percent] of the rule, of past shares alone
    and of the calendar; the worst year, and how many in a hundred lay in the 90% band."""

    series: str
    month: int
    n: int
    years: tuple[int, ...]
    error: float
    error_shares: float
    error_calendar: float
    worst: float
    worst_year: int
    coverage_90: float


def year_scores(held: Iterable[Series]) -> list[YearScore]:
    """A score a series and month; none where no year has three before it."""
    return [score for one in held for month in MONTHS if (score := _score(one, month))]


def _score(one: Series, month: int) -> YearScore | None:
    made = [(f, total) for year in one.years if (f := forecast(one, year, month)) and (total := one.total(year))]
    if not made:
        return None
    errors = {f.year: _percent(f.total, total) for f, total in made}
    worst = max(errors, key=errors.__getitem__)
    return YearScore(
        one.key, month, len(made), tuple(errors), fmean(errors.values()), _mean(made, lambda f: f.by_share),
        _mean(made, lambda f: f.to_date * 12 / f.month), errors[worst], worst,
        100 * fmean(f.low <= total <= f.high for f, total in made),
    )  # fmt: skip


def _mean(made: list[tuple[Forecast, float]], reading: Callable[[Forecast], float]) -> float:
    return fmean(_percent(reading(f), total) for f, total in made)


def _percent(forecast: float, total: float) -> float:
    return 100 * abs(forecast / total - 1)
