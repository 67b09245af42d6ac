"""What came of comparing records with a dataset, its ledger and its bank: a file that `records tie --keep` writes beside the
records, read here as data. It is no part of a dataset's fingerprint."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sifund import settings
from sifund.dataset.dataset import Dataset
from sifund.declare.scale import of_fen
from sifund.problem import Problem, problem
from sifund.text import Text, join

FILE = "ties.json"
COUNTED = Text(
    "{name}{compared}处，相符{tied}、不符{differs}、未决{open}",
    "{name}: {tied} of {compared} tied, {differs} differ, {open} open",
)
SAYS = Text("明细对账（{whose}，{when}核对）：{kinds}。", "Records compared ({whose}, on {when}): {kinds}.")
INVENTED = Text("{name}，虚构", "{name}, invented")
MORE, LESS = Text("{side}多{amount}", "{side} has {amount} more"), Text("{side}少{amount}", "{side} has {amount} less")
STALE = Text(
    "此后数据集或明细有改动；请经办人员重新对账。",
    "The dataset or the records changed since then; have them compared again.",
)
State = Literal["differs", "open"]
FROZEN = ConfigDict(extra="forbid", frozen=True)


class Words(BaseModel):
    """A text in both languages, as a file holds it."""

    model_config = FROZEN
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def text(self) -> Text:
        """The text."""
        return Text(self.zh, self.en)


class Counted(BaseModel):
    """One kind of comparison: how many are tied, differ and are open."""

    model_config = FROZEN
    name: Words
    tied: int = Field(ge=0)
    differs: int = Field(ge=0)
    open: int = Field(ge=0)

    @property
    def says(self) -> Text:
        """The kind with its counts."""
        compared = self.tied + self.differs + self.open
        return COUNTED.format(
            name=self.name.text, compared=compared, tied=self.tied, differs=self.differs, open=self.open
        )


class Untied(BaseModel):
    """A comparison that is not tied: its place; the side that the others do not agree with, and how far it is above them
    [fen]; or why it is open."""

    model_config = FROZEN
    place: Words
    state: State
    side: Words | None = None
    amount_fen: int = 0
    why: Words | None = None

    @property
    def says(self) -> Text:
        """What does not agree, or why nothing can be said."""
        if self.side is None:
            return self.why.text if self.why else Text("原因不明", "reason unknown")
        return (MORE if self.amount_fen > 0 else LESS).format(side=self.side.text, amount=of_fen(abs(self.amount_fen)))


class Reconciled(BaseModel):
    """All comparisons of one folder of records: with which dataset, whose records, when. `untied` names the first of those
    that are not tied; `stale`: dataset or records are others by now."""

    model_config = FROZEN
    dataset: str
    fingerprint: str
    records: str
    name: Words
    invented: bool
    when: date
    kinds: tuple[Counted, ...]
    untied: tuple[Untied, ...]
    stale: bool = False

    @property
    def says(self) -> Text:
        """The comparisons in one sentence."""
        whose = INVENTED.format(name=self.name.text) if self.invented else self.name.text
        kinds = join((kind.says for kind in self.kinds), "；", "; ") or whose
        return SAYS.format(whose=whose, when=self.when.isoformat(), kinds=kinds)

    def of(self, state: State) -> tuple[Untied, ...]:
        """Those named that differ, or are open."""
        return tuple(one for one in self.untied if one.state == state)

    def count(self, state: State) -> int:
        """How many differ, or are open, named or not."""
        return sum(getattr(kind, state) for kind in self.kinds)


def reconciled(dataset: Dataset) -> tuple[tuple[Reconciled, ...], tuple[Problem, ...]]:
    """What was kept for a dataset in the folders of $SIFUND_RECORDS, and which of the files there cannot be read."""
    root = Path(settings.RECORDS.read() or "")
    paths = sorted(root.glob(f"*/{FILE}")) if settings.RECORDS.read() else []
    files = [_read(path) for path in paths]
    mine = (one for one in files if isinstance(one, Reconciled) and one.dataset == dataset.code)
    return tuple(under(one, dataset) for one in mine), tuple(one for one in files if isinstance(one, Problem))


def mark(files: Iterable[Reconciled]) -> str:
    """Changes with what was kept of the comparisons; empty where nothing was."""
    texts = [one.model_dump_json(exclude={"stale"}) for one in files]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12] if texts else ""


def under(one: Reconciled, dataset: Dataset) -> Reconciled:
    """What was kept, out of date where the dataset is another by now."""
    return one.model_copy(update={"stale": one.stale or one.fingerprint != dataset.fingerprint})


def read(folder: Path) -> Reconciled | Problem | None:
    """What was kept beside records, or that it cannot be read; None where nothing was."""
    path = folder / FILE
    return _read(path) if path.exists() else None


def _read(path: Path) -> Reconciled | Problem:
    try:
        one = Reconciled.model_validate_json(path.read_bytes())
    except (ValidationError, OSError):
        return problem(
            "ties", path.parent.name, "明细“{value}”的对账结果文件损坏；请重新运行 records tie --keep。",
            'the file of ties of the records "{value}" is damaged; run records tie --keep again.', value=path.parent.name,
        )  # fmt: skip
    return one.model_copy(update={"stale": _fingerprint(path.parent) not in (None, one.records)})


def _fingerprint(folder: Path) -> str | None:
    """The fingerprint of the records; None where their folder does not say it."""
    try:
        return str(json.loads((folder / "about.json").read_text(encoding="utf-8"))["fingerprint"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
