"""The answer first: the chance of a breach, what would cure it, and where the path ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from markupsafe import Markup

from sifund import catalog
from sifund.analysis.outlook.conditions import CONDITIONS
from sifund.analysis.outlook.reliability import relies
from sifund.analysis.outlook.remedy import Plan, Remedies, plan
from sifund.analysis.outlook.risk import ON_SPLIT
from sifund.analysis.outlook.samples import bare
from sifund.analysis.outlook.uncertainty import Lean, chance_parts, chance_words, leans
from sifund.analysis.unknown import amounts, why_no_cover
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.terms import NO_HISTORY, OPENING_UNKNOWN
from sifund.text import DASH, HALF_FEN, Text, exhausted, join, plain
from sifund.ui import st
from sifund.ui.outlook.measures import shown
from sifund.ui.outlook.subject import COVER, Subject
from sifund.ui.outlook.words import LIGHT_ICON, goal_words, remedy_line
from sifund.ui.parts import figures
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, bold, points

TYPICAL = Text(
    "法规不变时会跌破的抽样中，一半在{year}年或以前首次跌破。",
    "Of the draws that breach it at unchanged law, half do so by {year}.",
)
NOTHING_SPENT = Text(
    "{fund}：{why}，{cover}和跌破的可能性没有意义。",
    "{fund}: {why}, so cover and the chance of a breach mean nothing.",
)
ALERT = Text(
    "{year}年{light}：{cover}{value}，低于{bound}个月。",
    "{year} {light}: {cover} {value}, below {bound} {bound:month|months}.",
)
CURES = Text("使{goal}的最小对策（任选一项）：", "The smallest change that keeps it {goal} (any one of):")
NO_CURE = Text("没有哪一项政策在合法范围内能单独使{goal}。", "No single lever keeps it {goal} within the law.")
EXHAUSTED_IN = Text("{share}的抽样已用尽", "exhausted in {share} of the draws")
CALM = Text("单一路径各年均为绿灯，不需要对策。", "The single path is green in every year; nothing needs clearing.")
LIKELY = Text("到{year}年跌破底线，{condition}", "Breach by {year} {condition}")
NEEDED = Text("{year}年保住备付所需补贴，{condition}", "Subsidy that keeps cover in {year} {condition}")
ERROR = Text("标准误 {error}", "std error {error}")
AND, PERCENT = Text("；", "; "), Text("%", "%")
BAND = Text("90%区间 {low} 至 {high}（{condition}）", "90%: {low} to {high} {condition}")
AGAINST = Text("基线 {value}", "baseline {value}")
LEANS = Text(
    "{year}年中位数比单一路径{gap}，因为下列取值的范围不对称（按均值单独计算的影响）：{parts}。",
    "In {year} the median lies {gap} against the single path, because these ranges are lopsided (effect of the mean "
    "alone): {parts}.",
)
UNEVEN = Text(
    "{year}年中位数比单一路径{gap}：各项取值一起变动并逐年累积，不能归于哪一项取值的范围。",
    "In {year} the median lies {gap} against the single path: inputs move together and from year to year, and no range alone "
    "accounts for it.",
)
LEAN = Text(
    "{name}（基线{mode}，取{low}至{high}）{effect}", "{name} (baseline {mode}, drawn from {low} to {high}) {effect}"
)
HELD = Text(
    "抽样中财政补贴按基线固定不变，区间的宽度就是财政可能要多补或少补的数。",
    "In the draws the fiscal subsidy is held at the baseline's: the band's width is what the budget may have to add or save.",
)
SPLIT = Text(
    "各基金年初结余按假设拆分并参与抽样，备付和跌破可能性随之变动；填入真实结余后不再抽取。",
    "The split of opening balances is assumed and drawn, which moves cover and the chance; a real balance, once typed, is not drawn.",
)
ASSUMED = Text(
    "年初结余是假设，没有参与抽样；备付、跌破可能性、灯号和对策都取决于它，填入真实结余即可。",
    "The opening balance is assumed and not drawn; cover, chance, lights and remedies rest on it: type the real one.",
)
DRAWN = Text(
    "{draws}次抽样，种子{seed}，±为标准误；增长、就业冲击和假设取值的分布见方法。",
    "{draws} draws, seed {seed}, ± is the standard error; the distributions are under Methods.",
)


def work_out(subject: Subject) -> None:
    """What takes long, before anything is drawn: the page then reaches the browser in one go and is painted once."""
    _ = subject.risk.breaches, _leans(subject), cures(subject, subject.fund)


def answer(subject: Subject) -> None:
    """The chance of a breach, or what keeps the cover, under each condition, and how far to rely on it; or why it is unknown."""
    says, gap = subject.risk.says(), " " if state.lang() == "en" else ""
    if says is None:
        nothing = NOTHING_SPENT.format(
            fund=catalog.fund_name(subject.fund), cover=subject.cover_name, why=why_no_cover(subject.side, subject.fund)
        )
        figures.answer(t(nothing if subject.is_known else subject.unknown), strong=True)
        return
    law = subject.risk.breaches.get("law")
    rest = [TYPICAL.format(year=law[1].typical)] if law and law[1].typical else []
    rest += [ON_SPLIT] if subject.assumes(subject.fund) else []
    figures.answer(gap.join(map(t, (says, *rest, relies(subject.side.base, subject.fund)))), strong=True)


def cure(subject: Subject) -> None:
    """The remedy and four figures."""
    _remedy(subject)
    figures.draw((*_chances(subject), *(_end(subject, name) for name in (COVER, "closing"))))


def notes(subject: Subject) -> None:
    """What the figures rest on."""
    st.html(figures.listed(_notes(subject)))


def _chances(subject: Subject) -> Iterator[Markup]:
    """How likely a breach is under each condition, or the subsidy that keeps the cover; a dash where it is unknown."""
    last, risk = subject.side.years[-1], subject.risk
    for condition, words in CONDITIONS.items():
        label = t(NEEDED if risk.held else LIKELY, year=last, condition=words)
        if band := risk.bands.get(condition):
            low, middle, high = (t(YUAN.number(x)) for x in band)
            yield figures.box(label, middle, YUAN.column, t(BAND, low=low, high=high, condition=words))
        elif pair := risk.breaches.get(condition):
            base, breach = pair
            chance, error = chance_parts(breach, risk.size)
            stood = [AGAINST.format(value=chance_words(base, risk.size))] if subject.changed else []
            beside = [*stood, *([ERROR.format(error=error)] if error else [])]
            number = t(chance).removesuffix("%") if error else t(chance)
            yield figures.box(label, number, PERCENT if error else None, t(AND).join(map(t, beside)))
        else:
            why = OPENING_UNKNOWN if not subject.is_known else NO_HISTORY if risk.breaches or risk.bands else None
            yield figures.box(label, DASH, None, t(why) if why else "")


def _end(subject: Subject, name: str) -> Markup:
    """Where the single path ends, and the band about it."""
    how, last = shown(subject, name), subject.side.years[-1]
    label = f"{last} · {t(how.name)}"
    value = float(amounts(subject.side, subject.fund, name)[-1])
    if not subject.is_known:
        return figures.box(label, DASH, None, t(OPENING_UNKNOWN))
    low, high = (
        t(how.unit.number(x)) for x in np.quantile(subject.sample.measure(subject.fund, name)[:, -1], (0.05, 0.95))
    )
    band = t(BAND, low=low, high=high, condition=CONDITIONS["law"])
    if name == COVER and (share := subject.exhausted()):
        band += f"{t(AND)}{t(EXHAUSTED_IN, share=share)}"
    gone = name == COVER and exhausted(value)
    return figures.box(label, t(how.unit.number(value)), None if gone else how.unit.column, band)


def _remedy(subject: Subject) -> None:
    """The gravest alert of the single path and the first remedies that clear it for good."""
    alert = subject.gravest
    if not subject.is_known or alert is None:
        says, icon = (CALM, "check_circle") if subject.is_known else (subject.unknown, "question_mark")
        (st.success if subject.is_known else st.info)(t(says), icon=f":material/{icon}:")
        return
    says = ALERT.format(year=alert.year, light=alert.light.name, cover=subject.cover_name, bound=plain(alert.bound),
                        value=COVER_MONTHS.write(alert.cover, alert.places))  # fmt: skip
    words = [says, *([ON_SPLIT] if subject.assumes(subject.fund) else []), cured_words(subject, subject.fund)]
    usual_first = sorted(cures(subject, subject.fund).remedies, key=lambda r: r.outside)
    head = Markdown(" ").join([bold(t(words[0])), *map(t, words[1:])])
    st.warning(points(map(remedy_line, usual_first[:3]), head), icon=LIGHT_ICON[alert.light.key])


def cured_words(subject: Subject, fund: str) -> Text:
    """What the remedies of a fund's alerts achieve, or that none does."""
    goals, years = subject.goals(fund), subject.side.years[1:]
    reached = plan_of(subject, fund)
    words = [goal_words(goal, subject.scale[fund], years) for goal in goals]
    if reached is None or not reached.remedies.remedies:
        return NO_CURE.format(goal=words[-1])
    at = goals.index(reached.goal)
    failed = NO_CURE.format(goal=words[0]) if at else None
    says = CURES.format(goal=words[at])
    return Text(f"{failed.zh}{says.zh}", f"{failed.en} {says.en}") if failed else says


def cures(subject: Subject, fund: str) -> Remedies:
    """What would clear a fund's alerts for good; nothing where there are none."""
    plan = plan_of(subject, fund)
    return plan.remedies if plan else Remedies((), (), ())


def plan_of(subject: Subject, fund: str) -> Plan | None:
    """The remedies of a fund's alerts and what they achieve, kept; None where there are no alerts."""
    goals = tuple(subject.goals(fund))
    return (
        plan(subject.dataset, bare(subject.scenario), goals, subject.month, subject.scenario.view.years)
        if goals
        else None
    )


def _notes(subject: Subject) -> Iterator[str]:
    """How sure the chance is, where the band leans and why, what is held and what is assumed."""
    view, base = subject.scenario.view, subject.side.base
    yield from map(t, subject.risk.notes()[1:])
    yield t(DRAWN, draws=f"{view.draws:,}", seed=view.seed)
    if lean := _lean(subject):
        yield lean
    if any(line.residual for line in base.lines_of(subject.fund)):
        yield t(HELD)
    if subject.assumes(subject.fund):
        yield t(SPLIT if subject.sample.baseline.balances[subject.fund].opening[:, 0].std() > 0 else ASSUMED)


def _lean(subject: Subject) -> str:
    """Where the band leans and the three inputs that make it, if their ranges do; empty where neither comes to a percent of
    its width."""
    values = subject.sample.measure(subject.fund, "closing")[:, -1]
    gap = float(np.median(values) - amounts(subject.side, subject.fund, "closing")[-1])
    width = float(np.ptp(np.quantile(values, (0.05, 0.95))))
    if not abs(gap) > max(width / 100, HALF_FEN):  # nor where it is unknown
        return ""
    leans = [x for x in _leans(subject) if abs(x.effect) >= width / 100]
    where = {"year": subject.side.years[-1], "gap": YUAN.write(gap, signed=True)}
    if sum(x.effect for x in leans) * gap < gap**2 / 2:
        return t(UNEVEN, **where)
    parts = [
        LEAN.format(
            name=catalog.parameter(x.key).name,
            effect=YUAN.write(x.effect, signed=True),
            **_range(x.key, x.mode, x.low, x.high),
        )
        for x in leans[:3]
    ]
    return t(LEANS, **where, parts=join(parts, "；", "; "))


def _leans(subject: Subject) -> list[Lean]:
    return leans(subject.dataset, bare(subject.scenario), subject.fund, "closing", subject.scenario.view.years)


def _range(key: str, mode: float, low: float, high: float) -> dict[str, Text]:
    unit = catalog.parameter(key).unit
    write = unit.write if unit.money or unit.percent else unit.number
    return {name: write(value) for name, value in (("mode", mode), ("low", low), ("high", high))}
