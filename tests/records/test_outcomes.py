"""What leaves as a work list and comes back: order by expected money, results that lapse, rates with their interval."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl
import pytest
import xlsxwriter
from rule_cases import CASES
from rule_cases_more import city_of_cases
from scipy.stats import binomtest
from small_city import JAN, City

from sifund import trail
from sifund.cli import main
from sifund.cli.outcomes import resulted
from sifund.problem import SifundError
from sifund.records import received
from sifund.records.catalogue import catalogue
from sifund.records.counts import at_stake
from sifund.records.draw import draw
from sifund.records.entered import FilledIn, cells, of_cells
from sifund.records.findings import KEPT, KEY, RECORDED, Kept, read
from sifund.records.folder import read as folder_of
from sifund.records.outcomes import interval, looked_at, rates, standing, work_list
from sifund.records.rules import rules
from sifund.records.worklist import COLUMNS, LOG, rate_words
from sifund.text import LANGS

ROOT = Path(__file__).resolve().parents[2]
HEADS = [column.key for column in COLUMNS]


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of records beside one of findings, `out`; lists are read in this process, which is sooner done and no other answer."""
    monkeypatch.setattr(received, "cells_apart", cells)
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "home"))
    made = City()
    for code in ("P08", "P12", "P62", "P01"):
        CASES[code](made)
    check(made.write(tmp_path / "records"))
    return tmp_path


def check(folder: Path) -> None:
    assert (
        main(["records", "check", str(folder), "--rules", "P01,P08,P12,P62", "--output", str(folder.parent / "out")])
        == 0
    )


def read_results(file: Path, entry: Kept) -> FilledIn:
    return of_cells(*cells(file, file.name), entry)


def sheet(file: Path) -> pl.DataFrame:
    frame = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
    return frame.rename(dict(zip(frame.columns, HEADS, strict=True)))


def fill(source: Path, target: Path, outcomes: Sequence[tuple[str, ...]]) -> Path:
    """The list of `source` with results, reasons and names in its first rows."""
    frame = sheet(source)
    book = xlsxwriter.Workbook(target)
    page = book.add_worksheet()
    page.write_row(0, 0, [column.head.zh for column in COLUMNS])
    for line, row in enumerate(frame.iter_rows(named=True)):
        filled = row | (
            dict(zip(("outcome", "reason", "who", "when"), outcomes[line], strict=False))
            if line < len(outcomes)
            else {}
        )
        page.write_row(line + 1, 0, [filled[key] or "" for key in HEADS])
    book.close()
    return target


def exported(there: Path, *more: str) -> pl.DataFrame:
    file = there / "list.xlsx"
    assert main(["records", "export", str(file), "--output", str(there / "out"), "--by", "control", *more]) == 0
    return sheet(file)


def test_the_list_goes_out_by_expected_money_and_the_export_is_logged(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = exported(there)
    expected = [float(x) for x in rows["expected"]]
    assert expected == sorted(expected, reverse=True) and len(rows) == len(read(there / "out").findings)
    assert set(rows["state"]) == {"疑点待核"} and all(rows["lawful"]) and all(rows["law"])
    paid = rows.filter(table="payments")
    assert (
        set(paid["item"]) == {"失业保险金支出"}
        and all(paid["paid_month"])
        and not any(rows.filter(table="refunds")["item"])
    )
    logged = json.loads((there / "out" / "exports.log").read_text(encoding="utf-8"))
    assert (logged["by"], logged["file"], logged["rows"]) == ("control", "list.xlsx", len(rows))
    run = json.loads((there / "out" / "run.json").read_text(encoding="utf-8"))
    run["checked"].append("X99")
    run["left"] = [["X99", "later", "", None, 1, 1]]
    (there / "out" / "run.json").write_text(json.dumps(run), encoding="utf-8")
    capsys.readouterr()
    assert len(exported(there, "--most", "2", "--lang", "en")) == 2
    assert "does not have: X99" in capsys.readouterr().out


def test_a_finding_of_every_rule_leaves_and_one_of_no_month_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "home"))
    folder, out = city_of_cases().write(tmp_path / "records"), tmp_path / "out"
    assert main(["records", "check", str(folder), "--output", str(out)]) == 0
    rows = exported(tmp_path)
    assert {*rows["code"]} == {*read(out).findings["code"]} and all(
        (row["month"] is None) == (row["code"] in ("C21", "C22")) for row in rows.iter_rows(named=True)
    )
    with zipfile.ZipFile(
        tmp_path / "list.xlsx"
    ) as book:  # on paper, both sheets are as wide as a page, and no record is cut
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
    assert all('fitToPage="1"' in one and 'fitToHeight="0"' in one for one in sheets)
    wide = re.search(f'<col min="{HEADS.index("record") + 1}"[^>]*width="([0-9.]+)"', sheets[0])
    assert wide and float(wide[1]) > max(map(len, rows["record"]))


def test_results_come_back_and_give_the_rate_with_its_interval(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(there, "--rules", "P12")
    filled = fill(
        there / "list.xlsx", there / "back.xlsx", [("属实", "核对无误", "甲"), ("合规", "补发", "甲"), ("待定", "", "")]
    )
    again = ["records", "export", str(filled), "--output", str(there / "out"), "--lang", "en"]
    assert main(again) == 2 and "with 3 results that were not entered" in capsys.readouterr().err
    assert main(["records", "results", str(filled), "--output", str(there / "out")]) == 0
    assert "50.0%" in capsys.readouterr().out
    assert main(again) == 0
    (there / "other.xlsx").write_text("no list")
    assert main([*again[:2], str(there / "other.xlsx"), *again[3:]]) == 2
    kept = resulted(there / "out")
    rate = next(row for row in rates(kept).to_dicts() if row["code"] == "P12")
    bounds = binomtest(1, 2).proportion_ci(method="wilson")
    assert (rate["confirmed"], rate["lawful"], rate["rate"]) == (1, 1, 0.5)
    assert (rate["low"], rate["high"]) == (pytest.approx(bounds.low), pytest.approx(bounds.high))
    other = next(row for row in rates(kept).to_dicts() if row["code"] == "P08")
    assert other["rate"] is other["low"] is None and other["expected"] == 0.5
    assert len(work_list(kept)) == len(kept.findings) - 2
    assert (
        at_stake(looked_at(kept).filter(pl.col("outcome") == "confirmed"))
        == standing(kept).filter(pl.col("outcome") == "confirmed")["stake"].sum()
        > 0
    )


@pytest.mark.parametrize("call", [
    "sample {file}/city --persons 400", "check {records} --rules P08 --output {file}/out",
    "export {taken} --output {out}", "draw {taken} -n 2 --output {out}",
])  # fmt: skip
def test_a_place_that_cannot_be_written_is_refused(there: Path, call: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the word after `records`: the place and what the system says of it, no traceback."""
    (there / "file").write_bytes(b"x" * 32)
    (there / "taken.xlsx").mkdir()
    names = {"file": "file", "taken": "taken.xlsx", "records": "records", "out": "out"}
    words = [word.format(**{key: there / name for key, name in names.items()}) for word in call.split()]
    assert main(["records", *words, "--lang", "en"]) == 2
    *_, said = capsys.readouterr().err.splitlines()
    assert said.startswith("cannot be read or written: ") and str(there)[:40] in said


def test_a_list_that_cannot_be_logged_does_not_leave(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was in its place stays."""
    exported(there, "--most", "1")
    (there / "out" / LOG).unlink()
    (there / "out" / LOG).mkdir()
    assert main(["records", "export", str(there / "list.xlsx"), "--output", str(there / "out"), "--lang", "en"]) == 2
    assert LOG in capsys.readouterr().err and len(sheet(there / "list.xlsx")) == 1


DAMAGE: dict[str, Any] = {
    "run.json": ("{", "[]", "{}", '{"records": 5, "runs": [], "checked": [], "unchecked": {}}'),
    "findings.parquet": ("x", pl.DataFrame({"code": ["P08"]}), pl.DataFrame(schema=KEPT | {"stake": pl.String})),
    "draw-1.parquet": ("x", pl.DataFrame({"code": ["P08"]})), "results.parquet": ("x",),
}  # fmt: skip


def test_a_damaged_folder_of_findings_says_which_file(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Or of another version: whatever is asked of it, and before it is checked again."""
    whole, out = there / "whole", there / "out"
    out.rename(whole)
    calls = (
        ["results"],
        ["export", str(there / "x.xlsx")],
        ["draw", str(there / "x.xlsx")],
        ["check", str(there / "records")],
    )
    for name, content in ((name, one) for name, some in DAMAGE.items() for one in some):
        shutil.copytree(whole, out)
        content.write_parquet(out / name) if isinstance(content, pl.DataFrame) else (out / name).write_text(content)
        for call in calls:
            assert main(["records", *call, "--output", str(out), "--lang", "en"]) == 2
            assert capsys.readouterr().err.startswith(f"out/{name}: is damaged or of another version; ")
        shutil.rmtree(out)
    shutil.copytree(whole, out)
    content = bytearray((out / "findings.parquet").read_bytes())
    content[4 : len(content) // 2] = bytes(len(content) // 2 - 4)
    (out / "findings.parquet").write_bytes(content)
    assert main(["records", "results", "--output", str(out)]) == 2


@pytest.mark.parametrize(("right", "looked"), [(0, 1), (1, 1), (0, 200), (3, 200), (200, 200), (441, 24_000)])
def test_the_interval_is_wilson_s(right: int, looked: int) -> None:
    bounds = binomtest(right, looked).proportion_ci(method="wilson")
    assert interval(right, looked) == (pytest.approx(bounds.low, abs=1e-12), pytest.approx(bounds.high))
    assert interval(0, 0) is None


def test_a_rate_in_the_list_is_rounded_as_on_the_page() -> None:
    """Half up: 1 of 16 is 6.3%."""
    row = {"confirmed": 1, "lawful": 15, "rate": 1 / 16, "low": 0.0025, "high": 0.5}
    assert rate_words(row) == ("1", "15", "6.3%", "0.3%–50.0%")
    assert rate_words({"confirmed": 0, "lawful": 0, "rate": None, "low": None, "high": None}) == ("0", "0", "—", "—")


def test_a_result_lapses_when_the_figures_change(tmp_path: Path) -> None:
    made = City()
    person = made.person(death_month=JAN)
    made.pay(person, JAN + 1)
    check(made.write(tmp_path / "records"))
    kept = read(tmp_path / "out")
    row = kept.findings.filter(pl.col("code") == "P08").row(0, named=True)
    result = [(*(row[name] for name in (*KEY, "mark")), "lawful", "x", "y", "2021-11-26")]
    assert not standing(kept.with_results(result)).filter("lapsed").height
    made.rows["payments"][0]["amount_fen"] += 1
    check(made.write(tmp_path / "records"))
    again = read(tmp_path / "out").with_results(result)
    changed = standing(again).filter(pl.col("code") == "P08").row(0, named=True)
    assert changed["lapsed"] and changed["outcome"] is None
    assert rates(again).filter(pl.col("code") == "P08")["rate"].to_list() == [None]
    assert len(work_list(again).filter(pl.col("code") == "P08")) == 1


LONG = "长" * 2001


@pytest.mark.parametrize(("wrong", "code"), [
    (("maybe", "x", "y"), "outcome"), (("", "x", ""), "outcome"), (("属实", "", "y"), "reason"), (("合规", "x", ""), "who"),
    (("属实", "x\u202e", "y"), "control"), (("待定", "", "y\u202e"), "control"), (("属实", LONG, "y"), "reason"),
    (("属实", "x", "y", "2026-02-30"), "when"), (("属实", "x", "y", "9999-01-01"), "when"), (("属实", "x", "y", "昨天"), "when"),
])  # fmt: skip
def test_what_is_wrong_in_a_list_is_said_by_sheet_and_row_and_nothing_is_entered(
    there: Path, wrong: tuple[str, ...], code: str
) -> None:
    rows = exported(there)
    filled = fill(there / "list.xlsx", there / "back.xlsx", [("属实", "好", "甲"), wrong])
    with pytest.raises(SifundError) as refused:
        read_results(filled, read(there / "out"))
    assert [p.code for p in refused.value.problems] == [code]
    cells = {"zh": "工作表“Sheet1”第3行", "en": 'sheet "Sheet1" row 3 '}
    for lang in LANGS:
        says, cell = " ".join(refused.value.lines(lang)), cells[lang]
        numbers = set(re.findall(r"\b[0-9]+\b", re.sub("[0-9]{4}-[0-9]{2}-[0-9]{2}", "", says))) - {"3"}
        assert cell in says and not numbers & {*rows["record"], *rows["subject"]}
    assert main(["records", "results", str(filled), "--output", str(there / "out")]) == 2
    assert resulted(there / "out").results.is_empty()


def test_no_number_of_a_person_typed_into_a_wrong_cell_is_repeated(there: Path) -> None:
    exported(there)
    number = "65010219850101123X"
    for wrong in (
        (number, "x", "y"),
        ("属实", "x", "y", number),
        ("6501********123X", "x", "y"),
        (f"张三{number}属实", "x", "y"),
    ):
        filled = fill(there / "list.xlsx", there / "back.xlsx", [wrong])
        with pytest.raises(SifundError) as refused:
            read_results(filled, read(there / "out"))
        assert "…" in str(refused.value) and "6501" not in str(refused.value)


@pytest.mark.parametrize("day", ["2026-11-26", "2026/11/26", "2026年11月26日", "2026-11-26 00:00:00", " 2026.11.26 "])
def test_a_day_is_read_as_spreadsheets_write_it(there: Path, day: str) -> None:
    exported(there)
    filled = fill(there / "list.xlsx", there / "back.xlsx", [(" CONFIRMED ", "x", "y", day)])
    (row,) = read_results(filled, read(there / "out")).results
    assert (row[4], row[7]) == ("confirmed", "2026-11-26")


def listed(*sheets: tuple[str, int, list[str], dict[str, str]]) -> bytes:
    """A workbook of sheets: name, blank rows above, further heads, a row of cells."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page) as book:
        for name, above, more, row in sheets:
            made = book.add_worksheet(name)
            made.write_row(above, 0, [*(column.head.zh for column in COLUMNS), *more])
            made.write_row(above + 2, 0, [row.get(key, "") for key in (*HEADS, *more)])
    return page.getvalue()


ROW = {"code": "P08", "record": "1", "outcome": "属实", "结果": "合规", "Result": "lawful"}


@pytest.mark.parametrize(("sheets", "says"), [
    ([("清单", 0, ["结果"], ROW)], ["工作表“清单”第1行“结果”：有两列这样命名"]), ([("清单", 2, ["Result"], ROW)], ["第3行“结果”：有两列"]),
    ([("清单", 0, [], ROW), ("Work list", 0, [], ROW)], ["“x.xlsx”有几份清单：工作表“清单”、“Work list”"]),
    ([("65010219850101123X", 0, ["结果"], ROW)], ["工作表“…”第1行"]),
])  # fmt: skip
def test_what_a_list_says_twice_is_refused_by_its_place(sheets: list[Any], says: list[str]) -> None:
    """One column of two is not taken without a word, nor one list of two; a sheet may bear somebody's number."""
    with pytest.raises(SifundError) as refused:
        cells(listed(*sheets), "x.xlsx")
    assert [word in one for word, one in zip(says, refused.value.lines("zh"), strict=True)] == [True]


def test_a_list_is_known_by_its_heads_wherever_they_stand() -> None:
    """On any sheet, below rows of whatever; rows keep the numbers that the spreadsheet shows."""
    with xlsxwriter.Workbook(page := io.BytesIO()) as book:
        book.add_worksheet("Notes").write(0, 0, "x")
        made = book.add_worksheet("mine")
        made.write(1, 0, "my list")
        made.write_row(3, 0, [column.head.en for column in COLUMNS])
        made.write_row(6, 0, [ROW.get(key, "") for key in HEADS])
    sheet, (row,) = cells(page.getvalue(), "x.xlsx")
    assert (sheet, row["line"], row["outcome"]) == ("mine", "7", "属实")


def test_results_are_in_the_store_listed_and_undone(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(there)
    out = str(there / "out")

    def call(*words: str) -> tuple[int, str]:
        status = main(["records", "results", *words, "--output", out, "--lang", "en"])
        return status, "".join(capsys.readouterr())

    first = fill(there / "list.xlsx", there / "first.xlsx", [("属实", "x", "甲"), ("待定", "", "")])
    other = fill(there / "list.xlsx", there / "other.xlsx", [("合规", "x", "乙"), ("合规", "x", "乙")])
    capsys.readouterr()
    status, says = call(str(first))
    assert status == 0 and "2 results entered" in says and not (there / "out" / "results.parquet").exists()
    status, says = call(str(first))
    assert "0 results entered" in says and "2 of them were there already" in says
    status, says = call(str(other))
    assert (
        status == 2
        and "row 2 " in says
        and "甲 decided confirmed" in says
        and "--replace" in says
        and "row 3 " not in says
    )
    assert call(str(other), "--replace")[0] == 0 and resulted(there / "out").results["who"].to_list() == ["乙", "乙"]
    shutil.rmtree(there / "out")  # what can be made anew: results are not among it
    check(there / "records")
    assert resulted(there / "out").results["who"].to_list() == ["乙", "乙"]
    assert call("--undo")[0] == 0 and sorted(resulted(there / "out").results["outcome"]) == ["confirmed", "open"]
    status, says = call()
    assert "withdrawn" in says and "by system:" in says and "2 results" in says
    assert call("--undo")[0] == 0 and call("--undo")[0] == 2
    assert call(str(first), "--undo")[0] == 2
    events = [one.what.removeprefix("results.") for one in trail.read() if one.what.startswith("results.")]
    assert events[-4:] == ["entered", "entered", "withdrawn", "withdrawn"]


def test_results_of_the_first_version_go_to_the_store(there: Path) -> None:
    exported(there)
    kept = read(there / "out")
    row = kept.findings.row(0, named=True)
    old = [*(row[name] for name in (*KEY, "mark")), "lawful", "x", "丙", "2026-11-01"]
    pl.DataFrame([old], schema=RECORDED, orient="row").write_parquet(there / "out" / "results.parquet")
    assert resulted(there / "out").results["who"].to_list() == ["丙"]
    filled = fill(there / "list.xlsx", there / "back.xlsx", [("待定", "", "")] * 2)
    assert main(["records", "results", str(filled), "--output", str(there / "out"), "--replace"]) == 0
    assert not (there / "out" / "results.parquet").exists() and len(resulted(there / "out").results) >= 2


def test_a_list_of_other_figures_or_no_list_is_refused(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(there)
    frame = sheet(there / "list.xlsx")
    kept = read(there / "out")
    moved = replace(kept, lazy=kept.lazy.with_columns(mark=pl.lit("other")))
    filled = fill(there / "list.xlsx", there / "back.xlsx", [("属实", "好", "甲")])
    with pytest.raises(SifundError, match=r"row 2 .*other figures"):
        read_results(filled, moved)
    frame.write_csv(there / "list.csv")
    for bad in (there / "list.csv", there / "none.xlsx", there, ROOT / "pyproject.toml"):
        assert main(["records", "results", str(bad), "--output", str(there / "out")]) == 2
        assert ("FILE.xlsx: cannot be read: " in capsys.readouterr().err) == (bad.suffix in (".xlsx", ""))
    assert main(["records", "export", str(there / "x.xlsx"), "--output", str(there / "nothing")]) == 2
    assert "records check --output" in capsys.readouterr().err


def test_a_random_draw_is_the_same_again_and_its_results_are_its_error_rate(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, folder = read(there / "out"), folder_of(there / "records")
    some = draw(kept, folder, "payments", 5, 7)
    assert draw(kept, folder, "payments", 5, 7).equals(some) and some["record"].n_unique() == 5
    assert not draw(kept, folder, "payments", 5, 8)["record"].equals(some["record"])
    with pytest.raises(SifundError, match="which is all there are"):
        draw(kept, folder, "payments", 10_000, 1)
    with pytest.raises(SifundError, match='"7" has drawn 5 others'):
        draw(kept, folder, "payments", 6, 7)
    assert draw(kept, folder, "payments", 5, 7).equals(some)
    file = there / "drawn.xlsx"
    assert main(["records", "draw", str(file), "--output", str(there / "out"), "-n", "5", "--seed", "7"]) == 0
    filled = fill(file, there / "back.xlsx", [("合规", "好", "甲")] * 4 + [("属实", "多付", "甲")])
    assert main(["records", "results", str(filled), "--output", str(there / "out"), "--lang", "en"]) == 0
    rate = next(row for row in rates(resulted(there / "out")).to_dicts() if row["code"] == "draw-7")
    assert rate["rate"] == 0.2 and rate["low"] < 0.2 < rate["high"]
    assert "5 records of payments, 5 looked at, error rate 20.0%" in capsys.readouterr().out


def test_a_draw_that_is_half_looked_at_says_so(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = there / "drawn.xlsx", str(there / "out")
    assert main(["records", "draw", str(file), "--output", out, "-n", "5", "--seed", "7"]) == 0
    capsys.readouterr()
    assert main(["records", "results", "--output", out]) == 0 and "还没有复核结果" in capsys.readouterr().out
    fill(file, there / "back.xlsx", [("合规", "好", "甲")] * 2)
    assert main(["records", "results", str(there / "back.xlsx"), "--output", out, "--lang", "en"]) == 0
    says = capsys.readouterr().out
    assert "2 looked at, error rate 0.0%" in says and "Not all were looked at" in says


def test_the_document_is_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    """Made by `python -m sifund records catalogue > docs/records-rules.md`."""
    assert main(["records", "catalogue"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs" / "records-rules.md").read_text(encoding="utf-8") == catalogue()
    assert all(f"### {code} " in catalogue() for code in rules())
    assert "违规" not in catalogue()
