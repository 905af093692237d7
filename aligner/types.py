"""The nouns. Everything else in the package turns one of these into the next.

paths -> Document -> DocumentPair -> Bead -> Segment -> Corpus
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Side = Literal["en", "fr"]
SIDES: tuple[Side, Side] = ("en", "fr")
Severity = Literal["minor", "major", "critical"]


class Sentence(NamedTuple):
    """A sentence and where it stands: half-open offsets into its document's text."""

    text: str
    start: int
    end: int
    paragraph: int


class Step(NamedTuple):
    """One change that cleaning made: at `at`, `before` became `after`.

    `at` is an offset into the text as it stood when the step was taken, so the
    steps of a document replay forwards and undo backwards.
    """

    name: str
    before: str
    after: str
    at: int


@dataclass(frozen=True, slots=True)
class Document:
    """One story in one language.

    Attributes
    ----------
    id : str
        Relative POSIX path, or ``path#record`` for files of many records.
    text : str
        The text as read, or the cleaned text once `steps` are there.
    side : Side or None
        None until the language has been told.
    language_confidence : float
        0..1, that `side` is right.
    meta : Mapping[str, str]
        What came with the text: title, date, url, agency, byline …
    aligned : str or None
        Id of the document whose sentences match these one by one (TMX and
        two-column input, which come already aligned).
    """

    id: str
    text: str
    side: Side | None = None
    language_confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    steps: tuple[Step, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    aligned: str | None = None


class Sketch(NamedTuple):
    """What the global stages know of a document: a record of fixed size, never its text.

    vector : (d,) float32 unit row, the mean of its sentences by their length
    signature : hashes of its numbers, dates and names, at most `aligner.pipeline.sketch.MOST` of them
    shingles : (128,) uint32 MinHash of its word 3-grams, all zero when it has none
    digest : SHA-256 of its words, case and spacing aside
    """

    id: str
    side: Side
    sentences: int
    characters: int
    date: str
    aligned: str | None
    vector: NDArray[np.float32]
    signature: frozenset[int]
    shingles: NDArray[np.uint32]
    digest: str


class Skipped(NamedTuple):
    """A file, record or document that was left out, and why."""

    source: str
    reason: str


class DocumentPair(NamedTuple):
    """Two documents judged to be versions of one story."""

    en: str
    fr: str
    confidence: float
    evidence: Mapping[str, float]


class Bead(NamedTuple):
    """Sentences `en[0]:en[1]` and `fr[0]:fr[1]` that translate each other; an empty range is a null.

    `score` is the cosine of the two sides' vectors, 0 for a null. `posterior` is how likely the
    aligner holds this very bead among all ways to align the two texts; 1 where there was nothing to choose.
    A `moved` bead stands at another place on the other side: it crosses beads that keep the order.
    """

    en: tuple[int, int]
    fr: tuple[int, int]
    score: float
    posterior: float = 1.0
    moved: bool = False


class Finding(NamedTuple):
    """An artefact. `start` and `end` are offsets into the document as it was read.

    `fix` is what might stand there instead, empty where nothing can be proposed.
    """

    document: str
    side: Side
    code: str
    severity: Severity
    category: str
    start: int
    end: int
    text: str
    message: str
    evidence: Mapping[str, object]
    fix: str = ""


class SideSpan(NamedTuple):
    """Where something shows in a segment: half-open offsets into the text of one side."""

    side: Side
    start: int
    end: int


class Reason(NamedTuple):
    """Why a segment is doubted, in words, and the spots it rests on."""

    text: str
    spots: tuple[SideSpan, ...] = ()


NOT_TRANSLATED = Reason("not translated")  # of a sentence that was left alone


class SegmentLocation(NamedTuple):
    """Where a segment stands: its documents, and its sentences in each."""

    en_doc: str
    fr_doc: str
    en: tuple[int, int]
    fr: tuple[int, int]


class Segment(NamedTuple):
    """A bead with its texts and what is known of them: a translation unit.

    `sources` are all places of a segment that stands in several, the first of which counts; else it is empty.
    `reviewed_by` names the people who judged or changed it.
    """

    en_doc: str
    fr_doc: str
    bead: Bead
    en_text: str
    fr_text: str
    confidence: float
    reasons: tuple[Reason, ...] = ()
    findings: tuple[Finding, ...] = ()
    kept: bool = True
    why_dropped: str = ""
    sources: tuple[SegmentLocation, ...] = ()
    reviewed_by: tuple[str, ...] = ()


class DocumentSpan(NamedTuple):
    """A half-open range of one document's text."""

    document: str
    start: int
    end: int


class Duplicate(NamedTuple):
    """A document that repeats another, the one kept of the two, and where they overlap."""

    kept: str
    dropped: str
    score: float
    how: str
    spans: tuple[tuple[DocumentSpan, DocumentSpan], ...] = ()


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything one run found out.

    `documents` and `segments` may be read from disk each time they are
    iterated, so that a corpus need not fit in memory. `rejected` are the pairs
    that were looked at and found to be no versions of one story.
    """

    documents: Iterable[Document]
    pairs: tuple[DocumentPair, ...]
    segments: Iterable[Segment]
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[DocumentPair, ...]
    skipped: tuple[Skipped, ...]
    signature: Mapping[str, object]
