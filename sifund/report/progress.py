"""Progress of a document while it is made: which step begins, and how much is done."""

from __future__ import annotations

from collections.abc import Callable

from sifund.text import Text

Tell = Callable[[float, Text], None]
"""Is told what share is done, from nought to below one, and the step that begins."""
RUN = Text("试算方案", "Running the scenario")
WRITE = Text("写出文字和表格", "Writing sentences and tables")
DRAW = Text("画图：{name}", "Drawing: {name}")
FILL = Text("填入模板", "Filling in the template")
SET = Text("排版", "Setting the page")
SHEET = Text("工作表：{name}", "Sheet: {name}")


def silent(_share: float, _step: Text) -> None:
    """Tells nobody."""


class Steps:
    """A known number of steps, each told when it begins."""

    def __init__(self, count: int, tell: Tell) -> None:
        self._count, self._tell, self._begun = count, tell, 0

    def begin(self, step: Text) -> None:
        """Say that a step begins, and how far the whole is."""
        self._tell(min(self._begun, self._count - 1) / self._count, step)
        self._begun += 1
