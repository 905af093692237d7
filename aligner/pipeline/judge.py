"""Two documents to their aligned segments, and how likely they are versions of one story."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.align import align
from aligner.alignment.anchors import Anchor
from aligner.alignment.realign import PreviousAlignment, realign
from aligner.confidence import Context, ScoredSegment, load_model, score_segments
from aligner.confidence.features.entities import common_names
from aligner.detectors.attach import attach
from aligner.encoders import load_encoder
from aligner.encoders.words import words_of
from aligner.settings import Settings
from aligner.types import Bead, Document, DocumentPair, Reason, Segment

ALIGNED = 0.9  # of the rows of a translation memory are right
MOVED = Reason("moved")
PAIR_NAMES = ("covered_least", "covered_most", "mean", "alike", "cosine", "shared")


class ScoredPair(NamedTuple):
    """A candidate pair with the segments it would give."""

    pair: DocumentPair
    segments: tuple[Segment, ...]


class EncodedDocument(NamedTuple):
    """A document and its sentences' unit vectors, (n, d)."""

    document: Document
    vectors: NDArray[np.float32]


def align_and_score(
    en: EncodedDocument,
    fr: EncodedDocument,
    likeness: tuple[float, float],
    settings: Settings,
    *,
    anchors: Sequence[Anchor] = (),
    past: PreviousAlignment | None = None,
) -> ScoredPair:
    """Align two documents and weigh what comes of it.

    Parameters
    ----------
    likeness : (cosine, shared)
        What pairing knew of the two: their vectors' cosine and their signatures' overlap.
    anchors : sequence of (int, int)
        Sentences that are known to belong together, as `align` takes them.
    past : Past
        How the two were aligned before they were edited: only what has changed is aligned anew.
    """
    beads = _beads(en, fr, settings, anchors, past)
    texts = [(_text(en.document, bead.en), _text(fr.document, bead.fr)) for bead in beads]
    kept = common_names(*((sentence.text for sentence in side.document.sentences) for side in (en, fr)))
    # Two columns that came aligned have no alignment that could speak for them.
    prior = ALIGNED if en.document.aligned == fr.document.id else None
    weighed = score_segments(Context(beads, texts, kept, _own(en, fr, settings)), prior=prior)
    segments = tuple(
        _segment((en.document.id, fr.document.id), bead, pair, found)
        for bead, pair, found in zip(beads, texts, weighed, strict=True)
    )
    evidence = dict(zip(PAIR_NAMES, pair_features(segments, likeness), strict=True))
    confidence = float(load_model().pair.probability(np.array([list(evidence.values())]))[0])
    if confidence >= settings.min_pair:  # of two stories that have nothing to do with each other nothing is to be said
        numbers = [(each.checks.numbers_en, each.checks.numbers_fr) for each in weighed]
        segments = attach(en.document, fr.document, segments, numbers)
    return ScoredPair(DocumentPair(en.document.id, fr.document.id, round(confidence, 4), evidence), segments)


def pair_features(segments: Sequence[Segment], likeness: tuple[float, float]) -> list[float]:
    """Share of each side's characters in likely segments, two means, and pairing's two figures.

    The means are the confidence of segments that have both sides, and the likeness of all, 0 for a null. A spun copy is
    a version of its story though hardly a segment of it is a faithful translation: what is left of it is the likeness.
    """
    full = [s for s in segments if s.en_text and s.fr_text]
    likely = [s for s in full if s.confidence >= 0.5]
    shares = [
        sum(len(getattr(s, side)) for s in likely) / max(1, sum(len(getattr(s, side)) for s in segments))
        for side in ("en_text", "fr_text")
    ]
    weights = [len(s.en_text) + len(s.fr_text) for s in full]
    mean = sum(weight * s.confidence for weight, s in zip(weights, full, strict=True)) / max(1, sum(weights))
    every = sum(len(s.en_text) + len(s.fr_text) for s in segments)
    alike = sum(weight * s.bead.score for weight, s in zip(weights, full, strict=True)) / max(1, every)
    return [round(value, 4) for value in (min(shares), max(shares), mean, alike, *likeness)]


def _beads(
    en: EncodedDocument,
    fr: EncodedDocument,
    settings: Settings,
    anchors: Sequence[Anchor],
    past: PreviousAlignment | None,
) -> list[Bead]:
    if en.document.aligned != fr.document.id:
        texts, vectors = (en.document.sentences, fr.document.sentences), (en.vectors, fr.vectors)
        seek = partial(realign, past) if past else align
        return seek(*texts, vectors, words=words_of(settings.model), anchors=anchors)
    cosines = (en.vectors * fr.vectors).sum(axis=1).round(6).tolist()
    return [Bead((at, at + 1), (at, at + 1), cosine) for at, cosine in enumerate(cosines)]


def _text(document: Document, span: tuple[int, int]) -> str:
    """The sentences of a bead joined by spaces: what stood between them was layout."""
    return " ".join(sentence.text for sentence in document.sentences[slice(*span)])


def _own(
    en: EncodedDocument, fr: EncodedDocument, settings: Settings
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vectors of the embedded encoder, whatever model aligned: the confidence is calibrated on its figures alone."""
    if not settings.model:
        return en.vectors, fr.vectors
    encode = load_encoder().encode
    left, right = (encode([sentence.text for sentence in side.document.sentences]) for side in (en, fr))
    return left, right


def _segment(ids: tuple[str, str], bead: Bead, texts: tuple[str, str], found: ScoredSegment) -> Segment:
    why = (*found.reasons, MOVED) if bead.moved else found.reasons
    # The confidence of a null is that nothing on the other side translates it.
    return Segment(*ids, bead, *texts, found.confidence, why)
