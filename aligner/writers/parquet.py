"""Parquet, the columns of a table for pandas, polars, DuckDB and Spark. It needs pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, Protocol

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from aligner.types import Corpus, Segment
from aligner.types.units import unit_record
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line, valid
from aligner.writers.paired_documents import PairedDocuments, open_documents
from aligner.writers.translation_units import segment_id

Row = dict[str, Any]
ROWS_AT_A_TIME = 200
BATCHES_IN_GROUP = 50  # which readers load together
TEXTS = [("en", pa.string()), ("fr", pa.string())]
# What follows the id and the texts of a segment, here and in the data set for Hugging Face.
ABOUT = [
    ("confidence", pa.float64()),
    ("reasons", pa.list_(pa.string())),
    ("reason_codes", pa.list_(pa.string())),
    ("finding_codes", pa.list_(pa.string())),
    ("moved", pa.bool_()),
    ("en_doc", pa.string()),
    ("fr_doc", pa.string()),
    ("en_url", pa.string()),
    ("fr_url", pa.string()),
    ("en_date", pa.string()),
    ("fr_date", pa.string()),
    ("reviewed_by", pa.list_(pa.string())),
]
SCHEMA = pa.schema([("id", pa.string()), *TEXTS, *ABOUT, ("unit", pa.string())])


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write the kept segments to ``corpus.parquet``, a row each, with verbatim texts.

    What its unit had in a translation memory is JSON in the column ``unit``.
    """
    path = folder / "corpus.parquet"
    with open_documents(corpus) as documents, open_atomic(path) as handle:
        rows = (_row(segment, documents) for segment in corpus.segments if segment.kept)
        write_rows(handle.buffer, SCHEMA, rows)
    return [path]


def _row(segment: Segment, documents: PairedDocuments) -> Row:
    return {
        "id": segment_id(segment),
        "en": valid(segment.en_text),
        "fr": valid(segment.fr_text),
        **about(segment, documents),
        "unit": json_line(unit_record(segment.unit)).rstrip() if segment.unit else None,
    }


class DocumentMeta(Protocol):
    """The metadata of documents."""

    def meta(self, id: str, key: str) -> str | None:
        """Return a value of a document's metadata, None if it has none."""


def about(segment: Segment, documents: DocumentMeta) -> Row:
    """Return the columns of a segment that follow its id and texts."""
    return {
        "confidence": round(segment.confidence, 4),
        "reasons": [valid(reason.text) for reason in segment.reasons],
        "reason_codes": [reason.code for reason in segment.reasons],
        "finding_codes": sorted({finding.code for finding in segment.findings}),
        "moved": segment.bead.moved,
        "en_doc": valid(segment.en_doc),
        "fr_doc": valid(segment.fr_doc),
        "en_url": documents.meta(segment.en_doc, "url"),
        "fr_url": documents.meta(segment.fr_doc, "url"),
        "en_date": documents.meta(segment.en_doc, "date"),
        "fr_date": documents.meta(segment.fr_doc, "date"),
        "reviewed_by": [valid(name) for name in segment.reviewed_by],
    }


def write_rows(file: IO[bytes], schema: pa.Schema, rows: Iterable[Row], at_a_time: int = ROWS_AT_A_TIME) -> None:
    """Write rows to a Parquet file; the same rows and version of pyarrow give equal bytes.

    Parameters
    ----------
    at_a_time : rows that are turned into columns together
    """
    batches = _batches(iter(rows), schema, at_a_time)
    with ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(batches, BATCHES_IN_GROUP)):
            writer.write_table(pa.Table.from_batches(group, schema))


def _batches(rows: Iterator[Row], schema: pa.Schema, size: int) -> Iterator[pa.RecordBatch]:
    while part := list(islice(rows, size)):
        yield pa.RecordBatch.from_pylist(part, schema=schema)
