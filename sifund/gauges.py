"""How a server fares, for its operator: counts and times since it started, of nobody and nothing in particular.

Whatever happens is told to `SERVER` where it happens, which gives all of it in the format that Prometheus reads.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from sifund.text import Text

FORMAT = "text/plain; version=0.0.4"
WINDOW_S, MOST = 300, 10_000
"""Of which last seconds, and of how many runs at most, quantiles are told."""
QUANTILES = (0.5, 0.95)
Name = Literal["sessions", "rerun_seconds", "imports", "imports_refused", "store_up", "store_away"]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One thing that is told, of which kind Prometheus calls it, and what it means."""

    kind: Literal["gauge", "counter", "summary"]
    meaning: Text

    def named(self, name: Name) -> str:
        """How it is called there."""
        return f"sifund_{name}{'_total' if self.kind == 'counter' else ''}"

    def row(self, name: Name) -> str:
        """Its row of the table in docs/operations.md."""
        return f"| `{self.named(name)}` | {self.meaning.zh} {self.meaning.en} |"


GAUGES: dict[Name, Gauge] = {
    "sessions": Gauge("gauge", Text("现在打开的会话", "sessions that are open now")),
    "rerun_seconds": Gauge("summary", Text(
        "页面一次运行的秒数：最近5分钟的中位数和95%分位数（没有运行则不列），启动以来的总和与次数",
        "seconds that a run of a page took: median and 95% quantile of the last 5 minutes (absent where there was none), sum and "
        "count since the start")),
    "imports": Gauge("counter", Text("启动以来的导入", "imports since the start")),
    "imports_refused": Gauge("counter", Text("其中被拒绝的", "those of them that were refused")),
    "store_up": Gauge("gauge", Text("能用保存方案的数据库为1，否则为0", "1 where saved scenarios can be reached now, else 0")),
    "store_away": Gauge("counter", Text("启动以来发现该数据库不可用的次数", "how often they were out of reach since the start")),
}  # fmt: skip


class Gauges:
    """What was told of since the start."""

    def __init__(self) -> None:
        self._counts: Counter[Name] = Counter()
        self._runs: deque[tuple[float, float]] = deque(maxlen=MOST)
        self._spent, self._number = 0.0, 0
        self._lock = Lock()

    def count(self, name: Name) -> None:
        """That it happened once more."""
        with self._lock:
            self._counts[name] += 1

    def imported(self, *, refused: bool) -> None:
        """That somebody's files were read, or refused."""
        self.count("imports")
        if refused:
            self.count("imports_refused")

    def ran(self, took: float) -> None:
        """That a run of a page ended just now, after so long [s]."""
        with self._lock:
            self._runs.append((time.monotonic(), took))
            self._spent, self._number = self._spent + took, self._number + 1

    def text(self, sessions: int, *, store_up: bool) -> str:
        """All of it, and what holds now, as Prometheus reads it."""
        with self._lock:
            took = sorted(took for at, took in self._runs if at > time.monotonic() - WINDOW_S)
            values: dict[Name, list[tuple[str, float]]] = {name: [("", self._counts[name])] for name in GAUGES}
            values["rerun_seconds"] = [*_quantiles(took), ("_sum", self._spent), ("_count", self._number)]
        values |= {"sessions": [("", sessions)], "store_up": [("", int(store_up))]}
        return "".join(line for name in GAUGES for line in _lines(name, values[name]))


def _quantiles(took: Sequence[float]) -> Iterator[tuple[str, float]]:
    """Each that is told, of times in order; nothing of none."""
    for quantile in QUANTILES if took else ():
        yield f'{{quantile="{quantile}"}}', took[min(len(took) - 1, int(quantile * len(took)))]


def _lines(name: Name, values: Iterable[tuple[str, float]]) -> Iterator[str]:
    gauge, full = GAUGES[name], GAUGES[name].named(name)
    yield f"# HELP {full} {gauge.meaning.zh} / {gauge.meaning.en}\n# TYPE {full} {gauge.kind}\n"
    yield from (f"{full}{suffix} {value:.15g}\n" for suffix, value in values)


SERVER = Gauges()
"""Of this process."""
