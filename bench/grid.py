"""What the response grid of a fund's levers costs: the time to work it out and the bytes of its amounts as they are sent.

The time stands beside that of one scenario with its baseline, which does not depend on the machine as much. Exit status 1
where a limit is missed.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.ratios import judge
from sifund import catalog
from sifund.analysis.response.corridor import asked_of
from sifund.analysis.response.grid import Response, respond
from sifund.analysis.response.places import Places
from sifund.dataset import SAMPLE, Dataset, find
from sifund.declare.parameter import month_of
from sifund.model.calibrate import calibrate
from sifund.model.case import run
from sifund.model.memory import STORE
from sifund.scenario import Scenario, parse
from sifund.ui.parts.spells import leads

YEARS, RUNS = 6, 25
GATE = "unemployment.refund_gate=enforce@2022-01"
CASES = (
    ("public", "", 3.0, 3.0),
    ("resident", "", 3.0, 3.0),
    ("unemployment", "", 3.0, 3.0),
    ("unemployment", GATE, 50.0, 13.0),
)
"""Fund, what is changed, and the limits [ms, kB]."""


def main() -> int:
    dataset = find(SAMPLE)
    one = _median(lambda: run(dataset, [()], YEARS))
    good = [_grid(dataset, one, *case) for case in CASES]
    return 0 if all(good) else 1


def _grid(dataset: Dataset, one: float, fund: str, text: str, most_ms: float, most_kb: float) -> bool:
    scenario = parse(f"1;{text}", dataset)[0] if text else Scenario()
    sliders = _sliders(dataset, fund)
    asked = asked_of(scenario, calibrate(dataset), fund, dataset.base_year + 1)

    def work_out() -> list[Response]:
        for kept in [key for key in vars(dataset)[STORE] if getattr(key, "__name__", "") == "_room"]:
            del vars(dataset)[STORE][kept]
        return respond(dataset, scenario, asked, sliders)

    took, size = _median(work_out) * 1000, _bytes(work_out()) / 1000
    places = sum(len(response.at) for response in work_out())
    print(f"response grid of {len(sliders)} levers, {fund}{', the gate enforced' if text else ''}: {places} places")
    whose = f"grid, {fund}{', the gate enforced' if text else ''}"
    beside = f", {took / one / 1000:.1f} × one scenario"
    return all(
        [judge(f"{whose}: time", took, most_ms, "ms", beside=beside), judge(f"{whose}: size", size, most_kb, "kB")]
    )


def _sliders(dataset: Dataset, fund: str) -> list[Places]:
    """Of the fund's levers, and of what stands with them."""
    base, month = calibrate(dataset), month_of(dataset.base_year + 1)
    beside = (p for p in catalog.parameters().values() if leads(p, fund))
    values = ((p, base.value_at(p.key, month)) for p in (*catalog.of_kind(("lever",), fund), *beside) if not p.options)
    return [Places.of(p, month, value) for p, value in values if value is not None]


def _bytes(responses: Sequence[Response]) -> int:
    """What places and amounts take, in thousands of yuan against the first place's."""
    found = [
        (r.at, *(np.rint((x - x[0]) / 1000).astype(int).tolist() for x in (r.spending, r.closing) if x is not None))
        for r in responses
    ]
    return len(json.dumps(found, separators=(",", ":")))


def _median(work: Callable[[], object]) -> float:
    """Median seconds."""
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
