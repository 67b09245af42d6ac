"""The command line, run in process; once as a real process."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import polars as pl
import pytest
from office import city
from support import PRINTED, amount, plain_line, scenario, small

from sifund import catalog
from sifund import dataset as datasets
from sifund.analysis.comparison import compare
from sifund.analysis.decide.criteria import criteria
from sifund.cli import COMMANDS, load, main
from sifund.cli.ask import read_link
from sifund.cli.command import me
from sifund.cli.parser import USAGE
from sifund.cli.records import PARTS
from sifund.cli.write import write_csv
from sifund.dataset import Dataset
from sifund.text import LANGS, Lang, Text, width

ROOT = Path(__file__).resolve().parents[2]
SET = "unemployment.benefit_standard=1530"
GOAL = ("--measure", "public:closing@2024", "--target", "1")
CHINESE = re.compile("[\u4e00-\u9fff]")


class Ran(NamedTuple):
    """What one command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Runner:
    """Runs a command as the shell would, and catches what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *argv: str) -> Ran:
        status = main(argv)
        printed = self.capsys.readouterr()
        return Ran(status, printed.out, printed.err)

    def good(self, *argv: str) -> Ran:
        ran = self(*argv)
        assert (ran.status, ran.err) == (0, "")
        return ran

    def simulate(self, *argv: str) -> Any:
        return self.good("simulate", *argv, "--format", "json").json


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Runner:
    return Runner(capsys)


def figure(records: list[dict[str, Any]], column: str, **where: Any) -> Any:
    """The one figure at a place."""
    (found,) = [row[column] for row in records if all(row[k] == v for k, v in where.items())]
    return found


# --- simulate ---------------------------------------------------------------------------------------------------------


def test_base_year_is_the_report(run: Runner) -> None:
    answer = run.simulate("--years", "1")
    spent = {row["line"]: row["baseline"] for row in answer["rows"] if row["kind"] == "expenditure"}
    assert spent == PRINTED
    assert sum(spent.values()) == 3_930_458_150
    assert {row["kind"] for row in answer["rows"]} == {"expenditure", "income"}


def test_rounding_remainder_is_shown(run: Runner) -> None:
    remainders = {row["line"]: row for row in run.simulate("--years", "1")["remainders"]}
    assert remainders["all.total"] == {
        "line": "all.total", "printed": 3_930_470_000, "lines": 3_930_458_150, "difference": 11_850,
    }  # fmt: skip
    differences = {line: round(row["difference"] / 10_000, 1) for line, row in remainders.items()}
    assert differences == {"public.total": 0, "resident.total": 0.2, "unemployment.total": 1, "all.total": 1.2}
    chinese = run.good("simulate", "--years", "1").out
    assert "尾差 · 三险合计：印刷合计 393,047.0 − 各项合计 393,045.8 = 1.2（万元）" in chinese
    assert "rounding remainder · All funds" in run.good("simulate", "--lang", "en").out


def test_benefit_of_1530(run: Runner) -> None:
    answer = run.simulate("--set", SET)
    effects = {(row["year"], row["line"]): row["difference"] / 10_000 for row in answer["rows"]}
    assert effects[2022, "unemployment.benefit"] == pytest.approx(2933.9, abs=0.05)
    assert effects[2022, "unemployment.other_cost"] == pytest.approx(566.2, abs=0.05)
    for year, expected in ((2022, 3500.1), (2026, 4862.9)):
        spent = figure(answer["balances"], "difference", fund="unemployment", measure="expenditure", year=year)
        assert spent / 10_000 == pytest.approx(expected, abs=0.05)
    assert all(not effect for (year, _), effect in effects.items() if year == 2021)


def test_baseline_balances(run: Runner) -> None:
    balances = run.simulate()["balances"]
    closing = [
        figure(balances, "baseline", fund="unemployment", measure="closing", year=year) / 10_000
        for year in (2021, 2026)
    ]
    assert closing == [pytest.approx(88_881, abs=0.5), pytest.approx(164_542, abs=0.5)]
    for year in range(2021, 2027):
        assert figure(balances, "baseline", fund="public", measure="cover_months", year=year) == pytest.approx(
            4.07, abs=0.005
        )


def test_no_change_makes_exactly_no_difference(run: Runner) -> None:
    answer = run.simulate()
    assert {row["difference"] for row in (*answer["rows"], *answer["balances"])} == {0}
    assert {row["year"] for row in answer["rows"]} == set(range(2021, 2027))


def test_json_names_what_it_ran_on(run: Runner, dataset: Dataset) -> None:
    answer = run.simulate("--set", SET)
    assert answer["dataset"] == {"code": "urumqi-2021", "fingerprint": dataset.fingerprint}
    assert answer["scenario"]["text"] == f"1;d=urumqi-2021.{dataset.fingerprint[:6]};{SET}@2022-01"
    assert all(len(answer[name]["fingerprint"]) == 12 for name in ("scenario", "result"))
    assert list(answer["rows"][0]) == ["year", "fund", "line", "kind", "baseline", "scenario", "difference"]
    assert list(answer["balances"][0]) == ["year", "fund", "measure", "baseline", "scenario", "difference"]
    assert (answer["flat"], answer["notices"], answer["driver_remainders"]) == ([], [], [])


def test_dataset_is_a_folder_or_a_code(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = run.simulate("--years", "1")
    assert run.simulate(str(ROOT / "data" / "urumqi-2021"), "--years", "1") == here
    shutil.copytree(ROOT / "data" / "urumqi-2021", tmp_path / "own")
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    assert run.simulate("--years", "1", "own") == here


def test_years_given_win_over_the_scenario_s(run: Runner) -> None:
    def last(*argv: str) -> int:
        return run.simulate(*argv)["rows"][-1]["year"]

    assert last("--scenario", "1;view.years=3") == 2023
    assert last("--scenario", "1;view.years=3", "--years", "6") == 2026
    assert last("--years", "16") == 2036


def test_set_adds_to_the_scenario(run: Runner) -> None:
    both = run.simulate("--scenario", f"1;{SET}", "--set", "unemployment.refund_rate_sme=90@2023-01,70@2024-01")
    assert both["scenario"]["text"].endswith(f"{SET}@2022-01;unemployment.refund_rate_sme=90@2023-01,70@2024-01")


def test_csv_is_the_rows(run: Runner) -> None:
    sheet = list(csv.DictReader(io.StringIO(run.good("simulate", "--set", SET, "--format", "csv").out)))
    rows = run.simulate("--set", SET)["rows"]
    assert [{k: str(v) for k, v in row.items() if isinstance(v, (str, int))} for row in rows] == [
        {k: row[k] for k in ("year", "fund", "line", "kind")} for row in sheet
    ]
    assert [float(row["difference"]) for row in sheet] == [row["difference"] for row in rows]


@pytest.mark.parametrize("asked", [
    ("simulate", "--years", "2"), ("risk", "--fund", "public"), ("persons",),
    ("solve", "--lever", "public.adjustment", "--measure", "public:closing@2022", "--target", "1"),
    ("remedies", "--measure", "unemployment:cover_months@2022", "--target", "20"),
    ("front", "--lever", "public.adjustment", "--lever", "public.employer_rate", "--years", "2"),
])  # fmt: skip
def test_csv_names_the_unit_of_every_amount(run: Runner, asked: tuple[str, ...]) -> None:
    heads = run.good(*asked, "--format", "csv", "--lang", "en").out.partition("\n")[0].split(",")
    said = re.compile(r".*(yuan|months?|percent|unit|year)|fund|line|kind|condition|chance.*|baseline_chance|needed|key|name|moved_by"
                      "|status|lever|measure|confirmed|monotone|outside_usual_range|.*_by|.*[.].*|gives_up|scenario")  # fmt: skip
    beside = {"unit": {"baseline", "scenario", "difference", "value", "exact", "was", "low", "high", "least_at", "most_at"},
              "measure_unit": {"target", "reached", "before", "least", "most"}, "lowest_unit": {"lowest"}}  # fmt: skip
    counted = set().union(*(columns for unit, columns in beside.items() if unit in heads))
    assert [head for head in heads if not said.fullmatch(head) and head not in counted] == []


def test_csv_cells_are_no_formulas() -> None:
    sheet = write_csv(["text", "number"], [["=1+1", -1.5], ["@x", None], ["-", 0.1], ["a", 2e13]])
    assert sheet == "text,number\n'=1+1,-1.5\n'@x,\n'-,0.1\na,20000000000000\n"


def test_table_in_both_languages(run: Runner) -> None:
    chinese, english = (run.good("simulate", "--set", SET, "--lang", lang).out for lang in ("zh", "en"))
    assert "失业保险金支出" in chinese and "+2,934" in chinese and "备付期限" in chinese
    assert "Unemployment benefit" in english and "+29.34" in english
    block = chinese[chinese.index("失业保险基金") :].split("\n\n")[0].splitlines()
    assert len({width(line) for line in block}) == 1, "figures line up beside Chinese names"


def test_lines_without_formula_are_marked(run: Runner, tmp_path: Path) -> None:
    datasets.save(small([amount("public.pension", 1e6), amount("public.gift", 1200)]), tmp_path)
    answer = run.simulate(str(tmp_path), "--lang", "en")
    assert {row["line"] for row in answer["flat"]} >= {"public.gift"}
    assert figure(answer["flat"], "monthly", line="public.gift") == 100
    assert "carried flat" in run.good("simulate", str(tmp_path), "--lang", "en").out


# --- link and replay --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [
    (), ("--set", SET), ("--set", f"{SET}@2023-04,1600@2025-01", "--years", "10"),
    ("--scenario", "1;n=%E6%8F%90%E6%A0%87%20%26%20a%3Bb%2B;unemployment.refund_gate=enforce;unemployment.opening=700000000"),
])  # fmt: skip
def test_link_replays_to_the_same(run: Runner, given: tuple[str, ...]) -> None:
    link = run.good("link", *given).out.strip()
    assert link.startswith("http://127.0.0.1:8501/scenario?s=1%3Bd%3Durumqi-2021.") and link.endswith("&lang=zh")
    first = run.simulate(*given)
    assert run.good("replay", link, "--format", "json").json == first
    assert run.good("replay", first["scenario"]["text"], "--format", "json").json == first


def test_link_says_where_and_in_which_language(run: Runner) -> None:
    link = run.good("link", "--base", "https://app.example.org/x/", "--lang", "en").out.strip()
    assert link.startswith("https://app.example.org/x/scenario?s=") and link.endswith("&lang=en")
    assert "Unemployment insurance fund" in run.good("replay", link).out
    assert run.good("link", "--format", "json", "--lang", "en").json["scenario"]["text"].startswith("1;d=")


def test_replay_lists_what_does_not_apply_and_goes_on(run: Runner) -> None:
    ran = run("replay", f"1;d=other.abcdef;nothing.here=1;{SET};unemployment.refund_rate_sme=900", "--format", "json")
    assert ran.status == 0 and len(ran.err.splitlines()) == 3
    assert ran.json["rows"] == run.simulate("--set", SET)["rows"]


@pytest.mark.parametrize("hostile", [
    "x" * 1_000_000, "1;n=<script>alert(1)</script>\n\x1b[31m;a=\x00", "http://[", "http://h/scenario?lang=en",
    "http://h/scenario?s=1&s=1", "", ";;;", "=", "%", "1;d=", "\udcff=\udcff",
])  # fmt: skip
def test_replay_never_crashes(run: Runner, hostile: str) -> None:
    ran = run("replay", hostile, "--years", "1", "--format", "csv")
    assert ran.status in (0, 2)
    assert all(plain_line(line) for line in ran.err.splitlines())
    assert ran.out.startswith("year,") == (ran.status == 0)


def test_replay_finds_the_link_s_own_dataset(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets.save(small([amount("public.transfer_out", 1e6)]), tmp_path / "small")
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    link = run.good("link", "small").out.strip()
    assert run.good("replay", link, "--format", "json").json["dataset"]["code"] == "small"


def test_a_kept_dataset_is_found_by_its_code(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a setting, where the pages keep it; and `link` says where a link opens to other figures."""
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    own = small([amount("public.transfer_out", 1e6)])
    datasets.save(own, tmp_path / "elsewhere")
    apart = run.good("link", str(tmp_path / "elsewhere"), "--format", "json").json
    assert "只在保存了这个数据集的服务器上" in apart["notices"][0] and apart["link"].startswith("http")
    datasets.keep(own)
    assert run.good("check", "small", "--format", "json").json["dataset"]["code"] == "small"
    assert run.simulate("small", "--years", "1")["dataset"]["fingerprint"] == own.fingerprint
    assert run.good("link", "--format", "json").json["notices"] == []


def test_a_link_without_scheme_is_a_link() -> None:
    assert read_link("127.0.0.1:8501/scenario?lang=en&s=1%3Ba%3D1").text == "1;a=1"
    assert read_link("1;n=a%3Fs%3D2").text == "1;n=a%3Fs%3D2"


HEADLINES = {
    "simulate": ("--set", SET), "risk": (), "compare": (f"1;n=A;{SET}",),
    "solve": ("--lever", "unemployment.benefit_standard", "--measure", "unemployment:cover_months@2024", "--target", "15"),
    "front": ("--lever", "unemployment.refund_rate_sme", "--lever", "unemployment.refund_rate_large"),
}  # fmt: skip


@pytest.mark.parametrize("command", HEADLINES)
def test_whatever_is_forecast_of_a_fund_says_how_far_to_rely_on_it(run: Runner, command: str) -> None:
    """In a word with its reason, in both languages, in the table and in JSON; nothing of what a person gets."""
    argv = (command, *HEADLINES[command])
    for lang, *words in (("zh", "可信度低", "年初结余是假设"), ("en", "eliability low", "opening balance is assumed")):
        for form in ("table", "json"):
            out = run.good(*argv, "--lang", lang, "--format", form).out
            assert all(word in out for word in words), (lang, form)
    if command == "simulate":
        each = run.simulate("--set", "unemployment.opening=800000000", "--set", "unemployment.income=900000000")[
            "reliability"
        ]
        assert {one["fund"]: one["word"] for one in each} == {
            "public": "low",
            "resident": "low",
            "unemployment": "medium",
        }
    if command == "solve":
        assert "可信度" not in run.good(command, *argv[1:4], "unemployment:claimant_1@2024", "--target", "50").out


# --- several side by side ---------------------------------------------------------------------------------------------

KNOWN = f"1;n=A;{SET}|1;unemployment.refund_rate_sme=90@2022-01"
TWO = f"{KNOWN};unemployment.nonsense=1"


@pytest.mark.parametrize("lang", LANGS)
def test_risk_prints_each_figure_with_its_condition_and_how_far_to_rely_on_it(run: Runner, lang: Lang) -> None:
    rows = run("risk", "--format", "json", "--lang", lang).json["funds"]
    assert [row["fund"] for row in rows] == ["public", "resident", "unemployment"]
    for row in rows:
        assert [one["condition"] for one in row["conditions"]] == ["law", "history"] and row["reliability"] == "low"
        for words in (Text("法规不变", "at unchanged law"), Text("照历史波动", "as history moved")):
            assert words(lang) in row["says"]
    assert (
        rows[0]["conditions"][0]["chance"] is None and rows[0]["conditions"][0]["p5"] < rows[0]["conditions"][0]["p95"]
    )
    assert 0 < rows[2]["conditions"][0]["chance"] < rows[2]["conditions"][1]["chance"] < 1
    assert rows[2]["says"] in run("risk", "--fund", "unemployment", "--lang", lang).out
    assert run("risk", "--fund", "nonsense").status == 2


@pytest.mark.parametrize("lang", LANGS)
def test_compare_prints_what_the_page_does(run: Runner, dataset: Dataset, lang: Lang) -> None:
    """The rows that decide, cell by cell; what does not apply is told with the scenario's number."""
    ran = run("compare", TWO, "--lang", lang, "--format", "json")
    known = KNOWN.split("|")
    found = compare(dataset, [scenario(dataset, text) for text in known])
    content = ran.json
    says = {row.key: [cell.says(lang) for cell in row.cells] for row in criteria(found, "unemployment")}
    assert {row["key"]: [cell["says"] for cell in row["cells"]] for row in content["criteria"]} == says
    assert list(says) == ["law", "lowest", "room", "chance", "chance_history", "payers"]
    assert [column["number"] for column in content["columns"]] == [0, 1, 2]
    named = pl.col("scenario").replace("", Text("方案2", "Scenario 2")(lang))
    assert content["rows"] == found.frame().with_columns(named).to_dicts()
    assert ran.status == 0 and "2" in ran.err and "nonsense" in ran.err
    table = run.good("compare", *known, "--lang", lang).out
    assert all(words in table for cells in says.values() for words in cells) and content["says"] in table
    assert "1,530" in table and "90%" in table


def test_compare_takes_a_link_a_basis_a_fund_and_years(run: Runner) -> None:
    link = f"http://127.0.0.1:8501/compare?s={quote(KNOWN, safe='')}&lang=en"
    asked = ("--against", "2", "--fund", "public", "--years", "3", "--format", "json")
    content = run.good("compare", link, *asked).json
    assert (content["against"], content["fund"], content["years"][-1]) == (2, "public", 2023)
    assert [column["name"] for column in content["columns"]] == ["A", "Scenario 2"]
    heads = csv.reader(io.StringIO(run.good("compare", link, "--format", "csv").out))
    assert len({len(row) for row in heads}) == 1
    none = run("compare", "1;n=A;view.against=3", "--lang", "en")
    assert none.status == 0 and "view.against: there is 1 scenario and no number 3; the baseline" in none.err


# --- what is refused --------------------------------------------------------------------------------------------------

REFUSED = {
    "no command": (),
    "unknown command": ("simulat",),
    "unknown option": ("simulate", "--year", "3"),
    "unknown format": ("simulate", "--format", "xml\nx"),
    "years in words": ("simulate", "--years", "six"),
    "no years": ("simulate", "--years", "0"),
    "too many years": ("simulate", "--years", "17"),
    "no such dataset": ("simulate", "nowhere"),
    "no dataset in the folder": ("simulate", str(ROOT / "tests")),
    "unknown key": ("simulate", "--set", "unemployment.benefit_standrd=1530"),
    "out of bounds": ("simulate", "--set", "unemployment.refund_rate_sme=101"),
    "no number": ("simulate", "--set", "unemployment.benefit_standard=lots"),
    "no choice": ("simulate", "--set", "unemployment.refund_gate=perhaps"),
    "wrong month": ("simulate", "--set", f"{SET}@2022-13"),
    "month before the base year": ("simulate", "--set", f"{SET}@2020-12"),
    "month twice": ("simulate", "--set", f"{SET}@2022-01,1600@2022-01"),
    "date where there is none": ("simulate", "--set", "unemployment.opening=700000000@2022-01"),
    "key set twice": ("simulate", "--set", SET, "--set", SET),
    "key in scenario and set": ("simulate", "--scenario", f"1;{SET}", "--set", SET),
    "no part": ("simulate", "--set", "unemployment.benefit_standard"),
    "several parts": ("simulate", "--set", f"{SET};unemployment.skills_subsidy=1"),
    "empty part": ("simulate", "--set", ""),
    "other dataset": ("simulate", "--scenario", "1;d=urumqi-2021.000000"),
    "other version": ("simulate", "--scenario", "2;d=urumqi-2021"),
    "unknown view": ("simulate", "--scenario", "1;view.colour=red"),
    "megabyte": ("simulate", "--scenario", "x" * 1_000_000),
    "several at once": ("simulate", "--set", "a.b=1", "--set", "unemployment.refund_rate_sme=-1"),
    "openings above the total": ("simulate", "--set", "unemployment.opening=9000000000"),
    "control characters": ("simulate", "a\nb\x1b[31m"),
    "link refuses too": ("link", "--set", "a.b=1"),
    "no web address": ("link", "--base", "javascript:alert(1)"),
    "replay without a link": ("replay",),
    "replay of a broken link": ("replay", "http://["),
    "nothing to compare": ("compare",),
    "too many to compare": ("compare", "|".join(["1;n=A"] * 7)),
    "compared with none of them": ("compare", "1;n=A", "--against", "2"),
    "no such fund": ("compare", "1;n=A", "--fund", "unemploymnt"),
    "parameters of nowhere": ("parameters", "nowhere"),
    "build of nowhere": ("build", "nowhere", "there"),
    "option without its value": ("simulate", "--years"),
    "flag with a value": ("check", "--catalogue=yes"),
    "no such port": ("serve", "--port", "99999"),
    "seed below 0": ("records", "sample", "there", "--seed", "-1"),
    "range from below 0": ("solve", "--lever", "a", "--measure", "b", "--target", "1", "--range", "-5:x"),
    "remedies below 0": ("remedies", "--measure", "unemployment:cover_months@2026", "--target", "-5"),
    "cover below 0": ("solve", "--lever", "public.adjustment", "--measure", "unemployment:cover_months@2024", "--target", "-5"),
    "front of the base year": ("front", "--years", "1", "--lever", "unemployment.benefit_standard", "--lever", "unemployment.refund_gate"),
    "trail of nowhere": ("verify-trail", "nowhere"),
    "an empty name": ("simulate", ""),
    "an empty link": ("replay", " "),
    "a sheet that is no folder": ("template", "--output", "tables.csv"),
    "an address that is none": ("remedies", "--measure", "unemployment:cover_months@2022", "--target", "1", "--base", "x"),
    "no place to write": ("template", "--output", "/proc/x.xlsx"),
    "remedies of the base year": ("remedies", "--measure", "unemployment:cover_months@2021", "--target", "9"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_plain_line(run: Runner, case: str, lang: str) -> None:
    argv = REFUSED[case]
    ran = run("--lang", lang, *argv)
    assert (ran.status, ran.out) == (2, "")
    assert len(ran.err.splitlines()) == 1 and plain_line(ran.err.splitlines()[0])
    assert len(ran.err) < 700 and bool(CHINESE.search(ran.err)) == (lang == "zh")


def test_refusals_say_what_and_how_to_mend_it(run: Runner) -> None:
    assert "did you mean unemployment.benefit_standard" in run(*REFUSED["unknown key"]).err
    assert "0 to 100%" in run(*REFUSED["out of bounds"]).err
    assert "command `parameters` lists" in run("solve", "--lever", "zz", *GOAL).err
    assert "cannot be tried from 5:1" in run("solve", "--lever", "public.adjustment", *GOAL, "--range", "5:1").err
    assert (
        "base year" in run(*REFUSED["front of the base year"]).err
        and '--target: "-5" should be 0 or more' in run(*REFUSED["remedies below 0"]).err
        and "or more as a target of cover" in run(*REFUSED["cover below 0"]).err
    )
    assert (
        "no audit trail" in run(*REFUSED["trail of nowhere"]).err
        and "another place" in run(*REFUSED["no place to write"]).err
    )
    assert run(*REFUSED["an empty name"]).err.startswith("DATASET: is empty") and run.good("simulate", "--scenario", "")
    assert "urumqi-2021, or" in run(*REFUSED["no such dataset"]).err and ", china, or" in run("evaluate", "nowhere").err
    few = ("front", "--lever", "unemployment.refund_rate_sme")
    assert run(*few).err.startswith("--lever: choose 2 to 5")  # by its option, not by what the analysis calls it
    assert run("solve", "--lever", "public.subsidy", "--measure", "a:b@2024", "--target", "1").err.startswith(
        "--measure: "
    )
    late = ("--lever", "public.adjustment@2030-01", *GOAL)
    assert run("solve", *late).err.startswith("--lever: the month 2030-01")
    several = run(*REFUSED["several at once"]).err
    assert "a.b: there is no such parameter" in several and "; unemployment.refund_rate_sme: " in several
    assert "是否想写：unemployment.benefit_standard" in run(*REFUSED["unknown key"], "--lang", "zh").err


def test_a_user_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    assert me() == str(os.getuid())


# --- parameters and build ---------------------------------------------------------------------------------------------


def test_parameters_lists_every_key(run: Runner) -> None:
    listed = {p["key"]: p for p in run.good("parameters", "--format", "json", "--lang", "en").json["parameters"]}
    assert list(listed) == list(catalog.parameters())
    for lang in ("zh", "en"):
        table = run.good("parameters", "--lang", lang).out.splitlines()
        assert [line.split()[0] for line in table[1:]] == list(listed)
    sheet = list(csv.DictReader(io.StringIO(run.good("parameters", "urumqi-2021", "--format", "csv").out)))
    assert [row["key"] for row in sheet] == list(listed)
    benefit = listed["unemployment.benefit_standard"]
    assert [(v["value"], v["from_month"]) for v in benefit["values"]] == [(1117, "2021-01"), (1323, "2021-04")]
    assert (benefit["kind"], benefit["unit"], benefit["high"]) == ("lever", "yuan a month", 100_000)
    assert (benefit["grows"], benefit["decided_by"]) == ("unemployment.standard_growth", "Region")
    assert benefit["law"] and benefit["values"][0]["basis"] == "derived" and benefit["values"][0]["ground"]
    assert listed["unemployment.refund_gate"]["values"][0]["value"] == "alert"
    assert listed["unemployment.opening"]["values"][0]["value"] == 800_000_000


def test_build_gives_the_committed_dataset(run: Runner, dataset: Dataset, tmp_path: Path) -> None:
    out = run.good("build", str(ROOT / "data" / "urumqi-2021"), str(tmp_path / "made")).out
    assert out.startswith(f"urumqi-2021 {dataset.fingerprint}\n")
    assert f"lines {len(dataset.lines)}" in out
    assert datasets.load(tmp_path / "made").fingerprint == dataset.fingerprint


def test_build_lists_every_problem_one_a_line(run: Runner, tmp_path: Path) -> None:
    for table in ("meta", "lines"):
        shutil.copy(ROOT / "data" / "urumqi-2021" / f"{table}.csv", tmp_path)
    lines = (tmp_path / "lines.csv").read_text(encoding="utf-8")
    (tmp_path / "lines.csv").write_text(lines.replace("311140", "many").replace("2230,", "few,"), encoding="utf-8")
    ran = run("build", str(tmp_path), str(tmp_path / "made"))
    assert (ran.status, ran.out) == (2, "")
    assert [line.split(" ")[0] for line in ran.err.splitlines()] == ["lines.csv:2", "lines.csv:3", "lines.csv:22"]
    assert not (tmp_path / "made").exists()


def test_build_of_what_is_neither_file_nor_folder_is_refused(run: Runner, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    for source in (tmp_path / "pipe.xlsx", "/dev/zero"):
        ran = run("build", str(source), str(tmp_path / "out"), "--lang", "en")
        assert (ran.status, ran.out) == (2, "") and "is neither a file nor a folder" in ran.err
    assert not (tmp_path / "out").exists()


def test_build_into_a_file_is_refused(run: Runner, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("build", str(ROOT / "data" / "urumqi-2021"), str(tmp_path / "file"))
    assert (ran.status, ran.out, len(ran.err.splitlines())) == (2, "", 1)


# --- the process ------------------------------------------------------------------------------------------------------


def read_help(page: str, lang: Lang) -> str:
    """Its words without blanks; no line takes more columns than there are, none is in the other language."""
    assert page.startswith(f"{USAGE(lang)}sifund") and all(width(line) < 80 for line in page.splitlines())
    assert not (re.search("([a-z]{2,} ){3}[a-z]{2}", page) if lang == "zh" else CHINESE.search(page))
    return "".join(page.split())


@pytest.mark.parametrize("lang", LANGS)
def test_help_lists_every_command(run: Runner, lang: Lang) -> None:
    page = read_help(run.good("--lang", lang, "--help").out, lang)
    assert all(name + "".join(load(name).help(lang).split()) in page for name in COMMANDS)


@pytest.mark.parametrize("command", [*COMMANDS, *(f"records {part}" for part in PARTS)])
def test_help(run: Runner, command: str) -> None:
    for lang in LANGS:
        page = read_help(run.good(*command.split(), "--help", "--lang", lang).out, lang)
        name, *part = command.split()
        assert "".join((PARTS[part[0]] if part else load(name)).help(lang).split()) in page


def test_a_command_imports_what_it_needs() -> None:
    """Charts and documents cost more than half of a command's start."""
    words = "import sys; from sifund.cli import main; main(['parameters']); sys.exit('altair' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", words], cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode == 0
    )


def process(*argv: str) -> list[str]:
    return [sys.executable, "-W", "error", "-m", "sifund", *argv]


def test_a_real_process() -> None:
    """Status, streams and UTF-8 whatever the locale says."""

    def ran(*argv: str) -> subprocess.CompletedProcess[bytes]:
        plain = {"PYTHONIOENCODING": "ascii", "PATH": ""}
        return subprocess.run(process(*argv), capture_output=True, cwd=ROOT, env=plain, check=False)

    good = ran("simulate", "--set", SET)
    assert (good.returncode, good.stderr) == (0, b"")
    assert "失业保险金支出" in good.stdout.decode() and "尾差" in good.stdout.decode()
    bad = ran("simulate", "x", "--lang", "zh")
    assert (bad.returncode, bad.stdout, bad.stderr.count(b"\n")) == (2, b"", 1)
    assert "找不到数据集" in bad.stderr.decode()


def test_a_reader_that_leaves_early_is_no_error() -> None:
    with subprocess.Popen(process("simulate"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout and running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 141


# --- another office's data --------------------------------------------------------------------------------------------


def test_every_command_takes_one_fund_and_part_of_a_year(run: Runner, tmp_path: Path) -> None:
    """Nine months of a made-up city: built from its zip, then asked by every command."""
    (tmp_path / "city.zip").write_bytes(city().data)
    built = run("build", str(tmp_path / "city.zip"), str(tmp_path / "city"))
    assert built.status == 0 and built.out.startswith("made-up ") and "not read" in built.err
    assert any("has no opening balance" in line for line in built.err.splitlines())
    name = str(tmp_path / "city")
    listed = {p["key"]: p for p in run.good("parameters", name, "--format", "json", "--lang", "en").json["parameters"]}
    assert listed["public.opening"]["values"] == [] and listed["unemployment.opening"]["values"][0]["value"] is None
    assert "no opening balance" in listed["unemployment.opening"]["values"][0]["ground"]
    assert listed["unemployment.income"]["values"][0]["basis"] == "derived"
    content = run.good("simulate", name, "--set", SET.replace("2022", "2024"), "--format", "json", "--lang", "en").json
    assert {f["name"] for f in content["flat"]} == {"价格临时补贴", "扩岗补助", "稳就业专项", "滞纳金"}
    assert any("month 9 of 2023" in notice for notice in content["notices"])
    link = run.good("link", name).out
    assert "d%3Dmade-up." in link and run("check", name).status == 0
    lever = ("--lever", "unemployment.benefit_standard", "--measure", "unemployment:expenditure@2025")
    assert run("solve", name, *lever, "--target", "30000000").status == 0


@pytest.mark.parametrize(("command", "way"), [
    *((["simulate"], way) for way in (">/dev/full", ">&-", "2>/dev/full", "2>&-", ">&- 2>&-", ">/dev/full 2>&1")),
    *((command, way) for command in (["--help"], ["nosuch"]) for way in (">/dev/full", "2>&-")),
])  # fmt: skip
def test_an_output_that_is_closed_or_full_ends_with_a_message(command: list[str], way: str) -> None:
    """Also what Python holds back until its end, as it does where nobody asked it not to."""
    line = f"unset PYTHONUNBUFFERED; {sys.executable} -m sifund {' '.join(command)} {way}"
    ended = subprocess.run(["bash", "-c", line], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in ended.stdout + ended.stderr and "Exception" not in ended.stdout + ended.stderr
    if command == ["nosuch"]:
        assert ended.returncode == 2
    elif way.startswith(">") and command != ["--help"]:
        assert ended.returncode == 1
        assert ended.stderr.startswith("stdout: ") or "2>" in way
