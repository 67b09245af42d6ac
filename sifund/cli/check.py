"""`check`: what ties in a dataset and what does not; exit status 1 where an error is left that nobody accepted."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from sifund.checks.check import SEVERITIES
from sifund.checks.facts import field_name
from sifund.checks.frames import Acceptances, catalogue, finding_row, findings_frame, ties_frame
from sifund.checks.report import STALE, Finding, Report, check, details
from sifund.cli.command import HEADER, Answer, Command, add_dataset, add_format
from sifund.cli.parser import Parser
from sifund.cli.write import write_csv, write_json, write_table
from sifund.dataset import SAMPLE, folder_of, load
from sifund.dataset.acceptance import Acceptance, read
from sifund.terms import NOTHING_TO_COMPARE, TIED
from sifund.text import Lang, Text

ERRORS_LEFT = 1
COLUMNS = (Text("核对", "check"), TIED.inside, Text("可比", "compared"), NOTHING_TO_COMPARE.inside)
ACCEPTED = Text("已接受：{reason}{by}", "accepted: {reason}{by}")


def _options(parser: Parser) -> None:
    add_dataset(parser)
    add_format(parser)
    parser.add(
        "--catalogue",
        action="store_true",
        says=Text("列出每项核对比较什么（Markdown）", "print what each check compares, in Markdown"),
    )


def _run(args: argparse.Namespace) -> Answer:
    """Ties and findings of a dataset, with the acceptances kept beside it. Raises SifundError."""
    if args.catalogue:
        return Answer(catalogue())
    folder = folder_of(args.dataset or SAMPLE)
    dataset = load(folder)
    report, acceptances = check(dataset), read(folder)
    accepted: Acceptances = {(row.finding, row.mark): row for row in acceptances}
    left = [f for f in report.of("error") if (f.key, f.mark) not in accepted]
    status = ERRORS_LEFT if left else 0
    if args.format == "json":
        return Answer(write_json(_content(report, accepted)), status=status)
    if args.format == "csv":
        frame = findings_frame(report, accepted)
        return Answer(write_csv(frame.columns, frame.rows()), status=status)
    lang: Lang = args.lang or "zh"
    head = HEADER.format(name=dataset.name, code=report.code, fingerprint=report.fingerprint)(lang)
    return Answer("\n".join([head, *_page(report, accepted, acceptances, lang)]), status=status)


def _content(report: Report, accepted: Acceptances) -> dict[str, object]:
    return {
        "dataset": {"code": report.code, "fingerprint": report.fingerprint},
        "ties": ties_frame(report).to_dicts(),
        "findings": [finding_row(f, accepted) for f in report.findings],
    }


def _page(report: Report, accepted: Acceptances, acceptances: Sequence[Acceptance], lang: Lang) -> Iterator[str]:
    holding = {(f.key, f.mark) for f in report.findings} & set(accepted)
    yield report.summary(len(holding))(lang)
    if stale := len(acceptances) - len(holding):
        yield STALE.format(count=stale)(lang)
    ties = [[tie.check.name(lang), *map(str, (tie.tied, tie.compared, tie.open))] for tie in report.ties]
    yield "\n" + write_table([[name(lang) for name in COLUMNS], *ties], words=1)
    for f in report.findings:
        yield "\n" + "\n".join(_finding(f, accepted, lang))


def _finding(f: Finding, accepted: Acceptances, lang: Lang) -> Iterator[str]:
    """A finding in a few lines: severity, place and meaning; figures; assumption, remedy and source."""
    colon = "：" if lang == "zh" else ": "
    place = " · ".join((str(f.place.year), f.place.name(lang), field_name(f.place.field)(lang)))
    yield f"[{SEVERITIES[f.severity](lang)}] {f.check.name(lang)} · {place}{colon}{f.meaning(lang)}"
    yield from (f"    {name(lang)}{colon}{words(lang)}" for name, words in details(f))
    if acceptance := accepted.get((f.key, f.mark)):
        by = " · ".join(str(part) for part in (acceptance.who, acceptance.when) if part)
        yield "    " + ACCEPTED.format(reason=acceptance.reason, by=f" · {by}" if by else "")(lang)


COMMAND = Command(
    Text(
        "核对数据集：哪些对得上、哪些对不上；有错误时退出码为1。",
        "What ties in a dataset and what does not; exits 1 on errors.",
    ),
    _options,
    _run,
)
