"""Whose turn it is: one answer at a time, answers before the rest, and nobody waits for ever."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Thread

import pytest

from sifund.ui.session import turn
from sifund.ui.session.turn import Turns

LONG_S = 20.0


def start(taken: Callable[[], AbstractContextManager[None]], name: str, log: list[str]) -> Thread:
    def work() -> None:
        with taken():
            log.append(name)

    thread = Thread(target=work)
    thread.start()
    return thread


def waiting(turns: Turns, count: int) -> None:
    """Returns when so many wait for their turn."""
    while len(turns._change._waiters) < count:  # type: ignore[attr-defined]
        Event().wait(0.001)


def test_one_answer_at_a_time_and_answers_before_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE_S", LONG_S)
    turns, log = Turns(), []
    with turns.answer():
        threads = [start(turns.rest, "rest", log)]
        waiting(turns, 1)
        threads += [start(turns.answer, "answer", log)]
        waiting(turns, 2)
        log.append("first")
    for thread in threads:
        thread.join(LONG_S)
    assert log == ["first", "answer", "rest"]


@pytest.mark.parametrize("kind", ["answer", "rest"])
def test_whoever_waits_too_long_goes_on_beside(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "PATIENCE_S", 0.01)
    turns, log = Turns(), []
    with turns.answer():
        start(getattr(turns, kind), kind, log).join(LONG_S)
        assert log == [kind]
        with turns.answer():  # who went on without a turn gave none away: it still is the first one's
            pass
        assert turns._busy
    assert not turns._busy


def test_a_run_that_is_broken_off_gives_its_turn_back() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.answer():
        raise KeyError
    with turns.rest():
        assert turns._busy
