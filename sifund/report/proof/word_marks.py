"""What stands among the words of a Word file and is none: fields, bound controls, pictures, notes, alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sifund.report.proof.package import Element, Package, Relation, inside, local, value
from sifund.report.proof.pieces import mark

UNDERSTOOD = {"wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cex", "w16cid", "a14", "v", "o"}
"""Extensions that Word knows: it shows the first choice whose needs it knows, else the fallback."""
RUN_MARKS: Mapping[str, Callable[[Element], tuple[str, str]]] = {
    "sym": lambda part: ("symbol", f"{value(part, 'font')} {value(part, 'char')}"),
    "footnoteReference": lambda _: ("note", ""), "endnoteReference": lambda _: ("note", ""),
}  # fmt: skip


class Fields:
    """Fields across runs and paragraphs: what one shows is worked out anew, so its code stands in its place."""

    def __init__(self) -> None:
        self._open: list[list[str | bool]] = []

    @property
    def within(self) -> bool:
        """Whether what is read now is the result of a field, or its code."""
        return any(not (shown and _is_link(str(code))) for code, shown in self._open)

    def step(self, name: str, kind: str, words: str) -> str:
        """A field's begin, code, separator or end; its mark where its result begins."""
        if name == "instrText":
            if self._open and not self._open[-1][1]:
                self._open[-1][0] = f"{self._open[-1][0]}{words}"
        elif kind == "begin":
            self._open.append(["", False])
        elif self._open and kind in ("separate", "end"):
            code, shown = self._open[-1]
            self._open[-1][1] = True
            if kind == "end":
                self._open.pop()
            return "" if shown or _is_link(str(code)) else mark("field", str(code))
        return ""

    def simple(self, code: str, result: str) -> str:
        """A field in one element."""
        return result if _is_link(code) else mark("field", code)


def _is_link(code: str) -> bool:
    return code.split()[:1] == ["HYPERLINK"]


def control(sdt: Element) -> str:
    """The mark of a content control that shows what lies elsewhere in the file; empty for one that shows its own words."""
    bound = next((one for one in inside(sdt, "sdtPr") if local(one) == "dataBinding"), None)
    return "" if bound is None else mark("bound", value(bound, "xpath") or "")


def understood(alternatives: Element) -> Iterable[Element]:
    """What Word shows of several alternatives."""
    for choice in alternatives:
        if local(choice) == "Choice" and set((value(choice, "Requires") or "?").split()) <= UNDERSTOOD:
            return choice
    return inside(alternatives, "Fallback")


def picture_marks(drawing: Element, package: Package, relations: Mapping[str, Relation]) -> str:
    """A mark a picture, with how it is cropped, turned and laid; a mark for a drawing that is none."""
    pictures = []
    for one in drawing.iter():
        name = local(one)
        if name in ("blip", "imagedata", "svgBlip"):
            target = value(one, "embed") or value(one, "link") or value(one, "id") or ""
            pictures.append(f"{package.picture(relations.get(target))}{_effects(one)}")
    around = "".join(_laid(one) for one in drawing.iter())
    return "".join(mark("picture", f"{says}{around}") for says in pictures) or mark("drawing", around or local(drawing))


def _effects(blip: Element) -> str:
    """Changes of a picture's colours."""
    names = sorted(local(one) for one in blip if local(one) not in ("extLst", ""))
    return f" {' '.join(names)}" if names else ""


def _laid(one: Element) -> str:
    """Cropped, turned, floating, or drawn from something else."""
    name = local(one)
    if name == "anchor":
        return " floating"
    if name == "srcRect":
        sides = [f"{side}={int(cut) // 500}" for side in "ltrb" if abs(int(cut := value(one, side) or "0")) >= 500]
        return f" crop {' '.join(sides)}" if sides else ""
    if name == "xfrm":
        turns = [
            f"{key}={given}"
            for key in ("rot", "flipH", "flipV")
            if (given := value(one, key)) not in (None, "0", "false")
        ]
        return f" {' '.join(turns)}" if turns else ""
    if name == "graphicData":
        kind = (value(one, "uri") or "").rpartition("/")[2]
        return "" if kind == "picture" else f" {kind}"
    return ""
