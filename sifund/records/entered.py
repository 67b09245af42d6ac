"""A work list that comes back filled in: what was entered, or all that is wrong with it, by row of the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from sifund.problem import Problem, SifundError, problem, unfit_words
from sifund.records.findings import KEY, OPEN, Kept
from sifund.records.outcomes import drawn
from sifund.records.worklist import COLUMNS, WORDS
from sifund.text import join

NEEDED = (*KEY, "mark", "outcome", "reason", "who", "when")
HEADS = {column.key: column.head for column in COLUMNS}
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Row = dict[str, Any]


def read_results(file: Path, entry: Kept) -> list[Row]:
    """The results of a filled-in list. Raises SifundError with every problem; rows are named by their number alone."""
    rows = _rows(file)
    marks = {
        tuple(row[:3]): row[3] for row in pl.concat([entry.findings, drawn(entry)]).select(*KEY, "mark").iter_rows()
    }
    filled = [(line, row) for line, row in enumerate(rows, 2) if row["outcome"].strip()]
    wrong = [one for line, row in filled for one in _wrong(line, row, marks)]
    keys = [tuple(row[name] for name in KEY) for _, row in filled]
    wrong += [_says(line, "rows_twice", "这条疑点前面已有一行。", "stands in an earlier row too.")
              for place, (line, _) in enumerate(filled) if keys[place] in keys[:place]]  # fmt: skip
    if wrong:
        raise SifundError(wrong)
    return [_result(row) for _, row in filled]


def _rows(file: Path) -> list[Row]:
    """The first sheet, all cells as text, by the keys of its columns. Raises SifundError where it is no work list."""
    try:
        frame = fastexcel.read_excel(file).load_sheet(0, dtypes="string").to_polars()
    except (OSError, fastexcel.FastExcelError):
        raise SifundError([problem(
            "workbook", "", "“{value}”不是能读的 .xlsx 文件。", '"{value}" is no .xlsx file that can be read.', value=file.name,
        )]) from None  # fmt: skip
    names = {word: key for key, head in HEADS.items() for word in (head.zh, head.en)}
    frame = frame.rename({name: names[name] for name in frame.columns if name in names}, strict=False)
    if missing := [HEADS[key] for key in NEEDED if key not in frame.columns]:
        raise SifundError([problem(
            "columns", "", "清单缺少列：{missing}；请用 records export 导出的清单填写。",
            "the list lacks columns: {missing}; fill in the one that records export wrote.", missing=join(missing),
        )])  # fmt: skip
    return frame.select(pl.col(NEEDED).cast(pl.String).fill_null("")).to_dicts()


def _wrong(line: int, row: Row, marks: dict[tuple[Any, ...], str]) -> Iterator[Problem]:
    mark = marks.get(tuple(row[name] for name in KEY))
    if mark is None:
        yield _says(line, "no_finding", "没有这条疑点。", "is no finding of this check.")
    elif mark != row["mark"]:
        yield _says(
            line,
            "lapsed",
            "导出之后数字已变；请重新导出、核查。",
            "has other figures since the export; export and look again.",
        )
    outcome = _outcome(row["outcome"])
    if outcome is None:
        yield _says(line, "outcome", "结果“{value}”应为属实、合规或待定。", 'has the result "{value}"; it is confirmed, lawful or open.',
                    row["outcome"])  # fmt: skip
    for name in ("reason", "who"):
        if not row[name].strip() and outcome != OPEN:
            yield _says(line, name, f"没有填{HEADS[name].zh}。", f'lacks "{HEADS[name].en}".')
        yield from (replace(one, place=f"#{line}") for one in unfit_words(HEADS[name], row[name]))
    if row["when"].strip() and not _DAY.match(row["when"].strip()):
        yield _says(line, "when", "日期应写成2026-11-26。", "has a date that is not written like 2026-11-26.")


def _says(line: int, code: str, zh: str, en: str, value: str = "") -> Problem:
    return problem(code, "", f"第{line}行：{zh}", f"row {line} {en}", value=value)


def _outcome(word: str) -> str | None:
    entered = word.strip().lower()
    return next((key for key, words in WORDS.items() if entered in (key, words.zh, words.en)), None)


def _result(row: Row) -> Row:
    day = _DAY.match(row["when"].strip())
    when = day[0] if day else datetime.now(UTC).date().isoformat()
    keys = {name: row[name] for name in (*KEY, "mark")}
    return {
        **keys,
        "outcome": _outcome(row["outcome"]),
        "reason": row["reason"].strip(),
        "who": row["who"].strip(),
        "when": when,
    }
