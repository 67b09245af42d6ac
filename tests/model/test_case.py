"""A case is a question, a side one row of a run; what is worked out is kept once, within its bytes, with its dataset."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from threading import Barrier, Event

import numpy as np
import pytest
from hypothesis import given, settings
from seen import control
from streamlit.testing.v1 import AppTest
from support import FEN, account, amount, sample, scenario, scenarios, small

from sifund import catalog
from sifund.analysis.unknown import NO_LATER_YEAR, NO_SPENDING, amounts, why_no_cover
from sifund.dataset import Dataset
from sifund.declare.measure import BALANCE_SHEET, COVER_OWN
from sifund.model import case as cases
from sifund.model.baseline import Baseline
from sifund.model.calibrate import calibrate
from sifund.model.case import CASES, Case, bytes_of, run
from sifund.model.memory import Memory, remembered
from sifund.problem import SifundError
from sifund.scenario import Scenario, dataset_mark
from sifund.scenario.scenario import inputs_of, moves_of
from sifund.terms import OPENING_UNKNOWN

ROOT = Path(__file__).resolve().parents[2]
TWO = "unemployment.benefit_standard=1530;public.adjustment=6@2023-01;unemployment.opening=700000000"


def copy_of(dataset: Dataset) -> Dataset:
    """The same tables read again: another object with the same fingerprint."""
    return replace(dataset)


def case_of(dataset: Dataset, text: str, years: int = 6) -> Case:
    return Case(dataset, scenario(dataset, text).changes, years)


# --- the question -----------------------------------------------------------------------------------------------------


def test_a_case_is_what_it_asks_and_nothing_else(dataset: Dataset) -> None:
    found = case_of(dataset, TWO)
    named = scenario(dataset, f"n=name;{TWO};view.fund=public")
    again = Case(copy_of(dataset), tuple(reversed(named.changes)), 6)
    assert found == again and hash(found) == hash(again) and len({found, again}) == 1
    others = [
        Case(dataset, found.changes, 7),
        Case(dataset, found.changes[1:], 6),
        Case(small([amount("public.pension", 1e6)])),
    ]
    assert all(found != other for other in others) and found != found.changes  # fmt: skip


@settings(max_examples=15)
@given(scenarios())
def test_the_sides_of_a_batch_are_those_of_their_cases(changed: Scenario) -> None:
    """A batch is one engine call; each of its rows is what the case of the same changes gives."""
    try:
        (own, _, nothing) = run(sample(), [changed.changes, scenario(sample(), "public.retirees=50000").changes, ()], 6)
    except SifundError:
        with pytest.raises(SifundError):
            Case(sample(), changed.changes).side()
        return
    case = Case(sample(), changed.changes)
    for key in own.line_keys():
        pairs = [(own.line(key), case.side().line(key)), (own.baseline.line(key), case.side("baseline").line(key))]
        pairs += [
            (own.months(key).reshape(-1, 12).sum(axis=1), own.line(key)),
            (nothing.line(key), nothing.baseline.line(key)),
        ]
        assert all(np.allclose(one, other, rtol=1e-12, atol=0, equal_nan=True) for one, other in pairs)
    assert own.moves == dict(moves_of(changed.changes)) and own.changes == dict(changed.changes)
    assert own.baseline.moves == {} and own.baseline.changes.keys() == dict(inputs_of(changed.changes)).keys()


def test_each_change_alone_keeps_the_base_year_inputs_and_is_run_when_asked_for(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def counted(*given: object, **named: object) -> object:
        calls.append(1)
        return run(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(cases, "run", counted)
    found = case_of(copy_of(dataset), f"{TWO};view.years=9", 9)
    found.side()
    assert len(calls) == 1
    alone = found.alone("public.adjustment")
    assert len(calls) == 2 and alone.changes.keys() == {"public.adjustment", "unemployment.opening"}
    assert amounts(alone, "unemployment", "closing") == pytest.approx(
        found.side("baseline").measure("unemployment", "closing")
    )
    assert found.alone("unemployment.benefit_standard").moves.keys() == {"unemployment.benefit_standard"}
    assert len(calls) == 2
    again = case_of(copy_of(dataset), f"{TWO};view.years=8", 8)
    again.apart()
    whole = case_of(again.dataset, f"{TWO};view.years=8", 8).side()
    assert len(calls) == 3 and whole is again.side(), "asked for first, they are one engine call with the whole"
    one = case_of(dataset, "public.adjustment=6")
    assert one.alone("public.adjustment") is one.side()
    for wrong in ("unemployment.opening", "public.retirees"):
        with pytest.raises(KeyError):
            found.alone(wrong)


# --- the answer -------------------------------------------------------------------------------------------------------


def test_a_measure_is_none_where_it_is_unknown_and_never_nan() -> None:
    """An unknown opening balance; and years in which nothing is spent. Why a fund has no later cover is said."""
    side = Case(small([amount("public.pension", 12e6)])).side()
    for name in (*BALANCE_SHEET, COVER_OWN):
        unknown = name in ("opening", "closing", "cover_months", COVER_OWN)
        for fund in ("public", catalog.ALL):
            assert (side.measure(fund, name) is None) == unknown, name
            assert (side.value(fund, name, 2022) is None) == unknown, name
    idle = small([amount("unemployment.benefit", 0)], accounts=[account("unemployment", "opening", 1e6)])
    cover = Case(idle).side().measure("unemployment", "cover_months")
    assert cover is not None and np.isinf(cover).all()
    assert Case(idle).side().value("unemployment", "cover_months", 2022) is None
    known = Case(sample()).side()
    whys = [why_no_cover(one, "unemployment") for one in (Case(idle).side(), Case(sample(), years=1).side())]
    assert [*whys, why_no_cover(side, "public")] == [NO_SPENDING, NO_LATER_YEAR, OPENING_UNKNOWN]
    for name in (*BALANCE_SHEET, COVER_OWN):
        for fund in (*known.funds, catalog.ALL):
            assert (amounts := known.measure(fund, name)) is not None and not np.isnan(amounts).any()


def test_a_side_has_the_paths_and_quantities_behind_its_figures(dataset: Dataset) -> None:
    side = case_of(dataset, TWO).side()
    standard, insured = (catalog.parameter(f"unemployment.{name}") for name in ("benefit_standard", "insured"))
    assert side.path(standard)[12] == 1530 and side.baseline.path(standard)[12] != 1530
    assert (side.path(insured) == side.baseline.path(insured)).all() and side.path(insured).shape == (72,)
    claimants = side.quantity(catalog.quantities()["unemployment.claimants"])
    assert claimants is not None
    assert side.months("unemployment.benefit") == pytest.approx(claimants * side.path(standard), abs=FEN)
    lacking = Case(small([amount("unemployment.benefit", 1e6)])).side()
    assert lacking.quantity(catalog.quantities()["unemployment.claimants"]) is None


def test_a_baseline_is_frozen_when_it_leaves_calibration(dataset: Dataset) -> None:
    """What sessions share can be changed by none: no table of it, no attribute, and it has nothing that sets a value."""
    base = calibrate(dataset, (("unemployment.opening", 7e8),))
    assert type(base) is Baseline and not hasattr(base, "set")
    for name in (f.name for f in fields(base)):
        with pytest.raises(FrozenInstanceError):
            setattr(base, name, getattr(base, name))
        if isinstance(table := getattr(base, name), Mapping) and not name.startswith("_"):
            with pytest.raises(TypeError):
                table["x"] = 1  # type: ignore[index]


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_a_case_is_worked_out_once_however_many_ask_at_the_same_time(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sessions on data of their own with the same content ask in threads: one run, and all get its arrays."""
    at_once, calls = 8, []
    ready = Barrier(at_once)

    def slow(*given: object, **named: object) -> object:
        calls.append(1)
        Event().wait(0.1)
        return run(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(cases, "run", slow)
    text = "unemployment.benefit_standard=1531.25@2022-03"
    copies = [copy_of(dataset) for _ in range(at_once)]

    def ask(own: Dataset) -> object:
        asked = case_of(own, text)
        ready.wait()
        return asked.side()

    with ThreadPoolExecutor(at_once) as pool:
        sides = list(pool.map(ask, copies))
    assert len(calls) == 1 and len(set(map(id, sides))) == 1


def test_an_error_reaches_all_who_wait_and_is_not_kept(dataset: Dataset) -> None:
    memory, ready, owner = Memory[str](100, len), Barrier(3), copy_of(dataset)

    def fail() -> str:
        Event().wait(0.05)
        raise ValueError

    def ask(_: int) -> type[BaseException] | None:
        ready.wait()
        try:
            memory.get(owner, "key", fail)
        except ValueError as error:
            return type(error)
        return None

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(ask, range(3))) == [ValueError] * 3
    assert memory.get(owner, "key", lambda: "made") == "made" and memory.bytes == 4


def test_what_is_kept_stays_within_its_bytes_and_the_oldest_goes_first(dataset: Dataset) -> None:
    one = run(dataset, [scenario(dataset, TWO).changes], 6)
    size, made = bytes_of(one), []
    memory = Memory[tuple[cases.Side, ...]](5 * size // 2, bytes_of)

    def ask(number: int) -> None:
        changed = scenario(dataset, f"{TWO.replace('1530', str(1530 + number))}").changes
        memory.get(dataset, number, lambda: (made.append(number), run(dataset, [changed], 6))[1])

    for number in (0, 1, 2):
        ask(number)
    assert made == [0, 1, 2] and len(memory) == 2 and memory.bytes == 2 * size
    ask(1)
    ask(3)  # 2 is now the one longest unused
    ask(1)
    assert made == [0, 1, 2, 3] and memory.bytes <= memory.limit
    ask(2)
    assert made == [0, 1, 2, 3, 2]
    assert size == sum({id(x): x.nbytes for x in _arrays(one[0])}.values())
    assert CASES.limit == 200_000_000 and CASES.bytes <= CASES.limit


def _arrays(side: cases.Side) -> list[np.ndarray]:
    part, paths = side.part, side.paths
    lines = [x for table in (part.annual, part.months, part.quantities) for x in table.values()]
    balances = [getattr(b, name) for b in part.balances.values() for name in b.__slots__]
    return [*lines, *balances, *(x for x in paths._paths.values() if len(x) > 1)]


def test_what_is_kept_of_a_dataset_goes_with_it(dataset: Dataset) -> None:
    """Nothing that is keyed by a dataset holds it: not a case, its sides, its baselines or what is remembered of them."""
    own = copy_of(dataset)
    gc.collect()
    before, gone = CASES.bytes, weakref.ref(own)
    kept = case_of(own, TWO.replace("1530", "1532.5"))
    sides = [kept.side(), kept.alone("public.adjustment")]
    assert CASES.bytes > before
    del own, kept, sides
    gc.collect()
    assert gone() is None and CASES.bytes == before


def test_equal_questions_share_what_was_worked_out_but_not_other_law(dataset: Dataset) -> None:
    """Law is no part of a dataset's fingerprint, but of what is said of a run."""
    own, lawless = copy_of(dataset), replace(dataset, law=())
    case, other, bare = (Case(on, (), 6) for on in (own, copy_of(dataset), lawless))
    assert case.side() is other.side() and bare == case and bare.side() is not case.side()
    assert bare.side().base.dataset.law == () != case.side().base.dataset.law


def test_what_a_function_remembers_is_bounded_and_made_once() -> None:
    class Thing:
        pass

    calls: list[int] = []

    @remembered(2)
    def double(thing: Thing, number: int) -> int | None:
        calls.append(number)
        return 2 * number or None

    thing = Thing()
    assert [double(thing, n) for n in (0, 1, 0, 2, 0, 1)] == [None, 2, None, 4, None, 2]
    assert calls == [0, 1, 2, 1]
    double(Thing(), 0)
    assert calls == [0, 1, 2, 1, 0]


KEYS = {"scenario": "lab", "outlook": "outlook"}
SECTIONS = {
    "scenario": ["Effect", "Which lever", "Why this number", "Who pays", "What a person gets", "Solve for it"],
    "outlook": ["Paths", "Actuarial", "Sensitivity", "Stress tests", "Backtest", "Methods"],
}
PAGES = ("overview", "scenario", "compare", "outlook", "performance", "methods", "checks")


def test_nothing_of_a_session_s_own_dataset_outlives_the_session(dataset: Dataset) -> None:
    """Every page, each section of the analyses and a solved question on data that only this session has."""
    own = replace(dataset, meta=dataset.meta.model_copy(update={"name_zh": "本次会话的数据"}))
    gone = weakref.ref(own)

    def visit(own: Dataset) -> None:
        at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        at.session_state["_uploaded"] = {dataset_mark(own): own}
        at.query_params["s"] = (
            f"1;d={dataset_mark(own)};{TWO};view.draws=256;view.years=3|1;d={dataset_mark(own)};public.adjustment=5"
        )
        at.run()
        for page in PAGES:
            at.switch_page(f"pages/{page}.py").run()
            heading = next(x.proto.body for x in at.get("html") if x.proto.body.startswith("<h1>"))
            assert not at.exception and "本次会话的数据" in heading, page
            for name in SECTIONS.get(page, ()):
                control(at, KEYS[page]).set_value(name).run()
                assert not at.exception, name

    visit(own)
    del own
    gc.collect()
    assert gone() is None
