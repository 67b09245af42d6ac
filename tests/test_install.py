"""What is installed: what the wheel carries and where it is found there, pins within their ranges, settings that are declared
once, and nothing that is written into the package."""

from __future__ import annotations

import os
import re
import runpy
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from types import SimpleNamespace

import pytest
from audit import PAGES
from audit._commands import commands, documents
from audit.container import health
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from starlette.middleware.trustedhost import TrustedHostMiddleware

from sifund import door, home, server, settings
from sifund.access import ROLES
from sifund.cli import COMMANDS, main, records
from sifund.cli.command import Answer, Command
from sifund.cli.parser import Parser
from sifund.dataset import folder
from sifund.problem import SifundError
from sifund.report.kinds import DOCUMENTS
from sifund.text import LANGS, same
from sifund.upkeep.interpreter import FAULTS, faults

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
CARRIED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
SOURCES = [*(ROOT / "sifund").rglob("*.py"), *(ROOT / "pages").glob("*.py"), ROOT / "app.py"]
OF_EXTRAS = {"psycopg", "authlib", "httpx", "duckdb", "pyspark-client"}
"""Distributions of extras."""


def pins(name: str) -> dict[str, str]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    return {canonicalize_name(one.name): str(one.specifier).removeprefix("==") for one in found}


def test_the_wheel_carries_what_stands_beside_the_package() -> None:
    """Everything that the program asks of its site is put there under the same name."""
    asked = {name for path in SOURCES for name in re.findall(r'\bsite\(\) / "([^"]+)"', path.read_text("utf-8"))}
    assert asked == {"app.py", "data"} and asked | {"pages", ".streamlit/config.toml"} == set(CARRIED)
    assert all((ROOT / part).exists() and to == f"sifund/site/{part}" for part, to in CARRIED.items())
    assert not any(path.is_symlink() for part in CARRIED for path in (ROOT / part).rglob("*"))


def test_no_module_looks_beside_the_package_by_itself() -> None:
    """A file outside the package is asked for by `site`; the parent of the package is where `python -m sifund…` starts."""
    outside = []
    for path in (ROOT / "sifund").rglob("*.py"):
        depth = len(path.relative_to(ROOT).parts) - 1
        up = [int(n) for n in re.findall(r"__file__\)\.resolve\(\)\.parents\[(\d+)\]", path.read_text("utf-8"))]
        outside += [(path.name, n) for n in up if n > depth]
    assert outside == []
    starts = [path for path in (ROOT / "sifund").rglob("*.py") if "parents[" in path.read_text("utf-8")]
    assert starts == [ROOT / "sifund" / "apart.py"]


def test_where_the_files_are_and_where_one_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIFUND_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    package = tmp_path / "lib" / "sifund"
    package.mkdir(parents=True)
    assert home.site(package) == tmp_path / "lib" and home.home(package) == tmp_path / "lib" / "local"
    (package / "site").mkdir()
    assert home.site(package) == package / "site"
    if sys.platform == "linux":
        assert home.home(package) == tmp_path / "user" / "sifund"
    assert not home.home(package).is_relative_to(tmp_path / "lib")
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path / "named"))
    assert home.home(package) == tmp_path / "named"
    assert home.site() == ROOT == folder.HOME.parent


def test_each_pin_lies_in_its_range_and_each_range_has_a_pin() -> None:
    wanted = [("requirements.txt", PROJECT["project"]["dependencies"])]
    wanted += [(f"requirements-{extra}.txt", ranges) for extra, ranges in EXTRAS.items() if ranges]
    known = pins("constraints.txt")
    for name, ranges in wanted:
        for need in map(Requirement, ranges):
            version = (pins(name) | known)[canonicalize_name(need.name)]
            assert need.specifier.contains(version), (name, need, version)
            operators = {one.operator for one in need.specifier}
            assert operators == {">=", "<"}, need
        assert all(known[each] == version for each, version in pins(name).items())
    assert {canonicalize_name(Requirement(need).name) for need in wanted[0][1]} == set(pins("requirements.txt"))


def test_what_is_imported_is_declared() -> None:
    """Of what is installed here: a library that only another one brings along may go with its next version."""
    declared, installed = {*pins("requirements.txt"), *OF_EXTRAS}, packages_distributions()
    imported = {
        top for path in SOURCES for top in re.findall(r"^ *(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE)
        if top in installed and top != "sifund"
    }  # fmt: skip
    assert len(imported) > 15
    assert [top for top in imported if not {canonicalize_name(name) for name in installed[top]} & declared] == []


def test_records_need_nothing_but_for_other_engines() -> None:
    """`sifund[records]` brings engines; all else that looks at payments and contributions imports what the program needs."""
    assert set(EXTRAS) == {"postgres", "auth", "records"}
    declared, installed = set(pins("requirements.txt")), packages_distributions()
    rooms = [path for path in SOURCES if "records" in path.parts and path.stem not in ("duck", "spark")]
    imported = {
        top for path in rooms for top in re.findall(r"^ *(?:from|import) (\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    outside = {top for top in imported if top in installed and top not in ("sifund", "streamlit")}
    assert {"polars", "narwhals"} <= outside
    assert [top for top in outside if not {canonicalize_name(name) for name in installed[top]} & declared] == []


def test_the_command_is_there() -> None:
    module, _, function = PROJECT["project"]["scripts"]["sifund"].partition(":")
    assert (module, function) == ("sifund.__main__", "run")
    from sifund.__main__ import run

    assert callable(run)


# --- settings ---------------------------------------------------------------------------------------------------------


def test_settings_are_declared_once_and_all_of_them_documented() -> None:
    declared = {setting.name: setting for setting in settings.SETTINGS}
    named = {name for path in SOURCES for name in re.findall(r"\bSIFUND_[A-Z_]+", path.read_text("utf-8"))}
    assert named == set(declared)
    page = (ROOT / "docs" / "operations.md").read_text("utf-8").splitlines()
    assert [line for line in page if line.startswith("| `SIFUND_")] == [one.row for one in settings.SETTINGS]


def test_no_module_reads_a_setting_by_itself() -> None:
    reads = re.compile(r"os\.environ|getenv")
    may = {"settings.py", "server.py", "apart.py"}  # what is unread, and what a process apart is given
    assert {p.name for p in (ROOT / "sifund").rglob("*.py") if reads.search(p.read_text("utf-8"))} == may


def test_what_the_environment_says_to_no_effect_is_said() -> None:
    secret = "hush"
    wrong = {"SIFUND_HOUSE": secret, "SIFUND_DATABSE_URL": secret, "STREAMLIT_SERVER_PORT": secret}
    right = {"SIFUND_HOME": "/x", "STREAMLIT_SERVER_COOKIE_SECRET": secret, "HOME": "/", "OTHER_SIFUND_HOME": "1"}
    lines = list(server.unread(wrong | right))
    assert len(lines) == 3 and not any(secret in line for line in lines)
    assert all(any(line.startswith(name) for line in lines) for name in wrong)
    assert any("did you mean SIFUND_DATABASE_URL" in line for line in lines)
    assert list(server.unread(right)) == []


USELESS = {
    "SIFUND_HOME": ("app.py", "app.py/x", "/proc/x"), "SIFUND_DATA": ("app.py",),
    "SIFUND_QUOTA_MB": ("1 GB", "-5", "nan"), "SIFUND_RECORDS": ("app.py",),
    "SIFUND_HOSTS": ("https://funds.example", "funds.example:443", "a b"), "SIFUND_PROXY": ("nginx", "10.0.0.2, x"),
    "SIFUND_PROXY_HEADER": ("X-User:", "X User"), "SIFUND_ROLE": ("king", "administrator", "Viewer"), "SIFUND_LOG": ("maybe",),
}  # fmt: skip
USEFUL = {
    "SIFUND_HOME": ("data", "nowhere"), "SIFUND_DATA": ("data", "nowhere"), "SIFUND_QUOTA_MB": ("1000", "0.5"), "SIFUND_RECORDS": ("data",),
    "SIFUND_HOSTS": ("funds.example", "a.b, 10.0.0.1,[::1]", "*", "*.example,"), "SIFUND_PROXY": ("10.0.0.2", "10.0.0.0/8, ::1"),
    "SIFUND_PROXY_HEADER": ("X-Remote-User", "X_USER"), "SIFUND_ROLE": ROLES[:-1], "SIFUND_LOG": ("on", "OFF"),
}  # fmt: skip


def test_a_value_that_cannot_be_used_is_told_with_what_can(monkeypatch: pytest.MonkeyPatch) -> None:
    """At start and by doctor, with setting, value and what it must be; the login says for itself what it lacks."""
    monkeypatch.chdir(ROOT)
    by_login = {
        "SIFUND_LOGIN",
        "SIFUND_ADDRESS",
        "SIFUND_DATABASE_URL",
        "SIFUND_COOKIE_SECRET",
        "SIFUND_ADMINISTRATORS",
    }
    judged = {one.name for one in settings.SETTINGS if one.must}
    assert judged == set(USELESS) == set(USEFUL)
    assert all(
        name in by_login or name.startswith("SIFUND_OIDC_") for name in {s.name for s in settings.SETTINGS} - judged
    )
    for values, count in ((USELESS, 1), (USEFUL, 0)):
        for name, value in ((name, value) for name, listed in values.items() for value in listed):
            with monkeypatch.context() as patch:
                patch.setenv(name, value)
                wrong = settings.unusable()
                assert len(wrong) == count and all(one.subject == name for one in wrong), (name, value)
                setting = next(one for one in settings.SETTINGS if one.name == name)
                assert all(
                    f"{value}" in one(lang) and setting.must and setting.must(lang) in one(lang)
                    for one in wrong
                    for lang in LANGS
                )
    monkeypatch.setattr(os, "statvfs", lambda folder: SimpleNamespace(f_blocks=0, f_flag=0))  # a network disk
    assert [settings.HOME.fits(value) for value in ("nowhere", "/proc/x")] == [True, False] and not Path(
        "nowhere"
    ).exists()
    monkeypatch.setenv("SIFUND_PROXY", "nginx")
    with pytest.raises(SifundError, match="SIFUND_PROXY"):
        server.serve("127.0.0.1", 1)


def test_a_folder_that_cannot_even_be_looked_up_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """As one in a folder that is closed to the server's user: the system refuses the question."""
    monkeypatch.setenv("SIFUND_DATA", "x" * 300)
    assert [wrong.subject for wrong in settings.unusable()] == ["SIFUND_DATA"]


def test_doctor_tells_of_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    monkeypatch.setenv("SIFUND_ROLE", "king")
    monkeypatch.setenv("SIFUND_HOUSE", "hush")
    assert main(["doctor", "--lang", "en"]) == 1
    words = capsys.readouterr().out
    assert 'SIFUND_ROLE: cannot use "king"' in words and "SIFUND_HOUSE is no setting" in words and "hush" not in words


def test_every_setting_is_read_and_no_other_is_named() -> None:
    """What papers, units and containers name is declared; what is declared some module reads."""
    declared = {setting.name: name for name, setting in vars(settings).items() if isinstance(setting, settings.Setting)}
    sources = "".join(path.read_text("utf-8") for path in SOURCES if path.name != "settings.py")
    assert [name for name in declared.values() if f"settings.{name}" not in sources] == []
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "deploy").iterdir(), ROOT / "Makefile"]
    named = {
        word
        for path in papers
        if path.is_file()
        for word in re.findall(r"\bSIFUND_[A-Z_]*[A-Z]", path.read_text("utf-8"))
    }
    assert len(named) > 15 and named - {"SIFUND_SPARK"} <= set(declared)  # that one is the tests' of a cluster


# --- the interpreter --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_an_interpreter_with_a_known_fault_is_named(fault) -> None:
    for (major, minor), patch in fault.mended.items():
        (notice,) = [one for one in faults((major, minor, patch - 1)) if fault.name in one("en")]
        assert notice.place == f"Python {major}.{minor}.{patch - 1}" and f"{major}.{minor}.{patch}" in notice("zh")
        assert all(fault.name not in one("en") for one in faults((major, minor, patch)))
    assert faults((3, 99, 0)) == []


def test_what_asks_for_more_than_its_text_is_named_in_the_notice() -> None:
    """Licences that bind who passes a library on, of all that the program needs; tests' own tools are not passed on."""
    notice = (ROOT / "NOTICE").read_text("utf-8")
    passed_on, todo = (
        set(),
        [name for file in ROOT.glob("requirements*.txt") if "dev" not in file.name for name in pins(file.name)],
    )
    while todo:
        if (name := canonicalize_name(todo.pop())) not in passed_on:
            passed_on.add(name)
            todo += [one.name for one in needs(name)]
    assert {"certifi", "docxtpl"} <= passed_on
    for name in passed_on:
        words = licence(name)
        assert not re.search("GPL|MPL|EPL|Mozilla", words) or f"- {name} (" in notice, (name, words)


def test_every_licence_goes_along_in_full(tmp_path: Path) -> None:
    """By the library's own wheel, else by deploy/licences; one that stands on another licence brings that one too."""
    left_out = runpy.run_path(str(ROOT / "deploy" / "bundle.py"))["left_out"]
    for name, licence, carried in (
        ("a", "MIT", "LICENSE"),
        ("b", "Apache-2.0", ""),
        ("c", "LGPL-3.0-only", "licenses/COPYING.LESSER"),
    ):
        with zipfile.ZipFile(tmp_path / f"{name}-1-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}-1.dist-info/METADATA", f"Name: {name}\nLicense-Expression: {licence}\n\nWords")
            if carried:
                wheel.writestr(f"{name}-1.dist-info/{carried}", "text")
    texts = list(left_out(tmp_path))
    assert [text.split("\n")[1:4] for text in texts] == [["b", "1", "Apache-2.0"], ["c", "1", "GPL-3.0-only"]]
    assert all(len(text) > 10_000 for text in texts)
    with zipfile.ZipFile(tmp_path / "d-1-py3-none-any.whl", "w") as wheel:
        wheel.writestr("d-1.dist-info/METADATA", "Name: d\nLicense: Mine\n")
    with pytest.raises(FileNotFoundError, match="Mine"):
        list(left_out(tmp_path))


def needs(name: str) -> list[Requirement]:
    try:
        wanted = map(Requirement, distribution(name).requires or [])
    except PackageNotFoundError:  # for another system
        return []
    return [one for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})]


def licence(name: str) -> str:
    try:
        about = distribution(name).metadata
    except PackageNotFoundError:
        return ""
    kinds = [kind for kind in about.get_all("Classifier") or [] if kind.startswith("License")]
    return " ".join([about["License-Expression"] or (about["License"] or "")[:60], *kinds])


# --- how it is run ----------------------------------------------------------------------------------------------------


def test_what_comes_with_a_bundle_is_there() -> None:
    bundle = runpy.run_path(str(ROOT / "deploy" / "bundle.py"))
    assert all((ROOT / name).exists() for name in (*bundle["WITH"], *bundle["NEEDS"]))
    container = (ROOT / "deploy" / "Containerfile").read_text("utf-8")
    assert " ".join(bundle["INSTALL"]) in container.replace("pip install --no-cache-dir", "install")
    assert re.search(r"^USER 10001$", container, re.M) and "HEALTHCHECK" in container and "--read-only" in container
    unit = (ROOT / "deploy" / "sifund@.service").read_text("utf-8")
    assert all(
        f"\n{name}=" in unit for name in ("LimitNOFILE", "MemoryMax", "ProtectSystem", "Restart", "User", "UMask")
    )
    assert "--port %i\n" in unit
    nginx = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    wanted = (
        "ssl_certificate",
        "hash $remote_addr",
        "proxy_connect_timeout",
        "Upgrade",
        "client_max_body_size",
        "client_header_timeout",
    )
    assert all(word in nginx for word in wanted)
    started = set(re.findall(r"sifund@(\d+)", unit))
    assert started == set(re.findall(r"server 127\.0\.0\.1:(\d+);", nginx)) and len(started) == 2


def test_the_audit_tries_every_command_document_and_page() -> None:
    """With something for all that a command must have: one that asks for something new is told here."""
    tried = list(commands())
    for lang in LANGS:
        assert {command[0] for command in tried if command[-1] == lang} == set(COMMANDS) - {"serve", "report"}
    assert {command[1] for command in tried if command[0] == "records"} == set(records.PARTS)
    in_the_door = re.findall(r'^    "(\w+)": Text\(', (ROOT / "app.py").read_text("utf-8"), re.MULTILINE)
    assert len(PAGES) > 5 and {path or "overview" for path in PAGES} == set(in_the_door)
    made = [file for _, file in documents()]
    assert len(set(made)) == len(made)
    forms = {
        (kind, form.ending, lang) for kind, document in DOCUMENTS.items() for form in document.forms for lang in LANGS
    }
    assert {(file.split("-")[0], Path(file).suffix[1:], Path(file).stem[-2:]) for file in made} == forms


def test_a_command_that_asks_for_what_nothing_is_given_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        records, "PARTS", records.PARTS | {"weigh": Command(same("weigh"), _weighing, lambda args: Answer(""))}
    )
    with pytest.raises(LookupError, match="SCALE of `records weigh`"):
        list(commands())


def _weighing(parser: Parser) -> None:
    parser.add("scale", metavar="SCALE", says=same("scale"))


def test_a_lock_names_each_wheel_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "b_c-1.0-py3-none-any.whl").write_bytes(b"b")
    (tmp_path / "A-2-py3-none-any.whl").write_bytes(b"")
    lines = list(runpy.run_path(str(ROOT / "deploy" / "bundle.py"))["lock"](tmp_path))
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert lines[0] == f"A==2 --hash=sha256:{empty}\n" and lines[1].startswith("b_c==1.0 --hash=sha256:")


def test_the_containers_health_check_asks_by_a_name_that_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also with names of its own, as the file's words run it: the program answers to no other."""
    asked: list[str] = []
    monkeypatch.setattr(
        "urllib.request.urlopen", lambda request, timeout: asked.append(request.get_header("Host") or request.host)
    )
    code = health()[2]
    for names, host in (
        ("", "127.0.0.1:8501"),
        ("funds.example", "funds.example"),
        (" a.example , b.example", "a.example"),
        ("*", "*"),
    ):
        monkeypatch.setenv("SIFUND_HOSTS", names)
        exec(code, {})
        assert asked.pop() == host
        judge = TrustedHostMiddleware(None, allowed_hosts=[name.strip("[]") for name in door.hosts()])  # type: ignore[arg-type]
        name = host.partition(":")[0]
        assert judge.allow_any or any(
            name == one or (one[0] == "*" and name.endswith(one[1:])) for one in judge.allowed_hosts
        )
