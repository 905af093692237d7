"""TMX, the exchange format of translation memories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers.aligned_rows import AlignedRow, aligned_documents
from aligner.readers.capped_files import MAX_LINE_BYTES, read_chunks
from aligner.readers.paragraphs import local_name
from aligner.types import RawDocument, Side, Skipped

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SIDE_OF_LANGUAGE: dict[str, Side] = {"en": "en", "eng": "en", "fr": "fr", "fra": "fr", "fre": "fr"}
_LANGUAGE_NAMES: dict[Side, str] = {"en": "English", "fr": "French"}
_CODE_TAGS = frozenset(("bpt", "ept", "ph", "it", "ut"))  # they contain markup of another format
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read the units of a TMX that have English and French, as two documents aligned line by line."""
    yield from aligned_documents(id, read_units(id, path), ("en", "fr"))


def read_units(id: str, path: Path) -> Iterator[AlignedRow | Skipped]:
    """Read the units of a TMX in order, each as its two texts or the reason why it has none; holds one at a time.

    Raises
    ------
    InputError
        While iterating, when the file is not TMX or is damaged, empty or missing.
    """
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    number = bytes_since_unit = 0
    try:
        for chunk in read_chunks(id, path):
            bytes_since_unit += len(chunk)
            parser.feed(chunk)
            for unit in _units(id, parser):
                number, bytes_since_unit = number + 1, 0
                yield _row(f"{id}#{unit.get('tuid') or number}", unit)
                _free(unit)
            if bytes_since_unit > MAX_LINE_BYTES:
                raise InputError(f"{id}: {bytes_since_unit >> 20} MiB without a translation unit; not a usable TMX")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise InputError(f"{id}: damaged TMX after unit {number} ({error}); export it again") from error


def _units(id: str, parser: XMLPullParser) -> Iterator[_Element]:
    from lxml.etree import _Element

    for event, element in parser.read_events():
        if not isinstance(element, _Element):
            continue  # the parser reports comments only for events that were not asked for
        if event == "end" and local_name(element) == "tu":
            yield element
        elif event == "start" and element.getparent() is None and (root := local_name(element)) != "tmx":
            raise InputError(f"{id}: XML with the root <{root}>, not TMX; give it the suffix of its format")


def _free(unit: _Element) -> None:
    """Free a unit and those before it, so that only the current one is in memory."""
    unit.clear()
    parent = unit.getparent()
    while parent is not None and unit.getprevious() is not None:
        del parent[0]


def _row(source: str, unit: _Element) -> AlignedRow | Skipped:
    texts: dict[Side, str] = {}
    for variant in unit:
        language = variant.get(_XML_LANG) or variant.get("lang") or ""
        side = _SIDE_OF_LANGUAGE.get(re.split("[-_]", language.lower())[0])
        segment = variant.find("{*}seg")
        if local_name(variant) != "tuv" or side is None or side in texts or segment is None:
            continue
        try:
            texts[side] = _text(segment)
        except ValueError as error:
            return Skipped(source, str(error))
    missing = [name for side, name in _LANGUAGE_NAMES.items() if not texts.get(side)]
    if missing:
        return Skipped(source, f"the unit has no {' and no '.join(missing)} text")
    return AlignedRow(texts["en"], texts["fr"])


def _text(segment: _Element) -> str:
    """Return a segment's text on one line, with highlighted text and subflows and without codes of other formats."""
    return _LINE_BREAK.sub(" ", "".join(_pieces(segment))).strip(" \t\r\n")


def _pieces(element: _Element) -> Iterator[str]:
    from lxml.etree import Entity

    kept = local_name(element) not in _CODE_TAGS
    yield (element.text or "") if kept else ""
    for child in element:
        if child.tag is Entity:
            raise ValueError(f"the unit uses the entity {child.text}, which is not resolved; write it out")
        if local_name(child) == "sub":
            yield " "  # a note or the like, not part of the word before it
        if local_name(child):
            yield from _pieces(child)
        yield (child.tail or "") if kept else ""
