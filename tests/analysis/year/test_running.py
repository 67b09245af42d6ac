"""The year as it goes: profiles by their ground, verdicts, likely causes, the budget that follows, and the page of months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from page_tables import tables_of
from seen import control
from streamlit.testing.v1 import AppTest
from support import given, sample

from sifund import gauges
from sifund.analysis.outlook.monthly import falls, line_months
from sifund.analysis.year.example import example
from sifund.analysis.year.running import Cockpit, Running, cockpit
from sifund.analysis.year.running_words import answer, draft, says, unread_says
from sifund.dataset import Dataset, make, nation
from sifund.dataset.schema import HistoryRow, LineRow, MetaRow, ParameterRow
from sifund.history.profile import profile
from sifund.history.series import flows
from sifund.model.case import Case

ROOT = Path(__file__).resolve().parents[3]
TOTAL, LINE = "unemployment.expenditure", "unemployment.benefit"
USUAL = [7, 14, 22, 30, 37, 45, 52, 59, 67, 77, 86, 100]
"""Percent of a year: December is a seventh, 86% at November."""


def month(key: str, year: int, number: int, value: float) -> HistoryRow:
    fund, _, item = key.partition(".")
    return HistoryRow.model_validate({
        "series": key, "fund": fund, "item": item, "period": f"{year}-{number:02d}", "counts": "cumulative", "value": value,
        "unit": "元", "basis": "reported", "source": "test",
    })  # fmt: skip


def year(key: str, of: int, total: float, runs: Sequence[float] = USUAL) -> list[HistoryRow]:
    return [month(key, of, number, total * share / 100) for number, share in enumerate(runs, start=1)]


def office(
    rows: Sequence[HistoryRow], budget: float | None = 1000, key: str = TOTAL, given: Sequence[ParameterRow] = ()
) -> Dataset:
    """An office whose base year is 2021, with a budget of 2022 for the series [yuan]."""
    line = "unemployment.total" if key == TOTAL else key
    ground = {"fund": "unemployment", "basis": "reported", "source": "test"}
    base = LineRow.model_validate({**ground, "line": LINE, "kind": "expenditure", "year": 2021, "actual_yuan": 1000})
    kind = "total" if key == TOTAL else "expenditure"
    planned = (
        [LineRow.model_validate({**ground, "line": line, "kind": kind, "year": 2022, "budget_yuan": budget})]
        if budget
        else []
    )
    meta = MetaRow(code="office", name_zh="市", name_en="city", base_year=2021)
    return make({"meta": [meta], "lines": [base, *planned], "history": list(rows), "parameters": list(given)})


def own(key: str = TOTAL) -> list[HistoryRow]:
    """Four years of months, each a little off the usual."""
    pace = {2018: 0.99, 2019: 1.01, 2020: 1.0, 2021: 1.005}
    return [row for of, x in pace.items() for row in year(key, of, 1000, [*(s * x for s in USUAL[:-1]), 100])]


def now(share: float, upto: int = 11, key: str = TOTAL) -> list[HistoryRow]:
    return [month(key, 2022, n, 1000 * USUAL[n - 1] / 100 * share) for n in range(1, upto + 1)]


def only(dataset: Dataset) -> Running:
    found = cockpit(dataset, nation())
    assert found is not None
    (row,) = found.rows
    return row


def test_a_profile_rests_on_own_years_else_the_nations_else_on_even_months() -> None:
    """Three whole years of its own; two are too few; a fund that the nation does not publish runs evenly. Each is named."""
    (mine,) = flows(office(own()))
    (few,) = flows(office([r for r in own() if int(r.period[:4]) > 2019]))
    country = next(one for one in flows(nation()) if one.key == TOTAL)
    found = {
        each.ground: each
        for each in (profile(mine, country, 2022), profile(few, country, 2022), profile(few, None, 2022))
    }
    assert set(found) == {"own", "nation", "even"}
    assert found["own"].years == (2018, 2019, 2020, 2021) and found["own"].shares[10] == pytest.approx(0.86, abs=0.01)
    assert 2016 not in found["nation"].years and found["nation"].shares[10] == pytest.approx(0.856, abs=0.02)
    assert found["even"].shares[5] == 0.5
    for each in found.values():
        assert sum(each.weights) == pytest.approx(1) and each.name.zh and each.name.en
    assert "全国" in found["nation"].name.zh and "2018–2021" in found["own"].name.en


@pytest.mark.parametrize(
    ("share", "verdict"), [(1.0, "course"), (0.99, "course"), (1.01, "course"), (0.8, "behind"), (1.25, "beyond")]
)
def test_a_year_is_off_course_only_beyond_its_band(share: float, verdict: str) -> None:
    """86% at November is normal; a fifth less is behind, a quarter more ahead, and the budget follows the forecast."""
    row = only(office([*own(), *now(share)]))
    assert row.verdict == verdict and row.due_percent == pytest.approx(86, abs=1)
    assert (row.adjustment is None) == (verdict == "course")
    if row.adjustment is not None and row.whole is not None:
        assert row.adjustment == row.whole.total - 1000 and (row.adjustment < 0) == (verdict == "behind")
    assert all(words in says(row).zh for words in ("86", "1至11月", "90%"))


def test_too_few_years_of_its_own_take_the_nations_and_say_so() -> None:
    row = only(office(now(1.0)))
    assert row.profile.ground == "nation" and row.whole is not None and row.whole.is_floor
    assert "全国" in says(row).zh and "wider" in says(row).en


def test_what_cannot_be_judged_is_not() -> None:
    """No budget: no verdict; a fund without months of its own or the nation's: no forecast; no months: no cockpit."""
    assert only(office([*own(), *now(0.5)], budget=None)).verdict == "open"
    bare = only(office(now(0.5, key="public.expenditure"), budget=None))
    assert bare.whole is None and bare.verdict == "open" and "不预测" in says(bare).zh
    assert cockpit(sample(), nation()) is None
    alone = cockpit(office([*own(), *now(0.5)], budget=None), nation())
    assert alone is not None and "不能判断" in answer(alone).zh


STANDARD = [
    given("unemployment.benefit_standard", 1000, "2020-01"),
    given("unemployment.benefit_standard", 1300, "2022-01"),
]
SAME = [given("unemployment.benefit_standard", 1000, "2020-01")]


@pytest.mark.parametrize(
    ("rows", "parameters", "cause"),
    [
        (now(1.3, key=LINE), STANDARD, "price"),
        (now(1.3, key=LINE), SAME, "volume"),
        (now(1.3, key=LINE), [], "unknown"),
        ([month(LINE, 2022, n, 10 * USUAL[n - 1] + (300 if n >= 4 else 0)) for n in range(1, 12)], SAME, "timing"),
    ],
)
def test_the_likely_cause_is_read_off_figures(
    rows: list[HistoryRow], parameters: list[ParameterRow], cause: str
) -> None:
    """A standard that rose as much is price; one that stayed leaves volume; one month that makes the gap is timing."""
    row = only(office([*own(LINE), *rows], key=LINE, given=parameters))
    assert row.verdict == "beyond" and row.cause == cause and row.cause_month == (4 if cause == "timing" else None)
    assert all(words(lang) for words in (says(row),) for lang in ("zh", "en"))


def test_the_draft_states_what_the_cockpit_found() -> None:
    """Title with the quarter, every series, what is off with its adjustment, and what it rests on, in both languages."""
    found = cockpit(example(), nation())
    assert isinstance(found, Cockpit) and [row.verdict for row in found.rows] == ["course", "course", "beyond"]
    assert [row.cause for row in found.off] == ["price"]
    for lang in ("zh", "en"):
        parts = [part(lang) for part in draft(example(), found)]
        assert "2" in parts[0] and all(says(row)(lang) in parts for row in found.rows)
        assert not any(bad in " ".join(parts) for bad in ("None", "nan", "inf"))
        assert {"zh": "可信度中：预测照本单位3年的分月数。", "en": "Reliability medium: forecasts go by 3 years"}[
            lang
        ] in parts[2]
    off = replace(found, rows=found.rows[:2])
    assert "没有偏离的。" in [part.zh for part in draft(example(), off)]
    unjudged = [
        part.zh
        for part in draft(example(), replace(found, rows=tuple(replace(row, budget=None) for row in found.rows)))
    ]
    assert unjudged.count("不能判断。") == 2 and not {"没有偏离的。", "不需要。"} & set(unjudged)


def test_the_budget_of_a_side_is_its_totals_else_its_lines() -> None:
    """Without a total of expenditure, and for income, the lines' budgets are added up; where one lacks its budget, none is."""
    ground = {"fund": "unemployment", "basis": "reported", "source": "test", "kind": "expenditure", "year": 2022}
    lines = [
        LineRow.model_validate({**ground, "line": f"unemployment.{tail}", "budget_yuan": amount})
        for tail, amount in (("benefit", 600), ("medical", 400), ("skills", None))
    ]
    found = office([*own(), *now(1.0)], budget=None)
    assert only(replace(found, lines=(*found.lines, *lines[:2]))).budget == 1000
    assert only(replace(found, lines=(*found.lines, *lines))).budget is None


def test_the_payment_calendar_follows_a_lines_own_months() -> None:
    """Three whole years of a line's months move its money within the year, to the fen and no further; a typed calendar wins."""
    after = Case(office(own(LINE), key=LINE), years=2).side("baseline").part
    months, annual = line_months(after, LINE, {})[0].reshape(-1, 12), after.annual[LINE][0]
    assert months.sum(axis=1) == pytest.approx(annual)
    assert months[0, 11] / annual[0] == pytest.approx(0.14, abs=0.01) and months[0, 9] / annual[0] == pytest.approx(
        0.1, abs=0.01
    )
    assert line_months(after, LINE, {LINE: (3,)})[0, 2] == pytest.approx(annual[0])


def test_without_own_months_a_line_falls_as_the_nations_fund_does_else_evenly_and_each_is_named() -> None:
    """The ladder of the running year, line by line: own years, else the nation's of that fund and kind, else even; what the model
    pays in one month stays there. No year's amount moves."""
    side = Case(sample(), years=3).side("baseline")
    nations, months = profile(None, next(one for one in flows(nation()) if one.key == TOTAL), 2022), {}
    for key in side.line_keys():
        months[key] = line_months(side.part, key, {})[0].reshape(-1, 12)
        assert months[key].sum(axis=1) == pytest.approx(side.line(key), abs=0.01), key
    assert months["unemployment.training"][1] / side.line("unemployment.training")[1] == pytest.approx(nations.weights)
    assert months["unemployment.stabilisation_refund"][1].nonzero()[0].tolist() == [9]
    assert (months["public.pension"] == side.months("public.pension").reshape(-1, 12)).all()
    alone, mine = falls(side, "unemployment", {}), Case(office(own(LINE), key=LINE), years=2).side("baseline")
    assert "全国失业保险 · 支出2013—2015、2017—2021年的走势" in alone.zh and "refund in month 10" in alone.en
    assert "选定" not in alone.zh and "chosen" not in alone.en
    assert "even months" in falls(side, "public", {}).en
    assert "expenditure by how the office's years 2018–2021 ran" in falls(mine, "unemployment", {}).en
    assert "（选定）" in falls(side, "unemployment", {LINE: (3,)}).zh


def test_a_line_without_years_of_its_own_runs_as_the_offices_whole_fund_before_the_nations() -> None:
    """Alike in the running year and in the payment calendar, and named."""
    data = office([*own(), *now(1.0, key=LINE)], key=LINE)
    board = cockpit(data, nation())
    assert board and [row.profile.ground for row in board.rows] == ["fund"]
    assert "本单位失业保险 · 支出2018—2021年的走势" in says(board.rows[0]).zh
    side = Case(data, years=2).side("baseline")
    assert "how the office's 2018–2021 ran (Unemployment · expenditure)" in falls(side, "unemployment", {}).en
    months = line_months(side.part, LINE, {})[0].reshape(-1, 12)[1]
    assert months[11] / months.sum() == pytest.approx(0.14, abs=0.01)


@pytest.mark.parametrize("upto", range(1, 13))
def test_every_month_of_a_running_year_is_read_and_what_cannot_be_is_named(upto: int) -> None:
    """Single or cumulative alike; a hole among single months, or a series that has none of the year, is said, never dropped."""
    singles = [
        month(TOTAL, 2022, n, 1000 * (USUAL[n - 1] - (USUAL[n - 2] if n > 1 else 0)) / 100).model_copy(
            update={"counts": "single"}
        )
        for n in range(1, upto + 1)
    ]
    rows = [only(office([*own(), *held])) for held in (singles, now(1.0, upto))]
    assert rows[0].to_date == pytest.approx(rows[1].to_date) and {row.month for row in rows} == {upto}
    assert ("month 1 of 2022" if upto == 1 else f"months 1 to {upto} of 2022") in says(rows[0]).en
    late = [row for row in own(LINE) if row.period < "2021-07"]
    board = cockpit(office([*own(), *singles[-1:], *late]), nation())
    assert board is not None and len(board.rows) == (upto == 1) and board.month == upto
    words = [(one.zh, one.en) for one in unread_says(board)]
    assert ("没有月数（最近到2021-06）" in words[-1][0]) and "the latest is 2021-06" in words[-1][1]
    missing = ", ".join(map(str, range(1, upto)))
    assert upto == 1 or f"lack month {missing}, so nothing" in words[0][1]
    assert all(one in [part.en for part in draft(office([]), board)] for _, one in words)


def test_what_is_judged_is_said_of_the_months_that_were_read_and_only_what_lacks_is_asked_for() -> None:
    """A series that reaches further and cannot be read is no part of it; before a cumulative month nothing lacks."""
    ahead = [month(LINE, 2022, n, 10.0) for n in (3, 6)]
    ahead[1] = ahead[1].model_copy(update={"counts": "single"})
    board = cockpit(office([*own(), *now(1.0, 5), *ahead]), nation())
    assert board is not None and board.month == 5 and "months 1 to 5 of 2022" in answer(board).en
    assert [one.missing for one in board.unread] == [(4, 5)]


@pytest.mark.parametrize("beside", [[], now(1.0)])
def test_a_series_whose_rows_count_different_things_is_named_too(beside: list[HistoryRow]) -> None:
    spoilt = [*now(1.0, 3, key=LINE), month(LINE, 2022, 4, 9.0).model_copy(update={"counts": "stock"})]
    board = cockpit(office([*beside, *spoilt]), nation())
    assert board is not None and len(board.rows) == bool(beside) and board.month == (11 if beside else 4)
    (words,) = unread_says(board)
    assert "计法不同" in words.zh and "way of counting" in words.en


def test_a_step_within_the_year_moves_no_month_before_it() -> None:
    """Also where the nation's profile places a line: what comes in July is no haste in June; the year keeps its amount."""
    side = Case(sample(), ((LINE.replace("benefit", "benefit_standard"), ((2022 * 12 + 6, 1530.0),)),), 3).side()
    moved = line_months(side.part, LINE, {}).reshape(-1, 3, 12)
    before, after = moved[0], moved[side.row]
    assert (after[1, :6] == before[1, :6]).all() and (after[1, 6:] > before[1, 6:]).all()
    assert after.sum(axis=1) == pytest.approx(side.line(LINE), abs=0.01)


@pytest.mark.parametrize("number", range(1, 13))
def test_no_month_turns_negative_where_nearly_all_ends_within_the_year(number: int) -> None:
    """Also where the model's rest of the year is less than what the nation's profile has by then."""
    side = Case(sample(), (("resident.basic_standard", ((2022 * 12 + number - 1, 1.0),)),), 3).side()
    for key in side.line_keys():
        months = line_months(side.part, key, {})[-1]
        assert (months > -0.01).all() and months.reshape(-1, 12).sum(axis=1) == pytest.approx(
            side.line(key), abs=0.01
        ), key


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    opened = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    opened.run()
    opened.switch_page("pages/performance.py").run()
    control(opened, "performance").set_value("Running year").run()
    assert not opened.exception
    return opened


def test_without_months_the_page_says_what_it_needs_and_marks_its_example(page: AppTest) -> None:
    """No month of the sample is invented: nothing but what is needed, until the example is opened, which says what it is."""
    assert any("没有分月数" in box.value for box in page.info) and not tables_of(page)
    page.session_state["running-example"] = True
    page.run()
    assert not page.exception and any("虚构" in box.value for box in page.warning) and tables_of(page)


def test_a_file_of_months_is_looked_at_then_used(page: AppTest) -> None:
    """One file a month: what is new is counted, what falls is asked about, and the year is then judged by it."""
    rows = [
        f"失业保险,支出,{y}-{m:02d},累计,{5000 * USUAL[m - 1] / 100:g},万元,月报"
        for y in range(2017, 2022)
        for m in range(1, 13)
    ]
    text = "\n".join(["基金,科目,期间,计法,数值,单位,出处", *rows, "失业保险,支出,2022-01,累计,350,万元,月报"])
    page.file_uploader(key="months-files").upload("历史.csv", text.encode(), "text/csv").run()
    assert not page.exception and any("61" in box.value and "2022-01" in box.value for box in page.info), [
        b.value for b in page.info
    ]
    page.button(key="months-use").click().run()
    assert not page.exception
    control(page, "performance").set_value("Running year").run()
    assert tables_of(page) and not any("没有分月数" in box.value for box in page.info)


def test_an_account_of_some_months_is_months_too(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's own form, its months in the title: outturns become that month's amounts, budgets the running year's. The
    operator is told of each upload, once."""
    monkeypatch.setattr(gauges, "SERVER", gauges.Gauges())
    head = "某市2022年1-6月失业保险基金收支表,,\n,,单位：万元\n项目,预算数,累计执行数\n"
    account = f"{head}失业保险金支出,20000,12000\n支出合计,60000,30000\n"
    page.file_uploader(key="months-files").upload("六月.csv", account.encode(), "text/csv").run()
    assert not page.exception and any("2022-06" in box.value for box in page.info), [
        b.value for b in (*page.info, *page.error)
    ]
    page.button(key="months-use").click().run()
    control(page, "performance").set_value("Running year").run()
    assert not page.exception and tables_of(page)
    page.file_uploader(key="months-files").upload(
        "七月.csv", account.replace("2022年1-6月", "").encode(), "text/csv"
    ).run()
    assert any("历史" in box.value for box in page.error)
    page.run()
    after = gauges.SERVER.text(0, store_up=True)
    assert "\nsifund_imports_total 2\n" in after and "\nsifund_imports_refused_total 1\n" in after, "once an upload"
