"""Early warning: lights by year, an alert with what led to it and what would clear it, and the quarterly log."""

from __future__ import annotations

import polars as pl
import streamlit as st

from sifund import catalog
from sifund.analysis.remedy import Remedies, Remedy
from sifund.analysis.warning import Light, Warned, lights, log, signs
from sifund.text import Text, format_number
from sifund.ui import state
from sifund.ui.outlook import controls
from sifund.ui.outlook.answer import cures
from sifund.ui.outlook.behind import HEAD
from sifund.ui.outlook.report import plain_log, report
from sifund.ui.outlook.seen import COVER, Seen, months
from sifund.ui.outlook.words import LIGHT_COLOUR, LIGHT_ICON, remedy_words, sign_words, what_words
from sifund.ui.state import t
from sifund.ui.words import literal

OWN_SCALE = Text(
    "全国没有统一的法定预警线；下列各线由本程序自定，可以修改，并写入链接。",
    "No national scale is known; these bounds are this program's own. Change them here: they go into the link.",
)
YEAR, FUND, QUARTER = Text("年度", "Year"), Text("基金", "Fund"), Text("季度", "Quarter")
BALANCE, COVER_NAME, SIGNAL = (
    Text("季末结余（万元）", "Balance (10k yuan)"),
    Text("可支付月数", "Cover"),
    Text("灯号", "Light"),
)
WORSENED = Text("较上季恶化", "Worse than last quarter")
WHICH = Text("哪一条预警", "Which alert")
NO_ALERT = Text("{fund}各年均为绿灯。", "{fund}: green in every year.")
OPTION = Text("{year}年 · {light} · {cover}个月", "{year} · {light} · {cover} months")
WHAT = Text("**警情**：{what}", "**What**: {what}")
LED = Text("**警兆**（与上年相比变差的指标）", "**What led to it** (worse than the year before)")
NOTHING_LED = Text(
    "没有指标比上年变差：灯号来自原有水平。", "Nothing got worse: the light comes from the level it already had."
)
CURE = Text(
    "**对策**（每项单独够用；按谁承担、谁决定排列）",
    "**What would clear it** (each alone; by who bears it and who decides)",
)
REACHES = Text("：达到{cover}个月", ": gives {cover} months")
BY_LAW = Text("；更小的改变也够，但仍超过法定限值", "; less would do, but would still break the law")
APPLY = Text("放入方案", "Put into the scenario")
WEAK = Text("在滑块范围内不够用：{names}。", "Not enough within the slider's range: {names}.")
UNLAWFUL = Text("够用但不合规：{name}（{says}；{law}）。", "Enough but unlawful: {name} ({says}; {law}).")
LOG = Text(
    "**季度预警记录**（每年四次；下载的记录含警情、警兆、对策）",
    "**Quarterly warning log** (four a year; the download says what, why and what would clear it)",
)
REPORT = Text("下载预警记录（CSV）", "Download the log (CSV)")
LOG_NOTE = Text(
    "季末备付 = 12 × 季末结余 ÷ 当年支出。收支在年内的分布按支付日历（假设，见“压力测试”）。",
    "Cover of a quarter = 12 × its balance ÷ the year's expenditure. How money falls within the year follows the payment "
    "calendar (assumed; under Stress tests).",
)
SIDES = {True: Text("{fund}（基线）", "{fund} (baseline)"), False: Text("{fund}", "{fund}")}


def show(seen: Seen) -> None:
    """The tab."""
    _table(seen)
    st.caption(t(OWN_SCALE))
    controls.band(seen)
    _alert(seen)
    _log(seen)


def _table(seen: Seen) -> None:
    """A light by year and fund; beside a changed scenario its baseline."""
    shown: dict[str, list[str]] = {t(HEAD["year"]): [str(year) for year in seen.result.years]}
    for side in reversed(seen.sides) if seen.changed else seen.sides[1:]:
        for fund, row in lights(side, seen.scale).items():
            name = t(SIDES[side.baseline], fund=catalog.fund_name(fund, short=True))
            cover = side.measure(fund, COVER)
            shown[name] = [_cell(x, float(c)) for x, c in zip(row, cover, strict=True)]
    st.table(pl.DataFrame(shown), hide_index=True, border="horizontal")


def _cell(shown: Light, cover: float) -> str:
    return f":{LIGHT_COLOUR[shown.key]}[{LIGHT_ICON[shown.key]}] {t(shown.name)} {months(cover)}"


# --- one alert --------------------------------------------------------------------------------------------------------


def _alert(seen: Seen) -> None:
    """警情, 警兆 and 对策 of the alert chosen; the gravest until one is."""
    if not seen.gravest:
        st.success(t(NO_ALERT, fund=catalog.fund_name(seen.fund)), icon=LIGHT_ICON["green"])
        return
    years = [a.year for a in seen.alerts]
    names = {a.year: t(OPTION, year=a.year, light=a.light.name, cover=months(a.cover)) for a in seen.alerts}
    year = st.selectbox(t(WHICH), years, index=years.index(seen.gravest.year), format_func=names.__getitem__,
                        key=f"alert-{seen.fund}")  # fmt: skip
    alert = next(a for a in seen.alerts if a.year == year)
    end = Text(f"{alert.year}年末", f"the end of {alert.year}")
    st.markdown(t(WHAT, what=what_words(alert.fund, end, alert.cover, alert.bound, alert.light.name)))
    _led(seen, alert)
    _cures(cures(seen, alert))


def _led(seen: Seen, alert: Warned) -> None:
    found = signs(seen.sides[1], alert.fund, alert.year)
    lines = [f"- {literal(t(sign_words(s, seen.result)))}" for s in found] or [t(NOTHING_LED)]
    st.markdown("\n".join([t(LED), "", *lines]))


def _cures(found: Remedies) -> None:
    """Every remedy with its button; then what cannot, and why."""
    st.markdown(t(CURE))
    for remedy in found.found:
        _cure(remedy)
    names = [catalog.parameter(key).name for key in found.too_weak]
    lines = [t(WEAK, names=Text("、".join(n.zh for n in names), ", ".join(n.en for n in names)))] if names else []
    for key, alert in found.unlawful:
        law = alert.law(state.lang()) if alert.law else ""
        lines.append(t(UNLAWFUL, name=catalog.parameter(key).name, says=alert.says, law=law))
    if lines:
        st.caption("  \n".join(lines))


def _cure(remedy: Remedy) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        cover = format_number(remedy.cover, 1)
        st.markdown(f"{t(remedy_words(remedy))}{t(REACHES, cover=cover)}{t(BY_LAW) if remedy.by_law else ''}")
        st.button(t(APPLY), key=f"apply-{remedy.key}", icon=":material/add_task:", on_click=state.change,
                  args=(remedy.key, remedy.steps))  # fmt: skip


# --- the log ----------------------------------------------------------------------------------------------------------


def _log(seen: Seen) -> None:
    """The log of all funds, with words for people and a download for the record."""
    st.markdown(t(LOG))
    table, lang = log(seen.sides[1], seen.scale, seen.calendar), state.lang()
    st.dataframe(plain_log(table, seen.result.funds, lang), hide_index=True, height=320)
    st.caption(t(LOG_NOTE))
    with st.container(horizontal=True):
        st.download_button(t(REPORT), data=lambda: report(seen, table, lang).write_csv().encode("utf-8-sig"), mime="text/csv",
                           file_name="sifund-warning-log.csv", on_click="ignore", icon=":material/download:")  # fmt: skip
