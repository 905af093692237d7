"""Word coverage between two texts, computed from word vectors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.encoders import load_embedded
from aligner.text.words.kind_vectors import KindVectors
from aligner.text.words.word_table import WordTable
from aligner.types import Doubles, Floats, Ints

FEATURES = (
    "covered_en", "covered_fr", "worst_en", "worst_fr", "lost_en", "lost_fr", "disorder", "linked", "jumps",
    "gain_run_en", "gain_run_fr", "gain_start_en", "gain_start_fr", "gain_end_en", "gain_end_fr",
)  # fmt: skip
MAX_BATCH_VALUES = 1 << 18  # values of a batch of padded texts
WINDOWS_PER_TEXT = 3  # a window is this part of a text
MIN_WINDOW_WORDS = 3  # words of a window
MIN_COUNTERPART_COSINE = 0.4  # cosine below which no word of the other side is a counterpart
MAX_JUMP_WORDS = 6  # words to which the distance between counterparts is capped
MIN_LEFT_OUT_WORDS = 2  # words of a passage that is left out to see whether the sides become more similar
MIN_REST_WORDS = 2  # words that remain
MIN_GAIN, MAX_GAIN = -0.2, 0.5  # to which the gain in cosine is clipped
MIN_LINK_COSINE = 0.45  # cosine above which two words that are each other's best match are linked
Indices = Ints


class Coverage(NamedTuple):
    """The coverage of pairs of texts.

    Attributes
    ----------
    features : (pairs, len(FEATURES))
        For each side, the share of its words that the other side covers, the smallest such share of a window of a third
        of the text, and the number of words without a counterpart, in words of mean weight. `disorder` is the share of
        pairs of links that cross, `linked` the share of words that are linked. `gain` is how much the cosine of the
        sides rises if a passage of a side is left out: the best one, and the best at the start and at the end.
    sums : per side, (pairs, d), the sum of the vectors of the words
    best : per side, (words,), the cosine of each word with its best match on the other side
    place : per side, (words,), the index of that word in the other text
    """

    features: Doubles
    sums: tuple[Floats, Floats]
    best: tuple[Floats, Floats]
    place: tuple[Indices, Indices]


def coverage_features(en: WordTable, fr: WordTable, vectors: tuple[KindVectors, KindVectors]) -> Coverage:
    """Compute the coverage of pairs of texts, given the vectors of the words of each side.

    Notes
    -----
    The weight of a word is the length of its vector, which is small for frequent words. It is covered to the extent of
    its squared cosine with the best match on the other side, as in the recall of BERTScore (Zhang et al. 2020).
    """
    sides = en, fr
    tables = [
        _TextVectors(own, side.kind, side.sizes, side.ends - side.sizes)
        for own, side in zip(vectors, sides, strict=True)
    ]
    count = len(en.sizes)
    features = np.zeros((count, len(FEATURES)))
    sums = [np.zeros((count, load_embedded().dim), np.float32) for _ in sides]
    best = [np.zeros(len(side.kind), np.float32) for side in sides]
    place = [np.zeros(len(side.kind), np.int64) for side in sides]
    for group in _batches(en.sizes, fr.sizes):
        left, right = (table.padded(group) for table in tables)
        cosines = left.vectors @ right.vectors.transpose(0, 2, 1)
        features[group, 9::2] = _omission_gains(left, cosines.sum(axis=2), right.vectors.sum(axis=1))
        features[group, 10::2] = _omission_gains(right, cosines.sum(axis=1), left.vectors.sum(axis=1))
        cosines *= (1 / np.maximum(left.weights, 1e-9))[:, :, None]
        cosines *= (1 / np.maximum(right.weights, 1e-9))[:, None]
        # Rounded, so that the first of two equal words is the best match, whatever else is in the batch.
        np.maximum(cosines, 0.0, out=cosines).round(4, out=cosines)
        places = cosines.argmax(axis=2), cosines.argmax(axis=1)
        tops = (
            np.take_along_axis(cosines, places[0][:, :, None], 2)[:, :, 0],
            np.take_along_axis(cosines, places[1][:, None], 1)[:, 0],
        )
        rows = [_side_features(top, side.weights, side.sizes) for top, side in zip(tops, (left, right), strict=True)]
        features[group, :6] = np.stack(rows, axis=2).reshape(len(group), 6)
        features[group, 6:9] = _order_features(*places, tops[0], np.minimum(left.sizes, right.sizes))
        for index, side in enumerate((left, right)):
            sums[index][group] = side.vectors.sum(axis=1)
            best[index][side.words] = tops[index][side.inside]
            place[index][side.words] = places[index][side.inside]
    for index in (0, 1):  # the texts of nulls have a vector, too
        lone = np.flatnonzero((sides[index].sizes > 0) & (sides[1 - index].sizes == 0))
        for text in lone.tolist():
            sums[index][text] = tables[index].padded(np.array([text])).vectors[0].sum(axis=0)
    return Coverage(features, (sums[0], sums[1]), (best[0], best[1]), (place[0], place[1]))


class _PaddedTexts(NamedTuple):
    """Texts padded with zeros to one length.

    Attributes
    ----------
    vectors : (texts, length, d)
    weights : (texts, length) lengths of the vectors
    sizes : (texts,) words of each text
    inside : (texts, length) whether there is a word
    words : (words,) the words that are there, as rows of the table
    """

    vectors: Floats
    weights: Floats
    sizes: Indices
    inside: NDArray[np.bool_]
    words: Indices


class _TextVectors(NamedTuple):
    """The words of texts with the vectors of the different words."""

    vectors: KindVectors
    kind: Indices
    sizes: Indices
    first: Indices

    def padded(self, group: Indices) -> _PaddedTexts:
        sizes = self.sizes[group]
        place = np.arange(sizes.max())
        inside = place < sizes[:, None]
        words = (self.first[group][:, None] + place)[inside]
        kind = np.full(inside.shape, -1)
        kind[inside] = self.kind[words]
        table, rows = self.vectors.select(kind)
        return _PaddedTexts(table.rows[rows], table.lengths[rows], sizes, inside, words)


def _batches(en: Indices, fr: Indices) -> Iterator[Indices]:
    """Yield batches of texts of similar length, which have words on both sides."""
    longest = np.maximum(en, fr)
    batch = list[int]()
    for index in np.argsort(longest, kind="stable").tolist():
        size = int(longest[index])
        if batch and (len(batch) + 1) * size * max(size, 256) > MAX_BATCH_VALUES:
            yield np.array(batch)
            batch = []
        if en[index] and fr[index]:
            batch.append(index)
    if batch:
        yield np.array(batch)


def _side_features(top: Floats, weights: Floats, sizes: Indices) -> Doubles:
    """Return the coverage of one side, that of its worst window, and its words without a counterpart, (texts, 3).

    Parameters
    ----------
    top : (texts, length) cosine of each word with its best match
    weights : (texts, length)
    sizes : (texts,) words of each text
    """
    whole = np.maximum(weights.sum(axis=1, dtype=np.float64), 1e-9)
    covered = (weights * top**2).cumsum(axis=1, dtype=np.float64)
    total = weights.cumsum(axis=1, dtype=np.float64)
    width = np.minimum(np.maximum(MIN_WINDOW_WORDS, -(-sizes // WINDOWS_PER_TEXT)), sizes)
    ends = np.arange(1, top.shape[1] + 1)
    begins = ends[None, :] - width[:, None]
    inside = (begins >= 0) & (ends[None, :] <= sizes[:, None])
    before = np.maximum(begins - 1, 0)
    first = begins <= 0
    window_covered = covered - np.where(first, 0.0, np.take_along_axis(covered, before, axis=1))
    window_total = total - np.where(first, 0.0, np.take_along_axis(total, before, axis=1))
    worst = np.where(inside, window_covered / np.maximum(window_total, 1e-9), 1.0).min(axis=1)
    mean_weight = whole / sizes
    lost = (np.where(top < MIN_COUNTERPART_COSINE, weights, 0.0).sum(axis=1) / mean_weight).clip(0, 8)
    return np.column_stack([covered[:, -1] / whole, worst, lost])


def _order_features(place: Indices, back: Indices, top: Floats, fewer: NDArray[np.intp]) -> Doubles:
    """Return `disorder`, `linked` and `jumps` of each pair, (pairs, 3).

    They are the share of pairs of links that cross, the links per word of the shorter side, and the mean distance
    between the counterpart of the next word and the place that the order implies.

    Parameters
    ----------
    place, back : best matches of the words of the first and of the second side
    top : cosines of those of the first side
    fewer : words of the shorter side
    """
    rows = np.arange(place.shape[1])
    linked = (np.take_along_axis(back, place, axis=1) == rows) & (top > MIN_LINK_COSINE)
    both = linked[:, :, None] & linked[:, None, :] & (rows[:, None] < rows)
    crossed = both & (place[:, :, None] > place[:, None, :])
    counts = both.sum(axis=(1, 2))
    next_to = linked[:, :-1] & linked[:, 1:]
    steps = np.abs(np.diff(place, axis=1) - 1)
    jumps = np.where(next_to, np.minimum(steps, MAX_JUMP_WORDS), 0).sum(axis=1) / np.maximum(next_to.sum(axis=1), 1)
    return np.column_stack([crossed.sum(axis=(1, 2)) / np.maximum(counts, 1), linked.sum(axis=1) / fewer, jumps])


def _omission_gains(side: _PaddedTexts, along: Floats, other: Floats) -> Doubles:
    """Return how much the cosine with the other side rises if a passage is left out, (texts, 3); it may fall.

    The columns are the best passage anywhere, at the start and at the end. A text with words that the other side lacks
    becomes more similar without them; a full translation becomes less similar, whatever is left out.

    Parameters
    ----------
    along : (texts, length) product of each word's vector with `other`
    other : (texts, d) sum of the vectors of the other side
    """
    count, length = side.weights.shape
    products = np.zeros((count, length + 1, length + 1), np.float32)  # of the sums of the words before two places
    products[:, 1:, 1:] = side.vectors @ side.vectors.transpose(0, 2, 1)
    products.cumsum(axis=1, out=products).cumsum(axis=2, out=products)
    before = np.zeros((count, length + 1), np.float32)
    before[:, 1:] = along.cumsum(axis=1)
    squares, whole = np.einsum("tii->ti", products).copy(), products[:, :, -1].copy()
    # Squared length of the sum without the words from one place to another.
    products *= -2
    products += (squares + 2 * whole + squares[:, -1:])[:, :, None]
    beyond = np.arange(length + 1) > side.sizes[:, None]
    products += np.where(beyond, np.inf, squares - 2 * whole)[:, None, :]
    np.maximum(products, 1e-6, out=products)
    start = products[:, 0, 0].copy()
    products[:, np.tri(length + 1, k=MIN_LEFT_OUT_WORDS - 1, dtype=bool)] = np.inf
    rows = np.arange(count)
    for first in range(MIN_REST_WORDS):
        for last in range(MIN_REST_WORDS - first):
            products[rows, first, np.maximum(side.sizes - last, 0)] = np.inf
    cosines = (before[:, -1:] + before)[:, :, None] - before[:, None, :]
    cosines /= np.sqrt(products, out=products)
    ends = cosines[rows, :, side.sizes]
    best = np.stack([cosines.max(axis=(1, 2)), cosines[:, 0].max(axis=1), ends.max(axis=1)], axis=1)
    best -= (before[:, -1] / np.sqrt(start))[:, None]
    best /= np.maximum(np.linalg.norm(other, axis=1), 1e-9)[:, None]
    # Rounded, so that the order of a sum, which depends on the other texts, does not change the result.
    return best.clip(MIN_GAIN, MAX_GAIN).astype(np.float64).round(3)
