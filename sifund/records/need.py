"""What a rule needs of the tables: one as a whole, the rows of one kind in it, or a column that is filled somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from polars import Expr, col, lit
from polars.exceptions import PolarsError

from sifund.problem import Problem, problem
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


def title(key: str) -> Text | None:
    """What is needed, in words; None where no table is called so."""
    match = _KEY.fullmatch(key)
    if match is None or match[1] not in TABLES:
        return None
    name, column, code, filled = match.groups()
    table = TABLES[name]
    words = [same(f"{column}={code}")] if code else []
    words += [table[filled].title if filled in table.schema else same(filled)] if filled and not code else []
    if not words:
        return table.title
    return Text(f"{table.title.zh}（{words[0].zh}）", f"{table.title.en} ({words[0].en})")


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
    try:
        return not folder.scan(need.table).filter(need.rows()).head(1).collect(engine="streaming").is_empty()
    except (OSError, PolarsError):
        return True


def _none(need: Need) -> Problem:
    return problem(
        "no_rows", need.key, "{title}：没有一行记录。", "{title}: holds no row.", title=title(need.key) or need.key
    )
