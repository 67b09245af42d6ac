"""The scenario lab: which lever did that, why this number, who pays, what a person gets, what would it take, ready scenarios.

Each section is a function of (side, found, fund, year): draw it only where it is open. `year` is the year that the
page speaks of; a section that shows one year starts from it and lets another be chosen.
"""

from sifund.ui.scenario.attribution import why_effect
from sifund.ui.scenario.number import why_number
from sifund.ui.scenario.pays import who_pays
from sifund.ui.scenario.persons import persons
from sifund.ui.scenario.ready import ready
from sifund.ui.scenario.target import solve_for_it

__all__ = ["persons", "ready", "solve_for_it", "who_pays", "why_effect", "why_number"]
