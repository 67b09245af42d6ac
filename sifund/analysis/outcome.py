"""What a scenario does, in sentences: every fund that it moves, in the first year, after its last step and at the end.

The one answer of page, shared text, saved list, brief and command line. All is against the scenario's own baseline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.moved import first_effect, fund_shown, lines_of, moved_funds, moved_years
from sifund.analysis.outlook.warning import AMBER, RED, bands
from sifund.analysis.words import cell
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.text import EXHAUSTED, HALF_FEN, Text, exhausted, format_number, format_percent, join, plain, years_text

NO_CHANGE = Text(
    "方案与基线相同：还没有改变任何参数。", "The scenario equals the baseline: nothing has been changed yet."
)
NO_MOVE = Text(
    "方案与基线相同：只填写了基年实数，改变的是基线本身。",
    "The scenario equals the baseline: only base-year figures were typed, and these change the baseline itself.",
)
NO_EFFECT = Text(
    "已改变参数，但{years}年各项收支与基线完全相同。",
    "Parameters were changed, but every line of {years} equals the baseline.",
)
UNMOVED = Text("{fund}：{years}年各项收支与基线完全相同。", "{fund}: every line of {years} equals the baseline.")
OWN_BASELINE = Text(
    "基线是填写了基年实数的基线。", "The baseline is the one with the base-year figures that were typed."
)
FIRST = Text("{year}年：{fund}{says}", "{year}: {fund} {says}")
LATER = Text("{year}年：{says}", "{year}: {says}")
SENTENCE = Text("{says}。", "{says}.")
FLOW = {
    "expenditure": (Text("支出{gap}{share}", "spending {gap}{share}"), Text("支出与基线相同", "spending as in the baseline")),
    "income": (Text("收入{gap}{share}", "income {gap}{share}"), Text("收入与基线相同", "income as in the baseline")),
}  # fmt: skip
SHARE, TINY = Text("（{share}）", " ({share})"), Text("不到0.1%", "under 0.1%")
CLOSING = Text("年末滚存结余{gap}", "closing balance {gap}")
COVER = Text("{cover}{months}", "{months}")
END = Text(
    "年末滚存结余{closing}（{gap}），{cover}{months}（基线{before}）",
    "closing balance {closing} ({gap}), {months} (baseline {before})",
)
GAP = Text("比基线{gap}", "{gap} against the baseline")
LEVEL = Text("与基线相同", "as in the baseline")
MONTHS, OF_COVER = Text("{value}个月", "{value} months"), Text("{value}个月", "{value} months of cover")
OWN_EXHAUSTED = Text("已用尽", "cover exhausted")
NO_COVER, NO_OWN_COVER = (
    Text("—（没有支出）", "— (nothing is spent)"),
    Text("—（没有支出）", "cover — (nothing is spent)"),
)
UNKNOWN = Text(
    "年末滚存结余和{cover}为“—”：数据没有年初结余，可在“基金概况”页填写。",
    'Closing balance and cover are "—": the data have no opening balance; it can be typed on the Overview page.',
)
BELOW = Text("跌破而基线没有跌破：{what}。", "Falls below where the baseline does not: {what}.")
LEGAL = Text("基线没有的合规提示：{what}。", "Legal alerts that the baseline has not: {what}.")
SINCE = Text("{what}（{year}年首次）", "{what} (first in {year})")
OTHERS = Text("{what}等{count}项", "{what} and {more} more")
BOUND = {
    AMBER: Text("黄灯线{bound}个月", "the amber line of {bound} {bound:month|months}"),
    RED: Text("红灯线{bound}个月", "the red line of {bound} {bound:month|months}"),
}
EMPTY = Text("年末结余0", "a balance of 0")


def answer(side: Side, scenario: Scenario, *, brief: bool = False) -> list[Text]:
    """A sentence for the fund shown, then one for each other fund that moves; why, where nothing does. `brief`: the first is as
    short as the others, and without the law."""
    if not scenario.changes:
        return [NO_CHANGE]
    moved, years = moved_funds(side), years_text(side.years)
    if not moved:
        return [NO_EFFECT.format(years=years) if scenario.moves else NO_MOVE]
    shown = fund_shown(side, scenario)
    says = [UNMOVED.format(fund=catalog.fund_name(shown), years=years)] if shown not in moved else []
    says += [Outcome(side, scenario, shown, brief, law=not brief).sentence()] if shown in moved else []
    says += [Outcome(side, scenario, fund, short=True).sentence() for fund in moved if fund != shown]
    return [*says, OWN_BASELINE] if scenario.inputs else says


@dataclass(frozen=True, eq=False)
class Outcome:
    """The side of a scenario, that scenario with the view that it is looked at with, and a fund that it moves.

    `short`: what stands beside a longer one says the flows of the first year and all of the last. `law`: whether alerts are
    told.
    """

    side: Side
    scenario: Scenario
    fund: str
    short: bool = False
    law: bool = True

    @property
    def years(self) -> list[int]:
        """The first year with an effect, the one that the last later step acts from, and the last."""
        first, last = first_effect(self.side, self.fund) or self.side.years[0], self.side.years[-1]
        later = [] if self.short else [year for year in map(self._acts, self._steps()) if first < year < last]
        return sorted({first, *later[-1:], last})

    def _steps(self) -> list[tuple[int, str]]:
        """Months of the steps that may reach the fund with their keys, in order."""
        others = {fund for fund in self.side.funds if fund != self.fund}
        near = [(key, steps) for key, steps in self.scenario.moves if key.partition(".")[0] not in others]
        return sorted((month, key) for key, steps in near for month, _ in steps)

    @staticmethod
    def _acts(step: tuple[int, str]) -> int:
        """The year that a step acts from: a value that one month is read of waits for that month."""
        month, reads = step[0], catalog.parameter(step[1]).reads
        return month // 12 + (reads is not None and month % 12 + 1 > reads)

    def sentence(self) -> Text:
        """The answer in words: what the scenario does to the fund, year by year."""
        fund, (first, *later) = catalog.fund_name(self.fund), self.years
        words = [FIRST.format(year=first, fund=fund, says=self._says(first))]
        words += [LATER.format(year=year, says=self._says(year)) for year in later]
        whole = [SENTENCE.format(says=row(words, "；", "; ")), *self.passes()]
        if not self.is_known:
            whole.append(UNKNOWN.format(cover=self.cover_name))
        return row(whole, "", " ")

    @property
    def is_known(self) -> bool:
        return self.side.knows(self.fund)

    @property
    def cover_name(self) -> Text:
        return catalog.all_funds()[self.fund].cover_name

    def _says(self, year: int) -> Text:
        """Flows of a year; with the balance in the first and the last."""
        parts = [self._flow(name, year) for name in self._flows]
        if self.is_known and year == self.side.years[-1]:
            parts.append(self._end(year))
        elif self.is_known and year == self.years[0] and not self.short:
            gap = self._gap(year)
            parts += [CLOSING.format(gap=gap), COVER.format(cover=self.cover_name, months=self._months(year)[1])]
        return row(parts, "，", ", ")

    @cached_property
    def _flows(self) -> list[str]:
        """Spending where it moves; income where spending does not, or more of it moves than what follows the balance."""
        base = self.side.base
        keys = lines_of(self.side, self.fund)
        spent = [key for key in keys if self.side.kind(key) == "expenditure"]
        earned = [key for key in keys if self.side.kind(key) == "income"]
        follow = {key for key in earned if key in base.modelled and base.modelled[key].earns}
        spends = ["expenditure"] if moved_years(self.side, spent) else []
        earns = not spends or moved_years(self.side, [key for key in earned if key not in follow])
        return [*spends, *(["income"] if earns else [])]

    def _flow(self, name: str, year: int) -> Text:
        before, after = cell(self.side, self.fund, name, year)
        moved, level = FLOW[name]
        if abs(after - before) < HALF_FEN:
            return level
        percent = (after / before - 1) * 100 if before else float("nan")
        share = TINY if abs(percent) < 0.05 else format_percent(percent, signed=True)
        return moved.format(
            gap=YUAN.write(after - before, signed=True), share=SHARE.format(share=share) if isfinite(percent) else ""
        )

    def _end(self, year: int) -> Text:
        closing, gap = cell(self.side, self.fund, "closing", year)[1], self._gap(year)
        stood, months = self._months(year)
        return END.format(closing=YUAN.write(closing), gap=gap, cover=self.cover_name, months=months, before=stood)

    def _gap(self, year: int) -> Text:
        """The closing balance against the baseline's."""
        before, after = cell(self.side, self.fund, "closing", year)
        return LEVEL if abs(after - before) < HALF_FEN else GAP.format(gap=YUAN.write(after - before, signed=True))

    def _months(self, year: int) -> tuple[Text, Text]:
        """Cover of the baseline and of the scenario, in words."""
        before, after = cell(self.side, self.fund, "cover_months", year)
        return _months(before, MONTHS, EXHAUSTED, NO_COVER), _months(after, OF_COVER, OWN_EXHAUSTED, NO_OWN_COVER)

    # --- what is passed -----------------------------------------------------------------------------------------------

    def passes(self) -> list[Text]:
        """Warning bounds, an empty fund and legal alerts, each with the first year that the baseline does not share."""
        both = (BELOW, self._floors() if self.is_known else ()), (LEGAL, self._legal() if self.law else ())
        groups = [(says, [SINCE.format(year=year, what=what) for year, what in what]) for says, what in both]
        return [says.format(what=row(parts, "、", ", ")) for says, parts in groups if parts]

    def _floors(self) -> Iterator[tuple[int, Text]]:
        band = bands(self.scenario.view.bands)[self.fund]
        for light, bound in ((AMBER, band.amber), (RED, band.red)):
            if year := self._first("cover_months", bound):
                yield year, BOUND[light].format(bound=plain(bound))
        if year := self._first("closing", -HALF_FEN):
            yield year, EMPTY

    def _first(self, measure: str, bound: float) -> int | None:
        """The first year in which the scenario lies below a bound and its baseline does not."""
        pairs = ((year, *cell(self.side, self.fund, measure, year)) for year in self.side.years)
        return next((year for year, before, after in pairs if after < bound and not before < bound), None)

    def _legal(self) -> Iterator[tuple[int, Text]]:
        """The earliest subject of an alert, and how many there are in all; alerts are not the baseline's."""
        firsts: dict[Parameter | Line, int] = {}
        for alert in alerts(self.side):
            about = alert.about
            if isinstance(about, Parameter | Line) and about.fund == self.fund:
                firsts[about] = min(firsts.get(about, alert.years[0]), *alert.years)
        if firsts:
            first = min(firsts, key=lambda about: firsts[about])
            name, count = first.name.inside, {"count": len(firsts), "more": len(firsts) - 1}
            yield firsts[first], OTHERS.format(what=name, **count) if len(firsts) > 1 else name


def row(texts: Sequence[Text], zh: str, en: str) -> Text:
    """One or more texts in a row."""
    joined = join(texts, zh, en)
    assert joined
    return joined


def _months(cover: float, months: Text, gone: Text, none: Text) -> Text:
    """Cover in words; below 0 there are no months to speak of."""
    return none if not isfinite(cover) else gone if exhausted(cover) else months.format(value=format_number(cover, 1))
