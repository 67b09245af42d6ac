"""Ties as they are kept beside records for the checks page and the annual report: counts, and what is not tied by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sifund.dataset import Dataset
from sifund.dataset.atomic import all_or_none
from sifund.dataset.reconciled import FILE, Counted, Reconciled, Untied, Words
from sifund.declare.scale import of_fen
from sifund.records.about import About
from sifund.records.ties import KINDS, SIDES, Tie, counts
from sifund.text import Text, same

APART = Text("各方互不一致，最多相差{amount}", "they all disagree, by up to {amount}")
LISTED = 50
"""Comparisons that are named, of all that are not tied."""


def agreed(ties: Sequence[Tie], about: About, folder: Path, dataset: Dataset) -> Reconciled:
    """The ties of a folder of records under a dataset. No batch, record, person or firm is named."""
    return Reconciled(
        dataset=dataset.code, fingerprint=dataset.fingerprint, records=about.fingerprint, name=_words(about.name or same(folder.name)),
        invented=about.invented, when=datetime.now(UTC).date(), untied=tuple(_untied(ties))[:LISTED],
        kinds=tuple(Counted(name=_words(KINDS[kind]), **{state: count[state] for state in ("tied", "differs", "open")})
                    for kind, count in counts(ties).items()),
    )  # fmt: skip


def keep(one: Reconciled, folder: Path) -> None:
    """Write them beside the records. Raises SifundError, OSError."""
    with all_or_none(folder, [FILE]) as staged:
        (staged / FILE).write_text(one.model_dump_json(indent=1, exclude={"stale"}) + "\n", encoding="utf-8")


def _untied(ties: Sequence[Tie]) -> Iterator[Untied]:
    """Those that differ, then those that are open."""
    for one in (one for state in ("differs", "open") for one in ties if one.state == state):
        side = _words(SIDES[one.side]) if one.state == "differs" and one.side != "all" else None
        why = APART.format(amount=of_fen(one.amount)) if one.side == "all" else one.why
        yield Untied(
            place=_words(one.place), state="differs" if one.state == "differs" else "open", side=side,
            amount_fen=one.amount if one.state == "differs" else 0, why=_words(why) if why else None,
        )  # fmt: skip


def _words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)
