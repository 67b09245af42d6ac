"""The records page: what would be needed where there are none, the mini city in one click, counts and never a row."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nobody import named
from seen import all_sent
from streamlit.testing.v1 import AppTest

from sifund import trail
from sifund.access import User
from sifund.records import home
from sifund.records.check import check
from sifund.records.engine import on_polars
from sifund.records.findings import RUN, keep
from sifund.records.folder import FINDINGS, read
from sifund.records.rules import rules
from sifund.records.shown import LEAST, view
from sifund.settings import RECORDS
from sifund.ui import who
from sifund.ui.records import counts, lists, source

ROOT = Path(__file__).resolve().parents[2]


def opened(lang: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["lang"] = lang
    at.run()
    at.switch_page("pages/records.py").run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    return " ".join(
        [
            *(re.sub("</?span[^>]*>", "", x.proto.body) for x in at.get("html")),
            *(x.value for x in [*at.subheader, *at.caption, *at.info]),
        ]
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_without_records_it_says_what_is_needed_and_the_mini_city_is_one_click_away(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(RECORDS.name, raising=False)
    at = opened(lang)
    assert {"zh": "都未核查", "en": "none of the"}[lang] in words(at)
    at.button(key="records-look").click().run()
    assert not at.exception
    said = words(at)
    assert {"zh": "虚构", "en": "nvented"}[lang] in said and "违规" not in said
    assert {"zh": "不显示", "en": "not shown"}[lang] in said and f"{LEAST}" in said
    assert not re.search(r"\bnan\b|None|\binf\b", said)
    assert {"zh": "银行多1,323元", "en": "bank has 1,323 yuan more"}[lang] in said and "99600" not in said
    assert not named(all_sent(at))
    for line in view(home.mini()).lines:
        assert line.cell.findings is None or line.cell.findings == 0 or line.cell.findings >= LEAST
    for fold in ("gains", "small", "clean", "unchecked", "left"):
        at.session_state[f"records-{fold}"] = True
    assert {
        "zh": "没有比较的条数不显示：所属月或档次没有标准（economy.average_wage），2019-12",
        "en": "rows not compared not shown: no standard of the month or tier (economy.average_wage), 2019-12",
    }[lang] in words(at.run())
    with monkeypatch.context() as unpaid:
        unpaid.setattr(home, "base_of", lambda _: None)
        assert {"zh": "没有一笔支付", "en": "no payment"}[lang] in words(at.run())
    rates = at.run().selectbox(key="gains-unemployment.refund_rate_sme-60")
    said = words(rates.set_value(50).run())
    assert {"zh": "已支付，规则不能解释", "en": "not explained by the rule"}[lang] in said and "3,125" in said
    assert not named(all_sent(at)) and not re.search(r"\bnan\b|None|\binf\b", said)
    at.button(key="records-leave").click().run()
    assert {"zh": "都未核查", "en": "none of the"}[lang] in words(at)


def test_a_damaged_check_is_named_and_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = [rules()["P01"]]
    for output in (tmp_path / name / FINDINGS for name in ("east", "west")):
        output.mkdir(parents=True)
        keep(check(read(home.MINI), one, on_polars, output), read(home.MINI), output)
    (tmp_path / "east" / FINDINGS / RUN).write_text("{")
    monkeypatch.setenv(RECORDS.name, str(tmp_path))
    at = opened("en")
    assert RUN in at.error[0].value and "to be checked" in words(at)
    assert [*home.checked()[0]] == ["west"]


@pytest.mark.parametrize("allowed", [True, False])
def test_the_work_list_leaves_with_a_role_and_the_trail_tells_of_it(
    allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sums alone for everybody else."""
    taken: list[dict[str, Any]] = []
    captions: list[str] = []
    monkeypatch.setattr(lists.st, "download_button", lambda *_, **named: taken.append(named))
    monkeypatch.setattr(lists.st, "caption", captions.append)
    monkeypatch.setattr(who, "can", lambda _: allowed)
    monkeypatch.setattr(who, "user", lambda: User("li", "10.0.0.1"))
    lists.lists(home.mini())
    assert len(taken) == allowed and len(captions) == 1 and (allowed or "数据管理员" in captions[0])
    if allowed:
        (button,) = taken
        assert button["ability"] == "steward" and button["data"]().startswith(b"PK")
        last = trail.read()[-1]
        assert (last.who, last.what, last.origin) == (
            "li",
            "records.exported",
            "10.0.0.1",
        ) and f"mini.xlsx, {len(home.mini().findings)}" in last.about
        with pytest.raises(PermissionError):
            who.recorded(button["data"], button["file_name"], button["ability"])()


def test_where_the_store_is_away_no_result_is_claimed_to_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The counts stand; what came of them is not known."""
    warnings: list[str] = []
    monkeypatch.setattr(source.st, "warning", lambda words, **_: warnings.append(words))
    monkeypatch.setenv("SIFUND_DATABASE_URL", "postgresql://sifund@127.0.0.1:1/none")
    entry = source._resulted(home.mini())
    assert entry.away and len(warnings) == 1 and counts._without(entry) is counts.AWAY
    assert view(entry).total == view(home.mini()).total and source._resulted(home.mini()) is entry
    later = replace(entry, run={**entry.run, "checked": [*entry.checked, "X99"]})
    assert not counts._unknown(entry) and "X99" in counts._unknown(later)[0]
