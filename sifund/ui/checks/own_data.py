"""An office's own figures: which dataset is shown, the template, an upload, its preview, and keeping it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import polars as pl
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from sifund import gauges
from sifund.dataset import Dataset, refused
from sifund.importer.apart import STARTING, read_apart
from sifund.importer.gather import OWN_LINE_LIMIT
from sifund.importer.sheet import FILE_LIMIT, ROW_LIMIT, File
from sifund.importer.source import Imported, count
from sifund.importer.template import csv_zip, workbook
from sifund.problem import Problem, SifundError
from sifund.scenario import dataset_mark
from sifund.terms import CONTENT
from sifund.text import Text, as_text
from sifund.ui import st
from sifund.ui.checks import versions
from sifund.ui.checks.preview import preview
from sifund.ui.parts import acts, only_here, uploader
from sifund.ui.parts.grid import grid
from sifund.ui.session import datasets, guard, lost, state
from sifund.ui.session.state import t
from sifund.ui.words import Markdown, bold, icon

MEGABYTES = FILE_LIMIT // 1_000_000
SWITCH = Text("正在使用的数据集", "Dataset in use")
SESSION = Text("{name}（仅本次会话）", "{name} (this session only)")
GONE = Text("{mark}（已不在，请重新上传）", "{mark} (gone: upload it again)")
OWN, ANCHOR = Text("用本单位的数据", "Use your own office's data"), "own-data"
TEMPLATE = Text("1. 下载模板，填入本单位数据", "1. Download the template and fill it in")
UPLOAD = Text("2. 上传填好的表", "2. Upload the tables")
LIMITS = Text(
    "填好的模板，或本单位原样的基金收支表（基金和年度取自标题）。"
    "Excel（.xlsx）、CSV（可多选）、Parquet或其压缩包（.zip）；"
    "每个文件不超过{size} MB、每张表不超过{rows}行，模型没有的项目不超过{lines}个。",
    "The template filled in, or an account as your office prints it (fund and year are read from its title). "
    "Excel (.xlsx), CSV (several at once), Parquet, or a .zip of them; up to {size} MB a file, {rows} {rows:row|rows} a table and "
    "{lines} {lines:line|lines} that the model does not have.",
)
BOTH = {"xlsx": Text("Excel模板", "Excel template"), "zip": Text("CSV模板", "CSV template")}
PREVIEW = Text("3. 核对后使用", "3. Check, then use")
REFUSED = Text(
    "有{count}处需要修改，没有采用任何内容。改好后重新上传。",
    "{count} {count:thing|things} must be mended; nothing was taken. Mend them and upload again.",
)
SHOWN = Text("下面列出前{limit}处，下载的清单是全部。", "The first {limit} are shown; the download lists all.")
ALL_PROBLEMS = Text("下载问题清单（CSV）", "Download the list (CSV)")
HEAD = (Text("位置", "Place"), Text("列", "Column"), CONTENT, Text("怎样修改", "What to do"))
USE = Text("在本次会话中使用", "Use in this session")
USED = Text("正在使用这个数据集。", "This dataset is in use.")
LIST = 200


def own_data() -> None:
    """The template, an upload, its preview, and what may be done with it."""
    st.markdown(bold(t(TEMPLATE)))
    with st.container(horizontal=True):
        for ending, make in (("xlsx", workbook), ("zip", csv_zip)):
            st.download_button(t(BOTH[ending]), data=make, file_name=f"sifund-template.{ending}", on_click="ignore",
                               icon=":material/download:", key=f"template-{ending}")  # fmt: skip
    st.markdown(bold(t(UPLOAD)))
    st.caption(t(LIMITS, size=MEGABYTES, rows=f"{ROW_LIMIT:,}", lines=OWN_LINE_LIMIT))
    files = uploader.files(t(UPLOAD), ["xlsx", "csv", "zip", "parquet"], accept_multiple_files=True, key=lost.UPLOADER,
                           on_change=lost.given, max_upload_size=MEGABYTES, label_visibility="collapsed")  # fmt: skip
    room = st.empty()
    if files:
        _take(_read(files, room))


def switch() -> None:
    """The choice of dataset, which the link carries, and the way to one's own."""
    now = dataset_mark(state.dataset())
    at_hand = datasets.at_hand() | {now: state.dataset()}  # it may be an earlier version
    uploaded = datasets.uploaded()
    names = {
        mark: t(SESSION, name=dataset.name) if mark in uploaded else t(dataset.name)
        for mark, dataset in at_hand.items()
    }
    labels = {mark: f"{name} · {mark}" for mark, name in names.items()}
    if missing := state.missing():
        labels[missing] = t(GONE, mark=missing)
    st.selectbox(t(SWITCH), list(labels), format_func=labels.__getitem__, key="dataset", now=missing or now,
                 on_change=lambda mark: state.use(at_hand[mark]))  # fmt: skip
    st.caption(
        icon("info", t(only_here.ONLY_HERE)) if now in uploaded else Markdown("[{}](#{})").format(t(OWN), ANCHOR)
    )
    versions.history(state.dataset())


def _read(files: Sequence[UploadedFile], room: DeltaGenerator) -> Imported | SifundError:
    """The dataset of the files or what is wrong with them; read once an upload. While they are read, `room` says what is
    being done; where the visitor has left, or asks for another run, Streamlit ends this one there."""
    key = tuple(file.file_id for file in files)
    last_read = st.session_state.get("_read")
    if last_read and last_read[0] == key:
        return last_read[1]
    guard.let_go(set(last_read[0]) - set(key) if last_read else ())  # those of an earlier upload
    with room:
        says = st.status(t(STARTING), expanded=False)
    try:
        imported = read_apart(
            [File(file.name, file.getvalue()) for file in files], lambda text: st.settle(says, t(text), "running")
        )
    except SifundError as error:
        imported = error
    gauges.SERVER.imported(refused=isinstance(imported, SifundError))
    room.empty()
    st.session_state["_read"] = (key, imported)
    return imported


def _take(imported: Imported | SifundError) -> None:
    if isinstance(imported, SifundError):
        _refused(imported.problems)
        return
    if imported.dataset.is_reference:
        _refused([refused(imported.dataset.code)])
        return
    st.markdown(bold(t(PREVIEW)))
    preview(imported)
    mark = dataset_mark(imported.dataset)
    with st.container(horizontal=True, key="own-use"):
        st.button(t(USE), key="use-own", type="primary", icon=":material/play_arrow:", on_click=_use,
                  args=(imported.dataset,), disabled=mark == dataset_mark(state.dataset()))  # fmt: skip
        only_here.button(imported.dataset, "keep-own")
    if mark == dataset_mark(state.dataset()):
        st.caption(icon("check", t(USED)))
    acts.failed()
    only_here.outcome(imported.dataset)


def _use(dataset: Dataset) -> None:
    if acts.attempt(lambda: datasets.use(dataset)):
        state.use(dataset)


def _refused(problems: Sequence[Problem]) -> None:
    """Every problem with its place and cure, and all of them to download."""
    st.error(t(REFUSED, count=f"{count(problems):,}"), icon=":material/error:")
    head = [t(words) for words in HEAD]
    rows = [[p.place, p.subject, p.value, p.says(state.lang())] for p in problems]
    grid(pl.DataFrame(rows[:LIST], schema=dict.fromkeys(head, pl.String), orient="row"))
    if len(rows) > LIST:
        st.caption(t(SHOWN, limit=LIST))
    st.download_button(t(ALL_PROBLEMS), data=lambda: _csv([head, *rows]), file_name="sifund-problems.csv",
                       mime="text/csv", on_click="ignore", icon=":material/download:")  # fmt: skip


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    page = io.StringIO()
    csv.writer(page).writerows(map(as_text, row) for row in rows)
    return page.getvalue().encode("utf-8-sig")
