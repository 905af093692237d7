"""IBM Model 1 (Brown et al. 1993) in both directions over bags of words, on the word pairs that may be translations.

The two directions are brought together as in alignment by agreement (Liang et al. 2006): a link counts as much as both
believe in it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
CHUNK = 20_000  # sentence pairs whose word pairs are held at a time


class Bags(NamedTuple):
    """The different words of each sentence of a side: (n,) numbers, (s + 1,) where each sentence begins, and how many
    words there are."""

    words: Ints
    offsets: Ints
    size: int


class Counts(NamedTuple):
    """How often the words of each pair were linked: (p,) English and French words, and the expected count."""

    en: Ints
    fr: Ints
    links: Doubles


class _Cells(NamedTuple):
    """Occurrences of candidate pairs: which pair, and the places of its words in the bags."""

    pair: Ints
    en: Ints
    fr: Ints


def links(en: Bags, fr: Bags, *, most: int, rounds: int) -> Counts:
    """Expected counts of links between words of aligned sentences.

    Parameters
    ----------
    most : candidates that a word has at most, by how far they exceed chance
    rounds : of expectation and maximisation
    """
    left, right = candidates(en, fr, most)
    cells = _cells(en, fr, left * fr.size + right)
    forward = _expect(cells.pair, left, (cells.fr, fr.words, fr.size), rounds)
    backward = _expect(cells.pair, right, (cells.en, en.words, en.size), rounds)
    return Counts(left, right, np.asarray(np.bincount(cells.pair, forward * backward, len(left)), np.float64))


def candidates(en: Bags, fr: Bags, most: int) -> tuple[Ints, Ints]:
    """Word pairs found in two sentences or more, oftener than by chance, and among the `most` likely of either word."""
    tables = [_table(side) for side in (en, fr)]
    both = (tables[0].T @ tables[1]).tocoo()
    kept = both.data >= 2
    left, right, count = both.row[kept].astype(np.int64), both.col[kept].astype(np.int64), both.data[kept].astype(float)
    totals = [np.bincount(side.words, minlength=side.size) for side in (en, fr)]
    gain = count * np.log(count * (len(en.offsets) - 1) / totals[0][left] / totals[1][right])
    kept = (gain > 3) & ((_rank(left, gain) < most) | (_rank(right, gain) < most))
    order = np.lexsort((right[kept], left[kept]))
    return left[kept][order], right[kept][order]


def _table(side: Bags) -> sparse.csr_matrix:
    ones = np.ones(len(side.words), np.int32)
    return sparse.csr_matrix((ones, side.words, side.offsets), shape=(len(side.offsets) - 1, side.size))


def _rank(words: Ints, gain: Doubles) -> Ints:
    """The place of each row among those of its word, the largest gain first."""
    order = np.lexsort((np.arange(len(gain)), -gain, words))
    starts = np.flatnonzero(np.diff(words[order], prepend=-1))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return ranks


def _cells(en: Bags, fr: Bags, codes: Ints) -> _Cells:
    """Where the candidates, numbers in rising order, occur."""
    parts = []
    sizes = np.diff(en.offsets), np.diff(fr.offsets)
    for begin in range(0, len(sizes[0]), CHUNK):
        m, n = (size[begin : begin + CHUNK] for size in sizes)
        total = m * n
        sentence = np.repeat(np.arange(len(m)), total)
        inner = np.arange(total.sum()) - np.repeat(np.cumsum(total) - total, total)
        left = en.offsets[begin : begin + CHUNK][: len(m)][sentence] + inner // n[sentence]
        right = fr.offsets[begin : begin + CHUNK][: len(n)][sentence] + inner % n[sentence]
        wanted = en.words[left] * fr.size + fr.words[right]
        at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
        found = codes[at] == wanted
        parts.append((at[found], left[found], right[found]))
    return _Cells(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _expect(pair: Ints, given: Ints, told: tuple[Ints, Ints, int], rounds: int) -> Doubles:
    """The chance of each cell that its word was made by its partner, after some rounds.

    `given` is the word of each pair that makes the other; `told` has the place of each cell's made word, the word of
    each place, and how many words there are. A word may also be made by nothing.
    """
    place, words, size = told
    chance = np.ones(given.max() + 1)[given] / np.bincount(given)[given]
    nothing = np.bincount(words, minlength=size) / len(words)
    cell = chance[pair]
    for _ in range(rounds):
        sums = np.bincount(place, chance[pair], len(words)) + nothing[words]
        cell = chance[pair] / sums[place]
        counts = np.bincount(pair, cell, len(given))
        chance = counts / np.maximum(np.bincount(given, counts), 1e-12)[given]
        idle = np.bincount(words, nothing[words] / sums, size)
        nothing = idle / idle.sum()
    return np.asarray(cell, np.float64)
