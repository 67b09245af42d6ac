"""Early warning: lights by year, an alert with what led to it and what would clear it, and the quarterly log."""

from __future__ import annotations

import polars as pl

from sifund import catalog
from sifund.analysis.grounds import assumes
from sifund.analysis.outlook.monthly import falls
from sifund.analysis.outlook.remedy import Remedies, Remedy
from sifund.analysis.outlook.warning import AMBER, RED, UNKNOWN, Light, Warned, lights, log, signs
from sifund.analysis.unknown import amounts
from sifund.declare.fund import Band
from sifund.declare.unit import COVER_MONTHS
from sifund.model.case import Side
from sifund.report.flat import csv
from sifund.text import Text, join, places_below
from sifund.ui import st
from sifund.ui.outlook import controls
from sifund.ui.outlook.answer import cured_words, cures
from sifund.ui.outlook.report import plain_log, report
from sifund.ui.outlook.subject import COVER, Subject
from sifund.ui.outlook.words import LIGHT_ICON, remedy_line, sign_words, what_words
from sifund.ui.parts import figures, headline
from sifund.ui.parts.grid import grid
from sifund.ui.parts.tables import Lamp, wide
from sifund.ui.session import state
from sifund.ui.session.state import rich, t
from sifund.ui.words import Markdown, lines, paragraphs, points

OWN_SCALE = Text(
    "全国没有统一的法定预警线；各线由本程序自定，可以修改，并写入链接。",
    "No national scale is known; the bounds are this program's own. They can be changed and go into the link.",
)
ASSUMED = Text(
    "{funds}的年初结余为假设：{year}年的灯号由假设得出，不作预警。",
    "Opening balance assumed: {funds}. Their lights of {year} follow from that and are no alert.",
)
OWN_BANDS = Text("修改预警线", "Change the bounds")
LIGHTS = Text("各基金各年的灯号和可支付月数", "Light and cover of every fund and year")
WHICH = Text("哪一条预警", "Which alert")
NO_ALERT = Text("{fund}各年均为绿灯。", "{fund}: green in every year.")
OPTION = Text("{year}年 · {light} · {cover}", "{year} · {light} · {cover}")
WHAT = Text("**警情**：{what}", "**What**: {what}")
LED = Text("**警兆**（与上年相比变差的指标）", "**What led to it** (worse than the year before)")
NOTHING_LED = Text(
    "没有指标比上年变差：灯号来自原有水平。", "Nothing got worse: the light comes from the level it already had."
)
CURE = Text(
    "**对策**（按谁承担、谁决定排列）：{goal}",
    "**What would clear it** (by who bears it and who decides): {goal}",
)
REACHES = Text("：各年最低{cover}", ": at least {cover} in every year")
BY_LAW = Text("；更小的改变也够，但仍超过法定限值", "; less would do, but would still break the law")
APPLY = Text("放入方案", "Put into the scenario")
WEAK = Text("在允许范围内都不够用：{names}。", "Not enough within all that is allowed: {names}.")
UNLAWFUL = Text("够用但不合规：{name}（{says}）。", "Enough but unlawful: {name} ({says}).")
LOG = Text("季度预警记录（每年四次）", "Quarterly warning log (four a year)")
REPORT = Text(
    "下载预警记录，含警情、警兆、对策（CSV）", "Download the log with what, why and what would clear it (CSV)"
)
LOG_NOTE = Text(
    "季末备付 = 12 × 季末结余 ÷ 当年支出。{falls}这是假设，可在“压力测试”另选月份。",
    "Cover of a quarter = 12 × its balance ÷ the year's expenditure. {falls} Assumed; other months can be chosen under Stress tests.",
)


def show(subject: Subject) -> None:
    """The tab."""
    _table(subject)
    with st.popover(t(OWN_BANDS), icon=":material/traffic:", key="bands-box", on_change="rerun") as opened:
        if opened.open:
            controls.band(subject)
    with figures.place():
        _alert(subject)
    _log(subject)


def _table(subject: Subject) -> None:
    """A light by year and fund; of a changed scenario with the baseline's where that is another. One message."""
    base, shown = ({f: _row(subject, side, f) for f in subject.side.funds} for side in subject.sides)
    heads = ["", *(t(catalog.fund_name(f, short=True)) for f in shown)]
    rows = ([str(year), *(_cell(shown[f][i], base[f][i]) for f in shown)] for i, year in enumerate(subject.side.years))
    wide(heads, rows, label=t(LIGHTS), width=6 * len(shown) + 4, notes=_rests(subject))


def _rests(subject: Subject) -> list[str]:
    """Whose scale it is, and whose lights of the base year are built on assumed openings."""
    base = subject.side.base
    names = join(catalog.fund_name(f, short=True) for f in base.funds if assumes(base, f))
    return [t(OWN_SCALE), *([t(ASSUMED, year=base.base_year, funds=names)] if names else [])]


def _row(subject: Subject, side: Side, fund: str) -> list[tuple[str, str]]:
    """Key of the light and its words with the cover, by year."""
    shown = zip(lights(side, subject.scale)[fund], amounts(side, fund, COVER), strict=True)
    return [(x.key, f"{t(x.name)}{_beside(x, float(cover), subject.scale[fund])}") for x, cover in shown]


def _beside(shown: Light, cover: float, band: Band) -> str:
    """The cover that a light stands for; nothing of one that is unknown."""
    if shown is UNKNOWN:
        return ""
    bounds = {RED: band.red, AMBER: band.amber}
    return f" {t(COVER_MONTHS.number(cover, places_below(cover, bounds[shown]) if shown in bounds else 1))}"


def _cell(after: tuple[str, str], base: tuple[str, str]) -> Lamp:
    light, words = after
    return Lamp(light, [words, t(headline.BASELINE, value=base[1]) if base[1] != words else ""])


# --- one alert --------------------------------------------------------------------------------------------------------


def _alert(subject: Subject) -> None:
    """警情, 警兆 and 对策 of the alert chosen; the gravest until one is."""
    if not subject.is_known:
        st.info(t(subject.unknown), icon=LIGHT_ICON["unknown"])
        return
    if not subject.gravest:
        st.success(t(NO_ALERT, fund=catalog.fund_name(subject.fund)), icon=LIGHT_ICON["green"])
        return
    years = [a.year for a in subject.alerts]
    names = {
        a.year: t(OPTION, year=a.year, light=a.light.name, cover=COVER_MONTHS.write(a.cover, a.places))
        for a in subject.alerts
    }
    year = st.selectbox(t(WHICH), years, index=years.index(subject.gravest.year), format_func=names.__getitem__,
                        key=f"alert-{subject.fund}")  # fmt: skip
    alert = next(a for a in subject.alerts if a.year == year)
    end = Text(f"{alert.year}年末", f"the end of {alert.year}")
    what = rich(WHAT, what=what_words(alert.fund, end, alert.cover, alert.bound, alert.light.name))
    remedies = cures(subject, subject.fund)
    cured = rich(CURE, goal=cured_words(subject, subject.fund))
    st.markdown(paragraphs([what, rich(LED), _led(subject, alert), cured]))
    for remedy in remedies.remedies:
        _cure(remedy)
    _others(remedies)


def _led(subject: Subject, alert: Warned) -> str:
    leading = signs(subject.side, alert.fund, alert.year)
    return points(t(sign_words(s, subject.side)) for s in leading) or t(NOTHING_LED)


def _others(remedies: Remedies) -> None:
    """What cannot clear it, and why."""
    names = [catalog.parameter(key).name for key in remedies.too_weak]
    remarks = [t(WEAK, names=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)))] if names else []
    for key, alert in remedies.unlawful:
        remarks.append(t(UNLAWFUL, name=catalog.parameter(key).name, says=alert.words))
    if remarks:
        st.caption(lines(remarks))


def _cure(remedy: Remedy) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"remedy-{remedy.key}"):
        reaches = t(REACHES, cover=COVER_MONTHS.write(remedy.cover))
        st.markdown(Markdown("{}{}{}").format(remedy_line(remedy), reaches, t(BY_LAW) if remedy.by_law else ""))
        st.button(t(APPLY), key=f"apply-{remedy.key}", icon=":material/add_task:", on_click=_apply, args=(remedy,))


def _apply(remedy: Remedy) -> None:
    state.write(remedy.put(state.scenario()[0]))


# --- the log ----------------------------------------------------------------------------------------------------------


def _log(subject: Subject) -> None:
    """The log of all funds, with words for people, built when opened; and a download for the record."""
    lang = state.lang()
    with st.expander(t(LOG), key="log", icon=":material/history_edu:", on_change="rerun") as opened:
        if opened.open:
            each = join((falls(subject.side, fund, subject.calendar) for fund in subject.side.funds), "", " ")
            st.caption(t(LOG_NOTE, falls=each or ""))
            grid(plain_log(_logged(subject), subject.side.funds, lang), height=320)
    st.download_button(t(REPORT), data=lambda: csv(report(subject, _logged(subject), lang)), mime="text/csv",
                       file_name="sifund-warning-log.csv", on_click="ignore", icon=":material/download:")  # fmt: skip


def _logged(subject: Subject) -> pl.DataFrame:
    return log(subject.side, subject.scale, subject.calendar)
