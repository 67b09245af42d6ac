"""The mini city as an office's system would export it: CSV with names and units of its own, whole identity numbers."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from sifund.records.column import DAY, FEN, FLAG, MASKED, MONTH
from sifund.records.export import OF_NUMBER
from sifund.records.tables import TABLES

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"
KINDS = {"正常": "normal", "补发": "arrears", "重发": "resend", "追回": "recovery"}
MONEY = {"payments": "yuan", "refunds": "wan", "firm_years": "wan"}
DECLARED = """
as_of = "2021-12"
dataset = "urumqi-2021"

[persons.columns]
person_id = "身份证号"

[payments]
file = "待遇支付.csv"
encoding = "gb18030"
money = "yuan"

[payments.columns]
person_id = "身份证号"
amount_fen = "金额"

[payments.codes.kind]
"正常" = "normal"
"补发" = "arrears"
"重发" = "resend"
"追回" = "recovery"

[refunds]
money = "wan"

[firm_years]
money = "wan"
"""
KEY = b"0123456789abcdef0123456789abcdef"


def identity(ids: pl.Series) -> pl.Series:
    """18 characters, the last an X, of a surrogate key."""
    return "990101" + (ids % 10**11).cast(pl.String).str.zfill(11) + "X"


def table(name: str) -> pl.DataFrame:
    """A table of the mini city as the export has it, columns by our names."""
    frame = pl.read_parquet(MINI / f"{name}.parquet")
    for column in TABLES[name].columns:
        if column.optional:
            continue
        values = frame[column.name]
        if column.name == "person_id":
            values = identity(values)
        elif column.kind is MONTH:
            values = (values // 12).cast(pl.String) + "-" + (values % 12 + 1).cast(pl.String).str.zfill(2)
        elif column.kind is DAY:
            values = values.cast(pl.String).str.replace("^(....)(..)(..)$", "$1-$2-$3")
        elif column.kind is FLAG:
            values = values.replace_strict({True: "是", False: "否"}, return_dtype=pl.String)
        elif column.kind is FEN and name in MONEY:
            places = {"yuan": 2, "wan": 6}[MONEY[name]]
            digits = values.cast(pl.String).str.zfill(places + 1)
            values = digits.str.slice(0, digits.str.len_chars() - places) + "." + digits.str.slice(-places)
        frame = frame.with_columns(values.alias(column.name))
    return frame


def export(folder: Path) -> Path:
    """Write the export; its persons have names, too."""
    folder.mkdir()
    for name, declared in TABLES.items():
        frame = table(name)
        drop = [c.name for c in declared.columns if c.kind is MASKED or c.name in ("id_hash", "code_hash")]
        frame = frame.drop(drop)
        if name in MONEY:
            frame = frame.rename({c: c.removesuffix("_fen") for c in frame.columns if c.endswith("_fen")})
        if name == "persons":
            nothing = {name: pl.lit(None) for name in OF_NUMBER}
            frame = frame.rename({"person_id": "身份证号"}).with_columns(姓名=pl.lit("张三丰"), **nothing)
        if name == "payments":
            back = {code: word for word, code in KINDS.items()}
            frame = frame.with_columns(pl.col("kind").replace(back)).rename({"person_id": "身份证号", "amount": "金额"})
        file = folder / ("待遇支付.csv" if name == "payments" else f"{name}.csv")
        file.write_bytes(frame.write_csv().encode("gb18030" if name == "payments" else "utf-8"))
    (folder / "export.toml").write_text(DECLARED, encoding="utf-8")
    return folder
