"""What a person gets, in words: a figure, who is meant and by which rule, and what a scenario does to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund import catalog
from sifund.analysis.persons.gets import FIGURES, MONEY, SHARES_OF, Gets, Pair, gets
from sifund.analysis.words import BASIS
from sifund.declare.parameter import DECEMBER, Parameter, month_of
from sifund.declare.unit import RATE, YUAN_TO_ONE, Unit
from sifund.model.case import Side
from sifund.model.person import MONTHS, average_wage, minimum_wage, wage_path
from sifund.text import DASH, HALF_FEN, LANGS, Text, join, same, short_number

NAMES = {
    "month": Text("每月（一次）", "A month (or once)"), "year": Text("全年", "In the year"),
    "in_all": Text("领完为止", "Until it ends"), "minimum": Text("占最低工资", "Of the minimum wage"),
    "average": Text("待遇替代率", "Replacement rate"),
}  # fmt: skip
TITLE = Text("个人待遇", "What a person gets")
MOVER = Text("由哪项改变", "Moved by")
WAGE = Text("{name}（{basis}）{year}年12月{value}", "{name} ({basis}), December {year}: {value}")
AFTER_LAST = Text("（{year}年的标准，以后未知）", " (that of {year}; later ones are not known)")
SHARES = Text(
    "占比：每月（一次性的为该笔）所得÷一个月的工资，单位按人均。{wages}。",
    "Shares: a month's money (or the one payment) ÷ a month's wage, of firms per head. {wages}.",
)
SAYS = Text("{name}：{says}", "{name}: {says}")
EFFECT = Text("{parts}（{levers}）", "{parts} ({levers})")
PART = Text("{what}{before} → {after}（{gap}）", "{what} {before} → {after} ({gap})")
TOGETHER = Text("几项改变合起来的结果", "several changes together")
FROM = Text("基线{before}，{gap}", "baseline {before}, {gap}")
MEANT = Text("{name}：{stands}{law}。", "{name}: {stands} {law}.")
UNKNOWN = Text("{name}“—”：{why}。", '{name}, "—": {why}.')
SCENARIO_TYPES = Text("由方案填写", "typed in the scenario")
WHAT = {
    "once": Text("一次", "once"), "month": Text("每月", "a month"), "year": Text("全年", "in the year"),
    "in_all": Text("领完为止共", "until it ends"), "average": Text("替代率", "replacement rate"),
    "minimum": Text("占最低工资", "of the minimum wage"),
}  # fmt: skip


def unit_of(figure: str) -> Unit:
    """What a figure is counted in."""
    return RATE if figure in SHARES_OF else YUAN_TO_ONE


def figure_words(pair: Pair | None, figure: str, *, against: bool = False) -> tuple[Text, Text | None]:
    """A figure of the scenario with its unit, and where it differs the baseline's with the difference; `against` another
    scenario, the difference alone."""
    if pair is None:
        return same(DASH), None
    after, before, gap = _written(pair, figure)
    if not pair.moved:
        return after, None
    return after, gap if against else FROM.format(before=before, gap=gap)


def _written(pair: Pair, figure: str) -> tuple[Text, Text, Text]:
    """After, before and their difference; shares to a tenth, but for a difference that shows in none."""
    unit, money = unit_of(figure), figure in MONEY
    after, before = (unit.write(x, None if money else 1, short=money) for x in (pair.after, pair.before))
    gap = unit.change(pair.before, pair.after)
    if money:
        return after, before, Text(short_number(gap.zh), short_number(gap.en))
    tenths = (round(pair.after or 0, 1) - round(pair.before or 0, 1)) if gap.zh != DASH else 0.0
    return after, before, unit.number(tenths, 1, signed=True) if abs(tenths) > HALF_FEN else gap


def mover_words(got: Gets) -> Text | None:
    """The changes that moved it; None where none did."""
    return join(catalog.parameter(key).name for key in got.moved_by)


def notes(side: Side, getses: Sequence[Gets]) -> Iterator[Text]:
    """Who is meant and by which rule, why figures are not known, and what the wages of the shares are."""
    for got in getses:
        person = got.person
        assert person.law and person.stands
        yield MEANT.format(name=person.name, stands=person.stands, law=Text(*(person.law(x) for x in LANGS)))
    for why in dict.fromkeys((got.person.name, why) for got in getses for why in got.why):
        yield UNKNOWN.format(name=why[0], why=why[1])
    if wages := join(_wages(side, getses), "；", "; "):
        yield SHARES.format(wages=wages)


def _wages(side: Side, getses: Sequence[Gets]) -> Iterator[Text]:
    """The wages that shares are taken of, with what they rest on."""
    if not getses:
        return
    average = [average_wage(got.person.fund) for got in getses]
    at = side.years.index(getses[0].year)
    for p in dict.fromkeys(p for p in (minimum_wage(), *average) if p and p.key in side.base.values):
        month, path = month_of(side.years[at], DECEMBER), wage_path(side, p)
        assert path is not None
        amount = float(path[MONTHS * at + DECEMBER - 1])
        last, typed = side.base.values[p.key].steps[-1][0] // 12, side.moves.get(p.key)
        late = AFTER_LAST.format(year=last) if p is minimum_wage() and not typed and side.years[at] > last else None
        says = WAGE.format(
            name=_named(p), basis=_basis(side, p, month), year=side.years[at], value=p.unit.write(amount, short=True)
        )
        yield Text(says.zh + late.zh, says.en + late.en) if late else says


def _named(p: Parameter) -> Text:
    """A wage with its fund, where persons of several funds stand together."""
    short = catalog.fund_name(p.fund, short=True)
    return Text(f"{short.zh}{p.name.zh}", f"{short.en} {p.name.inside.en}")


def _basis(side: Side, p: Parameter, month: int) -> Text:
    """What its value of a month rests on: the scenario, or the ground of the dataset."""
    typed = side.moves.get(p.key, ())
    return SCENARIO_TYPES if typed and typed[0][0] <= month else BASIS[side.base.values[p.key].ground_at(month).basis]


def moved_words(side: Side, year: int, funds: Sequence[str] = ()) -> list[Text]:
    """What a scenario does to persons in a year, a line for those to whom it does the same; none for the others."""
    alike: dict[Text, list[Text]] = {}
    for got in gets(side, year, funds):
        if says := _effect(got):
            alike.setdefault(says, []).append(got.person.name)
    return [SAYS.format(name=join(names), says=says) for says, names in alike.items()]


def _effect(got: Gets) -> Text | None:
    """The money that is moved first and the share of a wage, with what moved them; None where nothing is moved."""
    moved = [name for name in FIGURES if name in got.figures and got.figures[name].moved]
    named = [
        *[name for name in moved if name in MONEY][:1],
        *(name for name in ("average", "minimum") if name in moved),
    ]
    parts = join((_part(got, name) for name in named[:2]), "，", ", ")
    return parts and EFFECT.format(parts=parts, levers=mover_words(got) or TOGETHER)


def _part(got: Gets, figure: str) -> Text:
    after, before, gap = _written(got.figures[figure], figure)
    what = WHAT["once" if got.person.once and figure == "month" else figure]
    return PART.format(what=what, before=before, after=after, gap=gap)
