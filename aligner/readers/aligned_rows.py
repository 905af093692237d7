"""Rows that are aligned already -> two Documents whose sentences match one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from aligner.readers.fields import meta
from aligner.types import Document, Sentence, Side, Skipped

# A translation memory is no story and may be larger than memory: it comes in parts.
_ROWS = 10_000
_CHARACTERS = 16 << 20


class Row(NamedTuple):
    """Two texts of one line each that translate each other."""

    left: str
    right: str
    encoding: str = "utf-8"


def documents(
    id: str, rows: Iterable[Row | Skipped], sides: tuple[Side | None, Side | None]
) -> Iterator[Document | Skipped]:
    """Two documents, ``id#1`` and ``id#2``, each naming the other in `aligned`; every row a paragraph of its own.

    After 10,000 rows the next two begin, ``id#3`` and ``id#4``. What was skipped is passed on.
    """
    part: list[Row] = []
    size, number = 0, 1
    for row in rows:
        if isinstance(row, Skipped):
            yield row
            continue
        part.append(row)
        size += len(row.left) + len(row.right)
        if len(part) >= _ROWS or size >= _CHARACTERS:
            yield from _two(id, number, part, sides)
            part, size, number = [], 0, number + 2
    if part:
        yield from _two(id, number, part, sides)


def _two(id: str, number: int, rows: list[Row], sides: tuple[Side | None, Side | None]) -> Iterator[Document]:
    names = f"{id}#{number}", f"{id}#{number + 1}"
    encoding = next((row.encoding for row in rows if row.encoding != "utf-8"), "")
    for own, other, side, texts in (
        (names[0], names[1], sides[0], [row.left for row in rows]),
        (names[1], names[0], sides[1], [row.right for row in rows]),
    ):
        yield Document(
            own,
            "\n".join(texts),
            side=side,
            language_confidence=1.0 if side else 0.0,
            sentences=_sentences(texts),
            meta=meta(encoding=encoding),
            aligned=other,
        )


def _sentences(texts: list[str]) -> tuple[Sentence, ...]:
    found, start = [], 0
    for paragraph, text in enumerate(texts):
        found.append(Sentence(text, start, start + len(text), paragraph))
        start += len(text) + 1
    return tuple(found)
