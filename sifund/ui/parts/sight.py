"""What a control was asked for comes into sight when it is there, wherever the page was."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import component

HERE = Path(__file__).parent


@cache
def _component() -> Any:
    script = (HERE / "sight.js").read_text(encoding="utf-8")
    return component("sifund_sight", html='<p class="sight"></p>', js=script, isolate_styles=False)


def into_sight(words: str, key: str) -> None:
    """Bring what was drawn just before into sight; again where its words are others."""
    _component()(key=f"sight-{key}", data={"words": words})
