"""An installation of the tests' own, with saved scenarios and kept datasets, and backups of it that somebody changed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from support import amount, small
from writer import content

from sifund import access, trail
from sifund import dataset as data
from sifund.dataset import acceptance, versions
from sifund.store import Store
from sifund.store.database import Database, default_url
from sifund.store.results import Result, Results, opened
from sifund.upkeep import apart

Files = dict[str, bytes]


@pytest.fixture(autouse=True)
def in_this_process(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is copied or unpacked is looked at in the tests' own process, which is quicker; not in those marked `apart`."""
    if not request.node.get_closest_marker("apart"):
        for name in ("backup", "restore"):
            monkeypatch.setattr(f"sifund.upkeep.{name}.examined", lambda content: apart.read(apart.look(content)))


def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder becomes the installation's home."""
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    monkeypatch.delenv("SIFUND_DATABASE_URL", raising=False)
    monkeypatch.setenv("SIFUND_HOME", str(folder))
    return folder


def keep(yuan: float) -> str:
    """A version of the dataset `small`; its name."""
    return versions.place(data.keep(small([amount("unemployment.benefit", yuan)]))).name


def save(*names: str) -> None:
    """Saved scenarios of these names."""
    database = Database(default_url())
    for name in names:
        Store(database).add(content(name))
    database.close()


def furnish() -> None:
    """Two saved scenarios, what came of a finding, three versions of a dataset of which one is deleted, an accepted finding, a
    role, an audit trail."""
    save("one", "two")
    with opened() as results:
        results.enter("book", [Result("P08", "payments", "1", "1/2/3", "confirmed", "—", "li", "2026-11-27")], "li")
    access.assign("li", "steward")
    trail.append("role", "li steward")
    names = [keep(yuan) for yuan in (1, 2, 3)]
    at = data.homes()[0] / "small"
    versions.delete(at, names[0])
    acceptance.accept(at, acceptance.Acceptance(finding="f", mark="0" * 8, reason="r"))


def state() -> dict[str, Any]:
    """What an installation keeps, as its own parts read it."""
    database = Database(default_url())
    listed = Store(database).search(limit=1000)
    entered = Results(database).of("book")
    database.close()
    home = data.homes()[0]
    return {
        "scenarios": sorted(saved.content.name for saved in listed.saved),
        "results": entered,
        "current": {code: data.find(code).fingerprint for code in data.codes()},
        "versions": {
            code: [(v.name, round(v.kept_at.timestamp()), v.deleted) for gone in (False, True)
                   for v in versions.listed(home / code, deleted=gone)] for code in data.codes()
        },
        "roles": access.roles(),
        "accepted": {code: acceptance.read(home / code) for code in data.codes()},
    }  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def repack(
    backup: Path, to: Path, change: Callable[[Files], object] = lambda _: None, *, manifest: Mapping[str, Any] | None = None,
    add: Callable[[zipfile.ZipFile], object] = lambda _: None, honest: bool = True,
) -> Path:  # fmt: skip
    """The backup with other files, its list made anew where it is `honest`; `add` is given the zip at last."""
    with zipfile.ZipFile(backup) as source:
        files = {name: source.read(name) for name in source.namelist() if name != "manifest.json"}
        said = json.loads(source.read("manifest.json"))
    change(files)
    if honest:
        said["files"] = {
            name: {"bytes": len(text), "sha256": hashlib.sha256(text).hexdigest()} for name, text in files.items()
        }
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
        packed.writestr("manifest.json", json.dumps(said | (manifest or {})))
        add(packed)
    return to


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip of these files and no more."""
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return page.getvalue()
