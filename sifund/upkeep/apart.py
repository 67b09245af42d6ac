"""What was copied or unpacked, looked at by a process of its own: a file that was forged can end that one, not this.

`python -m sifund.upkeep FOLDER BYTES` looks at an installation's content in a folder, with so much memory, and prints what it
sees as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from sifund.apart import ROOT
from sifund.importer.apart import ENVIRONMENT
from sifund.problem import Problem, SifundError, problem
from sifund.text import Text
from sifund.upkeep.archive import DATABASE, DATASETS
from sifund.upkeep.health import examine
from sifund.upkeep.people import FILES
from sifund.upkeep.places import Places

ADDRESS_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Examined:
    """What is wrong in a folder of content, by place, and the revision of its saved scenarios' schema."""

    problems: tuple[Problem, ...]
    revision: str


def examined(content: Path) -> Examined:
    """Look at content in a process of its own. Raises SifundError where that breaks off."""
    command = [sys.executable, "-m", "sifund.upkeep", str(content.absolute()), str(ADDRESS_BYTES)]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ENVIRONMENT, capture_output=True, check=False)  # noqa: S603
    try:
        return read(done.stdout)
    except ValueError:
        raise SifundError([problem(
            "not_read", "", "检查其中的数据时中止（{how}），超过{limit} MB内存或数据损坏；没有改动。",
            "looking at the data in it broke off ({how}): more than {limit} MB of memory, or damaged data. Nothing was changed.",
            how=done.returncode, limit=ADDRESS_BYTES // 1_000_000,
        )]) from None  # fmt: skip


def read(answer: str | bytes) -> Examined:
    """What was seen, of what `look` wrote. Raises ValueError."""
    record = json.loads(answer)
    problems = [Problem(one["code"], "", Text(one["zh"], one["en"]), one["place"]) for one in record["problems"]]
    of_content = (problem for problem in problems if problem.place.split("/")[0] in (DATABASE, DATASETS, *FILES))
    return Examined(tuple(of_content), record["database"].get("schema", ""))


def look(content: Path) -> str:
    """What `examined` reads."""
    database = content / DATABASE
    return json.dumps(examine(Places(f"sqlite:///{database}", database, content / DATASETS, content)).as_json())
