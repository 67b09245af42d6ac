"""The words of what is no breach: growth that passes a limit, rules that are not known any more, what is the baseline's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sifund import catalog
from sifund.analysis.limits import TINY, Judged, Passing, limit_of
from sifund.analysis.words import BASIS
from sifund.declare.parameter import LegalAlert, Parameter, Steps, month_of
from sifund.declare.unit import COVER_MONTHS
from sifund.model.case import Side
from sifund.scenario.steps import path_words, value_number, value_words
from sifund.text import LANGS, Cite, Text, exhausted, places_below, plain, same

NOTE = Text("提示（不是违规）· {name} · {years} · {says}", "Note, no breach · {name} · {years} · {says}")
TYPED, IN_FORCE = Text("填写的{value}", "typed {value}"), Text("现行的{value}", "{value} in force")
LIMIT_TYPED = Text("填写的{value}", "{value}, as typed")
THE_TYPED, THE_KNOWN = Text("填写的{value}", "the {value} typed"), Text("现行的{value}", "the {value} in force")
GROWN = Text(
    "{whose}符合规定；按{rate}增长（{basis}），{year}年将达{reached}，当年限值{bound}",
    "{whose} is lawful; growing {rate}, {basis}, it would reach {reached} in {year}: the limit then is {bound}",
)
GROWN_BEYOND = Text(
    "{whose}按{rate}增长（{basis}），{year}年将达{reached}，{side}最后已知的限值{bound}（{known}年）",
    "{whose}, growing {rate}, {basis}, would reach {reached} in {year}: {side} the last known rule, {bound} of {known}",
)
BEYOND = Text(
    "{whose}{side}最后已知的限值{bound}（{known}年）", "{whose} is {side} the last known rule, {bound} of {known}"
)
OVER, AT, UNDER = Text("高于", "above"), Text("达到", "at"), Text("低于", "below")
A_YEAR = Text("每年{rate}", "{rate} a year")
TYPED_GROWTH = Text("方案填写", "as typed")
TOO = Text("基线也是如此：{says}", "so does the baseline: {says}")
NOT_JUDGED = Text(
    "年初结余未知，备付和结余是否够用无法判断；请在总览页填写各基金的年初结余，或在结余表中给出",
    "the opening balance is not known, so cover and whether the balance lasts cannot be judged; type it in the boxes of the "
    "overview page, or give it in the table of accounts",
)
ON_SPLIT = Text("{says}（年初结余按假设拆分）", "{says} (the split of the opening balances is assumed)")

STAYS = Text(
    "按最后已知的{name}{bound}（{known}年）的{share}计发，此后不变",
    "paid as {share} of the last known rule, {name} {bound} of {known}; it stays there",
)
NOT_USED = Text(
    "同月也填写了“{other}”，以其为准，{value}不起作用",
    '"{other}" is typed for the same month and holds; {value} is not used',
)

LOWEST, GONE = Text("最低{cover}", "as low as {cover}"), Text("最低时已用尽", "exhausted at its lowest")


def lowest_words(cover: float, need: float) -> Text:
    """The lowest of several years' covers, that of an exhausted fund too, so that it does not read as what is needed."""
    return GONE if exhausted(cover) else LOWEST.format(cover=COVER_MONTHS.write(cover, places_below(cover, need)))


def given_words(judged: Judged, passing: Passing) -> Text:
    """The value that passes by itself, and whether the scenario types it."""
    return (TYPED if _is_typed(judged, passing) else IN_FORCE).format(value=plain(round(passing.given, 2)))


def bound_words(passing: Passing) -> Text:
    """The limit, and whether the scenario types it."""
    value = plain(round(passing.bound, 2))
    return same(value) if passing.rule.law else LIMIT_TYPED.format(value=value)


def note_words(side: Side, judged: Judged, passing: Passing) -> Text:
    """What growth makes of a lawful value, or that no rule is known for the year any more."""
    p = judged.parameter
    words = THE_TYPED if _is_typed(judged, passing) else THE_KNOWN
    parts = {"whose": words.format(value=_number(p, passing.given)), "bound": _number(p, passing.bound),
             "year": passing.month // 12, "reached": _number(p, passing.reached), "side": _side(judged, passing),
             "known": (judged.limit.until or 0) // 12 - 1}  # fmt: skip
    if p.grows and abs(passing.reached - passing.given) > TINY * passing.given:
        parts |= _growth(side, judged, passing, p.grows)
        return (GROWN if passing.is_dated else GROWN_BEYOND).format(**parts)
    return BEYOND.format(**parts)


def _is_typed(judged: Judged, passing: Passing) -> bool:
    """A parameter that is read in one month holds that month's value all year."""
    p, year = judged.parameter, passing.month // 12
    typed = judged.moves.get(p.key, ())
    return bool(typed) and typed[0][0] <= (month_of(year, p.reads) if p.reads else passing.month)


def _number(p: Parameter, value: float) -> Text:
    return Text(*(value_number(p, value, 2, lang) + ("%" if p.unit.percent else "") for lang in LANGS))


def _side(judged: Judged, passing: Passing) -> Text:
    if passing.reached == passing.bound:
        return AT
    return UNDER if judged.rule.floor else OVER


def _growth(side: Side, judged: Judged, passing: Passing, p: Parameter) -> dict[str, object]:
    """The rates between the value's own year and the year of the passing, and what they rest on."""
    base, year = side.base, passing.month // 12
    since = max(max(m for m, _ in judged.steps if m <= passing.month) // 12, base.base_year)
    path = side.path(p)[::12] * p.divisor
    steps: Steps = tuple((month_of(y), round(float(path[y - base.base_year]), 9)) for y in range(since + 1, year + 1))
    even = len({value for _, value in steps}) == 1
    words = path_words(p, steps)
    basis = TYPED_GROWTH if p.key in judged.moves else BASIS[base.values[p.key].ground_at(month_of(year)).basis]
    return {"rate": A_YEAR.format(rate=words) if even else words, "basis": basis}


# --- a share of what law sets, typed in place of an amount --------------------------------------------------------------

Said = tuple[Parameter, tuple[int, ...], Text, Cite | None]


def of_shares(side: Side) -> Iterator[Said]:
    """Years in which a typed share is one of a limit that no rule is known for any more, and amounts that it outdoes."""
    for p in map(catalog.parameter, side.moves):
        if p.share_of and p.instead_of:
            yield from _outlived(side, p, p.share_of)
            yield from _outdone(side, p, p.instead_of)


def _outlived(side: Side, p: Parameter, whole: Parameter) -> Iterator[Said]:
    limit = limit_of(side, LegalAlert(p.name, parameter=whole))
    if limit is None or limit.until is None:
        return
    path, last = side.path(p) * p.divisor, limit.rules[-1]
    late = [i for i in range(len(path)) if np.isfinite(path[i]) and month_of(side.years[0]) + i >= limit.until]
    if late:
        years = tuple(dict.fromkeys(side.years[i // 12] for i in late))
        parts = {"name": whole.name, "bound": value_words(whole, last.value), "known": last.month // 12}
        yield p, years, STAYS.format(**parts, share=_number(p, float(path[late[0]]))), last.law


def _outdone(side: Side, p: Parameter, other: Parameter) -> Iterator[Said]:
    typed = {month for month, _ in side.moves[p.key]}
    for month, value in side.moves.get(other.key, ()):
        if month in typed:
            yield other, (month // 12,), NOT_USED.format(other=p.name, value=value_words(other, value)), None
