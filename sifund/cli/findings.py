"""`records check` and `catalogue`: rules over records, what they name and what was not checked."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sifund.cli.command import Answer, Command, add_format, add_records, refuse
from sifund.cli.parser import Parser, Whole
from sifund.cli.write import write_csv, write_json, write_table
from sifund.text import Lang, Text, format_number

if TYPE_CHECKING:
    from sifund.records.check import Progress
    from sifund.records.findings import Kept
    from sifund.records.rule import Rule

HEAD = (
    Text("代码", "code"), Text("规则", "rule"), Text("风险", "risk"), Text("疑点", "findings"), Text("新增", "new"),
    Text("涉及金额（元）", "at stake (yuan)"),
)  # fmt: skip
SUMMARY = Text(
    "核查{rules}条规则，疑点待核{findings}条，涉及{records}笔、{stake}元；另有{unchecked}条规则未核查。",
    "{rules} {rules:rule was|rules were} checked: {findings} {findings:finding|findings} to be checked, on {records} "
    "{records:record|records}, {stake} yuan at stake; {unchecked} {unchecked:rule was|rules were} not checked.",
)
UNCHECKED = Text("未核查：需要 {tables}", "not checked: needs {tables}")
STEP = Text(
    "{done}/{steps} {codes} · 分片 {part}/{parts} · {left}", "{done}/{steps} {codes} · part {part}/{parts} · {left}"
)
LEFT, UNSURE = Text("约剩{seconds}秒", "about {seconds} s left"), Text("剩余时间未知", "time left unknown")


def _check_options(parser: Parser) -> None:
    add_records(parser)
    parser.add(
        "--output",
        metavar="DIR",
        says=Text("疑点存在哪个目录；中断的核查在此接着做", "where findings are kept; a stopped check goes on there"),
    )
    add_rules(parser)
    parser.add(
        "--engine",
        metavar="ENGINE",
        default="polars",
        says=Text(
            "用什么运行规则：polars（默认）、duckdb，或在sc://host:port的Spark Connect",
            "what runs the rules: polars (default), duckdb, or Spark Connect at sc://host:port",
        ),
    )
    parser.add(
        "--partitions",
        type=Whole(1, 4096),
        default=0,
        metavar="N",
        says=Text("分几片（默认：按行数定）", "parts to go by (default: as many as the rows ask for)"),
    )
    add_format(parser)


def _check(args: argparse.Namespace) -> Answer:
    """Run the rules on a folder of records. Raises SifundError."""
    with tempfile.TemporaryDirectory() as passing:
        entry = _checked(args, Path(args.output or passing))
        return Answer(_summary(entry, args.format, args.lang or "zh"))


def _checked(args: argparse.Namespace, output: Path) -> Kept:
    from sifund.records.check import check
    from sifund.records.engine import engine
    from sifund.records.findings import before_in, keep
    from sifund.records.folder import read

    before_in(output)  # what keeps findings from being kept is told before they are made
    folder, lang = read(Path(args.folder)), args.lang or "zh"
    return keep(
        check(folder, asked_rules(args.rules), engine(args.engine), output, args.partitions, lambda p: _tell(p, lang)),
        folder,
        output,
    )


def add_rules(parser: Parser) -> None:
    """The option that names rules."""
    parser.add(
        "--rules", metavar="CODE[,CODE]", says=Text("只用这些规则（默认：全部）", "only these rules (default: all)")
    )


def asked_rules(given: str | None) -> list[Rule]:
    """The rules that --rules names, all where it is not given. Raises SifundError for a code that there is not."""
    from sifund.records.mask import veiled
    from sifund.records.rules import rules

    every = rules()
    codes = [code.strip().upper() for code in given.split(",")] if given is not None else list(every)
    for code in codes:
        if code not in every:
            refuse("rule", "--rules", "没有规则“{value}”；records catalogue 列出全部。",
                   'there is no rule "{value}"; records catalogue lists them.', veiled(code))  # fmt: skip
    return [item for code, item in every.items() if code in codes]


def _tell(progress: Progress, lang: Lang) -> None:
    """A line on stderr before each step."""
    step = progress.step
    left = UNSURE(lang) if progress.left is None else LEFT.format(seconds=format_number(progress.left))(lang)
    codes = f"{step.rules[0].code}–{step.rules[-1].code}"
    words = STEP.format(
        done=progress.done + 1, steps=progress.steps, codes=codes, part=step.part + 1, parts=step.parts, left=left
    )
    sys.stderr.write(f"{words(lang)}\n")
    sys.stderr.flush()


def _summary(entry: Kept, form: str, lang: Lang) -> str:
    from sifund.records.beyond import not_checked
    from sifund.records.findings import by_rule
    from sifund.records.rules import rules

    rows: list[dict[str, Any]] = by_rule(entry).to_dicts()
    gaps = {code: keys for code, (_, keys) in not_checked(entry.checked, entry.unchecked).items()}
    if form == "json":
        left = [one.as_json() for one in entry.left]
        return write_json({"checked": rows, "unchecked": gaps, "left": left, "at_stake_fen": entry.counts.total.stake})
    if form == "csv":
        return write_csv(["code", "findings", "new", "stake_fen", "needs", "left"], [
            *([*row.values(), None, sum(one.rows for one in entry.left if one.code == row["code"])] for row in rows),
            *([code, None, None, None, " ".join(why), None] for code, why in gaps.items()),
        ])  # fmt: skip
    every = rules()
    cells = [[row["code"], every[row["code"]].name(lang), every[row["code"]].risk.name(lang), str(row["findings"]), str(row["new"]),
              format_number(row["stake"] / 100)] for row in rows]  # fmt: skip
    return "\n".join(
        [
            *_sentence(entry, lang),
            "",
            write_table([[name(lang) for name in HEAD], *cells], words=3),
            *_gaps(entry, lang),
            *(f"{one.code} {every[one.code].name(lang)} · {one.says()(lang)}" for one in entry.left),
        ]
    )


def _sentence(entry: Kept, lang: Lang) -> Iterator[str]:
    from sifund.records.beyond import not_checked

    yield SUMMARY.format(
        rules=len(entry.checked), findings=len(entry.findings), records=entry.findings.select("table", "record").n_unique(),
        stake=format_number(entry.counts.total.stake / 100), unchecked=len(not_checked(entry.checked, entry.unchecked)),
    )(lang)  # fmt: skip


def _gaps(entry: Kept, lang: Lang) -> Iterator[str]:
    from sifund.records.beyond import not_checked

    for code, (name, keys) in not_checked(entry.checked, entry.unchecked).items():
        yield f"{code} {name(lang)} · {UNCHECKED.format(tables=', '.join(keys))(lang)}"


def _catalogue(_: argparse.Namespace) -> Answer:
    """Every rule in both languages, in Markdown: the office's risk matrix."""
    from sifund.records.catalogue import catalogue

    return Answer(catalogue())


CHECK = Command(
    Text(
        "用规则核查一个目录的明细；指出的是待核的疑点，不是结论。",
        "Run the rules over a folder of records; what they name is to be checked, not proved.",
    ),
    _check_options,
    _check,
)
CATALOGUE = Command(Text("列出全部规则（Markdown）。", "Print every rule, in Markdown."), lambda _: None, _catalogue)
PARTS = {"check": CHECK, "catalogue": CATALOGUE}
