"""Choose the candidate pairs that are versions of one story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from aligner.types import DocumentPair, Sketch

MIN_JOINING_CONFIDENCE = 0.9  # of a document that joins a pair that was already made
MIN_COPY_COSINE = 0.75  # of two documents of one side that may be copies of one story


def choose(
    pairs: Iterable[DocumentPair], sketches: Mapping[str, Sketch], min_confidence: float
) -> tuple[list[DocumentPair], list[DocumentPair]]:
    """Split judged pairs into versions of one story and the rest.

    The surest pairs come first and take their documents. A document whose own
    best partner is taken may still join it, as one more copy in the family,
    when that is sure and it resembles the copy that was first.

    Returns
    -------
    accepted, rejected : lists of DocumentPair, sorted by ids
    """
    accepted: list[DocumentPair] = []
    rejected: list[DocumentPair] = []
    partner: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.confidence, pair.en, pair.fr)):
        if pair.confidence >= min_confidence and _fits(pair, partner, sketches):
            accepted.append(pair)
            partner.setdefault(pair.en, pair.fr)
            partner.setdefault(pair.fr, pair.en)
        else:
            rejected.append(pair)
    return sorted(accepted, key=lambda pair: pair.ids), sorted(rejected, key=lambda pair: pair.ids)


def _fits(pair: DocumentPair, partner: Mapping[str, str], sketches: Mapping[str, Sketch]) -> bool:
    taken = [id for id in (pair.en, pair.fr) if id in partner]
    if not taken:
        return True
    if len(taken) == 2 or pair.confidence < MIN_JOINING_CONFIDENCE:
        return False
    new = pair.fr if taken == [pair.en] else pair.en
    return float(sketches[new].vector @ sketches[partner[taken[0]]].vector) >= MIN_COPY_COSINE
