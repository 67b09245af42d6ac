"""Every sentence that states a figure: each number, year and rate in it is read back and worked out from the run again.

A maker is a row of MAKERS: what it says of a case, and the rules that read it. Cases are random scenarios of several
funds with dated steps and typed inputs, on the shipped data, on nine months, and on data without openings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import MONEY, NUMBER, Place, Rule, money, printed, read
from reading import UNITS as UNITS_OF_MONEY
from support import INPUT_RANGES, PRINTED, account, amount, sample, small, steps, value_range
from support import given as known

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.comparison import compare
from sifund.analysis.effect.answer import answer as solved
from sifund.analysis.effect.goal import Goal
from sifund.analysis.effect.ranking import ranking
from sifund.analysis.effect.solve import solve
from sifund.analysis.outcome import answer
from sifund.analysis.outlook.remedy import Goal as Bound
from sifund.analysis.outlook.remedy import remedies
from sifund.analysis.unknown import amounts
from sifund.analysis.year.attention import attention
from sifund.analysis.year.performance import performance
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.declare.unit import GROWTH
from sifund.model.calibrate import calibrate
from sifund.model.case import Case
from sifund.report.brief import ALERTS, LEVERS, Brief
from sifund.report.order import Order
from sifund.report.sentences import adjustment, budget, outturn
from sifund.scenario import Scenario
from sifund.scenario.steps import places, scale, unit_name
from sifund.text import LANGS, Lang
from sifund.ui.outlook.words import goal_words, remedy_words

FEN = 0.005
EXAMPLES = 40


# --- cases ------------------------------------------------------------------------------------------------------------


@cache
def office(months: int, openings: bool) -> Dataset:
    """The report's amounts as an office's of 2022: of some months, with balances or without."""
    lines = [amount(key, yuan * months / 12) for key, yuan in PRINTED.items()]
    parameters = [known("unemployment.benefit_standard", 1323), known("resident.basic_standard", 360)]
    accounts = [account(fund, "opening", 5e8) for fund in catalog.all_funds()] if openings else []
    return small(lines, parameters, accounts, months=months)


@cache
def datasets() -> tuple[Dataset, ...]:
    return sample(), office(9, openings=True), office(12, openings=False)


class Held:
    """A scenario on a dataset, and its run, which is what sentences are held against."""

    def __init__(self, dataset: Dataset, scenario: Scenario) -> None:
        self.dataset, self.scenario, self.result = dataset, scenario, Case(dataset, scenario.changes, 6).side()

    def __repr__(self) -> str:
        return f"{self.dataset.code} of {self.dataset.meta.months_covered} months: {self.scenario.text()}"

    def pair(self, fund: str, measure: str, year: int) -> tuple[float, float]:
        """Baseline and scenario of a measure."""
        at = self.result.years.index(year)
        return float(amounts(self.result.baseline, fund, measure)[at]), float(amounts(self.result, fund, measure)[at])

    def gap(self, fund: str, measure: str, year: int) -> float:
        before, after = self.pair(fund, measure, year)
        return after - before

    def moves(self, fund: str, year: int) -> bool:
        """Whether a line of the fund differs that year."""
        at = self.result.years.index(year)
        keys = [key for key in self.result.line_keys() if key.startswith(f"{fund}.")]
        return any(abs(self.result.line(k)[at] - self.result.baseline.line(k)[at]) >= FEN for k in keys)

    def first(self, fund: str) -> int | None:
        return next((year for year in self.result.years if self.moves(fund, year)), None)

    def path(self, key: str, row: int) -> np.ndarray:
        """A parameter's months in its own unit, of the baseline (0) or the scenario (−1)."""
        p = catalog.parameter(key)
        return (self.result if row else self.result.baseline).path(p) * p.divisor


@st.composite
def scenarios(draw: st.DrawFn, dataset: Dataset) -> Scenario:
    """Up to five changes of what the dataset has, at any months of the run; on the shipped data perhaps typed inputs."""
    base, table, first = calibrate(dataset), catalog.parameters(), dataset.base_year
    keys = draw(
        st.lists(st.sampled_from([k for k in base.values if table[k].kind != "input"]), max_size=5, unique=True)
    )
    changes = []
    for key in keys:
        low, high = value_range(dataset, table[key], hard=False)
        path = draw(steps(table[key], low, high, last_year=first + 6))
        changes.append((key, tuple(step for step in path if not table[key].dated or step[0] >= month_of(first)) or
                        ((month_of(first + 1), path[0][1]),)))  # fmt: skip
    if dataset is sample():
        typed = draw(st.lists(st.sampled_from(sorted(INPUT_RANGES)), max_size=2, unique=True))
        changes += [(key, draw(steps(table[key], *INPUT_RANGES[key]))) for key in typed]
    return Scenario(tuple(sorted(changes)))


@st.composite
def cases(draw: st.DrawFn) -> Held:
    dataset = draw(st.sampled_from(datasets()))
    scenario = draw(scenarios(dataset))
    return Held(dataset, scenario)


# --- the answer -------------------------------------------------------------------------------------------------------

NAMES = {name(lang): key for key, fund in catalog.all_funds().items() for lang in LANGS for name in [fund.name]}
ANY_FUND = "|".join(map(re.escape, NAMES))
FLOWS = {"支出": "expenditure", "spending": "expenditure", "收入": "income", "income": "income"}
MONTHS = {"zh": rf"(?P<own>{NUMBER})个月", "en": rf"(?P<own>{NUMBER}) months"}


class Answer:
    """Reads the answer: whose fund and which year is spoken of, and what is said of them."""

    def __init__(self, case: Held) -> None:
        self.case = case

    def rules(self) -> list[Rule]:
        zh, en = MONEY["zh"], MONEY["en"]
        return [
            Rule(r"(?P<first>[0-9]{4})—(?P<last>[0-9]{4})年", "(?P<first>[0-9]{4})–(?P<last>[0-9]{4})", self.years),
            Rule(rf"(?P<year>[0-9]{{4}})年：(?P<fund>{ANY_FUND})?", rf"(?P<year>[0-9]{{4}}): (?P<fund>{ANY_FUND})?", self.year),
            Rule(rf"(?P<flow>支出|收入)(?P<gap>{zh})(?:（(?P<share>不到0\.1%|{NUMBER}%)）)?",
                 rf"(?P<flow>spending|income) (?P<gap>{en})(?: \((?P<share>under 0\.1%|{NUMBER}%)\))?", self.flow),
            Rule("(?P<flow>支出|收入)与基线相同", "(?P<flow>spending|income) as in the baseline", self.level),
            Rule(rf"年末滚存结余比基线(?P<gap>{zh})", rf"closing balance (?P<gap>{en}) against the baseline", self.gap),
            Rule(rf"年末滚存结余(?P<own>{zh})（(?:比基线(?P<gap>{zh})|与基线相同)）",
                 rf"closing balance (?P<own>{en}) \((?:(?P<gap>{en}) against the baseline|as in the baseline)\)", self.closing),
            Rule(rf"(?:备付期限|可支付月数)(?:{MONTHS['zh']}|已用尽)(?:（基线(?:(?P<base>{NUMBER})个月|已用尽)）)?",
                 rf"(?:{MONTHS['en']} of cover|cover exhausted)(?: \(baseline (?:(?P<base>{NUMBER}) months|exhausted)\))?", self.cover),
            Rule(rf"(?P<light>黄|红)灯线(?P<bound>{NUMBER})个月（(?P<year>[0-9]{{4}})年首次）",
                 rf"the (?P<light>amber|red) line of (?P<bound>{NUMBER}) months \(first in (?P<year>[0-9]{{4}})\)", self.floor),
            Rule("年末结余0（(?P<year>[0-9]{4})年首次）", r"a balance of 0 \(first in (?P<year>[0-9]{4})\)", self.empty),
            Rule("(?:等(?P<count>[0-9]+)项)?（(?P<year>[0-9]{4})年首次）",
                 r"(?: and (?P<more>[0-9]+) more)? \(first in (?P<year>[0-9]{4})\)", self.legal),
        ]  # fmt: skip

    def years(self, match: re.Match[str], place: Place) -> None:
        assert [int(match["first"]), int(match["last"])] == [self.case.result.years[0], self.case.result.years[-1]]

    def year(self, match: re.Match[str], place: Place) -> None:
        place.said["year"] = int(match["year"])
        if match["fund"]:
            place.said["fund"] = NAMES[match["fund"]]
            assert place.said["year"] == self.case.first(place.said["fund"])
        place.said.setdefault("spoken", []).append((place.said["fund"], place.said["year"]))

    def at(self, place: Place) -> tuple[str, int]:
        return place.said["fund"], place.said["year"]

    def flow(self, match: re.Match[str], place: Place) -> None:
        fund, year = self.at(place)
        before, after = self.case.pair(fund, FLOWS[match["flow"]], year)
        gap = money(match["gap"])
        assert gap.signed and gap.is_(after - before) and gap.value, match[0]
        if match["share"]:
            share = (after / before - 1) * 100
            small = "0.1%" in match["share"] and match["share"][0] not in "+−"
            assert abs(share) < 0.05 if small else printed(match["share"]).is_(share), match[0]

    def level(self, match: re.Match[str], place: Place) -> None:
        fund, year = self.at(place)
        assert abs(self.case.gap(fund, FLOWS[match["flow"]], year)) < FEN

    def gap(self, match: re.Match[str], place: Place) -> None:
        fund, year = self.at(place)
        self.known(fund)
        assert money(match["gap"]).is_(self.case.gap(fund, "closing", year)) and money(match["gap"]).signed

    def closing(self, match: re.Match[str], place: Place) -> None:
        fund, year = self.at(place)
        self.known(fund)
        assert year == self.case.result.years[-1]
        assert money(match["own"]).is_(self.case.pair(fund, "closing", year)[1])
        gap = self.case.gap(fund, "closing", year)
        assert money(match["gap"]).is_(gap) if match["gap"] else abs(gap) < FEN

    def cover(self, match: re.Match[str], place: Place) -> None:
        fund, year = self.at(place)
        self.known(fund)
        before, after = self.case.pair(fund, "cover_months", year)
        assert printed(match["own"]).is_(after) and after > -FEN if match["own"] else after < 0
        assert match["base"] is None or printed(match["base"]).is_(before)

    def known(self, fund: str) -> None:
        """Balances are spoken of only where the opening is known."""
        assert not self.case.result.base.openings[fund].missing

    def floor(self, match: re.Match[str], place: Place) -> None:
        fund = place.said["fund"]
        self.known(fund)
        band = catalog.all_funds()[fund].band
        bound = band.amber if match["light"] in ("黄", "amber") else band.red
        assert printed(match["bound"]).value == bound
        assert int(match["year"]) == self.passed(fund, "cover_months", bound)

    def empty(self, match: re.Match[str], place: Place) -> None:
        assert int(match["year"]) == self.passed(place.said["fund"], "closing", -FEN)

    def passed(self, fund: str, measure: str, bound: float) -> int | None:
        """The first year in which the scenario is below and the baseline is not."""
        pairs = ((year, *self.case.pair(fund, measure, year)) for year in self.case.result.years)
        return next(
            (year for year, before, after in pairs if after < bound <= before or (after < bound and before != before)),
            None,
        )

    def legal(self, match: re.Match[str], place: Place) -> None:
        groups, years = match.groupdict(), {}
        for alert in alerts(self.case.result):
            if alert.key.startswith(f"{place.said['fund']}."):
                years.setdefault(alert.key, []).extend(alert.years)
        assert int(match["year"]) == min(map(min, years.values()))
        assert int(groups.get("count") or int(groups.get("more") or 0) + 1) == len(years)


def the_answer_is_whole(case: Held, places: list[Place]) -> None:
    """Every fund that moves has its first year and the last, and nothing is said of another."""
    spoken = [pair for place in places for pair in place.said.get("spoken", [])]
    moved = [fund for fund in case.result.funds if case.first(fund)]
    assert {fund for fund, _ in spoken} == set(moved)
    for fund in moved:
        years = [year for own, year in spoken if own == fund]
        assert years[0] == case.first(fund) and years[-1] == case.result.years[-1] and years == sorted(set(years))


# --- paths: what is changed, and what is assumed ----------------------------------------------------------------------

OPTIONS = {
    option.name(lang): value
    for p in catalog.parameters().values()
    for value, option in enumerate(p.options)
    for lang in LANGS
}
UNITS = {lang: "|".join(map(re.escape, sorted({"%", *(unit_name(p)(lang) for p in catalog.parameters().values())}, key=len, reverse=True)))
         for lang in LANGS}  # fmt: skip
VALUE = rf"(?P<value>{NUMBER}|{'|'.join(map(re.escape, OPTIONS))})"
ITEM = {
    "zh": rf"(?:(?P<year>[0-9]{{4}})年(?:(?P<month>[0-9]{{1,2}})月)?(?P<since>起)?)?{VALUE}(?: ?(?P<unit>{UNITS['zh']}))?",
    "en": rf"{VALUE}(?: ?(?P<unit>{UNITS['en']}))?(?: (?P<since>from|in) (?P<year>[0-9]{{4}})(?:-(?P<month>[0-9]{{2}}))?)?",
}
CLOSE = 5.1e-5
"""Typed values are said to four decimals."""


def read_items(text: str, lang: Lang) -> list[tuple[int | None, bool, float]]:
    """Month, whether it is of that year alone, and value, of each item of a path."""
    items, at, separator = [], 0, "，" if lang == "zh" else ", "
    while at < len(text):
        match = re.compile(ITEM[lang]).match(text, at)
        assert match, (text[at:], text)
        month = month_of(int(match["year"]), int(match["month"] or 1)) if match["year"] else None
        value = OPTIONS[match["value"]] if match["value"] in OPTIONS else printed(match["value"]).value
        items.append((month, match["since"] in (None, "in"), float(value)))
        at = match.end() + len(separator)
        assert text[match.end() : at] in ("", separator), text
    return items


def is_path(
    items: list[tuple[int | None, bool, float]],
    key: str,
    typed: tuple[tuple[int, float], ...],
    expected: int,
    lang: Lang,
) -> bool:
    """Whether the items are the typed steps, each from its month; one without a month is from `expected`, where it takes
    one and is not the only one."""
    unit = scale(catalog.parameter(key), lang)
    turns = [step for at, step in enumerate(typed) if not at or step[1] != typed[at - 1][1]]
    if len(turns) != len(items):
        return False
    return all(
        abs(value - typed_value / unit) <= CLOSE and (month == at or (month is None and at in (expected, 0)))
        for (month, _, value), (at, typed_value) in zip(items, turns, strict=True)
    )


def the_question(case: Held, lang: Lang) -> None:
    """Up to three of the changes, each a path that the scenario has; and the funds that it moves."""
    brief = Brief(Order(case.dataset, case.scenario, lang))
    text, expected = brief.question, month_of(case.result.years[0] + 1)
    if not case.scenario.changes:
        return
    cut, ends = ("如果", "，") if lang == "zh" else ("What if ", "?")
    head = text.removeprefix(cut)
    for fund in case.result.funds:
        assert (catalog.fund_name(fund)(lang) in head) == (fund == brief.fund or case.first(fund) is not None), text
    tail = "，" + catalog.fund_name(brief.fund)(lang) if lang == "zh" else "?"
    said = head[: head.index(tail)] if lang == "zh" else head[: head.index(ends)]
    said, more = re.subn(r"等[0-9]+项改变$| and more \([0-9]+ changes\)$", "", said)
    assert more == (len(case.scenario.changes) > 3)
    link = "为" if lang == "zh" else " is "
    left = dict(case.scenario.changes)
    for part in said.split("；" if lang == "zh" else "; "):
        match = next(
            (key for key, typed in left.items()
             if part.startswith((name := catalog.parameter(key).name.inside(lang)) + link)
             and is_path(read_items(part.removeprefix(name + link), lang), key, typed, expected, lang)),
            None,
        )  # fmt: skip
        assert match, (part, left)
        del left[match]


def the_levers(case: Held, lang: Lang) -> None:
    """Each change with its path, and the baseline's values where its steps begin."""
    brief = Brief(Order(case.dataset, case.scenario, lang))
    rows = list(brief.levers())
    changes = sorted(case.scenario.changes, key=lambda change: catalog.parameter(change[0]).fund != brief.fund)
    for row, (key, typed) in zip(rows[: LEVERS[brief.full]], changes, strict=False):
        p = catalog.parameter(key)
        path, _, was = row["value"].partition("（原" if lang == "zh" else " (was ")
        path = re.sub("，其后按假设增长$|, then growing as assumed$", "", path)
        assert is_path(read_items(path, lang), key, typed, -1, lang), (row, typed)
        if was and not p.options and p.dated:
            first = month_of(case.result.years[0])
            before = [
                case.path(key, 0)[m - first] / scale(p, lang) for m, _ in typed if m - first < len(case.path(key, 0))
            ]
            numbers = [printed(n).value for n in re.findall(rf"(?<![0-9-]){NUMBER}(?=%| (?:{UNITS[lang]}))", was)]
            assert all(min(abs(n - b) for n in numbers) <= 0.5 * 10.0 ** -places(p, lang) for b in before), (
                row,
                before,
            )


def the_assumptions(case: Held, lang: Lang) -> None:
    """Every growth that is stated is the scenario's in every year after the base year."""
    brief, years = Brief(Order(case.dataset, case.scenario, lang)), case.result.years[1:]
    (text,) = [words for words in brief.assumptions() if re.search("年的假设：|^Assumed for ", words)] or [""]
    if not text:
        return
    span, _, rest = text.rstrip("。.").partition("：" if lang == "zh" else ": ")
    assert [int(y) for y in re.findall("[0-9]{4}", span)] == [years[0], years[-1]]
    growing = {
        p.name.inside(lang): p.key for p in catalog.of_kind(("assumption",), brief.fund, "economy") if p.unit == GROWTH
    }
    told = set()
    for part in rest.split("；" if lang == "zh" else "; "):
        name = max((n for n in growing if part.startswith(n)), key=len)
        items, path = read_items(part.removeprefix(name).strip(), lang), case.path(growing[name], -1)[12::12]
        for at, year in enumerate(years):
            (*_, value) = [v for month, _, v in items if month is None or month <= month_of(year)]
            assert abs(value - path[at]) <= CLOSE, (part, year, path)
        told.add(growing[name])
    typed = {key for key, _ in case.scenario.changes if key in growing.values()}
    moving = {key for key in typed if any(line.startswith(f"{brief.fund}.") and line in case.result.base.modelled
                                          for line in catalog.moved_by(key))}  # fmt: skip
    assert moving <= told


def the_figures(case: Held, lang: Lang) -> None:
    """The four figures of the brief, each of the year that it names; a dash only where the opening is unknown."""
    brief = Brief(Order(case.dataset, case.scenario, lang))
    words = {
        "支出": "expenditure",
        "Expenditure": "expenditure",
        "年末滚存结余": "closing",
        "Closing balance": "closing",
    }
    for row in brief.figures():
        year, _, name = row["name"].partition(" · ")
        measure = words.get(name, "cover_months")
        before, after = case.pair(brief.fund, measure, int(year))
        unknown = case.result.base.openings[brief.fund].missing and measure != "expenditure"
        for cell, expected in ((row["scenario"], after), (row["baseline"], before), (row["change"], after - before)):
            gone = measure == "cover_months" and min(before, after) < 0
            if unknown or expected != expected or (gone and cell == row["change"]):
                assert "—" in cell and not re.search("[0-9]", cell)
            elif gone and expected < 0:
                assert cell == {"zh": "已用尽", "en": "exhausted"}[lang]
            else:
                number = printed(cell) if measure == "cover_months" else money(cell)
                assert number.is_(expected) or abs(expected) < FEN, (row, expected)


# --- the table --------------------------------------------------------------------------------------------------------


def the_answer(case: Held, lang: Lang) -> None:
    reader = Answer(case)
    texts = [words(lang) for words in answer(case.result, case.scenario)]
    the_answer_is_whole(case, [read(text, lang, reader.rules()) for text in texts])
    for text in texts:
        assert not re.search(r"[，。；：（）]", text) or lang == "zh", text


def what_needs_attention(case: Held, lang: Lang) -> None:
    """Cover and deficits of the base year's baseline."""
    funds, first = {f.short(lang): f.key for f in catalog.all_funds().values()}, case.result.years[0]

    def fund(match: re.Match[str], place: Place) -> None:
        place.said["fund"] = funds[match["fund"]]

    def months(match: re.Match[str], place: Place) -> None:
        assert not case.result.base.openings[place.said["fund"]].missing
        assert printed(match["own"]).is_(case.pair(place.said["fund"], "cover_months", first)[0])
        band = catalog.all_funds()[place.said["fund"]].band
        assert float(match["line"]) in (band.red, band.amber)

    def gap(match: re.Match[str], place: Place) -> None:
        assert money(match["gap"]).is_(-case.pair(place.said["fund"], "surplus", first)[0])

    rules = [
        Rule(f"^(?P<fund>{'|'.join(map(re.escape, funds))})", f"^(?P<fund>{'|'.join(map(re.escape, funds))})", fund),
        Rule(rf"{MONTHS['zh']}，低于(?P<line>[0-9.]+)", rf"{MONTHS['en']} of cover at the year's end, below (?P<line>[0-9.]+)", months),
        Rule(f"支出大于收入(?P<gap>{MONEY['zh']})", f"exceeds its income by (?P<gap>{MONEY['en']})", gap),
    ]  # fmt: skip
    for item in attention(case.result):
        read(item.says(lang), lang, rules)


def what_breaks_the_law(case: Held, lang: Lang) -> None:
    """Years of the alerts that a brief lists: those of the run; what is printed is a value of the path in one of them."""
    brief = Brief(Order(case.dataset, case.scenario, lang))
    for line, alert in zip(brief.alerts(), alerts(case.result)[: ALERTS[brief.full]], strict=False):
        head = line.removeprefix("合规提示 · " if lang == "zh" else "Legal alert · ")
        spans = [
            re.fullmatch("([0-9]{4})(?:[–—]([0-9]{4}))?", part) for part in re.split("、|, ", head.split(" · ")[0])
        ]
        years = [y for span in spans if span for y in range(int(span[1]), int(span[2] or span[1]) + 1)]
        assert years == list(alert.years), line
        if alert.key in catalog.parameters() and (
            value := re.search(rf"[：:] ?(?:填写的|现行的|typed )?({NUMBER})", head)
        ):
            own = case.path(alert.key, -1).reshape(-1, 12)[[y - case.result.years[0] for y in years]].flatten()
            typed = [step for _, step in case.scenario.steps(alert.key)]
            assert any(printed(value[1]).is_(x) for x in (*own, *typed)), line


def side_by_side(case: Held, lang: Lang) -> None:
    """Who spends most and closes highest among the scenario, half of its changes, and the baseline."""
    half = replace(case.scenario, changes=case.scenario.moves[::2], name="half")
    found = compare(case.dataset, [replace(case.scenario, name="whole"), half, Scenario(name="none")])
    fund = found.fund_shown("")
    year = found.first_year(fund)
    at = found.years.index(year)
    text = ranking(found, fund, year)(lang)
    if found.all_same(fund):
        assert not re.search("万元|× 10k", text)
        return
    assert str(year) in text and catalog.fund_name(fund)(lang) in text
    amounts = {
        m: [float(found.amounts(fund, m, n)[at]) for n in (1, 2, 3)] for m in ("expenditure", "closing", "cover_months")
    }
    spends, _, closes = text.partition("，年末滚存结余" if lang == "zh" else ") and " if "most" in text else " and ")
    names = ["whole", "half", "none"]

    def tops(measure: str) -> set[str]:
        best = max(amounts[measure])
        return {name for name, amount in zip(names, amounts[measure], strict=True) if amount > best - FEN}

    told = set(re.findall('[“"](whole|half|none)[”"]', spends))
    assert told == (tops("expenditure") if len(tops("expenditure")) < 3 else set()), text
    if gap := re.search(MONEY[lang], spends):
        highest = amounts["expenditure"].index(max(amounts["expenditure"]))
        base = float(found.beside(fund, "expenditure", highest + 1)[at])
        assert money(gap[0]).is_(amounts["expenditure"][highest] - base), text
    if not found.side(0).base.openings[fund].missing:
        assert set(re.findall('[“"](whole|half|none)[”"]', closes)) == (
            tops("closing") if len(tops("closing")) < 3 else set()
        ), text
        if months := re.search(rf"({NUMBER})(?:个月| months)", closes):
            assert printed(months[1]).is_(amounts["cover_months"][amounts["closing"].index(max(amounts["closing"]))])


def what_it_takes(case: Held, lang: Lang) -> None:
    """The first sentence of a solved question: the value, its month, the year, and what it gives when it is run."""
    lever, fund = "unemployment.refund_take_up", "unemployment"
    if case.result.base.openings[fund].missing:
        return
    last = case.result.years[-1]
    target = max(0.0, round(case.pair(fund, "cover_months", last)[1] + 0.5, 2))
    found = solve(case.dataset, case.scenario, lever, Goal(fund, "cover_months", last, target), years=6)
    says = solved(found)[0](lang)
    rerun = Case(case.dataset, found.scenario.changes, 6).side()
    reached = float(amounts(rerun, fund, "cover_months")[-1])
    gone = reached < 0 and {"zh": "已用尽", "en": "exhausted"}[lang] in says
    assert str(last) in says and (
        gone or any(printed(n).is_(reached) for n in re.findall(rf"({NUMBER})(?:个月| months)", says))
    ), says
    if found.status == "met":
        month, value = found.scenario.steps(lever)[-1]
        assert f"{month // 12}-{month % 12 + 1:02d}" in says
        assert any(abs(printed(n).value - value) <= CLOSE for n in re.findall(rf"({NUMBER})%", says)), says


def the_year_in_review(case: Held, lang: Lang) -> None:
    """Amount, growth and completion of every line and total of the annual report, and what its budget became."""
    data, pattern = case.dataset, MONEY[lang]
    for row in performance(data, 5.0, 20.0):
        own, before = data.line(row.line), data.line(row.line, data.base_year - 1)
        if own is None or own.actual_yuan is None:
            continue
        name = catalog.fund_name(row.fund)(lang) if row.kind == "total" else row.name(lang)
        head, _, tail = outturn(row)(lang).partition(name)
        assert [int(n) for n in re.findall("[0-9]{4}", head)][:1] == [data.base_year], head
        assert money(re.search(pattern, tail)[0]).is_(own.actual_yuan), tail  # type: ignore[index]
        growth = re.search(rf"(?:同比(?P<word>增长|减少)|(?P<way>up|down) )(?P<rate>{NUMBER})%", tail)
        if growth:
            assert before and before.actual_yuan, tail
            rate = (own.actual_yuan / before.actual_yuan - 1) * 100
            assert (rate > 0) == ((growth["word"] or growth["way"]) in ("增长", "up")) and printed(growth["rate"]).is_(
                abs(rate)
            )
        budgets = [own.budget_yuan, own.initial_budget_yuan]
        for rate in re.findall(rf"(?<=的)({NUMBER})%|({NUMBER})% of", tail):
            value = printed(rate[0] or rate[1])
            assert any(b and value.is_(own.actual_yuan / b * 100) for b in budgets), tail
        for amount_said in re.findall(pattern, (adjustment(row) or budget(row))(lang)):
            change = abs((own.budget_yuan or 0) - (own.initial_budget_yuan or 0))
            assert any(b is not None and money(amount_said).is_(b) for b in (*budgets, change)), tail


def what_would_cure(case: Held, lang: Lang) -> None:
    """A remedy of the outlook: put in as it is said, cover stands at or above what is said, in every year that is said."""
    fund, first = "unemployment", case.result.years[0]
    if case.result.base.openings[fund].missing:
        return
    lowest = float(np.nanmin(amounts(case.result, fund, "cover_months")[1:]))
    goal = Bound(fund, case.result.years[-1], round(lowest + 0.5, 1))
    says = goal_words(goal, catalog.all_funds()[fund].band, case.result.years[1:])(lang)
    assert [int(n) for n in re.findall("[0-9]{4}", says)] == [first + 1, case.result.years[-1]]
    assert printed(re.search(rf"({NUMBER})(?=个月| months)", says)[0]).value == goal.cover  # type: ignore[index]
    for remedy in remedies(case.dataset, case.scenario, goal, month_of(first + 1), 6).remedies[:2]:
        p, words = catalog.parameter(remedy.key), remedy_words(remedy)(lang)
        said = re.search(r"→ (.*?) ?[（(].*?([0-9]{4})-([0-9]{2})", words)
        assert said and words.startswith(p.name(lang)), words
        if p.options:
            value = OPTIONS[said[1]]
        else:
            number = re.search(NUMBER, said[1])
            assert number, words
            scale = (
                UNITS_OF_MONEY.get(said[1][number.end() :].strip().removesuffix(" a year"), 1)
                if p.unit.key == "yuan a year"
                else 1
            )
            value = printed(number[0], scale).value
        month = month_of(int(said[2]), int(said[3]))
        kept = tuple(step for step in case.scenario.steps(remedy.key) if step[0] < month)
        rerun = Case(case.dataset, case.scenario.with_steps(remedy.key, (*kept, (month, value))).changes, 6).side()
        assert amounts(rerun, fund, "cover_months")[1:].min() >= goal.cover - 1e-6, words


MAKERS: dict[str, Callable[[Held, Lang], None]] = {
    "answer": the_answer, "question": the_question, "levers": the_levers, "assumptions": the_assumptions,
    "figures": the_figures, "attention": what_needs_attention, "alerts": what_breaks_the_law, "ranking": side_by_side,
    "solve": what_it_takes, "year": the_year_in_review, "remedy": what_would_cure,
}  # fmt: skip
SLOW = {"solve": 6, "year": 6, "remedy": 4}
"""Makers that run the model many times, and how many cases they are read in."""


@pytest.mark.parametrize("maker", MAKERS)
def test_every_figure_year_and_rate_is_the_runs(maker: str) -> None:
    @settings(max_examples=SLOW.get(maker, EXAMPLES))
    @given(case=cases())
    def holds(case: Held) -> None:
        for lang in LANGS:
            MAKERS[maker](case, lang)

    holds()
