"""机关事业单位基本养老保险: pensions of retirees, contributions on wages, closed by the fiscal subsidy."""

from sifund import terms
from sifund.declare.formula import CLOSING, Price, expenditure, income, quantity
from sifund.declare.fund import Band, ByAge, Fund
from sifund.declare.known import Known
from sifund.declare.parameter import (
    CITY,
    JANUARY,
    REGION,
    STATE,
    Limit,
    Option,
    Parameter,
    assumption,
    base_input,
    driver,
    growth,
    lever,
)
from sifund.declare.party import CENTRAL, EMPLOYEES, MUNICIPAL, PUBLIC_EMPLOYERS, RECIPIENTS, REGIONAL
from sifund.declare.person import person
from sifund.declare.relation import Stated, relation
from sifund.declare.share import Share
from sifund.declare.spread import LEVEL, SPLIT, VOLUME, YEARLY
from sifund.declare.unit import (
    CHOICE,
    GROWTH,
    PERSONS,
    PERSONS_PER_YEAR,
    RATE,
    RATIO,
    YEARS,
    YUAN,
    YUAN_PER_MONTH,
    YUAN_PER_MONTH_YEAR,
    YUAN_PER_YEAR,
    Unit,
)
from sifund.declare.values import T, Values
from sifund.funds.economy import (
    CONTRIBUTED,
    EMPLOYEE_RATE,
    EMPLOYER_RATE,
    LATER,
    STATE_SETS,
    SUBSIDISED,
    WAGES_FALL,
    Flow,
    base_limits,
    delay,
    inflation,
    interest_income,
    margin,
    off_the_limit,
    wage_growth,
    wage_sigma,
)
from sifund.text import Cite, Text

CONTRIBUTIONS = Cite(
    "国发〔2015〕2号",
    Text("单位16%（2019年降费后）、个人8%", "employer 16% (after the 2019 cut), employee 8%"),
    checked=False,
)
ADJUSTMENT = Cite("新人社发〔2021〕22号", Text("2021年调整退休人员基本养老金", "adjustment of basic pensions in 2021"))

# --- growth -----------------------------------------------------------------------------------------------------------
retiree_growth = growth(
    "public.retiree_growth", Text("退休人数增长率", "Growth of retirees"),
    assumed=[(0, 3.4), (2027, 2)], range=(0, 6),
    help=Text("领取养老金人数的年增长。", "Yearly growth of persons who draw a pension."),
    reason=Text(
        "报告同比7.41%除去人均3.89%，余约3.4%；2027年起放缓。",
        "Of the line's 7.41% growth, 3.89% is price; about 3.4% is volume, slowing from 2027.",
    ),
)  # fmt: skip

# --- levers -----------------------------------------------------------------------------------------------------------
adjustment = lever(
    "public.adjustment", Text("养老金调整幅度", "Pension adjustment"), unit=GROWTH, decided_by=STATE, borne_by=RECIPIENTS,
    assumed=4, range=(0, 8), step=0.1, reads=JANUARY, law=ADJUSTMENT,
    reason=Text("近年国家调整幅度。", "The State's recent adjustments."),
    help=Text("每年一月起人均养老金的调整比例。", "Raise of the average pension each January."),
)  # fmt: skip
employer_rate = lever(
    "public.employer_rate", Text("单位缴费比例", "Employer contribution rate"), unit=RATE, decided_by=STATE, borne_by=PUBLIC_EMPLOYERS,
    assumed=16, range=(8, 24), step=0.5, law=CONTRIBUTIONS,
    alerts=off_the_limit(EMPLOYER_RATE, STATE_SETS, Limit(2019, 16, CONTRIBUTIONS)),
    reason=Text("国家规定费率。", "The rate that the State sets."),
    help=Text("单位按缴费工资缴纳的比例。", "Paid by employers on covered wages."),
)  # fmt: skip
employee_rate = lever(
    "public.employee_rate", Text("个人缴费比例", "Employee contribution rate"), unit=RATE, decided_by=STATE, borne_by=EMPLOYEES,
    assumed=8, range=(4, 12), step=0.5, law=CONTRIBUTIONS,
    alerts=off_the_limit(EMPLOYEE_RATE, STATE_SETS, Limit(2015, 8, CONTRIBUTIONS)),
    reason=Text("国家规定费率。", "The rate that the State sets."),
    help=Text("职工按缴费工资缴纳的比例。", "Paid by employees on covered wages."),
)  # fmt: skip
subsidy = lever(
    "public.subsidy", Text("财政补贴及其他收入", "Fiscal subsidy and other income"), unit=YUAN_PER_YEAR,
    decided_by=CITY, borne_by=MUNICIPAL, step=10_000,
    law=Cite("社会保险基金财务制度", Text("基金支付不足时由财政补贴", "the budget covers what the fund cannot pay")),
    help=Text(
        "填写后自该月起按年额逐月十二分之一拨付，优先于补贴方式。",
        "Once typed it is paid in twelfths from its month on and wins over the closure.",
    ),
)  # fmt: skip
closure = lever(
    "public.closure", Text("财政补贴方式", "Closure"), unit=CHOICE, decided_by=CITY, borne_by=MUNICIPAL, assumed=0, reads=JANUARY,
    options=(
        Option("hold", Text("补贴不变，结余变动", "hold the subsidy, let the balance move")),
        Option("balance", Text("补贴补足，结余不变", "subsidy restores the balance")),
    ),
    help=Text(
        "政策效果体现在基金结余，还是由财政补足而体现为财政负担。",
        "Whether a policy shows in the fund's balance or, restored by the budget, as fiscal burden.",
    ),
)  # fmt: skip
FORMULA = Cite(
    "人社部发〔2021〕20号",
    Text("定额调整、挂钩调整与适当倾斜相结合；当地各项数额由自治区确定",
         "a rise in yuan, one by years and by one's own pension, and one for the aged together; the amounts are the region's"),
    checked=False,
)  # fmt: skip
IN_LAW_NO_LINK = Cite(
    "社会保险法 第18条",
    Text("根据职工平均工资增长、物价上涨情况适时提高；没有规定固定比例", "raised with average wages and prices from time to time; no fixed share is laid down"),
    checked=False,
)  # fmt: skip
NOT_IN_FORCE = Text("基线的调整幅度已含全部调整。", "The baseline's percentage holds the whole raise.")
BESIDE_PERCENT = Text(
    "在调整幅度（比例部分）之外另加；采用定额、年限、比例、高龄相结合的公式时，调整幅度只填比例部分。",
    "On top of the percentage; where the whole formula is used, the percentage is its proportional part alone.",
)


def rise(key: str, name: Text, unit: Unit, range: tuple[float, float], step: float, help: Text) -> Parameter:
    """A part of the formula of adjustment that is paid in yuan beside the percentage; nothing in force."""
    return lever(
        key, name, unit=unit, decided_by=REGION, borne_by=RECIPIENTS, assumed=0, range=range, step=step, reads=JANUARY,
        law=FORMULA, reason=NOT_IN_FORCE, help=Text(f"{help.zh}{BESIDE_PERCENT.zh}", f"{help.en} {BESIDE_PERCENT.en}"),
    )  # fmt: skip


def link(key: str, name: Text, help: Text) -> Parameter:
    """By how much of a growth pensions rise each January beside the percentage; no link in force."""
    return lever(
        key, name, unit=RATE, decided_by=STATE, borne_by=RECIPIENTS, assumed=0, range=(0, 100), step=5, reads=JANUARY,
        law=IN_LAW_NO_LINK, reason=NOT_IN_FORCE,
        help=Text(f"{help.zh}在调整幅度之外另加，改为长期挂钩时调整幅度填0；工资或物价下降时不降低养老金。",
                  f"{help.en} On top of the percentage, which is 0 where the link takes its place; falling wages or prices lower no pension."),
    )  # fmt: skip


flat_rise = rise(
    "public.flat_rise", Text("定额调整", "Flat rise"), YUAN_PER_MONTH, (0, 150), 1,
    Text("每年一月起每人每月增加的同一金额。", "The same amount for everybody, a month, each January."),
)  # fmt: skip
year_rise = rise(
    "public.year_rise", Text("按缴费年限调整", "Rise by years of contribution"), YUAN_PER_MONTH_YEAR, (0, 5), 0.1,
    Text("每满一年缴费年限（含视同缴费年限）每月增加的金额。", "A month for each year of contributions, deemed years included."),
)  # fmt: skip
aged_rise = rise(
    "public.aged_rise", Text("高龄倾斜调整", "Rise for the aged"), YUAN_PER_MONTH, (0, 150), 1,
    Text("达到高龄的退休人员每人每月增加的金额，按高龄人员比例摊到人均。", "A month for those of high age, spread over all by their share."),
)  # fmt: skip
wage_link = link(
    "public.wage_link", Text("养老金与工资挂钩", "Link of pensions to wages"),
    Text("缴费工资增长率中计入养老金的份额。", "Share of the growth of wages that pensions rise by."),
)  # fmt: skip
price_link = link(
    "public.price_link", Text("养老金与物价挂钩", "Link of pensions to prices"),
    Text("物价涨幅中计入养老金的份额。", "Share of the rise of prices that pensions rise by."),
)  # fmt: skip

# --- drivers and assumptions ------------------------------------------------------------------------------------------
prior_pension = driver(
    "public.prior_pension", Text("上年人均养老金", "Average pension of the year before"), unit=YUAN_PER_MONTH,
    dated=False, step=1,
    help=Text("基年前一年的月人均养老金。", "Average monthly pension in the year before the base year."),
)  # fmt: skip
retirees = driver(
    "public.retirees", Text("退休人数", "Retirees"), unit=PERSONS, grows=retiree_growth, step=100,
    help=Text("领取养老金的人数；由基年金额反算。", "Persons who draw a pension; solved from the base year."),
)  # fmt: skip
active_members = driver(
    "public.active_members", Text("在职参保人数", "Active members"), unit=PERSONS, step=100, spread=SPLIT,
    help=Text("缴费的在职人员。", "Members in service for whom contributions are paid."),
)  # fmt: skip
wage_base = driver(
    "public.wage_base", Text("月人均缴费工资", "Covered wage"), unit=YUAN_PER_MONTH, grows=wage_growth, assumed=8000,
    step=10, spread=SPLIT, shock=WAGES_FALL,
    reason=Text("报告未列缴费工资；取机关事业单位工资水平。", "Not in the report; the level of public-sector pay."),
    help=Text("缴费工资的月人均额。", "Average monthly wage that contributions are paid on."),
)  # fmt: skip
transfers = driver(
    "public.transfers", terms.TRANSFERRED_OUT, unit=YUAN_PER_YEAR, step=10_000, spread=VOLUME,
    help=Text("全年随人转出的金额。", "Amount a year that follows persons to other funds."),
)  # fmt: skip
mortality = assumption(
    "public.mortality", Text("退休人员死亡率", "Mortality of retirees"), unit=RATE, assumed=2.6, range=(1.5, 4), step=0.1,
    reads=JANUARY, spread=None, latent=LEVEL,
    reason=Text("报告没有死亡人数；退休人员的常见水平。", "The report has no deaths; usual for retirees."),
    help=Text("一年中每百名退休人员的死亡人数；只在退休年龄或新增退休人数改动时起作用。",
              "Deaths a year per hundred retirees; acts only where the age of retirement or the new retirees are moved."),
)  # fmt: skip
new_retirees = driver(
    "public.new_retirees", Text("新增退休人数", "New retirees"), unit=PERSONS_PER_YEAR, step=10, reads=JANUARY, spread=None,
    help=Text("延迟之前一年新退休的人数；填写后，自该年一月起退休人数不再按增长率，而按新增与死亡推算。",
              "Persons who would retire in the year without delay; once typed, entrants and deaths take the place of growth."),
)  # fmt: skip
entry_ratio = assumption(
    "public.entry_ratio", Text("新退休人员待遇与平均数之比", "New pension over the average"), unit=RATIO, bounds=(0, 10),
    range=(0.5, 2), step=0.01, reads=JANUARY, spread=None,
    help=Text("新退休人员月养老金除以月人均养老金；未填写时由人员结构效应推算。",
              "Pension of a new retiree over the average; without one it follows from the mix effect."),
)  # fmt: skip
contribution_years = assumption(
    "public.contribution_years", Text("平均缴费年限", "Mean years of contribution"), unit=YEARS, assumed=33, range=(25, 40),
    step=0.5, reads=JANUARY, spread=None, latent=LEVEL,
    reason=Text("报告没有缴费年限；机关事业退休人员的常见水平。", "The report has no years of contribution; usual for public-sector retirees."),
    help=Text("退休人员的平均缴费年限（含视同）；只在按年限调整时起作用。", "Of retirees, deemed years included; acts only with a rise by years."),
)  # fmt: skip
aged_share = assumption(
    "public.aged_share", Text("高龄人员占退休人员比例", "Share of the aged among retirees"), unit=RATE, assumed=25, range=(15, 40),
    reads=JANUARY, spread=None, latent=LEVEL,
    reason=Text("报告没有年龄；年满70岁人员的常见份额。", "The report has no ages; usual for those of 70 and more."),
    help=Text("享受高龄倾斜的退休人员的份额；只在高龄倾斜调整时起作用。", "Retirees who get the rise for the aged; acts only with such a rise."),
)  # fmt: skip
postponement = delay("public", LATER, (0, 0.5))
pension_mix = assumption(
    "public.pension_mix", Text("人员结构效应", "Mix effect"), unit=GROWTH, assumed=0, range=(-2, 2), step=0.05,
    reads=JANUARY, spread=YEARLY,
    reason=Text("缺少人均数时不计结构效应。", "Without averages no mix effect is assumed."),
    help=Text(
        "新退休人员待遇与调整幅度不同，使人均养老金的增幅偏离调整幅度。",
        "New retirees' pensions differ, so the average grows by other than the adjustment.",
    ),
)  # fmt: skip
central_share = assumption(
    "public.central_share", Text("中央财政分担", "Central budget's share"), unit=RATE, assumed=50,
    reason=Text("报告未列分担比例。", "The report does not give the shares."),
    help=Text("财政补贴中中央的份额，余下由市承担。", "Central share of the subsidy; the city pays the rest."),
)  # fmt: skip
region_share = assumption(
    "public.region_share", Text("自治区财政分担", "Regional budget's share"), unit=RATE, assumed=20,
    reason=Text("报告未列分担比例。", "The report does not give the shares."),
    help=Text("财政补贴中自治区的份额，余下由市承担。", "Regional share of the subsidy; the city pays the rest."),
)  # fmt: skip

sigma = wage_sigma("public")
interest_margin = margin("public")

opening = base_input(
    "public.opening", terms.OPENING_BALANCE,
    help=Text("基年年初的真实结余。", "The fund's real balance at the start of the base year."),
)  # fmt: skip
yearly_income = base_input(
    "public.income", terms.INCOME_OF_THE_YEAR, sets=subsidy,
    help=Text("基年真实收入；反算财政补贴及其他收入。", "The fund's real income of the base year; it sets the subsidy."),
)  # fmt: skip

FLOW = Flow(retirees, retiree_growth, mortality, new_retirees, entry_ratio, postponement)

# --- people -----------------------------------------------------------------------------------------------------------


@quantity(
    "public.expected", Text("应退休人数", "Due to retire"), unit=PERSONS_PER_YEAR, shows=new_retirees, yearly=True
)
def expected(v: Values[T]) -> T:
    """Who would retire in the year without delay [persons]."""
    return FLOW.expected(v)


@quantity("public.typed_gap", terms.TYPED_GAP, unit=PERSONS, yearly=True)
def typed_gap(v: Values[T]) -> T:
    """By how much typed entrants move the number from where growth has it [persons]."""
    return FLOW.typed_gap(v)


@quantity("public.coming", Text("新退休人数", "Newly retired"), unit=PERSONS_PER_YEAR, yearly=True)
def coming(v: Values[T]) -> T:
    """Who newly draws a pension in the year, after delay [persons]."""
    return FLOW.coming(v, expected)


@quantity("public.postponed", Text("因延迟尚未退休人数", "Not retired yet for the delay"), unit=PERSONS, yearly=True)
def postponed(v: Values[T]) -> T:
    """Who does not draw a pension yet [persons]."""
    return FLOW.postponed(v, expected)


@quantity("public.stayers", Text("因延迟继续缴费人数", "Staying in service for the delay"), unit=PERSONS, yearly=True)
def stayers(v: Values[T]) -> T:
    """Who stays a contributor [persons]."""
    return FLOW.stayers(v, expected)


@quantity("public.drawing", terms.DRAWING, unit=PERSONS)
def drawing(v: Values[T]) -> T:
    """Retirees without delay, less those who are late [persons]."""
    return v[retirees] + v[typed_gap] - v[postponed]


@quantity(
    "public.entry", Text("新待遇之比", "New pension over the average"), unit=RATIO, shows=entry_ratio, yearly=True
)
def entry(v: Values[T]) -> T:
    """A new retiree's pension over the average."""
    return FLOW.entry_ratio(v, expected, drawing, postponed, pension_mix)


# --- income -----------------------------------------------------------------------------------------------------------


@quantity("public.base_effect", terms.BASE_EFFECT, unit=RATIO)
def base_effect(v: Values[T]) -> T:
    """Wages that count under the limits of the contribution base, relative to those under 60 and 300%."""
    return base_limits(v, sigma)


@quantity("public.covered_wages", Text("缴费工资总额", "Covered wages"), unit=YUAN)
def covered_wages(v: Values[T]) -> T:
    """Active members and those who stay × covered wage, as far as the limits of the base let it count [yuan/month]."""
    return (v[active_members] + v[stayers]) * v[wage_base] * v[base_effect]


@income(
    "public.contributions", Text("基本养老保险费收入", "Contributions"),
    paid_by=(Share(PUBLIC_EMPLOYERS, employer_rate), Share(EMPLOYEES, employee_rate)), solves=(active_members, wage_base),
    also=("保险费收入", "养老保险费收入", "缴费收入", "征缴收入", "机关事业单位基本养老保险费收入"), like=CONTRIBUTED,
)  # fmt: skip
def contributions(v: Values[T]) -> T:
    """Covered wages × both rates [yuan/month]."""
    return v[covered_wages] * (v[employer_rate] + v[employee_rate])


@quantity("public.dependency", terms.DEPENDENCY_RATIO, unit=RATIO)
def dependency(v: Values[T]) -> T:
    """Persons drawing a pension for each who pays."""
    return v[drawing] / (v[active_members] + v[stayers])


interest_line = interest_income("public", interest_margin)


@income(
    "public.subsidy", Text("财政补贴及其他收入", "Fiscal subsidy and other income"),
    paid_by=(Share(CENTRAL, central_share), Share(REGIONAL, region_share), Share(MUNICIPAL)),
    also=("财政补贴收入", "财政补助收入", "政府补贴收入", "政府补助收入"), like=SUBSIDISED,
)  # fmt: skip
def subsidy_line(v: Values[T]) -> T:
    """A twelfth of the year's amount [yuan/month]: the typed one, else what the closure gives.

    The baseline keeps the base year's cover, or balances the year where that is unknown; a scenario holds the baseline's
    amount, or restores its closing balance.
    """
    left = v.opening + v.others - v.spent
    needed = v.positive(v.if_known(v.base_cover / 12 * v.spent, v.opening) - left)
    held = v.base_year(v.base_amount(subsidy_line), v.baseline(subsidy_line, needed))
    restored = v.positive(v.baseline(CLOSING, left + held) - left)
    return v.if_known(subsidy, v.choose(closure, held, restored)) / 12


# --- expenditure ------------------------------------------------------------------------------------------------------


@quantity("public.mixed", Text("进出对人均数的影响", "What entry does to the average"), unit=RATIO, yearly=True)
def mixed(v: Values[T]) -> T:
    """The average after those who leave and come, over the average before."""
    return FLOW.mixed(v, expected, drawing, entry, pension_mix)


@quantity(
    "public.fixed_rise", Text("定额、年限和高龄调整的人均额", "Rises in yuan a head"), unit=YUAN_PER_MONTH, yearly=True
)
def fixed_rise(v: Values[T]) -> T:
    """What the formula adds to the average in yuan: the same for all, by years of contribution, to the aged [yuan/month]."""
    return v[flat_rise] + v[year_rise] * v[contribution_years] + v[aged_rise] * v[aged_share]


@quantity("public.raised", Text("比例调整合计", "Rises in percent"), unit=RATIO, yearly=True)
def raised(v: Values[T]) -> T:
    """The percentage, and what links to wages and prices add to it, as a fraction."""
    return v[adjustment] + v.positive(v[wage_link] * v[wage_growth] + v[price_link] * v[inflation])


@quantity("public.average_pension", Text("月人均养老金", "Average pension"), unit=YUAN_PER_MONTH, yearly=True)
def average_pension(v: Values[T]) -> T:
    """Last year's average, raised each January in percent and in yuan, and moved by who leaves and comes [yuan/month]."""
    return v.carried(start=v[prior_pension], keep=(1 + v[raised]) * v[mixed], inflow=v[fixed_rise] * v[mixed])


@expenditure(
    "public.pension", Text("基本养老金支出", "Basic pensions"), paid_to=RECIPIENTS, solves=(retirees, prior_pension),
    also=("养老金支出", "基本养老金待遇支出"),
    price=Price(
        Text("所列月人均待遇在两年中各适用全年。", "the average pension stated for a year holds for all of it."),
        count="mean_pension",
    ),
)  # fmt: skip
def pension(v: Values[T]) -> T:
    """Persons drawing a pension × average pension [yuan/month]. Report §3.2, public, item 1."""
    return v[drawing] * v[average_pension]


@expenditure("public.transfer_out", terms.TRANSFERS_OUT, paid_to=RECIPIENTS, solves=(transfers,))
def transfer_out(v: Values[T]) -> T:
    """A twelfth of the year's amount [yuan/month]. Report §3.2, public, item 2."""
    return v[transfers] / 12


# --- what a person gets -----------------------------------------------------------------------------------------------


@person(
    "public.pensioner", Text("学校退休人员（平均）", "Pensioner of a school (average)"), law=ADJUSTMENT,
    stands=Text(
        "已退休，领取本基金的平均养老金，每年一月随调整提高。",
        "Retired for some time, on the fund's average pension, raised with it each January.",
    ),
)  # fmt: skip
def pensioner(v: Values[T]) -> T:
    """The average pension [yuan/month]."""
    return v[average_pension]


@person(
    "public.just_retired", Text("学校退休人员（刚退休）", "Pensioner of a school (just retired)"), law=ADJUSTMENT,
    later=Text("数据没有基年新退休人员的待遇", "the data do not have what those who retired in the base year get"),
    stands=Text(
        "当年退休，待遇为已退休人员调整后平均养老金的若干倍（“新待遇之比”，由结构效应推算，或为填写的数）；待遇计发办法待核实。",
        "Retired this year: the raised average of those who were retired before × a new pension over the average, which "
        "follows from the mix effect or is typed; how a first pension is worked out in law is to be verified.",
    ),
)  # fmt: skip
def just_retired(v: Values[T]) -> T:
    """The average without this year's entrants × a new pension over it [yuan/month]."""
    return v[average_pension] / v[mixed] * v[entry]


AGES = Cite(
    "国发〔1978〕104号",
    Text("男年满60周岁，女干部年满55周岁，工勤女职工50周岁，延迟前；年龄表不分岗位，女性一律按55周岁推算",
         "men at 60, women in public posts at 55, women workers at 50, before later retirement; the table of ages knows no posts, so all women "
         "are taken to retire at 55"),
    checked=False,
)  # fmt: skip

# --- the fund ---------------------------------------------------------------------------------------------------------
FUND = Fund(
    key="public",
    name=Text("机关事业单位基本养老保险基金", "Public-sector pension fund"),
    short=Text("机关养老", "Public-sector pension"),
    cover_name=terms.COVER,
    band=Band(red=3, amber=6),
    law=Cite(
        "国发〔2015〕2号", Text("机关事业单位养老保险制度改革", "reform of the public-sector pension"), checked=False
    ),
    also=(
        "机关事业单位养老保险",
        "机关事业养老保险",
        "机关事业基本养老保险",
        "机关养老保险",
        "机关事业养老",
        "机关事业单位养老",
        "机关保",
    ),
    colour="#0072B2",
    tint="#8DC3E2",
    opening=opening,
    income=yearly_income,
    wages=covered_wages,
    dependency=dependency,
    people=(drawing, coming, stayers),
    by_age=ByAge(60, 55, retirees, mortality, new_retirees, AGES),
    average_wage=wage_base,
    nation="urban_pension",
    moves_with=Text(
        "包括养老金调整（全国调整幅度由2016年的6.5%降到2025年的2%）",
        "pension adjustments included (the nation's fell from 6.5% in 2016 to 2% in 2025)",
    ),
)

# --- what the source states besides amounts, and what it must fit -----------------------------------------------------


@relation(
    "public.raised_heads", "volumes", Text("调待人数", "Persons whose pension was raised"), unit=PERSONS, slack=3,
    says=Text(
        "全年调待金额按人均提高额折合{stated}，基本养老金支出按人均待遇折合{implied}：两处的人数口径相同吗？",
        "the cost of the raise over the rise per head makes {stated}, pensions over the average pension {implied}: do both count "
        "the same persons?",
    ),
    assumes=Text(
        "人均待遇的提高额全部来自调待，调待金额逐月发放；人员结构变化也会移动人均数。",
        "the rise per head is the adjustment alone and was paid every month; a change of mix moves the average too.",
    ),
)  # fmt: skip
def raised_heads(f: Stated) -> tuple[Known, Known]:
    """Cost of the adjustment ÷ rise per head, against pensions ÷ average pension [persons]. Report §3.2, public, item 1."""
    raised = f.cause(pension, "policy") / f.count("mean_pension_rise") / f.months()
    return raised, f.amount(pension) / f.count("mean_pension") / f.months()


@relation(
    "public.retirees_insured", "volumes", Text("退休人数", "Retirees"), unit=PERSONS, must="at_most", severity="error",
    says=Text(
        "基本养老金支出按人均待遇折合{stated}，多于累计参保的{implied}。",
        "pensions over the average pension make {stated}, more than the {implied} counted as insured.",
    ),
    assumes=Text("累计参保包括退休人员。", "those counted as insured include the retired."),
)  # fmt: skip
def retirees_insured(f: Stated) -> tuple[Known, Known]:
    """Pensions ÷ average pension, against the persons counted as insured [persons]."""
    return f.amount(pension) / f.count("mean_pension") / f.months(), f.count("insured")


@relation(
    "public.mean_rise_rate", "standards", Text("人均养老金增幅", "Rise of the average pension"), unit=RATE,
    severity="error",
    says=Text(
        "所列增幅{stated}，按所列人均数和提高额计算为{implied}。",
        "the rise is stated as {stated}; the average and its rise make {implied}.",
    ),
    assumes=Text("增幅以上年人均数为底数。", "the rise is on the average of the year before."),
)  # fmt: skip
def mean_rise_rate(f: Stated) -> tuple[Known, Known]:
    """The stated rise in percent, against rise ÷ last year's average."""
    rise = f.count("mean_pension_rise")
    return f.count("mean_pension_rise_rate"), f.percent(rise / (f.count("mean_pension") - rise))
