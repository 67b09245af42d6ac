"""The same for the rules beside the first twenty-two."""

from __future__ import annotations

from typing import Any

import rule_cases_core  # noqa: F401
from rule_cases import AID, CASES, case
from small_city import JAN, STANDARD, City

LUMP, MEDICAL, SKILLS = "unemployment.other_cost", "unemployment.medical", "unemployment.skills"
PENSION, BASIC, FUNERAL = "public.pension", "resident.basic_pension", "resident.funeral"
Cases = tuple[list[str], list[str]]


def _listed(c: City, register: str, item: str = "unemployment.benefit") -> Cases:
    """Payments of a person in a register: of later months, and of the first and after the last."""
    a = c.person()
    c.add("registers", person_id=a, register=register, kind=register, from_month=JAN, to_month=JAN + 3)
    return [c.pay(a, JAN + n, item=item) for n in (1, 3)], [c.pay(a, item=item), c.pay(a, JAN + 4, item=item)]


for code, register in (("P05", "owner"), ("P10", "army"), ("P11", "emigrated")):
    case(code)(lambda c, register=register: _listed(c, register))


@case("P06")
def _(c: City) -> Cases:
    a, back = c.person(), c.person()
    for person in (a, back):
        c.pay(person, JAN + 2, item=PENSION)
    alike = [c.pay(a, JAN + 1), c.pay(back, JAN + 2)]
    c.pay(back, JAN + 2, -STANDARD, kind="recovery")
    return [c.pay(a, JAN + 2), c.pay(a, JAN + 3)], alike


@case("P07")
def _(c: City) -> Cases:
    man, woman, younger = (
        c.person(birth_month=JAN - 720),
        c.person(birth_month=JAN - 660, sex="female"),
        c.person(birth_month=JAN - 630, sex="female"),
    )
    return [c.pay(man), c.pay(woman)], [c.pay(man, JAN - 1), c.pay(younger)]


@case("P13")
def _(c: City) -> Cases:
    a = c.person()
    claim = c.claim(a)
    alike = [c.pay(a, JAN + 3, 111_700, claim_id=claim), c.pay(a, JAN + 3, 20_600, kind="arrears", claim_id=claim)]
    return [c.pay(a, JAN + 4, 111_700, claim_id=claim)], [*alike, c.pay(a, JAN + 5, claim_id=claim)]


def _claim(c: City, **values: Any) -> str:
    """A claim that was paid on."""
    person = c.person()
    claim = c.claim(person, **values)
    c.pay(person, claim_id=claim, item=values.get("item", "unemployment.benefit"))
    return str(claim)


@case("P16")
def _(c: City) -> Cases:
    planted = [
        _claim(c, contributed_months=59, entitled_months=18),
        _claim(c, contributed_months=119, entitled_months=24),
    ]
    return planted, [
        _claim(c, contributed_months=60, entitled_months=18),
        _claim(c, contributed_months=120, entitled_months=24),
    ]


@case("P18")
def _(c: City) -> Cases:
    return [_claim(c, contributed_months=11)], [
        _claim(c, contributed_months=12),
        _claim(c, contributed_months=8, item=AID),
    ]


@case("P19")
def _(c: City) -> Cases:
    return [_claim(c, reason="resigned")], [_claim(c, reason="expired"), _claim(c, reason="resigned", item=AID)]


@case("P20")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    for person in (a, b):
        c.add("spells", person_id=person, firm_id=5, from_month=JAN - 2, to_month=JAN - 1)
    c.add("spells", person_id=b, firm_id=4, from_month=JAN - 30, to_month=JAN - 3)
    claims = [c.claim(person, firm_id=5) for person in (a, b)]
    for person, claim in zip((a, b), claims, strict=True):
        c.pay(person, claim_id=claim)
    return [str(claims[0])], [str(claims[1])]


@case("P21")
def _(c: City) -> Cases:
    def bulk(persons: int, reason: str = "dismissed") -> list[str]:
        firm = c.firm()
        c.add("firm_years", firm_id=firm, year=2021, insured_mean=10)
        return [_claim(c, firm_id=firm, reason=reason) for _ in range(persons)]

    return bulk(6), [*bulk(5), *bulk(6, "closed")]


@case("P26")
def _(c: City) -> Cases:
    return [_claim(c, approver_id=1)], [_claim(c), _claim(c, operator_id=2, approver_id=1)]


@case("P44")
def _(c: City) -> Cases:
    def both(first: int, second: int) -> str:
        person = c.person()
        claim, lump = c.claim(person, firm_id=first), c.claim(person, firm_id=second, item=LUMP)
        c.pay(person, claim_id=claim)
        c.pay(person, claim_id=lump, item=LUMP)
        return str(lump)

    return [both(1, 1)], [both(1, 2)]


@case("P45")
def _(c: City) -> Cases:
    a = c.person()
    long, short = c.claim(a, item=LUMP, contributed_months=400), c.claim(a, item=LUMP, contributed_months=36)
    planted = [c.pay(a, months=25, claim_id=long, item=LUMP), c.pay(a, months=4, claim_id=short, item=LUMP)]
    return planted, [c.pay(a, months=24, claim_id=long, item=LUMP), c.pay(a, months=3, claim_id=short, item=LUMP)]


@case("P46")
def _(c: City) -> Cases:
    a = c.person()
    old, new = (c.claim(a, item=LUMP, start_month=month) for month in (JAN + 2, JAN + 3))
    paid: dict[str, Any] = {"item": LUMP, "months": 2, "paid_month": JAN + 5}
    alike = [
        c.pay(a, JAN + 2, 2 * 111_700, claim_id=old, **paid),
        c.pay(a, JAN + 3, 2 * STANDARD, claim_id=new, **paid),
    ]
    return [c.pay(a, JAN + 2, 2 * STANDARD, claim_id=old, **paid)], alike


@case("P22")
def _(c: City) -> Cases:
    def account(persons: int, mark: str) -> list[str]:
        return [c.pay(c.person(), account_hash=mark * 16) for _ in range(persons)]

    person = c.person()
    return account(4, "a"), [*account(3, "b"), *(c.pay(person, JAN + n, account_hash=str(n) * 16) for n in range(1, 6))]


@case("P28")
def _(c: City) -> Cases:
    a = c.person()
    return [c.pay(a), c.pay(a, claim_id=10**9)], [c.pay(a, claim_id=c.claim(a)), c.pay(a, item=PENSION)]


@case("P29")
def _(c: City) -> Cases:
    a = c.person()
    first, other = c.pay(a), c.pay(a, JAN + 1)
    once = c.pay(a, kind="resend", resend_of=int(first))
    again = c.pay(a, kind="resend", resend_of=int(first))
    return [again], [first, once, other, c.pay(a, JAN + 1, kind="resend", resend_of=int(other))]


@case("P30")
def _(c: City) -> Cases:
    a = c.person()
    return [c.pay(a, paid_month=JAN + 13, kind="arrears")], [
        c.pay(a, paid_month=JAN + 12, kind="arrears"),
        c.pay(a, paid_month=JAN + 13),
    ]


@case("P33")
def _(c: City) -> Cases:
    a = c.person()
    c.add("spells", person_id=a, firm_id=1, fund="medical", from_month=JAN + 1)
    return [c.pay(a, JAN + 2, item=MEDICAL)], [c.pay(a, JAN + n, item=MEDICAL) for n in (0, 1)]


@case("P34")
def _(c: City) -> Cases:
    a = c.person()
    c.pay(a, JAN, months=3, kind="arrears")
    return [c.pay(a, JAN + 3, item=MEDICAL)], [c.pay(a, JAN + n, item=MEDICAL) for n in range(3)]


@case("P35")
def _(c: City) -> Cases:
    a = c.person()
    for first, last, amount in ((JAN - 12, JAN + 5, 65_200), (JAN + 6, None, 67_100)):
        c.add("standards", item=MEDICAL, tier="all", from_month=first, to_month=last, amount_fen=amount)
    alike = [c.pay(a, JAN + 5, 65_200, item=MEDICAL), c.pay(a, JAN + 5, 132_300, months=2, item=MEDICAL)]
    return [c.pay(a, JAN + 6, 65_200, item=MEDICAL)], alike


@case("P37")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    alike = [c.pay(a, item="unemployment.funeral"), c.pay(b, item=FUNERAL), c.pay(b, item=FUNERAL, kind="resend")]
    return [c.pay(a, item=FUNERAL)], alike


@case("P69")
def _(c: City) -> Cases:
    a, back = c.person(death_month=JAN), c.person(death_month=JAN)
    alike = [c.pay(a, item=PENSION), c.pay(back, JAN + 1, item=BASIC)]
    c.pay(back, JAN + 1, -STANDARD, item=BASIC, kind="recovery")
    return [c.pay(a, JAN + 1, item=PENSION), c.pay(a, JAN + 2, item=BASIC)], alike


@case("P71")
def _(c: City) -> Cases:
    term = {"prison_from": JAN, "prison_to": JAN + 5}
    a = c.person(prison_kind="prison", **term)
    milder = [c.person(prison_kind=kind, **term) for kind in ("probation", "outside", "parole")]
    return [c.pay(a, JAN + 1, item=PENSION)], [c.pay(person, JAN + 1, item=PENSION) for person in milder]


@case("P73")
def _(c: City) -> Cases:
    a = c.person()
    alike = [c.pay(a, JAN, item=BASIC), c.pay(a, JAN + 1, item=PENSION), c.pay(a, JAN + 2, item=PENSION)]
    return [c.pay(a, JAN + 1, item=BASIC)], alike


@case("P74")
def _(c: City) -> Cases:
    a, mover = c.person(), c.person()
    alike = [c.pay(a, JAN + n, item=BASIC) for n in range(3)]
    alike += [c.pay(mover, JAN + n, item=BASIC) for n in range(2)]
    alike += [c.pay(mover, JAN + n, item=BASIC, place="650200") for n in range(1, 3)]
    return [c.pay(a, JAN + 1, item=BASIC, place="650200")], alike


@case("P77")
def _(c: City) -> Cases:
    a = c.person(birth_month=JAN - 720)
    return [c.pay(a, JAN - 1, item=BASIC)], [c.pay(a, item=BASIC)]


@case("P78")
def _(c: City) -> Cases:
    a = c.person()
    for tier, amount in (("base", 36_000), ("aged", 36_500)):
        c.add("standards", item=BASIC, tier=tier, amount_fen=amount)
    alike = [
        c.pay(a, JAN, 36_000, item=BASIC),
        c.pay(a, JAN + 1, 36_500, item=BASIC),
        c.pay(a, JAN, 72_000, months=2, item=BASIC),
    ]
    return [c.pay(a, JAN + 2, 36_400, item=BASIC)], alike


@case("P80")
def _(c: City) -> Cases:
    dead, alive = c.person(death_month=JAN), c.person()
    alike = [c.pay(dead, item=FUNERAL), c.pay(dead, item=FUNERAL, kind="resend")]
    return [c.pay(dead, item=FUNERAL), c.pay(alive, item=FUNERAL)], alike


@case("P81")
def _(c: City) -> Cases:
    for first, last, amount in ((JAN - 12, JAN - 1, 142_000), (JAN, None, 144_000)):
        c.add("standards", item=FUNERAL, tier="all", from_month=first, to_month=last, amount_fen=amount)
    last_year, this_year = c.person(death_month=JAN - 1), c.person(death_month=JAN)
    alike = [c.pay(last_year, JAN, 142_000, item=FUNERAL), c.pay(this_year, JAN, 144_000, item=FUNERAL)]
    return [c.pay(last_year, JAN, 144_000, item=FUNERAL)], alike


def _skill(c: City, person: int = 1, **values: Any) -> str:
    usual = {"person_id": person, "level": "junior", "issued_month": JAN, "amount_fen": 100_000, "occupation": "cook"}
    return c.add("skills", **(usual | values))


@case("P47")
def _(c: City) -> Cases:
    first = _skill(c, certificate_hash="a" * 16)
    return [_skill(c, certificate_hash="a" * 16)], [first, _skill(c, certificate_hash="b" * 16)]


@case("P48")
def _(c: City) -> Cases:
    first = _skill(c)
    return [_skill(c)], [first, _skill(c, level="middle"), _skill(c, occupation="fitter"), _skill(c, person=2)]


@case("P50")
def _(c: City) -> Cases:
    return [_skill(c, applied_month=JAN + 13)], [_skill(c, applied_month=JAN + 12)]


@case("P51")
def _(c: City) -> Cases:
    for first, last, amount in ((JAN - 12, JAN + 5, 100_000), (JAN + 6, None, 110_000)):
        c.add("standards", item=SKILLS, tier="junior", from_month=first, to_month=last, amount_fen=amount)
    return [_skill(c, amount_fen=150_000)], [
        _skill(c, applied_month=JAN + 5),
        _skill(c, applied_month=JAN + 6, amount_fen=110_000),
    ]


@case("P52")
def _(c: City) -> Cases:
    alike = [_skill(c) for _ in range(3)]
    return [_skill(c), _skill(c)], [*alike, *(_skill(c, applied_month=JAN + 12) for _ in range(2))]


@case("P53")
def _(c: City) -> Cases:
    trained: dict[str, Any] = {"register": "training_subsidy", "kind": "training", "certificate_hash": "c" * 16}
    c.add("registers", person_id=1, **trained)
    back = int(c.pay(7, JAN + 5, 100_000, item=SKILLS))
    c.pay(7, JAN + 5, -100_000, item=SKILLS, kind="recovery")
    alike = [_skill(c, certificate_hash="d" * 16), _skill(c, 7, certificate_hash="c" * 16, payment_id=back)]
    return [_skill(c, level="senior", certificate_hash="c" * 16)], alike


@case("P23")
def _(c: City) -> Cases:
    a, ward = c.person(id_hash="a" * 16), c.person(id_hash="b" * 16)
    c.add("registers", person_id=ward, register="guardian", kind="guardian", from_month=JAN, to_month=JAN + 9)
    planted = [c.pay(a, holder_hash="c" * 16), c.pay(ward, JAN + 1, paid_month=JAN + 10, holder_hash="a" * 16)]
    alike = [c.pay(a, JAN + 2, holder_hash="a" * 16), c.pay(a, JAN + 3), c.pay(ward, holder_hash="a" * 16)]
    alike += [c.pay(a, JAN + n, holder_hash="c" * 16) for n in (4, 5)]
    c.pay(a, JAN + 4, -STANDARD, kind="recovery")
    return planted, [*alike, c.pay(a, JAN + 5, kind="resend", resend_of=int(alike[-1]), holder_hash="a" * 16)]


@case("P54")
def _(c: City) -> Cases:
    a, b = c.person(), c.person()
    c.add("spells", person_id=a, firm_id=1, from_month=JAN - 20, to_month=JAN)
    return [_skill(c, b), _skill(c, a, issued_month=JAN + 1, applied_month=JAN + 2)], [
        _skill(c, a, applied_month=JAN + 9)
    ]


@case("P64")
def _(c: City) -> Cases:
    bad, repaired = c.firm(), c.firm()
    for firm, end in ((bad, None), (repaired, JAN + 8)):
        c.add("registers", firm_id=firm, register="dishonest", kind="dishonest", from_month=JAN, to_month=end)
    return [c.refund(bad)], [c.refund(repaired), c.refund(c.firm())]


@case("P65")
def _(c: City) -> Cases:
    return [c.refund(c.firm({"kind": "government"}))], [c.refund(c.firm({"kind": "institution"}))]


@case("P67")
def _(c: City) -> Cases:
    firm = c.firm()
    return [c.refund(firm, account_hash="f" * 16)], [c.refund(firm)]


def _paid(c: City, person: int, month: int = JAN, firm: int = 1, **values: Any) -> str:
    usual = {"base_fen": 500_000, "employer_fen": 2_500, "employee_fen": 2_500}
    return c.add("contributions", person_id=person, firm_id=firm, month=month, **(usual | values))


@case("C03")
def _(c: City) -> Cases:
    alike = [_paid(c, 1, fund="public"), _paid(c, 1, JAN - 1, fund="resident"), _paid(c, 2, fund="resident")]
    return [_paid(c, 1, fund="resident")], alike


@case("C07")
def _(c: City) -> Cases:
    small, large, changed = c.firm(), c.firm(size="large"), c.firm(size="large")
    c.add("firm_years", firm_id=changed, year=2019, size="small")
    planted = [_paid(c, 1, JAN - 9, large, employer_fen=0), _paid(c, 2, JAN - 9, small, employer_fen=1_250)]
    alike = [_paid(c, 3, JAN - 9, small, employer_fen=0), _paid(c, 4, JAN - 9, large, employer_fen=1_250)]
    return planted, [*alike, _paid(c, 5, JAN - 9, changed, employer_fen=0), _paid(c, 6, JAN, large, employer_fen=0)]


@case("C14")
def _(c: City) -> Cases:
    return [_paid(c, 1, employer_fen=0)], [_paid(c, 2, JAN - 9, employer_fen=0), _paid(c, 3)]


@case("C15")
def _(c: City) -> Cases:
    late = {"kind": "arrears", "posted_month": JAN}
    return [_paid(c, 1, JAN - n, **late) for n in range(37)], [_paid(c, 2, JAN - n, **late) for n in range(36)]


@case("C17")
def _(c: City) -> Cases:
    a = c.person(birth_month=JAN - 192)
    return [_paid(c, a, JAN - 1)], [_paid(c, a)]


@case("C19")
def _(c: City) -> Cases:
    a, back = c.person(death_month=JAN), c.person(death_month=JAN)
    alike = [_paid(c, a), _paid(c, back, JAN + 1)]
    _paid(c, back, JAN + 1, kind="refund")
    return [_paid(c, a, JAN + 1)], alike


@case("C20")
def _(c: City) -> Cases:
    a, milder = (c.person(prison_kind=kind, prison_from=JAN, prison_to=JAN + 5) for kind in ("prison", "probation"))
    return [_paid(c, a, JAN + 1)], [_paid(c, a, JAN + 6), _paid(c, milder, JAN + 1)]


@case("C26")
def _(c: City) -> Cases:
    firm = c.firm({"cancelled_month": JAN, "status": "cancelled"})
    spells = [
        c.add("spells", person_id=n, firm_id=firm, to_month=end) for n, end in ((1, JAN + 1), (2, None), (3, JAN))
    ]
    spells.append(c.add("spells", person_id=4, firm_id=c.firm()))
    c.pay(c.person(), paid_month=JAN + 9)
    now = c.firm({"cancelled_month": JAN + 9, "status": "cancelled"})
    spells.append(c.add("spells", person_id=5, firm_id=now))
    return [_paid(c, 1, JAN + 1, firm), *spells[:2]], [
        _paid(c, 1, JAN, firm),
        _paid(c, 2, JAN + 1, c.firm()),
        *spells[2:],
    ]


@case("C31")
def _(c: City) -> Cases:
    alike = [_paid(c, 1, fund="resident"), _paid(c, 1, JAN - 1, fund="resident", kind="government")]
    return [_paid(c, 1, JAN + 3, fund="resident", kind="government")], [
        *alike,
        _paid(c, 2, fund="resident", kind="government"),
    ]


@case("C36")
def _(c: City) -> Cases:
    return [_paid(c, 1, kind="refund")], [_paid(c, 2), _paid(c, 2, kind="refund")]


def city_of_cases() -> City:
    """A city with the records of all cases."""
    made = City()
    for put in CASES.values():
        put(made)
    return made
