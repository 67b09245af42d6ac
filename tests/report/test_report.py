"""Documents: every number stands in the data or follows from it, all four places agree, and a changed number is found."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
from docx import Document
from office import city, office
from pypdf import PdfReader
from seen import opened
from streamlit.testing.v1 import AppTest
from support import amount, scenario, small

from sifund.analysis.unknown import amounts
from sifund.analysis.words import cell
from sifund.analysis.year.variance import COLUMNS, frame, variance
from sifund.catalog import all_funds
from sifund.charts import balances, cover, growth, spending, waterfall
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.declare.unit import YUAN
from sifund.importer.source import read_files
from sifund.model.case import Case
from sifund.problem import SifundError
from sifund.report import pdf, word, workbook
from sifund.report.brief import Brief
from sifund.report.fonts import FILE, glyphs, require_glyphs
from sifund.report.kinds import DOCUMENTS
from sifund.report.order import Order
from sifund.report.pictures import png, svg
from sifund.report.read import numbers, passport_of
from sifund.report.verify import verify
from sifund.scenario import TEXT_LIMIT
from sifund.text import LANGS, Lang, Text

TEXT = "1;n=%E6%8F%90%E6%A0%87;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"
WAN = 10_000
STATED = {  # what the report states of the three funds, as it prints it, without separators
    "public": "303976 303642 313370 7.81 103.09 311140 7.41 102.47 12418 6095.75 228.17 3.89 2230 482.43 667.67 131300 99 95 100",
    "resident": "18240 19699 18498 908 284 10 19927 7.79 101.15 1145 37.46 126.08 3267 3021 246 6.20 100.00 355 360 5 276 "
    "20.98 97.38 1420 1440 7.8 1.78 78.28 133300",
    "unemployment": "53721 51568 17886 9359 131 12500 877 3080 7690 45 51103 22.29 99.10 17763 14.32 99.31 2.8 15028 206 8889 "
    "1.87 94.99 168 20.50 128.40 150 99.98 12235 65.43 97.88 833 1347.35 94.93 2325 415 3478 29.08 112.92 7654 8647 30.78 "
    "96.24 82 47.83 183.17 1074200 1323 898 1.8 45100 30 60",
    "all": "50.27 39.3 22.5 393047 4 0 7332 441",
}  # fmt: skip


def plain(number: str) -> str:
    return number.replace(",", "").lstrip("+−-")


@pytest.fixture(scope="module")
def annual(dataset: Dataset) -> bytes:
    return word.annual(Order(dataset), drawn=False)


def tokens(content: bytes) -> set[str]:
    return {plain(number) for _, number in numbers(content)}


# --- the annual report -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fund", STATED)
def test_every_stated_figure_of_the_report_appears(annual: bytes, fund: str) -> None:
    found = tokens(annual)
    assert [figure for figure in STATED[fund].split() if figure not in found] == []


def known_values(dataset: Dataset) -> Iterator[float]:
    """Every value of the data, and what follows from it by the definitions of the report, worked out here."""
    year = dataset.base_year
    for row in dataset.lines:
        before = dataset.line(row.line, year - 1)
        amounts = [row.initial_budget_yuan, row.budget_yuan, row.actual_yuan]
        yield from (x for x in (*amounts, row.stated_completion_percent, row.stated_yoy_percent) if x is not None)
        pairs = [(0, 1), (0, 2), (1, 2)]
        yield from (b - a for i, j in pairs if (a := amounts[i]) is not None and (b := amounts[j]) is not None)
        yield from (row.actual_yuan / x * 100 for x in amounts[:2] if x and row.actual_yuan is not None)
        if row.year == year and before and before.actual_yuan and row.actual_yuan is not None:
            yield (row.actual_yuan / before.actual_yuan - 1) * 100
    for account in dataset.accounts:
        yield account.amount_yuan
    for indicator in dataset.indicators:
        yield from () if indicator.value is None else (indicator.value,)
    yield from (x.actual_yuan - x.before_yuan for x in variance(dataset) if x.actual_yuan and x.before_yuan)
    table = frame(variance(dataset))
    for name in COLUMNS:
        yield from table[name].drop_nulls()


def written(value: float) -> Iterator[str]:
    """How a value may stand on paper: itself, in 万元 or 亿元 (million or billion yuan), with up to as many places."""
    for scale in (1, WAN, 100 * WAN, WAN * WAN, 10 * WAN * WAN):
        for places in range(7):
            yield f"{abs(value) / scale + 1e-9:.{places}f}"


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_is_in_the_data_or_follows_from_it(dataset: Dataset, lang: Lang) -> None:
    annual = word.annual(Order(dataset, lang=lang), drawn=False)
    allowed = {text for value in known_values(dataset) for text in written(value)}
    quoted = " ".join(
        " ".join(str(x) for x in (r.cause_zh, r.cause_en, r.document, r.source) if x) for r in dataset.reasons
    )  # fmt: skip
    quoted += " ".join(f"{a.reason_zh} {a.reason_en} {a.source}" for a in dataset.accounts) + dataset.meta.source_zh
    quoted += " ".join(f"{i.name_zh} {i.name_en} {i.source}" for i in dataset.indicators)
    allowed |= {plain(x) for x in re.findall(r"[0-9][0-9,]*(?:\.[0-9]+)?", quoted)}
    allowed |= {str(n) for n in range(31)} | {"2020", "2021"}  # counts, numbering, months
    shares = {
        "46.6",
        "76.7",
        "7.4",
        "3.2",
        "97.7",
        "2.3",
        "49.2",
    }  # of the growth; tests/analysis/year/test_variance.py
    scores = {"50.0", "93.5", "52.6", "91.0", "44.5", "90.9", "41.7", "51.7", "46.2", "80",
              "40.00", "96.91", "20.00", "90.75", "98.84", "14.29", "95.13",
              "99.10", "100", "100.00", "99.00", "40", "103.1", "103.09", "109.25", "101.16",
              "610.8", "6.108"}  # fmt: skip  # tests/analysis/year/test_targets.py
    result = Case(dataset).side("baseline")
    balances_of = [amounts(result, f, name)[0] for f in dataset.funds for name in ("cover_months", "surplus")]
    bands = [x for fund in all_funds().values() for x in (fund.band.red, fund.band.amber)]
    attention = {text for x in (*balances_of, *bands) for text in written(float(x))} | {"20"}
    print_of = " ".join(value for _, value in Order(dataset).passport("annual").lines())
    marks = set(re.findall("[0-9]+", print_of))
    unknown = sorted(tokens(annual) - allowed - shares - scores - attention - marks)
    assert unknown == []


@pytest.mark.parametrize("lang", LANGS)
def test_signs_and_words_agree(dataset: Dataset, lang: Lang) -> None:
    text = "\n".join(
        p.text for p in Document(io.BytesIO(word.annual(Order(dataset, lang=lang), drawn=False))).paragraphs
    )
    assert not re.search(r"(增长|增加|减少)[−-]|(up|down) [−-]", text)
    assert ("同比减少22.29%" if lang == "zh" else "down 22.29% on the year before") in text
    assert "{{" not in text and "{%" not in text and "None" not in text and "nan" not in text


def test_assumed_figures_carry_a_note(annual: bytes) -> None:
    document = Document(io.BytesIO(annual))
    rows = [[c.text for c in r.cells] for t in document.tables for r in t.rows]
    marked = [r for r in rows if any(re.search(r"假设\[[0-9]+\]", c) for c in r)]
    assert len(marked) == 3  # the split of the openings
    notes = [p.text for p in document.paragraphs if re.match(r"\[[0-9]+\] ", p.text)]
    assert len(notes) >= 4
    assert any("假设目标" in note for note in notes)


def test_the_typography_is_official(annual: bytes) -> None:
    document = Document(io.BytesIO(annual))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm), round(page.top_margin.mm)) == (210, 297, 37)  # type: ignore[union-attr]
    normal = document.styles["Normal"]
    assert (
        normal.element.rPr.rFonts.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia")
        == "仿宋"
    )
    table = next(p for p in document.part.package.iter_parts() if "fontTable" in str(p.partname))  # type: ignore[union-attr]
    assert "FangSong" in table.blob.decode() and "SimHei" in table.blob.decode()


def test_charts_are_in_the_report(dataset: Dataset) -> None:
    document = Document(io.BytesIO(word.annual(Order(dataset, lang="en"))))
    assert len(document.inline_shapes) == 6


# --- four places, one scenario ---------------------------------------------------------------------------------------


def test_screen_command_line_word_excel_and_pdf_agree(dataset: Dataset, capsys: pytest.CaptureFixture[str]) -> None:
    found = scenario(dataset, TEXT)
    result = Case(dataset, found.changes).side()
    order = Order(dataset, found)
    page = Brief(order)
    screen = {
        name: cell(result, "unemployment", name, 2022) for name in ("expenditure", "closing", "cover_months")
    }  # fmt: skip
    assert main(["simulate", "--scenario", TEXT, "--format", "csv"]) == 0
    table = pl.read_csv(io.StringIO(capsys.readouterr().out))
    own = table.filter(
        (pl.col("fund") == "unemployment") & (pl.col("kind") == "expenditure") & (pl.col("year") == 2022)
    )
    assert own["scenario"].sum() == pytest.approx(screen["expenditure"][1], abs=0.1)
    brief = list(page.figures())
    for row, name in zip(brief, ("expenditure", "closing"), strict=False):
        assert row["scenario"] == YUAN.write(screen[name][1])("zh")
        assert row["baseline"] == YUAN.write(screen[name][0])("zh")
    text = [c.text for t in Document(io.BytesIO(word.brief(order))).tables for r in t.rows for c in r.cells]
    assert brief[0]["scenario"] in text and brief[2]["scenario"] in text
    printed = tokens(pdf.brief(order))
    assert {
        plain(number) for row in brief for value in row.values() for number in re.findall(r"[0-9][0-9,.]*", value)
    } <= printed
    book = fastexcel.read_excel(workbook.workbook(order))
    sheet = book.load_sheet("结余").to_polars()
    excel = sheet.filter((pl.col("基金") == "失业保险") & (pl.col("年度") == 2022))
    for name, words in (("expenditure", "支出"), ("closing", "年末滚存结余")):
        row = excel.filter(pl.col("指标") == words).row(0, named=True)
        assert row["方案"] == pytest.approx(screen[name][1], abs=0.01)
        assert row["差额"] == pytest.approx(screen[name][1] - screen[name][0], abs=0.01)
    lines = book.load_sheet("结果").to_polars().filter((pl.col("基金") == "失业保险") & (pl.col("年度") == 2022))
    total = lines.filter(pl.col("项目") == "支出合计").row(0, named=True)
    assert total["方案"] == pytest.approx(screen["expenditure"][1], abs=0.1)
    assert page.answer.split("：")[1].startswith("失业保险基金支出" + YUAN.change_words(*screen["expenditure"])("zh"))


# --- brief and workbook ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_brief_is_one_page_even_when_full(dataset: Dataset, lang: Lang, tmp_path: Path) -> None:
    """In PDF; in Word too where LibreOffice is there to say so."""
    levers = [
        "unemployment.benefit_standard=1530@2022-01,2600@2024-01", "unemployment.refund_rate_sme=95", "unemployment.refund_rate_large=60",
        "unemployment.employer_rate=0.8", "unemployment.employee_rate=0.6", "unemployment.new_claims=30000",
        "unemployment.assistance_months=40000", "unemployment.skills_subsidy=2500", "resident.basic_standard=400",
        "resident.match=80", "public.adjustment=6", "economy.wage_growth=4",
    ]  # fmt: skip
    order = Order(dataset, scenario(dataset, ";".join(["1", *levers])), lang)
    assert len(pdf.pages(order)) == 1
    assert (
        len(pdf.pages(Order(dataset, scenario(dataset, ";".join(["1", *levers[:3]])), lang))) == 1
    )  # few, of many alerts
    assert len(list(Brief(order).levers())) == 5 and len(list(Brief(order).alerts())) == 3
    office = shutil.which("soffice")
    if office:
        (tmp_path / "b.docx").write_bytes(word.brief(order))
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = [
            office,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "b.docx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        assert len(PdfReader(tmp_path / "b.pdf").pages) == 1


def test_a_document_of_own_data_says_what_its_link_is_worth(dataset: Dataset, tmp_path: Path) -> None:
    own, said = small([amount("unemployment.benefit", 1e7)]), "只在保存了这个数据集的服务器上"
    assert said in "".join(Brief(Order(own)).passport()) and said not in "".join(Brief(Order(dataset)).passport())
    for one, there in ((own, True), (dataset, False)):
        (tmp_path / "b.xlsx").write_bytes(workbook.workbook(Order(one)))
        about = fastexcel.read_excel(tmp_path / "b.xlsx").load_sheet("说明", header_row=None).to_polars()
        assert (said in str(about.rows())) is there


def test_the_brief_without_changes_says_so(dataset: Dataset) -> None:
    page = Brief(Order(dataset))
    assert "与基线相同" in page.answer and "现行规定" in page.question
    assert list(page.levers()) == []
    assert len(pdf.pages(Order(dataset))) == 1


def test_a_link_too_long_for_a_code_is_said(dataset: Dataset) -> None:
    name = "长" * 80
    steps = ",".join(f"{30 + i}@{2021 + i // 12}-{i % 12 + 1:02d}" for i in range(60))
    keys = ("refund_rate_sme", "refund_rate_large", "assistance_ratio")
    text = ";".join([f"1;n={name}", *(f"unemployment.{key}={steps}" for key in keys)])
    assert len(text) < TEXT_LIMIT
    page = Brief(Order(dataset, scenario(dataset, text)))
    assert page.qr_png() is None
    assert any("二维码" in words for words in page.passport())


def test_text_stays_text_and_totals_are_live(dataset: Dataset) -> None:
    import zipfile

    named = scenario(dataset, "1;n=%3D1%2B1;unemployment.benefit_standard=1530")
    content = workbook.workbook(Order(dataset, named))
    assert content == workbook.workbook(Order(dataset, named))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(n).decode() for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
    formulas = [f for sheet in sheets for f in re.findall(r"<f>(.*?)</f>", sheet)]
    assert len(formulas) > 300 and all(
        re.fullmatch(r"SUM\([A-Z0-9:,]+\)|[A-Z]+[0-9]+-[A-Z]+[0-9]+", f) for f in formulas
    )
    assert all('state="frozen"' in sheet for sheet in sheets)


def test_live_sums_are_what_they_say(dataset: Dataset) -> None:
    """The values written beside formulas are those of the cells that the formulas name."""
    import zipfile

    content = workbook.workbook(Order(dataset, scenario(dataset, TEXT)))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in (n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")):
            sheet = parts.read(name).decode()
            cells = {
                m[1]: float(m[2])
                for m in re.finditer(r'<c r="([A-Z]+[0-9]+)"[^>]*>(?:<f>[^<]*</f>)?<v>(-?[0-9.e+-]+)</v></c>', sheet)
            }
            for m in re.finditer(r'<c r="([A-Z]+[0-9]+)"[^>]*><f>([^<]*)</f><v>', sheet):
                assert value(m[2], cells) == pytest.approx(cells[m[1]], abs=0.06), (name, m[1], m[2])


def value(formula: str, cells: dict[str, float]) -> float:
    if not formula.startswith("SUM("):
        left, right = formula.split("-")
        return cells[left] - cells[right]
    total = 0.0
    for part in formula[4:-1].split(","):
        first, _, last = part.partition(":")
        column, low = re.match(r"([A-Z]+)([0-9]+)", first).groups()  # type: ignore[union-attr]
        high = re.search("[0-9]+", last)[0] if last else low  # type: ignore[index]
        total += sum(cells.get(f"{column}{row}", 0.0) for row in range(int(low), int(high) + 1))
    return total


# --- progress ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_document_tells_its_steps_as_they_begin(dataset: Dataset, kind: str) -> None:
    for form in DOCUMENTS[kind].forms:
        told: list[tuple[float, Text]] = []
        form.make(Order(dataset, scenario(dataset, TEXT)), lambda share, step, told=told: told.append((share, step)))
        shares = [share for share, _ in told]
        assert shares == [n / len(told) for n in range(len(told))], (kind, form.ending)  # as many as were announced
        assert len({step for _, step in told}) == len(told) >= 4


def papers(text: str, lang: Lang = "zh") -> AppTest:
    app = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60)
    app.query_params["s"], app.query_params["lang"] = opened(text, "performance", "Documents"), lang
    app.run()
    app.switch_page("pages/performance.py").run()
    return app


def test_what_cannot_be_made_is_said_in_words() -> None:
    app = papers("1;n=%F0%A0%AE%B7;unemployment.benefit_standard=1530")
    app.button(key="paper-brief-pdf").click().run()
    assert not app.exception
    assert [e.value for e in app.error if "U+20BB7" in e.value]
    assert app.button(key="paper-brief-pdf")  # to be tried again
    app.button(key="paper-workbook-xlsx").click().run()
    assert not app.exception and not app.error
    assert app.session_state["made-paper-workbook-xlsx"].content.startswith(b"PK")


# --- pictures and glyphs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_every_chart_has_its_glyphs(dataset: Dataset, lang: Lang) -> None:
    result = Case(dataset, scenario(dataset, TEXT).changes).side()
    for fund in dataset.funds:
        own = next(x for x in variance(dataset) if x.fund == fund)
        steps = growth.frame(own, 2021, lang)
        assert steps is not None
        for spec, data in (
            (waterfall.spec(fund, lang), steps), (balances.spec(fund, lang), balances.frame(result, fund, lang)),
            (cover.spec(fund, lang), cover.frame(result, fund, lang)),
            (spending.spec(fund, lang), spending.frame(result, fund, 2022, lang)),
        ):  # fmt: skip
            assert "Sifund Sans CJK" in svg(spec, data)
            assert png(spec, data).startswith(b"\x89PNG")


def test_a_missing_glyph_is_an_error(dataset: Dataset) -> None:
    assert require_glyphs("失业保险基金 §—×≥") == "失业保险基金 §—×≥"
    with pytest.raises(SifundError) as error:
        require_glyphs("失业𠮷险")
    assert "U+20BB7" in error.value.lines("en")[0]
    named = scenario(dataset, "1;n=%F0%A0%AE%B7;unemployment.benefit_standard=1530")
    with pytest.raises(SifundError):
        pdf.brief(Order(dataset, named))


def test_the_font_covers_gb2312_and_is_small() -> None:
    assert {ord(c) for c in "乌鲁木齐镇龘"} - {ord("龘")} <= glyphs()
    assert FILE.stat().st_size < 4_000_000
    assert "SIL OPEN FONT LICENSE" in (FILE.parent / "OFL.txt").read_text(encoding="utf-8")


# --- verify -----------------------------------------------------------------------------------------------------------


def test_a_document_that_nobody_touched_holds(dataset: Dataset, annual: bytes, tmp_path: Path) -> None:
    order = Order(dataset, scenario(dataset, TEXT), "en")
    for name, content in (("a.docx", annual), ("b.docx", word.brief(order)), ("w.xlsx", workbook.workbook(order)),
                          ("b.pdf", pdf.brief(order))):  # fmt: skip
        (tmp_path / name).write_bytes(content)
        found = verify(tmp_path / name)
        assert found.holds and found.numbers > (60 if name.endswith("pdf") else 100), name


def test_a_changed_number_is_found(
    dataset: Dataset, annual: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document(io.BytesIO(annual))
    paragraph = next(p for p in document.paragraphs if "失业保险金支出17,763" in p.text)
    paragraph.runs[0].text = paragraph.text.replace("17,763", "18,763")
    for run in paragraph.runs[1:]:
        run.text = ""
    document.save(str(tmp_path / "changed.docx"))
    found = verify(tmp_path / "changed.docx")
    assert not found.holds
    assert [(d.document, d.today) for d in found.differences] == [("18,763", "17,763")]
    assert main(["verify", str(tmp_path / "changed.docx")]) == 1
    assert "18,763 → 17,763" in capsys.readouterr().out


def test_a_number_that_begins_its_cell_is_told_with_what_stands_before_it(
    annual: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = Document(io.BytesIO(annual))
    cell = next(c for table in document.tables for row in table.rows for c in row.cells if c.text == "17,763")
    cell.paragraphs[0].runs[0].text = "18,763"
    document.save(str(tmp_path / "changed.docx"))
    assert main(["verify", str(tmp_path / "changed.docx")]) == 1
    said = capsys.readouterr().out
    assert "18,763 → 17,763" in said and "  …" not in said


@pytest.mark.parametrize("files", [city, office], ids=["city", "one line"])
@pytest.mark.parametrize("lang", LANGS)
def test_another_office_s_documents_are_made_and_hold(files: Callable[[], Any], lang: Lang, tmp_path: Path) -> None:
    """Nine months without budgets, one fund, lines that the model does not know; and the least that can be had."""
    found = files()
    own = read_files(found if isinstance(found, list) else [found]).dataset
    order = Order(own, scenario(own, "1;unemployment.benefit_standard=1600"), lang)
    for form, content in (
        ("docx", word.annual(order, drawn=False)),
        ("pdf", pdf.brief(order)),
        ("xlsx", workbook.workbook(order)),
    ):
        (tmp_path / f"x.{form}").write_bytes(content)
        assert verify(tmp_path / f"x.{form}", own).holds, form
    said = "\n".join(p.text for p in Document(str(tmp_path / "x.docx")).paragraphs)
    assert not re.search(r"None|nan|\{\{|\{%", said)
    assert ("没有预算数" if lang == "zh" else "no budget is given") in said


def test_changed_data_is_said(dataset: Dataset, annual: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(annual)
    lines = tuple(
        row.model_copy(update={"actual_yuan": 177_640_000.0})
        if (row.line, row.year) == ("unemployment.benefit", 2021)
        else row
        for row in dataset.lines
    )
    other = Dataset(dataset.meta, lines, dataset.accounts, dataset.parameters, dataset.indicators, dataset.reasons)
    found = verify(tmp_path / "a.docx", other)
    assert found.data_changed and found.result_changed and not found.holds
    assert ("17,763", "17,764") in {(d.document, d.today) for d in found.differences}


@pytest.mark.parametrize("lang", LANGS)
def test_a_changed_number_in_a_pdf_is_found(
    dataset: Dataset, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    order = Order(dataset, scenario(dataset, TEXT), lang)
    rows = list(Brief(order).figures())
    true, forged = rows[1]["scenario"], rows[1]["scenario"].replace("9", "8")
    monkeypatch.setattr(Brief, "figures", lambda _: iter([rows[0], rows[1] | {"scenario": forged}, *rows[2:]]))
    (tmp_path / "x.pdf").write_bytes(pdf.brief(order))
    monkeypatch.undo()
    assert main(["verify", str(tmp_path / "x.pdf")]) == 1
    wrong = [(d.document, d.today) for d in verify(tmp_path / "x.pdf").differences]
    assert len(wrong) == 1 and wrong[0][0] in forged and wrong[0][1] in true
    assert f"{wrong[0][0]} → {wrong[0][1]}" in capsys.readouterr().out


def test_what_is_laid_over_a_pdf_is_said(dataset: Dataset, tmp_path: Path) -> None:
    from pypdf import PdfWriter
    from pypdf.annotations import FreeText

    writer = PdfWriter(clone_from=io.BytesIO(pdf.brief(Order(dataset, scenario(dataset, TEXT)))))
    writer.add_annotation(0, FreeText(text="99,999", rect=(100, 500, 300, 550)))
    writer.write(tmp_path / "stamped.pdf")
    found = verify(tmp_path / "stamped.pdf")
    assert not found.figures and [one.document for one in found.words] == ["99,999"]


def test_a_pdf_printed_anew_has_no_passport(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(pdf.brief(Order(dataset))))
    writer.metadata = None
    writer.write(tmp_path / "printed.pdf")
    assert main(["verify", str(tmp_path / "printed.pdf")]) == 2
    assert "printed anew" in capsys.readouterr().err


def test_a_pdf_that_is_cut_short_is_refused_in_words(
    dataset: Dataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = pdf.brief(Order(dataset))
    for part in (0.02, 0.3, 0.7, 0.95, 0.999):
        (tmp_path / "cut.pdf").write_bytes(whole[: int(len(whole) * part)])
        assert main(["verify", str(tmp_path / "cut.pdf")]) in (0, 1, 2)
        assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_document_of_ours_is_refused(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.docx").write_bytes(content)
    assert main(["verify", str(tmp_path / "x.docx")]) == 2
    assert passport_of(content) is None
    assert "Traceback" not in capsys.readouterr().err


def test_the_command_writes_what_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "w.xlsx"
    assert main(["report", "workbook", "--set", "unemployment.benefit_standard=1530", "--output", str(file)]) == 0
    assert "结果指纹" in capsys.readouterr().out
    assert main(["verify", str(file), "--format", "json"]) == 0
    brief = tmp_path / "b.pdf"
    assert main(["report", "brief", "--set", "unemployment.benefit_standard=1530", "--output", str(brief)]) == 0
    assert main(["verify", str(brief)]) == 0
    assert main(["report", "brief", "--output", str(tmp_path / "b.txt")]) == 2
    assert ".pdf, .docx" in capsys.readouterr().err
    assert main(["report", "workbook", "--output", str(tmp_path / "none" / "w.xlsx")]) == 2
