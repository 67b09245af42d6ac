"""The outlook page, run without a browser: what it says first, what it builds when, and that nothing is said as NaN."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from page_tables import tables_of
from seen import opened
from streamlit.testing.v1 import AppTest
from support import account, amount, given, sample, scenario, small

from sifund.analysis.outlook import uncertainty
from sifund.analysis.outlook.sensitivity import Figure, Question, grid, indices, tornado
from sifund.analysis.outlook.solvency import indicators_frame
from sifund.analysis.outlook.stress import CALM, READY, file_of, reverse_stress, stress
from sifund.analysis.outlook.warning import bands, log
from sifund.analysis.unknown import amounts
from sifund.charts import heat
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.declare.unit import COVER_MONTHS
from sifund.model.case import Case
from sifund.scenario import Scenario, parse
from sifund.text import LANGS
from sifund.ui.outlook import answer as outlook_answer
from sifund.ui.outlook import drawn
from sifund.ui.outlook.report import plain_log, report
from sifund.ui.outlook.subject import Subject

ROOT = Path(__file__).resolve().parents[2]
TEXT = "1;unemployment.benefit_standard=1530@2022-01;unemployment.refund_rate_sme=90@2022-01"
TABS = ["Early warning", "Paths", "Actuarial", "Sensitivity", "Stress tests", "Backtest", "Methods"]


def page(text: str = TEXT, lang: str = "", tab: str = "", **state: object) -> AppTest:
    """The page as app.py opens it, on a tab."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    app.switch_page("pages/outlook.py")
    app.session_state["s"], app.session_state["lang"] = opened(text, "outlook", tab), lang
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words(app: AppTest) -> str:
    parts = [*app.info, *app.warning, *app.success, *app.caption, *app.markdown, *app.error]
    html = re.sub("<[^>]*>", " ", " ".join(x.proto.body for x in app.get("html")).replace("<wbr>", ""))
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
    assert re.fullmatch("[0-9.]+", figures(app)[1]) and figures(app)[2:] == ["9.8", "86,314"]
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
        said = words(app) + "".join(f.to_string() for f in tables_of(app))
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
    for scope, says in (("slider", "按滑块全范围排序"), ("law", "按法定范围排序")):
        assert re.search(f"影响最大的是.*{says}", words(page(tab="Sensitivity", scope=scope)))


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
    monkeypatch.setattr("sifund.analysis.outlook.backtest.earlier_years", lambda dataset: [])
    assert "只有一个年度" in words(page(tab="Backtest"))


# --- what the page hands out ------------------------------------------------------------------------------------------


def seen_of(dataset: Dataset, text: str, years: int = 6) -> Subject:
    found = scenario(dataset, text)
    return Subject(dataset, found, month_of(2022), Case(dataset, found.changes, years).side(), "unemployment")


def test_the_sample_is_kept_and_holds_as_many_draws_as_asked(dataset: Dataset) -> None:
    found = scenario(dataset, "unemployment.benefit_standard=1530;view.draws=256")
    one, again = (drawn.sample(dataset, found, "unemployment") for _ in range(2))
    assert one.scenario is again.scenario and one.size == 256 and one.blocks == 8


def test_the_log_explains_every_alert_in_both_languages(dataset: Dataset) -> None:
    seen = seen_of(dataset, "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90")
    table = log(seen.side, bands(), {})
    for lang, head in zip(LANGS, (["警情", "警兆"], ["What", "What led to it"]), strict=True):
        full = report(seen, table, lang)
        assert plain_log(table, seen.side.funds, lang).width + 4 == full.width and set(head) <= set(full.columns)
        cells = full.select(full.columns[-4:-1]).rows()
        assert all(("全国" in x) == (lang == "zh") and x for x in full[full.columns[-1]].to_list()[1:3]), (
            "what months rest on"
        )
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
    seen = Subject(
        on,
        scenario(on, "economy.interest=1"),
        month_of(2023),
        Case(on, scenario(on, "economy.interest=1").changes, 6).side(),
        fund,
    )
    drawn_ = uncertainty.sample(on, seen.scenario, 6, 64, 1)
    for measure in ("closing", "cover_months"):
        frame = uncertainty.fan(seen.side.years, drawn_.measure(fund, measure))
        assert not any(frame[c].is_nan().any() for c in frame.columns[1:])
        asked = Question(on, seen.scenario, Figure(fund, measure, 2027), month_of(2023), 6)
        assert not tornado(asked)["swing"].is_nan().any()
        indices(asked, 16, 1)
    assert 0 <= uncertainty.breach(seen.side.years, drawn_.measure(fund, "cover_months"), 3, 8).ever <= 1
    assert len(report(seen, log(seen.side, bands(), {}), "zh")) == 24
    shocks = file_of(stress(on, seen.scenario, [CALM, *READY], fund, 3, {}, 6), 3)
    assert len(shocks) == 14 and {"closing_yuan", "month_end_yuan", "cover_months", "floor_months"} < {*shocks.columns}
    reverse_stress(on, seen.scenario, fund, 3, 6)
    assert not indicators_frame(seen.side, fund)["scenario"].is_nan().any()


# --- one page, one run ------------------------------------------------------------------------------------------------

DEEP = f"{TEXT};view.years=16"
GONE = "1;unemployment.new_claims=40000@2022-01;view.years=11"


def cured(app: AppTest) -> str:
    """What the remedies of the first screen achieve."""
    return app.warning[0].value.splitlines()[0]


def proposed(app: AppTest) -> dict[str, str]:
    """Remedies of the early-warning tab: the lever's key and the words."""
    keys = [b.key.removeprefix("apply-") for b in app.button if b.key and b.key.startswith("apply-")]
    said = [m.value for m in app.markdown if "→ **" in m.value]
    return dict(zip(keys, said, strict=True))


@pytest.mark.parametrize(
    "text", [TEXT, DEEP, f"{DEEP};view.bands=unemployment:8:15", "1;view.fund=public;view.years=11"]
)
def test_the_page_has_one_remedy_for_a_lever_whatever_year_is_looked_at(text: str) -> None:
    app = page(text, tab="Early warning")
    (chooser,) = [s for s in app.selectbox if s.key and s.key.startswith("alert-")]
    first = proposed(app)
    for year in chooser.options[:: max(len(chooser.options) // 3, 1)]:
        chooser.set_value(int(year[:4])).run()
        assert proposed(app) == first
    top = app.warning[0].value
    for line in top.splitlines()[1:]:
        assert any(said.startswith(line.removeprefix("- ")) for said in first.values()), line


@pytest.mark.parametrize(("text", "most"), [(TEXT, 9), (DEEP, 1)])
def test_after_any_remedy_the_whole_page_is_of_the_new_scenario(dataset: Dataset, text: str, most: int) -> None:
    keys = list(proposed(page(text, tab="Early warning")))[:most]
    assert keys
    for key in keys:
        app = page(text, tab="Early warning")
        was = figures(app)
        (button,) = [b for b in app.button if b.key == f"apply-{key}"]
        button.click().run()
        found, notices = parse(app.session_state["s"], dataset)
        assert not notices and found.steps(key) and figures(app) != was
        of_one_run(app, dataset, found)
        if key == keys[0]:
            tabs_of_one_run(app, dataset, found)


def of_one_run(app: AppTest, dataset: Dataset, found: Scenario) -> None:
    """Chance, figures, lights and the absence of an alert are those of the scenario in the address."""
    result = Case(dataset, found.changes, found.view.years).side()
    cover = amounts(result, "unemployment", "cover_months")
    assert (cover[1:] >= 12).all() and "各年均为绿灯" in app.success[0].value
    drawn_ = uncertainty.sample(dataset, found, found.view.years, found.view.draws, found.view.seed)
    ever = uncertainty.breach(result.years, drawn_.measure("unemployment", "cover_months"), 6, 8).ever
    closing = amounts(result, "unemployment", "closing")[-1] / 1e4
    assert figures(app)[0] == f"{100 * ever:.1f}" and f"方案{100 * ever:.1f}%" in answer(app)
    assert figures(app)[2:] == [f"{cover[-1]:.1f}", f"{closing:,.0f}"]
    html = " ".join(x.proto.body for x in app.get("html"))
    rows = re.findall(r'<tr[^>]*><th scope="row"[^>]*><div>(\d+)</div></th>(.*?)</tr>', html)
    assert len(rows) == len(result.years) and all(f"{cover[int(year) - 2021]:.1f}" in row for year, row in rows)


def tabs_of_one_run(app: AppTest, dataset: Dataset, found: Scenario) -> None:
    """So are stress without a shock and the figure in the middle of the sensitivity tab."""
    result = Case(dataset, found.changes, found.view.years).side()
    cover, closing = (amounts(result, "unemployment", name) for name in ("cover_months", "closing"))
    calm = page(app.session_state["s"], tab="Stress tests")
    shown = next(frame for frame in tables_of(calm) if "冲击" in frame).to_dict("records")
    own = next(row for row in shown if (row["冲击"], row["口径"]) == ("无冲击", "方案"))
    assert own["最低备付（个月）"].startswith(f"{cover[1:].min():.1f}（")
    numbers = page(app.session_state["s"], tab="Sensitivity").number_input
    target = next(n for n in numbers if n.key and n.key.startswith("target-"))
    assert float(target.placeholder) == pytest.approx(closing[-1] / 1e4, abs=0.6)


@pytest.mark.parametrize(("tab", "name", "unit"), [
    ("Sensitivity", "sifund-tornado-unemployment-closing-2026", "yuan"),
    ("", "sifund-fan-unemployment-cover_months-scenario-law", "months"),
])  # fmt: skip
def test_a_file_names_the_unit_of_its_figures(tab: str, name: str, unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, bytes] = {}
    monkeypatch.setattr("sifund.ui.parts.figures.file", lambda _, name, __, make: made.update({name: make()}))
    opened_table: dict[str, Any] = {f"table-{name}": True}
    page(tab=tab, **opened_table)
    rows = csv.DictReader(io.StringIO(made[f"{name}.csv"].decode("utf-8-sig")))
    assert {row["unit"] for row in rows} == {unit}


def test_the_heat_maps_target_follows_the_scenario_until_one_is_typed() -> None:
    app = page(tab="Sensitivity")
    titles = [x.proto.body for x in app.get("html") if "白线上" in x.proto.body]
    assert all("目标" not in title and "现方案的" in title for title in titles), "nobody typed a target"
    app.session_state["s"] = TEXT.replace("1530", "1500")
    app.run()
    assert [x.proto.body for x in app.get("html") if "白线上" in x.proto.body] != titles


def test_bold_words_of_an_alert_close_before_a_space() -> None:
    for lang in ("", "en"):
        assert re.match(r"\*\*[^*]+\*\* ", page(DEEP, lang).warning[0].value), "else it is printed with its stars"


def test_the_line_of_a_heat_map_stands_where_the_fund_runs_out_not_where_it_is_gone() -> None:
    app = page("1;unemployment.new_claims=40000@2022-01;view.years=11", tab="Sensitivity",
               **{"sensitivity-measure": "cover_months"})  # fmt: skip
    assert "白线上等于现方案的0.0个月" in words(app)
    asked = Question(
        sample(), scenario(sample(), GONE[2:]), Figure("unemployment", "cover_months", 2031), month_of(2022), 11
    )
    found = grid(asked, "unemployment.benefit_standard", "unemployment.employer_rate")
    data = heat.frame(found, 0.0, COVER_MONTHS, "zh")
    pieces = data.filter("line")
    assert 0 < len(pieces) < 30 and not data.null_count().to_series(2).item()
    places = [
        dict(zip((x.parameter.key for x in (found.across, found.up)), at, strict=True))
        for at in pieces.select("x", "y").rows()
    ]
    on_line = asked.answers([asked.changed(at) for at in places])
    assert max(map(abs, on_line)) < 0.1 * (found.values.max() - found.values.min())


def test_what_a_remedy_achieves_and_over_which_years_is_said() -> None:
    assert "2022—2026年各年均为绿灯（不低于12个月）" in cured(page())
    assert "2022—2036年各年均为绿灯（不低于12个月）" in cured(page(DEEP))
    assert "green in every year of 2022–2036 (at least 12 months)" in cured(page(DEEP, "en"))
    few = page(f"{DEEP};view.bands=unemployment:6:60")
    assert "没有哪一项政策" in cured(few) and "2022—2036年各年都没有红灯（不低于6个月）" in cured(few)


NEGATIVE = re.compile(r"−[0-9.,]+ ?(?:个月|months)")


@pytest.mark.parametrize("lang", ["", "en"])
def test_no_negative_months_of_cover_stand_on_any_tab(lang: str) -> None:
    gone = "exhausted" if lang else "已用尽"
    for tab in TABS:
        app = page(GONE, lang, tab, **({"sensitivity-measure": "cover_months"} if tab == "Sensitivity" else {}))
        said = words(app) + "".join(f.to_string() for f in tables_of(app))
        assert not NEGATIVE.search(said), (tab, NEGATIVE.findall(said))
        assert said.count(gone) >= 3
        covers = re.findall(r'class="lamp[^>]*>([^<]*)<', " ".join(x.proto.body for x in app.get("html")))
        assert not any("−" in x for x in covers) and (tab != "Early warning" or any(gone in x for x in covers))
    app = page(GONE, lang, "Stress tests")
    assert any(gone in frame.to_string() for frame in tables_of(app))


def test_the_share_of_exhausted_draws_is_said(dataset: Dataset) -> None:
    found = scenario(dataset, GONE)
    values = uncertainty.sample(dataset, found, 11, 1024, 2021).measure("unemployment", "cover_months")[:, -1]
    share = f"{100 * float((values < 0).mean()):.1f}%"
    app = page(GONE)
    assert words(app).count(f"{share}的抽样已用尽") == 2, "under the fan's title and in the figure"
    assert "已用尽" not in words(page("1;view.years=2")), "in a year it comes to no draw"


def test_a_range_is_named_as_the_reason_only_where_it_accounts_for_where_the_median_lies(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ranges whose means push the other way, or hardly at all, are no reason."""
    reason, leans = "因为下列取值的范围不对称", outlook_answer.leans
    link = TEXT.replace("1530", "1800") + ";unemployment.refund_rate_large=50@2022-01"
    assert reason in words(page(link)) and reason not in words(page()), "what its ranges do adds up to the other side"
    monkeypatch.setattr(outlook_answer, "leans", lambda *given: [replace(x, effect=-x.effect) for x in leans(*given)])
    other = words(page(link))
    assert reason not in other and "中位数比单一路径" in other and "不能归于哪一项" in other


def test_no_band_stands_without_its_condition_and_the_record_stands_beside_the_fan() -> None:
    """A fund with a chance and one whose subsidy is held, at either condition."""
    app = page("1")
    text = words(app)
    for band in re.findall("90%区间[^。；]*", text):
        assert "法规不变" in band or "照历史波动" in band, band
    assert text.count("照历史波动") >= 4 and "谁也不再作新决定" in text and "可信度低：年初结余是假设" in answer(app)
    assert "144个点来自7个年度、8条序列，彼此相关：不算多" in text and "2020—2022年的占88%" in text
    assert "（法规不变）：2026年有九成可能" in text
    held = page("1;view.fund=public")
    assert "跌破" not in answer(held) and "需要财政补贴" in answer(held) and "照历史波动" in answer(held)


def test_the_log_says_exhausted(dataset: Dataset) -> None:
    seen = seen_of(dataset, "unemployment.new_claims=40000", 11)
    table = log(seen.side, bands(), {})
    assert (table["cover_months"] < 0).any()
    for lang, gone in zip(LANGS, ("已用尽", "exhausted"), strict=True):
        full = report(seen, table, lang).write_csv()
        assert gone in full and not NEGATIVE.search(full)


# --- an opening that nobody gave --------------------------------------------------------------------------------------

UNKNOWN_OFFICE = small(
    [amount("unemployment.benefit", 1e8), amount("unemployment.skills", 2e6)],
    [given("unemployment.benefit_standard", 1500), given("unemployment.insured", 1e5)],
)


@pytest.fixture
def unknown_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """The office without an opening in place of the shipped dataset."""
    monkeypatch.setattr("sifund.ui.session.state.dataset", lambda: UNKNOWN_OFFICE)


@pytest.mark.usefixtures("unknown_office")
@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize("text", ["1", "1;unemployment.benefit_standard=1800@2023-01"])
def test_nothing_is_said_of_an_unknown_balance_but_why(text: str, lang: str) -> None:
    why = "opening balance" if lang else "年初结余"
    for tab in TABS:
        app = page(text, lang, tab)
        said = words(app) + "".join(f.to_string() for f in tables_of(app))
        assert why in answer(app) and not re.search(r"[0-9]%|±", answer(app))
        assert figures(app) == ["—"] * 4
        assert not app.warning and not app.success and not any(b.key and b.key.startswith("apply-") for b in app.button)
        assert not re.search(r"红灯|黄灯|绿灯|已用尽|\bnan\b|None|NaN", said.split("全国没有")[0]), tab
    spent = page(text, lang, **{"fan-measure": "expenditure"})
    assert spent.get("vega_lite_chart"), "spending needs no balance"


def test_the_log_stress_and_milestones_of_an_unknown_balance_are_empty() -> None:
    on, found = UNKNOWN_OFFICE, scenario(UNKNOWN_OFFICE, "unemployment.benefit_standard=1800")
    seen = Subject(on, found, month_of(2023), Case(on, found.changes, 6).side(), "unemployment")
    table = log(seen.side, bands(), {})
    assert set(table["light"]) == {"unknown"} and table["cover_months"].null_count() == len(table) == 24
    assert table["balance_yuan"].null_count() == 24 and not seen.all_alerts and not seen.risk.samples
    shocks = stress(on, found, [CALM, *READY], "unemployment", 3, {}, 6)
    assert all(shocks[c].null_count() == 14 for c in shocks.columns[2:])
    reverse = reverse_stress(on, found, "unemployment", 3, 6)
    assert len(reverse) and reverse["scenario"].null_count() == len(reverse)
