"""Figures as people, programs and attackers write them: as text in CSV and in a workbook, and as the cells of one."""

from __future__ import annotations

import io
from collections.abc import Iterator

import xlsxwriter
from office import workbook

from hostile import TABLES, VALUES, Case, book, changed, files, with_cell
from sifund.importer.sheet import File

KEY = "unemployment.medical 2022"
MEANT: dict[str, float | None] = {
    "610": 610, "610.0": 610, "610.00": 610, "0610": 610, "+610": 610, "６１０": 610, "６１０．５": 610.5, "1,610": 1610, "1，610": 1610,
    "1,234,567.89": 1234567.89, " 610 ": 610, "610\u00a0": 610, "\u3000610": 610, "0": 0, "0.0001": 0.0001, "610.12345678": 610.12345678,
    "—": None, "-": None, "": None, "/": None, "无": None,
}  # fmt: skip
"""What is legal, and what it says [万元]; None where the cell says that there is no figure."""
NO_NUMBER = (
    "NaN", "nan", "inf", "-inf", "Infinity", "1e999", "1e5", "6.1E2", "0x262", "1_000", "0b1", "610¹", "610①", "½", "六百一十", "陆佰壹拾",
    "٦١٠", "६१०", "𝟞𝟙𝟘", "610.", ".5", "6 10", "1 610", "1'610", "61,0", "1,61", "12,345,6", ",610", "1.610,5", "610,5", "610.5.5", "--610", "+-610",
    "610-", "(610)", "￥610", "$610", "610元", "610万", "0.061亿", "610%", "60％", "610约", "约610", "≈610", ">610", "≥610", "600~620", "600-620", "610*",
    "#N/A", "#REF!", "#DIV/0!", "#VALUE!", "true", "FALSE", "2022-01-01", "2022年1月", "10:30", "=610", "=1+1", "=SUM(A1)", "@610", "'610", "610;610",
    "610\n611", "610\t611", "null", "None", "n/a", "NA", "?", "…", "1" * 40, "0." + "1" * 40, "9" * 19, "-610", "−610", "－610", "99999999999999",
    "610\u200b", "6\u200b10", "\ufeff610", "6\u00ad10", "6\u030010", "610\u202e", "６１０①", "1.2.3", "１，２３４，５", "610 万元", "610人", "1:610", "610/2", "6^10",
    "1e-320", "4.9e-324", "1.7976931348623157e308", "0.1+0.2", "００６１０", "٬610", "610٫5",
)  # fmt: skip
"""What is no figure, or may be two: refused, or taken as the only thing that it can say."""
ONLY = {
    "00610": 610.0,
    "００６１０": 610.0,
    "0610": 610.0,
    "\ufeff610": 610.0,
    "'610": 610.0,
    "n/a": None,
    "10:30": None,
}
"""What of it can say one thing only."""
CELLS: dict[str, tuple[float | bool, str, tuple[float | None, ...]]] = {
    "plain": (610, "General", (610,)), "two places": (610, "0.00", (610,)), "thousands": (610, "#,##0", (610,)),
    "hidden digits": (610.4, "0", (610.4,)), "percent": (6.1, "0%", ()), "percent of 610": (610, "0%", ()), "literal percent": (610, '0"%"', ()),
    "escaped percent": (610, "0\\%", ()), "in thousands": (610_000, "#,##0,", ()), "in millions": (610_000_000, "0,,", ()),
    "in wan": (6_100_000, '0!.0,"万"', ()), "a date": (44_562, "yyyy-mm-dd", ()), "a time": (0.5, "h:mm", ()), "exponent": (610, "0.00E+00", (610,)),
    "a fraction": (610, "# ?/?", (610,)), "a currency": (610, "¥#,##0.00", (610,)), "in words": (610, "[DBNum1]General", (610,)), "as text": (610, "@", (610,)),
    "negative in brackets": (610, "#,##0;(#,##0)", (610,)), "only a sign": (610, '"√"', ()), "nothing shown": (610, ";;;", ()), "a unit": (610, '0"万元"', (610,)),
    "another unit": (610, '0"亿元"', ()), "true": (True, "General", ()), "huge": (1e300, "General", ()), "tiny": (1e-300, "General", (0,)), "negative": (-610, "General", ()),
    "many digits": (610.123456789012, "General", (610.123456789012,)), "a third": (610 / 3, "0.00", (610 / 3,)),
    "half a fen more": (610.0000005, "General", (610.0000005,)), "worked out": (609.9999999999999, "General", (610,)), "fifteen digits": (123456789.012345, "#,##0.00", (123456789.012345,)),
    "a third of a rate": (1 / 3e8, "0.00", (1 / 3e8,)),
}  # fmt: skip


def cases() -> Iterator[Case]:
    for text, meant in MEANT.items():
        yield Case(
            f"csv {text!r}", files(tables=with_cell("lines", 2, "actual", text)), (_with(meant),), refused=meant is None
        )
    for text in NO_NUMBER:
        takes = (_with(ONLY[text]),) if text in ONLY else ()
        yield Case(f"csv {text[:20]!r}", files(tables=with_cell("lines", 2, "actual", text)), takes)
        if text[:1] not in ("=", "@") and "\n" not in text:
            yield Case(f"text cell {text[:20]!r}", (_text_cell(text),), takes)
    for name, (value, shape, meant_cells) in CELLS.items():
        takes = tuple(map(_with, meant_cells))
        yield Case(f"cell {name}", (_cell(value, shape),), takes, refused=not takes)
    yield from _units()


def _with(wan: float | None) -> dict[str, float | str]:
    """The values with that figure, or without any."""
    if wan is None:
        return {key: value for key, value in VALUES.items() if key != KEY}
    return dict(changed(**{KEY: round(wan * 10_000, 6)}))


def _text_cell(text: str) -> File:
    grid = {name: [list(row) for row in table] for name, table in TABLES.items()}
    grid["lines"][2][5] = text
    return workbook({name: [[float(c) if c.replace(".", "", 1).isdigit() and c.isascii() and c != text else c for c in row] for row in rows]
                     for name, rows in grid.items()})  # fmt: skip


def percent_book() -> File:
    """The workbook with its rate of 60% as a spreadsheet keeps it."""
    return _cell(0.6, "0%", ("parameters", 2, 2))


def _cell(value: float | bool, shape: str, place: tuple[str, int, int] = ("lines", 2, 5)) -> File:
    """A workbook in which that one cell has a value and a format of its own."""
    page = io.BytesIO()
    made = xlsxwriter.Workbook(page, {"in_memory": True})
    own = made.add_format({"num_format": shape})
    for name, table in TABLES.items():
        sheet = made.add_worksheet(name)
        for at, row in enumerate(table):
            for to, cell in enumerate(row):
                if (name, at, to) == place:
                    sheet.write(at, to, value, own)
                elif cell.replace(".", "", 1).isdigit():
                    sheet.write_number(at, to, float(cell))
                else:
                    sheet.write_string(at, to, cell)
    made.close()
    return File("own.xlsx", page.getvalue())


def _units() -> Iterator[Case]:
    """The same figure in every unit, and in words that are none."""
    for unit, scale in {"元": 1, "万元": 10_000, "亿元": 100_000_000, "yuan": 1, "万": 10_000}.items():
        takes = (changed(**{KEY: round(610 * scale, 6)}),)
        yield Case(f"unit {unit}", files(tables=with_cell("lines", 2, "unit", unit)), takes, refused=False)
    for unit in ("千元", "百万元", "美元", "万人", "万 元 人民币", "k", "￥", "%", "1", "wan yuan", "萬元"):
        yield Case(
            f"unit {unit}",
            files(tables=with_cell("lines", 2, "unit", unit)),
            (changed(**{KEY: 6_100_000.0}),) if unit == "萬元" else (),
        )
    for value, meant in {
        "60": 60.0,
        "0.6": 0.6,
        "60%": 60.0,
        "６０": 60.0,
        "100": 100.0,
        "101": None,
        "-1": None,
        "1e2": None,
        "六十": None,
    }.items():
        takes = () if meant is None else (changed(**{"unemployment.refund_rate_sme 2022-01": meant}),)
        yield Case(f"a rate of {value}", files(tables=with_cell("parameters", 2, "value", value)), takes)
    for month in (
        "2022-1",
        "2022.01",
        "202201",
        "2022年1月",
        "2022/1",
        "Jan 2022",
        "2022-13",
        "2022-00",
        "22-01",
        "2022",
        "44562",
        "2022-01-15",
        "2022.1",
    ):
        takes = (VALUES,) if month not in ("2022-13", "2022-00", "22-01", "Jan 2022", "44562") else ()
        yield Case(f"month {month}", files(tables=with_cell("parameters", 1, "from_month", month)), takes)
    yield Case("a year of two digits", files(tables=with_cell("lines", 2, "year", "22")), ())
    yield Case("a year in words", files(tables=with_cell("lines", 2, "year", "2022年")), (VALUES,))
    yield Case("another year", files(tables=with_cell("lines", 2, "year", "1989")), ())
    yield Case("numbers of a workbook", (book(),), (VALUES,), refused=False)
