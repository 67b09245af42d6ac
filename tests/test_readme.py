"""The commands of the README's tour do what it says: each block runs, and the figures it names are printed."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from mktestdocs import grab_code_blocks

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = README[README.index("<!-- tour:start -->") : README.index("<!-- tour:end -->")]
BLOCKS = grab_code_blocks(TOUR, lang="bash")


@cache
def run(block: str) -> str:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", block], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode in (0, 141), done.stderr  # 141: `head` closed the pipe early
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("block", BLOCKS)
def test_a_block_of_the_tour_runs(block: str) -> None:
    assert run(block).strip()


def test_the_tour_has_its_six_steps_and_its_figures() -> None:
    assert len(BLOCKS) == 6
    assert re.search(r"\+3,500\b", run(BLOCKS[0]))
    assert "scenario?s=1%3B" in run(BLOCKS[2])
    assert "1.2" in run(BLOCKS[5])
