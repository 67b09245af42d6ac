"""Roles: each may do what those before it may, and who has one by settings and file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sifund import access
from sifund.access import LOCAL, ROLES, STRANGER, Ability, User, assign, may, role_of, roles
from sifund.access.roles import NEEDS
from sifund.cli import main
from sifund.problem import SifundError


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    monkeypatch.setenv("SIFUND_ADMINISTRATORS", "root, 王芳")
    return tmp_path


def test_each_role_may_what_those_before_it_may() -> None:
    for number, role in enumerate(ROLES):
        assign("a", role)
        assert {what for what, needs in NEEDS.items() if may(User("a"), what)} == {
            what for what, needs in NEEDS.items() if ROLES.index(needs) <= number}  # fmt: skip
    assert not any(may(STRANGER, what) for what in NEEDS) and all(may(LOCAL, what) for what in NEEDS)


def test_who_has_which(monkeypatch: pytest.MonkeyPatch) -> None:
    assign("root", "viewer")
    assign("李雷", "steward")
    assert (role_of("root"), role_of("王芳"), role_of("李雷"), role_of("other")) == (
        "administrator", "administrator", "steward", "viewer")  # fmt: skip
    monkeypatch.setenv("SIFUND_ROLE", "none")
    assert role_of("other") == "none" and role_of("李雷") == "steward"
    for wrong in ("administrator", "root", "nonsense"):
        monkeypatch.setenv("SIFUND_ROLE", wrong)
        assert role_of("other") == "viewer"
    assert roles() == {"root": "viewer", "李雷": "steward"}


@pytest.mark.parametrize("content", ["", "[]", "{", '{"a": "king"}', '{"a": 1}', "\0"])
def test_a_damaged_file_gives_nobody_access_and_is_not_written_over(
    place: Path, content: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "roles.json").write_text(content)
    assert role_of("a") == "none" and role_of("root") == "administrator"
    assert main(["roles", "--lang", "en"]) == 0 and capsys.readouterr().out.endswith("everybody else: no access\n")
    with pytest.raises(SifundError, match=r"roles\.json"):
        assign("a", "viewer")
    assert (place / "roles.json").read_text() == content


@pytest.mark.parametrize("name", ["", " ", "a,b", "x" * 81, "a\nb", "a\0", "system:root", "System:x"])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(SifundError):
        assign(name, "viewer")
    assert roles() == {}


@pytest.mark.parametrize("role", ["", "king", "Viewer", None, []])
def test_a_role_that_is_none_is_refused(role: Any) -> None:
    """A page's choice comes from the browser."""
    with pytest.raises(SifundError, match="viewer"):
        assign("a", role)
    assert roles() == {}


@pytest.mark.parametrize("ability", NEEDS)
def test_an_ability_names_the_role_it_takes(ability: Ability) -> None:
    assert access.NEEDED[ability].zh and access.NEEDED[ability].en
