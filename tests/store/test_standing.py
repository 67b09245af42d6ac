"""Which scenario it is, in words: its name, the version that was saved, and whether it was changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support import sample

from sifund.problem import SifundError, problem
from sifund.report.order import Order, read_passport
from sifund.scenario import dataset_mark, parse
from sifund.store import Content, Saved
from sifund.store.standing import standing

BENEFIT = "unemployment.benefit_standard"


def kept(key: str, version: int) -> Saved:
    if version > 2:
        raise SifundError([problem("away", "", "不在。", "away.")])
    text = f"1;d={dataset_mark(sample())};{BENEFIT}=1530@2022-01"
    content = Content("提标", text, dataset_mark(sample()), "0" * 12, {})
    return Saved(key, version, 2, datetime.now(UTC), None, content)


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("1", "基线", "Baseline"),
    ("1;view.years=10", "基线", "Baseline"),
    (f"1;{BENEFIT}=1530@2022-01", "当前方案（未保存）", "Current scenario (not saved)"),
    (f"1;n=A;{BENEFIT}=1530@2022-01", "A（未保存）", "A (not saved)"),
    (f"1;n=提标;k=0123456789.2;{BENEFIT}=1530@2022-01;view.years=10", "提标（第2版）", "提标 (version 2)"),
    (f"1;n=提标;k=0123456789.2;{BENEFIT}=1531@2022-01", "提标（第2版，保存后已改动）", "提标 (version 2, changed since saved)"),
    ("1;n=提标;k=0123456789.1", "提标（第1版，保存后已改动）", "提标 (version 1, changed since saved)"),
    (f"1;n=提标;k=0123456789.3;{BENEFIT}=1530@2022-01", "提标（第3版，现在无法核对）", "提标 (version 3, which cannot be looked up now)"),
])  # fmt: skip
def test_a_scenario_says_which_it_is(text: str, zh: str, en: str) -> None:
    found, _ = parse(text.replace("1;", f"1;d={dataset_mark(sample())};", 1), sample())
    assert (standing(found, sample(), kept).words.zh, standing(found, sample(), kept).words.en) == (zh, en)


def test_documents_carry_it_and_are_made_again_with_it() -> None:
    order = replace(Order(sample()), standing="提标（第2版）")
    passport = order.passport("brief")
    assert ("方案", "提标（第2版）") in [(name.zh, value) for name, value in passport.lines()]
    again = read_passport(passport.text())
    assert again and again.standing == "提标（第2版）"
    assert "方案" not in [name.zh for name, _ in Order(sample()).passport("brief").lines()]
