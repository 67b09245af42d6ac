"""The outlook page, run without a browser: what it says first, what it builds when, and that nothing is said as NaN."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from support import account, amount, given, scenario, small

from sifund.analysis import uncertainty
from sifund.analysis.sensitivity import Figure, Question, indices, tornado
from sifund.analysis.solvency import indicators_frame, sides
from sifund.analysis.stress import CALM, READY, reverse_stress, stress
from sifund.analysis.warning import bands, log
from sifund.dataset import Dataset
from sifund.engine import simulate
from sifund.parameter import month_of
from sifund.text import LANGS
from sifund.ui.outlook import drawn
from sifund.ui.outlook.report import plain_log, report
from sifund.ui.outlook.seen import Seen

ROOT = Path(__file__).resolve().parent.parent
TEXT = "1;unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01"
TABS = ["Early warning", "Paths", "Sensitivity", "Stress tests", "Backtest", "Methods"]


def page(text: str = TEXT, lang: str = "", tab: str = "", **state: object) -> AppTest:
    """The page as app.py opens it, on a tab."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/outlook.py")
    app.session_state["s"], app.session_state["lang"] = text, lang
    for key, value in (state | ({"outlook": tab} if tab else {})).items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words(app: AppTest) -> str:
    parts = [*app.title, *app.info, *app.warning, *app.success, *app.caption, *app.markdown, *app.error]
    html = re.sub("<[^>]*>", " ", " ".join(x.proto.body for x in app.get("html")))
    return "\n".join([*(str(x.value) for x in parts), html])


def answer(app: AppTest) -> str:
    """The sentence that the page begins with."""
    (said,) = [x.proto.body for x in app.get("html") if 'class="answer' in x.proto.body]
    return re.sub("<[^>]*>", "", said)


def figures(app: AppTest) -> list[str]:
    """The values of the four figures."""
    (boxes,) = [x.proto.body for x in app.get("html") if '<dl class="figures">' in x.proto.body]
    return re.findall("</dt><dd>([^ ]*) <small>", boxes)


def test_the_chance_the_figures_and_the_remedy_come_first() -> None:
    app = page()
    assert re.search("跌破6个月的可能性：方案[0-9.]+% ± [0-9.]+%，基线[0-9.]+% ± [0-9.]+%", answer(app))
    assert figures(app)[1:] == ["2025", "9.8", "8.63"]
    cure = app.warning[0].value
    assert cure.startswith("**2026年黄灯：备付期限9.8个月，低于12个月。**") and "**9.51%**" in cure
    said = words(app)
    assert "中位数比单一路径" in said and "拆分" in said, "where the band leans and what is assumed"


def test_a_scenario_that_changes_nothing_speaks_of_one_path() -> None:
    app = page("")
    assert "方案" not in answer(app) and not app.warning
    assert "不需要对策" in app.success[0].value


def test_the_held_subsidy_of_the_public_fund_is_said() -> None:
    assert "财政补贴按基线固定不变" in words(page("1;view.fund=public"))
    assert "财政补贴按基线固定不变" not in words(page("1;view.fund=resident"))


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize(
    "text", [TEXT, "1;view.fund=public;view.years=16;view.floor=public:5", "1;view.fund=resident;view.years=11"]
)
def test_every_tab_opens_in_both_languages_without_nan(text: str, lang: str) -> None:
    for tab in TABS:
        app = page(text, lang, tab)
        said = words(app) + "".join(f.value.to_string() for f in app.dataframe)
        assert not re.search(r"\bnan\b|\binf\b|NaN|None|\{[a-z_]+\}", said), (
            tab,
            re.findall(r"\bnan\b|NaN|None|\{[a-z_]+\}", said),
        )
        if lang == "en":
            assert not re.search(
                "[一-鿿]", re.sub("[^\\s；：（）]*〔[0-9]{4}〕[0-9]+号|失业保险条例 第18条|中文", "", said)
            ), tab


def test_only_the_open_tab_is_built() -> None:
    assert "影响最大的是" not in words(page())
    assert "影响最大的是" in words(page(tab="Sensitivity"))


def test_the_floor_the_bands_and_the_seed_come_from_the_link() -> None:
    high = page(f"{TEXT};view.floor=unemployment:12")
    assert "跌破12个月" in answer(high)
    assert float(figures(high)[0]) > float(figures(page())[0])
    assert "红灯" in page(f"{TEXT};view.bands=unemployment:10:12").warning[0].value
    seeds = [figures(page(f"{TEXT};view.seed={seed}"))[0] for seed in (1, 2, 3, 1)]
    assert len(set(seeds)) > 1 and seeds[0] == seeds[-1]


def test_a_remedys_button_puts_it_into_the_scenario() -> None:
    app = page()
    (button,) = [b for b in app.button if b.key == "apply-unemployment.benefit_standard"]
    button.click().run()
    assert "unemployment.benefit_standard=1381@2022-01" in app.session_state["s"]
    assert "低于12个月" not in words(app)


def test_a_dataset_of_one_year_says_that_nothing_can_be_tested(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sifund.analysis.backtest.earlier_years", lambda dataset: [])
    assert "只有一个年度" in words(page(tab="Backtest"))


def test_a_page_entered_past_app_py_shows_nothing() -> None:
    run = AppTest.from_file(str(ROOT / "pages" / "outlook.py"), default_timeout=60).run()
    assert not run.exception and not run.title and not run.get("vega_lite_chart") and not run.warning


# --- what the page hands out ------------------------------------------------------------------------------------------


def seen_of(dataset: Dataset, text: str, years: int = 6) -> Seen:
    found = scenario(dataset, text)
    return Seen(dataset, found, month_of(2022), simulate(dataset, [found], years), "unemployment")


def test_the_sample_is_kept_and_holds_as_many_draws_as_asked(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.benefit_standard=1530;view.draws=256")
    one, again = (drawn.sample(dataset, found, "unemployment") for _ in range(2))
    assert one.scenario is again.scenario and one.size == 256 and one.blocks == 8


def test_the_log_explains_every_alert_in_both_languages(dataset: Dataset) -> None:
    seen = seen_of(dataset, "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90")
    table = log(sides(seen.result)[1], bands(), {})
    for lang, head in zip(LANGS, (["警情", "警兆"], ["What", "What led to it"]), strict=True):
        full = report(seen, table, lang)
        assert plain_log(table, seen.result.funds, lang).width + 3 == full.width and set(head) <= set(full.columns)
        cells = full.select(full.columns[-3:]).rows()
        for row, words_ in zip(table.to_dicts(), cells, strict=True):
            assert all(words_) == (row["light"] in ("red", "amber")), row
        assert "**" not in full.write_csv()


# --- any office's data ------------------------------------------------------------------------------------------------

BASIC, BENEFIT = "resident.basic_pension", "unemployment.benefit"
OFFICES = {
    "a line without formula": small([amount("unemployment.gifts", 1e7)]),
    "nine months": small([amount(BENEFIT, 9e7), amount("unemployment.x", 1e6)], [given("unemployment.benefit_standard", 1500)],
                         [account("unemployment", "opening", 5e7)], months=9),
    "nothing spent": small([amount(BASIC, 0)], [given("resident.basic_standard", 400)]),
    "no balance": small([amount(BASIC, 1e8)], [given("resident.basic_standard", 400)], [account("resident", "opening", 0)]),
    "closed by its subsidy": small([amount("public.pension", 1e9)], [given("public.prior_pension", 5000)],
                                   [account("public", "opening", 1e8)]),
}  # fmt: skip


@pytest.mark.parametrize("name", OFFICES)
def test_an_offices_own_data_is_analysed_as_far_as_it_goes(name: str) -> None:
    on = OFFICES[name]
    (fund,) = on.funds
    seen = Seen(
        on,
        scenario(on, "economy.interest=1"),
        month_of(2023),
        simulate(on, [scenario(on, "economy.interest=1")], 6),
        fund,
    )
    drawn_ = uncertainty.sample(on, seen.found, 6, 64, 1)
    for measure in ("closing", "cover_months"):
        frame = uncertainty.fan(seen.result.years, drawn_.measure(fund, measure))
        assert not any(frame[c].is_nan().any() for c in frame.columns[1:])
        asked = Question(on, seen.found, Figure(fund, measure, 2027), month_of(2023), 6)
        assert not tornado(asked)["swing"].is_nan().any()
        indices(asked, 16, 1)
    assert 0 <= uncertainty.breach(seen.result.years, drawn_.measure(fund, "cover_months"), 3, 8).ever <= 1
    assert len(report(seen, log(seen.sides[1], bands(), {}), "zh")) == 24
    assert len(stress(on, seen.found, [CALM, *READY], fund, 3, {}, 6)) == 12
    reverse_stress(on, seen.found, fund, 3, 6)
    assert not indicators_frame(seen.result, fund)["scenario"].is_nan().any()
