"""What a random draw says of all records, in a sentence."""

from __future__ import annotations

from sifund.records.findings import DRAWN
from sifund.records.outcomes import Draw
from sifund.records.tables import TABLES
from sifund.text import Text, format_number, format_percent

HEAD = Text(
    "随机抽查{number}：{table}{records}条，", "Random draw {number}: {records} {records:record|records} of {table}, "
)
NOT_LOOKED = Text("还没有复核结果。", "none looked at yet.")
LOOKED = Text(
    "已复核{looked}条，差错率{rate}，95%区间{low}至{high}。",
    "{looked} looked at, error rate {rate}, 95% interval {low} to {high}.",
)
PART = Text("没有复核完，差错率只说明已复核的。", "Not all were looked at: the rate is of those that were.")


def sentence(draw: Draw) -> Text:
    """How many were drawn and looked at, and the error rate with its interval; half of a draw says nothing of the other half."""
    number, table = draw.code.removeprefix(DRAWN), TABLES[draw.table].title.inside
    head = HEAD.format(number=number, table=table, records=format_number(draw.records))
    if draw.rate is None or draw.low is None or draw.high is None:
        return Text(head.zh + NOT_LOOKED.zh, head.en + NOT_LOOKED.en)
    rate, low, high = (format_percent(part * 100) for part in (draw.rate, draw.low, draw.high))
    says = LOOKED.format(looked=format_number(draw.looked), rate=rate, low=low, high=high)
    part = draw.looked < draw.records
    return Text(f"{head.zh}{says.zh}{PART.zh if part else ''}", f"{head.en}{says.en}{f' {PART.en}' if part else ''}")
