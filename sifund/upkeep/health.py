"""Whether all that an installation keeps is well: saved scenarios, datasets with their versions, roles, audit trail, signs
and room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from sifund import __version__, settings
from sifund.access import faults
from sifund.dataset import acceptance, folder, quota, versions
from sifund.problem import Problem, SifundError, problem
from sifund.store.inspection import Contents, contents, is_known, looking, newest
from sifund.text import Text
from sifund.upkeep import people, swap
from sifund.upkeep.places import ASIDE, Places, is_dataset, is_in_use
from sifund.upkeep.serving import unfinished

DATABASE, DATASETS = "saved.sqlite3", "datasets"
FAULT = Text(
    "数据库自检不通过：{value}；请用备份恢复", "the database's own check says: {value}; restore it from a backup"
)
ROW = Text("记录已损坏，读不出来；可用备份恢复", "its row is damaged and cannot be read; a backup restores it")
HEADLESS = Text("缺少最新一版的记录；可用备份恢复", "its newest version is missing; a backup restores it")
NEWER = Text("库结构{value}由更新的程序建立，请升级程序", "its schema {value} is a newer program's: update the program")
OLDER = Text(
    "库结构{value}较旧，服务器启动时自动升级", "its schema {value} is older; a server that starts brings it up to date"
)
UNREAD = Text("读不出来：{value}", "cannot be read: {value}")
NO_CURRENT = Text(
    "有版本，但没有记录现用版本的文件current，程序不读它；请在其中写一行版本名，例如{value}",
    'it has versions, but no file "current" names the one in force and the program does not read it; write a version\'s name '
    "into that file, say {value}",
)
STRANGE = Text("不是数据集，程序不读它", "is no dataset; the program does not read it")
T = TypeVar("T")
LEFT = Text("写到一半留下的，程序不读它", "was left half written; the program does not read it")


@dataclass
class Health:
    """What is wrong, what is worth knowing, and what there is, as JSON writes it."""

    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """All of it, words in both languages."""
        lists = {"problems": self.problems, "notices": self.notices}
        return {"ok": self.well} | {
            name: [{"code": p.code, "place": p.place, "zh": p.says.zh, "en": p.says.en} for p in problems]
            for name, problems in lists.items()
        } | self.facts  # fmt: skip

    def wrong(self, code: str, place: str, says: Text, value: object = "") -> None:
        """Note that something is wrong at a place."""
        self.problems.append(problem(code, "", f"{says.zh}。", f"{says.en}.", place=place, value=value))

    def note(self, code: str, place: str, says: Text, value: object = "") -> None:
        """Note what is no fault."""
        self.notices.append(problem(code, "", f"{says.zh}。", f"{says.en}.", place=place, value=value))


def examine(where: Places) -> Health:
    """Look at everything and change nothing."""
    unread = [Problem("unread", "", says) for says in settings.unknown()]
    health = Health([*settings.unusable(), *faults()], unread, {"version": __version__, "in_use": _in_use(where)})
    if swap.is_decided(where.datasets):
        health.problems.append(unfinished(where))
    health.facts["database"] = _database(where, health)
    health.facts["datasets"] = _datasets(where.datasets, health)
    health.problems += people.problems(where.home)
    health.facts["shipped"] = [_shipped(path, health) for path in sorted(folder.HOME.iterdir()) if folder.holds(path)]
    return health


def _in_use(where: Places) -> bool | None:
    """None where that cannot be told."""
    try:
        return is_in_use(where)
    except OSError:
        return None


# --- saved scenarios --------------------------------------------------------------------------------------------------


def _database(where: Places, health: Health) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": "sqlite" if where.database else "postgresql", "newest_schema": newest()}
    if where.database:
        facts["file"] = str(where.database)
        if not where.database.exists():
            return facts | {"exists": False}
    try:
        with looking(where.url) as connection:
            held = contents(connection)
    except SifundError as error:
        health.problems += [replace(problem, place=DATABASE) for problem in error.problems]
        return facts
    _judge(held, health)
    return facts | {
        "exists": True, "schema": held.schema, "scenarios": held.scenarios, "deleted": held.deleted,
        "versions": held.versions, "results": held.results, "damaged": [*held.damaged, *held.headless],
    }  # fmt: skip


def _judge(held: Contents, health: Health) -> None:
    for fault in held.faults:
        health.wrong("database_damaged", DATABASE, FAULT, fault)
    for mark in held.damaged:
        health.wrong("damaged_saved", f"{DATABASE}/{mark}", ROW)
    for key in held.headless:
        health.wrong("damaged_saved", f"{DATABASE}/{key}", HEADLESS)
    if not is_known(held.schema):
        health.wrong("database_newer", DATABASE, NEWER, held.schema)
    elif held.schema != newest():
        health.note("database_older", DATABASE, OLDER, held.schema or "—")


# --- datasets ---------------------------------------------------------------------------------------------------------


def _datasets(home: Path, health: Health) -> dict[str, Any]:
    full = quota.over(home)
    health.problems += filter(None, [full])
    health.notices += filter(None, [None if full else quota.nearly(home)])
    facts: dict[str, Any] = {
        "folder": str(home),
        "bytes": versions.size_of(home),
        "quota_bytes": int(quota.most() * 1e6),
    }
    entries = _try(health, DATASETS, lambda: sorted(home.iterdir()) if home.exists() else []) or []
    codes = list(filter(is_dataset, entries))
    for path in entries:
        if path not in codes and path.is_dir() and not path.name.startswith((".", ASIDE)):
            health.note("strange", f"{DATASETS}/{path.name}", STRANGE)
    return facts | {"codes": [_code(path, health) for path in codes]}


def _code(at: Path, health: Health) -> dict[str, Any]:
    """One dataset: its current version, every version, and what was accepted."""
    place, plain = f"{DATASETS}/{at.name}", not versions.is_kept(at)
    listed, gone = versions.listed(at), versions.listed(at, deleted=True)
    if listed and plain and not folder.holds(at):
        health.wrong("no_version", place, NO_CURRENT, listed[0].name)
        current = None
    else:
        current = _try(health, place, lambda: _plain(at) if plain else versions.place(at).name)
    for version in (*listed, *gone):
        _try(health, f"{place}/{version.folder.name}", lambda at=version.folder: folder.load_version(at))
    accepted = _try(health, f"{place}/{acceptance.FILE}", lambda: acceptance.read(at))
    for half in sorted(at.glob(".*")):
        health.note("half", f"{place}/{half.name}", LEFT)
    return {
        "code": at.name, "plain": plain, "current": current, "versions": [version.name for version in listed],
        "deleted": [version.name for version in gone], "accepted": None if accepted is None else len(accepted),
    }  # fmt: skip


def _plain(at: Path) -> str:
    return folder.load(at).fingerprint


def _shipped(at: Path, health: Health) -> dict[str, Any]:
    """A dataset that came with the program."""
    return {"code": at.name, "fingerprint": _try(health, f"data/{at.name}", lambda: _plain(at))}


def _try(health: Health, place: str, act: Callable[[], T]) -> T | None:
    """What it gives; where it cannot, that is noted as a problem of the place."""
    try:
        return act()
    except SifundError as error:
        health.problems += [replace(problem, place=place) for problem in error.problems]
    except OSError as error:
        health.wrong("unreadable", place, UNREAD, error.strerror or error)
    return None
