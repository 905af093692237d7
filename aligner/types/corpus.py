"""The results of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from aligner.types.documents import Document, Skipped
from aligner.types.duplicates import Duplicate
from aligner.types.segments import DocumentPair, Segment
from aligner.types.units import MemoryHeader


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
