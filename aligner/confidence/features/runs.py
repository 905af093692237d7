"""Passages without a counterpart: the heaviest run of such words of each side, and those at its start and at its end.

A text that lost its beginning or its end, or got words from elsewhere, leaves a run of words that nothing on the other
side translates. Translators leave single words without a counterpart, but rarely many in a row.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from aligner.types import SIDES, Doubles, Floats, Ints

_PLACES = "run", "start", "end"
_RUNS = tuple(f"bare_{place}_{side}" for side in SIDES for place in _PLACES)
FEATURES = (*_RUNS, "lopsided")
NEUTRAL_COVERAGE = 0.3  # coverage of a word that counts neither for nor against a counterpart
RIVAL_SHARE = 0.5  # of the squared cosine with a word that has a better counterpart
USUAL_PROBABILITY = 0.25  # probability of a translation from which a word counts as translated
MAX_WEIGHT = 2.5  # of a word, in words of mean weight


class SideWords(NamedTuple):
    """The words of one side of pairs, text after text.

    Attributes
    ----------
    sizes : (pairs,) words of each text
    weights : (words,) lengths of the vectors, small for frequent words
    place, top : (words,) index of the best match in the other text, and the cosine with it
    share : (words,) probability of the best translation by the lexicon, nan if it is unknown
    """

    sizes: Ints
    weights: Floats
    place: Ints
    top: Floats
    share: Floats


def run_features(en: SideWords, fr: SideWords) -> Doubles:
    """Return the features of pairs of texts, (pairs, len(FEATURES)).

    For each side, `bare` adds up how much of each word's weight is not covered, over the run of words where that is
    most. `lopsided` is how much more of the French than of the English is bare.
    """
    columns, bare = [], []
    for own, other in ((en, fr), (fr, en)):
        weights = _relative_weights(own)
        covered = _coverage(own, other)
        columns.append(heaviest_runs(weights * (NEUTRAL_COVERAGE - covered), own.sizes))
        bare.append(_by_text(weights * (1 - covered), own.sizes))
    # Rounded, so that the order of a sum, which depends on the other texts, does not change the result.
    return np.column_stack([*columns, bare[1] - bare[0]]).round(4)


def heaviest_runs(values: Doubles, sizes: Ints) -> Doubles:
    """Return the greatest sum of a run of each text, of one at its start, and of one at its end, (texts, 3).

    Parameters
    ----------
    values : (words,)
    sizes : (texts,) words of each text
    """
    text = np.repeat(np.arange(len(sizes)), sizes + 1)
    bounds = np.cumsum(sizes + 1) - sizes - 1  # each text begins with the sum of no words
    sums = np.zeros(len(text))
    inside = np.ones(len(text), bool)
    inside[bounds] = False
    sums[inside] = values
    sums = sums.cumsum()
    sums -= sums[bounds][text]
    if not len(sums):
        return np.zeros((0, 3))
    # Each text is lower than all those before, so that the running minimum starts again.
    lower = (np.ptp(sums) + 1) * text
    run = sums - (np.minimum.accumulate(sums - lower) + lower)
    total = sums[np.append(bounds[1:], len(sums)) - 1]
    return np.column_stack([
        np.maximum.reduceat(run, bounds), np.maximum.reduceat(sums, bounds), total - np.minimum.reduceat(sums, bounds)
    ])  # fmt: skip


def _relative_weights(own: SideWords) -> Doubles:
    """Return the weight of each word, in words of mean weight of its text."""
    mean = _by_text(own.weights, own.sizes) / np.maximum(own.sizes, 1)
    return np.minimum(own.weights / np.maximum(np.repeat(mean, own.sizes), 1e-9), MAX_WEIGHT)


def _coverage(own: SideWords, other: SideWords) -> Doubles:
    """Return to what extent each word is translated, 0 to 1."""
    text = np.repeat(np.arange(len(own.sizes)), own.sizes)
    index = np.arange(len(text)) - (np.cumsum(own.sizes) - own.sizes)[text]
    partner = (np.cumsum(other.sizes) - other.sizes)[text] + own.place
    partner[other.sizes[text] == 0] = len(other.place)  # none
    mutual = np.append(other.place, -1)[partner] == index
    similar = own.top.astype(np.float64) ** 2 * np.where(mutual, 1.0, RIVAL_SHARE)
    return np.asarray(np.maximum(similar, np.minimum(np.nan_to_num(own.share) / USUAL_PROBABILITY, 1.0)))


def _by_text(values: Floats | Doubles, sizes: Ints) -> Doubles:
    sums = np.append(0.0, np.cumsum(values, dtype=np.float64))
    ends = np.cumsum(sizes)
    return np.asarray(sums[ends] - sums[ends - sizes])
