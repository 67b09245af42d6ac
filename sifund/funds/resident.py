"""城乡居民基本养老保险: flat basic pension paid by government, account pensions, funeral grants."""

from sifund import terms
from sifund.declare.formula import Price, expenditure, income, quantity
from sifund.declare.fund import Band, ByAge, Fund
from sifund.declare.known import Known
from sifund.declare.parameter import (
    CITY,
    JANUARY,
    REGION,
    LegalAlert,
    Limit,
    assumption,
    base_input,
    driver,
    growth,
    lever,
)
from sifund.declare.party import CENTRAL, MUNICIPAL, RECIPIENTS, REGIONAL, RESIDENTS
from sifund.declare.person import person
from sifund.declare.relation import Stated, relation
from sifund.declare.share import Share
from sifund.declare.spread import LEVEL, NEVER_FALLS, VOLUME
from sifund.declare.unit import (
    MONTHS,
    PERSONS,
    PERSONS_PER_YEAR,
    RATE,
    RATIO,
    YUAN_PER_HEAD,
    YUAN_PER_HEAD_YEAR,
    YUAN_PER_MONTH,
    YUAN_PER_YEAR,
)
from sifund.declare.values import T, Values
from sifund.funds.economy import CONTRIBUTED, LATER_NOT_RESIDENTS, SUBSIDISED, Flow, delay, interest_income, margin
from sifund.text import Cite, Text

BASIC = Cite(
    "国发〔2014〕8号",
    Text("基础养老金由政府全额支付，地方可提高", "government pays the basic pension whole; localities may add to it"),
    checked=False,
)


def national_minimum(year: int, yuan: int) -> Limit:
    """The least that the State lets a basic pension be from a year on [yuan a month]."""
    says = Text(f"{year}年国家基础养老金最低标准{yuan}元", f"the national minimum of {year} is {yuan} yuan")
    return Limit(year, yuan, Cite("国发〔2014〕8号", says, checked=False))


# --- growth -----------------------------------------------------------------------------------------------------------
recipient_growth = growth(
    "resident.recipient_growth", Text("领取人数增长率", "Growth of recipients"), assumed=[(0, 3.15)], range=(0, 8),
    help=Text("领取待遇人数的年净增长。", "Net yearly growth of persons who draw the pension."),
    reason=Text(
        "报告新增3267人，减去丧葬补助推算的1917人，除以42819人。",
        "3,267 new recipients in the report less 1,917 deaths implied by funeral grants, over 42,819.",
    ),
)  # fmt: skip
standard_growth = growth(
    "resident.standard_growth", Text("基础养老金标准增长率", "Growth of the basic standard"),
    assumed=[(0, 1.4)], still=1, range=(0, 10), spread=NEVER_FALLS,
    help=Text("基础养老金标准每年一月按此调整。", "The basic standard moves by this each January."),
    reason=Text(
        "基年末标准已定，次年不再调整；此后按2021年355元到360元的幅度。",
        "The standard at the end of the base year stands for a year; afterwards it rises as in 2021, from 355 to 360 yuan.",
    ),
)  # fmt: skip
account_growth = growth(
    "resident.account_growth", Text("人均个人账户养老金增长率", "Growth of the account pension"),
    assumed=[(0, 5)], range=(0, 30),
    help=Text("人均个人账户养老金的年增长。", "Yearly growth of the account pension per recipient."),
    reason=Text(
        "报告称随缴费年限延长而增长；2021年37.46%视为偏高。",
        "The report says it rises with years of contribution; the 37.46% of 2021 is taken as unusual.",
    ),
)  # fmt: skip

# --- levers -----------------------------------------------------------------------------------------------------------
basic_standard = lever(
    "resident.basic_standard", terms.BASIC_PENSION, unit=YUAN_PER_MONTH, decided_by=REGION, borne_by=RECIPIENTS,
    range=(100, 1000), step=1, grows=standard_growth, law=BASIC,
    alerts=(LegalAlert(
        Text("基础养老金低于国家最低标准", "the basic pension is below the national minimum"),
        limits=(
            national_minimum(2021, 93), national_minimum(2022, 98), national_minimum(2023, 103),
            national_minimum(2024, 123), national_minimum(2025, 143),
        ),
        through=2025, floor=True,
    ),),
    help=Text("每人每月基础养老金，由政府全额负担。", "Paid per recipient and month, wholly by government."),
)  # fmt: skip
funeral_months = lever(
    "resident.funeral_months", Text("丧葬补助金月数", "Funeral grant"), unit=MONTHS, decided_by=REGION, borne_by=RECIPIENTS,
    bounds=(0, 36), assumed=4, range=(0, 12), law=BASIC,
    reason=Text("1440元除以360元。", "1,440 over 360 yuan in the Urumqi report."),
    help=Text("丧葬补助金相当于几个月基础养老金。", "The grant in months of basic pension."),
)  # fmt: skip
contribution = lever(
    "resident.contribution", Text("人均缴费", "Contribution per head"), unit=YUAN_PER_HEAD_YEAR, decided_by=CITY, borne_by=RESIDENTS,
    assumed=650, step=10, law=BASIC,
    reason=Text("报告未列缴费收入；介于各缴费档次之间。", "Not in the report; between the contribution grades."),
    help=Text("缴费人员每年的平均缴费。", "Average paid in a year by those who contribute."),
)  # fmt: skip
match = lever(
    "resident.match", Text("人均缴费补贴", "Government match per head"), unit=YUAN_PER_HEAD_YEAR, decided_by=CITY, borne_by=MUNICIPAL,
    assumed=60, step=5, law=BASIC,
    reason=Text("报告未列；国家规定500元以上档次不低于60元。", "Not in the report; at least 60 from the 500-yuan grade on."),
    help=Text("政府对每名缴费人员每年的补贴。", "Paid by government a year for each who contributes."),
)  # fmt: skip

# --- drivers and assumptions ------------------------------------------------------------------------------------------
recipients = driver(
    "resident.recipients", Text("领取待遇人数", "Recipients"), unit=PERSONS, grows=recipient_growth, step=100,
    help=Text("领取养老金的城乡居民；由基年金额反算。", "Residents who draw the pension; solved from the base year."),
)  # fmt: skip
account_standard = driver(
    "resident.account_standard", Text("人均个人账户养老金", "Account pension per recipient"), unit=YUAN_PER_MONTH,
    grows=account_growth, step=0.1,
    help=Text("个人账户储存额除以计发月数的人均额。", "Average of account balances over their divisor."),
)  # fmt: skip
contributors = driver(
    "resident.contributors", Text("缴费人数", "Contributors"), unit=PERSONS, step=100, spread=VOLUME,
    help=Text("当年缴费的城乡居民。", "Residents who contribute in the year."),
)  # fmt: skip
transfers = driver(
    "resident.transfers", terms.TRANSFERRED_OUT, unit=YUAN_PER_YEAR, step=1000, spread=VOLUME,
    help=Text("全年随人转出的金额。", "Amount a year that follows persons to other funds."),
)  # fmt: skip
mortality = assumption(
    "resident.mortality", Text("领取人员死亡率", "Mortality of recipients"), unit=RATE, assumed=4, range=(3, 6), step=0.1,
    reads=JANUARY, spread=None, latent=LEVEL,
    reason=Text("没有丧葬补助金申领时按常见水平。", "Where no funeral grants are reported: a usual level."),
    help=Text("一年中每百名领取人员的死亡人数，取基年丧葬补助金申领率（含补领，偏高）；只在领取年龄或新增人数改动时起作用。",
              "Deaths a year per hundred recipients: the base year's funeral claim rate (arrears included, so an upper value); acts "
              "only where the age or the new recipients are moved."),
)  # fmt: skip
funeral_claim_rate = driver(
    "resident.funeral_claim_rate", Text("丧葬补助金申领率", "Funeral claim rate"), unit=RATE, step=0.05, spread=VOLUME,
    sets=mortality,
    help=Text("一年中每百名领取人员的丧葬补助金申领。", "Funeral grants a year per hundred recipients."),
)  # fmt: skip
entrants = driver(
    "resident.new_recipients", Text("新增领取人数", "New recipients"), unit=PERSONS_PER_YEAR, step=10, reads=JANUARY, spread=None,
    help=Text("推迟之前一年新领取的人数；填写后，自该年一月起领取人数不再按增长率，而按新增与死亡推算。",
              "Persons who would newly draw it in the year without delay; once typed, entrants and deaths take the place of growth."),
)  # fmt: skip
entry_ratio = assumption(
    "resident.entry_ratio", Text("新领取人员个人账户养老金与平均数之比", "New account pension over the average"), unit=RATIO,
    bounds=(0, 10), range=(0.5, 3), step=0.01, reads=JANUARY, spread=None,
    help=Text("新领取人员的个人账户养老金除以人均数；未填写时由人均个人账户养老金增长率推算。",
              "Account pension of a new recipient over the average; without one it follows from the growth of the average."),
)  # fmt: skip
postponement = delay("resident", LATER_NOT_RESIDENTS, (0, 0.5))
central_share = assumption(
    "resident.central_share", Text("中央财政分担", "Central budget's share"), unit=RATE, assumed=60,
    reason=Text("报告未列分担比例。", "The report does not give the shares."),
    help=Text("政府负担部分中中央的份额，余下由市承担。", "Central share of what government pays; the city pays the rest."),
)  # fmt: skip
region_share = assumption(
    "resident.region_share", Text("自治区财政分担", "Regional budget's share"), unit=RATE, assumed=20,
    reason=Text("报告未列分担比例。", "The report does not give the shares."),
    help=Text("政府负担部分中自治区的份额，余下由市承担。", "Regional share of what government pays; the city pays the rest."),
)  # fmt: skip

interest_margin = margin("resident")

opening = base_input(
    "resident.opening", terms.OPENING_BALANCE,
    help=Text("基年年初的真实结余。", "The fund's real balance at the start of the base year."),
)  # fmt: skip
yearly_income = base_input(
    "resident.income", terms.INCOME_OF_THE_YEAR, sets=contribution,
    help=Text("基年真实收入；反算人均缴费。", "The fund's real income of the base year; it sets the contribution."),
)  # fmt: skip

FLOW = Flow(recipients, recipient_growth, mortality, entrants, entry_ratio, postponement)

# --- people -----------------------------------------------------------------------------------------------------------


@quantity("resident.expected", Text("应领取人数", "Due to draw it"), unit=PERSONS_PER_YEAR, shows=entrants, yearly=True)
def expected(v: Values[T]) -> T:
    """Who would newly draw the pension in the year without delay [persons]."""
    return FLOW.expected(v)


@quantity(
    "resident.typed_gap",
    terms.TYPED_GAP,
    unit=PERSONS,
    yearly=True,
)
def typed_gap(v: Values[T]) -> T:
    """By how much typed entrants move the number from where growth has it [persons]."""
    return FLOW.typed_gap(v)


@quantity("resident.coming", Text("新领取人数", "Newly drawing"), unit=PERSONS_PER_YEAR, yearly=True)
def coming(v: Values[T]) -> T:
    """Who newly draws a pension in the year, after delay [persons]."""
    return FLOW.coming(v, expected)


@quantity("resident.postponed", Text("因推迟尚未领取人数", "Not drawing yet for the delay"), unit=PERSONS, yearly=True)
def postponed(v: Values[T]) -> T:
    """Who does not draw the pension yet [persons]."""
    return FLOW.postponed(v, expected)


@quantity("resident.stayers", Text("因推迟继续缴费人数", "Contributing on for the delay"), unit=PERSONS, yearly=True)
def stayers(v: Values[T]) -> T:
    """Who stays a contributor [persons]."""
    return FLOW.stayers(v, expected)


@quantity("resident.drawing", terms.DRAWING, unit=PERSONS)
def drawing(v: Values[T]) -> T:
    """Recipients without delay, less those who are late [persons]."""
    return v[recipients] + v[typed_gap] - v[postponed]


@quantity(
    "resident.entry",
    Text("新账户养老金之比", "New account pension over the average"),
    unit=RATIO,
    shows=entry_ratio,
    yearly=True,
)
def entry(v: Values[T]) -> T:
    """A new recipient's account pension over the average."""
    return FLOW.entry_ratio(v, expected, drawing, postponed, account_growth)


@quantity("resident.mixed", Text("进出对账户人均数的影响", "What entry does to the average"), unit=RATIO, yearly=True)
def mixed(v: Values[T]) -> T:
    """The average account pension after those who leave and come, over the average before."""
    return FLOW.mixed(v, expected, drawing, entry, account_growth)


@quantity(
    "resident.account_shift",
    Text("推迟对账户人均数的影响", "What the delay does to the average"),
    unit=RATIO,
    yearly=True,
)
def account_shift(v: Values[T]) -> T:
    """The average account pension relative to its path without delay."""
    return v.carried(start=1, keep=v[mixed] / (1 + v[account_growth]), inflow=0)


# --- expenditure ------------------------------------------------------------------------------------------------------


@expenditure(
    "resident.basic_pension", Text("基础养老金支出", "Basic pension"), paid_to=RECIPIENTS, solves=(recipients, basic_standard),
    also=("基础养老金待遇支出",),
    price=Price(
        Text("人人按同一标准领取，两年标准各适用全年。", "everybody draws one standard, which holds all year."),
        count="basic_standard",
    ),
)  # fmt: skip
def basic_pension(v: Values[T]) -> T:
    """Recipients × basic standard [yuan/month]. Report §3.2, resident, item 2."""
    return v[drawing] * v[basic_standard]


@expenditure(
    "resident.account_pension", Text("个人账户养老金支出", "Account pension"), paid_to=RECIPIENTS, solves=(account_standard,),
    also=("个人账户养老金待遇支出", "个人帐户养老金支出"),
    price=Price(
        Text("领取人数与基础养老金相同；没有缴过费的人其实不领这一项。",
             "as many persons draw it as the basic pension; those who never paid in do not in fact."),
        like=basic_pension,
    ),
)  # fmt: skip
def account_pension(v: Values[T]) -> T:
    """Recipients × account pension per head [yuan/month]. Report §3.2, resident, item 1."""
    return v[drawing] * v[account_standard] * v[account_shift]


@expenditure(
    "resident.funeral", Text("丧葬补助金支出", "Funeral grants"), paid_to=RECIPIENTS, solves=(funeral_claim_rate,),
    price=Price(
        Text("每例按当年标准计发，补发的也是。", "each grant is paid at the year's standard, those in arrears too."),
        count="funeral_standard",
    ),
)  # fmt: skip
def funeral(v: Values[T]) -> T:
    """Claims of the month × months × basic standard [yuan/month]. Report §3.2, resident, item 3."""
    return v[drawing] * v[funeral_claim_rate] / 12 * v[funeral_months] * v[basic_standard]


@expenditure("resident.transfer_out", terms.TRANSFERS_OUT, paid_to=RECIPIENTS, solves=(transfers,))
def transfer_out(v: Values[T]) -> T:
    """A twelfth of the year's amount [yuan/month]. Report §3.2, resident, item 4."""
    return v[transfers] / 12


@quantity("resident.dependency", terms.DEPENDENCY_RATIO, unit=RATIO)
def dependency(v: Values[T]) -> T:
    """Recipients for each contributor."""
    return v[drawing] / (v[contributors] + v[stayers])


# --- income -----------------------------------------------------------------------------------------------------------


@income(
    "resident.contributions", Text("个人缴费收入", "Contributions"), paid_by=RESIDENTS, solves=(contribution, contributors),
    also=("保险费收入", "养老保险费收入", "缴费收入", "居民缴费收入", "城乡居民基本养老保险费收入", "基本养老保险费收入"), like=CONTRIBUTED,
)  # fmt: skip
def contributions(v: Values[T]) -> T:
    """Contributors × yearly contribution, a twelfth a month [yuan/month]."""
    return (v[contributors] + v[stayers]) * v[contribution] / 12


@income(
    "resident.match", Text("缴费补贴收入", "Government match"), paid_by=MUNICIPAL, solves=(match,),
    also=("政府缴费补贴收入", "政府代缴补贴收入", "财政缴费补贴收入", "财政对个人缴费补贴收入"), like=SUBSIDISED,
)  # fmt: skip
def match_line(v: Values[T]) -> T:
    """Contributors × yearly match, a twelfth a month [yuan/month]."""
    return (v[contributors] + v[stayers]) * v[match] / 12


@income(
    "resident.government", Text("财政补贴收入", "Fiscal subsidy"),
    paid_by=(Share(CENTRAL, central_share), Share(REGIONAL, region_share), Share(MUNICIPAL)),
    also=("政府补贴收入", "财政补助收入", "政府补助收入", "各级财政补贴收入", "基础养老金财政补贴收入",
          "Government-paid benefits"), like=SUBSIDISED,
    holds=(match_line,), rest=Text("财政补贴其余", "Rest of the fiscal subsidy"),
)  # fmt: skip
def government(v: Values[T]) -> T:
    """What government pays: basic pensions and funeral grants [yuan/month]."""
    return v[basic_pension] + v[funeral]


interest_line = interest_income("resident", interest_margin)


# --- what a person gets -----------------------------------------------------------------------------------------------


@person(
    "resident.without_account", Text("满60岁居民（无个人账户）", "Resident of 60 without an account"), law=BASIC,
    stands=Text("年满60周岁，从未缴费，只领基础养老金。", "Turned 60, never paid in, and draws the basic pension alone."),
)  # fmt: skip
def without_account(v: Values[T]) -> T:
    """The basic standard in force [yuan/month]."""
    return v[basic_standard]


@person(
    "resident.with_account", Text("满60岁居民（有个人账户）", "Resident of 60 with an account"), law=BASIC,
    stands=Text(
        "年满60周岁，基础养老金加人均个人账户养老金；人均数摊到全部领取人，缴过费的人实际更多。",
        "Turned 60: the basic pension and the average account pension, which is spread over all who draw; one who paid in "
        "gets more in fact.",
    ),
)  # fmt: skip
def with_account(v: Values[T]) -> T:
    """Basic standard + account pension per recipient [yuan/month]."""
    return v[basic_standard] + v[account_standard]


AGES = Cite(
    "国发〔2014〕8号",
    Text("男女均自年满60周岁起领取", "men and women draw it from 60 on"),
    checked=False,
)  # fmt: skip

# --- the fund ---------------------------------------------------------------------------------------------------------
FUND = Fund(
    key="resident",
    name=Text("城乡居民基本养老保险基金", "Resident pension fund"),
    short=Text("居民养老", "Resident pension"),
    cover_name=terms.COVER,
    band=Band(red=3, amber=6),
    law=Cite("国发〔2014〕8号", Text("统一的城乡居民基本养老保险制度", "the unified resident pension"), checked=False),
    also=("城乡居民养老保险", "居民基本养老保险", "居民养老保险", "城乡居民养老", "城乡居保", "居保"),
    colour="#009E73",
    tint="#8AD3BD",
    opening=opening,
    income=yearly_income,
    wages=None,
    dependency=dependency,
    people=(drawing, coming, stayers),
    by_age=ByAge(60, 60, recipients, mortality, entrants, AGES),
)

# --- what the source states besides amounts, and what it must fit -----------------------------------------------------


@relation(
    "resident.recipients_insured", "volumes", Text("领取待遇人数", "Recipients"), unit=PERSONS, must="at_most",
    severity="error",
    says=Text(
        "基础养老金支出按标准折合{stated}，多于累计参保的{implied}。",
        "basic pensions over the standard make {stated}, more than the {implied} counted as insured.",
    ),
    assumes=Text("累计参保包括领取待遇人员；人人按同一标准领取。", "the insured include recipients; all draw one standard."),
)  # fmt: skip
def recipients_insured(f: Stated) -> tuple[Known, Known]:
    """Basic pensions ÷ mean standard, against the persons counted as insured [persons]."""
    return f.amount(basic_pension) / f.mean(basic_standard) / f.months(), f.count("insured")


@relation(
    "resident.new_recipients", "volumes", Text("新增领取人数", "New recipients"), unit=PERSONS, severity="error",
    says=Text(
        "所列合计{stated}，缴过费的与未缴费的相加为{implied}。",
        "the sum is stated as {stated}; those who had paid and those who had not make {implied}.",
    ),
    assumes=Text("两类人员互不重叠，没有第三类。", "the two groups do not overlap, and there is no third."),
)  # fmt: skip
def new_recipients(f: Stated) -> tuple[Known, Known]:
    """New recipients, against those who had paid contributions plus those who had not [persons]."""
    parts = f.count("new_recipients_contributing") + f.count("new_recipients_noncontributing")
    return f.count("new_recipients"), parts


@relation(
    "resident.standard_rise", "standards", Text("基础养老金提高额", "Rise of the basic pension"), unit=YUAN_PER_MONTH,
    severity="error",
    says=Text(
        "所列提高额{stated}，两年标准相减为{implied}。",
        "the rise is stated as {stated}; the two years' standards differ by {implied}.",
    ),
    assumes=Text("两年的标准口径相同。", "both years' standards mean the same."),
)  # fmt: skip
def standard_rise(f: Stated) -> tuple[Known, Known]:
    """The stated rise, against the difference of two years' standards [yuan a month]."""
    return f.count("basic_standard_rise"), f.count("basic_standard") - f.count("basic_standard", ago=1)


@relation(
    "resident.funeral_standard", "standards", Text("丧葬补助金标准", "Funeral grant"), unit=YUAN_PER_HEAD,
    says=Text(
        "所列标准{stated}；若与上年一样按基础养老金的同一月数计发，应为{implied}。",
        "the grant is stated as {stated}; the same number of basic pensions as last year would make {implied}.",
    ),
    assumes=Text("丧葬补助金按基础养老金的固定月数计发。", "the grant is a fixed number of monthly basic pensions."),
)  # fmt: skip
def funeral_standard(f: Stated) -> tuple[Known, Known]:
    """The grant, against the basic pension × last year's number of months [yuan a head]."""
    months = f.count("funeral_standard", ago=1) / f.count("basic_standard", ago=1)
    return f.count("funeral_standard"), f.count("basic_standard") * months


@relation(
    "resident.first_in_region", "definitions", Text("位居全区首位的标准", "The standard that ranks first"),
    unit=YUAN_PER_MONTH, must="above", severity="note",
    says=Text(
        "标准{stated}称为全区首位，又称为自治区最低标准（{implied}）：哪一个是本地标准？",
        "{stated} is called the region's highest and also its minimum ({implied}): which one is the local standard?",
    ),
    assumes=Text("位居首位的标准高于自治区最低标准。", "what ranks first lies above the region's minimum."),
)  # fmt: skip
def first_in_region(f: Stated) -> tuple[Known, Known]:
    """The standard in force, which ranks first, against the region's minimum [yuan a month]. Report §3.1, §3.2."""
    f.only_if(f.count("basic_standard_rank").value == 1)
    return f.standard(basic_standard), f.count("basic_standard")
