"""What documents and pages say: nothing assumed as reported, no grade without evidence, part-years by their name."""

from __future__ import annotations

import ast
import gc
import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from docx import Document
from docx.text.paragraph import Paragraph
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from support import account, amount, run, sample, scenario, scenarios, small

import sifund
from sifund import catalog
from sifund.analysis.effect.attribution import attribute
from sifund.analysis.effect.payers import payments
from sifund.analysis.grounds import input_ground, split_words
from sifund.analysis.year.attention import attention, supplies
from sifund.analysis.year.budget import adjustment_table
from sifund.analysis.year.execution import deviations, stands_beside
from sifund.analysis.year.performance import performance
from sifund.analysis.year.targets import BANDS, ENOUGH, GROUPS, scorecard
from sifund.analysis.year.variance import variance
from sifund.dataset import Dataset
from sifund.dataset.schema import IndicatorRow
from sifund.declare.scale import stated
from sifund.declare.unit import YUAN
from sifund.model.case import Case
from sifund.model.frames import balances_frame
from sifund.report import word, workbook
from sifund.report.annual import Annual
from sifund.report.annual_fund import BEFORE
from sifund.report.annual_problems import problems
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.report.sentences import adding_up, adjustment, completion, graded
from sifund.scenario import Scenario
from sifund.text import LANGS, TAIL, TAILS, Lang, Text, difference, printed

FUNDS = ("public", "resident", "unemployment")
BOX = {"public.opening": 2e8, "resident.opening": 2.2e8, "unemployment.opening": 7e8,
       "public.income": 3.3e9, "resident.income": 2.5e8, "unemployment.income": 6e8}  # fmt: skip


def names(*funds: str) -> list[str]:
    return [catalog.fund_name(f, short=True).zh for f in funds]


# --- assumed openings -------------------------------------------------------------------------------------------------


@drawn(st.sets(st.sampled_from(sorted(BOX))))
def test_an_alert_is_built_on_real_openings_and_what_lacks_them_is_to_be_supplied(typed: set[str]) -> None:
    result = run(sample(), ";".join(["1", *(f"{key}={BOX[key]:.0f}" for key in sorted(typed))]))
    alerts, lacking = attention(result), supplies(result)
    for fund, name in zip(FUNDS, names(*FUNDS), strict=True):
        about = [item.says.zh for item in alerts if item.says.zh.startswith(name)]
        if f"{fund}.opening" not in typed:
            assert not any("预警线" in says for says in about)
        if f"{fund}.income" not in typed:
            assert not any("支出大于收入" in says for says in about)
            assert all("收入为假设" in says for says in about if "预警线" in says)
        need = [says.zh for says in lacking if says.zh.startswith(name)]
        for key, item in ((f"{fund}.opening", "年初结余"), (f"{fund}.income", "全年收入")):
            assert any(item in says for says in need) is (key not in typed)


@drawn(st.sets(st.sampled_from([key for key in sorted(BOX) if key.endswith("opening")])), st.sampled_from(FUNDS))
def test_the_assumed_split_is_said_where_the_fund_shown_rests_on_it_and_of_whom(typed: set[str], fund: str) -> None:
    text = ";".join(["1", *(f"{key}={BOX[key]:.0f}" for key in sorted(typed)), f"view.fund={fund}"])
    said = "".join(Brief(Order(sample(), scenario(sample(), text))).assumptions())
    assert ("拆分" in said) is (f"{fund}.opening" not in typed)
    assumed = [f for f in FUNDS if f"{f}.opening" not in typed]
    if fund in assumed:
        assert "、".join(names(*assumed)) + "的年初结余按假设拆分" in said


@pytest.mark.parametrize("lang", LANGS)
def test_without_an_opening_no_total_is_said_to_be_reported(lang: Lang) -> None:
    lines = [amount("unemployment.benefit", 1e7), amount("unemployment.contributions", 2e7, kind="income")]
    for accounts in ([], [account("unemployment", "opening", 5e7)]):
        data = small(lines, accounts=accounts)
        order = Order(data, lang=lang)
        said = str(Annual(order).content()) + str(Brief(order).content())
        ground = input_ground(order.side.base, "unemployment", "opening").says(lang)
        for words in (said, ground):
            assert not any(claim in words for claim in ("只给出合计", "来源合计", "拆分", "split", "total only")), words


def test_a_given_opening_says_where_it_is_given() -> None:
    data = small([amount("unemployment.benefit", 1e7)], accounts=[account("unemployment", "opening", 5e7)])
    ground = input_ground(Case(data).side("baseline").base, "unemployment", "opening")
    assert (ground.basis, ground.says.zh) == ("reported", "test")


def test_all_funds_together_rest_on_the_total_where_there_is_one(dataset: Dataset) -> None:
    base = Case(dataset, years=1).side("baseline").base
    assert all(split_words(base, fund) for fund in FUNDS)
    assert split_words(base, catalog.ALL) is None
    without = Dataset(dataset.meta, dataset.lines, tuple(a for a in dataset.accounts if a.fund != catalog.ALL),
                      dataset.parameters, dataset.indicators, dataset.reasons)  # fmt: skip
    words = split_words(Case(without, years=1).side("baseline").base, catalog.ALL)
    assert words and "合计" not in words.zh


# --- grades -----------------------------------------------------------------------------------------------------------


def rated(fund: str, kind: str, name: str, comparison: str = "=", value: float | None = None) -> IndicatorRow:
    return IndicatorRow.model_validate({
        "fund": fund, "year": 2022, "key": f"{kind}.{name}", "kind": kind, "name_zh": name, "name_en": name,
        "comparison": comparison, "value": value, "unit_zh": "%", "unit_en": "%", "basis": "reported", "source": "test",
    })  # fmt: skip


def with_indicators(*rows: IndicatorRow, completed: float = 1.0) -> Dataset:
    total = amount("unemployment.total", 1e8, kind="total").model_copy(
        update={"initial_budget_yuan": 1e8 / completed, "budget_yuan": 2e8}
    )
    data = small([amount("unemployment.benefit", 1e8), total])
    return Dataset(data.meta, data.lines, data.accounts, data.parameters, rows, data.reasons)


COMPARISONS = st.sampled_from(["=", ">=", "<="])


NAMES = ("quality", "satisfaction", "warning_reports", "speed", "petition_rate", "no_misuse")
MAYBE = st.none() | st.integers(0, 100)


@drawn(
    st.lists(st.tuples(COMPARISONS, MAYBE, COMPARISONS, MAYBE), max_size=6),
    st.fixed_dictionaries({group: st.integers(1, 50) for group in GROUPS}),
)
def test_a_grade_takes_evidence_for_four_fifths_of_the_weights(pairs: list, weights: dict) -> None:
    rows: list[IndicatorRow] = []
    for name, (a, goal, b, value) in zip(NAMES, pairs, strict=False):
        rows += [rated("unemployment", "target", name, a, goal), rated("unemployment", "outcome", name, b, value)]
    card = scorecard(with_indicators(*rows), "unemployment", weights)
    shares = []
    for group in GROUPS:
        own = [item for item in card.items if item.group == group]
        shares.append(weights[group] * sum(item.credit is not None for item in own) / max(len(own), 1))
    assert card.evidence == pytest.approx(100 * sum(shares) / sum(weights.values()))
    assert (card.band is not None) is (card.evidence >= ENOUGH)
    assert 0 <= card.low <= card.high <= 100
    words = graded(card)
    for lang in LANGS:
        assert "80%" in words(lang)
        assert any(f"{band(lang)}；" in words(lang) or f"graded {band(lang)};" in words(lang) for _, band in BANDS) is (
            card.band is not None
        )


def test_without_evidence_nothing_is_graded_anywhere(dataset: Dataset) -> None:
    city = small([amount("unemployment.benefit", 1e7)])
    assert graded(scorecard(city, "unemployment")).zh.startswith("得分在0.0至100.0分之间，不评等次")
    for data in (city, dataset):
        for lang in LANGS:
            said = str(Annual(Order(data, lang=lang)).content())
            assert "（差）" not in said and "poor" not in said


@pytest.mark.parametrize(
    ("target", "outcome", "status", "least", "most"),
    [
        (("=", 100), (">=", 99), "unclear", 99, 100), ((">=", 90), (">=", 95), "met", 100, 100),
        ((">=", 90), ("=", 85), "short", 94.44, 94.44), ((">=", 90), (">=", 85), "unclear", 94.44, 100),
        (("<=", 5), ("=", 3), "met", 100, 100), (("<=", 5), ("=", 6), "short", 83.33, 83.33),
        (("<=", 5), ("<=", 3), "met", 100, 100), (("<=", 5), (">=", 3), "unclear", 0, 100),
        (None, (">=", 99), "untargeted", 0, 100), (None, ("=", 100), "untargeted", 0, 100),
        (("=", None), ("=", 80), "untargeted", 0, 100), ((">=", 90), None, "missing", 0, 100),
        ((">=", 90), ("=", None), "claimed", 0, 100), (("=", 0), ("=", 0), "met", 100, 100),
        (("=", 0), ("<=", 1), "unclear", 0, 100), ((">=", 90), ("=", 0), "short", 0, 0),
    ],
)  # fmt: skip
def test_only_what_misses_a_stated_target_is_short_of_it(
    target: tuple | None, outcome: tuple | None, status: str, least: float, most: float
) -> None:
    rows = [
        rated("unemployment", kind, "quality", *row) for kind, row in (("target", target), ("outcome", outcome)) if row
    ]
    card = scorecard(with_indicators(*rows), "unemployment")
    item = next(item for item in card.items if item.key == "quality")
    assert item.status == status
    assert (item.least, item.most) == pytest.approx((least, most), abs=0.005)
    assert (item.credit is None) is (status not in ("met", "short"))


@drawn(st.floats(0.2, 1.9))
def test_what_the_program_measures_by_its_own_goal_is_never_short(completed: float) -> None:
    card = scorecard(with_indicators(rated("unemployment", "target", "words"), completed=completed), "unemployment")
    own = [item for item in card.items if item.goal_assumed and item.outcome is not None]
    assert len(own) == 3 and all(item.status in ("met", "measured") for item in own)


def test_with_enough_evidence_the_grade_is_given() -> None:
    rows = [rated("unemployment", kind, name, ">=", 90) for kind in ("target", "outcome") for name in NAMES]
    card = scorecard(with_indicators(*rows), "unemployment")
    assert (card.evidence, card.band) == (100, BANDS[0][1])
    assert graded(card).zh.startswith(f"得分{card.low:.1f}分，等次为优")


# --- part-years -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "zh", "en"),
    [(1, "2022年1月", "January 2022"), (9, "2022年1—9月", "January–September 2022"), (12, "2022年", "2022")],
)
def test_a_period_has_one_name(months: int, zh: str, en: str) -> None:
    data = small([amount("unemployment.benefit", 1e7)], months=months)
    assert (data.period(), data.period(2021)) == (Text(zh, en), Text("2021年", "2021"))


def part_year(months: int, *, derived: bool) -> Dataset:
    """An office with budgets, a year before, totals and accounts, over some months of 2022."""
    before = {"basis": "derived", "formula": "x"} if derived else {}
    lines = [
        amount(key, yuan, kind=kind).model_copy(update={"initial_budget_yuan": 1.4 * yuan, "budget_yuan": 1.5 * yuan})
        for key, yuan, kind in (("unemployment.benefit", 1.2e8, "expenditure"), ("unemployment.medical", 6.1e7, "expenditure"),
                                ("unemployment.total", 1.81e8, "total"))
    ]  # fmt: skip
    past = [amount(row.line, 0.8 * (row.actual_yuan or 0), 2021, row.kind).model_copy(update=before) for row in lines]
    income = amount("unemployment.contributions", 2e8, kind="income")
    sums = {"income": 2e8, "expenditure": 1.81e8, "closing": 5e8}
    accounts = [account(catalog.ALL, item, yuan) for item, yuan in sums.items()]
    return small(
        [*lines, income, *past], accounts=[*accounts, account("unemployment", "opening", 4.8e8)], months=months
    )


def _paragraphs(content: bytes) -> Iterator[str]:
    """Paragraphs and cells of a Word document in their order."""
    for block in Document(io.BytesIO(content)).iter_inner_content():
        yield from ([block.text] if isinstance(block, Paragraph) else [c.text for row in block.rows for c in row.cells])


def _cells(content: bytes) -> Iterator[str]:
    """Cells of a workbook as text."""
    book = fastexcel.read_excel(content)
    for name in book.sheet_names:
        for row in book.load_sheet(name, header_row=None, dtypes="string").to_polars().iter_rows():
            yield from (cell for cell in row if cell is not None)


def spoken(data: Dataset, lang: Lang) -> str:
    """All that documents say of a dataset's year, in words."""
    order = Order(data, lang=lang)
    papers = "\n".join(
        "\n".join(_paragraphs(make(order, silent))) for make in (partial(word.annual, drawn=False), word.brief)
    )
    return papers.replace(data.fingerprint, "")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("derived", [True, False])
def test_part_years_are_called_what_they_are(lang: Lang, derived: bool) -> None:
    said = spoken(part_year(9, derived=derived), lang)
    assert "{" not in said, "every place of a text is filled"
    sentences = [
        s
        for s in said.splitlines()
        if any(w in s for w in ("支出", "收入", "expenditure", "outturn", "spent", "Unemployment benefit"))
    ]
    assert any(data_word in said for data_word in ("2022年1—9月", "January–September 2022"))
    for sentence in sentences:
        whole = re.search(
            r"2022年(?!1—9月|9月末|其余月份)" if lang == "zh" else r"(?<!September )(?<!rest of )\b2022(?! · )\b",
            sentence,
        )
        assert whole is None, sentence
    assert not re.search("完成(调整|年初)?预算的[0-9]|[0-9]% of the (adjusted|initial) budget", said)
    assert ("序时进度75.0%" if lang == "zh" else "with 75.0% of the year gone") in said
    grown = "同比增长25.00%" if lang == "zh" else "up 25.00% on the year before"
    assert (grown in said) is derived
    assert (BEFORE(lang) in said) is derived


@pytest.mark.parametrize(("derived", "is_known"), [(True, True), (False, True), (True, False)])
def test_a_year_before_that_was_worked_out_has_a_note_where_growth_on_it_is_said(derived: bool, is_known: bool) -> None:
    rows = [row if is_known or (row.line, row.year) != ("unemployment.total", 2022) else row.model_copy(update={"actual_yuan": None})
            for row in part_year(12, derived=derived).lines]  # fmt: skip
    page = Annual(Order(small(rows)))
    (fund,) = page.funds
    assert ([mark for says in fund.summary for mark in re.findall(r"\[[0-9]\]", says)] != []) is (derived and is_known)
    assert any(BEFORE("zh") in note for note in page.notes.lines()) is (derived and is_known)


@pytest.mark.parametrize(("gap", "is_named"), [(6_300, False), (6_500, True)])
def test_a_total_of_the_year_before_is_off_where_the_printed_digits_of_the_rates_do_not_explain_it(
    gap: float, is_named: bool
) -> None:
    """Line and total, 100 million each at +25.00%: half of 0.01% of 100 million ÷ 1.25² is 3,200 for each."""
    rates = {"stated_yoy_percent": 25.0, "stated_yoy_step": 0.01}
    rows = [(amount("unemployment.benefit", 1e8), 8e7), (amount("unemployment.total", 1e8, kind="total"), 8e7 + gap)]
    data = small([line for row, before in rows for line in (
        row.model_copy(update=rates), amount(row.line, before, 2021, row.kind).model_copy(update={"basis": "derived", "formula": "x"}))
    ])  # fmt: skip
    says = [text.zh for text in problems(Order(data), performance(data, 5, 30), variance(data), 5)]
    assert any(f"{gap:,.0f}元" in text for text in says) is is_named, says


def test_a_part_of_the_year_is_not_held_against_the_year_s_budget() -> None:
    data = part_year(9, derived=False)
    assert deviations(data).is_empty()
    assert {flag for row in performance(data, 5, 30) if row.kind != "income" for flag in row.flags} == set()
    card = scorecard(data, "unemployment")
    assert {item.status for item in card.items if "budget" in item.key} == {"partial"}
    whole = part_year(12, derived=False)
    assert {flag for row in performance(whole, 5, 30) if row.kind != "income" for flag in row.flags} == {"under"}


def test_an_outturn_past_the_year_s_budget_is_flagged_in_any_month() -> None:
    row = amount("unemployment.benefit", 1e8).model_copy(update={"budget_yuan": 0.9e8})
    assert performance(small([row], months=9), 5, 30)[0].flags == ("over",)


@pytest.mark.parametrize("included", [True, False])
def test_what_a_total_leaves_out_is_read_from_its_figures(included: bool) -> None:
    paid, remitted = 2e8, 3e7
    total = amount("unemployment.total", paid + remitted * included, kind="total")
    data = small([amount("unemployment.benefit", paid), amount("unemployment.remit_up", remitted), total])
    assert stands_beside(data, "unemployment.remit_up") is not included
    said = str(Annual(Order(data)).content())
    assert ("不计入该基金支出合计" in said) is not included
    assert variance(data)[0].remainder_yuan == pytest.approx(0)
    last = adjustment_table(data, Case(data).side("baseline"), 2022).filter(pl.col("line") == "unemployment.total")[
        "forecast_yuan"
    ][0]
    assert last == pytest.approx(total.actual_yuan)


# --- figures that add up ----------------------------------------------------------------------------------------------


def fen(yuan: float) -> int:
    return round(yuan * 100)


@settings(max_examples=15)
@drawn(scenarios())
def test_all_funds_parts_are_the_sums_of_the_funds_to_the_fen(changed: Scenario) -> None:
    result = Case(sample(), changed.changes).side()
    tables = (
        (attribute(sample(), changed).frame(), ["measure", "year", "lever"], ["effect", "alone", "interaction"]),
        (payments(result), ["year", "party"], ["pays", "receives", "net"]),
        (balances_frame(result).filter(pl.col("measure") != "cover_months"), ["measure", "year"], ["difference"]),
    )
    for table, by, columns in tables:
        sums: dict[tuple, int] = {}
        for row in table.to_dicts():
            for column in columns:
                at = (*(row[name] for name in by), column)
                sign = -1 if row["fund"] == catalog.ALL else 1
                sums[at] = sums.get(at, 0) + sign * fen(row[column])
        assert set(sums.values()) <= {0}


@drawn(st.lists(st.floats(-5e9, 5e9), min_size=2, max_size=2))
def test_the_parts_of_a_split_add_up_as_printed(parts: list[float]) -> None:
    for lang in LANGS:
        *some, whole = [text(lang) for text in adding_up(parts)]
        unit = 1e4 if "万元" in whole else 1e6 if "million" in whole else 1
        one, other, total = (float(re.sub("[^0-9.−+]", "", x).replace("−", "-")) * unit for x in (*some, whole))
        assert one + other == pytest.approx(total, abs=1e-3) or TAIL(lang).removeprefix("{figure}") in whole
        assert total == pytest.approx(sum(parts), abs=0.51 if unit == 1 else 5001)


def test_a_paragraph_of_the_annual_report_uses_one_split(dataset: Dataset) -> None:
    said = Annual(Order(dataset)).funds[0].lines[0]
    split = next(text for text in said.causes if "拆分" in text)
    found = re.search(r"变动\+([0-9,]+)万元；人数或人次.*变动\+([0-9,]+)万元；合计\+([0-9,]+)万元", split)
    assert found, split
    standard, volume, growth = (int(x.replace(",", "")) for x in found.groups())
    assert standard + volume == growth
    assert f"{volume / growth * 100:.1f}%" in said.questions[0]
    assert f"{standard:,}万元" in said.questions[1]


@drawn(st.integers(1, 10**9), st.sampled_from(["亿", "万", "元"]), st.integers(0, 2))
def test_source_digits_are_printed_as_the_source_has_them(digits: int, unit: str, places: int) -> None:
    scale = {"亿": 10**8, "万": 10**4, "元": 1}[unit]
    yuan, step = float(Decimal(digits).scaleb(-places) * scale), float(Decimal(1).scaleb(-places) * scale)
    if yuan >= 1e13:
        return
    shown = stated(yuan, step).zh
    assert float(printed(stated(yuan, step)) or 0) == pytest.approx(yuan, abs=1e-6 * yuan + 0.005)
    if unit == "亿" or (unit == "万" and yuan >= 1e4):
        assert shown == f"{Decimal(digits).scaleb(-places):,}{unit}元"


def test_totals_of_the_sample_have_the_report_s_digits(dataset: Dataset) -> None:
    cases: tuple[tuple[Lang, tuple[str, ...]], ...] = (
        ("zh", ("50.27亿元", "39.3亿元", "22.5亿元")),
        ("en", ("5.027 billion yuan", "3.93 billion yuan", "2.25 billion yuan")),
    )
    for lang, figures in cases:
        said = "\n".join(_paragraphs(word.annual(Order(dataset, lang=lang), drawn=False)))
        assert all(figure in said for figure in figures) and "39.30" not in said and "22.50" not in said


def test_a_budget_printed_once_is_not_said_to_have_been_kept(dataset: Dataset) -> None:
    for lang in LANGS:
        said = "\n".join(_paragraphs(word.annual(Order(dataset, lang=lang), drawn=False)))
        assert not re.search(
            "没有调整|not adjusted|303,976万元的|103.09%（年初预算的103.09%）|103.09% of the initial", said
        )
    total = next(row for row in performance(dataset, 5, 30) if row.line == "public.total")
    assert completion(total) == Text("完成预算的103.09%", "103.09% of the budget")
    transfer = next(row for row in performance(dataset, 5, 30) if row.line == "public.transfer_out")
    assert "334万元（推算）" in (adjustment(transfer) or Text("-", "-")).zh


@drawn(st.floats(-1e10, 1e10), st.floats(-1e10, 1e10))
def test_a_difference_beside_rounded_figures_ties_or_says_so(after: float, before: float) -> None:
    shown = difference(YUAN.change_words(before, after), YUAN.write(after), YUAN.write(before))
    gap, first, second = (printed(text) for text in (shown, YUAN.write(after), YUAN.write(before)))
    assert gap is not None and first is not None and second is not None
    assert (abs(gap) != abs(first - second)) is ("尾差" in shown.zh)


@settings(max_examples=20)
@drawn(scenarios(), st.sampled_from(LANGS))
def test_the_brief_s_differences_tie_or_say_so(changed: Scenario, lang: Lang) -> None:
    brief = Brief(Order(sample(), changed, lang))
    rounded = TAILS(lang) in next(brief.assumptions())
    ties = []
    for figure in brief.figures():
        values = [printed(Text(figure[name], "-")) for name in ("scenario", "baseline", "change")]
        if None not in values:
            after, before, gap = (x or Decimal(0) for x in values)
            ties.append(after - before == gap)
    assert all(ties) is not rounded


# --- punctuation ------------------------------------------------------------------------------------------------------

CJK = "[\u4e00-\u9fff]"
FULL_WIDTH = re.compile("[，。；：（）、！？％]")
ASCII = re.compile(f"{CJK}[,;:!?()]|[,;:!?(]{CJK}|[)]{CJK}|{CJK}[.](?:\\s|$)")
AS_TYPED = ("(3.2)", "中!中", "postgresql://用户:密码")
"""Signs that a reader types or a machine reads: no punctuation."""


def literals(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Both sides of every `Text` and `problem` of a module, what is filled in as a Chinese word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            sides = node.args[:2] if name == "Text" else node.args[2:4] if name in ("problem", "Problem") else []
            if len(sides) == 2:
                yield written_out(sides[0]), written_out(sides[1])


def written_out(node: ast.expr) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{x}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def misplaced(words: str, lang: Lang) -> list[str]:
    """Full-width signs in English, ASCII signs beside Chinese words."""
    for typed in AS_TYPED:
        words = words.replace(typed, "")
    return (FULL_WIDTH if lang == "en" else ASCII).findall(words)


def test_every_text_of_the_program_has_its_language_s_punctuation() -> None:
    root = Path(sifund.__file__).parent
    found = [
        (path.name, zh if misplaced(zh, "zh") else en)
        for path in (*root.rglob("*.py"), *root.parent.glob("pages/*.py"), root.parent / "app.py")
        for zh, en in literals(ast.parse(path.read_text("utf8")))
        if zh != en  # a place such as Sheet!A1 is no sentence
        for zh in [re.sub(r"\{[^}]*\}", "中", zh)]
        if misplaced(zh, "zh") or misplaced(en, "en")
    ]
    assert found == []


def test_every_text_of_a_running_program_has_its_language_s_punctuation() -> None:
    """Texts that are put together when modules are read, such as headings of declared lines."""
    for module in pkgutil.walk_packages(sifund.__path__, "sifund."):
        if not module.name.startswith(("sifund.ui", "sifund.server", "sifund.__main__", "sifund.store.migrations")):
            importlib.import_module(module.name)
    texts = [x for x in gc.get_objects() if type(x) is Text and module_level(x)]
    assert len(texts) > 500
    assert [x for x in texts if misplaced(x.en, "en") or misplaced(re.sub(r"\{[^}]*\}", "中", x.zh), "zh")] == []


def module_level(text: Text) -> bool:
    """Without what a dataset under test calls its own lines and places."""
    return any("\u4e00" <= c <= "\u9fff" for c in text.zh) and not any("\u4e00" <= c <= "\u9fff" for c in text.en)


@pytest.mark.parametrize("lang", LANGS)
def test_documents_have_their_language_s_punctuation(dataset: Dataset, lang: Lang) -> None:
    changed = scenario(
        dataset, "1;unemployment.benefit_standard=1530@2022-01,2000@2024-01;unemployment.refund_rate_sme=90"
    )
    order = Order(dataset, changed, lang)
    for make in (partial(word.annual, drawn=False), word.brief):
        for line in _paragraphs(make(order, silent)):
            assert misplaced(line, lang) == [], line
    for cell in _cells(workbook.workbook(order)):
        assert misplaced(cell, lang) == [], cell
