"""What came of findings over records: who looked, what was found, when; a list that was entered can be withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Select, func, insert, select, text, update

from sifund.problem import SifundError, problem, shown
from sifund.store.database import Database, default_url
from sifund.store.tables import entries, now, results

UNDECIDED = "open"
"""The outcome that anybody may replace."""
Finding = tuple[str, str, str]
"""The rule's code, the table and the record."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a finding: `mark` is of the figures that were looked at, `who` looked at them on the `day` (2026-11-27)."""

    code: str
    source: str
    record: str
    mark: str
    outcome: str
    reason: str
    who: str
    day: str

    @property
    def finding(self) -> Finding:
        return self.code, self.source, self.record


@dataclass(frozen=True, slots=True)
class Entered:
    """A list that was entered: its number, when [UTC] and by whom, how many results, and when and by whom it was withdrawn."""

    number: int
    at: datetime
    by: str
    results: int
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class Taken(SifundError):
    """Others have entered results for the same findings meanwhile; `standing` are theirs. Nothing was written."""

    def __init__(self, standing: Sequence[Result]) -> None:
        self.standing = tuple(standing)
        super().__init__([problem(
            "entered_meanwhile", "", "已有{value}条疑点由他人核定，没有改动。",
            "others have entered results for {value} of the findings; nothing was changed.", value=len(standing),
        )])  # fmt: skip


class Results:
    """The results of one database, each `book` those of one check. Raises AwayError, from any method, while it is away."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def state(self, book: str) -> tuple[int, int]:
        """Changes with every list that is entered or withdrawn."""
        counts = select(func.count(), func.count(entries.c.withdrawn_at)).where(entries.c.book == book)
        with self.database.read() as connection:
            row = connection.execute(counts).one()
        return row[0], row[1]

    def of(self, book: str) -> list[Result]:
        """The result of each finding that stands: the one entered last and not withdrawn."""
        with self.database.read() as connection:
            return _standing(connection, book)

    def enter(self, book: str, rows: Sequence[Result], by: str, *, replace: bool = False) -> int:
        """Keep the rows that say something new, and give back how many. Raises Taken where somebody else decided otherwise,
        unless that is to be replaced."""
        with self.database.write() as connection:
            _alone(connection)
            before = {one.finding: one for one in _standing(connection, book)}
            fresh = [one for one in rows if before.get(one.finding) != one]
            taken = [before[one.finding] for one in fresh if _is_other(before.get(one.finding), one)]
            if taken and not replace:
                raise Taken(taken)
            if fresh:
                entry = insert(entries).values(book=book, entered_at=now(), entered_by=by)
                number = connection.execute(entry.returning(entries.c.id)).scalar_one()
                connection.execute(insert(results), [asdict(one) | {"entry": number} for one in fresh])
        return len(fresh)

    def withdraw(self, book: str, by: str, number: int | None = None) -> Entered:
        """Undo the list that was entered last and stands; results that it replaced stand again. Raises SifundError where there
        is none, or it is not the one of that number any more."""
        with self.database.write() as connection:
            _alone(connection)
            last = next((one for one in _entered(connection, book) if one.withdrawn_at is None), None)
            if last is None:
                raise SifundError([problem(
                    "nothing_entered", "", "没有可撤回的结果：还没有交回过清单，或都已撤回。",
                    "there is nothing to undo: no list was entered, or all were withdrawn.",
                )])  # fmt: skip
            if number not in (None, last.number):
                raise SifundError([problem(
                    "other_list", "", "没有撤回：最后一份现在是第{value}份（由{by}交回）。请看过后再撤回。",
                    "nothing was withdrawn: the last list is number {value} now (entered by {by}). Look at it first.",
                    value=last.number, by=shown(last.by),
                )])  # fmt: skip
            gone = update(entries).where(entries.c.id == last.number)
            connection.execute(gone.values(withdrawn_at=now(), withdrawn_by=by))
        return last

    def entered(self, book: str) -> list[Entered]:
        """Every list that was entered, the newest first."""
        with self.database.read() as connection:
            return list(_entered(connection, book))


@contextmanager
def opened() -> Iterator[Results]:
    """The results at the address that the environment names, for as long as the block lasts."""
    database = Database(default_url())
    try:
        yield Results(database)
    finally:
        database.close()


def _standing(connection: Connection, book: str) -> list[Result]:
    rows = connection.execute(_rows().where(entries.c.book == book, entries.c.withdrawn_at.is_(None)))
    latest = {one.finding: one for one in (Result(*row) for row in rows)}
    return list(latest.values())


def _rows() -> Select:
    """The rows of results, later lists after earlier ones."""
    columns = [results.c[name] for name in Result.__dataclass_fields__]
    return select(*columns).join(entries, entries.c.id == results.c.entry).order_by(entries.c.id)


def _is_other(before: Result | None, one: Result) -> bool:
    """Whether somebody else decided otherwise on the same figures."""
    if before is None or before.outcome == UNDECIDED or before.mark != one.mark:
        return False
    return before.who != one.who and before.outcome != one.outcome


def _entered(connection: Connection, book: str) -> Iterator[Entered]:
    counted = select(
        entries.c.id, entries.c.entered_at, entries.c.entered_by, func.count(results.c.entry), entries.c.withdrawn_at,
        entries.c.withdrawn_by,
    ).outerjoin(results, results.c.entry == entries.c.id)  # fmt: skip
    rows = connection.execute(
        counted.where(entries.c.book == book).group_by(entries.c.id).order_by(entries.c.id.desc())
    )
    for number, at, by, count, withdrawn_at, withdrawn_by in rows:
        gone = withdrawn_at and withdrawn_at.replace(tzinfo=UTC)
        yield Entered(number, at.replace(tzinfo=UTC), by, count, gone, withdrawn_by)


def _alone(connection: Connection) -> None:
    """One writer at a time: SQLite's takes its turn when it begins."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE entries IN SHARE ROW EXCLUSIVE MODE"))
