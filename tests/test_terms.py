"""One Chinese term has one English, over every text that is written out; grammar aside: capitals, an article, the plural."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sifund import terms
from sifund.text import Text

ROOT = Path(__file__).parents[1]
FILES = "sifund/importer/columns.py"
"""What an office's files are headed by and hold: files keep their words and their units."""
SENSES = {
    "项目": "a line of the accounts (line); whatever a row is about (item)",
    "指标": "what a performance target is set for (indicator); a figure of a fund (measure)",
    "文件": "a ruling (document); what is saved on a disk (file)",
    "数量": "how many there are (count); how many are paid, beside how much each (volume)",
    "假设": "a kind of parameter (assumption); what a value rests on (assumed)",
    "口径": "baseline or scenario (series); what a figure is made of (definitions)",
    "变化": "a difference (change); the part of a page on what a scenario does (effect)",
    "说明": "a remark (note); the sheet on what a workbook is (about); the name of a template's own sheet (readme)",
    "无": "nothing of a list (nothing); no value of a range (none)",
    "恢复": "what was deleted is brought back; a lever is reset",
    "新增领取人数": "of pensions, whose recipients stay (new recipients); of unemployment, where a claim ends (new claims)",
    "已用尽": "English names the cover that Chinese has named before",
    "—（没有支出）": "so here",
    "达到": "a target is met; a limit is reached exactly: “at”, before the number",
    "单位": "what a value is counted in (unit); who employs persons and pays contributions (firm)",
    "分": "what a score is counted in (point); a hundredth of a yuan (fen)",
    "中": "a grade of performance (fair); how far a figure is relied on (medium)",
    "完成": "a target's outcome; a verb where English has an article",
}
"""Chinese words of several senses, each said."""


def texts() -> Iterator[tuple[str, str, str]]:
    """Chinese, English and place of every term that is written out: no sentence, no form to be filled, no short head of a narrow
    column, which is broken over lines."""
    for path in [*(ROOT / "sifund").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]:
        place = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if place != FILES and isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text":
                match [getattr(arg, "value", None) for arg in node.args]:
                    case [str(zh), str(en)] if not re.search("[{。\n]", zh):
                        yield zh, en, f"{place}:{node.lineno}"


def plain(english: str) -> str:
    """Without what grammar adds, and what stands in brackets."""
    words = re.sub(r"\s+", " ", re.sub(r"\([a-z%]+\)$", "", english)).strip(" .").casefold().removeprefix("the ")
    return re.sub(r"(?<=[a-z]{2})s\b", "", words)


def several(of: Iterator[tuple[str, str, str]]) -> Mapping[str, Mapping[str, list[str]]]:
    """Chinese terms with more than one English, each with its places."""
    english: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for zh, en, place in of:
        english[zh][plain(en)].append(place)
    return {zh: words for zh, words in english.items() if len(words) > 1}


def test_one_chinese_term_has_one_english() -> None:
    differ = several(texts())
    assert {zh: dict(words) for zh, words in differ.items() if zh not in SENSES} == {}
    assert set(SENSES) <= set(differ), "an exception that is none any more"


@pytest.mark.parametrize("other", ["Surplus", "Balances", "Closing"])
def test_another_english_is_found(other: str) -> None:
    pairs = [("年末滚存结余", "Closing balance", "a"), ("年末滚存结余", "the closing balances", "b")]
    assert not several(iter(pairs))
    assert several(iter([*pairs, ("年末滚存结余", other, "c")]))


def test_a_shared_term_is_written_out_once() -> None:
    """Whoever needs it takes it from `sifund/terms.py`; inside a sentence it begins small."""
    shared = {(text.zh, text.en.casefold()) for text in vars(terms).values() if isinstance(text, Text)}
    places = [place for zh, en, place in texts() if (zh, en.casefold()) in shared]
    assert [place for place in places if not place.startswith("sifund/terms.py")] == []
    assert len(places) == len(shared)
