"""What is asked of `simulate`, `link` and `replay`: the dataset, the scenario and the years."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

from sifund.cli.command import add_dataset, add_format, refuse
from sifund.cli.parser import Parser, Whole
from sifund.dataset import SAMPLE, Dataset, codes, find, is_reference, kept_dataset, refused
from sifund.problem import Problem, SifundError, problem
from sifund.scenario import Scenario, dataset_mark, parse, read_mark
from sifund.scenario.link import COMPARED, NTH_SCENARIO, SEPARATOR, VERSION, address_problems
from sifund.scenario.view import DEFAULT_YEARS, LAST_YEARS
from sifund.text import LANGS, Lang, Text

BASE_URL = "http://127.0.0.1:8501"
_LINK = re.compile(r"^[a-z]+://|^/|[?&](s|lang)=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A scenario on its dataset; its view holds the years."""

    dataset: Dataset
    scenario: Scenario
    lang: Lang
    notices: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What a link carries; `lang` is None where it names none."""

    text: str
    lang: Lang | None = None
    notices: tuple[Problem, ...] = ()


def add_output(parser: Parser) -> None:
    """Options that `replay` shares with `simulate`."""
    add_dataset(parser)
    add_years(parser)
    add_format(parser)


def add_years(parser: Parser) -> None:
    """The option that says how many years are run."""
    parser.add("--years", type=Whole(1, LAST_YEARS), metavar="N", says=Text(
        f"从基年起试算几年，1至{LAST_YEARS}（默认{DEFAULT_YEARS}，或方案自己的）",
        f"calendar years from the base year, 1 to {LAST_YEARS} (default {DEFAULT_YEARS}, or the scenario's own)",
    ))  # fmt: skip


def add_base(parser: Parser) -> None:
    """The option that says where links lead."""
    parser.add("--base", metavar="URL", default=BASE_URL,
               says=Text(f"网页服务的地址，写进链接（默认{BASE_URL}）", f"where the app runs, for links (default {BASE_URL})"))  # fmt: skip


def add_json(parser: Parser) -> None:
    """The short way to ask for JSON."""
    parser.add("--json", action="store_const", const="json", dest="format",
               says=Text("同 --format json", "the same as --format json"))  # fmt: skip


def add_scenario(parser: Parser) -> None:
    """Options of `simulate` and `link`."""
    add_output(parser)
    parser.add(
        "--scenario",
        metavar="TEXT",
        default="",
        says=Text("方案文本，即链接里的那一段", "scenario text, as a link carries it"),
    )
    parser.add(
        "--set", metavar="KEY=V[@YYYY-MM][,V@YYYY-MM]", action="append", default=[],
        says=Text("改动一项参数；不写月份的从基年次年1月起；可重复（键由命令parameters列出）",
                  "change one parameter; a value without a month starts in January after the base year; may be repeated "
                  "(the command `parameters` lists the keys)"),
    )  # fmt: skip


def read_scenario(args: argparse.Namespace) -> Request:
    """The dataset and scenario of --scenario and --set. Raises SifundError for anything that cannot be applied."""
    dataset = find(args.dataset or SAMPLE)
    parts = [_one_part(part) for part in args.set]
    scenario, notices = parse(";".join([args.scenario.strip() or VERSION, *parts]), dataset)
    if notices:
        raise SifundError([problem(
            "refused", "", "没有运行；先改正下列各条（网页和replay则照所写的办法继续）",
            "nothing was run; put these right first (the page and replay go on as they say)",
        ), *notices])  # fmt: skip
    return Request(dataset, _with_years(scenario, args.years), args.lang or "zh")


def read_replay(args: argparse.Namespace) -> Request:
    """The dataset and scenario of a link or a bare text; what does not apply is a notice."""
    link = read_link(args.link)
    dataset, about = _named_dataset(link.text, args.dataset)
    scenario, notices = parse(link.text, dataset)
    problems = (*link.notices, *about, *notices)
    return Request(dataset, _with_years(scenario, args.years), args.lang or link.lang or "zh", problems)


def read_compared(args: argparse.Namespace) -> tuple[Request, list[Scenario]]:
    """The first scenario of links or bare texts with the dataset and language of all, and every one of them, named; what
    does not apply is a notice. Raises SifundError where there are too many."""
    links = [read_link(given) for given in args.scenario]
    texts = [text for link in links for text in link.text.split(SEPARATOR)]
    if len(texts) > COMPARED:
        refuse("too_many", "SCENARIO", "给了{value}个方案；最多{limit}个。", "{value} scenarios are given; at most {limit}.",
               len(texts), limit=str(COMPARED))  # fmt: skip
    dataset, about = _named_dataset(texts[0], args.dataset)
    read = [parse(text, dataset) for text in texts]
    given: Lang | None = next((link.lang for link in links if link.lang), None)
    lang: Lang = args.lang or given or "zh"
    notices = [replace(one, place=f"{n}") for n, (_, wrong) in enumerate(read, start=1) for one in wrong]
    named = [replace(s, name=s.name or NTH_SCENARIO.format(number=n)(lang)) for n, (s, _) in enumerate(read, start=1)]
    problems = (*(one for link in links for one in link.notices), *about, *notices)
    return Request(dataset, _with_years(named[0], args.years), lang, problems), named


def _named_dataset(text: str, dataset_code: str | None) -> tuple[Dataset, list[Problem]]:
    """The dataset asked for, else the one that a text names, and what is to be said of that."""
    mark = read_mark(text)
    code, fingerprint = mark if mark and mark[0] in codes() else (SAMPLE, "")
    current = find(dataset_code or code)
    dataset = current if dataset_code else kept_dataset(code, fingerprint) or current
    reference = [refused(mark[0])] if mark and is_reference(mark[0]) else []
    return dataset, [*reference, *_earlier(dataset, current)]


def _earlier(dataset: Dataset, current: Dataset) -> list[Problem]:
    """That a link names an earlier version of a dataset, which is the one that is run."""
    return [] if dataset.fingerprint == current.fingerprint else [problem(
        "earlier", "d", "用的是数据集较早的一版（{value}），不是现用的版本（{current}）。",
        "the run is on an earlier version of the dataset ({value}), not the current one ({current}).",
        value=dataset_mark(dataset), current=dataset_mark(current),
    )]  # fmt: skip


def _one_part(part: str) -> str:
    if ";" in part or "=" not in part:
        refuse("set", "--set", "看不懂“{value}”；每个 --set 写一项：键=值@年-月。",
               'cannot read "{value}"; write one KEY=V@YYYY-MM for each --set.', part)  # fmt: skip
    return part


def _with_years(scenario: Scenario, years: int | None) -> Scenario:
    return replace(scenario, view=scenario.view.model_copy(update={"years": years})) if years else scenario


def write_link(base: str, scenario: Scenario, lang: Lang) -> str:
    """The link of the page that shows the scenario. Raises SifundError where `base` is no web address."""
    try:
        address = urlsplit(base)
        good = address.scheme in ("http", "https") and address.hostname and not (address.query or address.fragment)
    except ValueError:
        good = False
    if not good or not base.isprintable() or " " in base:
        refuse("base", "--base", "“{value}”不是网址；例如{example}。".replace("{example}", BASE_URL),
               f'"{{value}}" is not a web address; such as {BASE_URL}.', base)  # fmt: skip
    return scenario.link(base, lang)


def read_link(text: str) -> Link:
    """The scenario text and language of a full link, or a bare scenario text as it is. Raises SifundError."""
    if not _LINK.search(text):
        return Link(text)
    try:
        query = parse_qs(urlsplit(text.strip()).query, keep_blank_values=True)
    except ValueError:
        refuse("link", "LINK", "“{value}”不是完整的链接。", '"{value}" is not a whole link.', text)
    texts = query.get("s", [])
    lang: Lang | None = next((each for each in LANGS if each in query.get("lang", [])[-1:]), None)
    none = problem(
        "link",
        "LINK",
        "链接里没有方案（s=）；按基准显示。",
        "the link carries no scenario (s=); the baseline is shown.",
    )
    return Link(texts[-1] if texts else VERSION, lang, (*(() if texts else (none,)), *address_problems(query)))
