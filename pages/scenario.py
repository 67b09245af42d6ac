"""What if? Levers → spending and balances."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext

from streamlit.delta_generator import DeltaGenerator

from sifund import catalog
from sifund.analysis.alerts import alerts, notes
from sifund.analysis.moved import fund_shown
from sifund.model.case import Side
from sifund.problem import Problem
from sifund.scenario import Scenario
from sifund.text import Text
from sifund.ui import scenario as lab
from sifund.ui import st
from sifund.ui.checks import preview
from sifund.ui.parts import acts, by_records, figures, hand, messages, only_here
from sifund.ui.parts.headline import headline
from sifund.ui.parts.levers import levers
from sifund.ui.parts.sections import sections
from sifund.ui.scenario import keep
from sifund.ui.scenario.effect import effect
from sifund.ui.session import address, guard, sending, state
from sifund.ui.session.state import t
from sifund.ui.session.turn import turns
from sifund.ui.share import dialog as share

WHAT_IF = Text("政策试算", "What if?")
SECTIONS = {
    Text("变化", "Effect"): effect,
    Text("哪项起作用", "Which lever"): lab.why_effect,
    Text("为什么是这个数", "Why this number"): lab.why_number,
    Text("谁承担", "Who pays"): lab.who_pays,
    Text("个人待遇", "What a person gets"): lab.persons,
    Text("反推", "Solve for it"): lab.solve_for_it,
}

ABOVE = "what-stands-above"
"""Where a session keeps what was drawn above the part that a lever redraws; nothing while the whole page is drawn."""


def above(scenario: Scenario, side: Side, fund: str) -> None:
    """What a moved lever leaves alone."""
    st.title(t(Text("政策试算 · {name}", "What if? · {name}"), name=state.dataset().name), width="content")
    figures.choose_fund(side, fund)
    lab.ready(scenario)
    keep.save(scenario, side)
    share.share(scenario, side, fund)


def stands(fund: str) -> list[object]:
    """What `above` shows: the dataset and the fund; the scenario only where something is open."""
    return [state.dataset(), fund, state.texts() if any(map(st.session_state.get, ("ready", "save", "share"))) else ()]


def subject() -> tuple[Scenario, Sequence[Problem], Side, str]:
    """The scenario, what of it could not be applied, its run, and the fund that is shown."""
    scenario, notices = only_here.scenario()
    case = state.case(scenario)
    case.apart()  # the cards say what each change does alone: one engine call for all
    return scenario, notices, case.side(), fund_shown(case.side(), scenario)


def above_effects(alone: bool) -> DeltaGenerator:
    """The place of the answer, which is drawn after what takes the browser longest; where a part runs `alone` it is there."""
    with sending.unsent() if alone else nullcontext():
        return st.empty()


@contextmanager
def address_kept(alone: bool) -> Iterator[None]:
    """The address is drawn after the charts, as the browser goes through the page once more for it; but an error that ends the run
    before does not take the scenario out of it."""
    try:
        yield
    except Exception:
        address.draw_in_fragment(alone)
        raise


def effects(scenario: Scenario, notices: Sequence[Problem], side: Side, fund: str, year: int) -> DeltaGenerator:
    """What a move does; the place of the cards beside it."""
    with figures.place():
        preview.left_out(side.base)
        acts.done()
        keep.since(scenario)
        messages.notices(notices)
    left, right = st.columns([5, 7], gap="medium")
    with right:
        sections("lab", SECTIONS, side, scenario, fund, year)
        by_records.link()
    return left


@st.fragment
def live() -> hand.Responses:
    """All that a moved lever changes; a move runs this alone, unless what stands above would be another. What the levers'
    other values would do follows a move, and is given back where the whole page is drawn."""
    drawn = st.session_state.get(ABOVE)
    with turns.answer():
        with address_kept(alone=drawn is not None), sending.together(wait=True):
            state.ask()
            scenario, notices, side, fund = subject()
            year = figures.spoken(side, scenario, fund)
            room = above_effects(alone=drawn is not None)
            left = effects(scenario, notices, side, fund, year)
        with sending.together():
            address.draw_in_fragment(alone=drawn is not None)
            raised = alerts(side)
            with room:
                headline(WHAT_IF, side, scenario, fund, year, raised)
            with left:
                more = catalog.of_kind(("driver", "assumption"), fund, catalog.SHARED)
                cards = levers("levers", catalog.levers(fund), scenario, side, [*raised, *notes(side)], more, fund)
        responses = hand.ask(cards, scenario, side, fund)
    if drawn is not None:
        hand.follow(responses)
        if drawn != stands(fund):
            st.rerun()  # last: what a run has not drawn when it ends loses what was chosen in it
    return responses


guard.require_entry()
st.session_state.pop(ABOVE, None)
top = st.container(horizontal=True, vertical_alignment="center", key="toolbar")
responses = live()
scenario, _, side, fund = subject()
with top:
    above(scenario, side, fund)
hand.draw(responses)
st.session_state[ABOVE] = stands(fund)
