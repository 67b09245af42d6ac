"""An office's own figures: reported lines win, totals share out the rest, nothing is counted twice, what differs is named."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fastexcel
import numpy as np
import pytest
from made_up import OFFICES, incomes_and_closing, nine_months, own_words
from page_tables import tables_of
from streamlit.testing.v1 import AppTest
from support import account, amount, balance, given, run, scenario, small

from sifund import catalog
from sifund import dataset as datasets
from sifund.analysis.effect.idle import idle
from sifund.analysis.unknown import amounts
from sifund.checks.report import check
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.model.gaps import unmodelled
from sifund.report import workbook
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.report.word import annual
from sifund.scenario import dataset_mark

WAN = 1e4


def covered(dataset: Dataset, fund: str, kind: str) -> float:
    """What the model has of a kind over the months covered [万元]; interest on an unknown opening left out."""
    base = calibrate(dataset)
    done = base.base_values().done
    return sum(float(np.nansum(done[k][0, : base.months])) for k in base.keys_of(fund, kind)) / WAN


def said(dataset: Dataset, code: str) -> list[str]:
    return [p("zh") for p in unmodelled(calibrate(dataset)) if p.code == code]


# --- three offices ----------------------------------------------------------------------------------------------------


def test_income_lines_and_a_closing_balance_give_the_opening() -> None:
    data = incomes_and_closing()
    base, result = calibrate(data), Case(data).side("baseline")
    assert base.openings["resident"].basis == base.openings["unemployment"].basis == "derived"
    # 273,100 − (27,400 + 12,150 + 5,200 + 35) + (9,600 + 1,400 + 120)
    assert base.openings["resident"].amount == pytest.approx(239_435 * WAN)
    # interest is not reported: (24,850 − 11,400 + 8,100) ÷ 1.02
    assert base.openings["unemployment"].amount == pytest.approx(21_550 * WAN / 1.02)
    for fund, closing in (("resident", 273_100), ("unemployment", 24_850)):
        assert amounts(result, fund, "closing")[0] == pytest.approx(closing * WAN)
    assert result.line("resident.interest")[0] == pytest.approx(5_200 * WAN)
    assert result.line("resident.contributions")[0] == pytest.approx(27_400 * WAN)
    assert covered(data, "resident", "income") == pytest.approx(44_785)
    assert covered(data, "resident", "expenditure") == pytest.approx(11_120)


def test_interest_that_is_not_reported_is_named_where_lines_are() -> None:
    data = incomes_and_closing()
    assert covered(data, "unemployment", "income") == pytest.approx(11_400 + 21_550 * 0.02 / 1.02)
    assert [w for w in said(data, "added") if "利息收入（失业保险）" in w and "422.5万元" in w]


def test_a_reported_interest_sets_the_funds_own_margin() -> None:
    base = calibrate(incomes_and_closing())
    value = base.values["resident.interest_margin"]
    assert value.grounds[0].basis == "derived"
    assert value.steps[0][1] == pytest.approx(100 * 5_200 / 239_435 - 2)


def test_the_subsidy_holds_the_match() -> None:
    """12,150 = 9,600 + 120 by formula and 2,430 for 400,000 contributors: 60.75 yuan each."""
    base = calibrate(incomes_and_closing())
    assert base.values["resident.match"].steps[0][1] == pytest.approx(60.75)
    assert base.parts["resident.government"] == ("resident.government", "resident.match")


def test_a_refund_follows_from_the_models_own_contributions() -> None:
    data = incomes_and_closing()
    base, refund = calibrate(data), Case(data).side("baseline").line("unemployment.stabilisation_refund")
    assert "unemployment.stabilisation_refund" in base.modelled and refund[0] == pytest.approx(2_100 * WAN)
    rates = (0.7 * 0.6 + 0.3 * 0.3) * 0.65
    assert refund[1] == pytest.approx(11_400 * WAN * rates)
    assert base.values["unemployment.prior_contributions_sme"].steps[0][1] == pytest.approx(0.7 * 2_100 * WAN / rates)
    (named,) = said(data, "started")
    assert "稳岗返还享受面65%" in named and "失业保险费收入" in named


def test_nine_months_without_an_opening_stay_unknown_and_their_lines_stand() -> None:
    data = nine_months()
    result = Case(data).side("baseline")
    assert not result.knows("public") and not result.knows("unemployment")
    assert covered(data, "unemployment", "income") == pytest.approx(8_110)
    assert covered(data, "unemployment", "expenditure") == pytest.approx(4_545)
    assert covered(data, "public", "expenditure") == pytest.approx(81_000)
    assert result.line("unemployment.interest") == pytest.approx(np.full(6, 310 / 9 * 12 * WAN))
    assert [w for w in said(data, "added") if "财政补贴及其他收入（机关养老）" in w and "20,700万元" in w]
    assert covered(data, "public", "income") == pytest.approx(60_300 + 20_700)
    assert len(said(data, "no_opening")) == 2 and len(said(data, "part_year")) == 1


def test_own_words_for_a_subsidy_are_no_second_subsidy() -> None:
    data = own_words()
    assert covered(data, "resident", "income") == pytest.approx(10_043)
    assert covered(data, "resident", "expenditure") == pytest.approx(8_760)
    assert balance(run(data), "resident", "closing", data.base_year) == pytest.approx(21_283)
    flat = {line.name.zh: line.monthly * 12 / WAN for line in calibrate(data).flat.values()}
    assert flat["财政补贴其余"] == pytest.approx(7_543 - 7_900 - 360)
    assert flat["未列明收入"] == pytest.approx(10_043 - 2_000 - 7_543 - 20 - 400)
    assert flat["未列明支出"] == pytest.approx(60)


def test_own_words_for_contributions_and_interest_stand_alone() -> None:
    data = own_words()
    assert covered(data, "unemployment", "income") == pytest.approx(4_990)
    base = calibrate(data)
    assert set(base.held) >= {"unemployment.contributions", "unemployment.interest"}
    assert any("单位缴费收入" in w for w in said(data, "held"))
    assert balance(run(data), "unemployment", "closing", data.base_year) == pytest.approx(6_990)


@pytest.mark.parametrize("office", OFFICES.values(), ids=OFFICES)
def test_every_difference_from_the_data_is_named(office) -> None:
    """What the model has of a kind is what lines and totals say, plus what is named."""
    data = office()
    base = calibrate(data)
    named = " ".join(p("zh") for p in unmodelled(base))
    for fund in data.funds:
        for kind in ("income", "expenditure"):
            keys = [k for k in base.keys_of(fund, kind) if k not in {row.line for row in data.lines}]
            for key in keys:
                within = any(key in parts for parts in base.parts.values())
                assert within or np.isnan(base.covered(key)) or base.line_name(key).zh in named, key


# --- on every page and in every document ------------------------------------------------------------------------------

CHANGES = {
    "incomes_and_closing": "unemployment.benefit_standard=2000@2024-01;resident.basic_standard=230@2024-01",
    "nine_months": "unemployment.benefit_standard=2000@2024-01;unemployment.refund_rate_sme=90@2024-01;public.adjustment=5@2024-01",
    "own_words": "resident.basic_standard=230@2024-01;unemployment.employer_rate=0.6@2024-01",
}
NONSENSE = re.compile(r"\bnan\b|\bNone\b|\binf\b|Infinity", re.I)
EVERY = pytest.mark.parametrize("name", OFFICES)


def order(name: str, lang: str) -> Order:
    data = OFFICES[name]()
    return Order(data, scenario(data, CHANGES[name]), "zh" if lang == "zh" else "en")


@EVERY
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_say_nothing_that_is_not_a_number(name: str, lang: str) -> None:
    wanted = order(name, lang)
    brief = str(Brief(wanted).content())
    assert not NONSENSE.search(brief), brief
    book = fastexcel.read_excel(workbook.workbook(wanted))
    rows = {sheet: book.load_sheet(sheet, header_row=None).to_polars().rows() for sheet in book.sheet_names}
    assert not NONSENSE.search(str(rows[book.sheet_names[0]]).replace("None", ""))
    about = str(rows[book.sheet_names[0]])
    base = calibrate(wanted.dataset)
    assert all(said(wanted.lang) in about for said in unmodelled(base)), "the workbook names every difference"
    for fund in wanted.dataset.funds:
        assert ("—" in brief) or wanted.side.knows(fund)
    assert len(annual(wanted, drawn=False)) > 10_000


@EVERY
def test_an_unknown_closing_is_no_zero_in_the_brief(name: str) -> None:
    brief = Brief(order(name, "zh"))
    known = brief.order.side.knows(brief.fund)
    cells = [f["scenario"] for f in brief.figures() if "年末滚存结余" in f["name"]]
    assert len(cells) == 2 and all(("—" in c) is not known for c in cells)
    assert any("没有年初结余" in line for line in brief.assumptions()) is not known
    assert len(brief.chart_png()) > 1_000


@EVERY
def test_simulate_and_check_on_the_command_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = OFFICES[name]()
    datasets.save(data, tmp_path / data.code)
    changes = [part for change in CHANGES[name].split(";") for part in ("--set", change)]
    assert main(["simulate", str(tmp_path / data.code), *changes, "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    closing = {(r["fund"], r["year"]): r["baseline"] for r in content["balances"] if r["measure"] == "closing"}
    result = Case(data).side("baseline")
    for (fund, _), value in closing.items():
        assert (value is not None) is result.knows(fund)
    assert all(p("zh") in content["notices"] for p in calibrate(data).gaps)
    assert main(["simulate", str(tmp_path / data.code), *changes]) == 0
    assert not NONSENSE.search(capsys.readouterr().out)
    assert main(["check", str(tmp_path / data.code)]) in (0, 1)
    assert not NONSENSE.search(capsys.readouterr().out)


@EVERY
def test_no_check_calls_a_figure_an_error_that_only_an_assumption_contradicts(name: str) -> None:
    """The one error left is a printed total of expenditure that its printed lines do not add up to."""
    left = ["totals/lines/resident.total/2023/actual"] if name == "own_words" else []
    assert [f.key for f in check(OFFICES[name]()).of("error")] == left


@EVERY
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview_page(name: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = OFFICES[name]()
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    datasets.save(data, tmp_path / data.code)
    run = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60)
    run.query_params |= {"s": f"1;d={dataset_mark(data)}", "lang": lang}
    run.run()
    assert not run.exception, run.exception
    (table,) = [d for d in tables_of(run) if "年末滚存结余" in d or "Closing balance" in d]
    closing = table["年末滚存结余" if lang == "zh" else "Closing balance"].to_list()
    base = calibrate(data)
    for fund, value in zip(data.funds, closing, strict=False):
        assert (value not in (None, "—") and (isinstance(value, str) or bool(np.isfinite(value)))) is base.knows(fund)
    words = "\n".join(str(m.value) for m in (*run.markdown, *run.caption))
    assert not NONSENSE.search(words)
    assert all(
        p(run.query_params["lang"][0] if lang == "en" else "zh").split("“")[0] in words
        for p in base.gaps
        if p.code != "left_out"
    )


# --- levers that can move nothing -------------------------------------------------------------------------------------


def test_a_lever_without_a_formula_says_so_and_what_to_give() -> None:
    data = nine_months()
    found = idle(calibrate(data))
    refund = found["unemployment.refund_rate_sme"].zh
    assert "稳定岗位补贴支出" in refund and "上年中小微企业缴费" in refund
    assert "年初结余" in found["economy.interest"].zh
    assert "unemployment.benefit_standard" not in found and "public.adjustment" not in found


def test_a_benefit_that_is_carried_flat_asks_for_its_claims() -> None:
    data = small([amount("unemployment.benefit", 12e6)], [])
    assert "新增领取人数" in idle(calibrate(data))["unemployment.benefit_standard"].zh


def test_what_a_lever_that_is_idle_says_holds_in_the_run() -> None:
    for office in OFFICES.values():
        data = office()
        base = calibrate(data)
        for key in idle(base):
            now = base.value_at(key, (data.base_year + 1) * 12) or 0
            if key not in base.values or now + 1 > 100 or catalog.parameter(key).options:
                continue
            result = Case(data, scenario(data, f"{key}={now + 1:g}@{data.base_year + 1}-01").changes).side()
            gaps = [np.nan_to_num(result.line(k) - result.baseline.line(k)) for k in result.line_keys()]
            assert not np.abs(gaps).max() > 0.01, key


def test_the_brief_says_which_change_moves_nothing() -> None:
    said = list(Brief(order("nine_months", "zh")).assumptions())
    assert any("中小微企业稳岗返还比例" in line and "不起作用" in line for line in said)


# --- drivers that amounts make unusual --------------------------------------------------------------------------------


def test_an_unusual_wage_base_is_a_finding_whether_a_line_or_a_total_makes_it_so() -> None:
    rows = [given("unemployment.insured", 1_000)]
    income = 11_301 * 1_000 * 0.01 * 12
    line = small([amount("unemployment.contributions", income, kind="income")], rows)
    (found,) = [f for f in check(line).findings if f.place.key == "unemployment.wage_base"]
    assert found.severity == "note" and "11,301元/月" in found.meaning.zh and "11,301 yuan a month" in found.meaning.en
    benefit = [amount("unemployment.benefit", 12e5)]
    total = small(benefit, rows, [account("unemployment", "income", income), account("unemployment", "opening", 0)])
    (named,) = said(total, "implied")
    assert "11,301.00元/月" in named
    usual = small(
        [amount("unemployment.contributions", 5_000 * 1e6 * 0.12, kind="income")], [given("unemployment.insured", 1e6)]
    )
    assert not [f for f in check(usual).findings if f.place.key == "unemployment.wage_base"]
