"""Split a long text pair into boxes that are searched separately.

A cut is made only between consecutive sentences of both sides that are clearly
each other's best match: there the two texts run in parallel. Very long texts
are first matched block by block (Vecalign's coarse-to-fine search, Thompson &
Koehn 2019), so that time and memory are linear in the length of the texts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np

from aligner.alignment.scores import Box, TextArrays
from aligner.types import Floats, Ints

MIN_BOX_SENTENCES = 12  # between two cuts
BATCH_ROWS = 512  # sentences of one side compared at a time
MAX_FULL_COMPARISON = 1500  # sentences per side up to which all sentences are compared with each other
MAX_BOX_CELLS = 1_000_000  # English times French sentences of a box
MIN_MATCH_MARGIN = 0.1  # cosine by which a match must exceed the second best


def split_into_boxes(en: TextArrays, fr: TextArrays) -> list[Box]:
    """Cover both texts with consecutive boxes whose borders no bead needs to cross."""
    n, m = en.sentence_count, fr.sentence_count
    if max(n, m) <= 2 * MIN_BOX_SENTENCES or not (n and m):
        return [(0, n, 0, m)]
    boxes: list[Box] = []
    i0 = j0 = 0
    for i, j in [*_cuts(longest_chain(_mutual_best(en, fr))), (n, m)]:
        if (i, j) == (n, m) or max(i - i0, j - j0) >= MIN_BOX_SENTENCES:
            boxes += _halve((i0, i, j0, j))
            i0, j0 = i, j
    return boxes


def _halve(box: Box) -> list[Box]:
    """Split a box that is too large to search and has no cut, in proportion."""
    i0, i1, j0, j1 = box
    if (i1 - i0) * (j1 - j0) <= MAX_BOX_CELLS:
        return [box]
    i, j = (i0 + i1) // 2, (j0 + j1) // 2
    return _halve((i0, i, j0, j)) + _halve((i, i1, j, j1))


def _cuts(matches: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the positions before the third of three consecutive matches."""
    known = set(matches)
    for i, j in matches:
        if (i - 1, j - 1) in known and (i - 2, j - 2) in known:
            yield i, j


def longest_chain(matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain that rises on both sides, of matches sorted by the first side."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(matches)
    for index, (_, j) in enumerate(matches):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[place], ends[place] = j, index
        before[index] = ends[place - 1] if place else -1
    chain = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(matches[index])
        index = before[index]
    return chain[::-1]


def _mutual_best(en: TextArrays, fr: TextArrays) -> list[tuple[int, int]]:
    """Return pairs of sentences that are clearly each other's best match, near the coarse path."""
    unit_en, unit_fr = (text.vectors / text.norms[1, 1:, None] for text in (en, fr))
    best_fr = np.full(fr.sentence_count, -1.0, np.float32)
    owner = np.full(fr.sentence_count, -1)
    choice = np.full(en.sentence_count, -1)
    for rows, columns in _windows(unit_en, unit_fr):
        cosines = unit_en[rows] @ unit_fr[columns].T
        top = cosines.argmax(axis=1)
        first = cosines[np.arange(len(top)), top]
        cosines[np.arange(len(top)), top] = -1.0
        clear = first - cosines.max(axis=1, initial=0.0) >= MIN_MATCH_MARGIN
        cosines[np.arange(len(top)), top] = first
        choice[rows] = np.where(clear, top + columns.start, -1)
        down = cosines.argmax(axis=0)
        value = cosines[down, np.arange(cosines.shape[1])]
        better = value > best_fr[columns]
        best_fr[columns] = np.where(better, value, best_fr[columns])
        owner[columns] = np.where(better, down + rows.start, owner[columns])
    return [(i, int(j)) for i, j in enumerate(choice) if j >= 0 and owner[j] == i]


def _windows(en: Floats, fr: Floats) -> Iterator[tuple[slice, slice]]:
    """Yield batches of English sentences with the French sentences that their matches are among."""
    if max(len(en), len(fr)) <= MAX_FULL_COMPARISON:
        yield from (
            (slice(first, min(first + BATCH_ROWS, len(en))), slice(0, len(fr)))
            for first in range(0, len(en), BATCH_ROWS)
        )
        return
    size = max(8, max(len(en), len(fr)) // 1000)
    path = _coarse(en, fr, size)
    slack = 12 * size  # blocks are misaligned by up to half their size, and the path is uncertain where nothing matches
    for first in range(0, len(en), BATCH_ROWS):
        end = min(first + BATCH_ROWS, len(en))
        inside = path[(path[:, 0] >= first // size) & (path[:, 0] <= (end - 1) // size), 1]
        yield (
            slice(first, end),
            slice(max(0, int(inside.min()) * size - slack), min(len(fr), (int(inside.max()) + 1) * size + slack)),
        )


def _coarse(en: Floats, fr: Floats, size: int) -> Ints:
    """Return a monotone path of block numbers (k, 2), each English block at least once; a block is `size` sentences."""
    blocks = []
    for unit in (en, fr):
        sums = np.add.reduceat(unit, np.arange(0, len(unit), size), axis=0)
        sums -= sums.mean(axis=0)
        blocks.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
    gain = np.maximum(blocks[0] @ blocks[1].T, 0.0)
    total = np.zeros((gain.shape[0] + 1, gain.shape[1] + 1), np.float32)
    for row in range(gain.shape[0]):
        step = np.maximum(total[row, 1:], total[row, :-1] + gain[row])
        total[row + 1, 1:] = np.maximum.accumulate(step)
    i, j = gain.shape
    path = []
    while i and j:
        path.append((i - 1, j - 1))
        if total[i, j] == total[i, j - 1]:
            j -= 1
        elif total[i, j] == total[i - 1, j]:
            i -= 1
        else:
            i, j = i - 1, j - 1
    path += [(row, 0) for row in range(i)]
    return np.array(path)
