"""What goes through the folder between the server and an import that runs apart: files in; tables or problems out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from sifund.dataset import load, save
from sifund.importer.gather import SheetRead
from sifund.importer.sheet import File, too_much
from sifund.importer.source import Imported, Progress, read_files
from sifund.problem import Problem, SifundError

NAMES, ANSWER, TABLES = "names.json", "answer.json", "dataset"
ANSWER_LIMIT = 16_000_000
"""Bytes that problems and notices may take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an import says beside the tables: problems where it was refused, else what was read and supplied."""

    problems: tuple[Problem, ...] = ()
    read: tuple[SheetRead, ...] = ()
    notices: tuple[Problem, ...] = ()


_ANSWER = TypeAdapter(Answer)


def put_files(folder: Path, files: Sequence[File]) -> None:
    """Write the files under numbers; what they are called stands beside them."""
    for number, file in enumerate(files):
        (folder / f"{number}").write_bytes(file.data)
    (folder / NAMES).write_text(json.dumps([(file.name, file.called) for file in files]), encoding="ascii")


def answer(folder: Path, progress: Progress) -> None:
    """Read the files of the folder, which are then gone, and write tables or problems."""
    try:
        imported = read_files(_take_files(folder), progress)
        save(imported.dataset, folder / TABLES)
        written = _bytes(Answer(read=imported.read, notices=imported.notices))
        if len(written) > ANSWER_LIMIT:
            raise too_much(imported.read[0].place, ANSWER_LIMIT, "字节的说明", "bytes of notices")
    except SifundError as error:
        written = _bytes(Answer(problems=error.problems))
    (folder / ANSWER).write_bytes(written)


def take_answer(folder: Path) -> Imported | None:
    """The dataset of the folder and what is said of it; None where there is no answer that can be read. Raises SifundError
    with every problem."""
    try:
        if (folder / ANSWER).stat().st_size > ANSWER_LIMIT:
            return None
        answer = _ANSWER.validate_python(json.loads((folder / ANSWER).read_bytes()))
    except (OSError, ValueError):
        return None
    if answer.problems:
        raise SifundError(answer.problems)
    return Imported(load(folder / TABLES), answer.read, answer.notices)


def _take_files(folder: Path) -> list[File]:
    files = []
    for number, (name, called) in enumerate(json.loads((folder / NAMES).read_bytes())):
        path = folder / f"{number}"
        files.append(File(name, path.read_bytes(), called))
        path.unlink()
    return files


def _bytes(answer: Answer) -> bytes:
    return json.dumps(_ANSWER.dump_python(answer, mode="json")).encode("ascii")
