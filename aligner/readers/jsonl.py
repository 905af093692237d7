"""JSON lines, and a JSON file of one story or a list of stories."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.readers.fields import record_document
from aligner.readers.files.capped import read_lines, read_text
from aligner.readers.tables.json_text import parse, parse_items
from aligner.types import RawDocument, Skipped


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read JSON lines: one story a line, its text under text, body, content, article, story or maintext."""
    for line in read_lines(id, path):
        source = f"{id}#{line.number}"
        if line.fault:
            yield Skipped(source, line.fault)
        elif line.text.strip():
            try:
                record = parse(line.text)
            except ValueError as error:
                yield Skipped(source, f"line {line.number} is not JSON ({error})")
            else:
                yield _document(record, id, line.number, line.encoding)


def read_array(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read a JSON file of one story or a list of stories, with the same keys as JSON lines."""
    text, encoding = read_text(id, path)
    try:
        for number, record in enumerate(parse_items(text, parse), 1):
            if isinstance(record, ValueError):
                yield Skipped(f"{id}#{number}", f"is not JSON ({record})")
            else:
                yield _document(record, id, number, encoding)
    except ValueError as error:
        raise InputError(f"{id}: is not JSON ({error}); for one story a line use the suffix .jsonl") from error


def _document(record: object, id: str, number: int, encoding: str) -> RawDocument | Skipped:
    if not isinstance(record, dict):
        return Skipped(f"{id}#{number}", f"is a JSON {type(record).__name__}, not an object")
    return record_document(record, file=id, number=number, encoding=encoding)
