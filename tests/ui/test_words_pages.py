"""A name full of links, shortcodes and markup, in every place that a visitor can write to, on every page: shown as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from odd_names import CHANGED, NAME, odd_dataset
from office import archive, csv
from seen import ODD, SIGNS, control, read_as_html, read_as_markdown, seen
from seen import PARTS as SECTION_PARTS
from streamlit.testing.v1 import AppTest

from sifund import dataset as datasets
from sifund.checks.report import check
from sifund.dataset import Dataset
from sifund.dataset.acceptance import Acceptance, accept
from sifund.scenario import dataset_mark
from sifund.store import Content
from sifund.ui import st
from sifund.ui.session import storage

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    **{"scenario" if key == "lab" else key: (key, parts) for key, parts in SECTION_PARTS.items()},
    "overview": ("", ("",)), "compare": ("", ("",)), "checks": ("", ("",)), "saved": ("", ("",)),
}  # fmt: skip


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The dataset kept, a scenario on it saved, changed and deleted, its findings accepted; all under odd names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SIFUND_DATA", str(tmp_path_factory.mktemp("data")))
        patch.setenv("SIFUND_HOME", str(tmp_path_factory.mktemp("home")))
        found = odd_dataset()
        folder = datasets.keep(found)
        finding = check(found).findings[0]
        accept(folder.parent, Acceptance(finding=finding.key, mark=finding.mark, reason=ODD, who=NAME))
        mark = dataset_mark(found)
        kept = Content(NAME, f"1;d={mark};{CHANGED}", mark, "0" * 12, {"years": [2022]}, ODD, NAME)
        store = storage.store()
        saved = store.add(kept)
        store.rename(saved, NAME)
        store.delete(store.add(kept).id, 1)
        yield found
        storage.close_all()


class Opened:
    """Opens every fold and popover of a page as it is met."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.keys: set[str] = set()
        for name in ("expander", "popover"):
            patch.setattr(st, name, self._noted(getattr(st, name)))

    def _noted(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def fold(*args: Any, **named: Any) -> Any:
            if named.get("on_change") == "rerun":
                self.keys.add(named["key"])
            return make(*args, **named)

        return fold

    def all(self, app: AppTest) -> AppTest:
        """Until no other fold appears."""
        opened: set[str] = set()
        while self.keys - opened:
            opened |= self.keys
            for key in opened:
                app.session_state[key] = True
            app.run()
        return app


def visit(page: str, lang: str, s: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=120)
    app.query_params["s"], app.query_params["lang"] = s, lang
    app.run()
    return app if page == "overview" else app.switch_page(f"pages/{page}.py").run()


def inspect(app: AppTest, where: str) -> str:
    """What is seen of a page, if nothing of an odd name is read as anything else."""
    assert not app.exception, (where, app.exception)
    words = [(words, SIGNS) for words in read_as_markdown(app)] + [
        (words, ("<b>", "<script")) for words in read_as_html(app)
    ]
    wrong = [(sign, text[:300]) for text, signs in words for sign in signs if sign in text]
    assert wrong == [], (where, wrong[:3])
    return "\n".join(seen(text) for text, _ in words)


@pytest.mark.parametrize(
    ("page", "lang"), [*((page, "zh") for page in PARTS), ("checks", "en"), ("saved", "en"), ("scenario", "en")]
)
def test_an_odd_name_is_text_on_every_page(page: str, lang: str, odd: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    one = f"1;d={dataset_mark(odd)};n={quote(NAME, safe='')};{CHANGED}"
    opened = Opened(monkeypatch)
    app = visit(page, lang, f"{one}|{one};unemployment.refund_rate_sme=90" if page == "compare" else one)
    key, parts = PARTS[page]
    for part in parts:
        if key:
            control(app, key).set_value(part).run()
        said = inspect(opened.all(app), f"{page} {part}")
        assert NAME in said, (page, part)


def test_an_odd_upload_is_text_in_its_preview_and_in_its_refusal(odd: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """File names, sheet names, headings and cells."""
    name = re.sub('[\\\\/:"<>|*?]', "_", ODD)[:60]
    opened, app = Opened(monkeypatch), visit("checks", "zh", "")
    lines = f"fund,line,kind,year,unit,actual,{ODD}\nunemployment,{ODD},支出,2022,万元,1200,{ODD}\n"
    meta = f"code,name_zh,name_en,base_year\nsmall,{ODD},{ODD},2022\n"
    packed = archive({f"{name}/meta.csv": meta, f"{name}/lines.csv": lines, f"{ODD[:9]}.txt": ODD}, f"{name}.zip")
    wrong = lines.replace("1200", ODD).replace("2022", ODD)
    for files in ([packed], [csv(name, f"{ODD},{ODD}\n1,2\n")], [csv("meta", meta), csv("lines", wrong)]):
        app.file_uploader[0].clear()
        for file in files:
            app.file_uploader[0].upload(file.name, file.data)
        app.run()
        inspect(opened.all(app), files[0].name)


def test_what_no_page_can_use_is_text_where_it_is_refused(odd: Dataset) -> None:
    """Of a link: unknown keys, values, datasets, languages."""
    text = quote(ODD, safe="")
    for s in (f"1;{ODD}", f"1;{text}=1;d=odd-{text};view.{ODD}=3;unemployment.benefit_standard={ODD}", f"1;d=gone.123456;n={text}",
              f"{ODD}|{ODD}|{ODD}", f"1;k={ODD}"):  # fmt: skip
        for page in ("scenario", "compare", "overview"):
            inspect(visit(page, "zh", s), s)
