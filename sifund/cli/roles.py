"""`roles`: who has which role, and giving one."""

from __future__ import annotations

import argparse

from sifund.access import NAMES, ROLES, Role, assign, roles
from sifund.access.roles import administrators, others
from sifund.cli.command import Answer, Command, tell
from sifund.cli.parser import Parser
from sifund.text import Lang, Text, same

ROW = Text("{name}：{role}", "{name}: {role}")
OTHERS = Text("其他人：{role}", "everybody else: {role}")


def _options(parser: Parser) -> None:
    parser.add(
        "name",
        nargs="?",
        metavar="NAME",
        says=Text("给谁分配（不写则列出全部）", "whose role is given (without it: lists all)"),
    )
    parser.add("role", nargs="?", metavar="ROLE", choices=ROLES, says=same(" | ".join(ROLES)))


def _run(args: argparse.Namespace) -> Answer:
    """Everybody's role, after the one that was asked for is given. Raises SifundError for a name that cannot be one."""
    if args.name and args.role:
        assign(args.name, args.role)
        tell("role", f"{args.name} {args.role}")
    lang: Lang = args.lang or "zh"
    held: dict[str, Role] = {**roles(), **dict.fromkeys(administrators(), "administrator")}
    rows = [
        ROW.format(name=name, role=NAMES[role])(lang)
        for name, role in sorted(held.items())
        if args.name in (None, name)
    ]
    return Answer("\n".join([*rows, OTHERS.format(role=NAMES[others()])(lang)]))


COMMAND = Command(
    Text("谁有什么角色；写明用户名和角色则分配。", "Who has which role; with NAME and ROLE, gives one."), _options, _run
)
