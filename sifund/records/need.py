"""What a rule needs of the tables: one as a whole, the rows of one kind in it, or a column that is filled somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from polars import Expr, col, lit
from polars.exceptions import PolarsError

from sifund.problem import Problem, problem
from sifund.records.column import Table
from sifund.records.folder import Folder
from sifund.records.tables import TABLES
from sifund.text import Text, same

_KEY = re.compile(r"(\w+)(?:\.(\w+)(?:=([^+]+))?)?(?:\+(\w+))?")


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A table; of it the rows with a code in a column, where there is one; of these such as have `filled`, where it is named."""

    table: str
    column: str = ""
    code: str = ""
    filled: str = ""

    @property
    def key(self) -> str:
        """How it is written: `registers`, `registers.register=owner+person_id`, `persons+death_month`."""
        kind = f".{self.column}={self.code}" if self.column else ""
        return f"{self.table}{kind}{f'+{self.filled}' if self.filled else ''}"

    def rows(self) -> Expr:
        """Whether a row is one that is needed."""
        kind = col(self.column) == self.code if self.column else lit(True)
        return kind & col(self.filled).is_not_null() if self.filled else kind


BEYOND: Mapping[str, Text] = {
    "declarations": Text("缴费申报", "declarations of contributions"), "pensions": Text("养老待遇核定", "pension awards"),
    "operations": Text("经办操作", "operations of staff"), "staff": Text("经办人员名册", "members of staff"),
    "accounts": Text("个人账户", "personal accounts"), "tax_persons": Text("个人所得税申报", "wages declared by person"),
    "districts": Text("区县档次", "tiers by district"), "cover": Text("数据集的上年备付期限", "the dataset's cover of the year before"),
    "adjustments": Text("待遇调整", "adjustments of pensions"), "verifications": Text("资格认证", "proofs of life"),
    "suspensions": Text("暂停发放", "suspensions"), "transfers": Text("关系转移", "transfers"),
}  # fmt: skip
"""Tables that records do not have, and indicators would need."""


def title(key: str) -> Text | None:
    """What is needed, in words; None where nothing is called so."""
    match = _KEY.fullmatch(key)
    if match is None or match[1] not in TABLES:
        return BEYOND.get(key)
    name, column, code, filled = match.groups()
    table, part = TABLES[name], _part(TABLES[name], column, code, filled)
    return Text(f"{table.title.zh}（{part.zh}）", f"{table.title.en} ({part.en})") if part else table.title


def _part(table: Table, column: str | None, code: str | None, filled: str | None) -> Text | None:
    """Of a table the rows with a code, a column that is filled, or one that it does not have; None for all of it."""
    if code:
        return same(f"{column}={code}")
    if column:
        return Text(f"列 {column}", f"column {column}")
    return table[filled].title if filled else None


def lacks(folder: Folder, needs: Iterable[Need]) -> list[Problem]:
    """What keeps these from being met: a table that cannot be used, else rows that it does not hold."""
    wanted = list(needs)
    tables = folder.refusal(*dict.fromkeys(need.table for need in wanted))
    without = {one.subject for one in tables}
    return tables or [_none(need) for need in wanted if need.table not in without and not _holds(folder, need)]


@lru_cache(512)
def _holds(folder: Folder, need: Need) -> bool:
    """Whether there is such a row; a table that turns out to be damaged is another's to tell."""
    if need == Need(need.table):
        return True
    if need.filled in folder.absent.get(need.table, ()):
        return False
    try:
        files = (folder.scan(need.table, [path]) for path in folder.parts[need.table])
        return any(not rows.filter(need.rows()).head(1).collect(engine="streaming").is_empty() for rows in files)
    except (OSError, PolarsError):
        return True


def _none(need: Need) -> Problem:
    return problem(
        "no_rows", need.key, "{title}：没有一行记录。", "{title}: holds no row.", title=title(need.key) or need.key
    )
