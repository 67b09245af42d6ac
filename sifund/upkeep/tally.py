"""What a backup holds, in a few words."""

from __future__ import annotations

from sifund.text import Text, join
from sifund.upkeep.archive import DATABASE, DATASETS
from sifund.upkeep.manifest import Manifest
from sifund.upkeep.people import ROLES, TRAIL

HELD = Text(
    "{made}由程序{program}备份，{parts}",
    "made {made} by program {program}, with {parts}",
)
SAVED = Text("保存的方案（库结构{revision}）", "saved scenarios (schema {revision})")
NO_SAVED = Text("没有保存的方案", "no saved scenarios")
ELSEWHERE = Text("不含保存的方案（在PostgreSQL里）", "no saved scenarios (they are in PostgreSQL)")
PEOPLE = {ROLES: Text("角色", "roles"), TRAIL: Text("审计记录", "the audit trail")}
KEPT = Text(
    "{codes}个数据集的{versions}个版本", "{codes} {codes:dataset|datasets} in {versions} {versions:version|versions}"
)


def tally(manifest: Manifest) -> Text:
    """When and by what it was made, and how much it holds."""
    parts = [name.split("/") for name in manifest.files if name.startswith(f"{DATASETS}/")]
    codes = {part[1] for part in parts}
    folders = {(part[1], part[2] if len(part) == 4 else "") for part in parts if part[-1] == "meta.parquet"}
    saved = SAVED.format(revision=manifest.revision) if DATABASE in manifest.files else (
        ELSEWHERE if manifest.database == "postgresql" else NO_SAVED
    )  # fmt: skip
    people = [name for file, name in PEOPLE.items() if file in manifest.files]
    held = join([saved, *people, KEPT.format(codes=len(codes), versions=len(folders))])
    return HELD.format(made=f"{manifest.made:%Y-%m-%d %H:%M} UTC", program=manifest.program, parts=held)
