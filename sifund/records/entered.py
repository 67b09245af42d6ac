"""A work list that comes back filled in: what was entered, or all that is wrong with it, by sheet and row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import fastexcel
import polars as pl

from sifund.problem import Problem, SifundError, problem, shown, unfit_words
from sifund.records.findings import KEY, OPEN, RECORDED, Kept
from sifund.records.mask import veiled
from sifund.records.outcomes import drawn
from sifund.records.worklist import COLUMNS, WORDS
from sifund.text import Text, join, quoted

NEEDED = (*KEY, "mark", "outcome", "reason", "who", "when")
HEADS = {column.key: column.head for column in COLUMNS}
BY_HEAD = {word: key for key in NEEDED for word in (HEADS[key].zh, HEADS[key].en)}
LINE, NEAR = "line", 20
"""The number of a row, and in how many rows heads are looked for."""
ALLOWED = join(WORDS.values())
LIMITS = {"reason": 2000, "who": 80}
"""Characters at most."""
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T].*)?")
CELL = Text("工作表“{sheet}”第{line}行“{head}”：", 'sheet "{sheet}" row {line} "{head}": ')
DECIDED = (
    "{who}已于{day}核定为{outcome}，没有改动；先与其核对，再删去本行的结果，或以本表为准（命令行加 --replace，内控页勾选）",
    "{who} decided {outcome} on {day} and nothing was changed; talk to them, then clear this row's result, or put this list's in its "
    "place (--replace on the command line, the box on the page Controls)",
)
EMPTY = Text("空格", "an empty cell")
MORE = 200
"""Rows that are named at most."""
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A list that was read: its sheet, the rows with a result by their number, and how many others it has."""

    sheet: str
    rows: Mapping[int, Row]
    left: int

    @property
    def results(self) -> list[tuple[str, ...]]:
        """The results, in the columns of RECORDED."""
        return [tuple(row[name] for name in RECORDED) for row in self.rows.values()]

    def decided(self, standing: Iterable[Sequence[str]]) -> SifundError:
        """That others decided otherwise on some of its rows; `standing` are their results."""
        theirs = {tuple(one[:3]): dict(zip(RECORDED, one, strict=True)) for one in standing}
        rows = {line: theirs.get(tuple(row[name] for name in KEY)) for line, row in self.rows.items()}
        return SifundError([
            _says(self.sheet, line, "outcome", "entered_meanwhile", *DECIDED, who=veiled(one["who"]), day=one["when"],
                  outcome=WORDS[one["outcome"]])
            for line, one in rows.items() if one
        ])  # fmt: skip


def of_cells(sheet: str, rows: Sequence[Row], entry: Kept) -> FilledIn:
    """The results of a filled-in list whose cells were read. Raises SifundError with every problem; rows are named by their number
    alone."""
    marks = {
        tuple(row[:3]): row[3] for row in pl.concat([entry.findings, drawn(entry)]).select(*KEY, "mark").iter_rows()
    }
    filled = {int(row[LINE]): row for row in rows if row["outcome"] or row["reason"]}
    wrong = [one for line, row in filled.items() for one in _wrong(sheet, line, row, marks)]
    wrong += _twice(sheet, filled)
    if wrong:
        raise SifundError(wrong if len(wrong) <= MORE else [*wrong[:MORE], _more(len(wrong) - MORE)])
    taken = {
        line: row | {"outcome": str(_outcome(row)), "when": str(_day(row) or _today())} for line, row in filled.items()
    }
    return FilledIn(sheet, taken, len(rows) - len(filled))


def unentered(rows: Sequence[Row], entry: Kept) -> int:
    """How many rows of a list say what is not kept of their finding."""
    entered = {(*row[:3], *row[4:6]) for row in entry.results.iter_rows()}
    filled = (
        (*(row[name] for name in KEY), _outcome(row), row["reason"]) for row in rows if row["outcome"] or row["reason"]
    )
    return sum(one not in entered for one in filled)


def cells(file: Path | bytes, name: str) -> tuple[str, list[Row]]:
    """The sheet that is a list, whatever it is called, and its rows as text by the keys of NEEDED and LINE, the row's number. Raises
    SifundError where the file is no workbook, or has no such sheet or several."""
    try:
        book = fastexcel.read_excel(file)
        sheets = {one: book.load_sheet(one, header_row=None, skip_rows=0, dtypes="string") for one in book.sheet_names}
        frames = {one: sheet.to_polars() for one, sheet in sheets.items()}
    except (OSError, fastexcel.FastExcelError):
        raise _no_list("workbook", "“{value}”不是能读的 .xlsx 文件，或设有密码", '"{value}" is no .xlsx file that can be read, or has a '
                       "password", name) from None  # fmt: skip
    heads = {one: _heads(frame) for one, frame in frames.items()}
    lists = [one for one, (_, keys) in heads.items() if {*NEEDED} <= {*keys.values()}]
    if len(lists) > 1:
        raise _no_list("lists", "“{value}”有几份清单：工作表{sheets}；只留一份", '"{value}" holds several lists, the sheets {sheets}; '
                       "leave one of them", name, sheets=join(quoted(veiled(one)) for one in lists))  # fmt: skip
    sheet = lists[0] if lists else max(heads, key=lambda one: len(heads[one][1]), default="")
    line, keys = heads.get(sheet, (0, {}))
    if missing := [HEADS[key] for key in NEEDED if key not in keys.values()]:
        raise _no_list("columns", "工作表“{value}”缺少列：{missing}", 'sheet "{value}" lacks columns: {missing}', sheet,
                       missing=join(missing))  # fmt: skip
    if twice := [key for key in NEEDED if [*keys.values()].count(key) > 1]:
        words = "columns_twice", "有两列这样命名；只留一列", "two columns are called so; leave one"
        raise SifundError([_says(veiled(sheet), line, key, *words) for key in twice])
    rows = frames[sheet].select(pl.col(place).fill_null("").str.strip_chars().alias(key) for place, key in keys.items())
    numbered = rows.with_row_index(LINE, 1).cast(pl.String).slice(line)
    return veiled(sheet), [row for row in numbered.to_dicts() if any(row[key] for key in NEEDED)]


def _heads(frame: pl.DataFrame) -> tuple[int, dict[str, str]]:
    """The row near the top of a sheet that names most of what a list needs: its number, and the key of each column that it names."""
    rows = [
        {place: BY_HEAD[word.strip()] for place, word in row.items() if word and word.strip() in BY_HEAD}
        for row in frame.head(NEAR).to_dicts()
    ] or [{}]
    most = max(rows, key=len)
    return rows.index(most) + 1, most


def _no_list(code: str, zh: str, en: str, value: str, **parts: Any) -> SifundError:
    return SifundError([problem(
        code, "", f"{zh}；请用 records export 导出的清单填写。", f"{en}; fill in the one that records export wrote.",
        value=veiled(value), **parts,
    )])  # fmt: skip


def _wrong(sheet: str, line: int, row: Row, marks: Mapping[tuple[Any, ...], str]) -> Iterator[Problem]:
    mark = marks.get(tuple(row[name] for name in KEY))
    if mark is None:
        yield _says(sheet, line, "record", "no_finding", "这次核查没有这条疑点；请勿改动前几列，或重新导出", "no finding of this check; "
                    "leave the first columns as they are, or export again")  # fmt: skip
    elif mark != row["mark"]:
        yield _says(sheet, line, "mark", "lapsed", "导出之后数字已变；请重新导出、核查", "other figures since the export; export and look "
                    "again")  # fmt: skip
    if row["when"] and not _day(row):
        yield _says(sheet, line, "when", "when", "{value}不是已过去的日期；应写成2026-11-26", "{value} is no day that has been; write it "
                    "like 2026-11-26", row["when"])  # fmt: skip
    outcome = _outcome(row)
    if outcome is None:
        yield _says(sheet, line, "outcome", "outcome", "{value}不是结果；应为{allowed}", "{value} is no result; write one of: {allowed}",
                    row["outcome"], allowed=ALLOWED)  # fmt: skip
    yield from _of_words(sheet, line, row, needed=outcome not in (OPEN, None))


def _of_words(sheet: str, line: int, row: Row, *, needed: bool) -> Iterator[Problem]:
    """What is wrong with the reason and with who looked."""
    for name, most in LIMITS.items():
        if needed and not row[name]:
            yield _says(sheet, line, name, name, "没有填写；属实、合规都要写明", "empty; confirmed and lawful need it")
        if len(row[name]) > most:
            yield _says(sheet, line, name, name, "有{count}个字符，至多{most}个", "{count} {count:character|characters}, of {most} at most",
                        count=len(row[name]), most=most)  # fmt: skip
        for one in unfit_words(HEADS[name], row[name]):
            yield _says(sheet, line, name, one.code, "{why}", "{why}",
                        why=Text(one.says.zh.rstrip("。"), one.says.en.rstrip(".")))  # fmt: skip


def _twice(sheet: str, filled: Mapping[int, Row]) -> Iterator[Problem]:
    first: dict[tuple[str, ...], int] = {}
    for line, row in filled.items():
        before = first.setdefault(tuple(row[name] for name in KEY), line)
        if before != line:
            yield _says(sheet, line, "record", "rows_twice", "与第{before}行是同一条疑点；只留一行", "the same finding as row {before}; "
                        "leave one", before=before)  # fmt: skip


def _says(sheet: str, line: int, key: str, code: str, zh: str, en: str, value: str = "", **parts: object) -> Problem:
    """A problem of a cell, without what the row says of whom. A value that may be somebody's number is not repeated."""
    plain = quoted(shown(veiled(value))) if value else EMPTY
    cell = CELL.format(sheet=sheet, line=line, head=HEADS[key])
    return problem(
        code, "", "{cell}{says}。", "{cell}{says}.", cell=cell, says=Text(zh, en).format(value=plain, **parts)
    )


def _more(count: int) -> Problem:
    return problem(
        "more",
        "",
        "另有{count}处问题没有列出。",
        "{count} more {count:problem is|problems are} not listed.",
        count=count,
    )


def _outcome(row: Row) -> str | None:
    word = row["outcome"].lower()
    return next((key for key, words in WORDS.items() if word in (key, words.zh, words.en)), None)


def _day(row: Row) -> date | None:
    """The day in a row; None where there is none, or none that has been anywhere on earth."""
    parts = _DAY.fullmatch(row["when"])
    try:
        day = date(*map(int, parts.groups())) if parts else None
    except ValueError:
        return None
    return day if day and day <= _today() + timedelta(days=1) else None


def _today() -> date:
    return datetime.now(UTC).date()
