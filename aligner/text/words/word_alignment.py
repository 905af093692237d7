"""Word alignment from word vectors, in numpy alone.

Words that are each other's best match are linked. These links then raise the scores of their neighbours, and
mutual best matches are linked once more.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Doubles, Floats

METHODS = ("argmax", "itermax")
# Tuned on every other pair of the Hansards (docs/dev/measurements.md).
# Two equal words of mean length have a similarity of 1.
DIAGONAL_PENALTY = 0.5  # for two words at opposite ends
NEIGHBOUR_WORDS = 1.5  # distance in words over which the support of a link falls by a factor of e
CACHED_POSITIONS = 256  # words of a side for which the weights of neighbours are computed once
MIN_SCORE = 0.3  # of a link
SECOND_LINK_FACTOR = 0.5  # on the scores of a word that has a link
MAX_WORDS = 1000  # words of a side that are aligned: the cost grows with the product of both sides


class Link(NamedTuple):
    """A pair of words by their indices, with a score of similarity, neighbouring links and position."""

    en: int
    fr: int
    score: float


def align_words(en: Floats, fr: Floats, *, method: str = "argmax", max_words: int = MAX_WORDS) -> list[Link]:
    """Link the words of two sentences that are translations of each other.

    Parameters
    ----------
    en, fr : (m, dim) and (n, dim)
        A vector for each word from `StaticEncoder.encode_tokens`, not
        normalised: longer vectors carry more meaning.
    method : "argmax" or "itermax"
        "argmax" links each word at most once. "itermax" runs another round,
        which finds more links at a lower precision.
    max_words : int
        Words of each side that are aligned; later words have no links.

    Returns
    -------
    list of Link
        In the order of the English words.

    Raises
    ------
    ValueError
        When there is no such method.

    Notes
    -----
    Argmax and itermax come from SimAlign (Jalili Sabet et al. 2020), the
    distance from the diagonal from fast_align (Dyer et al. 2013). The support
    of neighbouring links models what the jump probabilities of an HMM aligner
    do (Vogel et al. 1996), in one step instead of a search.
    """
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}, not {method!r}")
    scores, links = _scores_and_links(en[:max_words], fr[:max_words])
    if method == "itermax" and links.any():
        links |= _mutual_best(_discounted(scores, links), MIN_SCORE)
    pairs = zip(np.argwhere(links).tolist(), scores[links].tolist(), strict=True)
    return [Link(i, j, round(score, 4)) for (i, j), score in pairs]


def linked_words(en: Floats, fr: Floats) -> dict[int, int]:
    """Return the index of the second sentence's word by that of the first one's, for the links of `align_words`."""
    _, links = _scores_and_links(en[:MAX_WORDS], fr[:MAX_WORDS])
    rows, columns = links.nonzero()
    return dict(zip(rows.tolist(), columns.tolist(), strict=True))


def _scores_and_links(en: Floats, fr: Floats) -> tuple[Doubles, NDArray[np.bool_]]:
    """Return the scores of all pairs of words, and which are mutual best matches, both (m, n)."""
    if not (len(en) and len(fr)):
        return np.zeros((len(en), len(fr))), np.zeros((len(en), len(fr)), np.bool_)
    # Double precision and rounding keep the choice between two equal words independent of the order of summation.
    left, right = en.astype(np.float64), fr.astype(np.float64)
    similarity = _similarity(left, right)
    penalised = np.round(similarity - DIAGONAL_PENALTY * _diagonal_distance(len(left), len(right)), 6)
    first_links = np.where(_mutual_best(penalised, 0), np.maximum(similarity, 0), 0)
    scores = np.round(penalised + _neighbour_weights(len(left)) @ first_links @ _neighbour_weights(len(right)), 6)
    return scores, _mutual_best(scores, MIN_SCORE)


def _similarity(en: Doubles, fr: Doubles) -> Doubles:
    """Return cosines weighted by the geometric mean of both lengths over the mean length: frequent words are short."""
    lengths = [np.maximum(np.sqrt(np.einsum("ij,ij->i", side, side)), 1e-9) for side in (en, fr)]
    rows = [side / np.sqrt(length)[:, None] for side, length in zip((en, fr), lengths, strict=True)]
    return np.asarray(rows[0] @ rows[1].T / np.concatenate(lengths).mean(), np.float64)


@lru_cache(maxsize=1024)
def _diagonal_distance(m: int, n: int) -> Doubles:
    """Return the distance of each pair of positions from the diagonal, 0 to 1."""
    rows, columns = ((np.arange(size, dtype=np.float64) + 0.5) / size for size in (m, n))
    return np.asarray(np.abs(rows[:, None] - columns), np.float64)


def _neighbour_weights(size: int) -> Doubles:
    """Return the weight with which each position supports each other one; 0 for itself."""
    if size > CACHED_POSITIONS:
        return _compute_neighbour_weights(size)
    return _cached_neighbour_weights()[:size, :size]


@cache
def _cached_neighbour_weights() -> Doubles:
    return _compute_neighbour_weights(CACHED_POSITIONS)


def _compute_neighbour_weights(size: int) -> Doubles:
    positions = np.arange(size, dtype=np.float64)
    weights = np.exp(-np.abs(positions[:, None] - positions) / NEIGHBOUR_WORDS)
    np.fill_diagonal(weights, 0)
    return np.asarray(weights, np.float64)


def _mutual_best(scores: Doubles, minimum: float) -> NDArray[np.bool_]:
    """Mark the pairs that are the best of their row and of their column, and above the minimum."""
    marked = np.zeros(scores.shape, np.bool_)
    rows, best = np.arange(len(scores)), scores.argmax(axis=1)
    marked[rows, best] = (scores.argmax(axis=0)[best] == rows) & (scores[rows, best] > minimum)
    return marked


def _discounted(scores: Doubles, links: NDArray[np.bool_]) -> Doubles:
    """Lower the scores of pairs after a round: one linked word is discounted, two are excluded."""
    linked = links.sum(axis=1)[:, None] + links.sum(axis=0)
    return np.asarray(np.maximum(scores, 0) * np.array([1, SECOND_LINK_FACTOR, 0], np.float64)[linked], np.float64)
