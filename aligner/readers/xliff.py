"""XLIFF 1.2 and 2, the exchange format of texts under translation, with the dialects of Trados, memoQ and Phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.files.capped import read_markup_chunks
from aligner.readers.memory import units
from aligner.readers.memory.unit import side_and_region
from aligner.readers.memory.units import Header, Unit, UnitFormat, UnitRows, unit_documents
from aligner.readers.memory.xliff_unit import rows_of
from aligner.types import RawDocument, Side, Skipped

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")
_START_OF_SOURCE = re.compile(rb"<(?:[\w.-]+:)?source(?=[\s>])", re.IGNORECASE)
_SOURCE, _TARGET = (
    re.compile(rb"""\s(?:%b-language|%bLang)\s*=\s*["']([^"'<>]{1,40})""" % names, re.IGNORECASE)
    for names in ((b"source", b"src"), (b"target", b"trg"))
)
_TARGET_OF_FILE = re.compile(
    rb"""<(?:[\w.-]+:)?file\s[^<>]*?\starget-language\s*=\s*["']([^"'<>]{1,40})""", re.IGNORECASE
)
_MAX_TAG_BYTES = 1 << 12  # of a tag that may be cut by the end of a chunk


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the segments of an XLIFF that have English and French, as two documents aligned line by line."""
    yield from unit_documents(id, read_units(id, path))


def read_units(id: str, path: Path) -> Iterator[Unit]:
    """Read the units of an XLIFF in order, one at a time; a damaged one costs no other.

    A unit has a row for each of its segments. Proposals of other translations (``alt-trans``, ``match``) are no rows.

    Raises
    ------
    InputError
        While iterating, when the file is not XLIFF or has no unit, is of other languages or of several, or is empty,
        missing or damaged compressed data.
    """
    yield from units.read_units(id, _of_one_target(id, read_markup_chunks(id, path)), _XLIFF)


def _of_one_target(id: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass the bytes of a file on, unless a file in it has another target than the one before."""
    first, held = b"", b""
    for chunk in chunks:
        held += chunk
        for target in _TARGET_OF_FILE.findall(held):
            first = first or target
            if side_and_region(target.decode("utf-8", "replace")) != side_and_region(first.decode("utf-8", "replace")):
                both = f"{first.decode('utf-8', 'replace')} and {target.decode('utf-8', 'replace')}"
                raise InputError(f"{id}: has texts in {both}; split it into a file for each")
        held = held[-_MAX_TAG_BYTES:]
        yield chunk


def _rows(unit: _Element, header: Header) -> UnitRows:
    declared = [match[1].decode() if (match := each.search(header.text)) else "" for each in (_SOURCE, _TARGET)]
    source, target = (side_and_region(language)[0] for language in declared)
    known: dict[Side | None, Side] = {"en": "fr", "fr": "en"}
    if source is None and not declared[0]:
        source = known.get(target)
    if target is None and not declared[1]:
        target = known.get(source)
    if source is None or target is None or source == target:
        raise ValueError(f"the file is from {declared[0] or 'nothing'} to {declared[1] or 'nothing'}, not en and fr")
    return rows_of(unit, (declared[0] or source, declared[1] or target), french_first=source == "fr")


_XLIFF = UnitFormat(
    name="XLIFF",
    root="xliff",
    unit="(?:trans-)?unit",
    id=re.compile(rb"""\s(id)\s*=\s*["']([^"'<>]{1,60})"""),
    has_text=lambda data: _START_OF_SOURCE.search(data) is not None,
    rows=_rows,
)
