"""Documents: as they are read, in one language, and in summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types.scalars import Floats, Side
from aligner.types.units import SourceUnit


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
