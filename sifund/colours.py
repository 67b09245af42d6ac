"""Every colour of pages, charts and documents, declared once; a fund's own two stand with the fund.

Style sheets take them as variables (`css`). Two files can take in nothing and repeat what stands here:
`.streamlit/config.toml` the two themes, `report/templates/brief.typ` the colours of documents. A test holds them to it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Theme:
    """The colours of a page."""

    primary: str
    background: str
    secondary: str
    text: str


BLACK, WHITE = "#000000", "#FFFFFF"
LIGHT = Theme(primary="#0B5C8A", background=WHITE, secondary="#F4F6F8", text="#1B2530")
DARK = Theme(primary="#6DB7E0", background="#12181F", secondary="#1C252F", text="#E8EDF2")

# --- charts: colour-blind safe in light and dark ---
GREY = "#8A94A0"
"""The baseline, and what is beside the point."""
LABEL = "#75808C"
"""Thin marks of a chart: seen on light and dark alike."""
CHART_INK, CHART_INK_DARK = "#3D4854", "#C7D0D9"
"""Words in a chart. A page gives them the one that its theme can be read with; a document has the first."""
TOGETHER, TOGETHER_TINT = "#8B5FBF", "#B9A6CE"
"""All funds together."""
PAIR = ("#4C78A8", "#B86E00")
"""Two parts, or two ends of a range."""
SERIES = ("#2F7FB8", "#C65A11", "#1B8A6B", "#7F62B8", "#BF4A7A", "#7A7A22")
"""Scenarios side by side, by their number."""
ALARM = "#D64545"
"""A floor, and what is passed."""

# --- documents ---
ACCENT, INK, FAINT = LIGHT.primary, "#1D2733", "#4A5560"
PANEL, RULE = "#E8F1F7", "#B8C2CC"
HEAD, REQUIRED = "#DCE9F1", "#F6D9C5"
"""Headers of the template for an office's own data, and those of columns that must be filled."""

# --- style sheets ---
STYLE: dict[str, str | tuple[str, str]] = {
    "background": (LIGHT.background, DARK.background),
    "line": GREY,
    "hairline": f"{GREY}55",
    "answer": ("#E6F0F7", "#152532"),
    "answer-edge": "#2E86BD",
    "chart": (CHART_INK, CHART_INK_DARK),
    "blank": BLACK,
    "away": ("#FFF3CD", "#4A3A10"),
    "away-text": ("#5C4400", "#FFE9B0"),
    "red": "#E5484D",
    "amber": "#D9822B",
    "green": "#2E9E5B",
    "none": GREY,
}
"""By what it is for: one colour, or one on light and one on dark."""


def css() -> str:
    """The colours of the style sheets as variables: `--sifund-<name>-color`."""
    pairs = (
        (name, value if isinstance(value, str) else f"light-dark({', '.join(value)})") for name, value in STYLE.items()
    )
    return ":root {" + "; ".join(f"--sifund-{name}-color: {value}" for name, value in pairs) + "}\n"
