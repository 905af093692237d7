"""TMX, the exchange format of translation memories."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.readers import aligned_rows as aligned
from aligner.readers import capped_files as source
from aligner.readers.aligned_rows import Row
from aligner.readers.paragraphs import local
from aligner.types import Document, Side, Skipped

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGES: dict[str, Side] = {"en": "en", "eng": "en", "fr": "fr", "fra": "fr", "fre": "fr"}
_SAID: dict[Side, str] = {"en": "English", "fr": "French"}
_CODES = frozenset(("bpt", "ept", "ph", "it", "ut"))  # what these hold is markup of another format
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")


def read(id: str, path: Path) -> Iterator[Document | Skipped]:
    """TMX: units with English and French become two documents aligned line by line."""
    yield from aligned.documents(id, rows(id, path), ("en", "fr"))


def rows(id: str, path: Path) -> Iterator[Row | Skipped]:
    """The units of a TMX in order, each as its two texts or what is wrong with it; one is held at a time."""
    from lxml import etree

    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    number = since = 0
    try:
        for piece in source.chunks(id, path):
            since += len(piece)
            parser.feed(piece)
            for unit in _units(id, parser):
                number, since = number + 1, 0
                yield _row(f"{id}#{unit.get('tuid') or number}", unit)
                _forget(unit)
            if since > source.MAX_LINE:
                raise InputError(f"{id}: {since >> 20} MiB without a translation unit; this is no usable TMX")
        parser.close()
    except etree.XMLSyntaxError as error:
        raise InputError(f"{id}: damaged TMX after unit {number} ({error}); export it again") from error


def _units(id: str, parser: XMLPullParser) -> Iterator[_Element]:
    from lxml.etree import _Element

    for event, element in parser.read_events():
        if not isinstance(element, _Element):
            continue  # comments and the like are asked for by other events only
        if event == "end" and local(element) == "tu":
            yield element
        elif event == "start" and element.getparent() is None and local(element) != "tmx":
            raise InputError(f"{id}: is no TMX but XML of the root <{local(element)}>; name it by its own format")


def _forget(unit: _Element) -> None:
    """Free a unit and those before it: only the open one is held."""
    unit.clear()
    parent = unit.getparent()
    while parent is not None and unit.getprevious() is not None:
        del parent[0]


def _row(here: str, unit: _Element) -> Row | Skipped:
    texts: dict[Side, str] = {}
    for variant in unit:
        language = variant.get(_XML_LANG) or variant.get("lang") or ""
        side = _LANGUAGES.get(re.split("[-_]", language.lower())[0])
        segment = variant.find("{*}seg")
        if local(variant) != "tuv" or side is None or side in texts or segment is None:
            continue
        try:
            texts[side] = _text(segment)
        except ValueError as error:
            return Skipped(here, str(error))
    missing = [name for side, name in _SAID.items() if not texts.get(side)]
    if missing:
        return Skipped(here, f"the unit has no {' and no '.join(missing)} text")
    return Row(texts["en"], texts["fr"])


def _text(segment: _Element) -> str:
    """The text of a segment on one line: highlighted and subflow text kept, codes of other formats left out."""
    return _LINE_BREAK.sub(" ", "".join(_pieces(segment))).strip(" \t\r\n")


def _pieces(element: _Element) -> Iterator[str]:
    from lxml.etree import Entity

    kept = local(element) not in _CODES
    yield (element.text or "") if kept else ""
    for child in element:
        if child.tag is Entity:
            raise ValueError(f"the unit uses the entity {child.text}, which is not resolved; write it out")
        if local(child) == "sub":
            yield " "  # a note or the like, no part of the word before it
        if local(child):
            yield from _pieces(child)
        yield (child.tail or "") if kept else ""
