"""Whether today's data and model still give a document's numbers, and which differ: it is made again and compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from sifund.dataset import Dataset
from sifund.problem import Problem, SifundError, problem
from sifund.report.order import Order, Passport
from sifund.report.read import LIMIT, ending_of, marked_up, numbers, passport_of
from sifund.scenario import parse
from sifund.text import Text


@dataclass(frozen=True, slots=True)
class Difference:
    """A number of the document and what it would be today; either is empty where there is none."""

    where: str
    document: str
    today: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a document says of itself, and how it compares with one made today."""

    passport: Passport
    today: str
    result_changed: bool
    numbers: int
    differences: tuple[Difference, ...]
    notices: tuple[Problem, ...]

    @property
    def data_changed(self) -> bool:
        """Whether the data's fingerprint, `today`, is another than the document's."""
        return self.today != self.passport.dataset_fingerprint

    @property
    def holds(self) -> bool:
        return not (self.data_changed or self.result_changed or self.differences)


def verify(path: Path, dataset: Dataset | None = None) -> Verified:
    """Compare a Word, Excel or PDF file with the document that today's data and model give. Raises SifundError.

    `dataset` is the data to use; by default that of the code that the document carries.
    """
    content = _read(path)
    passport = passport_of(content)
    if passport is None:
        raise SifundError([problem(
            "no_passport", path.name, "不是本程序生成的Word、Excel或PDF文件，或核验信息已被删去（重新打印、扫描的PDF没有核验信息）。",
            "is no Word, Excel or PDF file of this program, or its passport was removed (a PDF printed anew or scanned has none).",
        )])  # fmt: skip
    data = dataset or _find(passport.dataset)
    scenario, notices = parse(passport.scenario, data)
    order = Order(data, replace(scenario, dataset=""), passport.lang, passport.base)
    (found, overlaid), today = _content(content, path), list(numbers(_again(order, passport.kind, ending_of(content))))
    return Verified(
        passport, data.fingerprint, order.result.fingerprint() != passport.result_fingerprint,
        len(found), tuple(_differ(found, today)), (*notices, *overlaid),
    )  # fmt: skip


def _content(content: bytes, path: Path) -> tuple[list[tuple[str, str]], list[Problem]]:
    """A document's numbers, and what is laid over its pages, which is not compared."""
    try:
        found, count = list(numbers(content)), marked_up(content)
    except Exception as error:  # a passport on a file that is broken elsewhere
        raise SifundError([problem("broken", path.name, "文件已损坏，读不出内容（{value}）。", "is broken and cannot be read ({value}).",
                                   value=type(error).__name__)]) from None  # fmt: skip
    overlaid = problem("annotations", path.name, "页面上另有{count}处批注、印章或签名，未核对其中内容。",
                       "{count} annotations, stamps or signatures lie over its pages; what they say is not compared.",
                       count=count)  # fmt: skip
    return found, [overlaid] if count else []


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LIMIT:
            raise SifundError([problem("too_large", path.name, "文件超过{limit}MB。", "is larger than {limit} MB.",
                                       limit=LIMIT // 10**6)])  # fmt: skip
        return path.read_bytes()
    except OSError as error:
        raise SifundError(
            [problem("file", path.name, "无法读取：{value}", "cannot be read: {value}", value=error)]
        ) from None


def _find(code: str) -> Dataset:
    from sifund.dataset import find

    return find(code)


def _again(order: Order, kind: str, ending: str) -> bytes:
    """The document in the same form; Word without its pictures, which hold no text."""
    from sifund.report import pdf, word, workbook

    makers = {("annual", "docx"): lambda: word.annual(order, drawn=False), ("brief", "docx"): lambda: word.brief(order),
              ("brief", "pdf"): lambda: pdf.brief(order), ("workbook", "xlsx"): lambda: workbook.workbook(order)}  # fmt: skip
    if (kind, ending) not in makers:
        raise SifundError([problem("kind", "", "未知的文件种类“{value}”。", "unknown kind of document “{value}”.",
                                   value=f"{kind}.{ending}")])  # fmt: skip
    return makers[kind, ending]()


def _differ(found: Sequence[tuple[str, str]], today: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    match = SequenceMatcher(None, [n for _, n in found], [n for _, n in today], autojunk=False)
    for kind, i, j, k, m in match.get_opcodes():
        if kind != "equal":
            for place in range(max(j - i, m - k)):
                here, there = _at(found, i + place, j), _at(today, k + place, m)
                yield Difference((here or there or ("", ""))[0], here[1] if here else "", there[1] if there else "")


def _at(numbers: Sequence[tuple[str, str]], place: int, end: int) -> tuple[str, str] | None:
    return numbers[place] if place < end else None


SAYS = Text("{where}…{document} → {today}", "{where}… {document} → {today}")
