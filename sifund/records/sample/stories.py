"""Persons with a story: an error that a rule must find, or what looks like one and is lawful. Each is told once, month by
month, and lives in as many persons as the city's size asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sifund.funds import unemployment
from sifund.records.sample.city import AREA, OTHER_AREA
from sifund.records.sample.standards import RAISED, RISE, assisted, benefit

PLANTED, LOOKALIKE = "planted", "lookalike"
COPIES = {PLANTED: 22, LOOKALIKE: 60}
"""How many persons or firms of a whole city have each story."""
BENEFIT, ASSISTANCE = unemployment.benefit.key, unemployment.assistance.key


@dataclass(frozen=True, slots=True)
class Pay:
    """One payment: months of the year from 1, amount in fen; `again` is the place in the story of the one that it repeats
    after a return; `marks` are the rules whose finding, or whose look-alike, it is."""

    item: str
    period: int
    amount: int
    paid: int
    kind: str = "normal"
    months: int = 1
    place: str = AREA
    again: int | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to a person. `works` and `prison` are months of the year, the first and the last."""

    kind: str
    pays: tuple[Pay, ...]
    granted: int = 24
    before: int = 0
    died: int | None = None
    works: tuple[int, int | None] | None = None
    prison: tuple[int, int] | None = None
    sentence: str | None = None


def drawn(
    first: int, last: int, marks: tuple[str, ...] = (), at: tuple[int, ...] = (), place: str = AREA
) -> tuple[Pay, ...]:
    """The benefit of each month, paid in the month; those `at` are marked."""
    months = range(first, last + 1)
    return tuple(Pay(BENEFIT, m, benefit("t1", m), m, place=place, marks=marks if m in at else ()) for m in months)


def helped(first: int, last: int, marks: tuple[str, ...] = (), at: tuple[int, ...] = ()) -> tuple[Pay, ...]:
    """The assistance of each month."""
    return tuple(Pay(ASSISTANCE, m, assisted(m), m, marks=marks if m in at else ()) for m in range(first, last + 1))


def _again(pays: tuple[Pay, ...], at: int, *marks: str) -> tuple[Pay, ...]:
    """The payments, and the one `at` a place sent again a month later after a return; both are marked."""
    first = replace(pays[at], marks=marks)
    again = replace(first, kind="resend", paid=first.paid + 1, again=at)
    return (*pays[:at], first, *pays[at + 1 :], again)


SENT_AGAIN = _again(drawn(8, 11), 1, "P01")
TWICE = Pay(BENEFIT, 9, benefit("t1", 9), 10, marks=("P01",))
ELSEWHERE = Pay(BENEFIT, 10, benefit("t1", 10), 10, place=OTHER_AREA, marks=("P01", "P02"))
MOVED = Pay(BENEFIT, 8, benefit("t1", 8), 9)
ARREARS = Pay(BENEFIT, 4, 4 * benefit("t1", 4), 8, "arrears", 4, marks=("P01", "P12"))
TOO_HIGH = Pay(BENEFIT, 12, benefit("t1", 12) + RISE, 12, marks=("P12",))
EXTRA = Pay(BENEFIT, 10, benefit("t1", 10), 10)
TOO_MUCH_HELP = Pay(ASSISTANCE, 9, 112_480, 9, marks=("P41",))
ARREARS_OF_HELP = Pay(ASSISTANCE, 4, 3 * assisted(4), 7, "arrears", 3, marks=("P41",))
FAR_TOO_MUCH = Pay(BENEFIT, 12, 25 * benefit("t1", 12), 12, marks=("P12", "P31"))
MANY_MONTHS = Pay(BENEFIT, 4, 5 * benefit("t1", 4), 9, "arrears", 5, marks=("P31",))
FIRST_PAID = tuple(Pay(BENEFIT, m, benefit("t1", 3), m) for m in range(RAISED, 8))
BACK_PAY = Pay(BENEFIT, RAISED, 4 * RISE, 8, "arrears", 4, marks=("P14",))
AFTER_THE_END = Pay(ASSISTANCE, 13, assisted(12), 12, marks=("P42",))
LATE_HELP = Pay(ASSISTANCE, 0, assisted(1), 3, "arrears", marks=("P42",))

TOLD = (
    Story(PLANTED, (*drawn(8, 11), TWICE)),
    Story(LOOKALIKE, SENT_AGAIN),
    Story(PLANTED, (*drawn(8, 11), ELSEWHERE)),
    Story(LOOKALIKE, (*drawn(5, 7), MOVED, *drawn(9, 11, ("P02",), (9,), OTHER_AREA))),
    Story(PLANTED, drawn(5, 10, ("P03",), (8, 9, 10)), works=(7, None)),
    Story(LOOKALIKE, drawn(5, 7, ("P03",), (7,)), works=(7, None)),
    Story(PLANTED, drawn(3, 8, ("P08",), (7, 8)), died=6),
    Story(LOOKALIKE, drawn(3, 6, ("P08",), (6,)), died=6),
    Story(PLANTED, drawn(4, 9, ("P09",), (6, 7, 8, 9)), prison=(6, 24), sentence="prison"),
    Story(LOOKALIKE, drawn(4, 9, ("P09",), (6, 7, 8, 9)), prison=(6, 24), sentence="probation"),
    Story(LOOKALIKE, drawn(4, 9, ("P09",), (6, 7, 8, 9)), prison=(6, 24), sentence="outside"),
    Story(PLANTED, (*drawn(9, 11), TOO_HIGH)),
    Story(LOOKALIKE, (*drawn(1, 3), ARREARS, *drawn(8, 9))),
    Story(LOOKALIKE, drawn(3, 5, ("P12",), (4,))),
    Story(PLANTED, drawn(7, 12, ("P17",), (11, 12)), granted=12, before=8),
    Story(LOOKALIKE, _again(drawn(7, 10), 3, "P17"), granted=12, before=8),
    Story(PLANTED, (*helped(8, 12, ("P39",), (10,)), EXTRA)),
    Story(LOOKALIKE, (*drawn(5, 6, ("P39",), (6,)), *helped(7, 10, ("P39",), (7,)))),
    Story(PLANTED, helped(5, 11, ("P40",), (11,))),
    Story(LOOKALIKE, _again(helped(5, 10), 5, "P40")),
    Story(PLANTED, (*helped(6, 8), TOO_MUCH_HELP)),
    Story(LOOKALIKE, (ARREARS_OF_HELP, *helped(7, 9, ("P41",), (7,)))),
    Story(PLANTED, (*helped(8, 12), AFTER_THE_END)),
    Story(LOOKALIKE, (LATE_HELP, *helped(1, 5))),
    Story(PLANTED, helped(5, 9, ("P43",), (8, 9)), works=(7, None)),
    Story(LOOKALIKE, helped(5, 7, ("P43",), (7,)), works=(7, None)),
    Story(PLANTED, (*FIRST_PAID, BACK_PAY, replace(BACK_PAY, paid=9))),
    Story(LOOKALIKE, (*FIRST_PAID, BACK_PAY)),
    Story(PLANTED, (*drawn(9, 11), FAR_TOO_MUCH)),
    Story(LOOKALIKE, (*drawn(1, 3), MANY_MONTHS)),
)  # fmt: skip
"""Stories of persons who were paid."""


@dataclass(frozen=True, slots=True)
class Worked:
    """What happened to a person who paid in, at two firms by months of the year; `fault` is a month whose contribution is
    not base × rate, `percent` is the base in percent of the average wage, `age` that of December [months]."""

    kind: str
    code: str
    months: tuple[int, ...]
    first: tuple[int, int | None] = (-60, None)
    second: tuple[int, int | None] | None = None
    fault: bool = False
    percent: int = 100
    age: int | None = None


ALL_YEAR = tuple(range(1, 13))
WORKED = (
    Worked(PLANTED, "C01", (5, 6, 7, 8, 9), second=(5, 9)),
    Worked(LOOKALIKE, "C01", (6,), first=(-60, 6), second=(6, None)),
    Worked(PLANTED, "C06", (6,), fault=True),
    Worked(LOOKALIKE, "C06", (1, 2)),
    Worked(PLANTED, "C04", ALL_YEAR, percent=55),
    Worked(LOOKALIKE, "C04", ALL_YEAR, percent=60),
    Worked(PLANTED, "C05", ALL_YEAR, percent=310),
    Worked(LOOKALIKE, "C05", ALL_YEAR, percent=300),
    Worked(PLANTED, "C18", ALL_YEAR, age=62 * 12),
    Worked(LOOKALIKE, "C18", ALL_YEAR, age=55 * 12 - 1),
)


@dataclass(frozen=True, slots=True)
class Refunded:
    """What happened to a firm that was refunded. Heads and layoffs are those of the year before; `percent` of the base is
    paid; `base` is what the base holds beyond contributions: arrears posted that year, or nothing that is known."""

    kind: str
    codes: tuple[str, ...]
    size: str = "small"
    mean: int = 20
    end: int = 20
    laid_off: int = 0
    paid_months: int = 12
    percent: int = 60
    applied: str | None = None
    later: str | None = None
    cancelled: int | None = None
    status: str = "active"
    beyond: int = 0
    arrears: bool = False
    second: str | None = None


MEDIUM = Refunded(LOOKALIKE, (), size="medium", mean=200, end=200)
REFUNDS = (
    Refunded(PLANTED, ("P55",), percent=75),
    Refunded(LOOKALIKE, ("P55",), percent=60),
    Refunded(PLANTED, ("P56",), percent=30, applied="large"),
    Refunded(LOOKALIKE, ("P56",), later="medium"),
    replace(MEDIUM, kind=PLANTED, codes=("P57",), laid_off=14),
    replace(MEDIUM, codes=("P57",), laid_off=12),
    Refunded(LOOKALIKE, ("P57", "P58"), mean=32, end=29, laid_off=3),
    Refunded(PLANTED, ("P58",), laid_off=5),
    Refunded(LOOKALIKE, ("P58",), laid_off=4),
    Refunded(LOOKALIKE, ("P57", "P58"), mean=30, end=30, laid_off=6),
    Refunded(PLANTED, ("P59",), paid_months=8),
    Refunded(LOOKALIKE, ("P59",)),
    Refunded(PLANTED, ("P60", "P61"), arrears=True, beyond=30),
    Refunded(LOOKALIKE, ("P60", "P61"), arrears=True),
    Refunded(PLANTED, ("P61",), beyond=20),
    Refunded(PLANTED, ("P62",), second="normal"),
    Refunded(LOOKALIKE, ("P62",), percent=40, second="topup"),
    Refunded(PLANTED, ("P63",), cancelled=8, status="cancelled"),
    Refunded(PLANTED, ("P63",), status="zombie"),
    Refunded(LOOKALIKE, ("P63",), cancelled=11, status="cancelled"),
)  # fmt: skip
"""Stories of firms. `beyond` is in percent of the base. A second refund is marked, or the only one."""
