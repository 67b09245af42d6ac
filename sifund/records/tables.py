"""The tables of records, as data: money in fen, months as year × 12 + month − 1, codes in small letters."""

from __future__ import annotations

from sifund import catalog, terms
from sifund.records.column import (
    CODE,
    COUNT,
    DAY,
    FEN,
    FLAG,
    HASH,
    ID,
    MASKED,
    MONTH,
    MONTHS,
    POINTS,
    WORDS,
    YEAR,
    Column,
    Table,
)
from sifund.text import Text

SIZES = ("large", "medium", "small", "micro")
FUNDS = (*catalog.all_funds(), "employee", "medical", "injury", "maternity")
"""The program's own, and those whose contributions stand beside them."""
EMPLOYEE = "employee"
"""Tier of the employee's rate in `rates`; the employer's are `employer.<size>`."""


def _month(name: str, zh: str, en: str, nullable: bool = False) -> Column:
    return Column(name, MONTH, Text(zh, en), nullable)


def _fen(name: str, zh: str, en: str, nullable: bool = False) -> Column:
    return Column(name, FEN, Text(zh, en), nullable)


def _code(name: str, zh: str, en: str, *codes: str, nullable: bool = False) -> Column:
    return Column(name, CODE, Text(zh, en), nullable, codes or None)


def _id(name: str, zh: str, en: str, nullable: bool = False) -> Column:
    return Column(name, ID, Text(zh, en), nullable)


PERSON, FIRM = _id("person_id", "人员", "person"), _id("firm_id", "单位", "firm")
A_PERSON, A_FIRM = _id("person_id", "人员", "person", True), _id("firm_id", "单位", "firm", True)
FUND = _code("fund", "险种", "fund", *FUNDS)
ITEM = _code("item", "收支项目", "item: a line's key")
BATCH = _id("batch_id", "批次", "batch")
PLACE, DISTRICT = (
    _code("place", "统筹地区代码", "code of the area"),
    _code("district", "区县代码", "code of the district"),
)
ACCOUNT = Column("account_hash", HASH, Text("账户散列值", "hash of the account"))
FROM, TO = _month("from_month", "起始月", "first month"), _month("to_month", "截止月", "last month", True)
PAID = _month("paid_month", "发放月", "month of payment")
AMOUNT, BASE = _fen("amount_fen", "金额", "amount"), _fen("base_fen", "基数", "base")
TIER = _code("tier", "档次", "tier")
DOCUMENT = Column("document", WORDS, Text("文号", "document number"))
CERTIFICATE, OF_CERTIFICATE = "certificate_hash", Text("证书散列值", "hash of the certificate")
YEAR_OF = Column("year", YEAR, terms.YEAR.inside)

_DECLARED = (
    Table("persons", Text("人员", "Persons"), ("person_id",), (
        PERSON, Column("id_hash", HASH, Text("证件号码散列值", "hash of the identity number")),
        Column("id_masked", MASKED, Text("遮蔽后的证件号码", "masked identity number")),
        _month("birth_month", "出生月", "month of birth"), _code("sex", "性别", "sex", "female", "male"), DISTRICT,
        _month("death_month", "死亡月", "month of death", True), _month("prison_from", "服刑起始月", "first month in prison", True),
        _month("prison_to", "服刑截止月", "last month in prison", True),
        _code("prison_kind", "服刑方式", "kind of sentence", "prison", "probation", "outside", "parole", nullable=True),
        Column("id_valid", FLAG, Text("证件号码合法", "identity number is in order"), True, optional=True),
        Column("id_birth_month", MONTH, Text("证件号码中的出生月", "month of birth in the identity number"), True, optional=True),
    ), "person_id"),
    Table("firms", Text("单位", "Firms"), ("firm_id",), (
        FIRM, Column("code_hash", HASH, Text("统一社会信用代码散列值", "hash of the firm's code")),
        _code("kind", "单位类型", "kind", "enterprise", "individual", "dispatch", "institution", "government", "group"), DISTRICT,
        _month("registered_month", "登记月", "month of registration"), _month("cancelled_month", "注销月", "month of cancellation", True),
        _code("status", "状态", "status", "active", "suspended", "cancelled", "revoked", "zombie"), ACCOUNT,
    ), "firm_id"),
    Table("firm_years", Text("单位年度", "Firms' years"), ("firm_id", "year"), (
        FIRM, YEAR_OF, _code("size", "企业划型", "size", *SIZES),
        Column("insured_mean", COUNT, Text("年平均参保人数", "mean of the insured")),
        Column("insured_end", COUNT, Text("年末参保人数", "insured at the year's end")),
        Column("laid_off", COUNT, Text("裁员人数", "laid off")), Column("paid_months", MONTHS, Text("缴费月数", "months paid")),
        _fen("paid_fen", "当年实缴保险费（不含补缴、滞纳金）", "contributions of the year, without arrears and surcharges"),
    ), "firm_id"),
    Table("spells", Text("参保经历", "Insured spells"), ("person_id", "firm_id", "fund", "from_month"), (
        PERSON, FIRM, FUND, FROM, TO, PLACE,
        _code("end_reason", "终止原因", "why it ended", "dismissed", "expired", "resigned", "closed", "retired", "died", "moved", "other",
              nullable=True),
    ), "person_id"),
    Table("contributions", Text("缴费", "Contributions"), ("person_id", "firm_id", "fund", "month", "kind"), (
        PERSON, FIRM, FUND, _month("month", "费款所属月", "month that it is for"),
        _code("kind", "缴费类型", "kind", "normal", "arrears", "surcharge", "government", "match", "refund"),
        _month("posted_month", "到账月", "month of posting"), BASE, _fen("employer_fen", "单位缴费", "employer's part"),
        _fen("employee_fen", "个人缴费", "employee's part"),
    ), "person_id"),
    Table("claims", Text("待遇核定", "Claims"), ("claim_id",), (
        _id("claim_id", "核定", "claim"), PERSON, FIRM, FUND, ITEM,
        _code("reason", "申领原因", "reason", "dismissed", "expired", "closed", "resigned", "retired", "died", "moved", "other"),
        _month("applied_month", "申领月", "month of application"), _month("start_month", "待遇起始月", "first month due"),
        Column("contributed_months", MONTHS, Text("累计缴费月数", "months contributed")),
        Column("months_before", MONTHS, Text("此前已领月数", "months drawn before")),
        Column("entitled_months", MONTHS, Text("核定月数", "months granted")), TIER,
        _id("operator_id", "初审", "entered by"), _id("approver_id", "复核", "approved by"),
    ), "person_id"),
    Table("payments", Text("待遇支付", "Payments"), ("payment_id",), (
        _id("payment_id", "支付", "payment"), BATCH, _id("claim_id", "核定", "claim", True), PERSON, ITEM,
        _month("period", "待遇所属月（补发为首月）", "month that it is for, of arrears the first"), PAID, AMOUNT,
        _code("kind", "支付类型", "kind", "normal", "arrears", "resend", "recovery"), _id("resend_of", "原支付", "sent again", True),
        Column("months", MONTHS, Text("所含月数", "months that it is for")), PLACE, ACCOUNT,
        Column("holder_hash", HASH, Text("户主证件号码散列值（银行核验）", "hash of the account holder's number, as the bank says"), True,
               optional=True),
    ), "person_id"),
    Table("refunds", Text("稳岗返还", "Refunds to firms"), ("refund_id",), (
        _id("refund_id", "返还", "refund"), BATCH, FIRM, YEAR_OF, PAID, BASE, _code("size_applied", "适用划型", "size applied", *SIZES),
        AMOUNT, _code("kind", "返还类型", "kind", "normal", "topup", "recovery"), ACCOUNT,
    ), "firm_id"),
    Table("standards", Text("待遇标准", "Standards"), ("item", "tier", "from_month"), (ITEM, TIER, FROM, TO, AMOUNT, DOCUMENT)),
    Table("rates", Text("费率", "Rates"), ("fund", "tier", "from_month"), (
        FUND, _code("tier", "缴费方和划型", "who pays, and firm's size", EMPLOYEE, *(f"employer.{size}" for size in SIZES)), FROM, TO,
        Column("rate_bp", POINTS, Text("费率", "rate")), DOCUMENT,
    )),
    Table("ledger", Text("财务凭证", "Ledger"), ("entry_id",), (
        _id("entry_id", "凭证", "entry"), BATCH, FUND, _code("account", "会计科目", "account"), ITEM,
        _month("posted_month", "记账月", "month of posting"), _fen("debit_fen", "借方", "debit"), _fen("credit_fen", "贷方", "credit"),
    )),
    Table("bank", Text("银行流水", "Bank"), ("txn_id",), (
        _id("txn_id", "流水", "transaction"), BATCH, FUND, _code("account", "银行账户", "bank account"),
        Column("value_day", DAY, Text("入账日", "value day")), _fen("amount_fen", "金额（支出为正）", "amount, paid out is positive"),
        Column("returned", FLAG, Text("退票", "returned")), _fen("closing_fen", "余额", "closing balance", True),
    )),
    Table("registers", Text("外部名册", "Registers"), (
        "person_id", "firm_id", "register", "kind", "from_month", "source", CERTIFICATE,
    ), (
        A_PERSON, A_FIRM, _code("register", "名册", "register"), _code("kind", "类别", "kind"), FROM, TO, _code("source", "来源", "source"),
        Column(CERTIFICATE, HASH, OF_CERTIFICATE, True, optional=True),
    ), optional=True, alone=("person_id", "firm_id")),
    Table("skills", Text("技能提升补贴", "Skills subsidies"), ("skill_id",), (
        _id("skill_id", "补贴", "subsidy"), _id("payment_id", "支付", "payment", True), PERSON, A_FIRM,
        Column(CERTIFICATE, HASH, OF_CERTIFICATE), _code("occupation", "职业", "occupation"),
        _code("level", "等级", "level", "junior", "middle", "senior"), _month("issued_month", "发证月", "month of issue"),
        _month("applied_month", "申领月", "month of application"), AMOUNT,
    ), "person_id", optional=True),
    Table("tax", Text("税务征收", "Tax"), ("firm_id", "fund", "month"), (
        FIRM, FUND, _month("month", "费款所属月", "month that it is for"), Column("headcount", COUNT, Text("申报人数", "persons declared")),
        _fen("wage_fen", "申报工资", "wages declared"), _fen("paid_fen", "征收入库", "collected"),
    ), "firm_id", optional=True),
    Table("treasury", Text("国库", "Treasury"), ("fund", "month"), (
        FUND, _month("month", "入库月", "month"), _fen("received_fen", "国库收入", "received from tax"),
        _fen("transferred_fen", "划转财政专户", "transferred to the fund's account"),
    ), optional=True),
)  # fmt: skip

TABLES: dict[str, Table] = {table.name: table for table in _DECLARED}
"""Every table by name, in order; of the dependent ones the parents stand first."""
CORE = tuple(name for name, table in TABLES.items() if not table.optional)
