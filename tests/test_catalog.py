"""Every declaration is complete, and nothing but its own file knows a fund."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import sifund
from sifund import catalog
from sifund.dataset import official
from sifund.declare.formula import Line
from sifund.declare.parameter import CITY, REGION, STATE, Parameter, assumption, base_input, driver, growth, lever
from sifund.declare.party import PARTIES, RECIPIENTS
from sifund.declare.unit import YUAN
from sifund.text import Text

T = Text("火", "fire")

PACKAGE = Path(sifund.__file__).parent
ROOT = PACKAGE.parent
KEYS = sorted(catalog.parameters())
GROWTH = {  # what each growth assumption moves: the table of the model
    "economy.wage_growth": ["public.wage_base", "unemployment.wage_base"], "public.retiree_growth": ["public.retirees"],
    "resident.recipient_growth": ["resident.recipients"], "resident.standard_growth": ["resident.basic_standard"],
    "resident.account_growth": ["resident.account_standard"],
    "unemployment.standard_growth": ["unemployment.benefit_standard"],
    "unemployment.claim_growth": ["unemployment.new_claims"], "unemployment.medical_growth": ["unemployment.medical_premium"],
    "unemployment.insured_growth": ["unemployment.insured"],
}  # fmt: skip
PATHS = {  # the same table's defaults and ranges
    "economy.wage_growth": ([(0, 6), (2027, 4)], (0, 10)), "public.retiree_growth": ([(0, 3.4), (2027, 2)], (0, 6)),
    "resident.recipient_growth": ([(0, 3.15)], (0, 8)), "resident.standard_growth": ([(0, 0), (2023, 1.4)], (0, 10)),
    "resident.account_growth": ([(0, 5)], (0, 30)),
    "unemployment.standard_growth": ([(0, 0), (2023, 6), (2027, 4)], (0, 10)),
    "unemployment.claim_growth": ([(0, 3), (2027, 0.5)], (-3, 5)), "unemployment.medical_growth": ([(0, 1.5)], (0, 8)),
    "unemployment.insured_growth": ([(0, 3), (2027, 0.5)], (-5, 8)),
}  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_parameter_is_declared_completely(key: str) -> None:
    p = catalog.parameter(key)
    assert p.key == key and p.fund in {*catalog.all_funds(), "economy"}
    assert all((p.name.zh, p.name.en, p.help.zh, p.help.en, p.unit.name.zh, p.unit.name.en))
    assert p.low < p.high and p.step > 0
    if p.kind == "lever":
        assert p.decided_by in (STATE, REGION, CITY)
        assert p.law or p.options, "a lever names its law"
    else:
        assert p.decided_by is None
    if p.kind == "assumption":
        assert (
            p.assumed or key == "unemployment.minimum_wage" or any(x.shows is p for x in catalog.quantities().values())
        )
    if p.assumed and not p.options:
        assert p.reason and p.reason.zh and p.reason.en
    for _, value in p.assumed:
        assert p.allows(value)
        low, high = p.soft_range(value)
        assert p.low <= low <= value <= high <= p.high and (low < high or p.options)


def test_names_are_told_apart() -> None:
    for fund in (*catalog.all_funds(), "economy"):
        for lang in ("zh", "en"):
            names = [p.name(lang) for p in catalog.parameters().values() if p.fund == fund]
            assert len(names) == len(set(names)), fund


@pytest.mark.parametrize(("key", "low", "high"), [
    ("unemployment.refund_rate_sme", 0, 100), ("economy.wage_growth", -50, 100), ("resident.basic_standard", 0, 100_000),
    ("unemployment.insured", 0, 1e13), ("public.subsidy", 0, 1e13), ("unemployment.mean_months", 1, 36),
    ("resident.funeral_months", 0, 36), ("unemployment.refund_cover", 0, 60), ("public.opening", 0, 1e13),
])  # fmt: skip
def test_hard_bounds_refuse_only_the_impossible(key: str, low: float, high: float) -> None:
    p = catalog.parameter(key)
    assert (p.low, p.high) == (low, high)
    assert p.allows(low) and p.allows(high) and not p.allows(high * 1.001)
    assert not p.allows(float("nan"))


def test_growth_as_the_model_has_it() -> None:
    for key, moved in GROWTH.items():
        p = catalog.parameter(key)
        assert [k for k, q in catalog.parameters().items() if q.grows is p] == sorted(
            moved, key=list(catalog.parameters()).index
        )
        path, soft = PATHS[key]
        assert [(month // 12, value) for month, value in p.assumed_from(2021)] == path
        assert (p.soft_low, p.soft_high) == soft and p.reads == 1


@pytest.mark.parametrize(("base_year", "standard", "wages"), [
    (2019, [(0, 0), (2021, 6), (2027, 4)], [(0, 6), (2027, 4)]), (2023, [(0, 0), (2025, 6), (2027, 4)], [(0, 6), (2027, 4)]),
    (2025, [(0, 0), (2027, 4)], [(0, 6), (2027, 4)]), (2026, [(0, 0), (2028, 4)], [(0, 6), (2027, 4)]),
    (2030, [(0, 0), (2032, 4)], [(0, 6), (2027, 4)]),
])  # fmt: skip
def test_a_standard_stands_for_the_year_after_any_base_year(base_year: int, standard: list, wages: list) -> None:
    """What stands still is counted from the base year; what slows from 2027 is an outlook, and dated."""
    for key, path in (("unemployment.standard_growth", standard), ("economy.wage_growth", wages)):
        found = catalog.parameter(key).assumed_from(base_year)
        assert [(month // 12, value) for month, value in found] == path


def test_months_that_are_read_for_the_year() -> None:
    january = {*GROWTH, "public.adjustment", "public.pension_mix", "public.closure", "economy.interest",
               "economy.unemployment_rate", "economy.inflation"}  # fmt: skip
    january |= {f"public.{key}" for key in ("mortality", "new_retirees", "entry_ratio", "delay", "flat_rise", "year_rise",
                                           "aged_rise", "wage_link", "price_link", "contribution_years", "aged_share")}  # fmt: skip
    january |= {f"resident.{key}" for key in ("mortality", "new_recipients", "entry_ratio", "delay")}
    january |= {f"{fund}.interest_margin" for fund in catalog.all_funds()}
    october = {f"unemployment.{k}" for k in (
        "refund_rate_sme", "refund_rate_large", "refund_gate", "refund_cover", "refund_take_up", "sme_share",
        "hiring_subsidy", "retention_subsidy", "hired_share", "retained_share")}  # fmt: skip
    assert {k for k, p in catalog.parameters().items() if p.reads == 1} == january
    assert {k for k, p in catalog.parameters().items() if p.reads == 10} == october


def test_undated_values_and_the_six_boxes() -> None:
    undated = {k for k, p in catalog.parameters().items() if not p.dated}
    boxes = {f"{f}.{x}" for f in catalog.all_funds() for x in ("opening", "income")}
    assert undated == boxes | {"public.prior_pension", "unemployment.prior_contributions_sme",
                               "unemployment.prior_contributions_large"}  # fmt: skip
    sets = {k: p.sets.key for k, p in catalog.parameters().items() if p.sets}
    assert sets == {"public.income": "public.subsidy", "resident.income": "resident.contribution",
                    "unemployment.income": "unemployment.wage_base",
                    "resident.funeral_claim_rate": "resident.mortality"}  # fmt: skip


def test_lines_are_declared_completely() -> None:
    assert len(catalog.lines()) == 25
    for key, line in catalog.lines().items():
        assert (
            line.kind in ("income", "expenditure") and line.fund in catalog.all_funds() and line.name.zh != line.name.en
        )
        assert (line.formula.__doc__ or "").strip(), f"{key} says what it computes"
    spent = [k for k, x in catalog.lines().items() if x.kind == "expenditure"]
    assert len(spent) == 16
    assert [k for k, x in catalog.lines().items() if x.beside] == ["unemployment.remit_up"]
    assert [k for k, x in catalog.lines().items() if x.paid_in] == ["unemployment.stabilisation_refund"]


def test_funds_are_declared_completely() -> None:
    assert list(catalog.all_funds()) == ["public", "resident", "unemployment"]
    for fund in catalog.all_funds().values():
        assert 0 < fund.band.red < fund.band.amber and fund.name.zh != fund.short.zh
        assert (fund.opening.fund, fund.income.fund) == (fund.key, fund.key)
    assert [fund.key for fund in catalog.all_funds().values() if fund.usual] == ["unemployment"]
    assert len({x for fund in catalog.all_funds().values() for x in (fund.colour, fund.tint)}) == 6
    for line in catalog.lines().values():
        shares, none = (line.paid_by, line.paid_to) if line.kind == "income" else (line.paid_to, line.paid_by)
        assert shares and not none, line.key
        for share in shares:
            assert share.party in PARTIES and (share.percent is None or share.percent.unit.percent)
    assert catalog.fund_name(catalog.ALL).en == "All funds"


@pytest.mark.parametrize(("typed", "meant"), [
    ("unemployment.benefit_standart", "unemployment.benefit_standard"), ("benefit_standard", "unemployment.benefit_standard"),
    ("unemploymentbenefit_standard", "unemployment.benefit_standard"), ("public.adjustmnt", "public.adjustment"),
])  # fmt: skip
def test_did_you_mean(typed: str, meant: str) -> None:
    with pytest.raises(catalog.UnknownKey) as caught:
        catalog.parameter(typed)
    assert caught.value.near[0] == meant and len(caught.value.near) <= 3


def test_a_key_of_a_megabyte_has_no_neighbours() -> None:
    assert catalog.near("x" * 2**20, KEYS) == []
    with pytest.raises(catalog.UnknownKey):
        catalog.line("unemployment.nothing")


def test_a_declaration_without_its_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        driver("x.y", Text("甲", "a"), unit=YUAN, assumed=5, help=Text("甲", "a"))
    with pytest.raises(TypeError):
        lever("x.y", Text("甲", "a"), unit=YUAN, help=Text("甲", "a"))  # type: ignore[call-arg]


@pytest.mark.parametrize("declare", [lever, driver, assumption, growth, base_input], ids=lambda f: f.__name__)
def test_options_of_a_declaration_are_named_and_typed(declare: Callable[..., Any]) -> None:
    """A misspelt one is caught by pyright, and at import: none is taken as whatever it may be."""
    hints = get_type_hints(declare)
    fields = get_type_hints(Parameter).keys() | {"bounds", "range"}
    options = get_args(hints["options"])[0].__annotations__ if "options" in hints else hints
    assert Any not in hints.values() and options.keys() - {"return"} <= fields
    said = {
        "unit": YUAN,
        "decided_by": CITY,
        "borne_by": RECIPIENTS,
        "assumed": (),
        "range": (0, 1),
        "help": T,
        "reason": T,
    }
    known = {key: value for key, value in said.items() if key in hints or ("options" in hints and key == "help")}
    with pytest.raises(TypeError, match="stepp"):
        declare("x.y", T, **known, stepp=5)


# --- adding a fund is adding a file -------------------------------------------------------------------------------------


def _strings(path: Path) -> list[str]:
    """Text constants of a module, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {id(n.body[0].value) for n in ast.walk(tree) if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)
            and n.body and isinstance(n.body[0], ast.Expr)}  # fmt: skip
    return [
        n.value
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in docs
    ]


OURS = [
    path for top in ("sifund", "pages", "app.py") for path in ([ROOT / top] if (ROOT / top).is_file() else (ROOT / top).rglob("*"))
    if path.suffix in (".py", ".js", ".css", ".html")
    and not {PACKAGE / "funds", PACKAGE / "records" / "rules"} & set(path.parents)  # a rule is about a fund's law
]  # fmt: skip
COLUMN = ("payers.py", "public")
"""A column that says of a party whether it belongs to the public sector."""


def test_no_module_but_its_own_names_a_fund() -> None:
    """Neither its key, alone or before a line's or parameter's, nor its Chinese name, nor how many there are; what presets and
    examples hold is data."""
    keys, names = (
        "|".join(words) for words in zip(*((f.key, f.short.zh) for f in catalog.all_funds().values()), strict=True)
    )
    fund = re.compile(rf"^(?:{keys})$|\b(?:{keys})[.:/][a-z]|{names}")
    counted = re.compile("三险|三项(?:基金|合计)|六个框|(?:three|six) (?:funds|boxes)")
    for path in OURS:
        texts = _strings(path) if path.suffix == ".py" else path.read_text(encoding="utf-8").splitlines()
        named = [text for text in texts if fund.search(text) and (path.name, text) != COLUMN]
        assert named == [text for text in texts if counted.search(text)] == [], path


FIRE = '''
from sifund.declare.formula import expenditure, quantity
from sifund.declare.fund import Band, Fund
from sifund.declare.parameter import base_input, driver
from sifund.declare.unit import PERSONS
from sifund.declare.party import RECIPIENTS
from sifund.text import Cite, Text
T = Text("火", "fire")
people = driver("fire.people", T, unit=PERSONS, help=T)
opening, yearly = base_input("fire.opening", T, help=T), base_input("fire.income", T, help=T)
@expenditure("fire.relief", T, solves=(people,), paid_to=RECIPIENTS)
def relief(v):
    """People [yuan/month]."""
    return v[people] / 12
FUND = Fund(key="fire", name=T, short=T, cover_name=T, band=Band(1, 2), law=Cite("X", T), colour="#000000", tint="#999999",
            opening=opening, income=yearly, wages=None, dependency=None)
'''


def test_a_file_in_the_folder_is_a_fund(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz_fire.py").write_text(FIRE, encoding="utf-8")
    monkeypatch.setattr(catalog.funds, "__path__", [*catalog.funds.__path__, str(tmp_path)])
    cached = [f for f in vars(catalog).values() if hasattr(f, "cache_clear") and f.__module__ == catalog.__name__]
    for f in cached:
        f.cache_clear()
    try:
        assert list(catalog.all_funds())[-1] == "fire"
        assert isinstance(catalog.line("fire.relief"), Line) and isinstance(catalog.parameter("fire.people"), Parameter)
        assert catalog.moved_by("fire.people") == ("fire.relief",)
    finally:
        sys.modules.pop("sifund.funds.zz_fire", None)
        monkeypatch.undo()
        for f in cached:
            f.cache_clear()
    assert "fire" not in catalog.all_funds()


# --- what is missing is an error at import ------------------------------------------------------------------------------


MISSING = {  # what is taken out of or put into the file → what the refusal says
    ", income=yearly": "", 'colour="#000000", ': "", ", wages=None": "", ", paid_to=RECIPIENTS)": ")",
}  # fmt: skip
WRONG = {
    'colour="#000000"': ('colour="black"', "a colour is"),
    "opening=opening": ("opening=people", "fire.people is no base-year input"),
    'expenditure("fire.relief"': ('expenditure("flood.relief"', "flood.relief stands in a file that declares fire"),
    'driver("fire.people"': ('driver("fire.opening"', "fire.opening is declared twice"),
    "dependency=None": ("dependency=relief", "fire.relief is no quantity"),
}


def _fire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Read the funds with one more file."""
    (tmp_path / "zz_fire.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalog.funds, "__path__", [*catalog.funds.__path__, str(tmp_path)])
    cached = [f for f in vars(catalog).values() if hasattr(f, "cache_clear") and f.__module__ == catalog.__name__]
    try:
        for f in cached:
            f.cache_clear()
        for table in (catalog.all_funds, catalog.parameters, catalog.computed):
            table()
    finally:
        sys.modules.pop("sifund.funds.zz_fire", None)
        monkeypatch.undo()
        for f in cached:
            f.cache_clear()


@pytest.mark.parametrize(("out", "into"), MISSING.items())
def test_a_fund_that_does_not_say_everything_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, into: str
) -> None:
    _fire(tmp_path, monkeypatch, FIRE)
    assert out in FIRE
    with pytest.raises(TypeError, match="missing"):
        _fire(tmp_path, monkeypatch, FIRE.replace(out, into))


@pytest.mark.parametrize(("out", "into", "says"), [(out, *wrong) for out, wrong in WRONG.items()])
def test_a_fund_that_contradicts_itself_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, into: str, says: str
) -> None:
    assert out in FIRE
    with pytest.raises(ValueError, match=says):
        _fire(tmp_path, monkeypatch, FIRE.replace(out, into))


def test_who_bears_a_lever_pays_or_receives_what_it_moves() -> None:
    rate = catalog.parameter("unemployment.refund_rate_sme")
    line = catalog.line("unemployment.stabilisation_refund")
    catalog.check_bearer(rate, [line])
    with pytest.raises(ValueError, match="refund_rate_sme is borne by firms, but its lines by recipients"):
        catalog.check_bearer(rate, [catalog.line("unemployment.benefit")])


def test_many_funds_are_counted() -> None:
    names = [catalog.fund_name(catalog.ALL, count=count).zh for count in (2, 3, 4)]
    assert names == ["两险合计", "三险合计", "四险合计"]
    assert official.find_fund("四险合计") == official.find_fund("三险合计") == catalog.ALL
