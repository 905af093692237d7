"""What a translation memory has besides its pairs of texts, kept from one memory to the next.

One `SourceUnit` is carried with a row through all stages, and one `MemoryHeader` with a corpus.
They have the names of TMX, to which readers of other formats translate, so that every format can be read and written
without knowing the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple, TypeVar

Item = TypeVar("Item")
Pairs = tuple[tuple[str, str], ...]
# Of TMX, besides id and language.
TEXT_ATTRIBUTES = frozenset((
    "o-encoding", "datatype", "usagecount", "lastusagedate", "creationtool", "creationtoolversion", "creationdate",
    "creationid", "changedate", "o-tmf", "changeid",
))  # fmt: skip
STATE = "x-state"  # the property for the state of a segment of XLIFF
SIGNATURE = "x-signature"  # the property of a header for the run that wrote the memory
UNIT_ATTRIBUTES = TEXT_ATTRIBUTES | {"segtype", "srclang"}
# Not those of the program that wrote the file.
HEADER_ATTRIBUTES = frozenset((
    "adminlang", "changedate", "changeid", "creationdate", "creationid", "datatype", "o-encoding", "o-tmf", "segtype",
    "srclang",
))  # fmt: skip


class Code(NamedTuple):
    """A range of a text, often an empty one, and the piece of a TMX segment that it was read from."""

    start: int
    end: int
    markup: str


class SourceText(NamedTuple):
    """One text of a unit.

    language : as declared, with its region
    attributes, notes, properties : of the text alone; attributes are some of `TEXT_ATTRIBUTES`
    text : as read; of English and French "" without codes
    codes : in order; they turn the text into the segment of its file again
    """

    language: str = ""
    attributes: Pairs = ()
    notes: tuple[str, ...] = ()
    properties: Pairs = ()
    text: str = ""
    codes: tuple[Code, ...] = ()


class SourceUnit(NamedTuple):
    """A unit.

    id : "" without one
    attributes : some of `UNIT_ATTRIBUTES`, such as ("creationdate", "20240115T101500Z")
    properties : types and texts
    is_inner : whether its texts are in codes of the unit before it, as footnotes are
    others : its texts in other languages
    """

    id: str = ""
    attributes: Pairs = ()
    notes: tuple[str, ...] = ()
    properties: Pairs = ()
    en: SourceText = SourceText()
    fr: SourceText = SourceText()
    is_inner: bool = False
    others: tuple[SourceText, ...] = ()


class MemoryHeader(NamedTuple):
    """The header of a translation memory.

    attributes : some of `HEADER_ATTRIBUTES`
    """

    attributes: Pairs = ()
    notes: tuple[str, ...] = ()
    properties: Pairs = ()


def common_header(headers: Sequence[MemoryHeader]) -> MemoryHeader:
    """Return what is the same in all headers."""
    return MemoryHeader(
        _shared(header.attributes for header in headers),
        _shared(header.notes for header in headers),
        _shared(header.properties for header in headers),
    )


def _shared(columns: Iterable[tuple[Item, ...]]) -> tuple[Item, ...]:
    """Return the values that are in all columns, in the order of the first."""
    first, *others = [*columns] or [()]
    shared = set(first).intersection(*others)
    return tuple(value for value in first if value in shared)


def marked_up(text: str, codes: Iterable[Code]) -> str:
    """Return a text with its codes, as what is in a TMX segment."""
    pieces, at = [], 0
    for code in codes:
        pieces += [escape(text[at : code.start], quote=False), code.markup]
        at = code.end
    return "".join([*pieces, escape(text[at:], quote=False)])


def reshaped(*units: SourceUnit | None) -> SourceUnit | None:
    """Return what is still true of units whose texts were joined or cut: all that annotates.

    They have no id, no codes, and no texts in other languages, which may translate a part only.
    """
    known = [unit for unit in units if unit is not None]
    if not known:
        return None
    en, fr = (side._replace(text="", codes=()) for side in (known[0].en, known[0].fr))
    notes = tuple(dict.fromkeys(note for unit in known for note in unit.notes))
    properties = tuple(dict.fromkeys(each for unit in known for each in unit.properties))
    return SourceUnit("", known[0].attributes, notes, properties, en, fr)


def reworded(unit: SourceUnit | None) -> SourceUnit | None:
    """Return what is still true of a unit of which a text was written again: nothing shows that others translate it."""
    return unit and unit._replace(others=())


def unit_record(unit: SourceUnit) -> dict[str, Any]:
    """Return a unit as plain data, without what is empty."""
    sides = {"en": _filled(unit.en._asdict()), "fr": _filled(unit.fr._asdict())}
    return _filled({**unit._asdict(), **sides, "others": [_filled(other._asdict()) for other in unit.others]})


def unit_of(record: Any) -> SourceUnit:
    """Return the unit of a record that `unit_record` made.

    Raises
    ------
    TypeError, ValueError
        When it is damaged.
    """
    return SourceUnit(
        str(_object(record).get("id", "")),
        *_annotations(record, UNIT_ATTRIBUTES),
        _text_of(record.get("en", {})),
        _text_of(record.get("fr", {})),
        bool(record.get("is_inner")),
        tuple(map(_text_of, record.get("others", ()))),
    )


def header_record(header: MemoryHeader) -> dict[str, Any]:
    """Return a header as plain data, without what is empty."""
    return _filled(header._asdict())


def header_of(record: Any) -> MemoryHeader:
    """Return the header of a record that `header_record` made.

    Raises
    ------
    TypeError, ValueError
        When it is damaged.
    """
    return MemoryHeader(*_annotations(_object(record), HEADER_ATTRIBUTES))


def _object(record: Any) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        raise TypeError("a header, a unit and its texts are objects")
    return record


def _text_of(record: Any) -> SourceText:
    language, text = str(_object(record).get("language", "")), str(record.get("text", ""))
    codes = tuple(Code(int(start), int(end), str(markup)) for start, end, markup in record.get("codes", ()))
    at = 0
    for code in codes:
        if not at <= code.start <= code.end <= len(text):
            raise ValueError("a code is in no place of its text")
        at = code.end
    return SourceText(language, *_annotations(record, TEXT_ATTRIBUTES), text, codes)


def _annotations(record: Mapping[str, Any], names: Collection[str]) -> tuple[Pairs, tuple[str, ...], Pairs]:
    attributes = tuple(pair for pair in _pairs(record.get("attributes", ())) if pair[0] in names)
    return attributes, tuple(map(str, record.get("notes", ()))), _pairs(record.get("properties", ()))


def _pairs(rows: Iterable[Iterable[object]]) -> Pairs:
    return tuple((str(name), str(value)) for name, value in rows)


def _filled(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value}
