"""Words that the parts of the outlook page share: lights, values of a parameter, a remedy in one line."""

from __future__ import annotations

from collections.abc import Sequence

from sifund import catalog
from sifund.analysis.outlook.remedy import Goal, Remedy
from sifund.analysis.outlook.warning import AMBER, GREEN, NONE, RED, UNKNOWN, Sign
from sifund.declare.fund import Band
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import Parameter, month_text
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.model.case import Side
from sifund.scenario import steps
from sifund.text import Text, places_below, plain, years_text
from sifund.ui.session.state import rich, t
from sifund.ui.words import Markdown

LIGHT_ICON = {
    "red": ":material/error:", "amber": ":material/warning:", "green": ":material/check_circle:", "none": ":material/remove:",
    "unknown": ":material/question_mark:",
}  # fmt: skip
LIGHT = {x.key: x.name for x in (RED, AMBER, GREEN, NONE, UNKNOWN)}
CURE = Text(
    "{name}：{start} → {value}（{month}起；由{bearer}承担，{decider}决定）",
    "{name}: {start} → {value} (from {month}; borne by {bearer}, decided by the {decider})",
)
STRONG_CURE = Text(*(words.replace("{value}", "**{value}**") for words in (CURE.zh, CURE.en)))
OUTSIDE = Text("；超出通常范围{range}", "; outside the usual range, {range}")
ALL_GREEN = Text(
    "{years}年各年均为绿灯（不低于{bound}个月）",
    "green in every year of {years} (at least {bound} {bound:month|months})",
)
NO_RED = Text(
    "{years}年各年都没有红灯（不低于{bound}个月）", "no red year in {years} (at least {bound} {bound:month|months})"
)
WHAT = Text(
    "{when}{fund}{name}{cover}，低于{bound}个月，{light}",
    "at {when} the {fund}'s cover is {cover}, below {bound} {bound:month|months}: {light}",
)
SIGN = Text("{name}：{before} → {after}", "{name}: {before} → {after}")
UNTYPED = Text("按模型", "as modelled")


def value_words(p: Parameter, value: float | None) -> Text:
    """A value with its unit, as everywhere; or that nothing is typed."""
    return UNTYPED if value is None else steps.value_words(p, value)


def remedy_words(remedy: Remedy) -> Text:
    """Lever, from what to what, since when, who bears it and who decides; and that it lies outside the usual range."""
    says = CURE.format(**_cure(remedy))
    return both(says, _outside(remedy)) if remedy.outside else says


def remedy_line(remedy: Remedy) -> Markdown:
    """The same as a line of a page, its value strong."""
    return Markdown("{}{}").format(rich(STRONG_CURE, **_cure(remedy)), t(_outside(remedy)) if remedy.outside else "")


def _cure(remedy: Remedy) -> dict[str, Text | str]:
    p = catalog.parameters()[remedy.key]
    assert p.borne_by and p.decided_by
    return {
        "name": p.name, "start": value_words(p, remedy.start), "value": value_words(p, remedy.value),
        "month": month_text(remedy.month), "bearer": p.borne_by.name, "decider": p.decided_by.name,
    }  # fmt: skip


def _outside(remedy: Remedy) -> Text:
    return OUTSIDE.format(range=steps.range_words(catalog.parameters()[remedy.key], *remedy.usual))


def both(first: Text, then: Text) -> Text:
    """Two texts one after the other."""
    return Text(first.zh + then.zh, first.en + then.en)


def goal_words(goal: Goal, band: Band, years: Sequence[int]) -> Text:
    """What a remedy achieves, and over which years."""
    says = ALL_GREEN if goal.cover >= band.amber else NO_RED
    return says.format(years=years_text(years), bound=plain(goal.cover))


def what_words(fund: str, when: Text, cover: float, bound: float, light: Text) -> Text:
    """警情: which fund's cover is below which bound, and the light that this gives."""
    declared = catalog.all_funds()[fund]
    words = COVER_MONTHS.write(cover, places_below(cover, bound))
    return WHAT.format(
        when=when, fund=declared.name, name=declared.cover_name, cover=words, bound=plain(bound), light=light
    )


def sign_words(sign: Sign, side: Side) -> Text:
    """警兆: an indicator or line with its value the year before and now."""
    measure = MEASURES.get(sign.key)
    unit = measure.unit if measure else YUAN
    name = measure.name if measure else side.base.line_name(sign.key)
    return SIGN.format(name=name, before=unit.write(sign.before), after=unit.write(sign.after))
