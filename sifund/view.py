"""View settings: what a link says of how the page looks, under `view.`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sifund.problem import Problem, problem

DEFAULT_YEARS = 6
LAST_YEARS = 16


class View(BaseModel):
    """Settings of the pages; only those that differ from the default stand in a link."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    years: Annotated[int, Field(ge=1, le=LAST_YEARS)] = DEFAULT_YEARS
    fund: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")] = "unemployment"
    start: Literal["next", "base"] = "next"

    def parts(self) -> list[str]:
        """The settings that differ from the default, as parts of a scenario's text."""
        return [f"view.{key}={value}" for key, value in self.model_dump(exclude_defaults=True).items()]


def read_view(settings: Mapping[str, str], base_year: int) -> tuple[View, list[Problem]]:
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
                key=key[:40], value=value,
            ))  # fmt: skip
    return View.model_validate(good), notices
