"""The dated values of one change: read from text, every value or month that cannot be being a listed problem, and in words."""

from __future__ import annotations

import re
from functools import cache

from sifund.declare.parameter import Month, Parameter, Step, Steps, month_of, month_text, parse_month
from sifund.declare.scale import IN_WAN, with_unit
from sifund.declare.unit import YUAN, YUAN_PER_YEAR
from sifund.problem import Problem, problem
from sifund.text import LANGS, Lang, Text, format_number, join, plain, same, short_number

STEP_LIMIT = 60
DIGITS = 4
"""Decimals at most that a typed value is said with."""
LAST_YEAR = 2100
A_YEAR = Text("{unit}/年", "{unit} a year")
IN_YEAR, FROM = Text("{when}{value}", "{value} in {when}"), Text("{when}起{value}", "{value} from {when}")
RANGE = Text("{low}至{high}", "{low} to {high}")
YEAR, MONTH = Text("{year}年", "{year}"), Text("{year}年{month}月", "{date}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,340})?")


def read_steps(p: Parameter, body: str, base_year: int) -> tuple[Steps, list[Problem]]:
    """The dated values of one change; a value without a date starts in January after the base year."""
    pieces = body.split(",")
    if len(pieces) > STEP_LIMIT:
        return (), [problem("too_many_steps", p.key, "最多{limit}段；没有采用。", "has more than {limit} steps; not applied.",
                            limit=STEP_LIMIT)]  # fmt: skip
    by_month: dict[Month, Step] = {}
    wrong: list[Problem] = []
    for piece in pieces:
        step = _read_step(p, piece, base_year)
        if isinstance(step, Problem):
            wrong.append(step)
        elif step[0] in by_month:
            wrong.append(problem(
                "duplicate_step", p.key, "同一月份有两个值；用第一个，略过“{value}”。",
                'has two values in one month; the first holds, "{value}" was left out.', value=piece,
            ))  # fmt: skip
        else:
            by_month[step[0]] = step
    return tuple(sorted(by_month.values())), wrong


def _read_step(p: Parameter, piece: str, base_year: int) -> Step | Problem:
    body, at, date = piece.strip().partition("@")
    value = read_value(p, body)
    if isinstance(value, Problem):
        return value
    if not p.dated:
        return (0, value) if not at else problem(
            "takes_no_date", p.key, "是基年数值，不带月份；略过“{value}”。",
            'is a value of the base year and takes no month; "{value}" was left out.', value=piece,
        )  # fmt: skip
    month = parse_month(date) if at else month_of(base_year + 1)
    if month is None:
        return problem("month", p.key, "月份“{value}”无法识别；请写成2022-01。",
                       'the month "{value}" cannot be read; write it as 2022-01.', value=date)  # fmt: skip
    if not month_of(base_year) <= month < month_of(LAST_YEAR):
        return problem(
            "month", p.key, "月份{value}早于基年{year}或晚于2099年；没有采用。",
            "the month {value} is before the base year {year} or after 2099; not applied.", value=date, year=base_year,
        )  # fmt: skip
    return month, value


def read_value(p: Parameter, body: str) -> float | Problem:
    """A number within the parameter's hard bounds, or the name of a choice."""
    if p.options:
        keys = [option.key for option in p.options]
        return float(keys.index(body)) if body in keys else problem(
            "choice", p.key, "“{value}”不是可选值；可选：{keys}。", '"{value}" is not a choice; choose from {keys}.',
            value=body, keys=", ".join(keys),
        )  # fmt: skip
    if not _NUMBER.fullmatch(body):
        return problem("number", p.key, "“{value}”不是数字；例如1530或0.5。",
                       '"{value}" is not a number; write 1530 or 0.5.', value=body)  # fmt: skip
    value = float(body) + 0.0  # −0 is 0
    return value if p.allows(value) else out_of_bounds(p, value)


def out_of_bounds(p: Parameter, value: float) -> Problem:
    """The problem of a value that the parameter does not allow."""
    return problem(
        "bounds", p.key, "{name}的值{value}超出允许范围{low}至{high}；没有采用。",
        "{name}: the value {value} is outside {low} to {high}; not applied.",
        name=p.name, value=plain(value), low=plain(p.low), high=with_unit(same(plain(p.high)), p.unit.name),
    )  # fmt: skip


# --- in words ---------------------------------------------------------------------------------------------------------


@cache
def scale(p: Parameter, lang: Lang = "zh") -> float:
    """What 1 of its numbers stands for: amounts of a fund are typed and shown in 万元, in English in million yuan."""
    return float(IN_WAN.size(lang)) if p.unit in (YUAN, YUAN_PER_YEAR) else 1.0


def unit_name(p: Parameter) -> Text:
    """The unit that a value is typed and shown in."""
    return A_YEAR.format(unit=IN_WAN.name) if p.unit is YUAN_PER_YEAR else p.unit.column


def places(p: Parameter, lang: Lang = "zh", digits: int | None = None) -> int:
    """Decimals that a value is shown with, `digits` or the unit's; of an amount as many as say the same in English."""
    if scale(p) == 1:
        return p.unit.places if digits is None else digits
    return IN_WAN.places(digits or 0, lang)


def value_words(p: Parameter, value: float, digits: int | None = None) -> Text:
    """A value with its unit, as a person reads it; `digits` are the decimals at most, those of the unit by default."""
    if p.options:
        return p.options[int(value)].name
    unit = unit_name(p)
    space = "" if unit.zh.startswith("%") else " "
    return Text(*(f"{value_number(p, value, digits, lang)}{space}{unit(lang)}" for lang in LANGS))


def path_words(p: Parameter, steps: Steps, start: Month | None = None) -> Text:
    """Dated values as a person says them: 2022年0%，2023年起6%; no date where the value never turns or takes none.

    The first value stands without a date where it holds from `start` on, the month that the reader expects.
    """
    turns = [step for at, step in enumerate(steps) if not at or step[1] != steps[at - 1][1]]
    undated = not p.dated or (len(turns) == 1 and start is None)
    ends = [month for month, _ in turns[1:]] + [None]
    words = [
        _value(p, value) if undated or month == start else _dated_words(p, month, value, end)
        for (month, value), end in zip(turns, ends, strict=True)
    ]
    return join(words, "，", ", ") or same("—")


def _dated_words(p: Parameter, month: Month, value: float, end: Month | None) -> Text:
    words = IN_YEAR if month % 12 == 0 and end == month + 12 else FROM
    when = (YEAR if month % 12 == 0 else MONTH).format(year=month // 12, month=month % 12 + 1, date=month_text(month))
    return words.format(when=when, value=_value(p, value))


def _value(p: Parameter, value: float) -> Text:
    """A growth is said by the year already: its percent is enough."""
    share = p.unit.name.zh.startswith("%")
    return same(f"{value_number(p, value, DIGITS)}%") if share else value_words(p, value, DIGITS)


def range_words(p: Parameter, low: float, high: float) -> Text:
    """From low to high, with the unit once; small numbers with the decimals that tell them apart."""
    digits = 4 if abs(high) < 100 * scale(p) else None
    first = Text(*(value_number(p, low, digits, lang) for lang in LANGS))
    return RANGE.format(low=first, high=value_words(p, high, digits))


def value_number(p: Parameter, value: float, digits: int | None = None, lang: Lang = "zh") -> str:
    """The number of a value, without its unit and without zeros at its end; an amount of a fund with the digits that it is
    written with elsewhere."""
    if digits is None and scale(p) != 1:
        return short_number(YUAN.number(value)(lang))
    return short_number(format_number(value / scale(p, lang), places(p, lang, digits)))
