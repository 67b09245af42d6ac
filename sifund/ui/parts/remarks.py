"""What stands beside the four figures: legal alerts, what other funds do, and what the figures rest on. Each is one line
that opens in place: a fold of Streamlit's closes when its label changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sifund import catalog
from sifund.analysis.alerts import Alert
from sifund.analysis.alerts import notes as legal_notes
from sifund.analysis.grounds import split_words
from sifund.analysis.notes import NOTE
from sifund.analysis.outcome import UNKNOWN
from sifund.analysis.outlook.reliability import BALANCES, relies, relies_in_short
from sifund.analysis.words import cell, projected
from sifund.declare.parameter import Steps
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.scenario.steps import value_words
from sifund.text import DASH, Text, same, years_text
from sifund.ui.parts.cards import in_force
from sifund.ui.parts.paths import lever_name, steps_words
from sifund.ui.session.state import t

ALERTS = Text("{count}项合规提示", "Legal alerts: {count}")
COMPLIANCE = Text("合规提示只提示，不阻止试算。", "Legal alerts inform, they do not block.")
OTHERS = Text("另外{count}个基金也有变化", "Other funds that change: {count}")
ONE_OFF = Text(
    "{year}年财政补贴及其他收入是假设收入之外的余数，其中约{amount}超出当年收支平衡所需，来源没有说明，视为一次性，不延续到以后年度。",
    "The subsidy and other income of {year} is what the assumed income leaves over; about {amount} of it is more than "
    "balances the year, unexplained by the source and taken as a one-off that later years do not repeat.",
)
CHANGED = Text("改变了{count}项参数。", "Parameters changed: {count}.")
FROM_TO = Text("：{before} → {after}", ": {before} → {after}")
Says = tuple[str, str]
"""What it is about, in bold, and what is said of it."""


def remarks(side: Side, fund: str, alerts: Sequence[Alert], others: Sequence[str]) -> list[dict[str, Any]]:
    """The row; a kind of which there is nothing is not seen. Alerts are counted as the answer counts them: by what they
    are about. On paper, which has no cards, what was changed stands first."""
    return [
        _remark(
            "levers", "", (_change(side, *change) for change in side.moves.items()), t(CHANGED, count=len(side.moves))
        ),
        _remark("alerts", t(ALERTS, count=len({alert.about for alert in alerts})), map(_alert, alerts), t(COMPLIANCE)),
        _remark("others", t(OTHERS, count=len(others)), (("", says) for says in others)),
        _remark("basis", t(relies_in_short([side.base], fund, BALANCES)), (("", says) for says in _notes(side, fund))),
    ]


def _remark(kind: str, title: str, says: Iterable[Says], about: str = "") -> dict[str, Any]:
    return {"kind": kind, "title": title, "about": about, "says": list(says)}


def _change(side: Side, key: str, steps: Steps) -> Says:
    """A parameter of any fund, what was in force before it, and what since when."""
    parameter = catalog.parameter(key)
    force = in_force(parameter, side.base, side, steps[0][0])
    before = same(DASH) if force is None else value_words(parameter, force)
    return t(lever_name(key, catalog.ALL)), t(FROM_TO, before=before, after=steps_words(key, steps))


def _alert(alert: Alert) -> Says:
    return t(alert.about.name), f" · {t(years_text(alert.years))} · {t(alert.words)}"


def _notes(side: Side, fund: str) -> Iterator[str]:
    """How far to rely on the figures and what they rest on: the base year, assumed splits, a subsidy taken as a one-off; and
    what is no breach."""
    base = side.base
    yield t(relies(base, fund))
    yield t(projected(base.dataset))
    if not side.knows(fund):
        yield t(UNKNOWN, cover=catalog.all_funds()[fund].cover_name)
    if says := split_words(base, fund):
        yield t(says)
    surplus = cell(side, fund, "surplus", side.years[0])[0]
    if surplus > 0 and any(line.residual and not base.dataset.line(line.key) for line in base.lines_of(fund)):
        yield t(ONE_OFF, year=side.years[0], amount=YUAN.write(surplus))
    for note in legal_notes(side):
        yield t(NOTE, name=note.about.name, years=years_text(note.years), says=note.words)
