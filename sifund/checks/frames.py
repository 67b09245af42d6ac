"""A report as frames for exports: findings with their acceptance, ties, and the catalogue in Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

from sifund import catalog
from sifund.checks.check import SEVERITIES, Check
from sifund.checks.facts import FIELDS
from sifund.checks.report import CHECKS, Finding, Report
from sifund.declare.unit import Unit
from sifund.text import LANGS, Text

FINDINGS = {
    "severity": pl.String, "check": pl.String, "table": pl.String, "key": pl.String, "year": pl.Int64,
    "field": pl.String, "name_zh": pl.String, "name_en": pl.String, "stated": pl.Float64, "recomputed": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "difference": pl.Float64, "unit_zh": pl.String, "unit_en": pl.String, "meaning_zh": pl.String,
    "meaning_en": pl.String, "assumes_zh": pl.String, "assumes_en": pl.String, "remedy_zh": pl.String,
    "remedy_en": pl.String, "source": pl.String, "finding": pl.String, "mark": pl.String,
    "accepted_reason": pl.String, "accepted_by": pl.String, "accepted_on": pl.String,
}  # fmt: skip
TIES = {
    "check": pl.String, "name_zh": pl.String, "name_en": pl.String, "tied": pl.Int64, "compared": pl.Int64,
    "open": pl.Int64,
}  # fmt: skip

COMPARISONS = {
    "table": pl.String, "key": pl.String, "year": pl.Int64, "field": pl.String, "name_zh": pl.String,
    "name_en": pl.String, "status": pl.String, "stated": pl.Float64, "recomputed": pl.Float64, "low": pl.Float64,
    "high": pl.Float64, "unit_zh": pl.String, "unit_en": pl.String, "source": pl.String,
}  # fmt: skip


class Accepted(Protocol):
    """Why, by whom and when a finding was accepted (`sifund.dataset.acceptance.Acceptance`)."""

    @property
    def reason(self) -> str:
        """Why it was accepted."""
        ...

    @property
    def who(self) -> str:
        """Who accepted it."""
        ...

    @property
    def when(self) -> object:
        """When it was accepted."""
        ...


Acceptances = Mapping[tuple[str, str], Accepted]
"""By a finding's key and mark."""


def findings_frame(report: Report, accepted: Acceptances) -> pl.DataFrame:
    """One row a finding, worst first; figures in the unit named, words in both languages, the acceptance beside it."""
    return pl.DataFrame([finding_row(f, accepted) for f in report.findings], schema=FINDINGS)


def finding_row(f: Finding, accepted: Acceptances) -> dict[str, Any]:
    """A finding flat, in the columns of `FINDINGS`."""
    acceptance = accepted.get((f.key, f.mark))
    words = {"name": f.place.name, "meaning": f.meaning, "assumes": f.assumes, "remedy": f.remedy}
    return {
        "severity": f.severity, "check": f.check.key, "table": f.place.table, "key": f.place.key,
        "year": f.place.year, "field": f.place.field, "stated": f.stated, "recomputed": f.recomputed,
        "low": f.low, "high": f.high, "difference": f.difference,
        "source": f.source, "finding": f.key, "mark": f.mark, "accepted_reason": acceptance.reason if acceptance else None,
        "accepted_by": acceptance.who if acceptance else None, "accepted_on": str(acceptance.when or "") if acceptance else None,
    } | _unit(f.unit) | {f"{name}_{lang}": text(lang) for name, text in words.items() for lang in LANGS}  # fmt: skip


def _unit(unit: Unit | None) -> dict[str, str | None]:
    return {f"unit_{lang}": unit.name(lang) if unit else None for lang in LANGS}


def ties_frame(report: Report) -> pl.DataFrame:
    """One row a check: how many of how many comparisons tie, and how many had nothing to compare with."""
    rows = [(t.check.key, t.check.name.zh, t.check.name.en, t.tied, t.compared, t.open) for t in report.ties]
    return pl.DataFrame(rows, schema=TIES, orient="row")


def comparisons_frame(report: Report, check: str) -> pl.DataFrame:
    """One row a comparison of a check: its place, whether it ties, and its figures in the unit named."""
    rows = [
        {
            "table": c.place.table, "key": c.place.key, "year": c.place.year, "field": c.place.field,
            "name_zh": c.place.name.zh, "name_en": c.place.name.en, "status": c.status, "stated": c.stated,
            "recomputed": c.recomputed, "low": c.low, "high": c.high, "source": c.source,
        } | _unit(c.unit)
        for item, c in report.comparisons if item.key == check
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=COMPARISONS)


# --- the catalogue ----------------------------------------------------------------------------------------------------

TITLE = """# 数据核对 · Checks

由 `python -m sifund check --catalogue` 生成。Written by `python -m sifund check --catalogue`.

**错误** error：两个数不能都对 two figures cannot both be right · **警示** warning：用之前须有答复 needs an answer before use · \
**提示** note：值得知道 worth knowing. 一条疑点是向来源提的问题，不是指责。A finding is a question to the source, not an accusation.
"""
RELATIONS = """## 各基金的关系 · Relations that the funds declare

声明在 `sifund/funds/`，由上面的核对执行。Declared in `sifund/funds/`, run by the checks above.

| 键 key | 核对 check | 名称 name | 关系 relation | 余量 slack | 假定 assumes |
|-|-|-|-|-|-|
"""


def catalogue() -> str:
    """What each check compares, in Markdown, in both languages."""
    return "\n".join([TITLE, *map(_section, CHECKS), RELATIONS + "".join(_relations())])


def _section(item: Check) -> str:
    rows = {
        Text("严重程度", "Severity"): SEVERITIES[item.severity], Text("比较", "Compares"): item.compares,
        Text("容差", "Tolerance"): item.tolerance, Text("假定", "Assumes"): item.assumes,
        Text("处理", "Remedy"): item.remedy,
    }  # fmt: skip
    lines = [f"- **{name.zh} · {name.en}**：{text.zh}。{_sentence(text.en)}" for name, text in rows.items()]
    return "\n".join([f"## {item.name.zh} · {item.name.en} (`{item.key}`)", "", *lines, ""]).replace("。。", "。")


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:].rstrip('.')}."


def _relations() -> list[str]:
    checks = {item.key: item for item in CHECKS}
    return [
        f"| `{r.key}` | {checks[r.topic].name.zh} | {r.name.zh} · {r.name.en} | {FIELDS[r.must].zh} · {FIELDS[r.must].en} "
        f"| {r.slack:g}% | {r.assumes.zh} {_sentence(r.assumes.en)} |\n"
        for r in catalog.relations().values()
    ]
