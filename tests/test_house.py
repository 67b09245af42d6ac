"""House rules: short functions and modules, no constants in formulas, nothing that points outside the project."""

from __future__ import annotations

import ast
import functools
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FUNCTION_LINES, MODULE_LINES = 30, 250
TEXT_FILES = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".csv",
    ".yml",
    ".yaml",
    ".cfg",
    ".ini",
    ".json",
    ".sh",
    ".css",
    ".js",
    ".ts",
    ".html",
    "",
}
NO_NAMES = {"found", "seen", "own", "on", "told", "said", "asked", "known", "kept"}
"""Of many things, what was done with them."""
HIDDEN_BUT_OURS = {".ci", ".github", ".streamlit", ".gitignore"}
FORMULAS = {"expenditure", "income", "quantity", "person"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Files of the project, without what is installed, cached or built."""
    for path in sorted(folder.iterdir()):
        if (path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS) or path.name in (
            "node_modules",
            "__pycache__",
        ):
            continue
        if path.is_dir():
            if path not in (ROOT / "local", ROOT / "out"):
                yield from files(path)
        else:
            yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = [p for p in files() if p.suffix == ".py" and name(p).startswith(("sifund/", "pages/", "app.py"))]
MODULES = [p for p in SOURCES if not name(p).startswith("sifund/funds/")]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def length(node: Function) -> int:
    """Lines from `def` to the end, the docstring left out."""
    first = node.body[0]
    doc = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) else 0
    return (node.end_lineno or 0) - node.lineno + 1 - doc


def test_there_is_a_house() -> None:
    assert {"sifund/model/engine.py", "sifund/funds/public.py"} <= {name(p) for p in SOURCES}


def test_functions_are_short() -> None:
    assert [(name(p), f.name, length(f)) for p in SOURCES for f in functions(p) if length(f) > FUNCTION_LINES] == []


def test_modules_are_short() -> None:
    assert [name(p) for p in MODULES if len(p.read_text(encoding="utf-8").splitlines()) > MODULE_LINES] == []


def named(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of each variable, argument, function and class."""
    for node in ast.walk(tree(path)):
        match node:
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.FunctionDef() | ast.ClassDef():
                yield node.lineno, node.name


def test_names_say_what_they_hold() -> None:
    assert [(name(p), *at) for p in SOURCES for at in named(p) if at[1].strip("_") in NO_NAMES] == []


def test_no_module_is_a_drawer() -> None:
    assert [
        name(p) for p in files() if p.stem in ("utils", "util", "helpers", "misc", "common") and p.suffix == ".py"
    ] == []


def test_tests_mirror_the_package() -> None:
    """A test file lies in the folder of what it tests, or on top where it looks at the whole; helpers lie in `support`."""
    tests = ROOT / "tests"
    rooms = {path.parent.relative_to(ROOT / "sifund") for path in (ROOT / "sifund").rglob("*.py")} | {Path("e2e")}
    assert [name(p) for p in tests.rglob("test_*.py") if p.parent.relative_to(tests) not in rooms] == []
    assert [name(p) for p in tests.glob("*.py") if not p.stem.startswith("test_") and p.stem != "conftest"] == []


def test_nothing_points_outside_the_project() -> None:
    outside = ["../" + "shared", "/" + "work/", "/home" + "/"]
    found = [
        (name(p), mark) for p in files() if p.suffix in TEXT_FILES
        for mark in outside if mark in p.read_text(encoding="utf-8", errors="replace")
    ]  # fmt: skip
    assert found == []


def formulas(path: Path) -> Iterator[Function]:
    for node in functions(path):
        calls = [d.func.id for d in node.decorator_list if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)]
        if FORMULAS & set(calls):
            yield node


def test_formulas_hold_no_numbers_but_0_1_and_12() -> None:
    seen = 0
    for path in (ROOT / "sifund" / "funds").glob("*.py"):
        for formula in formulas(path):
            seen += 1
            numbers = [n.value for part in formula.body for n in ast.walk(part)
                       if isinstance(n, ast.Constant) and isinstance(n.value, int | float)]  # fmt: skip
            assert set(numbers) <= {0, 1, 12}, formula.name
            assert ast.get_docstring(formula), formula.name
            assert len(formula.body) <= 11, formula.name
    assert seen >= 25 + 5  # the lines and the quantities


def test_public_functions_say_what_they_do() -> None:
    """All but operators and properties of one line."""
    assert [name(p) for p in SOURCES if not ast.get_docstring(tree(p)) and p.name != "__init__.py"] == []
    assert [
        (name(p), f.name) for p in SOURCES for f in outer(tree(p))
        if not f.name.startswith("_") and not ast.get_docstring(f) and not plain(f)
    ] == []  # fmt: skip


def outer(node: ast.AST) -> Iterator[Function]:
    """Functions and methods, without those inside functions."""
    for part in ast.iter_child_nodes(node):
        if isinstance(part, Function):
            yield part
        else:
            yield from outer(part)


def plain(node: Function) -> bool:
    """Whether it is a property of one line."""
    is_property = any(isinstance(d, ast.Name) and d.id in ("property", "cached_property") for d in node.decorator_list)
    return is_property and len(node.body) == 1 and node.body[0].lineno == node.body[0].end_lineno


def test_functions_say_what_they_take_and_give() -> None:
    """At least 99% of them: a handler of somebody else's library may leave a type out."""
    every = [f for path in SOURCES for f in functions(path)]
    assert sum(map(annotated, every)) >= 0.99 * len(every)


def annotated(node: Function) -> bool:
    """Whether every argument but `self` or `cls`, and what is given back, has its type."""
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
    typed = all(one.annotation for one in given if one and one.arg not in ("self", "cls"))
    return typed and node.returns is not None


MADE_BY_RUNNING = (ast.Call, ast.Constant, ast.Yield, ast.YieldFrom, ast.Await)
IDENTITY = "sifund/model/memory.py"
"""Holds what is worked out by what it was worked out of, whichever equals it; it notices when that goes."""


def fills(node: Function) -> Iterator[str]:
    """Lists and dictionaries handed to a function that it fills: what it finds is what it gives back."""
    arguments = [*node.args.args, *node.args.kwonlyargs]
    held = {a.arg for a in arguments if a.annotation and ast.unparse(a.annotation).startswith(("list[", "dict["))}
    for x in ast.walk(node):
        match x:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Name(id=who), attr="append" | "extend" | "insert" | "update" | "setdefault"
                )
            ):
                yield from [f"{who}:{x.lineno}"] if who in held else []
            case ast.AugAssign(target=ast.Name(id=who)) | ast.Assign(targets=[ast.Subscript(value=ast.Name(id=who))]):
                yield from [f"{who}:{x.lineno}"] if who in held else []


def test_what_is_done_is_said() -> None:
    """No expression is run for what it does beside its value, nothing goes by where it lies in memory, no list is handed
    over to be filled."""
    nodes = [(name(p), x) for p in SOURCES for x in ast.walk(tree(p))]
    assert [
        (p, x.lineno) for p, x in nodes if isinstance(x, ast.Expr) and not isinstance(x.value, MADE_BY_RUNNING)
    ] == []
    calls = [(p, x.func) for p, x in nodes if isinstance(x, ast.Call)]
    assert {p for p, by in calls if isinstance(by, ast.Name) and by.id == "id"} <= {IDENTITY}
    assert [(name(p), at) for p in SOURCES for node in functions(p) for at in fills(node)] == []


def test_only_the_screen_knows_streamlit() -> None:
    knows = {name(p) for p in SOURCES if any("streamlit" in words for words in imported(p))}
    assert not {p for p in knows if p.startswith("sifund/") and not p.startswith("sifund/ui/")} - {
        "sifund/server.py",
        "sifund/oidc.py",
    }


def imported(path: Path) -> Iterator[set[str]]:
    """The packages that each import of a module names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            yield {(node.module or "").partition(".")[0]}


@pytest.mark.skipif(not list((ROOT / "pages").glob("*.py")), reason="no pages yet")
def test_pages_hold_no_arithmetic() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        sums = [n.lineno for n in ast.walk(tree(path))
                if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult | ast.Div | ast.Sub | ast.Pow)]  # fmt: skip
        assert sums == [], name(path)


def test_the_way_from_a_figure_to_its_making_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = text.partition("## From a figure")[2].partition("\n## ")[0]
    steps = re.findall(r"`(sifund\.[\w.]+)`", rows)
    assert len(steps) == 15
    for step in steps:
        found = pkgutil.resolve_name(step)
        assert callable(found) or isinstance(found, functools.cached_property), step
