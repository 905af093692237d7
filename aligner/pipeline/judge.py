"""Judge a candidate pair: align two documents, score the result, find its artefacts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from aligner.alignment.align import align
from aligner.alignment.anchors import Anchor
from aligner.alignment.realign import PreviousAlignment, realign
from aligner.confidence import Context, ScoredSegment, load_model, score_segments
from aligner.confidence.chosen_model import ChosenModelEvidence, ChosenModelLayer
from aligner.confidence.features.entities import common_names
from aligner.deduplication.match import MIN_EVENT_PROBABILITY, same_event_probability
from aligner.detectors.attach import attach
from aligner.detectors.view import Unmatched
from aligner.encoders import load_encoder
from aligner.encoders.encoded import EncodedDocument
from aligner.encoders.words import words_of
from aligner.messages import message
from aligner.settings import Settings
from aligner.text.words.segment_words import PairWords
from aligner.types import Bead, Document, DocumentPair, Floats, Reason, Segment, Span

PRIOR_OF_ALIGNED_ROWS = 0.9  # share of the rows of a translation memory that are right
PAIR_NAMES = ("covered_least", "covered_most", "mean", "alike", "cosine", "shared")


class ScoredPair(NamedTuple):
    """A candidate pair with the segments it would give, and what was read to score them.

    Attributes
    ----------
    unmatched : sequence of pairs of sequences of Quantity
        For each segment, the numbers of either side that the other lacks.
    words : PairWords
        The words of the segments.
    same_event : float
        Probability that both report the same event, 1 for two columns that came aligned.
    """

    pair: DocumentPair
    segments: tuple[Segment, ...]
    unmatched: Sequence[Unmatched]
    words: PairWords
    same_event: float


class JudgedPair(NamedTuple):
    """A pair with its segments, as it is stored.

    same_event : as in `ScoredPair`
    examined : whether its artefacts were sought
    """

    pair: DocumentPair
    segments: tuple[Segment, ...]
    same_event: float
    examined: bool


def align_and_score(
    en: EncodedDocument,
    fr: EncodedDocument,
    similarity: tuple[float, float],
    settings: Settings,
    *,
    anchors: Sequence[Anchor] = (),
    previous: PreviousAlignment | None = None,
    layer: ChosenModelLayer | None = None,
) -> ScoredPair:
    """Align two documents and score the segments and the pair.

    Parameters
    ----------
    similarity : (cosine, shared)
        Cosine of the documents' vectors and overlap of their signatures, as pairing computed them.
    anchors : sequence of (int, int)
        Sentences that are known to belong together, as `align` takes them.
    previous : PreviousAlignment
        The alignment of the two before they were edited: only what has changed is aligned again.
    layer : ChosenModelLayer
        What the vectors of a chosen model add to the confidence.
    """
    beads = _beads(en, fr, settings, anchors, previous)
    texts = [(_text(en.document, bead.en), _text(fr.document, bead.fr)) for bead in beads]
    kept = common_names(*((sentence.text for sentence in side.document.sentences) for side in (en, fr)))
    # For two columns that came aligned there are no posteriors and no neighbours to rely on.
    prior = PRIOR_OF_ALIGNED_ROWS if en.document.aligned == fr.document.id else None
    context = Context(beads, texts, kept, _embedded_vectors(en, fr, settings))
    chosen = ChosenModelEvidence(layer, (en.vectors, fr.vectors)) if layer else None
    scores = score_segments(context, prior=prior, chosen=chosen, read_again=settings.context)
    units = [sentence.unit for sentence in en.document.sentences] if prior else [None] * len(beads)
    segments = tuple(
        _segment((en.document.id, fr.document.id), bead, pair, score)._replace(unit=unit)
        for bead, pair, score, unit in zip(beads, texts, scores.segments, units, strict=True)
    )
    # The sentences of two reports by one template translate each other, too; two columns are of one text.
    same_event = 1.0 if prior else same_event_probability(en.document, fr.document, beads)
    features = pair_features(segments, similarity)
    pair = _document_pair((en.document.id, fr.document.id), features, same_event)
    unmatched = [score.differences.numbers for score in scores.segments]
    return ScoredPair(pair, segments, unmatched, scores.words, same_event)


def _document_pair(ids: tuple[str, str], features: Sequence[float], same_event: float) -> DocumentPair:
    """Return a pair with its confidence, given its `pair_features` and the probability that both report one event."""
    confidence = float(load_model().pair.probability(np.array([features]))[0])
    confidence = min(confidence, same_event) if same_event < MIN_EVENT_PROBABILITY else confidence
    return DocumentPair(*ids, round(confidence, 4), dict(zip(PAIR_NAMES, features, strict=True)))


def with_similarity(pair: DocumentPair, similarity: tuple[float, float], same_event: float) -> DocumentPair:
    """Return a pair as it is with other similarities, which depend on all documents of a run."""
    features = [pair.evidence[name] for name in PAIR_NAMES[: -len(similarity)]]
    return _document_pair((pair.en, pair.fr), [*features, *(round(value, 4) for value in similarity)], same_event)


def judge(
    en: EncodedDocument,
    fr: EncodedDocument,
    similarity: tuple[float, float],
    settings: Settings,
    *,
    anchors: Sequence[Anchor] = (),
    layer: ChosenModelLayer | None = None,
) -> JudgedPair:
    """Align two documents, score the result and find its artefacts, with the parameters of `align_and_score`.

    The segments have findings only if the two are versions of one story: artefacts of two unrelated stories mean
    nothing.
    """
    scored = align_and_score(en, fr, similarity, settings, anchors=anchors, layer=layer)
    segments, examined = scored.segments, scored.pair.confidence >= settings.min_pair
    if examined:
        facts = not settings.findings
        segments = attach(en.document, fr.document, segments, scored.unmatched, scored.words, only_facts=facts)
    return JudgedPair(scored.pair, tuple(segments), scored.same_event, examined)


def pair_features(segments: Sequence[Segment], similarity: tuple[float, float]) -> list[float]:
    """Return the features `PAIR_NAMES` of a pair.

    They are the smaller and the larger share of a side's characters in likely segments, the mean confidence of segments
    that have both sides, the mean cosine of all segments, 0 for nulls, and the two similarities. Hardly a
    segment of a spun copy is a faithful translation, although it is a version of its story: only the cosines show it.
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
    return [round(value, 4) for value in (min(shares), max(shares), mean, alike, *similarity)]


def _beads(
    en: EncodedDocument,
    fr: EncodedDocument,
    settings: Settings,
    anchors: Sequence[Anchor],
    previous: PreviousAlignment | None,
) -> list[Bead]:
    if en.document.aligned != fr.document.id:
        texts, vectors = (en.document.sentences, fr.document.sentences), (en.vectors, fr.vectors)
        seek = partial(realign, previous) if previous else align
        return seek(*texts, vectors, words=words_of(settings.model), anchors=anchors)
    cosines = (en.vectors * fr.vectors).sum(axis=1).round(6).tolist()
    return [Bead((at, at + 1), (at, at + 1), cosine) for at, cosine in enumerate(cosines)]


def _text(document: Document, span: Span) -> str:
    """Return the sentences of a bead joined by spaces, whatever layout was between them."""
    return " ".join(sentence.text for sentence in document.sentences[slice(*span)])


def _embedded_vectors(en: EncodedDocument, fr: EncodedDocument, settings: Settings) -> tuple[Floats, Floats]:
    """Return the vectors of the embedded encoder, whatever model aligned: the confidence is calibrated on these."""
    if not settings.model:
        return en.vectors, fr.vectors
    encode = load_encoder().encode
    left, right = (encode([sentence.text for sentence in side.document.sentences]) for side in (en, fr))
    return left, right


def _segment(ids: tuple[str, str], bead: Bead, texts: tuple[str, str], score: ScoredSegment) -> Segment:
    reasons = (*score.reasons, Reason("moved", message("moved"))) if bead.moved else score.reasons
    # The confidence of a null is that nothing on the other side translates it.
    return Segment(*ids, bead, *texts, score.confidence, reasons)
