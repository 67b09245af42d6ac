"""What the checks page shows as evidence: ties by check with their figures, and where every value comes from."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from sifund import terms
from sifund.analysis.words import BASIS
from sifund.checks.check import Check
from sifund.checks.facts import field_name
from sifund.checks.frames import comparisons_frame, ties_frame
from sifund.checks.provenance import provenance
from sifund.checks.report import CHECKS, Report
from sifund.dataset import Dataset
from sifund.dataset.source import where
from sifund.terms import ITEM, LAW, NOTHING_TO_COMPARE, PARAMETERS, SOURCE, TIED, UNIT, VALUE, YEAR
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import figures
from sifund.ui.parts.grid import grid
from sifund.ui.parts.tables import table
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import bold

CHECK, OPEN = Text("核对", "Check"), NOTHING_TO_COMPARE
OPEN_HELP = Text(
    "无可比：由另一个数反算出来的数不能再用来核对它。",
    "Nothing to compare: a figure that was worked out from another is no evidence of it.",
)
COMPARED = Text("可比", "Compared")
CLEAR, LOOKED = Text("无疑点", "Clear"), Text("检查", "Looked at")
RECONCILED = Text("相互核对的数字", "Figures reconciled with each other")
SEARCHED = Text("另外检查的地方", "Other places looked at")
EACH = Text("逐条看核对的数字", "See the figures compared")
STATUS = {
    "tied": TIED.inside,
    "found": Text("疑点", "finding"),
    "open": NOTHING_TO_COMPARE.inside,
}
TABLES = {
    "lines": Text("收支项目", "Lines"),
    "accounts": Text("收支结余", "Accounts"),
    "parameters": PARAMETERS,
    "indicators": Text("指标", "Indicators"),
    "reasons": Text("增减原因", "Reasons"),
    "law": LAW,
    "history": Text("历史", "History"),
    "ages": Text("年龄", "Ages"),
    "baseline": Text("基线（反算或假设）", "Baseline (solved or assumed)"),
}
PROVENANCE = Text("每个数的来源", "Where every value comes from")
SEARCH = Text("查找（项目、参数、来源、算式、理由）", "Find (item, parameter, source, formula, reason)")
EVERY = Text("全部", "All")
FOUND = Text("{shown}个数，共{all}个", "{shown} of {all} {all:value|values}")
NAMES = {
    "year": YEAR, "field": Text("字段", "Field"), "status": Text("结果", "Result"),
    "stated": Text("所列", "Stated"), "recomputed": Text("重算", "Recomputed"), "low": Text("容许下限", "Lowest allowed"),
    "high": Text("容许上限", "Highest allowed"), "unit": UNIT, "table": Text("数据表", "Table"),
    "value": VALUE, "basis": terms.BASIS, "source": SOURCE,
    "formula": Text("算式", "Formula"), "reason": Text("理由", "Reason"), "name": ITEM,
    "document": Text("文件", "Document"),
}  # fmt: skip


def ties(report: Report) -> None:
    """How many of how many comparisons tie, a row a check; apart from them, what was looked for and not found."""
    frame = ties_frame(report)
    reconciled = pl.col("check").is_in([item.key for item in CHECKS if item.ties])
    left, right = st.columns(2, gap="large")
    with left:
        _ties(frame.filter(reconciled), RECONCILED, TIED, COMPARED)
    with right:
        _ties(frame.filter(~reconciled).drop("open"), SEARCHED, CLEAR, LOOKED)
    with st.expander(t(EACH), key="each-comparison", on_change="rerun") as opened:
        if opened.open:
            _each(report)


def _ties(frame: pl.DataFrame, title: Text, tied: Text, compared: Text) -> None:
    st.markdown(bold(t(title)))
    names = {f"name_{state.lang()}": t(CHECK), "tied": t(tied), "compared": t(compared), "open": t(OPEN)}
    heads = {old: new for old, new in names.items() if old in frame.columns}
    rows = [[str(cell) for cell in row] for row in frame.select(*heads).rows()]
    table(list(heads.values()), rows, label=t(title), figures=range(1, len(heads)))
    if "open" in heads:
        st.caption(t(OPEN_HELP))


def _each(report: Report) -> None:
    """The comparisons of one check, with their figures."""
    names = {item.key: t(item.name) for item in CHECKS}
    key = st.selectbox(t(CHECK), list(names), format_func=names.__getitem__, key="compared-check")
    item: Check = next(item for item in CHECKS if item.key == key)
    st.caption(t(Text("{compares}。容差：{tolerance}", "Compares {compares}. Tolerance: {tolerance}."),
                 compares=item.compares, tolerance=item.tolerance))  # fmt: skip
    frame = comparisons_frame(report, key)
    words = {name: t(text) for name, text in STATUS.items()}
    numbers = pl.col("stated", "recomputed", "low", "high").round(3)
    shown = frame.select(
        pl.col(f"name_{state.lang()}").alias("name"), "year", _words("field", field_name),
        pl.col("status").replace_strict(words), numbers, pl.col(f"unit_{state.lang()}").alias("unit"),
        _words("source", where),
    )  # fmt: skip
    _show(shown)
    figures.download(frame, f"{key}-{report.code}")


def _words(column: str, name: Callable[[str], Text | None]) -> pl.Expr:
    """A column of codes in the words of the session's language."""
    lang = state.lang()  # read here: Polars may call back from a thread that has no session
    return pl.col(column).map_elements(lambda s: p(lang) if (p := name(s)) else "", return_dtype=pl.String)


def _show(frame: pl.DataFrame) -> None:
    """A table whose figures have thousands separators and whose first column stays in sight."""
    named = frame.rename({name: t(NAMES[name]) for name in frame.columns})
    grid(named, {name: "localized" for name, kind in named.schema.items() if kind == pl.Float64})


def values(dataset: Dataset) -> None:
    """Every value with its basis and source, formula or reason: found by word, kind and basis; built when opened."""
    with st.expander(t(PROVENANCE), icon=":material/account_tree:", key="provenance", on_change="rerun") as opened:
        if opened.open:
            _values(dataset)


def _values(dataset: Dataset) -> None:
    frame = provenance(dataset)
    find = st.text_input(t(SEARCH), key="provenance-find")
    left, right = st.columns(2)
    tables = {name: t(text) for name, text in TABLES.items()}
    bases = {name: t(text) for name, text in BASIS.items()}
    with left:
        wanted = st.multiselect(t(NAMES["table"]), list(tables), format_func=tables.__getitem__, key="provenance-table",
                                placeholder=t(EVERY))  # fmt: skip
    with right:
        basis = st.multiselect(t(NAMES["basis"]), list(bases), format_func=bases.__getitem__, key="provenance-basis",
                               placeholder=t(EVERY))  # fmt: skip
    chosen = frame.filter(matches(find), *_within("table", wanted), *_within("basis", basis))
    lang = state.lang()
    shown = chosen.select(
        pl.col(f"name_{lang}").alias("name"), pl.col("table").replace_strict(tables), "year",
        _words("field", field_name), "value", pl.col(f"unit_{lang}").alias("unit"),
        pl.col("basis").replace_strict(bases), _words("source", where), "formula",
        pl.col(f"reason_{lang}").alias("reason"), "document",
    )  # fmt: skip
    st.caption(t(FOUND, shown=chosen.height, all=frame.height))
    _show(shown)
    figures.download(chosen, f"provenance-{dataset.code}")


def matches(words: str) -> pl.Expr:
    """Rows that hold every word somewhere in their text."""
    text = pl.concat_str(pl.col(pl.String), separator=" ").str.to_lowercase()
    parts = [text.str.contains(word, literal=True) for word in words.lower().split()]
    return pl.all_horizontal(parts) if parts else pl.lit(True)


def _within(column: str, chosen: list[str]) -> list[pl.Expr]:
    return [pl.col(column).is_in(chosen)] if chosen else []
