"""Rows of all tables as they are read: what is wrong with each, and what was supplied where an office left it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ValidationError

from sifund.dataset import official
from sifund.dataset.rules import READ, row_problems
from sifund.dataset.schema import KEYS, TABLES, LineRow, MetaRow
from sifund.importer.cells import RowReader
from sifund.importer.columns import TABLE_NAMES, columns, headings
from sifund.importer.explain import explain
from sifund.importer.headings import unit_unclear
from sifund.importer.names import near_key, near_line
from sifund.importer.numbers import NO_FIGURE, narrow
from sifund.importer.table import TEMPLATE, Passed, Table
from sifund.problem import Problem, problem, shown
from sifund.text import Text, join, quoted, same

REQUIRED = {"meta": ("code", "name_zh", "base_year"), "lines": ("fund", "line", "actual")}
"""Tables that every dataset has, with the columns that they need at least."""
ONCE = KEYS | {"meta": (), "reasons": ("fund", "line", "year", "factor", "cause_zh")}
"""What no two rows of the files may share."""
NO_YEAR = Text("没有写年度，按基年读取", "give no year: read as the base year")
NO_UNIT = Text("没有注明单位，按元读取", "name no unit: read as yuan")
NO_BASIS = Text(
    "没有写依据：有算式的作“推算”，其余作“报告”，没有出处的以文件和行号为出处",
    "give no basis: taken as derived where a formula stands, else as reported; where no source is given, file and row are",
)
NO_ENGLISH = Text("没有英文，英文页面显示中文", "give no English: the Chinese stands in its place")
EMPTY = Text("没有任何数，未读入", "hold no figure and were not read")
NOTES = Text("是附注，未读入", "are notes and were not read")
SAYS = Text("{count}行{says}。", "{count} {count:row|rows} {says}.")
FROM_TITLE = Text("没有写年度，按标题或表名的{year}年读取", "give no year: read as {year}, which title or name says")
PASSED = Text("没有读入{what}：{why}。", "{what} not read: {why}.")
HIDDEN = Text("是隐藏的行，已读入", "are hidden and were read")
OWN_LINE_LIMIT = 300
"""Lines that the model does not have; each costs every run and every session that has it."""
NAMED = 8
"""How many of the rows or columns that were passed over are named."""


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What was understood of a sheet: its table, its layout, its data rows, how many of them hold money in which unit, and
    what of it was passed over."""

    place: str
    table: str
    rows: int
    units: tuple[tuple[str, int], ...]
    form: Text = TEMPLATE
    passed: tuple[Passed, ...] = ()


@dataclass
class Gathered:
    """What has been read so far: validated rows by table, every problem, every notice."""

    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, list[BaseModel]] = field(default_factory=dict)
    read: list[SheetRead] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    first_places: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)
    tables: set[str] = field(default_factory=set)
    supplied: Counter[tuple[str, Text]] = field(default_factory=Counter)
    remarks: list[Problem] = field(default_factory=list)
    shared: dict[tuple[str, str], list[tuple[str, str, str]]] = field(default_factory=dict)
    own_lines: dict[str, str] = field(default_factory=dict)

    def add(self, table: Table) -> None:
        """Read a table's rows."""
        self.problems += [*table.problems, *self._other_months(table)]
        self.tables |= {table.key} if table.rows or table.problems or not table.official else set()
        filled = [(number, cells) for number, cells in table.rows if not _is_empty(table, cells)]
        supplied: Counter[Text] = Counter({NOTES: len(table.notes), EMPTY: len(table.rows) - len(filled)})
        supplied[HIDDEN] = sum(number in table.hidden for number, _ in filled)
        units: Counter[str] = Counter()
        unit_used = any("unit" in cells for _, cells in filled)
        for number, cells in filled:
            row = RowReader(table, number, cells)
            if unit_used and row.units and not row.unit_given:
                row.fault(table.headings["unit"].column, "这一行没有单位，别的行有；请填元、万元或亿元。",
                          "this row has no unit, others have; give 元, 万元 or 亿元.")  # fmt: skip
            elif row.units and not row.unit_given and table.unit_mentioned:
                self.problems += unit_unclear(table, self.problems)
                break
            supplied.update(self._supply(row, unit_used))
            units.update(row.units)
            self._keep(row)
        self.read.append(
            SheetRead(table.place, table.key, len(filled), tuple(units.items()), table.form, tuple(table.passed))
        )
        for says, count in supplied.items():
            self.supplied[table.place, says] += count
        self.remarks += [Problem("said", "", says, shown(table.place)) for says in table.words]

    def finish(self) -> None:
        """Join what was read of one sheet, and say what was supplied and passed over, once a sheet."""
        for rows in self.shared.values():
            first, place, value = rows[0]
            self.problems.append(problem(
                "duplicate", "", "与{first}等{count}行重复：{value}；同一张表有两份，请只留一份；分月或分笔的加总成一行。",
                "repeats {first} ({count} {count:row|rows}): {value}; the table stands twice: keep one of them, or "
                "where they are months or parts add them up in one row.", place=place, value=value, first=shown(first), count=len(rows),
            ))  # fmt: skip
        if len(self.own_lines) > OWN_LINE_LIMIT:
            self.problems.append(problem(
                "own_lines", "", "从这一行起，本单位自己的项目超过上限{limit}个（共{count}个）；请把小项合并，或改用模型已有的名称。",
                "from this row on there are more lines of your own than the limit of {limit} ({count} in all); join small ones, "
                "or use the names of lines that the model has.",
                place=list(self.own_lines.values())[OWN_LINE_LIMIT], limit=OWN_LINE_LIMIT, count=len(self.own_lines),
            ))  # fmt: skip
        self.read = list(_joined(self.read))
        for (place, says), count in self.supplied.items():
            if count:
                self.notices.append(Problem("supplied", "", SAYS.format(count=count, says=says), shown(place)))
        self.notices += dict.fromkeys(self.remarks)
        for sheet in self.read:
            for why in dict.fromkeys(passed.why for passed in sheet.passed):
                names = dict.fromkeys(passed.what for passed in sheet.passed if passed.why == why)
                says = PASSED.format(what=some(list(names)), why=why)
                self.notices.append(Problem("passed_over", "", says, shown(sheet.place)))

    def ask_for_missing(self, unread: Set[str | None]) -> None:
        """Problems of the tables that every dataset needs and that are not there, nor perhaps in what could not be read:
        a file of the table's name, or one that may hold any (None)."""
        for table, keys in REQUIRED.items():
            if table == "lines" and "history" in self.tables:
                continue  # series to compare with need no lines
            if table not in self.tables and not {table, None} & unread:
                needed = join(Text(c.heading, c.key) for c in columns(table) if c.key in keys) or ""
                self.problems.append(problem(
                    "missing_file", f"{table}.csv", "缺少“{name}”表；每个数据集都要有，至少有这些列：{needed}。",
                    'the table "{name}" is missing; every dataset needs it, with at least: {needed}.',
                    name=TABLE_NAMES[table], needed=needed,
                ))  # fmt: skip

    def _supply(self, row: RowReader, unit_used: bool) -> Iterator[Text]:
        """Fill in what an office may leave out; what was supplied."""
        values, columns = row.values, headings(row.table.key)
        meta = next((m for m in self.rows.get("meta", ()) if isinstance(m, MetaRow)), None)
        if "year" in columns and "year" not in values:
            if row.table.title.year and row.table.key in ("lines", "accounts"):
                values["year"] = row.table.title.year
                yield FROM_TITLE.format(year=row.table.title.year)
            elif meta:
                values["year"] = meta.base_year
                yield NO_YEAR
            else:
                row.bad.add("year")  # it would be the base year, which is wrong itself
        if row.units and not row.unit_given and not unit_used:
            yield NO_UNIT
        if "basis" in columns and "basis" not in values:
            values["basis"] = "derived" if "formula" in row.derived else "reported"
            values.setdefault("source", f"{row.place}")
            yield NO_BASIS
        pairs = [(f"{key.removesuffix('_zh')}_en", key) for key in values if key.endswith("_zh")]
        row.bad |= {f"{field.removesuffix('_zh')}_en" for field in row.bad if field.endswith("_zh")}
        missing = [(en, zh) for en, zh in pairs if not values.get(en)]
        values.update({en: values[zh] for en, zh in missing})
        if missing:
            yield NO_ENGLISH

    def _other_months(self, table: Table) -> Iterator[Problem]:
        """A title of the base year that covers other months than the dataset."""
        meta = next((m for m in self.rows.get("meta", ()) if isinstance(m, MetaRow)), None)
        title = table.title
        if meta and title.year == meta.base_year and title.months not in (None, meta.months_covered):
            yield problem(
                "months", shown(title.text), "标题写1至{title}月，“基本情况”的覆盖月数是{meta}；请改为一致。",
                'the title says months 1 to {title}, the table "Dataset" covers {meta}; let them agree.',
                place=shown(table.place), title=title.months, meta=meta.months_covered,
            )  # fmt: skip

    def _keep(self, row: RowReader) -> None:
        self.problems += row.problems
        try:
            model = TABLES[row.table.key].model_validate(row.values)
        except ValidationError as error:
            self.problems += explain(row, error)
            if not READ & {*row.bad, *(item["loc"][0] for item in error.errors() if item["loc"])}:
                self._contradicted(row, TABLES[row.table.key].model_construct(**row.values))
            return
        self._contradicted(row, model)
        self._once(row, model)
        if isinstance(model, LineRow) and not official.item(model.line) and model.kind != "total":
            self.own_lines.setdefault(model.line, row.place)
            self._hint(row, model)
        self.rows.setdefault(row.table.key, []).append(model)

    def _contradicted(self, row: RowReader, model: BaseModel) -> None:
        self.problems += [replace(problem, place=row.place) for problem in row_problems(model)]

    def _once(self, row: RowReader, model: BaseModel) -> None:
        """A row that stands twice is a problem; the rows that two sheets share are one."""
        values = tuple(getattr(model, name) for name in ONCE[row.table.key])
        key, value = (row.table.key, *values), " ".join(map(str, values))
        if key not in self.first_places:
            self.first_places[key] = (row.place, row.table.place)
            return
        first, sheet = self.first_places[key]
        if sheet != row.table.place:
            self.shared.setdefault((sheet, row.table.place), []).append((first, row.place, value))
        elif row.table.key != "meta":
            self.problems.append(problem(
                "duplicate", "", "与{first}重复：{value}；多余的删去一行，分月或分笔的加总成一行。",
                "repeats {first}: {value}; delete one, or where they are months or parts add them up in one row.",
                place=row.place, value=value, first=shown(first),
            ))  # fmt: skip

    def _hint(self, row: RowReader, model: LineRow) -> None:
        if near := near_line(model.fund, model.name_zh) or near_key(model.line):
            self.notices.append(problem(
                "own_line", shown(model.name_zh or model.line), "模型没有这个项目；如果就是“{near}”，请改用这个名称。",
                'is no line of the model; if it is "{near}", use that name.', place=row.place, near=near,
            ))  # fmt: skip


def some(names: Sequence[str]) -> Text:
    """The first of the names, in quotes, and that there are more."""
    listed = join(quoted(name) for name in names[:NAMED]) or same("—")
    return (
        Text(f"{listed.zh}等{len(names)}处", f"{listed.en} and others, {len(names)} in all")
        if len(names) > NAMED
        else listed
    )


def _joined(read: Sequence[SheetRead]) -> Iterator[SheetRead]:
    """One entry for each table of a sheet."""
    for place, table in dict.fromkeys((sheet.place, sheet.table) for sheet in read):
        same = [sheet for sheet in read if (sheet.place, sheet.table) == (place, table)]
        units: Counter[str] = Counter()
        for sheet in same:
            units.update(dict(sheet.units))
        passed = tuple(dict.fromkeys(each for sheet in same for each in sheet.passed))
        yield SheetRead(place, table, sum(sheet.rows for sheet in same), tuple(units.items()), same[-1].form, passed)


def _is_empty(table: Table, cells: Mapping[str, str]) -> bool:
    """Whether a row of a table of amounts was left empty, as in the template."""
    figures = (key for key in cells if table.headings[key].column.rule["type"] == "number" or key.endswith("formula"))
    return table.key in ("lines", "accounts", "history", "ages") and all(
        narrow(cells[key]).lower() in NO_FIGURE for key in figures
    )
