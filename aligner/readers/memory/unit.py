"""A ``<tu>`` of a TMX -> its rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from aligner.readers.aligned_rows import AlignedRow
from aligner.readers.markup.paragraphs import local_name
from aligner.readers.markup.xml_repair import parse_repaired
from aligner.readers.memory.segment import Segment, read_segment
from aligner.readers.memory.units import UnitRows
from aligner.types import Side
from aligner.types.units import TEXT_ATTRIBUTES, UNIT_ATTRIBUTES, Pairs, SourceText, SourceUnit

if TYPE_CHECKING:
    from lxml.etree import _Element

_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SIDE_OF_LANGUAGE: dict[str, Side] = {"en": "en", "eng": "en", "fr": "fr", "fra": "fr", "fre": "fr"}
_LANGUAGE_NAMES: dict[Side, str] = {"en": "English", "fr": "French"}
_MAX_SHOWN_CHARS = 80  # of notes in a message

_START_OF_VARIANT = re.compile(rb"<(?:[\w.-]+:)?tuv(?=[\s>])", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""\blang\s*=\s*["']([^"'<>]*)["']""")
_START_OF_SEGMENT = re.compile(rb"<(?:[\w.-]+:)?seg(?=[\s>])", re.IGNORECASE)
_END_OF_SEGMENT = re.compile(rb"</(?:[\w.-]+:)?seg\s*>", re.IGNORECASE)


class _Variant(NamedTuple):
    side: Side | None
    region: str
    segment: Segment
    source: SourceText


def rows_of(unit: _Element) -> UnitRows:
    """Return a row for each pair of a unit's English and French texts, and for their notes.

    The first English text makes a pair with every French one, each further English text with the French one of its
    region, else of its place. Notes and other subflows are rows after their sentence, in order, if both have equally
    many; else they are left out. Texts in other languages are with the first row.
    """
    variants: dict[Side | None, list[_Variant]] = {"en": [], "fr": [], None: []}
    try:
        for variant in _variants(unit):
            variants[variant.side].append(variant)
    except ValueError as error:
        return UnitRows(faults=(str(error),))
    missing = [name for side, name in _LANGUAGE_NAMES.items() if not variants[side]]
    if missing:
        return UnitRows(faults=(f"the unit has no {' and no '.join(missing)} text",))
    own = SourceUnit((unit.get("tuid") or "").strip(), *read_annotations(unit, UNIT_ATTRIBUTES))
    rows: dict[tuple[str, str], AlignedRow] = {}
    faults: list[str] = []
    others = tuple(variant.source for variant in variants[None])
    for en, fr in _pairs(variants["en"], variants["fr"]):
        source = own._replace(en=en.source, fr=fr.source, others=() if rows else others)
        notes = en.segment.notes, fr.segment.notes
        pairs = [(en.segment.text, fr.segment.text)]
        if len(notes[0]) == len(notes[1]):
            pairs += zip(*notes, strict=True)
        else:
            faults.append(_unequal_notes(*notes))
        for place, texts in enumerate(pairs):
            rows.setdefault(texts, AlignedRow(*texts, unit=_inner(source) if place else source))
    return UnitRows(tuple(rows.values()), tuple(dict.fromkeys(faults)))


def _inner(unit: SourceUnit) -> SourceUnit:
    """Return the unit of a note in the texts of a unit."""
    en, fr = (SourceText(side.language) for side in (unit.en, unit.fr))
    return SourceUnit(en=en, fr=fr, is_inner=True)


def read_annotations(element: _Element, names: Collection[str]) -> tuple[Pairs, tuple[str, ...], Pairs]:
    """Return the known attributes of an element, its notes and its properties."""
    attributes = tuple((str(key), str(value)) for key, value in element.items() if key in names)
    notes: list[str] = []
    properties: list[tuple[str, str]] = []
    for child in element:
        name = local_name(child)
        if name == "note" and (text := _content(child)):
            notes.append(text)
        elif name == "prop" and (kind := child.get("type")):
            properties.append((kind, _content(child)))
    return attributes, tuple(notes), tuple(properties)


def _content(element: _Element) -> str:
    return "".join(map(str, element.itertext())).strip()


def has_variant(data: bytes) -> bool:
    """Return whether there is a text in a unit, damaged or not."""
    return _START_OF_VARIANT.search(data) is not None


def salvage(data: bytes, entities: Collection[bytes]) -> _Element | None:
    """Return a unit with only the texts of a damaged one, in UTF-8; None if it has not one text in each language.

    So damage between the texts, or in a third language, costs nothing.
    """
    starts = [match.start() for match in _START_OF_VARIANT.finditer(data)]
    kept: list[bytes] = []
    sides: list[Side] = []
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        tag = data[start : data.find(b">", start, end) + 1]
        language = _LANGUAGE.search(tag)
        side = side_and_region(language[1].decode("utf-8", "replace"))[0] if language else None
        if language and not side:
            continue
        segment = _segment(data[start:end])
        if side is None or segment is None or tag.count(b"<") != 1:
            return None
        kept.append(b"%b%b</%b>" % (tag, segment, tag[1:].split(maxsplit=1)[0]))
        sides.append(side)
    if sorted(sides) != ["en", "fr"]:
        return None
    try:
        return parse_repaired(b"<tu>%b</tu>" % b"".join(kept), entities)
    except ValueError:
        return None


def _segment(variant: bytes) -> bytes | None:
    start = _START_OF_SEGMENT.search(variant)
    *_, end = [None, *_END_OF_SEGMENT.finditer(variant)]
    return variant[start.start() : end.end()] if start and end and start.start() < end.start() else None


def _variants(unit: _Element) -> Iterator[_Variant]:
    """Yield the texts of a unit that are not blank, in order; a damaged one in another language is left out."""
    for variant in unit:
        if local_name(variant) != "tuv":
            continue
        language = (variant.get(_XML_LANG) or variant.get("lang") or "").strip()
        side, region = side_and_region(language)
        segment = next((child for child in variant if local_name(child) == "seg"), None)
        if segment is None:
            continue
        try:
            content = read_segment(segment)
        except ValueError:
            if side is None:
                continue
            raise
        if content.text:
            text = content.text if content.codes or side is None else ""
            source = SourceText(language, *read_annotations(variant, TEXT_ATTRIBUTES), text, content.codes)
            yield _Variant(side, region, content, source)


@lru_cache(maxsize=256)
def side_and_region(language: str) -> tuple[Side | None, str]:
    """Return the side that a language tag means, None for another language, and its region or "" in lower case."""
    name, *subtags = re.split("[-_]", language.strip().lower())
    return _SIDE_OF_LANGUAGE.get(name), subtags[-1] if subtags else ""


def _pairs(en: Sequence[_Variant], fr: Sequence[_Variant]) -> Iterator[tuple[_Variant, _Variant]]:
    for variant in fr:
        yield en[0], variant
    of_region = {variant.region: variant for variant in reversed(fr) if variant.region}
    for place, variant in enumerate(en[1:], 1):
        yield variant, of_region.get(variant.region) or fr[place if place < len(fr) else 0]


def _unequal_notes(en: Sequence[str], fr: Sequence[str]) -> str:
    shown = " / ".join((*en, *fr))
    if len(shown) > _MAX_SHOWN_CHARS:
        shown = f"{shown[: _MAX_SHOWN_CHARS - 1]}…"
    return f"notes are left out, because English has {len(en)} and French {len(fr)}: {shown}"
