"""The nouns of the package: every stage turns one of these into the next.

paths -> RawDocument -> Document -> DocumentPair -> Bead -> Segment -> Corpus
"""

from aligner.types.corpus import Corpus, OriginSample, Promise, SampledOrigin
from aligner.types.documents import Document, RawDocument, Sentence, Sketch, Skipped, Step
from aligner.types.duplicates import DocumentSpan, Duplicate
from aligner.types.scalars import SEVERITIES, SIDES, Doubles, Floats, Ints, Severity, Side, Span
from aligner.types.segments import (
    DOUBT_THRESHOLD,
    NOT_TRANSLATED,
    THRESHOLDS,
    Bead,
    DocumentPair,
    Finding,
    Reason,
    ReasonCode,
    Segment,
    SegmentLocation,
    SideSpan,
)

__all__ = [
    "DOUBT_THRESHOLD",
    "NOT_TRANSLATED",
    "SEVERITIES",
    "SIDES",
    "THRESHOLDS",
    "Bead",
    "Corpus",
    "Document",
    "DocumentPair",
    "DocumentSpan",
    "Doubles",
    "Duplicate",
    "Finding",
    "Floats",
    "Ints",
    "OriginSample",
    "Promise",
    "RawDocument",
    "Reason",
    "ReasonCode",
    "SampledOrigin",
    "Segment",
    "SegmentLocation",
    "Sentence",
    "Severity",
    "Side",
    "SideSpan",
    "Sketch",
    "Skipped",
    "Span",
    "Step",
]
