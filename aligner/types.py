"""The nouns of the package: every stage turns one of these into the next.

paths -> RawDocument -> Document -> DocumentPair -> Bead -> Segment -> Corpus
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.source_units import MemoryHeader, SourceUnit

Side = Literal["en", "fr"]
SIDES: tuple[Side, Side] = ("en", "fr")
Severity = Literal["minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = ("critical", "major", "minor")  # the most severe first
Span = tuple[int, int]  # half-open: the start and the end before which it stops

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]


class Sentence(NamedTuple):
    """A sentence with its half-open offsets into its document's text and the number of its paragraph.

    unit : of a translation memory that it is from, on one side of it
    """

    text: str
    start: int
    end: int
    paragraph: int
    unit: SourceUnit | None = None


class Step(NamedTuple):
    """One change made by cleaning: `before` was replaced by `after` at offset `at`.

    The offset refers to the text at the time of the change, so the steps of a
    document can be replayed forwards and undone backwards.
    """

    name: str
    before: str
    after: str
    at: int


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A story as a reader returns it, before its language has been identified.

    Attributes
    ----------
    id : str
        Relative POSIX path, or ``path#record`` for files of many records.
    text : str
        The text as read, or the cleaned text if there are `steps`.
    side : Side or None
        The language that the format declares, if it does.
    sentences : tuple of Sentence
        Only set in documents that are already aligned.
    steps : tuple of Step
        The changes made by cleaning.
    meta : Mapping[str, str]
        Metadata of the file or record: title, date, url, agency, byline …
    aligned : str or None
        Id of the document whose sentences match these one by one (TMX, two-column files).
    """

    id: str
    text: str
    side: Side | None = None
    sentences: tuple[Sentence, ...] = ()
    steps: tuple[Step, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    aligned: str | None = None

    def on_side(self, side: Side, confidence: float, meta: Mapping[str, str] | None = None) -> Document:
        """Return the document with its language, and with other metadata if `meta` is given."""
        own = self.meta if meta is None else meta
        return Document(self.id, self.text, side, confidence, self.sentences, self.steps, own, self.aligned)


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaned story in one language; `sentences` are empty until it is segmented.

    Attributes
    ----------
    language_confidence : float
        0..1, the confidence that `side` is right. All others are as in `RawDocument`.
    """

    id: str
    text: str
    side: Side
    language_confidence: float = 0.0
    sentences: tuple[Sentence, ...] = ()
    steps: tuple[Step, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    aligned: str | None = None


class Sketch(NamedTuple):
    """A summary of a document, of fixed size and without its text, for stages that compare all documents.

    date : when it was published and which version it is, a line of `aligner.documents.story_time`
    vector : (d,) float32 unit row, the mean of its sentence vectors weighted by length
    signature : hashes of its numbers, dates and names, limited in number by `aligner.documents.sketch`
    shingles : (128,) uint32 MinHash of its word 3-grams, all zero if it has none
    digest : SHA-256 of its words, ignoring case and spacing
    words : number of its words
    rare_words : uint32 sample of its rare words, see `aligner.documents.rare_words`
    artefacts : number of changes made by cleaning, without those of the layout
    """

    id: str
    side: Side
    sentences: int
    characters: int
    date: str
    aligned: str | None
    vector: Floats
    signature: frozenset[int]
    shingles: NDArray[np.uint32]
    digest: str
    words: int
    rare_words: NDArray[np.uint32]
    artefacts: int = 0


class Skipped(NamedTuple):
    """A file, record or document that was left out, and the reason."""

    source: str
    reason: str


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


class DocumentSpan(NamedTuple):
    """A half-open range of one document's text."""

    document: str
    start: int
    end: int


class Duplicate(NamedTuple):
    """A document that repeats another one, and the document of their family that is kept.

    score : 0..1, probability of being copies; 1 for the same words only
    how : exact, near, spun, translated, contained, same template or same topic (see `aligner.deduplication.match`)
    spans : overlapping ranges of the matched and of the dropped document, as read
    matched : the document that the dropped one was compared with: the kept one, or another of the family
    coverage : share of the characters of the matched and of the dropped document that the other repeats
    why : the rule by which the kept document was chosen
    excerpts : beginning of the longest overlap in both documents, empty if not asked for
    relation : what the dropped document is to the kept one: newer version, older version, correction, uncorrected
        version, other version if their order is not known, or empty if they are not known to be two versions
    """

    kept: str
    dropped: str
    score: float
    how: str
    spans: tuple[tuple[DocumentSpan, DocumentSpan], ...] = ()
    matched: str = ""
    coverage: tuple[float, float] = (0.0, 0.0)
    why: str = ""
    excerpts: tuple[str, ...] = ()
    relation: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return the row that `aligner dedup` prints, in which `how` is called ``level``."""
        row = self._asdict()
        spans = [[span._asdict() for span in pair] for pair in self.spans]
        lists = {"spans": spans, "coverage": list(self.coverage), "excerpts": list(self.excerpts)}
        return {"kept": row.pop("kept"), "dropped": row.pop("dropped"), "level": row.pop("how"), **row, **lists}


class Promise(NamedTuple):
    """How many of the kept segments may be wrong, and what that rests on.

    alpha : the share that was asked for
    certainty : with which the share is at most `bound`; 0 if it rests on the calibration
    judged : candidates that people judged
    candidates : pairs that a threshold decides on, each counted once
    threshold : the confidence from which segments are kept, None if no threshold can be promised
    kept : candidates that reach it
    expected_wrong : share of them that their confidence expects to be wrong
    bound : highest share of them that the answers allow to be wrong, taken for this threshold by itself; None if it
        rests on the calibration
    basis : "judged pairs" or "own calibration"
    seed : of the order in which pairs are asked for
    bounds : by threshold, the highest share of wrong candidates that the answers allow, with `certainty` for all of
        them at once
    """

    alpha: float
    certainty: float
    judged: int
    candidates: int
    threshold: float | None
    kept: int
    expected_wrong: float
    bound: float | None
    basis: str
    seed: int
    bounds: Mapping[str, float] = {}


class SampledOrigin(NamedTuple):
    """How many of the texts of a language in a random sample read as made by a machine.

    texts : that were sampled
    machine_made : texts that read as translated by a machine or spun, whole or in part
    cannot_say : texts for which the verdict is open
    low, high : the share of such texts in the corpus, an exact 95 % interval (Clopper and Pearson 1934)
    """

    texts: int
    machine_made: int
    cannot_say: int
    low: float
    high: float


class OriginSample(NamedTuple):
    """How the texts of a corpus were made, by a random sample of its pairs.

    pairs : that were sampled
    drawn : pairs that were drawn for them; the others have a text that is too short or too long to judge
    seed : of the order of the draw
    """

    pairs: int
    drawn: int
    seed: int
    en: SampledOrigin
    fr: SampledOrigin


@dataclass(frozen=True, slots=True)
class Corpus:
    """The results of one run.

    `documents` and `segments` may be read from disk each time they are iterated,
    so that a corpus need not fit in memory. `rejected` are the candidate pairs
    judged not to be versions of one story. `date` is that of its newest input, as
    TMX writes dates, "" if it is not known. `memory` is what the headers of the
    translation memories among them have in common. `promise` is that of a run with
    a share of wrong segments that it was given. `origin` is how the texts were made,
    by a sample of them, if there are enough to sample.
    """

    documents: Iterable[Document]
    pairs: tuple[DocumentPair, ...]
    segments: Iterable[Segment]
    duplicates: tuple[Duplicate, ...]
    rejected: tuple[DocumentPair, ...]
    skipped: tuple[Skipped, ...]
    signature: Mapping[str, object]
    date: str = ""
    memory: MemoryHeader = field(default_factory=MemoryHeader)
    promise: Promise | None = None
    origin: OriginSample | None = None
