"""The rows that share the most weight of keys, against a plain count of them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from aligner.documents import search
from aligner.documents.search import index_keys, rank_rows, scramble

BEST = 3


@pytest.mark.parametrize("places", [0, 10**9], ids=["sorted", "in a table"])
@pytest.mark.parametrize("size", [1, 7, 60])
def test_the_best_rows_are_those_of_a_plain_count(size: int, places: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MAX_PLACES", places)
    rng = np.random.default_rng(size)
    keys = scramble(rng.integers(0, 12, (size, 5)).astype(np.uint64))  # some rows have a key twice, key 0 is none
    weights = rng.integers(1, 4, keys.shape) / 2.0  # sums of these are exact, and many are equal
    index = index_keys(keys.copy())
    begins, counts = index.find(keys)
    found = [rows.tolist() for rows in rank_rows(index, begins, counts, weights, BEST)]
    assert found == [_plain_count(keys, own, weight) for own, weight in zip(keys, weights, strict=True)]


def _plain_count(keys: np.ndarray, own: np.ndarray, weights: np.ndarray) -> list[int]:  # type: ignore[type-arg]
    votes: dict[int, float] = defaultdict(float)
    for key, weight in zip(own.tolist(), weights.tolist(), strict=True):
        for row, others in enumerate(keys.tolist()):
            if key and key in others:
                votes[row] += weight * others.count(key)
    return sorted(votes, key=lambda row: (-votes[row], row))[:BEST]


def test_without_rows_nothing_is_found() -> None:
    none = np.zeros((0, 4), np.uint64)
    index = index_keys(none.copy())
    begins, counts = index.find(none)
    assert list(rank_rows(index, begins, counts, np.zeros((0, 4)), BEST)) == []
