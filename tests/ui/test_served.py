"""What a component is sent: short, and nothing that JSON has no word for."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sifund.ui.parts import served
from sifund.ui.parts.served import written


def test_a_component_is_made_once_however_many_sessions_begin_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two that lay its script at once one lost the folder in which it lay, and its visitor saw an error."""
    made: list[str] = []

    def declare(name: str, **_: object) -> None:
        time.sleep(0.01)
        made.append(name)

    monkeypatch.setattr(served, "declare", declare)
    with ThreadPoolExecutor(4) as sessions:
        drawn = {*sessions.map(lambda _: served.component("tried", html=""), range(4))}
    assert made == ["sifund.tried"] and len(drawn) == 1


def test_data_are_written_short_and_whole() -> None:
    data = {"says": "失业保险金 ≤ 1,699", "at": [0, 0.5, None, True]}
    assert json.loads(written(data)) == data and len(written(data)) < len(json.dumps(data)) - 20


@pytest.mark.parametrize("unknown", [float("nan"), float("inf")])
def test_what_is_not_known_is_never_sent_as_a_number(unknown: float) -> None:
    with pytest.raises(ValueError, match="Out of range float values"):
        written({"at": [unknown]})
