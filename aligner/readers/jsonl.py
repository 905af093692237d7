"""JSON lines, and a JSON file of one story or a list of stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TypeVar

from aligner.errors import InputError
from aligner.readers.fields import record_document
from aligner.readers.files.capped import read_lines, read_text
from aligner.readers.tables.json_pairs import Parsed, parse_line, parsed_value
from aligner.readers.tables.json_text import parse, parse_items
from aligner.readers.tables.pair_documents import is_pair, pair_documents
from aligner.types import RawDocument, Skipped

Item = TypeVar("Item")


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read JSON lines: one story a line, or a pair of texts under names of their languages.

    The text of a story is under text, body, content, article, story, maintext or articleBody.
    """
    lines, pairs = _are_pairs(read_lines(id, path), parse_line)
    if pairs:
        yield from pair_documents(id, map(parse_line, lines))
        return
    for line in lines:
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
    """Read a JSON file of one story or a list of stories, or of pairs of texts, with the same keys as JSON lines."""
    text, encoding = read_text(id, path)
    try:
        items, pairs = _are_pairs(enumerate(parse_items(text, parse), 1), lambda item: parsed_value(*item))
        if pairs:
            yield from pair_documents(id, (parsed_value(*item) for item in items))
            return
        for number, record in items:
            if isinstance(record, ValueError):
                yield Skipped(f"{id}#{number}", f"is not JSON ({record})")
            else:
                yield _document(record, id, number, encoding)
    except ValueError as error:
        raise InputError(f"{id}: is not JSON ({error}); for one story a line use the suffix .jsonl") from error


def _are_pairs(items: Iterable[Item], parse_one: Callable[[Item], Parsed]) -> tuple[Iterator[Item], bool]:
    """Return the items, and whether the first object among them is a pair of texts."""
    items = iter(items)
    seen = []
    for item in items:
        seen.append(item)
        if (record := parse_one(item).record) is not None:
            return chain(seen, items), is_pair(record)
    return iter(seen), False


def _document(record: object, id: str, number: int, encoding: str) -> RawDocument | Skipped:
    if not isinstance(record, dict):
        return Skipped(f"{id}#{number}", f"is a JSON {type(record).__name__}, not an object")
    return record_document(record, file=id, number=number, encoding=encoding)
