"""Ties: what agrees is tied, what does not is named with its side and amount, what cannot be compared says what it needs."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from support import sample

from sifund.cli import main
from sifund.cli.ties import _page
from sifund.dataset.reconciled import FILE, Reconciled, reconciled
from sifund.problem import Problem
from sifund.records.about import About, read_about
from sifund.records.agreed import agreed
from sifund.records.folder import read
from sifund.records.home import ties_of
from sifund.records.tables import TABLES
from sifund.records.ties import KINDS, Tie, compared, counts, tie
from sifund.report import word
from sifund.report.annual import Annual
from sifund.report.order import Order
from sifund.report.verify import verify
from sifund.settings import RECORDS
from sifund.text import LANGS, Text

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"
HERE = Text("此处", "here")


def of(folder: Path) -> tuple[Tie, ...]:
    return tie(read(folder), read_about(folder), sample())


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MINI, tmp_path / "city"))


def changed(folder: Path, table: str, **columns: pl.Expr) -> None:
    path = folder / f"{table}.parquet"
    frame = pl.read_parquet(path)
    frame.with_columns(**columns).cast(TABLES[table].always).write_parquet(path)


def test_all_lines_tie_and_the_two_planted_differences_are_found() -> None:
    ties = of(MINI)
    assert {kind: dict(count) for kind, count in counts(ties).items()} == {
        "lines": {"tied": 16}, "batches": {"tied": 98, "differs": 2}, "collection": {"tied": 12},
    }  # fmt: skip
    found = [(one.side, one.amount) for one in ties if one.state == "differs"]
    assert found == [("bank", 132_300), ("ledger", -36_000)]


@pytest.mark.parametrize(
    ("sides", "state", "side", "amount"),
    [
        ({"a": 5, "b": 5, "c": 5}, "tied", "", 0),
        ({"a": 5, "b": None, "c": 5}, "tied", "", 0),
        ({"a": 5, "b": 7, "c": 5}, "differs", "b", 2),
        ({"a": 9, "b": 7, "c": 7, "d": 7}, "differs", "a", 2),
        ({"a": 5, "b": None, "c": 9}, "differs", "a", -4),
        ({"a": 5, "b": 7, "c": 9}, "differs", "all", 4),
        ({"a": 0, "b": 7}, "differs", "a", -7),
        ({"a": None, "b": 7}, "open", "", 0),
        ({"a": None, "b": None}, "open", "", 0),
    ],
)  # fmt: skip
def test_who_is_alone(sides: dict[str, int | None], state: str, side: str, amount: int) -> None:
    one = compared("batches", HERE, sides)
    assert (one.state, one.side, one.amount) == (state, side, amount) and bool(one.why) == (state == "open")


def test_a_reported_line_ties_within_its_last_digit_but_invented_ones_to_the_fen() -> None:
    assert compared("lines", HERE, {"records": 999_600, "report": 1_000_000}, room=500_000).state == "tied"
    assert compared("lines", HERE, {"records": 999_999, "report": 1_000_000}).amount == -1


def test_a_payment_that_is_not_in_the_records_is_missed(city: Path) -> None:
    """In its line and in its batch; the bank and the ledger are not blamed."""
    path = city / "payments.parquet"
    frame = pl.read_parquet(path)
    lost = frame.filter(item="public.pension").row(0, named=True)
    frame.filter(pl.col("payment_id") != lost["payment_id"]).write_parquet(path)
    wrong = [one for one in of(city) if one.state == "differs" and one.amount == -lost["amount_fen"]]
    assert [(one.kind, one.side) for one in wrong] == [("lines", "records"), ("batches", "business")]


def test_a_payment_sent_again_counts_once(city: Path) -> None:
    changed(city, "payments", resend_of=pl.lit(None), kind=pl.lit("normal"))
    assert sum(one.state == "differs" for one in of(city) if one.kind == "lines") == 2  # benefit and assistance


def test_what_comes_in_a_month_later_is_in_transit(city: Path) -> None:
    late = pl.when(pl.col("month") == 24252).then(-700).when(pl.col("month") == 24253).then(700).otherwise(0)
    changed(city, "treasury", received_fen=pl.col("received_fen") + late)
    states = [one for one in of(city) if one.kind == "collection" and one.state != "tied"]
    assert [one.state for one in states] == ["open", "open"] and all(
        one.why and "transit" in one.why.en for one in states
    )
    changed(city, "treasury", received_fen=pl.col("received_fen") + 5 * (pl.col("month") == 24257))
    assert {(one.side, one.amount) for one in of(city) if one.kind == "collection" and one.state == "differs"} == {
        ("treasury", 5)
    }


@pytest.mark.parametrize(
    ("table", "kinds"),
    [
        ("ledger", {"batches", "collection"}),
        ("bank", {"batches"}),
        ("tax", {"collection"}),
        ("treasury", {"collection"}),
        ("payments", {"lines", "batches"}),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_a_table_that_is_not_at_hand_is_no_difference(city: Path, table: str, kinds: set[str], empty: bool) -> None:
    path = city / f"{table}.parquet"
    pl.read_parquet(path).clear().write_parquet(path) if empty else path.unlink()
    ties = of(city)
    opened = {one.kind for one in ties if one.why and table in one.why.en}
    assert opened == kinds and not any(one.state != "open" for one in ties if one.kind in kinds - {"lines"})


@pytest.mark.parametrize(
    ("table", "change", "kind", "side"),
    [
        ("bank", ~pl.col("fund").is_in(["public"]), "batches", "bank"),
        ("bank", pl.col("value_day") >= 20210201, "batches", "bank"),
        ("ledger", pl.col("posted_month") >= 24253, "batches", "ledger"),
        ("tax", pl.col("month") >= 24253, "collection", "tax"),
        ("treasury", pl.col("month") <= 24262, "collection", "treasury"),
    ],
)  # fmt: skip
def test_a_fund_or_month_that_a_side_does_not_cover_is_no_difference(
    city: Path, table: str, change: pl.Expr, kind: str, side: str
) -> None:
    """The side says nothing there; what it says elsewhere ties or differs as before, and nothing more differs."""
    before = {one.batch or one.place: one for one in of(city) if one.kind == kind}
    path = city / f"{table}.parquet"
    pl.read_parquet(path).filter(change).write_parquet(path)
    after = {one.batch or one.place: one for one in of(city) if one.kind == kind}
    silent = {at for at, one in after.items() if dict(one.sides)[side] is None}
    assert 0 < len(silent) < len(before)
    assert {at for at, one in after.items() if one.state != before[at].state and one.state != "open"} == set()
    assert all(after[at].state == before[at].state for at in after.keys() - silent)


def test_records_that_end_early_and_items_that_the_report_has_not(city: Path) -> None:
    early = About(as_of=24260, lines=read_about(city).lines)
    assert {one.state for one in tie(read(city), early, sample()) if one.kind == "lines"} == {"open"}
    changed(city, "payments", item=pl.col("item").replace("public.pension", "public.bonus"))
    lines = {one.place.en: one for one in of(city) if one.kind == "lines"}
    assert lines["public.bonus, 2021"].state == "open"
    pension = lines[f"{sample().line_name('public.pension').en}, 2021"]
    assert [name for name, _ in pension.sides] == ["ledger", "report"]  # no record of a person lies under it any more


def test_the_command_says_both_differences(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["records", "tie", str(MINI), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "bank has 1,323.00 yuan more" in out and "ledger has 360.00 yuan less" in out and out.count("differs: ") == 2
    assert main(["records", "tie", str(MINI), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)["ties"]
    assert {row["kind"] for row in rows} == set(KINDS) and sum(row["state"] == "differs" for row in rows) == 2
    assert main(["records", "tie", str(MINI), "--lang", "zh"]) == 1 and "银行多1,323.00元" in capsys.readouterr().out


# --- kept beside the records, for the checks page and the annual report -----------------------------------------------


def drawn() -> str:
    """All words that the checks page has on records."""

    def page() -> None:
        from support import sample

        from sifund.ui.parts.record_ties import record_ties

        record_ties(sample())

    at = AppTest.from_function(page, default_timeout=30).run()
    assert not at.exception
    return " ".join([*(str(x.proto.body) for x in at.get("html")),
                     *(x.value for x in [*at.subheader, *at.caption, *at.warning, *at.error])])  # fmt: skip


def annual(lang: str) -> str:
    content = Annual(Order(sample(), lang="en" if lang == "en" else "zh")).content()
    return " ".join([*content["overview"], *content["problems"]])


def test_without_records_nothing_is_said_of_them(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RECORDS.name, raising=False)
    assert reconciled(sample()) == ((), ()) and drawn() == "" and "明细对账" not in annual("zh")
    monkeypatch.setenv(RECORDS.name, str(city.parent))
    assert reconciled(sample()) == ((), ()) and main(["records", "tie", str(city)]) == 1 and not (city / FILE).exists()


def test_what_was_kept_stands_on_the_page_and_in_the_report(
    city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each tied, differing with side, amount and place, or open; no batch and no key; out of date when the dataset, or the
    records, are others."""
    monkeypatch.setenv(RECORDS.name, str(city.parent))
    (city / "treasury.parquet").unlink()
    assert main(["records", "tie", str(city), "--keep"]) == 1 and "99600" in capsys.readouterr().out
    (one,), problems = reconciled(sample())
    assert not problems and not one.stale and one.invented and "99600" not in (city / FILE).read_text("utf-8")
    assert [(kind.tied, kind.differs, kind.open) for kind in one.kinds] == [(16, 0, 0), (98, 2, 0), (0, 0, 1)]
    for lang in LANGS:
        for words in (drawn(), annual(lang)) if lang == "zh" else (annual(lang),):
            for part in {"zh": ("2021-06", "银行多1,323元", "财务少360元", "treasury", "虚构"),
                         "en": ("2021-06", "bank has 1,323 yuan more", "treasury", "invented")}[lang]:  # fmt: skip
                assert part in words
    assert "98" in annual("en") and "Look at each entry" in annual("en")
    about = city / "about.json"
    about.write_text(about.read_text("utf-8").replace(read_about(city).fingerprint, "0" * 12), "utf-8")
    assert reconciled(sample())[0][0].stale and "有改动" in drawn() and "changed since" in annual("en")


def test_the_records_page_says_that_the_dataset_is_another(city: Path) -> None:
    assert main(["records", "tie", str(city), "--keep"]) == 1
    one = ties_of(city)
    assert isinstance(one, Reconciled) and not one.stale
    (city / FILE).write_text((city / FILE).read_text("utf-8").replace(sample().fingerprint, "0" * 12), "utf-8")
    one = ties_of(city)
    assert isinstance(one, Reconciled) and one.stale


def test_a_report_made_before_records_were_compared_again_says_why_it_differs(
    city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(RECORDS.name, str(city.parent))
    file, early = tmp_path / "annual.docx", tmp_path / "early.docx"
    early.write_bytes(word.annual(Order(sample()), drawn=False))
    assert main(["records", "tie", str(city), "--keep"]) == 1
    (notice,) = verify(early).notices
    assert notice.code == "retied" and "after the document was made" in notice("en"), "it lists no records"
    file.write_bytes(word.annual(Order(sample()), drawn=False))
    verified = verify(file)
    assert (
        verified.holds and not verified.notices and verified.passport.ties in dict(verified.passport.lines()).values()
    )
    (city / FILE).write_text((city / FILE).read_text("utf-8").replace('"tied": 98', '"tied": 97'), "utf-8")
    verified = verify(file)
    assert verified.differences and [one.code for one in verified.notices] == ["retied"]
    assert "after the document was made" in verified.notices[0]("en") and verified.passport.ties
    (city / FILE).unlink()
    assert [one.code for one in verify(file).notices] == ["retied"], "what was kept is gone"


def test_a_damaged_file_is_named_not_dropped(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(RECORDS.name, str(city.parent))
    (city / FILE).write_text("{")
    assert "损坏" in drawn() and "damaged" in annual("en")
    assert isinstance(ties_of(city), Problem), "the records page does not say that nothing was compared"


def test_ties_of_no_dataset_are_not_kept(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (city / "about.json").unlink()
    assert main(["records", "tie", str(city), "--keep"]) == 2 and "--keep" in capsys.readouterr().err
    assert not (city / FILE).exists()


def test_sides_that_all_disagree_are_said_to(tmp_path: Path) -> None:
    """No side of three is the odd one: none is named as having more."""
    apart = compared("batches", Text("六月", "June"), {"business": 100, "ledger": 300, "bank": 900})
    (one,) = agreed([apart], About(), tmp_path, sample()).untied
    assert one.says == Text("各方互不一致，最多相差8元", "they all disagree, by up to 8 yuan")
    for lang, says in zip(
        LANGS, ("各方互不一致，最多相差8.00元", "all of them disagree, by up to 8.00 yuan"), strict=True
    ):
        assert says in _page([apart], lang)
