"""`records tie` and `records measure`: whether the books agree, and the drivers that records give."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sifund import catalog
from sifund.cli.command import Answer, Command, add_dataset, add_format, add_records, refuse
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.dataset import SAMPLE, folder_of, load
from sifund.dataset.reconciled import Reconciled
from sifund.problem import Problem
from sifund.terms import CONTENT, NOTHING_TO_COMPARE, PARAMETER, TIED, VALUE
from sifund.text import Lang, Text, format_number

if TYPE_CHECKING:
    from sifund.records.ties import State, Tie

DIFFERENT = 1
"""The exit status where something differs."""
STATES: dict[State, Text] = {"tied": TIED.inside, "differs": Text("不符", "differs"), "open": NOTHING_TO_COMPARE.inside}
HEAD = (Text("对账", "tie"), *STATES.values())
DIFFERS = Text(
    "不符：{place}：{side}多{amount}元（{sides}）", "differs: {place}: {side} has {amount} yuan more ({sides})"
)
SHORT = Text(
    "不符：{place}：{side}少{amount}元（{sides}）", "differs: {place}: {side} has {amount} yuan less ({sides})"
)
APART = Text(
    "不符：{place}：{side}互不一致，最多相差{amount}元（{sides}）",
    "differs: {place}: {side} disagree, by up to {amount} yuan ({sides})",
)
OPEN = Text("未决：{place}：{why}", "open: {place}: {why}")
COLUMNS = ("kind", "place", "state", "side", "amount_fen", "sides", "why")


def _options(parser: Parser) -> None:
    add_records(parser)
    add_dataset(parser)
    add_format(parser)


def _tie_options(parser: Parser) -> None:
    _options(parser)
    parser.add(
        "--keep",
        action="store_true",
        says=Text(
            "把数目存在明细旁，供“数据核对”页和年度报告使用",
            "keep the counts beside the records, for the checks page and the annual report",
        ),
    )


def _tie(args: argparse.Namespace) -> Answer:
    """Counts by kind and all that is not tied; exit status 1 where something differs. Raises SifundError."""
    from sifund.records.about import read_about
    from sifund.records.agreed import agreed
    from sifund.records.folder import read
    from sifund.records.ties import tie

    folder, about = read(Path(args.folder)), read_about(Path(args.folder))
    code = args.dataset or about.dataset
    dataset = load(folder_of(code)) if code else None
    ties = tie(folder, about, dataset)
    if args.keep:
        _keep(agreed(ties, about, folder.path, dataset) if dataset else None, folder.path)
    status = DIFFERENT if any(one.state == "differs" for one in ties) else 0
    lang: Lang = args.lang or "zh"
    if args.format == "json":
        return Answer(
            write_json({"ties": [dict(zip(COLUMNS, _row(one, lang), strict=True)) for one in ties]}), status=status
        )
    if args.format == "csv":
        return Answer(write_csv(COLUMNS, [_row(one, lang) for one in ties]), status=status)
    return Answer(_page(ties, lang), status=status)


def _keep(one: Reconciled | None, folder: Path) -> None:
    """Keep them beside the records. Raises SifundError where no dataset is known that they lie under; OSError."""
    from sifund.records.agreed import keep

    if one is None:
        refuse("no_dataset", "--keep", "不知道明细属于哪套数据；请在 DIR 后写明数据集。",
               "it is not known which dataset the records lie under; name it after DIR.")  # fmt: skip
    keep(one, folder)


def _row(one: Tie, lang: Lang) -> tuple[str, str, str, str, int | None, str, str]:
    amount = one.amount if one.state != "open" else None
    return (
        one.kind,
        one.place_of_batch(lang),
        one.state,
        one.side,
        amount,
        _sides(one, lang),
        one.why(lang) if one.why else "",
    )


def _sides(one: Tie, lang: Lang) -> str:
    from sifund.records.ties import SIDES

    gap, between = ("", "，") if lang == "zh" else (" ", ", ")
    return between.join(f"{SIDES[name](lang)}{gap}{_yuan(fen)}" for name, fen in one.sides)


def _yuan(fen: int | None) -> str:
    return format_number(None if fen is None else fen / 100, 2)


def _page(ties: Sequence[Tie], lang: Lang) -> str:
    from sifund.records.ties import KINDS, SIDES, counts

    rows = [[KINDS[kind](lang), *(str(count[state]) for state in STATES)] for kind, count in counts(ties).items()]
    lines = [write_table([[name(lang) for name in HEAD], *rows], words=1)]
    for one in ties:
        if one.state == "differs":
            words = APART if one.side == "all" else DIFFERS if one.amount > 0 else SHORT
            lines.append(
                words.format(
                    place=one.place_of_batch,
                    side=SIDES[one.side],
                    amount=_yuan(abs(one.amount)),
                    sides=_sides(one, lang),
                )(lang)
            )
        elif one.state == "open":
            lines.append(OPEN.format(place=one.place_of_batch, why=one.why or "")(lang))
    return "\n".join(lines)


# --- measure ----------------------------------------------------------------------------------------------------------

PARAMETERS = (
    "key",
    "from_month",
    "value",
    "low",
    "high",
    "basis",
    "formula",
    "reason_zh",
    "reason_en",
    "document",
    "source",
)
MEASURED_HEAD = (PARAMETER.inside, Text("算式", "formula"), CONTENT.inside, VALUE.inside)
NOT_MEASURED = Text("没有测算：{name}：{why}", "not measured: {name}: {why}")


def _measure(args: argparse.Namespace) -> Answer:
    """Rows of a dataset's parameters, as CSV in the columns of its file; what was not measured on stderr. Raises SifundError."""
    from sifund.records.about import read_about
    from sifund.records.drivers import measure
    from sifund.records.folder import read

    folder, about = read(Path(args.folder)), read_about(Path(args.folder))
    made = measure(folder, about, load(folder_of(args.dataset or about.dataset or SAMPLE)))
    rows = [row.model_dump() for row in made.rows]
    notices = tuple(
        Problem("not_measured", key.key, NOT_MEASURED.format(name=key.name, why=why)) for key, why in made.left
    )
    if args.format == "json":
        return Answer(write_json({"parameters": rows}), notices)
    if args.format == "csv":
        return Answer(write_csv(PARAMETERS, [[row[name] for name in PARAMETERS] for row in rows]), notices)
    lang: Lang = args.lang or "zh"
    cells = [[catalog.parameter(row.key).name(lang), row.formula, row.reason_zh if lang == "zh" else row.reason_en,
              catalog.parameter(row.key).unit.write(row.value)(lang)] for row in made.rows]  # fmt: skip
    return Answer(write_table([[name(lang) for name in MEASURED_HEAD], *cells], words=3), notices)


MEASURE = Command(
    Text("由明细测算的驱动量，写成数据集参数表的行。", "Drivers that records give, as rows of a dataset's parameters."),
    _options,
    _measure,
)
PARTS = {
    "measure": MEASURE,
    "tie": Command(
        Text(
            "明细、报表、财务、银行、税务、国库是否相符；有不符时退出码为1。",
            "Whether records, report, ledger, bank, tax and treasury agree; exits 1 where they do not.",
        ),
        _tie_options,
        _tie,
    ),
}
