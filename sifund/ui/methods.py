"""The methods page: formulas, parameters, growth, documents and principles as tables that are searched and taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

import sifund
from sifund import catalog, terms
from sifund.analysis.methods.documents import Use, documents
from sifund.analysis.methods.formulas import formulas
from sifund.analysis.methods.parameters import parameters
from sifund.analysis.methods.principles import principles
from sifund.dataset import Dataset
from sifund.dataset.schema import TABLES
from sifund.model.case import Side
from sifund.presets import offered
from sifund.scenario import Scenario
from sifund.terms import CONTENT, PARAMETER, PARAMETERS
from sifund.text import LANGS, Text, join
from sifund.ui import st
from sifund.ui.checks.evidence import TABLES as TABLE_NAMES
from sifund.ui.checks.evidence import matches
from sifund.ui.outlook.methods import distributions
from sifund.ui.parts import figures
from sifund.ui.parts.paths import steps_words
from sifund.ui.parts.tables import Cell, stacked
from sifund.ui.search import everywhere as search_everywhere
from sifund.ui.session import state
from sifund.ui.session.state import t

SEARCH = Text(
    "查找（公式、参数、文件、总则、术语；全部基金）", "Find (formula, parameter, document, principle, term; all funds)"
)
COUNT = Text("{shown}项，共{all}项", "{shown} of {all}")
ELSEWHERE = Text("这里没有；其他基金：{where}。", "Nothing here; in other funds: {where}.")
FORMULAS = Text("公式", "Formulas")
FORMULA_HEADS = (
    terms.ITEM, Text("公式", "Formula"), Text("由谁改变", "Moved by"), Text("付款方或去向", "Paid by or to"),
    Text("基年反算与出处", "Calibration, place"),
)  # fmt: skip
STATES = {
    "flat": Text("没有公式，不变带入", "no formula: carried flat"),
    "left_out": Text("数据没有这一项", "not in the data"),
}
OTHERS, INDIRECT = Text("其他：{names}", "others: {names}"), Text("间接：{names}", "indirectly: {names}")
PARAMETER_HEADS = (
    PARAMETER, Text("现行值", "In force"), Text("性质与依据", "Basis"), Text("滑块与界限", "Slider, bounds"),
    Text("谁决定、如何变动", "Decided by, growth"), Text("法规与合规提示", "Law and alerts"),
)  # fmt: skip
SCENARIO = Text("方案：{steps}", "scenario: {steps}")
BOUNDS = Text("界限 {allowed}", "bounds {allowed}")
GROWS, BORNE = Text("随{name}", "grows by {name}"), Text("由{name}承担", "borne by {name}")
GROWTH = Text("增长假设", "Growth assumptions")
GROWTH_HEADS = (
    Text("假设", "Assumption"), Text("基年末", "End of base year"), Text("范围", "Range"), Text("带动", "Moves"),
    Text("理由", "Reason"),
)  # fmt: skip
DISTRIBUTIONS = Text("抽样时的分布（按声明）", "Distributions of the draws, as declared")
DOCUMENTS = Text("法规与文件", "Rules and documents")
DOCUMENT_HEADS = Text("文件", "Document"), Text("规定", "What it rules"), Text("核实", "Read"), Text("用于", "Used for")
DOCUMENTS_SAY = Text(
    "全部基金引用的文件，各列一次。“待核实”的内容出自一般了解，没有读到公开文本。",
    "Every document that any fund cites, once. What is to be verified is general knowledge: no public copy was read.",
)
PRESET = Text("现成方案“{name}”", 'ready scenario "{name}"')
RULES, SAYS = Text("总则", "Principles"), CONTENT
SOURCES, ITEM = Text("数据来源与版本", "Source of the data, versions"), Text("项", "Item")
DATASET, DOCUMENT = Text("数据集", "Dataset"), Text("来源文件", "Source document")
PERIOD = Text("基年", "Base year")
MONTHS = Text("{period}，覆盖{months}个月", "{period}, {months} {months:month|months} covered")
FINGERPRINT, PROGRAM = Text("数据指纹", "Fingerprint of the data"), Text("程序版本", "Version of the program")
ROWS, COUNTED = Text("数据行数", "Rows"), Text("{name} {count}", "{name} {count}")


@dataclass(frozen=True)
class Subject:
    """A dataset, a scenario on it with its run, the fund looked at and the words looked for."""

    dataset: Dataset
    scenario: Scenario
    side: Side
    fund: str
    find: str


def search() -> str:
    """The words that every table of the page is searched for."""
    return st.text_input(t(SEARCH), key="methods-find", icon=":material/search:")


def everywhere(subject: Subject) -> None:
    """What the words are found in, in any part and fund."""
    search_everywhere(
        subject.find, subject.side, subject.fund, documents(subject.dataset, _of_presets(subject.dataset))
    )


def _of(subject: Subject, frame: pl.DataFrame, *shared: str) -> pl.DataFrame:
    """The rows of the fund, and of all, that hold the words; how many they are, or where else such rows stand."""
    rows = frame.filter(pl.col("fund").is_in([subject.fund, *shared]))
    chosen = rows.filter(matches(subject.find))
    st.caption(t(COUNT, shown=chosen.height, all=rows.height))
    with figures.place():
        if chosen.is_empty():
            _elsewhere(frame.filter(matches(subject.find)))
    return chosen


def _elsewhere(rows: pl.DataFrame) -> None:
    """The funds whose rows hold the words."""
    counts = rows.group_by("fund", maintain_order=True).len().rows()
    if where := join(COUNTED.format(name=catalog.fund_name(fund, short=True), count=count) for fund, count in counts):
        st.info(t(ELSEWHERE, where=where), icon=":material/search:")


def _words(row: dict[str, str], *names: str) -> list[str]:
    """Columns of a row in the session's language."""
    return [row[f"{name}_{state.lang()}"] or "" for name in names]


def _named(row: dict[str, str]) -> Sequence[str]:
    """The name, the same in the other language, the key and what kind it is of."""
    (name, kind), lang = _words(row, "name", "kind"), state.lang()
    other = next(row[f"name_{other}"] for other in LANGS if other != lang)
    return name, other if other != name else "", f"{row['key']} · {kind}"


def _says(template: Text, **parts: str) -> str:
    """The words, where there is anything to put into them."""
    return t(template, **parts) if all(parts.values()) else ""


def _taken(frame: pl.DataFrame, name: str, subject: Subject) -> None:
    """What is shown, to be taken away."""
    if frame.height:
        with st.container(horizontal=True):
            figures.download(frame, f"{name}-{subject.dataset.code}")


# --- formulas and parameters ------------------------------------------------------------------------------------------


def formulas_of(subject: Subject) -> None:
    """The fund's lines and quantities."""
    chosen = _of(subject, formulas(subject.side.base))
    if chosen.height:
        stacked([t(head) for head in FORMULA_HEADS], map(_formula, chosen.to_dicts()), label=t(FORMULAS))
    _taken(chosen, f"formulas-{subject.fund}", subject)


def _formula(row: dict[str, str]) -> Iterator[Cell]:
    formula, unit, levers, others, indirect, parties, calibrated, source = _words(
        row, "formula", "unit", "levers", "others", "indirect", "parties", "calibrated", "source"
    )
    mark = STATES.get(row["state"])
    yield _named(row)
    yield formula, unit, t(mark) if mark else ""
    yield levers, _says(OTHERS, names=others), _says(INDIRECT, names=indirect)
    yield parties
    yield calibrated, source


def parameters_of(subject: Subject) -> None:
    """The fund's parameters and those that all funds share."""
    chosen = _of(subject, parameters(subject.side), catalog.SHARED)
    if chosen.height:
        rows = (_parameter(subject, row) for row in chosen.to_dicts())
        stacked([t(head) for head in PARAMETER_HEADS], rows, label=t(PARAMETERS), figures=(1, 3))
    _taken(chosen, f"parameters-{subject.fund}", subject)


def _parameter(subject: Subject, row: dict[str, str]) -> Iterator[Cell]:
    help_, value, path, basis, ground = _words(row, "help", "in_force", "path", "basis", "ground")
    allowed, slider, grows, timing, decider, bearer, law, alerts = _words(
        row, "allowed", "slider", "grows", "timing", "decided_by", "borne_by", "law", "alerts"
    )
    steps = subject.scenario.steps(row["key"])
    yield *_named(row), help_
    yield value, path, t(SCENARIO, steps=steps_words(row["key"], steps)) if steps else ""
    yield basis, ground
    yield slider, t(BOUNDS, allowed=allowed) if slider else allowed
    yield decider, _says(BORNE, name=bearer), _says(GROWS, name=grows), timing
    yield law, alerts


def growth(subject: Subject) -> None:
    """What grows and by how much, and the distributions of what is drawn."""
    chosen = _of(subject, parameters(subject.side).filter(pl.col("moves_zh") != ""), catalog.SHARED)
    if chosen.height:
        heads = [t(head) for head in GROWTH_HEADS]
        stacked(heads, map(_growth, chosen.to_dicts()), label=t(GROWTH), figures=(1, 2))
    with st.expander(t(DISTRIBUTIONS), icon=":material/show_chart:", key="distributions", on_change="rerun") as opened:
        if opened.open:
            distributions(subject.side.base, subject.scenario.changes)


def _growth(row: dict[str, str]) -> Iterator[Cell]:
    value, path, slider, moves, basis, ground = _words(row, "in_force", "path", "slider", "moves", "basis", "ground")
    yield _named(row)
    yield value, path
    yield slider
    yield moves
    yield basis, ground


# --- documents, principles, sources -----------------------------------------------------------------------------------


def documents_of(subject: Subject) -> None:
    """Every document, whichever fund cites it."""
    st.caption(t(DOCUMENTS_SAY))
    frame = documents(subject.dataset, _of_presets(subject.dataset))
    chosen = frame.filter(matches(subject.find))
    st.caption(t(COUNT, shown=chosen.height, all=frame.height))
    rows = [[row["document"], *_words(row, "rules", "status", "used")] for row in chosen.to_dicts()]
    if rows:
        stacked([t(head) for head in DOCUMENT_HEADS], rows, label=t(DOCUMENTS))
    _taken(chosen, "documents", subject)


def _of_presets(dataset: Dataset) -> Iterator[Use]:
    """Documents that ready scenarios rest on."""
    for preset in offered(dataset):
        for change in preset.changes:
            source = change.source
            if source.document:
                status = "read" if source.checked else "unread"
                yield Use(source.document, status, source.says.text, PRESET.format(name=preset.name.text))


def principles_of(subject: Subject) -> None:
    """What holds for all, and which data and program it holds for."""
    rules = [(t(name), t(says)) for name, says in principles(subject.fund)]
    stacked((t(RULES), t(SAYS)), rules, label=t(RULES))
    st.subheader(t(SOURCES))
    stacked((t(ITEM), t(SAYS)), [(t(name), value) for name, value in _sources(subject.dataset)], label=t(SOURCES))


def _sources(dataset: Dataset) -> Iterator[tuple[Text, str]]:
    meta = dataset.meta
    yield DATASET, f"{t(dataset.name)} · {dataset.code}"
    yield DOCUMENT, (meta.source_zh if state.lang() == "zh" else meta.source_en) or "—"
    yield PERIOD, t(MONTHS, period=dataset.period(), months=meta.months_covered)
    counts = {name: len(dataset.rows(name)) for name in TABLES if name in TABLE_NAMES}
    yield ROWS, " · ".join(t(COUNTED, name=TABLE_NAMES[name], count=count) for name, count in counts.items())
    yield FINGERPRINT, dataset.fingerprint
    yield PROGRAM, sifund.__version__
