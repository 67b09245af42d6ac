"""`evaluate`: how often the band about a dataset's series held what came, and how good forecasts of running years were."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sifund.checks.report import check
from sifund.cli.command import HEADER, Answer, Command, add_dataset, add_format, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.dataset import NATION, Dataset, folder_of, load
from sifund.history.band import LEAST
from sifund.history.made import COURSES, TOGETHER, WORLDS, YEARS, tried
from sifund.history.past import Record, record
from sifund.history.progress import YearScore, year_scores
from sifund.history.record import ALL, SHAKEN, Point, Score, rows, score
from sifund.history.series import Series, flows, mixed
from sifund.history.used import Used, used
from sifund.problem import Problem, SifundError, problem
from sifund.text import DASH, Lang, Text, format_number, join, years_text

TOTALS = Text(
    "年度总额：从每个起点预测其后一至三年，与实际相比。覆盖率是实际落在带内的百分数；误差按总额的对数乘100计。",
    "Totals of years: forecast one to three years ahead from every origin, against what came. Coverage is the percent of "
    "outcomes inside the band; errors are of ln total, times 100.",
)
COLUMNS = (
    Text("序列", "series"), Text("前瞻年数", "years ahead"), Text("点数", "n"), Text("50%带", "50% band"),
    Text("90%带", "90% band"), Text("CRPS", "CRPS"), Text("照上年增长", "last growth"), Text("固定±10%", "fixed ±10%"),
)  # fmt: skip
EVERY = Text("全部", "all")
RUNNING = Text(
    "年中预测全年：三种简单方法的平均，只用此前的年度（至少三年）。误差是百分数的绝对值。",
    "The year's total within the year: the mean of three plain readings, from the years before alone (three at least). Errors "
    "are absolute, in percent.",
)
YEAR_COLUMNS = (
    Text("序列", "series"), Text("月末", "end of month"), Text("样本年数", "n"), Text("年度", "years"),
    Text("平均误差", "mean error"), Text("只用往年占比", "shares alone"), Text("按日历", "calendar"),
    Text("最大", "worst"), Text("所在年", "in"), Text("90%带", "90% band"),
)  # fmt: skip
MADE = Text(
    "程序造出的数列（{series}条，{years}年，{worlds}组）",
    "Series made by code ({series} series, {years} {years:year|years}, {worlds} {worlds:set|sets})",
)
CLAIM = {True: Text("适用", "claimed"), False: Text("不声称适用", "not claimed")}
SHORT = Text(
    "只有{count}个可用的年度总额，至少要{least}个才能评估。",
    "has {count} yearly {count:total|totals} that can be used; {least} are needed at least.",
)
MIXED = Text(
    "各行的单位或计法不同（金额与存量、人数混在一起），没有评估；请统一后再试。",
    "is left out: its rows differ in unit or way of counting (amounts beside stocks or persons); make them alike.",
)
DOUBT = Text("{meaning}照原数评估。", "{meaning} It is taken as it stands.")
TAKEN = Text("用到的年度总额", "Yearly totals that are used")
TAKEN_COLUMNS = (
    Text("序列", "series"), Text("所列数", "as they stand"), Text("按月数估计，只作起点", "estimated from months, origins alone"),
    Text("没有用", "left out"),
)  # fmt: skip
TO_MONTH, NOT_USED = (
    Text("{year}（到{month}月）", "{year} (to month {month})"),
    Text("{year}（{why}）", "{year} ({why})"),
)
Content = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A dataset's points and scores, and the series that are too short for any."""

    dataset: Dataset
    record: Record
    years: list[YearScore]

    @property
    def points(self) -> tuple[Point, ...]:
        return self.record.points

    @property
    def held(self) -> tuple[Series, ...]:
        return self.record.series

    @property
    def doubts(self) -> list[Problem]:
        """Series that are left out whole, and figures that do not fit and are taken all the same."""
        keys = {one.key for one in self.held}
        questions = (f for f in check(self.dataset).findings if f.place.table == "history" and f.severity != "note")
        doubts = [
            problem("doubt", f.place.key, DOUBT.zh, DOUBT.en, place=f.place.field, meaning=f.meaning)
            for f in questions
            if f.place.key in keys
        ]
        return [*_mixed(self.dataset), *doubts]

    @property
    def notices(self) -> tuple[Problem, ...]:
        return *self.short, *self.doubts

    @property
    def short(self) -> list[Problem]:
        """Why a series has no point."""
        there = {p.series for p in self.points}
        return [
            problem("too_short", one.key, SHORT.zh, SHORT.en, count=sum(one.total(y) is not None for y in one.years), least=LEAST + 2)
            for one in self.held if one.key not in there
        ]  # fmt: skip


def _options(parser: Parser) -> None:
    add_dataset(parser, NATION)
    add_format(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Scores of all series of money, full precision in JSON and CSV. Raises SifundError where there are none."""
    dataset = load(folder_of(args.dataset or NATION))
    held = flows(dataset)
    if not held and (doubts := _mixed(dataset)):
        raise SifundError(doubts)
    if not held:
        refuse("no_history", "DATASET", "“{value}”没有历史数列；请在“历史”表填入各年或各月的收支。",
               '"{value}" has no series; fill in the table "history" by year or month.', dataset.code)  # fmt: skip
    evaluation = Evaluation(dataset, record(held), year_scores(held))
    if args.format == "json":
        return Answer(write_json(_content(evaluation, args.lang or "zh")), evaluation.notices)
    if args.format == "csv":
        scores = [asdict(each) for each in rows(evaluation.points)]
        return Answer(write_csv(list(scores[0]), [list(each.values()) for each in scores]), evaluation.notices)
    return Answer("\n\n".join(_page(evaluation, args.lang or "zh")), evaluation.notices)


def _mixed(dataset: Dataset) -> list[Problem]:
    """Series whose rows count different things."""
    return [problem("mixed", one.key, MIXED.zh, MIXED.en) for one in mixed(dataset)]


def _content(evaluation: Evaluation, lang: Lang) -> Content:
    by_origin, by_target, by_series, shaken = (
        [_of(name, points) for name, points in part] for _, part in evaluation.record.parts()
    )
    return {
        "dataset": {"code": evaluation.dataset.code, "fingerprint": evaluation.dataset.fingerprint},
        "used": [_plain(each, lang) for each in used(evaluation.held)],
        "rows": [asdict(each) for each in rows(evaluation.points)],
        "by_origin": [{"origin": int(each.pop("series")), **each} for each in by_origin],
        "by_target": [{"target": int(each.pop("series")), **each} for each in by_target],
        "by_series": by_series,
        "shaken": {"years": list(SHAKEN), **shaken[0]},
        "year": [asdict(each) for each in evaluation.years],
        "made": [{"course": key, "claimed": course.claimed, **_of(key, tried(course))} for key, course in COURSES.items()],
        "too_short": [each.subject for each in evaluation.short],
    }  # fmt: skip


def _plain(each: Used, lang: Lang) -> Content:
    left = [{"year": year, "why": why(lang)} for year, why in each.left.items()]
    months = [{"year": year, "month": month} for year, month in each.estimated.items()]
    return {"series": each.series, "years": list(each.years), "estimated": months, "left_out": left}


def _of(name: str, points: Sequence[Point]) -> Content:
    return {key: value for key, value in asdict(score(name, points)).items() if key != "horizon"}


def _page(evaluation: Evaluation, lang: Lang) -> Iterator[str]:
    names = {one.key: one.name(lang) for one in evaluation.held} | {ALL: EVERY(lang)}
    dataset = evaluation.dataset
    yield HEADER.format(name=dataset.name, code=dataset.code, fingerprint=dataset.fingerprint)(lang)
    yield TAKEN(lang) + "\n" + _taken(evaluation, names, lang)
    yield "\n".join([TOTALS(lang), evaluation.record.few(lang), _scores(rows(evaluation.points), names, lang)])
    for title, part in evaluation.record.parts():
        scores = [score(name, each) for name, each in part]
        yield _scores(scores, names, lang, title)
    yield RUNNING(lang) + "\n" + _years(evaluation.years, names, lang)
    yield _made(lang)


def _taken(evaluation: Evaluation, names: dict[str, str], lang: Lang) -> str:
    body = []
    for each in used(evaluation.held):
        estimated = join(TO_MONTH.format(year=year, month=month) for year, month in each.estimated.items())
        left = join(NOT_USED.format(year=year, why=why) for year, why in each.left.items())
        words = years_text(each.years) if each.years else None, estimated, left
        body.append([names[each.series], *(part(lang) if part else DASH for part in words)])
    return write_table([[column(lang) for column in TAKEN_COLUMNS], *body], words=4)


def _scores(scores: Sequence[Score], names: dict[str, str], lang: Lang, first: Text = COLUMNS[0]) -> str:
    head = [column(lang) for column in (first, *COLUMNS[1:])]
    body = [
        [names.get(each.series, each.series), f"{each.horizon or '—'}", f"{each.n}",
         *(format_number(x, 1) for x in list(asdict(each).values())[3:])]
        for each in scores
    ]  # fmt: skip
    return write_table([head, *body], words=1)


def _years(scores: Sequence[YearScore], names: dict[str, str], lang: Lang) -> str:
    body = [
        [names[each.series], f"{each.month}", f"{each.n}", years_text(each.years)(lang),
         *(format_number(x, 1) for x in (each.error, each.error_shares, each.error_calendar, each.worst)),
         f"{each.worst_year}", format_number(each.coverage_90, 1)]
        for each in scores
    ]  # fmt: skip
    return write_table([[column(lang) for column in YEAR_COLUMNS], *body], words=1)


def _made(lang: Lang) -> str:
    title = MADE.format(series=TOGETHER, years=YEARS, worlds=WORLDS)(lang)
    scores = [(course, score("", tried(course))) for course in COURSES.values()]
    body = [
        [course.name(lang), CLAIM[course.claimed](lang), f"{made.n}", *(format_number(x, 1) for x in (made.coverage_50, made.coverage_90))]
        for course, made in scores
    ]  # fmt: skip
    head = [COLUMNS[0](lang), "", *(column(lang) for column in COLUMNS[2:5])]
    return title + "\n" + write_table([head, *body], words=2)


COMMAND = Command(
    Text(
        "预测以往准不准：实际有多少落在区间内，年中预测差多少。",
        "How often the band about a dataset's series held what came, and how good forecasts of running years were.",
    ),
    _options,
    _run,
)
