"""The scenario lab: which lever did that, why this number, who pays, what would it take, ready scenarios.

Each section is a function of (result, found, fund, year): draw it only where it is open. `year` is the year that the
page speaks of; a section that shows one year starts from it and lets another be chosen.
"""

from sifund.ui.lab.effect import why_effect
from sifund.ui.lab.number import why_number
from sifund.ui.lab.pays import who_pays
from sifund.ui.lab.ready import ready
from sifund.ui.lab.target import solve_for_it

__all__ = ["ready", "solve_for_it", "who_pays", "why_effect", "why_number"]
