"""Which words of two translations say the same: links between their vectors, in numpy alone.

Words that are each other's best are linked, and again after what has been linked speaks for its neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
METHODS = ("argmax", "itermax")
# Tuned on every other pair of the Hansards (docs/figures.md); a likeness of 1 is two equal words of common length.
DISTANCE = 0.5  # what a word loses that stands at the other end
REACH = 1.5  # words within which a link speaks for its neighbours: a word further, e^(-1/REACH) as much
FLOOR = 0.3  # below, the best is not good enough
DISCOUNT = 0.5  # of a second link of a word
MOST = 1000  # words of a side that are looked at: the tables grow with both


class Link(NamedTuple):
    """A word of each side by its place, and what speaks for the two: likeness, neighbours, place."""

    en: int
    fr: int
    score: float


def align_words(en: Floats, fr: Floats, *, method: str = "argmax") -> list[Link]:
    """Link the words of two sentences that are translations of each other.

    Parameters
    ----------
    en, fr : (m, dim) and (n, dim)
        A vector for each word, as `StaticEncoder.encode_tokens` gives them:
        not of unit length, for a longer one says more. Words after the first
        MOST are not linked.
    method : "argmax" or "itermax"
        "argmax" links a word once; "itermax" goes on among what is left, and
        finds more links of which fewer are right.

    Returns
    -------
    links : list of Link, in the order of the English words

    Notes
    -----
    Argmax and itermax are those of SimAlign (Jalili Sabet et al. 2020), the
    distance from the diagonal is that of fast_align (Dyer et al. 2013). That a
    link speaks for its neighbours is what an HMM aligner knows (Vogel et al.
    1996), here in one step instead of a search.
    """
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}, not {method!r}")
    # In double precision and rounded: which of two equal words is taken must not hang on how a sum was rounded.
    left, right = (side[:MOST].astype(np.float64) for side in (en, fr))
    if not (len(left) and len(right)):
        return []
    alike = _likeness(left, right)
    placed = np.round(alike - DISTANCE * _distance(len(left), len(right)), 6)
    firm = np.where(_mutual(placed, 0), np.maximum(alike, 0), 0)
    scores = np.round(placed + _near(len(left)) @ firm @ _near(len(right)), 6)
    links = _mutual(scores, FLOOR)
    if method == "itermax":
        links |= _mutual(_left(scores, links), FLOOR)
    return [Link(int(i), int(j), round(float(scores[i, j]), 4)) for i, j in np.argwhere(links)]


def _likeness(en: Doubles, fr: Doubles) -> Doubles:
    """Cosines times the geometric mean of the lengths, in terms of the common length: frequent words are short."""
    lengths = [np.maximum(np.linalg.norm(side, axis=1), 1e-9) for side in (en, fr)]
    rows = [side / np.sqrt(length)[:, None] for side, length in zip((en, fr), lengths, strict=True)]
    return np.asarray(rows[0] @ rows[1].T / np.concatenate(lengths).mean(), np.float64)


def _distance(m: int, n: int) -> Doubles:
    """Of each pair of places, how far it is from the diagonal, 0 to 1."""
    rows, columns = ((np.arange(size, dtype=np.float64) + 0.5) / size for size in (m, n))
    return np.asarray(np.abs(rows[:, None] - columns), np.float64)


def _near(size: int) -> Doubles:
    """How much each place speaks for another; nothing for itself."""
    places = np.arange(size, dtype=np.float64)
    near = np.exp(-np.abs(places[:, None] - places) / REACH)
    np.fill_diagonal(near, 0)
    return np.asarray(near, np.float64)


def _mutual(scores: Doubles, floor: float) -> NDArray[np.bool_]:
    """Pairs that are the best of their row and of their column, and above the floor."""
    found = np.zeros(scores.shape, np.bool_)
    rows, best = np.arange(len(scores)), scores.argmax(axis=1)
    found[rows, best] = (scores.argmax(axis=0)[best] == rows) & (scores[rows, best] > floor)
    return found


def _left(scores: Doubles, links: NDArray[np.bool_]) -> Doubles:
    """Scores after a round: a word that has a link is discounted, two that have one are out."""
    taken = links.sum(axis=1)[:, None] + links.sum(axis=0)
    return np.asarray(np.maximum(scores, 0) * np.array([1, DISCOUNT, 0], np.float64)[taken], np.float64)
