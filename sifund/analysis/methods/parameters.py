"""Every parameter of a run's funds: value in force with its ground, bounds, ranges, growth, who decides, law, alerts."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from sifund import catalog
from sifund.analysis.grounds import KINDS, ground_words, input_ground
from sifund.analysis.methods.cells import Record, both, with_fund
from sifund.analysis.words import BASIS
from sifund.declare.parameter import LegalAlert, Limit, Month, Parameter, month_of, month_text
from sifund.model.case import Side
from sifund.model.ground import Ground
from sifund.model.memory import remembered
from sifund.scenario.steps import range_words, unit_name, value_words
from sifund.text import LANGS, TO_BE_VERIFIED, Cite, Text, join

FROM = Text("{month}起{value}", "{value} from {month}")
OF_MONTH = Text("{month}起：{says}", "from {month}: {says}")
ASSUMED_RANGE = Text("{says} · 假设范围{range}", "{says} · assumed range {range}")
TYPED = Text("填写的真实数", "the real figure that was typed")
UNTYPED = Text("未填写：按{rule}", "not typed: by {rule}")
MISSING = Text("数据没有给出", "not in the data")
OPTION = Text("{name}（{number}）", "{name} ({number})")
READS = Text("全年按{month}月的值", "the value of month {month} holds all year")
BASE_ONLY = Text("只用于基年", "of the base year alone")
SETS = Text("反算{name}", "sets {name}")
SINCE = Text("{year}年起{value}（{law}）", "{value} from {year} ({law})")
LIMIT = Text("{says}：{limit}", "{says}: {limit}")
KNOWN = Text("{says}，已知至{year}年底，此后只作提示", "{says}; known to the end of {year}, afterwards a note only")
LAPSES = Text(
    "{says}；规定执行到{year}年底，此后没有已知的依据",
    "{says}; the rule ran to the end of {year}, none is known that allows it later",
)
THE_LIMIT = Text("以{name}为限（{law}）", "the limit is {name} ({law})")
WORDS = ("kind", "name", "help", "unit", "in_force", "path", "basis", "ground", "allowed", "slider", "grows", "moves",
         "timing", "decided_by", "borne_by", "law", "alerts")  # fmt: skip
NUMBERS = ("value", "low", "high", "slider_low", "slider_high")
SCHEMA = {
    **dict.fromkeys(("fund", "key"), pl.String), **dict.fromkeys(NUMBERS, pl.Float64),
    **dict.fromkeys((f"{name}_{lang}" for name in WORDS for lang in LANGS), pl.String),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Path:
    """A parameter's dated values with their grounds, and the value in force at the end of the base year."""

    steps: tuple[tuple[Month, float, Ground], ...]
    now: float | None


@remembered()
def parameters(side: Side) -> pl.DataFrame:
    """A row a parameter of the run's funds and of all. `value` is in force at the base year's end; values, bounds and
    the slider's range are in the parameter's own unit (amounts in yuan), the words in the unit that pages show."""
    wanted = (p for p in catalog.parameters().values() if p.fund in (*side.base.funds, catalog.SHARED))
    return pl.DataFrame([_row(p, side) for p in wanted], schema=SCHEMA)


def _row(p: Parameter, side: Side) -> Record:
    path = _path(p, side)
    low, high = p.soft_range(path.now) if path.now is not None and not p.options else (None, None)
    bounds = (None, None) if p.options else (p.low, p.high)
    return {
        "fund": p.fund, "key": p.key, "value": path.now, "low": bounds[0], "high": bounds[1], "slider_low": low,
        "slider_high": high,
        **both(kind=KINDS[p.kind], name=p.name, help=p.help, unit=None if p.options else unit_name(p)),
        **both(**_in_force(p, path, side)),
        **both(allowed=_allowed(p), slider=_range(p, low, high), grows=p.grows.name if p.grows else None,
               moves=join(with_fund(x.name, x.fund) for x in catalog.parameters().values() if x.grows is p), timing=_timing(p)),
        **both(decided_by=p.decided_by.name if p.decided_by else None, borne_by=p.borne_by.name if p.borne_by else None,
               law=_law(p.law) if p.law else None, alerts=join((_alert(p, a, side) for a in p.alerts), zh="；", en="; ")),
    }  # fmt: skip


# --- values -----------------------------------------------------------------------------------------------------------


def _path(p: Parameter, side: Side) -> Path:
    base = side.base
    if p.kind == "input":
        amount = side.baseline.value(p.fund, item := catalog.account_of(p), base.base_year)
        if amount is None:
            return Path((), None)
        typed = base.types(p)
        ground = Ground("reported", TYPED) if typed else input_ground(base, p.fund, item)
        return Path(((0, amount, ground),), amount)
    if p.key not in base.values:
        return Path((), None)
    in_force = base.values[p.key]
    steps = tuple((month, value, in_force.ground_at(month)) for month, value in in_force.steps)
    return Path(steps, base.value_at(p.key, month_of(base.base_year, 12)))


def _in_force(p: Parameter, path: Path, side: Side) -> dict[str, Text | None]:
    """Value, dated path, basis and ground in words."""
    if path.now is None:
        base = side.base
        line = base.typed_line(p)
        quantity = line is not None and line.kind == "quantity"
        rules = ([line.name] if quantity else [q.name for q in line.parameters if q.options]) if line else []
        missing = UNTYPED.format(rule=join(rules)) if rules else MISSING
        return {"in_force": missing, "path": None, "basis": None, "ground": None}
    many = len(path.steps) > 1
    grounds = [_ground(p, ground) for _, _, ground in path.steps]
    dated = zip((month for month, _, _ in path.steps), grounds, strict=True)
    words = (OF_MONTH.format(month=_since(month, side), says=says) for month, says in dated)
    values = (FROM.format(month=_since(month, side), value=value_words(p, value, 4)) for month, value, _ in path.steps)
    return {
        "in_force": value_words(p, path.now, 4),
        "path": join(values, zh="；", en="; ") if many else None,
        "basis": join(dict.fromkeys(BASIS[ground.basis] for _, _, ground in path.steps)),
        "ground": join(words, zh="；", en="; ") if many and len(set(grounds)) > 1 else grounds[0],
    }


def _since(month: Month, side: Side) -> str:
    return month_text(month or month_of(side.base.base_year))


def _ground(p: Parameter, ground: Ground) -> Text:
    says = ground_words(ground)
    if ground.basis != "assumed" or ground.low is None or ground.high is None or p.options:
        return says
    return ASSUMED_RANGE.format(says=says, range=range_words(p, ground.low, ground.high))


# --- bounds, time, law ------------------------------------------------------------------------------------------------


def _range(p: Parameter, low: float | None, high: float | None) -> Text | None:
    return None if low is None or high is None else range_words(p, low, high)


def _allowed(p: Parameter) -> Text | None:
    """Hard bounds, or the options with the numbers that formulas read."""
    if p.options:
        return join(OPTION.format(name=option.name, number=number) for number, option in enumerate(p.options))
    return _range(p, p.low, p.high)


def _timing(p: Parameter) -> Text | None:
    """Which month's value holds, or that it takes no date; what a base-year input sets."""
    if p.sets:
        return SETS.format(name=p.sets.name)
    return READS.format(month=p.reads) if p.reads else None if p.dated else BASE_ONLY


def _law(law: Cite) -> Text:
    return Text(law("zh"), law("en"))


def _document(law: Cite) -> Text:
    """Its number, marked where it was not read."""
    return Text(law.document, law.document) if law.checked else Text(
        law.document + TO_BE_VERIFIED.zh, law.document + TO_BE_VERIFIED.en)  # fmt: skip


def _alert(p: Parameter, rule: LegalAlert, side: Side) -> Text:
    """What it says and the limits by date and document, or the parameter that is the limit; how long these are known."""
    if rule.parameter and rule.law:
        limit = THE_LIMIT.format(name=rule.parameter.name, law=_document(rule.law))
    else:
        limit = join(_limit(p, x) for x in rule.limits) or (_law(rule.law) if rule.law else None)
    says = LIMIT.format(says=rule.says, limit=limit) if limit else rule.says
    through = _through(rule, side)
    return says if through is None else (LAPSES if rule.lapses else KNOWN).format(says=says, year=through)


def _through(rule: LegalAlert, side: Side) -> int | None:
    """The last year for which the limit is known; None where it stands or the data have none."""
    value = side.base.values.get(rule.parameter.key) if rule.parameter else None
    return value.steps[-1][0] // 12 if value else rule.through


def _limit(p: Parameter, x: Limit) -> Text:
    return SINCE.format(year=x.from_year, value=value_words(p, x.value, 4), law=_document(x.law))
