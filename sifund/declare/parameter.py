"""Parameters: numbers with a dated value path, declared once with everything about them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Required, TypedDict, Unpack

from sifund.declare.party import Party
from sifund.declare.spread import LEVEL, YEARLY, Shock, Spread
from sifund.declare.unit import GROWTH, YUAN, Unit
from sifund.text import Cite, Text

Month = int  # months since year 0: year * 12 + month - 1
Step = tuple[Month, float]
Steps = tuple[Step, ...]
Range = tuple[float, float]
Inputs = tuple[tuple[str, float], ...]
Kind = Literal["lever", "driver", "assumption", "input"]

JANUARY, OCTOBER, DECEMBER = 1, 10, 12
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def month_of(year: int, month: int = JANUARY) -> Month:
    """A calendar month as months since year 0."""
    return year * 12 + month - 1


def month_text(month: Month) -> str:
    """2022-04."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_month(text: str) -> Month | None:
    """The month of a text like 2022-04, or None where it is not one."""
    match = _MONTH.fullmatch(text)
    return month_of(int(match[1]), int(match[2])) if match else None


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides a lever."""

    key: str
    name: Text


STATE = Decider("state", Text("国家", "State"))
REGION = Decider("region", Text("自治区", "Region"))
CITY = Decider("city", Text("市", "City"))
DECIDERS = (CITY, REGION, STATE)  # the nearest first: the order in which remedies are listed


@dataclass(frozen=True, slots=True)
class Limit:
    """What the law allows from a year on."""

    from_year: int
    value: float
    law: Cite


@dataclass(frozen=True, slots=True)
class LegalAlert:
    """A legal limit on a lever: it alerts (合规提示), it never blocks. `limits` date it; or the value of a `parameter` that month
    is the limit, by `law`. `through` is the last year for which the limits are known, for rules made for some years or raised
    from time to time; None is a rule that stands until another takes its place; what `lapses` then is allowed by none any more. A
    parameter's limits are known through the last dated one's year. `at_limit`: reaching it alerts. `floor`: it is the least allowed.
    """

    says: Text
    limits: tuple[Limit, ...] = ()
    parameter: Parameter | None = None
    law: Cite | None = None
    through: int | None = None
    lapses: bool = False
    at_limit: bool = False
    floor: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A named value of a choice; its place in the list is its number in a formula."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """One declared parameter. `low`/`high` are what the law of arithmetic allows (outside is refused);
    `soft_low`/`soft_high` are the slider's and the draws' range; None means ±20% of the value in force.

    `reads` is the calendar month whose value holds for the whole year (January or October), None for every month's own. `grows`
    is the growth assumption that moves it. `assumed` is the fallback for a dataset that lacks it, with `reason`; for the first
    `still` years after the base year it is 0. `dated=False` is a value of the base year alone; `sets` is the driver that a base-year
    income solves, or what has its base value; `spread` is how a driver or assumption is drawn, `latent` how one that moves
    nothing by itself is drawn in a run in which it does, `shock` a stress of it. One without a value of its own holds
    `instead_of` another from its month on; it is a share of `share_of`.
    """

    key: str
    kind: Kind
    name: Text
    unit: Unit
    help: Text
    low: float
    high: float
    soft_low: float | None = None
    soft_high: float | None = None
    step: float = 1
    grows: Parameter | None = None
    reads: int | None = None
    decided_by: Decider | None = None
    borne_by: Party | None = None
    law: Cite | None = None
    alerts: tuple[LegalAlert, ...] = ()
    options: tuple[Option, ...] = ()
    assumed: Steps = ()
    still: int = 0
    reason: Text | None = None
    dated: bool = True
    sets: Parameter | None = None
    spread: Spread | None = None
    latent: Spread | None = None
    shock: Shock | None = None
    instead_of: Parameter | None = None
    share_of: Parameter | None = None

    @property
    def fund(self) -> str:
        return self.key.partition(".")[0]

    @property
    def divisor(self) -> float:
        """Formulas read percents as fractions."""
        return self.unit.divisor

    def allows(self, value: float) -> bool:
        """Whether a value lies within the hard bounds."""
        return self.low <= value <= self.high

    def assumed_from(self, base_year: int) -> Steps:
        """The assumed path of a dataset of a base year."""
        if not self.still:
            return self.assumed
        start = month_of(base_year + 1 + self.still)
        then = [value for month, value in self.assumed if month <= start][-1]
        return (0, 0.0), (start, then), *(step for step in self.assumed if step[0] > start)

    @property
    def usual(self) -> tuple[float, float] | None:
        """The declared range, else ±20% of what is assumed where nothing is given; None without either."""
        if self.soft_low is not None and self.soft_high is not None:
            return self.soft_low, self.soft_high
        return self.soft_range(self.assumed[0][1]) if self.assumed else None

    def soft_range(self, value: float) -> tuple[float, float]:
        """The slider's range: the declared one or ±20%, widened to hold the value in force."""
        low = value * 0.8 if self.soft_low is None else self.soft_low
        high = value * 1.2 if self.soft_high is None else self.soft_high
        return max(self.low, min(low, value)), min(self.high, max(high, value))


class Facts(TypedDict, total=False):
    """What may be said of any parameter beside its key, name and unit, as `Parameter` has it."""

    help: Required[Text]
    step: float
    grows: Parameter | None
    reads: int
    law: Cite
    alerts: tuple[LegalAlert, ...]
    still: int
    dated: bool
    sets: Parameter | None
    spread: Spread | None
    latent: Spread
    shock: Shock
    instead_of: Parameter
    share_of: Parameter


class Options(Facts, total=False):
    """The same, with what is worked out when it is declared: `bounds` are the hard ones, `range` is the slider's, `assumed`
    one value or a path with its `reason`, `options` the names of a choice."""

    bounds: Range
    range: Range
    assumed: Steps | float
    options: tuple[Option, ...]
    reason: Text


def _declare(
    kind: Kind, key: str, name: Text, unit: Unit, *, decided_by: Decider | None = None, borne_by: Party | None = None,
    bounds: Range | None = None, range: tuple[float | None, float | None] = (None, None), assumed: Steps | float = (),
    options: tuple[Option, ...] = (), reason: Text | None = None, **facts: Unpack[Facts],
) -> Parameter:  # fmt: skip
    low, high = (0, len(options) - 1) if options else bounds or (unit.low, unit.high)
    path = assumed if isinstance(assumed, tuple) else ((0, float(assumed)),)
    if path and not (reason or options):
        raise ValueError(f"{key}: an assumed value needs its reason")
    return Parameter(
        key, kind, name, unit, low=low, high=high, soft_low=range[0], soft_high=range[1], assumed=path, options=options,
        reason=reason, decided_by=decided_by, borne_by=borne_by, **facts,
    )  # fmt: skip


def lever(
    key: str, name: Text, *, unit: Unit, decided_by: Decider, borne_by: Party, **options: Unpack[Options]
) -> Parameter:
    """A decision, who takes it, and who bears it where it helps the fund."""
    return _declare("lever", key, name, unit, decided_by=decided_by, borne_by=borne_by, **options)


def driver(key: str, name: Text, *, unit: Unit, **options: Unpack[Options]) -> Parameter:
    """A measured quantity."""
    options.setdefault("spread", LEVEL if options.get("dated", True) else None)
    return _declare("driver", key, name, unit, **options)


def assumption(key: str, name: Text, *, unit: Unit, **options: Unpack[Options]) -> Parameter:
    """Growth, behaviour, or a share that the report does not give."""
    options.setdefault("spread", LEVEL)
    return _declare("assumption", key, name, unit, **options)


def growth(
    key: str, name: Text, *, assumed: Sequence[tuple[int, float]], range: Range, help: Text, reason: Text, still: int = 0,
    spread: Spread = YEARLY,
) -> Parameter:  # fmt: skip
    """A growth rate a year: steps each January after the base year. `assumed` is (from year, percent); `still` years
    after the base year it is 0 whatever the calendar says."""
    path = tuple((month_of(year) if year else 0, float(value)) for year, value in assumed)
    return _declare(
        "assumption", key, name, GROWTH, assumed=path, range=range, reason=reason, help=help, still=still, reads=JANUARY,
        step=0.1, spread=spread,
    )  # fmt: skip


def base_input(key: str, name: Text, *, help: Text, sets: Parameter | None = None) -> Parameter:
    """A base-year input: it changes the baseline itself, by recalibration, and takes no date."""
    return _declare("input", key, name, YUAN, dated=False, help=help, sets=sets)
