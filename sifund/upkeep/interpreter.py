"""Interpreters with known faults that matter here: a Python below the first patch that has none of them."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from sifund.problem import Problem, problem
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of CPython, and by minor version the first patch without it; minors that are not named never had it."""

    name: str
    says: Text
    mended: dict[tuple[int, int], int]


OVERLAPS = Text(
    "zipfile接受内容互相重叠的压缩包（压缩炸弹）", "its zipfile takes archives whose parts overlap (zip bombs)"
)
FAULTS = (Fault("CVE-2024-0450", OVERLAPS, {(3, 11): 8, (3, 12): 2}),)


def faults(version: tuple[int, int, int] = sys.version_info[:3]) -> list[Problem]:
    """What is known to be wrong with a Python, as notices that name the version to install."""
    major, minor, patch = version
    return [
        problem(
            "python", "", "有已知缺陷{name}：{says}；请升级到{cure}或更新。",
            "has the known fault {name}: {says}; update to {cure} or later.",
            place=f"Python {major}.{minor}.{patch}", name=fault.name, says=fault.says,
            cure=f"{major}.{minor}.{fault.mended[major, minor]}",
        )
        for fault in FAULTS if patch < fault.mended.get((major, minor), 0)
    ]  # fmt: skip
