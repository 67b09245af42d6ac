"""The scripts of Streamlit's elements."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit import file_util

from sifund.ui import elements
from sifund.ui.parts import style


def test_a_browser_is_told_of_every_kind_that_pages_draw_and_of_what_it_imports() -> None:
    scripts = elements.scripts()
    kinds = {Path(address).name.partition(".")[0] for address in scripts}
    assert {*elements.KINDS} <= kinds, "a script of Streamlit is called otherwise now"
    assert "useBasicWidgetState" in kinds, "what elements share"
    assert len({*scripts}) == len(scripts)
    assert all((Path(file_util.get_static_dir()) / address).is_file() for address in scripts)


def test_nothing_is_downloaded_past_the_trail() -> None:
    """Streamlit's own buttons above tables and charts make files in the browser, of which nobody hears, and in which words may
    begin as formulas do: they are not shown. Ours tell."""
    folder = Path(file_util.get_static_dir()) / "static" / "js"
    drawn = "".join(
        next(folder.glob(f"{kind}.*.js")).read_text("utf-8") for kind in ("DataFrame", "ArrowVegaLiteChart")
    )
    labels = re.findall(r"label:`((?:Download|Save|Export)[^`$]*)`", drawn)
    assert labels and all(label.startswith("Download as ") for label in labels)
    assert re.search(r'stElementToolbar\] button\[aria-label\^="Download as"\] \{display: none\}', style.sheet())


def test_what_the_page_fetches_itself_is_left_out() -> None:
    page = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")
    assert not {*re.findall(r"\./static/js/[^\"]+", page)} & {*elements.scripts()}


SAYING = (
    "ArrowVegaLiteChart", "FileUploader", "InputInstructions", "Multiselect", "NumberInput", "Selectbox", "TextArea", "TextInput",
    "Toolbar", "requiredField",
)  # fmt: skip
"""Streamlit's scripts whose words a page can show."""
SAYS = re.compile(
    r"(?:\"aria-label\"|[^\w]label|children):`([A-Z][^`]*)`|return`([A-Z][^`]*\.)`|[?:]`([A-Z][a-z ]+\.)`"
)
OTHERWISE = {"Download as PNG", "Add"}
"""Hidden, and never offered."""


def test_all_that_streamlit_says_by_itself_has_chinese_words() -> None:
    """A page in Chinese has no English of Streamlit's: whatever it says there is in the scripts' table, by the words that it uses."""
    table = (
        (Path(style.__file__).parent / "names.js")
        .read_text("utf-8")
        .partition("const CHINESE = {")[2]
        .partition("\n};")[0]
    )
    in_chinese = dict(re.findall(r"'([^'\n]+)': '([^'\n]+)'", table))
    scripts = {
        file.name: file.read_text("utf-8") for file in (Path(file_util.get_static_dir()) / "static" / "js").glob("*.js")
    }
    its_words = {next(filter(None, said)).partition("$")[0].strip(" :") for name, text in scripts.items()
               if name.partition(".")[0] in SAYING for said in SAYS.findall(text)}  # fmt: skip
    heads = {word.partition("{}")[0].strip(" :") for word in in_chinese}
    assert its_words - heads - OTHERWISE == set()
