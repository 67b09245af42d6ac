"""How two readings of a document differ: in figures, or in words and pictures.

A figure is a number with its unit and the words that touch it, and how a cell shows it. What is added beside it is words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from sifund.report.proof.excel_cells import absolute
from sifund.report.proof.pieces import OPEN, TEXT, Piece, Token, tokens, unmarked
from sifund.text import Text

NEAR, CLOSE_BY, LONGEST, TOKEN_LIMIT = 16, 2, 200, 5_000
ALIKE, FAR, REACH = 0.3, 40, 3
"""How alike pieces are that stand for each other; among how many the most alike is looked for; tokens from a word to its
number."""
UNITS = re.compile(r"[万亿元%％‰]|\b(?:million|billion|yuan)\b")
WAYS = re.compile(
    "[增减升降涨跌高低多少盈亏超缺正负]|\\b(up|down|more|less|fewer|higher|lower|above|below|over|under|rose|fell|rises?|falls?"
    "|increas\\w*|decreas\\w*|surplus|deficit|yuan|months?|percent)\\b", re.IGNORECASE,
)  # fmt: skip
"""Words that say which way a figure goes."""
JOINED = frozenset("%％‰.,+-−±~≈×*/^≥≤<>元")
PRINTED = ("label", "field", "bound", "symbol", "turned", "raised")
"""Marks of what prints something beside a number."""
TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document says and what it should say (∅ for nothing), where, after which words; and whether it is a figure."""

    place: Text
    near: str
    document: str
    today: str
    figures: bool


def differences(document: Sequence[Piece], today: Sequence[Piece]) -> Iterator[Difference]:
    """All differences, stream by stream."""
    here, there = _streams(document), _streams(today)
    for name in dict.fromkeys([*there, *here]):
        yield from _of_stream(here.get(name, []), there.get(name, []))


def figures_only(document: Sequence[Piece], today: Sequence[Piece]) -> Iterator[Difference]:
    """Differences of the numbers alone, each with its unit, in their order; and what hides some. A number that only the
    document has was added to it, or is left out since: no figure of today's."""
    there = [p for p in today if p.stream.startswith(TEXT)]
    here = [p for p in document if p.stream.startswith(TEXT)]
    a, b = ([t for t in tokens(pieces) if t.is_figure] for pieces in (here, there))
    match = SequenceMatcher(None, [_with_unit(t, here) for t in a], [_with_unit(t, there) for t in b], autojunk=False)
    for kind, i, j, k, m in match.get_opcodes():
        if kind != "equal":
            for place in range(max(j - i, m - k)):
                one, other = a[i + place : min(i + place + 1, j)], b[k + place : min(k + place + 1, m)]
                yield _difference(here, one, there, other, figures=bool(other))
    texts = {p.says for p in today}
    yield from (Difference(p.place, "", p.says, "", True) for p in document if p.covers and p.says not in texts)


def _with_unit(token: Token, pieces: Sequence[Piece]) -> str:
    after = re.match("[万亿元%％‰]+", pieces[token.piece].says[token.end :])
    return token.text + (after.group() if after else "")


def _streams(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    streams: dict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        streams[piece.stream].append(piece)
    return streams


def _of_stream(here: Sequence[Piece], there: Sequence[Piece]) -> Iterator[Difference]:
    if [p.place for p in here] == [p.place for p in there] and here[0].stream.startswith(f"{TEXT} "):
        yield from _of_block(here, there)  # cells that all stand where they stood
        return
    match = SequenceMatcher(None, [_key(p) for p in here], [_key(p) for p in there], autojunk=False)
    for kind, i, j, k, m in match.get_opcodes():
        if kind == "insert":
            yield from (_whole(piece, added=False) for piece in there[k:m])
        elif kind == "delete":
            yield from (_whole(piece, added=True) for piece in here[i:j])
        elif kind == "replace":
            yield from _of_block(here[i:j], there[k:m])


def _key(piece: Piece) -> tuple[str, str]:
    """Marks of hiding say nothing by themselves: where they stand counts."""
    return piece.says, piece.place.zh if piece.stream in ("hidden", "parts") else ""


def _whole(piece: Piece, *, added: bool) -> Difference:
    """A piece that only one of the two has."""
    if added:
        return Difference(piece.place, "", absolute(piece.says[:LONGEST], piece.place.zh), "", piece.covers)
    lost = piece.stream.startswith(TEXT) and (piece.label or any(token.is_figure for token in tokens([piece])))
    return Difference(piece.place, "", "", absolute(piece.says[:LONGEST], piece.place.zh), lost)


def _of_block(here: Sequence[Piece], there: Sequence[Piece]) -> Iterator[Difference]:
    """Differences within pieces that stand for each other; pieces that were added among them are found by their words."""
    pairs, alone = _paired(here, there)
    for one, other in pairs:
        if one.says != other.says:
            yield from _of_pair(one, other)
    yield from alone


def _paired(here: Sequence[Piece], there: Sequence[Piece]) -> tuple[list[tuple[Piece, Piece]], list[Difference]]:
    """Pieces of as many places stand for each other in their order; else those that are most alike."""
    if len(here) == len(there):
        return list(zip(here, there, strict=True)), []
    pairs, start, alone = [], 0, []
    for at, piece in enumerate(there):
        likeness = {n: _alike(here[n].says, piece.says) for n in range(start, min(start + FAR, len(here)))}
        best = max(likeness, key=lambda n, by=likeness: by[n], default=None)
        if best is None or (likeness[best] < ALIKE and len(here) - start < len(there) - at):
            alone.append(_whole(piece, added=False))
            continue
        alone += [_whole(extra, added=True) for extra in here[start:best]]
        pairs.append((here[best], piece))
        start = best + 1
    return pairs, alone + [_whole(extra, added=True) for extra in here[start:]]


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:LONGEST], other[:LONGEST], autojunk=False).quick_ratio()


def _of_pair(here: Piece, there: Piece) -> Iterator[Difference]:
    """Differences within a piece, those close together as one."""
    a, b = (list(islice(tokens([piece]), TOKEN_LIMIT)) for piece in (here, there))
    match = SequenceMatcher(None, [t.text for t in a], [t.text for t in b], autojunk=False)
    groups: list[list[tuple[int, int, int, int]]] = []
    for kind, i, j, k, m in match.get_opcodes():
        if kind == "equal":
            continue
        if groups and _close(b[groups[-1][-1][3] : k]):
            groups[-1].append((i, j, k, m))
        else:
            groups.append([(i, j, k, m)])
    for group in groups:
        (i, _, k, _), (_, j, _, m) = group[0], group[-1]
        figures = any(is_figure_s(a, b, change, there) for change in group) or here.covers
        if figures and not any(token.is_figure for token in (*a[i:j], *b[k:m])):
            before, after = _reach(b, k, m)
            i, j, k, m = i - before, j + after, k - before, m + after
        yield _difference([here], a[i:j], [there], b[k:m], figures=figures, at=(a[:i], b[:k]))


def _reach(b: Sequence[Token], k: int, m: int) -> tuple[int, int]:
    """How many tokens before and after a changed unit or direction belong to its figure, so that it is told whole."""
    before = next((n for n in range(1, min(REACH, k) + 1) if b[k - n].is_number), 0)
    after = 0 if before else next((n for n in range(1, min(REACH, len(b) - m) + 1) if b[m + n - 1].is_number), 0)
    while m + after < len(b) and UNITS.fullmatch(b[m + after].text):
        after += 1
    return before, after


def _close(between: Sequence[Token]) -> bool:
    return len(between) <= CLOSE_BY and not any(token.is_figure for token in between)


def is_figure_s(a: Sequence[Token], b: Sequence[Token], change: tuple[int, int, int, int], piece: Piece) -> bool:
    """Whether a change of a piece's tokens changes a figure: the number, its unit, its sign, how it is shown, or a word
    that says which way it goes or, in a table, what it is of. What is only added beside a figure changes none."""
    i, j, k, m = change
    new, old = a[i:j], b[k:m]
    if not piece.stream.startswith(TEXT):
        return False
    if any(token.is_figure for token in old) or any(token.is_figure and token.is_mark for token in new):
        return True
    numbers = any(token.is_number for token in b)
    if not old:
        turned = numbers and any(TURNED.search(token.text) for token in new)
        return turned or _joined(a, change, b)
    words = [_spoken(new), _spoken(old)]
    if piece.label or any(UNITS.search(side) for side in words) or (numbers and any(t.is_number for t in new)):
        return True
    return numbers and (any(WAYS.search(side) for side in words) or _touches(b, k, m))


def _spoken(run: Sequence[Token]) -> str:
    """Tokens as words: English ones with blanks."""
    return ("" if any(not token.text.isascii() for token in run) else " ").join(token.text for token in run)


def _touches(b: Sequence[Token], k: int, m: int) -> bool:
    """Whether words stand right beside a number."""
    before = k > 0 and b[k - 1].is_number and b[k - 1].end == b[k].start and b[k].text.isalnum()
    after = m < len(b) and b[m].is_number and b[m - 1].end == b[m].start and b[m - 1].text.isalnum()
    return before or after


def _joined(a: Sequence[Token], change: tuple[int, int, int, int], b: Sequence[Token]) -> bool:
    """Whether what was put in becomes part of a number or unit that it touches: a digit, a power of ten, a sign."""
    i, j, k, m = change
    left = k > 0 and i > 0 and _grown(b[k - 1]) and a[i - 1].end == a[i].start
    right = m < len(b) and j < len(a) and _grown(b[m]) and a[j].start == a[j - 1].end
    return (left and _counts(a[i].text, b[k - 1])) or (right and _counts(a[j - 1].text, b[m]))


def _grown(token: Token) -> bool:
    """Whether a token is a number or unit, which what touches it may make another."""
    return token.is_number or bool(UNITS.fullmatch(token.text))


def _counts(new: str, beside: Token) -> bool:
    """Whether a token counts, where it touches a number; whether it is a unit, where it touches one."""
    if new.startswith(OPEN):
        return beside.is_number and new[1:].partition(":")[0] in PRINTED
    if not beside.is_number:
        return bool(UNITS.fullmatch(new)) or unicodedata.numeric(new[0], None) is not None
    edges = (new[0], new[-1])
    return any(c in JOINED or unicodedata.numeric(c, None) is not None or unicodedata.combining(c) > 0 for c in edges)


def _difference(
    here: Sequence[Piece], new: Sequence[Token], there: Sequence[Piece], old: Sequence[Token], *, figures: bool,
    at: tuple[Sequence[Token], Sequence[Token]] = ((), ()),
) -> Difference:  # fmt: skip
    """What two runs of tokens say, with the words that stand before them."""
    piece = there[old[0].piece] if old else here[new[0].piece]
    start = old[0].start if old else new[0].start if new and not at[1] else at[1][-1].end if at[1] else 0
    near = piece.says[:start]
    return Difference(piece.place, unmarked(near)[-NEAR:], _words(here, new), _words(there, old), figures)


def _words(pieces: Sequence[Piece], run: Sequence[Token]) -> str:
    if not run:
        return ""
    piece = pieces[run[0].piece]
    words = absolute(piece.says[run[0].start : run[-1].end], piece.place.zh)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def count_figures(pieces: Iterable[Piece]) -> int:
    """How many numbers stand on the pages."""
    return sum(token.is_number for token in tokens(p for p in pieces if p.stream.startswith(TEXT)))
