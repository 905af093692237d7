"""Two documents to their aligned segments, and how likely they are versions of one story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.align import align
from aligner.align.given import Anchor
from aligner.confidence import Context, features, load_model, reasons
from aligner.confidence.features import NAMES, NOTHING, check, common_names
from aligner.detectors.attach import attach
from aligner.prepare import words_of
from aligner.settings import Settings
from aligner.types import Bead, Document, DocumentPair, Segment

PAIR_NAMES = ("covered_least", "covered_most", "mean", "cosine", "shared")


class Judged(NamedTuple):
    """A candidate pair with the segments it would give."""

    pair: DocumentPair
    segments: tuple[Segment, ...]


class Side(NamedTuple):
    """A document and its sentences' unit vectors, (n, d)."""

    document: Document
    vectors: NDArray[np.float32]


def judge(
    en: Side, fr: Side, likeness: tuple[float, float], settings: Settings, *, anchors: Sequence[Anchor] = ()
) -> Judged:
    """Align two documents and weigh what comes of it.

    Parameters
    ----------
    likeness : (cosine, shared)
        What pairing knew of the two: their vectors' cosine and their signatures' overlap.
    anchors : sequence of (int, int)
        Sentences that are known to belong together, as `align` takes them.
    """
    beads = _beads(en, fr, settings, anchors)
    texts = [(_text(en.document, bead.en), _text(fr.document, bead.fr)) for bead in beads]
    kept = common_names(en.document.text, fr.document.text)
    checks = [check(*pair, kept) if all(pair) else NOTHING for pair in texts]
    rows = features(Context(en.vectors, fr.vectors, beads, texts), checks)
    model = load_model()
    alone = rows[:, [NAMES.index(name) for name in model.null.names]]
    full = np.array([all(pair) for pair in texts], bool)
    chances = np.where(full, model.segment.probability(rows), model.null.probability(alone))
    segments = tuple(
        _segment((en.document.id, fr.document.id), bead, pair, float(chance), reasons(row, found))
        for bead, pair, chance, row, found in zip(beads, texts, chances, rows, checks, strict=True)
    )
    evidence = dict(zip(PAIR_NAMES, pair_features(segments, likeness), strict=True))
    confidence = float(model.pair.probability(np.array([list(evidence.values())]))[0])
    if confidence >= settings.min_pair:  # of two stories that have nothing to do with each other nothing is to be said
        segments = attach(en.document, fr.document, segments, [(each.numbers_en, each.numbers_fr) for each in checks])
    return Judged(DocumentPair(en.document.id, fr.document.id, round(confidence, 4), evidence), segments)


def pair_features(segments: Sequence[Segment], likeness: tuple[float, float]) -> list[float]:
    """Share of each side's characters in likely segments, their mean confidence, and pairing's two figures."""
    full = [s for s in segments if s.en_text and s.fr_text]
    likely = [s for s in full if s.confidence >= 0.5]
    shares = [
        sum(len(getattr(s, side)) for s in likely) / max(1, sum(len(getattr(s, side)) for s in segments))
        for side in ("en_text", "fr_text")
    ]
    weights = [len(s.en_text) + len(s.fr_text) for s in full]
    mean = sum(w * s.confidence for w, s in zip(weights, full, strict=True)) / max(1, sum(weights))
    return [round(value, 4) for value in (min(shares), max(shares), mean, *likeness)]


def _beads(en: Side, fr: Side, settings: Settings, anchors: Sequence[Anchor]) -> list[Bead]:
    if en.document.aligned != fr.document.id:
        texts, vectors = (en.document.sentences, fr.document.sentences), (en.vectors, fr.vectors)
        return align(*texts, vectors, settings.weights, words=words_of(settings.model), anchors=anchors)
    cosines = (en.vectors * fr.vectors).sum(axis=1).round(6).tolist()
    return [Bead((at, at + 1), (at, at + 1), cosine) for at, cosine in enumerate(cosines)]


def _text(document: Document, span: tuple[int, int]) -> str:
    """The sentences of a bead joined by spaces: what stood between them was layout."""
    return " ".join(sentence.text for sentence in document.sentences[slice(*span)])


def _segment(ids: tuple[str, str], bead: Bead, texts: tuple[str, str], chance: float, why: tuple[str, ...]) -> Segment:
    if bead.moved:
        why = (*why, "moved")
    # The confidence of a null is that nothing on the other side translates it.
    return Segment(*ids, bead, *texts, round(chance, 4), why if all(texts) else ("not translated",))
