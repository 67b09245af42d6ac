"""How much of the program the tests run (coverage), and how many small changes to it they find (mutants).

The changes are mutmut's: an operator, a bound, a flag, a number, an argument left out, each one alone. Changes of words
are left out, and those that put None for a whole value, which hardly a test can overlook. Which are tried is drawn with a
seed; how many, the variable MUTANTS says. mutmut's own runner is not used: it forks after Polars has run, which may hang,
and it takes every test that calls the changed function.

All happens in copies of the tree; the source is never touched. Every test file runs there once by itself, and coverage.py
notes which lines it runs. A change is tried with the files that run its line until one fails: those nearest to the module in
the mirrored tree first, then the quickest, for LIMIT seconds in all.
`EQUIVALENT` names the changes that no test could find, with the reason; they do not count.
"""

from __future__ import annotations

import ast
import difflib
import io
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from importlib.util import cache_from_source
from itertools import accumulate, takewhile
from pathlib import Path
from queue import SimpleQueue

import libcst as cst
from coverage import Coverage, CoverageData
from mutmut.mutation.file_mutation import Mutation, create_mutations

from audit import ROOT, Failed, Section
from audit._forked import ENDLESS, pytest_in
from audit.equivalent import EQUIVALENT

PARTS = ("model", "analysis", "importer", "report")
LEFT_OUT = ("sifund/report/fonts/subset.py",)
"""Modules of PARTS that nobody runs but who makes the font anew."""
NOT_RUN = ("test_house.py", "test_readme.py")
"""Test files that look at the source or at the whole, not at what the program does."""
COUNT, SEED, PROCESSES = int(os.environ.get("MUTANTS", "300")), 16, os.cpu_count() or 1
LEAST = 0.90
LIMIT = 180
"""What the test files that a change is tried with take at most, as they were measured [seconds]."""
GRACE, SLOWER = 60, 4
"""A change is found too where the tests come to no end: after so many seconds and times what they take without it."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One small change: the file, the statement's lines, the text before and after, and the file's whole new text."""

    path: str
    lines: range
    before: str
    after: str
    text: str

    @property
    def key(self) -> str:
        return f"{self.path}: {self.before} → {self.after}"


WORDS = {
    "found": "", "endless": "", "survived": f"Not found by the tests that run the line, within {LIMIT} s",
    "not run": "Not found, as no test runs the line",
    "equivalent": "No test could find",
}  # fmt: skip
"""What may become of a mutant, and under which title it is named in the report."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant, one of WORDS, and the seconds that it took."""

    mutant: Mutant
    word: str
    seconds: float = 0.0


# --- mutants ----------------------------------------------------------------------------------------------------------


def sample(count: int, seed: int) -> list[Mutant]:
    """So many mutants of PARTS, drawn without replacement; the same for the same source and seed."""
    places = [(path, number) for path in _sources() for number in range(len(_mutations(path)[1]))]
    chosen = random.Random(seed).sample(places, min(count, len(places)))
    return [_mutant(path, number) for path, number in sorted(chosen)]


def _sources() -> list[Path]:
    files = (path for part in PARTS for path in (ROOT / "sifund" / part).rglob("*.py"))
    return sorted(path for path in files if _name(path) not in LEFT_OUT)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


_MUTATIONS: dict[Path, tuple[cst.Module, list[Mutation]]] = {}


def _mutations(path: Path) -> tuple[cst.Module, list[Mutation]]:
    if path not in _MUTATIONS:
        with chdir(ROOT):  # mutmut reads its settings where it is run
            module, mutations, *_ = create_mutations(str(path), path.read_text(encoding="utf-8"))
        _MUTATIONS[path] = module, [m for m in mutations if m.contained_by_top_level_function and _counts(m)]
    return _MUTATIONS[path]


def _counts(mutation: Mutation) -> bool:
    """Whether a mutation is of the kinds that are tried: no words, no whole value made None."""
    before, after = mutation.original_node, mutation.mutated_node
    if isinstance(before, cst.BaseString | cst.Assign | cst.AnnAssign | cst.Lambda):
        return False
    if isinstance(before, cst.Call) and isinstance(after, cst.Call):
        return len(before.args) != len(after.args) or before.func is not after.func
    return True


def _mutant(path: Path, number: int) -> Mutant:
    module, mutations = _mutations(path)
    mutation = mutations[number]
    changed = module.deep_replace(mutation.original_node, mutation.mutated_node)
    assert isinstance(changed, cst.Module)
    old, new = module.code.splitlines(), changed.code.splitlines()
    (_, first, last, start, stop), *_ = [
        op for op in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if op[0] != "equal"
    ]
    before, after = (" ".join(line.strip() for line in lines) for lines in (old[first:last], new[start:stop]))
    return Mutant(_name(path), _statement(module.code, first + 1), before, after, changed.code)


def _statement(code: str, line: int) -> range:
    """The lines of the innermost statement at a line, without the statements inside it; of a `def`, its body."""
    statements = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.stmt)]
    around = [node for node in statements if node.lineno <= line <= (node.end_lineno or node.lineno)]
    inner = max(around, key=lambda node: node.lineno)
    last = (inner.end_lineno or inner.lineno) + 1
    if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
        return range(inner.body[0].lineno, last)
    body = getattr(inner, "body", None)
    return range(inner.lineno, body[0].lineno if body else last)


# --- copies of the tree -----------------------------------------------------------------------------------------------


def copy(folder: Path) -> Path:
    """A copy of what git knows of the tree, as it stands now."""
    listed = _git("ls-files", "--cached", "--others", "--exclude-standard")
    for name in listed.splitlines():
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    return folder


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout


@contextmanager
def _changed(folder: Path, mutant: Mutant) -> Iterator[None]:
    """A copy with the mutant in it; without it again at the end."""
    file = folder / mutant.path
    text = file.read_text(encoding="utf-8")
    _write(file, mutant.text)
    try:
        yield
    finally:
        _write(file, text)


def _write(file: Path, text: str) -> None:
    """A module's text; what was compiled of another goes, which Python would tell only by second and length."""
    file.write_text(text, encoding="utf-8")
    Path(cache_from_source(str(file))).unlink(missing_ok=True)


# --- what the tests run -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Runs:
    """What each test file runs, and how long it takes [seconds]; `failed` are files that fail without any change."""

    data: CoverageData
    seconds: dict[str, float]
    failed: tuple[str, ...]
    percent: float

    def of(self, mutant: Mutant, folder: Path) -> tuple[list[str], list[str]]:
        """The test files that run a line of the mutant's statement, those of its room and those of others: nearest to it
        first, then the quickest, up to LIMIT."""
        lines = self.data.contexts_by_lineno(str(folder / mutant.path))
        files = {file for line in mutant.lines for file in lines.get(line, ()) if file in self.seconds}
        order = sorted(files, key=lambda file: (-_near(file, mutant.path), self.seconds[file]))
        sums = accumulate(map(self.seconds.__getitem__, order))
        order = [file for file, whole in zip(order, sums, strict=True) if whole <= LIMIT] or order[:1]
        near = [file for file in order if _near(file, mutant.path)]
        return near, order[len(near) :]


def _near(file: str, path: str) -> int:
    """How many folders and names a test file shares with a module, from the top of the mirrored tree."""
    test, module = (name.partition("/")[2].removesuffix(".py").replace("test_", "").split("/") for name in (file, path))
    return sum(1 for _ in takewhile(bool, map(str.__eq__, test, module)))


SETTINGS = """[run]
source = {folder}/sifund
patch = subprocess
parallel = true
data_file = {folder}/.coverage
"""


def measure(folder: Path) -> Runs:
    """Run every test file by itself in a copy of the tree, and note what each runs."""
    files = [path.relative_to(folder).as_posix() for path in sorted((folder / "tests").rglob("test_*.py"))
             if "e2e" not in path.parts and path.name not in NOT_RUN]  # fmt: skip
    (folder / ".coveragerc").write_text(SETTINGS.format(folder=folder), encoding="utf-8")

    def run(file: str) -> tuple[str, int, float]:
        begin = time.monotonic()
        code = pytest_in(folder, [file], context=file)
        print(f"{file}: {time.monotonic() - begin:.0f} s", flush=True)
        return file, code, time.monotonic() - begin

    with ThreadPoolExecutor(PROCESSES) as pool:
        done = list(pool.map(run, files))
    measured = Coverage(data_file=str(folder / ".coverage"), config_file=str(folder / ".coveragerc"))
    measured.combine([str(folder)])
    percent = measured.report(file=io.StringIO())
    seconds = {file: taken for file, code, taken in done if not code}
    return Runs(measured.get_data(), seconds, tuple(file for file, code, _ in done if code), percent)


# --- trying -----------------------------------------------------------------------------------------------------------


def tried(mutants: list[Mutant], runs: Runs, base: Path) -> Iterator[Outcome]:
    """What becomes of each mutant, in their order."""
    folders: SimpleQueue[Path] = SimpleQueue()
    for number in range(PROCESSES):
        folders.put(copy(base.parent / f"copy{number}"))

    def one(mutant: Mutant) -> Outcome:
        if mutant.key in EQUIVALENT:
            return Outcome(mutant, "equivalent")
        groups = [files for files in runs.of(mutant, base) if files]
        if not groups:
            return Outcome(mutant, "not run")
        folder, begin, code = folders.get(), time.monotonic(), 0
        try:
            with _changed(folder, mutant):
                for files in groups:
                    code = code or pytest_in(folder, files, GRACE + SLOWER * sum(runs.seconds[f] for f in files))
        finally:
            folders.put(folder)
        return Outcome(mutant, {0: "survived", ENDLESS: "endless"}.get(code, "found"), time.monotonic() - begin)

    with ThreadPoolExecutor(PROCESSES) as pool:
        yield from pool.map(one, mutants)


def run(out: Path) -> Iterator[str]:
    """What the tests run, then what they find."""
    base = copy(out / "clean")
    runs = measure(base)
    yield f"- Lines of sifund/ that the tests without the browser run: {runs.percent:.1f}%."
    yield from (Failed(f"- Fails without any change, so it was left out: {file}.") for file in runs.failed)
    mutants, outcomes = sample(COUNT, SEED), []
    for outcome in tried(mutants, runs, base):
        outcomes.append(outcome)
        print(
            f"{len(outcomes)}/{len(mutants)} {outcome.word}, {outcome.seconds:.0f} s: {outcome.mutant.key}", flush=True
        )
    yield from report(outcomes)


def report(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """The share that is found, and by name what is not."""
    by_word = {word: [o.mutant for o in outcomes if o.word == word] for word in WORDS}
    judged = len(outcomes) - len(by_word["equivalent"])
    found = len(by_word["found"]) + len(by_word["endless"])
    share = found / judged if judged else 1.0
    line = (
        f"- Small changes: {len(outcomes)} of {', '.join(PARTS)}, drawn with seed {SEED}; {found} of {judged} found, "
        f"{100 * share:.1f}% (at least {100 * LEAST:.0f}%); {len(by_word['equivalent'])} that no test could find."
    )
    yield line if share >= LEAST else Failed(line)
    for word, title in WORDS.items():
        if title and by_word[word]:
            yield from ("", f"{title}:", "", *map(_named, by_word[word]))


def _named(mutant: Mutant) -> str:
    reason = f" ({EQUIVALENT[mutant.key]})" if mutant.key in EQUIVALENT else ""
    return f"- {mutant.path}:{mutant.lines.start}: `{mutant.before}` → `{mutant.after}`{reason}"


SECTION = Section("What the tests run, and which small changes they find", run)
