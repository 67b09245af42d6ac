"""Every class of odd character, on every way in and out: made as it is, or refused by name. Nothing else happens."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import pytest
from odd import ODD, files, forced
from sqlalchemy import text
from writer import content

from sifund import dataset as datasets
from sifund.cli import main
from sifund.dataset import Dataset
from sifund.dataset.acceptance import FILE, SCHEMA, read
from sifund.dataset.schema import TABLES
from sifund.importer.source import Imported, read_files
from sifund.problem import SifundError
from sifund.scenario import NAME_LIMIT, Scenario, parse
from sifund.store import Store
from sifund.store.database import Database
from sifund.text import unfit

ROOT = Path(__file__).resolve().parents[2]
FAST = (
    "null",
    "non-character",
    "right to left",
    "surrogate",
    "emoji",
    "formula =",
    "markup",
    "jinja",
    "typst",
    "escaped",
    "longer",
)
"""What `make test` makes everything of; `make audit` makes it of all."""
REFUSED = {
    "null": "is not a text file",
    "surrogate": "not a text file",
    "formula =": "is a formula",
    "call": "is a formula",
}
T = TypeVar("T")
EACH = pytest.mark.parametrize("what", ODD)


def named(error: SifundError, words: str) -> bool:
    """Whether the message says what is wrong by its code, or that the words are too long."""
    codes = unfit(words)
    return all(code in str(error) for code in codes) if codes else len(words) > NAME_LIMIT


def close(words: str) -> str:
    """Blanks of any kind as one."""
    return " ".join(words.split())


def tried(act: Callable[[], T]) -> T | SifundError:
    try:
        return act()
    except SifundError as error:
        return error


def uploaded(words: str) -> Imported | SifundError:
    """Files whose dataset and one line are called so."""
    return tried(lambda: read_files(files(words)))


@EACH
def test_an_upload_is_taken_as_it_is_or_refused_by_name(what: str) -> None:
    words, found = ODD[what], uploaded(ODD[what])
    if isinstance(found, SifundError):
        why = next((said for start, said in REFUSED.items() if what.startswith(start)), "")
        assert why in str(found) if why else named(found, words), str(found)
        assert all(line.isprintable() for line in (*found.lines("zh"), *found.lines("en")))
        return
    own = [row.name_zh for row in found.dataset.lines if row.line != "unemployment.benefit"]
    assert not unfit(words) and close(found.dataset.meta.name_zh) == close(words)
    assert [close(name) for name in own] == [close(words)] or any(n.code == "passed_over" for n in found.notices)


@EACH
def test_a_scenario_has_its_name_or_says_what_became_of_it(what: str, dataset: Dataset) -> None:
    words = ODD[what]
    found, notices = parse(f"1;n={quote(words, safe='', errors='surrogatepass')}", dataset)
    assert not unfit(found.name) and len(found.name) <= NAME_LIMIT
    assert found.name == words.strip() or [n.code for n in notices], found.name
    assert all(line.isprintable() for notice in notices for line in (notice("zh"), notice("en")))
    made = tried(lambda: Scenario(name=words))
    assert (
        named(made, words)
        if isinstance(made, SifundError)
        else parse(made.text(), dataset)[0].name == words.strip()[:NAME_LIMIT]
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    database = Database(f"sqlite:///{tmp_path}/saved.sqlite3")
    yield Store(database)
    database.close()


def test_what_is_saved_is_given_back_as_it_was_or_refused_by_name(store: Store) -> None:
    for words in ODD.values():
        for field in ("name", "note", "author"):
            asked = replace(content(), **{field: words})
            saved = tried(partial(store.add, asked))
            if isinstance(saved, SifundError):
                assert named(saved, words), (field, words)
            else:
                assert store.get(saved.id).content == asked
        listed = tried(partial(store.search, words))
        assert named(listed, words) if isinstance(listed, SifundError) else listed.count or len(words) > NAME_LIMIT


def test_what_an_older_version_saved_is_shown_without_what_no_text_may_hold(store: Store) -> None:
    saved = store.add(content())
    with store.database.write() as connection:
        for column in ("name", "note", "author"):
            connection.execute(text(f"UPDATE versions SET {column} = :words"), {"words": f"a\x0b\u202e{column}\ufffe"})
    for found in (store.get(saved.id), *store.search().saved, *store.history(saved.id).saved):
        assert (found.content.name, found.content.note, found.content.author) == ("aname", "anote", "aauthor")
    assert store.rename(store.get(saved.id), "b").content.name == "b"


@EACH
def test_a_folder_of_another_version_is_read_as_it_is_or_refused_by_its_place(what: str, tmp_path: Path) -> None:
    words = ODD[what].encode(errors="ignore").decode()
    built = forced(words)
    for table in TABLES:
        built.frame(table).write_parquet(tmp_path / f"{table}.parquet")
    found = tried(lambda: datasets.load(tmp_path))
    if isinstance(found, SifundError):
        assert named(found, words) and {p.place.partition(":")[0] for p in found.problems} == {"meta.parquet"}
        assert found.problems[0].place == "meta.parquet:1" and found.problems[0].subject == "name_zh"
    else:
        assert not unfit(words) and found.meta.name_zh == words.strip()


def test_the_sample_holds_nothing_of_it(dataset: Dataset) -> None:
    for table in TABLES:
        assert not any(unfit(str(cell)) for row in dataset.frame(table).rows() for cell in row)


def test_an_acceptance_of_another_version_is_refused_by_its_file(tmp_path: Path) -> None:
    import polars as pl

    row = {"finding": "a", "mark": "0" * 8, "reason": "a\x0bb", "who": "", "when": None}
    pl.DataFrame([row], schema=SCHEMA).write_parquet(tmp_path / FILE)
    with pytest.raises(SifundError, match="damaged"):
        read(tmp_path)


@pytest.mark.parametrize("what", [what for what, words in ODD.items() if "\0" not in words])
def test_a_command_says_what_is_wrong_with_its_words(
    what: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ODD[what].replace("\ud800", "\udcff")  # as a byte that is no text arrives on a command line
    for command in (["simulate", words], ["simulate", "--scenario", f"1;n={words}"], ["check", words], ["replay", words],
                    ["link", "--base", words], ["verify", words], ["build", words, str(tmp_path / "x")],
                    ["simulate", "--set", words], ["parameters", words]):  # fmt: skip
        status = main(command)
        out = capsys.readouterr()
        assert status in (0, 1, 2) and "Traceback" not in out.err
        assert not unfit(out.out + out.err), command


def made(*texts: str) -> dict[tuple[str, str], str]:
    """What every maker made of the texts, in a process of its own."""
    ended = subprocess.run([sys.executable, str(ROOT / "tests" / "support" / "odd.py"), *texts], cwd=ROOT, check=False, capture_output=True,
                           text=True)  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-2000:]
    return {(what, file): said for what, file, said in map(json.loads, ended.stdout.splitlines())}


def test_every_maker_makes_it_or_refuses_it_by_name() -> None:
    found = made(*FAST)
    assert len(found) == len(FAST) * 14
    for (what, file), said in found.items():
        codes = unfit(ODD[what].encode(errors="ignore").decode())
        assert said == "made" or (said.startswith("refused: ") and "U+" in said), (what, file, said)
        assert not codes or (said != "made" and codes[0] in said), (what, file, said)
