"""Who logged out, and when: `logouts.json` in the installation's home, so that every replica knows. The cookie of a login would hold
for a month, and a page that is open goes on without another request."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from pathlib import Path

from sifund.access.kept import Turn, held, put
from sifund.home import home

FILE = "logouts.json"
KEPT_S = 40 * 86_400
"""For how long it is remembered [s]: longer than any login holds."""
_log = logging.getLogger(__name__)


def end(name: str) -> None:
    """All that a person was logged in by until now holds no more. Where it cannot be written that is logged."""
    path, now = home() / FILE, int(time.time())
    try:
        with Turn(path):
            put(path, {one: at for one, at in _held(path).items() if at > now - KEPT_S} | {name: now})
    except (OSError, ValueError) as error:
        _log.critical("the logout cannot be written to %s (%s)", path, type(error).__name__)


def ended(name: str, since: int) -> bool:
    """Whether a login of a person, by when it began [s since 1970], was ended; where nobody can tell, it was."""
    path = home() / FILE
    try:
        return since <= _held(path).get(name, -1)
    except (OSError, ValueError) as error:
        _log.error("%s cannot be read (%s): nobody's login holds", path, type(error).__name__)
        return True


def _held(path: Path) -> Mapping[str, int]:
    """Raises OSError, ValueError."""
    content = held(path)
    if not all(type(at) is int for at in content.values()):
        raise ValueError("no times")
    return content
