"""What of a page is read as Markdown, and what is seen of words that are literal in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from sifund.scenario.view import SECTIONS

ODD = "http://evil.example www.evil.example a@evil.example :smile: :material/home: :red[x] $x$ [a](b) <b>b</b> # -- *c* {x} {{y}}"
"""A name full of what Streamlit reads as something else."""
SIGNS = ("http://", "www.e", "@evil", ":smile:", ":material/home", ":red[", "$x$", "[a](b)", "<b>", " -- ", "*c*")
"""What an odd name would be read as, where it is not literal."""
READ = {"body", "label", "help", "text", "content", "tooltip"}
PARTS = {
    "lab": ("Effect", "Which lever", "Why this number", "Who pays", "What a person gets", "Solve for it"),
    "outlook": ("Early warning", "Paths", "Actuarial", "Sensitivity", "Stress tests", "Backtest", "Methods"),
    "performance": ("Running year", "Execution", "Price and volume", "Budget work", "Targets", "Documents"),
    "methods": ("Formulas", "Parameters", "Growth and distributions", "Rules and documents", "Principles and sources"),
}
"""The parts of the pages that have some, in their order."""
_PLAIN = {"Html", "Code", "Selectbox", "MultiSelect", "ArrowVegaLiteChart", "BidiComponent", "Arrow"}
"""Elements whose words are no Markdown, apart from label and help."""


def seen(markdown: str) -> str:
    """What is seen of literal words. That Streamlit reads them so is tested in a browser (e2e/test_words_shown.py)."""
    return re.sub(r":color\[\\?(.)\]|\\(.)", lambda found: found[1] or found[2], markdown)


def headings(app: AppTest) -> list[str]:
    """The headings of a page."""
    return [html.unescape(one) for part in app.get("html") for one in re.findall("<h1>(.*?)</h1>", part.proto.body)]


def opened(text: str, key: str, part: str) -> str:
    """The text of an address with this part of a page open."""
    text = re.sub(r";view\.open=[\w-]*", "", text)
    return f"{text or 1};view.open={SECTIONS[key][PARTS[key].index(part)]}" if part else text


def control(app: AppTest, key: str) -> Any:
    """A page's choice, box or row of choices, whatever it shows now."""
    kinds = (app.segmented_control, app.selectbox, app.number_input)
    return next(one for kind in kinds for one in kind if (one.key or "").partition("~")[0] == key)


def sent(app: AppTest) -> dict[str, Any]:
    """What each component of the page is sent."""
    return {e.proto.component_name.partition(".")[2]: json.loads(e.proto.bytes) for e in app.get("bidi_component")}


def read_as_markdown(app: AppTest) -> Iterator[str]:
    """Every word of a page that Streamlit reads as Markdown."""
    yield from _of_node(app._tree)


def _of_node(node: Node) -> Iterator[str]:
    if isinstance(node, Block):
        if isinstance(proto := getattr(node, "proto", None), Message):
            yield from _of_message(proto)
        for child in node.children.values():
            yield from _of_node(child)
    elif isinstance(getattr(node, "proto", None), Message):
        yield from _of_message(node.proto)


def _of_message(message: Message) -> Iterator[str]:
    kind = message.DESCRIPTOR.name
    for field, value in message.ListFields():
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            for part in value if field.is_repeated else [value]:
                yield from _of_message(part) if isinstance(part, Message) else ()
        elif field.name in READ and isinstance(value, str) and (kind not in _PLAIN or field.name in ("label", "help")):
            yield value


def read_as_html(app: AppTest) -> Iterator[str]:
    """Every piece of HTML of a page."""
    for node in app.get("html"):
        yield node.proto.body


def all_sent(app: AppTest) -> str:
    """All that the browser is sent of a page, words or not."""
    return "\n".join(_sent_of(app._tree))


def _sent_of(node: Node) -> Iterator[str]:
    if isinstance(proto := getattr(node, "proto", None), Message):
        yield str(proto.SerializeToString(), "utf-8", "replace")
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _sent_of(child)
