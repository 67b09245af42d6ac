"""Words that someone else wrote: literally on every page, whatever they hold, and no call that could forget it."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit
from hypothesis import given
from hypothesis import strategies as hypothesis
from seen import ODD, SIGNS, read_as_markdown, seen
from streamlit.delta_generator import DeltaGenerator
from streamlit.testing.v1 import AppTest

from sifund.ui import st
from sifund.ui.words import Markdown, bold, icon, lines, literal, paragraphs, points

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*(ROOT / "sifund" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
DRAWS_NOTHING = ("components.v2", "proto.", "runtime", "navigation.page", "delta_generator", "file_util")
"""Parts of Streamlit that pages may know beside the facade: they show no words."""
DRAWING = {name for name in dir(DeltaGenerator) if not name.startswith("_")} - {
    "write"
}  # a unit writes its values, too


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_pages_draw_through_the_facade_alone(path: Path) -> None:
    if path == ROOT / "sifund/ui/st.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    own = [name.removeprefix("streamlit.") for name in imported if name.split(".")[0] == "streamlit"]
    assert [name for name in own if not name.startswith(DRAWS_NOTHING)] == []
    assert list(_past_the_facade(tree)) == []


def _past_the_facade(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Calls that draw with a part of a page instead of within it: what they show would pass by the facade."""
    modules = {
        (name.asname or name.name).split(".")[0]
        for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names
    }  # fmt: skip
    for node in ast.walk(tree):
        relabels = isinstance(node, ast.Call) and st.READ & {named.arg for named in node.keywords}
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and (relabels or node.func.attr in DRAWING)
        ):
            known = isinstance(node.func.value, ast.Name) and node.func.value.id in modules
            known |= ast.unparse(node.func).lower().endswith("unit.write")  # which writes a value in words
            if not known and (node.args or node.keywords):
                yield node.lineno, node.func.attr


FACADE = {name: value for name, value in vars(st).items() if callable(value) and hasattr(streamlit, name)}


def test_every_word_that_streamlit_reads_as_markdown_is_literal() -> None:
    """By its signatures: a function that takes `label`, `body`, `help` or `text` is not in the house unwrapped."""
    bare = {name for name, value in FACADE.items() if value == getattr(streamlit, name)}
    reads = {name for name in bare if st.READ & set(inspect.signature(FACADE[name]).parameters)}
    assert reads == {"code"}  # which shows its body as it is
    assert bare >= {"container", "columns", "dataframe"}


def test_words_are_literal_whatever_they_hold() -> None:
    assert literal("a_b 12.5% (x) 2021-01 !") == "a_b 12.5% (x) 2021-01 !"  # what needs nothing stays as it is
    assert literal("a\r\nb\tc") == "a b c"
    assert seen(literal(ODD)) == ODD and not any(sign in literal(ODD) for sign in SIGNS)
    assert literal(literal(ODD)) == literal(ODD)


@given(hypothesis.text(alphabet=":@.w/ht[](){}*_-=<>~#$\\`|&1 a甲\n\ue000", max_size=30))
def test_what_is_literal_reads_as_it_was(words: str) -> None:
    assert seen(literal(words)) == re.sub("[\r\n\t]+", " ", words).replace("\ue000", "\ufffd")


def test_markdown_takes_words_in_literally_and_words_never_become_markdown_by_themselves() -> None:
    for made in (bold(ODD), icon("info", ODD), points([ODD, ODD], ODD), lines([ODD]), paragraphs(["", ODD])):
        assert isinstance(made, Markdown) and not any(sign in made for sign in SIGNS)
    assert bold("a*b") == r"**a\*b**" and points(["a", bold("b")], "c:") == "c\\:\n- a\n- **b**"
    assert Markdown("{n:,} {x}").format(n=1000, x="*") == r"1,000 \*"
    assert literal(f"{bold('a')}") == r"\*\*a\*\*"  # an f-string forgets: then stars are seen, and nothing else happens


def test_html_takes_words_in_literally_and_nothing_else_is_html() -> None:
    with pytest.raises(TypeError):
        st.html("<b>" + ODD)  # type: ignore[arg-type]


def _every() -> None:
    from sifund.ui import st
    from sifund.ui.words import Markdown

    words = __import__("os").environ["ODD"]
    for draw in (st.markdown, st.caption, st.info, st.warning, st.error, st.success, st.subheader):
        draw(words)
    st.markdown(body=words, help=words)
    st.markdown(Markdown("**{}**").format(words))
    for number, draw in enumerate((st.button, st.text_input, st.text_area, st.number_input, st.popover)):
        draw(words, key=f"a{number}", help=words)
    st.expander(label=words)
    for number, draw in enumerate((st.segmented_control, st.pills, st.radio)):
        draw(words, [words], key=f"b{number}", help=words)
        draw(words, [1], format_func=lambda one: words, key=f"c{number}")
    for number, draw in enumerate((st.selectbox, st.multiselect)):
        draw(label=words, options=[words], key=f"d{number}")
    st.download_button(words, lambda: b"x", "x.txt", key="e")
    st.file_uploader(words, key="f")
    st.progress(0.5, words)
    st.settle(st.status(words), words, "complete")
    with st.spinner(words), st.form("g"):
        st.form_submit_button(words)


def test_every_function_of_the_facade_shows_words_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD", ODD)
    app = AppTest.from_function(_every, default_timeout=30).run()
    assert not app.exception, app.exception
    read = list(read_as_markdown(app))
    assert len(read) > 40 and all(seen(words).count(ODD) for words in read if words), read
    assert not [words for words in read if any(sign in words for sign in SIGNS)]
