"""Turn documents, segments and duplicates into plain data for JSON, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from aligner.types import (
    NOT_TRANSLATED,
    Bead,
    Document,
    DocumentSpan,
    Duplicate,
    Finding,
    Reason,
    Segment,
    SegmentLocation,
    Sentence,
    SideSpan,
    Span,
    Step,
)
from aligner.types.units import unit_of, unit_record

Record = dict[str, Any]
Tuple = TypeVar("Tuple", bound=NamedTuple)

_SENTENCE_KEYS = ("text", "start", "end", "paragraph")
_EARLIER_CODES = {NOT_TRANSLATED.text: NOT_TRANSLATED.code}  # the only one that the code compares


def document_record(document: Document) -> Record:
    """Return a document as plain data, for JSON."""
    meta = dict(document.meta)
    return {
        "id": document.id,
        "side": document.side,
        "language_confidence": document.language_confidence,
        "sentences": sentence_records(document.sentences),
        "sha256": meta.pop("sha256", None),
        "steps": [step._asdict() for step in document.steps],
        "meta": meta,
        "aligned": document.aligned,
        "text": document.text,
    }


def sentence_records(sentences: Iterable[Sentence]) -> list[Record]:
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
        sentences=tuple(row_of(Sentence, row) for row in record["sentences"]),
        steps=tuple(row_of(Step, row) for row in record["steps"]),
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
        findings=tuple(row_of(Finding, row) for row in record["findings"]),
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
        Reason(code, text, tuple(row_of(SideSpan, spot) for spot in own))
        for code, text, own in zip(codes, texts, spots, strict=True)
    )


def _span(ends: list[int]) -> Span:
    return ends[0], ends[1]


def duplicate_record(duplicate: Duplicate) -> Record:
    """Return a duplicate as plain data, for JSON."""
    return duplicate._asdict() | {"spans": [[span._asdict() for span in spans] for spans in duplicate.spans]}


def duplicate_of(record: Record) -> Duplicate:
    """Return the duplicate of a record that `duplicate_record` made."""
    spans = tuple((row_of(DocumentSpan, kept), row_of(DocumentSpan, dropped)) for kept, dropped in record["spans"])
    duplicate = row_of(Duplicate, record)
    matched, dropped = duplicate.coverage
    return duplicate._replace(spans=spans, coverage=(matched, dropped), excerpts=tuple(duplicate.excerpts))


def row_of(kind: type[Tuple], record: Record) -> Tuple:
    """Return a row of `kind`; keys that it lacks are ignored, keys that an earlier version lacked get the default."""
    record = kind._field_defaults | record
    return kind._make(record[name] for name in kind._fields)
