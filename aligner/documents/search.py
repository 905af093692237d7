"""Search among the sketches of documents: equal MinHash bands, shared rare keys, nearest vectors.

All searches for similar documents are built from these: of a story's copies
(`aligner.deduplication`) and of its versions in the other language
(`aligner.pipeline.candidates`).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.types import Doubles, Floats, Ints

Keys = NDArray[np.uint64]
BANDS = 32  # of 4 MinHash values each: texts that share .6 of their shingles have an equal one with probability .99
MAX_HOLDERS = 50  # a key that more documents have does not help to find one
MEAN_PSEUDO_COUNT = 20  # documents of mean zero that a mean is shrunk by
MAX_PLACES = 16  # for each code, of a table of sums with a place for every code: with more, sorting is faster
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # of Fibonacci hashing
_ROW_BITS = np.uint64((1 << 24) - 1)  # the bits of an entry that hold the row


def band_keys(shingles: NDArray[np.uint32]) -> Keys:
    """Return a key for each band of MinHash values, equal for equal values of the same band.

    Parameters
    ----------
    shingles : (n, 128) MinHash values, a row of zeros for a text without shingles

    Returns
    -------
    (n, BANDS) keys, 0 for a text without shingles
    """
    bands = np.ascontiguousarray(shingles).reshape(len(shingles), BANDS, -1).astype(np.uint64)
    keys = np.zeros(bands.shape[:2], np.uint64)
    for column in range(bands.shape[2]):
        keys = (keys ^ bands[:, :, column]) * _MULTIPLIER
        keys ^= keys >> np.uint64(29)
    numbers = np.arange(1, BANDS + 1, dtype=np.uint64)
    return np.where((shingles.max(axis=1) > 0)[:, None], keys << np.uint64(8) | numbers, np.uint64(0))


def shingle_shares(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> Doubles:
    """Estimate the Jaccard similarity of the shingles of two texts, row by row of (n, 128) MinHash values."""
    return np.asarray(((one == other) & (one > 0)).mean(axis=1), np.float64)


def scramble(keys: Keys) -> Keys:
    """Spread keys evenly, in place, and clear the bits that the index needs for rows; 0 stays 0."""
    keys ^= keys >> np.uint64(31)
    keys *= _MULTIPLIER
    keys &= ~_ROW_BITS
    return keys


class Postings(NamedTuple):
    """An inverted index of up to 16 million rows of keys.

    entries : sorted keys, with the number of the row that has the key in their low bits
    size : number of rows
    """

    entries: Keys
    size: int

    def find(self, keys: Keys) -> tuple[Ints, Ints]:
        """Return where the entries of each key begin, and their number; there are none of key 0."""
        flat = keys.ravel()
        order = np.argsort(flat)  # keys that are near each other in the entries are found three times as fast
        ordered = flat[order]
        begins, counts = np.empty(len(flat), np.int64), np.empty(len(flat), np.int64)
        begins[order] = found = np.searchsorted(self.entries, ordered, "left")
        counts[order] = np.searchsorted(self.entries, ordered | _ROW_BITS, "right") - found
        counts[flat == 0] = 0
        return begins.reshape(keys.shape), counts.reshape(keys.shape)

    def rows(self, entries: Ints) -> Ints:
        """Return the rows of some entries."""
        return (self.entries[entries] & _ROW_BITS).astype(np.int64)


def index_keys(keys: Keys) -> Postings:
    """Build an inverted index from an (n, k) table of scrambled keys, which it overwrites."""
    keys |= np.arange(len(keys), dtype=np.uint64)[:, None]
    entries = keys.ravel()
    entries.sort()  # in place: the table is by far the largest array
    return Postings(entries[np.searchsorted(entries, _ROW_BITS, "right") :], len(keys))


def rank_rows(index: Postings, begins: Ints, counts: Ints, weights: Doubles, best: int) -> Iterator[Ints]:
    """Yield for each query the rows with which it shares the most weight, in this order, at most `best`.

    Parameters
    ----------
    begins, counts : (n, k) entries to look at for each key of each query
    weights : (n, k) weights of the keys
    """
    used, width = counts.ravel(), counts.shape[1]
    queries = np.repeat(np.repeat(np.arange(len(counts)), width), used)
    offsets = np.arange(used.sum()) - np.repeat(np.cumsum(used) - used, used)
    rows = index.rows(np.repeat(begins.ravel(), used) + offsets)
    codes, votes = _sums(queries * index.size + rows, np.repeat(weights.ravel(), used), len(counts) * index.size)
    queries, rows = np.divmod(codes, max(index.size, 1))
    order = np.lexsort((-votes, queries))  # of equal votes, the codes keep the rows in order
    queries, rows = queries[order], rows[order]
    edges = np.searchsorted(queries, np.arange(len(counts) + 1))
    for start, end in pairwise(edges):
        yield rows[start : min(end, start + best)]


def _sums(codes: Ints, weights: Doubles, end: int) -> tuple[Ints, Doubles]:
    """Return the distinct codes, which are less than `end`, in ascending order, and the sum of the weights of each."""
    if end > MAX_PLACES * len(codes):
        distinct, codes = np.unique(codes, return_inverse=True)
        return distinct, np.asarray(np.bincount(codes, weights, len(distinct)), np.float64)
    votes, seen = np.asarray(np.bincount(codes, weights, end), np.float64), np.zeros(end, bool)
    seen[codes] = True
    distinct = np.flatnonzero(seen)
    return distinct, votes[distinct]


def shrunk_mean(vectors: Floats) -> Floats:
    """Return the mean of rows, times n / (n + MEAN_PSEUDO_COUNT).

    Most of a law's or a desk's vector is what all its documents have in common.
    The mean of few documents however consists mostly of those documents.
    """
    if not len(vectors):
        return np.zeros(vectors.shape[1], np.float32)
    mean = vectors.mean(axis=0, dtype=np.float32) * (len(vectors) / (len(vectors) + MEAN_PSEUDO_COUNT))
    return np.asarray(mean, np.float32)


def centre(vectors: Floats, means: Floats) -> Floats:
    """Return the unit rows of vectors less the means."""
    rows = vectors - means
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32)


def exact_index(vectors: Floats) -> Any:
    """Return a FAISS index of unit rows that compares a query with all of them."""
    import faiss

    index: Any = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index


def nearest(index: Any, queries: Floats, count: int) -> tuple[Ints, Ints]:
    """Find the rows of a FAISS index with the highest inner products.

    Returns
    -------
    queries, rows : the pairs found, by query; at most `count` of each
    """
    _, rows = index.search(queries, count)
    known = rows >= 0
    return np.repeat(np.arange(len(queries)), known.sum(axis=1)), rows[known]
