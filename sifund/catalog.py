"""All funds, lines and parameters, found in `sifund.funds`, with a look-up that says "did you mean"."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Sequence
from functools import cache
from types import ModuleType
from typing import Literal, TypeVar

from sifund import funds
from sifund.declare.consistent import check_bearer, check_order
from sifund.declare.estimate import Estimate
from sifund.declare.formula import Line
from sifund.declare.fund import Fund
from sifund.declare.measure import MEASURES, Measure
from sifund.declare.parameter import Kind, Parameter
from sifund.declare.person import Person
from sifund.declare.relation import Relation
from sifund.text import Text

ALL = "all"
SHARED = "economy"
"""What keys of parameters begin with that all funds share."""
ALL_FUNDS = Text("{count}险合计", "All funds")
COUNTS = "〇一两三四五六七八九"
T = TypeVar("T")

RETIRED: dict[str, str] = {}
"""Keys of old links → the key that replaced them."""


class UnknownKey(KeyError):
    """No such key; `near` holds the closest ones."""

    def __init__(self, key: str, near: list[str]) -> None:
        super().__init__(key)
        self.key, self.near = key, near


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = sorted(m.name for m in pkgutil.iter_modules(funds.__path__))
    modules = tuple(importlib.import_module(f"{funds.__name__}.{name}") for name in names)
    for module in modules:
        check_file(list(vars(module).values()))
    return modules


def check_file(declared: Sequence[object]) -> None:
    """Refuse a file's declarations where lines have no fund, or are not those of its fund. Raises ValueError."""
    lines = [line for line in declared if isinstance(line, Line)]
    funds = {fund.key for fund in declared if isinstance(fund, Fund)}
    for item in declared:
        shared = SHARED if isinstance(item, Parameter) else ""
        if isinstance(item, Line | Parameter) and item.fund not in (*funds, shared):
            raise ValueError(f"{item.key} stands in a file that declares {' and '.join(funds) or 'no fund'}")
    check_order(lines)
    for p in declared:
        if isinstance(p, Parameter) and p.kind == "lever":
            check_bearer(p, [line for line in lines if p in line.parameters])


def _declared(kind: type[T]) -> dict[str, T]:
    by_key = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, kind):
                key: str = value.key  # type: ignore[attr-defined]
                if by_key.setdefault(key, value) is not value:
                    raise ValueError(f"{key} is declared twice")
    return by_key


@cache
def all_funds() -> dict[str, Fund]:
    """Every fund by its key, in the order of its file's name."""
    return _declared(Fund)


@cache
def usual() -> Fund:
    """The fund that is shown where nothing speaks for another, and that examples speak of."""
    return next((fund for fund in all_funds().values() if fund.usual), *list(all_funds().values())[:1])


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by key, levers, drivers, assumptions and base-year inputs, in the order of declaration."""
    return _declared(Parameter)


@cache
def lines() -> dict[str, Line]:
    """Every income and expenditure line by key, in the order of declaration."""
    return {key: line for key, line in computed().items() if line.kind != "quantity"}


@cache
def computed() -> dict[str, Line]:
    """Every line and quantity by key: these have one namespace, parameters another."""
    return _declared(Line)


@cache
def relations() -> dict[str, Relation]:
    """Every relation between stated figures by key, in the order of declaration."""
    return _declared(Relation)


@cache
def estimates() -> dict[str, Estimate]:
    """Every elasticity that an office's own months can give, by its key."""
    return _declared(Estimate)


@cache
def quantities() -> dict[str, Line]:
    """Every quantity that lines share, by its key."""
    return {key: line for key, line in computed().items() if line.kind == "quantity"}


@cache
def persons() -> dict[str, Person]:
    """Every typical person by key, in the order of declaration."""
    return _declared(Person)


@cache
def person_of(fund: str, measure: str) -> Person | None:
    """The person whose replacement rate is that measure of the fund; None where it is another measure."""
    return None if measure in MEASURES else persons().get(f"{fund}.{measure}")


def measure_of(key: str, fund: str) -> Measure:
    """A measure of a fund by its key. Raises KeyError."""
    person = person_of(fund, key)
    return person.measure if person else MEASURES[key]


@cache
def of_kind(kinds: tuple[Kind, ...], *funds: str) -> tuple[Parameter, ...]:
    """Parameters of those kinds and funds ("economy" is shared), in the order of declaration."""
    return tuple(p for p in parameters().values() if p.kind in kinds and p.fund in funds)


@cache
def levers(fund: str) -> tuple[Parameter, ...]:
    """The levers of a fund: its own, then the shared ones that move a line of it."""
    shared = (p for p in of_kind(("lever",), SHARED) if any(key.startswith(f"{fund}.") for key in moved_by(p.key)))
    return *of_kind(("lever",), fund), *shared


@cache
def beside(p: Parameter) -> tuple[Parameter, ...]:
    """Those that may be typed in the place of a parameter, or in whose place it may be typed."""
    return tuple(q for q in parameters().values() if q.instead_of is p or p.instead_of is q)


@cache
def limits() -> tuple[str, ...]:
    """Keys of the parameters that are the legal limit of others: law is dated, and they move no money."""
    return tuple(
        dict.fromkeys(rule.parameter.key for p in parameters().values() for rule in p.alerts if rule.parameter)
    )


def parameter(key: str) -> Parameter:
    """The parameter of that key. Raises UnknownKey."""
    return _look_up(key, parameters())


def line(key: str) -> Line:
    """The income or expenditure line of that key. Raises UnknownKey."""
    return _look_up(key, lines())


def _look_up(key: str, table: dict[str, T]) -> T:
    if key not in table:
        raise UnknownKey(key, near(key, list(table)))
    return table[key]


def near(key: str, keys: list[str]) -> list[str]:
    """The keys closest to a mistyped one, best first; a bare last part ("benefit_standard") counts as close."""
    tails = [k for k in keys if k.partition(".")[2] == key]
    return list(dict.fromkeys(tails + difflib.get_close_matches(key[:80], keys, n=3, cutoff=0.6)))[:3]


@cache
def movers(key: str) -> tuple[Parameter, ...]:
    """Every parameter whose value can move the line of that key directly: those its formula names and their growth."""
    moving: dict[str, Parameter] = {}
    item = computed()[key]
    for p in item.parameters:
        moving[p.key] = p
        if p.grows:
            moving[p.grows.key] = p.grows
    return tuple(moving.values())


@cache
def moved_by(key: str) -> tuple[str, ...]:
    """Keys of the lines that the parameter of that key moves directly."""
    return tuple(k for k in lines() if any(p.key == key for p in movers(k)))


@cache
def indirect(key: str) -> tuple[str, ...]:
    """Keys of the lines that the parameter reaches only through other lines, the opening balance, cover or closing."""
    direct = set(moved_by(key))
    reached = set(direct)
    while True:
        funds_hit = {k.partition(".")[0] for k in reached}
        more = {
            k for k, x in lines().items()
            if any(y.key in reached for y in x.lines) or (x.looks_back and x.fund in funds_hit)
        }  # fmt: skip
        if more <= reached:
            return tuple(k for k in lines() if k in reached - direct)
        reached |= more


def account_of(p: Parameter) -> Literal["opening", "income"]:
    """Which account of its fund a base-year input fills in."""
    return "opening" if all_funds()[p.fund].opening is p else "income"


def counted(count: int) -> str:
    """How many, in Chinese before a measure word; in figures from ten on."""
    return COUNTS[count] if count < len(COUNTS) else str(count)


def fund_name(key: str, *, short: bool = False, count: int = 0) -> Text:
    """The fund's name; of "all", so many funds together."""
    if key == ALL:
        return ALL_FUNDS.format(count=counted(count) if count > 1 else "各")
    fund = all_funds()[key]
    return fund.short if short else fund.name


def measure_name(key: str, fund: str) -> Text:
    """What a measure is called for a fund, or for all together."""
    return measure_of(key, fund).name_of(all_funds().get(fund))


for _table in (all_funds, parameters, computed, relations):
    _table()  # what a fund's file lacks is an error when the program is imported
