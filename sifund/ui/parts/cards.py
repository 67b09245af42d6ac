"""What stands on a lever's card beside its number: the value in force and what it rests on, what waits, what it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sifund import catalog
from sifund.analysis.grounds import says
from sifund.analysis.response.places import slider_step
from sifund.analysis.words import BASIS, cell
from sifund.catalog import ALL
from sifund.dataset.source import where
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import Month, Parameter, Steps, month_of, month_text
from sifund.declare.unit import YUAN
from sifund.model.baseline import Baseline
from sifund.model.case import Side
from sifund.model.ground import Ground
from sifund.model.memory import remembered
from sifund.scenario.steps import places, scale, unit_name, value_words
from sifund.text import HALF_FEN, Lang, Text, join
from sifund.ui.parts import courses
from sifund.ui.parts.courses import shown

IN_FORCE = Text("现行{value} · {basis} · {decider}决定", "In force {value} · {basis} · decided by the {decider}")
IN_FORCE_PLAIN = Text("现行{value} · {basis}", "In force {value} · {basis}")
SINCE = Text("改变自{month}起", "Changed from {month}")
ALONE = Text("单独作用 · {year}年：{parts}", "Alone, {year}: {parts}")
LATEST = Text("比上次改动 · {year}年：{parts}", "Since the last move, {year}: {parts}")
MOVED = ("expenditure", "income", "closing")
GROUND = Text("{basis}：{says}", "{basis}: {says}")
RANGE = Text("假设范围：{low}至{high}", "assumed range: {low} to {high}")
LAW = Text("依据：{law}", "Law: {law}")
SHARE = Text("{amount} = {name}{whole}的{share}", '{amount} = {share} of the {whole} of "{name}"')
WAITS = Text(
    "按{month}月的数值执行，{since}的改变到{when}才生效。",
    "Only the value in month {month} counts, so the change of {since} waits until {when}.",
)


@remembered(2048)
def facts(base: Baseline, p: Parameter, month: Month, force: float, start: float, lang: Lang) -> dict[str, Any]:
    """What a card says of its parameter whatever the scenario's value is: of the value in force, and of the range about
    the value that the card starts from; numbers in the units it shows."""
    ground = base.values[p.key].ground_at(month) if p.key in base.values else None
    parts = {"value": value_words(p, force), "basis": BASIS[ground.basis if ground else "derived"]}
    says = IN_FORCE.format(decider=p.decided_by.name, **parts) if p.decided_by else IN_FORCE_PLAIN.format(**parts)
    low, high = p.soft_range(start)
    amounts = {"start": start, "min": p.low, "max": p.high, "low": low, "high": high}
    return {
        "key": p.key, "name": p.name(lang), "unit": "" if p.options else unit_name(p)(lang), "force": says(lang),
        "why": [words(lang) for words in _why(p, ground)], "dated": p.dated, "month": month_text(month),
        "places": places(p, lang), "step": step(p, low, high, lang), "options": [(o.key, o.name(lang)) for o in p.options] or None,
        **{name: shown(p, value, lang) for name, value in amounts.items()},
    }  # fmt: skip


def in_force(p: Parameter, base: Baseline, side: Side, month: Month) -> float | None:
    """The baseline value that a change in that month replaces, in the parameter's own unit; None where there is none."""
    value = _value_at(base, p.key, month)
    return courses.in_force(p, side.baseline, month) if value is None else value


@remembered(2048)
def _value_at(base: Baseline, key: str, month: Month) -> float | None:
    return base.value_at(key, month)


def share(side: Side, p: Parameter, month: Month) -> Text | None:
    """An amount as a share of what it may be typed as a share of, on the cards of both."""
    for other in (p, *catalog.beside(p)):
        if other.share_of and (percent := courses.in_force(other, side, month)) is not None:
            whole = float(side.path(other.share_of)[month - month_of(side.years[0])])
            amount, parts = other.share_of, {"share": value_words(other, percent, 1), "name": other.share_of.name}
            return SHARE.format(
                **parts, amount=value_words(amount, percent / 100 * whole), whole=value_words(amount, whole)
            )
    return None


def step(p: Parameter, low: float, high: float, lang: Lang) -> float:
    """The slider's step in the unit of the card."""
    return slider_step(p, low, high) * scale(p) / scale(p, lang)


def waits(p: Parameter, steps: Steps) -> Text | None:
    """Where only one month's value counts: the changes made after that month of a year, and when they count."""
    if not (p.reads and p.dated):
        return None
    return join((
        WAITS.format(month=p.reads, since=month_text(month), when=month_text((month // 12 + 1) * 12 + p.reads - 1))
        for month, _ in steps if month % 12 + 1 > p.reads
    ), "", " ")  # fmt: skip


def _why(p: Parameter, ground: Ground | None) -> Iterator[Text]:
    """What the value in force rests on: help, basis with source, formula or reason; its range; the law."""
    yield p.help
    if ground:
        yield GROUND.format(basis=BASIS[ground.basis], says=says(ground))
        if ground.basis != "reported" and (place := where(ground.source)):
            yield place
        if ground.basis == "assumed" and ground.low is not None and ground.high is not None and not p.options:
            yield RANGE.format(low=value_words(p, ground.low), high=value_words(p, ground.high))
    if p.law:
        yield LAW.format(law=Text(p.law("zh"), p.law("en")))


def alone(side: Side, first: int) -> Text:
    """What one change alone does in the year of it, all funds together; zero and unknown parts are left out."""
    year, parts = _moves(side, side.baseline, first)
    return ALONE.format(year=year, parts=parts)


def latest(side: Side, before: Side, first: int) -> Text:
    """What the last move changed in the year of it."""
    year, parts = _moves(side, before, first)
    return LATEST.format(year=year, parts=parts)


def _moves(side: Side, other: Side, first: int) -> tuple[int, Text]:
    year = min(max(first, side.years[0]), side.years[-1])
    pairs = {name: (cell(other, ALL, name, year)[1], cell(side, ALL, name, year)[1]) for name in MOVED}
    parts = join(
        _gap(name, after - before) for name, (before, after) in pairs.items() if abs(after - before) >= HALF_FEN
    )
    return year, parts or Text("无变化", "no change")


def _gap(name: str, gap: float) -> Text:
    amount = YUAN.write(gap, signed=True)
    measure = MEASURES[name].name
    return Text(f"{measure.zh}{amount.zh}", f"{measure.en.lower()} {amount.en}")
