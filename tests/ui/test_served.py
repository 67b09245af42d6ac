"""What a component is sent: short, and nothing that JSON has no word for."""

from __future__ import annotations

import json

import pytest

from sifund.ui.parts.served import written


def test_data_are_written_short_and_whole() -> None:
    data = {"says": "失业保险金 ≤ 1,699", "at": [0, 0.5, None, True]}
    assert json.loads(written(data)) == data and len(written(data)) < len(json.dumps(data)) - 20


@pytest.mark.parametrize("unknown", [float("nan"), float("inf")])
def test_what_is_not_known_is_never_sent_as_a_number(unknown: float) -> None:
    with pytest.raises(ValueError, match="Out of range float values"):
        written({"at": [unknown]})
