"""Datasets in folders of Parquet tables: the shipped ones, plain folders, and an office's own, kept as versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import chain
from pathlib import Path

from sifund import settings
from sifund.dataset import quota, versions
from sifund.dataset.atomic import all_or_none
from sifund.dataset.dataset import Dataset
from sifund.dataset.schema import BESIDE, TABLES
from sifund.dataset.tables import read, write
from sifund.home import home, site
from sifund.problem import Problem, SifundError, problem

SAMPLE, NATION = "urumqi-2021", "china"
"""Codes of the shipped datasets: a city's accounts, and the nation's series."""
HOME = site() / "data"


# --- one folder -------------------------------------------------------------------------------------------------------


def save(dataset: Dataset, folder: Path) -> None:
    """Write the tables as Parquet, all or none, byte for byte the same for the same content.

    Raises OSError where writing fails and SifundError where another write is under way, or where a dataset is kept in
    versions, beside which nothing would read the tables; what was there stays.
    """
    if versions.is_kept(folder):
        raise SifundError([problem(
            "kept_folder", "DATASET", "“{value}”是服务器保存的数据集，按版本存放，不能直接写入；请在“数据核对”页上传保存，"
            "或写到别的目录。",
            '"{value}" is a dataset that the server keeps in versions, and is not written to; upload and keep it on the checks '
            "page, or name another folder.", value=folder.name,
        )])  # fmt: skip
    with all_or_none(folder, [f"{table}.parquet" for table in TABLES]) as staged:
        write(dataset, staged)


def load(folder: Path, version: str = "") -> Dataset:
    """The dataset in a folder of Parquet tables, or the version whose name begins so. Raises SifundError.

    A version is what its name says, or it is damaged.
    """
    at = versions.place(folder, version)
    return read(at) if at == folder else load_version(at)


def load_version(at: Path) -> Dataset:
    """The dataset of a version's own folder, deleted ones too. Raises SifundError where it is not what its name says."""
    dataset = read(at)
    name = at.name.removesuffix(versions.GONE)
    if name_of(dataset) != name:
        raise SifundError([problem(
            "damaged_version", at.parent.name, "保存的版本{value}内容已变，与其指纹不符；请改用别的版本，或重新上传后保存。",
            "the kept version {value} is not what its fingerprint says; choose another version, or upload and keep it again.",
            value=name,
        )])  # fmt: skip
    return dataset


def name_of(dataset: Dataset) -> str:
    """The name of a version: its fingerprint, and the mark of what stands beside it, which no fingerprint holds."""
    beside = {name: [row.model_dump(mode="json") for row in rows] for name in BESIDE if (rows := dataset.rows(name))}
    if not beside:
        return dataset.fingerprint
    text = json.dumps(beside, ensure_ascii=False, sort_keys=True)
    return f"{dataset.fingerprint}-{hashlib.sha256(text.encode()).hexdigest()[:6]}"


def loaded(folder: Path, version: str = "") -> Dataset:
    """The dataset in a folder, read again only when it was written since. Raises SifundError, OSError."""
    at = versions.place(folder, version)
    for _ in range(9):  # a plain folder may be written while it is read
        before = _stamp(at)
        dataset = _loaded(folder, version and at.name, at, before)
        if _stamp(at) == before:
            return dataset
    raise SifundError([problem(
        "busy", folder.name, "正在被写入；请稍后再试。", "is being written; try again in a moment.",
    )])  # fmt: skip


@lru_cache(maxsize=16)
def _loaded(folder: Path, version: str, at: Path, stamp: object) -> Dataset:
    return load(folder, version)


def _stamp(at: Path) -> tuple[tuple[int, int, int], ...]:
    """When and as what each table was written. Raises OSError where there is no dataset."""
    states = [(at / "meta.parquet").stat()]
    states += [path.stat() for table in TABLES if (path := at / f"{table}.parquet").exists()]
    return tuple((state.st_ino, state.st_mtime_ns, state.st_size) for state in states)


# --- what is at hand --------------------------------------------------------------------------------------------------


def homes() -> list[Path]:
    """Folders that hold datasets: the office's own ($SIFUND_DATA, else `datasets` in $SIFUND_HOME) before the shipped."""
    return [Path(settings.DATA.read() or home() / "datasets"), HOME]


def holds(folder: Path) -> bool:
    """Whether there is a dataset in a folder: its versions, or its tables."""
    return versions.is_kept(folder) or (folder / "meta.parquet").exists()


def _folders() -> Iterator[Path]:
    for place in homes():
        if place.is_dir():
            yield from (folder for folder in sorted(place.iterdir()) if folder.is_dir() and holds(folder))


def codes(*, references: bool = False) -> list[str]:
    """Codes of the offices' datasets at hand, the sample first; of `references` only where they are asked for too."""
    listed = {folder.name for folder in _folders() if references or not _refers(folder)}
    return sorted(listed, key=lambda code: (code != SAMPLE, code))


def is_reference(code: str) -> bool:
    """Whether a code is that of series to compare with, which open as no office's accounts."""
    return any(_refers(folder) for folder in _folders() if folder.name == code)


def _refers(folder: Path) -> bool:
    try:
        return loaded(folder).is_reference
    except (OSError, SifundError):
        return False


def find(code_or_folder: str) -> Dataset:
    """The office's dataset of a code that is shipped or kept, or in a folder. Raises SifundError, for a reference too."""
    dataset = load(folder_of(code_or_folder, references=False))
    if dataset.is_reference:
        raise SifundError([refused(dataset.code)])
    return dataset


def nation() -> Dataset:
    """The shipped series of the nation. Raises SifundError, OSError."""
    return loaded(HOME / NATION)


def refused(code: str) -> Problem:
    """Why a reference is not opened where an office's accounts are asked for."""
    return problem(
        "reference", "DATASET", "“{value}”是用来对照的历史数列，没有收支项目，不能测算；可以用 check 和 evaluate 查看。",
        '"{value}" holds series to compare with and no lines: nothing can be worked out on it; see it by check and evaluate.',
        value=code,
    )  # fmt: skip


def folder_of(code_or_folder: str, *, references: bool = True) -> Path:
    """The folder that holds the dataset of a code, or that is named itself. Raises SifundError: what is at hand (`references` too)."""
    for folder in _folders():
        if folder.name == code_or_folder:
            return folder
    with suppress(OSError):  # a name that no folder can have
        if (folder := Path(code_or_folder)).is_dir():
            return folder
    raise SifundError([problem(
        "no_dataset", "DATASET", "找不到数据集“{value}”；现有：{known}，或给出目录。",
        'there is no dataset "{value}"; at hand: {known}, or name a folder.',
        value=code_or_folder, known=", ".join(codes(references=references)),
    )])  # fmt: skip


def kept_dataset(code: str, fingerprint: str = "") -> Dataset | None:
    """The office's dataset of a code as it was last kept, or the version of a fingerprint (or the start of one) where that is kept
    too; None where there is none that can be read."""
    tried = ("", fingerprint) if fingerprint else ("",)
    at_hand = (dataset for place in homes() for version in tried if (dataset := _kept_version(place / code, version)))
    first = next(at_hand, None)
    every = chain((first,), at_hand) if fingerprint and first else ()
    return next((dataset for dataset in every if dataset.fingerprint.startswith(fingerprint)), first)


def _kept_version(folder: Path, version: str) -> Dataset | None:
    try:
        dataset = loaded(folder, version)
    except (OSError, SifundError):
        return None
    return None if dataset.is_reference else dataset


def damaged() -> dict[str, tuple[Problem, ...]]:
    """Datasets of the office's own that cannot be read, by code, and what is wrong with them."""
    wrong: dict[str, tuple[Problem, ...]] = {}
    for folder in _folders():
        if folder.parent != HOME:
            try:
                loaded(folder)
            except SifundError as error:
                wrong[folder.name] = error.problems
            except OSError as error:
                wrong[folder.name] = (problem("unreadable", folder.name, "读不出来：{value}。", "cannot be read: {value}.",
                                              value=error.strerror or error),)  # fmt: skip
    return wrong


def is_kept(dataset: Dataset) -> bool:
    """Whether a link opens to this very dataset in every session here: it is shipped, or kept as one of its versions."""
    here = kept_dataset(dataset.code, dataset.fingerprint)
    return here is not None and here.fingerprint == dataset.fingerprint


# --- keeping ----------------------------------------------------------------------------------------------------------


def keep(dataset: Dataset, needed: Collection[str] = ()) -> Path:
    """Keep a dataset among the office's own, under its code, as a version that is current from now on.

    `needed` are starts of fingerprints that must not go. Raises SifundError for a shipped one's code and beyond the quota,
    OSError where the disk refuses: then what was there stays.
    """
    if (HOME / dataset.code).exists():
        raise SifundError([problem(
            "shipped", "code", "“{value}”是随程序提供的数据集，不能替换；请改用别的代码。",
            '"{value}" is a dataset that came with the program and is not replaced; use another code.', value=dataset.code,
        )])  # fmt: skip
    if over := quota.over(homes()[0]):
        raise SifundError([over])
    folder = homes()[0] / dataset.code
    plain = _adopt(folder)
    wanted = {v.name for v in versions.listed(folder) if v.name.startswith(tuple(needed))}
    versions.put(folder, name_of(dataset), lambda to: write(dataset, to), wanted)
    for path in plain:
        path.unlink(missing_ok=True)
    return folder


def _adopt(folder: Path) -> list[Path]:
    """A plain folder of the version before becomes the first version; its files, which nothing reads any more."""
    if versions.is_kept(folder) or not (folder / "meta.parquet").exists():
        return []
    try:
        first = load(folder)
    except SifundError:
        return []  # damaged: it stays where it is, beside the versions
    versions.put(folder, name_of(first), lambda to: write(first, to))
    return [folder / f"{table}.parquet" for table in TABLES]
