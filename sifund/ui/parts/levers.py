"""Lever cards: one component for all cards of a fund, number box and slider as one, dated steps in a table.

Ten cards made of Streamlit's own widgets were 140 messages a rerun; this is one. Python says what each card shows and
takes back what a card asks for as text, so that it is checked like a link.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from sifund import catalog
from sifund.analysis.alerts import Alert
from sifund.analysis.effect.idle import idle_of
from sifund.declare.parameter import Parameter, month_text
from sifund.model.case import Side
from sifund.problem import problem
from sifund.scenario import Scenario, dataset_mark, place
from sifund.scenario.steps import read_steps
from sifund.terms import SETTING
from sifund.text import Lang, Text, years_text
from sifund.ui import st
from sifund.ui.parts import line, spells
from sifund.ui.parts.bounds import limits
from sifund.ui.parts.cards import SINCE, alone, facts, in_force, latest, share, waits
from sifund.ui.parts.ceiling import box, limit_cost
from sifund.ui.parts.courses import Card, exact, shown, typed
from sifund.ui.parts.remarks import ALERTS
from sifund.ui.parts.served import component
from sifund.ui.session import history, state
from sifund.ui.session.state import t

HERE = Path(__file__).parent
WORDS = {
    "reset": Text("恢复", "Reset"),
    "add": Text("＋ 分段", "+ step"),
    "remove": Text("删除该段", "Remove this step"),
    "month": Text("起始月份", "From month"),
    "value": SETTING,
    "allowed": Text("允许范围：", "Allowed:"),
    "unread": Text("“{value}”不是数，没有填入。{allowed}", '"{value}" is not a number; it was not put in. {allowed}'),
    "months": Text("月份请写成2022-01。", "Write the month as 2022-01."),
}
START = Text("改变从何时开始", "Changes start in")
FROM_NEXT = Text("{year}年1月起", "From January {year}")
REPLAY = Text("重演{year}年", "Replay {year}")
ACTS = {"undo": Text("撤销", "Undo"), "redo": Text("重做", "Redo"), "reset": Text("全部恢复", "Reset all")}
OTHER = Text(
    "这项改变是为数据集{value}做的，现在用的是{here}；没有采用。",
    "this change was meant for dataset {value}, the one in use is {here}; it was not made.",
)
USED = 5
"""How many levers of a fund stand open, in the order in which its file declares them; the others are folded."""
FOLDS = {"rest": Text("其他政策参数", "Other levers"), "drivers": Text("驱动量与假设", "Drivers and assumptions")}
COUNTED = Text("{name}（{count}项，已改{changed}项）", "{name} ({count}, {changed} changed)")
OPENED = "fold-{}"
SAYS = {
    "alert": Text("合规提示 {years}：{says}", "Legal alert {years}: {says}"),
    "note": Text("提示 {years}：{says}", "Note {years}: {says}"),
}
BRIEF = {"alerts": ALERTS, "notes": Text("{count}项提示", "Notes: {count}")}


@cache
def _css() -> str:
    return (HERE / "levers.css").read_text(encoding="utf-8")


def _component() -> Any:
    html = '<div class="levers"></div>'
    return component("levers", "hand", "entry", "card", "track", "controls", "spell", "levers", html=html, css=_css())


def levers(name: str, parameters: Sequence[Parameter], scenario: Scenario, side: Side, alerts: Iterable[Alert],
           folded: Sequence[Parameter] = (), ceiling: str = "") -> list[Card]:  # fmt: skip
    """The cards of some parameters, the most used first, then what is moved by so many points for some years; the rest, and
    others, in folds, where they are built when one is opened. What a card shows is the scenario's; an untouched card makes
    no change. Of `alerts`, notes among them, each shows its own. `ceiling` is the fund whose cost can be limited. Those that
    are drawn are given back."""
    earlier = state.earlier(scenario)
    start, own_alerts = state.start_month(scenario), [alert for alert in alerts if not alert.baseline]

    def cards(some: Iterable[Parameter]) -> list[dict[str, Any]]:
        shows = (_shows(Card(p, scenario, side, start), earlier) for p in some)
        return [_briefly(card | _remarks(card["key"], own_alerts, side)) for card in shows if card]

    leading = [*parameters[:USED], *(p for p in folded if spells.leads(p, ceiling))]
    groups = {"rest": parameters[USED:], "drivers": [p for p in folded if p not in leading]}
    folds = [_fold(key, some, scenario, cards) for key, some in groups.items() if some]
    data: dict[str, Any] = {"tools": _tools(scenario, ceiling), "cards": cards(leading), "folds": folds}
    data |= {"words": {key: t(text) for key, text in WORDS.items()}}
    data |= {"dataset": _meant(), "lang": state.lang(), "heard": line.heard()}
    _component()(key=name, data=data, on_events_change=lambda: line.take(name))
    drawn = {card["key"] for part in (data, *folds) for card in part["cards"]}
    return [Card(p, scenario, side, start) for p in (*parameters, *folded) if p.key in drawn]


def _fold(
    key: str,
    some: Sequence[Parameter],
    scenario: Scenario,
    cards: Callable[[Iterable[Parameter]], list[dict[str, Any]]],
) -> dict[str, Any]:
    """A fold of cards. Until somebody opens or closes it, it is open where the scenario changes something in it."""
    changed = sum(bool(scenario.steps(p.key)) for p in some)
    opened = st.session_state.get(OPENED.format(key), changed > 0)
    words = t(COUNTED, name=FOLDS[key], count=len(some), changed=changed) if changed else t(FOLDS[key])
    return {"key": key, "name": words, "open": opened, "cards": cards(some) if opened else []}


def _tools(scenario: Scenario, ceiling: str) -> dict[str, Any]:
    """Where changes start, undo, redo and reset, and the limit of a fund's cost."""
    year = state.dataset().base_year
    options = [("next", t(FROM_NEXT, year=year + 1)), ("base", t(REPLAY, year=year))]
    able = {"undo": history.can("undo"), "redo": history.can("redo"), "reset": bool(scenario.changes)}
    return {
        "start": {"label": t(START), "options": options, "value": scenario.view.start},
        "buttons": [(name, t(ACTS[name]), can) for name, can in able.items()],
        "ceiling": box(scenario, ceiling) if ceiling else None,
    }


def _meant() -> str:
    """The dataset that changes made here are meant for: the one that the address names."""
    return state.missing() or dataset_mark(state.dataset())


def _refused(message: dict[str, Any]) -> bool:
    """Whether a change is meant for another dataset than the address names now; then it is refused."""
    meant, here = message.get("dataset"), _meant()
    if meant != here:
        state.refuse([problem("meant_for_another", "", OTHER.zh, OTHER.en, value=meant, here=here)])
    return meant != here


@line.does("act")
def _acted(message: dict[str, Any]) -> None:
    """Do what the toolbar asks for."""
    match None if _refused(message) else message.get("act"):
        case ["start", "next" | "base" as choice]:
            state.set_start(choice)
        case ["undo" | "redo" as way, _] if history.can(way):
            state.step(way)
        case ["reset", _]:
            state.write(replace(state.scenario()[0], changes=()))
        case ["add", str(key)] if key in catalog.parameters():
            state.change(key, _as_it_is(catalog.parameters()[key]).added())
        case ["spell", [str(key), str(points), str(years), str(first)]] if key in catalog.parameters():
            card = _as_it_is(catalog.parameters()[key])
            steps, wrong = spells.steps_typed(card, points, years, first)
            state.refuse(wrong)
            if not wrong:
                state.write(place.typed(card.scenario, card.p, steps))
        case ["ceiling", [str(fund), "zh" | "en" as lang, str(text)]] if fund in catalog.all_funds():
            limit_cost(fund, lang, text)
        case ["fold", [str(key), bool(opened)]] if key in FOLDS:
            st.session_state[OPENED.format(key)] = opened


@line.does("set")
def _take_steps(change: dict[str, Any]) -> None:
    """Take what a card asks for: its steps as text, checked as those of a link are."""
    match change:
        case {"key": str(key), "steps": [*dated]} if key in catalog.parameters() and not _refused(change):
            p = catalog.parameters()[key]
        case _:
            return
    lang: Lang = "en" if change.get("lang", state.lang()) == "en" else "zh"
    texts = [_text(p, month, typed(p, value, lang)) for month, value in _dated(dated)]
    steps, wrong = read_steps(p, ",".join(texts), state.dataset().base_year)
    state.refuse(wrong if dated else [])
    if steps or not dated:
        state.write(place.typed(state.scenario()[0], p, () if _as_it_is(p).is_no_change(steps) else steps))


def _dated(steps: Iterable[object]) -> Iterator[tuple[str, str]]:
    """The steps among what was told: what no card would tell is none."""
    for step in steps:
        match step:
            case [str(month), str(value)]:
                yield month, value


def _text(p: Parameter, month: str, value: str) -> str:
    """A step as it stands in a link."""
    return f"{value}@{month}" if p.dated else value


def _as_it_is(p: Parameter) -> Card:
    """The card under the scenario in the address."""
    scenario = state.scenario()[0]
    return Card(p, scenario, state.case(scenario).side(), state.start_month(scenario))


def _shows(card: Card, earlier: Side | None) -> dict[str, Any] | None:
    """All that a card shows, numbers in its units; None for what has no value."""
    p, scenario, side, month = card.p, card.scenario, card.side, card.month
    force = in_force(p, card.base, side, month)
    rows = card.own_steps or card.rows(month)
    if force is None or not rows:
        return None
    lang, bounds, line_of = state.lang(), limits(card), card.by_year()
    start = card.rows(month)[0][1]
    words = [SINCE.format(month=month_text(month))] if len(card.own_steps) == 1 and month != card.start_month else []
    words += [both] if (both := share(side, p, month)) else []
    return facts(card.base, p, month, force, start, lang) | {
        "of": card.mark,
        "changed": bool(card.own_steps),
        "steps": [(month_text(m), shown(p, value, lang), exact(p, value, lang)) for m, value in rows],
        "value": shown(p, rows[0][1], lang),
        "since": " · ".join(map(t, words)),
        "waits": t(says) if (says := waits(p, card.own_steps or ((month, start),))) else "",
        "courses": [
            (t(name), [(t(when), t(value)) for when, value in course])
            for name, course in (*card.courses(), *((name, course) for name, _, course in bounds if course))
        ],
        "line": line_of and line_of | {"limits": [(t(name), values) for name, values, _ in bounds]},
        "alone": t(alone(state.case(scenario).alone(p.key), month // 12)) if card.own_steps else "",
        "latest": _latest(card, earlier),
        "spell": spells.shown(card),
    }


def _latest(card: Card, earlier: Side | None) -> str:
    """What the last move of this lever changed; nothing where another was moved last."""
    if earlier is None or earlier.moves.get(card.p.key, ()) == card.side.moves.get(card.p.key, ()):
        return ""
    return t(latest(card.side, earlier, card.month // 12))


def _briefly(card: dict[str, Any]) -> dict[str, Any]:
    """The card with what it does and what speaks against it in one line."""
    counted = (t(words, count=len(card[kind])) for kind, words in BRIEF.items() if card[kind])
    return card | {
        "brief": " · ".join(filter(None, [*counted, card["alone"], card["latest"], card["since"], card["waits"]]))
    }


def _remarks(key: str, alerts: Iterable[Alert], side: Side) -> dict[str, list[str]]:
    """A parameter's alerts, and apart from them its notes; where it can move nothing in these data, why."""
    idle = [t(why)] if (why := idle_of(side, key)) else []
    of_key = [a for a in alerts if a.key == key]
    by_kind = {kind: [t(words, years=years_text(a.years), says=a.words) for a in of_key if a.kind == kind]
            for kind, words in SAYS.items()}  # fmt: skip
    return {"alerts": by_kind["alert"], "notes": [*idle, *by_kind["note"]]}
