"""Further cases of rules: what is lawful just inside a limit, and an error just beyond it; what was taken back; odd shapes."""

from __future__ import annotations

from typing import Any

from rule_cases import AID, Case
from rule_cases_core import beside
from small_city import JAN, STANDARD, City

LUMP, MEDICAL, SKILLS = "unemployment.other_cost", "unemployment.medical", "unemployment.skills"
PENSION, BASIC, FUNERAL, GRAVE = "public.pension", "resident.basic_pension", "resident.funeral", "unemployment.funeral"
Cases = tuple[list[str], list[str]]
EDGES: list[tuple[str, Case]] = []


def edge(*codes: str) -> Any:
    """A case of several rules."""

    def put(made: Case) -> Case:
        EDGES.extend((code, made) for code in codes)
        return made

    return put


def _taken_back(c: City, person: int, period: int, fen: int, **values: Any) -> None:
    c.pay(person, period, -fen, kind="recovery", **values)


@edge("P03", "P05", "P08", "P09", "P10", "P11", "P07")
def _(c: City) -> Cases:
    """A month not due that was taken back as a whole is none; a part of it leaves it standing."""
    person = c.person(death_month=JAN, prison_kind="prison", prison_from=JAN, birth_month=JAN - 719)
    c.add("spells", person_id=person, firm_id=9)
    for register in ("owner", "army", "emigrated"):
        c.add("registers", person_id=person, register=register, from_month=JAN)
    alike = [c.pay(person, JAN + n) for n in (1, 2, 3)]
    _taken_back(c, person, JAN + 1, STANDARD)
    _taken_back(c, person, JAN + 2, 2 * STANDARD, months=2)
    planted = [c.pay(person, JAN + 4), c.pay(person, JAN + 5)]
    _taken_back(c, person, JAN + 4, STANDARD - 1)
    _taken_back(c, person, JAN + 5, STANDARD, item=AID)
    return planted, alike


@edge("P03", "P05", "P10")
def _(c: City) -> Cases:
    """One payment of several months around a job, a firm, a service of a single month, whose first is due; of two is not."""
    short, long = c.person(), c.person()
    for person, last in ((short, JAN + 1), (long, JAN + 2)):
        c.add("spells", person_id=person, firm_id=9, from_month=JAN + 1, to_month=last)
        for register in ("owner", "army"):
            c.add("registers", person_id=person, register=register, from_month=JAN + 1, to_month=last)
    alike, planted = (c.pay(person, JAN, 4 * STANDARD, months=4, kind="arrears") for person in (short, long))
    return [planted], [alike]


@edge("P39")
def _(c: City) -> Cases:
    """Arrears of several months of the one cover a month of the other; benefit that was taken back does not."""
    a, b, d = (c.person() for _ in range(3))
    c.pay(a, JAN, 4 * STANDARD, months=4, kind="arrears")
    planted = [c.pay(a, JAN + 3, item=AID)]
    alike = [c.pay(a, JAN + 4, item=AID), c.pay(a, JAN - 2, months=2, kind="arrears", item=AID), c.pay(b, item=AID)]
    c.pay(b)
    _taken_back(c, b, JAN, STANDARD)
    return [*planted, c.pay(a, JAN - 1, months=2, kind="arrears", item=AID)], [*alike, c.pay(d, item=AID)]


@edge("P73")
def _(c: City) -> Cases:
    a = c.person()
    c.pay(a, JAN, months=3, kind="arrears", item=PENSION)
    return [c.pay(a, JAN + 2, item=BASIC)], [c.pay(a, JAN + 3, item=BASIC), c.pay(a, JAN - 1, item=BASIC)]


@edge("P01")
def _(c: City) -> Cases:
    """Two payments too many, of which the last was taken back; one of several months covers that of another."""
    a, b = c.person(), c.person()
    alike = [c.pay(a), c.pay(b, JAN, 3 * STANDARD, months=3), c.pay(b, JAN + 3)]
    planted = [c.pay(a), c.pay(b, JAN + 2)]
    alike.append(c.pay(a))
    _taken_back(c, a, JAN, STANDARD)
    return planted, alike


@edge("P12")
def _(c: City) -> Cases:
    """The excess was taken back, all but a fen."""
    a = c.person()
    claim = c.claim(a)
    alike, planted = ([c.pay(a, JAN + n, STANDARD + 500, claim_id=claim)] for n in (4, 5))
    _taken_back(c, a, JAN + 4, 500)
    _taken_back(c, a, JAN + 5, 499)
    return planted, alike


@edge("P40")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    alike = [c.pay(a, JAN + n, item=AID) for n in range(7)]
    _taken_back(c, a, JAN + 2, STANDARD, item=AID)
    alike += [c.pay(b, JAN, months=6, kind="arrears", item=AID)]
    return [c.pay(b, JAN + 6, item=AID)], alike


@edge("P17")
def _(c: City) -> Cases:
    """A woman within a year of 50 or of 55; one of 52 is near neither."""
    cases = ((49 * 12, 0), (54 * 12, 0), (52 * 12, 1), (55 * 12, 1), (49 * 12 - 1, 1))
    planted, alike = [], []
    for age, wrong in cases:
        woman = c.person(sex="female", birth_month=JAN + 1 - age)
        claim = c.claim(woman, entitled_months=1)
        alike.append(c.pay(woman, claim_id=claim))
        (planted if wrong else alike).append(c.pay(woman, JAN + 1, claim_id=claim))
    return planted, alike


@edge("P07")
def _(c: City) -> Cases:
    """From 2025 on pension age rises, a month for those born in the first four months."""
    man = c.person(birth_month=1965 * 12)
    return [c.pay(man, 2025 * 12 + 1)], [c.pay(man, 2025 * 12)]


@edge("P05")
def _(c: City) -> Cases:
    a, b, d = (c.person() for _ in range(3))
    firms = c.firm({"status": "suspended"}), c.firm({"status": "cancelled", "cancelled_month": JAN + 3}), c.firm()
    for person, firm in zip((a, b, d), firms, strict=True):
        c.add("registers", person_id=person, firm_id=firm, register="owner", from_month=JAN)
    return [c.pay(b, JAN + 2), c.pay(d, JAN + 3)], [c.pay(a, JAN + 2), c.pay(b, JAN + 3), c.pay(d, JAN)]


@edge("P13", "P14")
def _(c: City) -> Cases:
    """Paid at the old standard after the rise and never made up; before the rise, and where arrears came, it is in order."""
    a, b = c.person(), c.person()
    missing, whole = c.claim(a), c.claim(b)
    alike = [c.pay(a, JAN + 2, 111_700, claim_id=missing), c.pay(b, JAN + 3, 111_700, claim_id=whole)]
    alike.append(c.pay(b, JAN + 3, STANDARD - 111_700, kind="arrears", claim_id=whole))
    return [c.pay(a, JAN + 3, 111_700, claim_id=missing)], alike


@edge("P14")
def _(c: City) -> Cases:
    """Double back-pay of which one was taken back; the other of two was not."""
    planted, alike = [], []
    for back in (True, False):
        person = c.person()
        claim = c.claim(person)
        alike.append(c.pay(person, JAN + 3, 111_700, claim_id=claim))
        both = [c.pay(person, JAN + 3, STANDARD - 111_700, kind="arrears", claim_id=claim) for _ in range(2)]
        (alike if back else planted).extend(both)
        if back:
            _taken_back(c, person, JAN + 3, STANDARD - 111_700)
    return planted, alike


@edge("P16", "P18", "P26")
def _(c: City) -> Cases:
    """A claim that was granted and is not yet paid; one that was refused is none."""
    wrong: dict[str, Any] = {"contributed_months": 11, "operator_id": 7, "approver_id": 7}
    a = c.person()
    return [str(c.claim(a, entitled_months=12, **wrong))], [str(c.claim(a, entitled_months=0, **wrong))]


@edge("P20")
def _(c: City) -> Cases:
    """A long job that began after the short one is no history; exactly three months are enough."""
    a, b, d = (c.person() for _ in range(3))
    for person, first in ((a, JAN - 2), (b, JAN - 3), (d, JAN - 2)):
        c.add("spells", person_id=person, firm_id=5, from_month=first, to_month=JAN - 1)
    c.add("spells", person_id=a, firm_id=6, from_month=JAN + 2)
    return [str(c.claim(a, firm_id=5))], [str(c.claim(b, firm_id=5)), str(c.claim(d, firm_id=5, applied_month=JAN + 2))]


@edge("P78")
def _(c: City) -> Cases:
    """A rise that came later: months at the old standard and their differences, of one month or of several; none came for others."""
    for first, last, fen in ((JAN - 12, JAN - 1, 34_000), (JAN, None, 36_000)):
        c.add("standards", item=BASIC, tier="base", from_month=first, to_month=last, amount_fen=fen)
    a, b, d = (c.person() for _ in range(3))
    alike = [c.pay(person, JAN + n, 34_000, item=BASIC) for person, months in ((a, 1), (b, 3)) for n in range(months)]
    alike += [
        c.pay(a, JAN, 2_000, item=BASIC, kind="arrears"),
        c.pay(b, JAN, 6_000, item=BASIC, kind="arrears", months=3),
    ]
    planted = [c.pay(b, JAN + 3, 34_000, item=BASIC), c.pay(d, JAN, 35_000, item=BASIC, kind="arrears")]
    return planted, alike


@edge("P35")
def _(c: City) -> Cases:
    """Standards of several tiers, whatever they are called."""
    a = c.person()
    for tier, fen in (("first", 60_000), ("second", 70_000)):
        c.add("standards", item=MEDICAL, tier=tier, amount_fen=fen)
    alike = [c.pay(a, JAN, 60_000, item=MEDICAL), c.pay(a, JAN + 1, 140_000, months=2, item=MEDICAL)]
    return [c.pay(a, JAN + 3, 65_000, item=MEDICAL), c.pay(a, JAN + 4, 130_000, months=2, item=MEDICAL)], alike


@edge("P36")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    for person, month in ((a, JAN + 2), (b, JAN + 3)):
        c.add("registers", person_id=person, register="death", from_month=month)
    c.pay(c.person(), paid_month=JAN + 2)
    return [c.pay(b, item=GRAVE, paid_month=JAN)], [c.pay(a, item=GRAVE, paid_month=JAN)]


@edge("P66")
def _(c: City) -> Cases:
    over, holds = (c.firm({"kind": "dispatch"}) for _ in range(2))
    for firm, end in ((over, JAN + 8), (holds, JAN + 9)):
        c.add("registers", firm_id=firm, register="agreement", from_month=JAN, to_month=end)
    return [c.refund(over)], [c.refund(holds)]


@edge("P62")
def _(c: City) -> Cases:
    a, b = c.firm(), c.firm()
    first, other = c.refund(a), c.refund(b)
    c.refund(b, amount_fen=-600_000, kind="recovery")
    return [c.refund(a)], [first, other, c.refund(b)]


@edge("P55")
def _(c: City) -> Cases:
    """What was above the rate was taken back, all but a fen."""
    a, b = c.firm(), c.firm()
    alike, planted = [c.refund(a, amount_fen=600_500)], [c.refund(b, amount_fen=600_500)]
    c.refund(a, amount_fen=-500, kind="recovery")
    c.refund(b, amount_fen=-499, kind="recovery")
    return planted, alike


@edge("P57", "P58")
def _(c: City) -> Cases:
    """A firm of 31 at the year's end goes by the mean, one of 30 by the end; to the last person."""
    cases = (
        (31, 100, 6, 0),
        (31, 100, 7, 57),
        (30, 30, 6, 0),
        (30, 999, 7, 58),
        (5, 5, 1, 0),
        (4, 90, 1, 58),
        (0, 9, 1, 58),
    )
    rows = [
        (c.refund(c.firm(insured_end=end, insured_mean=mean, laid_off=off)), wrong) for end, mean, off, wrong in cases
    ]
    return [f"{wrong}:{record}" for record, wrong in rows if wrong], [record for record, wrong in rows if not wrong]


@edge("P47", "P48", "P50", "P51", "P52", "P54")
def _(c: City) -> Cases:
    """Of five subsidies the second was taken back; of the third what was too much."""
    c.add("standards", item=SKILLS, tier="junior", from_month=JAN, amount_fen=100_000)
    usual: dict[str, Any] = {
        "person_id": 1,
        "level": "junior",
        "issued_month": JAN,
        "applied_month": JAN + 13,
        "amount_fen": 150_000,
    }
    rows = [
        c.add("skills", **usual, payment_id=int(c.pay(1, JAN + n, 150_000, item=SKILLS)), certificate_hash="a" * 16)
        for n in range(5)
    ]
    for n, fen in ((1, 150_000), (2, 50_000)):
        _taken_back(c, 1, JAN + n, fen, item=SKILLS)
    named = {47: (2, 3, 4), 48: (2, 3, 4), 50: (0, 2, 3, 4), 51: (0, 3, 4), 52: (4,), 54: (0, 2, 3, 4)}
    return [f"{code}:{rows[n]}" for code, some in named.items() for n in some], [rows[1]]


@edge("P51")
def _(c: City) -> Cases:
    c.add("standards", item=SKILLS, tier="junior", from_month=JAN, amount_fen=100_000)
    usual: dict[str, Any] = {"person_id": 1, "level": "junior", "applied_month": JAN}
    return [c.add("skills", **usual, amount_fen=130_001)], [c.add("skills", **usual, amount_fen=130_000)]


@edge("P49")
def _(c: City) -> Cases:
    def skill(months: int, applied: int) -> str:
        person = c.person()
        claim = c.claim(person, item=SKILLS, contributed_months=months)
        paid = int(c.pay(person, item=SKILLS, claim_id=claim))
        return c.add("skills", person_id=person, payment_id=paid, level="junior", applied_month=applied)

    return [skill(11, JAN), skill(35, 2018 * 12 + 11)], [skill(12, JAN), skill(36, 2018 * 12), skill(12, 2019 * 12)]


@edge("P54")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    c.pay(a, 2022 * 12)
    c.pay(b, 2021 * 12 + 11)
    usual: dict[str, Any] = {"level": "junior", "issued_month": JAN}
    alike = c.add("skills", person_id=a, applied_month=2022 * 12, **usual)
    return [c.add("skills", person_id=b, applied_month=2021 * 12 + 11, **usual)], [alike]


@edge("C24")
def _(c: City) -> Cases:
    def firm(heads: int, short: int, collected: int = 0, registered: int = JAN - 60, **state: Any) -> str:
        number = c.firm({"registered_month": registered, **state})
        for n in range(heads):
            c.add("spells", person_id=number * 100 + n, firm_id=number, to_month=JAN + (2 if n < short else 3))
        c.add("tax", firm_id=number, headcount=heads, wage_fen=0, paid_fen=collected)
        return str(number)

    alike = [firm(4, 4), firm(6, 2), firm(5, 5, 1), firm(5, 5, registered=JAN - 2), firm(5, 5, kind="dispatch")]
    return [firm(5, 5), firm(6, 3), firm(5, 5, registered=JAN - 3)], alike


@edge("C27")
def _(c: City) -> Cases:
    insured, late, never, contract = (c.person() for _ in range(4))
    for person, kind in (
        (insured, "established"),
        (late, "established"),
        (never, "established"),
        (contract, "non_established"),
    ):
        c.add("registers", person_id=person, register="public_payroll", kind=kind, from_month=JAN, to_month=JAN + 5)
    c.add("spells", person_id=insured, firm_id=1, fund="public", from_month=JAN + 5)
    c.add("spells", person_id=late, firm_id=1, fund="public", from_month=JAN + 6)
    c.add("spells", person_id=never, firm_id=1, fund="medical")
    return [str(late), str(never)], [str(insured), str(contract)]


@edge("P70")
def _(c: City) -> Cases:
    near, far, unknown = c.person(death_month=JAN), c.person(death_month=JAN), c.person()
    for person, month in ((near, JAN + 2), (far, JAN - 3), (unknown, JAN)):
        c.add("registers", person_id=person, register="death", from_month=month)
    just = c.person()
    c.add("registers", person_id=just, register="death", from_month=JAN + 1)
    return [str(far), str(unknown)], [str(near), str(just)]


@edge("P80")
def _(c: City) -> Cases:
    a = c.person(death_month=JAN)
    alike = [c.pay(a, item=FUNERAL), c.pay(a, JAN + 1, item=FUNERAL)]
    _taken_back(c, a, JAN + 1, STANDARD, item=FUNERAL)
    return [c.pay(c.person(), item=FUNERAL)], alike


def _paid(c: City, person: int, month: int = JAN, firm: int = 1, **values: Any) -> str:
    usual = {"base_fen": 500_000, "employer_fen": 2_500, "employee_fen": 2_500}
    return c.add("contributions", person_id=person, firm_id=firm, month=month, **(usual | values))


@edge("C01")
def _(c: City) -> Cases:
    """Whichever of two was refunded; the month after a change of employer is no change."""
    for person in (1, 2):
        c.add("spells", person_id=person, firm_id=1, to_month=JAN)
        c.add("spells", person_id=person, firm_id=2, from_month=JAN)
    alike = [_paid(c, 1), _paid(c, 1, firm=2), _paid(c, 3), _paid(c, 3, firm=2), _paid(c, 4), _paid(c, 4, firm=2)]
    _paid(c, 3, kind="refund")
    _paid(c, 4, firm=2, kind="refund")
    alike.append(_paid(c, 2, JAN + 1))
    return [_paid(c, 2, JAN + 1, firm=2)], [*alike, _paid(c, 2, JAN + 1, firm=3, fund="injury")]


@edge("C01")
def _(c: City) -> Cases:
    """One month at a second firm, begun and ended while the first goes on, is no change of employer."""
    c.add("spells", person_id=1, firm_id=1, from_month=JAN - 9)
    c.add("spells", person_id=1, firm_id=2, to_month=JAN)
    alike = [_paid(c, 1), _paid(c, 1, JAN + 1)]
    return [_paid(c, 1, firm=2)], alike


@edge("C03", "C20", "C26")
def _(c: City) -> Cases:
    """What was refunded is settled; another month's refund settles nothing."""
    person = c.person(birth_month=JAN - 100, prison_kind="prison", prison_from=JAN)
    firm = c.firm({"cancelled_month": JAN - 1, "status": "cancelled"})
    for month in (JAN + 1, JAN + 2):
        _paid(c, person, month, fund="public", kind="arrears")
        c.add("contributions", person_id=person, firm_id=99, month=month, fund="employee", kind="normal")
        _paid(c, person, month, 99, fund="employee", kind="refund")
    alike = _paid(c, person, JAN + 1, firm, fund="resident")
    _paid(c, person, JAN + 1, firm, fund="resident", kind="refund")
    return [_paid(c, person, JAN + 2, firm, fund="resident")], [alike]


@edge("C18", "C28")
def _(c: City) -> Cases:
    """What was refunded is settled here too: contributions after pension age, to a fund that is not the person's."""
    old = c.person(birth_month=JAN - 60 * 12)
    c.add("registers", person_id=c.person(), register="public_payroll")
    alike = [_paid(c, old, fund=fund) for fund in ("employee", "public")]
    for fund in ("employee", "public"):
        _paid(c, old, fund=fund, kind="refund")
    return [f"{code}:{_paid(c, old, JAN + 1, fund=fund)}" for code, fund in ((18, "employee"), (28, "public"))], alike


@edge("C30", "C31")
def _(c: City) -> Cases:
    """Of what the government and the person paid for one year either was refunded; another year's refund settles nothing."""
    c.add("registers", person_id=c.person(), register="hardship")
    usual: dict[str, Any] = {"fund": "resident", "employer_fen": 0, "employee_fen": 20_000}
    for person in (1, 2, 3):
        _paid(c, person, firm=5, **usual)
    rows = [_paid(c, person, firm=6, kind="government", **usual) for person in (1, 2, 3)]
    _paid(c, 1, firm=6, kind="refund", **usual)
    _paid(c, 2, firm=5, kind="refund", **usual)
    _paid(c, 3, JAN - 12, firm=5, kind="refund", **usual)
    return [f"30:{rows[1]}", rows[2]], [rows[0]]


@edge("C17")
def _(c: City) -> Cases:
    a = c.person(birth_month=JAN - 191)
    alike = [_paid(c, a), _paid(c, a, kind="refund"), _paid(c, a, JAN + 1, kind="arrears")]
    return [_paid(c, a, JAN - 1, kind="arrears")], alike


@edge("C04")
def _(c: City) -> Cases:
    """The floor of an odd average is rounded down to the fen."""
    c.add("standards", item="economy.average_wage", tier="all", amount_fen=833_333)
    return [_paid(c, 1, base_fen=499_998)], [_paid(c, 2, base_fen=499_999)]


@edge("C06")
def _(c: City) -> Cases:
    """Three rates in a month of relief; a fund of which only the employer's rate is known."""
    for size, rate in (("large", 100), ("medium", 70), ("small", 30)):
        c.add("rates", fund="injury", tier=f"employer.{size}", from_month=JAN - 20, rate_bp=rate)
    usual: dict[str, Any] = {"fund": "injury", "employee_fen": 0}
    alike = [_paid(c, n, employer_fen=fen, **usual) for n, fen in enumerate((5_000, 3_500, 1_500, 3_501), 10)]
    alike.append(_paid(c, 20, fund="medical", employer_fen=1))
    return [_paid(c, 1, employer_fen=4_000, **usual), _paid(c, 2, employer_fen=3_502, **usual)], alike


@edge("C07")
def _(c: City) -> Cases:
    """A firm of which only the year before is known."""
    firm = int(c.add("firms"))
    c.add("firm_years", firm_id=firm, year=2019, size="small")
    return [_paid(c, 1, JAN - 9, firm, employer_fen=1_250)], [_paid(c, 2, JAN - 9, firm, employer_fen=0)]


@edge("C14")
def _(c: City) -> Cases:
    alone, firm = c.firm({"kind": "individual"}), c.firm()
    return [_paid(c, 1, firm=firm, employer_fen=0)], [_paid(c, 2, firm=alone, employer_fen=0)]


@edge("C31", "C29")
def _(c: City) -> Cases:
    """Who pays the difference to a higher tier; who pays a tier of its own, or what is none."""
    for tier, fen in (("t100", 10_000), ("t500", 50_000)):
        c.add("standards", item="resident.contributions", tier=tier, from_month=JAN, amount_fen=fen)
    usual: dict[str, Any] = {"fund": "resident", "base_fen": 0}
    helped = [_paid(c, n, employer_fen=10_000, employee_fen=0, kind="government", **usual) for n in (1, 2, 3)]
    difference, whole, odd = (
        _paid(c, n, employer_fen=0, employee_fen=fen, **usual) for n, fen in ((1, 40_000), (2, 50_000), (3, 45_000))
    )
    return [f"31:{helped[1]}", f"31:{helped[2]}", f"29:{odd}"], [helped[0], difference, whole]


@edge("C36")
def _(c: City) -> Cases:
    """Refunds of a part, of the whole, of a fen more; of nothing that was paid."""
    for person in (1, 2, 3):
        _paid(c, person)
    back = [
        _paid(c, n, employer_fen=-2_500, employee_fen=fen, kind="refund")
        for n, fen in ((1, 0), (2, -2_500), (3, -2_501))
    ]
    return [back[2], _paid(c, 4, employer_fen=0, employee_fen=0, kind="refund")], back[:2]


def _firm_month(c: City, bases: list[int], posted: int = JAN, **tax: Any) -> str:
    """What tax says of a firm's January, beside contributions on these bases."""
    firm = c.firm()
    for n, base in enumerate(bases):
        _paid(c, firm * 100 + n, JAN, firm, base_fen=base, posted_month=posted)
    usual = {"firm_id": firm, "headcount": len(bases), "wage_fen": sum(bases), "paid_fen": 5_000 * len(bases)}
    return c.add("tax", **(usual | tax))


@edge("C08")
def _(c: City) -> Cases:
    """A firm that paid in for nobody in a month; one of three persons; a month that contributions do not cover."""
    alike = [
        _firm_month(c, [500_000]),
        _firm_month(c, [], headcount=3),
        _firm_month(c, [], headcount=40, month=JAN + 1),
    ]
    return [_firm_month(c, [], headcount=4)], alike


@edge("C09")
def _(c: City) -> Cases:
    """One who earns much and is at the ceiling, beside four; nobody at the ceiling; nobody insured; all far too low."""
    c.add("standards", item="economy.average_wage", tier="all", amount_fen=500_000)
    four = [500_000] * 4
    alike = [
        _firm_month(c, [*four, 1_500_000], wage_fen=2_000_000 + 9_999_999),
        _firm_month(c, four, wage_fen=3_333_333),
    ]
    planted = [
        _firm_month(c, [*four, 1_499_999], wage_fen=2_000_000 + 9_999_999), _firm_month(c, four, wage_fen=3_333_334),
        _firm_month(c, [], headcount=1, wage_fen=1), _firm_month(c, [*[300_000] * 99, 1_500_000], wage_fen=99_000_000),
    ]  # fmt: skip
    return planted, alike


@edge("C34")
def _(c: City) -> Cases:
    """Posted the month after, of a firm that declares nothing more; two months after it is late; a part is lacking."""
    alike = [
        _firm_month(c, [500_000] * 2, posted=JAN + 1),
        _firm_month(c, [500_000]),
        _firm_month(c, [500_000], paid_fen=0, month=JAN + 3),
    ]
    part = c.firm()
    for n, posted in enumerate((JAN, JAN, JAN + 1)):
        _paid(c, part * 100 + n, JAN, part, posted_month=posted)
        _paid(c, part * 100 + n, JAN + 1, part, posted_month=JAN + 1)
    alike += [c.add("tax", firm_id=part, month=JAN + n, headcount=3, wage_fen=0, paid_fen=15_000) for n in (0, 1)]
    alike += beside(c, JAN + 4)
    late = _firm_month(c, [500_000] * 2, posted=JAN + 2)
    return [late, _firm_month(c, [500_000] * 2, paid_fen=10_001), _firm_month(c, [], paid_fen=5_000)], alike
