"""Whose run it is, as the gate found out, what that person may do, and that the audit trail tells of what is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import unquote

from streamlit.runtime.context import ContextProxy

from sifund import trail
from sifund.access import LOCAL, NEEDED, STRANGER, Ability, User, elsewhere, may, mode
from sifund.access.login import ORIGIN, SEAL, SEALED, SINCE, USER
from sifund.problem import SifundError, problem
from sifund.text import Text

T = TypeVar("T")
LACKS = Text(
    "您的角色不能这样做：需要“{role}”；请联系管理员。",
    'Your role does not allow that: it takes "{role}"; ask the administrator.',
)
context = ContextProxy()
"""Of the session: its headers and address."""


def user() -> User:
    """The person of this session. Without the gate (`streamlit run app.py`): somebody on the machine itself, where nobody
    has to log in; else nobody."""
    headers = context.headers
    if headers.get(SEAL) == SEALED:
        return User(unquote(headers.get(USER) or ""), unquote(headers.get(ORIGIN) or ""), int(headers.get(SINCE) or 0))
    login = mode()
    outside = elsewhere(context.ip_address or "127.0.0.1", headers.get("host") or "localhost", headers.keys())
    return LOCAL if login == "off" or (login == "" and not outside) else STRANGER


def can(ability: Ability) -> bool:
    """Whether this person may do it."""
    return may(user(), ability)


def lacks(ability: Ability) -> Text | None:
    """Why this person may not do it; None where they may."""
    return None if can(ability) else LACKS.format(role=NEEDED[ability])


def require(ability: Ability, what: str = "") -> None:
    """Raises SifundError where this person may not do it, of which the trail tells. Called by what does it: a button that is
    not drawn can be pressed."""
    if not can(ability):
        trail.refused(what or ability, *_named(user()))
        raise SifundError([problem(
            "role", "", "您的角色不能这样做，没有改动：需要“{role}”；请联系管理员。",
            'your role does not allow that and nothing was changed: it takes "{role}"; ask the administrator.',
            role=NEEDED[ability],
        )])  # fmt: skip


@contextmanager
def acting(ability: Ability, what: str, about: str = "") -> Iterator[None]:
    """In which a person does what their role allows; when it is done the trail tells of it. Raises SifundError."""
    require(ability, what)
    yield
    record(what, about)


def record(what: str, about: str = "", by: User | None = None) -> None:
    """Tell the audit trail what was done."""
    trail.note(what, about, *_named(by or user()))


def _named(by: User) -> tuple[str, str]:
    """How the trail calls a person, and where they came from."""
    return "" if by == STRANGER else by.name, by.origin


def recorded(make: Callable[[], T], name: str, ability: Ability = "look") -> Callable[[], T]:
    """What makes a file, which the trail tells of when it is made: by then no run says whose it was. Who may not any more
    gets none."""
    by = user()

    def made() -> T:
        if not may(by, ability):
            trail.refused("download", *_named(by))
            raise PermissionError
        content = make()
        record("download", name, by)
        return content

    return made
