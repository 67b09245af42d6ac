"""Nobody's number, hash or record on a page, in a link, a log or an error text: all that the commands and the pages say, with odd
inputs and in both languages, is searched for those of everybody in the mini city."""

from __future__ import annotations

import getpass
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from nobody import named
from seen import all_sent
from streamlit.testing.v1 import AppTest

from sifund import trail
from sifund.cli import main
from sifund.records import home, received
from sifund.records.entered import cells
from sifund.records.findings import KEY, read
from sifund.records.tables import TABLES
from sifund.records.worklist import COLUMNS
from sifund.settings import RECORDS
from sifund.text import LANGS

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of records with the mini city, checked, compared, with results; its trail and logs are its own."""
    root = tmp_path_factory.mktemp("records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RECORDS.name, str(root))
        patch.setattr(received, "cells_apart", cells)  # no other answer, and sooner done
        patch.setenv("SIFUND_HOME", str(tmp_path_factory.mktemp("home")))
        shutil.copytree(home.MINI, root / "city")
        assert main(["records", "check", str(root / "city"), "--output", str(root / "city" / "findings")]) == 0
        assert main(["records", "tie", str(root / "city"), "--keep"]) == 1
        finding = read(root / "city" / "findings").findings.row(0, named=True)
        row = {key: str(finding[key]) for key in (*KEY, "mark")} | {"outcome": "待定"}
        filled = odd_list(root.parent / "filled.xlsx", row)
        assert main(["records", "results", filled, "--output", str(root / "city" / "findings")]) == 0
        yield root


def person() -> dict[str, str]:
    row = pl.read_parquet(home.MINI / "persons.parquet").row(0, named=True)
    return {"number": str(row["person_id"]), "masked": row["id_masked"], "hash": row["id_hash"]}


def odd_list(file: Path, cells: dict[str, str]) -> str:
    """A list with one row of such cells."""
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.head.zh for column in COLUMNS])
        sheet.write_row(1, 0, [cells.get(column.key, "") for column in COLUMNS])
    return str(file)


def commands(root: Path, tmp_path: Path) -> Iterator[list[str]]:
    """All that may be done with records, well and badly."""
    city, out = str(root / "city"), str(root / "city" / "findings")
    for words in ("tie DIR", "measure DIR", "effect DIR", "effect DIR --set duration=1", "check DIR --output OUT", "results --output OUT",
                  "check DIR --rules P08", "check DIR --partitions 3", "export TMP/list.xlsx --output OUT",
                  "results TMP/list.xlsx --output OUT", "draw TMP/draw.xlsx --output OUT -n 20", "draw TMP/d.xlsx --output OUT -n 99999999",
                  "export TMP --output OUT", "results TMP/none.xlsx --output OUT", "results --undo --output OUT"):  # fmt: skip
        parts = {"DIR": city, "OUT": out}
        yield [parts.get(word, word.replace("TMP", str(tmp_path))) for word in words.split()]
    for place, value in enumerate(person().values()):
        yield ["check", city, "--rules", value]
        yield ["export", str(tmp_path / f"x{place}.xlsx"), "--rules", value, "--output", out]
        yield ["effect", city, "--set", f"duration={value}"]
        for key in ("code", "table", "record", "mark", "outcome", "when"):
            row = {
                "code": "P08",
                "table": "payments",
                "record": value,
                "outcome": "属实",
                "reason": value,
                "who": "甲",
                key: value,
            }
            yield ["results", odd_list(tmp_path / f"{place}-{key}.xlsx", row), "--output", out]


def damaged(root: Path, to: Path) -> Iterator[str]:
    """Folders of which a table is cut short, or says of numbers what is none."""
    for name, of in (("payments", "amount_fen"), ("persons", "birth_month"), ("claims", "tier")):
        cut, foreign = (Path(shutil.copytree(root / "city", to / f"{kind}-{name}")) for kind in ("cut", "foreign"))
        content = (cut / f"{name}.parquet").read_bytes()
        (cut / f"{name}.parquet").write_bytes(content[: len(content) // 2])
        frame = pl.read_parquet(foreign / f"{name}.parquet")
        key = TABLES[name].key[0]
        frame.with_columns(pl.col(key).cast(pl.String).alias(of)).write_parquet(foreign / f"{name}.parquet")
        yield from (str(cut), str(foreign))


def test_no_command_names_anybody(
    server: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What it prints, logs, writes beside the findings and tells the trail; the batches of `tie` are nobody's."""
    caplog.set_level(logging.DEBUG)
    capsys.readouterr()
    calls = [
        *commands(server, tmp_path),
        *([word, folder] for folder in damaged(server, tmp_path) for word in ("check", "tie")),
    ]
    for place, call in enumerate(calls):
        main(["records", *call, "--lang", LANGS[place % 2]])
        says = "".join(capsys.readouterr())
        assert says and "Traceback" not in says and not named(says), call
    assert not named(caplog.text)
    out = server / "city" / "findings"
    kept = [(out / "exports.log"), (out / "run.json"), (server / "city" / "ties.json")]
    assert not named("".join(path.read_text(encoding="utf-8") for path in kept))
    entries = [(one.what, one.about) for one in trail.read()]
    assert {what for what, _ in entries} >= {"records.exported", "results.entered"}
    forms = rf"(list|draw)\.xlsx, [0-9]+, {getpass.getuser()}"
    assert all(re.fullmatch(forms, about) for what, about in entries if what == "records.exported")
    assert not named("".join(f"{one.about} {one.who}" for one in trail.read()))


def test_the_page_of_a_server_s_records_names_nobody(server: Path, caplog: pytest.LogCaptureFixture) -> None:
    """All that the browser is sent: words, keys, addresses, names of files; with every fold open."""
    caplog.set_level(logging.DEBUG)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/records.py")
    for fold in ("clean", "small", "unchecked", "entered", "gains"):
        app.session_state[f"records-{fold}"] = True
    sent = all_sent(app.run())
    assert not app.exception and "system:" in sent and not named(sent) and not named(caplog.text)
    app.switch_page("pages/checks.py")
    sent = all_sent(app.run())
    assert not app.exception and "1,323" in sent and not named(sent) and not named(caplog.text)
