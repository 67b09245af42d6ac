"""The work list as an Excel file: what a checker needs to look at a finding, and room for what came of it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
import xlsxwriter
from polars import col
from xlsxwriter.worksheet import Worksheet

from sifund import catalog, terms
from sifund.colours import REQUIRED, RULE
from sifund.declare.parameter import month_text
from sifund.records.findings import CONFIRMED, FIRM_TABLES, LAWFUL, OPEN, Kept
from sifund.records.folder import Folder
from sifund.records.outcomes import rates
from sifund.records.rule import SUSPECT, Rule
from sifund.records.rules import rules
from sifund.text import DASH, Lang, Text, format_percent, join, same

A3 = 8
LOG = "exports.log"
WORDS = {CONFIRMED: Text("属实", "confirmed"), LAWFUL: Text("合规", "lawful"), OPEN: Text("待定", "open")}
UNKNOWN = Text(
    "本版本没有这些规则：{codes}。其疑点没有列出，请重新核查。",
    "Rules that this version does not have: {codes}. Their findings are not listed; check again.",
)
SAMPLE_NAME = Text("随机抽查", "random sample")
SAMPLE_LAW = Text("逐项复核：对象、标准、期限、账户", "look at all of it: person, standard, months, account")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: `key` in the frame, its head, how wide it is [characters]."""

    key: str
    head: Text
    width: int = 12


COLUMNS = (
    Column("code", Text("规则代码", "Rule code"), 9), Column("name", Text("规则", "Rule"), 30), Column("risk", Text("风险", "Risk")),
    Column("state", Text("状态", "State"), 11), Column("table", Text("表", "Table"), 13), Column("record", Text("记录号", "Record"), 16),
    Column("subject", Text("人员或单位编号", "Person or firm"), 15),
    Column("masked", Text("证件号码（遮蔽）", "Identity number (masked)"), 20),
    Column("item", terms.LINE, 16), Column("month", Text("所属月", "Month"), 9),
    Column("paid_month", Text("支付月", "Paid in"), 9),
    Column("amount", Text("金额（元）", "Amount (yuan)")),
    Column("due", Text("应付（元）", "Due (yuan)")), Column("stake", Text("涉及金额（元）", "At stake (yuan)"), 15),
    Column("expected", Text("预计追回（元）", "Expected (yuan)"), 15), Column("place", Text("统筹地区", "Area"), 9),
    Column("district", Text("区县", "District"), 9), Column("new", Text("新增", "New"), 7),
    Column("lawful", Text("合规例外", "Lawful exceptions"), 42), Column("law", terms.LAW, 42),
    Column("mark", Text("数字标记", "Mark of the figures"), 20), Column("outcome", Text("结果", "Result"), 10),
    Column("reason", Text("理由", "Reason"), 30), Column("who", Text("核查人", "Checked by"), 12), Column("when", Text("日期", "Date"), 12),
)  # fmt: skip
YES = Text("是", "yes")
ENTERED = ("outcome", "reason", "who", "when")
MONEY_KEYS = ("amount", "due", "stake", "expected")
LIST, RULES = Text("核查清单", "Work list"), Text("规则", "Rules")
RULE_HEAD = (
    Text("规则代码", "Rule code"), Text("规则", "Rule"), Text("风险", "Risk"), Text("比较", "Compares"),
    Text("合规例外", "Lawful exceptions"),
    terms.LAW, Text("属实", "Confirmed"), Text("合规", "Lawful"), Text("属实率", "Hit rate"),
    Text("95%区间", "95% interval"),
    Text("没有比较的记录", "Rows not compared"),
)  # fmt: skip


def workbook(entry: Kept, folder: Folder, rows: pl.DataFrame, lang: Lang) -> bytes:
    """Rows of a work list with what a checker needs, and room for what comes of them."""
    shown = _with_details(rows, folder)
    page = io.BytesIO()
    book = xlsxwriter.Workbook(
        page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "money": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
        "fill": book.add_format(
            {
                "bg_color": REQUIRED,
                "border": 1,
                "border_color": RULE,
                "num_format": "@",
                "text_wrap": True,
                "valign": "top",
            }
        ),
    }
    _list(book.add_worksheet(LIST(lang)), formats, shown, entry.number, lang)
    _rules(book.add_worksheet(RULES(lang)), formats, {*rows["code"]}, entry, lang)
    book.close()
    return page.getvalue()


def log(entry: Kept, by: str, name: str, rows: int) -> None:
    """Tell the log beside the findings of an export: when, by whom, how many, nothing of a row. Raises OSError."""
    when = datetime.now(UTC).isoformat(timespec="seconds")
    with (entry.output / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps({"when": when, "by": by, "file": name, "rows": rows}, ensure_ascii=False) + "\n")


def _with_details(rows: pl.DataFrame, folder: Folder) -> pl.DataFrame:
    """Rows with what their tables know beside: the person's masked number, the payment's line and month."""
    people = folder.scan("persons").select(subject="person_id", masked="id_masked")
    paid = folder.scan("payments").select("item", "paid_month", record=col("payment_id").cast(pl.String))
    of_persons, of_payments = ~col("table").is_in(FIRM_TABLES), col("table") == "payments"
    for beside, key, which in ((people, "subject", of_persons), (paid, "record", of_payments)):
        wanted = rows.lazy().filter(which).select(key).unique()
        some = beside.join(wanted, on=key, how="semi").collect(engine="streaming").unique(key)
        names = [name for name in some.columns if name != key]
        joined = rows.join(some, on=key, how="left", maintain_order="left")
        rows = joined.with_columns(pl.when(which).then(name).alias(name) for name in names)
    return rows


def _list(sheet: Worksheet, formats: dict[str, Any], rows: pl.DataFrame, number: int, lang: Lang) -> None:
    places = {column.key: place for place, column in enumerate(COLUMNS)}
    longest = rows["record"].cast(pl.String).str.len_chars().max() or 0
    for column, place in zip(COLUMNS, places.values(), strict=True):
        sheet.set_column(place, place, max(column.width, longest + 1) if column.key == "record" else column.width)  # type: ignore[operator]
        sheet.write_string(0, place, column.head(lang), formats["head"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)
    _on_paper(sheet)
    choices, outcome = [words(lang) for words in WORDS.values()], places["outcome"]
    sheet.data_validation(1, outcome, max(1, len(rows)), outcome, {"validate": "list", "source": choices})
    for line, row in enumerate(rows.iter_rows(named=True), 1):
        for key, value in _cells(row, number, lang):
            if key in ENTERED:
                sheet.write(line, places[key], value or "", formats["fill"])
            elif isinstance(value, str):
                sheet.write_string(line, places[key], value, formats["words"])
            elif value is not None:
                sheet.write_number(line, places[key], value, formats["money"] if key in MONEY_KEYS else None)


def _on_paper(sheet: Worksheet) -> None:
    """As wide as a sheet of paper, its heads on each."""
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cells(row: dict[str, Any], number: int, lang: Lang) -> Iterator[tuple[str, str | float | None]]:
    made = _made(row, rules().get(row["code"]), number)
    for column in COLUMNS:
        value: Any = made.get(column.key, row.get(column.key))
        if column.key in MONEY_KEYS and value is not None:
            value /= 100
        yield column.key, value(lang) if isinstance(value, Text) else value


def _made(row: dict[str, Any], item: Rule | None, number: int) -> dict[str, Any]:
    """What the list says of a row beside its own columns."""
    line = catalog.lines().get(row["item"])
    return {
        "name": item.name if item else SAMPLE_NAME, "risk": item.risk.name if item else DASH, "state": SUSPECT if item else SAMPLE_NAME,
        "lawful": item.lawful if item else SAMPLE_LAW, "law": Text(item.law("zh"), item.law("en")) if item else DASH,
        **{name: None if row[name] is None else month_text(row[name]) for name in ("month", "paid_month")},
        "item": line.name if line else row["item"],
        "new": YES if row["since"] == number > 1 else None, "subject": str(row["subject"]),
        "outcome": WORDS[row["outcome"]] if row.get("outcome") else None,
    }  # fmt: skip


def _rules(sheet: Worksheet, formats: dict[str, Any], codes: Set[str], entry: Kept, lang: Lang) -> None:
    _on_paper(sheet)
    for place, head in enumerate(RULE_HEAD):
        sheet.set_column(place, place, 10 if place in (0, 2, 6, 7, 8) else 36)
        sheet.write_string(0, place, head(lang), formats["head"])
    by_code = {row["code"]: row for row in rates(entry).to_dicts()}
    every = sorted({*codes, *(one.code for one in entry.left)})
    named = [rules()[code] for code in every if code in by_code and code in rules()]
    left = {item.code: join(one.says() for one in entry.left if one.code == item.code) or same(DASH) for item in named}
    for line, item in enumerate(named, 1):
        for place, word in enumerate((item.code, item.name(lang), item.risk.name(lang), item.compares(lang), item.lawful(lang),
                                      item.law(lang), *rate_words(by_code[item.code]), left[item.code](lang))):  # fmt: skip
            sheet.write_string(line, place, word)


def rate_words(row: dict[str, Any]) -> tuple[str, str, str, str]:
    """Confirmed, lawful, their rate and its interval; a dash where nothing was looked at."""
    if row["rate"] is None:
        return str(row["confirmed"]), str(row["lawful"]), DASH, DASH
    rate, low, high = (format_percent(row[name] * 100) for name in ("rate", "low", "high"))
    return str(row["confirmed"]), str(row["lawful"]), rate, f"{low}–{high}"
