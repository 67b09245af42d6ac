"""How much room an office's own datasets take, and may take; said before none is left."""

from __future__ import annotations

from pathlib import Path

from sifund import settings
from sifund.dataset import versions
from sifund.problem import Problem, problem

DEFAULT_MB = 1000
NEARLY = 0.8
"""From this part of the quota on it is said how much is left."""


def most() -> float:
    """The quota [MB]: $SIFUND_QUOTA_MB, by default, and where that is no number, DEFAULT_MB."""
    given = settings.QUOTA_MB.read()
    return float(given) if given and not settings.QUOTA_MB.problem() else float(DEFAULT_MB)


def over(home: Path, part: float = 1.0) -> Problem | None:
    """That the datasets below a folder take so much of their quota, where they do."""
    used = versions.size_of(home) / 1e6
    if used < part * most():
        return None
    return problem(
        "quota", "", "保存的数据集已占{used} MB，上限{most} MB；请删除不用的版本，或由管理员提高{variable}。",
        "kept datasets take {used} MB of {most} MB; delete versions that nobody needs, or let the administrator raise "
        "{variable}.", used=round(used, 1), most=round(most(), 1), variable=settings.QUOTA_MB.name,
    )  # fmt: skip


def nearly(home: Path) -> Problem | None:
    """That little room is left."""
    return over(home, NEARLY)
