"""Damaged files by seed: each is taken or refused with messages. Run alone, it prints how many, and the peak of memory."""

from __future__ import annotations

import io
import json
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from office import archive, city, workbook

from sifund.dataset import HOME
from sifund.importer.example import EXAMPLE
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.importer.template import csv_files
from sifund.importer.template import workbook as template
from sifund.model.case import Case
from sifund.problem import SifundError

ODD = ["", "—", "１２３", "-1", "1e999", "=1+1", "2021-13", "NaN", "∞", "万元", "public", "收入", "\u202e", "'", '"', "\x00", "0", "9" * 30,
       "x" * 3000, "unemployment.benefit", "<b>", "{}", "%s", "１２３，４５６", "60%", "2022年", "🙂", "a\nb", "注：", "合计"]  # fmt: skip
Damage = Callable[[random.Random, File], list[File]]


@cache
def originals() -> tuple[File, ...]:
    """Good files of every kind."""
    source = HOME / "urumqi-2021"
    tables = {p.name: p.read_bytes() for p in source.glob("*.csv")}
    rows = {
        name: [line.split(",") for line in data.decode().splitlines()]
        for name, data in tables.items()
        if name[0] in "ml"
    }
    return (
        city(), archive(tables), archive({f.name: f.data for f in csv_files(EXAMPLE)}), File("e.xlsx", template(EXAMPLE)),
        workbook({Path(name).stem: list(sheet) for name, sheet in rows.items()}), File("t.xlsx", template()),
        archive({p.name: p.read_bytes() for p in source.glob("*.parquet")}),
    )  # fmt: skip


def flipped(rng: random.Random, data: bytes) -> bytes:
    """A few bytes changed."""
    found = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 50))):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def raw(rng: random.Random, file: File) -> list[File]:
    return [File(file.name, flipped(rng, file.data))]


def cut(rng: random.Random, file: File) -> list[File]:
    start = rng.choice((0, 0, rng.randrange(len(file.data))))
    return [File(file.name, file.data[start : start + rng.randrange(len(file.data))])]


def members(file: File) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file.data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def inside(rng: random.Random, file: File) -> list[File]:
    """A part of the archive changed, the archive itself sound."""
    parts = members(file)
    name = rng.choice([n for n in parts if parts[n]])
    change = rng.choice((flipped, lambda r, data: data[: r.randrange(len(data))], lambda r, data: data * 2))
    parts[name] = change(rng, parts[name])
    return [archive(parts, file.name)]


def swapped(rng: random.Random, file: File) -> list[File]:
    """Two parts in each other's place, or one left out."""
    parts = members(file)
    one, two = rng.sample(sorted(parts), 2)
    parts[one], parts[two] = parts[two], parts[one]
    if rng.random() < 0.3:
        del parts[one]
    return [archive(parts, file.name)]


def cells(rng: random.Random, file: File) -> list[File]:
    """Cells of the CSV tables replaced, columns swapped, rows doubled or lost."""
    parts = {name: data.decode("utf-8-sig") for name, data in members(originals()[rng.randrange(3)]).items()}
    for _ in range(rng.choice((1, 1, 3))):
        name = rng.choice(sorted(parts))
        grid = [line.split(",") for line in parts[name].splitlines()] or [[""]]
        line = rng.randrange(len(grid))
        what = rng.random()
        if what < 0.6:
            grid[line][rng.randrange(len(grid[line]))] = rng.choice(ODD)
        elif what < 0.75:
            one, two = (rng.randrange(len(grid[0])) for _ in range(2))
            grid = [[row[two] if at == one else row[one] if at == two else x for at, x in enumerate(row)]
                    if len(row) > max(one, two) else row for row in grid]  # fmt: skip
        elif what < 0.9:
            grid.insert(line, list(rng.choice(grid)))
        else:
            del grid[line]
        parts[name] = "\n".join(map(",".join, grid))
    return [archive(parts, file.name)]


def sheets(rng: random.Random, file: File) -> list[File]:
    """A workbook of odd cells."""
    rows = {name: [[rng.choice((x, x, x, rng.choice(ODD), rng.random() * 1e6)) for x in line.split(",")] for line in data.splitlines()]
            for name, data in (("meta", "code,name_zh,name_en,base_year\nx,x,x,2022"),
                               ("lines", "fund,line,year,actual,unit\nunemployment,unemployment.benefit,2022,5,万元"))}  # fmt: skip
    for sheet in rows.values():
        for row in sheet:
            row[:] = [x if not isinstance(x, str) else x.replace("\x00", "")[:32_000] for x in row]
    return [workbook(rows)]


DAMAGES: tuple[Damage, ...] = (raw, cut, inside, swapped, cells, cells, sheets)


def try_one(seed: int) -> str:
    """What becomes of one damaged file; raises what nobody has caught."""
    rng = random.Random(seed)
    files = rng.choice(DAMAGES)(rng, rng.choice(originals()))
    try:
        dataset = read_files(files).dataset
    except SifundError as error:
        lines = [*error.lines("zh"), *error.lines("en")]
        assert lines and all(line.isprintable() for line in lines), lines
        return "refused"
    result = Case(dataset, years=2).side("baseline")
    unknown = {f"{fund}.interest" for fund in result.funds if not result.knows(fund)}  # on an opening that nobody gives
    amounts = [float(x) for key in result.line_keys() if key not in unknown for x in result.line(key)]
    assert all(x == x and abs(x) < 1e16 for x in amounts), amounts
    return "taken"


def main(first: int, last: int) -> None:
    found: Counter[str] = Counter()
    for seed in range(first, last):
        try:
            found[try_one(seed)] += 1
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
    # VmHWM starts anew with the program; ru_maxrss would keep what the parent had when it forked
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({**found, "peak_mb": peak}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
