"""View settings: what a link says of how the page looks, under `view.`."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from sifund import catalog
from sifund.declare.unit import MONTHS, YUAN
from sifund.problem import Problem, problem, shown
from sifund.scenario.link import COMPARED
from sifund.text import Text, plain

DEFAULT_YEARS = 6
LAST_YEARS = 16
DEFAULT_DRAWS, DEFAULT_SEED = 1024, 2021
ENTRY_LIMIT = 40
SECTIONS = {
    "lab": ("effect", "levers", "number", "payers", "persons", "solve"),
    "outlook": ("warning", "paths", "actuarial", "sensitivity", "stress", "backtest", "method"),
    "performance": ("running", "execution", "price", "work", "targets", "papers"),
    "methods": ("formulas", "parameters", "growth", "rules", "principles"),
}
"""The parts of the pages that have some, in the order in which they stand; each name is one page's."""
Entries = tuple[tuple[str, tuple[float, ...]], ...]
"""Numbers by key; in a link `key:number:number,key:number`."""


def _known_fund(key: str) -> str:
    if key and key not in catalog.all_funds():
        raise ValueError(f"one of {', '.join(catalog.all_funds())}")
    return key


def _weights(value: Any) -> Any:
    return tuple(value.split("-")) if isinstance(value, str) else value


def _some_weight(weights: tuple[int, ...]) -> tuple[int, ...]:
    if not sum(weights):
        raise ValueError("at least one weight above 0")
    return weights


Weight = Annotated[int, Field(ge=0, le=100)]
Weights = Annotated[
    tuple[Weight, Weight, Weight, Weight], BeforeValidator(_weights), AfterValidator(_some_weight),
    PlainSerializer(lambda weights: "-".join(map(str, weights)), return_type=str),
]  # fmt: skip


def _power_of_two(draws: int) -> int:
    if draws & (draws - 1):
        raise ValueError("a power of two")
    return draws


def _read_entries(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    pieces = [piece.split(":") for piece in value.split(",") if piece]
    return tuple((key, tuple(float(n) for n in numbers)) for key, *numbers in pieces)


def _write_entries(entries: Entries) -> str:
    return ",".join(":".join([key, *map(plain, numbers)]) for key, numbers in entries)


def _entries(allowed: Callable[[], Mapping[str, Any]], fits: Callable[[tuple[float, ...]], bool]) -> Any:
    """A field of entries whose keys are known, each once, and whose numbers fit."""

    def check(entries: Entries) -> Entries:
        keys = [key for key, _ in entries]
        if len(keys) > min(len(set(keys)), ENTRY_LIMIT) or not set(keys) <= set(allowed()):
            raise ValueError("known keys, each once")
        if not all(fits(numbers) for _, numbers in entries):
            raise ValueError("numbers within their bounds")
        return tuple(sorted(entries))

    return Annotated[
        Entries, BeforeValidator(_read_entries), AfterValidator(check), PlainSerializer(_write_entries, return_type=str)
    ]


def _read_names(value: Any) -> Any:
    return tuple(filter(None, value.split("-"))) if isinstance(value, str) else value


def _one_a_page(names: tuple[str, ...]) -> tuple[str, ...]:
    pages = [page for name in names for page, parts in SECTIONS.items() if name in parts]
    if len(set(pages)) < len(names):
        raise ValueError("known parts, one of a page")
    return tuple(sorted(names))


Open = Annotated[
    tuple[str, ...], BeforeValidator(_read_names), AfterValidator(_one_a_page),
    PlainSerializer("-".join, return_type=str),
]  # fmt: skip


def _is_floor(numbers: tuple[float, ...]) -> bool:
    return len(numbers) == 1 and MONTHS.low <= numbers[0] <= MONTHS.high


def _is_cost(numbers: tuple[float, ...]) -> bool:
    return len(numbers) == 1 and YUAN.low <= numbers[0] <= YUAN.high


def _is_band(numbers: tuple[float, ...]) -> bool:
    return len(numbers) == 2 and MONTHS.low <= numbers[0] <= numbers[1] <= MONTHS.high


def _is_calendar(numbers: tuple[float, ...]) -> bool:
    return numbers != () and set(numbers) <= set(range(1, 13)) and len(set(numbers)) == len(numbers)


def _is_move(numbers: tuple[float, ...]) -> bool:
    """Change [percent], first year, and how many years (0: to the end)."""
    whole = len(numbers) == 3 and not any(n % 1 for n in numbers[1:])
    return whole and -100 <= numbers[0] <= 1000 and 1990 <= numbers[1] <= 2100 and 0 <= numbers[2] < LAST_YEARS


def _movable() -> dict[str, Any]:
    return {key: p for key, p in catalog.parameters().items() if p.spread}


class View(BaseModel):
    """Settings of the pages; only those that differ from the default stand in a link.

    `fund` is the fund that is shown; empty, it follows from what the scenario changes.
    `stage` is the scenario that stands alone on the screen for a projector, counted from 1; 0 is none; `chart` is the one
    that it shows.
    `against` is the scenario that the others are compared with, counted from 1; 0 is the dataset's baseline.
    `floor` is a fund's least cover, `bands` are its red and amber bounds [months], `cost` what it may spend more than
    its baseline in any year [yuan], `calendar` a line's months of payment, where they are not the default; `shock` is a
    stress of the user's own.

    Of the performance page: `tolerance` is how far a completion may lie from 100 and `swing` how far a change on the year
    from 0 before it is marked [percentage points]; `weights` are those of decision, process, output and benefit;
    `budget_year` and `month` are the year and month's end of its budget work, 0 for the base year and its months.

    `open` are the parts of pages that are open, where they are not the first.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: Annotated[int, Field(ge=1, le=LAST_YEARS)] = DEFAULT_YEARS
    fund: Annotated[str, AfterValidator(_known_fund)] = ""
    start: Literal["next", "base"] = "next"
    against: Annotated[int, Field(ge=0, le=COMPARED)] = 0
    stage: Annotated[int, Field(ge=0, le=COMPARED)] = 0
    chart: Literal["cover", "balance", "spending"] = "cover"
    draws: Annotated[int, Field(ge=64, le=8192), AfterValidator(_power_of_two)] = DEFAULT_DRAWS
    seed: Annotated[int, Field(ge=0, le=999_999)] = DEFAULT_SEED
    floor: _entries(catalog.all_funds, _is_floor) = ()  # type: ignore[valid-type]
    cost: _entries(catalog.all_funds, _is_cost) = ()  # type: ignore[valid-type]
    bands: _entries(catalog.all_funds, _is_band) = ()  # type: ignore[valid-type]
    calendar: _entries(catalog.lines, _is_calendar) = ()  # type: ignore[valid-type]
    shock: _entries(_movable, _is_move) = ()  # type: ignore[valid-type]
    tolerance: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 5
    swing: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 20
    weights: Weights = (20, 20, 30, 30)
    budget_year: Annotated[int, Field(ge=0, le=2100)] = 0
    month: Annotated[int, Field(ge=0, le=12)] = 0
    open: Open = ()

    def parts(self) -> list[str]:
        """The settings that differ from the default, as parts of a scenario's text."""
        return [f"view.{key}={value}" for key, value in self.model_dump(exclude_defaults=True).items()]


def _did_you_mean(key: str) -> Text | str:
    near = difflib.get_close_matches(key[:40], list(View.model_fields), n=1, cutoff=0.5)
    return Text(f"，是否想写 view.{near[0]}", f", did you mean view.{near[0]}") if near else ""


def beyond(view: View, count: int) -> list[Problem]:
    """The notice that there are not so many scenarios as `against` says; the others are compared with the baseline then."""
    return [] if view.against <= count else [problem(
        "against", "view.against", "共{count}个方案，没有第{value}个；以基线为比较的依据。",
        "there {count:is|are} {count} {count:scenario|scenarios} and no number {value}; the baseline is what they are compared "
        "with.", value=view.against, count=count,
    )]  # fmt: skip


def read_view(settings: Mapping[str, str]) -> tuple[View, list[Problem]]:
    """The view of a link's settings, and a notice for each that was not applied. Never raises."""
    good: dict[str, object] = {}
    notices: list[Problem] = []
    for key, value in settings.items():
        field = View.model_fields.get(key)
        try:
            if field is None:
                raise KeyError(key)
            good[key] = getattr(View.model_validate({key: value}), key)
        except KeyError:
            notices.append(problem(
                "view", "", "没有显示设置 view.{key}{hint}；没有采用。", "there is no view setting view.{key}{hint}; not applied.",
                key=shown(key), hint=_did_you_mean(key),
            ))  # fmt: skip
        except ValidationError:
            notices.append(problem(
                "view", "", "显示设置 view.{key} 的值“{value}”没有采用。", 'the view setting view.{key}="{value}" was not applied.',
                key=shown(key), value=value,
            ))  # fmt: skip
    return View.model_validate(good), notices
