"""What was measured against its limit: told as it comes, and all of it together at the end."""

from __future__ import annotations

from typing import NamedTuple


class Ratio(NamedTuple):
    """Something measured, the most it may be and what is aimed at; without a limit it is only told."""

    what: str
    measured: float
    limit: float | None
    unit: str
    aim: float | None

    @property
    def good(self) -> bool:
        return self.limit is None or self.measured <= self.limit

    def __str__(self) -> str:
        """FAIL browser median 2.3 × the floor, limit 1.6, aim 1.5."""
        unit, aim = f" {self.unit}", "" if self.aim is None else f", aim {self.aim:g}"
        if self.limit is None:
            return f"     {self.what} {self.measured:.3g}{unit}, no limit set"
        word = "PASS" if self.good else "FAIL"
        ratio = f", ratio {self.measured / self.limit:.2f}" if self.limit else ""
        return f"{word} {self.what} {self.measured:.3g}{unit}, limit {self.limit:g}{aim}{ratio}"


_TOLD: list[Ratio] = []
FLOOR = "× the floor"


def judge(
    what: str, measured: float, limit: float | None, unit: str = FLOOR, aim: float | None = None, beside: str = ""
) -> bool:
    """Tell it, with what stands beside it, and keep it for the end; whether it is within its limit."""
    _TOLD.append(ratio := Ratio(what, measured, limit, unit, aim))
    print(f"  {ratio}{beside}", flush=True)
    return ratio.good


def together() -> int:
    """Tell all again; exit status 1 where a limit is missed."""
    print("\nall ratios")
    for ratio in _TOLD:
        print(f"  {ratio}")
    return 0 if all(ratio.good for ratio in _TOLD) else 1
