"""The rules as a document: the risk matrix of the office, in both languages."""

from __future__ import annotations

from collections.abc import Iterator

from sifund.records.beyond import BEYOND, OTHERWISE, TIED
from sifund.records.engine import reads
from sifund.records.need import Need, title
from sifund.records.rule import RISKS, SUSPECT, Rule
from sifund.records.rules import rules
from sifund.terms import LAW
from sifund.text import Text, join, same

HEAD = (
    "# 风险防控矩阵 · Risk matrix\n\n由 `python -m sifund records catalogue` 生成。Written by `python -m sifund records catalogue`.\n\n"
    f"规则指出的记录是**{SUSPECT.zh}**；核实之前不作任何结论。What a rule names is **{SUSPECT.en}**: nothing is concluded until a person "
    "has looked at it.\n"
)


WITHOUT = Text("未核查：没有所需的表或列", "Not checked: no table or column here carries them")
APART = Text("与矩阵所写不同之处", "Where rules compare otherwise than the matrix says")
BY_TIES = Text("由 `records tie` 核对", "Compared by `records tie`")


def catalogue() -> str:
    """All rules by risk, the worst first, in Markdown."""
    return "\n".join(
        [
            HEAD,
            *(part for risk in RISKS for part in _risk(risk.name, [r for r in rules().values() if r.risk is risk])),
            *_beyond(),
        ]
    )


def _risk(name: Text, some: list[Rule]) -> Iterator[str]:
    if some:
        yield f"## {name.zh} · {name.en[0].upper()}{name.en[1:]} ({len(some)})\n"
        yield from ("\n".join(_lines(item)) + "\n" for item in some)


def _beyond() -> Iterator[str]:
    """Indicators without a rule, and what each needs."""
    yield f"## {WITHOUT.zh} · {WITHOUT.en} ({len(BEYOND)})\n"
    rows = ((one, [words for key in one.needs if (words := title(key))]) for one in BEYOND)
    listed = [f"- {one.code} {one.name.zh} · {one.name.en}：{'、'.join(w.zh for w in needs)} · {', '.join(w.en for w in needs)}"
              for one, needs in rows]  # fmt: skip
    yield "\n".join(listed) + "\n"
    yield f"## {APART.zh} · {APART.en}\n"
    yield "\n".join(f"- {codes}：{says.zh} · {says.en}" for codes, says in OTHERWISE.items()) + "\n"
    yield f"{' · '.join(TIED)}：{BY_TIES.zh}。{BY_TIES.en}.\n"


def _needs(item: Rule) -> list[Need]:
    """What a rule needs; of a table whose part it needs, the part."""
    parts = [need for need in reads(item) if need != Need(need.table)]
    partly = {need.table for need in parts}
    return [need for need in reads(item) if need in parts or need.table not in partly]


def _lines(item: Rule) -> Iterator[str]:
    tables = join([Text(words.zh, words.en.lower()) for need in _needs(item) if (words := title(need.key))])
    yield f"### {item.code} {item.name.zh} · {item.name.en}\n"
    for head, words in (
        (Text("比较", "Compares"), item.compares), (Text("合规例外", "Lawful exceptions"), item.lawful),
        (LAW, Text(item.law("zh"), item.law("en"))), (Text("需要", "Needs"), tables or same("—")),
    ):  # fmt: skip
        yield f"- **{head.zh} · {head.en}**：{words.zh}。{words.en[0].upper()}{words.en[1:]}."
