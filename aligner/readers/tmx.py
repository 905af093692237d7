"""TMX, the exchange format of translation memories."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from aligner.errors import InputError
from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.files.capped import MAX_LINE_BYTES, read_markup_chunks
from aligner.readers.files.decode import declared_encoding, known_encoding
from aligner.readers.markup.xml_repair import own_entities, parse, parse_repaired, repair, xml_bytes
from aligner.readers.markup.xml_units import XmlUnit, xml_units
from aligner.readers.memory.unit import UnitRows, has_variant, rows_of, salvage
from aligner.types import RawDocument, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

log = logging.getLogger(__name__)
_MAX_SHOWN_UNITS = 5
_HEAD_BYTES = 1 << 17  # read of what is before the first unit
_FIRST_TAG = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DECLARED_PREFIX = re.compile(rb"\sxmlns:([A-Za-z_][\w.-]*)\s*=")
_END_OF_FILE = re.compile(rb"</(?:[\w.-]+:)?tmx\s*>", re.IGNORECASE)
_TUID = re.compile(rb"""\stuid\s*=\s*["']([^"'<>]{1,60})""")


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


class _Header(NamedTuple):
    """What precedes the units.

    root : name of the first element, "" without one
    encoding : declared, None without one or if it is UTF-8 or the like
    entities : that have a meaning of their own
    prefixes : of names, declared
    """

    root: str = ""
    encoding: str | None = None
    entities: frozenset[bytes] = frozenset()
    prefixes: frozenset[bytes] = frozenset()


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the units of a TMX that have English and French, as two documents aligned line by line."""
    yield from aligned_documents(id, _rows(id, path), ("en", "fr"))


def _rows(id: str, path: Path) -> Iterator[AlignedRow | Skipped]:
    for unit in read_units(id, path):
        yield from unit.rows
        for fault in unit.faults:
            yield Skipped(f"{id}#{unit.number}", fault)


def read_units(id: str, path: Path) -> Iterator[Unit]:
    """Read the units of a TMX in order, one at a time; a damaged one costs no other.

    A unit has several rows if it has several texts in a language, or notes in its texts; see `tmx_unit.rows_of`.
    A line of the log names the units in which faults were put right.

    Raises
    ------
    InputError
        While iterating, when the file is not TMX or has no unit, or is empty or missing, or is damaged gzip data.
    """
    header, last = _Header(), None
    mended: list[int] = []
    for piece in xml_units(read_markup_chunks(id, path), "tu"):
        if piece.part == "before":
            header = _read_header(piece.data)
        elif piece.part != "after":
            last = piece
            unit = _read_unit(piece, header)
            if unit.mended and len(mended) <= _MAX_SHOWN_UNITS:
                mended.append(unit.number)
            yield unit
        elif last is None:
            raise InputError(f"{id}: {_why_without_units(piece.data, header)}")
        elif last.part != "cut" and not _END_OF_FILE.search(piece.data):
            fault = f"the file ends after unit {piece.number} without </tmx>: it may have been cut short"
            yield Unit(piece.number + 1, faults=(fault,))
    if mended:
        more = ", …" if len(mended) > _MAX_SHOWN_UNITS else ""
        log.warning("%s: mended the XML of unit %s%s", id, ", ".join(map(str, mended[:_MAX_SHOWN_UNITS])), more)


def _read_header(data: bytes) -> _Header:
    head = data[:_HEAD_BYTES]
    try:
        text, entities = own_entities(xml_bytes(head))
    except ValueError:  # it is not text
        return _Header()
    text = repair(text)
    tag, prefixes = _FIRST_TAG.search(text), frozenset(_DECLARED_PREFIX.findall(text))
    root = tag[1].decode().lower() if tag else ""
    return _Header(root, known_encoding(declared_encoding(head)), entities, prefixes)


def _why_without_units(data: bytes, header: _Header) -> str:
    if header.root not in ("", "tmx"):
        return f"XML with the root <{header.root}>, not TMX; give it the suffix of its format"
    if len(data) > MAX_LINE_BYTES:
        return f"{len(data) >> 20} MiB without a translation unit; not a usable TMX"
    return "no translation unit in it; export it again" if header.root else "not TMX; give it the suffix of its format"


def _read_unit(piece: XmlUnit, header: _Header) -> Unit:
    data = _in_utf8(piece.data, header.encoding) if header.encoding else piece.data
    element, mended = parse(data, header.prefixes) if has_variant(data) else None, False
    try:
        if element is None:
            element, mended = _mended(piece, header)
        rows, faults = rows_of(element)
    except ValueError as error:
        rows, faults = UnitRows(faults=(str(error),))
    if faults and (tuid := _TUID.search(piece.data[:1024])):
        faults = tuple(f"{fault} (tuid {tuid[1].decode('utf-8', 'replace')})" for fault in faults)
    return Unit(piece.number, rows, faults, mended and bool(rows))


def _in_utf8(data: bytes, encoding: str) -> bytes:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(encoding, "replace").encode()
    return data


def _mended(piece: XmlUnit, header: _Header) -> tuple[_Element, bool]:
    """Return a unit with faults, and whether more than its encoding was put right.

    Raises
    ------
    ValueError
        When it cannot be understood; the message is the reason.
    """
    if piece.part == "long":
        raise ValueError(f"the unit is longer than {MAX_LINE_BYTES >> 20} MiB")
    if piece.part == "cut" and not _END_OF_FILE.search(piece.data):
        raise ValueError(f"the file ends within unit {piece.number}: it was cut short")
    if not has_variant(piece.data):
        raise ValueError("the unit has no text")
    data = xml_bytes(piece.data, header.encoding)
    if (element := parse(data, header.prefixes)) is not None:
        return element, False
    try:
        return parse_repaired(data, header.entities), True
    except ValueError as error:
        unit = salvage(data, header.entities)
        if unit is None:
            raise ValueError(f"the unit is {error}") from None
        return unit, True
