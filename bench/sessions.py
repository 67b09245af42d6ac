"""Many sessions over the websocket, each answering as the front end does, without painting."""

from __future__ import annotations

import asyncio
import json
import random
import time
from typing import Any, NamedTuple

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

SINGLE = {"text_input": "string_value", "number_input": "double_value", "checkbox": "bool_value"}
"""Widgets with one value, and the field of their state."""
EVENTS = "$$STREAMLIT_INTERNAL_KEY_{id}__events"
"""Where the front end puts what a component has to say."""
FOLLOWS = "sifund.hand"
"""The component that is sent anew when a move's run has ended."""
ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
LIMIT_S = 60
SEED = 2021


class Load(NamedTuple):
    """How many sessions, how often each moves its slider, and how long it thinks before that on average [s]."""

    sessions: int
    changes: int
    think: float


def reruns(port: int, page: str, label: str, load: Load, kind: type[Session] | None = None) -> list[Answer]:
    """How long every change of the slider took; `kind` is how sessions reach the server (default: straight)."""
    return asyncio.run(_all(port, page, label, load, kind or Session))


class Answer(NamedTuple):
    """Milliseconds from a change of the slider to the last chart, and to the end of the script. What only the next move
    needs follows: the server works on it while others wait for their answers."""

    charts: float
    end: float


class Control(NamedTuple):
    """A slider as it was drawn last: Streamlit's own, or one of the component's cards (then with key and month)."""

    id: str
    low: float
    high: float
    step: float
    value: float
    key: str = ""
    month: str = ""
    dataset: str = ""
    """The dataset that a card's changes are meant for."""
    heard: int = 0
    """How many of them the session has heard of."""
    fragment: str = ""
    """The part of the page that a move runs; the whole page where it is empty."""

    def move(self, random: random.Random) -> tuple[float, WidgetState]:
        """Another place on it, and the state that says so."""
        steps = int((self.high - self.low) / self.step)
        value = min(self.high, self.low + self.step * random.randint(0, steps))
        if not self.key:
            state = WidgetState(id=self.id)
            state.double_array_value.data.append(value)
            return value, state
        change = {"dataset": self.dataset, "key": self.key, "steps": [[self.month, f"{value:g}"]]}
        asked = {"event": "events", "value": [[self.heard + 1, "set", change]]}
        return value, WidgetState(id=EVENTS.format(id=self.id), json_trigger_value=json.dumps([asked]))


def _control(kind: str, widget: Any, label: str, fragment: str) -> Control | None:
    """The slider of that label, where the widget is or holds it."""
    if kind == "slider" and widget.label == label:
        value = (widget.value if widget.set_value else widget.default)[0]
        return Control(widget.id, widget.min, widget.max, widget.step, value, fragment=fragment)
    if kind == "bidi_component":
        data = json.loads(widget.bytes)
        for card in data.get("cards", []):
            if card["name"] == label:
                names = ("low", "high", "step", "value", "key", "month")
                return Control(
                    widget.id,
                    *(card[name] for name in names),
                    fragment=fragment,
                    dataset=data["dataset"],
                    heard=data["heard"],
                )
    return None


async def _all(port: int, page: str, label: str, load: Load, kind: type[Session]) -> list[Answer]:
    ready = asyncio.Barrier(load.sessions)
    work = (_one(kind(port, page, label, SEED + number), load, ready) for number in range(load.sessions))
    return [took for times in await asyncio.gather(*work) for took in times]


async def _one(session: Session, load: Load, ready: asyncio.Barrier) -> list[Answer]:
    """The session's changes, measured only while all sessions are up."""
    await session.open()
    await session.change()
    await ready.wait()
    took = []
    for _ in range(load.changes):
        await asyncio.sleep(session.random.expovariate(1 / load.think))
        took.append(await session.change())
    await ready.wait()
    await session.socket.close()
    return took


class Session:
    """A browser tab: the address, the state of every widget, and what it keeps of earlier messages."""

    socket: websockets.ClientConnection

    def __init__(self, port: int, page: str, label: str, seed: int) -> None:
        self.at, self.page, self.label = f"127.0.0.1:{port}", page, label
        self.random = random.Random(seed)
        self.script, self.query = "", ""
        self.states: dict[str, WidgetState] = {}
        self.drawn: set[str] = set()
        self.cached: dict[str, ForwardMsg] = {}
        self.slider: Control | None = None
        self.charted = 0.0

    async def open(self) -> None:
        """Open the page; where it was open before, as a browser does when its line is back."""
        self.socket = await self._connected()
        await self._run()
        if self.slider is None:
            raise RuntimeError(f"{self.at}/{self.page} has no slider {self.label!r}")

    async def _connected(self) -> websockets.ClientConnection:
        return await websockets.connect(
            f"ws://{self.at}/_stcore/stream", subprotocols=[websockets.Subprotocol("streamlit")],
            origin=websockets.Origin(f"http://{self.at}"), max_size=None, compression=None, proxy=None,
        )  # fmt: skip

    async def change(self) -> Answer:
        """Move the slider to another place."""
        assert self.slider
        value, state = self.slider.move(self.random)
        step = self.slider.step
        self.states[state.id] = state
        start = time.perf_counter()
        await self._run(self.slider.fragment)
        took = Answer(*((moment - start) * 1000 for moment in (self.charted, time.perf_counter())))
        own = self.states.get(self.slider.id)
        shown = own.double_array_value.data[0] if own else self.slider.value
        if abs(shown - value) >= step:
            raise RuntimeError(f"{self.label}: moved to {value}, shown is {shown}")
        return took

    async def follow(self) -> None:
        """Read on until what follows a move has come: the response grid."""
        async with asyncio.timeout(LIMIT_S):
            while FOLLOWS not in self._element(message := await self._message()):
                self._read(message)
            self._read(message)

    async def _message(self) -> ForwardMsg:
        return ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(decode=False), LIMIT_S))

    def _element(self, message: ForwardMsg) -> str:
        """The name of the component that a message draws, if it does."""
        return self.cached.get(message.ref_hash, message).delta.new_element.bidi_component.component_name

    async def _run(self, fragment: str = "") -> None:
        """Ask for a run of the page, or of a part of it, and read until it has ended."""
        await self.socket.send(self._request(fragment).SerializeToString())
        self.drawn.clear()
        while True:
            if self._read(await self._message()):
                break
        if not fragment:
            self.states = {key: state for key, state in self.states.items() if key in self.drawn}

    def _request(self, fragment: str) -> BackMsg:
        message = BackMsg()
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self.script
        run.page_name, run.fragment_id = "" if self.script else self.page, fragment
        context = run.context_info
        context.timezone, context.locale, context.color_scheme = "Asia/Shanghai", "zh-CN", "light"
        context.url = f"http://{self.at}/{self.page}"
        run.cached_message_hashes.extend(self.cached)
        run.widget_states.widgets.extend(self.states.values())
        return message

    def _read(self, message: ForwardMsg) -> bool:
        """Take in a message, or the earlier one that it stands for; True at the end of the run."""
        message = self.cached.get(message.ref_hash, message)
        match message.WhichOneof("type"):
            case "new_session":
                self.script = message.new_session.page_script_hash
            case "navigation":
                self.script = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "page_not_found":
                raise RuntimeError(f"{self.at}: no page {self.page!r}")
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._draw(message.delta.new_element, message.delta.fragment_id)
            case "script_finished":
                return message.script_finished in ENDED
        if message.metadata.cacheable:
            self.cached[message.hash] = message
        return False

    def _draw(self, element: Element, fragment: str) -> None:
        """Keep a widget's state: as it was, unless it is new or the server has set it."""
        kind = element.WhichOneof("type") or ""
        if kind == "vega_lite_chart":
            self.charted = time.perf_counter()
        if kind == "exception":
            raise RuntimeError(f"{self.at}: {element.exception.type} {element.exception.message}")
        if kind not in (*SINGLE, "slider", "button_group", "bidi_component"):
            return
        widget: Any = getattr(element, kind)
        self.slider = _control(kind, widget, self.label, fragment) or self.slider
        if kind == "bidi_component":
            return  # it has no state of its own: what it asks for is said once
        self.drawn.add(widget.id)
        if widget.id not in self.states or widget.set_value:
            self.states[widget.id] = _state(kind, widget)


def _state(kind: str, widget: Any) -> WidgetState:
    """The state that the front end would send for a widget: what the server has set, else its default."""
    state = WidgetState(id=widget.id)
    if kind == "slider":
        state.double_array_value.data.extend(widget.value if widget.set_value else widget.default)
    elif kind == "button_group":
        chosen = widget.raw_values if widget.set_value else [widget.options[i].content for i in widget.default]
        state.string_array_value.data.extend(chosen)
    else:
        setattr(state, SINGLE[kind], widget.value if widget.set_value else widget.default)
    return state
