"""Which scenario this is: its name, the version that was saved, and whether it was changed since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sifund.dataset import Dataset
from sifund.problem import SifundError
from sifund.scenario import Scenario, parse
from sifund.store.content import Saved
from sifund.terms import BASELINE
from sifund.text import Text, same

CURRENT = Text("当前方案", "Current scenario")
UNSAVED = Text("未保存", "not saved")
VERSION = Text("第{version}版", "version {version}")
CHANGED = Text("第{version}版，保存后已改动", "version {version}, changed since saved")
UNCHECKED = Text("第{version}版，现在无法核对", "version {version}, which cannot be looked up now")
WORDS = Text("{name}（{state}）", "{name} ({state})")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a scenario is called, and what is kept of it; nothing where nothing is changed."""

    name: Text
    state: Text | None

    @property
    def words(self) -> Text:
        return WORDS.format(name=self.name, state=self.state) if self.state else self.name


def standing(scenario: Scenario, dataset: Dataset, version_of: Callable[[str, int], Saved]) -> Standing:
    """That of a scenario on a dataset; `version_of` gives a saved version and raises SifundError where it cannot be had."""
    name = same(scenario.name) if scenario.name else CURRENT if scenario.changes else BASELINE
    return Standing(
        name, _saved(scenario, dataset, version_of) if scenario.origin else UNSAVED if scenario.changes else None
    )


def _saved(scenario: Scenario, dataset: Dataset, version_of: Callable[[str, int], Saved]) -> Text:
    key, _, version = scenario.origin.partition(".")
    try:
        content = version_of(key, int(version)).content
    except SifundError:
        return UNCHECKED.format(version=version)
    unlike = parse(content.text, dataset)[0].changes != scenario.changes or content.name != scenario.name
    return (CHANGED if unlike else VERSION).format(version=version)
