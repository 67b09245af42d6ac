"""Who may do what and who did what: the file of roles and the audit trail, as a backup holds them and a restore puts them back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from sifund.access.roles import FILE as ROLES
from sifund.access.roles import held
from sifund.problem import Problem, problem
from sifund.text import Text
from sifund.trail import FILE as TRAIL
from sifund.trail import HEAD, content, verified

FILES = (ROLES, TRAIL, HEAD)
ROLES_UNREAD = Text(
    "角色文件读不出来（{value}），只有设置里的系统管理员能进入。",
    "the file of roles cannot be read ({value}): only administrators by the settings come in.",
)
TRAIL_UNREAD = Text("审计记录读不出来（{value}）。", "the audit trail cannot be read ({value}).")


def copy(home: Path, to: Path) -> None:
    """All of it at one moment; where nobody was given a role, that. Raises OSError."""
    path = home / ROLES
    (to / ROLES).write_bytes(path.read_bytes() if path.exists() else json.dumps({}).encode())
    for name, words in zip((TRAIL, HEAD), content(home), strict=True):
        if words:
            (to / name).write_bytes(words)


def problems(home: Path) -> Iterator[Problem]:
    """What is wrong with it, by file."""
    try:
        held(home)
    except (OSError, ValueError) as error:
        yield _unread("roles", ROLES_UNREAD, ROLES, error)
    try:
        yield from verified(*content(home)).problems
    except OSError as error:
        yield _unread("trail", TRAIL_UNREAD, TRAIL, error)


def _unread(code: str, says: Text, file: str, error: Exception) -> Problem:
    return problem(code, "", says.zh, says.en, place=file, value=type(error).__name__)


def replaced(fresh: Path, home: Path) -> Iterator[str]:
    """The files that a restore replaces by those that are ready in `fresh`: none that a backup does not hold, and no trail that
    goes on from the backup's, which would lose what was done since."""
    if (fresh / ROLES).exists():
        yield ROLES
    lines, _ = content(fresh)
    if lines and not content(home)[0].startswith(lines):
        yield from (TRAIL, HEAD)
