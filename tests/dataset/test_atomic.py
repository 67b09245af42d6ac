"""A failed write leaves what was there; an office's own data are kept under their code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from support import amount, small

from sifund import dataset as datasets
from sifund.cli import main
from sifund.dataset import Dataset, find, keep, load, save
from sifund.dataset.acceptance import Acceptance, accept, read
from sifund.dataset.atomic import STAGED, all_or_none, write_whole
from sifund.problem import SifundError
from sifund.scenario import dataset_mark


def of(yuan: float) -> Dataset:
    return small([amount("unemployment.benefit", yuan)])


def content(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("table", ["meta", "lines", "reasons"])
def test_a_table_that_cannot_be_written_leaves_the_old_ones(
    table: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(of(1), tmp_path / "kept")
    before = content(tmp_path / "kept")
    write = pl.DataFrame.write_parquet

    def full(frame: pl.DataFrame, file: Path, **options: object) -> None:
        if file.stem == table:
            raise OSError(28, "No space left on device")
        write(frame, file, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    for folder, why in (("kept", "No space"), ("new", "No space"), ("\udcff", "multibyte")):
        with pytest.raises(OSError, match=why):
            save(of(2), tmp_path / folder)
    assert content(tmp_path / "kept") == before
    assert [p.name for p in tmp_path.iterdir()] == ["kept"]


@pytest.mark.parametrize("last", range(1, 8))
def test_a_rename_that_fails_puts_the_old_ones_back(last: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(of(1), tmp_path)
    before = content(tmp_path)
    replace, done = Path.replace, []

    def breaks(path: Path, target: Path) -> Path:
        done.append(path)
        if len(done) == last:
            raise KeyboardInterrupt if last == 2 else OSError(5, "Input/output error")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", breaks)
    with pytest.raises((OSError, KeyboardInterrupt)):
        save(of(2), tmp_path)
    assert content(tmp_path) == before
    monkeypatch.undo()
    save(of(2), tmp_path)
    assert load(tmp_path).fingerprint == of(2).fingerprint


def test_a_process_killed_while_it_writes_leaves_the_old_ones(tmp_path: Path) -> None:
    save(of(1), tmp_path)
    before = content(tmp_path)
    code = ("import sys, time; from pathlib import Path; from sifund.dataset.atomic import all_or_none\n"
            "with all_or_none(Path(sys.argv[1]), ['lines.parquet']) as staged:\n"
            "    (staged / 'lines.parquet').write_text('half'); print('writing', flush=True); time.sleep(60)\n")  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, env={"PYTHONPATH": "."}
    )
    assert process.stdout and process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert content_but_staged(tmp_path) == before
    assert load(tmp_path).fingerprint == of(1).fingerprint
    with pytest.raises(SifundError, match="being written"):
        save(of(2), tmp_path)
    os.utime(tmp_path / STAGED, (time.time() - 3600, time.time() - 3600))  # long ago: left behind
    save(of(2), tmp_path)
    assert load(tmp_path).fingerprint == of(2).fingerprint and not (tmp_path / STAGED).exists()


def test_a_file_that_was_there_is_never_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process killed between any two file operations leaves it, and a reader beside a writer finds it."""
    accept(tmp_path, row := Acceptance(finding="a", mark="0" * 8, reason="r"))
    missing: list[Path] = []

    def watched(real: Callable[..., object]) -> Callable[..., object]:
        def act(path: Path, *given: Path, **named: bool) -> object:
            missing.extend([] if row in read(tmp_path) else [path])
            return real(path, *given, **named)

        return act

    for name in ("rename", "replace", "unlink", "mkdir", "rmdir"):
        monkeypatch.setattr(Path, name, watched(getattr(Path, name)))
    accept(tmp_path, Acceptance(finding="b", mark="0" * 8, reason="r"))
    assert missing == [] and len(read(tmp_path)) == 2


def test_one_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink() and content(tmp_path) == {"a": b"new", "link": b"new"}
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> None:
        write(path, data[:1])
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=f"No space.*{tmp_path / 'a'}"):
        write_whole(tmp_path / "link", b"newer")
    assert content(tmp_path) == {"a": b"new", "link": b"new"}


def content_but_staged(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != STAGED}


def test_a_second_writer_is_kept_out(tmp_path: Path) -> None:
    with all_or_none(tmp_path, []), pytest.raises(SifundError, match="being written"), all_or_none(tmp_path, []):
        pass
    assert list(tmp_path.iterdir()) == []


def test_datasets_are_kept_under_their_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where SIFUND_DATA says, else beside the saved scenarios: no setting is needed."""
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "home"))
    assert not datasets.is_kept(of(1)) and keep(of(1)) == tmp_path / "home" / "datasets" / "small"
    assert datasets.is_kept(of(1)) and not datasets.is_kept(of(2))
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    assert datasets.kept_dataset("small") is None and keep(of(1)) == tmp_path / "small"
    assert find("small").fingerprint == of(1).fingerprint
    keep(of(2))
    assert find("small").fingerprint == of(2).fingerprint and datasets.codes() == ["urumqi-2021", "small"]


def test_the_shipped_dataset_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dataset: Dataset) -> None:
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    with pytest.raises(SifundError, match="came with the program"):
        keep(dataset)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_built_beside_the_versions_of_a_kept_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing would read it."""
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    folder = keep(of(1))
    with pytest.raises(SifundError, match="keeps in versions"):
        save(of(2), folder)
    assert load(folder).fingerprint == of(1).fingerprint and not list(folder.glob("*.parquet"))


def test_a_link_to_an_earlier_version_is_replayed_on_it_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    for yuan in (1, 2):
        keep(of(yuan))
    for yuan, notice in ((1, "an earlier version"), (2, "")):
        mark = dataset_mark(of(yuan))
        assert main(["replay", f"1;d={mark}", "--format", "json", "--lang", "en"]) == 0
        printed = capsys.readouterr()
        assert of(yuan).fingerprint in printed.out and "other" not in printed.err
        assert (notice in printed.err and mark in printed.err) if notice else not printed.err
