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
from typing import Any, Generic, NamedTuple, TypeVar

from aligner.errors import InputError
from aligner.source_units import MemoryHeader, header_of, unit_of, unit_record
from aligner.types import (
    NOT_TRANSLATED,
    SIDES,
    Bead,
    Corpus,
    Document,
    DocumentPair,
    DocumentSpan,
    Duplicate,
    Finding,
    OriginSample,
    Promise,
    Reason,
    SampledOrigin,
    Segment,
    SegmentLocation,
    Sentence,
    SideSpan,
    Skipped,
    Span,
    Step,
)
from aligner.writers import manifest
from aligner.writers.atomic import open_atomic
from aligner.writers.escaping import json_line

Record = dict[str, Any]
Row = TypeVar("Row")
Tuple = TypeVar("Tuple", bound=NamedTuple)

BLOCK_SENTENCES = 10_000  # of a document that are written at a time
_SENTENCE_KEYS = ("text", "start", "end", "paragraph")
_MAX_LINE_CHARS = 1 << 28  # a whole book has a few million
_EARLIER_CODES = {NOT_TRANSLATED.text: NOT_TRANSLATED.code}  # the only one that the code compares


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
        "duplicates": map(_duplicate_record, corpus.duplicates),
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
        duplicates=tuple(_read_lines(folder / "duplicates.jsonl", _duplicate)),
        skipped=tuple(_read_lines(folder / "skipped.jsonl", lambda record: _row(Skipped, record))),
        signature=head["signature"],
        date=str(head.get("date", "")),
        memory=_memory(folder, head.get("memory", {})),
        promise=_of_manifest(folder, head.get("promise"), lambda record: _row(Promise, record)),
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
    return _row(OriginSample, record | {side: _row(SampledOrigin, record[side]) for side in SIDES})


def _read_pairs(path: Path) -> tuple[DocumentPair, ...]:
    return tuple(_read_lines(path, lambda record: _row(DocumentPair, record)))


def document_record(document: Document) -> Record:
    """Return a document as plain data, for JSON."""
    meta = dict(document.meta)
    return {
        "id": document.id,
        "side": document.side,
        "language_confidence": document.language_confidence,
        "sentences": _sentence_records(document.sentences),
        "sha256": meta.pop("sha256", None),
        "steps": [step._asdict() for step in document.steps],
        "meta": meta,
        "aligned": document.aligned,
        "text": document.text,
    }


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
        block = json_line({"": _sentence_records(sentences[first : first + BLOCK_SENTENCES])})
        yield ", " * bool(first) + block.removeprefix('{"": [').removesuffix("]}\n")
    yield tail


def _sentence_records(sentences: Iterable[Sentence]) -> list[Record]:
    """Return sentences as plain data; the units that they are from are with the segments."""
    return [dict(zip(_SENTENCE_KEYS, sentence[: len(_SENTENCE_KEYS)], strict=True)) for sentence in sentences]


def document_of(record: Record) -> Document:
    """Return the document of a record that `document_record` made."""
    sha256 = record["sha256"]
    return Document(
        id=record["id"],
        text=record["text"],
        side=record["side"],
        language_confidence=record["language_confidence"],
        sentences=tuple(_row(Sentence, row) for row in record["sentences"]),
        steps=tuple(_row(Step, row) for row in record["steps"]),
        meta=record["meta"] | ({} if sha256 is None else {"sha256": sha256}),
        aligned=record["aligned"],
    )


def segment_record(segment: Segment) -> Record:
    """Return a segment as plain data, for JSON."""
    bead = segment.bead
    return {
        "en_doc": segment.en_doc,
        "fr_doc": segment.fr_doc,
        "en": list(range(*bead.en)),
        "fr": list(range(*bead.fr)),
        "en_text": segment.en_text,
        "fr_text": segment.fr_text,
        "confidence": segment.confidence,
        "reasons": [reason.text for reason in segment.reasons],
        "reason_codes": [reason.code for reason in segment.reasons],
        "reason_spots": [[spot._asdict() for spot in reason.spots] for reason in segment.reasons],
        "findings": [finding._asdict() for finding in segment.findings],
        "kept": segment.kept,
        "why_dropped": segment.why_dropped,
        "score": bead.score,
        # An empty list of sentences does not show the position of the null.
        "at": [bead.en[0], bead.fr[0]],
        "moved": bead.moved,
        "posterior": bead.posterior,
        "sources": [location._asdict() for location in segment.sources],
        **({"reviewed_by": list(segment.reviewed_by)} if segment.reviewed_by else {}),
        **({"unit": unit_record(segment.unit)} if segment.unit else {}),
    }


def segment_of(record: Record) -> Segment:
    """Return the segment of a record that `segment_record` made, in this version or an earlier one."""
    en, fr = record["at"]
    return Segment(
        en_doc=record["en_doc"],
        fr_doc=record["fr_doc"],
        bead=Bead(
            (en, en + len(record["en"])),
            (fr, fr + len(record["fr"])),
            record["score"],
            # Earlier versions wrote neither.
            record.get("posterior", 1.0),
            record.get("moved", False),
        ),
        en_text=record["en_text"],
        fr_text=record["fr_text"],
        confidence=record["confidence"],
        reasons=_reasons(record),
        findings=tuple(_row(Finding, row) for row in record["findings"]),
        kept=record["kept"],
        why_dropped=record["why_dropped"],
        sources=tuple(
            SegmentLocation(row["en_doc"], row["fr_doc"], _span(row["en"]), _span(row["fr"]))
            for row in record.get("sources", ())
        ),
        reviewed_by=tuple(record.get("reviewed_by", ())),
        unit=unit_of(record["unit"]) if "unit" in record else None,
    )


def _reasons(record: Record) -> tuple[Reason, ...]:
    texts = record["reasons"]
    # Earlier versions wrote neither spots nor codes.
    spots = record.get("reason_spots") or [()] * len(texts)
    codes = record.get("reason_codes") or [_EARLIER_CODES.get(text, "") for text in texts]
    return tuple(
        Reason(code, text, tuple(_row(SideSpan, spot) for spot in own))
        for code, text, own in zip(codes, texts, spots, strict=True)
    )


def _span(ends: list[int]) -> Span:
    return ends[0], ends[1]


def _duplicate_record(duplicate: Duplicate) -> Record:
    return duplicate._asdict() | {"spans": [[span._asdict() for span in spans] for spans in duplicate.spans]}


def _duplicate(record: Record) -> Duplicate:
    spans = tuple((_row(DocumentSpan, kept), _row(DocumentSpan, dropped)) for kept, dropped in record["spans"])
    duplicate = _row(Duplicate, record)
    matched, dropped = duplicate.coverage
    return duplicate._replace(spans=spans, coverage=(matched, dropped), excerpts=tuple(duplicate.excerpts))


def _row(kind: type[Tuple], record: Record) -> Tuple:
    """Return a row of `kind`; keys that it lacks are ignored, keys that an earlier version lacked get the default."""
    record = kind._field_defaults | record
    return kind._make(record[name] for name in kind._fields)


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
