"""XLIFF 2.1, for texts under translation, with the confidence as the quality of a translation candidate."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.types import DOUBT_THRESHOLD, Corpus, Segment
from aligner.types.units import STATE, SourceUnit
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import one_line
from aligner.writers.translation_units import NOTE_MARK, TranslationUnits, segment_element
from aligner.writers.xliff_codes import InlineCodes

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CORE, _MATCHES, _METADATA = (
    f"{{urn:oasis:names:tc:xliff:{name}:2.0}}" for name in ("document", "matches", "metadata")
)
_PREFIXES: Any = {None: _CORE[1:-1], "mtc": _MATCHES[1:-1], "mda": _METADATA[1:-1]}
_SEGMENT_ID = "s1"  # a unit has one segment


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.xlf``, a unit each, with their confidence as quality and their state."""
    from lxml import etree

    path = folder / "corpus.xlf"
    units = TranslationUnits(corpus, inner=True)
    source, target = units.languages
    # Each unit would declare the prefixes again.
    declared = str(etree.tostring(etree.Element(f"{_CORE}x", nsmap=_PREFIXES), encoding="unicode"))[2:-2]
    with open_atomic(path) as handle:
        handle.write(f'{_DECLARATION}<xliff{declared} version="2.1" srcLang="{source}" trgLang="{target}">\n')
        for number, (ids, own) in enumerate(groupby(units, key=lambda row: row[0].ids), 1):
            # Blanks count in a text as they do in a memory.
            handle.write(f'<file id="f{number}" original="{escape(one_line(ids[0]))}" xml:space="preserve">\n')
            for place, (segment, unit) in enumerate(own, 1):
                text = str(etree.tostring(_unit(segment, unit, place, units.languages), encoding="unicode"))
                handle.write(f"{text.replace(declared, '', 1)}\n")
            handle.write("</file>\n")
        handle.write("</xliff>\n")
    return [path]


def state_of(segment: Segment, source: SourceUnit) -> str:
    """Return the state of a segment: a reviewer accepted it, a person should check it first, or that of its source."""
    if segment.reviewed_by:
        return "reviewed"
    if segment.confidence < DOUBT_THRESHOLD:
        return "initial"
    own = dict(source.properties).get(STATE, "")
    return own if own in ("reviewed", "final") else "translated"


def _unit(segment: Segment, source: SourceUnit, number: int, languages: tuple[str, str]) -> _Element:
    from lxml import etree

    unit = etree.Element(f"{_CORE}unit", {"id": f"u{number}", "name": source.id}, nsmap=_PREFIXES)
    _add_match(unit, segment, number)
    _add_metadata(unit, source, languages)
    _add_notes(unit, source)
    codes = InlineCodes(_CORE)
    texts = [
        codes.convert(segment_element(text), name) for text, name in ((source.en, "source"), (source.fr, "target"))
    ]
    if codes.data:
        original = etree.SubElement(unit, f"{_CORE}originalData")
        for content, id in codes.data.items():
            etree.SubElement(original, f"{_CORE}data", {"id": id}).text = content
    state = state_of(segment, source)
    own = {"id": _SEGMENT_ID, "state": state, **({"subState": "aligner:doubtful"} if state == "initial" else {})}
    etree.SubElement(unit, f"{_CORE}segment", own).extend(texts)
    return unit


def _add_match(unit: _Element, segment: Segment, number: int) -> None:
    from lxml import etree

    quality = f"{100 * round(segment.confidence, 4):.2f}"
    matches = etree.SubElement(unit, f"{_MATCHES}matches")
    match = etree.SubElement(
        matches,
        f"{_MATCHES}match",
        {"id": f"m{number}", "ref": f"#{_SEGMENT_ID}", "matchQuality": quality, "origin": "aligner", "type": "tm"},
    )
    for name, text in (("source", segment.en_text), ("target", segment.fr_text)):
        etree.SubElement(match, f"{_CORE}{name}").text = one_line(text)


def _add_metadata(unit: _Element, source: SourceUnit, languages: tuple[str, str]) -> None:
    from lxml import etree

    properties = tuple(each for each in source.properties if each[0] != STATE)
    groups = [({"category": "attributes"}, source.attributes), ({"category": "properties"}, properties)]
    for name, side, language in zip(("source", "target"), (source.en, source.fr), languages, strict=True):
        own = (("language", side.language),) if side.language != language else ()
        groups.append(({"category": "attributes", "appliesTo": name}, (*side.attributes, *own)))
        groups.append(({"category": "properties", "appliesTo": name}, side.properties))
    metadata = etree.SubElement(unit, f"{_METADATA}metadata")
    for attributes, values in groups:
        if values:
            group = etree.SubElement(metadata, f"{_METADATA}metaGroup", attributes)
            for kind, value in values:
                etree.SubElement(group, f"{_METADATA}meta", {"type": one_line(kind)}).text = one_line(value)


def _add_notes(unit: _Element, source: SourceUnit) -> None:
    from lxml import etree

    notes = list(_notes(source))
    if notes:
        etree.SubElement(unit, f"{_CORE}notes").extend(notes)


def _notes(source: SourceUnit) -> Iterator[_Element]:
    from lxml import etree

    for name, texts in (("", source.notes), ("source", source.en.notes), ("target", source.fr.notes)):
        for text in texts:
            note = etree.Element(f"{_CORE}note", {"appliesTo": name} if name else {})
            if text.startswith(NOTE_MARK):
                note.set("category", "doubt")
            note.text = one_line(text)
            yield note
