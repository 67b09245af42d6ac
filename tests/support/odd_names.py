"""A dataset and a scenario in which every word that a visitor can write is an odd name."""

from __future__ import annotations

from typing import Any

from seen import ODD

from sifund import dataset as datasets
from sifund.dataset import Dataset
from sifund.dataset.schema import AccountRow, IndicatorRow, LawRow, LineRow, MetaRow, ParameterRow, ReasonRow

NAME = ODD[:78].strip()
"""As much of it as a scenario's name holds."""
CHANGED = "unemployment.benefit_standard=1530;unemployment.opening=500000000"
BESIDE: dict[str, Any] = {"basis": "reported", "source": ODD, "fund": "unemployment"}
NAMES: dict[str, Any] = {"name_zh": ODD, "name_en": ODD}
BUDGET = {"budget_yuan": 1e8, "initial_budget_yuan": 1e8, "stated_yoy_percent": 50.0, "stated_direction": "decrease"}
KINDS = {"benefit": "expenditure", "own": "expenditure", "other": "income", "contributions": "income", "total": "total"}
CAUSE = {
    "factor": "policy",
    "direction": "increase",
    "cause_zh": ODD,
    "cause_en": ODD,
    "document": ODD,
    "amount_yuan": 1e6,
}


def odd_dataset() -> Dataset:
    """Every word of it is odd: the dataset's, its lines', indicators', reasons', documents', sources' and grounds'."""
    lines = [
        LineRow.model_validate(
            {"line": f"unemployment.{key}", "kind": kind, "year": year, "actual_yuan": 2e8 * scale, **BUDGET, **NAMES, **BESIDE}
        )
        for key, kind in KINDS.items() for year, scale in ((2022, 1.0), (2021, 0.8))
    ]  # fmt: skip
    accounts = [
        AccountRow.model_validate(BESIDE | {"fund": fund, "year": 2022, "item": item, "amount_yuan": 1e8 * number})
        for fund in ("unemployment", "all") for number, item in enumerate(("opening", "income", "expenditure", "closing"), 1)
    ]  # fmt: skip
    given = ParameterRow(key="unemployment.benefit_standard", from_month="2022-01", value=1323, document=ODD, basis="assumed",
                         reason_zh=ODD, reason_en=ODD, low=1000, high=2000)  # fmt: skip
    goal = {"year": 2022, "key": "a", "kind": "target", "value": 3, "unit_zh": ODD, "unit_en": ODD, **NAMES, **BESIDE}
    reasons = [
        ReasonRow.model_validate({"line": f"unemployment.{key}", "year": 2022, **CAUSE, **BESIDE})
        for key in ("benefit", "own")
    ]
    law = [LawRow(key="unemployment.minimum_wage", from_month="2023-01", value=2000, document=ODD)]
    meta = MetaRow(code="odd", base_year=2022, source_zh=ODD, source_en=ODD, **NAMES)
    return datasets.make({"meta": [meta], "lines": lines, "accounts": accounts, "parameters": [given],
                          "indicators": [IndicatorRow.model_validate(goal)], "reasons": reasons, "law": law})  # fmt: skip
