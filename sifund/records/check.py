"""A check of records: rules in groups of ten, part by part; what is done is kept, so that a stopped check goes on."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl
from narwhals.exceptions import NarwhalsError

from sifund import __version__
from sifund.problem import Problem, SifundError, problem
from sifund.records.about import read_about
from sifund.records.engine import FINDINGS, Engine, Failed, Run, needs, reads
from sifund.records.folder import Folder
from sifund.records.left import split
from sifund.records.need import lacks
from sifund.records.part import ROOM, Part, divides, usual
from sifund.records.rule import Rule
from sifund.records.tables import TABLES
from sifund.records.write import parquet

GROUP = 10
"""Rules whose findings are kept together: what a stopped check does again at most."""
WORKING = "unfinished"
"""Where the findings of what is done lie until all is done."""


@dataclass(frozen=True, slots=True)
class Step:
    """A group of rules on a part of the persons or firms."""

    rules: tuple[Rule, ...]
    part: int
    parts: int
    key: str

    @property
    def file(self) -> str:
        """What its findings are called."""
        return f"{self.rules[0].code}-{self.rules[-1].code}-{self.part:04d}-{self.parts:04d}.parquet"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a check stands: before step `done` of `steps`; `left` are the seconds that it may still take, None: unknown."""

    step: Step
    done: int
    steps: int
    left: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """What came of a check: findings, which rules were checked, what keeps each of the others from being, and which rows those that
    were checked could not compare, by month (`left.COLUMNS`); the `fingerprint` is what the records say of themselves."""

    findings: pl.DataFrame
    left: pl.DataFrame
    rules: tuple[Rule, ...]
    unchecked: Mapping[Rule, tuple[Problem, ...]]
    stamp: str
    fingerprint: str


def check(
    folder: Folder, rules: Sequence[Rule], engine: Engine, output: Path, parts: int = 0,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Checked:  # fmt: skip
    """Run the rules that the tables at hand allow. What a stopped check of the same tables and rules had done is taken
    over. `parts`: 0 is as many as their rows ask for. Raises SifundError, at once where what the folder says of itself cannot be read."""
    fingerprint = read_about(folder.path).fingerprint
    stamp = stamp_of(folder, rules)
    unchecked = {item: tuple(lacks(folder, reads(item))) for item in rules}
    working = _working(output, stamp)
    able = [item for item in rules if not unchecked[item]]
    steps = tuple(_steps(able, folder, parts))
    broken: dict[str, Problem] = {}
    begun, runs = time.monotonic(), _Runs(folder, engine)
    due = [(done, step) for done, step in enumerate(steps) if not (working / step.file).exists()]
    for made, (done, step) in enumerate(due):
        left = (time.monotonic() - begun) / made * (len(steps) - done) if made else None
        tell(Progress(step, done, len(steps), left))
        after = [step for _, step in due[made + 1 : made + 2]]
        broken |= _take(step, after, runs, working / step.file, broken)
    unchecked |= {item: tuple(broken[name] for name in needs(item) if name in broken) for item in able}
    rows = pl.concat([pl.DataFrame(schema=FINDINGS), *(pl.read_parquet(working / step.file) for step in steps)])
    checked = tuple(item for item in rules if not unchecked[item])
    rows = rows.filter(pl.col("code").is_in([item.code for item in checked])).sort("code", "table", "record")
    return Checked(*split(rows), checked, {item: why for item, why in unchecked.items() if why}, stamp, fingerprint)


def finish(output: Path) -> None:
    """What was kept of an unfinished check goes: its findings are written."""
    shutil.rmtree(output / WORKING)


def stamp_of(folder: Folder, rules: Sequence[Rule]) -> str:
    """Changes with the files of the tables, the rules asked for and the program."""
    files = [
        (path.name, path.stat().st_size, path.stat().st_mtime_ns) for paths in folder.parts.values() for path in paths
    ]
    text = json.dumps([__version__, [item.code for item in rules], files])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _working(output: Path, stamp: str) -> Path:
    """The folder of an unfinished check of that stamp; one of another goes."""
    working = output / WORKING / stamp
    for other in (output / WORKING).glob("*"):
        if other != working:
            shutil.rmtree(other)
    working.mkdir(parents=True, exist_ok=True)
    return working


def _steps(rules: Sequence[Rule], folder: Folder, parts: int) -> Iterator[Step]:
    """Part by part the groups of rules about single persons, then of those about single firms; then those of others, over all."""
    left = list(rules)
    for key in ROOM:
        counts = {item: parts or usual(folder, key, needs(item)) for item in left if item.by == key}
        cut = {item: n for item, n in counts.items() if n > 1 and divides(key, needs(item), folder, n)}
        left = [item for item in left if item not in cut]
        for count in sorted({*cut.values()}):
            yield from _grouped([item for item in cut if cut[item] == count], key, count)
    yield from _grouped(left, "", 1)


def _grouped(rules: Sequence[Rule], key: str, parts: int) -> Iterator[Step]:
    groups = [tuple(rules[first : first + GROUP]) for first in range(0, len(rules), GROUP)]
    return (Step(group, part, parts, key) for part in range(parts) for group in groups)


class _Runs:
    """The engine on the part of each step: what the steps of a part share is kept until the next part."""

    def __init__(self, folder: Folder, engine: Engine) -> None:
        self.folder, self._engine = folder, engine
        self._at: Part | None = None
        self._run: Run | None = None
        self._begun: dict[tuple[Rule, ...], Callable[[], pl.DataFrame]] = {}

    def begin(self, part: Part, able: tuple[Rule, ...]) -> Callable[[], pl.DataFrame]:
        """What gives the findings of rules on a part: they are begun now, if they are not yet."""
        if self._run is None or self._at != part:
            self._run, self._begun = None, {}
            self._run, self._at = self._engine(part), part
        return self._begun.pop(able, None) or self._run(able)

    def ahead(self, part: Part, able: tuple[Rule, ...]) -> None:
        """Rules that come next are begun, if they are on the part at hand."""
        if able and self._at == part:
            self._begun[able] = self.begin(part, able)

    def part(self, step: Step) -> Part:
        """The part of a step."""
        return Part(self.folder, step.part, step.parts, step.key)


def _take(
    step: Step, after: Sequence[Step], runs: _Runs, file: Path, broken: Mapping[str, Problem]
) -> dict[str, Problem]:
    """Write the findings of a step, of the rules whose tables can be read, while those of the one after it are begun; gives back the
    tables that could not."""
    able, *others = (tuple(item for item in one.rules if not {*needs(item)} & {*broken}) for one in (step, *after))
    try:
        findings = runs.begin(runs.part(step), able) if able else partial(pl.DataFrame, schema=FINDINGS)
        for one, some in zip(after, others, strict=True):
            runs.ahead(runs.part(one), some)
        rows = findings()
    except (OSError, pl.exceptions.PolarsError, NarwhalsError, Failed) as error:
        names, tables = {name for item in able for name in needs(item)}, runs.part(step).frames()
        bad = {name: _damaged(name) for name in names if not _readable(tables[name])}
        if not bad:
            raise _stopped(error) from error
        return bad | _take(step, after, runs, file, {**broken, **bad})
    parquet(rows, half := file.with_suffix(".half"))
    half.replace(file)
    return {}


def _stopped(error: Exception) -> Exception:
    """What ends a check though every table can be read."""
    if not isinstance(error, Failed):
        return error
    return SifundError([problem(
        "engine", "--engine", "引擎停止运行（{value}）；已完成的部分保留，可改用 --engine polars 继续。",
        "the engine stopped ({value}); what was done is kept: go on with --engine polars.", value=str(error),
    )])  # fmt: skip


def _readable(table: pl.LazyFrame) -> bool:
    """Whether every value of a table can be read."""
    try:
        table.select(pl.all().hash().max()).collect(engine="streaming")
    except (OSError, pl.exceptions.PolarsError):
        return False
    return True


def _damaged(name: str) -> Problem:
    return problem(
        "damaged", name, "{title}：文件损坏，读不到底。", "{title}: the file is damaged and cannot be read to its end.",
        title=TABLES[name].title,
    )  # fmt: skip
