"""Tab: the year's targets as a score card; weights are the reader's."""

from __future__ import annotations

from functools import partial

from sifund.analysis.year.targets import GROUPS, LAW, STATUS, Card, Item, scorecard
from sifund.dataset.source import where
from sifund.report.sentences import graded
from sifund.report.wording import measured
from sifund.terms import SOURCE, TARGET
from sifund.text import DASH, Text, format_number
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.performance.subject import Subject
from sifund.ui.performance.tables import Cells, draw
from sifund.ui.session import state
from sifund.ui.session.state import t

SCORE = Text("已有证据的得分", "Score shown by evidence")
MOST = Text("证据补齐后最高", "At most, were all evidence there")
POINTS = Text("分", "points")
BANDED, NO_BAND = Text("等次：{band}", "grade: {band}"), Text("不评等次", "not graded")
WEIGHT = Text("{group}权重", "Weight of {group}")
GROUP, INDICATOR, GOAL = Text("一级指标", "Aspect"), Text("指标", "Indicator"), TARGET
OUTCOME, STATE, CREDIT = Text("完成", "Outcome"), Text("情况", "Status"), Text("得分率", "Credit")
ASSUMED = Text("（假设）", " (assumed)")
FRAME = Text(
    "框架：{law}。权重和假设的目标是本程序的默认，不是规定；缺证据的指标列出，得分只给范围：从一分不得到全得。",
    "Frame: {law}. Weights and assumed targets are this program's default, not a rule; an indicator without evidence is "
    "listed, and the score is a range: from none to all of what it could earn.",
)


def show(subject: Subject) -> None:
    """Scores, weights, then every indicator with its evidence."""
    card = scorecard(subject.dataset, subject.fund, dict(zip(GROUPS, subject.scenario.view.weights, strict=True)))
    figures.draw(
        (figures.box(t(name), format_number(score, 1), POINTS, says) for name, score, says in (
            (SCORE, card.low, t(BANDED, band=card.band) if card.band else t(NO_BAND)), (MOST, card.high, ""))),
        [t(graded(card))],
    )  # fmt: skip
    _weights(subject)
    rows = [_cells(item) for item in _ordered(card)]
    table = draw(rows, (), (CREDIT,), "scores")
    figures.download(table, f"sifund-targets-{subject.fund}")
    st.caption(t(FRAME, law=Text(LAW("zh"), LAW("en"))))


def _weights(subject: Subject) -> None:
    with st.container(horizontal=True):
        for place, (group, name) in enumerate(GROUPS.items()):
            st.number_input(t(WEIGHT, group=name), 0, 100, step=5, key=f"v:weight-{group}", width=150,
                            now=subject.scenario.view.weights[place], on_change=partial(_set, subject, place))  # fmt: skip


def _set(subject: Subject, place: int, weight: int) -> None:
    weights = list(subject.scenario.view.weights)
    weights[place] = weight
    if sum(weights):
        state.set_view(weights=tuple(weights))


def _ordered(card: Card) -> list[Item]:
    return sorted(card.items, key=lambda item: list(GROUPS).index(item.group))


def _cells(item: Item) -> Cells:
    place = where(item.source)
    return {
        t(INDICATOR): t(item.name), t(GROUP): t(GROUPS[item.group]), t(GOAL): _goal(item), t(OUTCOME): _outcome(item),
        t(STATE): t(STATUS[item.status]), t(CREDIT): item.credit, t(SOURCE): t(place) if place else DASH,
    }  # fmt: skip


def _goal(item: Item) -> str:
    if item.goal is None:
        return DASH
    return measured(item.goal, "=", item.unit, state.lang()) + (t(ASSUMED) if item.goal_assumed else "")


def _outcome(item: Item) -> str:
    return DASH if item.outcome is None else measured(item.outcome, item.comparison, item.unit, state.lang())
