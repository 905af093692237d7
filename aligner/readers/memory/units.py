"""A file of translation units -> its units, one at a time; a damaged one costs no other."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from aligner.errors import InputError
from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.files.capped import MAX_LINE_BYTES
from aligner.readers.files.decode import declared_encoding, known_encoding
from aligner.readers.markup.xml_repair import own_entities, parse, parse_repaired, repair, xml_bytes
from aligner.readers.markup.xml_units import XmlUnit, xml_units
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

log = logging.getLogger(__name__)
_MAX_SHOWN_UNITS = 5
HEAD_BYTES = 1 << 17  # read of what is before the first unit
_FIRST_TAG = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED_PREFIX = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=")


class Unit(NamedTuple):
    """A translation unit.

    number : in the file, counted from 1
    rows : its pairs of texts
    faults : what was left out of it and why
    mended : whether it had faults that were put right, so that its texts are not quite those of the file
    """

    number: int
    rows: tuple[AlignedRow, ...] = ()
    faults: tuple[str, ...] = ()
    mended: bool = False


class UnitRows(NamedTuple):
    """The rows of a unit, and what was left out of it and why."""

    rows: tuple[AlignedRow, ...] = ()
    faults: tuple[str, ...] = ()


class Header(NamedTuple):
    """What precedes the units.

    root : name of the first element, "" without one
    encoding : declared, None without one or if it is UTF-8 or the like
    entities : that have a meaning of their own
    prefixes : of names, declared
    text : its beginning, in UTF-8 and without faults
    """

    root: str = ""
    encoding: str | None = None
    entities: frozenset[bytes] = frozenset()
    prefixes: frozenset[bytes] = frozenset()
    text: bytes = b""


class UnitFormat(NamedTuple):
    """A format of translation units.

    name : for people
    root : name of the first element
    unit : pattern of the name of a unit
    id : pattern of the attribute with the id of a unit
    has_text : whether there is a text in a unit, damaged or not
    rows : the rows of a unit; its ValueErrors are faults
    salvage : a unit with only the texts of a damaged one, None if it has not one text in each language
    """

    name: str
    root: str
    unit: str
    id: re.Pattern[bytes]
    has_text: Callable[[bytes], bool]
    rows: Callable[[_Element, Header], UnitRows]
    salvage: Callable[[bytes, Collection[bytes]], _Element | None] = lambda data, entities: None


def unit_documents(id: str, units: Iterable[Unit]) -> Iterator[RawDocument | Skipped]:
    """Yield the units that have English and French, as two documents aligned line by line."""
    yield from aligned_documents(id, _rows(id, units), ("en", "fr"))


def _rows(id: str, units: Iterable[Unit]) -> Iterator[AlignedRow | Skipped]:
    for unit in units:
        yield from unit.rows
        for fault in unit.faults:
            yield Skipped(f"{id}#{unit.number}", fault)


def read_units(id: str, chunks: Iterable[bytes], form: UnitFormat) -> Iterator[Unit]:
    """Read the units of a file in order, one at a time.

    A line of the log names the units in which faults were put right.

    Raises
    ------
    InputError
        While iterating, when the file is not of this format or has no unit.
    """
    header, last = Header(), None
    mended: list[int] = []
    for piece in xml_units(chunks, form.unit):
        if piece.part == "before":
            header = read_head(piece.data)
        elif piece.part != "after":
            last = piece
            unit = _read_unit(piece, header, form)
            if unit.mended and len(mended) <= _MAX_SHOWN_UNITS:
                mended.append(unit.number)
            yield unit
        elif last is None:
            raise InputError(f"{id}: {_why_without_units(piece.data, header, form)}")
        elif last.part != "cut" and not _ends(piece.data, form):
            fault = f"the file ends after unit {piece.number} without </{form.root}>: it may have been cut short"
            yield Unit(piece.number + 1, faults=(fault,))
    if mended:
        more = ", …" if len(mended) > _MAX_SHOWN_UNITS else ""
        log.warning("%s: mended the XML of unit %s%s", id, ", ".join(map(str, mended[:_MAX_SHOWN_UNITS])), more)


def _ends(data: bytes, form: UnitFormat) -> bool:
    return re.search(rb"</(?:[\w.-]+:)?%b\s*>" % form.root.encode(), data, re.IGNORECASE) is not None


def read_head(data: bytes) -> Header:
    """Read the beginning of what precedes the units."""
    head = data[:HEAD_BYTES]
    try:
        text, entities = own_entities(xml_bytes(head))
    except ValueError:  # it is not text
        return Header()
    text = repair(text)
    tag, prefixes = _FIRST_TAG.search(text), frozenset(_DECLARED_PREFIX.findall(text))
    root = tag[1].decode().lower() if tag else ""
    return Header(root, known_encoding(declared_encoding(head)), entities, prefixes, text)


def _why_without_units(data: bytes, header: Header, form: UnitFormat) -> str:
    name = form.name
    if header.root not in ("", form.root):
        return f"XML with the root <{header.root}>, not {name}; give it the suffix of its format"
    if len(data) > MAX_LINE_BYTES:
        return f"{len(data) >> 20} MiB without a translation unit; not a usable {name}"
    if header.root:
        return "no translation unit in it; export it again"
    return f"not {name}; give it the suffix of its format"


def _read_unit(piece: XmlUnit, header: Header, form: UnitFormat) -> Unit:
    data = _in_utf8(piece.data, header.encoding) if header.encoding else piece.data
    element, mended = parse(data, header.prefixes) if form.has_text(data) else None, False
    try:
        if element is None:
            element, mended = _mended(piece, header, form)
        rows, faults = form.rows(element, header)
    except ValueError as error:
        rows, faults = UnitRows(faults=(str(error),))
    if faults and (own := form.id.search(piece.data[:1024])):
        attribute, id = (part.decode("utf-8", "replace") for part in own.groups())
        faults = tuple(f"{fault} ({attribute} {id})" for fault in faults)
    return Unit(piece.number, rows, faults, mended and bool(rows))


def _in_utf8(data: bytes, encoding: str) -> bytes:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding, "replace").encode()
    return data


def _mended(piece: XmlUnit, header: Header, form: UnitFormat) -> tuple[_Element, bool]:
    """Return a unit with faults, and whether more than its encoding was put right.

    Raises
    ------
    ValueError
        When it cannot be understood; the message is the reason.
    """
    if piece.part == "long":
        raise ValueError(f"the unit is longer than {MAX_LINE_BYTES >> 20} MiB")
    if piece.part == "cut" and not _ends(piece.data, form):
        raise ValueError(f"the file ends within unit {piece.number}: it was cut short")
    if not form.has_text(piece.data):
        raise ValueError("the unit has no text")
    data = xml_bytes(piece.data, header.encoding)
    if (element := parse(data, header.prefixes)) is not None:
        return element, False
    try:
        return parse_repaired(data, header.entities), True
    except ValueError as error:
        unit = form.salvage(data, header.entities)
        if unit is None:
            raise ValueError(f"the unit is {error}") from None
        return unit, True
