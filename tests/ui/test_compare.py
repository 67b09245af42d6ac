"""Scenarios side by side: figures, differing levers, what they are compared with, and one engine call for all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen import control
from streamlit.testing.v1 import AppTest
from support import run, sample, scenario, scenarios

from sifund import catalog
from sifund.analysis import comparison as compared
from sifund.analysis.comparison import compare
from sifund.analysis.unknown import amounts
from sifund.catalog import ALL
from sifund.charts import compare as panels
from sifund.charts.ends import HEIGHT, PLOT, apart
from sifund.dataset import Dataset
from sifund.model import case as cases
from sifund.model.frames import fingerprint
from sifund.scenario import Changes, Scenario
from sifund.scenario.link import COMPARED, SEPARATOR
from sifund.ui.compare import table as page

BENEFIT, REFUND = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"
TEXTS = [
    BENEFIT,
    REFUND,
    f"{BENEFIT};{REFUND}",
    "",
    "resident.basic_standard=400@2023-01",
    f"{BENEFIT};unemployment.income=700000000",
]
APP = page.__file__.removesuffix("sifund/ui/compare/table.py") + "app.py"


def of(dataset: Dataset, *texts: str) -> list[Scenario]:
    return [scenario(dataset, text) for text in texts]


def test_each_column_is_what_its_scenario_gives_alone(dataset: Dataset) -> None:
    together = compare(dataset, of(dataset, *TEXTS))
    assert together.columns == [0, 1, 2, 3, 4, 5, 6]
    for number, text in enumerate(TEXTS, start=1):
        alone = run(dataset, text)
        for measure in compared.COMPARED:
            for fund in (*alone.funds, ALL):
                assert together.amounts(fund, measure, number) == pytest.approx(amounts(alone, fund, measure), abs=1e-6)
                assert together.beside(fund, measure, number) == pytest.approx(
                    amounts(alone.baseline, fund, measure), abs=1e-6
                )
        assert fingerprint(together.side(number)) == fingerprint(alone)


@given(st.lists(scenarios(), min_size=1, max_size=COMPARED), st.integers(0, COMPARED))
def test_any_of_them_can_be_what_the_others_are_compared_with(made: list[Scenario], against: int) -> None:
    found = compare(sample(), made, against)
    assert found.against == (against if against <= len(made) else 0)
    if found.against:
        assert not any(found.frame().filter(number=found.against)["difference"].drop_nulls())
    frame = found.frame()
    assert len(frame) == len(made) * 4 * len(compared.COMPARED) * len(found.years)
    gap = (frame["value"] - frame["against"] - frame["difference"]).abs().max()
    assert gap is None or float(gap) < 0.011  # type: ignore[arg-type]
    for _, columns in found.levers():
        assert len(columns) == len(found.columns) and len(set(columns)) > 1


def test_only_levers_that_differ_are_listed(dataset: Dataset) -> None:
    two = of(dataset, f"{BENEFIT};{REFUND}", f"{BENEFIT};resident.match=60")
    assert [key for key, _ in compare(dataset, two).levers()] == [
        "resident.match", "unemployment.benefit_standard", "unemployment.refund_rate_sme",
    ]  # fmt: skip
    against = dict(compare(dataset, two, 1).levers())
    assert list(against) == ["resident.match", "unemployment.refund_rate_sme"]
    assert against["resident.match"] == [(), two[1].steps("resident.match")]


def test_the_year_spoken_of_is_the_first_that_differs(dataset: Dataset) -> None:
    assert compare(dataset, of(dataset, BENEFIT)).first_year() == 2022
    assert compare(dataset, of(dataset, BENEFIT, "resident.basic_standard=400@2024-01")).first_year() == 2022
    assert compare(dataset, of(dataset, "resident.basic_standard=400@2024-01")).first_year() == 2024
    assert compare(dataset, of(dataset, BENEFIT, BENEFIT), 1).first_year() == 2022
    assert compare(dataset, of(dataset, ""), years=1).first_year() == 2021


@pytest.mark.parametrize("measure", panels.SHOWN)
def test_lines_hold_every_column_and_year_and_are_named_at_their_ends(dataset: Dataset, measure: str) -> None:
    found = compare(dataset, of(dataset, *TEXTS))
    frame = panels.frame(found, "unemployment", measure)
    assert len(frame) == 7 * 6
    ends = frame.drop_nulls("label")
    assert ends["year"].unique().to_list() == [2026] and len(ends) == 7
    for name, says, label in ends.select("series", "says", "label").iter_rows():
        assert label.replace("\n", "").startswith(name.split(" ")[0]) and label.endswith(says)
    spec = panels.spec(found, "unemployment", measure, "zh")
    assert spec is panels.spec(found, "unemployment", measure, "zh") and "datasets" not in spec
    assert ("底线6个月" in str(spec)) == (measure == "cover_months")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=7), st.data())
def test_labels_stand_clear_of_each_other_and_in_the_order_of_their_ends(
    ends: list[float], data: st.DataObject
) -> None:
    labels = [data.draw(st.sampled_from(["a", "a\nb"])) for _ in ends]
    low, high = min(0.0, *ends), max(0.0, *ends)
    scale = (high - low) / (HEIGHT * PLOT) or 1.0
    places = sorted(zip(apart(ends, labels, low, high), ends, labels, strict=True))
    for (a, end, _), (b, above, label) in pairwise(places):
        assert end <= above + 1e-6 and b - a >= (14 * (label.count("\n") + 1) + 3) * scale * (1 - 1e-6)


# --- the page ---------------------------------------------------------------------------------------------------------


def opened(*texts: str, **more: str) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=60)
    at.session_state["s"] = SEPARATOR.join(f"1;{text}" for text in texts)
    for key, value in more.items():
        at.session_state[key] = value
    at.run()
    return at.switch_page("pages/compare.py").run()


def said(at: AppTest) -> str:
    parts = [*(x.value for x in at.info), *(x.value for x in at.warning), *(x.proto.body for x in at.get("html"))]
    return re.sub('<span class="month">|</span>', "", "\n".join(map(str, parts)))


def test_six_scenarios_are_one_engine_call(monkeypatch: pytest.MonkeyPatch) -> None:
    at = opened(BENEFIT)
    calls: list[int] = []

    def counted(dataset: Dataset, rows: Sequence[Changes], years: int = 6) -> object:
        calls.append(len(rows))
        return engine(dataset, rows, years)

    engine = cases.run
    monkeypatch.setattr(cases, "run", counted)
    at.session_state["s"] = SEPARATOR.join(f"1;{text}" for text in [*TEXTS[:5], f"{BENEFIT};{REFUND};view.years=7"])
    at.run()
    assert not at.exception and calls == [6]
    control(at, "against").set_value(3).run()
    assert not at.exception and calls == [6]  # the same run, seen from elsewhere
    assert "view.against=3" in at.session_state["s"]


def test_the_page_names_scenarios_and_lists_what_was_not_applied() -> None:
    at = opened(f"n=%E6%8F%90;{BENEFIT}", f"{REFUND};zzz=1", "n=a|b".replace("|", "%7C"))
    assert not at.exception
    assert "2 方案2：zzz" in said(at).replace("\\", "") or "2 方案2 · zzz" in said(at)
    assert "支出最多的是“方案2”（比基准+9,103万元）" in said(at)
    for words in ("1 提", "2 方案2", "3 a|b", "2022-01起1,530 元/月", "按基线"):
        assert words in said(at)


def test_more_than_six_and_one_alone_are_told() -> None:
    assert "链接中有7个方案" in said(opened(*[BENEFIT] * 7))
    assert "6个方案的各项收支完全相同" in said(opened(*[BENEFIT] * 6))
    assert "只有“当前方案”一个方案" in said(opened(""))
    assert "closes highest" in said(opened(BENEFIT, REFUND, lang="en"))


def test_the_table_decides_and_marks_what_differs_by_a_sign_and_a_word() -> None:
    words = said(opened(f"n=A;{BENEFIT}", f"n=B;{REFUND}"))
    for criterion in (
        "合规提示",
        "最低备付期限（2022—2026年）",
        "距底线6个月",
        "到2026年跌破底线的可能性（法规不变）",
        "谁承担",
    ):
        assert criterion in words
    assert "▼ 更差 −1.6个月" in words and words.count('class="differs"') >= 12
    assert "▼" not in said(opened("n=A", "n=B")) and "≠" not in said(opened("n=A", "n=B"))


def test_nothing_is_added_until_it_is_chosen_and_several_are_at_once() -> None:
    at = opened(BENEFIT)
    at.session_state["add"] = True
    at.run()
    box: Any = next(one for one in at.get("button_group") if one.key == "add-from-1")
    take = at.button(key="add-take")
    assert not box.value and take.disabled and box.options[-1] == "当前方案的副本"
    box.set_value(box.options[:2]).run()
    box = next(one for one in at.get("button_group") if one.key == "add-from-1")
    box.set_value(box.options[:3])  # the third is chosen and the button pressed before the page has answered
    at.button(key="add-take").click().run()
    assert not at.exception and len(at.session_state["s"].split(SEPARATOR)) == 4


def test_names_are_only_text() -> None:
    at = opened("n=%3Cb%3Ex%3C%2Fb%3E", BENEFIT)
    assert "&lt;b&gt;x&lt;/b&gt;" in said(at) and "<b>x</b>" not in "".join(x.proto.body for x in at.get("html"))


def test_persons_and_the_lawful_front_stand_behind_folds() -> None:
    """Nothing of them is worked out while they are closed; opened, both speak, and a point can be put beside the others."""
    at = opened(BENEFIT, REFUND)
    assert not at.exception and not any(x.key == "front-take" for x in at.button)
    at.session_state["compare-persons"] = at.session_state["compare-front"] = True
    assert not at.run().exception
    assert "20人的小微企业" in said(at) and "为此放弃" in said(at) and ">nan" not in said(at)
    names = {p.name.zh for p in catalog.levers("unemployment") if p.fund == catalog.SHARED}
    assert names and names <= set(at.multiselect(key="front-levers:unemployment").options)
    at.button(key="front-take").click().run()
    assert not at.exception and len(at.session_state["s"].split(SEPARATOR)) == 3
