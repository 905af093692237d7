"""Metadata of a text, and records of named fields -> RawDocument."""

from __future__ import annotations

from collections.abc import Mapping

from aligner.readers.declarations.records import declarations_in
from aligner.readers.declarations.terms import declared_meta
from aligner.readers.files.decode import normalise
from aligner.types import RawDocument, Skipped

TEXT_KEYS = ("text", "body", "content", "article", "story", "maintext", "articlebody")
_ID_KEYS = ("id", "guid", "uid")
_MAX_VALUE_CHARS = 1000

# The metadata that is kept, and the keys of a record where it may be.
_META_KEYS = {
    "title": ("title", "headline"),
    "date": ("date", "published", "date_published", "published_at", "date_publish", "datepublished", "pubdate"),
    "updated": (
        "updated",
        "updated_at",
        "date_updated",
        "modified",
        "modified_at",
        "date_modified",
        "datemodified",
        "last_modified",
    ),
    "url": ("url", "link"),
    "agency": ("agency", "source", "sitename", "publisher"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang", "inlanguage"),
}


def meta_of(**values: object) -> dict[str, str]:
    """Return values as short strings on one line, without empty ones and without UTF-8, the usual encoding."""
    short = {key: _short(value) for key, value in values.items()}
    if short.get("encoding") in ("utf-8", "utf-8-sig"):
        short["encoding"] = ""
    return {key: value for key, value in short.items() if value}


def story_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """Return the metadata of a story, such as its title and date; `fields` have names in lower case."""
    values = {
        key: next((fields[name] for name in names if _short(fields.get(name))), "") for key, names in _META_KEYS.items()
    }
    return meta_of(**values, **declared_meta(declarations_in(fields)))


def record_document(record: Mapping[str, object], *, file: str, number: int, encoding: str) -> RawDocument | Skipped:
    """Return the document of a record, whose keys may be in any case.

    Its id is ``file#id`` with the record's own id if it has one, else ``file#number``.
    """
    fields = {key.strip().lower(): value for key, value in record.items()}
    text = _text_of(fields)
    if text is None:
        return Skipped(f"{file}#{number}", f"no text: none of the keys {', '.join(TEXT_KEYS)}")
    if not text:
        return Skipped(f"{file}#{number}", "its text is empty")
    name = next((short for key in _ID_KEYS if (short := _short(fields.get(key)))), str(number))
    return RawDocument(f"{file}#{name}", text, meta=story_fields(fields) | meta_of(encoding=encoding))


def _text_of(fields: Mapping[str, object]) -> str | None:
    """Return the first text that is not blank, "" if all are blank, None if there is no text key."""
    values = [fields[key] for key in TEXT_KEYS if key in fields]
    for value in values:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return normalise(value)
    return "" if values else None


def _short(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        short = " ".join(normalise(str(value)).split())
    except ValueError:  # an integer of thousands of digits
        return ""
    return short[:_MAX_VALUE_CHARS]
