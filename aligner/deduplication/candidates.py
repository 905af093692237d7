"""Find the stories that are worth comparing sentence by sentence, by their rows alone.

Copies are found by equal bands of MinHash values and by rare words, numbers
and names that they share; those found by vectors are added in
`aligner.deduplication.index.lookup`. A model of what two rows have in common
then predicts whether the stories may be copies.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from aligner.deduplication.match import load_copy_weights
from aligner.deduplication.record import Rows
from aligner.documents.search import (
    BANDS,
    MAX_HOLDERS,
    Keys,
    Postings,
    band_keys,
    index_keys,
    rank_rows,
    scramble,
    shingle_shares,
)
from aligner.types import Doubles, Ints

MAX_BAND_HOLDERS = 4  # of a band that more than MAX_HOLDERS have: copies of one text need no more
BEST_BY_KEYS = 8  # stories that share the most weight of keys
NEIGHBOURS = 4  # by vector, of either language
SAMPLE_PSEUDO_COUNT = 3  # of words or items, so that what few of them share means little
BLOCK_ROWS = 1024  # searched at a time
ROW_FEATURES = ("cosine", "shingles", "words", "items")


def row_keys(rows: Rows) -> Keys:
    """Return the keys by which stories are found, (n, BANDS + ITEMS + WORDS); 0 for none."""
    words = rows["words"].astype(np.uint64)
    word_keys = np.where(words > 0, words << np.uint64(8) | np.uint64(255), 0)
    return scramble(np.concatenate([band_keys(rows["shingles"]), rows["items"], word_keys], axis=1))


def index_rows(rows: Rows) -> Postings:
    """Index the keys of rows, up to 16 million."""
    return index_keys(row_keys(rows))


def find_by_keys(rows: Rows, index: Postings) -> Iterator[tuple[int, Ints]]:
    """Yield for each row its number and the rows of the index that share the most weight of keys with it."""
    for start in range(0, len(rows), BLOCK_ROWS):
        keys = row_keys(rows[start : start + BLOCK_ROWS])
        yield from enumerate(rank_by_keys(keys, index, BEST_BY_KEYS + 1), start)


def rank_by_keys(keys: Keys, index: Postings, best: int) -> Iterator[Ints]:
    """Yield for each query the rows of an index that share the most weight of keys with it, itself included.

    Parameters
    ----------
    keys : (n, k) scrambled keys, those of the bands first
    best : number of rows for a query at most
    """
    begins, counts = index.find(keys)
    weights = np.log((index.size + 1) / np.maximum(counts, 1)) ** 2
    in_band = np.arange(keys.shape[1]) < BANDS
    used = np.where(counts <= MAX_HOLDERS, counts, np.where(in_band, MAX_BAND_HOLDERS, 0))
    return rank_rows(index, begins, used, weights, best)


def row_features(one: Rows, other: Rows) -> Doubles:
    """Return the (n, 4) ROW_FEATURES of pairs of rows; shares of words and items are of the row with fewer."""
    parts = []
    for start in range(0, len(one), BLOCK_ROWS):
        a, b = one[start : start + BLOCK_ROWS], other[start : start + BLOCK_ROWS]
        cosine = np.einsum("nd,nd->n", a["vector"].astype(np.float32), b["vector"].astype(np.float32))
        shingles = shingle_shares(a["shingles"], b["shingles"])
        words, items = _shared(a["words"], b["words"]), _shared(a["items"], b["items"])
        parts.append(np.stack([cosine, shingles, words, items], 1))
    return np.concatenate(parts) if parts else np.zeros((0, len(ROW_FEATURES)))


def _shared(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> Doubles:
    """Return the share of bottom-k samples in common, of the hashes that both samples reach; low for few hashes."""
    full = [side[:, -1] > 0 for side in (one, other)]
    tops = [np.where(f, side[:, -1], np.iinfo(side.dtype).max) for f, side in zip(full, (one, other), strict=True)]
    top = np.minimum(*tops)[:, None]
    sizes = [((side > 0) & (side <= top)).sum(axis=1) for side in (one, other)]
    merged = np.sort(np.concatenate([one, other], 1), axis=1)  # no row has a hash twice
    both = ((merged[:, 1:] == merged[:, :-1]) & (merged[:, 1:] > 0)).sum(axis=1)
    return np.asarray(both / (np.minimum(*sizes) + SAMPLE_PSEUDO_COUNT), np.float64)


def min_candidate_log_odds() -> float:
    """Return the log-odds of being copies from which two stories are worth comparing."""
    least = load_copy_weights()["least"]
    return float(np.log(least / (1 - least)))


def copy_log_odds(one: Rows, other: Rows) -> Doubles:
    """Return for each pair of rows the log-odds that their stories are copies."""
    table = row_features(one, other)
    result = np.zeros(len(table))
    same_side = one["side"] == other["side"]
    for kind, chosen in (("rows_within", same_side), ("rows_across", ~same_side)):
        model = load_copy_weights()[kind]
        weights = np.array([model["weights"][name] for name in ROW_FEATURES])
        result[chosen] = table[chosen] @ weights + model["bias"]
    return result
