"""Lever cards: one component for all cards of a fund, number box and slider as one, dated steps in a table.

Ten cards made of Streamlit's own widgets were 140 messages a rerun; this is one. Python says what each card shows and
takes back what a card asks for as text, so that it is checked like a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2 import component

from sifund import catalog
from sifund.analysis.alerts import Alert
from sifund.analysis.grounds import says
from sifund.analysis.words import BASIS, MEASURE, money, years_text
from sifund.baseline import Baseline, Ground
from sifund.catalog import ALL
from sifund.parameter import Month, Parameter, Steps, month_text
from sifund.result import Result
from sifund.scenario import Scenario, value_text
from sifund.source import where
from sifund.steps import places, read_steps, scale, unit_name, value_words
from sifund.text import Lang, Text, join, plain
from sifund.ui import state
from sifund.ui.state import t

HERE = Path(__file__).parent
WORDS = {
    "reset": Text("恢复", "Reset"),
    "add": Text("＋ 分段", "+ step"),
    "remove": Text("删除该段", "Remove this step"),
    "month": Text("起始月份", "From month"),
    "value": Text("取值", "Value"),
    "allowed": Text("允许范围：", "Allowed:"),
    "months": Text("月份请写成2022-01。", "Write the month as 2022-01."),
}
IN_FORCE = Text("现行{value} · {basis} · {decider}决定", "In force {value} · {basis} · decided by the {decider}")
IN_FORCE_PLAIN = Text("现行{value} · {basis}", "In force {value} · {basis}")
SINCE = Text("改变自{month}起", "Changed from {month}")
ALONE = Text("单独作用 · {year}年：{parts}", "Alone, {year}: {parts}")
GROUND = Text("{basis}：{says}", "{basis}: {says}")
RANGE = Text("假设范围：{low}至{high}", "assumed range: {low} to {high}")
LAW = Text("依据：{law}", "Law: {law}")
WAITS = Text(
    "按{month}月的数值执行，这项改变到{when}才生效。",
    "Only the value in month {month} counts, so this change waits until {when}.",
)
START = Text("改变从何时开始", "Changes start in")
FROM_NEXT = Text("{year}年1月起", "From January {year}")
REPLAY = Text("重演{year}年", "Replay {year}")
ACTS = {"undo": Text("撤销", "Undo"), "redo": Text("重做", "Redo"), "reset": Text("全部恢复", "Reset all")}
MORE, OPENED = Text("驱动量与假设", "Drivers and assumptions"), "more-levers"
SAYS = {
    "alert": Text("合规提示 {years}：{says}", "Legal alert {years}: {says}"),
    "note": Text("提示 {years}：{says}", "Note {years}: {says}"),
}


@cache
def _component() -> Any:
    js, css = ((HERE / f"levers.{kind}").read_text(encoding="utf-8") for kind in ("js", "css"))
    return component("sifund_levers", html='<div class="levers"></div>', css=css, js=js)


def levers(name: str, own: Iterable[Parameter], found: Scenario, result: Result, alerts: Iterable[Alert],
           folded: Sequence[Parameter] = ()) -> None:  # fmt: skip
    """The cards of some parameters, and of others in a fold, where they are built when it is opened. What a card shows is
    the scenario's; an untouched card makes no change. Of `alerts`, notes among them, each shows its own."""
    base, own_alerts = result.base(result.shown), [alert for alert in alerts if not alert.baseline]

    def cards(some: Iterable[Parameter]) -> list[dict[str, Any]]:
        return [card | _said(p, own_alerts) for p in some if (card := _card(p, found, base, result))]

    data = {"tools": _tools(found), "cards": cards(own), "words": {key: t(text) for key, text in WORDS.items()}}
    if folded:
        opened = bool(st.session_state.get(OPENED))
        data["fold"] = {"name": t(MORE), "open": opened, "cards": cards(folded) if opened else []}
    _component()(key=name, data=data, on_set_change=lambda: _asked(name), on_act_change=lambda: _acted(name))


def _tools(found: Scenario) -> dict[str, Any]:
    """Where changes start, undo, redo and reset."""
    year = state.dataset().base_year
    options = [("next", t(FROM_NEXT, year=year + 1)), ("base", t(REPLAY, year=year))]
    able = {"undo": state.can("undo"), "redo": state.can("redo"), "reset": bool(found.changes)}
    return {
        "start": {"label": t(START), "options": options, "value": found.view.start},
        "buttons": [(name, t(ACTS[name]), can) for name, can in able.items()],
    }


def _acted(name: str) -> None:
    """Do what the toolbar asks for."""
    match st.session_state[name].get("act"):
        case ["start", "next" | "base" as choice]:
            state.set_start(choice)
        case ["undo" | "redo" as way, _] if state.can(way):
            state.step(way)
        case ["reset", _]:
            state.reset_all()
        case ["fold", bool(opened)]:
            st.session_state[OPENED] = opened


def _asked(name: str) -> None:
    """Take what a card asks for: its steps as text, checked as those of a link are."""
    match st.session_state[name].get("set"):
        case {"key": str(key), "steps": [*asked]} if key in catalog.parameters():
            p = catalog.parameters()[key]
        case _:
            return
    steps, wrong = read_steps(p, ",".join(_text(p, *step) for step in asked), state.dataset().base_year)
    state.refuse(wrong if asked else [])
    if steps or not asked:
        state.change(key, () if _no_change(p, steps) else steps)


def _text(p: Parameter, month: str, value: str) -> str:
    """A step as it stands in a link; amounts are typed in 万元."""
    if not p.options and scale(p) > 1:
        value = plain(float(value) * scale(p))
    return f"{value}@{month}" if p.dated else str(value)


def _no_change(p: Parameter, steps: Steps) -> bool:
    """A single value put back to the one in force, as far as the card shows it."""
    if len(steps) != 1:
        return not steps
    result = state.result(state.scenario()[0])
    start = in_force(p, result.base(result.shown), result, steps[0][0])
    return start is not None and _shown(p, steps[0][1]) == _shown(p, start)


def _card(p: Parameter, found: Scenario, base: Baseline, result: Result) -> dict[str, Any] | None:
    steps = found.steps(p.key)
    month = steps[0][0] if steps and p.dated else state.start_month(found)
    start = in_force(p, base, result, month)
    if start is None:
        return None
    return _facts(p, base, month, start, state.lang()) | {
        "steps": [(month_text(m), _shown(p, value)) for m, value in steps],
        "value": _shown(p, steps[0][1] if steps else start),
        "since": t(SINCE, month=month_text(month)) if len(steps) == 1 and month != state.start_month(found) else "",
        "alone": _alone(p, found, result, month // 12) if steps and len(found.moves) > 1 else "",
    }


@lru_cache(maxsize=2048)
def _facts(p: Parameter, base: Baseline, month: Month, start: float, lang: Lang) -> dict[str, Any]:
    """What a card says of its parameter whatever the scenario's value is; numbers in the units it shows."""
    ground = base.values[p.key].ground_at(month) if p.key in base.values else None
    parts = {"value": value_words(p, start), "basis": BASIS[ground.basis if ground else "derived"]}
    force = IN_FORCE.format(decider=p.decided_by.name, **parts) if p.decided_by else IN_FORCE_PLAIN.format(**parts)
    low, high = p.soft_range(start)
    amounts = {"start": start, "min": p.low, "max": p.high, "low": low, "high": high}
    return {
        "key": p.key, "name": p.name(lang), "unit": "" if p.options else unit_name(p)(lang), "force": force(lang),
        "why": [words(lang) for words in _why(p, ground)], "waits": _waits(p, month, lang), "dated": p.dated,
        "month": month_text(month), "places": places(p), "step": step(p, low, high),
        "options": [(o.key, o.name(lang)) for o in p.options] or None,
        **{name: _shown(p, value) for name, value in amounts.items()},
    }  # fmt: skip


@lru_cache(maxsize=2048)
def _value_at(base: Baseline, key: str, month: Month) -> float | None:
    return base.value_at(key, month)


def in_force(p: Parameter, base: Baseline, result: Result, month: Month) -> float | None:
    """The baseline value that a change in that month replaces, in the parameter's own unit; None where there is none."""
    value = _value_at(base, p.key, month)
    if value is None and p.key in base.modelled:
        year = min(month // 12 - base.base_year, len(result.years) - 1)
        return float(result.line_baseline(p.key, result.shown)[0, year])
    return value


def step(p: Parameter, low: float, high: float) -> float:
    """The slider's step; of yearly amounts a hundredth of its range."""
    return p.step if scale(p) == 1 else max(round((high - low) / scale(p) / 100), 1)


def _shown(p: Parameter, value: float) -> float | str:
    return value_text(p, value) if p.options else round(value / scale(p), places(p))


def _waits(p: Parameter, month: Month, lang: Lang) -> str:
    """Where only one month's value counts and that month of the year has passed."""
    if not (p.reads and p.dated and month % 12 + 1 > p.reads):
        return ""
    return WAITS.format(month=p.reads, when=month_text((month // 12 + 1) * 12 + p.reads - 1))(lang)


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


def _alone(p: Parameter, found: Scenario, result: Result, first: int) -> str:
    """What this parameter alone does in the year of its change, all funds together; zero parts are left out."""
    number = [key for key, _ in found.moves].index(p.key) + 2
    year = min(max(first, result.years[0]), result.years[-1])
    index = result.years.index(year)
    gaps = {
        name: float((result.measure(ALL, name, number) - result.measure_baseline(ALL, name, number))[0, index])
        for name in ("expenditure", "income", "closing")
    }
    parts = join(_gap(name, gap) for name, gap in gaps.items() if abs(gap) >= 0.005)
    return t(ALONE, year=year, parts=parts or Text("无变化", "no change"))


def _gap(name: str, gap: float) -> Text:
    amount = money(gap)
    return Text(f"{MEASURE[name].zh}{amount.zh}", f"{MEASURE[name].en.lower()} {amount.en}")


def _said(p: Parameter, alerts: Iterable[Alert]) -> dict[str, list[str]]:
    """A parameter's alerts, and apart from them its notes."""
    own = [a for a in alerts if a.key == p.key]
    said = {kind: [t(words, years=years_text(a.years), says=a.words) for a in own if a.kind == kind]
            for kind, words in SAYS.items()}  # fmt: skip
    return {"alerts": said["alert"], "notes": said["note"]}
