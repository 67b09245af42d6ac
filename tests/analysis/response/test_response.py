"""The response of a lever at its slider's places, and the corridor of what is permitted: against the run, `solve`, the law."""

from __future__ import annotations

import json
from collections.abc import Iterator

import numpy as np
import pytest
from support import amount, scenario, small

from sifund import catalog
from sifund.analysis.alerts import alerts
from sifund.analysis.effect.goal import Goal
from sifund.analysis.effect.solve import solve
from sifund.analysis.response import grid
from sifund.analysis.response.corridor import Zone, asked_of, corridor
from sifund.analysis.response.grid import Response, respond
from sifund.analysis.response.places import Places
from sifund.dataset import Dataset
from sifund.declare.parameter import month_of
from sifund.model.calibrate import calibrate
from sifund.model.case import Case, run
from sifund.model.memory import STORE
from sifund.model.paths import Array
from sifund.scenario import Scenario

ENFORCED = "1;unemployment.refund_gate=enforce@2022-01;unemployment.benefit_standard=1530@2022-01"
LIMITED = "1;unemployment.refund_gate=enforce@2022-01;view.cost=unemployment:2e8,public:2e8;view.floor=unemployment:9"
START = month_of(2022)


def sliders(dataset: Dataset, fund: str, kinds: tuple[str, ...] = ("lever",)) -> list[Places]:
    base, found = calibrate(dataset), []
    for p in (*catalog.of_kind(kinds, fund), *catalog.of_kind(kinds, catalog.SHARED)):
        path = base.steps(p.key)
        if not p.options and p.dated and all(month <= START for month, _ in path):
            value = base.value_at(p.key, START)
            if value is None and (line := base.typed_line(p)) and line.kind != "quantity":
                value = float(Case(dataset).side().line(line.key)[1])
            found += [] if value is None else [Places.of(p, START, value)]
    return found


def responses(dataset: Dataset, text: str, fund: str, *kinds: str) -> Iterator[tuple[Scenario, Places, Response]]:
    found, places = scenario(dataset, text), sliders(dataset, fund, kinds or ("lever",))
    asked = asked_of(found, calibrate(dataset), fund, 2022)
    for one, response in zip(places, respond(dataset, found, asked, places), strict=True):
        yield found, one, response


def sides(dataset: Dataset, found: Scenario, places: Places, at: list[int]):
    """Only the lever's own fund is run; all where it is shared."""
    own = (places.p.fund,) if places.p.fund in dataset.funds else ()
    return run(dataset, [found.with_steps(places.p.key, places.steps(x)).changes for x in at], 6, own)


def shown(response: Response, amounts: Array, at: int) -> Array:
    return np.array([np.interp(at, response.at, year) for year in amounts.T])


def zones(dataset: Dataset, text: str, fund: str) -> Iterator[tuple[Scenario, Places, Zone]]:
    base = calibrate(dataset)
    for found, places, response in responses(dataset, text, fund):
        for zone in corridor(dataset, base, found, asked_of(found, base, fund, 2022), places, response):
            yield found, places, zone


@pytest.mark.parametrize(
    "text", ["1", ENFORCED, "1;public.closure=balance@2022-01;resident.basic_standard=400@2022-01"]
)
@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_the_response_is_the_run_s_at_every_place(dataset: Dataset, fund: str, text: str) -> None:
    """Within 0.5% of what it says changes or 20万元; beside every place that is kept, so on both sides of a jump too."""
    random = np.random.default_rng(2021)
    for found, places, response in responses(dataset, text, fund, "lever", "driver", "assumption"):
        beside = {min(max(at + step, 0), places.count - 1) for at in response.at for step in (-1, 0, 1)}
        tried = sorted(beside | set(random.integers(0, places.count, 12).tolist()))
        if places.p.fund != fund:
            continue
        for at, side in zip(tried, sides(dataset, found, places, tried), strict=True):
            for name, own in (("expenditure", response.spending), ("closing", response.closing)):
                true, base = side.measure(fund, name), side.baseline.measure(fund, name)
                assert own is not None and true is not None and base is not None
                off = np.abs(shown(response, own, at) - true)
                assert (off <= np.maximum(0.005 * np.abs(true - base), 20e4)).all(), (places.p.key, at, name)
                spent = side.measure(fund, "expenditure")
                assert spent is not None
                assert (off <= np.maximum(0.0002 * np.maximum(np.abs(true), spent), 1e4)).all(), (
                    places.p.key,
                    at,
                    name,
                )


def test_a_jump_is_kept_to_one_step(dataset: Dataset) -> None:
    """The enforced gate stops a year's refund from one yuan of benefit to the next: both are places of their own."""
    _, places, response = next(x for x in responses(dataset, ENFORCED, "unemployment") if "benefit" in x[1].p.key)
    steps = np.diff(response.at)
    jumps = np.abs(np.diff(response.spending, axis=0)).max(axis=1) / steps
    assert (steps[jumps > 1e8] == 1).all() and (jumps > 1e8).sum() >= 2
    assert places.count == 2501


def test_what_is_straight_takes_two_places(dataset: Dataset) -> None:
    some = {places.p.key: len(response.at) for _, places, response in responses(dataset, "1", "resident")}
    assert some["resident.basic_standard"] == some["resident.funeral_months"] == 2


def test_cost_and_size(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of the engine and bytes a slider, which do not depend on the machine."""
    rows: list[int] = []
    count = len(sliders(dataset, "unemployment"))
    real = run

    def counting(on: Dataset, some, *others):
        rows.append(len(some))
        return real(on, some, *others)

    monkeypatch.setattr(grid, "run", counting)
    for text, most, calls, size in (("1", 14.5, 3, 500), (ENFORCED, 26, 5, 1115)):
        vars(dataset).get(STORE, {}).clear()
        rows.clear()
        found = [response for *_, response in responses(dataset, text, "unemployment")]
        amounts = [
            (r.at, *((x / 1000).round().tolist() for x in (r.spending, r.closing) if x is not None)) for r in found
        ]
        assert sum(rows) <= most * count and len(rows) <= calls
        assert len(json.dumps(amounts, separators=(",", ":"))) < size * count
        rows.clear()
        list(responses(dataset, text, "unemployment"))
        assert not rows, "what is known is not asked again"


def test_a_lever_s_own_value_does_not_make_its_response_anew(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    list(responses(dataset, "1;unemployment.benefit_standard=1530@2022-01", "unemployment"))
    calls: list[int] = []
    monkeypatch.setattr(grid, "run", lambda on, some, *others: calls.append(len(some)) or run(on, some, *others))
    places = next(x for x in sliders(dataset, "unemployment") if "benefit" in x.p.key)
    for text in ("1;unemployment.benefit_standard=1700@2022-01", "1"):
        found = scenario(dataset, text)
        respond(dataset, found, asked_of(found, calibrate(dataset), "unemployment", 2022), [places])
    assert not calls


# --- the corridor -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["1", LIMITED])
@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_the_ends_of_every_zone_are_the_run_s_and_the_law_s_to_one_step(dataset: Dataset, fund: str, text: str) -> None:
    for found, places, zone in zones(dataset, text, fund):
        edges = {x for first, last in zone.runs for x in (first - 1, first, last, last + 1)}
        tried = sorted(x for x in {*edges, 0, places.count - 1, places.count // 2} if 0 <= x < places.count)
        inside = [any(first <= x <= last for first, last in zone.runs) for x in tried]
        asked = asked_of(found, calibrate(dataset), fund, 2022)
        for at, is_in, side in zip(tried, inside, sides(dataset, found, places, tried), strict=True):
            cover, spent, base = (s.measure(fund, m) for s, m in (
                (side, "cover_months"), (side, "expenditure"), (side.baseline, "expenditure")))  # fmt: skip
            assert cover is not None and spent is not None and base is not None
            case = Case(dataset, found.with_steps(places.p.key, places.steps(at)).changes)
            holds = {
                "law": not any(alert.key == places.p.key for alert in alerts(case.side())),
                "cover": bool((cover[1:] >= asked.floor).all()),
                "cost": asked.cost is not None and bool((spent - base <= asked.cost).all()),
            }  # fmt: skip
            assert holds[zone.kind] == is_in, (places.p.key, zone.kind, at)


@pytest.mark.parametrize("fund", ["public", "resident", "unemployment"])
def test_the_ends_of_cover_are_those_of_solve(dataset: Dataset, fund: str) -> None:
    for found, places, zone in zones(dataset, "1", fund):
        inner = {x for run in zone.runs for x in run} - {0, places.neutral, places.count - 1}
        if zone.kind == "cover" and inner:
            floor = asked_of(found, calibrate(dataset), fund, 2022).floor
            ends = [
                solve(dataset, found, places.p.key, Goal(fund, "cover_months", year, floor))
                for year in range(2022, 2027)
            ]
            solved = [places.place(end.exact) for end in ends if end.status == "met"]
            assert all(min(abs(x - end) for end in solved) < 1 for x in inner), places.p.key


def test_the_words_of_the_ends(dataset: Dataset) -> None:
    says = {(places.p.key.partition(".")[2], zone.kind): (zone.says.zh, zone.says.en)
            for _, places, zone in zones(dataset, "1", "unemployment")}  # fmt: skip
    assert says["benefit_standard", "law"] == ("法定 ≤ 1,699", "Lawful ≤ 1,699")
    assert says["benefit_standard", "cover"] == (
        "备付期限≥6个月（假设结余） ≤ 2,366", "Cover ≥ 6 months (assumed) ≤ 2,366")  # fmt: skip
    assert says["employer_rate", "law"] == ("法定 仅0.5%", "Lawful only 0.5%")
    assert says["refund_rate_sme", "cover"][0].endswith("全程")
    assert ("remit_share", "law") not in says, "no limit is declared"
    wage = scenario(dataset, "1;unemployment.minimum_wage=400@2022-01")
    places = next(x for x in sliders(dataset, "unemployment") if "benefit" in x.p.key)
    asked = asked_of(wage, calibrate(dataset), "unemployment", 2022)
    law = corridor(dataset, calibrate(dataset), wage, asked, places, respond(dataset, wage, asked, [places])[0])[0]
    assert (law.says.zh, law.says.en, law.runs) == ("法定 无", "Lawful none", ())


def test_no_corridor_of_cover_without_an_opening() -> None:
    found = small([amount("unemployment.benefit", 1.7e8), amount("unemployment.medical", 9e7)])
    kinds = {zone.kind for _, _, zone in zones(found, "1", "unemployment")}
    assert kinds == {"law"}
    assert all(response.closing is None for *_, response in responses(found, "1", "unemployment"))


def test_a_typed_opening_is_what_the_corridor_stands_on(dataset: Dataset) -> None:
    found = scenario(dataset, "1;unemployment.opening=800000000")
    base = calibrate(dataset, found.inputs)
    places = next(x for x in sliders(dataset, "unemployment") if "benefit" in x.p.key)
    asked = asked_of(found, base, "unemployment", 2022)
    cover = corridor(dataset, base, found, asked, places, respond(dataset, found, asked, [places])[0])[1]
    assert cover.says.zh.startswith("备付期限≥6个月 ≤ ")


def test_places_are_the_slider_s(dataset: Dataset) -> None:
    sme = next(x for x in sliders(dataset, "unemployment") if x.p.key == "unemployment.refund_rate_sme")
    assert (sme.count, sme.neutral, sme.value(0), sme.value(100), sme.steps(60)) == (101, 60, 0, 100, ())
    assert sme.steps(61) == ((START, 61.0),) and sme.place(60.5) == 60.5
    adjustment = next(x for x in sliders(dataset, "public") if x.p.key == "public.adjustment")
    assert (adjustment.value(0), adjustment.value(adjustment.count - 1)) == (0, 8), "cut at the ends"
    assert adjustment.value(adjustment.neutral + 1) == 4.26
