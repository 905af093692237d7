"""A ``<trans-unit>`` of XLIFF 1.2 or a ``<unit>`` of XLIFF 2 -> its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from aligner.readers.aligned_rows import AlignedRow
from aligner.readers.markup.paragraphs import local_name
from aligner.readers.memory.segment import Segment, read_segment
from aligner.readers.memory.units import UnitRows
from aligner.readers.memory.xliff_codes import tmx_segment
from aligner.types.units import STATE, TEXT_ATTRIBUTES, UNIT_ATTRIBUTES, Pairs, SourceText, SourceUnit

if TYPE_CHECKING:
    from lxml.etree import _Element

LANGUAGE = "language"
_SIDES = {"source": 0, "target": 1}


class _Pair(NamedTuple):
    """A segment: its source and target, and what is known of it alone."""

    source: _Element | None
    target: _Element | None
    id: str = ""
    state: str = ""


class _Annotations(NamedTuple):
    attributes: list[tuple[str, str]]
    notes: list[str]
    properties: list[tuple[str, str]]


def rows_of(unit: _Element, languages: tuple[str, str], *, french_first: bool) -> UnitRows:
    """Return a row for each segment of a unit that has both texts.

    Parameters
    ----------
    languages : of the source and of the target

    Raises
    ------
    ValueError
        When it uses an entity that is not resolved.
    """
    data = {each.get("id", ""): "".join(map(str, each.itertext())) for each in unit.iterfind("{*}originalData/{*}data")}
    pairs = list(_pairs(unit))
    own, *sides = _annotations(unit)
    rows, faults = [], list[str]()
    for pair in pairs:
        texts = [_read(element, data) for element in (pair.source, pair.target)]
        missing = [name for name, text in zip(_SIDES, texts, strict=True) if not text.text]
        if missing:
            name = f"segment {pair.id}" if len(pairs) > 1 else "the unit"
            faults.append(f"{name} has no {' and no '.join(missing)} text")
            continue
        en, fr = (
            _source_text(text, side, language) for text, side, language in zip(texts, sides, languages, strict=True)
        )
        if french_first:
            texts.reverse()
            en, fr = fr, en
        state = [(STATE, pair.state)] if pair.state else []
        unit_id = unit.get("name") or unit.get("id") or ""
        source = SourceUnit(
            f"{unit_id}#{pair.id}" if len(pairs) > 1 else unit_id,
            tuple(own.attributes),
            tuple(own.notes),
            (*own.properties, *state),
            en,
            fr,
        )
        rows.append(AlignedRow(texts[0].text, texts[1].text, unit=source))
    return UnitRows(tuple(rows), tuple(dict.fromkeys(faults)))


def _read(element: _Element | None, data: Mapping[str, str]) -> Segment:
    return Segment("") if element is None else read_segment(tmx_segment(element, data))


def _source_text(text: Segment, annotations: _Annotations, language: str) -> SourceText:
    attributes, notes, properties = annotations
    own = dict(attributes)
    language = own.pop(LANGUAGE, language)
    return SourceText(
        language, tuple(own.items()), tuple(notes), tuple(properties), text.text if text.codes else "", text.codes
    )


def _pairs(unit: _Element) -> Iterator[_Pair]:
    if local_name(unit) == "unit":
        for number, segment in enumerate(unit.iterfind("{*}segment"), 1):
            source, target = (segment.find(f"{{*}}{name}") for name in _SIDES)
            yield _Pair(source, target, segment.get("id") or str(number), segment.get("state") or "")
        return
    source, target = (unit.find(f"{{*}}{name}") for name in _SIDES)
    state = "" if target is None else target.get("state") or ""
    segmented = unit.find("{*}seg-source")
    marked = [_segments(each) for each in (segmented, target)]
    if not marked[0]:
        yield _Pair(source, target, "", state)
    for id, part in marked[0].items():
        yield _Pair(part, marked[1].get(id), id, state)


def _segments(element: _Element | None) -> dict[str, _Element]:
    """Return the parts of a text that are marked as segments, by id."""
    marks = () if element is None else element.iter("{*}mrk")
    return {mark.get("mid") or "": mark for mark in marks if mark.get("mtype") == "seg"}


def _annotations(unit: _Element) -> tuple[_Annotations, _Annotations, _Annotations]:
    """Return the notes and metadata of a unit, those of its source, and those of its target."""
    found = (_Annotations([], [], []), _Annotations([], [], []), _Annotations([], [], []))

    def of(element: _Element, name: str) -> _Annotations:
        return found[_SIDES.get(element.get(name) or "", -1) + 1]

    for note in (*unit.iterfind("{*}note"), *unit.iterfind("{*}notes/{*}note")):
        if text := "".join(map(str, note.itertext())).strip():
            of(note, "annotates" if note.get("annotates") else "appliesTo").notes.append(text)
    for group in unit.iterfind("{*}metadata/{*}metaGroup"):
        own = of(group, "appliesTo")
        known = {LANGUAGE, *(UNIT_ATTRIBUTES if own is found[0] else TEXT_ATTRIBUTES)}
        for kind, value in _metadata(group):
            is_attribute = group.get("category") == "attributes" and kind in known
            (own.attributes if is_attribute else own.properties).append((kind, value))
    for prop in unit.iterfind("{*}prop-group/{*}prop"):
        found[0].properties.append((prop.get("prop-type") or "", "".join(map(str, prop.itertext())).strip()))
    return found


def _metadata(group: _Element) -> Pairs:
    metas = group.iterfind("{*}meta")
    return tuple((each.get("type") or "", "".join(map(str, each.itertext())).strip()) for each in metas)
