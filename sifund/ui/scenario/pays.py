"""Who pays: the effect on spending by those who pay it and those who receive it, and the public sector as one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sifund import catalog
from sifund.analysis.effect.payers import PUBLIC, payments, public_view
from sifund.analysis.own import own_steps
from sifund.analysis.words import BASIS
from sifund.charts import waterfall
from sifund.charts.lines import SCENARIO
from sifund.charts.theme import label_lines
from sifund.declare.formula import Line
from sifund.declare.parameter import Parameter, month_of
from sifund.declare.party import PARTIES
from sifund.declare.share import Share
from sifund.declare.unit import YUAN
from sifund.model.case import Side
from sifund.scenario import Scenario
from sifund.scenario.steps import path_words
from sifund.text import Text, join
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.paths import NOTHING, UNIT, choose_scope, choose_year, wan
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import lines

NAMES = {party.key: party.name for party in PARTIES} | {PUBLIC: Text("公共部门合计", "Public sector together")}
TITLE = Text(
    "{year}年{fund}支出{whole}：负担最多的是{party}（{part}）",
    "{fund}, expenditure {whole} in {year}: {party} pays most ({part})",
)
LESS = Text(
    "{year}年{fund}支出{whole}：负担减少最多的是{party}（{part}）",
    "{fund}, expenditure {whole} in {year}: what is paid by {party} falls most ({part})",
)
SAYS = Text("{payers}。", "{payers}.")
PAYER = Text("{party}{amount}", "{party} {amount}")
NO_PAYER = Text("{year}年没有谁多付或少付。", "Nobody pays more or less in {year}.")
PARTY = Text("谁", "Party")
BOTH = Text("各方的负担与得到", "What each pays and receives")
WHOLE = Text("支出变化", "Effect on spending")
COLUMNS = {
    "pays": Text("负担", "Pays"),
    "receives": Text("得到", "Receives"),
    "net": Text("净负担", "Net cost"),
}
ONE = Text(
    "公共部门合计：机关事业单位缴费、各级财政和基金之间的往来相互抵消，余下的才是向企业、个人的净转移。",
    "Public sector together: what public employers, budgets and funds pay each other cancels out; what is left goes to "
    "or comes from firms and persons.",
)
SHARES = Text("分担比例（{basis}）：{shares}。", "Shares ({basis}): {shares}.")
SHARE = Text("{line}·{party} {path}", "{line}, {party} {path}")
REST = Text(
    "没有列出付款方的收入（利息等）归基金；没有列出收款方的支出归待遇领取人等。",
    "Income without a payer of its own (interest) is the fund's; spending without a receiver of its own goes to beneficiaries.",
)


def who_pays(side: Side, scenario: Scenario, fund: str, year: int) -> None:
    """A sentence, the waterfall of payers, the table of both sides with the public sector as one, and the shares it rests on."""
    if not scenario.moves:
        st.caption(t(NOTHING))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scope = choose_scope("pays", side, fund)
        when = choose_year("pays", side, year)
    frame = payments(side).filter((pl.col("fund") == scope) & (pl.col("year") == when))
    moved = frame.filter(pl.any_horizontal(pl.col("pays", "receives") != 0))
    if moved.is_empty():
        st.caption(t(NO_PAYER, year=when))
        return
    with figures.place():
        whole = round(float(frame["pays"].sum()), 2)
        drawn = _chart(moved.filter(pl.col("pays") != 0), side.base.dataset.fund_name(scope), scope, when, whole)
    _table(moved)
    st.caption(lines((t(ONE), t(REST))))
    _shares(side, scope, when)
    figures.folded(frame, f"sifund-payers-{scope}-{when}", *drawn, unit=YUAN)


def _chart(rows: pl.DataFrame, whose: Text, scope: str, when: int, whole: float) -> Sequence[figures.Picture]:
    """What each pays, where anybody does."""
    parts = [(NAMES[party], float(amount)) for party, amount in zip(rows["party"], rows["pays"], strict=True)]
    words = join((_pays(*part) for part in parts), zh="，", en=", ")
    if not words:
        return ()
    if len(parts) > 1:
        st.markdown(t(SAYS, payers=words))
    data = waterfall.frame([(t(name), amount) for name, amount in parts], t(WHOLE), lang=state.lang())
    return (
        figures.chart(
            title(parts, whose, when, whole),
            data,
            waterfall.spec(scope, state.lang(), label_lines(data["name"])),
            f"pays-{scope}",
        ),
    )


def _pays(name: Text, amount: float) -> Text:
    return PAYER.format(party=name, amount=YUAN.write(amount, signed=True))


def title(parts: Sequence[tuple[Text, float]], whose: Text, year: int, whole: float) -> Text:
    """Whose part of the effect on spending [yuan] is the largest, and which way it goes."""
    party, part = max(parts, key=lambda pair: abs(pair[1]))
    written = {name: YUAN.write(yuan, signed=True) for name, yuan in (("whole", whole), ("part", part))}
    return (TITLE if part > 0 else LESS).format(year=year, fund=whose, party=party, **written)


def _table(rows: pl.DataFrame) -> None:
    """Both sides and the net [万元] of each, and of the public sector together."""
    headers = [t(PARTY), *(t(UNIT, name=name) for name in COLUMNS.values())]
    together = public_view(rows).filter(party=PUBLIC).to_dicts()
    body = [
        [t(NAMES[row["party"]]), *(wan(row[column]) for column in COLUMNS)] for row in (*rows.to_dicts(), *together)
    ]
    table(headers, body, figures=(1, 2, 3), label=t(BOTH))


def _shares(side: Side, scope: str, when: int) -> None:
    """The percents that split lines in the months of a year, by what they rest on."""
    base = side.base
    by_basis: dict[Text, list[Text]] = {}
    for fund in side.funds if scope == catalog.ALL else (scope,):
        for line, share, p in _percents(fund):
            if p.key not in base.values:
                continue
            first, last = month_of(when), month_of(when, 12)
            steps, before = (own_steps(x, p, first, last) for x in (side, side.baseline))
            basis = BASIS[base.values[p.key].ground_at(first).basis] if steps == before else SCENARIO
            by_basis.setdefault(basis, []).append(
                SHARE.format(line=line.name, party=share.party.name, path=path_words(p, steps))
            )
    st.caption(lines(t(SHARES, basis=basis, shares=join(shares)) for basis, shares in by_basis.items()))


def _percents(fund: str) -> list[tuple[Line, Share, Parameter]]:
    """The shares that a percent gives of a fund's income, in the order of the parties."""
    lines = [line for line in catalog.lines().values() if line.fund == fund]
    shares = [(line, share, share.percent) for line in lines for share in line.paid_by if share.percent]
    return sorted(shares, key=lambda item: PARTIES.index(item[1].party))
