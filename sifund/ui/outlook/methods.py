"""What is drawn and how: every declared distribution with its figures."""

from __future__ import annotations

import polars as pl

from sifund import catalog
from sifund.analysis.outlook.distributions import Input, Opening
from sifund.analysis.outlook.latent import latent_inputs, uncertain_in
from sifund.analysis.outlook.ranges import FlatRange, Rests
from sifund.analysis.outlook.still import still_lines
from sifund.analysis.own import DECIMALS
from sifund.declare.parameter import month_of
from sifund.declare.unit import GROWTH, YUAN
from sifund.model.baseline import Baseline
from sifund.scenario import Changes
from sifund.scenario.steps import path_words
from sifund.text import Text, format_number, join
from sifund.ui import st
from sifund.ui.outlook.subject import Subject
from sifund.ui.outlook.words import both, value_words
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.session.state import t

SHAPES = {
    "level": Text("水平：各年同一个值", "level: one value for all years"),
    "yearly": Text("逐年：年际自相关{persistence}", "yearly: autocorrelation {persistence}"),
    "shock": Text(
        "冲击：逐年乘数，围绕1，自相关{persistence}", "shock: a yearly factor about 1, autocorrelation {persistence}"
    ),
    "walk": Text(
        "游走：自基年起偏离基线，每年新增偏离的标准差{sd}，年际自相关{persistence}",
        "walk: leaves the baseline from the base year on, by innovations of sd {sd}, autocorrelation {persistence}",
    ),
}
RESTS: dict[Rests, Text] = {
    "range": Text("给定或声明的范围", "a range given or declared"),
    "history": Text("该项目自己三年以上的历史", "the line's own three years or more"),
    "width": Text("惯用的份额，假设", "a usual share, assumed"),
    "estimate": Text("月度数据估计值的标准误", "the standard error of the estimate from months"),
}
FOLLOWS = Text("；与{name}相关{share}", "; correlated with {name}, {share}")
SPLIT = Text(
    "拆分：合计不变，其余基金取余数，为负则重抽",
    "split: the sum is kept, one fund takes the rest, redrawn where negative",
)
NAME, SHAPE, GROUND = Text("输入", "Input"), Text("分布", "Distribution"), Text("范围的依据", "Range rests on")
MODE, LOW, HIGH = Text("基线（中位数）", "Baseline (median)"), Text("P5", "P5"), Text("P95", "P95")
STILL = Text("各次抽样都相同的项目：{lines}。", "The same in every draw: {lines}.")
ASLEEP = Text(
    "在这里不移动任何项目、因而没有抽取的假设（由别的改动带动后才抽取）：{names}。",
    "Assumptions that move no line here and so are not drawn (they are in a run whose changes make them count): {names}.",
)
WHY = Text("{name}（{why}）", "{name} ({why})")
HOW = Text(
    "Sobol点（逐次加扰，八组独立，据其离散给出标准误）。每个输入都是以基线为中位数的两侧正态分布，范围的两端就是P5和P95：各有5%的"
    "抽样落在两端之外，只在硬性上下限处截断。已知的不抽取：填入的数值（自该月起）、真实结余、已有实测数且没有给定范围的水平、声明不变的"
    "年份、只知其积的各因子，以及政策参数；声明不降的标准不会因增长而下降。",
    "Sobol points, eight independent scramblings, whose scatter gives the standard errors. Each input is a split normal whose "
    "median is the baseline and whose P5 and P95 are the ends of its range: one draw in twenty lies beyond each end, cut at "
    "hard bounds alone. What is known is not drawn: typed values from their month on, real balances, measured levels without "
    "a range of their own, years that a declaration holds, parts of a product of which only the whole is known, and levers; "
    "standards that are declared never to fall do not fall by growth.",
)


def show(subject: Subject) -> None:
    """The tab."""
    distributions(subject.side.base, subject.scenario.changes)


def distributions(base: Baseline, changes: Changes) -> None:
    """All that is drawn of a run, and what is not as it moves nothing there."""
    what = uncertain_in(base, changes)
    st.caption(t(HOW))
    rows = [_input(x, base.base_year) for x in what.inputs] + [_opening(o) for o in what.openings]
    rows += [_flat(base, f) for f in what.flats]
    grid(pl.DataFrame(rows), height="content")
    if still := still_lines(base):
        names = (WHY.format(name=base.line_name(key), why=why) for key, why in still.items())
        st.caption(t(STILL, lines=join(names, "；", "; ")))
    drawn = {x.key for x in what.inputs} | {key for key, _ in changes}
    if asleep := join(catalog.parameter(x.key).name for x in latent_inputs(base) if x.key not in drawn):
        st.caption(t(ASLEEP, names=asleep))
    figures.download(pl.DataFrame([_plain(x) for x in what.inputs]), "sifund-distributions")


def _input(x: Input, base_year: int) -> dict[str, str]:
    p = catalog.parameter(x.key)
    figures = {t(head): t(value_words(p, value)) for head, value in ((MODE, x.mode), (LOW, x.low), (HIGH, x.high))}
    if p.unit is GROWTH:  # drawn year by year about its path
        path = enumerate(x.path.round(DECIMALS).tolist())
        figures[t(MODE)] = t(path_words(p, tuple((month_of(base_year + k), rate) for k, rate in path if k)))
    return {t(NAME): t(p.name), t(SHAPE): t(_shape(x)), **figures, t(GROUND): t(RESTS[x.rests])}


def _shape(x: Input) -> Text:
    says = SHAPES[x.spread.shape].format(
        persistence=format_number(x.spread.persistence, 1), sd=format_number(x.spread.sd, 2)
    )
    key, share = x.spread.follows or ("", 0.0)
    return (
        both(says, FOLLOWS.format(name=catalog.parameter(key).name.inside, share=format_number(share, 1)))
        if key
        else says
    )


def _opening(o: Opening) -> dict[str, str]:
    name = Text("{fund}年初结余", "{fund}: opening balance").format(fund=catalog.fund_name(o.fund, short=True))
    figures = {t(head): t(YUAN.write(value)) for head, value in ((MODE, o.mode), (LOW, o.low), (HIGH, o.high))}
    return {t(NAME): t(name), t(SHAPE): t(SPLIT), **figures, t(GROUND): t(RESTS["range"])}


def _flat(base: Baseline, f: FlatRange) -> dict[str, str]:
    """A line that is carried flat, by the year."""
    item = base.flat[f.key]
    shares = ((MODE, 1.0), (LOW, f.low), (HIGH, f.high))
    figures = {t(head): t(YUAN.write(12 * item.monthly * share)) for head, share in shares}
    return {t(NAME): t(item.name), t(SHAPE): t(SHAPES["level"]), **figures, t(GROUND): t(RESTS[f.rests])}


def _plain(x: Input) -> dict[str, str | float]:
    return {"key": x.key, "shape": x.spread.shape, "persistence": x.spread.persistence, "mode": x.mode, "low": x.low,
            "high": x.high, "unit": catalog.parameter(x.key).unit.name.en, "rests": x.rests}  # fmt: skip
