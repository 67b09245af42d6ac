"""Whether a document is what the program makes of today's data and model: it is made again and all of it is compared.

Differences are of two classes: figures, and words and pictures (`sifund.report.proof.differ`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sifund.dataset import Dataset, find
from sifund.dataset.reconciled import mark, reconciled
from sifund.problem import Problem, SifundError, problem
from sifund.report.again import Again, again
from sifund.report.order import ANNUAL, Passport
from sifund.report.proof.differ import Difference, count_figures, differences, figures_only
from sifund.report.proof.package import too_much
from sifund.report.proof.pieces import Piece
from sifund.report.read import LIMIT, ending_of, passport_of, reading
from sifund.text import DASH, Text, join, same

UNSEEN = {
    "docx": Text(
        "字体、字号、颜色（看不见的除外）、版面、链接所指；浮动的图片或图形是否盖住数字",
        "faces, sizes and colours (but for what cannot be seen), layout, where links lead; whether a floating picture covers a figure",
    ),
    "xlsx": Text(
        "字体、颜色（看不见的除外）、列宽行高（隐藏的除外）、打印设置、链接所指、其他部件的内容",
        "faces and colours (but for what cannot be seen), widths and heights (but for hidden ones), printing, where links lead, "
        "what other parts hold",
    ),
    "pdf": Text(
        "批注、签名和附件的内容是否属实，签名是否有效，链接所指",
        "whether what annotations, signatures and attachments say is so, whether a signature is valid, where links lead",
    ),
}  # fmt: skip
NOT_DRAWN = Text(
    "页面的样子（文件的页面画不出来或大小不同）", "the look of its pages (they cannot be drawn, or are of another size)"
)


RETIED = Text(
    "文件列有明细对账结果，现按{when}所存重做；文件如在此前生成，这方面的差异由此而来。",
    "The document lists how records compare, made again here as kept on {when}; if it was made before, what differs there comes of that.",
)
RETIED_SINCE = Text(
    "文件生成以后，明细对账另有结果（现存为{when}），这方面的差异由此而来。",
    "Records were compared again after the document was made (kept on {when}): what differs there comes of that.",
)
TIMES, ADDED = 3, 2_000
"""How much more than the program's own a document may hold to be compared."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a document says of itself, and how it compares with one made today.

    `unlike`: why its words and pictures were not compared, or None; `unseen`: what was not looked at.
    """

    passport: Passport
    today: str
    result_changed: bool
    numbers: int
    differences: tuple[Difference, ...]
    unlike: Text | None
    unseen: tuple[Text, ...]
    notices: tuple[Problem, ...]

    @property
    def data_changed(self) -> bool:
        """Whether the data's fingerprint, `today`, is another than the document's."""
        return self.today != self.passport.dataset_fingerprint

    @property
    def figures(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.figures)

    @property
    def words(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if not one.figures)

    @property
    def holds(self) -> bool:
        """Whether nothing that was compared differs."""
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
    pieces, data = _pieces(content, path), dataset or find(passport.dataset)
    compared = _compared(content, pieces, again(passport, data, ending_of(content)), data.fingerprint)
    return replace(compared, notices=(*compared.notices, *_retied(compared, data)))


def _retied(compared: Verified, data: Dataset) -> Iterator[Problem]:
    """That records were compared again since an annual report was made; of one without a mark, that what differs may come of it."""
    if compared.passport.kind != ANNUAL:
        return
    files, before = reconciled(data)[0], compared.passport.ties
    when = join(dict.fromkeys(same(one.when.isoformat()) for one in files)) or same(DASH)
    if before is not None and before != mark(files):
        yield Problem("retied", "", RETIED_SINCE.format(when=when))
    elif files and before is None and compared.differences:
        yield Problem("retied", "", RETIED.format(when=when))


def _compared(content: bytes, pieces: tuple[Piece, ...], made: Again, today: str) -> Verified:
    ending, unlike, there = ending_of(content), made.unlike, reading(made.content)
    if len(pieces) > TIMES * len(there) + ADDED:
        raise too_much(f"{TIMES} × {len(there)} + {ADDED} pieces")
    listed = list((figures_only if unlike else differences)(pieces, there))
    unseen = [UNSEEN[ending]]
    if ending == "pdf" and not unlike and content != made.content:
        looks = _looks(content, pieces, made.content, there, bool(listed))
        listed += looks or []
        unseen += [NOT_DRAWN] if looks is None else []
    return Verified(
        made.passport, today, made.result_fingerprint != made.passport.result_fingerprint, count_figures(pieces),
        tuple(sorted(listed, key=lambda one: not one.figures)), unlike, tuple(unseen), made.notices,
    )  # fmt: skip


def _looks(
    content: bytes, here: tuple[Piece, ...], made: bytes, there: tuple[Piece, ...], differ: bool
) -> list[Difference] | None:
    """How the pages of PDFs look otherwise; None where that cannot be seen."""
    from sifund.report.proof.covered import covered

    sizes = ([p.says for p in pieces if p.stream == "pages"] for pieces in (here, there))
    first, other = sizes
    looks = covered(content, made, differ) if first[: len(other)] == other else None
    return None if looks is None else list(looks)


def _pieces(content: bytes, path: Path) -> tuple[Piece, ...]:
    """Everything that a document says. Raises SifundError for a file that is broken, or too large to be one of ours."""
    try:
        return reading(content)
    except SifundError as error:
        raise SifundError([Problem(p.code, path.name, p.says, p.place, p.value) for p in error.problems]) from None
    except Exception as error:  # a passport on a file that is broken elsewhere
        raise SifundError([problem("broken", path.name, "文件已损坏，读不出内容（{value}）。", "is broken and cannot be read ({value}).",
                                   value=type(error).__name__)]) from None  # fmt: skip


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(LIMIT + 1)  # a device may have no end
        if len(content) > LIMIT:
            raise SifundError([problem("too_large", path.name, "文件超过{limit}MB。", "is larger than {limit} MB.",
                                       limit=LIMIT // 10**6)])  # fmt: skip
        return content
    except OSError as error:
        raise SifundError(
            [
                problem(
                    "file", path.name, "无法读取：{value}。", "cannot be read: {value}.", value=error.strerror or error
                )
            ]
        ) from None
