"""Many files put in the place of others as one: what is to be moved is written down first, and finished by whoever comes next.

The list of moves lies beside the datasets. Before it is there, everything is as it was; once it is there, the move is
decided, and every step of it can be done again: a process that is killed in between leaves the rest to `finish`.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from sifund.home import settle

MOVES = ".restore.json"
STAGED = ".restore-"
"""How the folders begin in which a restore puts files ready."""
Move = tuple[Path, Path]


def decide(datasets: Path, moves: Sequence[Move], staged: Sequence[Path]) -> None:
    """Write down what is moved where, in order, and which folders go when that is done. Raises OSError: nothing is decided."""
    fresh = datasets / f"{MOVES}.new"
    content = {"moves": [[str(old), str(new)] for old, new in moves], "staged": [str(path) for path in staged]}
    fresh.write_text(json.dumps(content), encoding="utf-8")
    settle(fresh)
    fresh.replace(datasets / MOVES)
    settle(datasets)


def is_decided(datasets: Path) -> bool:
    """Whether a restore was decided and is not finished."""
    return (datasets / MOVES).exists()


def finish(datasets: Path) -> None:
    """Move what is not moved yet. Raises OSError, and ValueError for a list that cannot be read."""
    if not is_decided(datasets):
        return
    content = json.loads((datasets / MOVES).read_text(encoding="utf-8"))
    moves = [(Path(old), Path(new)) for old, new in content["moves"]]
    for old, new in moves:
        if os.path.lexists(old) and not os.path.lexists(new):
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
    for folder in {path.parent for move in moves for path in move if path.parent.is_dir()}:
        settle(folder)
    for path in content["staged"]:
        shutil.rmtree(path, ignore_errors=True)
    (datasets / MOVES).unlink()
    settle(datasets)


def clear(folders: Iterable[Path], but: Collection[Path] = ()) -> None:
    """Forget what restores made ready in these folders that were killed before they were decided."""
    for path in {path for folder in folders for path in folder.glob(f"{STAGED}*") if path.is_dir()} - set(but):
        shutil.rmtree(path, ignore_errors=True)
