"""TMX 1.4b, the exchange format of translation memories."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.types import Corpus, Segment
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import decimal, json_value, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_SIGNATURE_CHARS = 2000  # of one value


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.tmx``, one unit at a time.

    It has no dates, so that equal runs give equal bytes.
    """
    from lxml import etree

    path = folder / "corpus.tmx"
    with open_atomic(path) as handle:
        with etree.xmlfile(handle.buffer, encoding="UTF-8") as xml:
            xml.write_declaration(doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">')
            with xml.element("tmx", version="1.4"):
                xml.write("\n", _header(corpus), "\n")
                with xml.element("body"):
                    xml.write("\n")
                    kept = (segment for segment in corpus.segments if segment.kept)
                    for number, segment in enumerate(kept, start=1):
                        xml.write(_unit(segment, number))
                xml.write("\n")
        handle.write("\n")
    return [path]


def _header(corpus: Corpus) -> _Element:
    from lxml import etree

    header = etree.Element(
        "header",
        {
            "creationtool": "aligner",
            "creationtoolversion": one_line(str(corpus.signature.get("version", "unknown"))),
            "segtype": "sentence",
            "o-tmf": "aligner",
            "adminlang": "en",
            "srclang": "en",
            "datatype": "plaintext",
        },
    )
    _prop(header, "x-signature", _signature(corpus))
    return header


def _signature(corpus: Corpus) -> str:
    """Return the signature as JSON, with the digest of a long value (the inputs of a big run) in place of it."""
    values = {key: json.dumps(json_value(corpus.signature[key]), sort_keys=True) for key in sorted(corpus.signature)}
    short = {
        key: value if len(value) <= _MAX_SIGNATURE_CHARS else f'"sha256:{sha256(value.encode()).hexdigest()}"'
        for key, value in values.items()
    }
    return "{" + ", ".join(f"{json.dumps(key)}: {value}" for key, value in short.items()) + "}"


def _unit(segment: Segment, number: int) -> _Element:
    from lxml import etree

    unit = etree.Element("tu", tuid=str(number))
    _prop(unit, "x-confidence", decimal(segment.confidence))
    _prop(unit, "x-en-document", segment.en_doc)
    _prop(unit, "x-fr-document", segment.fr_doc)
    if segment.bead.moved:
        _prop(unit, "x-moved", "yes")
    for reason in segment.reasons:
        if reason.code == "fact_changed":
            etree.SubElement(unit, "note").text = one_line(reason.text)
    for name in segment.reviewed_by:
        _prop(unit, "x-reviewed-by", name)
    for language, text in (("en", segment.en_text), ("fr", segment.fr_text)):
        variant = etree.SubElement(unit, "tuv", {_LANGUAGE: language})
        etree.SubElement(variant, "seg").text = one_line(text)
    for child in unit:
        child.tail = "\n"
    unit.text = unit.tail = "\n"
    return unit


def _prop(parent: _Element, kind: str, value: str) -> None:
    from lxml import etree

    etree.SubElement(parent, "prop", type=kind).text = one_line(value)
