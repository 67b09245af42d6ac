"""Terms that declarations, pages and documents share: one English for one Chinese term (tests/test_terms.py)."""

from __future__ import annotations

from sifund.text import Text

# --- of a fund and its accounts ---------------------------------------------------------------------------------------

OPENING_BALANCE = Text("年初滚存结余", "Opening balance")
OPENING = Text("年初结余", "opening balance")
INCOME = Text("收入", "Income")
INCOME_OF_THE_YEAR = Text("全年基金收入", "Income of the year")
EXPENDITURE = Text("支出", "Expenditure")
CLOSING_BALANCE = Text("年末滚存结余", "Closing balance")
COVER = Text("可支付月数", "Cover")
DEPENDENCY_RATIO = Text("抚养比", "Dependency ratio")
INTEREST = Text("利息收入", "Interest")
BASE_EFFECT = Text("缴费基数上下限的影响", "Effect of the limits of the base")
INTEREST_MARGIN = Text("利率差", "Interest margin")
TRANSFERS_OUT = Text("转移支出", "Transfers out")
TRANSFERRED_OUT = Text("转移支出额", "Transfers out")
STANDARD = Text("标准", "Standard")
DRAWING = Text("领取养老金人数", "Drawing a pension")
TYPED_GAP = Text("填写的新增带来的人数差", "Persons moved by typed entrants")
BASIC_PENSION = Text("基础养老金标准", "Basic pension")
OPENING_UNKNOWN = Text("年初结余未知", "opening balance unknown")
NO_HISTORY = Text("没有可以参照的历史", "no history to go by")

# --- of a budget ------------------------------------------------------------------------------------------------------

INITIAL_BUDGET = Text("年初预算数", "Initial budget")
ADJUSTED_BUDGET = Text("调整预算数", "Adjusted budget")
OUTTURN = Text("执行数", "Outturn")
YEAR_ON_YEAR = Text("同比", "Year on year")
TARGET = Text("目标", "Target")

# --- over the columns of tables ---------------------------------------------------------------------------------------

FUND = Text("基金", "Fund")
LINE = Text("项目", "Line")
ITEM = Text("项目", "Item")
MEASURE = Text("指标", "Measure")
PARAMETER = Text("参数", "Parameter")
PARAMETERS = Text("参数", "Parameters")
YEAR = Text("年度", "Year")
UNIT = Text("单位", "Unit")
VALUE = Text("数值", "Value")
SETTING = Text("取值", "Value")
AMOUNT = Text("金额", "Amount")
SERIES = Text("口径", "Series")
BASELINE = Text("基线", "Baseline")
SCENARIO = Text("方案", "Scenario")
DIFFERENCE = Text("差额", "Difference")
COMPARED_WITH = Text("基准", "Compared with")
BASIS = Text("依据", "Basis")
SOURCE = Text("出处", "Source")
LAW = Text("法规", "Law")
TIED = Text("相符", "Tied")
NOTHING_TO_COMPARE = Text("无可比", "Nothing to compare")
CONTENT = Text("内容", "Content")
NAME = Text("名称", "Name")
NOTE = Text("备注", "Note")
AUTHOR = Text("保存人", "Author")
FILE = Text("文件", "file")
