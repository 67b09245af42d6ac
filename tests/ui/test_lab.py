"""The sections of the lab, drawn by Streamlit's own test runner: what they say, and what a click writes."""

from __future__ import annotations

import re

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from support import amount, given, small

from sifund.charts import waterfall
from sifund.dataset import Dataset
from sifund.presets import presets
from sifund.scenario import parse
from sifund.text import LANGS, Text
from sifund.ui.scenario.pays import title

CHANGED = (
    "1;public.adjustment=6;unemployment.benefit_standard=1530@2022-01,1620@2024-01;unemployment.refund_rate_sme=90;"
    "unemployment.new_claims=18000;economy.wage_growth=4"
)
SECTIONS = ("why_effect", "why_number", "who_pays", "persons", "solve_for_it", "ready")


def draw(section: str, fund: str) -> None:
    """A page of one section, as a script of its own."""
    from sifund.ui import scenario as lab
    from sifund.ui.session import state

    found = state.scenario()[0]
    if section == "ready":
        lab.ready(found)
    else:
        getattr(lab, section)(state.case(found).side(), found, fund, 2023)


def page(section: str, text: str = CHANGED, fund: str = "unemployment", lang: str = "zh", clerk: str = "") -> AppTest:
    app = AppTest.from_function(draw, kwargs={"section": section, "fund": fund}, default_timeout=30)
    app.session_state["s"], app.session_state["lang"], app.session_state["ready"] = text, lang, True
    app.session_state[f"clerk-{clerk}"] = True
    app.run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """Everything that is written on the page."""
    parts = [*app.markdown, *app.caption, *app.success, *app.warning, *app.info]
    drawn = (re.sub('<wbr>|<span class="month">|</span>', "", str(html.proto.body)) for html in app.get("html"))
    return "\n".join([*(str(part.value) for part in parts), *drawn])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws_for_every_fund_changed_or_not(section: str, fund: str, lang: str) -> None:
    for text in ("", CHANGED):
        said = words(page(section, text, fund, lang)) if section != "solve_for_it" else ""
        assert "nan" not in said.lower().replace("finance", "")
        assert lang == "zh" or not {"失业保险金标准", "合计", "推算"} & set(said.split())


def test_the_effect_is_split_and_its_interaction_told() -> None:
    said = words(page("why_effect"))
    assert "影响最大的是“中小微企业稳岗返还比例”" in said and "相互作用" in said
    assert "2023年失业保险基金年末滚存结余−" in said
    everything = page("why_effect")
    everything.segmented_control(key="effect-scope:unemployment").set_value("all").run()
    assert "机关养老 · 养老金调整幅度" in words(everything)


def test_drawn_parts_show_their_error_and_what_does_not_interact_is_said() -> None:
    many = ("benefit_standard=1530", "refund_rate_sme=90", "refund_rate_large=50", "new_claims=18000", "mean_months=10",
            "employer_rate=0.6", "employee_rate=0.4", "remit_share=10", "skills_subsidy=2000", "refund_take_up=70",
            "collection=95")  # fmt: skip
    said = words(page("why_effect", "1;" + ";".join(f"unemployment.{part}" for part in many)))
    assert "超过10个" in said and "±" in said and "±±" not in said
    assert "互不影响" in words(page("why_effect", "1;unemployment.skills_subsidy=2000;unemployment.transfers=900000"))


def test_a_number_is_told_in_words_and_down_to_the_data() -> None:
    said = words(page("why_number"))
    assert "失业保险金支出 = 领取人数 × 失业保险金标准" in said
    assert "新政办发〔2021〕34号" in said and "lines/" not in said and "parameters/" not in said
    clerk = words(page("why_number", clerk="number"))
    assert "lines/unemployment.benefit/2021" in clerk and "parameters/unemployment.benefit_standard" in clerk
    assert "方案填写：1,530 元/月，自2022-01起，按2023年增长率6%递增" in said and "方案：方案填写" not in said
    assert "由方案改变：新增领取人数（2022-01起18,000 人/年）" in said


def test_who_pays_less_is_not_said_to_pay_most() -> None:
    firms, fund = Text("企业", "Firms"), Text("基金", "The fund")
    for parts, says in (([(firms, 1e6), (fund, -3e6)], "负担减少最多的是基金（−300万元）"),
                        ([(firms, 3e6), (fund, -1e6)], "负担最多的是企业（+300万元）")):  # fmt: skip
        assert says in title(parts, fund, 2024, sum(yuan for _, yuan in parts)).zh


def test_payers_and_the_shares_they_rest_on() -> None:
    said = words(page("who_pays", "1;resident.basic_standard=400;resident.central_share=50", "resident"))
    assert "中央财政" in said and "公共部门合计" in said
    assert "分担比例（方案）：财政补贴收入·中央财政 50%" in said
    assert "分担比例（假设）：财政补贴收入·自治区财政 20%" in said


def test_the_solved_value_goes_onto_the_card(dataset: Dataset) -> None:
    app = page("solve_for_it", "1;unemployment.benefit_standard=1400;view.years=8")
    app.selectbox(key="solve-lever:unemployment").set_value("unemployment.refund_rate_sme").run()
    app.selectbox(key="solve-year:2023").set_value(2024).run()
    assert "填入目标" in words(app)
    app.number_input(key="solve-target:unemployment:cover_months:2024").set_value(18).run()
    assert (
        "备付期限为17.99" in app.warning[0].value
        and "合规提示（中小微企业稳岗返还比例，2023—2024年）" in app.warning[0].value
    )
    app.button(key="put").click().run()
    found, notices = parse(app.session_state["s"], dataset)
    assert not notices and found.view.years == 8
    assert [key for key, _ in found.changes] == ["unemployment.benefit_standard", "unemployment.refund_rate_sme"]


def test_solving_may_leave_the_other_changes_out(dataset: Dataset) -> None:
    app = page("solve_for_it", "1;public.adjustment=6;public.opening=200000000", "public")
    app.radio(key="solve-others").set_value("baseline").run()
    app.number_input(key="solve-target:public:cover_months:2023").set_value(3).run()
    app.button(key="put").click().run()
    found = parse(app.session_state["s"], dataset)[0]
    assert [key for key, _ in found.changes] == ["public.adjustment", "public.opening"]
    assert found.steps("public.adjustment")[0][1] != 6


def test_the_closure_is_chosen_in_the_question() -> None:
    app = page("solve_for_it", "", "public")
    app.number_input(key="solve-target:public:cover_months:2023").set_value(3).run()
    answer = app.warning[0].value  # met, at the price of the years after
    assert (
        "可支付月数为3.0个月（目标3.0个月）" in answer
        and "2026年）：机关事业单位基本养老保险基金年末结余为负" in answer
    )
    app.radio(key="solve-closure:public.closure").set_value("balance").run()
    assert "超出该参数的通常范围" in app.warning[0].value and "年末结余为负" not in app.warning[0].value


def test_a_preset_is_taken_with_one_click(dataset: Dataset) -> None:
    app = page("ready", "1;unemployment.opening=700000000;public.adjustment=6")
    assert "没有计入" in words(app) and "人社部发〔2022〕23号" in words(app)
    app.button(key="take-preset").click().run()
    found = parse(app.session_state["s"], dataset)[0]
    assert found.moves == presets()["rules-2022"].scenario(dataset).moves
    assert found.inputs == (("unemployment.opening", 7e8),)
    assert "现在就是这个方案" in words(app)


# --- the waterfall ------------------------------------------------------------------------------------------------------


def test_a_waterfall_begins_where_the_bar_before_ended() -> None:
    found = waterfall.frame([("a", 30_000.0), ("b", -50_000.0), ("c", 10_000.0)], "whole")
    assert found.select("low", "high").rows() == [(0, 3), (-2, 3), (-2, -1), (-1, 0)]
    assert found["label"].to_list() == ["+3", "−5", "+1", "−1"]
    assert found["kind"].to_list() == ["rise", "fall", "rise", "whole"]
    assert found["next"].to_list() == ["b", "c", "whole", "whole"]


def test_a_waterfall_may_start_from_a_total() -> None:
    found = waterfall.frame([("price", 20_000.0), ("volume", -5_000.0)], "2021", ("2020", 100_000.0))
    assert found["name"].to_list() == ["2020", "price", "volume", "2021"]
    assert found.select("low", "high").rows() == [(0, 10), (10, 12), (11.5, 12), (0, 11.5)]
    assert found["label"].to_list() == ["10", "+2", "−0.5", "11.5"]


def test_lines_lead_from_the_end_of_one_bar_to_the_next() -> None:
    found = waterfall.frame([("a", 30_000.0), ("b", -50_000.0)], "whole")
    assert found.filter(pl.col("kind") != "whole")["end"].to_list() == [3, -2]


def test_the_waterfall_is_one_specification_a_fund_and_language() -> None:
    assert waterfall.spec("all", "zh") is waterfall.spec("all", "zh")
    assert "data" not in waterfall.spec("public", "en")


def test_a_target_beyond_the_slider_is_put_on_the_card_with_a_warning() -> None:
    app = page("solve_for_it", "", "public")
    app.selectbox(key="solve-lever:public").set_value("public.subsidy")
    app.number_input(key="solve-target:public:cover_months:2023").set_value(8).run()
    assert not app.success and "超出该参数的通常范围" in app.warning[0].value
    app.button(key="put").click().run()
    assert "public.subsidy=" in app.session_state["s"]


def test_a_target_on_an_unknown_balance_is_refused_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    office = small([amount("unemployment.benefit", 1e8)], [given("unemployment.benefit_standard", 1500)])
    monkeypatch.setattr("sifund.ui.session.state.dataset", lambda: office)
    app = page("solve_for_it", "")
    app.number_input(key="solve-target:unemployment:cover_months:2023").set_value(8).run()
    assert not app.success and "年初结余" in app.warning[0].value and not any(b.key == "put" for b in app.button)
