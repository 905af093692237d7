"""Documents, segments and sketches as the workspace stores them: rows of values without their names, fast to parse."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import starmap
from typing import Any

import numpy as np

from aligner.types import (
    Bead,
    Document,
    Finding,
    Reason,
    Segment,
    SegmentLocation,
    Sentence,
    SideSpan,
    Sketch,
    Step,
)

LAYOUT = str([kind._fields for kind in (Sentence, Step, Sketch, Bead, Finding, SideSpan, Reason, Segment)])


def document_text(document: Document) -> str:
    """Return a document as JSON."""
    row = (
        document.id,
        document.text,
        document.side,
        document.language_confidence,
        document.sentences,
        document.steps,
        dict(document.meta),
        document.aligned,
    )
    return json.dumps(row, ensure_ascii=False)


def parse_document(text: str) -> Document:
    """Return the document of a text that `document_text` made."""
    id, content, side, confidence, sentences, steps, meta, aligned = json.loads(text)
    return Document(
        id, content, side, confidence, tuple(starmap(Sentence, sentences)), tuple(starmap(Step, steps)), meta, aligned
    )


def segments_text(segments: Sequence[Segment]) -> str:
    """Return segments as JSON."""
    return json.dumps(segments, ensure_ascii=False)


def parse_segments(text: str) -> Iterator[Segment]:
    """Yield the segments of a text that `segments_text` made."""
    return starmap(_segment, json.loads(text))


def _segment(
    en_doc: str,
    fr_doc: str,
    bead: list[Any],
    en_text: str,
    fr_text: str,
    confidence: float,
    reasons: list[Any],
    findings: list[Any],
    kept: bool,
    why_dropped: str,
    sources: list[Any],
    reviewed_by: list[str],
) -> Segment:
    en, fr, *scores = bead
    return Segment(
        en_doc,
        fr_doc,
        Bead((en[0], en[1]), (fr[0], fr[1]), *scores),
        en_text,
        fr_text,
        confidence,
        tuple(Reason(code, text, tuple(starmap(SideSpan, spots))) for code, text, spots in reasons),
        tuple(starmap(Finding, findings)),
        kept,
        why_dropped,
        tuple(SegmentLocation(ids[0], ids[1], tuple(ids[2]), tuple(ids[3])) for ids in sources),
        tuple(reviewed_by),
    )


SketchRow = tuple[str, bytes, bytes]


def sketch_row(sketch: Sketch) -> SketchRow:
    """Return a sketch as JSON, and its vector and shingles as bytes."""
    plain = sketch._asdict() | {"vector": None, "shingles": None, "signature": sorted(sketch.signature)}
    return json.dumps(plain), sketch.vector.tobytes(), sketch.shingles.tobytes()


def parse_sketch(text: str, vector: bytes, shingles: bytes) -> Sketch:
    """Return the sketch of a row that `sketch_row` made."""
    plain = json.loads(text)
    plain["signature"] = frozenset(plain["signature"])
    plain["vector"], plain["shingles"] = np.frombuffer(vector, np.float32), np.frombuffer(shingles, np.uint32)
    return Sketch(**plain)
