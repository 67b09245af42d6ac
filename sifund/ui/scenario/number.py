"""Why this number: a line of a year in words, with its numbers, and what each input rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from markupsafe import Markup

from sifund import catalog, terms
from sifund.analysis.explain import Explanation, Input, Step, explain
from sifund.analysis.explain.wording import figure, numbers, words
from sifund.analysis.grounds import ground_words
from sifund.analysis.words import BASIS
from sifund.declare.parameter import month_text
from sifund.declare.scale import IN_YUAN
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.model.ground import Ground
from sifund.scenario import Scenario
from sifund.scenario.steps import DIGITS, value_words
from sifund.terms import BASELINE, LINE, SCENARIO, SERIES, SETTING
from sifund.text import DASH, SEMICOLON, Text, join, span, years_text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.paths import choose_year, steps_words
from sifund.ui.parts.tables import table
from sifund.ui.session.state import t
from sifund.ui.words import bold

RUN = SERIES
RUNS = {"scenario": SCENARIO, "baseline": BASELINE}
ANSWER = Text("{year}年{line}：{amount}（{exact}）", "{line}, {year}: {amount} ({exact})")
MONTH_BY_MONTH = Text("逐月计算", "Month by month")
MONTHS, SUM, AMOUNT = Text("月份", "Months"), Text("算式", "Formula"), Text("该期合计（元）", "Amount (yuan)")
INPUTS = Text("算式里的每个数从哪里来", "Where each number comes from")
HEADERS = (
    Text("数", "Input"), SETTING, BASELINE, terms.BASIS,
)  # fmt: skip
BASED = Text("{basis}：{ground}", "{basis}: {ground}")
MOVED = Text("{says}；由方案改变：{moved}", "{says}; moved by the scenario: {moved}")
SAME = Text("同基线", "as baseline")
CHANGED = Text("方案填写：{value}，自{month}起", "typed in the scenario: {value} from {month}")
CHANGED_UNDATED = Text("方案填写：{value}", "typed in the scenario: {value}")
GROWN = Text("，按{rates}递增", ", grown by {rates}")
RATE = Text("{years}年增长率{rate}", "{rate} ({years})")
IN_MONTHS = Text("{months}月：{says}", "months {months}: {says}")
ROWS = Text("数据表里的位置", "Places in the tables of the data")
PLACES = (Text("数", "Input"), ROWS)
ROUND = Text("以上各数按全精度计算，显示时舍入。", "Worked out at full precision; what is shown is rounded.")
CALENDAR = Text("日历", "calendar")
DEPTH = "· "


def why_number(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """Choose a line, year and run; the formula in words and numbers, and every input down to its row of the data."""
    base = side.base
    names = {key: t(base.line_name(key)) for kind in ("expenditure", "income") for key in base.keys_of(fund, kind)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox(t(LINE), list(names), format_func=names.__getitem__, key=f"number-line:{fund}")
        when = choose_year("number", side, year)
        runs = {name: t(text) for name, text in RUNS.items()}
        run = "scenario" if not scenario.changes else st.segmented_control(
            t(RUN), list(runs), format_func=runs.__getitem__, default="scenario", key="number-run", required=True
        )  # fmt: skip
    explained = explain(side.baseline if run == "baseline" else side, key, when)
    amount, exact = YUAN.write(explained.amount), IN_YUAN.write(explained.amount, 2)
    st.markdown(bold(t(ANSWER, year=when, line=explained.name, amount=amount, exact=exact)))
    st.markdown(f"{t(explained.name)} = {t(words(explained))}")
    _months(explained)
    st.html(Markup('<h3 class="chart-title">{}</h3>').format(t(INPUTS)))
    table([t(name) for name in HEADERS], list(_rows(explained, scenario)), figures=(1, 2), label=t(INPUTS))
    st.caption(t(ROUND))
    with figures.place():
        _places(explained)


def _months(explained: Explanation) -> None:
    """The sum with its numbers, once for each run of equal months."""
    rows = [
        (month_span(months), t(numbers(explained, months[0])),
         figure(float(sum(explained.values[m - 1] for m in months)), explained.unit))
        for months in explained.segments
    ]  # fmt: skip
    table([t(MONTHS), t(SUM), t(AMOUNT)], rows, figures=(2,), label=t(MONTH_BY_MONTH))


def month_span(months: Sequence[int]) -> str:
    """1—3, or 10."""
    return t(span(months[0], months[-1])) if len(months) > 1 else str(months[0])


def _rows(explained: Explanation, scenario: Scenario) -> Iterator[tuple[str, ...]]:
    """Every input once, those of explained lines below them: what it is, its value, the baseline's, and its ground."""
    marks: set[str] = set()
    for depth, item in explained.deep():
        if (mark := f"{item.kind}:{item.name.en}") in marks:
            continue
        marks.add(mark)
        before = t(SAME) if np.array_equal(item.values, item.before, equal_nan=True) else _span(item, item.before)
        yield DEPTH * depth + t(item.name), _span(item, item.values), before, _says(item, scenario)


def _says(item: Input, scenario: Scenario) -> str:
    """Basis and ground, and which other changes of the scenario moved it."""
    ground, basis = _ground(item), _basis(item)
    typed = bool(item.steps) and all(step.ground is None for step in item.steps)  # then the ground says so itself
    says = ground if typed else t(BASED, basis=basis, ground=ground) if ground else basis
    moved = join(
        (Text(f"{p.name.zh}（{s.zh}）", f"{p.name.en} ({s.en})")
         for key in item.moved_by if (item.kind, key) != ("parameter", item.key)
         for p, s in [(catalog.parameter(key), steps_words(key, scenario.steps(key)))]),
        zh="、", en=", ",
    )  # fmt: skip
    return t(MOVED, says=says, moved=moved) if moved else says


def _span(item: Input, values: np.ndarray) -> str:
    """The value with its unit; where it differs by month, from January's to December's."""
    ends = dict.fromkeys(figure(float(x), item.unit) for x in (values[0], values[-1]) if not np.isnan(x))
    bare = item.unit.divisor > 1 or item.kind == "calendar"
    return " → ".join(ends) + ("" if bare else f" {t(item.unit.name)}") if ends else DASH


def _basis(item: Input) -> str:
    if item.kind == "calendar":
        return t(CALENDAR)
    grounds = [step.ground for step in item.steps] if item.steps else [item.ground]
    bases = [BASIS[ground.basis] if ground else RUNS["scenario"] for ground in grounds]
    return t(join(dict.fromkeys(bases)) or BASIS["derived"]) if item.part is None else t(BASIS["derived"])


def _ground(item: Input) -> str:
    """What the value rests on: the formula of a line, each step of a path with its growth, or the ground of a balance."""
    if item.part:
        return f"= {t(words(item.part))}"
    if item.ground:
        return _rests(item.ground)
    many = len(item.steps) > 1
    parts = [
        t(IN_MONTHS, months=month_span(s.months), says=_step(item, s)) if many else _step(item, s) for s in item.steps
    ]
    return t(SEMICOLON).join(parts)


def _step(item: Input, step: Step) -> str:
    p = catalog.parameters()[item.key]
    value = t(value_words(p, step.value, DIGITS))
    if step.ground:
        says = _rests(step.ground)
    else:
        says = t(CHANGED, value=value, month=month_text(step.month)) if p.dated else t(CHANGED_UNDATED, value=value)
    rates = join(_rates(step.growth))
    return says + t(GROWN, rates=rates) if rates else says


def _rates(growth: Sequence[tuple[int, float]]) -> Iterator[Text]:
    """Each growth rate that is one, with the years in a row that it holds for."""
    for rate, together in groupby(growth, key=lambda pair: f"{pair[1]:.4g}%"):
        years = [year for year, _ in together]
        if float(rate.removesuffix("%")):
            yield RATE.format(years=years_text(years), rate=rate)


def _rests(ground: Ground) -> str:
    """Source, formula or reason, and the document."""
    return t(ground_words(ground))


def _places(explained: Explanation) -> None:
    """Where in the tables of the dataset each input stands."""
    rows = {
        (t(item.name), ground.row): None
        for _, item in explained.deep()
        for ground in (item.ground, *(step.ground for step in item.steps))
        if ground and ground.row
    }
    if rows:
        with figures.clerk("number") as opened:
            if opened.open:
                table([t(name) for name in PLACES], rows, label=t(ROWS))
