"""Putting scenarios side by side: add from elsewhere, order, rename, remove. All of it stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sifund.presets import offered
from sifund.problem import SifundError, problem
from sifund.scenario import NAME_LIMIT, Scenario
from sifund.scenario.link import COMPARED, SEPARATOR, read_texts
from sifund.scenario.view import View
from sifund.terms import NAME, SCENARIO
from sifund.text import Text, fit
from sifund.ui import st
from sifund.ui.session import state, storage
from sifund.ui.session.state import t
from sifund.ui.words import icon

ADD, ARRANGE = Text("加入方案", "Add scenarios"), Text("排列与改名", "Order and rename")
FROM = Text("从哪里加入（可一次选几个，最多{room}个）", "Add from (several at once, at most {room})")
COPY = Text("当前方案的副本", "A copy of the current scenario")
COPIED = Text("{name}（副本）", "{name} (copy)")
PRESET, SAVED = Text("预设：{name}", "Ready: {name}"), Text("已保存：{name}（{author}）", "Saved: {name} ({author})")
TAKE = Text("加入", "Add")
PASTE = Text("或粘贴链接后回车", "Or paste a link and press Enter")
FULL = Text("已有{limit}个方案；先移除一个。", "There are {limit} scenarios already; remove one first.")
WHICH = SCENARIO
EARLIER, LATER, REMOVE = Text("前移", "Earlier"), Text("后移", "Later"), Text("移除", "Remove")
FIRST = Text("排在第一的是“政策试算”页上的当前方案。", "The first is the current scenario of the what-if page.")
SAVED_SHOWN = 100


def put(scenarios: Sequence[Scenario], against: int) -> None:
    """Write scenarios into the address; the first carries the page's view."""
    view = state.scenario()[0].view.model_dump() | {"against": against}
    shown = [View.model_validate(view), *(View() for _ in scenarios[1:])]
    state.write_texts([
        state.text_of(replace(one, view=look)) for one, look in zip(scenarios, shown, strict=True)
    ])  # fmt: skip


def reorder(scenarios: Sequence[Scenario], against: int, order: Sequence[int]) -> None:
    """Keep the scenarios with these numbers in this order; what they are compared with goes along."""
    put([scenarios[number - 1] for number in order], order.index(against) + 1 if against in order else 0)


def add(scenarios: Sequence[Scenario], more: Sequence[Scenario], against: int) -> None:
    """Append scenarios, as many as there is room for; the others are refused in words."""
    wanted = [*scenarios, *more]
    if len(wanted) > COMPARED:
        state.refuse([problem("full", "", FULL.zh, FULL.en, limit=COMPARED)])
    put(wanted[:COMPARED], against)


def adder(scenarios: Sequence[Scenario], against: int) -> None:
    """Add presets and saved scenarios, several at once, the current one once more, or a pasted link."""
    with st.popover(t(ADD), icon=":material/add:", key="add", on_change="rerun") as opened:
        if not opened.open:
            return
        if len(scenarios) >= COMPARED:
            st.caption(t(FULL, limit=COMPARED))
            return
        ready, room = _ready(scenarios[0]), COMPARED - len(scenarios)
        key = f"add-from-{len(scenarios)}"
        chosen = st.pills(t(FROM, room=room), list(ready), selection_mode="multi", key=key)
        st.button(t(TAKE), key="add-take", icon=":material/add:", on_click=_taken, disabled=not chosen,
                  args=(scenarios, ready, key, against))  # fmt: skip
        st.text_input(t(PASTE), key="add-link", on_change=_pasted, args=(scenarios, against))


def _taken(scenarios: Sequence[Scenario], ready: dict[str, Scenario], key: str, against: int) -> None:
    """Add what is chosen when the button is pressed: one may be chosen after the button was drawn."""
    add(scenarios, [ready[label] for label in st.session_state[key] if label in ready], against)


def _ready(current: Scenario) -> dict[str, Scenario]:
    """What can be added, by its label: presets, saved ones, last a copy; a database that is away is said below."""
    copy = replace(current, name=t(COPIED, name=current.name)[:NAME_LIMIT])
    ready = {
        t(PRESET, name=t(p.name.text)): p.scenario(state.dataset(), state.lang()) for p in offered(state.dataset())
    }
    try:
        for saved in storage.store().search(limit=SAVED_SHOWN).saved:
            label = t(SAVED, name=saved.content.name, author=saved.content.author or "—")
            ready[label if label not in ready else f"{label} · {saved.id}"] = state.opened(saved)[0]
    except SifundError as error:
        st.caption(icon("cloud_off", " ".join(error.lines(state.lang()))))
    return ready | {t(COPY): copy}


def _pasted(scenarios: Sequence[Scenario], against: int) -> None:
    """Add what a pasted link carries; what of it could not be applied is said."""
    pasted = st.session_state["add-link"]
    st.session_state["add-link"] = ""
    texts = read_texts(pasted)
    if not texts:
        state.refuse(
            [problem("no_scenario", "", "“{value}”里没有方案。", 'there is no scenario in "{value}".', value=pasted)]
        )
        return
    read = [state.read(text) for text in texts]
    add(scenarios, [scenario for scenario, _ in read], against)
    state.refuse([notice for _, notices in read for notice in notices])


def arranger(scenarios: Sequence[Scenario], against: int) -> None:
    """Rename, move or remove one scenario."""
    with st.popover(t(ARRANGE), icon=":material/swap_vert:", key="arrange", on_change="rerun") as opened:
        if not opened.open:
            return
        numbers = list(range(1, len(scenarios) + 1))
        chosen = st.selectbox(t(WHICH), numbers, format_func=lambda n: f"{n} {scenarios[n - 1].name}", key="chosen")
        key = f"rename:{chosen}:{scenarios[chosen - 1].name}"
        st.text_input(t(NAME), value=scenarios[chosen - 1].name, max_chars=NAME_LIMIT, key=key, on_change=_renamed,
                      args=(scenarios, against, chosen, key))  # fmt: skip
        rest = [n for n in numbers if n != chosen]
        orders = {EARLIER: (chosen - 2, "arrow_upward"), LATER: (chosen, "arrow_downward")}
        with st.container(horizontal=True):
            for words, (place, icon) in orders.items():
                order = [*rest[: max(place, 0)], chosen, *rest[max(place, 0) :]]
                st.button(t(words), key=f"move:{words.en}", icon=f":material/{icon}:", on_click=_moved,
                          disabled=not 0 <= place < len(numbers), args=(scenarios, against, order, chosen))  # fmt: skip
            st.button(t(REMOVE), key="remove", icon=":material/close:", on_click=reorder, disabled=not rest,
                      args=(scenarios, against, rest))  # fmt: skip
        st.caption(t(FIRST))


def _moved(scenarios: Sequence[Scenario], against: int, order: list[int], chosen: int) -> None:
    st.session_state["chosen"] = order.index(chosen) + 1
    reorder(scenarios, against, order)


def _renamed(scenarios: Sequence[Scenario], against: int, chosen: int, key: str) -> None:
    name = fit(st.session_state[key]).strip()
    put([replace(s, name=name) if n == chosen else s for n, s in enumerate(scenarios, start=1)], against)


def bare() -> list[Scenario]:
    """The scenarios as the address holds them: what has no name there has none in a link either."""
    return [state.read(text)[0] for text in state.texts()[:COMPARED]]


def whole_text() -> str:
    """The text of all that is compared, for a link."""
    return SEPARATOR.join(state.share_text(one) for one in bare())
