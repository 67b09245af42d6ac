"""The README and the changelog, one language a file: the tour runs and prints the figures it names, in both languages; what
one says the other says too; nothing is named that is not there, no document and no command left out."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from mktestdocs import grab_code_blocks

from sifund.cli import COMMANDS, load
from sifund.cli.parser import Parser
from sifund.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[1]
READMES, CHANGELOGS = ("README.md", "README.zh-CN.md"), ("CHANGELOG.md", "CHANGELOG.zh-CN.md")
PAIRS = pytest.mark.parametrize("pair", [READMES, CHANGELOGS], ids="-".join)
PAGES = (*READMES, "SECURITY.md", *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
CHINESE, AMOUNT = re.compile("[\u3000-\u9fff\uff00-\uffef]"), re.compile(r"\d[\d,]*\.\d+")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tour(name: str) -> str:
    whole = text(name)
    return whole[whole.index("<!-- tour:start -->") : whole.index("<!-- tour:end -->")]


def blocks(name: str) -> list[str]:
    return grab_code_blocks(tour(name), lang="bash")


@cache
def run(block: str) -> str:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", block], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in (0, 141), done.stderr  # 141: `head` closed the pipe early
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("name", READMES)
def test_a_step_of_the_tour_runs_and_prints_the_figures_it_names(name: str) -> None:
    steps = re.split(r"^\*\*\d\. ", tour(name), flags=re.MULTILINE)[1:]
    assert len(steps) == len(blocks(name)) == 7
    for step, block in zip(steps, blocks(name), strict=True):
        output = run(block)
        words = re.sub(r"```.*?```", "", step, flags=re.DOTALL)
        assert output.strip() and all(amount in output for amount in AMOUNT.findall(words)), words
        assert (name == READMES[0]) or "--lang" not in block
    assert "scenario?s=1%3B" in run(blocks(name)[2])
    figures = {"35.00", "29.34", "5.662", "48.63", "0.012"} if name == READMES[0] else {"566.2", "1.2"}
    assert set(AMOUNT.findall(tour(name))) == {*figures, "70.4"}


def test_the_tour_is_the_same_in_both_languages() -> None:
    english, chinese = ([block.replace("--lang en ", "") for block in blocks(name)] for name in READMES)
    assert english == chinese


@PAIRS
def test_both_languages_have_the_same_parts(pair: tuple[str, str]) -> None:
    english, chinese = (
        [(re.match(r"#+|[-|!`]|\*\*\d|\*\*2", line) or [""])[0] for line in text(name).splitlines()] for name in pair
    )
    assert english == chinese


@PAIRS
def test_both_languages_name_the_same_code_files_and_years(pair: tuple[str, str]) -> None:
    def named(name: str) -> set[str]:
        words = re.sub(r"```text.*?```", "", text(name), flags=re.DOTALL)
        links = re.findall(r"\]\(([^)]*)\)", words)
        code = {code for code in re.findall(r"`([^`\n]+)`", words) if " " not in code and not CHINESE.search(code)}
        return {
            re.sub(r"(\.zh-CN)?\.md$|-(zh|en)\.png$", "", part) for part in {*links, *code} if not part.startswith("<")
        }

    assert named(pair[0]) == named(pair[1])


@pytest.mark.parametrize("name", [*READMES, *CHANGELOGS])
def test_a_file_is_in_one_language(name: str) -> None:
    said = re.sub(r"```.*?```|`[^`]*`|\[[^]]*\]\([^)]*\)|财社〔2017〕144号", "", text(name), flags=re.DOTALL)
    if ".zh-CN" in name:
        assert not re.search(r"[A-Za-z]{2,}( [A-Za-z]{2,}){2}", said)
        assert not re.search(f"{CHINESE.pattern}[,;:?!]", said)
    else:
        assert not CHINESE.search(said.replace("English · 中文", ""))


@pytest.mark.parametrize("name", [*READMES, *CHANGELOGS])
def test_what_is_linked_to_is_there(name: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]*)\)", text(name)) if "://" not in link]
    assert links and all((ROOT / link).exists() for link in links)


@pytest.mark.parametrize("name", READMES)
def test_the_map_and_the_settings_are_those_of_the_program(name: str) -> None:
    house = re.search(r"```text\n(.*?)```", text(name), re.DOTALL)
    assert house
    rooms = re.findall(r"^[\w/.]+(?:  [\w/.]+)?(?=  )", house[1], re.MULTILINE)
    assert all((ROOT / part).exists() for room in rooms for part in room.split())
    folders = {path.name for path in (ROOT / "sifund").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert {room.split("/")[1] for room in rooms if re.match(r"sifund/\w+/$", room)} == folders
    named = set(re.findall(r"^\| `(SIFUND_[A-Z_]+)`", text(name), re.MULTILINE))
    assert named and named <= {setting.name for setting in SETTINGS}


def written(name: str) -> list[list[str]]:
    """The words of each command that a page writes, without the brackets of what may be left out."""
    lines = re.sub(r"\\\n", "", text(name))
    lines = re.findall(r"(?:-m |/bin/|`|^)sifund ((?:records )?[a-z][a-z-]+[^`|\n)$]*)", lines, re.MULTILINE)
    return [re.sub(r"[][…\"]", "", line).split() for line in lines]


@pytest.mark.parametrize("name", PAGES)
def test_a_command_is_written_with_the_options_that_it_has_and_needs(name: str) -> None:
    for command, *words in written(name):
        parser = Parser(prog=command)
        load(command).options(parser)
        if command == "records":
            (parser,) = (action.choices[words.pop(0)] for action in parser._actions if isinstance(action.choices, dict))
        asked = {word for word in words if re.match("-+[a-z]", word)}
        needed = {action.option_strings[0] for action in parser._actions if action.required and action.option_strings}
        assert asked <= {"--lang", *parser._option_string_actions}, (command, words)
        assert not words or needed <= asked, (command, words)


@pytest.mark.parametrize("name", READMES)
def test_no_command_and_no_document_is_left_out(name: str) -> None:
    assert set(COMMANDS) <= set(re.findall(r"(?:`|sifund )([a-z-]+)", text(name)))
    assert {page for page in PAGES if page not in READMES} <= set(re.findall(r"\]\(([^)#]*)\)", text(name)))
