"""What leaves the pages besides documents: the comparison's workbook, plain tables, pictures under a title."""

from __future__ import annotations

import io
import re
import zipfile

import fastexcel
import polars as pl
import pytest
from support import run, scenario

from sifund import catalog
from sifund.analysis.comparison import compare
from sifund.analysis.decide.criteria import criteria
from sifund.analysis.unknown import amounts
from sifund.charts import balances
from sifund.dataset import Dataset
from sifund.model.frames import balances_frame, fingerprint, lines_frame
from sifund.problem import SifundError
from sifund.report import flat, pictures, side
from sifund.report.sheets import WIDE, WIDTH, Book
from sifund.text import LANGS, Lang

BENEFIT, REFUND = "unemployment.benefit_standard=1530@2022-01", "unemployment.refund_rate_sme=90@2022-01"
TEXTS = [f"n=%3DHYPERLINK;{BENEFIT}", f"n=x;{REFUND}", f"n=own;{BENEFIT};unemployment.income=700000000"]
LINK = "http://127.0.0.1/compare?s=1"


def book(dataset: Dataset, against: int, lang: Lang = "zh") -> bytes:
    found = compare(dataset, [scenario(dataset, text) for text in TEXTS], against)
    return side.workbook(side.Side(dataset, found, lang, LINK))


def sheets(made: bytes) -> dict[str, list[tuple]]:
    """Rows of every sheet, the header first."""
    found = fastexcel.read_excel(made)
    return {n: found.load_sheet(n, header_row=None, dtypes="string").to_polars().rows() for n in found.sheet_names}


@pytest.mark.parametrize("against", [0, 2])
def test_every_difference_is_live_and_what_it_says(dataset: Dataset, against: int) -> None:
    formulas = 0
    with zipfile.ZipFile(io.BytesIO(book(dataset, against))) as parts:
        for name in (n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")):
            cells = {m[1]: (m[2], float(m[3])) for m in re.finditer(
                r'<c r="([A-Z]+[0-9]+)"[^>]*>(?:<f>([^<]*)</f>)?<v>(-?[0-9.e+-]+)</v></c>', parts.read(name).decode())}  # fmt: skip
            for formula, value in cells.values():
                if formula:
                    mine, other = formula.split("-")
                    assert value == pytest.approx(cells[mine][1] - cells[other][1], abs=0.011)
                    formulas += 1
    assert formulas > 500


def test_a_scenario_on_figures_of_its_own_differs_from_its_own_baseline(dataset: Dataset) -> None:
    """Beside the baseline its difference is no difference of columns: it is a value, and the workbook says so."""
    found = sheets(book(dataset, 0))
    at = found["结余"][0].index("3 own − 基准")
    row = next(r for r in found["结余"] if r[:3] == ("失业保险", "收入", "2022"))
    alone = run(dataset, TEXTS[2])
    gap = amounts(alone, "unemployment", "income")[1] - amounts(alone.baseline, "unemployment", "income")[1]
    assert float(row[at]) == pytest.approx(gap, abs=0.011)
    assert any("自己的基年数" in str(row[1]) for row in found["说明"])


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbook_names_what_it_holds(dataset: Dataset, lang: Lang) -> None:
    about, levers, balanced, lines, decides = sheets(book(dataset, 1, lang)).values()
    cells = [str(cell) for row in about for cell in row]
    assert LINK in cells and dataset.fingerprint in cells and "1 =HYPERLINK" in cells
    assert fingerprint(compare(dataset, [scenario(dataset, t) for t in TEXTS]).side(2)) in cells
    assert len(levers) == 1 + 3
    short = {catalog.fund_name(fund, short=True)(lang) for fund in dataset.funds}
    assert {row[0] for row in lines[1:]} == short < {row[0] for row in balanced[1:]}
    found = compare(dataset, [scenario(dataset, t) for t in TEXTS], 1)
    rows = [row for fund in found.funds for row in criteria(found, fund)]
    said = [line(lang) for row in rows for line in (row.name, *row.cells[0].lines)]
    assert len(decides) == 1 + len(rows) == 1 + 6 * len(found.funds) and set(said) <= {
        line for row in decides for cell in row for line in str(cell).split("\n")
    }
    assert book(dataset, 1, lang) == book(dataset, 1, lang)


def test_a_column_is_wide_where_words_in_it_need_that() -> None:
    buffer = io.BytesIO()
    made = Book(buffer, {})
    made.sheet("表", list("abcde"), [["字" * 7, "字" * 8, "x" * 14, 1e9, "x\n" + "y" * 14], ["", None, "x" * 15, 0]])
    made.file.close()
    with zipfile.ZipFile(buffer) as parts:
        columns = re.findall(
            '<col min="([0-9])" max="([0-9])" width="([0-9]+)', parts.read("xl/worksheets/sheet1.xml").decode()
        )
    widths = {column: int(width) for first, last, width in columns for column in range(int(first), int(last) + 1)}
    assert widths == {1: WIDTH, 2: WIDE, 3: WIDE, 4: WIDTH, 5: WIDTH}


@pytest.mark.parametrize("lang", LANGS)
def test_plain_tables_hold_every_figure_in_words(dataset: Dataset, lang: Lang) -> None:
    result = run(dataset, BENEFIT)
    table = flat.scenario_table(result, lang)
    assert len(table) == len(lines_frame(result)) + len(balances_frame(result))
    fund, item, year, unit, baseline, own, gap = table.columns
    row = table.filter(
        (pl.col(item) == {"zh": "失业保险金支出", "en": "Unemployment benefit"}[lang]) & (pl.col(year) == 2022)
    )
    assert row[gap].item() == pytest.approx(row[own].item() - row[baseline].item(), abs=0.011)
    assert set(table[unit]) == {"zh": {"元", "个月"}, "en": {"yuan", "months"}}[lang] and table[fund].null_count() == 0
    both = compare(dataset, [scenario(dataset, text) for text in TEXTS])
    lines = flat.csv(flat.comparison_table(both, lang)).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(both.frame()) and "'=HYPERLINK" in lines[1]


def test_a_picture_stands_under_its_title_and_what_it_says_is_broken_into_lines(dataset: Dataset) -> None:
    result = run(dataset, BENEFIT)
    spec, data = balances.spec("unemployment", "zh"), balances.frame(result, "unemployment", "zh")
    drawn = pictures.svg(spec, data, "题目", "很长的一句话，" * 20)
    assert "题目" in drawn and "题目" not in pictures.svg(spec, data)
    width = float(re.findall(r'viewBox="0 0 ([0-9.]+)', drawn)[0])
    assert width < float(re.findall(r'viewBox="0 0 ([0-9.]+)', pictures.svg(spec, data, "题目"))[0]) + 1
    assert pictures.png(spec, data, "题目").startswith(b"\x89PNG")
    with pytest.raises(SifundError, match="U\\+1F600"):
        pictures.png(spec, data, "\N{GRINNING FACE}")
