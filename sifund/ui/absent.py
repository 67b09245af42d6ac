"""A dataset that an address names and that is not at hand: what was asked of it waits in the address, and moves no other."""

from __future__ import annotations

from sifund.dataset import Dataset
from sifund.problem import Problem, problem
from sifund.scenario import Scenario, dataset_mark, parse, read_mark
from sifund.ui import datasets

Read = tuple[Scenario, tuple[Problem, ...]]


def mark(text: str, here: Dataset) -> str:
    """The mark of the dataset that a text names, where none of its code is at hand and another is shown; else empty."""
    named = read_mark(text)
    if named is None or here.code == named[0] or datasets.of(text).code == named[0]:
        return ""
    return ".".join(filter(None, named))


def without(text: str, here: Dataset) -> Read | None:
    """Of a text whose dataset is absent, the view alone, on the dataset that is shown, and why; None of any other."""
    absent = mark(text, here)
    if not absent:
        return None
    notice = problem(
        "absent_dataset", "d",
        "方案出自数据集{value}，它不在这里：上传的数据没有保存到服务器的，会话断开或页面重新打开后就没有了。现在显示的是{here}，"
        "方案的改变没有用在它上面，仍留在链接里。要接着用，请在“数据核对”页重新上传；在这里改任何一项，就从{here}重新开始。",
        "the scenario was made on dataset {value}, which is not here: an upload that is not kept on the server goes when its "
        "session is cut or its page is opened anew. What is shown is {here}; the scenario's changes are not made to it and "
        "stay in the link. To go on, upload it again on the page Checks; a change made here starts afresh from {here}.",
        value=absent, here=dataset_mark(here),
    )  # fmt: skip
    return Scenario(dataset=dataset_mark(here), view=parse(text, here)[0].view), (notice,)


def kept(text: str, here: Dataset, wanted: Scenario) -> str:
    """The text with all that was asked of its absent dataset, in the view that is wanted now; empty where it is not absent,
    or something is asked of the one that is shown."""
    if wanted.changes or not mark(text, here):
        return ""
    asked = [part for part in text.split(";") if not part.startswith("view.")]
    return ";".join([*asked, *(part for part in wanted.text().split(";") if part.startswith("view."))])
