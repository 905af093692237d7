"""What comes with a text, and records of named fields -> Document."""

from __future__ import annotations

from collections.abc import Mapping

from aligner.readers.decode import normalise
from aligner.types import Document, Skipped

TEXT_KEYS = ("text", "body", "content", "article", "story", "maintext")
_ID_KEYS = ("id", "guid", "uid")
_LONGEST = 1000  # characters of one value of meta

# What is kept of a record, under which name, and what others call it.
_META = {
    "title": ("title", "headline"),
    "date": ("date", "published", "date_published", "published_at", "date_publish", "pubdate"),
    "url": ("url", "link"),
    "agency": ("agency", "source", "sitename", "publisher"),
    "byline": ("byline", "author", "authors"),
    "language": ("language", "lang"),
}


def meta(**values: object) -> dict[str, str]:
    """Values as short strings on one line, those that say nothing left out; UTF-8 is not worth saying."""
    kept = {key: _short(value) for key, value in values.items()}
    if kept.get("encoding") in ("utf-8", "utf-8-sig"):
        kept["encoding"] = ""
    return {key: value for key, value in kept.items() if value}


def text_of(record: Mapping[str, object]) -> str | None:
    """The text of a record: the first text key that has one; None when no such key is there, "" when all are blank."""
    found = [record[key] for key in TEXT_KEYS if key in record]
    for value in found:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return normalise(value)
    return "" if found else None


def story_fields(fields: Mapping[str, object]) -> dict[str, str]:
    """What fields, their keys in small letters, say of a story: title, date, url, agency, byline, language."""
    return meta(
        **{key: next((fields[name] for name in names if _short(fields.get(name))), "") for key, names in _META.items()}
    )


def document(record: Mapping[str, object], *, file: str, number: int, encoding: str) -> Document | Skipped:
    """The document that a record holds; its keys are taken whatever their case.

    Its id is ``file#id`` by the record's own id, else ``file#number``.
    """
    fields = {key.strip().lower(): value for key, value in record.items()}
    text = text_of(fields)
    if text is None:
        return Skipped(f"{file}#{number}", f"no text: none of the keys {', '.join(TEXT_KEYS)}")
    if not text:
        return Skipped(f"{file}#{number}", "its text is empty")
    name = next((short for key in _ID_KEYS if (short := _short(fields.get(key)))), str(number))
    return Document(f"{file}#{name}", text, meta=story_fields(fields) | meta(encoding=encoding))


def _short(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    try:
        short = " ".join(normalise(str(value)).split())
    except ValueError:  # an integer of thousands of digits
        return ""
    return short[:_LONGEST]
