"""What all funds share: the growth of wages, the interest on balances, and the labour market."""

from dataclasses import dataclass

from sifund import terms
from sifund.declare.formula import Line, income
from sifund.declare.known import Known
from sifund.declare.parameter import JANUARY, REGION, STATE, LegalAlert, Limit, Parameter, assumption, growth, lever
from sifund.declare.party import EMPLOYEES, RECIPIENTS, THE_FUND
from sifund.declare.relation import Stated, relation
from sifund.declare.spread import LEVEL, YEARLY, Shock, Spread
from sifund.declare.unit import (
    AMOUNT_LIMIT,
    ELASTICITY,
    GROWTH,
    MONTHS_A_MONTH,
    PERCENT_A_POINT,
    POINTS,
    RATE,
    SIGMA,
    UNEMPLOYED,
    Unit,
)
from sifund.declare.values import T, Values
from sifund.text import Cite, Text

NAME = Text("经济环境", "Economy")
CONTRIBUTED = r"^(?!.*(补贴|补助|利息)).*(保险费|缴费|保费|征缴)|contribution"
SUBSIDISED = r"补贴|补助|财政|subsid"
INTEREST = r"利息|interest"
"""How offices speak of money that a declared income line stands for: see `Line.like`."""

WAGES_FALL = Shock("wages", Text("缴费工资下降10%", "Covered wages −10%"), -10)
"""A shock to all wages that contributions are paid on."""

wage_growth = growth(
    "economy.wage_growth", Text("缴费工资增长率", "Wage growth"),
    assumed=[(0, 6), (2027, 4)], range=(0, 10),
    help=Text("每年一月起缴费基数按此增长。", "The wages that contributions are paid on grow by this each January."),
    reason=Text(
        "报告未提供工资增长；取与近年社会平均工资增速相当的6%，2027年起放缓至4%。",
        "The report gives no wage growth; 6% is close to recent average-wage growth, slowing to 4% from 2027.",
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

inflation = assumption(
    "economy.inflation", Text("居民消费价格涨幅", "Rise of prices"), unit=GROWTH,
    assumed=2, range=(0, 5), step=0.1, reads=JANUARY, spread=None, latent=YEARLY,
    help=Text("待遇与物价挂钩时采用的涨幅；没有挂钩时不起作用。", "The rise that benefits linked to prices follow; acts only where something is linked."),
    reason=Text("报告没有物价；近年居民消费价格涨幅的常见水平。", "The report has no prices; usual for consumer prices in these years."),
)  # fmt: skip


def margin(fund: str) -> Parameter:
    """By how much what a fund's balance earns lies above that rate."""
    return assumption(
        f"{fund}.interest_margin", terms.INTEREST_MARGIN, unit=POINTS, assumed=0, range=(-1, 2), step=0.1,
        reads=JANUARY, spread=None,
        reason=Text("报告未列利息收入；按各基金同一利率。", "No interest is reported; every fund earns the same rate."),
        help=Text("本基金结余利率高于（低于）各基金共同利率的百分点；由基年利息反算。",
                  "What this fund's balance earns above the common rate; solved from the interest reported."),
    )  # fmt: skip


def interest_income(fund: str, margin: Parameter) -> Line:
    """The line of interest on a fund's balance."""

    @income(
        f"{fund}.interest", terms.INTEREST,
        paid_by=THE_FUND, solves=(margin,), also=("利息", "存款利息收入", "基金利息收入"),
        like=INTEREST,
    )  # fmt: skip
    def line(v: Values[T]) -> T:
        """A twelfth of the year's interest on the opening balance [yuan/month]."""
        return v.positive(v.opening) * (v[interest] + v[margin]) / 12

    return line


# --- what the State sets to a figure ---------------------------------------------------------------------------------
EMPLOYER_RATE, EMPLOYEE_RATE = Text("单位费率", "the employer rate"), Text("个人费率", "the employee rate")
STATE_SETS = Text("国家规定", "what the State sets")


def off_the_limit(what: Text, set_at: Text, limit: Limit, through: int | None = None) -> tuple[LegalAlert, LegalAlert]:
    """That something lies above what the law sets, and that it lies below."""
    above = Text("{what}高于{set_at}", "{what} is above {set_at}").format(what=what, set_at=set_at)
    below = Text("{what}低于{set_at}", "{what} is below {set_at}").format(what=what, set_at=set_at)
    return (
        LegalAlert(above, limits=(limit,), through=through),
        LegalAlert(below, limits=(limit,), through=through, floor=True),
    )


# --- limits of the contribution base -----------------------------------------------------------------------------------
BASE_LIMITS = Cite(
    "国发〔2015〕2号",
    Text("低于当地平均工资60%的按60%计缴，超过300%的部分不计入缴费基数",
         "wages below 60% of the local average count as 60%, what lies above 300% does not count"),
    checked=False,
)  # fmt: skip
SET_BY_STATE = Text("国家规定的界限。", "The limit that the State sets.")


def off_the_share(what: Text, percent: int) -> tuple[LegalAlert, LegalAlert]:
    """The same of a limit of the base, a share of the average wage."""
    share = Text("平均工资的{percent}%", "{percent}% of the average wage").format(percent=percent)
    return off_the_limit(what, share, Limit(2015, percent, BASE_LIMITS))


base_floor = lever(
    "economy.base_floor", Text("缴费基数下限", "Floor of the contribution base"), unit=RATE, decided_by=REGION,
    borne_by=EMPLOYEES, assumed=60, bounds=(1, 100), range=(40, 100), step=5, law=BASE_LIMITS, reason=SET_BY_STATE,
    alerts=off_the_share(Text("缴费基数下限", "the floor of the contribution base"), 60)[::-1],
    help=Text("工资低于平均工资这一比例的，按这一比例缴费；由此多计（少计）的待遇没有测算。",
              "Whoever earns less than this share of the average wage pays as if he earned it; benefits earned by it are not modelled."),
)  # fmt: skip
base_ceiling = lever(
    "economy.base_ceiling", Text("缴费基数上限", "Ceiling of the contribution base"), unit=RATE, decided_by=REGION,
    borne_by=EMPLOYEES, assumed=300, bounds=(100, 1000), range=(200, 500), step=25, law=BASE_LIMITS, reason=SET_BY_STATE,
    alerts=off_the_share(Text("缴费基数上限", "the ceiling of the contribution base"), 300),
    help=Text("工资高于平均工资这一比例的部分不缴费；由此多计（少计）的待遇没有测算。",
              "What is earned above this share of the average wage is not paid on; benefits earned by it are not modelled."),
)  # fmt: skip


def wage_sigma(fund: str) -> Parameter:
    """How unequal a fund's covered wages are."""
    return assumption(
        f"{fund}.wage_sigma", Text("工资分布的离散度σ", "Dispersion of wages, σ"), unit=SIGMA, assumed=0.55,
        bounds=(0.01, 3), range=(0.35, 0.8), step=0.05, spread=None, latent=LEVEL,
        reason=Text("报告没有工资分布；城镇工资的常见离散度，机关事业单位较小，可填0.35。",
                    "The report has no distribution of wages; usual for urban pay, public pay is narrower (0.35 may be typed)."),
        help=Text("工资除以平均工资的对数的标准差；只在缴费基数上下限改动时起作用。",
                  "Standard deviation of the logarithm of wage over average wage; acts only where the limits of the base are moved."),
    )  # fmt: skip


def base_limits(v: Values[T], sigma: Parameter) -> T:
    """Wages that contributions are paid on under the limits in force, relative to those under 60 and 300%."""
    usual = v.cut_mean(v.declared(base_floor), v.declared(base_ceiling), v[sigma])
    return v.ratio(v.cut_mean(v[base_floor], v[base_ceiling], v[sigma]), usual)


# --- people who draw a pension, as a flow -----------------------------------------------------------------------------
LATER = Cite(
    "全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定",
    Text("2024年9月13日通过；2025年起，男职工和原55岁女职工每四个月延迟一个月，原50岁女职工每两个月延迟一个月，十五年到位",
         "adopted on 13 September 2024; from 2025 one month later for every four months of birth date (men, women who retired at 55), for every two (women who "
         "retired at 50), over fifteen years"),
    checked=False,
)  # fmt: skip


NOBODY = 1e-6
"""Persons a year: what is less comes of rounding."""
LATER_NOT_RESIDENTS = Cite(
    LATER.document, Text("城乡居民仍在60岁领取", "residents still draw their pension at 60"), checked=False
)


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """How people come to draw a pension and cease to: their number without delay and its growth, deaths, those who newly
    draw one, their pension over the average, and by how much they come later. All but the number are read in January."""

    people: Parameter
    growth: Parameter
    deaths: Parameter
    entrants: Parameter
    ratio: Parameter
    delay: Parameter

    def grown(self, v: Values[T]) -> T:
        """Who comes in the year for the number to grow as assumed and the dead to be made up for [persons]; fewer than none
        where it falls faster than they die."""
        return v.last_december(self.people) * (v[self.growth] + v[self.deaths])

    def expected(self, v: Values[T]) -> T:
        """Who would newly draw a pension in the year without delay [persons]: the typed number, else what growth and
        deaths make of those of last December; nobody in the base year, whose number is reported as it is."""
        return v.base_year(0, v.if_known(self.entrants, v.positive(self.grown(v))))

    def typed_gap(self, v: Values[T]) -> T:
        """By how much typed entrants move the number from where growth has it [persons], at the year's start."""
        return v.carried(0, 1 - v[self.deaths], v.base_year(0, v.if_known(v[self.entrants] - self.grown(v), 0)))

    def late(self, v: Values[T], expected: Line) -> T:
        """Of those expected who comes later than this year [persons]."""
        return v[expected] * (v[self.delay] / (1 + v[self.delay]))

    def coming(self, v: Values[T], expected: Line) -> T:
        """Who newly draws a pension in the year, after delay [persons]."""
        return v[expected] / (1 + v[self.delay])

    def postponed(self, v: Values[T], expected: Line) -> T:
        """Who does not draw a pension yet for the delay [persons]: deaths take of them what they take of all."""
        return v.carried(0, 1 - v[self.deaths], self.late(v, expected))

    def stayers(self, v: Values[T], expected: Line) -> T:
        """Who stays a contributor for the delay [persons]."""
        return v.carried(0, 1.0, self.late(v, expected))

    def entry_ratio(self, v: Values[T], expected: Line, drawing: Line, postponed: Line, mix: Parameter) -> T:
        """A new pension over the average: the typed one, else that by which the average grows by `mix` without delay."""
        left = (v.last_december(drawing) + v.last_december(postponed)) * (1 - v[self.deaths])
        return v.if_known(self.ratio, 1 + v[mix] * v.ratio(left + v[expected], v[expected]))

    def mixed(self, v: Values[T], expected: Line, drawing: Line, ratio: Line, mix: Parameter) -> T:
        """What those who leave and come make of the average pension, as a factor; `mix` where nobody comes."""
        left, come = v.last_december(drawing) * (1 - v[self.deaths]), self.coming(v, expected)
        comes = v[expected] > NOBODY
        return comes * v.ratio(left + come * v[ratio], left + come) + (1 - comes) * (1 + v[mix])


def delay(fund: str, law: Cite, range: tuple[float, float]) -> Parameter:
    """By how much people come to draw a pension later."""
    return lever(
        f"{fund}.delay", Text("延迟退休", "Later retirement"), unit=MONTHS_A_MONTH, decided_by=STATE, borne_by=RECIPIENTS,
        assumed=0, range=range, step=0.05, reads=JANUARY, law=law,
        reason=Text("基年末没有延迟。", "No delay at the end of the base year."),
        help=Text("出生每晚一个月，领取待遇推迟的月数：每四个月延迟一个月为0.25，每两个月延迟一个月为0.5。",
                  "Months of postponement for a month of birth date: 0.25 is one for every four, 0.5 one for every two."),
    )  # fmt: skip


# --- the labour market ------------------------------------------------------------------------------------------------
unemployment_rate = assumption(
    "economy.unemployment_rate", Text("城镇调查失业率", "Unemployment rate"), unit=UNEMPLOYED,
    assumed=5.1, range=(3, 9), step=0.1, reads=JANUARY, spread=Spread("walk", persistence=0.7, sd=0.43),
    shock=Shock("bad_years", Text("失业率上升2个百分点，持续两年", "Unemployment +2 points for two years"), 2, years=2, points=True),
    help=Text(
        "一月的失业率带动当年的新增领取、参保、工资、征缴和领取月数；只有偏离基线才起作用。“上升2个百分点，持续两年”这样的情形，直接填"
        "高几个百分点、持续几年、自哪年起；链接里是两段取值。",
        "January's rate moves the year's new claims, insured, wages, collection and months on benefit; only what it differs "
        "from the baseline by has an effect. \"Up two points for two years\" is typed as points, years and the first year; the "
        "link has it as two dated values.",
    ),
    reason=Text("取全国2021年的水平，此后不变。", "The national level of 2021, flat."),
)  # fmt: skip
MOVED = Text("研究与经验的中间值，本地数据尚未验证。", "Middle of studies and experience; not yet tried on local data.")
claims_per_point = assumption(
    "economy.claims_per_point", Text("新增领取对失业率的弹性", "Claims for a point of unemployment"), unit=ELASTICITY,
    assumed=0.2, range=(0.05, 0.4), step=0.01,
    reason=Text("研究与经验的中间值；本地的月度数据足够时改用其估计值。",
                "Middle of studies and experience; an office's own months take its place where they are enough."),
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
