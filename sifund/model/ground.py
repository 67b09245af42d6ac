"""What a baseline holds of a parameter, a line or a balance, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sifund.dataset.schema import Basis
from sifund.declare.parameter import Month, Steps
from sifund.model.paths import Array
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """What a value rests on from a month on: its basis, and the source, formula or reason in words.

    `low` and `high` are the range of an assumed value, in the parameter's own unit. `row` is the row of the dataset
    that it comes from, as "table/key/when"; empty where the program declares it.
    """

    basis: Basis
    says: Text
    low: float | None = None
    high: float | None = None
    document: str = ""
    source: str = ""
    month: Month = 0
    row: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter's baseline path and its grounds, the earliest first."""

    steps: Steps
    grounds: tuple[Ground, ...]

    def ground_at(self, month: Month) -> Ground:
        """The ground of the value in force in a month."""
        return next((g for g in reversed(self.grounds) if g.month <= month), self.grounds[0])


@dataclass(frozen=True, slots=True)
class FlatLine:
    """A line that the model has no formula for, or lacks the drivers of: carried flat [yuan a month], marked.

    `paid_in` are the months in which a yearly payment falls, in the base year and later; None where it is paid monthly.
    """

    key: str
    fund: str
    kind: str
    name: Text
    monthly: float
    why: Text
    paid_in: tuple[int, int] | None = None

    def path(self, months: int) -> Array:
        """Amounts (1, month) from the base year's January on [yuan]."""
        if self.paid_in is None:
            return np.full((1, months), self.monthly)
        amounts = np.zeros((1, months))
        first, later = self.paid_in
        amounts[:, [first - 1, *range(11 + later, months, 12)]] = 12 * self.monthly
        return amounts


@dataclass(frozen=True, slots=True)
class Remainder:
    """What a line's own driver leaves of its reported amount [yuan]: shown, never spread."""

    key: str
    reported: float
    modelled: float

    @property
    def difference(self) -> float:
        return self.reported - self.modelled


@dataclass(frozen=True, slots=True)
class BaseAmount:
    """A line's amount of the base year [yuan] where no driver makes it: as reported, or what the others leave."""

    yuan: float
    ground: Ground


@dataclass(frozen=True, slots=True)
class Opening:
    """A fund's balance at the start of the base year [yuan], with its ground; `typed` where a leader filled it in.

    None where nobody gives one and nothing gives it: what rests on it is unknown, NaN inside arrays.
    """

    amount: float | None
    basis: Basis
    typed: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def missing(self) -> bool:
        return self.amount is None

    @property
    def yuan(self) -> float:
        """As arrays hold it: NaN where it is unknown."""
        return np.nan if self.amount is None else self.amount
