"""For every rule: records with planted errors, and those that look alike and are lawful."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from small_city import JAN, STANDARD, City

Case = Callable[[City], tuple[list[str], list[str]]]
"""Puts records into a city: the planted errors, and those that look alike and are lawful."""
CASES: dict[str, Case] = {}
AID = "unemployment.assistance"


def case(code: str) -> Callable[[Case], Case]:
    return lambda made: CASES.setdefault(code, made)


@case("P01")
def _(c: City) -> tuple[list[str], list[str]]:
    a, b, d = (c.person() for _ in range(3))
    c.pay(a)
    planted = [c.pay(a), c.pay(a)]
    first = c.pay(b)
    alike = [
        first,
        c.pay(b, kind="resend", resend_of=int(first)),
        c.pay(d, JAN + 2),
        c.pay(d, JAN + 2, 20_600, kind="arrears"),
    ]
    return planted, alike


@case("P02")
def _(c: City) -> tuple[list[str], list[str]]:
    a, mover, back = (c.person() for _ in range(3))
    alike = [c.pay(a, JAN + n) for n in range(4)]
    planted = [c.pay(a, JAN + 2, place="650200")]
    alike += [c.pay(mover, JAN + n) for n in range(3)] + [c.pay(mover, JAN + n, place="650200") for n in range(2, 5)]
    alike += [c.pay(back, JAN), c.pay(back, JAN + 1, place="650200"), c.pay(back, JAN + 2)]
    return planted, alike


@case("P03")
def _(c: City) -> tuple[list[str], list[str]]:
    a, still, started, ended, other = (c.person() for _ in range(5))
    for person, values in {
        a: {"to_month": JAN + 3}, still: {}, started: {"from_month": JAN + 1}, ended: {"from_month": JAN - 20, "to_month": JAN - 1},
        other: {"fund": "resident"},
    }.items():  # fmt: skip
        c.add("spells", person_id=person, firm_id=9, **values)
    c.add("spells", person_id=a, firm_id=8)
    planted = [c.pay(a, JAN + 1), c.pay(still, JAN + 30), c.pay(still, JAN - 1, months=4, kind="arrears")]
    return planted, [c.pay(a), c.pay(still), c.pay(started, JAN + 1), c.pay(ended), c.pay(other, JAN + 1)]


@case("P08")
def _(c: City) -> tuple[list[str], list[str]]:
    a, b = c.person(death_month=JAN), c.person()
    return [c.pay(a, JAN + 1), c.pay(a, JAN - 1, months=3, kind="arrears")], [c.pay(a), c.pay(b, JAN + 1)]


@case("P09")
def _(c: City) -> tuple[list[str], list[str]]:
    term = {"prison_from": JAN, "prison_to": JAN + 5}
    a, open_end = c.person(prison_kind="prison", **term), c.person(prison_kind="prison", prison_from=JAN)
    milder = [c.person(prison_kind=kind, **term) for kind in ("probation", "outside", "parole")]
    return [c.pay(a, JAN + 2), c.pay(open_end, JAN + 60)], [c.pay(a, JAN + 6), *(c.pay(p, JAN + 2) for p in milder)]


@case("P12")
def _(c: City) -> tuple[list[str], list[str]]:
    a = c.person()
    claim, lower = c.claim(a), c.claim(a, tier="b")
    planted = [
        c.pay(a, JAN + 2, claim_id=claim), c.pay(a, JAN + 4, STANDARD + 1, claim_id=claim), c.pay(a, JAN + 3, claim_id=lower),
        c.pay(a, JAN + 1, 4 * STANDARD, months=4, kind="arrears", claim_id=claim),
    ]  # fmt: skip
    arrears = 2 * 111_700 + 2 * STANDARD
    alike = [c.pay(a, JAN + 3, claim_id=claim), c.pay(a, JAN + 1, arrears, months=4, kind="arrears", claim_id=claim)]
    return planted, [*alike, c.pay(a, JAN + 3, 120_000, claim_id=lower)]


@case("P17")
def _(c: City) -> tuple[list[str], list[str]]:
    a, b, old = c.person(), c.person(), c.person(birth_month=JAN - 59 * 12)
    over, exact, older = (
        c.claim(a, entitled_months=3, months_before=1),
        c.claim(b, entitled_months=4),
        c.claim(old, entitled_months=1),
    )
    alike = [c.pay(a, JAN + n, claim_id=over) for n in range(2)]
    planted = [c.pay(a, JAN + n, claim_id=over) for n in (2, 3)]
    alike += [c.pay(b, claim_id=exact), c.pay(b, JAN + 1, 3 * STANDARD, months=3, kind="arrears", claim_id=exact)]
    alike += [c.pay(b, kind="resend", claim_id=exact), *(c.pay(old, JAN + n, claim_id=older) for n in range(5))]
    alike.append(c.pay(b, JAN, 20_600 * 4, months=4, kind="arrears", claim_id=exact))
    return planted, alike


@case("P39")
def _(c: City) -> tuple[list[str], list[str]]:
    a, follows, back = (c.person() for _ in range(3))
    c.pay(a)
    alike = [c.pay(follows, item=AID), c.pay(follows, JAN + 1), c.pay(back), c.pay(back, item=AID)]
    c.pay(back, item=AID, kind="recovery")
    return [c.pay(a, item=AID)], alike


@case("P40")
def _(c: City) -> tuple[list[str], list[str]]:
    a, b = c.person(), c.person()
    alike = [c.pay(a, JAN + n, item=AID) for n in range(6)]
    planted = [c.pay(a, JAN + n, item=AID) for n in (6, 7)]
    alike += [c.pay(b, JAN, months=4, kind="arrears", item=AID), *(c.pay(b, JAN + n, item=AID) for n in (4, 5))]
    alike += [c.pay(b, JAN + 5, item=AID, kind="resend"), c.pay(b, JAN + 4, 1, months=2, kind="arrears", item=AID)]
    return planted, alike


@case("P41")
def _(c: City) -> tuple[list[str], list[str]]:
    a = c.person()
    paid = {"item": AID, "claim_id": c.claim(a, item=AID)}
    share = STANDARD * 8 // 10
    alike = [c.pay(a, JAN + 4, share, **paid), c.pay(a, JAN + 3, 3 * share, months=3, kind="arrears", **paid)]
    return [c.pay(a, JAN + 5, share + 1, **paid), c.pay(a, JAN + 2, share, **paid)], alike


@case("P42")
def _(c: City) -> tuple[list[str], list[str]]:
    a = c.person()
    paid = {"item": AID, "claim_id": c.claim(a, item=AID)}
    alike = [
        c.pay(a, JAN + 11, paid_month=JAN + 14, **paid),
        c.pay(a, JAN + 8, months=4, kind="arrears", paid_month=JAN + 14, **paid),
    ]
    return [c.pay(a, JAN + 12, paid_month=JAN + 11, **paid)], alike


@case("P55")
def _(c: City) -> tuple[list[str], list[str]]:
    small, large = c.firm(size="micro"), c.firm(size="large")
    planted = [c.refund(small, amount_fen=600_001), c.refund(large)]
    return planted, [
        c.refund(c.firm()),
        c.refund(c.firm(size="large"), amount_fen=300_000),
        c.refund(small, kind="topup"),
    ]


@case("P56")
def _(c: City) -> tuple[list[str], list[str]]:
    planted = [c.refund(c.firm(size="large")), c.refund(c.firm(), size_applied="large")]
    return planted, [c.refund(c.firm(size="micro")), c.refund(c.firm(size="medium"))]


@case("P57")
def _(c: City) -> tuple[list[str], list[str]]:
    staff: dict[str, Any] = {"insured_end": 31, "insured_mean": 50}
    alike = [c.firm(laid_off=3, **staff), c.firm(laid_off=6, insured_end=30, insured_mean=30)]
    return [c.refund(c.firm(laid_off=4, **staff))], [*map(c.refund, alike)]


@case("P58")
def _(c: City) -> tuple[list[str], list[str]]:
    alike = [c.firm(laid_off=6, insured_end=30), c.firm(laid_off=7, insured_end=31, insured_mean=31)]
    return [c.refund(c.firm(laid_off=7, insured_end=30))], [*map(c.refund, alike)]


@case("P59")
def _(c: City) -> tuple[list[str], list[str]]:
    return [c.refund(c.firm(paid_months=11))], [c.refund(c.firm(paid_months=12))]


@case("P60")
def _(c: City) -> tuple[list[str], list[str]]:
    late, apart, earlier = c.firm(), c.firm(), c.firm()
    for firm, posted in ((late, JAN - 3), (apart, JAN - 3), (earlier, JAN - 30)):
        c.add("contributions", firm_id=firm, person_id=1, month=JAN - 40, posted_month=posted, kind="arrears")
    return [c.refund(late, base_fen=1_000_001)], [c.refund(apart), c.refund(earlier, base_fen=1_200_000)]


@case("P61")
def _(c: City) -> tuple[list[str], list[str]]:
    firm = c.firm()
    return [c.refund(c.firm(), base_fen=999_999)], [c.refund(firm), c.refund(firm, base_fen=0, kind="topup")]


@case("P62")
def _(c: City) -> tuple[list[str], list[str]]:
    a, b = c.firm(), c.firm()
    first = c.refund(a)
    return [c.refund(a)], [first, c.refund(b), c.refund(b, kind="topup"), c.refund(b, year=2022)]


@case("P63")
def _(c: City) -> tuple[list[str], list[str]]:
    gone = [{"cancelled_month": JAN + 9, "status": "cancelled"}, {"status": "zombie"}, {"status": "revoked"}]
    later = {"cancelled_month": JAN + 10, "status": "cancelled"}
    return [c.refund(c.firm(values)) for values in gone], [
        c.refund(c.firm(later)),
        c.refund(c.firm({"status": "suspended"})),
    ]


@case("C01")
def _(c: City) -> tuple[list[str], list[str]]:
    c.add("spells", person_id=2, firm_id=1, from_month=JAN - 9, to_month=JAN)
    c.add("spells", person_id=2, firm_id=2, from_month=JAN)
    alike = [c.add("contributions", person_id=person, firm_id=1) for person in (1, 2)]
    alike += [
        c.add("contributions", person_id=2, firm_id=2),
        c.add("contributions", person_id=1, firm_id=2, kind="refund"),
    ]
    alike += [c.add("contributions", person_id=3, firm_id=firm, fund="injury") for firm in (1, 2)]
    return [c.add("contributions", person_id=1, firm_id=2)], alike


@case("C06")
def _(c: City) -> tuple[list[str], list[str]]:
    def paid(person: int, employer: int, month: int = JAN, employee: int = 2500) -> str:
        values = {"base_fen": 500_000, "employer_fen": employer, "employee_fen": employee}
        return c.add("contributions", person_id=person, firm_id=1, month=month, **values)

    alike = [paid(1, 2500), paid(2, 2501), paid(3, 1250, JAN - 9), paid(4, 0, JAN - 9), paid(5, 2499)]
    return [paid(6, 2502), paid(7, 1250), paid(8, 2500, employee=0)], alike
