"""The scripts of Streamlit's elements. Its page fetches one when the first element of a kind is drawn, and never again: where the
line is cut in that moment, an error stands in the element's place until the page is loaded anew. So a browser fetches all of
them once, when it has nothing else to do."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.file_util import get_static_dir

KINDS = (
    "ArrowVegaLiteChart", "BidiComponent", "Button", "ButtonGroup", "Checkbox", "DataFrame", "DownloadButton", "FileUploader",
    "Html", "Multiselect", "NumberInput", "PageLink", "Progress", "Radio", "Selectbox", "Spinner", "StreamlitSyntaxHighlighter",
    "TextArea", "TextInput",
)  # fmt: skip
"""What pages draw, as Streamlit's scripts are called: the part of a file's name before its hash."""
NAMED = re.compile(r'static/js/([\w.-]+\.js)"')
IMPORTED = re.compile(r'(?:from|import)\s*"\./([\w.-]+\.js)"')


def scripts() -> list[str]:
    """Addresses of these scripts, and of what they import, but for those that the page fetches itself; some 100, read from 5 MB
    of files. None where Streamlit has no such file."""
    folder = Path(get_static_dir())
    files = {file.name: file for file in (folder / "static" / "js").glob("*.js")}
    page = NAMED.findall((folder / "index.html").read_text(encoding="utf-8"))
    drawn = _with_imports([name for name in files if name.partition(".")[0] in KINDS], files)
    return [f"./static/js/{name}" for name in sorted(drawn - _with_imports(page, files))]


def _with_imports(names: list[str], files: dict[str, Path]) -> set[str]:
    reached, ahead = set[str](), names
    while ahead:
        name = ahead.pop()
        if name in files and name not in reached:
            reached.add(name)
            ahead += IMPORTED.findall(files[name].read_text(encoding="utf-8"))
    return reached
