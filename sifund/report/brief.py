"""The scenario on one page: question, answer, four figures, chart, levers, alerts, assumptions, link and fingerprints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

import polars as pl

from sifund import catalog
from sifund.analysis.alerts import alerts, notes
from sifund.analysis.decide.verdict import LAWFUL
from sifund.analysis.grounds import split_words
from sifund.analysis.moved import first_effect, fund_shown, moved_funds
from sifund.analysis.notes import NOTE
from sifund.analysis.outcome import UNKNOWN, answer
from sifund.analysis.outlook.risk import spoken
from sifund.analysis.own import growth_paths
from sifund.analysis.persons.words import moved_words
from sifund.analysis.words import cell, projected
from sifund.charts import balances, surplus
from sifund.declare.measure import MEASURES
from sifund.declare.parameter import Parameter, month_of
from sifund.report.apart import apart
from sifund.report.changes import change_words
from sifund.report.fonts import require_glyphs
from sifund.report.given import words_of
from sifund.report.order import Order, warned
from sifund.report.pictures import png, svg
from sifund.scenario.steps import path_words
from sifund.terms import BASELINE, SCENARIO
from sifund.text import DASH, TAILS, Text, difference, join, years_text

FEW, MANY = 4, 8
"""So many things to say (changes, answers, alerts and notes) leave room for a large chart; more than so many fill the page."""
LEVERS, ALERTS, NOTES, PERSONS = (6, 4), (4, 2), (2, 1), (3, 1)
"""What fits on the page, and on a full one, beside a chart that can be read; what is left out is counted."""
TALL, FLAT = 400, 190
SHOWN, BREAK = 240, 24
"""Characters of the link that are printed, and where its line may break; the QR code has all of it."""
TITLE = Text("政策试算简报：{name}", "Brief: {name}")
UNNAMED = Text("未命名方案", "unnamed scenario")
QUESTION = Text("如果{changes}{rest}，{fund}会怎样？", "What if {changes}{rest}? Effect on the {fund}.")
AND_MORE = Text("等{count}项改变", " and more ({count} {count:change|changes})")
STANDS = Text("{fund}在现行规定下会怎样？", "How does the {fund} fare under the rules in force?")
ONE = Text("{name}为{value}", "{name} is {value}")
MORE = Text("另有{count}项，见链接。", "{count} more: see the link.")
NAMED = Text("{when} · {name}", "{when} · {name}")
ALERT = Text("合规提示 · {years} · {says}", "Legal alert · {years} · {says}")
GROWS = Text("{years}年的假设：{rates}。", "Assumed for {years}: {rates}.")
RATE = Text("{name}{path}", "{name} {path}")
LONG = Text("链接太长，放不进二维码。", "The link is too long for a QR code.")
CHANGE = Text("变化", "Change")


@dataclass(frozen=True, eq=False)
class Brief:
    """The page's content in one language."""

    order: Order

    @cached_property
    def fund(self) -> str:
        return fund_shown(self.order.side, self.order.scenario)

    @cached_property
    def year(self) -> int:
        """The first year with an effect on the fund, else on any; else the year after the base year where it is run."""
        side = self.order.side
        return first_effect(side, self.fund) or first_effect(side) or side.years[min(1, len(side.years) - 1)]

    @property
    def title(self) -> str:
        return self.order.t(TITLE, name=self.order.scenario.name or UNNAMED)

    @property
    def question(self) -> str:
        """What is changed, as paths, and the funds that the answer speaks of."""
        shown, moves = self.fund, self.order.scenario.changes
        funds = [shown, *(fund for fund in moved_funds(self.order.side) if fund != shown)] if moves else [shown]
        names = join(map(catalog.fund_name, funds))
        if not moves:
            return self.order.t(STANDS, fund=names)
        expected = month_of(self.order.side.years[0] + 1)
        parts = [
            ONE.format(name=p.name.inside, value=path_words(p, steps, expected)) for p, steps in self._changed()[:3]
        ]
        rest = AND_MORE.format(count=len(moves)) if len(moves) > 3 else ""
        return self.order.t(QUESTION, fund=names, changes=join(parts, "；", "; "), rest=rest)

    @cached_property
    def says(self) -> list[str]:
        """The effect as the page states it: of the fund shown, then of the others that move."""
        return [self.order.t(words) for words in answer(self.order.side, self.order.scenario)]

    @property
    def answer(self) -> str:
        return "\n".join(self.says)

    @cached_property
    def persons(self) -> list[str]:
        """What a person of the fund gets under what is changed, as far as it fits: one on a full page."""
        return list(map(self.order.t, moved_words(self.order.side, self.year, [self.fund])[: PERSONS[self.full]]))

    def figures(self) -> Iterator[dict[str, str]]:
        """The four figures of the page: expenditure, closing, cover of the year, and the last year's closing."""
        yield from ({name: self.order.t(words) for name, words in row.items()} for row in self._figures())

    def _figures(self) -> Iterator[dict[str, Text]]:
        last = self.order.side.years[-1]
        for measure, when in (
            ("expenditure", self.year),
            ("closing", self.year),
            ("cover_months", self.year),
            ("closing", last),
        ):
            before, after = cell(self.order.side, self.fund, measure, when)
            unit = MEASURES[measure].unit
            yield {
                "name": NAMED.format(when=when, name=catalog.measure_name(measure, self.fund)),
                "scenario": unit.write(after), "baseline": unit.write(before), "change": unit.change_words(before, after),
            }  # fmt: skip

    def _add_up(self) -> bool:
        rows = ([row[name] for name in ("change", "scenario", "baseline")] for row in self._figures())
        return all(difference(*row) is row[0] for row in rows)

    def levers(self) -> Iterator[dict[str, str]]:
        """What is changed, from what to what, who decides and by which law."""
        t, lang = self.order.t, self.order.lang
        changed, room = self._changed(), LEVERS[self.full]
        for p, steps in changed[:room]:
            value = change_words(self.order.side, p, steps)
            yield {
                "name": t(p.name), "value": t(value), "decider": t(p.decided_by.name) if p.decided_by else DASH,
                "law": p.law(lang) if p.law else DASH,
            }  # fmt: skip
        if len(changed) > room:
            yield {"name": t(MORE, count=len(changed) - room), "value": "", "decider": "", "law": ""}

    def _changed(self) -> list[tuple[Parameter, tuple]]:
        """Those of the fund shown first."""
        changed = [(catalog.parameters()[key], steps) for key, steps in self.order.scenario.changes]
        return sorted(changed, key=lambda change: change[0].fund != self.fund)

    def alerts(self) -> list[str]:
        """Legal alerts and dry funds of the scenario."""
        t, raised = self.order.t, alerts(self.order.side)
        lines = [t(ALERT, years=years_text(alert.years), says=alert.words) for alert in raised]
        return self._first(lines, ALERTS[self.full]) or [t(LAWFUL)]

    def notes(self) -> list[str]:
        """What stands beside the alerts and is no breach; of several one on a full page."""
        t, alerts = self.order.t, notes(self.order.side)
        lines = [t(NOTE, name=note.about.name, years=years_text(note.years), says=note.words) for note in alerts]
        return self._first(lines, NOTES[self.full])

    def _first(self, lines: list[str], room: int) -> list[str]:
        more = [self.order.t(MORE, count=len(lines) - room)] if len(lines) > room else []
        return [*lines[:room], *more]

    def assumptions(self) -> Iterator[str]:
        """What the figures rest on."""
        t, base = self.order.t, self.order.side.base
        rests = [projected(self.order.dataset), *([] if self._add_up() else [TAILS])]
        yield t(join(rests, "", " ") or rests[0])
        yield from map(t, spoken(self.order.side, self.order.scenario, self.fund))
        if says := split_words(base, self.fund):
            yield t(says)
        yield from map(t, apart(self.order.side, [key for key, _ in self.order.scenario.changes]))
        if not self.order.side.knows(self.fund):
            yield t(UNKNOWN, cover=catalog.all_funds()[self.fund].cover_name)
        paths = growth_paths(self.order.side, self.fund)
        rates = join([RATE.format(name=p.name.inside, path=path_words(p, steps)) for p, steps in paths], "；", "; ")
        if rates:
            yield t(GROWS, years=years_text(self.order.side.years[1:]), rates=rates)

    def passport(self) -> Iterator[str]:
        """The dataset, fingerprints and the link."""
        yield self.order.t(self.order.dataset.name)
        yield " · ".join(f"{self.order.t(name)} {value}" for name, value in self.order.passport("brief").lines())
        link = self.order.link
        yield "\u200b".join(link[i : i + BREAK] for i in range(0, min(len(link), SHOWN), BREAK)) + (
            "…" if len(link) > SHOWN else ""
        )
        yield from map(self.order.t, warned(self.order.dataset))
        if self.qr_png() is None:
            yield self.order.t(LONG)

    @property
    def chart_title(self) -> str:
        return self.order.t(self._drawn.title(self.order.side, self.fund))

    @property
    def roomy(self) -> bool:
        """Whether there is room for a large chart."""
        return self._load <= FEW

    @property
    def full(self) -> bool:
        """Whether there is room for a small chart only."""
        return self._load > MANY

    @cached_property
    def _load(self) -> int:
        return sum(map(len, (self.order.scenario.changes, self.says, alerts(self.order.side), notes(self.order.side))))

    def _chart(self) -> tuple[dict, pl.DataFrame]:
        spec = self._drawn.spec(self.fund, self.order.lang)
        height = TALL if self.roomy else FLAT if self.full else spec["height"]
        return spec | {"height": height}, self._drawn.frame(self.order.side, self.fund, self.order.lang)

    @property
    def _drawn(self) -> ModuleType:
        return balances if self.order.side.knows(self.fund) else surplus

    def chart_png(self) -> bytes:
        """The brief's chart as PNG."""
        return png(*self._chart())

    def chart_svg(self) -> str:
        """The brief's chart as SVG."""
        return svg(*self._chart())

    def qr_png(self) -> bytes | None:
        """The link's QR code; None where the link is too long for one."""
        from io import BytesIO

        import segno

        try:
            buffer = BytesIO()
            segno.make_qr(self.order.link, error="l").save(buffer, kind="png", scale=4, border=2)
        except segno.DataOverflowError:
            return None
        return buffer.getvalue()

    def content(self) -> dict:
        """All words of the page, each with its glyphs. Raises SifundError for a character without one."""
        words = {
            "title": self.title, "question": self.question, "answer": self.answer, "headline": self.says[0],
            "others": [*self.says[1:], *self.persons], "chart_title": self.chart_title,
            "figures": list(self.figures()), "levers": list(self.levers()), "alerts": self.alerts(),
            "assumptions": [*self.notes(), *self.assumptions()], "passport": list(self.passport()),
            "heads": [self.order.t(text) for text in (SCENARIO, BASELINE, CHANGE)],
        }  # fmt: skip
        require_glyphs("".join(words_of(words)))
        return words
