"""The comparison in a sentence of the fund shown: who spends most and closes highest, who stays above the floor, who is
within the law, how far to rely on it."""

from __future__ import annotations

from collections.abc import Sequence

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.decide.criteria import cover_words
from sifund.analysis.decide.stand import Lowest, breaches_of, lowest
from sifund.analysis.effect.ranking import names, ranking
from sifund.analysis.outlook.reliability import BALANCES, relies_in_short
from sifund.analysis.outlook.warning import floor_of
from sifund.text import Text, plain

BOTH = Text("{ranking}{floor}{law}{rests}。", "{ranking} {floor} {law} {rests}.")
STANDS = Text("{ranking}{law}{rests}。", "{ranking} {law} {rests}.")
ALL_ABOVE = Text(
    "{fund}{first}—{last}年{cover}都不低于底线{floor}个月，最低{least}{months}（{year}年）。",
    "{fund}: cover stays at or above the floor of {floor} {floor:month|months} in {first}–{last}, as low as {months} in {year}{least}.",
)
SOME_BELOW = Text(
    "{fund}{cover}低于底线{floor}个月的是{below}（{year}年起，最低{months}）；{others}",
    "{fund}: cover falls below the floor of {floor} {floor:month|months} in {below} (from {year}, as low as {months}); {others}.",
)
OF = Text("的是{names}，", " ({names})")
NONE_LEFT, REST = (
    Text("没有不低于底线的方案。", "no scenario stays above it"),
    Text("其余各年都不低于底线。", "the others stay above it"),
)
LAWFUL = Text("没有合规提示。", "No legal alerts.")
UNLAWFUL = Text(
    "有合规提示的是{some}（{year}年起），其余没有。", "Legal alerts: {some} (from {year}); the others have none."
)
ALL_UNLAWFUL = Text("有合规提示的是{some}（{year}年起）。", "Legal alerts: {some} (from {year}).")


def verdict(comparison: Comparison, fund: str, year: int) -> Text:
    """What is said above the comparison; nothing of the floor where cover is unknown."""
    bases = [comparison.side(number).base for number in comparison.columns]
    parts = {
        "ranking": ranking(comparison, fund, year),
        "law": _law(comparison),
        "rests": relies_in_short(bases, fund, BALANCES),
    }
    floor = floor_of(comparison.view, fund)
    lowests = {n: lowest(comparison.side(n), fund, floor) for n in comparison.numbers}
    lows = {n: low for n, low in lowests.items() if low}
    if len(lows) < len(lowests):
        return STANDS.format(**parts)
    return BOTH.format(floor=_floor(comparison, fund, lows), **parts)


def _floor(comparison: Comparison, fund: str, lowests: dict[int, Lowest]) -> Text:
    years = comparison.years
    below = [n for n in lowests if lowests[n].below]
    least = min(below or lowests, key=lambda n: lowests[n].cover)
    parts = {
        "fund": catalog.fund_name(fund, short=True), "cover": catalog.all_funds()[fund].cover_name.inside, "last": years[-1],
        "floor": plain(floor_of(comparison.view, fund)), "first": years[min(1, len(years) - 1)],
        "months": cover_words(lowests[least]),
    }  # fmt: skip
    if not below:
        tied = [n for n in lowests if lowests[n].cover < lowests[least].cover + 1e-9]
        named = OF.format(names=names(comparison, tied)) if len(tied) < len(lowests) else ""
        return ALL_ABOVE.format(least=named, year=lowests[least].year, **parts)
    others = REST if len(below) < len(lowests) else NONE_LEFT
    first = min(lowests[n].below or years[-1] for n in below)
    return SOME_BELOW.format(below=names(comparison, below), year=first, others=others, **parts)


def _law(comparison: Comparison) -> Text:
    firsts = {n: breaches_of(comparison.side(n)).first for n in comparison.numbers}
    some: Sequence[int] = [n for n, first in firsts.items() if first]
    if not some:
        return LAWFUL
    year = min(first for first in firsts.values() if first)
    words = ALL_UNLAWFUL if len(some) == len(firsts) else UNLAWFUL
    return words.format(some=names(comparison, some), year=year)
