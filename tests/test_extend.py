"""The recipes of docs/extend.md, followed word by word on a copy of the house."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sifund.cli import main

ROOT = Path(__file__).resolve().parents[1]
RECIPE = re.compile(r"^```(?:python|csv) (\S+)(?: (after|instead) ?([^\n]*))?\n(.*?)^```$", re.M | re.S)
PARTS = ("A fund", "A lever", "A check", "A page")
PAGE = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=120)
for language in ("zh", "en"):
    for page in {pages}:
        app.query_params["lang"] = language
        app.query_params["s"] = "1;d=harbour;{change}"
        app.switch_page(f"pages/{{page}}.py").run()
        assert not app.exception, (page, language, app.exception)
        assert any("<h1>" in part.proto.body for part in app.get("html")), page
print("drawn")
"""


def follow(house: Path, part: str) -> None:
    """Do what a recipe says: a file, words after a declaration, or words instead of others."""
    text = (ROOT / "docs" / "extend.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {part}\n")[2].partition("\n## ")[0]
    recipes = RECIPE.findall(section)
    assert recipes, part
    for name, how, where, body in recipes:
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if how else ""
        if how == "after":
            start = old.index(where)
            end = old.index("\n)", start)
            end = old.index("\n", end + 1) + 1
            path.write_text(old[:end] + body + old[end:], encoding="utf-8")
        elif how == "instead":
            before, _, after = body.partition("---\n")
            assert old.count(before.strip("\n")) == 1, (name, before)
            path.write_text(old.replace(before.strip("\n"), after.strip("\n")), encoding="utf-8")
        else:
            path.write_text(body, encoding="utf-8")


def sifund(house: Path, *words: str) -> str:
    """What the command prints, in the copy."""
    done = subprocess.run([sys.executable, *words], cwd=house, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:] + done.stdout[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house in which all four recipes were followed."""
    copy = tmp_path_factory.mktemp("house")
    for name in ("sifund", "pages", "data", ".streamlit"):
        shutil.copytree(ROOT / name, copy / name)  # compiled modules too: only what a recipe changes is compiled again
    shutil.copy(ROOT / "app.py", copy / "app.py")
    for part in PARTS:
        follow(copy, part)
    sifund(copy, "-m", "sifund", "build", "source", "data/harbour")
    return copy


def test_the_lever_follows_from_its_declaration(house: Path) -> None:
    listed = json.loads(sifund(house, "-m", "sifund", "parameters", "harbour", "--format", "json"))
    assert "ferry.share" in json.dumps(listed)
    words = ("-m", "sifund", "simulate", "harbour", "--set", "ferry.share=50", "--format", "json")
    rows = json.loads(sifund(house, *words))["rows"]
    paid = {row["year"]: (row["baseline"], row["scenario"]) for row in rows if row["line"] == "ferry.grants"}
    assert paid[2023] == (12_000_000, 12_000_000)
    assert paid[2024] == (12_000_000, 6_000_000)  # half of 1,200万元, by hand


def test_the_sample_stays_as_it_was(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("simulate", "urumqi-2021", "--set", "unemployment.benefit_standard=1530", "--format", "json")
    assert main([*words]) == 0
    assert json.loads(sifund(house, "-m", "sifund", *words)) == json.loads(capsys.readouterr().out)


def test_the_check_looks_at_every_dataset(house: Path) -> None:
    assert "Spending on nobody" in sifund(house, "-m", "sifund", "check", "harbour", "--lang", "en")


def test_the_new_page_and_the_new_lever_are_drawn_in_both_languages(house: Path) -> None:
    """All other pages with all their parts: below."""
    pages = ("scenario", "harbour")
    assert "drawn" in sifund(house, "-c", PAGE.format(pages=pages, change="ferry.share=80"))


@pytest.mark.parametrize("part", ["pages", "documents", "commands"])
def test_the_new_fund_runs_through_everything(house: Path, part: str) -> None:
    """Alone and as the fourth beside the sample's: every part of every page, every document, every command, both languages."""
    done = subprocess.run([sys.executable, str(ROOT / "tests" / "support" / "tour.py"), part], cwd=house, capture_output=True, text=True,
                          env=os.environ | {"PYTHONPATH": str(house)}, timeout=300, check=False)  # fmt: skip
    assert done.stdout.strip().endswith("seen"), done.stderr[-3000:]
