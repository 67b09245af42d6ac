"""Methods: every formula, parameter and document, made from the declarations, on the sample and on an office's own data."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import polars as pl
import pytest
from office import city
from page_tables import tables_of
from seen import headings, opened
from streamlit.testing.v1 import AppTest

import sifund
from sifund import catalog
from sifund.analysis.explain import explain
from sifund.analysis.explain.general import formula_words
from sifund.analysis.explain.wording import words as explained_words
from sifund.analysis.methods.documents import documents
from sifund.analysis.methods.formulas import formulas
from sifund.analysis.methods.parameters import parameters
from sifund.analysis.methods.principles import principles
from sifund.dataset import Dataset
from sifund.dataset.source import where
from sifund.importer.source import read_files
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.records.catalogue import catalogue
from sifund.records.rules import rules
from sifund.scenario import Scenario, dataset_mark, parse
from sifund.text import LANGS, Cite

ROOT = Path(__file__).resolve().parents[3]
TEXT = "1;unemployment.benefit_standard=1530@2022-01"
EVERY = {**catalog.lines(), **catalog.quantities()}
PLACE = re.compile(r"Report §([0-9.]+), ([a-z]+), item ([0-9]+)[.]")


@pytest.fixture(scope="module")
def made_up() -> Dataset:
    """Nine months of one fund, with lines that no formula knows."""
    return read_files([city()]).dataset


def row(frame: pl.DataFrame, key: str) -> dict[str, str]:
    (found,) = frame.filter(pl.col("key") == key).to_dicts()
    return found


# --- formulas ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [k for k, x in EVERY.items()
                                 if not {"base_year", "if_known"} & {node.op for node in x.tree.walk()}])  # fmt: skip
def test_a_formula_reads_as_the_explanation_of_a_year_does(baseline: Side, key: str) -> None:
    assert formula_words(EVERY[key]) == explained_words(explain(baseline, key, 2021))


def test_what_differs_by_year_or_rule_is_said_case_by_case() -> None:
    small = formula_words(EVERY["unemployment.refund_base_sme"])
    assert small.zh == "〔基年：上年中小微企业缴费；以后：上年失业保险费收入 × 中小微企业缴费占比〕"
    closing = formula_words(EVERY["public.subsidy"])
    for says in ("[where typed: Fiscal subsidy and other income; else: [base year: ", "; baseline: [Cover at the end of",
                 "; hold the subsidy, let the balance move: Fiscal subsidy and other income in the baseline",
                 "; subsidy restores the balance: [Closing balance in the baseline − ("):  # fmt: skip
        assert says in closing.en
    assert closing.en.endswith("÷ 12")


def test_every_line_and_quantity_of_the_sample_is_there_once(dataset: Dataset) -> None:
    frame = formulas(calibrate(dataset))
    assert sorted(frame["key"]) == sorted(EVERY)
    assert set(frame["state"]) == {"modelled"}
    for lang in LANGS:
        assert all(frame[f"{name}_{lang}"].str.len_chars().min() for name in ("name", "kind", "formula", "unit"))


def test_a_line_says_what_moves_it_who_gets_it_and_what_it_is_solved_for(dataset: Dataset) -> None:
    frame = formulas(calibrate(dataset))
    refund = row(frame, "unemployment.stabilisation_refund")
    assert (
        refund["levers_zh"]
        == "中小微企业稳岗返还比例、大型企业稳岗返还比例、备付不足时的稳岗返还、稳岗返还备付门槛、一次性扩岗补助、一次性留工培训补助"
    )
    assert refund["parties_en"] == "Firms and other employers"
    assert refund["calibrated_zh"] == "由本项金额反算：稳岗返还享受面 = 64.6657%"
    assert refund["unit_en"] == "yuan a year, paid in month 10"
    subsidy = row(frame, "public.subsidy")
    assert subsidy["parties_zh"] == "中央财政（按中央财政分担）、自治区财政（按自治区财政分担）、市财政（其余）"
    assert row(frame, "unemployment.interest")["parties_en"] == "Fund (balance and interest)"
    assert row(frame, "public.transfer_out")["calibrated_en"] == "its parameters are given and make the reported amount"


def test_the_place_in_a_formulas_docstring_is_the_samples(dataset: Dataset) -> None:
    frame, seen = formulas(calibrate(dataset)), 0
    for key, line in catalog.lines().items():
        if found := PLACE.search(inspect.getdoc(line.formula) or ""):
            seen += 1
            place = where(":".join(found.groups()))
            assert place and place.zh in row(frame, key)["source_zh"].split("、"), key
    assert seen == sum(line.kind == "expenditure" for line in catalog.lines().values())


def test_lines_without_a_formula_are_carried_flat_and_those_without_data_left_out(made_up: Dataset) -> None:
    frame = formulas(calibrate(made_up))
    assert set(frame["fund"]) == {"unemployment"}
    flat = frame.filter(pl.col("state") == "flat")
    assert {"价格临时补贴", "扩岗补助", "稳就业专项", "滞纳金"} <= set(flat["name_zh"])
    assert flat["formula_zh"].str.contains("不变带入，每月.*万元：模型没有该项目的公式").any()
    out = row(frame, "unemployment.remit_up")
    assert out["state"] == "left_out" and "未计入：公式缺少上解比例" in out["formula_zh"]


# --- parameters -------------------------------------------------------------------------------------------------------


def test_every_parameter_has_its_value_ground_and_bounds(baseline: Side) -> None:
    frame = parameters(baseline)
    assert sorted(frame["key"]) == sorted(catalog.parameters())
    levers = frame.filter(pl.col("kind_en") == "lever")
    assert all(levers[f"{name}_{lang}"].str.len_chars().min() for name in ("decided_by", "borne_by") for lang in LANGS)
    known = frame.filter(pl.col("value").is_not_null())
    worked_out = {x.shows.key for x in catalog.quantities().values() if x.shows}
    assert set(frame["key"]) - set(known["key"]) == {"public.subsidy"} | worked_out
    assert all(known[f"{name}_{lang}"].str.len_chars().min()
               for name in ("name", "help", "in_force", "basis", "ground", "allowed") for lang in LANGS)  # fmt: skip


def test_a_parameter_says_all_that_its_declaration_and_the_data_say(baseline: Side) -> None:
    p = row(parameters(baseline), "unemployment.benefit_standard")
    assert (p["value"], p["in_force_zh"], p["slider_zh"]) == (1323, "1,323 元/月", "500至3,000 元/月")
    assert p["path_en"] == "1,117 yuan a month from 2021-01; 1,323 yuan a month from 2021-04"
    assert p["basis_zh"] == "推算、报告" and "新政办发〔2021〕34号" in p["ground_zh"] and "1323 - 206" in p["ground_zh"]
    assert (p["grows_zh"], p["decided_by_en"], p["borne_by_zh"]) == ("失业保险金标准增长率", "Region", "待遇领取人等")
    assert "低于当地最低工资" in p["law_zh"] and "以当地最低工资标准为限（失业保险条例 第18条）" in p["alerts_zh"]
    gate = row(parameters(baseline), "unemployment.refund_gate")
    assert (gate["in_force_en"], gate["allowed_zh"]) == ("pay and alert", "照付并提示（0）、停付（1）")
    assert row(parameters(baseline), "public.subsidy")["in_force_zh"] == "未填写：按财政补贴方式"
    minimum = row(parameters(baseline), "resident.basic_standard")["alerts_en"]
    assert "123 yuan a month from 2024 (国发〔2014〕8号 (to be verified))" in minimum
    assert row(parameters(baseline), "public.opening")["in_force_zh"] == "11,347 万元"


def test_growth_says_what_it_moves(baseline: Side) -> None:
    moves = parameters(baseline).filter(pl.col("moves_zh") != "")
    assert set(moves["key"]) == {p.grows.key for p in catalog.parameters().values() if p.grows}
    assert row(moves, "economy.wage_growth")["moves_zh"] == "机关养老 · 月人均缴费工资、失业保险 · 月人均缴费工资"


def test_a_typed_base_year_figure_is_in_force_and_recalibrates(dataset: Dataset) -> None:
    found, _ = parse("1;unemployment.opening=700000000", dataset)
    p = row(parameters(Case(dataset, found.changes).side()), "unemployment.opening")
    assert (p["in_force_zh"], p["ground_en"]) == ("70,000 万元", "the real figure that was typed")


def test_another_dataset_has_its_own_parameters(made_up: Dataset) -> None:
    frame = parameters(Case(made_up).side("baseline"))
    assert set(frame["fund"]) == {"economy", "unemployment"}
    assert row(frame, "unemployment.remit_share")["in_force_zh"] == "数据没有给出"
    assert row(frame, "unemployment.benefit_standard")["in_force_zh"] == "1,530 元/月"


# --- documents and principles -----------------------------------------------------------------------------------------


def test_every_citation_of_the_program_is_listed_once(dataset: Dataset) -> None:
    """Those of the rules over records stand in the office's own matrix, which the funds do not know."""
    frame = documents(dataset)
    assert frame["document"].is_unique().all()
    modules = [importlib.import_module(m.name) for m in pkgutil.walk_packages(sifund.__path__, "sifund.")
               if not m.name.endswith(("__main__", ".server", ".env")) and ".migrations" not in m.name
               and not m.name.startswith("sifund.records.")]  # fmt: skip
    cited = [value for module in modules for value in vars(module).values() if isinstance(value, Cite)]
    assert len(cited) > 8
    for law in cited:
        found = frame.filter(pl.col("document") == law.document)
        assert found.height == 1 and law.rules.zh in found["rules_zh"][0], law.document


def test_every_rule_over_records_has_its_citation_in_the_matrix() -> None:
    matrix = catalogue()
    assert rules() and all(rule.law(lang) in matrix for rule in rules().values() for lang in LANGS)


def test_documents_say_what_was_read_and_where_they_are_used(dataset: Dataset) -> None:
    rows = {r["document"]: r for r in documents(dataset).to_dicts()}
    assert rows["国发〔2014〕8号"]["status_zh"] == "待核实"
    assert rows["新政办发〔2021〕34号"]["status_en"] == "cited by the data"
    assert "Unemployment · Refund rate, small firms (legal alert)" in rows["人社部发〔2022〕23号"]["used_en"]


def test_principles_name_the_gate_of_the_fund_that_has_one() -> None:
    gates = {
        fund: [name.en for name, _ in principles(fund) if name.en.startswith("Gate")] for fund in catalog.all_funds()
    }
    assert gates == {"public": [], "resident": [], "unemployment": ["Gate: Job stabilisation refund"]}
    assert any("−50 to 100%" in says.en for _, says in principles())


# --- the page ---------------------------------------------------------------------------------------------------------


TABS = ["Formulas", "Parameters", "Growth and distributions", "Rules and documents", "Principles and sources"]


def page(text: str = TEXT, lang: str = "", tab: str = "", **state: object) -> AppTest:
    """The page as app.py opens it, on a tab."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/methods.py")
    app.session_state["s"], app.session_state["lang"] = opened(text, "methods", tab), lang
    for key, value in state.items():
        app.session_state[key] = value
    app.run()
    assert not app.exception, [e.message for e in app.exception]
    return app


def words(app: AppTest) -> str:
    html = " ".join(re.sub("</?span[^>]*>", "", x.proto.body) for x in app.get("html"))
    return "\n".join([*(str(x.value) for x in (*app.caption, *app.info, *app.warning)), re.sub("<[^>]*>", " ", html)])


@pytest.mark.parametrize("lang", ["", "en"])
@pytest.mark.parametrize("number", range(5))
def test_every_tab_is_shown_in_both_languages(lang: str, number: int) -> None:
    said = words(page(lang=lang, tab=TABS[number]))
    expected = [("领取人数 × 〔已填写：", "Claimants × [where typed: "), ("1,323 元/月", "1,323 yuan a month"),
                ("带动", "Moves"), ("国办发〔2025〕25号", "国办发〔2025〕25号"), ("数据指纹", "Fingerprint of the data")]  # fmt: skip
    assert expected[number][lang == "en"] in said
    assert not re.search(r"\bnan\b|None|\{", said)


def test_only_the_open_tab_and_the_open_part_are_built() -> None:
    assert "500至3,000" not in words(page())
    assert not tables_of(page(tab="Growth and distributions"))
    assert tables_of(page(tab="Growth and distributions", distributions=True))


def test_the_search_finds_by_every_word_and_says_where_else() -> None:
    app = page(**{"methods-find": "返还 享受面"})
    assert "稳定岗位补贴支出" in words(app) and "失业保险金支出" not in words(app)
    nothing = page(**{"methods-find": "基础养老金支出"})
    assert "0项，共38项" in words(nothing) and "其他基金：居民养老 2" in words(nothing)


def test_what_the_scenario_changes_stands_beside_the_value_in_force() -> None:
    app = page(tab="Parameters")
    assert "方案：2022-01起1,530 元/月" in words(app)
    assert app.session_state["s"] == opened(TEXT, "methods", "Parameters")


def test_the_fund_is_kept_in_the_link() -> None:
    app = page()
    app.segmented_control[0].set_value("resident").run()
    assert "view.fund=resident" in app.session_state["s"] and "1530@2022-01" in app.session_state["s"]
    assert "居民养老" in words(app) or "基础养老金支出" in words(app)


def test_an_offices_own_data_are_what_the_page_speaks_of(made_up: Dataset) -> None:
    mark = dataset_mark(made_up)
    for tab in TABS:
        app = page(Scenario(dataset=mark).text(), tab=tab, _uploaded={mark: made_up})
        assert "某市" in headings(app)[0]
    assert "没有公式，不变带入" in words(page(Scenario(dataset=mark).text(), _uploaded={mark: made_up}))
