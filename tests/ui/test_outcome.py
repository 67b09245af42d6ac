"""The answer is about what changed: its fund, its years, its own baseline; and a path stands beside the years it is of."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from seen import control, sent
from streamlit.testing.v1 import AppTest
from support import PRINTED, account, amount, balance, given, run, scenario, small
from test_lab import page, words

from sifund import catalog
from sifund.analysis.comparison import compare
from sifund.analysis.effect.ranking import ranking
from sifund.analysis.moved import fund_shown, moved_funds
from sifund.analysis.outcome import EMPTY, NO_EFFECT, NO_MOVE, answer
from sifund.analysis.own import growth_paths
from sifund.analysis.words import cell
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.declare.unit import YUAN
from sifund.model.case import Case, Side
from sifund.report import workbook
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.scenario import Scenario, parse
from sifund.text import LANGS, Lang, quoted, span

TWO_STEPS = "unemployment.benefit_standard=1530@2022-01,2000@2024-01"
RESIDENT, PUBLIC = "resident.basic_standard=500", "public.employer_rate=14"


def told(dataset: Dataset, text: str, lang: Lang = "zh") -> list[str]:
    asked = scenario(dataset, f"1;{text}")
    return [says(lang) for says in answer(Case(dataset, asked.changes, asked.view.years).side(), asked)]


def spending(result: Side, fund: str, year: int) -> str:
    before, after = cell(result, fund, "expenditure", year)
    return YUAN.write(after - before, signed=True)("zh")


# --- a question and its effect ----------------------------------------------------------------------------------------


def test_a_question_says_the_path_and_is_answered_for_the_years_that_follow(dataset: Dataset) -> None:
    brief = Brief(Order(dataset, scenario(dataset, f"1;{TWO_STEPS}")))
    assert brief.question == "如果失业保险金标准为1,530 元/月，2024年起2,000 元/月，失业保险基金会怎样？"
    result = run(dataset, f"1;{TWO_STEPS}")
    for year in (2022, 2024, 2026):
        assert re.search(
            f"{year}年：(失业保险基金)?支出{re.escape(spending(result, 'unemployment', year))}", brief.answer
        )


def test_a_step_that_waits_for_its_month_is_answered_for_the_year_that_it_acts_from(dataset: Dataset) -> None:
    (says,) = told(dataset, "unemployment.refund_rate_sme=70@2022-01,80@2023-11")
    assert [int(year) for year in re.findall("([0-9]{4})年：", says)] == [2022, 2024, 2026]


@pytest.mark.parametrize("lang", LANGS)
def test_a_lever_is_listed_with_what_the_baseline_has_at_each_step(dataset: Dataset, lang: Lang) -> None:
    rows = list(
        Brief(Order(dataset, scenario(dataset, f"1;{TWO_STEPS};economy.wage_growth=2;view.years=8"), lang)).levers()
    )
    standard, growth = (row["value"] for row in rows)  # those of the fund shown stand first
    grown = {"zh": "2022年起2%（原2022年起6%，2027年起4%）", "en": "2% from 2022 (was 6% from 2022, 4% from 2027)"}
    assert growth == grown[lang]
    assert "1,323" in standard and "1,486.52" in standard  # 1,323 in January 2022, grown by 6% twice in January 2024


# --- assumptions ------------------------------------------------------------------------------------------------------


def test_assumptions_are_the_scenarios_over_the_years_shown(dataset: Dataset) -> None:
    (says,) = [
        x for x in Brief(Order(dataset, scenario(dataset, "1;economy.wage_growth=2"))).assumptions() if "假设：" in x
    ]
    assert says.startswith("2022—2026年的假设：缴费工资增长率2%；失业保险金标准增长率2022年0%，2023年起6%；")
    (says,) = [
        x for x in Brief(Order(dataset, scenario(dataset, "1;view.years=11"), "en")).assumptions() if "Assumed for" in x
    ]
    assert "wage growth 6% from 2022, 4% from 2027" in says
    assert "growth of the benefit standard 0% in 2022, 6% from 2023, 4% from 2027" in says
    assert "缴费工资" not in "".join(Brief(Order(dataset, scenario(dataset, f"1;{RESIDENT}"))).assumptions())


def test_growth_that_moves_nothing_of_the_fund_is_not_an_assumption_of_it(dataset: Dataset) -> None:
    result = run(dataset, "1;economy.wage_growth=2@2024-01")
    paths = {p.key: steps for p, steps in growth_paths(result, "public")}
    assert paths["economy.wage_growth"] == ((month_of(2022), 6.0), (month_of(2024), 2.0))
    assert all(key.startswith(("public.", "economy.")) for key in paths)
    assert "economy.wage_growth" not in [p.key for p, _ in growth_paths(result, "resident")]


def test_growth_stands_beside_its_years_under_a_number() -> None:
    said = words(
        page("why_number", "1;economy.wage_growth=4;unemployment.standard_growth=5@2022-01,0@2023-01;view.years=6")
    )
    assert "按2022年增长率5%递增" in said
    many = AppTest.from_function(later_year, default_timeout=30)
    many.run()
    assert not many.exception and "按2023—2026年增长率6%、2027—2028年增长率4%递增" in words(many)


def later_year() -> None:
    from sifund.ui import scenario as lab
    from sifund.ui.session import state

    found = state.read("1;view.years=8")[0]
    lab.why_number(state.case(found).side(), found, "unemployment", 2028)


def test_a_share_that_turns_within_the_year_is_said_with_its_months() -> None:
    said = words(page("who_pays", "1;resident.basic_standard=400;resident.central_share=50@2023-07", "resident"))
    assert "中央财政 2023年60%，2023年7月起50%" in said or "中央财政 2023年起60%，2023年7月起50%" in said
    later = words(page("who_pays", "1;resident.basic_standard=400;resident.central_share=50@2024-01", "resident"))
    assert "分担比例（方案）" not in later  # in 2023 the share is still the baseline's


def test_a_path_of_the_workbook_has_the_grounds_of_all_its_steps(dataset: Dataset) -> None:
    book = fastexcel.read_excel(workbook.workbook(Order(dataset, scenario(dataset, "1"))))
    (row,) = book.load_sheet("参数").to_polars().filter(pl.col("键") == "unemployment.benefit_standard").to_dicts()
    assert "1,117" in str(row) and {"推算", "报告"} <= set(row["依据"].split("；"))


# --- which fund -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "fund"),
    [(RESIDENT, "resident"), (PUBLIC, "public"), (TWO_STEPS, "unemployment"), ("resident.basic_standard=500@2090-01", "resident"),
     ("public.opening=100000000", "public"), ("resident.opening=200000000;public.adjustment=6", "public"), ("", "unemployment"),
     (f"{RESIDENT};{PUBLIC}", "public"), (f"{RESIDENT};{TWO_STEPS}", "unemployment"), ("economy.wage_growth=2", "unemployment"),
     (f"{RESIDENT};view.fund=unemployment", "unemployment"), (f"{TWO_STEPS};view.fund=public", "public")],
)  # fmt: skip
def test_a_scenario_opens_on_the_fund_that_it_is_about(dataset: Dataset, text: str, fund: str) -> None:
    asked = scenario(dataset, f"1;{text}")
    result = Case(dataset, asked.changes, 6).side()
    assert fund_shown(result, asked) == Brief(Order(dataset, asked)).fund == fund
    assert compare(dataset, [asked, Scenario()]).fund_shown(asked.view.fund) == fund


def test_a_fund_that_is_asked_for_stays_in_the_link(dataset: Dataset) -> None:
    asked = scenario(dataset, f"1;{RESIDENT};view.fund=unemployment")
    assert "view.fund=unemployment" in asked.text() and parse(asked.text(), dataset)[0] == asked
    assert "view.fund" not in scenario(dataset, f"1;{RESIDENT}").text()


def test_the_page_opens_on_that_fund_and_says_nothing_of_another() -> None:
    app = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60)
    app.query_params["s"] = f"1;{RESIDENT}"
    app.run().switch_page("pages/scenario.py").run()
    assert not app.exception and control(app, "fund").value == "resident"
    says = sent(app)["headline"]["says"]
    assert (
        "城乡居民基本养老保险基金支出+7,531万元（+36.5%）" in says and "失业保险" not in says and "0.0万元" not in says
    )
    changed = sent(app)["headline"]["remarks"][0]  # what paper says in place of the cards
    assert changed["kind"] == "levers" and changed["says"] == [
        ["居民养老 · 基础养老金标准", "：360 元/月 → 2022-01起500 元/月"]
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_several_funds_get_a_line_each(dataset: Dataset, lang: Lang) -> None:
    lines = told(dataset, f"{RESIDENT};{PUBLIC};{TWO_STEPS}", lang)
    names = [next(f for f, fund in catalog.all_funds().items() if fund.name(lang) in line) for line in lines]
    assert names == ["unemployment", "public", "resident"]
    assert all("2026" in line for line in lines)


def test_a_fund_that_does_not_move_says_so_before_those_that_do(dataset: Dataset) -> None:
    still, moved = told(dataset, f"{RESIDENT};view.fund=unemployment")
    assert still == "失业保险基金：2021—2026年各项收支与基线完全相同。" and moved.startswith(
        "2022年：城乡居民基本养老保险基金"
    )
    assert "0.0万元" not in still + moved


# --- what the answer names --------------------------------------------------------------------------------------------


def test_the_first_year_and_the_end_are_named_with_balance_and_cover(dataset: Dataset) -> None:
    text = "unemployment.benefit_standard=1530"
    (says,), result = told(dataset, text), run(dataset, f"1;{text}")
    before, after = (balance(x, "unemployment", "closing", 2026) for x in (result.baseline, result))
    assert f"2026年：支出{spending(result, 'unemployment', 2026)}" in says
    assert f"年末滚存结余{after:,.0f}万元（比基线−{before - after:,.0f}万元）" in says
    assert f"备付期限{balance(result, 'unemployment', 'cover_months', 2026):.1f}个月（基线22.6个月）" in says


def test_a_small_effect_never_reads_as_none(dataset: Dataset) -> None:
    (says,) = told(dataset, "unemployment.training=200")
    assert re.search(r"支出\+50元（不到0.1%）", says) and "0.0" not in says.replace("不到0.1%", "")


def test_a_fund_that_only_earns_is_not_said_to_spend(dataset: Dataset) -> None:
    (says,) = told(dataset, PUBLIC)
    assert "收入−" in says and "支出" not in says


def test_bounds_that_only_the_scenario_passes_are_named_with_the_first_year(dataset: Dataset) -> None:
    text = "unemployment.benefit_standard=2500;unemployment.new_claims=20000"
    (says,), result = told(dataset, text), run(dataset, f"1;{text}")
    cover = {year: balance(result, "unemployment", "cover_months", year) for year in result.years}
    amber, red = (min(year for year in cover if cover[year] < bound) for bound in (12, 6))
    assert f"黄灯线12个月（{amber}年首次）" in says and f"红灯线6个月（{red}年首次）" in says
    assert "基线没有的合规提示：失业保险金标准" in says
    own = told(dataset, f"{text};view.bands=unemployment:3:20")[0]
    assert "黄灯线20个月" in own and "黄灯线12个月" not in own  # the bounds that the link holds
    assert "灯线" not in told(dataset, "public.adjustment=4.2")[0]  # below 6 months in the baseline too


def test_a_fund_that_ends_with_nothing_is_not_short_yet() -> None:
    text = "unemployment.benefit_standard=200@2023-01;view.years=2"

    def office_with(opening: float) -> Dataset:
        standard = given("unemployment.benefit_standard", 100)
        return small([amount("unemployment.benefit", 1200)], [standard], [account("unemployment", "opening", opening)])

    end, more = (
        run(office_with(yuan), f"1;{text}", 2).value("unemployment", "closing", 2023) or 0 for yuan in (4800, 4801)
    )
    nothing = 4800 - end / (more - end)
    assert EMPTY.zh not in told(office_with(nothing), text)[0] and EMPTY.zh in told(office_with(nothing - 1), text)[0]


def test_a_scenario_with_typed_inputs_is_held_against_its_own_baseline(dataset: Dataset) -> None:
    asked = "resident.opening=300000000;resident.match=100"
    says, whose = told(dataset, asked)
    result = run(dataset, f"1;{asked}")
    assert f"比基线{YUAN.change_words(*cell(result, 'resident', 'closing', 2026))('zh')}" in says
    assert balance(run(dataset), "resident", "closing", 2026) * 1e4 != cell(result, "resident", "closing", 2026)[0]
    assert "填写了基年实数" in whose
    assert told(dataset, "resident.opening=300000000") == [NO_MOVE.zh]


def test_an_unknown_opening_has_no_balance_no_cover_and_no_bound() -> None:
    lines = [amount(key, yuan) for key, yuan in PRINTED.items()]
    blank = small(lines, [given("unemployment.benefit_standard", 1323)])
    text = "unemployment.benefit_standard=3000@2023-01"
    for lang in LANGS:
        (says,) = told(blank, text, lang)
        assert {"zh": "支出+", "en": "spending +"}[lang] in says and quoted("—")(lang) in says
        assert not re.search("灯线|amber|red line|比基线|against the baseline|个月|months", says)
        brief = Brief(Order(blank, scenario(blank, f"1;{text}"), lang))
        assert [row["scenario"][:1] == "—" for row in brief.figures()] == [False, True, True, True]
        assert any(quoted("—")(lang) in words for words in brief.assumptions())
    assert moved_funds(run(blank, f"1;{text}")) == ["unemployment"]


def test_nothing_changed_and_nothing_moved_are_said(dataset: Dataset) -> None:
    assert told(dataset, "")[0].startswith("方案与基线相同")
    assert told(dataset, "unemployment.benefit_standard=1530@2090-01") == [NO_EFFECT.format(years=span(2021, 2026)).zh]


# --- one function for all places --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_page_shared_text_brief_and_command_line_say_the_same(
    dataset: Dataset, capsys: pytest.CaptureFixture[str], lang: Lang
) -> None:
    text = f"1;{RESIDENT};{TWO_STEPS}"
    lines = told(dataset, text.removeprefix("1;"), lang)
    brief = Brief(Order(dataset, scenario(dataset, text), lang)).content()
    assert brief["answer"].split("\n") == lines
    persons = [brief["headline"], *brief["others"]][len(lines) :]
    assert [brief["headline"], *brief["others"]] == [*lines, *persons]
    assert persons and not set(persons) & set(lines), "what persons get is said after the answer"
    link = scenario(dataset, text).link("http://127.0.0.1:8501", lang)
    for command in (["simulate", "--scenario", text, "--lang", lang], ["replay", link]):
        assert main(command) == 0
        assert "\n".join(lines) in capsys.readouterr().out
        assert main([*command, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["answer"] == lines
    app = AppTest.from_function(shared, kwargs={"text": text}, default_timeout=30)
    app.session_state["lang"] = lang
    app.run()
    *said, reliability = [x.value for x in app.text][1:-1]
    assert not app.exception and said == lines and reliability.startswith(("可信度", "Reliability"))


def shared(text: str) -> None:
    import streamlit as st

    from sifund.ui.session import state
    from sifund.ui.share import dialog as share

    found = state.read(text)[0]
    for says in share.sentences(found, state.case(found).side()):
        st.text(state.t(says))


# --- side by side -----------------------------------------------------------------------------------------------------


def test_side_by_side_ties_are_told_and_another_fund_is_not_ranked(dataset: Dataset) -> None:
    named = [
        scenario(dataset, f"1;n={name};{text}")
        for name, text in (("A", RESIDENT), ("B", "resident.match=100"), ("C", ""))
    ]
    found = compare(dataset, named)
    fund = found.fund_shown("")
    assert fund == "resident" and found.first_year(fund) == 2022
    assert ranking(found, fund, 2022).zh.startswith(
        "2022年城乡居民基本养老保险基金：3个方案中，支出最多的是“A”（比基准+7,531万元）"
    )
    assert "“B”" in ranking(found, fund, 2022).zh.split("最高的是")[1]
    assert ranking(found, "public", 2022).zh == "机关事业单位基本养老保险基金：3个方案的各项收支完全相同。"
    twice = compare(dataset, [named[0], named[0], named[2]])
    assert (
        "支出最多的是“A”、“A”" in ranking(twice, fund, 2022).zh
        and "年末滚存结余都相同" in ranking(twice, fund, 2022).zh
    )
