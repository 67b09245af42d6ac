"""What is told of while nobody waits for it: what was done stays done where it cannot be written, and that is logged."""

from __future__ import annotations

import logging
import time
from threading import Lock

from sifund.trail.chain import append

QUIET_S, MOST = 60, 1_000
"""For how long another refusal of the same person and reason is not told [s]; of how many that is remembered."""
_log = logging.getLogger(__name__)


def note(what: str, about: str = "", who: str = "", origin: str = "") -> None:
    """Tell of it. Raises KeyError for what is no event."""
    try:
        append(what, about, who, origin)
    except OSError as error:
        _log.critical("the audit trail cannot be written (%s): %s", error.strerror, what)


class Refusals:
    """Tells of attempts that were refused, each person's and reason's once a minute: who asks again and again fills no disk."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], float] = {}
        self._lock = Lock()

    def __call__(self, about: str, who: str = "", origin: str = "") -> None:
        """Tell that somebody was refused what `about` names; without a name somebody who is not known."""
        if self._is_due((who, about)):
            note("refused", about, who, origin)

    def _is_due(self, key: tuple[str, str]) -> bool:
        with self._lock:
            now = time.monotonic()
            if now < self._last.get(key, float("-inf")) + QUIET_S:
                return False
            if len(self._last) >= MOST:
                self._last.clear()
            self._last[key] = now
            return True


refused = Refusals()
"""Of this process."""
