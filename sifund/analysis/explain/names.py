"""What a formula reads besides parameters and lines, by name."""

from sifund.terms import OPENING_BALANCE
from sifund.text import Text

BEFORE = Text("上年{name}", "{name}, the year before")
BASELINE = Text("基线{name}", "{name} in the baseline")
LEVEL = Text("上年末{name}", "{name} at the end of the year before")
OPENING = OPENING_BALANCE
IN_MONTH = Text("〔{month}月为1，其余为0〕", "[1 in month {month}, else 0]")
RAN = Text("{year}年试算结果", "result of the run, {year}")
FIRST_LOOK = Text("年初结余除以上年支出", "the opening balance over the outlay of the year before")
SPENT, OTHERS = Text("当年支出合计", "Expenditure of the year"), Text("其他收入合计", "Other income of the year")
AT_FIRST = Text("基年末{name}", "{name} at the end of the base year")
COUNTED = Text("{name}（自基年初起算）", "{name}, counted from the start of the base year")
LEFT_OUT = Text("没有填金额，未计入", "no amount is given, so it is left out")
STANDS = Text("基年年初结余", "the opening balance of the base year")
DECEMBER = Text("上年12月{name}", "{name} last December")
DECLARED = Text("规定的{name}", "{name} that the rules set")
