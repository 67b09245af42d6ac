"""Whose turn it is to work out an answer. All sessions share one interpreter: runs that go on side by side all answer late,
one after another the first answers at once and the last no later. What only the next move needs waits for the answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

PATIENCE_S = 0.1
"""How long one waits for those before it [s]; then it goes on beside them, so that no long run holds up the others."""


class Turns:
    """One at a time, answers before the rest."""

    def __init__(self) -> None:
        self._change = Condition()
        self._busy = False
        self._answers = 0

    @contextmanager
    def answer(self) -> Iterator[None]:
        """For what somebody waits for."""
        with self._taken(first=True):
            yield

    @contextmanager
    def rest(self) -> Iterator[None]:
        """For what can wait until nobody waits for an answer."""
        with self._taken(first=False):
            yield

    @property
    def awaited(self) -> bool:
        """Whether somebody waits for an answer."""
        return self._answers > 0

    @contextmanager
    def _taken(self, first: bool) -> Iterator[None]:
        mine = self._wait(first)
        try:
            yield
        finally:
            if mine:
                with self._change:
                    self._busy = False
                    self._change.notify_all()

    def _wait(self, first: bool) -> bool:
        """Whether the turn came before patience was out."""
        with self._change:
            self._answers += first
            free = self._change.wait_for(lambda: not self._busy and (first or not self._answers), PATIENCE_S)
            self._answers -= first
            self._busy = self._busy or free
            return free


turns = Turns()
