"""What a backup says of itself: a list of every file with its size and hash, and what made it of what."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from sifund import __version__
from sifund.problem import SifundError, problem
from sifund.store.inspection import is_known

FORMAT = 1
Program = Annotated[str, Field(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6}){1,3}[0-9A-Za-z.+]{0,20}$")]


class Kept(BaseModel):
    """One file of a backup."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Made(BaseModel):
    """What made a backup, in which format: said in the same way by every program, newer ones too."""

    sifund: Literal["backup"]
    format: int
    program: Program


class Manifest(Made):
    """What a backup holds: `database` says where saved scenarios were, `revision` their schema, `damaged` the places that
    were damaged already when it was made, `times` when each version was kept [s since 1970]."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    made: AwareDatetime
    database: Literal["sqlite", "postgresql", "none"]
    revision: Annotated[str, Field(max_length=40)] = ""
    damaged: tuple[str, ...] = ()
    times: dict[str, Annotated[float, Field(ge=0, le=1e11)]] = {}
    files: dict[str, Kept]


def read(text: bytes, name: str) -> Manifest:
    """The manifest of a backup's text; `name` is the backup's own. Raises SifundError where it is none, or a newer program's."""
    try:
        made = Made.model_validate_json(text)
        if made.format > FORMAT or _number(made.program) > _number(__version__):
            raise _newer(name, f"{made.program} · {made.format}")
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        raise SifundError([problem(
            "foreign", name, "它的清单看不懂（{value}）：不是本程序的备份，或已损坏。没有改动。",
            "its list cannot be understood ({value}): no backup of this program, or damaged. Nothing was changed.",
            value=f"{'.'.join(map(str, first['loc'][:2]))} {first['type']}",
        )]) from None  # fmt: skip
    if not is_known(manifest.revision):
        raise _newer(name, f"{made.program} · {manifest.revision}")
    return manifest


def _number(program: str) -> tuple[int, ...]:
    release = re.match(r"[0-9.]*", program)
    return tuple(int(part) for part in re.findall(r"[0-9]+", release[0] if release else ""))


def _newer(name: str, value: str) -> SifundError:
    return SifundError([problem(
        "newer", name, "它由更新的程序写成（{value}；本程序{here}）：请先升级程序。没有改动。",
        "it was written by a newer program ({value}; this is {here}): update the program first. Nothing was changed.",
        value=value, here=__version__,
    )])  # fmt: skip
