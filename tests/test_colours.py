"""Colours are declared once, in `sifund/colours.py` and for a fund in its file; what cannot import them repeats them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from itertools import product
from pathlib import Path

from sifund import colours
from sifund.ui.parts import style

ROOT = Path(__file__).resolve().parent.parent
HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
LITERAL = re.compile(rf"""{HEX.pattern}|%23[0-9a-fA-F]{{3,6}}\b|\b(?:rgb|hsl)a?\(\s*[0-9]""")
CONFIG, BRIEF = ROOT / ".streamlit" / "config.toml", ROOT / "sifund" / "report" / "templates" / "brief.typ"


def sources() -> Iterator[Path]:
    """All that may colour anything, but the files that declare colours and those that a test here holds to them."""
    apart = {ROOT / "sifund" / "colours.py", BRIEF}
    for suffix in ("py", "css", "js", "typ"):
        yield from (path for path in (ROOT / "sifund").rglob(f"*.{suffix}") if path not in apart)
    yield from [*(ROOT / "pages").glob("*.py"), ROOT / "app.py"]


def test_no_colour_stands_elsewhere() -> None:
    literal = [(path.relative_to(ROOT).as_posix(), line.strip()) for path in sources()
               for line in path.read_text("utf-8").splitlines() if LITERAL.search(line)]  # fmt: skip
    assert {line for path, line in literal if not re.fullmatch(r"sifund/funds/\w+\.py", path)} == set()
    assert all(re.fullmatch(r'(colour|tint)="#[0-9A-F]{6}",', line) for _, line in literal)


def test_the_themes_of_the_pages_are_those_declared() -> None:
    themes = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
    for name, theme in (("light", colours.LIGHT), ("dark", colours.DARK)):
        keys = {"primary": "primaryColor", "background": "backgroundColor", "secondary": "secondaryBackgroundColor",
                "text": "textColor"}  # fmt: skip
        assert themes[name] == {keys[field]: value for field, value in asdict(theme).items()}


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG reckons it: 1 to 21."""

    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_words_can_be_read_on_all_that_stands_behind_them() -> None:
    """Streamlit writes white on the accent, in the dark too, where the accent is pale; the style sheet has the background's colour."""
    for theme in (colours.LIGHT, colours.DARK):
        for words, behind in product((theme.text, theme.primary), (theme.background, theme.secondary)):
            assert contrast(words, behind) >= 4.5, (words, behind)
    assert "button[kind^=primary] * {color: var(--sifund-background-color)}" in style.sheet()


def test_the_brief_has_the_colours_of_documents() -> None:
    declared = {colours.ACCENT, colours.INK, colours.FAINT, colours.PANEL, colours.RULE}
    assert {colour.upper() for colour in HEX.findall(BRIEF.read_text("utf-8"))} == declared


def test_style_sheets_use_all_variables_declared_and_no_others() -> None:
    sheets = "".join(path.read_text("utf-8") for path in (ROOT / "sifund").rglob("*.css"))
    assert set(re.findall(r"var\(--sifund-([a-z-]+)-color\)", sheets)) == set(colours.STYLE)
    assert set(re.findall(r"--sifund-([a-z-]+)-color: ", colours.css())) == set(colours.STYLE)
    assert set(re.findall(r"var\(--([a-z]+)-", sheets)) == {"st", "sifund"}
