"""`doctor`: whether all that is kept here is well; exit status 1 where something is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from sifund.cli.command import FORMATS, Answer, Command, add_format, refuse_unread
from sifund.cli.parser import Parser
from sifund.cli.write import write_json
from sifund.problem import Problem
from sifund.text import Lang, Text
from sifund.upkeep.health import Health, examine
from sifund.upkeep.interpreter import faults
from sifund.upkeep.places import places

WRONG = 1
WELL = Text("一切正常。", "All is well.")
ILL = Text("有{count}处不正常：", "{count} {count:thing is|things are} wrong:")
NOTES = Text("另请注意：", "And note:")
PROGRAM = Text("程序 {version}", "program {version}")
RUNS, STOPPED = Text("服务器正在运行", "a server runs"), Text("没有服务器在运行", "no server runs")
UNSURE = Text("不知道有没有服务器在运行", "whether a server runs cannot be told")
NONE = Text("保存的方案：还没有（{file}）", "saved scenarios: none yet ({file})")
AWAY = Text("保存的方案：读不到（{file}）", "saved scenarios: out of reach ({file})")
SAVED = Text(
    "保存的方案：{scenarios}个，其中已删除{deleted}个，共{versions}版；核查结果{results}条（{file}，库结构{schema}）",
    "saved scenarios: {scenarios}, of which {deleted} deleted, in {versions} {versions:version|versions}; results of "
    "checking: {results} ({file}, schema "
    "{schema})",
)
DATASETS = Text("数据集：{folder}，占{used} MB，上限{most} MB", "datasets: {folder}, {used} MB of {most} MB")
CODE = Text(
    "{code}：现用{current}，{versions}个版本，可恢复的{deleted}个，已接受的疑点{accepted}条",
    "{code}: current {current}, {versions} {versions:version|versions}, {deleted} that can be brought back, {accepted} accepted findings",
)


def _options(parser: Parser) -> None:
    add_format(parser, FORMATS[:2])


def _run(args: argparse.Namespace) -> Answer:
    """What there is and what is wrong with it. Raises SifundError where the database's address or the home cannot be read."""
    try:
        health = examine(places())
    except OSError as error:
        refuse_unread(error)
    health.notices += faults()
    status = 0 if health.well else WRONG
    if args.format == "json":
        return Answer(write_json(health.as_json()), status=status)
    return Answer("\n".join(_page(health, args.lang or "zh")), status=status)


def _page(health: Health, lang: Lang) -> Iterator[str]:
    facts = health.facts
    runs = UNSURE if facts["in_use"] is None else RUNS if facts["in_use"] else STOPPED
    yield f"{PROGRAM.format(version=facts['version'])(lang)} · {runs(lang)}"
    yield _saved(facts["database"])(lang)
    datasets = facts["datasets"]
    used, most = (f"{datasets[name] / 1e6:.1f}" for name in ("bytes", "quota_bytes"))
    yield DATASETS.format(folder=datasets["folder"], used=used, most=most)(lang)
    for code in datasets["codes"]:
        counts = {"versions": len(code["versions"]), "deleted": len(code["deleted"])}
        written = {name: "—" if code[name] is None else code[name] for name in ("code", "current", "accepted")}
        yield "  " + CODE.format(**written, **counts)(lang)
    yield WELL(lang) if health.well else ILL.format(count=len(health.problems))(lang)
    yield from _listed(health.problems, lang)
    if health.notices:
        yield NOTES(lang)
        yield from _listed(health.notices, lang)


def _saved(database: dict[str, Any]) -> Text:
    file = database.get("file", "PostgreSQL")
    if database.get("exists") is False:
        return NONE.format(file=file)
    if "scenarios" not in database:
        return AWAY.format(file=file)
    return SAVED.format(**{name: database[name] for name in ("scenarios", "deleted", "versions", "results")}, file=file,
                        schema=database["schema"] or "—")  # fmt: skip


def _listed(problems: list[Problem], lang: Lang) -> Iterator[str]:
    yield from (f"  - {problem(lang)}" for problem in problems)


COMMAND = Command(
    Text(
        "体检：本机保存的一切是否正常；有不正常时退出码为1。",
        "Whether all that is kept here is well; exits 1 where something is wrong.",
    ),
    _options,
    _run,
)
