"""Roles: what each may do, who has which, and where that is kept: `roles.json` in the installation's home."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from sifund import settings
from sifund.access import kept
from sifund.access.logouts import ended
from sifund.home import home
from sifund.problem import SifundError, problem
from sifund.text import Text, unfit

Role = Literal["none", "viewer", "analyst", "steward", "administrator"]
Ability = Literal["look", "save", "steward", "administer"]
ROLES: tuple[Role, ...] = get_args(Role)
"""Each may do what those before it may."""
NEEDS: dict[Ability, Role] = {"look": "viewer", "save": "analyst", "steward": "steward", "administer": "administrator"}
UPLOADS: Ability = "steward"
"""What whoever sends a file has to be able to."""
NAMES: dict[Role, Text] = {
    "none": Text("无权访问", "no access"), "viewer": Text("查看者", "viewer"), "analyst": Text("测算人员", "analyst"),
    "steward": Text("数据管理员", "steward"), "administrator": Text("系统管理员", "administrator"),
}  # fmt: skip
NEEDED = {ability: NAMES[role] for ability, role in NEEDS.items()}
FILE, NAME_LIMIT = "roles.json", 80
SYSTEM = "system:"
"""How the trail calls users of the machine; nobody logs in by such a name."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class User:
    """A person by the name that the login gives; no name where nobody has to log in. `origin`: where the request came from.
    `since`: when a login of ours began [s since 1970]; 0 for any other."""

    name: str = ""
    origin: str = ""
    since: int = field(default=0, compare=False)


LOCAL = User()
"""Whoever sits at a machine, or comes to a server, that asks nobody to log in."""
STRANGER = User("\0")
"""Whoever is not known where one has to be: nobody can log in by this name."""


def may(user: User, ability: Ability) -> bool:
    """Whether a person may do it, who is still logged in: where nobody logs in, everybody may."""
    if user.name in (LOCAL.name, STRANGER.name):
        return user.name == LOCAL.name
    if user.since and ended(user.name, user.since):
        return False
    return ROLES.index(role_of(user.name)) >= ROLES.index(NEEDS[ability])


def role_of(name: str) -> Role:
    """A person's role: SIFUND_ADMINISTRATORS names administrators, then the file, then SIFUND_ROLE holds. Where the file cannot
    be read nobody knows whom it bars: nobody else has access."""
    if name in administrators():
        return "administrator"
    try:
        return held(home()).get(name) or default()
    except (OSError, ValueError) as error:
        _unread(error)
        return "none"


def administrators() -> list[str]:
    """The names that the settings make administrators."""
    return [name.strip() for name in settings.ADMINISTRATORS.read().split(",") if name.strip()]


def default() -> Role:
    """The role of whoever has none: viewer, where the setting names no role."""
    named = settings.ROLE.read()
    given: dict[str, Role] = {role: role for role in ROLES[:-1]}
    return given.get(named, "viewer")


def others() -> Role:
    """The role of whoever was given none: no access, where the file cannot be read."""
    return role_of(STRANGER.name)


def roles() -> dict[str, Role]:
    """Who has which role by the file; nobody where it cannot be read, which is logged."""
    try:
        return held(home())
    except (OSError, ValueError) as error:
        _unread(error)
        return {}


def _unread(error: Exception) -> None:
    _log.error("the roles in %s cannot be read (%s): only administrators by the settings have access", home() / FILE,
               type(error).__name__)  # fmt: skip


def held(folder: Path) -> dict[str, Role]:
    """Who has which role by the file in a folder; nobody without one. Raises OSError, ValueError."""
    content = kept.held(folder / FILE)
    if not all(role in ROLES for role in content.values()):
        raise ValueError("no roles")
    return dict(content)


def is_name(words: str) -> bool:
    """Whether words can be a person's name here, on one line and in a list by commas."""
    plain = not unfit(words) and "," not in words and len(words.splitlines()) == 1 and "\t" not in words
    return plain and words == words.strip() and len(words) <= NAME_LIMIT and not words.lower().startswith(SYSTEM)


def assign(name: str, role: Role) -> None:
    """Give a person a role. Raises SifundError for a name or a role that cannot be one, or where it cannot be written, or what
    is there not read."""
    _require_fit(name, role)
    try:
        _write(home() / FILE, name, role)
    except OSError as error:
        raise SifundError([problem("disk", "", "没有改动：{value}。", "nothing was changed: {value}.",
                                   value=error.strerror or error)]) from error  # fmt: skip
    except ValueError as error:
        raise SifundError([problem(
            "roles", "", "没有改动：角色文件读不出来。请改好它，或从备份恢复。",
            "nothing was changed: the file of roles cannot be read. Mend it, or restore a backup.", place=FILE,
        )]) from error  # fmt: skip


def _require_fit(name: str, role: str) -> None:
    if not is_name(name):
        raise SifundError([problem(
            "name", "", "“{value}”不能作用户名：应有1至{limit}个字符，不含逗号、换行和控制字符，不以“{system}”开头。",
            '"{value}" is no user name: it has 1 to {limit} characters, without commas, line breaks or controls, and does not begin '
            'with "{system}".', value=name, limit=NAME_LIMIT, system=SYSTEM,
        )])  # fmt: skip
    if role not in ROLES:
        raise SifundError([problem("role", "", "“{value}”不是角色；可用{roles}。", '"{value}" is no role; take one of {roles}.',
                                   value=role, roles=", ".join(ROLES))])  # fmt: skip


def _write(path: Path, name: str, role: Role) -> None:
    with kept.Turn(path):
        kept.put(path, held(path.parent) | {name: role})
