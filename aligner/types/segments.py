"""Pairs of documents, and what is aligned in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from aligner.types.scalars import Severity, Side, Span
from aligner.types.units import SourceUnit


class DocumentPair(NamedTuple):
    """Ids of two documents judged to be versions of one story."""

    en: str
    fr: str
    confidence: float
    evidence: Mapping[str, float]

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of both documents."""
        return self.en, self.fr


class Bead(NamedTuple):
    """Sentences `en[0]:en[1]` and `fr[0]:fr[1]` that translate each other; an empty range is a null.

    score : cosine of the two sides' vectors, 0 for a null
    posterior : probability of this bead over all alignments of the two texts, 1 if there was no choice
    moved : its sentences are in another place on the other side, so that it crosses beads that keep the order
    """

    en: Span
    fr: Span
    score: float
    posterior: float = 1.0
    moved: bool = False

    @property
    def spans(self) -> tuple[Span, Span]:
        """The sentence ranges of both sides."""
        return self.en, self.fr


class Finding(NamedTuple):
    """An artefact.

    start, end : offsets into the document as it was read
    fix : a proposed replacement of `text`, empty if there is none
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
    """A half-open range of the text of one side of a segment."""

    side: Side
    start: int
    end: int


# fmt: off
ReasonCode = Literal[
    "",  # of a run by a version without codes
    "denied_on_one_side", "dissimilar", "fact_changed", "fact_doubtful", "foreign_words", "invalid_row", "length",
    "moved", "names_missing", "neighbour_as_similar", "not_translated", "numbers_missing", "opposite", "repetition",
    "same_text", "unlikely_words", "untranslated_passage", "word_order",
]
# fmt: on


class Reason(NamedTuple):
    """Why a segment is doubtful: a stable code, a sentence for people, and the places it is based on."""

    code: ReasonCode
    text: str
    spots: tuple[SideSpan, ...] = ()


DOUBT_THRESHOLD = 0.8  # confidence below which a person should check a segment
THRESHOLDS = (0.5, 0.7, 0.8, 0.9, 0.95)  # of confidence, that tables have a row for
NOT_TRANSLATED = Reason("not_translated", "not translated")  # the reason of a null


class SegmentLocation(NamedTuple):
    """The documents of a segment and its sentence range in each."""

    en_doc: str
    fr_doc: str
    en: Span
    fr: Span


class Segment(NamedTuple):
    """A bead with its texts, confidence and findings: a translation unit.

    sources : locations of a segment that occurs again, the kept one's first; a repeat has only that one's and its own
    reviewed_by : names of the people who judged or changed it
    unit : what its unit had in the translation memory that it is from
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
    unit: SourceUnit | None = None

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of both documents."""
        return self.en_doc, self.fr_doc
