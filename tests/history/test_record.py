"""Rolling origins: what the band held, on the nation's series, on later years, on an office's own and on made ones."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from statistics import fmean

import numpy as np
import pytest
from support import amount, small

from sifund.cli import main
from sifund.dataset import HOME, Dataset, load
from sifund.dataset.schema import HistoryRow
from sifund.history import band
from sifund.history.band import moves, trends
from sifund.history.made import COURSES, tried
from sifund.history.record import Point, points, rows, score
from sifund.history.series import flows


@cache
def nation() -> Dataset:
    return load(HOME / "china")


@cache
def scored() -> tuple[Point, ...]:
    return tuple(points(flows(nation())))


def yearly(key: str, first: int, values: list[float]) -> list[HistoryRow]:
    fund, _, item = key.partition(".")
    return [
        HistoryRow(series=key, fund=fund, item=item, period=f"{first + n}", counts="cumulative", value=value, unit="万元",
                   basis="reported", source="test")
        for n, value in enumerate(values)
    ]  # fmt: skip


def office(*held: HistoryRow) -> Dataset:
    return replace(small([amount("unemployment.benefit", 1e6)]), history=held)


def test_the_band_about_the_nations_series_holds_what_came() -> None:
    """To 2023: 144 points; 90% band 85–95, 50% band 40–60, no series below 70; both plain forecasts are beaten."""
    known = [p for p in scored() if p.target <= 2023]
    found = score("all", known)
    assert found.n == 144 and {p.origin for p in known} == set(range(2016, 2023))
    assert 85 <= found.coverage_90 <= 95 and 40 <= found.coverage_50 <= 60  # type: ignore[operator]
    assert found.crps <= 0.42 * found.crps_last_growth and found.crps <= 0.85 * found.crps_fixed  # type: ignore[operator]
    for key in {p.series for p in known}:
        assert 100 * fmean(p.in_90 for p in known if p.series == key) >= 70, key


def test_a_year_without_its_end_is_an_origin_and_never_a_target() -> None:
    """2016 ends in October: it is estimated from the shares of the years before alone, and nothing is scored on it."""
    assert not [p for p in scored() if p.target == 2016] and [p for p in scored() if p.origin == 2016]
    for one in flows(nation()):
        shares = [one.share(year, 10) for year in (2013, 2014, 2015)]
        assert one.totals(2016)[2016][0] == pytest.approx(one.to_date(2016, 10) / fmean(shares))  # type: ignore[arg-type, operator]


def test_constants_are_those_of_the_years_to_2019() -> None:
    """What part of a shock stays is the tenth of the least error on targets to 2019, where half the points lie in the half."""
    tried_out = {}
    for tenth in range(4, 11):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(band, "KEPT", tenth / 10)
            early = score("", [p for p in points(flows(nation()), 1024) if p.target <= 2019])
        if 40 <= early.coverage_50 <= 60:  # type: ignore[operator]
            tried_out[tenth / 10] = early.crps
    assert min(tried_out, key=tried_out.__getitem__) == band.KEPT  # type: ignore[arg-type]


def test_nothing_is_bound_to_the_years_of_the_file() -> None:
    """The same series seven years later score the same; later years are scored as they come."""
    shifted = tuple(
        row.model_copy(update={"period": f"{int(row.period[:4]) + 7}{row.period[4:]}"}) for row in nation().history
    )
    later = points(flows(replace(nation(), history=shifted)))
    assert [replace(p, origin=p.origin - 7) for p in later] == list(scored())
    grown = tuple(
        row.model_copy(update={"period": f"2024{row.period[4:]}", "value": row.value * 1.05})
        for row in nation().history if row.period.startswith("2023")
    )  # fmt: skip
    more = points(flows(replace(nation(), history=nation().history + grown)))
    assert set(scored()) < set(more) and len(more) == 144 + 24
    assert fmean(p.in_90 for p in more if p.target == 2024) >= 0.85


@pytest.mark.parametrize("name", list(COURSES))
def test_made_series_are_held_where_it_is_claimed(name: str) -> None:
    """Random walk, trend and white noise 84–97%; a turn and a jump below, and they are not claimed."""
    course, found = COURSES[name], score(name, tried(COURSES[name]))
    assert course.claimed == (84 <= found.coverage_90 <= 97)  # type: ignore[operator]


def test_a_band_is_wider_the_farther_and_the_fewer_years() -> None:
    """Half the draws lie on either side; two years ahead are wider than one, three errors have heavier tails than nine."""
    g = np.random.default_rng(3)
    long, short = (
        dict(enumerate(np.exp(np.cumsum(0.05 + 0.1 * g.normal(size=n))).tolist(), 2030 - n)) for n in (10, 4)
    )
    drawn = moves(trends([long, short]), 3)
    assert np.abs(np.mean(drawn > 0, axis=1) - 0.5).max() < 0.02
    spread = np.quantile(drawn, 0.95, axis=1) - np.quantile(drawn, 0.05, axis=1)
    assert (np.diff(spread, axis=1) > 0).all()
    tails = np.quantile(drawn, 0.995, axis=1) / np.quantile(drawn, 0.75, axis=1)
    assert tails[1, 0] > tails[0, 0]


def test_errors_that_move_together_are_drawn_together() -> None:
    g = np.random.default_rng(5)
    base = 0.1 * g.normal(size=12)
    both = [dict(enumerate(np.exp(np.cumsum(sign * base)).tolist(), 2010)) for sign in (1, 1, -1)]
    one, same, other = moves(trends(both), 1)[:, :, 0]
    assert np.corrcoef(one, same)[0, 1] > 0.6 and np.corrcoef(one, other)[0, 1] < -0.6


def test_a_series_with_too_little_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's own eight years are scored; three years of another say how many they are and how many it takes."""
    long = yearly("unemployment.expenditure", 2014, [100, 108, 120, 118, 130, 141, 150, 149])
    held = office(*long, *yearly("resident.expenditure", 2019, [10, 11, 12]))
    monkeypatch.setattr("sifund.cli.evaluate.load", lambda _: held)
    assert main(["evaluate", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    content = json.loads(out)
    assert content["too_short"] == ["resident.expenditure"] and "3" in err and "5" in err
    assert {row["series"] for row in content["rows"]} == {"unemployment.expenditure", "all"}
    monkeypatch.setattr(
        "sifund.cli.evaluate.load", lambda _: office(*yearly("resident.expenditure", 2019, [10, 11, 12]))
    )
    assert main(["evaluate", "--format", "json"]) == 0
    (alone,) = json.loads(capsys.readouterr().out)["rows"]
    assert (alone["n"], alone["coverage_90"]) == (0, None)
    monkeypatch.setattr("sifund.cli.evaluate.load", lambda _: office())
    assert main(["evaluate"]) == 2 and "history" in capsys.readouterr().err


def later(
    *, year: int = 2024, months: Sequence[int] = range(1, 13), scale: float = 1.1, **change: str
) -> list[HistoryRow]:
    """The nation's 2023 over again in a later year: some of its months, so many times as much, with other words of a row."""
    held = {one.key for one in flows(nation())}
    return [
        row.model_copy(update={"period": f"{year}-{row.period[5:]}", "value": row.value * scale, **change})
        for row in nation().history
        if row.series in held and row.period[:4] == "2023" and int(row.period[5:]) in months
    ]


def evaluated(
    rows: list[HistoryRow], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[dict, str]:
    """What `evaluate` gives of the nation's series with rows added in place of those of the same period, and its notices."""
    held = {(row.series, row.period): row for row in (*nation().history, *rows)}
    monkeypatch.setattr("sifund.cli.evaluate.load", lambda _: replace(nation(), history=tuple(held.values())))
    assert main(["evaluate", "china", "--format", "json", "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "NaN" not in out and "Infinity" not in out
    return json.loads(out), err


LATER = {  # of each series the rows that are added, what becomes of their years (whole, estimated, left out), and what is noticed
    "unemployment.income": ([*later(), *later(year=2025, scale=1.3)], [2024, 2025], [], {}, ""),
    "unemployment.expenditure": (
        [*later(months=range(1, 7)), *later(months=range(7, 13), scale=1.1e4, unit="万元")], [2024], [], {}, ""
    ),
    "resident.income": (later(months=range(1, 7)), [], [2024], {}, ""),
    "resident.expenditure": (
        later(months=(1, 2, 3, 4, 5, 6, 9, 12), counts="single"), [], [], {2024: "to month 12, single amounts lack month 7, 8, 10, 11"}, ""
    ),
    "urban_pension.income": (later(year=2025), [2025], [], {2024: "no figure"}, ""),
    "urban_pension.expenditure": (later(scale=0), [], [], {2024: "not above 0"}, ""),
    "work_injury.income": (later(scale=1.1e4), [2024], [], {}, "is the unit right"),
    "work_injury.expenditure": (later(year=2023, months=(7,), scale=0.5), [2023], [], {}, "less than the"),
}  # fmt: skip


def test_later_years_are_taken_as_they_come_and_it_says_what_was_used(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole years, another unit, a running year, gaps, a year between, nothing, a wrong unit, a revised month: a series each."""
    added = [row for key, (rows, *_) in LATER.items() for row in rows if row.series == key]
    content, err = evaluated(added, capsys, monkeypatch)
    for each in content["used"]:
        _, whole, estimated, left, noticed = LATER[each["series"]]
        assert set(whole) <= set(each["years"]) and max(each["years"]) == max([2023, *whole])
        assert [x["year"] for x in each["estimated"]] == [2016, *estimated]
        assert {x["year"] for x in each["left_out"]} == set(left)
        assert all(left[x["year"]] in x["why"] for x in each["left_out"])
        assert all(noticed in line for line in err.splitlines() if each["series"] in line)
        assert bool(noticed) == (each["series"] in err)
    assert [row["target"] for row in content["by_target"]] == [*range(2017, 2026)] and all(
        row["n"] for row in content["by_target"]
    )
    (every,) = [row for row in content["rows"] if row["series"] == "all"]
    assert every["n"] > 144 and every["coverage_90"] is not None


def test_a_series_whose_rows_count_different_things_is_left_out_by_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One stock among amounts, or persons among yuan: never in silence, and where nothing is left that is why."""
    spoilt = [row for row in later(months=(1,), counts="stock") if row.series == "resident.income"]
    content, err = evaluated(spoilt, capsys, monkeypatch)
    assert len(content["used"]) == 7 and "resident.income" in err and "way of counting" in err
    alone = [row for row in nation().history if row.series == "resident.income"]
    monkeypatch.setattr("sifund.cli.evaluate.load", lambda _: replace(nation(), history=(*alone, *spoilt)))
    assert main(["evaluate", "china", "--lang", "zh"]) == 2 and "计法不同" in capsys.readouterr().err


def test_evaluate_prints_every_figure_of_the_record(capsys: pytest.CaptureFixture[str]) -> None:
    """One command: rows by series and years ahead, all, by origin, by series, the shaken years, running years, made ones."""
    assert main(["evaluate", "china", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    keys = {"series", "horizon", "n", "coverage_50", "coverage_90", "crps", "crps_last_growth", "crps_fixed"}
    assert all(set(row) == keys for row in content["rows"]) and len(content["rows"]) == 25
    (every,) = [row for row in content["rows"] if row["series"] == "all"]
    assert every["n"] == 144 and every["coverage_90"] == score("", scored()).coverage_90
    assert [row["origin"] for row in content["by_origin"]] == list(range(2016, 2023)) and len(content["by_series"]) == 8
    assert content["shaken"]["n"] == 72 and {row["course"] for row in content["made"]} == set(COURSES)
    assert len(rows(scored())) == 25
    for lang, words in (("zh", ("不算多", "不声称适用", "2020—2022")), ("en", ("are few", "not claimed", "2020–2022"))):
        assert main(["evaluate", "china", "--lang", lang]) == 0
        out = capsys.readouterr().out
        assert all(word in out for word in words) and "nan" not in out and "None" not in out
