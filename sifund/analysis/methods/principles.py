"""What holds for every fund, in words; the bounds, laws and names in it come from the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from sifund import catalog, terms
from sifund.analysis.outlook.conditions import MEANING
from sifund.declare.fund import CoverRule
from sifund.declare.unit import GROWTH, MONTHS, RATE, Unit
from sifund.text import Text, format_number, join

BASIS = (
    Text("数的性质", "Basis"),
    Text(
        "每个数都有性质：报告（注明出处）、推算（注明算式）、假设（注明理由和范围）。",
        "Every figure has a basis: reported (with its place), derived (with its formula) or assumed (with reason and range).",
    ),
)
BASELINE = (
    terms.BASELINE,
    Text(
        "基线是基年末的现行规定，之后出台的都不算；增长按假设。基年各项支出与来源逐项一致，取整的尾差单列，不分摊。",
        "The baseline is the rules in force at the end of the base year, nothing decided later; growth is as assumed. In the "
        "base year it reproduces the source line by line; what rounding leaves over is shown, not spread.",
    ),
)
SCENARIO = (
    terms.SCENARIO,
    Text(
        "改变自所填月份起生效（默认为基年次年一月），代替其后的全部取值；可以分段。没有改变就没有差额。",
        "A change holds from its month on (January after the base year unless dated) and replaces the rest of the path; it may "
        "have several dated steps. No change makes no difference.",
    ),
)
PATHS = (
    Text("取值与增长", "Paths and growth"),
    Text(
        "某月的值 = 当时有效的一段 × 自该段月份起的累计增长；增长在基年之后每年一月按当月的增长率计一次。"
        "所以填写的就是当月的实际值，以后从它增长；没有增长假设的保持不变。公式中百分数按小数代入。",
        "The value in a month = the step in force × growth since the step's month; growth acts each January after the base "
        "year at the rate in force that month. So a typed value is the value of its month and growth runs on from there; what "
        "has no growth assumption stays flat. Formulas read percents as fractions.",
    ),
)
CALIBRATION = (
    Text("反算（标定）", "Calibration"),
    Text(
        "来源没有列出的驱动量，取使基年金额相符的值：金额 ÷（该量为1时的本项金额），按声明的次序。"
        "数据自己给出驱动量的，差额保留并列出；缺少的用声明的假设值并标明；仍不够的，该项按基年金额不变带入并标明。"
        "所列各项以所列为准，合计只分给没有列出的项目，余下的作“未列明”；合计低于各项之和时以各项为准并指出。"
        "不足一年的数据按已有月份反算，其余月份由模型推算；全年一次付清而已付的，算在已有的最后一个月。",
        "A driver that the source does not give is the one that makes the base year tie: amount ÷ (the line with the driver at "
        "1), in the order of declaration. Where the data give the driver, the remainder is kept and shown; where one is missing "
        "its declared assumption stands, marked; where that is not enough the line is carried flat, marked. Reported lines "
        "stand; a total is shared by the lines that are not reported, and what is left is a line of its own; a total below its "
        "lines is said. "
        "Part-year data are calibrated over the months covered and the rest is modelled; a yearly payment already made "
        "counts in the last of them.",
    ),
)
CLOSING = (
    Text("结余", "Balances"),
    Text(
        "当期结余 = 收入 − 支出；年末滚存结余 = 年初滚存结余 + 收入 − 支出，逐基金、逐年计算。支出包括上解上级支出。",
        "Surplus = income − expenditure; closing balance = opening + income − expenditure, by fund and year. Expenditure "
        "includes what is remitted up.",
    ),
)
COVER = (
    Text("备付期限、可支付月数", "Cover months"),
    Text(
        "12 × 年末滚存结余 ÷ 当年支出（含上解；旁边另列不含上解的）。没有支出的年份不计，写作“—”。",
        "12 × closing balance ÷ the year's expenditure (remittance included; without it beside). A year without expenditure "
        'has none: "—".',
    ),
)
SPLIT = (
    Text("分基金的年初结余与收入", "Balances by fund"),
    Text(
        "没有年初结余而有年末结余和收入的，年初结余 = 年末结余 − 收入 + 支出；来源只给各基金合计的，按数据所列的假设拆分；都没有的，结余、"
        "备付和未列的利息未知。填入真实的年初结余和全年收入后重新反算，没有填的按比例分余下的合计。",
        "Without an opening balance it is closing − income + expenditure where those are given; where the source gives the "
        "funds together, the data's assumed split; else balances, cover and unreported interest are unknown. Real openings and "
        "incomes that are typed calibrate again, and what is not typed shares the rest in proportion.",
    ),
)
GATE = (
    Text("门槛：{line}", "Gate: {line}"),
    Text(
        "上年末{cover}低于“{threshold}”时，按“{gate}”：{options}。基年用年初结余除以上年支出。{law}",
        'Where {cover} at the end of the year before is below "{threshold}", "{gate}" says: {options}. The base year looks at '
        "its opening balance over the outlay of the year before. {law}",
    ),
)
BOUNDS = (
    Text("界限、范围与法规", "Bounds, ranges, law"),
    Text(
        "界限只拒绝不可能的值（例如比例{rate}%，增长{growth}%，月数{months}，除非另有声明）；范围用于滑块和抽样，没有声明的取±20%；"
        "法规是另一回事：不合规定的值照算，并提示文号。法规按月份生效，不随增长率变动：填写的值本身越过当年限值的是合规提示，"
        "有期限的补助填到期限以后的也是；只是假设的增长越过，或该年规定尚不知道的，只作提示，不算违规；基线也越过的算基线的。",
        "Bounds refuse only the impossible (rates {rate}%, growth {growth}%, months {months}, unless declared otherwise); "
        "ranges are for sliders and draws, ±20% where none is declared; the law is a third thing: what it does not allow is "
        "worked out and carries an alert with the document's number. Law is dated, it does not grow: a value that itself passes "
        "its year's limit is an alert, as is a subsidy granted for a time that is typed for later; where only assumed growth "
        "does, or no rule is known for the year, a note and no breach; what the baseline passes too is the baseline's.",
    ),
)
RUNNING = (
    Text("年中进度与预测", "The running year"),
    Text(
        "走势按本单位三年以上的分月数，项目没有的按本单位整个基金的，否则按全国同一基金的，再否则按月平均；预测全年是三种简单方法的平均，只用以前各年，附90%区间。"
        "只有整个区间在预算的一侧、且此时的进度超出以前各年范围的，才算偏快或偏慢。预测以往准不准，由 evaluate 命令列出。",
        "The profile is the office's own from three years of months on, for a line else its whole fund's, else the nation's of that fund, "
        "else even; the year's forecast is the mean of three plain readings from earlier years alone, with its 90% band. A year is "
        "ahead or behind only where the whole band lies on one side of the budget and its progress outside that of every earlier "
        "year. How good such forecasts were is printed by the command evaluate.",
    ),
)
CHANCES = (
    Text("两种条件与可信度", "Two conditions, and how far to rely on them"),
    Text(
        f"{MEANING.zh}每个区间和可能性都写明条件；补贴按基线固定的基金不写跌破的可能性，而写保住备付所需的补贴。“照历史波动”用本单位五年"
        "以上的收支，否则用全国同一基金的；过去准不准，列在图旁。可信度取数据依据、历史长短和预测记录三者中最弱的一个。",
        f"{MEANING.en} Every band and chance says its condition; a fund whose subsidy is held at the baseline's has in place of a chance "
        "the subsidy that keeps its cover. \"As history moved\" is from five years of the office's own, else from the nation's of "
        "that fund; how such bands did stands beside the fan. Reliability is the weakest of what the inputs rest on, how long "
        "the history is, and how past forecasts did.",
    ),
)
LIMITS = (
    Text("不包括", "What it does not do"),
    Text(
        "默认不计行为反应；没有分年龄的人口模型，人数按增长率变化；各档标准合用一个数；参保人数都视为缴费，除非征缴率另有设定。",
        "No behaviour unless an elasticity is set; no cohort model, persons grow by a rate; one standard stands for its tiers; "
        "all who are insured are taken to pay unless the collection rate says less.",
    ),
)


def principles(*funds: str) -> Iterator[tuple[Text, Text]]:
    """Each rule's name and what it says; gates are those of the funds named."""
    yield from (BASIS, BASELINE, SCENARIO, PATHS, CALIBRATION, CLOSING, COVER, SPLIT)
    for key in funds:
        if rule := catalog.all_funds()[key].cover_rule:
            yield _gate(rule)
    bounds = {"rate": RATE, "growth": GROWTH, "months": MONTHS}
    yield BOUNDS[0], BOUNDS[1].format(**{name: _bounds(unit) for name, unit in bounds.items()})
    yield from (RUNNING, CHANCES, LIMITS)


def _gate(rule: CoverRule) -> tuple[Text, Text]:
    line, gate = rule.line, rule.gate
    says = GATE[1].format(
        cover=catalog.all_funds()[line.fund].cover_name, threshold=rule.threshold.name, gate=gate.name,
        options=join((option.name for option in gate.options), zh="，或", en=", or "),
        law=Text(rule.law("zh"), rule.law("en")),
    )  # fmt: skip
    return GATE[0].format(line=line.name), says


def _bounds(unit: Unit) -> Text:
    low, high = format_number(unit.low), format_number(unit.high)
    return Text(f"{low}至{high}", f"{low} to {high}")
