"""Where the split of a line's growth and the reasons that the source gives for it part: questions, with what they assume."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sifund.analysis.year.variance import LineGrowth, Split
from sifund.dataset.schema import ReasonRow
from sifund.declare.unit import YUAN
from sifund.text import Text, format_percent

Factor = Literal["standard", "volume"]
WEAK, STRONG = 10.0, 25.0
"""Percent of the growth below which a factor that is named explains little, and above which one is missed."""
SLACK = 1.05
"""An amount given with a reason may exceed what the standard made by this factor: the printed digits allow no more."""
NAMES: dict[str, Text] = {"standard": Text("标准", "the standard"), "volume": Text("人数或人次", "volume")}
COUNTS_AS: dict[str, Factor] = {"standard": "standard", "volume": "volume", "timing": "volume"}
LITTLE = Text(
    "所列原因提到{factor}；按此口径它只占增减额的{share}。",
    "the reasons name {factor}; here it makes only {share} of the change.",
)
MISSED = Text(
    "{factor}占增减额的{share}，所列原因没有提到。", "{factor} makes {share} of the change; the reasons do not name it."
)
TOO_MUCH = Text(
    "原因所列金额{amount}大于标准变动带来的{effect}。",
    "the reason gives {amount}; the change of the standard makes {effect}.",
)
AGAINST: dict[str, Text] = {
    "increase": Text("原因说的是增加，这一项却减少了。", "a reason speaks of an increase; the line fell."),
    "decrease": Text("原因说的是减少，这一项却增加了。", "a reason speaks of a decrease; the line rose."),
}
UNSTATED = Text(
    "来源没有列这一项的同比，上年数由合计的余数推算。",
    "the source states no change for this line; last year's amount is what its total leaves.",
)


@dataclass(frozen=True, slots=True)
class Note:
    """One question, and what the comparison takes for granted."""

    says: Text
    assumes: Text | None


def disagreements(line: LineGrowth, *, stated: bool) -> tuple[Note, ...]:
    """Notes on a line; `stated` is whether the source gives its change on the year."""
    assumes = line.split.price.assumes if line.split else None
    says = [*(_of_split(line, line.split) if line.split else ()), *_directions(line)]
    if line.growth_yuan is not None and not stated and line.before_basis == "derived":
        says.append(UNSTATED)
    return tuple(Note(text, assumes) for text in says)


def shares(line: LineGrowth) -> dict[Factor, float]:
    """Percent of the growth that each factor makes, half of the interaction with each; empty without growth."""
    growth = line.growth_yuan
    if not line.split or not growth:
        return {}
    return {
        "standard": line.split.standard_part_yuan / growth * 100,
        "volume": line.split.volume_part_yuan / growth * 100,
    }


def _of_split(line: LineGrowth, split: Split) -> Iterator[Text]:
    named = {COUNTS_AS[reason.factor] for reason in line.reasons if reason.factor in COUNTS_AS}
    for factor, share in shares(line).items():
        parts = {"factor": NAMES[factor], "share": format_percent(share)}
        if factor in named and share < WEAK:
            yield LITTLE.format(**parts)
        elif named and factor not in named and share > STRONG:
            yield MISSED.format(**parts)
    for reason in line.reasons:
        if _exceeds(reason, split):
            effect = YUAN.write(split.standard_part_yuan)
            yield TOO_MUCH.format(amount=YUAN.write(reason.amount_yuan or 0), effect=effect)


def _directions(line: LineGrowth) -> Iterator[Text]:
    """A reason that speaks of the other direction."""
    spoken = dict.fromkeys(reason.direction for reason in line.reasons if reason.direction)
    for direction in spoken:
        if line.growth_yuan and (line.growth_yuan > 0) != (direction == "increase"):
            yield AGAINST[direction]


def _exceeds(reason: ReasonRow, split: Split) -> bool:
    amount = reason.amount_yuan if reason.factor in ("standard", "policy") else None
    return amount is not None and 0 < split.standard_part_yuan * SLACK < amount
