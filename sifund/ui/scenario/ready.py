"""Ready scenarios: what each does, where its values come from, what it leaves out; one click takes it."""

from __future__ import annotations

from dataclasses import replace

from sifund import catalog, terms
from sifund.analysis.words import BASIS
from sifund.presets import Change, Preset, offered
from sifund.scenario import Scenario
from sifund.scenario.steps import value_words
from sifund.terms import PARAMETER, SETTING
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import bold, icon, paragraphs, points

READY = Text("预设方案", "Ready scenarios")
CHOOSE = Text("预设方案", "Ready scenario")
NONE = Text("没有适合这个数据集的预设方案。", "There is no ready scenario for this dataset.")
LEAVES_OUT = Text("没有计入", "It leaves out")
TAKE = Text("采用这个方案", "Take this scenario")
TAKE_HELP = Text(
    "替换现在的改变，基年实数保留；可以撤销。",
    "Replaces the present changes and keeps base-year figures; it can be undone.",
)
SOURCES = Text("各项取值与依据", "Values and their sources")
HEADERS = (PARAMETER, SETTING, terms.BASIS)
BASED = Text("{basis}：{source}", "{basis}: {source}")
TIMES = Text("基线的{times}倍", "{times} × baseline")
PLUS = Text("基线加{plus}", "baseline + {plus}")
BACK = Text("回到基线", "back to the baseline")
TAKEN = Text("现在就是这个方案。", "This is the present scenario.")


def ready(scenario: Scenario) -> None:
    """The presets, built when opened."""
    with st.popover(t(READY), key="ready", on_change="rerun") as opened:
        if opened.open:
            _presets(scenario)


def _presets(scenario: Scenario) -> None:
    """A chooser with each preset's values, sources and gaps; its button writes the scenario."""
    by_key = {preset.key: preset for preset in offered(state.dataset())}
    if not by_key:
        st.caption(t(NONE))
        return
    names = {key: t(preset.name.text) for key, preset in by_key.items()}
    preset = by_key[st.selectbox(t(CHOOSE), list(names), format_func=names.__getitem__, key="preset")]
    st.markdown(t(preset.says.text))
    wanted = _scenario(preset, scenario)
    if wanted.changes == scenario.changes:
        st.caption(icon("check", t(TAKEN)))
    else:
        st.button(
            t(TAKE), key="take-preset", icon=":material/input:", help=t(TAKE_HELP), on_click=state.write, args=(wanted,)
        )
    table([t(name) for name in HEADERS], [_row(change) for change in preset.all_changes], label=t(SOURCES))
    st.markdown(paragraphs([bold(t(LEAVES_OUT)), points(t(words.text) for words in preset.leaves_out)]))


def _scenario(preset: Preset, scenario: Scenario) -> Scenario:
    """The preset's changes in place of the present ones; base-year figures and view stay."""
    ready = preset.scenario(state.dataset(), state.lang())
    inputs = [change for change in scenario.changes if change not in scenario.moves]
    return replace(ready, changes=tuple(sorted([*ready.changes, *inputs])), view=scenario.view)


def _row(change: Change) -> tuple[str, str, str]:
    p = catalog.parameter(change.key)
    if change.value is not None:
        words = value_words(p, change.number, 4)
    elif change.plus is not None:
        words = PLUS.format(plus=value_words(p, change.plus, 4))
    else:
        words = BACK if change.times == 1 else TIMES.format(times=f"{change.times:g}")
    return (
        t(p.name),
        f"{t(words)} · {', '.join(change.starts)}",
        t(BASED, basis=BASIS[change.source.basis], source=change.source(state.lang())),
    )
