"""What the sections of the lab share: choosers of year and fund, levers in words."""

from __future__ import annotations

from sifund import catalog
from sifund.declare.parameter import Steps, month_text
from sifund.declare.unit import YUAN, Unit
from sifund.model.case import Side
from sifund.scenario.steps import value_words
from sifund.terms import YEAR
from sifund.text import Text, join
from sifund.ui import st
from sifund.ui.session import state
from sifund.ui.session.state import t

FUND = Text("适用范围", "Scope")
NOTHING = Text(
    "还没有改变任何参数，没有可以分解的作用。", "Nothing has been changed yet, so there is no effect to split."
)
UNIT = Text("{name}（万元）", "{name} (million yuan)")
FROM = Text("{month}起{value}", "{value} from {month}")


def choose_year(key: str, side: Side, year: int) -> int:
    """A year of the run, the page's at first."""
    return st.selectbox(t(YEAR), side.years, index=side.years.index(year), key=f"{key}-year:{year}", width=140)


def choose_scope(key: str, side: Side, fund: str) -> str:
    """The page's fund, or all together."""
    names = {key: t(side.base.dataset.fund_name(key, short=True)) for key in (fund, catalog.ALL)}
    return st.segmented_control(t(FUND), list(names), format_func=names.__getitem__, key=f"{key}-scope:{fund}",
                                default=fund, required=True)  # fmt: skip


def lever_name(key: str, fund: str) -> Text:
    """A parameter's name, with its fund's where several funds stand together."""
    name, owner = catalog.parameter(key).name, key.partition(".")[0]
    if fund != catalog.ALL or owner not in catalog.all_funds():
        return name
    short = catalog.fund_name(owner, short=True)
    return Text(f"{short.zh} · {name.zh}", f"{short.en} · {name.en}")


def steps_words(key: str, steps: Steps) -> Text:
    """2022-01起1530元/月、2024-01起1620元/月."""
    p = catalog.parameter(key)
    words = [
        FROM.format(month=month_text(m), value=value_words(p, v, 4)) if p.dated else value_words(p, v, 4)
        for m, v in steps
    ]
    return join(words, zh="，", en=", ") or Text("—", "—")


def typed_in(unit: Unit) -> str:
    """What ends the key of a box that takes a value of a unit: another box where another language counts otherwise."""
    return "" if unit.size(state.lang()) == unit.size("zh") else f":{state.lang()}"


def wan(yuan: float | None) -> str:
    """A signed amount for a column of money; nothing where there is none."""
    return "" if yuan is None else t(YUAN.number(yuan, signed=True))
