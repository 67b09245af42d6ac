"""What all funds share: the growth of wages, the interest on balances, and the labour market."""

from sifund.declare.known import Known
from sifund.declare.parameter import JANUARY, assumption, growth
from sifund.declare.relation import Stated, relation
from sifund.declare.spread import Shock, Spread
from sifund.declare.unit import AMOUNT_LIMIT, ELASTICITY, PERCENT_A_POINT, RATE, UNEMPLOYED, Unit
from sifund.text import Text

NAME = Text("经济环境", "Economy")
CONTRIBUTED = r"^(?!.*(补贴|补助|利息)).*(保险费|缴费|保费|征缴)|contribution"
SUBSIDISED = r"补贴|补助|财政|subsid"
INTEREST = r"利息|interest"
"""How offices speak of money that a declared income line stands for: see `Line.like`."""

WAGES_FALL = Shock("wages", Text("缴费工资下降10%", "Covered wages −10 %"), -10)
"""A shock to all wages that contributions are paid on."""

wage_growth = growth(
    "economy.wage_growth", Text("缴费工资增长率", "Wage growth"),
    assumed=[(0, 6), (2027, 4)], range=(0, 10),
    help=Text("每年一月起缴费基数按此增长。", "The wages that contributions are paid on grow by this each January."),
    reason=Text(
        "报告未提供工资增长；取与近年社会平均工资增速相当的6%，2027年起放缓至4%。",
        "The report gives no wage growth; 6 % is close to recent average-wage growth, slowing to 4 % from 2027.",
    ),
)  # fmt: skip

interest = assumption(
    "economy.interest", Text("基金结余利率", "Interest on balances"), unit=RATE,
    assumed=2, range=(0, 4), step=0.1, reads=JANUARY, shock=Shock("interest", Text("结余利率为零", "No interest"), -100),
    help=Text("按年初结余计息，每月计十二分之一。", "Earned on the opening balance of the year, a twelfth each month."),
    reason=Text(
        "报告未列利息收入；取存入财政专户的优惠存款利率的常见水平。",
        "The report lists no interest income; a usual preferential deposit rate for fiscal accounts.",
    ),
)  # fmt: skip

# --- the labour market ------------------------------------------------------------------------------------------------
unemployment_rate = assumption(
    "economy.unemployment_rate", Text("城镇调查失业率", "Unemployment rate"), unit=UNEMPLOYED,
    assumed=5.1, range=(3, 9), step=0.1, reads=JANUARY, spread=Spread("walk", persistence=0.7, sd=0.43),
    help=Text(
        "一月的失业率带动当年的新增领取、参保、工资、征缴和领取月数；只有偏离基线才起作用。",
        "January's rate moves the year's new claims, insured, wages, collection and months on benefit; only what it differs "
        "from the baseline by has an effect.",
    ),
    reason=Text("取全国2021年的水平，此后不变。", "The national level of 2021, flat."),
)  # fmt: skip
MOVED = Text("研究与经验的中间值，本地数据尚未验证。", "Middle of studies and experience; not yet tried on local data.")
claims_per_point = assumption(
    "economy.claims_per_point", Text("新增领取对失业率的弹性", "Claims for a point of unemployment"), unit=ELASTICITY,
    assumed=0.2, range=(0.05, 0.4), step=0.01, reason=MOVED,
    help=Text("失业率每升1个百分点，新增领取人数的对数增量。", "Rise of the logarithm of new claims for each point of the rate."),
)  # fmt: skip
insured_per_point = assumption(
    "economy.insured_per_point", Text("参保对失业率的反应", "Insured for a point of unemployment"), unit=PERCENT_A_POINT,
    assumed=1, range=(0, 2), step=0.1, reason=MOVED,
    help=Text("失业率每升1个百分点，参保缴费人数减少的百分数。", "Percent by which the insured fall for each point of the rate."),
)  # fmt: skip
wage_per_point = assumption(
    "economy.wage_per_point", Text("缴费工资对失业率的反应", "Wages for a point of unemployment"), unit=PERCENT_A_POINT,
    assumed=0.5, range=(0, 1.5), step=0.1, reason=MOVED,
    help=Text("失业率每高1个百分点，当年少增长的百分数；以后不补回。", "Percent of growth lost in a year for each point of the rate; it is not made up later."),
)  # fmt: skip
collection_per_point = assumption(
    "economy.collection_per_point", Text("征缴率对失业率的反应", "Collection for a point of unemployment"), unit=PERCENT_A_POINT,
    assumed=1, range=(0, 3), step=0.1, reason=MOVED,
    help=Text("失业率每升1个百分点，征缴率下降的百分点。", "Points by which the collection rate falls for each point of the rate."),
)  # fmt: skip
duration_per_point = assumption(
    "economy.duration_per_point", Text("领取月数对失业率的弹性", "Duration for a point of unemployment"), unit=ELASTICITY,
    assumed=0.04, range=(0, 0.1), step=0.01, reason=MOVED,
    help=Text("失业率每升1个百分点，平均领取月数增加的份额。", "Share by which months on benefit rise for each point of the rate."),
)  # fmt: skip

# --- what the source states besides amounts, and what it must fit -----------------------------------------------------

FUNDS = Unit("funds", Text("项基金", "funds"), 0, AMOUNT_LIMIT)


@relation(
    "all.scope",
    "definitions",
    Text("数据覆盖的基金", "Funds that the data cover"),
    unit=FUNDS,
    severity="note",
    says=Text(
        "经办{stated}，数据只有{implied}，合计不代表全部经办基金：其余的有数吗？",
        "{stated} are administered, the data hold {implied}, so the totals do not speak for all: are there figures of the others?",
    ),
    assumes=Text("每项基金都应有收支数据。", "every fund administered would have figures."),
)
def scope(f: Stated) -> tuple[Known, Known]:
    """Funds administered, against those in the data. Report §1."""
    return f.count("funds_administered"), f.funds()


@relation(
    "all.analysed",
    "definitions",
    Text("报告分析的基金", "Funds that the report analyses"),
    unit=FUNDS,
    says=Text(
        "报告称分析{stated}，数据有{implied}。", "the report says that it analyses {stated}; the data hold {implied}."
    ),
    assumes=Text("分析的基金都已录入。", "every fund analysed was entered."),
)
def analysed(f: Stated) -> tuple[Known, Known]:
    """Funds that the report analyses, against those in the data. Report §1."""
    return f.count("funds_analysed"), f.funds()
