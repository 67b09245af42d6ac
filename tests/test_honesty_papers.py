"""What documents and pages say: nothing assumed as reported, no grade without evidence, part-years by their name."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st
from support import account, amount, run, sample, scenario, small

from sifund import catalog
from sifund.analysis.attention import attention, supplies
from sifund.analysis.grounds import input_ground, split_words
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.report.annual import Annual
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.text import LANGS, Lang

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
        for key, word in ((f"{fund}.opening", "年初结余"), (f"{fund}.income", "全年收入")):
            assert any(word in says for says in need) is (key not in typed)


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
        ground = input_ground(order.result.base(), "unemployment", "opening").says(lang)
        for words in (said, ground):
            assert not any(claim in words for claim in ("只给出合计", "来源合计", "拆分", "split", "total only")), words


def test_a_given_opening_says_where_it_is_given() -> None:
    data = small([amount("unemployment.benefit", 1e7)], accounts=[account("unemployment", "opening", 5e7)])
    ground = input_ground(simulate(data).base(), "unemployment", "opening")
    assert (ground.basis, ground.says.zh) == ("reported", "test")


def test_all_funds_together_rest_on_the_total_where_there_is_one(dataset: Dataset) -> None:
    base = simulate(dataset, [], 1).base()
    assert all(split_words(base, fund) for fund in FUNDS)
    assert split_words(base, catalog.ALL) is None
    without = Dataset(dataset.meta, dataset.lines, tuple(a for a in dataset.accounts if a.fund != catalog.ALL),
                      dataset.parameters, dataset.indicators, dataset.reasons)  # fmt: skip
    words = split_words(simulate(without, [], 1).base(), catalog.ALL)
    assert words and "合计" not in words.zh
