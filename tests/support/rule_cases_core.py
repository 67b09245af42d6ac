"""The same for the rules on registration, bases, tax, back-pay and odd amounts."""

from __future__ import annotations

from typing import Any

from rule_cases import AID, case
from small_city import JAN, STANDARD, City

from sifund.declare.parameter import month_of

FUNERAL = "unemployment.funeral"
Cases = tuple[list[str], list[str]]


def paid_in(c: City, person: int, month: int = JAN, firm: int = 1, **values: Any) -> str:
    """A contribution on 5,000 yuan, half a percent from each side."""
    usual = {"base_fen": 500_000, "employer_fen": 2_500, "employee_fen": 2_500}
    return c.add("contributions", person_id=person, firm_id=firm, month=month, **(usual | values))


def _wage(c: City, fen: int = 500_000) -> None:
    c.add("standards", item="economy.average_wage", tier="all", from_month=JAN - 12, amount_fen=fen)


@case("C02")
def _(c: City) -> Cases:
    def stay(person: int, first: int, last: int | None, place: str, **values: Any) -> str:
        return c.add("spells", person_id=person, firm_id=1, from_month=first, to_month=last, place=place, **values)

    alike = [stay(1, JAN, None, "650100"), stay(2, JAN, JAN + 5, "650100"), stay(2, JAN + 4, None, "650200")]
    alike += [
        stay(3, JAN, None, "650100"),
        stay(3, JAN + 1, None, "650200", fund="medical"),
        stay(4, JAN, JAN + 2, "650200"),
    ]
    alike += [stay(4, JAN + 9, None, "650100"), stay(5, JAN, None, "650100"), stay(5, JAN + 1, JAN + 2, "650200")]
    return [stay(1, JAN + 3, None, "650200"), stay(3, JAN + 5, JAN + 7, "650200")], alike


@case("C04")
def _(c: City) -> Cases:
    _wage(c)
    c.add("spells", person_id=402, firm_id=1, from_month=JAN, to_month=JAN + 3)
    alike = [
        paid_in(c, 401, base_fen=300_000),
        paid_in(c, 402, base_fen=100_000),
        paid_in(c, 402, JAN + 3, base_fen=100_000),
    ]
    alike += [paid_in(c, 404, fund="resident", base_fen=0), paid_in(c, 405, JAN - 30, base_fen=1, kind="arrears")]
    return [paid_in(c, 401, JAN + 1, base_fen=299_999), paid_in(c, 402, JAN + 1, base_fen=100_000)], alike


@case("C05")
def _(c: City) -> Cases:
    _wage(c)
    return [paid_in(c, 501, base_fen=1_500_001)], [
        paid_in(c, 502, base_fen=1_500_000),
        paid_in(c, 503, JAN - 30, base_fen=9_000_000),
    ]


@case("C11")
def _(c: City) -> Cases:
    late, soon, none = (c.firm({"registered_month": JAN}) for _ in range(3))
    for firm, month in ((late, JAN + 2), (soon, JAN + 1)):
        c.add("spells", person_id=1, firm_id=firm, from_month=month)
        c.add("spells", person_id=2, firm_id=firm, from_month=month + 9)
    return [str(late)], [str(soon), str(none)]


@case("C18")
def _(c: City) -> Cases:
    man, woman = c.person(birth_month=JAN - 720), c.person(birth_month=JAN - 660, sex="female")
    later = c.person(birth_month=month_of(1965, 1))
    alike = [paid_in(c, man, JAN - 1), paid_in(c, woman, JAN - 1), paid_in(c, man, JAN + 1, kind="arrears")]
    alike += [
        paid_in(c, later, month_of(2025, 1)),
        paid_in(c, man, JAN + 3, fund="resident"),
        paid_in(c, c.person(), JAN),
    ]
    return [paid_in(c, man), paid_in(c, woman, JAN + 3), paid_in(c, later, month_of(2025, 2))], alike


@case("C21")
def _(c: City) -> Cases:
    first = c.person(id_hash="a" * 16, id_masked="650102********1234")
    alike = c.person(id_hash="b" * 16, id_masked="650102********1234")
    return [str(c.person(id_hash="a" * 16)), str(c.person(id_hash="a" * 16))], [str(first), str(alike)]


@case("C25")
def _(c: City) -> Cases:
    def firm(short: int, long: int, kind: str = "enterprise") -> str:
        number = c.firm({"kind": kind})
        for n in range(short):
            c.add("spells", person_id=number * 1_000 + n, firm_id=number, from_month=JAN, to_month=JAN + 2)
        for n in range(long):
            c.add("spells", person_id=number * 1_000 + 500 + n, firm_id=number, from_month=JAN, to_month=JAN + 3)
        return str(number)

    again = firm(10, 1)
    c.add("spells", person_id=int(again) * 1_000, firm_id=int(again), from_month=JAN + 5, to_month=JAN + 6)
    return [firm(11, 10), firm(30, 0)], [firm(11, 11), firm(10, 0), firm(30, 0, "dispatch"), again]


@case("C28")
def _(c: City) -> Cases:
    listed, other = c.person(), c.person()
    c.add("registers", person_id=listed, register="public_payroll", kind="payroll", from_month=JAN, to_month=JAN + 5)
    alike = [paid_in(c, listed, fund="public"), paid_in(c, listed, JAN + 5, fund="public"), paid_in(c, other)]
    return [paid_in(c, other, JAN + 1, fund="public"), paid_in(c, listed, JAN + 6, fund="public")], alike


def _tiers(c: City) -> None:
    for tier, paid, match in (("t100", 10_000, 5_000), ("t500", 50_000, 6_500)):
        c.add("standards", item="resident.contributions", tier=tier, from_month=JAN, amount_fen=paid)
        c.add("standards", item="resident.match", tier=tier, from_month=JAN, amount_fen=match)


def _resident(c: City, person: int, paid: int, **values: Any) -> str:
    return paid_in(c, person, fund="resident", base_fen=0, employer_fen=0, employee_fen=paid, **values)


@case("C22")
def _(c: City) -> Cases:
    born = {"birth_month": JAN - 300}
    numbers = [
        {"id_valid": False},
        {"id_valid": True, "id_birth_month": JAN - 301},
        {"id_valid": True, "id_birth_month": JAN - 300},
        {},
    ]
    wrong, other, *alike = (str(c.person(**born, **number)) for number in numbers)
    return [wrong, other], alike


@case("C29")
def _(c: City) -> Cases:
    _tiers(c)
    return [_resident(c, 2901, 12_000)], [
        _resident(c, 2902, 10_000),
        _resident(c, 2903, 50_000),
        _resident(c, 2904, 3_000, kind="government"),
        _resident(c, 2905, 12_000, month=JAN - 1),
    ]


@case("C30")
def _(c: City) -> Cases:
    listed, gone = c.person(), c.person()
    c.add("registers", person_id=listed, register="hardship", kind="hardship", from_month=JAN + 6)
    c.add("registers", person_id=gone, register="hardship", kind="hardship", from_month=JAN - 20, to_month=JAN - 1)
    spared = [
        c.person(**values)
        for values in (
            {"birth_month": JAN - 191},
            {"birth_month": JAN + 11 - 720},
            {"death_month": JAN + 11},
            {},
            {},
            {},
        )
    ]
    paid_for, employed, left = spared[3:]
    late, alone = c.person(birth_month=JAN - 192), c.person(birth_month=JAN + 12 - 720)
    for person in (*spared, late, alone):
        end = JAN + 10 if person == left else None
        c.add("registers", person_id=person, register="hardship", kind="hardship", from_month=JAN, to_month=end)
    c.add("registers", person_id=late, register="army", from_month=JAN + 11)
    _resident(c, paid_for, 0, month=JAN + 8, kind="government")
    c.add("contributions", person_id=employed, fund="employee", month=JAN + 11)
    own = _resident(c, alone, 10_000)
    return [_resident(c, gone, 0, kind="government"), str(late), str(alone)], [
        _resident(c, listed, 0, kind="government"), _resident(c, gone, 10_000), own, *map(str, spared)
    ]  # fmt: skip


@case("C32")
def _(c: City) -> Cases:
    _tiers(c)
    alike = [_resident(c, 3201, 10_000), _resident(c, 3202, 50_000), _resident(c, 3203, 10_000)]
    match = {"fund": "resident", "kind": "match", "base_fen": 0, "employee_fen": 0}
    alike += [paid_in(c, 3201, employer_fen=5_000, **match), paid_in(c, 3202, employer_fen=6_500, **match)]
    return [paid_in(c, 3203, employer_fen=6_500, **match)], alike


def _declared(
    c: City, heads: int, insured: int, wages: int = 0, paid: int | None = None, posted: int = JAN, firm: int = 0
) -> str:
    """A firm's month at tax, beside so many insured of 5,000 yuan and 50 yuan paid."""
    firm = firm or c.firm()
    for n in range(insured):
        paid_in(c, firm * 1_000 + n, JAN, firm, posted_month=posted)
        c.add("spells", person_id=firm * 1_000 + n, firm_id=firm)
    collected = insured * 5_000 if paid is None else paid
    return c.add("tax", firm_id=firm, month=JAN, headcount=heads, wage_fen=wages, paid_fen=collected)


@case("C08")
def _(c: City) -> Cases:
    return [_declared(c, 24, 20)], [_declared(c, 23, 20), _declared(c, 20, 20), _declared(c, 84, 80)]


@case("C09")
def _(c: City) -> Cases:
    _wage(c)
    high = c.firm()
    paid_in(c, high * 1_000, JAN, high, base_fen=1_500_000)
    alike = [_declared(c, 3, 3, 2_500_000), _declared(c, 3, 3, 100)]
    alike.append(c.add("tax", firm_id=high, month=JAN, headcount=1, wage_fen=9_000_000))
    return [_declared(c, 3, 3, 2_500_001)], alike


@case("C10")
def _(c: City) -> Cases:
    return [_declared(c, 2, 0)], [_declared(c, 0, 0), _declared(c, 9, 1)]


def beside(c: City, last: int = JAN + 2) -> list[str]:
    """More collected than posted in the records' first and last month: not known without the month beside."""
    firm = c.firm()
    for month in (JAN - 1, last):
        paid_in(c, firm * 1_000, month, firm, posted_month=month)
    return [
        c.add("tax", firm_id=firm, month=month, headcount=1, wage_fen=0, paid_fen=9_000) for month in (JAN - 1, last)
    ]


@case("C34")
def _(c: City) -> Cases:
    cut = c.firm()
    alike = [_declared(c, 2, 2), _declared(c, 2, 2, posted=JAN + 1, firm=cut)]
    alike.append(c.add("tax", firm_id=cut, month=JAN + 1, headcount=2, wage_fen=0, paid_fen=0))
    alike += beside(c)
    return [_declared(c, 2, 2, paid=15_000), _declared(c, 2, 0, paid=5_000)], alike


@case("P14")
def _(c: City) -> Cases:
    def raised(*back: int, months: int = 3) -> list[str]:
        person = c.person()
        claim = c.claim(person)
        for n in range(3):
            c.pay(person, JAN + 3 + n, 111_700, claim_id=claim)
        return [
            c.pay(person, JAN + 3, fen, kind="arrears", months=months, claim_id=claim, paid_month=JAN + 7)
            for fen in back
        ]

    once = c.person()
    whole = c.pay(once, JAN + 3, 3 * STANDARD, kind="arrears", months=3, claim_id=c.claim(once))
    first = raised(20_600, months=1)
    others = [str(int(first[0]) - 2), str(int(first[0]) - 1)]  # the two months after it are still at the old standard
    return [*raised(61_800, 61_800), *raised(41_200), *others], [*raised(61_800), whole, *first]


@case("P31")
def _(c: City) -> Cases:
    alike = [c.pay(c.person()) for _ in range(5)] + [c.pay(c.person(), amount_fen=20 * STANDARD)]
    alike.append(c.pay(c.person(), amount_fen=24 * STANDARD, months=24))
    alike += [
        c.pay(c.person(), amount_fen=30 * STANDARD, kind="arrears"),
        c.pay(c.person(), amount_fen=10**9, item="public.pension"),
    ]
    return [c.pay(c.person(), amount_fen=20 * STANDARD + 1)], alike


@case("P32")
def _(c: City) -> Cases:
    alike = [c.pay(c.person()) for _ in range(12)] + [c.pay(c.person(), amount_fen=99_900) for _ in range(9)]
    alike += [c.pay(c.person(), item="public.pension", amount_fen=99_900) for _ in range(12)]
    return [c.pay(c.person(), amount_fen=88_800) for _ in range(10)], alike


@case("P36")
def _(c: City) -> Cases:
    dead, other = c.person(), c.person()
    c.add("registers", person_id=dead, register="death", from_month=JAN)
    late = [c.pay(other, item=FUNERAL, paid_month=JAN + 9 + n) for n in (1, 2)]
    return [c.pay(other, item=FUNERAL)], [c.pay(dead, item=FUNERAL), c.pay(other), *late]


@case("P38")
def _(c: City) -> Cases:
    inside, after = c.person(death_month=JAN + 1), c.person(death_month=JAN + 3)
    for person in (inside, after):
        for month in (JAN, JAN + 1):
            c.pay(person, month)
    return [c.pay(after, JAN + 3, item=FUNERAL)], [c.pay(inside, JAN + 1, item=FUNERAL)]


@case("P43")
def _(c: City) -> Cases:
    a = c.person()
    c.add("spells", person_id=a, firm_id=9, from_month=JAN)
    return [c.pay(a, JAN + 1, item=AID)], [c.pay(a, item=AID), c.pay(c.person(), JAN + 1, item=AID)]


@case("P66")
def _(c: City) -> Cases:
    without, agreed = (c.firm({"kind": "dispatch"}) for _ in range(2))
    c.add("registers", firm_id=agreed, register="agreement", kind="agreement", from_month=JAN)
    return [c.refund(without)], [c.refund(agreed), c.refund(c.firm())]
