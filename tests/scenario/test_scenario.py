"""Scenario text: round trip, fingerprints, and hostile input that is always answered in plain words."""

from __future__ import annotations

import pytest
from hypothesis import example
from hypothesis import given as example_of
from hypothesis import strategies as st
from support import plain_line, sample, scenario, scenarios

from sifund import catalog
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.problem import Problem
from sifund.scenario import NAME_LIMIT, Scenario, dataset_mark, parse
from sifund.scenario.link import COMPARED, SEPARATOR, address, read_reference, read_texts, reference
from sifund.scenario.steps import STEP_LIMIT, path_words, read_steps, value_words
from sifund.scenario.view import LAST_YEARS, View

BENEFIT = "unemployment.benefit_standard"
KEPT = "resident.basic_standard=400@2022-01"
JAN = month_of(2022)
names = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=NAME_LIMIT).map(str.strip)
views = st.builds(
    View, years=st.integers(1, LAST_YEARS), fund=st.sampled_from(["public", "resident", "unemployment"]),
    start=st.sampled_from(["next", "base"]),
)  # fmt: skip


@st.composite
def full(draw: st.DrawFn) -> Scenario:
    made = draw(scenarios(hard=draw(st.booleans())))
    mark = dataset_mark(sample())
    origin = draw(st.sampled_from(["", "0123456789.1", "abcdef0123.999999"]))
    return Scenario(made.changes, draw(names.filter(str.isprintable)), mark, draw(views), origin)


def says(notices: tuple[Problem, ...]) -> list[str]:
    return [line for n in notices for line in (n("zh"), n("en"))]


def read(dataset: Dataset, part: str) -> tuple[Scenario, Problem]:
    """A text of one bad part among good ones: the good ones still apply, and the bad one yields one plain notice."""
    good = View(start="base") if "view.years" in part else View(years=10)
    found, notices = parse(";".join(["1", "n=x", part, KEPT, *good.parts()]), dataset)
    assert found.steps("resident.basic_standard") == ((JAN, 400.0),)
    assert found.name == "x" and found.view == good
    assert len(notices) == 1 and all(map(plain_line, says(notices))), notices
    return found, notices[0]


# --- round trip ---------------------------------------------------------------------------------------------------------


@example_of(full())
def test_text_reads_back_as_the_same_scenario(made: Scenario) -> None:
    assert parse(made.text(), sample()) == (made, ())


@example_of(st.data())
def test_any_order_of_the_parts_reads_the_same(data: st.DataObject) -> None:
    made = data.draw(full())
    version, *parts = made.text().split(";")
    shuffled = ";".join([version, *data.draw(st.permutations(parts))])
    found, notices = parse(shuffled, sample())
    assert (found, notices) == (made, ()) and found.text() == made.text()
    assert parse(";".join(parts), sample())[0] == made  # the version may be missing


@example_of(full(), names, views)
def test_fingerprint_is_of_the_changes_only(made: Scenario, name: str, view: View) -> None:
    assert Scenario(made.changes, name, "", view).fingerprint == made.fingerprint
    other = made.with_steps(BENEFIT, ((JAN, 1_234.5678),))
    assert other.fingerprint != made.fingerprint
    assert other.with_steps(BENEFIT, made.steps(BENEFIT)).fingerprint == made.fingerprint


@example_of(st.floats(-2, 2, exclude_min=True).map(lambda x: x + 0.0))
@example(-0.25767471604122294)  # the baseline's own value
def test_every_float_reads_back(value: float) -> None:
    made = Scenario((("public.pension_mix", ((JAN, value),)),), dataset=dataset_mark(sample()))
    assert parse(made.text(), sample()) == (made, ())


def test_canonical_form(dataset: Dataset) -> None:
    text = (
        " ; unemployment.benefit_standard=1620.50@2024-01,01530.0@2022-01 ;n=%E6%8F%90;resident.match=60;view.years=6"
    )
    mark = dataset_mark(dataset)
    expected = (
        f"1;d={mark};n=%E6%8F%90;resident.match=60@2022-01;unemployment.benefit_standard=1530@2022-01,1620.5@2024-01"
    )
    assert scenario(dataset, text.replace(" ;", ";").strip("; ")).text() == expected


def test_a_value_without_date_starts_in_january_after_the_base_year(dataset: Dataset) -> None:
    assert scenario(dataset, f"{BENEFIT}=1530") == scenario(dataset, f"{BENEFIT}=1530@2022-01")
    assert (
        scenario(dataset, f"{BENEFIT}=1530").fingerprint == scenario(dataset, f"{BENEFIT}=1530.0@2022-01").fingerprint
    )


def test_choices_are_written_by_name(dataset: Dataset) -> None:
    made = scenario(dataset, "unemployment.refund_gate=enforce;public.closure=balance@2023-01")
    assert made.steps("unemployment.refund_gate") == ((JAN, 1.0),)
    assert "public.closure=balance@2023-01;unemployment.refund_gate=enforce@2022-01" in made.text()


def test_undated_values_and_inputs(dataset: Dataset) -> None:
    made = scenario(dataset, "public.prior_pension=5900;public.opening=200000000")
    assert made.inputs == (("public.opening", 2e8),)
    assert [k for k, _ in made.moves] == ["public.prior_pension"]
    assert "public.opening=200000000;public.prior_pension=5900" in made.text()


def test_minus_zero_is_zero(dataset: Dataset) -> None:
    two = [scenario(dataset, f"economy.wage_growth={zero}") for zero in ("0", "-0")]
    assert two[0].text() == two[1].text() and two[0].fingerprint == two[1].fingerprint


# --- bad parts ----------------------------------------------------------------------------------------------------------

BAD = [
    ("unemployment.benefit_standart=1530", "unknown_key", BENEFIT),
    ("benefit_standard=1530", "unknown_key", BENEFIT),
    ("zzz=1", "unknown_key", "parameters"),
    ("nothing at all", "not_a_part", "nothing at all"),
    (f"{BENEFIT}=-1", "bounds", "0"),
    (f"{BENEFIT}=100001", "bounds", "100000"),
    ("unemployment.refund_rate_sme=101", "bounds", "100"),
    ("unemployment.mean_months=0.5", "bounds", "36"),
    ("economy.wage_growth=-51", "bounds", "-50"),
    (f"{BENEFIT}=1530@2022-13", "month", "2022-13"),
    (f"{BENEFIT}=1530@2022-00", "month", "2022-00"),
    (f"{BENEFIT}=1530@２０２２-01", "month", "２０２２-01"),  # full-width digits
    (f"{BENEFIT}=1530@2022-1", "month", "2022-1"),
    (f"{BENEFIT}=1530@", "month", ""),
    (f"{BENEFIT}=1530@2020-12", "month", "2021"),  # before the base year
    (f"{BENEFIT}=1530@2100-01", "month", "2099"),
    (f"{BENEFIT}=1530@9999-01", "month", "9999-01"),
    ("public.opening=100000000@2022-01", "takes_no_date", "public.opening"),
    ("public.prior_pension=5900@2022-01", "takes_no_date", "public.prior_pension"),
    (f"{BENEFIT}=nan", "number", "nan"), (f"{BENEFIT}=inf", "number", "inf"), (f"{BENEFIT}=-inf", "number", "-inf"),
    (f"{BENEFIT}=1e3", "number", "1e3"), (f"{BENEFIT}=0x5fa", "number", "0x5fa"), (f"{BENEFIT}=1_530", "number", "1_530"),
    (f"{BENEFIT}=１５３０", "number", "１５３０"), (f"{BENEFIT}=+1530", "number", "+1530"), (f"{BENEFIT}=", "number", ""),
    (f"{BENEFIT}=1,530", "duplicate_step", "530"),
    (f"{BENEFIT}=1530元", "number", "1530元"), (f"{BENEFIT}={'9' * 400}", "number", "…"),
    (f"{BENEFIT}={{0.__class__}}", "number", "{0.__class__}"), ("{name}=1", "unknown_key", "{name}"),
    ("unemployment.refund_gate=maybe", "choice", "enforce"), ("unemployment.refund_gate=1", "choice", "alert"),
    (f"{BENEFIT}={','.join(f'1{i}@20{22 + i // 12}-{i % 12 + 1:02d}' for i in range(STEP_LIMIT + 1))}",
     "too_many_steps", str(STEP_LIMIT)),
    ("d=other-2020.abcdef", "other_dataset", "other-2020.abcdef"),
    ("d=urumqi-2021.000000", "other_dataset", "urumqi-2021.000000"),
    ("d=<b>", "dataset", "‹b›"),
    ("k=<b>.1", "origin", "‹b›.1"), ("k=0123456789", "origin", "0123456789"), ("k=0123456789.1", "reference", "0123456789.1"),
    ("view.years=0", "view", "0"), ("view.years=1e9", "view", "1e9"), ("view.colour=red", "view", "colour"),
    ("view.start=never", "view", "never"), ("view.fund=<script>", "view", "script"),
    ("\x00\x1b[31m=1", "unknown_key", "·"), ("a\nb\r\u2028\u202ec=1", "unknown_key", "a·b···c"),
    ("<script>alert(1)</script>", "not_a_part", "‹script›"), ("<b>=1", "unknown_key", "‹b›"),
    (f"{BENEFIT}=<img src=x>", "number", "‹img src=x›"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "code", "word"), BAD, ids=[f"{i}-{b[1]}" for i, b in enumerate(BAD)])
def test_a_bad_part_is_named_and_the_rest_applies(dataset: Dataset, part: str, code: str, word: str) -> None:
    found, notice = read(dataset, part)
    assert notice.code == code
    assert word in notice("zh") and word in notice("en")
    if code not in ("duplicate_step", "duplicate_key"):
        assert [k for k, _ in found.changes] == ["resident.basic_standard"]


def test_good_steps_of_a_path_with_a_bad_one_apply(dataset: Dataset) -> None:
    found, notice = read(dataset, f"{BENEFIT}=1530@2022-13,1620@2024-01,1e9@2025-01".replace("1e9", "1700"))
    assert found.steps(BENEFIT) == ((month_of(2024), 1620.0), (month_of(2025), 1700.0))
    assert notice.code == "month"


def test_of_two_values_in_one_month_the_first_holds(dataset: Dataset) -> None:
    found, notice = read(dataset, f"{BENEFIT}=1530@2022-01,1620@2022-01")
    assert found.steps(BENEFIT) == ((JAN, 1530.0),) and notice.code == "duplicate_step"


def test_of_two_parts_with_one_key_the_first_holds(dataset: Dataset) -> None:
    found, notice = read(dataset, f"{BENEFIT}=1530;{BENEFIT}=1620")
    assert found.steps(BENEFIT) == ((JAN, 1530.0),)
    assert notice.code == "duplicate_key" and "1620" in notice("zh")


@pytest.mark.parametrize("text", ["n=a;n=b", "view.years=5;view.years=7"])
def test_a_second_name_or_view_is_noticed(dataset: Dataset, text: str) -> None:
    found, notices = parse(text, dataset)
    assert [n.code for n in notices] == ["duplicate_key"] and all(map(plain_line, says(notices)))
    assert found.name in ("a", "") and found.view.years in (5, 6)


def test_a_retired_key_applies_under_its_new_name(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalog.RETIRED, "unemployment.dole", BENEFIT)
    found, notice = read(dataset, "unemployment.dole=1530")
    assert found.steps(BENEFIT) == ((JAN, 1530.0),)
    assert notice.code == "retired_key" and BENEFIT in notice("en") and "unemployment.dole" in notice("zh")


def test_a_retired_key_beside_its_new_name_counts_twice(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalog.RETIRED, "unemployment.dole", BENEFIT)
    found, notices = parse(f"{BENEFIT}=1530;unemployment.dole=1620", dataset)
    assert found.steps(BENEFIT) == ((JAN, 1530.0),)
    assert [n.code for n in notices] == ["retired_key", "duplicate_key"]


def test_the_datasets_own_mark_raises_no_notice(dataset: Dataset) -> None:
    for mark in (dataset.code, dataset_mark(dataset), f"{dataset.code}.{dataset.fingerprint}"):
        assert parse(f"d={mark}", dataset)[1] == ()


@pytest.mark.parametrize("version", ["2", "x", "999999999999"])
def test_an_unknown_version_is_noticed_and_read(dataset: Dataset, version: str) -> None:
    found, notices = parse(f"{version};{KEPT}", dataset)
    assert [n.code for n in notices] == ["version"] and found.steps("resident.basic_standard")


# --- several, and short ones --------------------------------------------------------------------------------------------


def test_of_several_texts_the_first_is_read(dataset: Dataset) -> None:
    found, notices = parse(f"1;{KEPT}|1;{BENEFIT}=1530", dataset)
    assert [key for key, _ in found.changes] == ["resident.basic_standard"] and [n.code for n in notices] == ["several"]


@example_of(st.lists(full(), min_size=1, max_size=COMPARED))
def test_a_link_carries_several_scenarios(made: list[Scenario]) -> None:
    link = address("http://127.0.0.1:8501/", "compare", SEPARATOR.join(s.text() for s in made), "zh")
    assert [parse(text, sample()) for text in read_texts(link)] == [(s, ()) for s in made]
    assert read_texts(SEPARATOR.join(s.text() for s in made)) == [s.text() for s in made]


def test_a_pasted_link_without_a_scenario_gives_none() -> None:
    assert [read_texts(x) for x in ("", " ", "http://[", "http://127.0.0.1/compare", "?lang=zh")] == [[]] * 5


def test_a_short_text_asks_for_a_saved_version() -> None:
    assert read_reference(reference("0123456789.12")) == ("0123456789", 12)
    assert read_reference("k=0123456789.12") == ("0123456789", 12)
    assert [read_reference(x) for x in ("", "1;k=012345678.1", "1;d=a;k=0123456789.1", "1;k=0123456789")] == [None] * 4


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{0.__class__}{value}%s", "提标；方案=1", "a;b=c&d|e", "%00%zz"]
)
def test_a_name_is_only_text(dataset: Dataset, name: str) -> None:
    made = Scenario(name=name, dataset=dataset_mark(dataset))
    assert not set("<>{}; |&") & set(made.text().split("n=")[1])
    assert parse(made.text(), dataset) == (made, ())


def test_a_name_loses_control_characters_and_what_is_too_long(dataset: Dataset) -> None:
    found, notices = parse("n=a%00%0Ab%1B%E2%80%AE%EF%BF%BF%FF", dataset)
    assert found.name == "a\nb\ufffd"
    assert [n.code for n in notices] == ["name_cleaned"]
    found, notices = parse(f"n={'长' * 500};{KEPT}", dataset)
    assert len(found.name) == NAME_LIMIT and [n.code for n in notices] == ["name_cut"]
    assert found.steps("resident.basic_standard") and all(map(plain_line, says(notices)))


# --- anything at all ----------------------------------------------------------------------------------------------------


def test_a_megabyte_is_refused_at_once(dataset: Dataset) -> None:
    for text in ("x" * 2**20, f"{BENEFIT}=1530;" * 50_000, "\x00" * 2**20):
        found, notices = parse(text, dataset)
        assert found.changes == () and [n.code for n in notices] == ["too_long"]
        assert all(map(plain_line, says(notices)))


FRAGMENTS = [
    *(f"{b[0]}" for b in BAD), "1", "2", "", "=", "@", ",", "%", "{", "}", "{}", "{value}", "%s", "n=%", "n={value}", "d=",
    "\x00", "\ud800", "＝", "；", f"{BENEFIT}=1530", f"{BENEFIT}=1530@2022-01,1@2023-01", "view.years=10", "view.=", "n=%ED%A0%80",
]  # fmt: skip


@example_of(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=12).map(";".join) | st.text(max_size=400)
)
@example("view.years=۵")
def test_any_text_is_read_without_raising(text: str) -> None:
    found, notices = parse(text, sample())
    assert all(map(plain_line, says(notices)))
    again, more = parse(found.text(), sample())
    assert (again, more) == (found, ())


@pytest.mark.parametrize("part", ["view.a\nb=3", "view.\x1b[31m=3", "view.<b>=3"])
def test_a_view_key_in_a_message_is_plain(dataset: Dataset, part: str) -> None:
    _, notice = read(dataset, part)
    assert "<" not in notice("en")


def test_an_unknown_fund_in_the_view_is_noticed(dataset: Dataset) -> None:
    found, notices = parse("view.fund=nonsense", dataset)
    assert found.view.fund == "" and [n.code for n in notices] == ["view"]


@pytest.mark.parametrize(
    ("key", "body", "start", "zh", "en"),
    [
        (BENEFIT, "1530@2022-01,2000@2024-01", JAN, "1,530 元/月，2024年起2,000 元/月",
         "1,530 yuan a month, 2,000 yuan a month from 2024"),
        (BENEFIT, "1530@2022-07", JAN, "2022年7月起1,530 元/月", "1,530 yuan a month from 2022-07"),
        (BENEFIT, "1530@2022-01", JAN, "1,530 元/月", "1,530 yuan a month"),
        (BENEFIT, "1530.25@2022-01,1530.25@2023-01", None, "1,530.25 元/月", "1,530.25 yuan a month"),
        ("economy.wage_growth", "0@2022-01,6@2023-01,4@2027-01", None, "2022年0%，2023年起6%，2027年起4%",
         "0% in 2022, 6% from 2023, 4% from 2027"),
        ("public.interest_margin", "0.5@2022-01,1@2023-01", None, "2022年0.5 个百分点，2023年起1 个百分点",
         "0.5 percentage points in 2022, 1 percentage points from 2023"),
        ("public.closure", "hold@2022-01,balance@2023-01", None, None, None),
    ],
)  # fmt: skip
def test_a_path_in_words(
    dataset: Dataset, key: str, body: str, start: int | None, zh: str | None, en: str | None
) -> None:
    p = catalog.parameter(key)
    steps, wrong = read_steps(p, body, dataset.base_year)
    assert not wrong
    said = path_words(p, steps, start)
    if zh is None:
        assert said.zh == f"2022年{p.options[0].name.zh}，2023年起{p.options[1].name.zh}"
    else:
        assert (said.zh, said.en) == (zh, en)


def test_a_small_amount_keeps_its_digits() -> None:
    small = catalog.parameter("unemployment.training")
    said = [value_words(small, yuan) for yuan in (150.0, 78_000.0, 1_357_245_768.55)]
    assert [words.zh for words in said] == ["0.015 万元/年", "7.8 万元/年", "135,725 万元/年"]
    assert [words.en.split()[0] for words in said] == ["0.00015", "0.078", "1,357.25"]
