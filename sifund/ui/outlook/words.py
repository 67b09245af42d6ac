"""Words that the parts of the outlook page share: lights, values of a parameter, a remedy in one line."""

from __future__ import annotations

from sifund import catalog
from sifund.analysis.remedy import Remedy
from sifund.parameter import Parameter, month_text
from sifund.text import Text, format_number
from sifund.ui.words import money

LIGHT_ICON = {
    "red": ":material/error:", "amber": ":material/warning:", "green": ":material/check_circle:", "none": ":material/remove:",
}  # fmt: skip
CURE = Text(
    "{name}：{start} → **{value}**（{month}起；由{bearer}承担，{decider}决定）",
    "{name}: {start} → **{value}** (from {month}; borne by {bearer}, decided by the {decider})",
)
UNTYPED = Text("按模型", "as modelled")
YEARLY = Text("每年{amount}", "{amount} a year")


def value_words(p: Parameter, value: float | None) -> Text:
    """A value with its unit; an amount a year in 万元."""
    if value is None:
        return UNTYPED
    if p.options:
        return p.options[int(value)].name
    if p.unit.key == "yuan a year":
        return YEARLY.format(amount=money(value, signed=False))
    number = format_number(value, p.unit.places)
    number = number.rstrip("0").rstrip(".") if "." in number else number
    space = "" if p.unit.percent else " "
    return Text(f"{number}{space}{p.unit.name.zh}", f"{number}{space}{p.unit.name.en}")


def remedy_words(remedy: Remedy) -> Text:
    """Lever, from what to what, since when, who bears it and who decides."""
    p = catalog.parameters()[remedy.key]
    assert p.borne_by and p.decided_by
    return CURE.format(
        name=p.name, start=value_words(p, remedy.start), value=value_words(p, remedy.value),
        month=month_text(remedy.month), bearer=p.borne_by.name, decider=p.decided_by.name,
    )  # fmt: skip
