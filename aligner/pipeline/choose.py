"""Choose the candidate pairs that are versions of one story."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from aligner.types import DocumentPair, Sketch

MIN_JOINING_CONFIDENCE = 0.9  # of a document that joins a pair that was already made
MIN_COPY_COSINE = 0.75  # of two documents of one side that may be copies of one story
Cosine = Callable[[str, str], float]


def cosine_of(sketches: Mapping[str, Sketch]) -> Cosine:
    """Return the function that computes the cosine of two documents from their sketches."""
    return lambda one, other: float(sketches[one].vector @ sketches[other].vector)


def choose(
    pairs: Iterable[DocumentPair], cosine: Cosine, min_confidence: float
) -> tuple[list[DocumentPair], list[DocumentPair]]:
    """Split judged pairs into versions of one story and the rest.

    The surest pairs come first and take their documents. A document whose own
    best partner is taken may still join it, as one more copy in the family,
    when that is sure and it resembles the copy that was first.

    Parameters
    ----------
    cosine : of the vectors of two documents on one side, given their ids

    Returns
    -------
    accepted, rejected : lists of DocumentPair, sorted by ids
    """
    accepted: list[DocumentPair] = []
    rejected: list[DocumentPair] = []
    partner: dict[str, str] = {}
    for pair in sorted(pairs, key=lambda pair: (-pair.confidence, pair.en, pair.fr)):
        if pair.confidence >= min_confidence and _fits(pair, partner, cosine):
            accepted.append(pair)
            partner.setdefault(pair.en, pair.fr)
            partner.setdefault(pair.fr, pair.en)
        else:
            rejected.append(pair)
    return sorted(accepted, key=lambda pair: pair.ids), sorted(rejected, key=lambda pair: pair.ids)


def _fits(pair: DocumentPair, partner: Mapping[str, str], cosine: Cosine) -> bool:
    taken = [id for id in (pair.en, pair.fr) if id in partner]
    if not taken:
        return True
    if len(taken) == 2 or pair.confidence < MIN_JOINING_CONFIDENCE:
        return False
    new = pair.fr if taken == [pair.en] else pair.en
    return cosine(new, partner[taken[0]]) >= MIN_COPY_COSINE
