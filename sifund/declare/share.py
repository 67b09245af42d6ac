"""Who pays a line of income and whom one of spending reaches, and by what part."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.declare.parameter import Parameter
from sifund.declare.party import Party


@dataclass(frozen=True, slots=True, eq=False)
class Share:
    """A party's share of a line. `percent` is a parameter; the party without one takes what is left.

    Where no party of a line takes what is left, its parties share it in the proportion of their percents.
    """

    party: Party
    percent: Parameter | None = None


Parties = Party | tuple[Share, ...]


def shares(parties: Parties) -> tuple[Share, ...]:
    """A party alone takes the whole."""
    return (Share(parties),) if isinstance(parties, Party) else parties
