"""What a session asks for: language and scenario text live in the query string, and nowhere else (see address.py).

Pages set their widgets from the decoded scenario, and callbacks write the text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import urlsplit

from sifund.dataset import Dataset
from sifund.declare.parameter import Month, Steps, month_of
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, Side
from sifund.model.memory import remembered
from sifund.problem import Problem, SifundError
from sifund.scenario import Scenario, dataset_mark, link, parse, read_mark
from sifund.scenario.link import SEPARATOR, read_reference
from sifund.scenario.view import View
from sifund.store import Saved
from sifund.text import Lang, Text
from sifund.ui import st
from sifund.ui.session import address, datasets, history, notices, storage
from sifund.ui.words import Markdown

DEFAULT_LANG: Lang = "zh"
Read = tuple[Scenario, tuple[Problem, ...]]
_lang: ContextVar[Lang] = ContextVar("lang")


def ask() -> None:
    """Ask the session once for what every word of a run needs."""
    _lang.set(_asked_lang())


def lang() -> Lang:
    """The language of this run."""
    return _lang.get(None) or _asked_lang()


def _asked_lang() -> Lang:
    return "en" if address.query_text("lang") == "en" else DEFAULT_LANG


def set_lang(choice: Lang) -> None:
    """Show the page in a language; the default one is not written into the address."""
    address.set_query_text("lang", "" if choice == DEFAULT_LANG else choice)


def t(text: Text, **parts: Any) -> str:
    """The text in the session's language."""
    return (text.format(**parts) if parts else text)(lang())


def rich(text: Text, **parts: Any) -> Markdown:
    """The text in the session's language, which is Markdown; its parts are words."""
    filled = {key: part(lang()) if isinstance(part, Text) else part for key, part in parts.items()}
    return Markdown(text(lang())).format(**filled)


def dataset() -> Dataset:
    """The dataset that the address names, or the sample."""
    return _dataset(texts()[0])


@datasets.once.ask
def _dataset(text: str) -> Dataset:
    return datasets.of(_whole(text))


def _whole(text: str) -> str:
    """The text that a short one stands for; the short one itself where the saved scenario cannot be had."""
    reference = read_reference(text)
    try:
        return storage.version_of(*reference).content.text if reference else text
    except SifundError:
        return text


def use(chosen: Dataset) -> None:
    """Switch to a dataset, with nothing changed unless the address names it already; it can be undone."""
    if read_mark(_whole(texts()[0])) != read_mark(f"d={dataset_mark(chosen)}"):
        _put("" if _is_sample(chosen) else Scenario(dataset=dataset_mark(chosen)).text())


def _is_sample(dataset: Dataset) -> bool:
    """Whether an address without a dataset means this one."""
    return dataset is datasets.sample()


def texts() -> list[str]:
    """The texts in the address: the page's own scenario, and those that it is compared with."""
    return address.query_text("s").split(SEPARATOR)


def scenario() -> Read:
    """The scenario in the address, with a notice for everything in it that could not be applied."""
    return read(texts()[0])


def read(text: str) -> Read:
    """The scenario of a text, or of the saved one that a short text asks for, and what of it could not be applied."""
    reference = read_reference(text)
    if not reference:
        return _decode(dataset(), text)
    try:
        return opened(storage.version_of(*reference))
    except SifundError as error:
        return Scenario(dataset=dataset_mark(dataset())), error.problems


def opened(saved: Saved) -> Read:
    """A saved scenario on its own dataset and under its own name, knowing where it came from."""
    text = saved.content.text
    scenario, notices = _decode(datasets.of(text), text)
    named = datasets.missing(text) or scenario.dataset
    return replace(scenario, name=saved.content.name, origin=saved.mark, dataset=named), notices


@remembered(256)
def _decode(dataset: Dataset, text: str) -> Read:
    scenario, notices = parse(text, dataset)
    try:
        calibrate(dataset, scenario.inputs)
    except SifundError as error:
        lawful = tuple((key, steps) for key, steps in scenario.changes if (key, steps) in scenario.moves)
        return replace(scenario, changes=lawful), (*notices, *error.problems)
    return scenario, notices


def refuse(problems: Sequence[Problem]) -> None:
    """Keep what a control asked for in vain."""
    notices.leave("refused", (*refused(), *problems))


def refused() -> tuple[Problem, ...]:
    """What was asked for in vain before this run."""
    return notices.take("refused") or ()


def missing() -> str:
    """The mark of the dataset that the address names and that is not at hand; empty where it is."""
    return datasets.missing(_whole(texts()[0]))


def write(changed: Scenario) -> None:
    """Put a scenario into the address, in place of the page's own. It can be undone."""
    write_texts([text_of(changed), *texts()[1:]])


def write_texts(wanted: Sequence[str]) -> None:
    """Put texts into the address; nothing changed leaves the address clean. It can be undone."""
    clean = list(wanted) == [text_of(Scenario())] and _is_sample(dataset())
    _put("" if clean else SEPARATOR.join(wanted))


def _put(text: str) -> None:
    """Put a text into the address, so that it can be undone."""
    history.remember(address.query_text("s"), text, _named)
    address.set_query_text("s", text)


def text_of(scenario: Scenario) -> str:
    """A scenario's text for the address, on the dataset that the address names, be it at hand or not."""
    return replace(scenario, dataset=missing() or dataset_mark(dataset())).text()


def earlier(scenario: Scenario) -> Side | None:
    """What the scenario gave before the last change of this session; None where that changed no value, or other data."""
    text = history.last()
    before = "" if text is None else _named(text.split(SEPARATOR)[0])
    if missing() or not before or read_mark(before) != read_mark(_named(texts()[0])):
        return None
    old = _decode(dataset(), before)[0]
    same = old.changes == scenario.changes or old.inputs != scenario.inputs
    return None if same else Case(dataset(), old.changes, scenario.view.years).side()


def step(way: Literal["undo", "redo"]) -> None:
    """Undo the last change of this session, or redo what was undone."""
    text = history.step(way, address.query_text("s"), _clean())
    address.set_query_text("s", "" if text == _clean() else text)


def _named(text: str) -> str:
    """What a text means, with its dataset: one that names none is on the sample."""
    version, *parts = (whole := _whole(text) or _clean()).split(";")
    return whole if read_mark(whole) else ";".join([version, f"d={dataset_mark(datasets.sample())}", *parts])


def _clean() -> str:
    """What an empty address means."""
    return Scenario(dataset=dataset_mark(datasets.sample())).text()


def link_to(text: str, page: str = "scenario") -> str:
    """The link that opens a page to a text, at the address that the browser used."""
    return link.address(base_address(), page, text, lang())


def base_address() -> str:
    """Where the app is, as the browser sees it."""
    url = urlsplit(st.context.url or "http://127.0.0.1:8501")
    return f"{url.scheme}://{url.netloc}"


def share_text(scenario: Scenario) -> str:
    """The text of a scenario for others, on the dataset whose figures are shown; where it is kept they need not know."""
    return replace(scenario, dataset=dataset_mark(dataset()), origin="").text()


def change(key: str, steps: Steps) -> None:
    """Replace one parameter's steps; none puts it back to the baseline."""
    write(scenario()[0].with_steps(key, steps))


def set_view(**settings: Any) -> None:
    """Change settings of the view."""
    chosen = scenario()[0]
    write(replace(chosen, view=_view(chosen, settings)))


def into_view(name: str) -> Callable[[Any], None]:
    """What a control does that shows a setting of the view: put what is chosen into it."""
    return lambda chosen: set_view(**{name: chosen})


def set_start(choice: str) -> None:
    """Let changes start in the base year or the year after; a change of one step moves along."""
    chosen = scenario()[0]
    old, new = (month_of(dataset().base_year + (mode == "next")) for mode in (chosen.view.start, choice))
    moved = tuple((k, ((new, s[0][1]),) if len(s) == 1 and s[0][0] == old else s) for k, s in chosen.changes)
    write(replace(chosen, changes=moved, view=_view(chosen, {"start": choice})))


def _view(scenario: Scenario, settings: Mapping[str, Any]) -> View:
    return View.model_validate({**scenario.view.model_dump(), **settings})


def start_month(scenario: Scenario) -> Month:
    """The month in which a change made on the page starts."""
    return month_of(dataset().base_year + (scenario.view.start == "next"))


def case(scenario: Scenario, data: Dataset | None = None) -> Case:
    """What a scenario asks; `data` is another dataset than the page's."""
    return Case(data or dataset(), scenario.changes, scenario.view.years)
