"""JSON lines, and a JSON file of one story or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from aligner.errors import InputError
from aligner.readers import capped_files as source
from aligner.readers.fields import document
from aligner.types import Document, Skipped


def read(id: str, path: Path) -> Iterator[Document | Skipped]:
    """JSON lines: one story a line, its text under text, body, content, article, story or maintext."""
    for line in source.lines(id, path):
        here = f"{id}#{line.number}"
        if line.fault:
            yield Skipped(here, line.fault)
        elif line.text.strip():
            try:
                record = json.loads(line.text)
            except (ValueError, RecursionError) as error:
                yield Skipped(here, f"line {line.number} is no JSON ({error})")
            else:
                yield _document(record, id, line.number, line.encoding)


def read_array(id: str, path: Path) -> Iterator[Document | Skipped]:
    """JSON: one story, or a list of them, with the same keys as JSON lines."""
    text, encoding = source.text(id, path)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{id}: is no JSON ({error}); one story a line is .jsonl") from error
    for number, record in enumerate(found if isinstance(found, list) else [found], 1):
        yield _document(record, id, number, encoding)


def _document(record: object, id: str, number: int, encoding: str) -> Document | Skipped:
    if not isinstance(record, dict):
        return Skipped(f"{id}#{number}", f"is no JSON object but {type(record).__name__}")
    return document(record, file=id, number=number, encoding=encoding)
