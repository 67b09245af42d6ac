"""What stands on the brief: the year it speaks of, how many things it lists, and when there is room for a large chart."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from support import scenario

from sifund.analysis.alerts import notes
from sifund.analysis.persons.words import moved_words
from sifund.dataset import Dataset
from sifund.report.brief import ALERTS, LEVERS, NOTES, SHOWN, TALL, Brief
from sifund.report.order import Order
from sifund.text import Lang

MANY = (
    "unemployment.benefit_standard=1530", "unemployment.refund_rate_sme=95", "unemployment.employer_rate=0.8",
    "unemployment.employee_rate=0.6", "unemployment.skills_subsidy=2500", "resident.match=80", "public.adjustment=6",
    "public.employee_rate=9",
)  # fmt: skip


def brief(dataset: Dataset, text: str, lang: Lang = "en") -> Brief:
    return Brief(Order(dataset, scenario(dataset, text), lang))


@pytest.mark.parametrize(("text", "fund", "year", "last"), [
    ("", "unemployment", 2022, 2026),
    ("view.years=1", "unemployment", 2021, 2021), ("view.years=2", "unemployment", 2022, 2022),
    ("view.fund=resident", "resident", 2022, 2026),
    ("unemployment.benefit_standard=1530@2024-01", "unemployment", 2024, 2026),
    ("unemployment.benefit_standard=1530@2024-01;view.fund=public", "public", 2024, 2026),
    ("unemployment.benefit_standard=1530@2024-01;public.adjustment=6@2025-01;view.fund=public", "public", 2025, 2026),
])  # fmt: skip
def test_the_brief_speaks_of_the_first_year_with_an_effect_else_of_the_first_after_the_base_year(
    dataset: Dataset, text: str, fund: str, year: int, last: int
) -> None:
    page = brief(dataset, text)
    assert page.fund == fund
    assert [row["name"].split(" · ")[0] for row in page.figures()] == [str(year)] * 3 + [str(last)]


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 7, 8])
def test_what_is_left_out_of_the_brief_is_counted(dataset: Dataset, count: int) -> None:
    page = brief(dataset, ";".join(MANY[:count]))
    levers, room = [row["name"] for row in page.levers()], LEVERS[page.full]
    assert len(levers) == (count if count <= room else room + 1)
    assert [f"{count - room} more: see the link."] * (count > room) == levers[room:]
    assert ("and more" in page.question) is (count > 3) and (f"({count} changes)" in page.question) is (count > 3)


def test_alerts_are_listed_up_to_a_number_and_none_is_said_to_be_none(dataset: Dataset) -> None:
    assert list(brief(dataset, "").alerts()) == ["No legal alerts."]
    one = list(brief(dataset, "unemployment.employer_rate=0.8").alerts())
    assert len(one) == 1 and one[0].startswith("Legal alert · 2022")
    many = list(brief(dataset, ";".join(MANY)).alerts())
    assert len(many) == ALERTS[True] + 1 and many[-1].endswith("more: see the link.")


@pytest.mark.parametrize(("changes", "roomy", "full"), [
    ((), True, False), (MANY[:1], True, False), (MANY[4:6], False, False), (MANY[:3], False, True), (MANY, False, True),
])  # fmt: skip
def test_what_there_is_to_say_leaves_room_for_a_large_chart_or_a_small_one(
    dataset: Dataset, changes: Sequence[str], roomy: bool, full: bool
) -> None:
    page = brief(dataset, ";".join(changes))
    assert (page.roomy, page.full) == (roomy, full)


def test_a_large_chart_is_higher(dataset: Dataset) -> None:
    large, small = (
        float(re.findall(r'height="([0-9.]+)"', brief(dataset, ";".join(MANY[:count])).chart_svg())[0])
        for count in (1, 8)
    )
    assert large > TALL > small


@pytest.mark.parametrize("count", [0, 1, 8])
def test_a_link_is_printed_up_to_a_length_and_a_cut_is_shown(dataset: Dataset, count: int) -> None:
    page = brief(dataset, ";".join(MANY[:count]))
    (printed,) = [line.replace("\u200b", "") for line in page.passport() if line.startswith("http")]
    link = page.order.link
    assert printed == (link if len(link) <= SHOWN else f"{link[:SHOWN]}…")
    assert (len(link) > SHOWN) is (count == 8)


def test_the_chart_is_of_balances_where_these_are_known(dataset: Dataset) -> None:
    assert "closing balance of 1,645.42 million yuan in 2026" in brief(dataset, "").chart_title


def test_the_brief_says_what_a_person_gets(dataset: Dataset) -> None:
    """Those of the fund shown whom the scenario moves, in the words of the page; one where there is little room."""
    page = brief(dataset, "unemployment.benefit_standard=1530;unemployment.refund_rate_sme=90")
    assert page.persons == [words("en") for words in moved_words(page.order.side, page.year, ["unemployment"])]
    assert "Small firm of 20: once 7,488 yuan → 11,232 yuan" in page.persons[-1]
    assert page.content()["others"][-len(page.persons) :] == page.persons
    assert brief(dataset, "").persons == [] and len(brief(dataset, ";".join(MANY)).persons) == 1


@pytest.mark.parametrize(("count", "room"), [(1, NOTES[False]), (8, NOTES[True])])
def test_notes_are_listed_up_to_a_number_and_the_rest_is_counted(dataset: Dataset, count: int, room: int) -> None:
    page = brief(dataset, ";".join(MANY[:count]))
    listed, known = list(page.notes()), notes(page.order.side)
    assert page.full is (count == 8) and len(listed) == min(len(known), room + 1)
    assert (listed[-1] == f"{len(known) - room} more: see the link.") is (len(known) > room)
