"""So many points for some years: boxes in a sentence on the card of what is moved so, and what it then says."""

from __future__ import annotations

from typing import Any

from sifund import catalog
from sifund.declare.parameter import Parameter, Steps
from sifund.problem import Problem
from sifund.scenario.spell import Spell, is_offered, read_spell, spell_of, words
from sifund.text import Text, plain
from sifund.ui.parts.courses import Card
from sifund.ui.session import state
from sifund.ui.session.state import t

FORM, BOX = Text("比基线高□个百分点，持续□年，自□年起", "Above the baseline by □ points, for □ years from □"), "□"
BOXES = (Text("百分点", "points"), Text("年数", "years"), Text("起始年份", "first year"))
APPLY = Text("采用", "Apply")


def leads(p: Parameter, fund: str) -> bool:
    """Whether the card stands with the levers of a fund: it is moved so, and moves a line of the fund."""
    return is_offered(p) and any(key.startswith(f"{fund}.") for key in catalog.moved_by(p.key))


def shown(card: Card) -> dict[str, Any] | None:
    """The boxes, with what the scenario has or, where it has none, what the stress test proposes; nothing where another
    path is typed. None on other cards."""
    p, steps = card.p, card.own_steps
    if not is_offered(p) or p.shock is None:
        return None
    proposed = Spell(p.shock.change, p.shock.years, card.start_month)
    spell = spell_of(steps, card.untouched) if steps else proposed
    values = (plain(spell.points), str(spell.years), str(spell.month // 12)) if spell else ("", "", "")
    says = words(p, steps, card.untouched)
    return {
        "form": t(FORM).split(BOX),
        "boxes": [(f"{t(p.name)}: {t(name)}", value) for name, value in zip(BOXES, values, strict=True)],
        "apply": t(APPLY),
        "says": t(says) if says else "",
    }


def steps_typed(card: Card, points: str, years: str, first: str) -> tuple[Steps, list[Problem]]:
    """The steps that the boxes ask for, or what of them cannot be."""
    return read_spell(card.p, points.strip(), years.strip(), first.strip(), state.dataset().base_year, card.untouched)
