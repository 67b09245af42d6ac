"""What a page of paper says of the base year's figures that are other than the data's, and of what moves nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sifund import catalog
from sifund.analysis.effect.idle import idle_of
from sifund.model.case import Side
from sifund.model.gaps import unmodelled
from sifund.text import Text

FEW = 3
"""What is said in full; the rest is counted."""
LEAVES_OUT = ("left_out", "no_opening")
"""Codes of what is missing and changes no figure that is there, or is said by itself."""
IDLE = Text("{name}：{why}。", "{name}: {why}.")
REST = Text("另有{count}处说明，见基金概况页。", "{count} more {count:note|notes}: see the overview page.")


def apart(side: Side, changed: Sequence[str]) -> Iterator[Text]:
    """Changes that can move nothing in these data, and the first few differences from the data."""
    base = side.base
    for key in changed:
        if why := idle_of(side, key):
            yield IDLE.format(name=catalog.parameter(key).name, why=why)
    words = [
        Text(problem("zh"), problem("en"))
        for problem in (*base.notices, *unmodelled(base))
        if problem.code not in LEAVES_OUT
    ]
    yield from words[:FEW]
    if len(words) > FEW:
        yield REST.format(count=len(words) - FEW)
