"""`check(dataset)`: every check run, findings sorted, ties counted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sifund.checks.amounts import completion, roll_forward, totals, yoy
from sifund.checks.check import SEVERITIES, Check, Comparison, Severity, in_words
from sifund.checks.facts import Facts
from sifund.checks.gaps import duplicates, missing, reset_budgets
from sifund.checks.history import falling, months, series_units, year_ends
from sifund.checks.people import people
from sifund.checks.place import Place
from sifund.checks.plausible import impossible, jumps, units
from sifund.checks.relations import repeated, standards, volumes
from sifund.checks.wording import definitions, documents, names, sign_words
from sifund.dataset import Dataset
from sifund.dataset.source import where
from sifund.declare.unit import Unit
from sifund.model.memory import remembered
from sifund.terms import SOURCE
from sifund.text import Text, difference

CHECKS: tuple[Check, ...] = (
    totals, completion, yoy, roll_forward, repeated, volumes, standards, units, sign_words, documents, reset_budgets,
    missing, impossible, jumps, duplicates, names, definitions, falling, year_ends, series_units, months, people,
)  # fmt: skip
"""The catalogue, in the order in which it is shown."""
SUMMARY = Text(
    "可相互核对的{compared}处数字中，{tied}处相符；另检查{looked}处。疑点{findings}条：错误{error}、警示{warning}、提示{note}{accepted}。",
    "{tied} of the {compared} {compared:figure|figures} that can be reconciled {tied:ties|tie}, and {looked} more "
    "{looked:place was|places were} looked at. Findings: "
    "{findings} (errors {error}, warnings {warning}, notes {note}{accepted}).",
)
STALE = Text(
    "{count}条接受记录的数字已变，不再有效。",
    "{count} {count:acceptance was|acceptances were} for other figures and no longer {count:holds|hold}.",
)
ACCEPTED = Text("；其中已接受{count}", "; accepted {count}")


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit, in words and numbers. `stated` should lie from `low` to `high`; all in `unit`.

    A note is a question to the source, not an accusation; `assumes` says what the check takes for granted. `parts` are
    the words of the data that it names.
    """

    check: Check
    severity: Severity
    place: Place
    stated: float | None
    recomputed: float | None
    low: float | None
    high: float | None
    unit: Unit | None
    meaning: Text
    assumes: Text
    remedy: Text
    source: str
    parts: str = ""

    @property
    def difference(self) -> float | None:
        """Stated less recomputed."""
        return None if self.stated is None or self.recomputed is None else self.stated - self.recomputed

    @property
    def key(self) -> str:
        """Check and place: totals/lines/public.total/2020/actual."""
        return "/".join((self.check.key, self.place.table, self.place.key, str(self.place.year), self.place.field))

    @property
    def mark(self) -> str:
        """Changes with what is found there, so that an acceptance holds for these figures only; not with its wording."""
        text = repr((self.key, self.stated, self.recomputed, self.low, self.high, self.parts))
        return hashlib.sha256(text.encode()).hexdigest()[:8]

    @property
    def size(self) -> float:
        """How far the stated figure is from its bounds, relative to the larger of the two."""
        bound = self.low if self.low is not None and (self.stated or 0) < self.low else self.high
        if self.stated is None or bound is None:
            return 0.0
        return abs(self.stated - bound) / max(abs(self.stated), abs(bound), 1e-12)


@dataclass(frozen=True, slots=True)
class Tie:
    """How many of a check's comparisons tie; `open` had nothing independent to compare with."""

    check: Check
    tied: int
    compared: int
    open: int


@dataclass(frozen=True, eq=False)
class Report:
    """A dataset's comparisons, tied or not, and its findings, worst first."""

    code: str
    fingerprint: str
    comparisons: tuple[tuple[Check, Comparison], ...]
    findings: tuple[Finding, ...]

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """One row a check, in the order of the catalogue."""
        return tuple(_count(item, [c.status for check, c in self.comparisons if check is item]) for item in CHECKS)

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings of a severity."""
        return tuple(f for f in self.findings if f.severity == severity)

    def summary(self, accepted: int = 0) -> Text:
        """The result in one sentence."""
        ties = [tie for tie in self.ties if tie.check.ties]
        return SUMMARY.format(
            compared=sum(tie.compared for tie in ties), tied=sum(tie.tied for tie in ties),
            looked=sum(tie.compared for tie in self.ties if not tie.check.ties), findings=len(self.findings),
            accepted=ACCEPTED.format(count=accepted) if accepted else "",
            **{severity: len(self.of(severity)) for severity in SEVERITIES},
        )  # fmt: skip


def _count(item: Check, statuses: Sequence[str]) -> Tie:
    tied, left = statuses.count("tied"), statuses.count("open")
    return Tie(item, tied, len(statuses) - left, left)


APART = Text("相差", "Difference")


@remembered(32)
def check(dataset: Dataset) -> Report:
    """Run every check on a dataset. Never raises: data that contradict each other are findings."""
    facts = Facts(dataset)
    done = tuple((item, comparison) for item in CHECKS for comparison in item.run(facts))
    findings = [_finding(item, compared) for item, compared in done if compared.status == "found"]
    order = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    findings.sort(key=lambda f: (order[f.severity], -f.size))
    return Report(dataset.code, dataset.fingerprint, done, tuple(findings))


def _finding(item: Check, c: Comparison) -> Finding:
    parts = repr({name: part.zh if isinstance(part, Text) else part for name, part in c.parts.items()})
    return Finding(
        item, c.severity or item.severity, c.place, c.stated, c.recomputed, c.low, c.high, c.unit, _meaning(item, c),
        c.assumes or item.assumes, c.remedy or item.remedy, c.source, parts,
    )  # fmt: skip


def _meaning(item: Check, c: Comparison) -> Text:
    """The sentence of a finding, its figures filled in."""
    gap = None if c.stated is None or c.recomputed is None else abs(c.stated - c.recomputed)
    figures = {"stated": c.stated, "recomputed": c.recomputed, "low": c.low, "high": c.high, "gap": gap}
    words = {name: in_words(value, c.unit) for name, value in figures.items()}
    words["gap"] = difference(words["gap"], words["stated"], words["recomputed"])
    return (c.says or item.says).format(**words | dict(c.parts))


def details(f: Finding) -> Iterator[tuple[Text, Text]]:
    """The figures of a finding and what stands behind it, each with its name."""
    figures = {
        Text("所列", "Stated"): f.stated,
        Text("重算", "Recomputed"): f.recomputed,
        APART: f.difference,
    }
    words = {name: in_words(value, f.unit) for name, value in figures.items() if value is not None and f.unit}
    if len(words) == len(figures):
        words[APART] = difference(words[APART], *list(words.values())[:2])
    yield from words.items()
    if f.low is not None or f.high is not None:
        low, high = in_words(f.low, f.unit), in_words(f.high, f.unit)
        yield Text("容许区间", "Allowed"), Text("{low} 至 {high}", "{low} to {high}").format(low=low, high=high)
    yield Text("假定", "Assumes"), f.assumes
    yield Text("处理", "Remedy"), f.remedy
    if place := where(f.source):
        yield SOURCE, place
