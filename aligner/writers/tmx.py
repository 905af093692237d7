"""TMX 1.4b, the exchange format of translation memories."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.types import Corpus
from aligner.types.units import SIGNATURE, MemoryHeader, SourceText, SourceUnit
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_value, one_line
from aligner.writers.translation_units import TranslationUnits, segment_element

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_SIGNATURE_CHARS = 2000  # of one value
_SEGMENT_TYPES = ("block", "paragraph", "sentence", "phrase")


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.tmx``, one unit at a time, with what their units had in a memory."""
    path = folder / "corpus.tmx"
    units = TranslationUnits(corpus)
    with open_tmx(path, corpus, units.source_language) as put:
        for _, unit in units:
            put(unit)
    return [path]


@contextmanager
def open_tmx(path: Path, corpus: Corpus, source_language: str) -> Iterator[Callable[[SourceUnit], None]]:
    """Yield a function that writes a unit to a file, which appears when the block succeeds.

    Raises
    ------
    OutputError
        When the file cannot be written.
    """
    from lxml import etree

    with open_atomic(path) as handle:
        with etree.xmlfile(handle.buffer, encoding="UTF-8") as xml:
            xml.write_declaration(doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
            with xml.element("tmx", version="1.4"):
                xml.write("\n", _header(corpus, source_language), "\n")
                with xml.element("body"):
                    xml.write("\n")
                    yield lambda unit: xml.write(_unit(unit))
                xml.write("\n")
        handle.write("\n")


def _header(corpus: Corpus, source_language: str) -> _Element:
    """Return the header: that of the memory, as far as there is one, but with this program as the writer."""
    from lxml import etree

    header = etree.Element(
        "header",
        {
            "creationtool": "aligner",
            "creationtoolversion": one_line(str(corpus.signature.get("version", "unknown"))),
            "segtype": "sentence",
            "o-tmf": "aligner",
            "adminlang": "en",
            "srclang": source_language,
            "datatype": "plaintext",
            **({"creationdate": corpus.date} if corpus.date else {}),
        },
    )
    inherited = (each for each in corpus.memory.attributes if each[0] != "srclang")
    _annotate(header, corpus.memory._replace(attributes=tuple(inherited)))
    _prop(header, SIGNATURE, _signature(corpus))
    return header


def _signature(corpus: Corpus) -> str:
    """Return the signature as JSON, with the digest of a long value (the inputs of a big run) in place of it."""
    values = {key: json.dumps(json_value(corpus.signature[key]), sort_keys=True) for key in sorted(corpus.signature)}
    short = {
        key: value if len(value) <= _MAX_SIGNATURE_CHARS else f'"sha256:{sha256(value.encode()).hexdigest()}"'
        for key, value in values.items()
    }
    return "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in short.items()) + "}"


def _unit(unit: SourceUnit) -> _Element:
    from lxml import etree

    element = etree.Element("tu", {"tuid": unit.id})
    _annotate(element, unit)
    for side in (unit.en, unit.fr, *unit.others):
        variant = etree.SubElement(element, "tuv", {_LANGUAGE: side.language})
        _annotate(variant, side)
        variant.append(segment_element(side))
    for child in element:
        child.tail = "\n"
    element.text = element.tail = "\n"
    return element


def _annotate(element: _Element, source: SourceUnit | SourceText | MemoryHeader) -> None:
    from lxml import etree

    for name, value in source.attributes:
        if name != "segtype" or value in _SEGMENT_TYPES:
            element.set(name, one_line(value))
    for note in source.notes:
        etree.SubElement(element, "note").text = one_line(note)
    for kind, value in source.properties:
        _prop(element, kind, value)


def _prop(parent: _Element, kind: str, value: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "prop", type=one_line(kind)).text = one_line(value)
