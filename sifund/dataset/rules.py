"""What a valid row must not contradict: the funds, lines and parameters of the catalog, and their bounds."""

from __future__ import annotations

from pydantic import BaseModel

from sifund import catalog
from sifund.dataset import official
from sifund.dataset.schema import AgesRow, HistoryRow, LawRow, LineRow, ParameterRow
from sifund.problem import Problem, problem

READ = {"fund", "line", "kind", "key", "value", "series"}
"""Fields that a row is judged by here."""


def row_problems(row: BaseModel) -> list[Problem]:
    """What contradicts the catalog in a valid row: a fund, line or parameter that is not there, a value out of bounds."""
    if isinstance(row, ParameterRow | LawRow):
        return _check_parameter(row) or (_check_law(row) if isinstance(row, LawRow) else [])
    if isinstance(row, HistoryRow):
        return _check_series(row)
    if isinstance(row, AgesRow):
        return _check_ages(row)
    fund = getattr(row, "fund", catalog.ALL)
    problems = [] if fund in (*catalog.all_funds(), catalog.ALL) else [_unknown_fund(fund)]
    return problems + (_check_line(row) if isinstance(row, LineRow) else [])


def _unknown_fund(fund: str) -> Problem:
    return problem(
        "unknown_fund", "fund", "没有名为“{value}”的基金；可用：{known}。", 'there is no fund "{value}"; known: {known}.',
        value=fund, known=", ".join([*catalog.all_funds(), catalog.ALL]),
    )  # fmt: skip


def _check_series(row: HistoryRow) -> list[Problem]:
    """A fund that the catalog does not know is named; a stock is no flow of money; a series is of the fund its key names."""
    if row.fund not in (*catalog.all_funds(), catalog.ALL, catalog.SHARED) and not (row.fund_zh and row.fund_en):
        return [problem(
            "unnamed_fund", "fund", "模型没有基金“{value}”；请在“基金中文名”列写出它的名称。",
            'the model has no fund "{value}"; give its name in the column fund_zh.', value=row.fund,
        )]  # fmt: skip
    if row.series.partition(".")[0] == row.fund:
        return []
    return [problem(
        "contradiction", row.series, "序列与所填基金{fund}矛盾；请核对。", "contradicts its fund {fund}; check them.",
        fund=row.fund,
    )]  # fmt: skip


def _check_ages(row: AgesRow) -> list[Problem]:
    """Ages are of funds whose people come to draw a pension by age, and of them alone."""
    listed = [key for key, fund in catalog.all_funds().items() if fund.by_age]
    if row.fund in listed:
        return []
    return [problem(
        "no_ages", "fund", "“{value}”不按年龄推算新增领取人数，不能写进“年龄”表；可用：{known}。",
        'who comes to draw from "{value}" does not follow from ages; the table is for: {known}.', value=row.fund,
        known=", ".join(listed),
    )]  # fmt: skip


def _check_line(row: LineRow) -> list[Problem]:
    """A line belongs to the fund that its key names; a known one is of the kind that the accounts say, a total no line."""
    item = official.item(row.line)
    kind = "total" if row.line == f"{row.fund}.total" else item.kind if item else row.kind
    if row.line.partition(".")[0] == row.fund and kind == row.kind:
        return []
    return [problem(
        "contradiction", row.line, "与所填基金{fund}或类别{kind}矛盾；请核对。",
        "contradicts its fund {fund} or its kind {kind}; check them.", fund=row.fund, kind=row.kind,
    )]  # fmt: skip


def _check_parameter(row: ParameterRow | LawRow) -> list[Problem]:
    try:
        p = catalog.parameter(row.key)
    except catalog.UnknownKey as error:
        hint = ", ".join(error.near) or "—"
        return [problem(
            "unknown_parameter", "parameters", "没有参数“{value}”；是否想写：{hint}？",
            'there is no parameter "{value}"; did you mean: {hint}?', value=row.key, hint=hint,
        )]  # fmt: skip
    if p.allows(row.value) and not (p.options and row.value % 1):
        return []
    return [problem(
        "bounds", row.key, "值{value}超出允许范围{low:g}至{high:g}。", "the value {value} is outside {low:g} to {high:g}.",
        value=row.value, low=p.low, high=p.high,
    )]  # fmt: skip


def _check_law(row: LawRow) -> list[Problem]:
    """Law is of parameters that are the limit of others, and of them alone: it moves no money."""
    limits = catalog.limits()
    if row.key in limits:
        return []
    return [problem(
        "no_law", row.key, "不是合规提示的限值，不能写进“法规”表；可用：{known}。",
        "is no legal limit and has no place in the table of law; known: {known}.", known=", ".join(limits),
    )]  # fmt: skip
