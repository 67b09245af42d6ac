"""The effect of a changed rule in words and rows, the same for the command line and the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sifund.declare.scale import of_fen, with_unit
from sifund.records.effect import Both, Part, Side
from sifund.records.reform import BENEFIT, CHANGES, REFUND, Terms
from sifund.records.shown import NOT_SHOWN
from sifund.terms import DIFFERENCE
from sifund.text import DASH, Text, format_number, join, same

SAYS = Text(
    "{line}：{changes}。按现行规则应付{rule}，改后{changed}，差额{net}；受益{gain}，受损{loss}。",
    "{line}: {changes}. The rule in force gives {rule}, the changed one {changed}, a difference of {net}; {gain} gain and {loss} lose.",
)
CHANGED = Text("{name}由{before}改为{after}", "{name} from {before} to {after}")
RULE, UNEXPLAINED = (
    Text("按现行规则", "By the rule in force"),
    Text("已支付，规则不能解释", "Paid, not explained by the rule"),
)
PAID, AFTER = Text("实际支付", "Paid"), Text("按改后规则", "By the changed rule")
GROUP = Text("分组", "Group")
RECORDS = Text("明细", "Records")
SCALED = Text("折算到报表项目", "Scaled to the report's line")
FACTOR = Text("折算系数{factor}：报表项目 ÷ 明细实付", "factor {factor}: the report's line ÷ what the records paid")
NO_FACTOR = Text("报表没有这一年的这一项，不折算", "the report has no such line of that year: nothing is scaled")
TOO_FEW = Text("实付涉及的户（人）太少，不显示，也不折算", "what was paid is of too few to be shown: nothing is scaled")
WHOM = {REFUND.key: Text("户", "firms"), BENEFIT.key: Text("人", "persons")}
"""Who a line pays."""
GAIN, LOSE = Text("受益（{whom}）", "Gain ({whom})"), Text("受损（{whom}）", "Lose ({whom})")
GAINED, LOST = Text("多得", "More"), Text("少得", "Less")
UNCHANGED = Text(
    "没有一项改动涉及明细里有支付的项目。", "Nothing that was changed touches a line that the records paid."
)
NO_PAYMENT = Text("明细里没有一笔支付或返还。", "The records hold no payment and no refund.")
COUNTED = Text("按{year}年的明细，规则比规则", "rule against rule, on the records of {year}")


def sentence(part: Part, terms: Terms) -> Text:
    """What the part says, in one sentence."""
    gain, loss = (_counted(side, WHOM[part.line.key]) for side in part.both)
    return SAYS.format(
        line=part.line.name, changes=_changes(part, terms), rule=money(part.rule), changed=money(part.changed),
        net=money(part.net, signed=True), gain=gain, loss=loss,
    )  # fmt: skip


def _counted(side: Side, whom: Text) -> Text:
    return heads(side) if side.heads is None else with_unit(heads(side), whom)


def columns(part: Part, title: Text) -> tuple[Text, ...]:
    """What stands over the rows of groups."""
    whom = WHOM[part.line.key]
    return title, GAIN.format(whom=whom), GAINED, LOSE.format(whom=whom), LOST


def _changes(part: Part, terms: Terms) -> Text:
    mine = [CHANGES[key] for key in terms.changed if CHANGES[key].line == part.line.key]
    words = [
        CHANGED.format(name=one.name.inside, before=one.write(one.of_year(terms.year)), after=one.write(terms[one.key]))
        for one in mine
    ]
    return join(words, "，", ", ") or same(DASH)


def amounts(part: Part) -> Iterator[tuple[Text, Text, Text]]:
    """Each amount: what it is, of the records, scaled to the report's line."""
    for name, fen in (
        (RULE, part.rule), (UNEXPLAINED, part.unexplained), (PAID, part.paid), (AFTER, part.changed), (DIFFERENCE, part.net),
    ):  # fmt: skip
        yield name, money(fen), same(DASH) if part.factor is None or fen is None else money(round(fen * part.factor))


def factor(part: Part) -> Text:
    """The factor by which the records are scaled, or why they are not."""
    if part.paid is None:
        return TOO_FEW
    return NO_FACTOR if part.factor is None else FACTOR.format(factor=format_number(part.factor, 4))


def of_group(both: Both) -> tuple[Text, Text, Text, Text]:
    """Heads and money of who gains, heads and money of who loses."""
    gain, loss = both
    return heads(gain), money(gain.fen), heads(loss), money(loss.fen)


def heads(side: Side) -> Text:
    """How many."""
    return NOT_SHOWN if side.heads is None else same(format_number(side.heads))


def money(fen: int | None, *, signed: bool = False) -> Text:
    """An amount; that it is not shown, where it is of too few."""
    return NOT_SHOWN if fen is None else of_fen(fen, signed=signed)


def plain(part: Part, lang: str = "en") -> Mapping[str, object]:
    """The part as data [fen]; null where it is of too few."""
    both = {
        name: {"heads": side.heads, "fen": side.fen} for name, side in zip(("gain", "loss"), part.both, strict=True)
    }
    return {
        "line": part.line.key, "paid_fen": part.paid, "rule_fen": part.rule, "unexplained_fen": part.unexplained,
        "changed_fen": part.changed, "net_fen": part.net, "factor": part.factor, **both,
        "groups": [
            {"by": title.en, "group": name.zh if lang == "zh" else name.en,
             **{side: {"heads": one.heads, "fen": one.fen} for side, one in zip(("gain", "loss"), pair, strict=True)}}
            for title, rows in part.groups for name, pair in rows
        ],
    }  # fmt: skip
