"""The small changes that `make audit` tries: each alone, never of words, never in the source; and how they are counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("mutmut")

from audit import Failed, mutants
from audit.mutants import Mutant, Outcome

SOURCE = '''"""A module of three lines."""


def paid(months: list[float], first: int = 0, *, all_of_it: bool = True) -> str:
    """What is paid."""
    whole = sum(months[first:12]) if all_of_it and months else 0.5
    if whole <= 10:
        return "little"
    return max("much", "more", key=len)
'''


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A tree of one module, in place of the project."""
    root = tmp_path_factory.mktemp("tree")
    file = root / "sifund" / "model" / "paid.py"
    file.parent.mkdir(parents=True)
    file.write_text(SOURCE, encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.mutmut]\nsource_paths = ["sifund"]\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutants, "ROOT", root)
        yield file


@pytest.fixture(scope="module")
def drawn(file: Path) -> list[Mutant]:
    assert file.is_file()
    return mutants.sample(1000, 1)


def test_an_operator_a_bound_a_flag_a_number_and_an_argument_are_changed_and_no_words(drawn: list[Mutant]) -> None:
    after = [mutant.after for mutant in drawn]
    for slip in ("all_of_it or months", "whole < 10", "all_of_it: bool = False", "first: int = 1", "[first:13]", "else 1.5",
                 "whole <= 11", 'max("more", key=len)'):  # fmt: skip
        assert sum(slip in line for line in after) == 1, slip
    assert not any("XX" in line or "None" in line or "MUCH" in line for line in after)


def test_each_changes_one_place_and_names_the_lines_of_its_statement(drawn: list[Mutant]) -> None:
    lines = list[str](SOURCE.splitlines())
    for mutant in drawn:
        ((old, new),) = [(a, b) for a, b in zip(lines, mutant.text.splitlines(), strict=True) if a != b]
        assert (mutant.before, mutant.after, mutant.path) == (old.strip(), new.strip(), "sifund/model/paid.py")
        at = lines.index(old) + 1
        assert mutant.lines == (range(5, len(lines) + 1) if at == 4 else range(at, at + 1))
    assert len({mutant.text for mutant in drawn}) == len(drawn)


def test_the_seed_draws_them(file: Path) -> None:
    assert file.is_file()
    assert mutants.sample(5, 1) == mutants.sample(5, 1) != mutants.sample(5, 2)


def test_a_copy_is_as_it_was_and_the_source_is_never_touched(drawn: list[Mutant], file: Path, tmp_path: Path) -> None:
    copied = tmp_path / drawn[0].path
    copied.parent.mkdir(parents=True)
    copied.write_text(SOURCE, encoding="utf-8")

    def stopped() -> None:
        with mutants._changed(tmp_path, drawn[0]):
            assert copied.read_text(encoding="utf-8") == drawn[0].text
            assert file.read_text(encoding="utf-8") == SOURCE
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert copied.read_text(encoding="utf-8") == file.read_text(encoding="utf-8") == SOURCE


def test_what_no_test_could_find_is_named_and_does_not_count(
    drawn: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("found", "found", "endless", "survived", "not run", "equivalent")
    outcomes = [Outcome(mutant, word) for mutant, word in zip(drawn, words, strict=False)]
    monkeypatch.setitem(mutants.EQUIVALENT, drawn[5].key, "it only saves time")
    lines = list(mutants.report(outcomes))
    assert (
        isinstance(lines[0], Failed) and "3 of 5 found, 60.0%" in lines[0] and "1 that no test could find" in lines[0]
    )
    says = "\n".join(lines)
    assert "it only saves time" in says and drawn[0].after not in says
    assert f"{drawn[3].path}:{drawn[3].lines.start}: `{drawn[3].before}`" in says
    (all_of_them,) = mutants.report([*outcomes[:3]])
    assert not isinstance(all_of_them, Failed) and "3 of 3 found" in all_of_them
