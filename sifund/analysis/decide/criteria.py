"""What decides between compared scenarios, a row a criterion: page, workbook and command line print the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.decide.stand import (
    Breaches,
    Lowest,
    breaches_of,
    burden,
    chances,
    lowest,
    risk_of,
)
from sifund.analysis.outlook.conditions import CONDITIONS, Condition
from sifund.analysis.outlook.reliability import relies_in_short
from sifund.analysis.outlook.uncertainty import Breach, chance_words
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.unknown import why_no_cover
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.declare.party import Party
from sifund.declare.unit import COVER_MONTHS, POINTS, YUAN
from sifund.model.case import Side
from sifund.terms import NO_HISTORY
from sifund.text import DASH, HALF_FEN, Text, exhausted, join, places_below, plain, same

Mark = Literal["", "better", "worse", "other"]
SIGNS: dict[Mark, Text] = {
    "": Text("与基准相同", "as what it is compared with"),
    "better": Text("▲ 更好", "▲ better"), "worse": Text("▼ 更差", "▼ worse"), "other": Text("≠ 不同", "≠ different"),
}  # fmt: skip
"""How a cell stands against what it is compared with: a sign and a word, never a colour alone."""
LAW, LOWEST = (
    Text("合规提示", "Legal alerts"),
    Text("最低{cover}（{first}—{last}年）", "Lowest {cover} ({first}–{last})"),
)
ROOM = Text("距底线{floor}个月", "Distance to the floor of {floor} {floor:month|months}")
CHANCE = Text("到{last}年跌破底线的可能性（{condition}）", "Chance of a breach by {last} ({condition})")
PAYERS = Text("谁承担（{first}—{last}年合计，与基线相比）", "Who pays ({first}–{last} in all, against the baseline)")
LAWFUL, SINCE = Text("无", "none"), Text("{count}项，{year}年起", "{count}, from {year}")
AT = Text("{cover}（{year}年）", "{cover} ({year})")
LEFT, SHORT = Text("余{money}", "{money} to spare"), Text("缺{money}", "{money} short")
FROM = Text("{year}年起低于底线", "below it from {year}")
PAYS, NOBODY = Text("{party}{amount}", "{party} {amount}"), Text("没有变化", "no change")
NEEDED = Text(
    "{last}年保住基年末备付所需的{line}（{condition}，90%区间）",
    "{line} that keeps cover in {last} ({condition}, 90%)",
)
NEEDS, UNJUDGED = Text("{low}至{high}", "{low} to {high}"), Text("备付门槛无法判断", "the cover gate cannot be judged")
SHARP = 2.0
"""Standard errors that two chances must lie apart to be called different."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What a criterion says of one column, small lines below it, how it stands against what it is compared with, and by
    how much."""

    says: Text
    beside: tuple[Text, ...] = ()
    mark: Mark = ""
    change: Text | None = None

    @property
    def lines(self) -> list[Text]:
        """All of it: where it differs, the sign, its word and the difference stand second."""
        sign = join(filter(None, (SIGNS[self.mark], self.change)), zh=" ", en=" ") if self.mark else None
        return [self.says, *([sign] if sign else []), *self.beside]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row: its name, and a cell for each of the comparison's columns."""

    key: str
    name: Text
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """Whether no column differs from what it is compared with."""
        return not any(cell.mark for cell in self.cells)


def criteria(comparison: Comparison, fund: str) -> list[Criterion]:
    """The rows for a fund: law, lowest cover, distance to the floor, chance of a breach under each condition, who pays."""
    years, floor = comparison.years, plain(floor_of(comparison.view, fund))
    span = {"first": years[0], "last": years[-1]}
    cover = catalog.all_funds()[fund].cover_name
    after = span | {"first": years[min(1, len(years) - 1)]}
    rows: dict[str, tuple[Text, Callable[[int], Cell]]] = {
        "law": (LAW, lambda n: _law(comparison, n, fund)),
        "lowest": (LOWEST.format(cover=cover.inside, **after), lambda n: _lowest(comparison, n, fund)),
        "room": (ROOM.format(floor=floor), lambda n: _room(comparison, n, fund)),
        **{_key(c): (_named(comparison, fund, c), _risk(comparison, fund, c)) for c in CONDITIONS},
        "payers": (PAYERS.format(**span), lambda n: _payers(comparison, n, fund)),
    }
    return [Criterion(key, name, tuple(map(cell, comparison.columns))) for key, (name, cell) in rows.items()]


def _pair(comparison: Comparison, number: int) -> tuple[Side, Side]:
    """A column's side and what it is compared with; the baseline's is itself."""
    return comparison.side(number), comparison.other(number) if number else comparison.side(0)


def _better(value: float, other: float, least: float = 1e-9) -> Mark:
    return "" if abs(value - other) <= least else "better" if value > other else "worse"


# --- the law ----------------------------------------------------------------------------------------------------------


def _law(comparison: Comparison, number: int, fund: str) -> Cell:
    side, beside = _pair(comparison, number)
    breaches, other = breaches_of(side), breaches_of(beside)
    names = join(_subject(about, fund) for about, _ in breaches.firsts)
    unjudged = [] if side.knows(fund) or not catalog.all_funds()[fund].cover_rule else [UNJUDGED]
    says = SINCE.format(count=len(breaches.firsts), year=breaches.first) if breaches.first else LAWFUL
    return Cell(says, (*([names] if names else []), *unjudged), _lawful(breaches, other))


def _lawful(breaches: Breaches, other: Breaches) -> Mark:
    """Fewer breaches are better, then later ones."""
    if breaches == other:
        return ""
    keys = [(-len(x.firsts), x.first or 0) for x in (breaches, other)]
    return "other" if keys[0] == keys[1] else "better" if keys[0] > keys[1] else "worse"


def _subject(about: Parameter | Line, fund: str) -> Text:
    """Its name, with its fund's where that is another than the one shown."""
    if about.fund == fund or about.fund not in catalog.all_funds():
        return about.name
    short = catalog.fund_name(about.fund, short=True)
    return Text(f"{short.zh} · {about.name.zh}", f"{short.en} · {about.name.en}")


# --- the floor --------------------------------------------------------------------------------------------------------


def cover_words(lowest: Lowest) -> Text:
    """The lowest cover, so that below the floor it does not read as the floor."""
    return COVER_MONTHS.write(lowest.cover, places_below(lowest.cover, lowest.floor) if lowest.below else None)


def _unknown(side: Side, fund: str) -> Cell:
    return Cell(same(DASH), (why_no_cover(side, fund),))


def _lowest(comparison: Comparison, number: int, fund: str) -> Cell:
    low, other = (lowest(side, fund, floor_of(comparison.view, fund)) for side in _pair(comparison, number))
    if low is None:
        return _unknown(comparison.side(number), fund)
    says = AT.format(cover=cover_words(low), year=low.year)
    mark = _better(low.cover, other.cover) if other else "other"
    return Cell(says, (), mark, _change(COVER_MONTHS.change_words(other.cover if other else None, low.cover), mark))


def _room(comparison: Comparison, number: int, fund: str) -> Cell:
    """How far the lowest cover lies from the floor, in months and money, and since when it lies below."""
    low, other = (lowest(side, fund, floor_of(comparison.view, fund)) for side in _pair(comparison, number))
    if low is None:
        return _unknown(comparison.side(number), fund)
    gap = COVER_MONTHS.change_words(low.floor, low.cover)
    money = (SHORT if low.below else LEFT).format(money=YUAN.write(abs(low.room)))
    says, *beside = [money] if exhausted(low.cover) else [gap, money]
    since = [FROM.format(year=low.below)] if low.below else []
    mark = _better(low.cover, other.cover) if other else "other"
    return Cell(says, (*beside, *since), mark)


def _change(change: Text, mark: Mark) -> Text | None:
    return change if mark and change.zh != DASH else None


# --- the chance -------------------------------------------------------------------------------------------------------


def _key(condition: Condition) -> str:
    return "chance" if condition == "law" else f"chance_{condition}"


def _named(comparison: Comparison, fund: str, condition: Condition) -> Text:
    """The chance under a condition, or where a subsidy is held what keeps the cover."""
    held, last = risk_of(comparison, comparison.columns[0], fund).held, comparison.years[-1]
    words = {"last": last, "condition": CONDITIONS[condition]}
    return NEEDED.format(line=held.name, **words) if held else CHANCE.format(**words)


def _risk(comparison: Comparison, fund: str, condition: Condition) -> Callable[[int], Cell]:
    held = risk_of(comparison, comparison.columns[0], fund).held
    return lambda n: (_needed if held else _chance)(comparison, n, fund, condition)


def _chance(comparison: Comparison, number: int, fund: str, condition: Condition) -> Cell:
    pair = chances(comparison, number, fund, condition)
    if pair is None:
        return _no_risk(comparison, number, fund)
    breach, other = pair
    mark = _better(-breach.ever, -other.ever, SHARP * max(breach.ever_error, other.ever_error))
    rests = relies_in_short([comparison.side(number).base], fund)
    return Cell(chance_words(breach, comparison.view.draws), (rests,), mark, _change(_points(breach, other), mark))


def _needed(comparison: Comparison, number: int, fund: str, condition: Condition) -> Cell:
    """The band of what keeps the cover: less of it is better."""
    band = risk_of(comparison, number, fund).bands.get(condition)
    if band is None:
        return _no_risk(comparison, number, fund)
    beside = risk_of(comparison, comparison.against if number else 0, fund).bands.get(condition) or band
    low, middle, high = band
    rests = (relies_in_short([comparison.side(number).base], fund),)
    return Cell(NEEDS.format(low=YUAN.write(low), high=YUAN.write(high)), rests, _better(-middle, -beside[1], HALF_FEN))


def _no_risk(comparison: Comparison, number: int, fund: str) -> Cell:
    side = comparison.side(number)
    has_breaches = side.knows(fund) and risk_of(comparison, number, fund).breaches
    return Cell(same(DASH), (NO_HISTORY,)) if has_breaches else _unknown(side, fund)


def _points(breach: Breach, other: Breach) -> Text:
    return POINTS.write(100 * (breach.ever - other.ever), 1, signed=True)


# --- who pays ---------------------------------------------------------------------------------------------------------


def _payers(comparison: Comparison, number: int, fund: str) -> Cell:
    shares, other = (burden(side, fund) for side in _pair(comparison, number))
    if not shares:
        return Cell(NOBODY, (), "other" if other else "")
    first, *others = (_pays(*pair) for pair in shares)
    return Cell(first, tuple(others), "" if shares == other else "other")


def _pays(party: Party, amount: float) -> Text:
    return PAYS.format(party=party.name, amount=YUAN.write(amount, signed=True))


def signs(rows: Sequence[Criterion]) -> Iterator[tuple[Mark, Text]]:
    """The signs that the rows use, each once, with its word."""
    used = {cell.mark for row in rows for cell in row.cells}
    return ((mark, words) for mark, words in SIGNS.items() if mark and mark in used)
