"""A saved scenario in a line: its figures, the law and the risk, by today's data and formulas; and several of them compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sifund import catalog
from sifund.analysis.decide.stand import Lowest, breaches_of, lowest
from sifund.analysis.moved import fund_shown
from sifund.analysis.outlook.warning import floor_of
from sifund.analysis.words import cell
from sifund.declare.unit import COVER_MONTHS, YUAN
from sifund.model.case import Side
from sifund.scenario.link import COMPARED
from sifund.scenario.view import View
from sifund.store import Saved
from sifund.text import Text, plain
from sifund.ui.session import datasets, state
from sifund.ui.session.state import t

CLOSING = Text(
    "{fund}{year}年末滚存结余{value}（比基线{gap}）",
    "{fund}: closing balance of {value} in {year} ({gap} against the baseline)",
)
LAWFUL, BREAKS = (
    Text("没有合规提示", "no legal alert"),
    Text("{count}项合规提示（{year}年起）", "legal alerts: {count} (from {year})"),
)
LEAST = Text("备付最低{months}（{year}年）", "lowest cover {months} ({year})")
SAFE, BELOW = (
    Text("不低于底线{floor}个月", "not below the floor of {floor} {floor:month|months}"),
    Text("{year}年起低于底线{floor}个月", "below the floor of {floor} {floor:month|months} from {year}"),
)


def summary(saved: Saved) -> str:
    """Closing balance of the last year, the law, and the lowest cover beside the floor."""
    scenario, _ = state.opened(saved)
    side = state.case(scenario, datasets.of(saved.content.text)).side()
    fund = fund_shown(side, scenario)
    return " · ".join(t(part) for part in _parts(side, fund, floor_of(scenario.view, fund)))


def _parts(side: Side, fund: str, floor: float) -> Iterator[Text]:
    if side.knows(fund):
        year, name = side.years[-1], catalog.fund_name(fund, short=True)
        before, after = cell(side, fund, "closing", year)
        yield CLOSING.format(fund=name, year=year, value=YUAN.write(after), gap=YUAN.write(after - before, signed=True))
    broken = breaches_of(side)
    yield BREAKS.format(count=len(broken.firsts), year=broken.first) if broken.firsts else LAWFUL
    if least := lowest(side, fund, floor):
        yield from _risk(least)


def _risk(least: Lowest) -> Iterator[Text]:
    yield LEAST.format(months=COVER_MONTHS.write(least.cover), year=least.year)
    floor = plain(least.floor)
    yield BELOW.format(year=least.below, floor=floor) if least.below else SAFE.format(floor=floor)


def compare(chosen: Sequence[Saved]) -> None:
    """Put them side by side, after the page's own scenario where that changes anything."""
    first = [state.texts()[0]] if state.scenario()[0].changes else []
    shown = [replace(state.opened(saved)[0], view=View()).text() for saved in chosen]
    state.write_texts([*first, *shown][:COMPARED])
