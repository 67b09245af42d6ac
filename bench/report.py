"""How long a document takes once the server is warm; the annual report has a limit. Exit status 1 where it is missed.

Every run is another scenario, and all charts are drawn anew. The first document of each kind also loads what writes Word,
Excel, PDF and pictures: its time is told, not judged.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.ratios import judge
from sifund.dataset import SAMPLE, Dataset, find
from sifund.report import pictures
from sifund.report.kinds import DOCUMENTS, Form
from sifund.report.order import Order
from sifund.report.progress import silent
from sifund.scenario import parse

RUNS = 7
LIMIT_S = {"annual": 3.0}


def main() -> int:
    dataset, good = find(SAMPLE), True
    orders = _orders(dataset)
    for document in DOCUMENTS.values():
        for form in document.forms:
            first, *rest = [_seconds(form, next(orders)) for _ in range(1 + RUNS)]
            median, limit = statistics.median(rest), LIMIT_S.get(document.kind)
            print(f"{document.kind}.{form.ending}: median of {RUNS} {median:.2f} s, first {first:.2f} s")
            if limit is not None:
                good = judge(f"{document.kind}.{form.ending}", median, limit, "s") and good
    return 0 if good else 1


def _orders(dataset: Dataset) -> Iterator[Order]:
    for yuan in count(1400):
        scenario, notices = parse(f"unemployment.benefit_standard={yuan}", dataset)
        assert not notices, notices
        yield Order(dataset, scenario)


def _seconds(form: Form, order: Order) -> float:
    pictures._svg.cache_clear()
    start = time.perf_counter()
    form.make(order, silent)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
