"""Own data on the pages, without a browser: upload, preview, use, keep, the link, and what stands against it."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from office import LINES, META, archive, city, office, workbook
from page_tables import tables_of
from seen import control, headings, opened
from streamlit.testing.v1 import AppTest
from support import run

from sifund import catalog, gauges
from sifund import dataset as data
from sifund.dataset.acceptance import Acceptance, accept, read
from sifund.dataset.versions import listed, place, size_of
from sifund.declare.parameter import month_of
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.problem import SifundError
from sifund.scenario import dataset_mark, read_mark
from sifund.store import Store
from sifund.ui.checks import own_data
from sifund.ui.parts.levers import in_force
from sifund.ui.session import storage
from sifund.upkeep.places import SIGN

ROOT = Path(__file__).resolve().parents[2]
CITY = dataset_mark(read_files([city()]).dataset)
BESIDE = ("saved", "records")
"""Pages that speak of no dataset in their title."""
PAGES = tuple(path.stem for path in sorted((ROOT / "pages").glob("*.py")) if path.stem not in BESIDE)
"""Every page but the list of saved scenarios, which is of all datasets."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an office's own datasets are kept."""
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, which is sooner done and no other answer (test_importer_apart.py)."""
    if "apart" not in request.node.name:
        monkeypatch.setattr(own_data, "read_apart", lambda files, _: read_files(files))


def app(page: str = "checks", s: str = "", lang: str = "") -> AppTest:
    run = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    run.query_params |= {name: value for name, value in (("s", s), ("lang", lang)) if value}
    run.run()
    return run if page == "overview" else run.switch_page(f"pages/{page}.py").run()


def words(run: AppTest) -> str:
    assert not run.exception, run.exception
    kinds = (run.info, run.success, run.warning, run.error, run.markdown, run.caption)
    return "\n".join([*headings(run), *(str(element.value) for kind in kinds for element in kind)])


def upload(run: AppTest, *files: File) -> AppTest:
    run.file_uploader[0].clear()
    for file in files:
        run.file_uploader[0].upload(file.name, file.data)
    return run.run()


def written(home: Path) -> list[Path]:
    """What an office's folder holds beside the sign that a program uses it."""
    return [path for path in home.iterdir() if path.name != SIGN]


def press(run: AppTest, label: str) -> AppTest:
    (button,) = [b for b in run.button if b.label == label]
    assert not button.disabled
    return button.click().run()


def text(run: AppTest) -> str:
    return run.session_state["s"] or ""


def test_a_city_is_read_apart_previewed_used_and_carried_by_the_link(home: Path) -> None:
    run = upload(app(), city())
    said = words(run)
    assert "读懂了：某市2023年1—9月，基年2023，失业保险；7个收支项目，其中3个由公式测算，4个按基年金额不变带入" in said
    assert (
        "数据覆盖1至9月" in said
        and "价格临时补贴按基年金额不变带入" in said
        and "没有年初结余，结余、可支付月数和未列的利息因此未知" in said
    )
    assert "乌鲁木齐" in headings(run)[0] and text(run) == ""  # nothing is used before it is asked for
    press(run, "在本次会话中使用")
    assert headings(run)[0] == "数据核对 · 某市2023年1—9月" and text(run) == f"1;d={CITY}"
    assert "只在本次会话中" in words(run) and written(home) == []
    for page in PAGES:
        run.switch_page(f"pages/{page}.py").run()
        said = words(run)
        assert "某市2023年1—9月" in headings(run)[0] and "没有按原样采用" not in said, page
    run.switch_page("pages/scenario.py").run()
    assert "扩岗补助按基年金额不变带入" in words(run)


def test_every_card_of_the_city_has_its_value_or_is_left_out() -> None:
    """A driver that shares its key with a line that is left out has no value to show."""
    result = run(read_files([city()]).dataset)
    base, shown = result.base, {}
    for p in catalog.of_kind(("lever", "driver", "assumption"), "unemployment", "economy"):
        for year in (2023, 2024):
            shown[p.key] = in_force(p, base, result, month_of(year))
    assert shown["unemployment.training"] is None and shown["unemployment.benefit_standard"]


def test_a_change_keeps_the_dataset_and_the_switch_leads_back(home: Path) -> None:
    run = press(upload(app(), city()), "在本次会话中使用")
    run.switch_page("pages/overview.py").run()
    for typed, opening in (
        (500.0, ";unemployment.opening=5000000"),
        (None, ""),
        (500.0, ";unemployment.opening=5000000"),
    ):
        control(run, "i:unemployment.opening").set_value(typed).run()
        assert text(run) == f"1;d={CITY}{opening}", "an emptied box is not typed, and no 0"
    assert "年初结余，按0计" not in words(run)
    run.switch_page("pages/checks.py").run()
    choice = control(run, "dataset")
    assert choice.value == CITY and len(choice.options) == 2
    choice.set_value(dataset_mark(data.find(data.SAMPLE))).run()
    assert text(run) == "" and "乌鲁木齐" in headings(run)[0]
    control(run, "dataset").set_value(CITY).run()
    assert text(run) == f"1;d={CITY}" and "某市" in headings(run)[0]


def test_kept_data_open_from_a_link_in_any_session(home: Path) -> None:
    run = press(upload(app(), city()), "保存到服务器")
    assert "已保存到服务器，代码“made-up”" in words(run) and (place(home / "made-up") / "lines.parquet").exists()
    assert "只在本次会话中" not in words(run)
    other = app("scenario", s=text(run))
    assert "某市2023年1—9月" in headings(other)[0] and "没有按原样采用" not in words(other)
    again = upload(app(), city())
    assert [b.label for b in again.button if b.key == "keep-own"] == ["保存并替换同代码的数据集"]


def test_a_link_to_data_that_this_server_lacks_says_so_and_falls_back(home: Path) -> None:
    for page in PAGES:
        run = app(page, s="1;d=made-up.abcdef;unemployment.benefit_standard=1530@2022-01")
        said = words(run)
        assert "乌鲁木齐" in headings(run)[0], page
        assert re.search(r"方案出自数据集made-up\.abcdef，现在用的是urumqi-2021", said), page


def test_kept_data_that_are_damaged_fall_back_to_the_sample(home: Path) -> None:
    run = press(upload(app(), city()), "保存到服务器")
    (place(home / "made-up") / "lines.parquet").write_bytes(b"PAR1 damaged")
    other = app("overview", s=text(run))
    assert "乌鲁木齐" in headings(other)[0] and "现在用的是urumqi-2021" in words(other)


def test_a_second_upload_of_the_same_code_replaces_what_is_kept(home: Path) -> None:
    for amount in (1200, 1300):
        run = app()
        upload(run, archive({"meta.csv": META, "lines.csv": LINES.replace("1200", str(amount))}, f"{amount}.zip"))
        press(run, "保存到服务器" if amount == 1200 else "保存并替换同代码的数据集")
        line = data.find("small").line("unemployment.benefit")
        assert line and line.actual_yuan == amount * 1e4


def test_several_csv_files_and_a_workbook(home: Path) -> None:
    assert "读懂了：小城" in words(upload(app(), *office()))
    rows = {name: [line.split(",") for line in text.splitlines()] for name, text in (("meta", META), ("lines", LINES))}
    assert "Understood: Small town" in words(upload(app(lang="en"), workbook(rows)))


def refusals() -> int:
    """Of the imports that the operator is told of."""
    line = re.search(r"^sifund_imports_refused_total (\d+)$", gauges.SERVER.text(0, store_up=True), re.MULTILINE)
    return int(line[1]) if line else -1


def test_what_is_refused_is_listed_with_its_cure_and_nothing_is_written(home: Path) -> None:
    bad, before = office(LINES.replace("1200", "12三"), META.replace("small", "Small Town")), refusals()
    run = upload(app(), *bad)
    assert refusals() == before + 1 and "有2处需要修改，没有采用任何内容" in words(run)
    frame = next(frame for frame in tables_of(run) if "怎样修改" in frame)
    assert frame["位置"].to_list() == ["meta.csv:2", "lines.csv:2"]
    assert "不是数字" in frame["怎样修改"].to_list()[1] and "12三" in frame["内容"].to_list()[1]
    assert not [b for b in run.button if b.key in ("use-own", "keep-own")] and written(home) == []
    assert "读懂了" in words(upload(run, city()))  # the page goes on


def test_keeping_needs_no_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    monkeypatch.setenv("SIFUND_HOME", str(tmp_path))
    run = press(upload(app(), city()), "保存到服务器")
    assert "已保存到服务器" in words(run) and (place(tmp_path / "datasets" / "made-up") / "lines.parquet").exists()
    assert "某市" in headings(app("overview", s=text(run)))[0]


# --- links, and data that are gone --------------------------------------------------------------------------------------

PROMISE, HERE_ONLY = "打开就是同样的数字", "只在本次会话中打开得到这些数字"
GONE = f"数据集“{CITY}”不在这里"
CHANGE = ";unemployment.benefit_standard=1600@2024-01"


def used(page: str) -> AppTest:
    """The city, used in this session, on a page whose share dialog is open."""
    run = press(upload(app(), city()), "在本次会话中使用").switch_page(f"pages/{page}.py").run()
    run.session_state["s"] = f"1;d={CITY}{CHANGE}"
    run.session_state["share"] = True
    return run.run()


def pictures(run: AppTest) -> int:
    return sum("<figure" in str(html.proto.body) for html in run.get("html"))


@pytest.mark.parametrize("page", ["scenario", "compare", "outlook", "performance"])
def test_a_link_promises_the_same_figures_only_where_it_is_so(home: Path, page: str) -> None:
    run = used(page)
    said = words(run)
    assert PROMISE not in said and HERE_ONLY in said and "请先把数据集保存到服务器" in said and not pictures(run)
    run.button(key="keep-share").click().run()
    said = words(run)
    assert PROMISE in said and HERE_ONLY not in said and "已保存到服务器" in said and pictures(run) == 1
    assert text(run) == f"1;d={CITY}{CHANGE}"  # what was changed stands
    assert "某市" in headings(app(page, s=text(run)))[0]


def test_the_sample_s_links_promise_the_same_figures(home: Path) -> None:
    run = app("scenario", s="1;unemployment.benefit_standard=1530")
    run.session_state["share"] = True
    assert PROMISE in words(run.run()) and not [b for b in run.button if b.key == "keep-share"]


def test_other_data_kept_under_the_code_are_no_same_figures(home: Path) -> None:
    run = app()
    for amount in (1200, 1300):
        upload(run, archive({"meta.csv": META, "lines.csv": LINES.replace("1200", str(amount))}, f"{amount}.zip"))
        press(run, "保存到服务器" if amount == 1200 else "在本次会话中使用")
    run.switch_page("pages/scenario.py").run()
    run.session_state["share"] = True
    run.run()
    assert PROMISE not in words(run) and run.button(key="keep-share").label == "保存并替换同代码的数据集"


def test_keeping_from_the_dialog_says_what_stands_against_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError("No space left on device (os error 28)")

    run = used("scenario")
    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    said = words(run.button(key="keep-share").click().run())
    assert "No space left on device" in said and PROMISE not in said


def test_saving_a_scenario_says_that_its_data_are_this_session_s(home: Path) -> None:
    run = used("scenario")
    run.session_state["save"], run.session_state["share"] = True, False
    assert "保存的方案打不开同样的数字" in words(run.run())
    run.button(key="keep-save").click().run()
    assert data.is_kept(read_files([city()]).dataset) and "打不开同样的数字" not in words(run)


def test_after_a_reload_every_page_says_that_the_upload_is_gone(home: Path) -> None:
    for page in (*PAGES, *BESIDE):
        run = app(page, s=f"1;d={CITY}{CHANGE}")  # another session: what a reload is
        assert GONE in words(run) and "本页的数字都是示例数据（乌鲁木齐市2021年度）的" in words(run), page
        if page not in BESIDE:
            assert "乌鲁木齐" in headings(run)[0], page
    assert "was not kept on this server" in words(app("overview", s=f"1;d={CITY}", lang="en"))


def test_it_is_said_until_the_upload_is_back_and_what_was_changed_stands(home: Path) -> None:
    run = app("overview", s=f"1;d={CITY}{CHANGE}")
    control(run, "i:unemployment.opening").set_value(500.0).run()
    assert text(run) == f"1;d={CITY}{CHANGE};unemployment.opening=5000000" and GONE in words(run)
    run.switch_page("pages/checks.py").run()
    assert GONE in words(run) and control(run, "dataset").value == CITY
    run = press(upload(run, city()), "在本次会话中使用")
    assert GONE not in words(run) and "某市" in headings(run)[0]
    assert text(run) == f"1;d={CITY}{CHANGE};unemployment.opening=5000000"


def test_it_is_said_until_another_dataset_is_chosen(home: Path) -> None:
    run = app("checks", s=f"1;d={CITY}{CHANGE}")
    control(run, "dataset").set_value(dataset_mark(data.find(data.SAMPLE))).run()
    assert GONE not in words(run) and text(run) == ""
    run = app("scenario", s=f"1;d={CITY}{CHANGE}")
    run.button(key="stay").click().run()
    assert GONE not in words(run) and text(run) == f"1;d={dataset_mark(data.find(data.SAMPLE))}{CHANGE}"


def test_a_link_shared_meanwhile_is_the_sample_s(home: Path) -> None:
    run = app("scenario", s=f"1;d={CITY}{CHANGE}")
    run.session_state["share"] = True
    run.run()
    assert f"d%3D{dataset_mark(data.find(data.SAMPLE))}" in str(run.code[0].value) and PROMISE in words(run)


def test_nothing_is_saved_while_the_dataset_is_gone(home: Path) -> None:
    run = app("scenario", s=f"1;d={CITY}{CHANGE}")
    run.session_state["save"] = True
    assert f"没有保存：数据集“{CITY}”不在这里" in words(run.run())
    assert not [b for b in run.button if b.label == "保存为新方案"]
    run.session_state["keep-name"] = "其他"
    run.button(key="stay").click().run()
    run.session_state["save"] = True
    assert [b for b in run.run().button if b.label == "保存为新方案"] and "没有保存" not in words(run)


def test_a_dataset_that_goes_while_the_boxes_are_open_is_not_saved(home: Path) -> None:
    run = used("scenario")
    run.session_state["save"] = True
    run.run()
    run.session_state["_uploaded"] = {}
    before = storage.store().search().count
    press(run, "保存为新方案")
    assert "没有保存" in words(run) and storage.store().search().count == before


def test_the_shipped_code_is_not_taken_over(home: Path) -> None:
    run = upload(app(), *office(meta=META.replace("small", "urumqi-2021")))
    press(run, "保存并替换同代码的数据集")
    assert "随程序提供" in words(run) and written(home) == []


def test_a_disk_that_is_full_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError("No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    run = press(upload(app(), city()), "保存到服务器")
    assert "No space left on device" in words(run) and text(run) == ""


def test_names_of_a_file_are_not_read_as_markdown(home: Path) -> None:
    name = "[某市](http://127.0.0.1/x) **粗** $a$"
    run = press(
        upload(app(), *office(meta=f"code,name_zh,name_en,base_year\nsmall,{name},Small,2022\n")), "在本次会话中使用"
    )
    assert headings(run) == [f"数据核对 · {name}"]
    assert not any(sign in words(run).replace(name, "", 1) for sign in ("[某市](", "http://", "**粗", "$a$"))


def test_the_mark_of_a_text() -> None:
    assert read_mark("1;d=made-up.abcdef;x=1") == ("made-up", "abcdef") and read_mark("1;d=made-up") == ("made-up", "")
    assert read_mark("1;x=1") is None and read_mark("1;d=../etc") is None and read_mark("") is None


@pytest.mark.parametrize("lines", [
    "public,public.pension,expenditure,2022,万元,1200", "resident,resident.basic_pension,expenditure,2022,万元,1200",
    "public,生活补贴,支出,2022,万元,1200", "unemployment,滞纳金,收入,2022,万元,0",
    "resident,resident.contributions,income,2022,万元,0\npublic,public.transfer_out,expenditure,2022,万元,0",
], ids=["public", "resident", "own line", "nothing", "zeros"])  # fmt: skip
def test_the_barest_data_show_on_every_page(home: Path, lines: str) -> None:
    dataset = read_files(office(f"fund,line,kind,year,unit,actual\n{lines}\n")).dataset
    data.keep(dataset)
    for page in PAGES:
        run = app(page, s=f"1;d={dataset_mark(dataset)}")
        assert words(run) and "小城" in headings(run)[0], page


TABS = {"scenario": "lab", "performance": "performance", "outlook": "outlook", "methods": "methods"}
"""Pages with tabs, and the key that says which is open."""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("change", ["", ";unemployment.benefit_standard=1600"])
def test_the_city_opens_every_tab_of_every_page(home: Path, change: str, lang: str) -> None:
    """Nine months, no budget, one fund, four lines of its own: every section has something to say of it."""
    dataset = read_files([city()]).dataset
    data.keep(dataset)
    seen = []
    for page in PAGES:
        run = app(page, s=f"1;d={dataset_mark(dataset)}{change}", lang=lang)
        assert words(run) and "某市" in headings(run)[0], page
        for label in run.segmented_control(key=TABS[page]).options if page in TABS else ():
            said = words(control(run, TABS[page]).set_value(label).run())
            assert said and "nan" not in said.lower().replace("finance", ""), (page, label)
            seen.append(label)
    assert len(seen) == len(set(seen)) == 24


def test_the_solve_tab_names_the_cover_of_its_fund(home: Path) -> None:
    run = app("scenario", s=opened("1;view.fund=unemployment", "lab", "Solve for it"))
    assert "备付期限" in next(box for box in run.selectbox if (box.key or "").startswith("solve-measure")).options


def test_the_preview_says_which_form_was_read_what_was_passed_over_and_sets_totals_beside(home: Path) -> None:
    from forms import file

    for lang, words in (("zh", ("左右两侧的基金收支表", "失业保险基金收支表")), ("en", ("two sides",))):
        run = upload(app(lang=lang), file("two sides", "among"))
        assert all(word in words_of(run) for word in words)
        opened = {e.label: e for e in run.expander}
        totals = next(label for label in opened if label.startswith(("本单位的合计", "Your office's totals")))
        passed = next(label for label in opened if label.startswith(("没有读入的", "Rows, columns")))
        for key in ("preview-Your office's totals beside the program's", "preview-Rows, columns and sheets passed over",
                    "preview-Sheets, layouts and units"):  # fmt: skip
            run.session_state[key] = True
        run.run()
        frames = [frame.to_csv() for frame in tables_of(run)]
        assert "5" in totals and "(" in passed.replace("（", "(")
        assert any(
            all(x in frame for x in (("48,251.5", "13,898.5") if lang == "zh" else ("482.5", "138.9")))
            for frame in frames
        )
        assert any("总计" in frame and "行次" in frame and "封面" in frame for frame in frames)
        assert any(("左右两侧" in frame or "two sides" in frame) for frame in frames)


def words_of(run: AppTest) -> str:
    return words(run)


# --- versions -----------------------------------------------------------------------------------------------------------


def keep_amounts(*amounts: int) -> list[str]:
    """The small town kept once for each amount; the marks of what was kept, the first first."""
    marks = []
    for amount in amounts:
        given = archive({"meta.csv": META, "lines.csv": LINES.replace("1200", str(amount))}, f"{amount}.zip")
        dataset = read_files([given]).dataset
        data.keep(dataset)
        marks.append(dataset_mark(dataset))
    return marks


def test_a_link_to_an_earlier_version_opens_it_and_says_so(home: Path) -> None:
    first, last = keep_amounts(1200, 1300)
    run = app("scenario", s=f"1;d={first}")
    assert "较早的一版" in words(run) and first in words(run) and "没有按原样采用" not in words(run)
    assert "较早的一版" not in words(app("scenario", s=f"1;d={last}"))
    assert data.is_kept(data.load(home / "small", first.partition(".")[2]))


def test_versions_are_listed_opened_made_current_deleted_and_brought_back(home: Path) -> None:
    first, last = keep_amounts(1200, 1300)
    names = [mark.partition(".")[2] for mark in (first, last)]
    run = app("checks", s=f"1;d={last}")
    next(e for e in run.expander if "各个版本" in e.label)
    run.session_state["versions"] = True
    run.run()
    box = next(b for b in run.selectbox if b.key == "dataset-version")
    old = next(option for option in box.options if option.startswith(names[0]))
    box.set_value(old).run()
    press(run, "打开这一版")
    assert text(run) == f"1;d={first}"
    press(run, "改为现用")
    current = data.find("small")
    assert dataset_mark(current) == first
    box = next(b for b in run.selectbox if b.key == "dataset-version")
    box.set_value(next(option for option in box.options if option.startswith(names[1]))).run()
    press(run, "删除")
    assert len(listed(home / "small")) == 1 and "三十天内可以恢复" in words(run)
    press(run, next(b.label for b in run.button if b.key and b.key.startswith("undelete-")))
    assert len(listed(home / "small")) == 2


def test_a_version_that_saved_scenarios_use_is_not_deleted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, last = keep_amounts(1200, 1300)
    monkeypatch.setattr(Store, "marks", lambda _: {first})
    run = app("checks", s=f"1;d={last}")
    run.session_state["versions"] = True
    run.run()
    box = next(b for b in run.selectbox if b.key == "dataset-version")
    box.set_value(next(o for o in box.options if o.startswith(first.partition(".")[2]))).run()
    press(run, "删除")
    assert "有保存的方案用" in words(run) and len(listed(home / "small")) == 2


def test_a_plain_kept_folder_opens_and_becomes_the_first_version(home: Path) -> None:
    plain = read_files(office()).dataset
    data.save(plain, home / "small")
    assert data.find("small").fingerprint == plain.fingerprint and not listed(home / "small")
    accept(home / "small", Acceptance(finding="x", mark="0" * 8, reason="r"))
    (mark,) = keep_amounts(1300)
    assert [v.name[:6] for v in listed(home / "small")] == [mark.partition(".")[2], plain.fingerprint[:6]]
    assert not list((home / "small").glob("lines.parquet")) and read(home / "small")
    assert data.load(home / "small", plain.fingerprint).fingerprint == plain.fingerprint


def test_a_version_whose_files_were_exchanged_is_not_loaded(home: Path) -> None:
    first, last = keep_amounts(1200, 1300)
    names = [
        next(v.folder for v in listed(home / "small") if v.name.startswith(m.partition(".")[2])) for m in (first, last)
    ]
    (names[1] / "lines.parquet").write_bytes((names[0] / "lines.parquet").read_bytes())
    with pytest.raises(SifundError, match="fingerprint"):
        data.find("small")
    assert "small" in data.damaged() and "读不出来" in words(app("checks"))
    assert "乌鲁木齐" in headings(app("scenario", s=f"1;d={last}"))[0]


def test_a_damaged_own_copy_of_the_sample_stops_nothing(home: Path) -> None:
    data.save(data.find(data.SAMPLE), home / data.SAMPLE)
    (home / data.SAMPLE / "lines.parquet").write_bytes(b"PAR1 damaged")
    run = app("checks")
    assert "乌鲁木齐" in headings(run)[0] and f"数据集“{data.SAMPLE}”读不出来" in words(run)


def test_the_quota_is_told_before_it_is_reached(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_amounts(1200)
    used = size_of(home) / 1e6
    monkeypatch.setenv("SIFUND_QUOTA_MB", f"{used * 1.1:.6f}")
    assert "请删除不用的版本" in words(app("checks"))
    keep_amounts(1300)
    with pytest.raises(SifundError, match="SIFUND_QUOTA_MB"):
        keep_amounts(1400)
    monkeypatch.setenv("SIFUND_QUOTA_MB", "nonsense")
    keep_amounts(1400)
    assert "请删除不用的版本" not in words(app("checks"))
