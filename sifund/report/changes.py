"""What a scenario changes, in words: the path that was typed, and what the baseline has in its place."""

from __future__ import annotations

from dataclasses import dataclass

from sifund.analysis.own import own_steps
from sifund.declare.parameter import Month, Parameter, Steps, month_of, month_text
from sifund.model.case import Side
from sifund.scenario.steps import path_words, value_words
from sifund.text import Text, join

ALWAYS = -1
"""No month is expected: every step is said with its own."""
GROWING = Text("{steps}，其后按假设增长", "{steps}, then growing as assumed")
AT = Text("{month}为{value}", "{value} in {month}")
WAS = Text("{steps}（原{before}）", "{steps} (was {before})")


def change_words(side: Side, p: Parameter, steps: Steps) -> Text:
    """The typed path of the scenario shown, whether it grows on, and what it was."""
    change = Change(side, p, steps)
    words = path_words(p, steps, ALWAYS)
    words = GROWING.format(steps=words) if change.grows() else words
    before = change.before()
    return WAS.format(steps=words, before=before) if before else words


@dataclass(frozen=True, eq=False)
class Change:
    """One change of the scenario shown."""

    side: Side
    p: Parameter
    steps: Steps

    @property
    def end(self) -> Month:
        return month_of(self.side.years[-1], 12)

    def grows(self) -> bool:
        """Whether what is typed grows on within the run."""
        if self.p.grows is None or self.p.key not in self.side.base.values:
            return False
        first = month_of(self.steps[0][0] // 12 + 1)
        return any(rate for _, rate in own_steps(self.side, self.p.grows, first, self.end))

    def before(self) -> Text | None:
        """The baseline's path from the first step on; of what grows, its values where the steps begin. None without."""
        p, base, first = self.p, self.side.base, self.steps[0][0]
        if p.key not in base.values:
            return None
        if not p.grows and p.dated and first <= self.end:
            return path_words(p, own_steps(self.side.baseline, p, first, self.end))
        months = [month or month_of(base.base_year) for month, _ in self.steps]
        values = [(month, value_words(p, base.value_at(p.key, month) or 0.0)) for month in months]
        return values[0][1] if len(values) == 1 else join(AT.format(month=month_text(m), value=v) for m, v in values)
