"""Headings of the documents, and their tables: what fills a column, and its title."""

from __future__ import annotations

from collections.abc import Sequence

from sifund.text import Text

Columns = Sequence[tuple[str, Text]]
H = {
    "1": Text("一、基金总体情况", "1. The funds as a whole"),
    "2": Text("二、支出目标设置情况", "2. Targets that were set"),
    "3": Text("三、预算完成及运行情况", "3. Execution and management"),
    "3.1": Text("（一）绩效目标完成情况", "3.1 How the targets were met"),
    "3.2": Text("（二）各基金支出执行情况", "3.2 Expenditure of each fund"),
    "4": Text("四、存在的问题及建议", "4. Problems and suggestions"),
    "a": Text("附件一　所列数据", "Annex 1. Figures stated in the source"),
    "n": Text("注", "Notes"),
    "p": Text("核验信息", "To verify this document"),
}
TOTALS = (("{{ r.name }}", Text("项目", "Item")), ("{{ r.amount }}", Text("金额", "Amount")),
          ("{{ r.basis }}", Text("依据", "Basis")))  # fmt: skip
GOALS = (("{{ r.name }}", Text("指标", "Indicator")), ("{{ r.group }}", Text("一级指标", "Aspect")),
         ("{{ r.goal }}", Text("目标", "Target")), ("{{ r.outcome }}", Text("完成", "Outcome")),
         ("{{ r.status }}", Text("情况", "Status")), ("{{ r.credit }}", Text("得分率（%）", "Credit (%)")))  # fmt: skip
LINES = (("{{ r.name }}", Text("项目", "Line")), ("{{ r.initial }}", Text("年初预算数", "Initial budget")),
         ("{{ r.adjustment }}", Text("预算调整", "Adjustment")), ("{{ r.budget }}", Text("调整预算数", "Adjusted budget")),
         ("{{ r.actual }}", Text("执行数", "Outturn")), ("{{ r.of_initial }}", Text("执行率（年初）", "Of initial (%)")),
         ("{{ r.of_budget }}", Text("执行率（调整）", "Of adjusted (%)")), ("{{ r.stated }}", Text("来源所列", "As stated (%)")),
         ("{{ r.yoy }}", Text("同比", "On the year (%)")), ("{{ r.stated_yoy }}", Text("来源所列", "As stated (%)")),
         ("{{ r.share }}", Text("占增减额", "Share of growth (%)")))  # fmt: skip
COUNTS = (("{{ r.fund }}", Text("基金", "Fund")), ("{{ r.name }}", Text("名称", "Name")),
          ("{{ r.year }}", Text("年度", "Year")), ("{{ r.amount }}", Text("数值", "Value")),
          ("{{ r.source }}", Text("出处", "Source")))  # fmt: skip
LEVERS = (
    ("{{ r.name }}", Text("改变的参数", "What is changed")), ("{{ r.value }}", Text("取值", "Value")),
    ("{{ r.decider }}", Text("谁决定", "Decided by")), ("{{ r.law }}", Text("依据", "Law")),
)  # fmt: skip
FIGURES = (
    ("{{ r.name }}", Text("指标", "Figure")), ("{{ r.scenario }}", Text("方案", "Scenario")),
    ("{{ r.baseline }}", Text("基线", "Baseline")), ("{{ r.change }}", Text("变化", "Change")),
)  # fmt: skip
