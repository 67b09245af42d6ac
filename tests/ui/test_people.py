"""What a person may do on the pages is what their role allows, whatever asks for it; what is done is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from seen import headings
from streamlit.testing.v1 import AppTest
from support import amount, sample, small

from sifund import access, trail
from sifund import dataset as data
from sifund.access import User
from sifund.dataset import versions
from sifund.trail.telling import Refusals
from sifund.ui import administration, who
from sifund.ui.checks import versions as versions_page
from sifund.ui.session import datasets


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    monkeypatch.setattr(trail, "refused", Refusals())
    return tmp_path


@pytest.fixture
def become(monkeypatch: pytest.MonkeyPatch) -> Callable[[access.Role], None]:
    def role(role: access.Role) -> None:
        access.assign("li", role)
        monkeypatch.setattr(who, "user", lambda: User("li", "10.0.0.9"))

    return role


def told() -> list[str]:
    return [entry.what for entry in trail.read()]


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_who_is_no_steward_keeps_and_changes_no_dataset(
    role: access.Role, become: Callable[[access.Role], None]
) -> None:
    assert datasets.keep(small([amount("unemployment.benefit", 100)])) == [] and told() == ["dataset.kept"]
    folder = data.homes()[0] / "small"
    (version,) = versions.listed(folder)
    become(role)
    assert [problem.code for problem in datasets.keep(small([amount("unemployment.benefit", 100)]))] == ["role"]
    for says in versions_page.EVENTS:
        versions_page._act(lambda: versions.delete(folder, version.name), says, folder, version.name)
    assert [v.name for v in versions.listed(folder)] == [version.name]
    assert told() == ["dataset.kept", *["refused"] * (1 + len(versions_page.EVENTS))]


def administrate() -> None:
    from sifund.ui import administration

    administration.show()


@pytest.mark.parametrize("role", ["none", "viewer", "analyst", "steward"])
def test_the_administration_shows_itself_to_administrators_alone(
    role: access.Role, become: Callable[[access.Role], None]
) -> None:
    become(role)
    trail.append("download", "secret")
    run = AppTest.from_function(administrate).run()
    assert (
        len(run.error) == len(run.get("html")) == len(headings(run)) == 1
        and not run.button
        and not administration.is_for()
    )
    run.session_state["role-person"], run.session_state["role-given"] = "li", "administrator"
    assert access.role_of("li") == role


def test_an_administrator_gives_a_role_and_reads_the_trail(become: Callable[[access.Role], None]) -> None:
    become("administrator")
    trail.append("download", "<b>=1+1</b>", "<i>x</i>")
    run = AppTest.from_function(administrate).run()
    assert not run.exception and administration.is_for()
    run.text_input[0].set_value("王芳")
    run.selectbox[0].set_value("steward")
    run.button[0].click().run()
    assert access.role_of("王芳") == "steward" and told() == ["download", "role"] and trail.read()[1].who == "li"
    assert "<b>" not in "".join(part.proto.body for part in run.get("html")) and not run.exception


def test_where_nobody_logs_in_there_is_no_such_page() -> None:
    assert not administration.is_for() and sample().code
