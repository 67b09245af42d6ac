"""How a command line is read: a parser that helps and refuses in both languages."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, NoReturn

from sifund.problem import Problem, SifundError, problem, shown
from sifund.text import LANGS, Lang, Text, width

USAGE, NEEDED, OPTIONS = (
    Text("用法：", "usage: "),
    Text("位置参数", "positional arguments"),
    Text("可选参数", "options"),
)
COMMANDS = Text("命令", "commands")
HELP = Text("显示用法后结束", "show this help message and exit")
LANG = Text(
    "语言：名称默认中文（链接、文件另有写明的从其写明），提示和用法默认英文",
    "language: names are Chinese where neither this nor a link or document says otherwise, messages and help English",
)
SEE = Text("（见 {prog} --help --lang zh）", " (see {prog} --help)")
LONGEST = 500
SAYS = (
    (re.compile("the following arguments are required: (.+)"), r"没有写\1"),
    (re.compile("unrecognized arguments: (.+)"), r"没有这样的参数：\1"),
    (re.compile("argument (.+): expected (?:one|at least one) argument"), r"\1后面没有写值"),
    (re.compile("argument (.+): ignored explicit argument (.+)"), r"\1后面不写值（写了\2）"),
)
"""What argparse says by itself, and its Chinese."""
_PIECE = re.compile("[“（]*(?:[^\\s“（\u2e80-\uffef]+|[^\\s])[，。；：、）”]*|\\s+")


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from the first to the last."""

    first: int
    last: int

    def __call__(self, text: str) -> int:
        """The number. Raises ValueError."""
        if not re.fullmatch("-?[0-9]{1,18}", text) or not self.first <= int(text) <= self.last:
            raise ValueError(text)
        return int(text)


class _Wide(str):
    """Words whose length is the columns that they take."""

    __slots__ = ()

    def __len__(self) -> int:
        return width(str(self))


class _Chinese(argparse.HelpFormatter):
    """Help whose lines are broken by columns on a terminal, of which a Chinese character takes two."""

    def add_usage(self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """How it is called, after the word for usage."""
        super().add_usage(usage, actions, groups, _Wide(USAGE.zh) if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(_lines(text, width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in _lines(text, width - len(indent)))


def _lines(text: str, columns: int) -> Iterable[str]:
    line = ""
    for piece in _PIECE.findall(text):
        if line and width(line + piece.rstrip()) > columns:
            yield line.rstrip()
            line = ""
        line = (line + piece).lstrip()
    yield line


class Parser(argparse.ArgumentParser):
    """An argument parser that takes no abbreviations, speaks one language and refuses by SifundError in both."""

    def __init__(self, prog: str | None = None, description: str = "", epilog: str = "", lang: Lang = "en") -> None:
        super().__init__(prog=prog, description=_literal(description), epilog=_literal(epilog), allow_abbrev=False, add_help=False,
                         formatter_class=_Chinese if lang == "zh" else argparse.HelpFormatter)  # fmt: skip
        self.lang: Lang = lang
        self._positionals.title, self._optionals.title = NEEDED(lang), OPTIONS(lang)
        self._negative_number_matcher = re.compile("-[0-9.]")  # -5:10 is a value, no option
        self.add("-h", "--help", action="help", says=HELP)

    def add(self, *names: str, says: Text, **how: Any) -> None:
        """An argument, as `add_argument` takes it, with its help in both languages."""
        self.add_argument(*names, help=_literal(says(self.lang)), **how)

    def add_lang(self, **how: Any) -> None:
        """The option that names the language."""
        self.add("--lang", choices=LANGS, says=LANG, **how)

    def add_parts(self, metavar: str) -> argparse._SubParsersAction[Parser]:
        """Room for commands below this one; each takes its help in the parser's language."""
        return self.add_subparsers(title=COMMANDS(self.lang), metavar=metavar, required=True, parser_class=Parser)

    def error(self, message: str) -> NoReturn:
        """What argparse calls for a wrong command line. Raises SifundError."""
        zh = next(
            (says.sub(chinese, message).replace(", ", "、") for says, chinese in SAYS if says.fullmatch(message)),
            message,
        )
        see = SEE.format(prog=self.prog)
        raise SifundError([Problem("usage", "", Text(shown(zh, LONGEST) + see.zh, shown(message, LONGEST) + see.en))])

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        if not arg_string.strip() and action.default != "" and action.nargs != argparse.PARSER:
            raise SifundError([problem(
                "empty", _called(action), "是空的；请写明，或不写这一项。", "is empty; say what it is, or leave it out.",
            )])  # fmt: skip
        try:
            return super()._get_value(action, arg_string)
        except argparse.ArgumentError:
            whole = action.type
            if not isinstance(whole, Whole):
                raise
            raise SifundError([problem(
                "whole", _called(action), "“{value}”应为{first}至{last}的整数。",
                '"{value}" is not a whole number from {first} to {last}.', value=arg_string, first=whole.first, last=whole.last,
            )]) from None  # fmt: skip

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            near = get_close_matches(str(value), action.choices, n=1)
            zh, en = (f"是否想写{near[0]}？", f"did you mean {near[0]}? ") if near else ("", "")
            raise SifundError([problem(
                "choice", _called(action), "“{value}”不可选；" + zh + "可选：{offered}。",
                '"{value}" is not a choice; ' + en + "choose from {offered}.", value=value, offered=", ".join(action.choices),
            )])  # fmt: skip


def _called(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _literal(words: str) -> str:
    return words.replace("%", "%%")
