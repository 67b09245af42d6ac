"""What an upload was understood as, before it is used: tables, lines, calibration, what the model leaves out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sifund import catalog, terms
from sifund.analysis.words import BASIS
from sifund.checks.check import SEVERITIES
from sifund.checks.report import check
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.declare.unit import YUAN
from sifund.importer.columns import TABLE_NAMES, WORDS
from sifund.importer.gather import some
from sifund.importer.source import Imported
from sifund.importer.stated import stated
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.gaps import unmodelled
from sifund.problem import Problem
from sifund.terms import FUND, LINE, PARAMETER, UNIT, VALUE, YEAR
from sifund.text import Text, join, same
from sifund.ui import st
from sifund.ui.parts.grid import grid
from sifund.ui.session import state
from sifund.ui.session.state import t
from sifund.ui.words import points

SUMMARY = Text(
    "读懂了：{name}，基年{year}，{funds}；{lines}个收支项目，其中{known}个由公式测算，{flat}个按基年金额不变带入。",
    "Understood: {name}, base year {year}, {funds}; {lines} {lines:line|lines}, {known} worked out by formula and {flat} carried flat.",
)
PART = Text("数据覆盖1至{months}月。", "The data cover months 1 to {months}.")
READ, LINES = Text("读到的表、格式和单位", "Sheets, layouts and units"), Text("收支项目", "Lines")
TOTALS = Text("本单位的合计与程序的合计（{count}项）", "Your office's totals beside the program's ({count})")
PASSED = Text("没有读入的行、列和表（{count}项）", "Rows, columns and sheets passed over ({count})")
LAYOUT = Text("按“{form}”读取：{places}", "Read as {form}: {places}")
WHOLE = Text("整张表或文件", "the whole sheet or file")
UNKNOWN = Text("不知道（缺年初结余）", "not known (no opening balance)")
SOLVED = Text("标定：由金额反算的驱动量", "Calibration: drivers solved from the amounts")
CHECKS = Text("疑点（{count}条）", "Findings ({count})")
MODEL = Text("模型没有算进去的（{count}项）", "What the model leaves out ({count})")
SUPPLIED = Text("读取时补上或略过的（{count}项）", "Supplied or left out in reading ({count})")
FLAT, FORMULA, TOTAL = Text("按基年不变", "carried flat"), Text("由公式测算", "by formula"), Text("合计", "total")
OTHER_YEAR, NOTHING = Text("用于比较", "for comparison"), Text("没有金额", "no amount")
HEAD = {
    "severity": Text("程度", "Severity"), "remedy": Text("怎样处理", "Remedy"),
    "sheet": Text("工作表", "Sheet"), "table": Text("数据表", "Table"), "rows": Text("行数", "Rows"),
    "unit": Text("金额单位", "Units of amounts"),
    "form": Text("格式", "Layout"), "passed": Text("没有读入", "Passed over"), "what": Text("行、列", "Row, column"),
    "why": Text("未读入的原因", "Why"), "office": Text("本单位数（万元）", "Your office (million yuan)"),
    "program": Text("程序数（万元）", "Program (million yuan)"), "gap": Text("相差（万元）", "Difference (million yuan)"),
    "fund": FUND, "line": LINE, "year": YEAR, "kind": Text("类别", "Kind"),
    "budget": Text("调整预算数（万元）", "Adjusted budget (million yuan)"), "actual": Text("执行数（万元）", "Outturn (million yuan)"),
    "way": Text("怎样测算", "Treatment"), "name": PARAMETER, "value": VALUE,
    "unit_of": UNIT, "basis": terms.BASIS, "says": Text("说明", "Note"),
}  # fmt: skip
NUMBERS = ("budget", "actual", "value", "office", "program", "gap")
PAGE = 400
"""Rows that a table of the preview shows."""


def preview(imported: Imported) -> None:
    """The summary sentence, then each part on demand."""
    dataset = imported.dataset
    base = calibrate(dataset)
    st.success(t(_summary(dataset, base)), icon=":material/fact_check:")
    st.caption(t(_layouts(imported)))
    _findings(dataset)
    left_out(base)
    listed(SUPPLIED, [notice for notice in imported.notices if notice.code != "passed_over"])
    totals, passed = _totals(base), _passed(imported)
    parts = {
        **({TOTALS.format(count=len(totals)): lambda: _frame(totals)} if totals else {}),
        LINES: lambda: _frame(_lines(dataset, base)),
        SOLVED: lambda: _frame(_solved(base)),
        READ: lambda: _frame(_read(imported)),
        **({PASSED.format(count=len(passed)): lambda: _frame(passed)} if passed else {}),
    }
    for title, draw in parts.items():
        part = st.expander(t(title), key=f"preview-{title.en.partition(' (')[0]}", on_change="rerun")
        if part.open:
            with part:
                draw()


def _findings(dataset: Dataset) -> None:
    """What the checks say, worst first."""
    report = check(dataset)
    st.markdown(t(report.summary(0)))
    part = st.expander(t(CHECKS, count=len(report.findings)), key="preview-findings", on_change="rerun")
    if part.open and report.findings:
        with part:
            _frame([{"severity": t(SEVERITIES[f.severity]), "line": t(f.place.name), "year": f.place.year,
                     "says": t(f.meaning), "remedy": t(f.remedy)} for f in report.findings])  # fmt: skip


def _summary(dataset: Dataset, base: Baseline) -> Text:
    lines = [row for row in dataset.lines if row.year == dataset.base_year and row.kind != "total"]
    modelled = sum(row.line in base.modelled for row in lines)
    text = SUMMARY.format(
        name=dataset.name, year=dataset.base_year, lines=len(lines), known=modelled, flat=len(base.flat),
        funds=join(catalog.fund_name(fund, short=True) for fund in dataset.funds) or "",
    )  # fmt: skip
    return (
        text
        if not dataset.partial
        else Text("{a}{b}", "{a} {b}").format(a=text, b=PART.format(months=dataset.meta.months_covered))
    )


def _layouts(imported: Imported) -> Text:
    """Which sheet was read by which layout."""
    forms: dict[Text, list[str]] = {}
    for sheet in imported.read:
        places = forms.setdefault(sheet.form, [])
        places += [] if sheet.place in places else [sheet.place]
    words = [LAYOUT.format(form=form, places=some(places)) for form, places in forms.items()]
    return join(words, "；", "; ") or UNKNOWN


def left_out(base: Baseline) -> None:
    """What the model does not work out by formula, where there is anything of that kind."""
    listed(MODEL, unmodelled(base))


def listed(title: Text, problems: Sequence[Problem]) -> None:
    """Notices under their title; the words of a file are not read as Markdown."""
    if problems:
        with st.expander(t(title, count=len(problems)), icon=":material/info:"):
            st.markdown(points(problem(state.lang()) for problem in problems[:PAGE]))


def _frame(rows: Sequence[dict[str, object]]) -> None:
    names = {key: t(HEAD[key]) for key in rows[0]} if rows else {}
    frame = pl.DataFrame(rows[:PAGE], infer_schema_length=None).rename(names)
    grid(frame, {t(HEAD[key]): "localized" for key in NUMBERS})


def _read(imported: Imported) -> list[dict[str, object]]:
    return [
        {
            "sheet": sheet.place, "form": t(sheet.form), "table": t(TABLE_NAMES[sheet.table]), "rows": sheet.rows,
            "unit": t(units) if (units := join((same(f"{unit} × {count}") for unit, count in sheet.units), "；", "; ")) else "",
            "passed": len(sheet.passed),
        }
        for sheet in imported.read
    ]  # fmt: skip


def _passed(imported: Imported) -> list[dict[str, object]]:
    """Every row, column, sheet and file that was passed over, and why."""
    named = {sheet.place for sheet in imported.read if sheet.passed}
    parts = [(sheet.place, each.what, each.why) for sheet in imported.read for each in sheet.passed]
    whole = [(n.place, t(WHOLE), n.says) for n in imported.notices if n.code == "passed_over" and n.place not in named]
    return [{"sheet": place, "what": what, "why": t(why)} for place, what, why in (*parts, *whole)]


def _totals(base: Baseline) -> list[dict[str, object]]:
    """The office's own totals and balances of the base year beside the program's; unknown ones are empty, and say why."""
    return [
        {
            "fund": t(catalog.fund_name(each.fund, short=True)), "line": t(each.name), "office": _wan(each.office),
            "program": _wan(each.program), "gap": _wan(each.gap), "says": t(UNKNOWN) if each.program is None else "",
        }
        for each in stated(base)
    ]  # fmt: skip


def _lines(dataset: Dataset, base: Baseline) -> list[dict[str, object]]:
    kinds = WORDS["lines", "kind"]
    return [
        {
            "fund": t(dataset.fund_name(row.fund, short=True)), "line": t(dataset.line_name(row.line)), "year": row.year,
            "kind": t(kinds[row.kind]), "budget": _wan(row.budget_yuan), "actual": _wan(row.actual_yuan),
            "way": t(_way(row.line, row.kind, row.year, row.actual_yuan, base)),
        }
        for row in dataset.lines
    ]  # fmt: skip


def _way(key: str, kind: str, year: int, actual: float | None, base: Baseline) -> Text:
    if year != base.base_year:
        return OTHER_YEAR
    if kind == "total":
        return TOTAL
    if key in base.flat:
        return FLAT
    return FORMULA if key in base.modelled else NOTHING if actual is None else FLAT


def _wan(yuan: float | None) -> float | None:
    return None if yuan is None else YUAN.scaled(yuan, state.lang())


def _solved(base: Baseline) -> list[dict[str, object]]:
    """Derived and assumed values of the base year for the funds at hand, the derived first."""
    month = month_of(base.base_year)
    solved = []
    for key, value in base.values.items():
        p = catalog.parameters()[key]
        ground = value.ground_at(month)
        if p.fund in base.funds and not p.options:
            number = round(base.value_at(key, month) or 0.0, p.unit.places)
            solved.append({"fund": t(catalog.fund_name(p.fund, short=True)), "name": t(p.name), "value": number,
                          "unit_of": t(p.unit.name), "basis": t(BASIS[ground.basis]), "says": t(ground.says)})  # fmt: skip
    order = [t(BASIS[name]) for name in ("derived", "reported", "assumed")]
    return sorted(solved, key=lambda row: order.index(str(row["basis"])))
