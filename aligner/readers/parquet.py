"""Parquet: a story in each row, its text in a column named as in JSON lines, or a pair of texts. It needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from aligner.readers.fields import record_document
from aligner.readers.tables.json_pairs import Parsed
from aligner.readers.tables.pair_documents import is_pair, pair_documents
from aligner.readers.tables.parquet_rows import parquet_rows
from aligner.types import RawDocument, Skipped


def read(id: str, path: Path) -> Iterator[RawDocument | Skipped]:
    """Read stories, or aligned sentences under the names of their languages."""
    rows = parquet_rows(id, path)
    first = list(islice(rows, 1))
    numbered = enumerate(chain(first, rows), 1)
    if first and is_pair(first[0]):
        yield from pair_documents(id, (Parsed(number, "", row) for number, row in numbered))
        return
    for number, row in numbered:
        yield record_document(row, file=id, number=number, encoding="utf-8")
