"""Words in both languages, and how numbers are written."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given as example_of
from hypothesis import strategies as st
from support import plain_line

from sifund import text
from sifund.declare.scale import IN_WAN, IN_YI, IN_YUAN
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.problem import SifundError, problem, shown
from sifund.text import (
    DASH,
    LANGS,
    Cite,
    Text,
    format_number,
    format_percent,
    join,
    plain,
    quoted,
    same,
    span,
    years_text,
)
from sifund.ui.words import Markdown


@pytest.mark.parametrize(("zh", "en"), [("", "a"), ("甲", ""), ("  ", "a"), ("", ""), ("甲", "\n")])
def test_a_missing_translation_is_refused(zh: str, en: str) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(zh, en)


def test_a_text_speaks_its_language_and_fills_texts_in_their_own() -> None:
    text = Text("{what}为{n}元", "{what} is {n} yuan").format(what=Text("结余", "the balance"), n=5)
    assert (text("zh"), text("en")) == ("结余为5元", "the balance is 5 yuan")
    assert same("A1")("zh") == "A1"
    assert Text("{x}", "{x}").format(x="{0.__class__}")("en") == "{0.__class__}"  # filled once, not twice


def test_join() -> None:
    assert join([]) is None
    assert join([Text("甲", "a"), Text("乙", "b")]) == Text("甲、乙", "a, b")


def test_a_citation_says_whether_it_was_read() -> None:
    rules = Text("总费率1%", "1% in total")
    assert Cite("人社部发〔2024〕40号", rules)("zh") == "人社部发〔2024〕40号：总费率1%"
    assert Cite("X", rules, checked=False)("en") == "X (to be verified): 1% in total"
    assert "待核实" in Cite("X", rules, checked=False)("zh")


@pytest.mark.parametrize(("value", "places", "expected"), [
    (0.5, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "−3"),  # half up, not to even
    (0.125, 2, "0.13"), (2.675, 2, "2.68"), (1.005, 2, "1.01"),  # as written, not as binary
    (1234567.891, 2, "1,234,567.89"), (1e13, 0, "10,000,000,000,000"), (Decimal("0.5"), 0, "1"),
    (-0.4, 0, "0"), (-0.0, 0, "0"), (0, 2, "0.00"),
    (None, 0, DASH), (float("nan"), 0, DASH), (float("inf"), 0, DASH), (float("-inf"), 2, DASH),
])  # fmt: skip
def test_numbers(value: float | Decimal | None, places: int, expected: str) -> None:
    assert format_number(value, places) == expected


def test_signs() -> None:
    assert [format_number(x, signed=True) for x in (5, -5, 0, -0.3)] == ["+5", "−5", "0", "0"]
    assert format_number(-5) == "−5"  # the minus sign, not a hyphen


def test_money_in_three_units() -> None:
    yuan = 3_500_1234.56
    assert IN_YUAN.write(yuan, 2) == Text("35,001,234.56元", "35,001,234.56 yuan")
    assert IN_WAN.write(yuan, 0, signed=True) == Text("+3,500万元", "+35.00 million yuan")
    assert IN_WAN.write(-yuan, 1) == Text("−3,500.1万元", "−35.001 million yuan")
    assert IN_YI.write(yuan, 2) == Text("0.35亿元", "0.035 billion yuan")
    assert IN_WAN.write(45_000, 0).zh == "5万元"  # 4.5, half up
    for scale in (IN_YUAN, IN_WAN, IN_YI):
        assert {scale.write(x, 0) for x in (None, float("nan"), float("inf"))} == {same(DASH)}


@pytest.mark.parametrize(("yuan", "zh", "en"), [
    (1_645_423_456, "164,542万元", "1,645.42 million yuan"), (10_000_000, "1,000万元", "10.00 million yuan"),
    (9_999_600, "1,000万元", "10.00 million yuan"), (9_994_000, "999.4万元", "9.994 million yuan"),
    (78_000, "7.8万元", "0.078 million yuan"), (2_760_000, "276万元", "2.76 million yuan"),
    (2_760_300, "276.0万元", "2.760 million yuan"), (-150, "−150元", "−150 yuan"), (0.25, "0.25元", "0.25 yuan"),
    (0.0, "0元", "0 yuan"), (-0.0, "0元", "0 yuan"), (None, DASH, DASH), (float("nan"), DASH, DASH),
])  # fmt: skip
def test_an_amount_is_written_by_one_rule(yuan: float | None, zh: str, en: str) -> None:
    """In 万元 and million yuan with as many digits, below 1万元 in yuan; the column's number says the same amount."""
    assert YUAN.write(yuan) == Text(zh, en)
    number = YUAN.number(yuan)
    for lang in LANGS if zh != DASH else ():
        said = float(number(lang).replace(",", "").replace("−", "-")) * YUAN.size(lang)
        assert said == pytest.approx(float(re.sub("[^0-9.−]", "", zh).replace("−", "-")) * (1e4 if "万" in zh else 1))


def test_a_difference_has_one_sign_and_one_nought() -> None:
    assert YUAN.change(5e7, 5e7).zh == COVER_MONTHS.change(6, 6).en == "±0" and YUAN.change(5e7, 5e7 + 0.004).zh == "±0"
    assert YUAN.change_words(5e7, 5e7) == Text("±0元", "±0 yuan")
    assert YUAN.change(5e7, 4e7) == Text("−1,000", "−10.00") and YUAN.change(0, 4_000) == Text("+0.4", "+0.004")
    assert (
        COVER_MONTHS.change(6, 6.02).zh == "+0.02" and COVER_MONTHS.change(6, 7).zh == "+1.0"
    )  # what is there is seen
    assert YUAN.change(None, 5).zh == YUAN.change(float("nan"), 5).en == YUAN.change_words(5, None).zh == DASH


def test_percents() -> None:
    assert format_percent(5.45) == "5.5%" and format_percent(-1.78, 2) == "−1.78%"
    assert format_percent(60, 0, signed=True) == "+60%" and format_percent(None) == DASH


@pytest.mark.parametrize(("value", "text"), [
    (1530.0, "1530"), (0.5, "0.5"), (1e-5, "0.00001"), (1e13, "10000000000000"), (100.0, "100"), (-0.26, "-0.26"), (0.0, "0"),
])  # fmt: skip
def test_plain(value: float, text: str) -> None:
    assert plain(value) == text


@example_of(st.floats(allow_nan=False, allow_infinity=False))
def test_plain_reads_back_to_the_same_float(value: float) -> None:
    assert float(plain(value)) == value
    assert "e" not in plain(value).lower()


@example_of(st.text(), st.integers(1, 80))
def test_a_shown_value_is_one_plain_line(value: str, limit: int) -> None:
    seen = shown(value, limit)
    assert plain_line(seen) or not value
    assert len(seen) <= limit + 1 and "<" not in seen and "`" not in seen


@example_of(st.text())
def test_a_problem_fills_its_value_once(value: str) -> None:
    made = problem("x", "key", "值“{value}”不对。", 'the value "{value}" is wrong.', value=value)
    assert all(plain_line(made(lang)) for lang in ("zh", "en"))
    assert made("en") == f'key: the value "{shown(value)}" is wrong.'


def test_an_error_carries_every_problem() -> None:
    error = SifundError([problem("a", "k", "甲", "a", place="f.csv:2"), problem("b", "", "乙", "b")])
    assert error.lines("zh") == ["f.csv:2 · k：甲", "乙"] and error.lines("en") == ["f.csv:2 · k: a", "b"]
    assert str(error) == "f.csv:2 · k: a; b"


def test_english_agrees_with_the_number_that_it_counts() -> None:
    wrong = Text("有{count}行不对{of}", "{count} {count:row is|rows are} wrong{of}")
    assert [wrong.format(count=n, of="").en for n in (0, 1, "1", 2)] == [
        "0 rows are wrong", "1 row is wrong", "1 row is wrong", "2 rows are wrong",
    ]  # fmt: skip
    assert wrong.format(count=1, of=Text("|", " {count:|}")) == Text("有1行不对|", "1 row is wrong {count:|}")
    assert Markdown("**{n}** {n:row|rows} of {name}").format(n=1, name="a_b*") == Markdown("**1** row of a_b\\*")


@pytest.mark.parametrize(("years", "text"), [
    ((2022,), "2022"), ((2022, 2023), "2022–2023"), ((2022, 2023, 2024, 2025), "2022–2025"), ((2022, 2024), "2022, 2024"),
    ((2022, 2023, 2025), "2022–2023, 2025"),
])  # fmt: skip
def test_years_in_a_row_are_written_as_a_span(years: tuple[int, ...], text: str) -> None:
    assert span(2021, 2021) == same("2021")
    assert years_text(years) == Text(text.replace("–", "—").replace(", ", "、"), text)


# --- punctuation ------------------------------------------------------------------------------------------------------

FULL_WIDTH = re.compile("[“”‘’，。：；！？（）「」《》、]")
BLANK, LETTERS = re.compile(r"\{[^{}]*\}"), re.compile(r"^[^\u3400-\u9fff]*[A-Za-z]{3}[^\u3400-\u9fff]*$", re.DOTALL)
ABOUT_MARKS = {"charts/theme.py", "report/pictures.py"}
"""What breaks lines at such marks, and what replaces those that somebody else wrote."""


def english(tree: ast.Module) -> Iterator[str]:
    """The English half of every Text, and other literals with letters and without Chinese; docstrings are no words of the
    program."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("Text"), args=[_, ast.Constant(value=str(half))]):
                yield half
            case ast.Call(func=ast.Name("Text"), args=[_, ast.JoinedStr(values=parts)]):
                yield "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
            case ast.Expr(value=ast.Constant() as docstring):
                docstring.value = ""
            case ast.Constant(value=str(words)) if LETTERS.search(BLANK.sub("", words)):
                yield words


@cache
def package() -> list[tuple[str, str]]:
    """The English of every module of the package, by its path."""
    folder = Path(text.__file__).parent
    paths = [(str(path.relative_to(folder)), path.read_text("utf-8")) for path in sorted(folder.rglob("*.py"))]
    return [(name, half) for name, source in paths for half in english(ast.parse(source))]


def test_english_has_ascii_punctuation_and_chinese_full_width() -> None:
    """A font for Chinese draws curly quotes as wide as its characters: they stand in Chinese only."""
    assert [(name, half) for name, half in package() if name not in ABOUT_MARKS and FULL_WIDTH.search(half)] == []
    assert (quoted("A")("zh"), quoted("A")("en")) == ("“A”", '"A"')


COUNTED = re.compile(
    r"\{(count|n|floor|bound|rows|records|findings|worlds|versions)\} (?:more |other |past |lawful )?([a-z]+s|entries)\b"
)
NO_PLURAL = {"less", "is", "was", "has", "rests"}


def test_what_is_counted_may_be_one() -> None:
    """Words behind a number that may be 1 say how they agree with it."""
    plural = ((name, m) for name, half in package() for m in COUNTED.finditer(half))
    assert [(name, m[0]) for name, m in plural if m[2] not in NO_PLURAL] == []
