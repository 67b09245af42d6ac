"""What a check of the invented city costs against a bare scan of its tables, in one process each: time of processors, so that
other work on the machine counts least, and memory: a process begins with that of the one that starts it, so the city is made apart.
Exit status 1 where a limit is missed.

`DIR parts` as arguments is the process that is measured; with `core` for parts, the rules that the core tables carry, whose bounds
these are; with `asked`, what a changed rule costs.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import polars as pl

from bench.ratios import judge
from sifund.dataset import load
from sifund.home import site
from sifund.records.check import check
from sifund.records.effect import effect
from sifund.records.engine import needs, on_polars
from sifund.records.folder import Folder, read
from sifund.records.ground import ground
from sifund.records.rules import rules
from sifund.records.tables import CORE

TEN = ("P01", "P02", "P03", "P08", "P09", "P12", "P17", "P39", "P40", "P41")
TABLES = ("payments", "contributions")
TEN_LIMIT, EACH_LIMIT, CORE_LIMIT_S, CORE_LIMIT_MB, PARTS_LIMIT_MB = 10.0, 1.3, 2.0, 500.0, 600.0
PARTS = 13
SCAN = "× a bare scan"
REFORMS = ({"unemployment.refund_rate_sme": 50.0}, {"layoff_limit": 4.0}, {"cap": 100_000.0}, {"duration": 12.0})
"""Four changed rules."""
REFORMS_LIMIT_S = 0.1


def main() -> int:
    with tempfile.TemporaryDirectory() as passing:
        city = Path(passing) / "city"
        subprocess.run(
            [sys.executable, "-m", "sifund", "records", "sample", str(city)],
            cwd=site(),
            check=True,
            capture_output=True,
        )
        core, whole, cut, asked = (_measured(city, what) for what in ("core", "0", str(PARTS), "asked"))
    scan, every, several = whole["payments"], whole["all"], len(rules()) - len(TEN)
    print(f"records: {len(rules())} rules over the invented city; a bare scan of the payments {scan:.3f} s of processor time, "
          f"of the contributions {whole['contributions']:.3f} s; all rules {every:.2f} s")  # fmt: skip
    good = [
        judge("records: ten rules", whole["ten"] / scan, TEN_LIMIT, f"{SCAN} of the payments"),
        judge(
            "records: each further rule", (every - whole["ten"]) / several / scan, EACH_LIMIT, f"{SCAN} of the payments"
        ),
        judge(f"records: {core['rules']:.0f} rules on the core tables", core["wall"], CORE_LIMIT_S, "s"),
        judge("records: their memory", core["mb"], CORE_LIMIT_MB, "MB"),
        judge("records: all rules", whole["wall"], None, "s"),
        judge("records: their memory", whole["mb"], None, "MB"),
        judge(f"records: memory in {PARTS} parts", cut["mb"], PARTS_LIMIT_MB, "MB"),
        judge("records: four reforms", asked["reforms"], REFORMS_LIMIT_S, "s"),
        judge("records: planted and not found", 100 * whole["missed"], 1.0, "%"),
        judge("records: look-alikes named", whole["alike"], 0.0, "rows"),
    ]
    return 0 if all(good) else 1


def _measured(city: Path, what: str) -> dict[str, float]:
    """What a process of its own measures."""
    done = subprocess.run([sys.executable, __file__, str(city), what], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def measure(city: Path, parts: int) -> dict[str, float]:
    """Seconds of processor time of bare scans, of ten rules and of all; seconds that pass with all; memory; truth."""
    folder, every, seconds = read(city), rules(), {}
    for name in TABLES:
        seconds[name] = min(_scan(folder, name) for _ in range(3))
    with tempfile.TemporaryDirectory() as passing:
        start = time.process_time()
        check(folder, [every[code] for code in TEN], on_polars, Path(passing) / "ten", parts)
        seconds["ten"] = time.process_time() - start
        start, begun = time.process_time(), time.perf_counter()
        checked = check(folder, list(every.values()), on_polars, Path(passing) / "all", parts)
        seconds |= {"all": time.process_time() - start, "wall": time.perf_counter() - begun}
    return {**seconds, "mb": _peak(), **_truth(city, checked.findings)}


def measure_core(city: Path) -> dict[str, float]:
    """Seconds that pass with the rules that the core tables carry, and memory."""
    some = [item for item in rules().values() if set(needs(item)) <= set(CORE)]
    with tempfile.TemporaryDirectory() as passing:
        begun = time.perf_counter()
        check(read(city), some, on_polars, Path(passing))
        return {"rules": len(some), "wall": time.perf_counter() - begun, "mb": _peak()}


def _truth(city: Path, findings: pl.DataFrame) -> dict[str, float]:
    """The share of what was planted that is not found, and how many look-alikes are named."""
    planted = pl.read_parquet(city / "planted.parquet").rename({"kind": "sort"})
    named = planted.join(findings, on=["code", "table", "record"], how="semi")["sort"].value_counts()
    counts, whole = dict(named.iter_rows()), planted.filter(sort="planted").height
    return {"missed": 1 - counts.get("planted", 0) / whole, "alike": counts.get("lookalike", 0)}


def _peak() -> float:
    """The most memory that this process has taken [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1_000)


def measure_asked(city: Path) -> dict[str, float]:
    """Seconds of processor time, the least of three, of four reforms on records at hand."""
    base, dataset = ground(read(city)), load(site() / "data" / "urumqi-2021")
    assert base is not None
    return {"reforms": _least(lambda: [effect(base, changed, dataset) for changed in REFORMS])}


def _least(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return min(taken)


def _scan(folder: Folder, table: str) -> float:
    """Seconds of processor time in which every column of a table is read."""
    start = time.process_time()
    folder.scan(table).select(pl.all().max()).collect(engine="streaming")
    return time.process_time() - start


if __name__ == "__main__":
    if len(sys.argv) > 1:
        city, what = Path(sys.argv[1]), sys.argv[2]
        apart = {"asked": measure_asked, "core": measure_core}
        print(json.dumps(apart[what](city) if what in apart else measure(city, int(what))))
    else:
        sys.exit(main())
