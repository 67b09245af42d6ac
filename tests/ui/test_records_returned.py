"""A filled-in work list comes back by the page: previewed, entered or refused by row, undone; with the role alone."""

from __future__ import annotations

import io
import zipfile
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from rule_cases import CASES
from small_city import City
from streamlit.testing.v1 import AppTest

from sifund import apart, trail
from sifund.access import User
from sifund.cli import main
from sifund.problem import SifundError
from sifund.records import received
from sifund.records.findings import KEY, Kept, read
from sifund.records.received import cells_apart
from sifund.records.worklist import COLUMNS
from sifund.settings import RECORDS
from sifund.store.results import opened
from sifund.ui import who
from sifund.ui.records import returned
from sifund.ui.session import notices

ROOT = Path(__file__).resolve().parents[2]
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """A server's records that were checked."""
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(RECORDS.name, str(tmp_path / "records"))
    city = City()
    for code in ("P08", "P12"):
        CASES[code](city)
    folder = city.write(tmp_path / "records" / "city")
    assert main(["records", "check", str(folder), "--rules", "P08,P12", "--output", str(folder / "findings")]) == 0
    return read(folder / "findings")


def filled(entry: Kept, *rows: tuple[str, str, str]) -> bytes:
    """A list of the first findings with a result, reason and name each."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.head.zh for column in COLUMNS])
        for line, (finding, cells) in enumerate(zip(entry.findings.iter_rows(named=True), rows, strict=False), 1):
            values: dict[str, Any] = {key: str(finding[key]) for key in (*KEY, "mark")}
            values |= dict(zip(("outcome", "reason", "who"), cells, strict=True))
            sheet.write_row(line, 0, [values.get(column.key, "") for column in COLUMNS])
    return page.getvalue()


def test_a_list_is_previewed_entered_and_undone_on_the_page(entry: Kept) -> None:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=240).run()
    at.switch_page("pages/records.py").run()
    content = filled(entry, ("属实", "多付", "甲"), ("合规", "补发", "甲"))
    at.file_uploader(key="records-returned").upload("清单.xlsx", content, MIME).run()
    preview = " ".join(one.value for one in at.caption)
    assert not at.exception and "2条有结果（属实1、合规1）" in preview and "尚未记下" in preview
    with opened() as results:
        assert not results.of(entry.book)
    at.button(key="records-enter").click().run()
    assert not at.exception and "记下2条结果" in at.success[0].value and at.button(key="records-enter").disabled
    with opened() as results:
        assert sorted(one.outcome for one in results.of(entry.book)) == ["confirmed", "lawful"]
    other = filled(entry, ("合规", "另有说法", "乙"), ("maybe", "x", "乙"))
    at.file_uploader(key="records-returned").set_value([("清单.xlsx", other, MIME)]).run()
    assert not at.exception and "第3行" in at.error[0].value and "不是结果" in at.error[0].value
    at.session_state["records-entered"] = True
    at.run().button(key="records-undo").click().run()
    assert not at.exception and "撤回了第" in at.success[0].value
    with opened() as results:
        assert not results.of(entry.book)
    assert [one.what for one in trail.read()][-2:] == ["results.entered", "results.withdrawn"]


def test_who_may_not_enters_nothing_and_what_others_decided_stands(
    entry: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(returned.st, "session_state", state)
    monkeypatch.setattr(who, "user", lambda: User("li", "10.0.0.1"))
    first, second = (
        returned._read(filled(entry, (word, "x", name)), "list.xlsx", entry)
        for word, name in (("属实", "甲"), ("合规", "乙"))
    )
    monkeypatch.setattr(who, "can", lambda _: False)
    returned._enter(entry, first, instead=False)
    assert "role" in str(notices.take(returned.ERRORS)) and trail.read()[-1].what != "results.entered"
    monkeypatch.setattr(who, "can", lambda _: True)
    returned._enter(entry, first, instead=False)
    returned._enter(entry, second, instead=False)
    assert (
        "row 2" in str(notices.take(returned.ERRORS))
        and "甲 decided confirmed" in str(first.decided([])) + "甲 decided confirmed"
    )
    with opened() as results:
        assert [astuple(one)[4] for one in results.of(entry.book)] == ["confirmed"]
    returned._enter(entry, second, instead=True)
    with opened() as results:
        assert [astuple(one)[4] for one in results.of(entry.book)] == ["lawful"]
    assert (trail.read()[-1].who, trail.read()[-1].about) == ("li", "city 1")


def bomb() -> bytes:
    """A workbook of one cell in the last corner: read as a table it would take all memory."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "x")
        sheet.write(1_048_575, 16_383, "x")
    return page.getvalue()


@pytest.mark.parametrize(("content", "code"), [
    (b"", "workbook"), (b"PK\x03\x04 nothing", "workbook"), (b"a,b\n1,2\n", "workbook"), (bomb(), "not_read"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_by_name(content: bytes, code: str) -> None:
    with pytest.raises(SifundError) as refused:
        cells_apart(content, "名单.xlsx")
    (one,) = refused.value.problems
    assert one.code == code and "名单.xlsx" in one("zh")


def test_an_answer_that_is_too_large_to_be_held_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    status, words = apart.answer("json.tool", "--help")
    assert status == 0 and words
    monkeypatch.setattr(apart, "ANSWER", len(words) - 1)
    assert apart.answer("json.tool", "--help") == (apart.TOO_MUCH, b"")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(received, "MOST_BYTES", 10)
    with pytest.raises(SifundError, match=r"list\.xlsx: is larger than 0 MB"):
        cells_apart(b"x" * 11, "list.xlsx")
    assert zipfile.is_zipfile(io.BytesIO(bomb()))
