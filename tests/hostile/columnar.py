"""Parquet: types, footers, sizes that lie, pages that are cut, columns that are missing, doubled or nested."""

from __future__ import annotations

import io
import random
import struct
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from hostile import LINES, TABLES, VALUES, Case, changed, either, legal, without, wrong
from sifund.importer.sheet import File

OTHERS = tuple(name for name in TABLES if name != "lines")
KEY = "unemployment.medical 2022"
FORGED = Path(__file__).resolve().parents[1] / "data" / "forged.parquet"


def frame(table: str = "lines") -> pl.DataFrame:
    head, *rows = TABLES[table]
    made = pl.DataFrame([list(row) for row in rows], schema=list(head), orient="row")
    numbers = {"actual": pl.Float64, "year": pl.Int64, "base_year": pl.Int64, "value": pl.Float64, "amount": pl.Float64}
    return made.with_columns(pl.col(name).cast(kind) for name, kind in numbers.items() if name in head)


def stored(made: pl.DataFrame | pa.Table, **options: Any) -> bytes:
    page = io.BytesIO()
    pq.write_table(made.to_arrow() if isinstance(made, pl.DataFrame) else made, page, **options)
    return page.getvalue()


def whole(lines: bytes) -> tuple[File, ...]:
    return (*(File(f"{name}.parquet", stored(frame(name))) for name in OTHERS), File("lines.parquet", lines))


def cases() -> Iterator[Case]:
    yield from _legal()
    yield from _types()
    yield from _columns()
    yield from _footers()


def _legal() -> Iterator[Case]:
    lines = frame()
    for name, options in {
        "plain": {}, "no compression": {"compression": "none"}, "gzip": {"compression": "gzip"}, "brotli": {"compression": "brotli"}, "zstd": {"compression": "zstd"},
        "lz4": {"compression": "lz4"}, "no dictionary": {"use_dictionary": False}, "version 1": {"version": "1.0"}, "data pages 2": {"data_page_version": "2.0"},
        "rows one by one": {"row_group_size": 1}, "no statistics": {"write_statistics": False}, "checksums": {"write_page_checksum": True},
        "delta": {"use_dictionary": False, "column_encoding": {"source": "DELTA_BYTE_ARRAY"}}, "split": {"use_dictionary": False, "column_encoding": {"actual": "BYTE_STREAM_SPLIT"}},
    }.items():  # fmt: skip
        yield legal(f"parquet {name}", *whole(stored(lines, **options)))
    page = io.BytesIO()
    lines.write_parquet(page)
    yield legal("parquet of Polars", *whole(page.getvalue()))


def _types() -> Iterator[Case]:
    """The figures in columns of another type."""
    lines = frame()
    for kind in (pl.Float32, pl.Int64, pl.Int32, pl.UInt64, pl.String, pl.Decimal(18, 2), pl.Categorical):
        source = pl.col("actual").round(0) if kind in (pl.Int64, pl.Int32, pl.UInt64) else pl.col("actual")
        typed = lines.with_columns(
            actual=source.cast(pl.String).cast(kind) if kind == pl.Categorical else source.cast(kind)
        )
        rounded = kind in (pl.Int64, pl.Int32, pl.UInt64)
        takes = (
            changed(
                **{
                    "unemployment.benefit 2022": 12_340_000,
                    "稳就业专项 2022": 560_000,
                    "unemployment.benefit 2021": 11_000_000,
                }
            )
            if rounded
            else VALUES
        )
        yield Case(f"figures as {kind}", whole(stored(typed)), (takes,))
    for name, values in {
        "NaN": [float("nan")] * 5, "infinite": [float("inf")] * 5, "none": [None] * 5, "true": [True] * 5, "dates": [date(2022, 1, 1)] * 5, "moments": [datetime(2022, 1, 1)] * 5,  # noqa: DTZ001
        "bytes": [b"610"] * 5, "lists": [[610.0]] * 5, "structs": [{"a": 610.0}] * 5, "huge": [1e300] * 5, "tiny": [5e-324] * 5, "minus nothing": [-0.0] * 5,
        "decimals": [Decimal("610.5")] * 5, "odd bytes": [b"\xff\xfe"] * 5,
    }.items():  # fmt: skip
        column = pl.Series("actual", values, strict=False)
        amounts = {
            key: value
            for key, value in VALUES.items()
            if not key.endswith((" 2022", " 2021")) or key.startswith("opening")
        }
        zero = {**amounts, **{key: 0.0 for key in VALUES if key not in amounts}}
        takes = {"none": (amounts,), "minus nothing": (zero,)}.get(name, ())
        if name in ("bytes", "decimals"):
            takes = (
                {
                    **amounts,
                    **{
                        key: (6_105_000.0 if name == "decimals" else 6_100_000.0)
                        for key in VALUES
                        if key not in amounts
                    },
                },
            )
        yield Case(f"figures are {name}", whole(stored(lines.with_columns(column))), takes, loses=name == "none")
    yield legal("years as text", *whole(stored(lines.with_columns(pl.col("year").cast(pl.String)))))
    yield legal("years as fractions", *whole(stored(lines.with_columns(pl.col("year").cast(pl.Float64)))))
    yield wrong("years and a half", *whole(stored(lines.with_columns(pl.col("year") + 0.5))))
    for raw in ("a\x00b", "a\x0bb", "a\u202eb", "a\ufffeb"):
        yield wrong(f"a source of {raw!r}", *whole(stored(lines.with_columns(source=pl.lit(raw)))))


def _columns() -> Iterator[Case]:
    lines = frame()
    money = [key for key in VALUES if key.endswith((" 2022", " 2021")) and not key.startswith("opening")]
    in_yuan = {**VALUES, **{key: float(VALUES[key]) / 10_000 for key in money}}
    for name in lines.columns:
        takes = {"unit": (in_yuan,), "source": (VALUES,), "kind": (VALUES, without("稳就业专项 2022"))}.get(name, ())
        yield Case(f"no column {name}", whole(stored(lines.drop(name))), takes)
    table = lines.to_arrow()
    yield wrong(
        "parquet: a column twice, another figure",
        *whole(stored(pa.table([*table.columns, pa.array([7.0] * 5)], names=[*table.column_names, "actual"]))),
    )
    yield either("an unknown column", *whole(stored(lines.with_columns(x=pl.lit("y")))))
    yield either(
        "3,000 columns",
        *whole(stored(lines.with_columns(**{f"x{n}": pl.lit(None, dtype=pl.String) for n in range(3_000)}))),
    )
    yield wrong("no rows", *whole(stored(lines.head(0))))
    yield wrong("no columns", *whole(stored(lines.select([]))))
    yield wrong("parquet of 120,000 rows", *whole(stored(lines.sample(120_000, with_replacement=True, seed=1))))
    yield wrong("text of 5 MB a cell", *whole(stored(lines.with_columns(source=pl.lit("x" * 5_000_000)))))
    yield either(
        "a dictionary of 1 cell for 90,000 rows",
        *whole(stored(pl.concat([lines, *[lines.filter(pl.col("line") == "x")] * 3]))),
    )
    yield wrong(
        "columns named as nothing",
        *whole(stored(lines.rename(dict(zip(lines.columns, ["", " ", "\u3000", "\t", "a", "b", "c"], strict=True))))),
    )


def _footers() -> Iterator[Case]:
    """The file cut, its footer cut or changed, its pages changed: with checksums it is seen, without it cannot be."""
    good = stored(frame(), write_page_checksum=True)
    size = struct.unpack("<I", good[-8:-4])[0]
    for name, data in {
        "no magic": good[:-4], "another magic": good[:-4] + b"PARE", "no first magic": b"XXXX" + good[4:], "only magic": b"PAR1", "magic twice": b"PAR1PAR1",
        "an empty footer": b"PAR1" + struct.pack("<I", 0) + b"PAR1", "footer of 4 GB": good[:-8] + b"\xff\xff\xff\xff" + b"PAR1",
        "footer of zeros": good[: -8 - size] + b"\0" * size + good[-8:], "footer of noise": good[: -8 - size] + random.Random(1).randbytes(size) + good[-8:],
        "footer too long": good[:-8] + struct.pack("<I", size + 9) + b"PAR1", "footer too short": good[:-8] + struct.pack("<I", size - 9) + b"PAR1",
        "no pages": b"PAR1" + good[-8 - size :], "pages of zeros": b"PAR1" + b"\0" * (len(good) - 12 - size) + good[-8 - size :],
    }.items():  # fmt: skip
        yield wrong(f"parquet with {name}", *whole(data))
    for number in range(24):
        rng = random.Random(f"footer {number}")
        data = bytearray(good)
        at = len(good) - 8 - size + rng.randrange(size)
        data[at] = rng.randrange(256)
        yield Case(f"a byte of the footer, {number}", whole(bytes(data)), unseen=True)
    for number in range(16):
        rng = random.Random(f"page {number}")
        data = bytearray(good)
        data[4 + rng.randrange(len(good) - 12 - size)] ^= 1 << rng.randrange(8)
        yield Case(f"a bit of a page, {number}", whole(bytes(data)), unseen=True)
    for share in range(1, 10):
        yield wrong(f"parquet cut at {share}0%", *whole(good[: len(good) * share // 10]))
    yield Case("values of no column of the head", whole(stored(frame().select(pl.col(LINES[0][0])))), ())
