"""`restore`: what a backup holds, in the place of what is kept here; refused while a server runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from sifund.cli.command import Answer, Command, disk_says, refuse, tell
from sifund.cli.parser import Parser
from sifund.text import Lang, Text
from sifund.upkeep.restore import restore
from sifund.upkeep.tally import tally

DONE = Text("已恢复{file}（{held}）。", "restored {file} ({held}).")
ASIDE = Text("原有的内容留在：{folder}", "what was there before is in {folder}")


def _options(parser: Parser) -> None:
    parser.add("file", metavar="FILE", says=Text("由backup写出的备份", "a backup as the command backup writes it"))


def _run(args: argparse.Namespace) -> Answer:
    """What was restored, and where what was there is. Raises SifundError."""
    lang: Lang = args.lang or "zh"
    try:
        done = restore(Path(args.file))
    except OSError as error:
        refuse("file", "FILE", "没有恢复：{why}。原有的内容没有改动，或再运行一次会接着完成。",
               "nothing was restored: {why}. What was there stands, or another run finishes the restore.",
               why=disk_says(error))  # fmt: skip
    tell("restore", Path(args.file).name)
    lines = [DONE.format(file=args.file, held=tally(done.manifest))(lang)]
    lines += [ASIDE.format(folder=folder)(lang) for folder in done.aside]
    return Answer("\n".join(lines), done.notices)


COMMAND = Command(
    Text(
        "用备份替换本机保存的内容；服务器运行时拒绝。",
        "Put a backup in the place of what is kept here; refused while a server runs.",
    ),
    _options,
    _run,
)
