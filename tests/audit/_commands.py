"""Every command of the program and every document, as its parser and its registry declare them, with something to try each with: a
new one is tried without being named here, and one that asks for what nothing is given for is told."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from exported import KEY, MINI, export

from audit import ROOT
from sifund.cli import COMMANDS, load
from sifund.cli.parser import Parser
from sifund.report.kinds import DOCUMENTS
from sifund.text import LANGS

Command = tuple[str, ...]
TEXT = "1;unemployment.benefit_standard=1530@2022-01"
BESIDE = ("serve", "report")
"""What is tried by itself: the app by its pages, `report` by every document."""
GIVEN: dict[str, str | Command] = {
    "LINK": TEXT, "SCENARIO": TEXT, "KEY[@YYYY-MM]": "unemployment.benefit_standard@2022-01", "KEY": "unemployment.benefit_standard",
    "FUND:MEASURE@YEAR": "unemployment:expenditure@2022", "N": "700000000", "SOURCE": "office", "DIR": "city", "DATASET": "made-{lang}",
    "FILE": "kept-{lang}.zip", "FILE.xlsx": "{name}.xlsx", "FILE|FOLDER": "{name}.xlsx",
}  # fmt: skip
"""What is given for what a command must have, by how its help calls it."""
OTHERWISE: dict[str, dict[str, str | Command]] = {
    "compare": {"SCENARIO": (TEXT, "1;unemployment.benefit_standard=1600@2022-01")}, "verify": {"FILE": "annual-{lang}.docx"},
    "front": {"KEY": ("unemployment.benefit_standard", "unemployment.refund_rate_sme")},
    "remedies": {"FUND:MEASURE@YEAR": "unemployment:claimant_1@2026", "N": "25"},
    "records sample": {"DIR": "city-{lang}"},
    "records build": {"SOURCE": "export", "DIR": "built-{lang}", "FILE": "records.key"},
    "records export": {"DIR": "findings"}, "records draw": {"DIR": "findings"},
    "records results": {"DIR": "findings", "FILE.xlsx": "records-export-{lang}.xlsx"},
}  # fmt: skip
"""What is given to some in its place."""
MORE = {
    "check": ("china",), "roles": ("li", "steward"), "records sample": ("--persons", "400"),
    "records check": ("--output", "findings"), "records draw": ("-n", "10"),
}  # fmt: skip
"""What some are given besides."""
ENDS = {"records tie": 1}
"""How a command ends where not with 0: the city has planted errors."""


def commands() -> Iterator[Command]:
    """Each of them in both languages, and with every other choice of its options. Raises LookupError where nothing is given for
    what one must have."""
    for name in COMMANDS:
        if name not in BESIDE:
            parser = Parser(prog=name)
            load(name).options(parser)
            yield from _tried(name, parser)


def documents() -> Iterator[tuple[Command, str]]:
    """Every document in every form and language, with and without a scenario: what makes it, and its file."""
    for kind, document in DOCUMENTS.items():
        for form, lang, (mark, text) in product(document.forms, LANGS, (("", ()), ("-what-if", ("--scenario", TEXT)))):
            file = f"{kind}{mark}-{lang}.{form.ending}"
            yield ("report", kind, *text, "--lang", lang, "--output", file), file


def files(at: Path) -> None:
    """What commands are given, into a folder: an office's tables, records, an export of them and the key that it is masked with."""
    shutil.copytree(ROOT / "data" / "urumqi-2021", at / "office", ignore=shutil.ignore_patterns("*.parquet"))
    shutil.copytree(MINI, at / "city")
    export(at / "export")
    (at / "records.key").write_bytes(KEY)


def _tried(name: str, parser: argparse.ArgumentParser) -> Iterator[Command]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, inner in action.choices.items():
                yield from _tried(f"{name} {word}", inner)
            return
    needed = [part for action in parser._actions if action.required for part in _given(name, action)]
    options = [
        action for action in parser._actions if action.option_strings and action.choices and action.dest != "lang"
    ]
    further = [
        (action.option_strings[0], str(choice)) for action in options for choice in list(action.choices or ())[1:]
    ]
    for lang, more in [*((lang, ()) for lang in LANGS), *((LANGS[0], other) for other in further)]:
        words = {"lang": lang, "name": "-".join((*name.split(), lang, *more[1:]))}
        yield (*name.split(), *(part.format(**words) for part in needed), *MORE.get(name, ()), *more, "--lang", lang)


def _given(name: str, action: argparse.Action) -> Command:
    called = str(action.metavar)
    values = (GIVEN | OTHERWISE.get(name, {})).get(called)
    if values is None:
        raise LookupError(f"nothing is given for {called} of `{name}`")
    listed = (values,) if isinstance(values, str) else values
    return tuple(part for value in listed for part in (*action.option_strings[:1], value))
