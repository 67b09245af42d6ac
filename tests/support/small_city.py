"""A city of a few hand-made records: each row says only what matters to it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

import polars as pl

from sifund.declare.parameter import month_of
from sifund.records.tables import TABLES

JAN = month_of(2021)
"""January 2021."""
STANDARD = 132_300
"""The first tier's benefit from April 2021 [fen]; before it was 111,700."""
USUAL: dict[str, Any] = {
    "fund": "unemployment", "item": "unemployment.benefit", "kind": "normal", "place": "650100", "district": "650102", "months": 1,
    "reason": "dismissed", "tier": "a", "sex": "male", "birth_month": month_of(1985), "status": "active", "size": "small", "year": 2021,
    "period": JAN, "month": JAN, "from_month": JAN, "paid_month": JAN + 9, "posted_month": JAN, "applied_month": JAN, "start_month": JAN,
    "registered_month": month_of(2010), "entitled_months": 12, "contributed_months": 60, "months_before": 0, "insured_mean": 100,
    "insured_end": 100, "paid_months": 12, "laid_off": 0, "operator_id": 1, "approver_id": 2, "size_applied": "small",
    "account_hash": "0" * 16, "document": "—",
}  # fmt: skip
KINDS = {"firms": "enterprise", "registers": "death"}


class City:
    """Rows by table; `add` gives back the record as findings name it."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        self._next = count(1)
        for tier, old, new in (("a", 111_700, STANDARD), ("b", 100_000, 120_000)):
            self.add("standards", tier=tier, from_month=month_of(2019), to_month=JAN + 2, amount_fen=old)
            self.add("standards", tier=tier, from_month=JAN + 3, amount_fen=new)
            self.add(
                "standards", item="unemployment.assistance", tier=tier, from_month=month_of(2020, 3), to_month=JAN + 11,
                amount_fen=new * 8 // 10,
            )  # fmt: skip
        for tier in ("employee", *(f"employer.{size}" for size in ("large", "medium", "small", "micro"))):
            self.add("rates", tier=tier, from_month=month_of(2019), rate_bp=50, to_month=month_of(2020))
            self.add("rates", tier=tier, from_month=month_of(2020, 7), rate_bp=50)
            relief = {"employee": 50, "employer.large": 25}.get(tier, 0)
            self.add("rates", tier=tier, from_month=month_of(2020, 2), to_month=month_of(2020, 6), rate_bp=relief)

    def add(self, table: str, **values: Any) -> str:
        """A row with what is given, what is usual and a new key. Raises KeyError for a column that is not there."""
        declared = TABLES[table]
        row = {c.name: USUAL.get(c.name, "x" * 16 if c.kind.dtype is pl.String else 0)
               for c in declared.columns if not c.nullable}  # fmt: skip
        row |= {"kind": KINDS[table]} if table in KINDS else {}
        row |= {declared.key[0]: next(self._next)} if len(declared.key) == 1 else {}
        if wrong := set(values) - set(declared.schema):
            raise KeyError(sorted(wrong))
        row |= values
        self.rows[table].append(row)
        return "-".join(str(row.get(name)) for name in declared.key)

    def person(self, **values: Any) -> int:
        """Somebody, insured under nothing yet."""
        return int(self.add("persons", **values))

    def pay(self, person: int, period: int = JAN, amount_fen: int = STANDARD, **values: Any) -> str:
        """A payment, of a claim where one is given."""
        return self.add("payments", person_id=person, period=period, amount_fen=amount_fen, **values)

    def claim(self, person: int, **values: Any) -> int:
        """A claim to the benefit."""
        return int(self.add("claims", person_id=person, **values))

    def firm(self, state: Mapping[str, Any] | None = None, **last_year: Any) -> int:
        """A firm, its state now, with its year 2020: 10,000 yuan paid in."""
        firm = int(self.add("firms", **(state or {})))
        self.add("firm_years", **{"firm_id": firm, "year": 2020, "paid_fen": 1_000_000, **last_year})
        return firm

    def refund(self, firm: int, **values: Any) -> str:
        """A refund of 2021 on what the firm paid."""
        return self.add("refunds", **{"firm_id": firm, "base_fen": 1_000_000, "amount_fen": 600_000, **values})

    def frames(self) -> dict[str, pl.DataFrame]:
        """The tables."""
        return {name: pl.DataFrame(self.rows[name], schema=dict(table.schema)) for name, table in TABLES.items()}

    def write(self, folder: Path, parts: int = 1) -> Path:
        """The tables as files; in several parts those of persons are cut by person, and the rows of all are shuffled."""
        for name, frame in self.frames().items():
            cut = parts if TABLES[name].bucket == "person_id" else 1
            for part in range(cut):
                path = folder / (f"{name}.parquet" if cut == 1 else f"{name}/part-{part:04d}.parquet")
                path.parent.mkdir(parents=True, exist_ok=True)
                rows = frame.filter(pl.col("person_id") % cut == part) if cut > 1 else frame
                rows.sample(fraction=1, shuffle=parts > 1, seed=3).write_parquet(path)
        return folder
