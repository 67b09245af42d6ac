"""法定退休年龄: the month in which a person reaches pension age, which rises from 2025 on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narwhals import Expr, col, lit

from sifund.records.expressions import by, choose


@dataclass(frozen=True, slots=True)
class Age:
    """Pension age [years], for those born from `since` [month] on later by a month for every `pace` months, `most` at most
    (国发〔1978〕104号; 2024年9月13日全国人大常委会决定)."""

    years: int
    since: int
    pace: int
    most: int


MEN, WOMEN_55, WOMEN_50 = Age(60, 1965 * 12, 4, 36), Age(55, 1970 * 12, 4, 36), Age(50, 1975 * 12, 2, 60)
LATE: Mapping[str, Age] = {"male": MEN, "female": WOMEN_55}
"""The latest age by sex: a woman's post is not in the records."""
EARLY: Mapping[str, Age] = {"male": MEN, "female": WOMEN_50}
"""The earliest."""


def pension_month(ages: Mapping[str, Age]) -> Expr:
    """The month in which the person of `sex` and `birth_month` reaches pension age."""
    years, since, pace, most = (
        by({sex: getattr(age, part) for sex, age in ages.items()}, "sex") for part in ("years", "since", "pace", "most")
    )
    begun = col("birth_month") - since
    delay = choose(begun < 0, lit(0), choose(begun >= pace * most, most, begun // pace + 1))
    return col("birth_month") + years * 12 + delay
