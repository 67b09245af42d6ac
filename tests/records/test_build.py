"""An office's export becomes records: units, months and codes as declared, numbers masked, every problem told at once and
without a number; nothing half written."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from exported import KEY, MINI, export, table

from sifund.cli import main
from sifund.problem import SifundError
from sifund.records import casts
from sifund.records.about import read_about
from sifund.records.build import Built, build
from sifund.records.casts import of_number
from sifund.records.column import FEN, HASH, ID, MASKED
from sifund.records.engine import over
from sifund.records.export import OF_NUMBER, Declared
from sifund.records.folder import read
from sifund.records.mask import Mask, masked, read_key, veiled
from sifund.records.rules import rules
from sifund.records.tables import TABLES

MASK = Mask(KEY)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    at = tmp_path_factory.mktemp("built")
    return at / "records", build(export(at / "source"), at / "records", MASK)


def test_an_export_holds_what_it_held(built: tuple[Path, Built]) -> None:
    """All columns that are no numbers of anyone, in the units and words of the program."""
    folder, made = built
    kept = read(folder)
    assert (
        not kept.problems and kept.rows == made.rows and made.as_of == "2021-12" and read_about(folder).as_of == 24263
    )
    for name, declared in TABLES.items():
        plain = [c.name for c in declared.columns if c.kind not in (ID, HASH, MASKED) and not c.optional]
        mini = pl.read_parquet(MINI / f"{name}.parquet")
        assert kept.scan(name).select(plain).collect().sort(plain).equals(mini.select(plain).sort(plain)), name


def test_an_identity_number_says_whether_it_is_in_order_and_when_its_person_was_born() -> None:
    """By check digit and date; the numbers of before 1999 have none; other documents are not judged."""
    numbers = {
        "11010519491231002X": (True, 1949 * 12 + 11), "110105194912310021": (False, 1949 * 12 + 11),
        "440524188001010014": (True, 1880 * 12),
        "110105194902310028": (False, None), "110105491231002": (True, 1949 * 12 + 11), "1101051949123100": (False, 1949 * 12 + 11),
        "11010519491231002x": (True, 1949 * 12 + 11), "E12345678": (None, None), "650101********1248": (None, None), None: (None, None),
    }  # fmt: skip
    series = pl.Series(list(numbers), dtype=pl.String)
    valid, month = (of_number(name, series).to_list() for name in OF_NUMBER)
    assert dict(zip(numbers, zip(valid, month, strict=True), strict=True)) == numbers


def test_rules_find_the_same(built: tuple[Path, Built]) -> None:
    """Numbers of one person are one number in every table; and in the mini city all that is planted, nothing else."""
    ours, theirs = (
        over({name: read(folder).scan(name) for name in TABLES})(list(rules().values()))()
        for folder in (built[0], MINI)
    )
    assert ours["code"].value_counts().sort("code").equals(theirs["code"].value_counts().sort("code"))
    planted = pl.read_parquet(MINI / "planted.parquet").filter(pl.col("code").is_in(list(rules())), kind="planted")
    named = ["code", "table", "record"]
    theirs = theirs.drop_nulls("record")
    assert (
        theirs.select(named).sort(named).equals(planted.select(named).sort(named)) and theirs["code"].n_unique() >= 22
    )


def test_no_number_and_no_name_enters(built: tuple[Path, Built]) -> None:
    folder, made = built
    numbers = table("persons")["person_id"].to_list()
    words = "".join(path.read_bytes().decode("latin-1") for path in folder.iterdir())
    assert (
        not any(number in words or number[6:17] in words for number in numbers)
        and "张三丰".encode().decode("latin-1") not in words
    )
    persons = read(folder).scan("persons").collect()
    assert persons["id_masked"].str.contains("^9901[*]{12}[0-9]X$").all() and persons[
        "id_hash"
    ].str.len_chars().unique().to_list() == [32]
    assert [p.code for p in made.notices] == ["not_taken"] and "姓名" in made.notices[0]("zh")


def test_the_same_key_gives_the_same_records(built: tuple[Path, Built], tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    again, other = (build(source, tmp_path / "b", Mask(key)) for key in (KEY, KEY[::-1]))
    assert again.fingerprint == built[1].fingerprint != other.fingerprint


WRONG = {
    "待遇支付.csv": [(1, "金额", "12.345"), (2, "金额", "1e5"), (3, "period", "2021-13"), (4, "kind", "扣款"), (5, "身份证号", "")],
    "spells.csv": [(1, "person_id", "990101999999999999"), (2, "to_month", "1720-01")],
    "bank.csv": [(1, "value_day", "2021-02-30"), (2, "returned", "也许")],
}  # fmt: skip


def redeclare(source: Path, old: str, new: str) -> None:
    path = source / "export.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def spoil(source: Path) -> None:
    for file, cells in WRONG.items():
        encoding = "gb18030" if file == "待遇支付.csv" else "utf-8"
        frame = pl.read_csv((source / file).read_bytes().decode(encoding).encode(), infer_schema=False)
        for row, column, value in cells:
            frame[row, column] = value
        (source / file).write_bytes(frame.write_csv().encode(encoding))
    (source / "claims.csv").write_text((source / "claims.csv").read_text().replace("entitled_months", "months_due"))


def test_every_problem_is_told_at_once_and_none_says_a_number(tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    spoil(source)
    with pytest.raises(SifundError) as refused:
        build(source, tmp_path / "records", MASK)
    told = {(p.place, p.subject, p.code) for p in refused.value.problems}
    assert told == {
        ("待遇支付.csv", "金额", "unreadable"), ("待遇支付.csv", "period", "unreadable"), ("待遇支付.csv", "kind", "unreadable"),
        ("待遇支付.csv", "身份证号", "empty"), ("spells.csv", "person_id", "orphan"), ("spells.csv", "to_month", "range"),
        ("bank.csv", "value_day", "unreadable"), ("bank.csv", "returned", "unreadable"), ("claims.csv", "entitled_months", "no_column"),
    }  # fmt: skip
    lines = [*refused.value.lines("zh"), *refused.value.lines("en")]
    assert any("2 rows cannot be read as fen, written like 99.999, 9a9 (rows 3, 4)" in line for line in lines)
    assert not any("扣款" in line or "990101999999999999" in line or "12.345" in line for line in lines)
    assert not (tmp_path / "records").exists() and not list(tmp_path.glob("*.writing*"))


def test_parquet_with_its_own_types_is_the_same(built: tuple[Path, Built], tmp_path: Path) -> None:
    """Money as numbers of yuan, whole dates, numbers of rows from 1."""
    source = export(tmp_path / "source")
    frame = pl.read_csv((source / "待遇支付.csv").read_bytes().decode("gb18030").encode())
    typed = frame.with_columns(pl.col("period", "paid_month").str.to_date("%Y-%m"), pl.col("金额").cast(pl.Float64))
    (source / "待遇支付.csv").unlink()
    typed.write_parquet(source / "payments.parquet")
    redeclare(source, 'file = "待遇支付.csv"', "")
    made = build(source, tmp_path / "records", MASK)
    assert read(tmp_path / "records").scan("payments").collect().equals(read(built[0]).scan("payments").collect())
    assert made.rows == built[1].rows
    typed[6, "金额"] = 0.125
    typed.write_parquet(source / "payments.parquet")
    with pytest.raises(SifundError) as refused:
        build(source, tmp_path / "records", MASK)
    assert "(rows 7)" in refused.value.lines("en")[0] and len(refused.value.problems) == 1


def test_a_key_that_stands_twice_and_rows_of_nobody(tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    lines = (source / "firms.csv").read_text().splitlines()
    (source / "firms.csv").write_text("\n".join([*lines, lines[1]]))
    header, *rows = (source / "registers.csv").read_text().splitlines()
    (source / "registers.csv").write_text("\n".join([header, "," + rows[0].partition(",")[2], *rows[1:]]))
    with pytest.raises(SifundError) as refused:
        build(source, tmp_path / "records", MASK)
    assert {(p.place, p.code) for p in refused.value.problems} == {("firms.csv", "double"), ("registers.csv", "nobody")}
    assert "2, 42" in refused.value.problems[0]("en")


@pytest.mark.parametrize(
    ("say", "says"),
    [
        ('[payments]\nmoney = "jiao"', "payments.money"), ("[payment]\n", "payment"), ("[payments]\nunit = 1", "payments"),
        ('as_of = "12/2021"', "as_of"), ('[payments.columns]\nsum = "x"', "payments.columns"), ("as_of = ", "export.toml"),
        ('[payments]\nfile = "a/b.csv"', "payments.file"), ('name_zh = "市"', "name_zh"), ("[payments.codes]\nkind = 1", "payments.codes"),
    ],
)  # fmt: skip
def test_a_declaration_that_is_wrong_says_where(tmp_path: Path, say: str, says: str) -> None:
    (tmp_path / "export.toml").write_text(say, encoding="utf-8")
    with pytest.raises(SifundError) as refused:
        build(tmp_path, tmp_path / "records", MASK)
    assert says in refused.value.lines("en")[0]


def test_a_unit_is_declared_or_the_export_refused(tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    redeclare(source, 'money = "wan"', "")
    with pytest.raises(SifundError) as refused:
        build(source, tmp_path / "records", MASK)
    assert {(p.place, p.code) for p in refused.value.problems} == {("refunds.csv", "unit"), ("firm_years.csv", "unit")}


def test_an_export_of_some_tables_says_what_is_missing_and_one_that_ends_early_is_refused(tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    (source / "bank.csv").rename(source / "Bank 650101199001011248.CSV")
    made = build(source, tmp_path / "records", MASK)
    assert [(p.code, p.subject) for p in made.notices] == [
        ("not_taken", "source"), ("missing", "bank"), ("not_taken", "persons")
    ]  # fmt: skip
    assert "Bank ….CSV" in made.notices[0]("en")
    redeclare(source, 'as_of = "2021-12"', "")
    rows = pl.read_csv(source / "contributions.csv", infer_schema=False)
    month = next(name for name in rows.columns if "posted" in name)
    late = rows.head(1).with_columns(pl.lit("2031-01").alias(month), pl.lit("2020-12").alias("month"))
    rows.vstack(late.select(rows.columns)).write_csv(source / "contributions.csv")
    made = build(source, tmp_path / "records", MASK)
    assert made.as_of == "2021-12" and "2021-12" in made.notices[-1]("en") and made.notices[-1].code == "few_later"
    (source / "export.toml").write_text('as_of = "2021-10"\n' + (source / "export.toml").read_text("utf-8"), "utf-8")
    (source / "tax.csv").write_bytes(b"")
    with pytest.raises(SifundError) as refused:
        build(source, tmp_path / "records", MASK)
    assert {p.code for p in refused.value.problems} == {"as_of", "unreadable"}
    assert read(tmp_path / "records").rows["payments"] == read(MINI).rows["payments"]  # what was there stays


@pytest.mark.parametrize(
    ("name", "cells", "values"),
    [
        ("amount_fen", ["1,234.5", "-3", "−3.07", "12.300", "1.005", "1,23", "１２", "1e3", "9" * 18],
         [123_450, -300, -307, 1_230, *[None] * 5]),
        ("period", ["2021-04", "202104", "2021/4", "2021年4月", "2021-04-30", "20210430",
          "2021-00", "24255", "4/2021", "2021.1", "2021.04"],
         [24_255] * 6 + [None] * 4 + [24_255]),
        ("months", ["4", "4.0", "4.5", "-1", "", "９"], [4, 4, None, -1, None, None]),
        ("kind", ["normal", "NORMAL", "正常", "a b"], ["normal", "normal", None, None]),
    ],
)  # fmt: skip
def test_how_cells_are_read(name: str, cells: list[str], values: list[object]) -> None:
    column = TABLES["payments"][name]
    words = pl.Series(name, cells, dtype=pl.String)
    assert (
        casts.read(words, column, Declared(money="yuan"), "amount" if column.kind is FEN else name, MASK).to_list()
        == values
    )


HEAD = "person_id,birth_month,sex,district\n"
ROW = "650101199001011248,1990-01,female,650102\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((HEAD + ROW.replace("female", "男")).encode("gbk"), {"unreadable": "gb18030"}),
        (HEAD.replace("sex", "Person_ID") + ROW, {"twice": "columns 1, 3"}),
        (HEAD.replace("sex", "district") + ROW, {"twice": "columns 3, 4"}),
        (HEAD + ROW + ROW.replace("\n", ",x\n"), {"ragged": "rows 3"}),
        (f"{HEAD}{ROW}".replace(",", ";"), {"separator": "parted by semicolons"}),
        (f"{HEAD}{ROW}".replace("\n", "\r"), {"unreadable": "damaged or empty"}),
        (HEAD + '"' + ROW * 3000 + ROW.replace("\n", ",x\n"), {"unreadable": "damaged or empty"}),
        (HEAD + ROW.replace("1990-01", "32874"), {"unreadable": "write 2021-04, 202104"}),
        (HEAD + ROW.replace("650101199001011248", "6.50101E+17"), {"unreadable": "not in scientific notation"}),
        (HEAD + ROW + ROW.replace("650101199001011248", " ６５０１０１ 199001011248"), {"double": "rows 2, 3"}),
        (HEAD + ROW.replace("1248", "124x") + ROW.replace("1248", "124X"), {"double": "rows 2, 3"}),
    ],
)  # fmt: skip
def test_odd_exports_are_refused_by_file_and_rows(
    tmp_path: Path, content: str | bytes, expected: dict[str, str]
) -> None:
    """Another encoding, columns that differ in case, cells too many, serial dates, rounded numbers, one number in two forms."""
    (tmp_path / "persons.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SifundError) as refused:
        build(tmp_path, tmp_path / "records", MASK)
    assert {p.code for p in refused.value.problems} == set(expected) and not (tmp_path / "records").exists()
    for line, p in zip(refused.value.lines("en"), refused.value.problems, strict=True):
        assert p.place == "persons.csv" and expected[p.code] in line and "650101" not in line and "６５" not in line


def test_columns_are_known_in_any_case_and_numbers_in_any_form(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "persons.csv").write_text(HEAD + ROW)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "persons.csv").write_text(
        HEAD.upper() + ROW.replace("650101199001011248", "'６５０１０１　199001011248")
    )
    one, other = (build(tmp_path / name, tmp_path / f"{name}-records", MASK) for name in "ab")
    assert one.fingerprint == other.fingerprint


def test_columns_without_a_name_are_left_aside(tmp_path: Path) -> None:
    """As a spreadsheet leaves them behind the last, with a blank in one of them."""
    (tmp_path / "persons.csv").write_text(HEAD.replace("\n", ",, ,\n") + ROW.replace("\n", ",,,\n"))
    assert build(tmp_path, tmp_path / "records", MASK).rows == {"persons": 1}


def test_what_was_taken_back_is_below_zero_and_nothing_else_is(tmp_path: Path) -> None:
    source = export(tmp_path / "source")
    path = source / "待遇支付.csv"
    frame = pl.read_csv(path.read_bytes().decode("gb18030").encode(), infer_schema=False)
    amounts = frame["金额"].to_list()
    for row, kind, fen in ((0, "追回", amounts[0]), (1, "追回", f"-{amounts[1]}"), (2, "正常", amounts[2])):
        frame[row, "kind"], frame[row, "金额"] = kind, fen
    path.write_bytes(frame.write_csv().encode("gb18030"))
    build(source, tmp_path / "records", MASK)
    back = read(tmp_path / "records").scan("payments").filter(kind="recovery").collect()["amount_fen"]
    assert len(back) == 2 and (back < 0).all()
    frame[2, "金额"] = f"-{amounts[2]}"
    path.write_bytes(frame.write_csv().encode("gb18030"))
    with pytest.raises(SifundError, match=r"1 row has an amount below 0 and is no recovery.*rows 4"):
        build(source, tmp_path / "other", MASK)


@pytest.mark.parametrize(("second", "fits"), [("2021-04,", True), ("2021-03,", False), ("2020-01,2021-02", False)])
def test_two_standards_of_a_tier_in_one_month_are_refused(tmp_path: Path, second: str, fits: bool) -> None:
    head = "item,tier,from_month,to_month,amount_fen,document\n"
    row = "unemployment.benefit,{tier},{months},100,x\n"
    rows = [("a", "2021-01,2021-03"), ("a", second), ("b", "2021-01,")]
    (tmp_path / "standards.csv").write_text(
        head + "".join(row.format(tier=tier, months=months) for tier, months in rows)
    )
    if fits:
        assert build(tmp_path, tmp_path / "records", MASK).rows == {"standards": 3}
        return
    with pytest.raises(SifundError, match="1 row overlaps in time with another of the same item and tier"):
        build(tmp_path, tmp_path / "records", MASK)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("６５０１０１１９９００１０１１２３Ｘ", "…"), ("号码 6501 0119 9001 0112 3x。", "号码 …。"), ("6501************3X", "…"),
        ("ABCDEF0123456789", "…"), ("2026-11-26", "2026-11-26"), ("属实 12", "属实 12"),
    ],
)  # fmt: skip
def test_words_that_are_repeated_hold_no_number_in_any_form(words: str, left: str) -> None:
    assert veiled(words) == left


def test_masks() -> None:
    numbers = pl.Series(["650101199001011234", "65010119900101123x", "65010119900101123X", "12", None])
    assert masked(numbers).to_list() == [
        "6501************34",
        "6501************3x",
        "6501************3X",
        "************",
        None,
    ]
    keys = MASK.surrogate("person", numbers)
    assert keys[1] == keys[2] and keys.n_unique() == 4 and keys[4] is None and keys.drop_nulls().min() > 0  # type: ignore[operator]
    assert MASK.hashed("person", numbers)[0] != MASK.hashed("firm", numbers)[0] and "0123456789abcdef" not in repr(MASK)


@pytest.mark.parametrize("inside", [True, False])
def test_the_key_lies_outside_and_is_long(tmp_path: Path, inside: bool) -> None:
    path = tmp_path / ("data/key" if inside else "key")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(KEY if inside else KEY[:31])
    for at in (path, tmp_path / "none"):
        with pytest.raises(SifundError):
            read_key(at, tmp_path / "data")


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key").write_bytes(KEY)
    source = export(tmp_path / "source")
    call = ["records", "build", str(source), str(tmp_path / "records"), "--key", str(tmp_path / "key"), "--lang", "en"]
    assert main(call) == 0
    out, err = capsys.readouterr()
    assert "2021-12" in out and f"payments {read(MINI).rows['payments']}" in out and "not taken over" in err
    (source / "claims.csv").write_text("claim_id\n1\n")
    assert main(call) == 2 and capsys.readouterr().err.count("claims.csv") >= 10
