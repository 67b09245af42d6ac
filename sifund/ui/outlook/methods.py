"""What is drawn and how: every declared distribution with its figures."""

from __future__ import annotations

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.distributions import Input, Opening, uncertain
from sifund.analysis.own import DECIMALS
from sifund.declare.parameter import month_of
from sifund.declare.unit import GROWTH, YUAN
from sifund.model.baseline import Baseline
from sifund.scenario.steps import path_words
from sifund.text import Text, format_number
from sifund.ui import st
from sifund.ui.outlook.seen import Seen
from sifund.ui.outlook.words import value_words
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session.state import t

SHAPES = {
    "level": Text(
        "水平：三角分布，众数为基线，各年同一个值", "level: triangular, baseline as mode, one value for all years"
    ),
    "yearly": Text(
        "逐年：正态，围绕基线，年际自相关{persistence}",
        "yearly: normal about the baseline, autocorrelation {persistence}",
    ),
    "shock": Text(
        "冲击：逐年乘数，围绕1，自相关{persistence}", "shock: a yearly factor about 1, autocorrelation {persistence}"
    ),
}
SPLIT = Text(
    "拆分：合计不变，其余基金取余数，为负则重抽",
    "split: the sum is kept, one fund takes the rest, redrawn where negative",
)
NAME, SHAPE = Text("输入", "Input"), Text("分布", "Distribution")
MODE, LOW, HIGH = Text("基线（众数）", "Baseline (mode)"), Text("下限", "Low"), Text("上限", "High")
HOW = Text(
    "Sobol点（逐次加扰，八组独立，据其离散给出标准误）。逐年与冲击的范围是单一年份P5至P95的宽度；水平的范围是上下限。"
    "报告或推算、且没有声明范围的水平不抽取；填入的增长率和真实结余不抽取；政策参数不抽取。",
    "Sobol points, eight independent scramblings, whose scatter gives the standard errors. The range of a yearly input or "
    "shock is the width from P5 to P95 of one year; that of a level is its ends. Not drawn: levels that are reported or "
    "derived and have no declared range, typed growth rates and real balances, and levers.",
)


def show(seen: Seen) -> None:
    """The tab."""
    distributions(seen.side.base)


def distributions(base: Baseline) -> None:
    """All that is drawn of a baseline."""
    what = uncertain(base)
    st.caption(t(HOW))
    rows = [_input(x, base.base_year) for x in what.inputs] + [_opening(o) for o in what.openings]
    grid(pl.DataFrame(rows), height="content")
    figures.download(pl.DataFrame([_plain(x) for x in what.inputs]), "sifund-distributions")


def _input(x: Input, base_year: int) -> dict[str, str]:
    p = catalog.parameter(x.key)
    figures = {t(head): t(value_words(p, value)) for head, value in ((MODE, x.mode), (LOW, x.low), (HIGH, x.high))}
    if p.unit is GROWTH:  # drawn year by year about its path
        path = enumerate(x.path.round(DECIMALS).tolist())
        figures[t(MODE)] = t(path_words(p, tuple((month_of(base_year + k), rate) for k, rate in path if k)))
    return {
        t(NAME): t(p.name),
        t(SHAPE): t(SHAPES[x.spread.shape], persistence=format_number(x.spread.persistence, 1)),
        **figures,
    }


def _opening(o: Opening) -> dict[str, str]:
    name = Text("{fund}年初结余", "{fund}: opening balance").format(fund=catalog.fund_name(o.fund, short=True))
    figures = {t(head): t(YUAN.write(value)) for head, value in ((MODE, o.mode), (LOW, o.low), (HIGH, o.high))}
    return {t(NAME): t(name), t(SHAPE): t(SPLIT), **figures}


def _plain(x: Input) -> dict[str, str | float]:
    return {"key": x.key, "shape": x.spread.shape, "persistence": x.spread.persistence, "mode": x.mode, "low": x.low,
            "high": x.high}  # fmt: skip
