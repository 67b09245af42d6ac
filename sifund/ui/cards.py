"""Lever cards: number box and slider as one, the value in force, who decides it, the law, reset."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from sifund import catalog
from sifund.baseline import Baseline, Ground
from sifund.catalog import ALL
from sifund.parameter import Month, Parameter, month_text
from sifund.result import Result
from sifund.scenario import Scenario
from sifund.source import where
from sifund.text import WAN, Text, format_number, plain
from sifund.ui import state
from sifund.ui.state import t
from sifund.ui.words import BASIS, money

IN_FORCE = Text("现行{value} · {basis} · {decider}决定", "In force {value} · {basis} · decided by the {decider}")
IN_FORCE_PLAIN = Text("现行{value} · {basis}", "In force {value} · {basis}")
RESET = Text("恢复“{name}”", "Reset “{name}”")
STEPPED = Text("分段路径：{path}", "Dated steps: {path}")
ALONE = Text(
    "单独作用 · {year}年：支出{expenditure}，收入{income}，年末结余{closing}",
    "Alone, {year}: spending {expenditure}, income {income}, closing balance {closing}",
)
GROUND = Text("{basis}：{says}", "{basis}: {says}")
RANGE = Text("假设范围：{low}至{high}", "assumed range: {low} to {high}")
LAW = Text("依据：{law}", "Law: {law}")
WAITS = Text(
    "按{month}月的数值执行，这项改变到{when}才生效。",
    "Only the value in month {month} counts, so this change waits until {when}.",
)
WAN_NAME = Text("万元/年", "× 10k yuan a year")


def card(p: Parameter, found: Scenario, base: Baseline, result: Result) -> None:
    """One parameter's card. The value shown is the scenario's; an untouched control makes no change."""
    month = state.start_month(found)
    start = in_force(p, base, result, month)
    if start is None:
        return
    steps = found.steps(p.key)
    with st.container(border=True, key=f"card-{p.key.replace('.', '-')}"):
        title, reset = st.columns([5, 1], vertical_alignment="center")
        title.markdown(f"**{t(p.name)}**" + ("" if p.options else f" · {unit_name(p).removeprefix('× ')}"))
        if steps:
            reset.button(
                ":material/undo:",
                key=f"reset:{p.key}",
                help=t(RESET, name=p.name),
                on_click=state.change,
                args=(p.key, ()),
            )
        if len(steps) > 1:
            path = "；".join(f"{month_text(m)} → {value_words(p, v)}" for m, v in steps)
            st.caption(t(STEPPED, path=path))
        else:
            _control(p, start, steps[0][1] if steps else start)
        _captions(p, base, start, steps[0][0] if steps and p.dated else month)
        if steps:
            _effect(p, found, result, steps[0][0] // 12 if p.dated else base.base_year)


def in_force(p: Parameter, base: Baseline, result: Result, month: Month) -> float | None:
    """The baseline value that a change in that month replaces, in the parameter's own unit; None where there is none."""
    value = base.value_at(p.key, month)
    if value is None and p.key in catalog.lines():
        year = min(month // 12 - base.base_year, len(result.years) - 1)
        return float(result.line_baseline(p.key, result.shown)[0, year])
    return value


def scale(p: Parameter) -> float:
    """Yearly amounts are typed in 万元."""
    return float(WAN) if p.unit.key in ("yuan", "yuan a year") else 1.0


def unit_name(p: Parameter) -> str:
    return t(WAN_NAME if scale(p) > 1 else p.unit.name)


def value_words(p: Parameter, value: float) -> str:
    """A value with its unit, as a person reads it."""
    if p.options:
        return t(p.options[int(value)].name)
    number = format_number(value / scale(p), places(p))
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number}{'' if p.unit.percent else ' '}{unit_name(p)}"


def places(p: Parameter) -> int:
    return 0 if scale(p) > 1 else p.unit.places


def _control(p: Parameter, start: float, value: float) -> None:
    if p.options:
        st.session_state[f"c:{p.key}"] = p.options[int(value)].key
        names = {option.key: t(option.name) for option in p.options}
        st.radio(t(p.name), list(names), format_func=names.__getitem__, key=f"c:{p.key}", label_visibility="collapsed",
                 horizontal=True, on_change=_chosen, args=(p, start))  # fmt: skip
        return
    low, high = (bound / scale(p) for bound in p.soft_range(start))
    shown = value / scale(p)
    step = p.step / scale(p) if scale(p) == 1 else max(round((high - low) / 100), 1)
    st.session_state[f"n:{p.key}"] = st.session_state[f"r:{p.key}"] = shown
    box, slider = st.columns([2, 3], vertical_alignment="center")
    shape = "%.10g" if round(shown, 2) == shown else "%.2f"
    box.number_input(t(p.name), p.low / scale(p), p.high / scale(p), step=float(step), format=shape, key=f"n:{p.key}",
                     label_visibility="collapsed", on_change=_moved, args=("n", p, start))  # fmt: skip
    slider.slider(t(p.name), min(low, shown), max(high, shown), step=float(step), format=shape, key=f"r:{p.key}",
                  label_visibility="collapsed", on_change=_moved, args=("r", p, start), help=t(p.help))  # fmt: skip


def _moved(widget: str, p: Parameter, start: float) -> None:
    """A control was moved; put back to where it started, it removes its change."""
    value = st.session_state.get(f"{widget}:{p.key}")
    if value is None or round(value, places(p)) == round(start / scale(p), places(p)):
        state.change(p.key, ())
    else:
        _write(p, float(round(value * scale(p), 6)))


def _chosen(p: Parameter, start: float) -> None:
    value = float([option.key for option in p.options].index(st.session_state[f"c:{p.key}"]))
    if value == start:
        state.change(p.key, ())
    else:
        _write(p, value)


def _write(p: Parameter, value: float) -> None:
    value = min(max(value, p.low), p.high)
    found = state.scenario()[0]
    steps = found.steps(p.key)
    month = (steps[0][0] if steps else state.start_month(found)) if p.dated else 0
    state.change(p.key, ((month, float(plain(value))),))


def _captions(p: Parameter, base: Baseline, start: float, month: Month) -> None:
    ground = base.values[p.key].ground_at(month) if p.key in base.values else None
    basis = BASIS[ground.basis if ground else "derived"]
    words = value_words(p, start)
    says = IN_FORCE.format(decider=p.decided_by.name, value=words, basis=basis) if p.decided_by else (
        IN_FORCE_PLAIN.format(value=words, basis=basis))  # fmt: skip
    st.caption(t(says), help="\n\n".join(_why(p, ground)))
    first = p.reads and p.dated and month % 12 + 1 != p.reads
    if first and month % 12 + 1 > (p.reads or 0):
        when = month_text((month // 12 + 1) * 12 + (p.reads or 1) - 1)
        st.caption(":material/schedule: " + t(WAITS, month=p.reads, when=when))


def _why(p: Parameter, ground: Ground | None) -> Iterator[str]:
    """What the value in force rests on: basis with source, formula or reason; its range; the law."""
    if ground:
        says = where(ground.source) if ground.basis == "reported" else None
        yield t(GROUND, basis=BASIS[ground.basis], says=says or ground.says)
        if ground.basis != "reported" and (place := where(ground.source)):
            yield t(place)
        if ground.basis == "assumed" and ground.low is not None and ground.high is not None and not p.options:
            yield t(RANGE, low=value_words(p, ground.low), high=value_words(p, ground.high))
    if p.law:
        yield t(LAW, law=Text(p.law("zh"), p.law("en")))


def _effect(p: Parameter, found: Scenario, result: Result, first: int) -> None:
    """What this parameter alone does in the year of its change: spending, income and closing of every fund together."""
    keys = [key for key, _ in found.moves]
    number = keys.index(p.key) + 2 if len(keys) > 1 else 1
    year = min(max(first, result.years[0]), result.years[-1])
    index = result.years.index(year)
    gaps = {
        name: float((result.measure(ALL, name, number) - result.measure_baseline(ALL, name, number))[0, index])
        for name in ("expenditure", "income", "closing")
    }
    st.caption(t(ALONE, year=year, **{name: money(gap) for name, gap in gaps.items()}))
