"""One row of cells → the fields of its table: words by their keys, figures as numbers, money in yuan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.official import plain_form
from sifund.importer.columns import MONEY, Column, columns, headings
from sifund.importer.items import kind_of, read_item
from sifund.importer.names import KEY, line_key, parameter_key, word
from sifund.importer.numbers import NO_FIGURE, UNITS, FormulaError, evaluate, narrow, read_figure, rounding_step
from sifund.importer.table import Table
from sifund.problem import Problem, problem, shown
from sifund.text import BLANKS, Text, code_of, unfit

FORMULA_OF = {
    "initial_budget": "initial_budget_formula", "budget": "budget_formula", "actual": "formula", "amount": "formula",
    "value": "formula",
}  # fmt: skip
"""Which column's arithmetic stands in for an empty figure."""
YUAN = "元"
NOTHING = Text("空白", "nothing")
_MONTH = re.compile(r"([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:月(?:0?1日)?|[-/]0?1(?:[ T]00:00:00)?)?")
_CUT = re.compile(r"([0-9]{4})\.1")
"""A number that may be January, or October without its last digit."""
_COMPACT = re.compile(r"([0-9]{4})(0[1-9]|1[0-2])")
_WHOLE = re.compile(r"([0-9]+)(?:年度?|个?月)?(?:\.0+)?")


class RowReader:
    """Reads one row: `values` are the fields found, `problems` the cells that cannot be used, `bad` their fields.

    `units` are those of its money; `unit_given` is whether a cell, heading or title says so.
    """

    def __init__(self, table: Table, number: int, cells: Mapping[str, str]) -> None:
        self.table, self.place = table, f"{table.place}:{number}"
        self.number, self.cells = number, {key: text.strip(BLANKS) for key, text in cells.items()}
        self.values: dict[str, Any] = {}
        self.figures: dict[str, Decimal] = {}
        self.problems: list[Problem] = []
        self.bad: set[str] = set()
        for key, text in self.cells.items():
            self._read(table.headings[key].column, text)
        self.derived = [key for key in FORMULA_OF if self._wants_formula(key)]
        head_units = {key: self._heading_unit(key) for key in (*self.figures, *self.derived) if self._column(key).money}
        self.unit_given = bool(self.values.get("unit") or table.unit or all(head_units.values()))
        self.unit = self._unit()
        self.units = {unit or self.unit for unit in head_units.values()}
        if "unit" in self.cells and len({UNITS[unit] for unit in (*filter(None, head_units.values()), self.unit)}) > 1:
            self.fault(self.table.headings["unit"].column, "单位“{value}”与表头所写的单位矛盾；请只写一处。",
                       'the unit "{value}" contradicts that of the heading; give one of them.')  # fmt: skip
        for key in [key for key in self.cells if (number, key) in table.looks]:
            self._compare(self._column(key))
        for key, figure in self.figures.items():
            self._enter(self._column(key), figure)
        for key in self.derived:
            self._work_out(self._column(key), FORMULA_OF[key])
        if "line" in self.cells:
            self._name_line()
        if self.table.key == "history":
            self._name_series()

    def fault(self, column: Column, zh: str, en: str, **parts: object) -> None:
        """Note what is wrong with a cell; the rest of the row is still read."""
        self.bad.add(column.field)
        value, heading = self.cells.get(column.key, ""), self.table.heading(column.key)
        self.problems.append(problem("cell", heading, zh, en, place=self.place, value=value, **parts))

    # --- cells --------------------------------------------------------------------------------------------------------

    def _read(self, column: Column, text: str) -> None:
        if codes := unfit(text):
            self.fault(column, "“{value}”含有不能用的字符{codes}；请删去。",
                       '"{value}" holds {codes}, which no text may hold; take it out.', codes=", ".join(codes))  # fmt: skip
        elif column.words:
            self.values[column.field or column.key] = word(column, text)
        elif text.startswith(("=", "＝")) and not column.key.endswith("formula"):
            self.fault(
                column,
                "“{value}”是公式；请填数值，或把算式写进“算式”列。",
                '"{value}" is a formula; give the value, or write the arithmetic in a formula column.',
            )
        elif column.rule["type"] == "integer":
            match = _WHOLE.fullmatch(narrow(text))
            self.values[column.field] = match[1] if match else text
        elif column.number:
            self._figure(column, narrow(text))
        elif column.key in ("from_month", "period"):
            self._month(column, narrow(text))
        elif column.key == "key" and self.table.key in ("parameters", "law"):
            self.values[column.field] = parameter_key(text)
        else:
            self.values[column.field] = text

    def _month(self, column: Column, text: str) -> None:
        if match := _CUT.fullmatch(text):
            self.fault(column, "“{value}”可能是{year}年1月，也可能是去掉了末尾0的{year}年10月；请写成{year}-01或{year}-10。",
                       '"{value}" may be January {year}, or October with its last 0 cut off; write {year}-01 or {year}-10.',
                       year=match[1])  # fmt: skip
            return
        match = _MONTH.fullmatch(text) or _COMPACT.fullmatch(text)
        text = text.removesuffix("度").removesuffix("年") if column.key == "period" else text
        self.values[column.field] = f"{match[1]}-{int(match[2]):02d}" if match else text

    def _compare(self, column: Column) -> None:
        """A cell whose format shows another number than it holds, or another unit than its column has, is not taken."""
        look = self.table.looks[self.number, column.key]
        unit = self._heading_unit(column.key) or self.unit if column.money else YUAN
        if look.eye is None and (not look.unit or UNITS.get(look.unit.lower()) == UNITS[unit]):
            return
        displayed = NOTHING if look.eye == "" else shown(look.eye or f"{look.text}{look.unit}")
        held = f"{look.text}{unit if column.money else ''}"
        self.fault(column, "存的是{held}，按数字格式显示为{displayed}：以哪个为准？请改用常规格式，写明数和单位。",
                   "holds {held} but its number format shows {displayed}: which is meant? Use the general format and give figure "
                   "and unit.", held=held, displayed=displayed)  # fmt: skip

    def _figure(self, column: Column, text: str) -> None:
        if text.lower() in NO_FIGURE:
            return
        if codes := [code_of(c) for c in text if not c.isprintable() and not c.isspace()]:
            self.fault(column, "“{value}”含有看不见的字符{codes}；请重新键入这个数。",
                       '"{value}" holds {codes}, which cannot be seen; type the number again.', codes=", ".join(codes))  # fmt: skip
            return
        percent = "%" in text
        try:
            self.figures[column.key] = read_figure(text)
        except ValueError:
            self.fault(column, "“{value}”不是数字；只写数字，如 1234.5，减少写 -1234.5，单位写进“单位”列或表头。",
                       '"{value}" is not a number; write digits alone, such as 1234.5, a fall as -1234.5, and the unit in '
                       'the column "unit" or the heading.')  # fmt: skip
            return
        if percent and not self._in_percent(column):
            self.fault(column, "“{value}”带百分号，但这一格不是比例；请填数值。",
                       '"{value}" has a percent sign, but this is no share; give the number.')  # fmt: skip

    def _in_percent(self, column: Column) -> bool:
        if self.table.key != "parameters":
            return column.percent
        parameter = catalog.parameters().get(parameter_key(self.cells.get("key", "")))
        return column.percent and (parameter is None or parameter.unit.percent)

    # --- figures into fields ------------------------------------------------------------------------------------------

    def _unit(self) -> str:
        """The row's unit of money: as its own cell says, else the sheet's title; yuan where neither does."""
        if self.table.key not in MONEY:
            return YUAN
        unit = self.values.pop("unit", "") or self.table.unit or YUAN
        if unit in UNITS:
            return unit
        self.fault(self.table.headings["unit"].column, "未知单位“{value}”；可用：元、万元、亿元。",
                   "unknown unit \"{value}\"; use 元, 万元 or 亿元.")  # fmt: skip
        return YUAN

    def _column(self, key: str) -> Column:
        return headings(self.table.key)[plain_form(key)]

    def _heading_unit(self, key: str) -> str:
        return self.table.headings[key].unit if key in self.table.headings else ""

    def _scale(self, column: Column) -> int:
        """Yuan in one unit of the column: as its heading says, else the row's; 1 for what is no money."""
        return UNITS[self._heading_unit(column.key) or self.unit] if column.money else 1

    def _enter(self, column: Column, number: Decimal) -> None:
        scale = self._scale(column)
        self.values[column.field] = float(number * scale)
        step = f"{column.key}_step" + ("_yuan" if column.money else "")
        if plain_form(step) in headings(self.table.key) and step not in self.cells:
            self.values[step] = float(rounding_step(number) * scale)

    def _wants_formula(self, key: str) -> bool:
        """Whether arithmetic stands where the figure itself is empty."""
        field = next((c.field for c in columns(self.table.key) if c.key == key), "")
        given = self.cells.get(FORMULA_OF[key]) and key not in self.figures and field not in self.cells
        return bool(field and given and field not in self.bad)

    def _work_out(self, column: Column, formula: str) -> None:
        try:
            worked = evaluate(self.cells[formula])
        except FormulaError as error:
            self.bad.add(column.field)
            self.fault(
                self.table.headings[formula].column,
                "算式“{value}”无法计算：{why}。",
                'the formula "{value}" cannot be worked out: {why}.',
                why=error.says,
            )
            return
        scale = self._scale(column)
        self.values[column.field] = float(round(Decimal(repr(worked * scale)), 2)) if column.money else worked

    # --- lines --------------------------------------------------------------------------------------------------------

    def _name_line(self) -> None:
        """The line's key, its fund where the key says it, its kind where the catalog does, its name where it has no other."""
        text = self.cells.get("line", "")
        named = narrow(text).lower()
        fund = self.values.get("fund") or (named.partition(".")[0] if KEY.fullmatch(named) and "." in named else "")
        if not KEY.fullmatch(fund):
            self.bad |= {"line"} | ({"kind"} - self.values.keys())  # whose line it is cannot be known
            return
        key = self.values["line"] = line_key(fund, text, self.values.get("kind", ""))
        item = official.item(key)
        name = item.name if item and not item.modelled else None
        bare = "" if item or key == f"{fund}.total" or KEY.fullmatch(named) else read_item(text).name
        kind = item.kind if item else "total" if key == f"{fund}.total" else kind_of(bare) or ""
        words = name or Text(bare, bare) if name or bare else None
        supplied = (
            {"fund": fund, "kind": kind}
            | ({"name_zh": words.zh} if words else {})
            | ({"name_en": name.en} if name else {})
        )
        for field, value in supplied.items():
            if value and plain_form(field) in headings(self.table.key):
                self.values.setdefault(field, value)

    # --- series -------------------------------------------------------------------------------------------------------

    def _name_series(self) -> None:
        """The item's key where it is a line of the fund, by name or key; the series' own key where none is given."""
        fund, item = self.values.get("fund", ""), self.values.get("item", "")
        if not KEY.fullmatch(fund) or not item:
            return
        if not KEY.fullmatch(item) or "." in item:
            item = self.values["item"] = line_key(fund, self.cells["item"]).partition(".")[2]
        self.values.setdefault("series", f"{fund}.{item}")
