"""What is known of a folder of records as a whole: whose they are, up to which month, and whether they are invented."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from sifund.declare.parameter import Month, parse_month
from sifund.problem import SifundError, problem
from sifund.records.folder import ABOUT
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class About:
    """`as_of` is the last month that the records cover; `dataset` the code of the one that they lie under; `lines` what they
    make where that is not its own lines [fen]; None, or empty, where it is not known."""

    name: Text | None = None
    invented: bool = False
    as_of: Month | None = None
    dataset: str = ""
    fingerprint: str = ""
    lines: dict[str, int] | None = field(default=None)


def read_about(folder: Path) -> About:
    """What the folder says of itself; nothing where it says nothing. Raises SifundError where that cannot be read."""
    path = folder / f"{ABOUT}.json"
    if not path.exists():
        return About()
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        name, month = content.get("name"), content.get("as_of")
        return About(
            Text(name["zh"], name["en"]) if name else None, content.get("invented") is True, parse_month(month) if month else None,
            str(content.get("dataset") or ""), str(content.get("fingerprint") or ""), content.get("lines"),
        )  # fmt: skip
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise SifundError([problem(
            "about", path.name, "读不出来；请重新运行 records build 或 records sample。",
            "cannot be read; run records build or records sample again.",
        )]) from None  # fmt: skip
