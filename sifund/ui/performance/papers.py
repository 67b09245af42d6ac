"""Tab: the documents that leave the house; each is made before one's eyes, then kept to be downloaded."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from streamlit.delta_generator import DeltaGenerator

from sifund.problem import SifundError
from sifund.report.kinds import DOCUMENTS, Document, Form
from sifund.report.order import BASE_URL, Order
from sifund.text import Text, format_number
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.which import standing
from sifund.ui.performance.subject import Subject
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, lines

FORMS = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
MAKE, DOWNLOAD = Text("制作{form}", "Make {form}"), Text("下载{form}", "Download {form}")
MAKING = Text("正在制作：{name}（{form}）", "Making the {name} ({form})")
READY = Text("已做好：{name}（{form}），用时{seconds}秒，{size} KB", "{name} ({form}): ready in {seconds} s, {size} KB")
FAILED = Text("没有做成：{name}（{form}）", "{name} ({form}): could not be made")
CARRIES = Text(
    "文件带有数据、方案、结果、版本和模板的标记，可以逐处核验。图在各页的“下载”里，有PNG和SVG。",
    "A file carries marks of data, scenario, results, version and template, by which it can be verified. Charts are under "
    '"Download" on each page, as PNG and SVG.',
)
VERIFY = Text(
    "“python -m sifund verify 文件”按今天的数据和模型重做一份，逐处核对数字、文字和图。",
    "`python -m sifund verify FILE` makes it again from today's data and model and compares figures, words and pictures.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A document's bytes, and the data, scenario, language and address that it was made of."""

    of: Hashable
    content: bytes


def show(subject: Subject) -> None:
    """A card a document: what it is, and a button a form."""
    url = urlsplit(st.context.url or BASE_URL)
    order = Order(subject.dataset, replace(subject.scenario, dataset=""), state.lang(), f"{url.scheme}://{url.netloc}",
                  standing(subject.scenario).words(state.lang()))  # fmt: skip
    for document in DOCUMENTS.values():
        with st.container(border=True):
            st.markdown(Markdown("**{}** — {}").format(t(document.name), t(document.says)))
            with st.container(horizontal=True):
                places = [st.empty() for _ in document.forms]
            for form, place in zip(document.forms, places, strict=True):
                _offer(order, document, form, place)
    st.caption(t(CARRIES))
    with figures.clerk("papers") as opened:
        if opened.open:
            st.caption(t(VERIFY))


def _offer(order: Order, document: Document, form: Form, place: DeltaGenerator) -> None:
    """The button that makes a document; once made for this order, the one that downloads it instead."""
    key, of = (
        f"paper-{document.kind}-{form.ending}",
        (order.dataset, order.scenario, order.lang, order.base, order.standing),
    )
    made, word = st.session_state.get(f"made-{key}"), FORMS[form.ending]
    if made is None or made.of != of:
        made = None
        with place:
            wanted = st.button(t(MAKE, form=word), icon=":material/edit_document:", key=key)
        if wanted:
            content = _make(order, document, form)
            made = st.session_state[f"made-{key}"] = Made(of, content) if content else None
    if made:
        with place:
            st.download_button(
                t(DOWNLOAD, form=word), lambda: made.content, f"sifund-{document.kind}-{order.dataset.code}.{form.ending}",
                form.media, on_click="ignore", icon=":material/download:", type="primary", key=f"download-{key}",
            )  # fmt: skip


def _make(order: Order, document: Document, form: Form) -> bytes | None:
    """The document, made step by step under its progress; None with the reasons on the page where it cannot be."""
    names, began = {"name": document.name, "form": FORMS[form.ending]}, time.monotonic()
    with st.status(t(MAKING, **names), expanded=True) as box:
        bar = st.empty()
        _tell(bar, 0.0)
        try:
            content = form.make(order, lambda share, step: _tell(bar, share, step))
        except SifundError as error:
            bar.empty()
            st.error(lines(error.lines(state.lang())), icon=":material/error:")
            st.settle(box, t(FAILED, **names), "error", expanded=True)
            return None
        seconds, size = format_number(time.monotonic() - began, 1), format_number(len(content) / 1000, 0)
        _tell(bar, 1.0)
        st.settle(box, t(READY, **names, seconds=seconds, size=size), "complete")
    return content


def _tell(bar: DeltaGenerator, share: float, step: Text | None = None) -> None:
    with bar:
        st.progress(share, t(step) if step else None)
