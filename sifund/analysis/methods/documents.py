"""Every rule and document that the declarations and a dataset cite, each once, with where it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from sifund import catalog
from sifund.analysis.methods.cells import Record, both, with_fund
from sifund.analysis.year import targets
from sifund.dataset import Dataset
from sifund.declare.parameter import Parameter, parse_month
from sifund.scenario.steps import path_words
from sifund.text import Cite, Text, join

STATUS = {
    "read": Text("已读公开文本", "a public copy was read"),
    "unread": Text("待核实", "to be verified"),
    "data": Text("数据所引", "cited by the data"),
}
"""What is known of a document; where several hold, "unread" is said before "read", and "data" last."""
ALERT = Text("{name}（合规提示）", "{name} (legal alert)")
TARGETS = Text("绩效目标评分", "Scoring of targets")
COLUMNS = ("document", "status", "rules_zh", "rules_en", "status_zh", "status_en", "used_zh", "used_en")


@dataclass(frozen=True, slots=True)
class Use:
    """A document at one place of use; `rules` is None where only the data cite it."""

    document: str
    status: str
    rules: Text | None
    where: Text


def use(law: Cite, where: Text) -> Use:
    """A citation at the place where it is used."""
    return Use(law.document, "read" if law.checked else "unread", law.rules, where)


def documents(dataset: Dataset, more: Iterable[Use] = ()) -> pl.DataFrame:
    """A row a document, in order: what it rules, whether it was read, where it is used. `more` are uses that the
    caller knows of."""
    uses: dict[str, list[Use]] = {}
    for one in (*_declared(), *more, *_in_data(dataset)):
        uses.setdefault(one.document, []).append(one)
    rows = [_row(document, uses[document]) for document in sorted(uses)]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


def _row(document: str, uses: Sequence[Use]) -> Record:
    status = next(name for name in ("unread", "read", "data") if any(one.status == name for one in uses))
    rules = join(dict.fromkeys(one.rules for one in uses if one.rules), zh="；", en="; ")
    places = join(dict.fromkeys(one.where for one in uses))
    return {"document": document, "status": status, **both(rules=rules, status=STATUS[status], used=places)}


def _declared() -> Iterator[Use]:
    """Laws of funds, cover rules, ages, parameters and their alerts, persons, and of the score card."""
    for fund in catalog.all_funds().values():
        yield use(fund.law, fund.name)
        if fund.cover_rule:
            yield use(fund.cover_rule.law, with_fund(fund.cover_rule.line.name, fund.key))
        if fund.by_age:
            yield use(fund.by_age.law, with_fund(fund.by_age.entrants.name, fund.key))
    for p in catalog.parameters().values():
        yield from _of(p)
    for person in catalog.persons().values():
        if person.law:
            yield use(person.law, with_fund(person.name, person.fund))
    yield use(targets.LAW, TARGETS)


def _of(p: Parameter) -> Iterator[Use]:
    name = with_fund(p.name, p.fund)
    if p.law:
        yield use(p.law, name)
    for rule in p.alerts:
        for law in (rule.law, *(limit.law for limit in rule.limits)):
            if law:
                yield use(law, ALERT.format(name=name))


def _in_data(dataset: Dataset) -> Iterator[Use]:
    """Documents that values, rules and reasons of the dataset name."""
    for row in dataset.parameters:
        if row.document:
            p = catalog.parameter(row.key)
            yield Use(row.document, "data", None, with_fund(p.name, p.fund))
    for row in dataset.law:
        p = catalog.parameter(row.key)
        says = path_words(p, ((parse_month(row.from_month) or 0, row.value),), start=-1)
        yield use(Cite(row.document, says, row.checked), with_fund(p.name, p.fund))
    for row in dataset.reasons:
        if row.document:
            yield Use(row.document, "data", None, with_fund(dataset.line_name(row.line), row.fund))
