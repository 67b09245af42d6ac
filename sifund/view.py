"""View settings: what a link says of how the page looks, under `view.`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sifund import catalog
from sifund.link import COMPARED
from sifund.problem import Problem, problem, shown

DEFAULT_YEARS = 6
LAST_YEARS = 16


def _known_fund(key: str) -> str:
    if key not in catalog.all_funds():
        raise ValueError(f"one of {', '.join(catalog.all_funds())}")
    return key


class View(BaseModel):
    """Settings of the pages; only those that differ from the default stand in a link.

    `against` is the scenario that the others are compared with, counted from 1; 0 is the dataset's baseline.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: Annotated[int, Field(ge=1, le=LAST_YEARS)] = DEFAULT_YEARS
    fund: Annotated[str, AfterValidator(_known_fund)] = "unemployment"
    start: Literal["next", "base"] = "next"
    against: Annotated[int, Field(ge=0, le=COMPARED)] = 0

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
