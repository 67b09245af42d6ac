"""A document proves itself: what was changed is told in its class, what only the file's maker changed is not told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
import tamper
from office import city, office
from support import scenario

from sifund import __version__, apart
from sifund.analysis.comparison import compare
from sifund.cli import main
from sifund.dataset import SAMPLE, Dataset
from sifund.importer.source import read_files
from sifund.problem import SifundError
from sifund.report import again as maker
from sifund.report import order, pdf, side, verify, word, workbook
from sifund.report.order import Order
from sifund.report.proof import pieces, render
from sifund.report.proof.excel_cells import _moved_to
from sifund.report.verify import Verified
from sifund.text import LANGS, Lang

TEXT = "1;n=%E6%8F%90%E6%A0%87;unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90"
OTHER, OWN = "n=own;unemployment.refund_rate_sme=80", ";unemployment.income=700000000"
OFFICE = "1;unemployment.benefit_standard=1600"
LINK = "http://127.0.0.1:8501/compare?s=1"
KINDS = ("annual", "brief", "pdf", "workbook", "comparison")
ENDINGS = {"annual": "docx", "brief": "docx", "pdf": "pdf", "workbook": "xlsx", "comparison": "xlsx"}
MAKERS: dict[str, Callable[[Order], bytes]] = {
    "annual": word.annual, "brief": word.brief, "pdf": pdf.brief, "workbook": workbook.workbook,
}  # fmt: skip


def made(dataset: Dataset, kind: str, lang: Lang, *texts: str) -> bytes:
    asked = [scenario(dataset, text) for text in texts]
    if kind == "comparison":
        other = scenario(dataset, OTHER + (OWN if dataset.code == SAMPLE else ""))
        return side.workbook(side.Side(dataset, compare(dataset, [*asked, other], 1), lang, LINK))
    return MAKERS[kind](Order(dataset, asked[0], lang))


@pytest.fixture(scope="module")
def documents(dataset: Dataset) -> dict[str, bytes]:
    """One of every kind and form."""
    return {kind: made(dataset, kind, "zh", TEXT) for kind in KINDS}


@pytest.fixture(scope="module", autouse=True)
def _made_once() -> object:
    """What is to be compared with is made and read once for all changes of a document."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verify, "again", lru_cache(maxsize=None)(maker.again))
        patch.setattr(verify, "reading", lru_cache(maxsize=8)(verify.reading))
        yield


def verified(content: bytes, kind: str, dataset: Dataset, folder: Path) -> Verified:
    file = folder / f"x.{ENDINGS[kind]}"
    file.write_bytes(content)
    return verify.verify(file, dataset)


def told(found: Verified) -> str:
    return "\n".join(
        f"{one.place('zh')} {pieces.readable(one.document)('zh')} {pieces.readable(one.today)('zh')}"
        for one in found.differences
    )


@pytest.mark.parametrize("one", tamper.TAMPERINGS, ids=lambda one: f"{one.document}-{one.name}")
def test_what_was_changed_is_told_in_its_class(
    one: tamper.Tampering, documents: dict[str, bytes], dataset: Dataset, tmp_path: Path
) -> None:
    found = verified(one.change(documents[one.document]), one.document, dataset, tmp_path)
    assert not found.holds
    assert bool(found.figures) is one.figures, told(found)
    assert one.names in told(found)


@pytest.mark.parametrize(("kind", "change"), tamper.HARMLESS, ids=lambda x: x if isinstance(x, str) else x.__name__)
def test_what_changes_the_file_and_not_the_page_is_no_difference(
    kind: str, change: tamper.Change, documents: dict[str, bytes], dataset: Dataset, tmp_path: Path
) -> None:
    found = verified(change(documents[kind]), kind, dataset, tmp_path)
    assert found.holds, told(found)


def test_a_formula_is_told_as_its_cell_has_it(documents: dict[str, bytes], dataset: Dataset, tmp_path: Path) -> None:
    found = verified(tamper.a_formula_changed_its_value_kept(documents["workbook"]), "workbook", dataset, tmp_path)
    assert told(found) == "结果!D4 [公式 SUM(D2:D3)*2] [公式 SUM(D2:D3)]"


def test_a_shared_formula_moves_with_its_cell_but_for_what_is_fixed() -> None:
    assert _moved_to(6, 5, 4, 4, "SUM($D2:D$3)-D2") == "SUM($D4:E$3)-E4"


def test_a_row_of_words_put_in_moves_no_figure(documents: dict[str, bytes], dataset: Dataset, tmp_path: Path) -> None:
    found = verified(tamper.row_put_in(documents["workbook"]), "workbook", dataset, tmp_path)
    assert [one.document for one in found.differences] == ["市人社局留存 2026"] and not found.figures


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("of", ["sample", "city", "office"])
def test_a_document_that_nobody_touched_proves_itself(
    of: str, kind: str, lang: Lang, dataset: Dataset, tmp_path: Path
) -> None:
    own = dataset
    if of != "sample":
        files = city() if of == "city" else office()
        own = read_files(files if isinstance(files, list) else [files]).dataset
    found = verified(made(own, kind, lang, TEXT if of == "sample" else OFFICE), kind, own, tmp_path)
    assert found.holds and found.unlike is None and found.numbers > 10, told(found)


# --- other versions, other templates ----------------------------------------------------------------------------------


def test_of_an_older_document_the_figures_are_compared(
    dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One without marks of version and template, as 0.2 wrote it."""
    passport = order.Order.passport
    monkeypatch.setattr(
        order.Order, "passport", lambda own, kind, _="", **__: replace(passport(own, kind), version=order.UNMARKED)
    )
    old = made(dataset, "brief", "zh", TEXT)
    monkeypatch.undo()
    reworded = tamper.edited(old, tamper.DOCUMENT, "自治区", "自治区政府")
    found = verified(reworded, "brief", dataset, tmp_path)
    assert found.holds and found.unlike
    assert main(["verify", str(tmp_path / "x.docx"), "--lang", "en"]) == 0
    assert "not compared: made by version 0.2." in capsys.readouterr().out
    for change in (("76,344", "67,344"), ("87,498万元", "87,498亿元")):
        found = verified(tamper.edited(reworded, tamper.DOCUMENT, *change), "brief", dataset, tmp_path)
        assert len(found.figures) == 1 and not found.words
    found = verified(tamper.a_signature_below(old), "brief", dataset, tmp_path)
    assert not found.figures and [one.document for one in found.words] == ["2026", "1", "5"]


def test_a_passport_without_marks_is_read_as_the_older_version() -> None:
    text = ('sifund:{"kind":"brief","lang":"zh","base":"","dataset":"urumqi-2021","dataset_fingerprint":"x","scenario":"1",'
            '"scenario_fingerprint":"x","result_fingerprint":"x"}')  # fmt: skip
    found = order.read_passport(text)
    assert found and (found.version, found.template) == ("0.2", "")


@pytest.mark.parametrize("kind", ["brief", "pdf"])
def test_of_another_template_the_figures_are_compared(
    kind: str, dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: dict[str, bytes]
) -> None:
    maker_of = {"brief": word, "pdf": pdf}[kind]
    monkeypatch.setattr(maker_of, "template_mark", lambda _: "0123456789ab")
    other = made(dataset, kind, "zh", TEXT)
    monkeypatch.undo()
    found = verified(other, kind, dataset, tmp_path)
    assert found.holds and found.unlike == maker.OTHER_TEMPLATE
    assert verified(documents[kind], kind, dataset, tmp_path).unlike is None


def test_documents_say_their_version_and_template(documents: dict[str, bytes]) -> None:
    from sifund.report.read import passport_of

    for kind, content in documents.items():
        passport = passport_of(content)
        assert passport and passport.version == __version__
        assert bool(passport.template) is (ENDINGS[kind] != "xlsx")


# --- what the command says --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_the_command_tells_both_classes_and_what_it_did_not_look_at(
    lang: Lang, documents: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(documents["brief"])
    assert main(["verify", str(file), "--lang", lang]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 3 and said[2].startswith({"zh": "没有查看：", "en": "Not looked at: "}[lang])
    changed = tamper.a_signature_below(tamper.a_sign_turns(documents["brief"]))
    file.write_bytes(changed)
    assert main(["verify", str(file), "--lang", lang]) == 1
    said = capsys.readouterr().out
    assert "+12,603 → −12,603" in said and "审核人：张三 2026年1月5日 → ∅" in said
    assert {"zh": "文字和图不同，1处", "en": "Words and pictures differ (1;"}[lang] in said
    assert "\x01" not in said and {"zh": "paragraph", "en": "段"}[lang] not in said
    assert main(["verify", str(file), "--format", "json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert {one["class"] for one in answer["differences"]} == {"figures", "words"} and answer["words_compared"]


# --- hostile files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "change"), list(tamper.bombs()), ids=lambda x: x if isinstance(x, str) else "")
def test_a_hostile_word_file_ends_with_a_message(
    name: str, change: tamper.Change, documents: dict[str, bytes], dataset: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(SifundError) as error:
        verified(change(documents["brief"]), "brief", dataset, tmp_path)
    assert all(problem.code in ("broken", "too_much") for problem in error.value.problems)
    assert error.value.lines("zh") and error.value.lines("en")


def test_a_pdf_of_many_pages_and_one_that_cannot_be_drawn(
    documents: dict[str, bytes], dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = documents["pdf"]
    for _ in range(5):
        content = tamper.a_page_more(content)
    assert verified(content, "pdf", dataset, tmp_path).words
    for _ in range(16):
        content = tamper.a_page_more(content)
    with pytest.raises(SifundError, match="20 pages"):
        verified(content, "pdf", dataset, tmp_path)
    monkeypatch.setattr(render, "ends_well", lambda *_: False)
    found = verified(tamper.written_anew(documents["pdf"]), "pdf", dataset, tmp_path)
    assert found.holds and verify.NOT_DRAWN in found.unseen


def test_a_pdf_whose_forms_draw_forms_without_end_ends(
    documents: dict[str, bytes], dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 5)
    found = verified(tamper.forms_without_end(documents["pdf"]), "pdf", dataset, tmp_path)
    assert not found.holds and "页面画不出来" in told(found)
