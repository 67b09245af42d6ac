"""What typing a parameter does to those that are typed in its place, or in whose place it is typed."""

from __future__ import annotations

from sifund import catalog
from sifund.declare.parameter import Month, Parameter, Steps
from sifund.scenario.scenario import Scenario


def typed(scenario: Scenario, p: Parameter, steps: Steps, month: Month | None = None) -> Scenario:
    """The scenario with a parameter's steps; from the first of them, or from `month`, they end what is typed beside it."""
    start = steps[0][0] if steps and month is None else month
    for other in catalog.beside(p) if steps else ():
        earlier = tuple(step for step in scenario.steps(other.key) if start is not None and step[0] < start)
        scenario = scenario.with_steps(other.key, earlier)
    return scenario.with_steps(p.key, steps)


def typed_from(scenario: Scenario, p: Parameter, month: Month, value: float) -> Scenario:
    """The scenario with a parameter at a value from the month on; earlier steps of its own stand."""
    earlier = tuple(step for step in scenario.steps(p.key) if step[0] < month)
    return typed(scenario, p, (*earlier, (month, value)), month)
