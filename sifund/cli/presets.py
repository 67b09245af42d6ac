"""`presets`: ready scenarios with their sources, and what each leaves out."""

from __future__ import annotations

import argparse
from typing import Any

from sifund import catalog
from sifund.cli.command import Answer, Command, add_dataset, add_format
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json
from sifund.dataset import SAMPLE, Dataset, find
from sifund.presets import Preset, offered
from sifund.text import Lang, Text

LEAVES_OUT = Text("未计入：{what}", "leaves out: {what}")


def _options(parser: Parser) -> None:
    add_dataset(parser)
    add_format(parser)


def _run(args: argparse.Namespace) -> Answer:
    """Raises SifundError for an unknown dataset."""
    dataset, lang = find(args.dataset or SAMPLE), args.lang or "zh"
    records = [_record(preset, dataset, lang) for preset in offered(dataset)]
    if args.format == "json":
        return Answer(write_json({"presets": records}))
    if args.format == "csv":
        names = ["key", "name", "says", "scenario"]
        return Answer(write_csv(names, [[record[name] for name in names] for record in records]))
    return Answer("\n\n".join("\n".join(_lines(record, lang)) for record in records))


def _record(preset: Preset, dataset: Dataset, lang: Lang) -> dict[str, Any]:
    return {
        "key": preset.key, "name": preset.name.text(lang), "says": preset.says.text(lang),
        "leaves_out": [words.text(lang) for words in preset.leaves_out],
        "scenario": preset.scenario(dataset, lang).text(),
        "sources": [
            {"key": c.key, "name": catalog.parameter(c.key).name(lang), "from": list(c.starts), "basis": c.source.basis,
             "checked": c.source.checked, "source": c.source(lang)}
            for c in preset.all_changes
        ],
    }  # fmt: skip


def _lines(record: dict[str, Any], lang: Lang) -> list[str]:
    what = ("；" if lang == "zh" else "; ").join(record["leaves_out"])
    return [
        f"{record['key']} · {record['name']}",
        record["says"],
        LEAVES_OUT(lang).format(what=what),
        record["scenario"],
    ]


COMMAND = Command(
    Text(
        "预设方案：取值及来源，以及没有计入的。", "Ready scenarios: their values with sources, and what they leave out."
    ),
    _options,
    _run,
)
