"""How far to rely on what is forecast of a fund: in a word, with what its inputs rest on, how long its history is, and how
past forecasts did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from sifund import catalog
from sifund.analysis.grounds import assumes, knows_income
from sifund.dataset import Dataset, nation
from sifund.declare.measure import MEASURES
from sifund.history.past import Past, Record, past, record
from sifund.history.series import flows
from sifund.model.baseline import Baseline
from sifund.model.memory import remembered
from sifund.terms import NO_HISTORY, OPENING_UNKNOWN
from sifund.text import Text, format_percent, join

Word = Literal["high", "medium", "low"]
WORDS: dict[Word, Text] = {"high": Text("高", "high"), "medium": Text("中", "medium"), "low": Text("低", "low")}
RELIABLE = Text("可信度{word}：{reasons}。", "Reliability {word}: {reasons}.")
SHORT = Text("可信度{word}（{reasons}）", "reliability {word} ({reasons})")
BALANCES = Text("可信度{word}（结余、备付）：{reasons}", "Reliability {word} (balance, cover): {reasons}")
OF_FUND = Text("{fund}可信度{word}：{reasons}。", "{fund}, reliability {word}: {reasons}.")
SPLIT = Text("年初结余是假设", "the opening balance is assumed")
INCOME, INPUTS = (
    Text("收入是假设", "income is assumed"),
    Text("年初结余和收入已知", "opening balance and income are known"),
)
FLAT = Text("支出的{share}按基年金额不变带入", "{share} of spending is carried flat")
GROUNDS = {
    "own": Text("照本单位{first}—{last}各年的波动", "moves are the office's own of {first}–{last}"),
    "nation": Text("照全国{first}—{last}各年的波动（{name}）", "moves are the nation's of {first}–{last} ({name})"),
}
RECORD = Text("过去{n}次预测有{share}落在90%带内", "{share} of {n} past {n:outcome|outcomes} lay in the 90% band")
NO_RECORD = Text("还没有可以检验的预测", "no past forecast can be checked")
LONG, ENOUGH = 10, (80.0, 97.0)
"""Years of its own that make a history long, and the coverage of a 90% band [percent] that bears it out."""
Reason = tuple[int, Text]
"""How much speaks for a forecast, from 0 to 2, and in words."""


@remembered(1)
def _record(dataset: Dataset) -> Record:
    """How forecasts of a dataset's series did."""
    return record(flows(dataset))


@remembered(8)
def past_of(dataset: Dataset, fund: str) -> Past | None:
    """How a fund moved: by the office's own years where there are five, else by the nation's; None without either."""
    declared = catalog.all_funds()[fund]
    grounds: tuple[tuple[Literal["own", "nation"], Dataset, str], ...] = (
        ("own", dataset, fund), ("nation", nation(), declared.nation or fund),
    )  # fmt: skip
    pasts = (past(flows(data), key, dataset.base_year, ground, _record(data)) for ground, data, key in grounds)
    return next((one for one in pasts if one), None)


@remembered(8)
def reliability(base: Baseline, fund: str) -> tuple[Reason, ...]:
    """What the inputs rest on, that most spending is carried flat where it is, how long the history is, and how past forecasts
    did, each from 0 to 2; the weakest first."""
    past = past_of(base.dataset, fund)
    reasons = _inputs(base, fund), *_flat(base, fund), _history(past), _record_of(past)
    return tuple(sorted(reasons, key=lambda reason: reason[0]))


def word_of(reasons: Sequence[Reason]) -> Word:
    """The weakest, in a word."""
    words: tuple[Word, ...] = ("low", "medium", "high")
    return words[reasons[0][0]]


def relies(base: Baseline, fund: str) -> Text:
    """How far to rely on what is forecast of a fund, in a word, and why."""
    return _written(RELIABLE, reliability(base, fund))


def each_relies(base: Baseline, funds: Iterable[str]) -> list[Text]:
    """The same of several funds, each by its name; `all` is every one of them."""
    chosen = dict.fromkeys(one for fund in funds for one in (base.funds if fund == catalog.ALL else (fund,)))
    return [_written(OF_FUND, reliability(base, fund), catalog.fund_name(fund)) for fund in chosen]


def goal_relies(base: Baseline, fund: str, measure: str) -> list[Text]:
    """The same of a goal; nothing of what a person gets, which law sets."""
    return each_relies(base, [fund]) if measure in MEASURES else []


def relies_in_short(bases: Iterable[Baseline], fund: str, words: Text = SHORT) -> Text:
    """The word with what is weakest alone, of the least reliable of several baselines."""
    return _written(words, min((reliability(base, fund) for base in bases), key=lambda reasons: reasons[0][0])[:1])


def _written(words: Text, reasons: Sequence[Reason], fund: Text | str = "") -> Text:
    says = join([says for _, says in reasons], "；", "; ") or NO_HISTORY
    return words.format(word=WORDS[word_of(reasons)], reasons=says, fund=fund)


def _inputs(base: Baseline, fund: str) -> Reason:
    if not base.knows(fund):
        return 0, OPENING_UNKNOWN
    if assumes(base, fund):
        return 0, SPLIT
    return (2, INPUTS) if knows_income(base, fund) else (1, INCOME)


def _flat(base: Baseline, fund: str) -> Iterator[Reason]:
    """That most of what the base year spent follows no formula: neither levers nor growth move it."""
    rows = [r for r in base.dataset.lines if (r.fund, r.kind, r.year) == (fund, "expenditure", base.base_year)]
    whole, flat = (
        sum(r.actual_yuan or 0 for r in rows if r.line in keys) for keys in ({r.line for r in rows}, base.flat)
    )
    if 2 * flat > whole:
        yield 0, FLAT.format(share=format_percent(100 * flat / whole, 0))


def _history(past: Past | None) -> Reason:
    if past is None:
        return 0, NO_HISTORY
    first, last = past.years
    name = past.series[0].name
    says = GROUNDS[past.ground].format(
        first=first, last=last, name=Text(*(w.partition(" · ")[0] for w in (name.zh, name.en)))
    )
    return (2 if past.ground == "own" and last - first + 1 >= LONG else 1), says


def _record_of(past: Past | None) -> Reason:
    record = past.record.of([one.key for one in past.series]) if past else None
    inside = record.inside() if record else None
    if record is None or inside is None:
        return 0, NO_RECORD
    low, high = ENOUGH
    return (2 if low <= inside <= high else 1), RECORD.format(n=len(record.points), share=format_percent(inside, 0))
