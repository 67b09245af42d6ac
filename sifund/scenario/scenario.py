"""Scenario: changed paths on a dataset's baseline, its text form, and its fingerprint.

Text: `1;d=urumqi-2021.3fa9c2;n=<percent-encoded name>;unemployment.benefit_standard=1530@2022-01,1620@2024-01;view.years=10`

`k=<id>.<version>` beside `d=` names the saved scenario that it was made from; `1;k=<id>.<version>` alone asks for it.
Scenarios to be compared are joined by `|`, the page's own first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import Inputs, Parameter, Steps, month_text
from sifund.problem import Problem, SifundError, problem, shown, unfit_words
from sifund.scenario.link import SEPARATOR, VERSION, address, read_origin
from sifund.scenario.steps import read_steps
from sifund.scenario.view import View, read_view
from sifund.text import Lang, Text, fit, plain

TEXT_LIMIT = 20_000
NAME_LIMIT = 80
NAME = Text("方案名称", "name of a scenario")
_DATASET = re.compile(r"([a-z0-9][a-z0-9-]{0,39})(?:\.([0-9a-f]{6,12}))?")
Changes = tuple[tuple[str, Steps], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is changed, from when. `changes` are sorted by key and hold values in the parameter's own unit;
    a value that takes no date stands at month 0. `dataset` is "code.fingerprint" or empty; `origin` the "id.version" of
    the saved scenario that it was made from, or empty. Raises SifundError for a name that holds what no text may hold."""

    changes: Changes = ()
    name: str = ""
    dataset: str = ""
    view: View = View()
    origin: str = ""

    def __post_init__(self) -> None:
        if problems := unfit_words(NAME, self.name):
            raise SifundError(problems)

    def steps(self, key: str) -> Steps:
        """The changed steps of a parameter; empty where it is untouched."""
        return next((steps for k, steps in self.changes if k == key), ())

    def with_steps(self, key: str, steps: Steps) -> Scenario:
        """The scenario with a parameter's steps replaced; no steps put it back to the baseline."""
        rest = [(k, s) for k, s in self.changes if k != key]
        return replace(self, changes=_sorted([*rest, (key, steps)] if steps else rest))

    @property
    def inputs(self) -> Inputs:
        """Base-year inputs (key, yuan), which change the baseline itself."""
        return inputs_of(self.changes)

    @property
    def moves(self) -> Changes:
        """Changes of levers, drivers and assumptions."""
        return moves_of(self.changes)

    def text(self) -> str:
        """The text form that links, the command line and files use."""
        parts = [VERSION]
        parts += [f"d={self.dataset}"] if self.dataset else []
        parts += [f"n={quote(self.name, safe='')}"] if self.name else []
        parts += [f"k={self.origin}"] if self.origin else []
        parts += [f"{key}={steps_text(key, steps)}" for key, steps in self.changes]
        return ";".join(parts + self.view.parts())

    def link(self, base: str, lang: Lang) -> str:
        """The address, below `base`, that opens the what-if page to this scenario."""
        return address(base, "scenario", self.text(), lang)

    @property
    def fingerprint(self) -> str:
        """Hash of what is changed (not of name or view): 12 hexadecimal digits."""
        text = ";".join(f"{key}={steps_text(key, steps)}" for key, steps in self.changes)
        return hashlib.sha256(text.encode()).hexdigest()[:12]


def inputs_of(changes: Changes) -> Inputs:
    """Base-year inputs (key, yuan) among changes."""
    return tuple((k, s[0][1]) for k, s in changes if catalog.parameters()[k].kind == "input")


def moves_of(changes: Changes) -> Changes:
    """Changes of levers, drivers and assumptions among changes."""
    return tuple((k, s) for k, s in changes if catalog.parameters()[k].kind != "input")


def _sorted(changes: list[tuple[str, Steps]]) -> Changes:
    return tuple(sorted(changes))


def dataset_mark(dataset: Dataset) -> str:
    """What a scenario says of the dataset it was made on."""
    return f"{dataset.code}.{dataset.fingerprint[:6]}"


def read_mark(text: str) -> tuple[str, str] | None:
    """Code and start of the fingerprint of the dataset that a text names; None where it names none that can be read."""
    marks = (part.removeprefix("d=") for part in text[:TEXT_LIMIT].split(";") if part.startswith("d="))
    match = _DATASET.fullmatch(next(marks, ""))
    return (match[1], match[2] or "") if match else None


def value_text(p: Parameter, value: float) -> str:
    """A value as a link writes it: an option by its key, a number in plain digits."""
    return p.options[int(value)].key if p.options else plain(value)


def steps_text(key: str, steps: Steps) -> str:
    """1530@2022-01,1620@2024-01; a value without date for what takes none."""
    p = catalog.parameters()[key]
    if not p.dated:
        return value_text(p, steps[0][1])
    return ",".join(f"{value_text(p, value)}@{month_text(month)}" for month, value in steps)


def parse(text: str, dataset: Dataset) -> tuple[Scenario, tuple[Problem, ...]]:
    """The scenario of a text and a notice for everything in it that could not be applied. Never raises."""
    if len(text) > TEXT_LIMIT:
        return Scenario(dataset=dataset_mark(dataset)), (_too_long(),)
    parts, notices = _parts(text)
    marks: dict[str, str] = {}
    changes: dict[str, Steps] = {}
    for part in parts:
        key, equals, body = part.partition("=")
        if not equals:
            notices.append(_not_a_part(part))
        elif key not in ("d", "n", "k") and not key.startswith("view."):
            key, steps, wrong = _read_change(key, body, dataset, changes)
            changes |= {key: steps} if steps else {}
            notices += wrong
        elif key in marks:
            notices.append(_twice(key, body))
        else:
            marks[key] = body
    notices += _check_dataset(marks["d"], dataset) if "d" in marks else []
    name, cleaned = _read_name(marks.get("n", ""))
    views = {key.removeprefix("view."): body for key, body in marks.items() if key.startswith("view.")}
    view, more = read_view(views)
    origin, wrong = read_origin(marks.get("k", ""), "d" not in marks)
    scenario = Scenario(_sorted(list(changes.items())), name, dataset_mark(dataset), view, origin)
    return scenario, (*notices, *cleaned, *wrong, *more)


def _parts(text: str) -> tuple[list[str], list[Problem]]:
    """The parts of the first text, its version taken off."""
    text, several, _ = text.partition(SEPARATOR)
    notices = [problem("several", "", "文本中有多个方案；这里用第一个。",
                       "the text holds several scenarios; the first is used here.")] if several else []  # fmt: skip
    parts = [part for part in text.strip().split(";") if part]
    if parts and "=" not in parts[0] and (version := parts.pop(0)) != VERSION:
        notices.append(problem(
            "version", "", "方案文本的版本“{value}”未知；按版本1读取。",
            'the version "{value}" of the scenario text is unknown; read as version 1.', value=version,
        ))  # fmt: skip
    return parts, notices


def _too_long() -> Problem:
    return problem(
        "too_long", "", "方案文本超过{limit}个字符；没有采用。",
        "the scenario text has over {limit} characters; nothing of it was applied.", limit=TEXT_LIMIT,
    )  # fmt: skip


def _not_a_part(part: str) -> Problem:
    zh, en = "看不懂“{value}”；应写成 键=值@年-月。", 'cannot read "{value}"; write key=value@YYYY-MM.'
    return problem("not_a_part", "", zh, en, value=part)


def _twice(key: str, body: str) -> Problem:
    return problem(
        "duplicate_key", shown(key), "出现不止一次；用第一次的值，略过“{value}”。",
        'stands more than once; the first one holds, "{value}" was left out.', value=body,
    )  # fmt: skip


def _check_dataset(body: str, dataset: Dataset) -> list[Problem]:
    match = _DATASET.fullmatch(body)
    if not match:
        return [problem("dataset", "d", "数据集标记“{value}”无法识别；已忽略。",
                        'the dataset mark "{value}" cannot be read; it was ignored.', value=body)]  # fmt: skip
    if match[1] != dataset.code or (match[2] and not dataset.fingerprint.startswith(match[2][:6])):
        return [problem(
            "other_dataset", "d", "方案出自数据集{value}，现在用的是{here}；数字会不同。",
            "the scenario was made on dataset {value}, this is {here}; its figures will differ.",
            value=body, here=dataset_mark(dataset),
        )]  # fmt: skip
    return []


def _read_name(body: str) -> tuple[str, list[Problem]]:
    """A name without what no name may hold, and what was taken from it."""
    given, notices = unquote(body, errors="replace"), list[Problem]()
    name = fit(given).strip()
    replaced = name.count("\ufffd") > body.count("\ufffd") + body.upper().count("%EF%BF%BD")
    if len(name) < len(given.strip()) or replaced:
        notices.append(problem(
            "name_cleaned", "n", "名称中的控制字符和无法识别的字符已去掉或替换。",
            "control characters and what is no character were taken out of the name or replaced.",
        ))  # fmt: skip
    if len(name) > NAME_LIMIT:
        notices.append(problem(
            "name_cut", "n", "名称超过{limit}个字符，已截短。", "the name has over {limit} characters and was cut.",
            limit=NAME_LIMIT,
        ))  # fmt: skip
    return name[:NAME_LIMIT].strip(), notices


def _read_change(
    key: str, body: str, dataset: Dataset, changes: Mapping[str, Steps]
) -> tuple[str, Steps, list[Problem]]:
    """A change's key as it is now, and its steps; none where it cannot be applied beside those before it."""
    notices: list[Problem] = []
    if key in catalog.RETIRED:
        notices.append(problem(
            "retired_key", shown(key), "已改名为{new}，按新名采用。", "is now called {new}; applied under that name.",
            new=catalog.RETIRED[key],
        ))  # fmt: skip
        key = catalog.RETIRED[key]
    try:
        p = catalog.parameter(key)
    except catalog.UnknownKey as error:
        return key, (), [*notices, unknown_key(error)]
    if key in changes:
        return key, (), [*notices, _twice(key, body)]
    steps, wrong = read_steps(p, body, dataset.base_year)
    return key, steps, [*notices, *wrong]


def unknown_key(error: catalog.UnknownKey) -> Problem:
    """The notice for a key that no parameter has."""
    if error.near:
        return problem("unknown_key", shown(error.key), "没有这个参数；是否想写：{near}？",
                       "there is no such parameter; did you mean {near}?", near=", ".join(error.near))  # fmt: skip
    return problem("unknown_key", shown(error.key), "没有这个参数；可用的见 parameters 命令。",
                   "there is no such parameter; the command `parameters` lists them.")  # fmt: skip
