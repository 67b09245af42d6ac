"""Own data on the pages, without a browser: upload, preview, use, keep, the link, and what stands against it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from office import LINES, META, archive, city, office, workbook
from streamlit.testing.v1 import AppTest

from sifund import catalog
from sifund import dataset as data
from sifund.engine import simulate
from sifund.importer.sheet import File
from sifund.importer.source import read_files
from sifund.parameter import month_of
from sifund.scenario import dataset_mark, read_mark
from sifund.ui.levers import in_force

ROOT = Path(__file__).resolve().parents[1]
CITY = dataset_mark(read_files([city()]).dataset)
PAGES = tuple(path.stem for path in sorted((ROOT / "pages").glob("*.py")) if path.stem != "saved")
"""Every page but the list of saved scenarios, which is of all datasets."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an office's own datasets are kept."""
    monkeypatch.setenv("SIFUND_DATA", str(tmp_path))
    return tmp_path


def app(page: str = "checks", s: str = "", lang: str = "") -> AppTest:
    run = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    run.query_params |= {name: value for name, value in (("s", s), ("lang", lang)) if value}
    run.run()
    return run if page == "overview" else run.switch_page(f"pages/{page}.py").run()


def words(run: AppTest) -> str:
    assert not run.exception, run.exception
    kinds = (run.title, run.info, run.success, run.warning, run.error, run.markdown, run.caption)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def upload(run: AppTest, *files: File) -> AppTest:
    run.file_uploader[0].clear()
    for file in files:
        run.file_uploader[0].upload(file.name, file.data)
    return run.run()


def press(run: AppTest, label: str) -> AppTest:
    (button,) = [b for b in run.button if b.label == label]
    assert not button.disabled
    return button.click().run()


def text(run: AppTest) -> str:
    return run.session_state["s"] or ""


def test_a_city_is_previewed_used_and_carried_by_the_link(home: Path) -> None:
    run = upload(app(), city())
    said = words(run)
    assert "读懂了：某市2023年1—9月，基年2023，失业保险；7个收支项目，其中3个由公式测算，4个按基年金额不变带入" in said
    assert "数据覆盖1至9月" in said and "价格临时补贴按基年金额不变带入" in said and "没有年初结余，按0计" in said
    assert "乌鲁木齐" in run.title[0].value and text(run) == ""  # nothing is used before it is asked for
    press(run, "在本次会话中使用")
    assert run.title[0].value == "数据核对 · 某市2023年1—9月" and text(run) == f"1;d={CITY}"
    assert "只在本次会话中" in words(run) and list(home.iterdir()) == []
    for page in PAGES:
        run.switch_page(f"pages/{page}.py").run()
        said = words(run)
        assert "某市2023年1—9月" in run.title[0].value and "没有按原样采用" not in said, page
    run.switch_page("pages/scenario.py").run()
    assert "扩岗补助按基年金额不变带入" in words(run)


def test_every_card_of_the_city_has_its_value_or_is_left_out() -> None:
    """A driver that shares its key with a line that is left out has no value to show."""
    result = simulate(read_files([city()]).dataset)
    base, shown = result.base(), {}
    for p in catalog.of_kind(("lever", "driver", "assumption"), "unemployment", "economy"):
        for year in (2023, 2024):
            shown[p.key] = in_force(p, base, result, month_of(year))
    assert shown["unemployment.training"] is None and shown["unemployment.benefit_standard"]


def test_a_change_keeps_the_dataset_and_the_switch_leads_back(home: Path) -> None:
    run = press(upload(app(), city()), "在本次会话中使用")
    run.switch_page("pages/overview.py").run()
    box = next(b for b in run.number_input if b.key == "i:unemployment.opening")
    box.set_value(500.0).run()
    assert text(run) == f"1;d={CITY};unemployment.opening=5000000" and "年初结余，按0计" not in words(run)
    run.switch_page("pages/checks.py").run()
    choice = next(b for b in run.selectbox if b.key == "dataset")
    assert choice.value == CITY and len(choice.options) == 2
    choice.set_value(dataset_mark(data.find(data.SAMPLE))).run()
    assert text(run) == "" and "乌鲁木齐" in run.title[0].value
    next(b for b in run.selectbox if b.key == "dataset").set_value(CITY).run()
    assert text(run) == f"1;d={CITY}" and "某市" in run.title[0].value


def test_kept_data_open_from_a_link_in_any_session(home: Path) -> None:
    run = press(upload(app(), city()), "保存到服务器")
    assert "已保存到服务器，代码“made-up”" in words(run) and (home / "made-up" / "lines.parquet").exists()
    assert "只在本次会话中" not in words(run)
    other = app("scenario", s=text(run))
    assert "某市2023年1—9月" in other.title[0].value and "没有按原样采用" not in words(other)
    again = upload(app(), city())
    assert [b.label for b in again.button if b.key == "keep-own"] == ["保存并替换同代码的数据集"]


def test_a_link_to_data_that_this_server_lacks_says_so_and_falls_back(home: Path) -> None:
    for page in PAGES:
        run = app(page, s="1;d=made-up.abcdef;unemployment.benefit_standard=1530@2022-01")
        said = words(run)
        assert "乌鲁木齐" in run.title[0].value, page
        assert re.search(r"方案出自数据集made-up\.abcdef，现在用的是urumqi-2021", said), page


def test_kept_data_that_are_damaged_fall_back_to_the_sample(home: Path) -> None:
    run = press(upload(app(), city()), "保存到服务器")
    (home / "made-up" / "lines.parquet").write_bytes(b"PAR1 damaged")
    (home / "made-up" / "meta.parquet").touch()
    other = app("overview", s=text(run))
    assert "乌鲁木齐" in other.title[0].value and "现在用的是urumqi-2021" in words(other)


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


def test_what_is_refused_is_listed_with_its_cure_and_nothing_is_written(home: Path) -> None:
    bad = office(LINES.replace("1200", "12三"), META.replace("small", "Small Town"))
    run = upload(app(), *bad)
    assert "有2处需要修改，没有采用任何内容" in words(run)
    frame = run.dataframe[len(run.dataframe) - 1].value
    assert frame["位置"].to_list() == ["meta.csv:2", "lines.csv:2"]
    assert "不是数字" in frame["怎样修改"].to_list()[1] and "12三" in frame["内容"].to_list()[1]
    assert not [b for b in run.button if b.key in ("use-own", "keep-own")] and list(home.iterdir()) == []
    assert "读懂了" in words(upload(run, city()))  # the page goes on


def test_without_a_place_to_keep_data_they_stay_in_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIFUND_DATA", raising=False)
    run = upload(app(), city())
    (keep,) = [b for b in run.button if b.key == "keep-own"]
    assert keep.disabled and "没有设置SIFUND_DATA" in words(run)


def test_the_shipped_code_is_not_taken_over(home: Path) -> None:
    run = upload(app(), *office(meta=META.replace("small", "urumqi-2021")))
    press(run, "保存并替换同代码的数据集")
    assert "随程序提供" in words(run) and list(home.iterdir()) == []


def test_a_disk_that_is_full_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(data, "save", full)
    run = press(upload(app(), city()), "保存到服务器")
    assert "No space left on device" in words(run) and text(run) == ""


def test_names_of_a_file_are_not_read_as_markdown(home: Path) -> None:
    name = "[某市](http://127.0.0.1/x) **粗** $a$"
    run = press(
        upload(app(), *office(meta=f"code,name_zh,name_en,base_year\nsmall,{name},Small,2022\n")), "在本次会话中使用"
    )
    assert "\\[某市\\](http://127.0.0.1/x) \\*\\*粗\\*\\* \\$a\\$" in run.title[0].value
    assert "[某市](" not in words(run).replace("\\[某市\\](", "")


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
        assert words(run) and "小城" in run.title[0].value, page


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
        assert words(run) and "某市" in run.title[0].value, page
        for label in run.segmented_control(key=TABS[page]).options if page in TABS else ():
            run.session_state[TABS[page]] = label
            said = words(run.run())
            assert said and "nan" not in said.lower().replace("finance", ""), (page, label)
            seen.append(label)
    assert len(seen) == len(set(seen)) == 21


def test_the_solve_tab_names_the_cover_of_its_fund(home: Path) -> None:
    run = app("scenario", s="1;view.fund=unemployment")
    run.session_state["lab"] = "Solve for it"
    run.run()
    assert "备付期限" in next(box for box in run.selectbox if box.key == "solve-measure").options


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
        frames = [frame.value.astype(str).to_csv() for frame in run.dataframe]
        assert "5" in totals and "(" in passed.replace("（", "(")
        assert any("48251.5" in frame and "13898.5" in frame for frame in frames)
        assert any("总计" in frame and "行次" in frame and "封面" in frame for frame in frames)
        assert any(("左右两侧" in frame or "two sides" in frame) for frame in frames)


def words_of(run: AppTest) -> str:
    return words(run)
