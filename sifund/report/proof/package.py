"""The parts of a Word or Excel file and what they point to, within limits: nothing reaches the disk."""

from __future__ import annotations

import hashlib
import posixpath
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sifund.problem import SifundError, problem

EXPANDED_LIMIT, PART_LIMIT, PIXEL_LIMIT = 150_000_000, 2_000, 40_000_000
Element = Any


def too_much(limit: str) -> SifundError:
    """The error of a file beyond a limit."""
    return SifundError([problem("too_much", "", "文件超出限度（{limit}），没有打开。",
                                "is beyond the limit ({limit}) and was not opened.", limit=limit)])  # fmt: skip


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every part by its name. Raises SifundError beyond the limits, BadZipFile and others for a broken file."""
    with ZipFile(BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > PART_LIMIT or sum(entry.file_size for entry in entries) > EXPANDED_LIMIT:
            raise too_much(f"{PART_LIMIT} / {EXPANDED_LIMIT // 10**6} MB")
        names = {entry.filename.lower() for entry in entries}
        if len(names) < len(entries) or any(e.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for e in entries):
            raise ValueError("a part stands twice")
        return {entry.filename: archive.read(entry) for entry in entries}


def xml(data: bytes) -> Element:
    """The root of a part, without entities."""
    from lxml import etree  # type: ignore[attr-defined]

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("a document type")
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def local(element: Element) -> str:
    """An element's name without its namespace; empty for a comment or instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its name without namespace."""
    if element is None:
        return None
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    return None if element is None else next((one for one in element if local(one) == name), None)


def inside(element: Element | None, name: str) -> Iterable[Element]:
    """What stands in an element's child of a name; nothing where there is none."""
    inner = child(element, name)
    return () if inner is None else inner


def is_on(element: Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is on."""
    return element is not None and value(element) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part points to: its kind (the last word of its type), the part or address, and whether it is outside."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True)
class Package:
    """A file's parts, found as an office program finds them: by relations, not by name."""

    parts: Mapping[str, bytes]

    @cached_property
    def _names(self) -> dict[str, str]:
        return {name.lower(): name for name in self.parts}

    def data(self, name: str) -> bytes:
        """The bytes of a part, by its name in any case. Raises KeyError where there is none."""
        return self.parts[self._names[name.lower()]]

    def xml(self, part: str) -> Element:
        """The root of a part."""
        return xml(self.data(part))

    def relations(self, part: str) -> dict[str, Relation]:
        """By id, of a part; of the package itself for ""."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if where.lower() not in self._names:
            return {}
        relations = {}
        for one in xml(self.data(where)):
            outside = value(one, "TargetMode") == "External"
            target = value(one, "Target") or ""
            path = target if outside else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations[value(one, "Id") or ""] = Relation((value(one, "Type") or "").rpartition("/")[2], path, outside)
        return relations

    def of_kind(self, part: str, kind: str) -> Iterator[str]:
        """The parts of a kind that a part points to."""
        return (one.target for one in self.relations(part).values() if one.kind == kind and not one.outside)

    def root(self, part: str, kind: str) -> Element | None:
        """The root of the one part of a kind that a part points to."""
        name = next(self.of_kind(part, kind), None)
        return None if name is None else self.xml(name)

    @cached_property
    def main(self) -> str:
        """The document or workbook itself."""
        return next(self.of_kind("", "officeDocument"))

    def picture(self, relation: Relation | None) -> str:
        """The hash of what a picture shows, whatever file it is kept in; an address where it lies outside."""
        if relation is None or relation.outside:
            return f"→ {relation.target if relation else ''}"
        return pixels(self.data(relation.target))


def pixels(data: bytes) -> str:
    """Size and hash of a picture's pixels; of its bytes where it is no picture of points."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data)) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise too_much(f"{PIXEL_LIMIT // 10**6} MP")
                shown = image.convert("RGBA")
        clear = Image.new("RGBA", shown.size, "white")
        clear.alpha_composite(shown)
        return f"{shown.width}×{shown.height} {hashlib.sha256(clear.tobytes()).hexdigest()[:12]}"
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, SifundError):
            raise
        return hashlib.sha256(data).hexdigest()[:12]
