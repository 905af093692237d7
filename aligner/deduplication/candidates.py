"""Candidates: of all stories those that are worth comparing, by their rows alone.

Three ways to meet: equal bands of MinHash values, rare words, numbers and
names in common (an inverted index), and neighbours among the vectors (FAISS).
What two rows then have in common tells whether a look at their sentences pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.match import models
from aligner.deduplication.record import HASHES, Rows

BANDS = 32  # of 4 MinHash values: texts that share .6 of their shingles meet in one with probability .99
COMMON = 50  # stories that have a key: in more of them it tells nothing apart
FIRST = 4  # of a longer list of one band, so many meet all the others: copies of one text need no more
BEST = 8  # stories by the weight of common keys
NEAREST = 4  # neighbours by vector, of either language
LOW = np.uint64((1 << 24) - 1)  # bits of an entry that hold a place
MIX = np.uint64(0x9E3779B97F4A7C15)
BLOCK = 1024  # rows looked up at a time
FIGURES = ("cosine", "shingles", "words", "items")


class Pairs(NamedTuple):
    """Places of rows that may be copies."""

    one: NDArray[np.int64]
    other: NDArray[np.int64]


def keys(rows: Rows) -> NDArray[np.uint64]:
    """(n, BANDS + ITEMS + WORDS) keys by which stories meet, their low bits cleared; 0 where there is none."""
    bands = np.ascontiguousarray(rows["shingles"]).reshape(len(rows), BANDS, HASHES // BANDS).astype(np.uint64)
    folded = np.zeros((len(rows), BANDS), np.uint64)
    for column in range(bands.shape[2]):
        folded = (folded ^ bands[:, :, column]) * MIX
        folded ^= folded >> np.uint64(29)
    number = np.arange(1, BANDS + 1, dtype=np.uint64)
    folded = np.where((rows["shingles"].max(axis=1) > 0)[:, None], folded << np.uint64(8) | number, np.uint64(0))
    words = rows["words"].astype(np.uint64)
    table = np.concatenate(
        [folded, rows["items"], np.where(words > 0, words << np.uint64(8) | np.uint64(255), 0)], axis=1
    )
    table ^= table >> np.uint64(31)
    table *= MIX
    table &= ~LOW
    return table


class Postings(NamedTuple):
    """An inverted index.

    entries : sorted keys, the place of a row that has the key in their low bits
    size : how many rows there are
    """

    entries: NDArray[np.uint64]
    size: int

    def find(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the rows of each key begin, and how many there are."""
        starts = np.searchsorted(self.entries, wanted, "left")
        return starts, np.searchsorted(self.entries, wanted | LOW, "right") - starts

    def rows(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Whose entries these are."""
        return (self.entries[at] & LOW).astype(np.int64)


def postings(rows: Rows) -> Postings:
    """Index the keys of rows, up to 16 million."""
    table = keys(rows)
    table |= np.arange(len(rows), dtype=np.uint64)[:, None]
    entries = table.ravel()
    entries.sort()  # in place: the table is by far the largest thing there is
    return Postings(entries[np.searchsorted(entries, LOW, "right") :], len(rows))


def sharing(queries: Rows, index: Postings) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Of each query the BEST rows by the weight of the keys they share."""
    for start in range(0, len(queries), BLOCK):
        yield from _sharing(keys(queries[start : start + BLOCK]), index, start)


def _sharing(table: NDArray[np.uint64], index: Postings, start: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
    begins, counts = index.find(table.ravel())
    counts[table.ravel() == 0] = 0
    bands = np.tile(np.arange(table.shape[1]) < BANDS, len(table))
    weights = np.log((index.size + 1) / np.maximum(counts, 1)) ** 2
    used = np.where(counts <= COMMON, counts, np.where(bands, FIRST, 0))
    owners = np.repeat(np.repeat(np.arange(len(table)), table.shape[1]), used)
    offsets = np.arange(used.sum()) - np.repeat(np.cumsum(used) - used, used)
    found = index.rows(np.repeat(begins, used) + offsets)
    codes, inverse = np.unique(owners * (index.size + 1) + found, return_inverse=True)
    votes = np.bincount(inverse, np.repeat(weights, used), len(codes))
    owners, found = np.divmod(codes, index.size + 1)
    order = np.lexsort((found, -votes, owners))
    owners, found = owners[order], found[order]
    edges = np.searchsorted(owners, np.arange(len(table) + 1))
    for at in range(len(table)):
        yield start + at, found[edges[at] : min(edges[at + 1], edges[at] + BEST + 1)]


def figures(one: Rows, other: Rows) -> NDArray[np.float64]:
    """(n, 4) FIGURES of rows, pair by pair; shares of words and items are of the one with fewer."""
    parts = []
    for start in range(0, len(one), BLOCK):
        a, b = one[start : start + BLOCK], other[start : start + BLOCK]
        cosine = np.einsum("nd,nd->n", a["vector"].astype(np.float32), b["vector"].astype(np.float32))
        shingles = ((a["shingles"] == b["shingles"]) & (a["shingles"] > 0)).mean(axis=1)
        parts.append(np.stack([cosine, shingles, _common(a["words"], b["words"]), _common(a["items"], b["items"])], 1))
    return np.concatenate(parts) if parts else np.zeros((0, len(FIGURES)))


def _common(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Share of bottom-k samples in common, among the hashes that both samples reach; drawn to 0 where there are few."""
    full = [side[:, -1] > 0 for side in (one, other)]
    tops = [np.where(f, side[:, -1], np.iinfo(side.dtype).max) for f, side in zip(full, (one, other), strict=True)]
    top = np.minimum(*tops)[:, None]
    sizes = [((side > 0) & (side <= top)).sum(axis=1) for side in (one, other)]
    merged = np.sort(np.concatenate([one, other], 1), axis=1)  # no row has a hash twice
    both = ((merged[:, 1:] == merged[:, :-1]) & (merged[:, 1:] > 0)).sum(axis=1)
    return np.asarray(both / (np.minimum(*sizes) + 3), np.float64)


def worth(one: Rows, other: Rows) -> NDArray[np.bool_]:
    """Whether a look at the sentences of each pair pays."""
    return np.asarray(chances(one, other) >= models()["least"])


def chances(one: Rows, other: Rows) -> NDArray[np.float64]:
    """How likely copies are by their rows alone."""
    table = figures(one, other)
    out = np.zeros(len(table))
    same = one["side"] == other["side"]
    for kind, rows in (("rows_within", same), ("rows_across", ~same)):
        model = models()[kind]
        weights = np.array([model["weights"][name] for name in FIGURES])
        out[rows] = 1 / (1 + np.exp(-(table[rows] @ weights + model["bias"])))
    return out
