"""Where a long text pair may be cut, so that its parts are searched apart.

A cut is made only between two neighbouring sentences on each side that are
each other's best match by far, one after the other: there both texts go on in
step. Very long texts are first sought block by block (Vecalign's coarse to
fine, Thompson & Koehn 2019), so that time and memory grow with the length of
the texts and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.scores import Box, Floats, Text

PIECE = 12  # sentences between cuts, at least
ROWS = 512  # sentences of one side compared at a time
WHOLE = 1500  # sentences on both sides up to which every sentence is compared with every other
AREA = 1_000_000  # cells of a box that has no cut, at most
CLEAR = 0.1  # cosine by which a match must beat the next best


def boxes(en: Text, fr: Text) -> list[Box]:
    """Cover both texts with boxes in order; no bead need cross their borders."""
    if max(len(en), len(fr)) <= 2 * PIECE or not (len(en) and len(fr)):
        return [(0, len(en), 0, len(fr))]
    found: list[Box] = []
    i0 = j0 = 0
    for i, j in [*_cuts(chain(_matches(en, fr))), (len(en), len(fr))]:
        if (i, j) == (len(en), len(fr)) or max(i - i0, j - j0) >= PIECE:
            found += _halve((i0, i, j0, j))
            i0, j0 = i, j
    return found


def _halve(box: Box) -> list[Box]:
    """Split a box that is too large to search and has no cut of its own, in proportion."""
    i0, i1, j0, j1 = box
    if (i1 - i0) * (j1 - j0) <= AREA:
        return [box]
    i, j = (i0 + i1) // 2, (j0 + j1) // 2
    return _halve((i0, i, j0, j)) + _halve((i, i1, j, j1))


def _cuts(chain: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Between the second and third of three matches in step."""
    steps = set(chain)
    for i, j in chain:
        if (i - 1, j - 1) in steps and (i - 2, j - 2) in steps:
            yield i, j


def chain(matches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest chain that rises on both sides, of matches sorted by the first side."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(matches)
    for at, (_, j) in enumerate(matches):
        place = bisect_left(tails, j)
        if place == len(tails):
            tails.append(j)
            ends.append(at)
        else:
            tails[place], ends[place] = j, at
        before[at] = ends[place - 1] if place else -1
    chain = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(matches[at])
        at = before[at]
    return chain[::-1]


def _matches(en: Text, fr: Text) -> list[tuple[int, int]]:
    """Pairs of sentences that are each other's best by a clear margin, within the coarse path."""
    unit_en, unit_fr = (text.vectors / text.norms[1, 1:, None] for text in (en, fr))
    best_fr = np.full(len(fr), -1.0, np.float32)
    owner = np.full(len(fr), -1)
    choice = np.full(len(en), -1)
    for rows, columns in _windows(unit_en, unit_fr):
        likeness = unit_en[rows] @ unit_fr[columns].T
        top = likeness.argmax(axis=1)
        first = likeness[np.arange(len(top)), top]
        likeness[np.arange(len(top)), top] = -1.0
        clear = first - likeness.max(axis=1, initial=0.0) >= CLEAR
        likeness[np.arange(len(top)), top] = first
        choice[rows] = np.where(clear, top + columns.start, -1)
        down = likeness.argmax(axis=0)
        value = likeness[down, np.arange(likeness.shape[1])]
        better = value > best_fr[columns]
        best_fr[columns] = np.where(better, value, best_fr[columns])
        owner[columns] = np.where(better, down + rows.start, owner[columns])
    return [(i, int(j)) for i, j in enumerate(choice) if j >= 0 and owner[j] == i]


def _windows(en: Floats, fr: Floats) -> Iterator[tuple[slice, slice]]:
    """Stretches of English with the French among which their matches lie."""
    if max(len(en), len(fr)) <= WHOLE:
        yield from ((slice(at, min(at + ROWS, len(en))), slice(0, len(fr))) for at in range(0, len(en), ROWS))
        return
    size = max(8, max(len(en), len(fr)) // 1000)
    path = _coarse(en, fr, size)
    slack = 12 * size  # blocks are out of step by up to half their size, and the path wavers where nothing matches
    for at in range(0, len(en), ROWS):
        end = min(at + ROWS, len(en))
        inside = path[(path[:, 0] >= at // size) & (path[:, 0] <= (end - 1) // size), 1]
        yield (
            slice(at, end),
            slice(max(0, int(inside.min()) * size - slack), min(len(fr), (int(inside.max()) + 1) * size + slack)),
        )


def _coarse(en: Floats, fr: Floats, size: int) -> NDArray[np.int64]:
    """Monotone path through blocks of `size` sentences: (k, 2) block numbers, every English block at least once."""
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
