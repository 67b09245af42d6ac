"""The actuaries' summary: actuarial balance, trust-fund ratio and first deficit under three sets of assumptions."""

from __future__ import annotations

from collections.abc import Iterator

from sifund import catalog
from sifund.analysis.grounds import split_words
from sifund.analysis.outlook.costs import HOW, SOURCES, CostSet, cost_sets
from sifund.analysis.outlook.solvency import indicator, milestones
from sifund.charts import costs as chart
from sifund.declare.measure import MEASURES
from sifund.declare.unit import RATE, YUAN
from sifund.terms import MEASURE
from sifund.text import DASH, Text
from sifund.ui.outlook.paths import DEFICIT, DEPLETION, NEVER
from sifund.ui.outlook.subject import Subject
from sifund.ui.parts import figures
from sifund.ui.parts.tables import Row, wide
from sifund.ui.session import state
from sifund.ui.session.state import t

TITLE = Text("精算指标", "Actuarial")
PARTS = {
    "opening": Text("期初结余", "Balance at the start"), "income": Text("＋ 收入现值（不含利息）", "+ income without interest"),
    "cost": Text("− 支出现值", "− expenditure"), "target": Text("− 期末目标结余现值（一年支出）", "− target fund (a year's expenditure)"),
    "balance": Text("＝ 精算结余", "= actuarial balance"),
}  # fmt: skip
SPAN = Text(
    "{first}—{last}年合计，{first}年初现值（{unit}）", "{first}–{last}, present values at the start of {first} ({unit})"
)
PERCENT = Text("精算结余占缴费工资", "Actuarial balance, of covered wages")
RATIO = Text("{year}年{name}", "{name}, {year}")
WHY = Text("“—”：{why}", '"—": {why}')


def show(subject: Subject) -> None:
    """The tab: the three sets' balances as lines, then every measure, a column a set."""
    sets = cost_sets(subject.dataset, subject.scenario, subject.fund, len(subject.side.years))
    with figures.place():
        if subject.is_known:
            figures.chart(chart.title(sets, subject.fund), chart.frame(sets, subject.fund, state.lang()),
                          chart.spec(subject.fund, state.lang()), f"costs-{subject.fund}")  # fmt: skip
    heads = [t(MEASURE), *(t(one.name) for one in sets)]
    wide(
        heads,
        list(_rows(subject, sets)),
        label=t(TITLE),
        width=8 * len(heads),
        figures=range(1, len(heads)),
        notes=list(_notes(subject, sets)),
    )


def _rows(subject: Subject, sets: tuple[CostSet, ...]) -> Iterator[Row]:
    first, last = sets[0].summary.years
    yield t(SPAN, first=first, last=last, unit=YUAN.column)
    for part, name in PARTS.items():
        yield t(name), *(t(YUAN.number(getattr(one.summary, part), signed=part == "balance")) for one in sets)
    yield t(PERCENT), *(t(RATE.write(one.summary.percent, signed=True)) for one in sets)
    yield t(Text("逐年指标", "By year"))
    ratio = MEASURES["trust_fund_ratio"]
    for year in dict.fromkeys((first, last)):
        at = subject.side.years.index(year)
        values = (indicator(one.side, subject.fund, ratio.key)[at] for one in sets)
        yield (
            t(RATIO, year=year, name=catalog.measure_name(ratio.key, subject.fund)),
            *(t(ratio.unit.write(x)) for x in values),
        )
    yield t(DEFICIT), *(_when(subject, milestones(one.side, subject.fund).deficit, last) for one in sets)
    yield t(DEPLETION), *(_when(subject, milestones(one.side, subject.fund).depletion, last) for one in sets)


def _when(subject: Subject, year: int | None, last: int) -> str:
    """A year, that it does not come, or a dash where the balance, or interest on it, is unknown."""
    return DASH if not subject.is_known else str(year) if year else t(NEVER, last=last)


def _notes(subject: Subject, sets: tuple[CostSet, ...]) -> Iterator[str]:
    """Why figures are unknown, on what the balance stands, and how the sets are made."""
    for why in dict.fromkeys(one.summary.why for one in sets if one.summary.why):
        yield t(WHY, why=why)
    if split := split_words(subject.side.base, subject.fund):
        yield t(split)
    yield t(HOW)
    yield t(SOURCES)
