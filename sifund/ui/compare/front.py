"""The lawful front behind a fold: choose levers and aims, see what no lawful setting beats, put one beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from sifund import catalog
from sifund.analysis.comparison import Comparison
from sifund.analysis.effect.idle import idle_of
from sifund.analysis.front.aims import Aim, first_aims, known_aims
from sifund.analysis.front.question import AIMS, LEVERS, Question
from sifund.analysis.front.search import Front, front, spread
from sifund.analysis.front.words import GIVEN_UP, TITLE, gives_up, setting_words, stands_on, summary, value_of
from sifund.model.memory import remembered
from sifund.problem import SifundError
from sifund.scenario import Scenario
from sifund.scenario.link import address
from sifund.scenario.view import View
from sifund.text import Text
from sifund.ui import st
from sifund.ui.compare import arrange
from sifund.ui.parts.figures import listed
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import points as listed_points

WHICH = Text("调哪些参数（{low}至{high}个）", "Levers ({low} to {high})")
COUNTS = Text("看什么（{low}至{high}个）", "What counts ({low} to {high})")
HELD = Text("其余照第一个方案不动。", "All else is held as the first scenario has it.")
WORKING = Text("正在逐个试算", "Trying the settings")
SHOWN = 12
OF = Text(
    "列出其中{shown}种，均匀挑选，各项最优的都在内。",
    "{shown} of them are listed, evenly chosen, with the best of each aim.",
)
OPEN, NUMBER = Text("打开", "open"), Text("第{number}种", "setting {number}")
TAKE, CHOSEN = Text("加入比较", "Add to the comparison"), Text("选一种", "Choose one")
LINK = Markup('<a href="{}" target="_self">{}</a>')


@remembered(8)
def _front_of(basis: object, question: Question) -> list[Front]:
    """Where a front is kept once it is worked out."""
    return []


def show(comparison: Comparison, fund: str) -> None:
    """Nothing is worked out while the fold is closed."""
    with st.expander(t(TITLE), key="compare-front", icon=":material/stacked_line_chart:", on_change="rerun") as opened:
        if not opened.open:
            return
        levers, aims = _choose(comparison, fund)
        st.caption(t(HELD))
        if LEVERS[0] <= len(levers) <= LEVERS[1] and AIMS[0] <= len(aims) <= AIMS[1]:
            scenario = replace(comparison.scenarios[0], name="", view=View())
            years, month = len(comparison.years), state.start_month(comparison.scenarios[0])
            question = Question(state.dataset(), scenario, fund, tuple(levers), tuple(aims), month, years)
            _answer(comparison, question)


def _choose(comparison: Comparison, fund: str) -> tuple[list[str], list[str]]:
    """Levers that move something in these data, at first those that differ between the scenarios, and aims that have a value, at
    first those that the levers move."""
    side = comparison.side(1)
    there = (p for p in catalog.levers(fund) if p.key in side.base.values or p.instead_of)
    offered = {p.key: p for p in there if not idle_of(side, p.key)}
    differ = [key for key, _ in comparison.levers() if key in offered]
    begin = [*differ, *(key for key, p in offered.items() if p.alerts and key not in differ)][
        : max(2, min(3, len(differ)))
    ]
    aims_offered = known_aims(side, fund)
    low, high = LEVERS
    levers = st.multiselect(t(WHICH, low=low, high=high), list(offered), begin, format_func=lambda key: t(offered[key].name),
                            key=f"front-levers:{fund}", max_selections=high)  # fmt: skip
    low, high = AIMS
    aims = st.multiselect(t(COUNTS, low=low, high=high), list(aims_offered), first_aims(list(aims_offered), fund, begin, high),
                          key=f"front-aims:{fund}", format_func=lambda key: t(aims_offered[key].name), max_selections=high)  # fmt: skip
    return levers, aims


def _answer(comparison: Comparison, question: Question) -> None:
    room = _front_of(question.dataset, question)
    if not room:
        bar = st.empty()

        def show(share: float) -> None:
            with bar:
                st.progress(share, t(WORKING))

        show(0.0)
        try:
            room.append(front(question, show))
        except SifundError as error:
            st.warning(listed_points(error.lines(state.lang())), icon=":material/error:")
            return
        finally:
            bar.empty()
    _show(comparison, room[0])


def _show(comparison: Comparison, front: Front) -> None:
    """The summary, a row a point with what it gives up and its link; one can be put beside the others."""
    some = list(spread(front, SHOWN))
    notes = [t(OF, shown=len(some))] if len(some) < len(front.points) else []
    notes += [t(says) for says in stands_on(front, comparison.side(1).base)]
    st.markdown(t(summary(front)))
    if not some:
        return
    keys = front.question.levers
    heads = [
        "",
        *(t(catalog.parameter(key).name) for key in keys),
        *(t(aim.name) for aim in front.aims),
        t(GIVEN_UP),
        t(OPEN),
    ]
    rows = [
        [str(number), *(t(setting_words(key, steps)) for key, steps in zip(keys, point.steps, strict=True)),
         *_values(front.aims, point.values), t(gives_up(front, point)), _link(point.scenario, front.question.fund)]
        for number, point in enumerate(some, start=1)
    ]  # fmt: skip
    table(heads, rows, label=t(TITLE), figures=range(1, len(heads) - 2))
    st.html(listed(notes))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        numbers = list(range(1, len(some) + 1))
        chosen = st.selectbox(
            t(CHOSEN), numbers, format_func=lambda n: t(NUMBER, number=n), key="front-chosen", width=160
        )
        named = replace(some[min(chosen, len(some)) - 1].scenario, name=f"{t(TITLE)} {chosen}")
        st.button(t(TAKE), key="front-take", icon=":material/add:", on_click=arrange.add,
                  args=(arrange.bare(), [named], comparison.against))  # fmt: skip


def _values(aims: Sequence[Aim], values: Sequence[float]) -> list[str]:
    return [t(value_of(aim, value)) for aim, value in zip(aims, values, strict=True)]


def _link(scenario: Scenario, fund: str) -> str:
    """What opens the scenario on the what-if page."""
    shown = replace(scenario, view=View(fund=fund))
    return LINK.format(address("", "scenario", state.text_of(shown), state.lang()), t(OPEN))
