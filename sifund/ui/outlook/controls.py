"""What can be set: how far the page looks, the floor, the bands, how many draws and their seed. All is in the link."""

from __future__ import annotations

from functools import partial

from sifund import catalog
from sifund.analysis.alerts import alerts, notes
from sifund.declare.unit import MONTHS
from sifund.scenario.view import LAST_YEARS, Entries
from sifund.text import Text
from sifund.ui import st
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts.levers import levers
from sifund.ui.session import state
from sifund.ui.session.state import t

UNTIL = Text("看到哪一年", "Until")
FLOOR = Text("{fund}的{cover}底线（个月）", "{fund}: floor of {cover} (months)")
FLOOR_HELP = Text(
    "低于它就算跌破。默认取本程序的红灯线，可改成本单位的要求。",
    "Below it counts as a breach. By default this program's red bound; put in your office's own.",
)
SETTINGS = Text("底线与抽样", "Floor and draws")
DRAWS, SEED = Text("抽样次数", "Number of draws"), Text("随机种子", "Seed")
SEED_HELP = Text("同一个种子得到同样的抽样。", "The same seed gives the same draws.")
LEVERS = Text("调整政策参数", "Move the levers")
HORIZONS, SIZES = (6, 11, LAST_YEARS), (256, 1024, 4096)


def horizon(subject: Subject) -> None:
    """The last year shown."""
    first, now = subject.side.years[0], subject.scenario.view.years
    years = {count: str(first + count - 1) for count in sorted({*HORIZONS, now})}
    st.segmented_control(t(UNTIL), list(years), format_func=years.__getitem__, key="horizon", now=now, required=True,
                         on_change=state.into_view("years"))  # fmt: skip


def settings(subject: Subject) -> None:
    """The floor, how many draws, and which: built when opened, for each box costs every run."""
    with st.popover(t(SETTINGS), icon=":material/casino:", key="settings", on_change="rerun") as opened:
        if opened.open:
            _floor(subject)
            _draws(subject)


def _floor(subject: Subject) -> None:
    """The cover that the fund must not fall below."""
    name = t(FLOOR, fund=catalog.fund_name(subject.fund, short=True), cover=subject.cover_name)
    st.number_input(name, float(MONTHS.low), float(MONTHS.high), step=0.5, format="%.10g", key="floor", help=t(FLOOR_HELP),
                    now=float(subject.floor), on_change=lambda months: _set("floor", subject, (months,)))  # fmt: skip


def _draws(subject: Subject) -> None:
    """How many draws, and which."""
    view = subject.scenario.view
    sizes = sorted({*SIZES, view.draws})
    st.segmented_control(t(DRAWS), sizes, format_func=lambda n: f"{n:,}", key="draws", now=view.draws, required=True,
                         on_change=state.into_view("draws"))  # fmt: skip
    st.number_input(t(SEED), 0, 999_999, step=1, key="seed", help=t(SEED_HELP), now=view.seed,
                    on_change=state.into_view("seed"))  # fmt: skip


def policy(subject: Subject) -> None:
    """The fund's levers, to see the fan answer them; built when opened."""
    with st.expander(t(LEVERS), key="outlook-levers", icon=":material/tune:", on_change="rerun") as opened:
        if opened.open:
            parameters = catalog.levers(subject.fund)
            remarks = [*alerts(subject.side), *notes(subject.side)]
            levers("outlook-lever-cards", parameters, subject.scenario, subject.side, remarks)


def band(subject: Subject) -> None:
    """The red and the amber bound of the fund."""
    names = {
        "red": Text("红灯线：低于（个月）", "Red below (months)"),
        "amber": Text("黄灯线：低于（个月）", "Amber below (months)"),
    }
    with st.container(horizontal=True):
        for key, name in names.items():
            st.number_input(t(name), float(MONTHS.low), float(MONTHS.high), step=0.5, format="%.10g", key=f"band-{key}", width=200,
                            now=float(getattr(subject.scale[subject.fund], key)),
                            on_change=partial(_set_band, subject, key))  # fmt: skip


def _set_band(subject: Subject, moved: str, months: float) -> None:
    """The bound that was not moved gives way, so that red stays at or below amber."""
    scale = subject.scale[subject.fund]
    pair = (months, max(months, scale.amber)) if moved == "red" else (min(scale.red, months), months)
    _set("bands", subject, pair)


def _set(name: str, subject: Subject, numbers: tuple[float | None, ...]) -> None:
    """Put the fund's numbers into a view setting; emptied, the default holds again."""
    rest: Entries = tuple((k, v) for k, v in getattr(subject.scenario.view, name) if k != subject.fund)
    chosen = () if None in numbers else ((subject.fund, tuple(float(n) for n in numbers if n is not None)),)
    state.set_view(**{name: (*rest, *chosen)})
