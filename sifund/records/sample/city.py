"""The invented city: how large it is, what its report says, and who lives in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import Month, month_of
from sifund.problem import SifundError, problem
from sifund.records.sample.arithmetic import Ints

WHOLE = 1_250_000
"""Persons of the city whose records make the report's own lines; another number makes a city in proportion."""
LEAST = 400
AREA, OTHER_AREA = "9901", "9902"
"""Areas that do not exist: no code of an administrative division begins with 99."""
DISTRICTS = 7
PERSON_IDS, FIRM_IDS, CLAIM_IDS, PAYMENT_IDS, REFUND_IDS, BATCH_IDS, STAFF_IDS = (
    10**9 * n for n in (991, 992, 993, 994, 995, 996, 997)
)
"""Where numbers of each kind begin, so that none reads like an amount or a count."""

ROLES: Mapping[str, int] = {
    "stories": 0, "claimants": 24_000, "assisted": 16_500, "farm": 2_900, "retired": 42_800, "recipients": 45_500,
    "residents": 90_481, "payers": 0,
}  # fmt: skip
"""Persons of a whole city by role; the stories take what they need, payers are the rest."""
FIRMS, REFUNDED, LARGE = 52_000, 45_100, 520


def amounts(dataset: Dataset) -> dict[str, int]:
    """What the report says of each line [fen]. Raises SifundError where a line that the city pays is not in it."""
    lines = {row.line: row.actual_yuan for row in dataset.lines if row.year == dataset.base_year}
    wanted = [key for key, line in catalog.lines().items() if line.kind == "expenditure"]
    missing = [key for key in wanted if lines.get(key) is None]
    if missing:
        raise SifundError([problem(
            "no_line", key, "数据集没有这一项，示例数据拆不出来。", "the dataset has no such line to split into records.",
        ) for key in missing])  # fmt: skip
    return {key: round((lines[key] or 0) * 100) for key in wanted}


@dataclass(eq=False)
class City:
    """One city: `lines` is what its records must add up to [fen]; `made` what they do where nothing exact is asked for."""

    persons: int
    seed: int
    year: int
    report: Mapping[str, int]
    stories: int
    made: dict[str, int] = field(default_factory=dict)

    @cached_property
    def rng(self) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64(self.seed))

    @property
    def whole(self) -> bool:
        """Whether its records must make the report's own lines."""
        return self.persons == WHOLE

    def share(self, of_whole: int, least: int = 1) -> int:
        """A count of the whole city, in proportion."""
        return max(least, of_whole * self.persons // WHOLE)

    def line(self, key: str) -> int:
        """What a line must come to [fen], in proportion in whole yuan."""
        return self.report[key] if self.whole else self.report[key] * self.persons // WHOLE // 100 * 100 or 100

    def month(self, month: int) -> Month:
        """A month of the year, 1 to 12; 0 is the December before."""
        return month_of(self.year, 1) + month - 1

    @cached_property
    def roles(self) -> dict[str, range]:
        """Places of the persons of each role, before they are mixed."""
        counts = {role: self.share(count) for role, count in ROLES.items()} | {"stories": self.stories}
        counts["payers"] = self.persons - sum(count for role, count in counts.items() if role != "payers")
        ends = np.cumsum(list(counts.values())).tolist()
        return {role: range(end - counts[role], end) for role, end in zip(counts, ends, strict=True)}

    @cached_property
    def mixed(self) -> Ints:
        """Place among all, from 0, of each person: roles are mixed, so that each part of a table holds some of all."""
        return self.rng.permutation(self.persons).astype(np.int64)

    def person_ids(self, places: Ints) -> Ints:
        """Surrogate keys of persons."""
        return self.mixed[places] + (PERSON_IDS + 1)

    @cached_property
    def firms(self) -> int:
        return self.share(FIRMS, least=40)
