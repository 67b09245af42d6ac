"""Components whose scripts, with their style, the browser fetches by address, once: the address holds a hash of what is
fetched, and a run sends a line that names it."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from streamlit.components.v2 import component as declare
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.runtime import Runtime

HERE = Path(__file__).parent
FAMILY = "sifund"
_MAKING = Lock()
FETCH = """const own = document.querySelector('script[src*="/static/js/"]').src.split('/static/js/')[0];
const {{default: draw}} = await import(`${{own}}/_stcore/bidi-components/{name}/{file}`);
export default (sent) => draw({{...sent, data: JSON.parse(new TextDecoder().decode(sent.data))}});
"""


def component(name: str, *scripts: str, html: str, css: str = "", isolate_styles: bool = True) -> Any:
    """A component of those scripts, after what all share and `sheet`, its style. Without a server its script is sent whole.

    Its data leave as bytes: of a mapping Streamlit looks at every value for a table, and writes it as JSON twice. It is made
    once, however many sessions begin with it: each would lay its script elsewhere, and all places but one are removed.
    """
    with _MAKING:
        return _component(name, *scripts, html=html, css=css, isolate_styles=isolate_styles)


@cache
def _component(name: str, *scripts: str, html: str, css: str, isolate_styles: bool) -> Any:
    whole = f"{FAMILY}.{name}"
    parts = ((HERE / f"{part}.js").read_text(encoding="utf-8") for part in ("dom", "line", *scripts))
    text = "".join([f"const sheet = {json.dumps(css)};\n", *parts])
    js = _served(whole, name, text) if Runtime.exists() else text
    drawn = declare(whole, html=html, js=js, isolate_styles=isolate_styles)
    return lambda *, data, **named: drawn(data=written(data), **named)


def first_script() -> str:
    """The script that runs before Streamlit's own."""
    return (HERE / "burst.js").read_text(encoding="utf-8")


def written(data: Any) -> bytes:
    """What a script is sent. Raises ValueError for what JSON has no word for: NaN."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _served(whole: str, name: str, text: str) -> str:
    """Lay a script where the server finds it; the line that fetches it. Streamlit takes such files from the manifests of
    installed packages alone: its registry is told here what a manifest would say."""
    file = f"{name}.{sha256(text.encode()).hexdigest()[:16]}.js"
    (folder := Path(_folder().name) / name).mkdir(exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    manifest = ComponentManifest(FAMILY, "", [ComponentConfig(name, name)])
    Runtime.instance().bidi_component_registry.register_from_manifest(manifest, folder.parent)
    return FETCH.format(name=whole, file=file)


@cache
def _folder() -> TemporaryDirectory[str]:
    """Where scripts lie as long as the process lives."""
    return TemporaryDirectory(prefix="sifund-")
