"""The user's own limit of cost for a fund: a box among the tools of the levers, in the unit of the page; empty is none."""

from __future__ import annotations

import re
from typing import Any

from sifund import catalog
from sifund.declare.unit import YUAN
from sifund.problem import problem
from sifund.scenario import Scenario
from sifund.text import Lang, Text, plain
from sifund.ui.session import state
from sifund.ui.session.state import t

LABEL = Text("成本上限（{unit}）", "Limit of cost ({unit})")
HELP = Text(
    "{fund}任何一年比基线最多多支出多少；滑块上标出超出它的取值。清空即不限。",
    "{fund}: the most that any year may spend above the baseline; sliders mark the values beyond it. Empty is no limit.",
)
REFUSED = Text(
    "“{value}”不能用作成本上限；请填{low}至{high}之间的数，或清空。",
    '"{value}" cannot be a limit of cost; give a number from {low} to {high}, or leave it empty.',
)
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")


def box(scenario: Scenario, fund: str) -> dict[str, Any]:
    """What the box shows."""
    limit, lang = dict(scenario.view.cost).get(fund), state.lang()
    value = plain(round(limit[0] / YUAN.size(lang), 6)) if limit else ""
    about = HELP.format(fund=catalog.fund_name(fund, short=True))
    return {"fund": fund, "label": t(LABEL, unit=YUAN.column), "help": t(about), "value": value}


def limit_cost(fund: str, lang: Lang, typed: str) -> None:
    """Put what is typed in the unit of a language into the view, or take the fund's limit away; what is no amount is
    refused."""
    size, rest = YUAN.size(lang), [(key, ceiling) for key, ceiling in state.scenario()[0].view.cost if key != fund]
    text = typed.strip().replace(",", "")
    number = float(text) * size if _NUMBER.fullmatch(text) else None
    if text and (number is None or not YUAN.low <= number <= YUAN.high):
        low, high = (Text(*(plain(end / YUAN.size(one)) for one in ("zh", "en"))) for end in (YUAN.low, YUAN.high))
        state.refuse(
            [problem("cost", t(LABEL, unit=YUAN.column), REFUSED.zh, REFUSED.en, value=typed, low=low, high=high)]
        )
        return
    given = [] if number is None else [(fund, (number,))]
    state.set_view(cost=tuple(sorted([*rest, *given])))
