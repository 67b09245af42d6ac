"""What formulas read, each by hand: stocks and ratios."""

from __future__ import annotations

import numpy as np

from sifund.model.values import ArrayValues


def values(months: int) -> ArrayValues:
    def no_path(_: object) -> np.ndarray:
        raise AssertionError("reads no path")

    return ArrayValues(no_path, no_path, months, {}, {})


def test_a_stock_starts_from_the_first_months_value_and_keeps_and_takes_in() -> None:
    start = np.array([[100.0, 900.0, 900.0], [200.0, 900.0, 900.0]])
    stock = values(3).stock(start, np.array([[0.5]]), np.array([[1.0, 2.0, 3.0]]))
    assert stock.tolist() == [[51, 27.5, 16.75], [101, 52.5, 29.25]]


def test_a_ratio_to_nothing_is_one_and_any_other_the_quotient() -> None:
    part, whole = np.array([[1.0, 3.0, 5.0]]), np.array([[4.0, 0.0, 2.0]])
    assert values(3).ratio(part, whole).tolist() == [[0.25, 1, 2.5]]
    assert values(3).ratio(part, np.array([[4.0]])).tolist() == [[0.25, 0.75, 1.25]]
