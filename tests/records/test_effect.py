"""Who gains and who loses: rule against rule by hand, what the rule does not explain, the factor, and cells of too few."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_city import JAN, STANDARD, City
from support import sample

from sifund.cli import main
from sifund.problem import SifundError
from sifund.records.effect import Part, Side, effect
from sifund.records.effect_words import columns, factor, sentence
from sifund.records.folder import read
from sifund.records.ground import Ground, ground, refund
from sifund.records.reform import CHANGES, Terms, parse
from sifund.records.shown import LEAST
from sifund.records.sums import sums

MINI = Path(__file__).resolve().parents[2] / "data" / "records" / "mini"
PAID_IN, DUE = 1_000_000, 600_000
SME, LARGE = "unemployment.refund_rate_sme", "unemployment.refund_rate_large"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Twelve firms of each kind, 10,000 yuan paid in each, and twelve claimants with two years' months of benefit granted."""
    city = City()
    for _ in range(12):
        city.refund(city.firm())
        city.refund(city.firm(size="large"), amount_fen=300_000)
        city.refund(city.firm(laid_off=6))
        city.refund(city.firm(laid_off=4, insured_end=20, insured_mean=50))
        city.refund(city.firm(laid_off=8))
        city.firm(laid_off=8)
        city.firm()
        city.firm({"kind": "government"}, laid_off=7)
        person = city.person()
        claim = city.claim(person, entitled_months=24, months_before=20, contributed_months=130)
        for month in range(4):
            city.pay(person, JAN + month, claim_id=claim)
        city.pay(person, JAN + 1, 3 * 900, months=3, kind="arrears", claim_id=claim, paid_month=JAN + 11)
    base = ground(read(city.write(tmp_path_factory.mktemp("effect") / "city")))
    assert base and base.year == 2021
    return base


def one(base: Ground, **changed: float) -> Part:
    (part,) = effect(base, {key.replace("__", "."): value for key, value in changed.items()}, sample())
    return part


def heads(part: Part) -> tuple[int | None, int | None]:
    return part.both[0].heads, part.both[1].heads


@pytest.mark.parametrize(
    ("changed", "gain", "loss", "net"),
    [
        ({SME: 50}, 0, 36, -36 * 100_000),
        ({LARGE: 50}, 12, 0, 12 * 200_000),
        ({"layoff_limit": 5}, 0, 12, -12 * DUE),
        ({"layoff_limit": 8}, 24, 0, 24 * DUE),
        ({"small_layoff_limit": 19}, 0, 12, -12 * DUE),
        ({"small_firm": 19}, 0, 12, -12 * DUE),
        ({"small_firm": 100}, 24, 0, 24 * DUE),
        ({"cap": 4_000}, 0, 36, -36 * 200_000),
        ({"paid_months": 11}, 0, 0, 0),
        ({"duration": 22}, 0, 12, -12 * (2 * STANDARD + 2 * 900)),
        ({"contributed_months": 131}, 0, 12, -12 * (4 * STANDARD + 3 * 900)),
        ({"contributed_months": 11}, 0, 0, 0),
        ({"duration": 30}, 12, 0, 12 * 6 * (STANDARD + 900)),
    ],
)  # fmt: skip
def test_rule_against_rule_by_hand(base: Ground, changed: dict[str, float], gain: int, loss: int, net: int) -> None:
    """A firm that was due and did not claim stays away; one that the change makes eligible claims; government never does."""
    (part,) = effect(base, changed, None)
    assert (*heads(part), part.net) == (gain, loss, net)
    for _, rows in part.groups:
        assert sum((side.fen or 0) for _, both in rows for side in both) == net


@pytest.mark.parametrize(
    ("changed", "says", "head"),
    [
        ({LARGE: 50}, "12 firms gain and 0 firms lose", "Gain (firms)"),
        ({"duration": 30}, "12 persons gain", "Gain (persons)"),
    ],
)
def test_how_many_says_of_whom(base: Ground, changed: dict[str, float], says: str, head: str) -> None:
    part = one(base, **changed)
    assert says in sentence(part, Terms(base.year, changed)).en
    assert all(columns(part, title)[1].en == head for title, _ in part.groups)


def test_what_was_paid_and_is_not_explained_is_a_line_of_its_own(base: Ground) -> None:
    """Twelve firms above the limit were refunded; a change that does not touch the line gives no part."""
    part = one(base, cap=10**6)
    assert (part.rule, part.unexplained, part.paid) == (36 * DUE + 12 * 300_000, 12 * DUE, 48 * DUE + 12 * 300_000)
    assert (
        part.factor
        and round(part.factor * (part.paid or 0)) == 12_235_000_000
        and one(base, duration=12).line.key == "unemployment.benefit"
    )
    assert effect(base, {}, sample()) == ()


def test_where_no_limit_is_in_force_none_is_taken(base: Ground) -> None:
    """Of layoffs there is none before 2021, and of small firms' before 2020."""
    rates = {SME: 60, LARGE: 30}
    due = [base.firms.select(refund(Terms(year, rates)).gt(0).sum()).item() for year in (2019, 2020, 2021)]
    assert due == [7 * 12, 7 * 12, 5 * 12]


def test_what_was_taken_back_is_not_paid(tmp_path: Path) -> None:
    """A month taken back whole is none, one in part is what is left; as the books have it."""
    city = City()
    for _ in range(12):
        person = city.person()
        claim = city.claim(person, entitled_months=12)
        for month in range(3):
            city.pay(person, JAN + month, claim_id=claim)
        city.pay(person, JAN, -STANDARD, kind="recovery", claim_id=claim)
        city.pay(person, JAN + 1, -300, kind="recovery", claim_id=claim)
    base = ground(read(city.write(tmp_path / "city")))
    assert base
    part = one(base, duration=1)
    assert (part.paid, part.rule, part.changed) == (12 * (2 * STANDARD - 300),) * 2 + (12 * (STANDARD - 300),)


def test_what_is_of_too_few_is_not_said_to_be_missing_in_the_report(tmp_path: Path) -> None:
    """Of the year that the records say they cover, whatever month stands in a row."""
    city = City()
    city.refund(city.firm())
    city.pay(city.person(), JAN + 120, paid_month=JAN + 120)
    folder = city.write(tmp_path / "city")
    (folder / "about.json").write_text('{"as_of": "2021-12"}')
    base = ground(read(folder))
    assert base and base.year == 2021
    part = one(base, cap=10**6)
    assert part.paid is part.factor is None and "too few" in factor(part).en


def test_without_a_line_in_the_report_nothing_is_scaled(base: Ground) -> None:
    (part,) = effect(base, {"cap": 1}, None)
    assert part.factor is None


def cells(part: Part) -> Iterator[list[Side]]:
    for _, rows in part.groups:
        for side in (0, 1):
            yield [both[side] for _, both in rows]


@pytest.mark.parametrize("key", CHANGES)
def test_no_cell_of_too_few_nor_one_that_gives_it_away(key: str) -> None:
    """In the mini city most cells are of too few: by any change none is shown, and none is hidden alone beside a total."""
    base = ground(read(MINI))
    assert base
    for value in (1, 12, 18, 29):
        for part in effect(base, {key: min(value, CHANGES[key].high)}, sample()):
            for column, total in zip(cells(part), (*part.both, *part.both), strict=True):
                assert all(cell.heads is None or cell.heads == 0 or cell.heads >= LEAST for cell in (*column, total))
                assert sum(cell.heads is None for cell in column) != 1 or total.heads is None
            if any(side.heads is None for side in part.both):
                assert part.changed is part.net is None


def test_all_that_cannot_be_read_is_said_at_once() -> None:
    with pytest.raises(SifundError) as caught:
        parse(["wage=3", "cap=abc", "duration=3.5", "duration=0", f"{SME}=101", f"{SME}=nan", "paid_months", "cap=1_0"])
    assert [p.subject for p in caught.value.problems] == [
        "--set",
        "cap",
        "duration",
        "duration",
        SME,
        SME,
        "paid_months",
        "cap",
    ]
    assert parse([f"{SME}=55.5", "cap= 100000"]) == {SME: 55.5, "cap": 100_000}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_the_command_says_it_without_a_row(lang: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["records", "effect", str(MINI), "--lang", lang, "--format", form]
    assert main([*command, "--set", f"{SME}=50", "--set", "duration=12"]) == 0 == main(command)
    text = capsys.readouterr().out
    assert "layoff_limit" in text and "None" not in text and "nan" not in text.lower().replace("finance", "")
    assert not any(f"{start}00000" in text for start in range(991, 999))
    if form == "table":
        assert {"zh": "已支付，规则不能解释", "en": "Paid, not explained by the rule"}[lang] in text and "3,125" in text


def test_what_was_taken_back_is_off_whatever_its_sign_and_without_its_claim(tmp_path: Path) -> None:
    city = City()
    person, firm = city.person(), city.firm()
    claim = city.claim(person)
    for month, fen in ((JAN, STANDARD), (JAN + 1, STANDARD), (JAN + 2, STANDARD)):
        city.pay(person, month, fen, claim_id=claim)
    city.pay(person, JAN + 1, STANDARD, kind="recovery")
    city.pay(person, JAN + 2, -STANDARD, kind="recovery", claim_id=claim)
    city.refund(firm)
    city.refund(firm, kind="recovery")
    folder = read(city.write(tmp_path / "city"))
    base = ground(folder)
    assert base and base.months["month"].to_list() == [JAN] and base.firms["paid_fen"].sum() == 0
    assert sums(folder).business == {
        ("unemployment.benefit", 2021): STANDARD,
        ("unemployment.stabilisation_refund", 2021): 0,
    }
