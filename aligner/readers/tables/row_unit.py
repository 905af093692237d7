"""What a row has in named columns, or an object under keys, besides its texts -> a translation unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress

from aligner.readers.tables.json_text import parse_strictly
from aligner.types.units import SourceUnit, unit_of

_IDS = ("id", "tuid", "uid", "guid", "segment_id")
_NOTES = ("note", "notes", "comment", "comments", "remarque", "remarques", "commentaire", "commentaires")
_DOCUMENTS = {"en_doc": "x-en-document", "fr_doc": "x-fr-document"}
# What this program finds out about each pair, every time.
_FOUND = frozenset(("confidence", "reasons", "reason_codes", "reason_spots", "findings", "kept", "why_dropped"))
_MAX_PROPERTIES = 60
_MAX_CHARS = 1000  # of a value; a longer one is a text of its own


def unit_of_fields(fields: Iterable[tuple[str, object]], texts: Collection[str]) -> SourceUnit | None:
    """Return what a row has: its id, what our JSON lines have under ``unit``, and every other value as a property.

    Parameters
    ----------
    texts : names of the texts
    """
    unit = SourceUnit()
    for name, value in fields:
        key = name.strip().lower()
        if name in texts or key in _FOUND or not key:
            continue
        if key == "unit" and (record := _record_of(value)) is not None:
            unit = _joined(unit, _unit_in(record))
        elif key == "reviewed_by" and isinstance(value, list):
            unit = _with(unit, "x-reviewed-by", *(each for each in value if isinstance(each, str)))
        elif isinstance(value, str | int | float) and not isinstance(value, bool) and (text := str(value).strip()):
            if key in _IDS and not unit.id and len(text) <= _MAX_CHARS:
                unit = unit._replace(id=text)
            elif key in _NOTES and len(text) <= _MAX_CHARS:
                unit = unit._replace(notes=(*unit.notes, text))
            else:
                unit = _with(unit, _DOCUMENTS.get(key) or f"x-{key.removeprefix('x-')}", text)
    return None if unit == SourceUnit() else unit


def _record_of(value: object) -> Mapping[str, object] | None:
    """Return an object, also one that is written as JSON in a column of text."""
    if isinstance(value, str) and value.startswith("{"):
        with suppress(ValueError):
            value = parse_strictly(value)
    return value if isinstance(value, Mapping) else None


def _with(unit: SourceUnit, kind: str, *values: str) -> SourceUnit:
    new = ((kind, value) for value in values if len(value) <= _MAX_CHARS)
    return unit._replace(properties=(*unit.properties, *new)[:_MAX_PROPERTIES])


def _unit_in(record: Mapping[str, object]) -> SourceUnit:
    try:
        return unit_of(record)
    except (TypeError, ValueError):  # of another program
        return SourceUnit()


def _joined(row: SourceUnit, unit: SourceUnit) -> SourceUnit:
    properties = tuple(dict.fromkeys((*row.properties, *unit.properties)))
    return unit._replace(id=unit.id or row.id, properties=properties)
