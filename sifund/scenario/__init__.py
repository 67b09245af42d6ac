"""What is asked: which parameters change and when, as it is written, read and linked."""

from sifund.scenario.place import typed_from
from sifund.scenario.scenario import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Changes,
    Scenario,
    dataset_mark,
    parse,
    read_mark,
    steps_text,
    value_text,
)

__all__ = [
    "NAME_LIMIT", "TEXT_LIMIT", "Changes", "Scenario", "dataset_mark", "parse", "read_mark", "steps_text", "typed_from",
    "value_text",
]  # fmt: skip
