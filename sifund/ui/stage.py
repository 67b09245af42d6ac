"""The stage: one scenario on one screen for a projector, without controls; the compared ones are walked by the arrow keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.decide.criteria import Criterion, criteria
from sifund.analysis.moved import fund_shown
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.words import cell
from sifund.charts import balances, cover, spending, surplus
from sifund.charts.theme import broken, label_lines, staged
from sifund.declare.measure import MEASURES
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare import table as compare
from sifund.ui.parts import figures, line
from sifund.ui.parts.paths import lever_name, steps_words
from sifund.ui.session import state
from sifund.ui.session.state import t

CHARTS = ("cover", "balance", "spending")
"""By the keys 1, 2 and 3."""
KEYS = Text(
    "1、2、3换图 · ← →换方案 · B黑屏 · P或Esc返回",
    "1, 2, 3: another chart · ← →: another scenario · B: blank · P or Esc: back",
)
PLACE, UNCHANGED = (
    Text("{name}（{number}/{count}）", "{name} ({number}/{count})"),
    Text("没有改变参数", "Nothing is changed"),
)
BESIDE, AFTER = Text("{says}（{more}）", "{says} ({more})"), Text("{says}，{more}", "{says}, {more}")
LINE = Text("{name}：{says}", "{name}: {says}")
HEAD = Markup('<p class="stage-name">{}</p><h1 class="stage-answer">{}</h1><dl class="stage-figures">{}</dl>')
BOX = Markup("<div><dt>{}</dt><dd>{} → <b>{}</b> <small>{}</small></dd></div>")
FOOT = Markup(
    '<ul class="stage-chips">{}</ul><p class="stage-line">{}</p><p class="stage-line">{}</p><p class="stage-keys">{}</p>'
)
CHIP = Markup("<li>{}</li>")
ANSWER_WIDTH, CHIPS_WIDTH = 44, 84
"""What a line of each holds at 1920 px [Chinese characters]."""
ROOM, LEAST, LINE_HEIGHT, CHIP_HEIGHT, ROW_HEIGHT, AXIS = 735, 200, 49, 45, 51, 90
"""Points for the answer, the chart and the chips; for a chart at least; a line of the answer, a row of chips, one of bars, and what their
axis takes more than one of years."""
ROWS = 4
"""Of bars at most: on a smaller screen they are drawn smaller."""


def on_stage() -> int:
    """The number of the scenario that stands there; 0 for none."""
    return min(state.scenario()[0].view.stage, len(state.texts()))


def show() -> None:
    """The whole screen: name and answer, three figures, one chart, levers, law and risk."""
    scenarios, _ = compare.read()
    number, view = min(on_stage(), len(scenarios)), scenarios[0].view
    scenario = Scenario(scenarios[number - 1].changes, scenarios[number - 1].name, view=view)
    comparison = compare.run(scenarios)
    side = comparison.side(number)
    fund = fund_shown(side, scenario)
    with st.container(key="stage"):
        name = (
            PLACE.format(name=scenario.name, number=number, count=len(scenarios))
            if len(scenarios) > 1
            else scenario.name
        )
        says, chips = t(answer(side, scenario, brief=True)[0]), _chips(scenario, fund)
        st.html(HEAD.format(t(name) if isinstance(name, Text) else name, says, _figures(side, scenario, fund)))
        _chart(side, scenario, fund, _height(says, chips))
        st.html(FOOT.format(Markup("").join(map(CHIP.format, chips)), *_lines(comparison, number, fund), t(KEYS)))


def _figures(side: Side, scenario: Scenario, fund: str) -> Markup:
    """Spending of the year spoken of, the last closing balance and its cover: before → after."""
    last, boxes = side.years[-1], []
    for measure, year in (
        ("expenditure", figures.spoken(side, scenario, fund)),
        ("closing", last),
        ("cover_months", last),
    ):
        unit, (before, after) = MEASURES[measure].unit, cell(side, fund, measure, year)
        name = f"{year} · {t(catalog.measure_name(measure, fund))}"
        boxes.append(BOX.format(name, t(unit.number(before)), t(unit.number(after)), t(unit.column)))
    return Markup("").join(boxes)


def _height(says: str, chips: Sequence[str]) -> int:
    """What the answer and the chips leave of a screen of 1920 by 1080 for a chart of lines [px]."""
    rows = len(broken("　　".join(chips), CHIPS_WIDTH))
    return max(LEAST, ROOM - LINE_HEIGHT * len(broken(says, ANSWER_WIDTH)) - CHIP_HEIGHT * rows)


def _chart(side: Side, scenario: Scenario, fund: str, height: int) -> None:
    """Cover beside its floor, the balance, or spending by line; the surplus where the balance is not known."""
    chosen, lang, floor = scenario.view.chart, state.lang(), floor_of(scenario.view, fund)
    if chosen == "spending":
        year = figures.spoken(side, scenario, fund)
        data = spending.frame(side, fund, year, lang, min(ROWS, (height - AXIS) // ROW_HEIGHT))
        drawn = spending.title(side, fund, year), data, spending.spec(fund, lang, label_lines(data["name"]))
    elif not side.knows(fund):
        drawn = surplus.title(side, fund), surplus.frame(side, fund, lang), surplus.spec(fund, lang)
    elif chosen == "balance":
        drawn = (
            balances.title(side, fund),
            balances.frame(side, fund, lang, floor),
            balances.spec(fund, lang, floor),
        )
    else:
        drawn = cover.title(side, fund, floor), cover.frame(side, fund, lang, floor), cover.spec(fund, lang, floor)
    title, data, spec = drawn
    spec = staged(spec)
    if chosen != "spending":
        spec["height"] = min(spec["height"], height)
    figures.chart(title, data, spec, f"stage-{chosen}")


def _chips(scenario: Scenario, fund: str) -> list[str]:
    """What is changed; a lever of another fund than the one shown says whose it is."""
    names = (
        lever_name(key, fund if catalog.parameter(key).fund == fund else catalog.ALL) for key, _ in scenario.changes
    )
    chips = [f"{t(name)} {t(steps_words(*change))}" for name, change in zip(names, scenario.changes, strict=True)]
    return chips or [t(UNCHANGED)]


def _lines(comparison: Comparison, number: int, fund: str) -> Iterator[str]:
    """Law and risk, each in one line: what the criteria of the comparison say of this scenario."""
    rows = {row.key: row for row in criteria(comparison, fund)}
    at = comparison.columns.index(number)
    for keys in (("law",), ("lowest", "room", "chance", "chance_history")):
        yield " · ".join(_line(rows[key], at) for key in keys)


def _line(row: Criterion, at: int) -> str:
    says = row.cells[at]
    if not says.beside:
        return t(LINE, name=row.name, says=says.says)
    beside = AFTER if "（" in says.beside[0].zh else BESIDE
    return t(LINE, name=row.name, says=beside.format(says=says.says, more=says.beside[0]))


@line.does("stage")
def _key(message: dict[str, Any]) -> None:
    """A key was pressed: to the stage and back, to the neighbour, to another chart."""
    key, now, last = message.get("key"), on_stage(), min(len(state.texts()), 6)
    if key == "toggle":
        state.set_view(stage=0 if now else 1)
    elif now and key in ("next", "before"):
        state.set_view(stage=min(max(now + (1 if key == "next" else -1), 1), last))
    elif now and key == "leave":
        state.set_view(stage=0)
    elif now and key in ("1", "2", "3"):
        state.set_view(chart=CHARTS[int(key) - 1])
