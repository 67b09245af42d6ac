"""One file a month in: dropped, looked at, then used or kept as a version of the dataset."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import suppress

from streamlit.runtime.uploaded_file_manager import UploadedFile

from sifund import gauges
from sifund.checks.report import check
from sifund.dataset import Dataset
from sifund.history.joined import joined
from sifund.importer.apart import STARTING, read_apart
from sifund.importer.sheet import FILE_LIMIT, File
from sifund.problem import SifundError, problem
from sifund.text import Text
from sifund.ui import st
from sifund.ui.parts import only_here, uploader
from sifund.ui.session import datasets, lost, state
from sifund.ui.session.state import t
from sifund.ui.words import bold, points

TITLE = Text("加入分月数", "Add months")
HELP = Text(
    "一月一份：模板里的“历史”表，只写新的或改正的月份；或本单位原样的收支表（标题写明“2022年1至6月”）。与已有的合在一起，"
    "同一月份以新的为准；表中本年的预算数也会采用。",
    'One file a month: the template\'s table "history" with new or corrected months only, or an account as your office prints it, '
    "with year and months in its title. They join what is there; a month that is there already is replaced, and the year's budgets "
    "in it are taken.",
)
NO_MONTHS = Text(
    "没有“历史”表，标题也没有写明年份和月份；请用模板的“历史”表，或在收支表标题写“2022年1至6月”。",
    'there is no table "history", and no title says year and months; use that table, or write them in the account\'s title '
    "(2022年1至6月).",
)
PREVIEW = Text(
    "读入{count}个数：新的{new}个，改动{changed}个；最近到{last}。",
    "{count} {count:figure|figures} read: {new} new, {changed} changed; the latest is {last}.",
)
FOUND = Text("合在一起后有疑点：", "Together they leave questions:")
USE = Text("在本次会话中使用", "Use in this session")
MEGABYTES = FILE_LIMIT // 1_000_000
READ = "_months"


def take(dataset: Dataset) -> None:
    """The upload of months, what it would change, and the buttons that use or keep it."""
    st.markdown(bold(t(TITLE)))
    st.caption(t(HELP))
    files = uploader.files(t(TITLE), ["xlsx", "csv", "zip", "parquet"], accept_multiple_files=True, key=lost.MONTHS, on_change=lost.given,
                           max_upload_size=MEGABYTES, label_visibility="collapsed")  # fmt: skip
    if not files:
        return
    data = _read(dataset, files)
    if isinstance(data, SifundError):
        st.error(points(wrong(state.lang()) for wrong in data.problems[:20]), icon=":material/error:")
        return
    _preview(dataset, data)


def _read(dataset: Dataset, files: Sequence[UploadedFile]) -> Dataset | SifundError:
    """The dataset with the files' months, or what is wrong with them; read once an upload."""
    key = (dataset.fingerprint, *(file.file_id for file in files))
    last_read = st.session_state.get(READ)
    if last_read and last_read[0] == key:
        return last_read[1]
    room = st.empty()
    with room:
        says = st.status(t(STARTING), expanded=False)
    try:
        read = _given(
            dataset,
            [File(file.name, file.getvalue()) for file in files],
            lambda text: st.settle(says, t(text), "running"),
        )
        data: Dataset | SifundError = joined(dataset, read)
    except SifundError as error:
        data = error
    if not last_read or last_read[0][1:] != key[1:]:  # with another dataset the same files are read again
        gauges.SERVER.imported(refused=isinstance(data, SifundError))
    room.empty()
    st.session_state[READ] = (key, data)
    return data


def _given(dataset: Dataset, files: Sequence[File], progress: Callable[[Text], None]) -> Dataset:
    """What the files hold: an account as an office prints it, whose title says year and months, or months as the template has
    them. Raises SifundError with what is wrong with them as months."""
    with suppress(SifundError):
        return read_apart(files, progress).dataset
    data = read_apart([_meta(dataset), *files], progress).dataset
    if not data.history:
        raise SifundError([problem("no_months", "", NO_MONTHS.zh, NO_MONTHS.en)])
    return data


def _meta(dataset: Dataset) -> File:
    """Whose months they are, so that a file of months alone is a whole dataset to the importer."""
    page, meta = io.StringIO(), dataset.meta
    head = ("code", "name_zh", "name_en", "base_year", "months_covered")
    csv.writer(page).writerows([head, [getattr(meta, name) for name in head]])
    return File("meta.csv", page.getvalue().encode())


def _preview(dataset: Dataset, data: Dataset) -> None:
    before = {(row.series, row.period): row.value for row in dataset.history}
    now = {(row.series, row.period): row.value for row in data.history}
    new, changed = len(now.keys() - before.keys()), sum(now[key] != value for key, value in before.items())
    last = max((period for _, period in now), default="—")
    st.info(t(PREVIEW, count=new + changed, new=new, changed=changed, last=last), icon=":material/preview:")
    questions = [f for f in check(data).findings if f.place.table == "history"]
    if questions:
        st.warning(points((f"{t(f.place.name)} {f.place.field}: {t(f.meaning)}" for f in questions[:10]), t(FOUND)))
    with st.container(horizontal=True):
        st.button(t(USE), key="months-use", type="primary", icon=":material/play_arrow:", on_click=_use, args=(data,))
        only_here.button(data, "months-keep")
    only_here.outcome(data)


def _use(dataset: Dataset) -> None:
    datasets.hold(dataset)
    state.use(dataset)
