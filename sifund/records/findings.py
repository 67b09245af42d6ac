"""Findings as they are kept: one a rule and record, with the money at stake, since which run, and what came of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from polars import col
from pydantic import BaseModel, Field

from sifund.dataset.atomic import all_or_none
from sifund.problem import SifundError, problem
from sifund.records.check import Checked, finish
from sifund.records.counts import Counts, count, read_counts, written
from sifund.records.engine import FINDINGS
from sifund.records.folder import Folder
from sifund.records.language import MONEY
from sifund.records.left import Left, read_left
from sifund.records.left import written as written_left
from sifund.records.rules import rules
from sifund.records.write import parquet

FILE, RUN, RESULTS = "findings.parquet", "run.json", "results.parquet"
"""`results.parquet` is where the first version kept results, before the store did."""
DRAWN = "draw-"
"""What the code of a random draw begins with, and the file beside the findings that keeps it; its number follows."""
KEY = ("code", "table", "record")
KEPT = {**FINDINGS, "stake": pl.Int64, "district": pl.String, "mark": pl.String, "since": pl.Int32}
"""`stake`: what is not due [fen]; `mark` changes with the figures; `since` is the number of the run that first named it."""
RECORDED = {**dict.fromkeys((*KEY, "mark", "outcome", "reason", "who", "when"), pl.String)}
CONFIRMED, LAWFUL, OPEN = "confirmed", "lawful", "open"
FIRM_TABLES = [table for table, money in MONEY.items() if money.subject == "firm_id"]


class Once(BaseModel):
    """A run of a check: the stamp of what was checked, and when that was last."""

    stamp: str
    when: str = ""


class Runs(BaseModel, extra="allow"):
    """What `run.json` says, beside counts."""

    records: str
    runs: list[Once] = Field(min_length=1)
    checked: list[str]
    unchecked: dict[str, list[str]]
    book: str = ""
    fingerprint: str = ""
    left: list[tuple[str, str, str, int | None, int, int]] = []


@dataclass(frozen=True, eq=False)
class Kept:
    """The findings in a folder of output, the results entered for them, and how they came about. `away`: their results cannot
    be reached now."""

    output: Path
    lazy: pl.LazyFrame
    results: pl.DataFrame
    run: Mapping[str, Any]
    away: bool = False

    @cached_property
    def findings(self) -> pl.DataFrame:
        """All findings, read when they are first asked for. Raises SifundError where their file is damaged."""
        with reading(self.output / FILE):
            return self.lazy.collect()

    @cached_property
    def counts(self) -> Counts:
        """How much it names; counted again where an earlier version made the check."""
        try:
            return read_counts(self.run["counts"])
        except (KeyError, TypeError, ValueError):
            return count(
                self.findings, {code: item.risk.key for code, item in rules().items()}, self.number, FIRM_TABLES
            )

    @property
    def book(self) -> str:
        """What its results are kept under."""
        return self.run.get("book") or book_of(self.output)

    def with_results(self, rows: Iterable[Sequence[str]]) -> Kept:
        """The same with these results, in the columns of RECORDED; one that was there for the same finding is replaced."""
        fresh = pl.DataFrame([*rows], schema=RECORDED, orient="row")
        older = self.results.join(fresh, on=list(KEY), how="anti")
        return replace(self, results=pl.concat([older, fresh]).sort(KEY))

    @property
    def number(self) -> int:
        """The number of the last run, from 1."""
        return len(self.run["runs"])

    @property
    def records(self) -> Path:
        """The folder of records that was checked last."""
        return Path(self.run["records"])

    @property
    def checked(self) -> tuple[str, ...]:
        """The codes of the rules that were checked."""
        return tuple(self.run["checked"])

    @property
    def unknown(self) -> tuple[str, ...]:
        """Of these the ones that this version does not have."""
        return tuple(code for code in self.checked if code not in rules())

    @property
    def unchecked(self) -> Mapping[str, Sequence[str]]:
        """The rules that were not checked, with the tables that they need."""
        return self.run["unchecked"]

    @cached_property
    def left(self) -> tuple[Left, ...]:
        """Rows that rules which were checked could not compare; none where an earlier version made the check."""
        return read_left(self.run.get("left", ()))


def book_of(output: Path) -> str:
    """The name of what a folder of findings is the first to keep results under: a folder made anew at the same place goes on
    with them."""
    return hashlib.sha256(str(output.resolve()).encode()).hexdigest()[:16]


def keep(checked: Checked, folder: Folder, output: Path) -> Kept:
    """Write what a check found, with what is new since the last run on other tables, and end the check."""
    before = before_in(output)
    runs = [*before.run["runs"]] if before else []
    runs = runs if runs and runs[-1]["stamp"] == checked.stamp else [*runs, {"stamp": checked.stamp}]
    runs[-1]["when"] = datetime.now(UTC).isoformat(timespec="seconds")
    run = {
        "records": str(folder.path.resolve()), "book": before.book if before else book_of(output), "runs": runs,
        "fingerprint": checked.fingerprint, "checked": [item.code for item in checked.rules],
        "unchecked": {item.code: [p.subject for p in why] for item, why in checked.unchecked.items()},
        "left": written_left(checked.left),
    }  # fmt: skip
    since = (
        before.findings.select(*KEY, "since") if before else pl.DataFrame(schema={k: KEPT[k] for k in (*KEY, "since")})
    )
    findings = _dated(_placed(checked.findings, folder), since, len(runs))
    risks = {item.code: item.risk.key for item in checked.rules}
    run["counts"] = written(count(findings, risks, len(runs), FIRM_TABLES))
    with all_or_none(output, (FILE, RUN)) as staged:
        parquet(findings, staged / FILE)
        (staged / RUN).write_text(json.dumps(run, indent=1), encoding="utf-8")
    finish(output)
    return read(output)


def in_keeping(rows: pl.DataFrame, folder: Folder, entry: Kept) -> pl.DataFrame:
    """Rows as an engine gives them, as findings are kept."""
    return _dated(_placed(rows, folder), entry.findings.select(*KEY, "since"), entry.number)


def _placed(findings: pl.DataFrame, folder: Folder) -> pl.DataFrame:
    """Findings with the money at stake, their mark and the district of the person or firm."""
    persons, firms = (
        folder.scan(table).select(subject=key, firm=pl.lit(key == "firm_id"), district="district")
        .join(findings.lazy().select("subject").unique(), on="subject", how="semi")
        for table, key in (("persons", "person_id"), ("firms", "firm_id"))
    )  # fmt: skip
    districts = pl.concat([persons, firms]).unique(["subject", "firm"]).collect(engine="streaming")
    rows = findings.with_columns(
        firm=col("table").is_in(FIRM_TABLES), stake=pl.max_horizontal(0, col("amount") - col("due").fill_null(0)).cast(pl.Int64),
        mark=pl.concat_str([col(n).cast(pl.String).fill_null("") for n in ("month", "amount", "due")], separator="/"),
    )  # fmt: skip
    return rows.join(districts, on=["subject", "firm"], how="left", maintain_order="left").drop("firm")


def _dated(findings: pl.DataFrame, since: pl.DataFrame, number: int) -> pl.DataFrame:
    rows = findings.join(since, on=list(KEY), how="left", maintain_order="left")
    return rows.with_columns(col("since").fill_null(number)).cast(KEPT).select(list(KEPT))  # type: ignore[arg-type]


def before_in(output: Path) -> Kept | None:
    """What an earlier check left in a folder of output, if any. Raises SifundError where that cannot be read."""
    return read(output) if (output / RUN).exists() else None


def read(output: Path) -> Kept:
    """What is kept in a folder of output. Raises SifundError where no check has ended there, or a file is damaged."""
    if not (output / RUN).exists():
        raise SifundError([problem(
            "no_findings", output.name, "目录里没有完整的核查结果；请先运行 records check --output。",
            "the folder holds no whole check; run records check --output first.",
        )])  # fmt: skip
    with reading(output / RUN):
        run = Runs.model_validate_json((output / RUN).read_bytes()).model_dump()
    for file in drawn_in(output):
        rows_of(file, KEPT)
    beside = output / RESULTS
    results = rows_of(beside, RECORDED).collect() if beside.exists() else pl.DataFrame(schema=RECORDED)
    return Kept(output, rows_of(output / FILE, KEPT), results, run)


def drawn_in(output: Path) -> list[Path]:
    """The files of random draws in a folder of output."""
    return sorted(output.glob(f"{DRAWN}*.parquet"))


def rows_of(file: Path, schema: Mapping[str, Any]) -> pl.LazyFrame:
    """The rows of a file of findings, of these columns. Raises SifundError where it has not these columns, or cannot be read."""
    with reading(file):
        rows = pl.scan_parquet(file, glob=False).select(list(schema))
        if rows.collect_schema() != pl.Schema(schema):
            raise ValueError
        return rows


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """What a file of a folder of findings cannot be read for, as a SifundError that names it."""
    try:
        yield
    except (OSError, ValueError, pl.exceptions.PolarsError):
        raise SifundError([problem(
            "damaged", f"{file.parent.name}/{file.name}",
            "已损坏，或由其他版本写出；请移走这个目录，在原处重新运行 records check --output，抽样则用同一个 --seed 再抽；"
            "已交回的结果不受影响。",
            "is damaged or of another version; move its folder away and run records check --output again in its place, and records "
            "draw with the same --seed; results that were entered stay.",
        )]) from None  # fmt: skip


def new(entry: Kept) -> pl.DataFrame:
    """The findings that the last run was the first to name; of a first run none are new against another."""
    return entry.findings.filter((col("since") == entry.number) & (entry.number > 1))


def by_rule(entry: Kept) -> pl.DataFrame:
    """Counts of each rule that was checked: findings, new ones, money at stake [fen]; 0 is a count, not a gap."""
    counted = entry.findings.group_by("code").agg(
        findings=pl.len(), new=((col("since") == entry.number) & (entry.number > 1)).sum(), stake=col("stake").sum()
    )
    codes = pl.DataFrame({"code": entry.checked}, schema={"code": pl.String})
    return codes.join(counted, on="code", how="left", maintain_order="left").fill_null(0)
