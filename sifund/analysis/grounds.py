"""What values rest on, in words: kinds of parameters, the ground of a value, base-year inputs that nobody typed."""

from __future__ import annotations

from math import fsum

from sifund import catalog
from sifund.analysis.words import BASIS
from sifund.dataset.source import where
from sifund.model.baseline import Baseline
from sifund.model.ground import Ground
from sifund.text import Text, join, same

KINDS = {
    "lever": Text("政策参数", "lever"),
    "driver": Text("驱动量", "driver"),
    "assumption": Text("假设", "assumption"),
    "input": Text("基年输入", "base-year input"),
}
MODELLED = Text("各项收入之和，未填写", "the sum of its modelled income; not typed")
SPLIT = Text("来源合计按假设比例分摊；未填写", "its part of the source's total; not typed")
RESTS_ON = {
    "reported": BASIS["reported"], "derived": BASIS["derived"], "assumed": BASIS["assumed"], "typed": Text("已填入", "filled in"),
    "follows": Text("由年末结余推算", "worked back from the closing balance"), "listed": Text("各项之和", "sum of its lines"),
    "split": Text("假设拆分", "assumed split"), "modelled": Text("模型推算", "modelled"),
}  # fmt: skip
"""What a fund's base-year balance or income rests on; "split": its assumed part of a total, "modelled": without a total."""
SPLIT_OPENING = Text(
    "{funds}的年初结余按假设拆分（来源只给出合计）；与基线的差额几乎不受影响。",
    "Opening balances split a total as assumed; differences hardly depend on it: {funds}.",
)
ASSUMED_OPENING = Text(
    "{funds}的年初结余为假设；与基线的差额几乎不受影响。",
    "Opening balances are assumed; differences hardly depend on it: {funds}.",
)
NO_OPENING = Text(
    "数据没有年初结余，年初、年末结余和备付期限未知：请在基金概况页填入，或在“结余”表填写",
    "the data have no opening balance, so balances and cover are unknown: type it on the overview page, or give it in the "
    "table of accounts",
)
FOLLOWS = Text("年末结余 − 收入 + 支出", "closing balance − income + expenditure")


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
    row, total = base.dataset.account(fund, item), base.dataset.account(catalog.ALL, item)
    if item == "opening":
        opening = base.openings[fund]
        if opening.missing or (opening.basis == "assumed" and total):
            return Ground(opening.basis, NO_OPENING if opening.missing else SPLIT, opening.low, opening.high)
        if row is None:
            return Ground(opening.basis, FOLLOWS)
    if row is None:
        return Ground("assumed", SPLIT) if total else Ground("derived", MODELLED)
    words = {"reported": (row.source, row.source), "derived": (row.formula, row.formula)}
    says = Text(*words.get(row.basis, (row.reason_zh, row.reason_en)))
    return Ground(row.basis, says, row.low_yuan, row.high_yuan, source=row.source)


def assumes(base: Baseline, fund: str) -> bool:
    """Whether a fund's opening balance is an assumed figure; of "all", whether their sum is: not where the source gives
    the total that they split."""
    if fund != catalog.ALL:
        return base.openings[fund].basis == "assumed" and not base.openings[fund].missing
    if not any(assumes(base, f) for f in base.funds):
        return False
    total = base.dataset.account(catalog.ALL, "opening")
    if total is None or total.basis == "assumed" or not base.knows(fund):
        return True
    gap = fsum(base.openings[f].amount or 0.0 for f in base.funds) - total.amount_yuan
    return abs(gap) > max(total.amount_step_yuan or 0, 1) / 2


def income_basis(base: Baseline, fund: str) -> str:
    """A key of RESTS_ON."""
    row = base.dataset.account(fund, "income")
    if base.types(catalog.all_funds()[fund].income):
        return "typed"
    if row:
        return row.basis
    total = base.dataset.account(catalog.ALL, "income")
    given = [
        line
        for key in base.keys_of(fund, "income")
        if (line := base.dataset.line(key)) and line.actual_yuan is not None
    ]
    if given and len(given) == len(base.keys_of(fund, "income")):
        return "listed"
    if total and len(base.funds) == 1:
        return total.basis
    return "split" if total else "listed" if given else "modelled"


def knows_income(base: Baseline, fund: str) -> bool:
    """Whether a fund's income is more than this program's assumption: typed, given, or worked out from given lines."""
    return income_basis(base, fund) in ("typed", "reported", "derived", "listed")


def opening_basis(base: Baseline, fund: str) -> str:
    """A key of RESTS_ON; of an unknown opening there is none."""
    opening = base.openings[fund]
    if opening.typed:
        return "typed"
    if opening.basis == "assumed":
        return "split" if base.dataset.account(catalog.ALL, "opening") else "assumed"
    return "follows" if base.dataset.account(fund, "opening") is None else opening.basis


def split_words(base: Baseline, fund: str) -> Text | None:
    """That the balance of a fund, or of "all", rests on assumed openings, and which funds' are; None where it does not."""
    if not assumes(base, fund):
        return None
    names = join(catalog.fund_name(f, short=True) for f in base.funds if assumes(base, f))
    total = base.dataset.account(catalog.ALL, "opening")
    return (SPLIT_OPENING if total else ASSUMED_OPENING).format(funds=names)
