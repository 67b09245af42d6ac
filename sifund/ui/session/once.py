"""What a run of a page asks of its session or of the disk again and again is asked once."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sifund.ui.session import guard

T = TypeVar("T")
P = ParamSpec("P")


class Once:
    """Answers that hold until the run ends, or until what was asked is changed and they are forgotten. Outside of a run
    every question is asked anew."""

    def __init__(self) -> None:
        self._answers: ContextVar[tuple[object, dict[Any, Any]]] = ContextVar("answers")

    def ask(self, question: Callable[P, T]) -> Callable[P, T]:
        """The same question, which is asked once for the same arguments."""

        @wraps(question)
        def answered(*args: P.args, **named: P.kwargs) -> T:
            if (run := guard.this_run()) is None:
                return question(*args, **named)
            answers, key = self._of(run), (question, args, *named.items())
            if key not in answers:
                answers[key] = question(*args, **named)
            return answers[key]

        return answered

    def forget(self) -> None:
        """What was asked is another now."""
        self._answers.set((None, {}))

    def _of(self, run: object) -> dict[Any, Any]:
        asked_run, answers = self._answers.get((None, {}))
        if asked_run is not run:
            self._answers.set((run, answers := {}))
        return answers
