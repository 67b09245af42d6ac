"""What a check found, in counts and sums: a sentence, three figures, rules by risk, districts, what was not checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from sifund.declare.scale import of_fen
from sifund.records.beyond import not_checked
from sifund.records.draw_words import sentence
from sifund.records.findings import Kept
from sifund.records.home import name_of, ties_of
from sifund.records.need import title
from sifund.records.rule import RISKS, SUSPECT
from sifund.records.rules import rules
from sifund.records.shown import LEAST, NOT_SHOWN, Cell, RuleLine, View, view
from sifund.records.worklist import UNKNOWN
from sifund.text import DASH, SEMICOLON, Text, format_number, format_percent, join, same
from sifund.ui import st
from sifund.ui.parts import figures, record_ties, tables
from sifund.ui.session.state import t

SAYS = Text(
    "{name}：{checked}条规则中{hit}条指出疑点，共{findings}条待核{new}，涉及{stake}；{confirmed}。",
    "{name}: {hit} of {checked} {checked:rule|rules} {hit:names|name} findings, {findings} to be checked{new} with "
    "{stake} at stake; {confirmed}.",
)
NEW = Text("（比上次新增{new}条）", " ({new} new since the last run)")
NOT_NEW = Text("（比上次新增的条数不显示）", " (how many are new since the last run is not shown)")
SO_FAR, NO_RESULT = (
    Text("已核实属实{stake}", "{stake} is confirmed"),
    Text("还没有核查结果", "no result has been entered yet"),
)
AWAY = Text("核查结果现在读不到", "results cannot be read now")
NOT_GUILT = Text(
    "疑点不是结论：核实之前，不作任何判断。不足{least}人（户）的格不显示，也不让别的格把它算出来。",
    "A finding is no verdict: nothing is concluded until a person has looked at it. A cell of fewer than {least} persons or firms is not "
    "shown, nor one from which it follows.",
)
AT_STAKE, CONFIRMED = Text("涉及金额", "At stake"), Text("已核实金额", "Confirmed")
CHECKED, OF = Text("已核查规则", "Rules checked"), Text("共{count}条", "of {count}")
ONCE = Text("同一笔只算一次", "each record once")
ENTERED = Text("按交回的结果", "by the results entered")
RULE, FINDINGS, RATE = Text("规则", "Rule"), Text(SUSPECT.zh, "To be checked"), Text("属实率", "Hit rate")
INTERVAL = Text("95%区间{low}至{high}", "95% interval {low} to {high}")
RISK = Text("{risk}（{count}条）", "{risk} ({count})")
CLASS, NAMING = Text("风险", "Risk"), Text("指出疑点的规则", "Rules naming findings")
SMALL = Text(
    "指出疑点、人（户）数太少而不显示数目的规则（{count}条）",
    "Rules that name findings of too few to show how many ({count})",
)
CLEAN = Text("没有指出疑点的规则（{count}条）", "Rules that name nothing ({count})")
UNCHECKED = Text("未核查的指标（{count}条）", "Indicators not checked ({count})")
LEFT = Text("只核查了部分记录的规则（{count}条）", "Rules that could not compare all rows ({count})")
OF_PARTLY = Text("共{count}条；{partly}条只核查了部分记录", "of {count}; {partly} could not compare all rows")
NEEDS = Text("需要：{tables}", "needs: {tables}")
DISTRICT, NOWHERE = Text("区县", "District"), Text("没有区县", "None given")
SCARCE = Text(
    "按区县分开后，人（户）数太少，或能由其推算，都不显示。",
    "Split by district they are too few to be shown, or would give away those that are.",
)
NONE_PLACED = Text("没有疑点。", "No finding.")
NOT_TIED = Text(
    "还没有对账结果；命令见“经办人员”。", "Nothing has been compared yet; the command stands under For the clerk."
)
LAWFUL = Text("合规例外：{lawful}", "lawful: {lawful}")


def answer(entry: Kept) -> None:
    """The sentence and three figures."""
    shown = view(entry)
    hit = sum(line.cell.findings != 0 for line in shown.lines)
    so_far = _without(entry) or SO_FAR.format(stake=_money(shown.confirmed))
    figures.answer(t(SAYS, name=name_of(entry), checked=len(entry.checked), hit=hit, findings=_count(shown.total.findings),
                     new=_new(entry, shown.new), stake=_money(shown.total), confirmed=so_far), strong=True)  # fmt: skip
    figures.draw(
        _boxes(entry, shown), [*map(t, map(sentence, shown.draws)), *_unknown(entry), t(NOT_GUILT, least=LEAST)]
    )


def _unknown(entry: Kept) -> list[str]:
    """That rules were checked which this version does not have."""
    return [t(UNKNOWN, codes=", ".join(entry.unknown))] if entry.unknown else []


def _new(entry: Kept, new: int | None) -> Text | str:
    """What the last run was the first to name; of a first run nothing is said."""
    if entry.number == 1:
        return ""
    return NOT_NEW if new is None else NEW.format(new=format_number(new))


def _boxes(entry: Kept, shown: View) -> Iterator[Markup]:
    yield figures.box(t(AT_STAKE), t(_money(shown.total)), None, t(ONCE))
    without = _without(entry)
    yield figures.box(t(CONFIRMED), DASH if without else t(_money(shown.confirmed)), None, t(without or ENTERED))
    every = len(entry.checked) + len(not_checked(entry.checked, entry.unchecked))
    partly = len({one.code for one in entry.left})
    yield figures.box(
        t(CHECKED), str(len(entry.checked)), None, t(OF_PARTLY if partly else OF, count=every, partly=partly)
    )  # fmt: skip


def _without(entry: Kept) -> Text | None:
    """Why nothing can be said of results; None where there are some."""
    return AWAY if entry.away else NO_RESULT if entry.results.is_empty() else None


def _count(findings: int | None) -> Text:
    return NOT_SHOWN if findings is None else same(format_number(findings))


def _money(cell: Cell) -> Text:
    """An amount; where the persons or firms are too few to be shown, a dash."""
    return same(DASH) if cell.stake is None else of_fen(cell.stake)


def by_risk(entry: Kept) -> None:
    """How much the rules of each risk class name."""
    shown = view(entry)
    rows = []
    for risk in RISKS:
        rules_of = [line for line in shown.lines if line.rule.risk is risk]
        hit, cell = sum(line.cell.findings != 0 for line in rules_of), shown.risks[risk]
        rows.append((t(risk.name), str(len(rules_of)), str(hit), t(_count(cell.findings)), t(_money(cell))))
    heads = [t(head) for head in (CLASS, CHECKED, NAMING, FINDINGS, AT_STAKE)]
    tables.stacked(heads, rows, label=t(CLASS), figures=(1, 2, 3, 4))


def by_rule(entry: Kept) -> None:
    """Rules with findings, the worst risk first; behind folds those of too few to be shown, and those without."""
    shown = view(entry)
    heads = [t(head) for head in (RULE, FINDINGS, AT_STAKE, RATE)]
    large = [line for line in shown.lines if line.cell.findings]
    if large:
        tables.stacked(heads, _sections(large, _counted), label=t(RULE), figures=(1, 2, 3))
    _folded(SMALL, "small", [line for line in shown.lines if line.cell.findings is None])
    _folded(CLEAN, "clean", [line for line in shown.lines if line.cell.findings == 0])


def _folded(title: Text, name: str, some: Sequence[RuleLine]) -> None:
    """Rules whose figures say nothing more than the title, with how often they were right."""
    if not some:
        return
    with st.expander(t(title, count=len(some), least=LEAST), key=f"records-{name}", on_change="rerun") as opened:
        if opened.open:
            tables.stacked([t(RULE), t(RATE)], _sections(some, _rated), label=t(RULE), figures=(1,))


def _sections(some: Sequence[RuleLine], row: Callable[[RuleLine], tables.Row]) -> Iterator[tables.Row]:
    for risk in RISKS:
        rows = [line for line in some if line.rule.risk is risk]
        if rows:
            yield t(RISK, risk=risk.name, count=len(rows))
        yield from map(row, rows)


def _counted(line: RuleLine) -> tuple[tables.Cell, ...]:
    name, rate = _rated(line)
    return name, t(_count(line.cell.findings)), t(_money(line.cell)), rate


def _rated(line: RuleLine) -> tuple[tables.Cell, tables.Cell]:
    """A rule, what looks alike and is lawful, and how often it was right."""
    name = (f"{line.rule.code} {t(line.rule.name)}", t(LAWFUL, lawful=line.rule.lawful))
    if line.rate is None:
        return name, DASH
    rate, low, high = (format_percent(part * 100) for part in line.rate)
    return name, (rate, t(INTERVAL, low=low, high=high))


def by_district(entry: Kept) -> None:
    """Findings by district and risk class; those that no district is known of are a row too."""
    shown = view(entry)
    heads = [t(DISTRICT), *(t(risk.name) for risk in RISKS)]
    rows = [
        (district or t(NOWHERE), *(t(_count(cells[risk])) for risk in RISKS))
        for district, cells in shown.districts.items()
    ]
    if any(cell for cells in shown.districts.values() for cell in cells.values()):
        tables.table(heads, rows, label=t(DISTRICT), figures=(1, 2, 3))
    else:
        st.caption(t(SCARCE, least=LEAST) if rows else t(NONE_PLACED))


def ties(entry: Kept) -> None:
    """Whether records, report, ledger and bank agree; how to have it said, where that was not kept."""
    st.subheader(t(record_ties.TITLE))
    one = ties_of(entry.records)
    if one is None:
        st.caption(t(NOT_TIED))
    else:
        record_ties.draw(one)


def unchecked(entry: Kept) -> None:
    """Indicators that were not checked, with what each needs: never a 0."""
    gaps = not_checked(entry.checked, entry.unchecked)
    if not gaps:
        return
    with st.expander(t(UNCHECKED, count=len(gaps)), key="records-unchecked", on_change="rerun") as opened:
        if opened.open:
            rows = [(f"{code} {t(name)}", t(NEEDS, tables=_names(keys))) for code, (name, keys) in gaps.items()]
            tables.table([t(RULE), ""], rows, label=t(UNCHECKED, count=len(gaps)))


def left(entry: Kept) -> None:
    """Rows that rules which were checked could not compare: how many, why, of which months; of few persons or firms not how many."""
    codes = {one.code for one in entry.left}
    if not codes:
        return
    with st.expander(t(LEFT, count=len(codes)), key="records-left", on_change="rerun") as opened:
        if opened.open:
            rows = [(f"{one.code} {t(rules()[one.code].name)}", t(one.says(None if one.heads >= LEAST else NOT_SHOWN)))
                    for one in entry.left if one.code in rules()]  # fmt: skip
            tables.table([t(RULE), ""], rows, label=t(LEFT, count=len(codes)))


def _names(names: Sequence[str]) -> Text:
    return join((words for name in names if (words := title(name))), SEMICOLON.zh, SEMICOLON.en) or same(DASH)
