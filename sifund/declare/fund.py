"""A fund, named once: what its file says of it beside parameters and lines."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.declare.party import Share
from sifund.text import Cite, Text


@dataclass(frozen=True, slots=True)
class Band:
    """Warning bands in cover months: red below `red`, amber below `amber`, else green. This program's own scale."""

    red: float
    amber: float


@dataclass(frozen=True, slots=True)
class CoverRule:
    """A line that the law allows only with enough cover at the end of the year before; keys of line and levers."""

    line: str
    threshold: str
    gate: str
    law: Cite


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund, named once; its file in `funds/` holds its parameters and lines.

    `payers` share its income lines, `receivers` its expenditure lines; an income line without a payer is the fund's own
    (interest), an expenditure line without a receiver goes to its beneficiaries. `also` are other names that offices
    write for it in their tables, without 基金.
    """

    key: str
    name: Text
    short: Text
    cover_name: Text
    band: Band
    law: Cite
    payers: tuple[Share, ...] = ()
    receivers: tuple[Share, ...] = ()
    cover_rule: CoverRule | None = None
    also: tuple[str, ...] = ()
