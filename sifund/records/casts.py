"""Cells of an export as values of a column: money as fen, months as numbers, codes as declared. What cannot be read is null."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from sifund.records.column import (
    CODE,
    COUNT,
    DAY,
    FEN,
    FLAG,
    HASH,
    ID,
    MASKED,
    MONTH,
    MONTHS,
    POINTS,
    WORDS,
    YEAR,
    Column,
)
from sifund.records.export import OF_NUMBER, PLACES, Declared
from sifund.records.mask import Mask, masked
from sifund.text import Text

MONTH_FORM = "^([0-9]{4})(?:[-/.年]([0-9]{1,2})(?:月|[-/.月][0-9]{1,2}日?)?|([0-9]{2})(?:[0-9]{2})?)$"
"""2021-04, 2021/4, 202104, 2021年4月, and whole dates: their month. 2021.1 is none: a spreadsheet writes October so."""
DAY_FORM = "^([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T]00:00:00(?:[.]0+)?)?$"
MONEY_FORM = "^([-−]?)([0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:[.]([0-9]*))?$"
YES, NO = ("true", "1", "是", "y", "yes"), ("false", "0", "否", "n", "no")
HOW: Mapping[str, Text] = {
    MONTH.key: Text("2021-04、202104、2021年4月或整个日期", "2021-04, 202104, 2021年4月 or a whole date"),
    DAY.key: Text("2021-04-30、20210430、2021年4月30日", "2021-04-30, 20210430 or 2021年4月30日"),
    FEN.key: Text("1234.50 或 1,234.50，小数不细于一分", "1234.50 or 1,234.50, no finer than a fen"),
    FLAG.key: Text("是、否、true、false、1、0", "true, false, 1, 0, 是 or 否"),
    ID.key: Text(
        "完整的号码（不是科学计数法），内部编号为整数",
        "the whole number, not in scientific notation; keys are whole numbers",
    ),
}
"""How the values of a kind are written; other kinds are told by their name. An Excel serial number is none of these."""
SENSITIVE = {"person_id": "person", "firm_id": "firm", "operator_id": "staff", "approver_id": "staff"}
"""Columns whose numbers never enter, and the domain in which they are one's."""
DOMAINS = {"id_hash": "person", "code_hash": "firm", "holder_hash": "person"}
WEIGHTS, CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
"""Of the digits before the last in an identity number, and what the last is by their sum's remainder (GB 11643)."""


def read(cells: pl.Series, column: Column, declared: Declared, source: str, mask: Mask) -> pl.Series:
    """The cells [String, without blanks around, null where empty] as the column's values; null too where unreadable."""
    words = (
        cells.replace_strict(dict(declared.codes[column.name]), default=cells)
        if column.name in declared.codes
        else cells
    )
    if column.name in OF_NUMBER and source.lower() != column.name:
        return of_number(column.name, whole(words))
    if column.name in SENSITIVE:
        return mask.surrogate(SENSITIVE[column.name], whole(words))
    if column.kind is HASH:
        return mask.hashed(DOMAINS.get(column.name, column.name), whole(words))
    if column.kind is FEN:
        return _money(words, 0 if source == column.name else PLACES[declared.money or "fen"])
    if column.kind is MONTH and declared.months == "number":
        return _whole(words).cast(pl.Int32, strict=False)
    return _CASTS[column.kind.key](words).cast(column.kind.dtype, strict=False)


def whole(numbers: pl.Series) -> pl.Series:
    """Numbers of persons, firms or accounts in one form: half-width, without blanks and what spreadsheets put before them; null
    where a spreadsheet left only the first digits."""
    plain = numbers.str.normalize("NFKC").str.replace_all("[\\s\\x{200b}\\x{feff}'’`]", "").str.replace("[.]0+$", "")
    usable = (plain.str.len_chars() > 0) & ~plain.str.contains("^[0-9]([.][0-9]+)?[eE][+]?[0-9]+$")
    return pl.select(pl.when(usable).then(plain)).to_series()


def of_number(name: str, numbers: pl.Series) -> pl.Series:
    """Whether identity numbers are in order, or their month of birth; null for other documents. A number is one of 18 digits, the
    last of which may be an X; other digits alone from 15 on are in order only where they are the 15 of before 1999."""
    plain = numbers.str.to_uppercase()
    short = plain.str.contains("^[0-9]{15}$")
    dates = pl.select(pl.when(short).then("19" + plain.str.slice(6, 6)).otherwise(plain.str.slice(6, 8))).to_series()
    born = dates.str.to_date("%Y%m%d", strict=False)
    judged = plain.str.contains("^[0-9]{15,}$|^[0-9]{17}X$")
    if name == "id_birth_month":
        month = (born.dt.year().cast(pl.Int32) * 12 + born.dt.month() - 1).cast(pl.Int32)
        return pl.select(pl.when(judged).then(month)).to_series()
    digits = [plain.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(WEIGHTS)]
    rest = pl.select(pl.sum_horizontal(*digits) % len(CHECKS)).to_series()
    last = rest.replace_strict(range(len(CHECKS)), list(CHECKS), default=None, return_dtype=pl.String)
    right = short | (plain.str.contains("^[0-9]{17}[0-9X]$") & (plain.str.slice(17) == last))
    return pl.select(pl.when(judged).then(right & born.is_not_null())).to_series()


def _money(cells: pl.Series, places: int) -> pl.Series:
    """Fen, of a number with at most so many decimals that are not 0."""
    parts = cells.str.replace_all(",", "").str.extract_groups(MONEY_FORM).struct.unnest()
    sign, whole, decimals = (parts.to_series(n) for n in range(3))
    exact = (decimals.fill_null("") + "0" * places).str.slice(0, places)
    digits = whole + exact
    fen = digits.cast(pl.Int64, strict=False)
    fine = decimals.fill_null("").str.slice(places).str.contains("^0*$") & (digits.str.len_chars() <= 18)
    grouped = cells.str.contains(MONEY_FORM)
    return pl.select(
        pl.when(fine & grouped).then(pl.when(sign.str.len_chars() > 0).then(-fen).otherwise(fen))
    ).to_series()


def _whole(cells: pl.Series) -> pl.Series:
    """A whole number; 12.0 is one."""
    plain = cells.str.replace("[.]0+$", "")
    return pl.select(
        pl.when(plain.str.contains("^[-]?[0-9]{1,18}$")).then(plain.cast(pl.Int64, strict=False))
    ).to_series()


def _month(cells: pl.Series) -> pl.Series:
    parts = cells.str.replace("[ T]00:00:00(?:[.]0+)?$", "").str.extract_groups(MONTH_FORM).struct.unnest()
    year, month, packed = (parts.to_series(n).cast(pl.Int32, strict=False) for n in range(3))
    month = month.fill_null(packed).set(cells.str.contains("^[0-9]{4}[.][0-9]$").fill_null(False), None)
    return pl.select(pl.when(month.is_between(1, 12)).then(year * 12 + month - 1)).to_series()


def _day(cells: pl.Series) -> pl.Series:
    parts = cells.str.extract_groups(DAY_FORM).struct.unnest()
    year, *others = (parts.to_series(n).cast(pl.Int32, strict=False) for n in range(5))
    month, day = others[0].fill_null(others[2]), others[1].fill_null(others[3])
    number = year * 10_000 + month * 100 + day
    real = number.cast(pl.String).str.to_date("%Y%m%d", strict=False)
    return pl.select(pl.when(real.is_not_null()).then(number)).to_series()


def _flag(cells: pl.Series) -> pl.Series:
    small = cells.str.to_lowercase()
    return pl.select(pl.when(small.is_in(YES)).then(pl.lit(True)).when(small.is_in(NO)).then(pl.lit(False))).to_series()


def _code(cells: pl.Series) -> pl.Series:
    small = cells.str.to_lowercase()
    return pl.select(pl.when(small.str.contains(str(CODE.pattern))).then(small)).to_series()


def _words(cells: pl.Series) -> pl.Series:
    return cells


_CASTS: dict[str, Callable[[pl.Series], pl.Series]] = {
    **{kind.key: _whole for kind in (ID, YEAR, MONTHS, COUNT, POINTS)}, MONTH.key: _month, DAY.key: _day, FLAG.key: _flag,
    CODE.key: _code, WORDS.key: _words, MASKED.key: lambda numbers: masked(whole(numbers)),
}  # fmt: skip


def form(value: str) -> str:
    """How a value is written, without what it says: digits as 9, letters as a, Chinese as 字."""
    return "".join(
        "9" if c in "0123456789" else "字" if c.isalpha() and not c.isascii() else "a" if c.isalpha() else c
        for c in value[:24]
    )
