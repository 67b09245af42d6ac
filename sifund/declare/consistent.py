"""What of a fund's file must fit: who bears a lever, and which lines wait for which."""

from __future__ import annotations

from collections.abc import Sequence

from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter


def check_bearer(lever: Parameter, lines: Sequence[Line]) -> None:
    """Refuse a lever whose bearer neither pays nor receives a line that it moves. Raises ValueError."""
    parties = {share.party for line in lines for share in (*line.paid_by, *line.paid_to)}
    if lines and lever.borne_by not in parties:
        names = ", ".join(sorted(party.key for party in parties))
        raise ValueError(f"{lever.key} is borne by {lever.borne_by and lever.borne_by.key}, but its lines by {names}")


def check_order(lines: Sequence[Line]) -> None:
    """Refuse a fund's lines where two run after all others, or one reads what runs after it. Raises ValueError."""
    last = [line for line in lines if line.last and line.kind != "quantity"]
    if len(last) > 1:
        raise ValueError(f"{last[0].key} and {last[1].key} both read what the fund's other lines spend or take in")
    for line in lines:
        if any(read in last for read in line.lines):
            raise ValueError(f"{line.key} reads {last[0].key}, which runs after the fund's other lines")
