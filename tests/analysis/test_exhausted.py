"""Cover below 0 is exhausted, and never a negative number of months, wherever people read it; files for machines keep
the number."""

from __future__ import annotations

import json
import re
from pathlib import Path

import fastexcel
import pytest
from hypothesis import given
from hypothesis import strategies as st
from page_tables import tables_of
from seen import sent
from streamlit.testing.v1 import AppTest
from support import account, amount, run, scenario, small
from support import given as given_

from sifund.analysis.alerts import alerts, notes
from sifund.analysis.comparison import compare
from sifund.analysis.effect.ranking import ranking
from sifund.analysis.unknown import amounts
from sifund.analysis.year.attention import attention
from sifund.charts import compare as panels
from sifund.charts import cover
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.unit import COVER_MONTHS
from sifund.report import side, workbook
from sifund.report.brief import Brief
from sifund.report.order import Order
from sifund.scenario import Scenario
from sifund.store.figures import Change
from sifund.text import DASH, EXHAUSTED, LANGS, Lang
from sifund.ui.scenario import keep

ROOT = Path(__file__).resolve().parents[2]
GONE = "unemployment.new_claims=40000@2022-01"
"""Runs dry in 2025."""
NEGATIVE = re.compile(r"−[0-9.,]+ ?(?:个月|months)")


@given(st.one_of(st.none(), st.floats(-1e6, 1e6)), st.integers(0, 6))
def test_cover_in_words(months: float | None, places: int) -> None:
    said = COVER_MONTHS.write(months, places)
    assert "−" not in said.zh + said.en
    assert (said == EXHAUSTED) == (months is not None and months < -1e-9)
    assert COVER_MONTHS.number(float("nan")).zh == COVER_MONTHS.number(None).zh == DASH == COVER_MONTHS.write(None).en
    change = COVER_MONTHS.change
    assert change(5, -1).zh == change(-1, 5).zh == change(None, 5).en == DASH and change(5, 3).zh == "−2.0"


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_line_says_exhausted(capsys: pytest.CaptureFixture[str], lang: Lang) -> None:
    assert main(["simulate", "--set", GONE, "--lang", lang]) == 0
    printed = capsys.readouterr().out.splitlines()
    name = {"zh": "备付期限", "en": "Cover"}[lang]
    at = max(i for i, line in enumerate(printed) if line.startswith(name) and "22.6" in line)
    base, own, gap = printed[at : at + 3]
    assert own.count(EXHAUSTED(lang)) == 2 and "−" not in base + own and gap.count(DASH) == 2


def test_json_gives_cover_to_six_places(capsys: pytest.CaptureFixture[str], dataset: Dataset) -> None:
    assert main(["simulate", "--set", GONE, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["balances"]
    result = run(dataset, GONE)
    own = {(r["fund"], r["year"]): r for r in rows if r["measure"] == "cover_months"}
    assert any(round(r["scenario"], 2) != r["scenario"] for r in own.values())
    for (fund, year), row in own.items():
        at = result.years.index(year)
        base, now = (
            float(x[at])
            for x in (amounts(result.baseline, fund, "cover_months"), amounts(result, fund, "cover_months"))
        )
        assert (row["baseline"], row["scenario"], row["difference"]) == (
            round(base, 6),
            round(now, 6),
            pytest.approx(now - base, abs=1e-6),
        )
    frame = compare(dataset, [scenario(dataset, GONE)]).frame()
    covers = frame.filter(measure="cover_months", fund="unemployment")["value"].to_list()
    assert covers == [round(float(x), 6) for x in amounts(result, "unemployment", "cover_months")]


@pytest.mark.parametrize("lang", LANGS)
def test_workbooks_say_exhausted(dataset: Dataset, lang: Lang) -> None:
    order = Order(dataset, scenario(dataset, GONE), lang=lang)
    found = side.Side(dataset, compare(dataset, [scenario(dataset, GONE), Scenario()], 1), lang, "link")
    for content in (workbook.workbook(order), side.workbook(found)):
        book = fastexcel.read_excel(content)
        cells = [row for name in book.sheet_names for row in book.load_sheet(name, header_row=None).to_polars().rows()]
        covers = [row for row in cells if any(str(cell) in ("个月", "months") for cell in row)]
        assert covers and any(EXHAUSTED(lang) in row for row in covers)
        for row in covers:
            amounts = [float(str(cell)) for cell in row[3:5] if re.fullmatch(r"-?[0-9.]+", str(cell))]
            assert all(x >= 0 for x in amounts), row


@pytest.mark.parametrize("lang", LANGS)
def test_the_brief_says_exhausted(dataset: Dataset, lang: Lang) -> None:
    text = "unemployment.new_claims=400000@2022-01"
    (row,) = [
        r
        for r in Brief(Order(dataset, scenario(dataset, text), lang=lang)).figures()
        if r["scenario"] == EXHAUSTED(lang)
    ]
    assert "2022" in row["name"] and not re.search("[0-9]", row["change"])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["scenario", "compare"])
def test_pages_say_exhausted(name: str, lang: Lang) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page(f"pages/{name}.py")
    texts = f"1;{GONE}" + ("|1;n=b" if name == "compare" else "")
    app.session_state["s"], app.session_state["lang"] = texts, "" if lang == "zh" else lang
    app.run()
    assert not app.exception
    said = re.sub("<[^>]*>", " ", " ".join(x.proto.body for x in app.get("html")))
    if name == "compare":
        assert EXHAUSTED(lang) in said and not NEGATIVE.search(said)
    else:
        late = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        late.switch_page("pages/scenario.py")
        late.session_state["s"] = "1;unemployment.new_claims=400000@2022-01"
        late.session_state["lang"] = app.session_state["lang"]
        late.run()
        (box,) = [box for box in sent(late)["headline"]["boxes"] if box["of"] == "cover"]
        assert box["value"] == EXHAUSTED(lang) and "−" not in "".join(map(str, box.values())) and not box["unit"]


def test_the_one_that_closes_highest_may_be_exhausted_too(dataset: Dataset) -> None:
    both = [scenario(dataset, f"n={n};unemployment.new_claims={n}0000") for n in (5, 6)]
    says = ranking(compare(dataset, both), "unemployment", 2026)
    assert "备付期限已用尽" in says.zh and "cover exhausted" in says.en and not NEGATIVE.search(says.zh + says.en)


def test_the_overviews_table_says_exhausted(monkeypatch: pytest.MonkeyPatch) -> None:
    office = small([amount("unemployment.benefit", 1e8)], [given_("unemployment.benefit_standard", 1500)],
                   [account("unemployment", "opening", 1e6)])  # fmt: skip
    monkeypatch.setattr("sifund.ui.session.state.dataset", lambda: office)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    tables = [frame for frame in tables_of(app) if "可支付月数" in frame]
    assert tables and all(set(table["可支付月数"]) == {"已用尽"} for table in tables)


def test_charts_draw_an_exhausted_fund_at_nought(dataset: Dataset) -> None:
    frame = cover.frame(run(dataset, GONE), "unemployment", "zh")
    assert frame["amount"].min() == 0
    sides_ = panels.frame(compare(dataset, [scenario(dataset, GONE)]), "unemployment", "cover_months")
    assert sides_["amount"].min() == 0


def test_a_remembered_figure_that_is_exhausted() -> None:
    _, _, _, old, new, gap = keep._row(Change("scenario", "unemployment", "cover_months", 2025, 3.25, -4.5))
    assert (old, new, gap) == ("3.3", "已用尽", DASH)


def test_alerts_and_what_needs_attention_say_exhausted(dataset: Dataset) -> None:
    result = run(dataset, f"{GONE};unemployment.refund_cover=12", years=8)
    said = [(a.says.zh, a.says.en) for a in (*alerts(result), *notes(result)) if "上年末备付" in a.says.zh]
    assert said and all(EXHAUSTED.zh in zh and EXHAUSTED.en in en and "−" not in zh + en for zh, en in said)
    office = small([amount("unemployment.benefit", 1e8)], [given_("unemployment.benefit_standard", 1500)],
                   [account("unemployment", "opening", 1e6)])  # fmt: skip
    told = " ".join(a.says.zh + a.says.en for a in attention(run(office)))
    assert "年末结余已用尽" in told and not NEGATIVE.search(told)
