"""Headings of the documents, and their tables: what fills a column, its title, and its share of the width."""

from __future__ import annotations

from collections.abc import Sequence

from sifund import terms
from sifund.text import Text

Columns = Sequence[tuple[str, Text, float]]
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
TOTALS = (
    ("{{ r.name }}", terms.ITEM, 3.0), ("{{ r.amount }}", terms.AMOUNT, 1.5),
    ("{{ r.basis }}", terms.BASIS, 1.2),
)  # fmt: skip
GOALS = (
    ("{{ r.name }}", Text("指标", "Indicator"), 3.2), ("{{ r.group }}", Text("一级指标", "Aspect"), 1.1),
    ("{{ r.goal }}", terms.TARGET, 1.0), ("{{ r.outcome }}", Text("完成", "Outcome"), 1.0),
    ("{{ r.status }}", Text("情况", "Status"), 2.0), ("{{ r.credit }}", Text("得分率（%）", "Credit (%)"), 1.5),
)  # fmt: skip
LINES = (
    ("{{ r.name }}", terms.LINE, 2.2), ("{{ r.initial }}", Text("年初\n预算数", "Initial\nbudget"), 1.0),
    ("{{ r.adjustment }}", Text("预算\n调整", "Change"), 0.9), ("{{ r.budget }}", Text("调整\n预算数", "Adjusted\nbudget"), 1.0),
    ("{{ r.actual }}", terms.OUTTURN, 1.0), ("{{ r.of_initial }}", Text("执行率\n（年初）", "Of initial\n(%)"), 1.0),
    ("{{ r.of_budget }}", Text("执行率\n（调整）", "Of adj.\n(%)"), 1.0), ("{{ r.stated }}", Text("来源\n所列", "As stated\n(%)"), 1.0),
    ("{{ r.yoy }}", Text("同比", "Year on\nyear (%)"), 1.05), ("{{ r.stated_yoy }}", Text("来源\n所列", "As stated\n(%)"), 1.05),
    ("{{ r.share }}", Text("占增\n减额", "Share of\ngrowth"), 0.95),
)  # fmt: skip
COUNTS = (
    ("{{ r.fund }}", terms.FUND, 1.2), ("{{ r.name }}", terms.NAME, 2.6),
    ("{{ r.year }}", terms.YEAR, 0.6), ("{{ r.amount }}", terms.VALUE, 1.5),
    ("{{ r.source }}", terms.SOURCE, 2.6),
)  # fmt: skip
LEVERS = (
    ("{{ r.name }}", Text("改变的参数", "What is changed"), 1.2), ("{{ r.value }}", terms.SETTING, 2.3),
    ("{{ r.decider }}", Text("谁决定", "Decided by"), 0.6), ("{{ r.law }}", terms.LAW, 2.5),
)  # fmt: skip
FIGURES = (
    ("{{ r.name }}", terms.MEASURE, 1.6), ("{{ r.scenario }}", terms.SCENARIO, 1.0),
    ("{{ r.baseline }}", terms.BASELINE, 1.0), ("{{ r.change }}", Text("变化", "Change"), 1.0),
)  # fmt: skip
