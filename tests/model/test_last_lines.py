"""Lines that read what the fund's other lines come to: they run last, and are calibrated, explained and refused as lines."""

from __future__ import annotations

from collections.abc import Callable

import made_up
import pytest
from support import account, amount, given, run, small

from sifund import catalog
from sifund.analysis.explain import explain
from sifund.analysis.explain.general import formula_words
from sifund.analysis.explain.wording import numbers
from sifund.analysis.explain.wording import words as explained_words
from sifund.dataset import Dataset
from sifund.declare.formula import Line, expenditure, income, quantity
from sifund.declare.party import MUNICIPAL, RECIPIENTS
from sifund.declare.unit import YUAN
from sifund.declare.values import Values
from sifund.model.calibrate import calibrate
from sifund.model.case import Side
from sifund.text import Text

FEN = 0.01
NAME = Text("管理费", "Fee")
PENSION = amount("public.pension", 36e6)
MEMBERS = [given("public.active_members", 1_000), given("public.prior_pension", 3_000)]
OPENING = account("public", "opening", 5e7)


# --- the subsidy, whatever the data give --------------------------------------------------------------------------------


def one(**parts: object) -> Dataset:
    return small([PENSION], MEMBERS, **parts)  # type: ignore[arg-type]


DATA: dict[str, Callable[[], Dataset]] = {
    "unknown opening": one,
    "known opening": lambda: one(accounts=[OPENING]),
    "total": lambda: one(accounts=[OPENING, account("public", "income", 4e7)]),
    "total of nine months": lambda: one(accounts=[OPENING, account("public", "income", 4e7)], months=9),
    "reported": lambda: small([PENSION, amount("public.subsidy", 2.7e7, kind="income")], MEMBERS, [OPENING]),
    "given later": lambda: small([PENSION], [*MEMBERS, given("public.subsidy", 3e7, "2024-04")], [OPENING]),
    "balanced from the start": lambda: small([PENSION], [*MEMBERS, given("public.closure", 1)], [OPENING]),
    "nothing spent": lambda: small([amount("public.contributions", 1e7, kind="income")], MEMBERS[:1], [OPENING]),
    "nine months": made_up.nine_months,
}
TEXTS = (
    "",
    "public.closure=balance@2024-01;public.adjustment=9@2024-01",
    "public.closure=balance@2022-01;public.adjustment=9@2022-01",
    "public.subsidy=20000000@2024-05;public.employer_rate=9",
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", DATA)
def test_its_explanation_makes_its_amount_in_every_year(name: str, text: str) -> None:
    if name == "nine months":
        text = text.replace("@2022", "@2023")
    result = run(DATA[name](), text)
    for side in (result, result.baseline):
        for year, want in zip(side.years, side.line("public.subsidy"), strict=True):
            part = explain(side, "public.subsidy", year)
            assert part.amount == pytest.approx(want, abs=FEN), year
            for months in part.segments:
                assert "—" not in numbers(part, months[0]).en, year


GROUNDS = {
    "unknown opening": "what balances the base year",
    "total": "the reported income less the fund's other income",
    "reported": "the amount that the data give",
}


@pytest.mark.parametrize(("name", "says"), GROUNDS.items())
def test_its_base_year_says_where_it_is_from(name: str, says: str) -> None:
    result = run(DATA[name]())
    (read,) = explain(result, "public.subsidy", 2022).inputs
    assert read.ground and read.ground.says.en == says
    assert says in formula_words(catalog.line("public.subsidy"), result.base).en


def test_its_formula_says_what_an_unknown_balance_leaves() -> None:
    line = catalog.line("public.subsidy")
    said = formula_words(line, calibrate(DATA["unknown opening"]())).en
    assert "Cover" not in said and "baseline: [Opening balance − (Opening balance + " in said
    assert "baseline: [Cover at the end of the base year" in formula_words(line, calibrate(DATA["total"]())).en


# --- any line -----------------------------------------------------------------------------------------------------------


@expenditure("unemployment.fee", NAME, paid_to=RECIPIENTS)
def fee(v: Values):
    """A twelfth of what the year takes in and spends, and of the opening balance [yuan/month]."""
    return (v.spent + v.others + v.opening) / 12


@pytest.fixture
def with_fee(monkeypatch: pytest.MonkeyPatch) -> Side:
    """A run of a fund whose file declares such a line before all others."""
    for table in ("lines", "computed"):
        every = {fee.key: fee} | getattr(catalog, table)()
        monkeypatch.setattr(catalog, table, lambda every=every: every)
    data = small(
        [amount("unemployment.benefit", 12e6), amount("unemployment.remit_up", 1e5)],
        [given("unemployment.benefit_standard", 1_000), given("unemployment.new_claims", 1_200),
         given("unemployment.insured", 10_000)],
        [account("unemployment", "opening", 5e6)],
    )  # fmt: skip
    return run(data, "unemployment.benefit_standard=1100@2024-01;unemployment.employee_rate=1")


def test_a_line_runs_after_the_lines_it_reads_together(with_fee: Side) -> None:
    for side in (with_fee.baseline, with_fee):
        rest = sum(side.line(key) for key in side.line_keys() if key != fee.key)
        opening = side.measure("unemployment", "opening")
        assert opening is not None and side.line(fee.key) == pytest.approx(rest + opening)
    assert with_fee.base.covered(fee.key) == pytest.approx(with_fee.baseline.line(fee.key)[0])


def test_it_is_explained_and_moved_as_any_line(with_fee: Side) -> None:
    for year in with_fee.years:
        part = explain(with_fee, fee.key, year)
        assert part.amount == pytest.approx(with_fee.line(fee.key)[with_fee.years.index(year)])
        assert formula_words(fee) == explained_words(part)
    read = {x.key: set(x.moved_by) for x in explain(with_fee, fee.key, 2024).inputs}
    both = {"unemployment.benefit_standard", "unemployment.employee_rate"}
    assert read == {f"unemployment.{name}": both for name in ("spent", "others", "opening")}


@quantity("unemployment.left", Text("余数", "Left"), unit=YUAN)
def left(v: Values):
    """What the year leaves [yuan]."""
    return v.others - v.spent


@income("unemployment.gap", Text("补差", "Gap"), paid_by=MUNICIPAL)
def gap(v: Values):
    """What the year lacks, by way of a quantity [yuan/month]."""
    return v.positive(-1 * v[left]) / 12


@income("unemployment.share", Text("分成", "Share"), paid_by=MUNICIPAL)
def share(v: Values):
    """Reads a line that runs last [yuan/month]."""
    return v[fee]


@pytest.mark.parametrize(("lines", "says"), [
    ([fee, gap, left], "unemployment.fee and unemployment.gap both read"),
    ([share, fee], "unemployment.share reads unemployment.fee, which runs after"),
])  # fmt: skip
def test_what_cannot_be_put_in_order_is_refused(lines: list[Line], says: str) -> None:
    catalog.check_order([gap, left])
    with pytest.raises(ValueError, match=says):
        catalog.check_order(lines)
