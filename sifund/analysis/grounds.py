"""What values rest on, in words: kinds of parameters, the ground of a value, base-year inputs that nobody typed."""

from __future__ import annotations

from sifund import catalog
from sifund.baseline import Baseline, Ground
from sifund.source import where
from sifund.text import Text, join, same

KINDS = {
    "lever": Text("政策参数", "lever"),
    "driver": Text("驱动量", "driver"),
    "assumption": Text("假设", "assumption"),
    "input": Text("基年输入", "base-year input"),
}
MODELLED = Text("各项收入之和，未填写", "the sum of its modelled income; not typed")
NO_OPENING = Text(
    "数据没有年初结余，年初、年末结余和备付期限未知：请在基金概况页填入，或在“结余”表填写",
    "the data have no opening balance, so balances and cover are unknown: type it on the overview page, or give it in the "
    "table of accounts",
)
FOLLOWS = Text("年末结余 − 收入 + 支出", "closing balance − income + expenditure")
SPLIT = Text("报告合计按假定比例分配；未填写", "its part of the reported total; not typed")


def says(ground: Ground) -> Text:
    """The formula or reason; of a reported value its place in the report."""
    return (where(ground.source) if ground.basis == "reported" else None) or ground.says


def ground_words(ground: Ground) -> Text:
    """Place, formula or reason, with the place of a derived value and the document."""
    place = where(ground.source) if ground.basis != "reported" else None
    parts = [says(ground), *([place] if place else []), *([same(ground.document)] if ground.document else [])]
    return join(parts, zh=" · ", en=" · ") or ground.says


def input_ground(base: Baseline, fund: str, item: str) -> Ground:
    """What the opening balance or income of the base year rests on as long as none is typed."""
    if item == "opening":
        opening = base.openings[fund]
        if opening.basis != "assumed":
            row = base.dataset.account(fund, item)
            return Ground(
                opening.basis, same(row.formula) if row and row.formula else FOLLOWS, source=row.source if row else ""
            )
        return Ground(opening.basis, NO_OPENING if opening.missing else SPLIT, opening.low, opening.high)
    row = base.dataset.account(fund, item)
    if row is None and base.dataset.account(catalog.ALL, item) is None:
        return Ground("derived", MODELLED)
    return Ground(row.basis if row else "assumed", SPLIT)
