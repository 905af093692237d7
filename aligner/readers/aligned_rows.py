"""Rows that are already aligned -> two RawDocuments whose sentences match one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, count
from typing import NamedTuple

from aligner.errors import InputError
from aligner.readers.fields import meta_of
from aligner.types import RawDocument, Sentence, Side, Skipped
from aligner.types.units import SourceUnit

# A translation memory is not one story and may be larger than memory, so it is read in parts.
MAX_PART_ROWS = 10_000
_MAX_PART_CHARS = 16 << 20


class AlignedRow(NamedTuple):
    """Two texts of one line each that translate each other, and what else their unit has."""

    left: str
    right: str
    encoding: str = "utf-8"
    unit: SourceUnit | None = None


def aligned_documents(
    id: str, rows: Iterable[AlignedRow | Skipped], sides: tuple[Side | None, Side | None]
) -> Iterator[RawDocument | Skipped]:
    """Yield two documents, ``id#1`` and ``id#2``, with each other's id in `aligned` and each row as a paragraph.

    After 10,000 rows two more begin, ``id#3`` and ``id#4``. Skipped rows are passed on; the rows before an
    InputError are yielded before it is raised.
    """
    part: list[AlignedRow] = []
    size, number = 0, 1
    for row in _until_error(rows):
        if isinstance(row, InputError):
            yield from _document_pair(id, number, part, sides) if part else ()
            raise row
        if isinstance(row, Skipped):
            yield row
            continue
        part.append(row)
        size += len(row.left) + len(row.right)
        if len(part) >= MAX_PART_ROWS or size >= _MAX_PART_CHARS:
            yield from _document_pair(id, number, part, sides)
            part, size, number = [], 0, number + 2
    if part:
        yield from _document_pair(id, number, part, sides)


def _until_error(rows: Iterable[AlignedRow | Skipped]) -> Iterator[AlignedRow | Skipped | InputError]:
    try:
        yield from rows
    except InputError as error:
        yield error


def _document_pair(
    id: str, number: int, rows: list[AlignedRow], sides: tuple[Side | None, Side | None]
) -> Iterator[RawDocument]:
    left, right = f"{id}#{number}", f"{id}#{number + 1}"
    encoding = next((row.encoding for row in rows if row.encoding != "utf-8"), "")
    units = [row.unit for row in rows]
    for own, other, side, texts in (
        (left, right, sides[0], [row.left for row in rows]),
        (right, left, sides[1], [row.right for row in rows]),
    ):
        yield RawDocument(
            own,
            "\n".join(texts),
            side=side,
            sentences=_sentences(texts, units if side != "fr" else [None] * len(rows)),
            meta=meta_of(encoding=encoding),
            aligned=other,
        )


def _sentences(texts: list[str], units: list[SourceUnit | None]) -> tuple[Sentence, ...]:
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    ends = (start - 1 for start in starts[1:])
    return tuple(map(Sentence, texts, starts, ends, count(), units))
