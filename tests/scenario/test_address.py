"""What an address says besides its scenario: every part that is not applied is said, on every page and by `replay`."""

from __future__ import annotations

from pathlib import Path

import pytest
from office import csv, office
from streamlit.testing.v1 import AppTest

from sifund.cli.ask import read_link
from sifund.dataset import Dataset
from sifund.importer.source import read_files
from sifund.scenario import parse
from sifund.scenario.link import address_problems

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("query", "words"), [
    ("lang=fr", ["fr", "zh（中文）", "Chinese"]), ("lang=ZH", ["ZH"]), ("s=1&s=1", ["2次", "2 times"]),
    ("s=1&lnag=en", ["lnag", "是否想写lang"]),
    ("s=1&years=5", ["years"]), ("s=1&from=singlemessage", ["from"]), ("lang=zh&lang=en", ["lang", "2次"]),
])  # fmt: skip
def test_what_a_link_says_in_vain_is_said(query: str, words: list[str]) -> None:
    said = " ".join(
        notice(lang) for notice in read_link(f"https://sifund.test/scenario?{query}").notices for lang in ("zh", "en")
    )
    assert all(word in said for word in words), said


def test_a_good_link_says_nothing() -> None:
    assert read_link("https://sifund.test/scenario?s=1&lang=en").notices == ()
    assert address_problems({}) == [] and address_problems({"s": ["1"], "lang": ["zh"]}) == []


@pytest.mark.parametrize("page", ["overview", "scenario", "saved", "checks", "compare"])
def test_pages_say_it(page: str) -> None:
    run = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    run.query_params |= {"lang": "fr", "sceanrio": "1"}
    run.run()
    run = run if page == "overview" else run.switch_page(f"pages/{page}.py").run()
    assert not run.exception
    said = " ".join(str(w.value) for w in run.warning)
    assert "“fr”" in said


@pytest.mark.parametrize(("part", "near"), [
    ("view.yeras=5", "view.years"), ("unemployment.benefit_standrad=1600", "unemployment.benefit_standard"),
])  # fmt: skip
def test_a_mistyped_key_of_a_scenario_gets_did_you_mean(dataset: Dataset, part: str, near: str) -> None:
    (notice,) = parse(f"1;{part}", dataset)[1]
    assert near in notice("zh") and near in notice("en")


def test_a_mistyped_key_of_a_table_gets_did_you_mean() -> None:
    lines = "fund,line,kind,year,unit,actual\nunemployment,unemployment.benfit,expenditure,2022,万元,5\n"
    said = " ".join(n(lang) for n in read_files(office(lines)).notices for lang in ("zh", "en"))
    assert '"unemployment.benefit"' in said
    table = csv("parameters", "key,from_month,value\nunemployment.benefit_standrad,2022-01,5\n")
    with pytest.raises(ValueError, match=r"did you mean: unemployment.benefit_standard"):
        read_files([*office(), table])


@pytest.mark.parametrize(("written", "name"), [
    ("%E7%94%B2%E3%80%80%E4%B9%99", "甲　乙"), ("%E7%94%B2%C2%A0%E4%B9%99", "甲\u00a0乙"), ("a%09b", "a\tb"), ("a%0Ab", "a\nb"),
])  # fmt: skip
def test_blanks_of_every_kind_are_ordinary_in_a_links_name(dataset: Dataset, written: str, name: str) -> None:
    assert [parse(f"1;n={written}", dataset)[0].name, parse(f"1;n={written}", dataset)[1]] == [name, ()]
    made = parse(f"1;n={written}", dataset)[0]
    assert parse(made.text(), dataset) == (made, ())


@pytest.mark.parametrize("code", ["%00", "%0B", "%7F", "%EF%BF%BF", "%EF%B7%90"])
def test_what_no_text_may_hold_is_taken_out_of_a_links_name(dataset: Dataset, code: str) -> None:
    found, notices = parse(f"1;n=a{code}b", dataset)
    assert found.name == "ab" and [n.code for n in notices] == ["name_cleaned"]
