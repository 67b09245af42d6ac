"""What values rest on, in words: kinds of parameters, the ground of a value, base-year inputs that nobody typed."""

from __future__ import annotations

from sifund import catalog
from sifund.analysis.words import BASIS
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
SPLIT = Text("来源合计按假设比例分摊；未填写", "its part of the source's total; not typed")
RESTS_ON = {
    "reported": BASIS["reported"], "derived": BASIS["derived"], "assumed": BASIS["assumed"], "typed": Text("已填入", "filled in"),
    "split": Text("假设拆分", "assumed split"), "modelled": Text("推算", "modelled"),
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


def income_basis(base: Baseline, fund: str) -> str:
    """A key of RESTS_ON."""
    row = base.dataset.account(fund, "income")
    if f"{fund}.income" in dict(base.inputs):
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
        return "reported"
    if total and len(base.funds) == 1:
        return total.basis
    return "split" if total else "modelled"


def knows_income(base: Baseline, fund: str) -> bool:
    """Whether a fund's income is more than this program's assumption: typed, given, or worked out from given lines."""
    basis = income_basis(base, fund)
    rows = (base.dataset.line(key) for key in base.keys_of(fund, "income"))
    return basis in ("typed", "reported", "derived") or (
        basis == "modelled" and any(row and row.actual_yuan is not None for row in rows)
    )


def split_words(base: Baseline, fund: str) -> Text | None:
    """That the balance of a fund, or of "all", rests on assumed openings, and which funds' are; None where it does not."""
    if not base.assumes(fund):
        return None
    names = join(catalog.fund_name(f, short=True) for f in base.funds if base.assumes(f))
    total = base.dataset.account(catalog.ALL, "opening")
    return (SPLIT_OPENING if total else ASSUMED_OPENING).format(funds=names)
