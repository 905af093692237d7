"""Write the tables of a run as JSON lines, and read them back.

They hold every bead and every document, also the dropped ones; the corpus formats
hold only the kept segments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Generic, TypeVar

from aligner.errors import InputError
from aligner.types import (
    SIDES,
    Corpus,
    Document,
    DocumentPair,
    OriginSample,
    Promise,
    SampledOrigin,
    Segment,
    Skipped,
)
from aligner.types.units import MemoryHeader, header_of
from aligner.writers import manifest
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line
from aligner.writers.plain_data import (
    Record,
    document_of,
    document_record,
    duplicate_of,
    duplicate_record,
    row_of,
    segment_of,
    segment_record,
    sentence_records,
)

Row = TypeVar("Row")

BLOCK_SENTENCES = 10_000  # of a document that are written at a time
_MAX_LINE_CHARS = 1 << 28  # a whole book has a few million


@dataclass(frozen=True, slots=True)
class Stored(Generic[Row]):
    """Rows on disk, read again each time they are iterated."""

    path: Path
    read: Callable[[Path], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        """Read the rows from the beginning."""
        return self.read(self.path)


def write(corpus: Corpus, folder: Path) -> list[Path]:
    """Write documents, pairs, rejected, segments, duplicates, findings and skipped as ``NAME.jsonl`` into `folder`."""
    rows: dict[str, Iterable[Record]] = {
        "pairs": (pair._asdict() for pair in corpus.pairs),
        "segments": map(segment_record, corpus.segments),
        "rejected": (pair._asdict() for pair in corpus.rejected),
        "duplicates": map(duplicate_record, corpus.duplicates),
        "findings": (finding._asdict() for segment in corpus.segments for finding in segment.findings),
        "skipped": (skipped._asdict() for skipped in corpus.skipped),
    }
    lines: dict[str, Iterable[str]] = {"documents": chain.from_iterable(map(_document_line, corpus.documents))}
    lines |= {name: map(json_line, records) for name, records in rows.items()}
    return [_write_lines(folder / f"{name}.jsonl", pieces) for name, pieces in lines.items()]


def read_documents(path: Path) -> Iterator[Document]:
    """Read the documents of a ``documents.jsonl``.

    Raises
    ------
    InputError
        While iterating, when the file is damaged or missing.
    """
    return _read_lines(path, document_of)


def read_segments(path: Path) -> Iterator[Segment]:
    """Read the segments of a ``segments.jsonl``, also the dropped ones.

    Raises
    ------
    InputError
        While iterating, when the file is damaged or missing.
    """
    return _read_lines(path, segment_of)


def read_corpus(folder: Path) -> Corpus:
    """Read the corpus that a run wrote into `folder`; documents and segments stay on disk.

    Raises
    ------
    InputError
        When a file is damaged or missing.
    """
    head = manifest.read(folder)
    return Corpus(
        documents=Stored(folder / "documents.jsonl", read_documents),
        pairs=_read_pairs(folder / "pairs.jsonl"),
        rejected=_read_pairs(folder / "rejected.jsonl"),
        segments=Stored(folder / "segments.jsonl", read_segments),
        duplicates=tuple(_read_lines(folder / "duplicates.jsonl", duplicate_of)),
        skipped=tuple(_read_lines(folder / "skipped.jsonl", lambda record: row_of(Skipped, record))),
        signature=head["signature"],
        date=str(head.get("date", "")),
        memory=_memory(folder, head.get("memory", {})),
        promise=_of_manifest(folder, head.get("promise"), lambda record: row_of(Promise, record)),
        origin=_of_manifest(folder, head.get("origin"), _origin),
    )


def _memory(folder: Path, record: object) -> MemoryHeader:
    try:
        return header_of(record)
    except (TypeError, ValueError) as error:
        raise InputError(f"cannot read {folder / 'manifest.json'}: it is damaged; run aligner pair again") from error


def _of_manifest(folder: Path, record: Record | None, read: Callable[[Record], Row]) -> Row | None:
    try:
        return None if record is None else read(record)
    except (KeyError, TypeError) as error:
        raise InputError(f"cannot read {folder / 'manifest.json'}: it is damaged; run aligner pair again") from error


def _origin(record: Record) -> OriginSample:
    return row_of(OriginSample, record | {side: row_of(SampledOrigin, record[side]) for side in SIDES})


def _read_pairs(path: Path) -> tuple[DocumentPair, ...]:
    return tuple(_read_lines(path, lambda record: row_of(DocumentPair, record)))


def _document_line(document: Document) -> Iterator[str]:
    """Yield the line of a document in pieces: as one string, that of a very long one would fill memory."""
    sentences = document.sentences
    if len(sentences) <= BLOCK_SENTENCES:
        yield json_line(document_record(document))
        return
    # Within a string of JSON the quotes of this mark would be escaped.
    mark = '"sentences": ['
    head, tail = json_line(document_record(replace(document, sentences=()))).split(mark, 1)
    yield head + mark
    for first in range(0, len(sentences), BLOCK_SENTENCES):
        block = json_line({"": sentence_records(sentences[first : first + BLOCK_SENTENCES])})
        yield ", " * bool(first) + block.removeprefix('{"": [').removesuffix("]}\n")
    yield tail


def _write_lines(path: Path, lines: Iterable[str]) -> Path:
    with open_atomic(path) as handle:
        handle.writelines(lines)
    return path


def _read_lines(path: Path, build: Callable[[Record], Row]) -> Iterator[Row]:
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as handle:
            while line := handle.readline(_MAX_LINE_CHARS):
                number += 1
                yield build(json.loads(line))
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}; run aligner pair again to make it") from error
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputError(f"cannot read {path}: line {number} is damaged; run aligner pair again") from error
