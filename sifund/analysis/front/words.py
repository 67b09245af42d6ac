"""A point of the front in words: what it sets, and what it gives up."""

from __future__ import annotations

import numpy as np

from sifund import catalog
from sifund.analysis.front.aims import LEAST, Aim
from sifund.analysis.front.search import Front, Point
from sifund.analysis.grounds import split_words
from sifund.analysis.outlook.reliability import each_relies
from sifund.declare.measure import COVER
from sifund.declare.parameter import Steps
from sifund.declare.unit import POINTS, RATE
from sifund.model.baseline import Baseline
from sifund.scenario.steps import value_words
from sifund.text import Text, join

TITLE = Text("合规前沿", "The lawful front")
GIVEN_UP = Text("放弃什么", "What is given up")
AS_IT_STANDS = Text("不改动", "left alone")
GIVES_UP = Text("{begins}{costs}。", "{begins}{costs}.")
BEST = Text("{names}最优，为此放弃：", "Best in {names}; gives up: ")
LESS = Text("{name}比最少的多{gap}", "{name} {gap} above the least")
MORE = Text("{name}比最高的少{gap}", "{name} {gap} below the highest")
NOTHING = Text("各项都最优，没有放弃什么。", "Best in everything: nothing is given up.")
BETWEEN = Text("折中，放弃：", "A middle way; gives up: ")
COUNT = Text(
    "试算{tried}种组合（{places}）{unlawful}；{count}种没有被任何一种胜过。",
    "{tried} {tried:combination|combinations} tried ({places}){unlawful}; none beats {count} of them.",
)
UNLAWFUL = Text(
    "，其中{count}种使基金用尽或备付不足", ", of which {count} exhaust the fund or leave it too little cover"
)
UNJUDGED = Text(
    "，缺年初结余，会不会使基金用尽或备付不足无从判断",
    "; without an opening balance it is unknown which exhaust the fund or leave it too little cover",
)
THINNED = Text(
    "合规组合共{count}种：先均匀试算{first}种，再在最好的附近逐次加密，直到滑块的一步；没有被胜过的当中，{listed}种与相邻各步都比过，只取这些；没有试算的组合里可能还有略好的。",
    "There {count:is|are} {count} lawful {count:combination|combinations}: {first} spread evenly were tried first, "
    "then those around the best, ever closer, down to "
    "the sliders' steps. Of those that none beats, {listed} {listed:was|were} compared with their neighbours, and "
    "only these are given; among those "
    "not tried there may be slightly better ones.",
)
GAP_IN = {RATE: POINTS}
"""Differences of percents are points."""
NONE_LAWFUL = Text("没有一种组合合规{bars}。", "No combination is lawful{bars}.")
BARS = Text("：方案本身有合规提示（{names}）", ": the scenario itself gives alerts ({names})")


def setting_words(key: str, steps: Steps) -> Text:
    """What a point sets of a lever."""
    return value_words(catalog.parameter(key), steps[-1][1], 4) if steps else AS_IT_STANDS


def value_of(aim: Aim, value: float) -> Text:
    """A value of an aim with its unit."""
    return aim.unit.write(value, signed=aim.better == LEAST)


def gives_up(front: Front, point: Point) -> Text:
    """What a point is best at, and how far it lies from the best of every other aim, in a sentence."""
    gains, costs = list[Text](), list[Text]()
    for aim, value, best in zip(front.aims, point.values, front.best, strict=True):
        if aim.worth(np.float64(value)) == aim.worth(np.float64(best)):
            gains.append(aim.name.inside)
        else:
            gap = GAP_IN.get(aim.unit, aim.unit).write(abs(best - value))
            costs.append((LESS if aim.better == LEAST else MORE).format(name=aim.name.inside, gap=gap))
    if not costs:
        return NOTHING
    begins = BEST.format(names=join(gains)) if gains else BETWEEN
    return GIVES_UP.format(begins=begins, costs=join(costs, "，", ", "))


def stands_on(front: Front, base: Baseline) -> list[Text]:
    """How far to rely on what the fund comes to, and that cover rests on an assumed opening balance, where it does."""
    split = split_words(base, front.question.fund) if COVER in front.question.aims else None
    return [*each_relies(base, [front.question.fund]), *([split] if split else [])]


def summary(front: Front) -> Text:
    """How many settings were tried of which levers, and how many none beats; or why none is lawful."""
    if not front.points:
        return NONE_LAWFUL.format(bars=BARS.format(names=front.bars) if front.bars else "")
    places = join((catalog.parameter(key).name.inside for key in front.question.levers), zh="×", en=" × ")
    unlawful = UNLAWFUL.format(count=front.unlawful) if front.judged else UNJUDGED
    counts = COUNT.format(tried=front.tried, unlawful=unlawful, count=front.unbeaten, places=places)
    if front.whole:
        return counts
    thinned = THINNED.format(count=f"{front.count:,}", first=front.first, listed=len(front.points))
    return Text(f"{counts.zh}{thinned.zh}", f"{counts.en} {thinned.en}")
