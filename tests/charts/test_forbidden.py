"""Characters that XML forbids: no maker of pictures or documents is ended by one, each is refused by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from sifund.charts import balances
from sifund.problem import SifundError
from sifund.report.pictures import png, svg

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = [*range(9), 0xB, 0xC, *range(0xE, 0x20), 0xFFFE, 0xFFFF]
MAKE = """
import sys
import polars as pl
from sifund.problem import SifundError
from sifund.report.pictures import png
spec = {"mark": "bar", "encoding": {"y": {"field": "name", "type": "nominal"}, "x": {"field": "x", "type": "quantitative"}}}
for code in map(int, sys.argv[1].split(",")):
    words = f"名称{chr(code)}"
    for title, name, says in ((words, "a", ""), ("a", words, ""), ("a", "a", words)):
        try:
            png(spec, pl.DataFrame({"name": [name], "x": [1.0]}), title, says)
        except SifundError as error:
            assert f"U+{code:04X}" in str(error)
        else:
            raise AssertionError(code)
"""


def test_no_forbidden_character_reaches_the_maker_of_pictures() -> None:
    """In a process of its own: what is tested for ends the process."""
    codes = ",".join(map(str, FORBIDDEN))
    ended = subprocess.run([sys.executable, "-c", MAKE, codes], cwd=ROOT, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr[-500:]


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", "\t", "\n"])
def test_ordinary_spaces_are_drawn(space: str) -> None:
    spec = {"mark": "bar", "encoding": {"y": {"field": "name", "type": "nominal"}}}
    assert png(spec, pl.DataFrame({"name": [f"某{space}市"]}), f"某{space}市").startswith(b"\x89PNG")


def test_a_fund_chart_says_which_character_it_cannot_show() -> None:
    rows = pl.DataFrame({"year": [2022], "side": ["\ufffe"], "value": [1.0]})
    with pytest.raises(SifundError, match=r"U\+FFFE"):
        svg(balances.spec("unemployment", "zh"), rows, "题")
