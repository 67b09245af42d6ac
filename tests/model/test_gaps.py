"""What a baseline leaves out is said, with what would let it be modelled."""

from __future__ import annotations

import pytest
from support import account, amount, given, small

from sifund.analysis.year.attention import attention
from sifund.dataset import Dataset
from sifund.dataset.source import where
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.gaps import unmodelled

BENEFIT = [amount("unemployment.benefit", 12e6)]
GIVEN = [given("unemployment.benefit_standard", 1_000), given("unemployment.new_claims", 1_200)]


def words(base: Baseline, lang: str = "zh") -> list[str]:
    return [p("zh" if lang == "zh" else "en") for p in unmodelled(base)]


def test_the_sample_leaves_nothing_out(base: Baseline) -> None:
    assert unmodelled(base) == ()


def test_a_refund_asks_for_the_contributions_of_the_year_before() -> None:
    """Without an amount it is left out, with one it is carried flat; either way the two bases are asked for."""
    bases = "上年中小微企业缴费、上年大型企业缴费"
    left_out = calibrate(small(BENEFIT, GIVEN))
    assert any("稳定岗位补贴支出" in w and bases in w and "未计入" in w for w in words(left_out))
    flat = calibrate(small([*BENEFIT, amount("unemployment.stabilisation_refund", 5e6)], GIVEN))
    (said,) = [w for w in words(flat) if "稳定岗位补贴支出" in w]
    assert bases in said and "按基年金额不变带入" in said and "返还享受面" not in said  # that is solved from the amount
    full = [*GIVEN, given("unemployment.prior_contributions_sme", 2e7), given("unemployment.prior_contributions_large", 1e7),
            given("unemployment.insured", 1e5)]  # fmt: skip
    done = calibrate(small([*BENEFIT, amount("unemployment.stabilisation_refund", 5e6)], full))
    assert not any("稳定岗位补贴支出" in w for w in words(done))
    assert "unemployment.stabilisation_refund" in done.modelled


def test_months_not_covered_are_said() -> None:
    assert any("2022年9月" in w for w in words(calibrate(small(BENEFIT, GIVEN, months=9))))
    assert not any("模型推算" in w for w in words(calibrate(small(BENEFIT, GIVEN))))


def test_a_missing_opening_balance_is_said_and_raises_no_false_alarm() -> None:
    without = small([*BENEFIT, amount("unemployment.contributions", 24e6, kind="income")], GIVEN)
    (said,) = [w for w in words(calibrate(without)) if "没有年初结余" in w]
    assert "未知" in said and "返还照付" in said and "按0计" not in said
    assert [a.level for a in attention(Case(without).side("baseline"))] == ["amber"]
    known = small(without.lines, GIVEN, [account("unemployment", "opening", 1e5)])
    assert not any("年初结余" in w for w in words(calibrate(known)))
    typed = calibrate(without, (("unemployment.opening", 1e8),))
    assert not any("年初结余" in w for w in words(typed))


def test_a_total_leaves_its_reported_line_alone_and_what_is_not_listed_is_a_line_of_its_own() -> None:
    lines = [*BENEFIT, amount("unemployment.contributions", 24e6, kind="income")]
    base = calibrate(
        small(lines, [*GIVEN, given("unemployment.insured", 1e5)], [account("unemployment", "income", 25e6)])
    )
    assert base.remainders == [] and base.covered("unemployment.contributions") == pytest.approx(24e6)
    assert base.flat["unemployment.unlisted_income"].monthly * 12 == pytest.approx(1e6)
    assert any("未列明收入" in w for w in words(base))


def test_an_offices_own_source_is_shown_as_it_is(dataset: Dataset) -> None:
    row = dataset.line("public.pension")
    place = where(row.source) if row else None
    assert place and place.zh.startswith("报告三（二）机关养老第1项")
    for own in ("lines.csv:2", "2022年决算表 表3", "own.xlsx!收支:5"):
        found = where(own)
        assert found and (found.zh, found.en) == (own, own)
