"""View settings: what a link says of how the page looks, under `view.`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from sifund import catalog
from sifund.problem import Problem, problem, shown

DEFAULT_YEARS = 6
LAST_YEARS = 16


def _known_fund(key: str) -> str:
    if key not in catalog.all_funds():
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


class View(BaseModel):
    """Settings of the pages; only those that differ from the default stand in a link.

    Of the performance page: `tolerance` is how far a completion may lie from 100 and `swing` how far a change on the year
    from 0 before it is marked [percentage points]; `weights` are those of decision, process, output and benefit;
    `budget_year` and `month` are the year and month's end of its budget work, 0 for the base year and its months.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: Annotated[int, Field(ge=1, le=LAST_YEARS)] = DEFAULT_YEARS
    fund: Annotated[str, AfterValidator(_known_fund)] = "unemployment"
    start: Literal["next", "base"] = "next"
    tolerance: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] = 5
    swing: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 20
    weights: Weights = (20, 20, 30, 30)
    budget_year: Annotated[int, Field(ge=0, le=2100)] = 0
    month: Annotated[int, Field(ge=0, le=12)] = 0

    def parts(self) -> list[str]:
        """The settings that differ from the default, as parts of a scenario's text."""
        return [f"view.{key}={value}" for key, value in self.model_dump(exclude_defaults=True).items()]


def read_view(settings: Mapping[str, str]) -> tuple[View, list[Problem]]:
    """The view of a link's settings, and a notice for each that was not applied. Never raises."""
    good: dict[str, object] = {}
    notices = []
    for key, value in settings.items():
        field = View.model_fields.get(key)
        try:
            if field is None:
                raise KeyError(key)
            good[key] = getattr(View.model_validate({key: value}), key)
        except (KeyError, ValidationError):
            notices.append(problem(
                "view", "", "显示设置 view.{key} 的值“{value}”没有采用。", "the view setting view.{key}=“{value}” was not applied.",
                key=shown(key), value=value,
            ))  # fmt: skip
    return View.model_validate(good), notices
