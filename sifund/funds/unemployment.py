"""失业保险: benefits from a stock of claimants, a yearly refund to firms, contributions on wages."""

from dataclasses import replace
from math import e

from sifund import terms
from sifund.declare.estimate import Estimate
from sifund.declare.formula import Price, expenditure, income, quantity
from sifund.declare.fund import Band, CoverRule, Fund
from sifund.declare.known import Known
from sifund.declare.parameter import (
    DECEMBER,
    JANUARY,
    OCTOBER,
    REGION,
    STATE,
    LegalAlert,
    Limit,
    Option,
    Parameter,
    assumption,
    base_input,
    driver,
    growth,
    lever,
)
from sifund.declare.party import ADJUSTMENT_FUND, EMPLOYEES, FIRMS, RECIPIENTS
from sifund.declare.person import Person, person
from sifund.declare.relation import Stated, relation
from sifund.declare.share import Share
from sifund.declare.spread import LEVEL, NEVER_FALLS, SPLIT, VOLUME, Shock, Spread
from sifund.declare.unit import (
    AMOUNT_LIMIT,
    CHOICE,
    ELASTICITY,
    MONTHS,
    PERSON_MONTHS_PER_YEAR,
    PERSONS,
    PERSONS_PER_YEAR,
    POINTS_OFF,
    RATE,
    RATIO,
    YUAN,
    YUAN_PER_HEAD,
    YUAN_PER_MONTH,
    YUAN_PER_YEAR,
    Unit,
)
from sifund.declare.values import T, Values
from sifund.funds.economy import (
    CONTRIBUTED,
    EMPLOYEE_RATE,
    EMPLOYER_RATE,
    STATE_SETS,
    WAGES_FALL,
    base_limits,
    claims_per_point,
    collection_per_point,
    duration_per_point,
    insured_per_point,
    interest_income,
    margin,
    off_the_limit,
    unemployment_rate,
    wage_growth,
    wage_per_point,
    wage_sigma,
)
from sifund.text import Cite, Text

COVER_RULE = Cite(
    "人社部发〔2021〕29号",
    Text("返还须基金备付期限在一年以上", "a refund needs at least one year's expenditure in the fund"),
)

# --- growth -----------------------------------------------------------------------------------------------------------
standard_growth = growth(
    "unemployment.standard_growth", Text("失业保险金标准增长率", "Growth of the benefit standard"),
    assumed=[(0, 6), (2027, 4)], still=1, range=(0, 10), spread=replace(NEVER_FALLS, follows=(wage_growth.key, 0.7)),
    help=Text("标准每年一月按此调整。", "The standard moves by this each January."),
    reason=Text(
        "基年末标准已定，次年不再调整；此后假设与缴费工资同步。",
        "The standard at the end of the base year stands for a year; afterwards it is assumed to keep pace with wages.",
    ),
)  # fmt: skip
claim_growth = growth(
    "unemployment.claim_growth", Text("新增领取人数增长率", "Growth of new claims"),
    assumed=[(0, 3), (2027, 0.5)], range=(-3, 5),
    help=Text("新增领取失业保险金人数的年增长。", "Yearly growth of persons who start to draw the benefit."),
    reason=Text("随参保人数增长，2027年起放缓。", "In step with the insured, slowing from 2027."),
)  # fmt: skip
medical_growth = growth(
    "unemployment.medical_growth", Text("人均医保缴费增长率", "Growth of the medical premium"),
    assumed=[(0, 1.5)], range=(0, 8),
    help=Text("基金代缴的人均基本医疗保险费的年增长。", "Yearly growth of the medical contribution per claimant."),
    reason=Text(
        "报告中医疗项同比1.87%，人次基本持平，推断人均费用增长约1.5%。",
        "The medical line grew 1.87% at nearly constant volume, so about 1.5% per head.",
    ),
)  # fmt: skip
insured_growth = growth(
    "unemployment.insured_growth", Text("参保人数增长率", "Growth of the insured"),
    assumed=[(0, 3), (2027, 0.5)], range=(-5, 8),
    help=Text("缴费参保人数的年增长。", "Yearly growth of the persons insured."),
    reason=Text("近年扩面速度的中间值，2027年起放缓。", "Middle of recent coverage growth, slowing from 2027."),
)  # fmt: skip

# --- levers -----------------------------------------------------------------------------------------------------------
RATE_2021 = Cite(
    "人社部发〔2021〕29号",
    Text("2021年大型企业不超过30%、中小微企业不超过60%", "2021: up to 30% for large firms, 60% for small ones"),
)
RATE_2022 = Cite(
    "人社部发〔2022〕23号",
    Text("2022年大型企业30%可提至50%、中小微最高90%", "2022: 30 up to 50% for large firms, up to 90% for small ones"),
)
RATE_2023 = Cite(
    "人社部发〔2024〕40号",
    Text("2023、2024年大型企业30%、中小微企业60%", "2023 and 2024: 30% for large firms, 60% for small ones"),
)
RATE_2025 = Cite(
    "国办发〔2025〕25号",
    Text("2025年30%、60%，困难企业最高50%、90%", "2025: 30% and 60%, for hard-hit firms up to 50% and 90%"),
)
SKILLS_RULE = Cite(
    "人社部发〔2017〕40号",
    Text("初级1000、中级1500、高级2000元", "1,000, 1,500 and 2,000 yuan by grade"),
    checked=False,
)
ASSISTANCE_UNTIL = Cite(
    "新人社发〔2021〕33号", Text("失业补助金实施至2021年12月31日", "assistance runs until 31 December 2021")
)
DURATION = Cite("社会保险法 第46条", Text("最长12、18、24个月", "at most 12, 18 or 24 months"))
ASSISTANCE_RULE = Cite(
    "人社部发〔2020〕40号",
    Text("失业补助金最长六个月，不超过失业保险金的80%", "assistance for up to six months, up to 80% of the benefit"),
    checked=False,
)
ASSISTANCE_LAST = Cite(
    "人社部发〔2022〕23号",
    Text("失业补助金延续到2022年12月31日", "assistance prolonged to 31 December 2022"),
    checked=False,
)
ASSISTANCE_ENDS = Text("失业补助金是有期限的政策", "the assistance was granted for a time")
TOTAL_RATE = Cite(
    "人社部发〔2024〕40号", Text("失业保险总费率1%，执行至2025年底", "total rate 1% until the end of 2025")
)

LOCAL_WAGE = Cite(
    "自治区最低工资标准", Text("由自治区政府分档公布", "published by the regional government, in tiers"), checked=False
)

minimum_wage = assumption(
    "unemployment.minimum_wage", Text("当地最低工资标准", "Local minimum wage"), unit=YUAN_PER_MONTH,
    range=(1400, 3000), step=10, spread=None,
    law=LOCAL_WAGE,
    help=Text(
        "失业保险金合规提示的上限，也是按比例填写的失业保险金的计发依据；法规按月份生效，不随增长率变动。",
        "The limit of the legal alert on the benefit, and what a benefit typed as a share is a share of. Law is dated; it does not grow.",
    ),
)  # fmt: skip
BENEFIT_LIMIT = Cite("失业保险条例 第18条", Text("应低于当地最低工资标准", "must be below the local minimum wage"))
AT_MINIMUM_WAGE = Text("失业保险金达到或超过最低工资标准", "the benefit reaches or exceeds the minimum wage")

benefit_standard = lever(
    "unemployment.benefit_standard", Text("失业保险金标准", "Unemployment benefit"), unit=YUAN_PER_MONTH,
    decided_by=REGION, borne_by=RECIPIENTS, range=(500, 3000), step=1, grows=standard_growth,
    law=Cite("失业保险条例 第18条", Text(
        "低于当地最低工资、高于城市低保标准，由省级政府确定",
        "below the local minimum wage, above the urban subsistence standard; set by the provincial government",
    )),
    alerts=(LegalAlert(AT_MINIMUM_WAGE, law=BENEFIT_LIMIT, parameter=minimum_wage, at_limit=True),),
    help=Text(
        "每人每月的失业保险金，也是失业补助金和农民合同制工人一次性生活补助的计发依据。",
        "Paid per claimant and month; the unemployment assistance and the farm workers' lump sum follow it.",
    ),
)  # fmt: skip
benefit_share = lever(
    "unemployment.benefit_share", Text("失业保险金占最低工资的比例", "Benefit as a share of the minimum wage"), unit=RATE,
    decided_by=REGION, borne_by=RECIPIENTS, range=(50, 100), step=1, instead_of=benefit_standard, share_of=minimum_wage,
    law=Cite("人社部发〔2017〕71号", Text(
        "逐步提高到最低工资标准的90%", "to be raised step by step to 90% of the minimum wage")),
    alerts=(LegalAlert(AT_MINIMUM_WAGE, limits=(Limit(1999, 100, BENEFIT_LIMIT),), at_limit=True),),
    help=Text(
        "代替金额填写：自该月起按各月最低工资标准的这一比例计发，取整到元，不另增长；此后再填金额的，以金额为准。",
        "Typed in place of yuan: from its month on the benefit is this share of each month's minimum wage, to the yuan, without "
        "growth of its own, until an amount is typed for a later month.",
    ),
)  # fmt: skip
refund_rate_large = lever(
    "unemployment.refund_rate_large", Text("大型企业稳岗返还比例", "Refund rate, large firms"), unit=RATE,
    decided_by=REGION, borne_by=FIRMS, assumed=30, range=(0, 100), step=1, reads=OCTOBER, law=RATE_2021,
    alerts=(
        LegalAlert(
            Text("大型企业返还比例高于当年上限", "the rate for large firms is above the year's ceiling"),
            limits=(Limit(2021, 30, RATE_2021), Limit(2022, 50, RATE_2022), Limit(2023, 30, RATE_2023), Limit(2025, 30, RATE_2025)),
            through=2025,
        ),
    ),
    reason=Text("国家规定的上限。", "The State's ceiling."),
    help=Text(
        "按大型企业上年度实际缴纳失业保险费返还的比例，每年十月支付。",
        "Share of last year's contributions refunded to large firms that keep their staff; paid each October.",
    ),
)  # fmt: skip
refund_rate_sme = lever(
    "unemployment.refund_rate_sme", Text("中小微企业稳岗返还比例", "Refund rate, small firms"), unit=RATE,
    decided_by=REGION, borne_by=FIRMS, assumed=60, range=(0, 100), step=1, reads=OCTOBER, law=RATE_2021,
    alerts=(
        LegalAlert(
            Text("中小微企业返还比例高于当年上限", "the rate for small firms is above the year's ceiling"),
            limits=(Limit(2021, 60, RATE_2021), Limit(2022, 90, RATE_2022), Limit(2023, 60, RATE_2023), Limit(2025, 60, RATE_2025)),
            through=2025,
        ),
    ),
    reason=Text("国家规定的上限。", "The State's ceiling."),
    help=Text(
        "按中小微企业上年度实际缴纳失业保险费返还的比例，每年十月支付。",
        "Share of last year's contributions refunded to small and medium firms that keep their staff; paid each October.",
    ),
)  # fmt: skip
refund_gate = lever(
    "unemployment.refund_gate", Text("备付不足时的稳岗返还", "Refund when cover is short"), unit=CHOICE,
    decided_by=STATE, borne_by=FIRMS, assumed=0, reads=OCTOBER, law=COVER_RULE,
    options=(
        Option("alert", Text("照付并提示", "pay and alert")),
        Option("enforce", Text("停付", "stop paying")),
    ),
    help=Text(
        "上年末备付期限低于门槛时，当年返还照付并提示，或停付。",
        "Where last year's cover is below the threshold: pay and raise an alert, or pay nothing that year.",
    ),
)  # fmt: skip
refund_cover = lever(
    "unemployment.refund_cover", Text("稳岗返还备付门槛", "Cover that a refund needs"), unit=MONTHS,
    decided_by=STATE, borne_by=FIRMS, assumed=12, range=(0, 36), reads=OCTOBER, law=COVER_RULE,
    reason=Text("国家规定：基金须能支付一年以上。", "State rule: at least a year's expenditure in hand."),
    help=Text("上年末备付月数低于此值即触发门槛。", "Below this cover at the end of last year the gate acts."),
)  # fmt: skip
employer_rate = lever(
    "unemployment.employer_rate", Text("单位缴费比例", "Employer contribution rate"), unit=RATE,
    decided_by=STATE, borne_by=FIRMS, assumed=0.5, range=(0, 2), step=0.05, law=TOTAL_RATE,
    alerts=off_the_limit(EMPLOYER_RATE, STATE_SETS, Limit(2021, 0.5, TOTAL_RATE), through=2025),
    reason=Text("阶段性降费率。", "The temporarily reduced rate."),
    help=Text("单位按缴费工资缴纳的比例。", "Paid by employers on covered wages."),
)  # fmt: skip
employee_rate = lever(
    "unemployment.employee_rate", Text("个人缴费比例", "Employee contribution rate"), unit=RATE,
    decided_by=STATE, borne_by=EMPLOYEES, assumed=0.5, range=(0, 2), step=0.05, law=TOTAL_RATE,
    alerts=off_the_limit(EMPLOYEE_RATE, STATE_SETS, Limit(2021, 0.5, TOTAL_RATE), through=2025),
    reason=Text("报告只列单位费率；总费率1%减单位0.5%。", "The report gives the employer's only: 1% in total less 0.5%."),
    help=Text("职工按缴费工资缴纳的比例。", "Paid by employees on covered wages."),
)  # fmt: skip
assistance_ratio = lever(
    "unemployment.assistance_ratio", Text("失业补助金比例", "Assistance ratio"), unit=RATE,
    decided_by=REGION, borne_by=RECIPIENTS, assumed=80, range=(0, 80), step=1,
    law=ASSISTANCE_UNTIL,
    alerts=(LegalAlert(
        Text("失业补助金高于失业保险金的80%", "the assistance is above 80% of the benefit"),
        limits=(Limit(2020, 80, ASSISTANCE_RULE),),
    ),),
    reason=Text("国家规定的上限。", "The State's ceiling."),
    help=Text("失业补助金相当于失业保险金标准的比例。", "Unemployment assistance as a share of the benefit."),
)  # fmt: skip
skills_subsidy = lever(
    "unemployment.skills_subsidy", Text("技能提升补贴标准", "Skills subsidy"), unit=YUAN_PER_HEAD,
    decided_by=REGION, borne_by=RECIPIENTS, assumed=1500, range=(500, 3000), step=5,
    law=SKILLS_RULE,
    alerts=(LegalAlert(
        Text("补贴高于高级工标准", "the subsidy is above that of the highest grade"),
        limits=(Limit(2017, 2000, SKILLS_RULE),),
    ),),
    reason=Text("中级工标准。", "The middle grade's amount."),
    help=Text("每人次平均补贴。", "Average subsidy per claim."),
)  # fmt: skip
remit_share = lever(
    "unemployment.remit_share", Text("上解比例", "Share remitted to the region"), unit=RATE,
    decided_by=REGION, borne_by=ADJUSTMENT_FUND, range=(0, 30), step=0.01,
    law=Cite("社会保险基金财务制度", Text("上解上级支出为调剂金", "remittance to the level above is an adjustment fund")),
    help=Text("当年失业保险费收入上解自治区的比例。", "Share of the year's contributions remitted to the region."),
)  # fmt: skip
HIRING_RULE = Cite(
    "人社部发〔2022〕31号",
    Text("招用毕业年度高校毕业生并参保的企业，每人不超过1500元，与吸纳就业补贴不重复享受；此后逐年延续，到2025年底",
         "firms that hire and insure graduates of the year: up to 1,500 yuan a head; prolonged from year to year since, to the end of 2025"),
    checked=False,
)  # fmt: skip
RETENTION_RULE = Cite(
    "人社部发〔2022〕23号",
    Text("受疫情影响停工的企业，每名参保职工不超过500元，2022年底止",
         "firms stopped by the epidemic: up to 500 yuan for each insured employee, until the end of 2022"),
    checked=False,
)  # fmt: skip

ITEM_OF_ONE_OFFS = Text(
    "与返还同列在稳定岗位补贴支出；科目待核实：2022年一地的扩岗补助通知要求记入“其他支出”。各年通知另有备付期限的条件"
    "（2022年留工补助两年以上，2025年扩岗补助一年以上，均待核实），试算不检查。",
    "Shown with the refund, in the item of job stabilisation; the item is to be verified: a local notice of 2022 books the hiring "
    'subsidy under "other expenditure" (其他支出). The notices also ask for cover (two years for retention in 2022, one year for hiring in '
    "2025, to be verified), which is not checked here.",
)


def one_off(key: str, name: Text, most: float, rule: Cite, years: tuple[int, int], help: Text) -> Parameter:
    """A subsidy a head to firms that followed 2021, with its ceiling in the years of its rule; nothing in force at first."""
    above = Text("{name}高于规定的上限", "the {name} is above its ceiling").format(name=name.inside)
    return lever(
        key, name, unit=YUAN_PER_HEAD, decided_by=REGION, borne_by=FIRMS, assumed=0, range=(0, most), step=50, reads=OCTOBER,
        law=rule, alerts=(LegalAlert(above, limits=(Limit(years[0], most, rule),), through=years[1], lapses=True),),
        reason=Text("基年末没有这项补助。", "Not in force at the end of the base year."),
        help=Text(f"{help.zh}每年十月支付一次。{ITEM_OF_ONE_OFFS.zh}", f"{help.en} Paid once a year, in October. {ITEM_OF_ONE_OFFS.en}"),
    )  # fmt: skip


hiring_subsidy = one_off(
    "unemployment.hiring_subsidy", Text("一次性扩岗补助", "Job expansion subsidy"), 1500, HIRING_RULE, (2022, 2025),
    Text("企业每招用一名符合条件的毕业生的补助。", "To firms for each eligible graduate hired."),
)  # fmt: skip
retention_subsidy = one_off(
    "unemployment.retention_subsidy", Text("一次性留工培训补助", "Retention training subsidy"), 500, RETENTION_RULE, (2022, 2022),
    Text("符合条件的企业每名参保职工的补助。", "To eligible firms for each insured employee."),
)  # fmt: skip

# --- drivers and assumptions ------------------------------------------------------------------------------------------
new_claims = driver(
    "unemployment.new_claims", Text("新增领取人数", "New claims"), unit=PERSONS_PER_YEAR, grows=claim_growth, step=100,
    spread=Spread("shock", persistence=0.8, width=0.1),
    shock=Shock("claims", Text("新增领取人数翻倍，持续一年", "New claims +100% for a year"), 100, years=1),
    help=Text("一年中新开始领取失业保险金的人数。", "Persons who start to draw the benefit in a year."),
)  # fmt: skip
mean_months = driver(
    "unemployment.mean_months", Text("平均领取月数", "Mean months on benefit"), unit=MONTHS,
    bounds=(1, 36), range=(6, 14), step=0.1, assumed=9.3,
    law=DURATION,
    reason=Text("缺少人次时按九个多月估计。", "Where volumes are missing: a little over nine months."),
    help=Text("每次失业平均领取的月数；由基年金额反算。", "Average months drawn per claim; solved from the base year."),
)  # fmt: skip
medical_premium = driver(
    "unemployment.medical_premium", Text("人均基本医疗保险费", "Medical contribution per claimant"),
    unit=YUAN_PER_MONTH, grows=medical_growth,
    law=Cite("社会保险法 第48条", Text("由失业保险基金全额缴纳", "paid whole by the fund")),
    help=Text("基金为每名领取人每月代缴的医保费。", "Paid by the fund for each claimant and month."),
)  # fmt: skip
funeral_per_month = driver(
    "unemployment.funeral_per_month", Text("人均丧葬抚恤支出", "Death benefits per claimant"), unit=YUAN_PER_MONTH,
    step=0.1, spread=VOLUME,
    help=Text("丧葬补助和抚恤金摊到每名领取人每月。", "Funeral and survivors' benefits spread over claimant-months."),
)  # fmt: skip
rural_months = driver(
    "unemployment.rural_months", Text("农民合同制工人补助月数", "Farm workers' lump-sum months"),
    unit=PERSON_MONTHS_PER_YEAR, step=100, spread=VOLUME,
    help=Text("一次性生活补助折合的发放人月。", "Months of benefit paid out as lump sums in a year."),
)  # fmt: skip
assistance_months = driver(
    "unemployment.assistance_months", Text("失业补助金人月", "Assistance person-months"), unit=PERSON_MONTHS_PER_YEAR,
    step=100, spread=VOLUME, help=Text("一年发放失业补助金的人月。", "Person-months of unemployment assistance in a year."),
    alerts=(LegalAlert(ASSISTANCE_ENDS, law=ASSISTANCE_LAST, through=2022, lapses=True),),
)  # fmt: skip
skills_claims = driver(
    "unemployment.skills_claims", Text("技能提升补贴人次", "Skills subsidy claims"), unit=PERSONS_PER_YEAR, step=10, spread=VOLUME,
    help=Text("一年发放的补贴人次。", "Claims paid in a year."),
)  # fmt: skip
training = driver(
    "unemployment.training", Text("职业培训和职业介绍补贴", "Training and placement subsidies"), unit=YUAN_PER_YEAR, spread=VOLUME,
    help=Text("全年金额。", "Amount a year."),
)  # fmt: skip
transfers = driver(
    "unemployment.transfers", terms.TRANSFERRED_OUT, unit=YUAN_PER_YEAR, step=10_000, spread=VOLUME,
    help=Text("全年随人转出的金额。", "Amount a year that follows persons to other funds."),
)  # fmt: skip
insured = driver(
    "unemployment.insured", Text("参保缴费人数", "Insured persons"), unit=PERSONS, grows=insured_growth, step=1000, spread=SPLIT,
    help=Text("缴纳失业保险费的人数。", "Persons for whom contributions are paid."),
)  # fmt: skip
wage_base = driver(
    "unemployment.wage_base", Text("月人均缴费工资", "Covered wage"), unit=YUAN_PER_MONTH, grows=wage_growth,
    assumed=5200, step=10, spread=SPLIT, shock=WAGES_FALL,
    reason=Text(
        "报告未列缴费收入；与参保人数、费率和总收入相容的水平。",
        "The report gives no contribution income; a level that fits insured persons, rates and total income.",
    ),
    help=Text("缴费工资的月人均额。", "Average monthly wage that contributions are paid on."),
)  # fmt: skip
prior_contributions_sme = driver(
    "unemployment.prior_contributions_sme", Text("上年中小微企业缴费", "Last year's contributions, small firms"),
    unit=YUAN_PER_YEAR, dated=False, step=10_000,
    help=Text("基年稳岗返还的基数。", "The base of the refund in the base year."),
)  # fmt: skip
prior_contributions_large = driver(
    "unemployment.prior_contributions_large", Text("上年大型企业缴费", "Last year's contributions, large firms"),
    unit=YUAN_PER_YEAR, dated=False, step=10_000,
    help=Text("基年稳岗返还的基数。", "The base of the refund in the base year."),
)  # fmt: skip
sme_share = assumption(
    "unemployment.sme_share", Text("中小微企业缴费占比", "Small firms' share of contributions"), unit=RATE,
    assumed=70, range=(30, 95), reads=OCTOBER,
    reason=Text("报告未分企业规模。", "The report does not split contributions by size of firm."),
    help=Text("上年缴费中中小微企业的份额，其余为大型企业。", "Share of last year's contributions; the rest is large firms'."),
)  # fmt: skip
refund_take_up = assumption(
    "unemployment.refund_take_up", Text("稳岗返还享受面", "Refund take-up"), unit=RATE, range=(50, 65), step=0.1,
    assumed=65, reads=OCTOBER,
    reason=Text("缺少返还金额时按约三分之二估计。", "Where no refund is reported: about two thirds."),
    help=Text("应返还额中实际支付的份额；由基年金额反算。", "Share of the possible refund paid; solved from the base year."),
)  # fmt: skip
hired_share = assumption(
    "unemployment.hired_share", Text("扩岗补助人数占参保人数", "Hires with the subsidy, of the insured"), unit=RATE, assumed=1,
    range=(0.2, 3), step=0.1, reads=OCTOBER, spread=None, latent=LEVEL,
    reason=Text("报告没有招用人数；按每百名参保人员一人估计，宜填当地数。", "The report has no hires; one for a hundred insured, to be replaced by a figure of one's own."),
    help=Text("一年享受扩岗补助的人数占参保人数的比例；只在有扩岗补助时起作用。", "Persons a year whom the subsidy is paid for; acts only with a job expansion subsidy."),
)  # fmt: skip
retained_share = assumption(
    "unemployment.retained_share", Text("留工补助人数占参保人数", "Staff with the subsidy, of the insured"), unit=RATE, assumed=20,
    range=(5, 40), reads=OCTOBER, spread=None, latent=LEVEL,
    reason=Text("报告没有停工企业人数；按参保人员五分之一估计，宜填当地数。", "The report has no staff of stopped firms; a fifth of the insured, to be replaced by a figure of one's own."),
    help=Text("享受留工培训补助的职工占参保人数的比例；只在有留工补助时起作用。", "Employees whom the subsidy is paid for; acts only with a retention subsidy."),
)  # fmt: skip
collection = assumption(
    "unemployment.collection", Text("征缴率", "Collection rate"), unit=RATE, assumed=100, range=(85, 100), step=0.5, spread=SPLIT,
    shock=Shock("collection", Text("征缴只有应收的90%", "Collection at 90%"), -10),
    reason=Text("累计参保人数全部缴费的上限假设。", "As if all counted as insured paid: the upper edge."),
    help=Text("应缴费额中实际征收的份额。", "Share of contributions due that is collected."),
)  # fmt: skip
benefit_elasticity = assumption(
    "unemployment.benefit_elasticity", Text("领取月数对标准的弹性", "Elasticity of duration to the benefit"),
    unit=ELASTICITY, assumed=0, range=(0, 0.9), step=0.05,
    reason=Text(
        "国外研究常态约0.35，衰退期0.65至0.9；默认不计行为反应。",
        "Studies abroad: about 0.35 in normal times, 0.65–0.9 in recession; by default no behavioural response.",
    ),
    help=Text("标准提高1%，平均领取月数增加的百分数。", "Percent by which duration rises per percent of benefit."),
)  # fmt: skip

sigma = wage_sigma("unemployment")
interest_margin = margin("unemployment")

opening = base_input(
    "unemployment.opening",
    terms.OPENING_BALANCE,
    help=Text("基年年初的真实结余。", "The fund's real balance at the start of the base year."),
)
yearly_income = base_input(
    "unemployment.income",
    terms.INCOME_OF_THE_YEAR,
    sets=wage_base,
    help=Text("基年真实收入；反算缴费工资。", "The fund's real income of the base year; it sets the covered wage."),
)

CLAIMS_FOLLOW = Estimate(claims_per_point, new_claims, unemployment_rate)

LONGEST = 24
"""Months that the law lets anybody draw the benefit for at most."""

# --- the labour market ------------------------------------------------------------------------------------------------


@quantity("unemployment.slack", Text("失业率与基线之差", "Unemployment rate against the baseline"), unit=POINTS_OFF)
def slack(v: Values[T]) -> T:
    """What the rate differs from the baseline's by [points]; 0 in the base year."""
    return v.base_year(v.baseline(unemployment_rate), v[unemployment_rate]) - v.baseline(unemployment_rate)


@quantity(
    "unemployment.slack_so_far", Text("失业率之差的累计", "Unemployment against the baseline, summed"), unit=POINTS_OFF
)
def slack_so_far(v: Values[T]) -> T:
    """The years' differences so far, summed [points]."""
    return v.stock(start=0, keep=1, inflow=v.in_month(JANUARY) * v[slack])


@quantity(
    "unemployment.claims", Text("计失业率的新增领取人数", "New claims at the unemployment rate"), unit=PERSONS_PER_YEAR
)
def claims(v: Values[T]) -> T:
    """New claims, a share more for each point of unemployment [persons/year]."""
    return v[new_claims] * e ** (v[claims_per_point] * v[slack])


@quantity("unemployment.paying", Text("计失业率的参保缴费人数", "Insured at the unemployment rate"), unit=PERSONS)
def paying(v: Values[T]) -> T:
    """Insured, fewer for each point of unemployment [persons]."""
    return v[insured] * (1 - v[insured_per_point] * v[slack])


@quantity("unemployment.collected", Text("计失业率的征缴率", "Collection at the unemployment rate"), unit=RATE)
def collected(v: Values[T]) -> T:
    """Collection less points for each point of unemployment, 0 to 100%."""
    return 1 - v.positive(1 - v.positive(v[collection] - v[collection_per_point] * v[slack]))


# --- income -----------------------------------------------------------------------------------------------------------


@quantity("unemployment.base_effect", terms.BASE_EFFECT, unit=RATIO)
def base_effect(v: Values[T]) -> T:
    """Wages that count under the limits of the contribution base, relative to those under 60 and 300%."""
    return base_limits(v, sigma)


@quantity("unemployment.covered_wages", Text("缴费工资总额", "Covered wages"), unit=YUAN)
def covered_wages(v: Values[T]) -> T:
    """Insured × covered wage, as far as the limits of the base let it count; growth that unemployment costs is not made up
    [yuan/month]."""
    return v[paying] * v[wage_base] * v[base_effect] * (1 - v[wage_per_point] * v[slack_so_far])


@income(
    "unemployment.contributions", Text("失业保险费收入", "Contributions"),
    paid_by=(Share(FIRMS, employer_rate), Share(EMPLOYEES, employee_rate)), solves=(wage_base, insured),
    also=("保险费收入", "缴费收入", "征缴收入"), like=CONTRIBUTED,
)  # fmt: skip
def contributions(v: Values[T]) -> T:
    """Covered wages × both rates × collection [yuan/month]."""
    return v[covered_wages] * (v[employer_rate] + v[employee_rate]) * v[collected]


interest_line = interest_income("unemployment", interest_margin)


# --- expenditure ------------------------------------------------------------------------------------------------------
STANDARD = Price(
    Text(
        "按标准的全年平均比较；年初的标准在上年全年适用，各档合用一个标准。",
        "the year's mean standard is compared; January's held all the year before, one stands for the several tiers.",
    ),
    standard=benefit_standard,
)


def paid(v: Values[T]) -> T:
    """The typed share of the minimum wage, to the yuan; without one the benefit standard [yuan/month]."""
    return v.if_known(v.rounded(v[benefit_share] * v[minimum_wage]), v[benefit_standard])


@quantity("unemployment.standard", Text("计发标准", "Benefit paid"), unit=YUAN_PER_MONTH)
def standard(v: Values[T]) -> T:
    """What a claimant is paid [yuan/month]."""
    return paid(v)


@quantity(
    "unemployment.share_paid", Text("计发标准占最低工资", "Benefit paid over the minimum wage"), unit=RATE, shows=benefit_share
)  # fmt: skip
def share_paid(v: Values[T]) -> T:
    """The benefit as a share of the month's minimum wage."""
    return v[standard] / v[minimum_wage]


@quantity(
    "unemployment.lengthened", Text("计失业率的平均领取月数", "Mean months at the unemployment rate"), unit=MONTHS
)
def lengthened(v: Values[T]) -> T:
    """Mean months, a share more for each point of unemployment, up to the law's 24 [months]."""
    more = v[mean_months] * v[duration_per_point] * v[slack]
    return v[mean_months] + more - v.positive(more - v.positive(LONGEST - v[mean_months]))


@quantity("unemployment.duration", Text("本次领取月数", "Months on benefit"), unit=MONTHS)
def duration(v: Values[T]) -> T:
    """These, stretched by the benefit relative to the baseline's; at least the month that a claim is counted."""
    stretch = v.ratio(paid(v), v.baseline(benefit_standard.name, paid(v))) ** v[benefit_elasticity]
    return 1 + v.positive(v[lengthened] * stretch - 1)


@quantity("unemployment.claimants", Text("领取人数", "Claimants"), unit=PERSONS)
def claimants(v: Values[T]) -> T:
    """A stock [persons]: new claims flow in, one in `duration` leaves each month; starts in the steady state."""
    return v.stock(
        start=v.baseline(new_claims) / 12 * v.baseline(mean_months), keep=1 - 1 / v[duration], inflow=v[claims] / 12
    )


@quantity("unemployment.dependency", terms.DEPENDENCY_RATIO, unit=RATIO)
def dependency(v: Values[T]) -> T:
    """Claimants for each insured person."""
    return v[claimants] / v[paying]


@expenditure(
    "unemployment.benefit", Text("失业保险金支出", "Unemployment benefit"),
    paid_to=RECIPIENTS, solves=(mean_months, new_claims),
    price=STANDARD,
)  # fmt: skip
def benefit(v: Values[T]) -> T:
    """Claimants × monthly standard [yuan/month]. Report §3.2, unemployment, item 1."""
    return v[claimants] * paid(v)


CLAIMANTS = Price(
    Text("人数与领取失业保险金的人月同步。", "its volume moves with the person-months of benefit."), like=benefit
)


@expenditure(
    "unemployment.medical", Text("基本医疗保险费支出", "Medical contributions"), paid_to=RECIPIENTS, solves=(medical_premium,),
    price=CLAIMANTS, also=("医疗补助金支出", "代缴基本医疗保险费", "代缴医疗保险费"),
)  # fmt: skip
def medical(v: Values[T]) -> T:
    """Claimants × medical contribution per head [yuan/month]. Report §3.2, unemployment, item 2."""
    return v[claimants] * v[medical_premium]


@expenditure(
    "unemployment.funeral", Text("丧葬补助和抚恤金支出", "Funeral and survivors' benefits"),
    paid_to=RECIPIENTS, solves=(funeral_per_month,),
    price=CLAIMANTS,
)  # fmt: skip
def funeral(v: Values[T]) -> T:
    """Claimants × death benefits per claimant-month [yuan/month]. Report §3.2, unemployment, item 3."""
    return v[claimants] * v[funeral_per_month]


@expenditure(
    "unemployment.training",
    Text("职业培训和职业介绍补贴支出", "Training and placement subsidies"),
    paid_to=RECIPIENTS,
    solves=(training,),
)
def training_line(v: Values[T]) -> T:
    """A twelfth of the year's amount [yuan/month]. Report §3.2, unemployment, item 4."""
    return v[training] / 12


@quantity("unemployment.refund_base_sme", Text("中小微企业返还基数", "Refund base, small firms"), unit=YUAN)
def refund_base_sme(v: Values[T]) -> T:
    """Last year's contributions of small firms [yuan/year]."""
    return v.base_year(v[prior_contributions_sme], v.before(contributions) * v[sme_share])


@quantity("unemployment.refund_base_large", Text("大型企业返还基数", "Refund base, large firms"), unit=YUAN)
def refund_base_large(v: Values[T]) -> T:
    """Last year's contributions of large firms [yuan/year]."""
    return v.base_year(v[prior_contributions_large], v.before(contributions) * (1 - v[sme_share]))


@quantity("unemployment.gate", Text("返还门槛", "Refund gate"), unit=CHOICE)
def gate(v: Values[T]) -> T:
    """0 in a year that an enforced gate closes for lack of cover, else 1."""
    return 1 - v[refund_gate] * (v.cover < v[refund_cover])


@quantity("unemployment.a_head", Text("扩岗、留工补助", "Subsidies a head to firms"), unit=YUAN)
def a_head(v: Values[T]) -> T:
    """Insured at the unemployment rate × the shares who are paid for × the subsidies a head [yuan/year]."""
    return v[paying] * (v[hired_share] * v[hiring_subsidy] + v[retained_share] * v[retention_subsidy])


@expenditure(
    "unemployment.stabilisation_refund",
    Text("稳定岗位补贴支出", "Job stabilisation refund"),
    paid_to=FIRMS,
    solves=(refund_take_up,),
    paid_in=OCTOBER,
    also=("稳岗返还", "稳岗补贴支出", "稳定岗位支出"),
)
def stabilisation_refund(v: Values[T]) -> T:
    """Refund bases × their rates × take-up, where the gate is open, and the subsidies a head that followed [yuan/year].
    Report §3.2, unemployment, item 5."""
    full = v[refund_base_sme] * v[refund_rate_sme] + v[refund_base_large] * v[refund_rate_large]
    return full * v[refund_take_up] * v[gate] + v[a_head]


@expenditure(
    "unemployment.skills", Text("技能提升补贴支出", "Skills subsidies"), paid_to=RECIPIENTS, solves=(skills_claims,)
)
def skills(v: Values[T]) -> T:
    """Claims × subsidy, a twelfth a month [yuan/month]. Report §3.2, unemployment, item 6."""
    return v[skills_claims] / 12 * v[skills_subsidy]


@expenditure(
    "unemployment.other_cost", Text("其他费用支出", "Other costs (farm workers' lump sums)"),
    paid_to=RECIPIENTS, solves=(rural_months,),
    price=STANDARD, also=("农民合同制工人一次性生活补助", "农民工一次性生活补助"),
)  # fmt: skip
def other_cost(v: Values[T]) -> T:
    """Lump-sum months × standard, a twelfth a month [yuan/month]. Report §3.2, unemployment, item 7."""
    return v[rural_months] / 12 * paid(v)


@expenditure(
    "unemployment.assistance", Text("其他支出", "Other expenditure (assistance)"),
    paid_to=RECIPIENTS, solves=(assistance_months,),
    price=STANDARD, also=("失业补助金",),
)  # fmt: skip
def assistance(v: Values[T]) -> T:
    """Assistance months × share of the standard, a twelfth a month [yuan/month]. Report §3.2, unemployment, item 8."""
    return v[assistance_months] / 12 * v[assistance_ratio] * paid(v)


@expenditure("unemployment.transfer_out", terms.TRANSFERS_OUT, paid_to=RECIPIENTS, solves=(transfers,))
def transfer_out(v: Values[T]) -> T:
    """A twelfth of the year's amount [yuan/month]. Report §3.2, unemployment, item 10."""
    return v[transfers] / 12


@expenditure(
    "unemployment.remit_up",
    Text("上解上级支出", "Remitted to the region"),
    paid_to=ADJUSTMENT_FUND,
    solves=(remit_share,),
    beside=True,
)
def remit_up(v: Values[T]) -> T:
    """Share × contributions of the month [yuan/month]. Report §3.2, unemployment, item 9."""
    return v[remit_share] * v[contributions]


# --- what a person gets -----------------------------------------------------------------------------------------------
LENGTH = Cite(
    "社会保险法 第46条",
    Text(
        "缴费满1、5、10年，最长领取12、18、24个月", "1, 5 and 10 years of contributions: at most 12, 18 and 24 months"
    ),
)
LUMP_SUM = Cite(
    "失业保险条例 第21条",
    Text(
        "按连续工作时间支付一次性生活补助，办法由省级规定",
        "a lump sum by the time worked; how much, the province rules",
    ),
    checked=False,
)
LOST_THE_JOB = Text(
    "1月起失业，非因本人意愿，缴费满{years}年；按月领取，最长{months}个月。",
    "Out of work from January, not by choice, with {years} of contributions; paid monthly for at most {months} months.",
)


def claimant(key: str, years: Text, months: int) -> Person:
    """Who lost a job with so many years of contributions, and is paid for so many months at most."""

    @person(
        key, Text("缴费满{years}年的失业人员", "Claimant, {years} of contributions").format(years=years), law=LENGTH, months=months,
        stands=LOST_THE_JOB.format(years=years, months=months),
    )  # fmt: skip
    def amount(v: Values[T]) -> T:
        """The standard in force [yuan/month]."""
        return v[standard]

    return amount


claimant_1 = claimant("unemployment.claimant_1", Text("1", "1 year"), 12)
claimant_5 = claimant("unemployment.claimant_5", Text("5", "5 years"), 18)
claimant_10 = claimant("unemployment.claimant_10", Text("10", "10 years"), LONGEST)


@person(
    "unemployment.farm_worker", Text("合同期满的农民合同制工人", "Farm worker at the end of a contract"), law=LUMP_SUM,
    months=3, paid_in=DECEMBER,
    stands=Text(
        "连续工作3年，劳动合同12月期满未续订；每满1年发1个月的标准（待核实）。",
        "Three years in the job, a contract that ends in December and is not renewed; one month's standard for each year "
        "worked (to be verified).",
    ),
)  # fmt: skip
def farm_worker(v: Values[T]) -> T:
    """The standard in force, for each year worked [yuan]."""
    return v[standard]


@person(
    "unemployment.skilled_worker", Text("取得技能证书的职工", "Skilled worker with a certificate"), law=SKILLS_RULE,
    paid_in=DECEMBER,
    stands=Text(
        "12月领取；按各等级的人次平均标准，初级、中级、高级各不相同。",
        "Paid in December; the average of all grades' claims, while each grade has an amount of its own.",
    ),
)  # fmt: skip
def skilled_worker(v: Values[T]) -> T:
    """The average subsidy per claim [yuan]."""
    return v[skills_subsidy]


@quantity(
    "unemployment.wage_earned",
    Text("计失业率的月人均缴费工资", "Covered wage at the unemployment rate"),
    unit=YUAN_PER_MONTH,
)
def wage_earned(v: Values[T]) -> T:
    """Covered wage less the growth that unemployment costs, which is not made up [yuan/month]."""
    return v[wage_base] * (1 - v[wage_per_point] * v[slack_so_far])


@quantity("unemployment.paid_per_head", Text("人均月缴费", "Contributions per head"), unit=YUAN_PER_MONTH)
def paid_per_head(v: Values[T]) -> T:
    """What both pay for one on the average covered wage, at the unemployment rate [yuan/month]."""
    return v[wage_earned] * (v[employer_rate] + v[employee_rate])


FIRM = Text(
    "{heads}人，人人按平均缴费工资足额缴费且符合不裁员少裁员条件；每年10月按上年缴费返还。",
    "{heads} staff, all on the average covered wage, contributions paid in full, jobs kept; refunded each October on the "
    "year before.",
)


@person(
    "unemployment.small_firm", Text("20人的小微企业", "Small firm of 20"), law=RATE_2021, heads=20, paid_in=OCTOBER,
    stands=FIRM.format(heads=20),
)  # fmt: skip
def small_firm(v: Values[T]) -> T:
    """Last year's contributions × the rate for small firms, where the gate is open [yuan a head]."""
    return v.before(paid_per_head) * v[refund_rate_sme] * v[gate]


@person(
    "unemployment.large_firm", Text("2000人的大型企业", "Large firm of 2,000"), law=RATE_2021, heads=2000, paid_in=OCTOBER,
    stands=FIRM.format(heads=Text("2000", "2,000")),
)  # fmt: skip
def large_firm(v: Values[T]) -> T:
    """Last year's contributions × the rate for large firms, where the gate is open [yuan a head]."""
    return v.before(paid_per_head) * v[refund_rate_large] * v[gate]


# --- the fund ---------------------------------------------------------------------------------------------------------
FUND = Fund(
    key="unemployment",
    name=Text("失业保险基金", "Unemployment insurance fund"),
    short=Text("失业保险", "Unemployment"),
    cover_name=Text("备付期限", "Cover"),
    band=Band(red=6, amber=12),
    law=Cite("失业保险条例", Text("基金来源、支出项目与给付标准", "sources, expenditure items and benefit standards")),
    also=("失业",),
    cover_rule=CoverRule(stabilisation_refund, refund_cover, refund_gate, COVER_RULE),
    colour="#D55E00",
    tint="#EDB48B",
    opening=opening,
    income=yearly_income,
    wages=covered_wages,
    dependency=dependency,
    people=(claimants, claims),
    average_wage=wage_base,
    wage_earned=wage_earned,
    minimum_wage=minimum_wage,
    usual=True,
)

# --- what the source states besides amounts, and what it must fit -----------------------------------------------------

PERSON_TIMES = Unit("person-times", Text("人次", "person-times"), 0, AMOUNT_LIMIT)


@relation(
    "unemployment.person_times", "volumes", Text("领取人次", "Person-times of benefit"), unit=PERSON_TIMES,
    severity="note",
    says=Text(
        "所列{stated}；失业保险金支出按全年平均标准折合{implied}：所列人次是按月计的吗？",
        "{stated} are stated; benefits over the year's mean standard make {implied}: is what is stated counted "
        "by the month?",
    ),
    assumes=Text(
        "人次按每月发放一次计；各档（每档）合用一个标准。",
        "a person-time is one monthly payment; one standard stands for the several tiers.",
    ),
)  # fmt: skip
def person_times(f: Stated) -> tuple[Known, Known]:
    """Person-times stated, against benefits ÷ the year's mean standard. Report §3.2, unemployment, item 1."""
    return f.count("recipients"), f.amount(benefit) / f.mean(benefit_standard)


@relation(
    "unemployment.back_pay", "volumes", Text("补发人月", "Person-months paid in arrears"), unit=PERSON_MONTHS_PER_YEAR,
    must="at_most",
    says=Text(
        "补发金额按每月提高额折合{stated}，多于补发人数每月都补发的{implied}。",
        "the arrears over the monthly rise make {stated}, more than every month for each person paid: {implied}.",
    ),
    assumes=Text("补发的是每月提高额。", "what was paid in arrears is the monthly rise."),
)  # fmt: skip
def back_pay(f: Stated) -> tuple[Known, Known]:
    """Arrears ÷ monthly rise, against every month for each person paid [person-months]. Report §3.1."""
    return f.cause(benefit, "standard") / f.count("benefit_standard_rise"), f.count("back_paid_persons") * f.months()


@relation(
    "unemployment.refund_paid", "standards", Text("稳岗返还金额", "Stabilisation refund"), unit=YUAN, severity="error",
    says=Text(
        "一处写发放{stated}，该项支出为{implied}。", "one place has {stated} paid out; the line has {implied}."
    ),
    assumes=Text("两处说的是同一笔支出。", "both places speak of the same payment."),
)  # fmt: skip
def refund_paid(f: Stated) -> tuple[Known, Known]:
    """The refund as told among the measures, against its line [yuan]. Report §3.1 and §3.2."""
    return f.count("refund_paid"), f.amount(stabilisation_refund)
