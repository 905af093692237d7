"""First-pass search for the beads of good alignments: dynamic programming, many boxes at a time.

One row of the table is one English sentence. All beads that end there (or, in
the backward pass, begin there) are scored in one array operation, over all
boxes at once; chains of French nulls along the row follow from a running maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.lattice import Lattice
from aligner.alignment.scores import MAX_SIDE, SHAPES, Box, Grid, TextArrays, cut_grid, score_beads
from aligner.alignment.weights import AlignmentWeights
from aligner.types import Doubles, Floats, Ints, Span

MAX_CELLS = 60_000  # cells of one array operation, so that it fits in a core's cache
SIZE_EN, SIZE_FR = np.array(SHAPES).T
NULL_SHAPES = ((1, 0), (0, 1))
ROUNDING_MARGIN = 0.01  # largest rounding difference between single-precision sums
MAX_BEADS = 250_000  # candidates of a pair of texts, each of which takes a kilobyte in the second pass
MAX_SENTENCE_BEADS = 10  # of a longer pair; versions of one story have five at most


def search(en: TextArrays, fr: TextArrays, boxes: Sequence[Box], weights: AlignmentWeights) -> list[tuple[Span, Span]]:
    """Align each box by itself and return all beads in text order, without the second pass.

    Parameters
    ----------
    boxes : sequence of (en from, en to, fr from, fr to)
        They cover a contiguous part of each text, in order; no bead crosses their borders.
    """
    beads, values = prune(en, fr, boxes, weights, ROUNDING_MARGIN)
    if not len(beads):
        return []
    zero = np.array([boxes[0][0], boxes[0][2], 0, 0])
    best = Lattice(beads - zero, (boxes[-1][1] - boxes[0][0], boxes[-1][3] - boxes[0][2])).best(values)
    return [bead_spans(bead) for bead in beads[best].tolist()]


def bead_spans(bead: Sequence[int]) -> tuple[Span, Span]:
    """Return the English and French span of a bead (i, j, m, n)."""
    i, j, m, n = bead
    return (i, i + m), (j, j + n)


def prune(
    en: TextArrays, fr: TextArrays, boxes: Sequence[Box], weights: AlignmentWeights, beam: float
) -> tuple[Ints, Doubles]:
    """Find the beads that are part of an alignment scored at most `beam` below the best one of its box.

    Between two long texts that have little in common nearly all beads are: then the beam is narrowed until
    `MAX_BEADS`, or `MAX_SENTENCE_BEADS` for each sentence, are left.

    Returns
    -------
    beads : (k, 4)
        Sentences before the bead on each side, and its own on each; in text order.
    values : (k,)
        Their scores.
    """
    found = _FoundBeads(beam - ROUNDING_MARGIN, max(MAX_BEADS, MAX_SENTENCE_BEADS * sum(map(_sentences, boxes))))
    for group in _groups(boxes):
        chosen = [boxes[index] for index in group]
        for part in _Table(cut_grid(en, fr, chosen), chosen, weights).beads_within(beam):
            found.add(part)
    beads, values = found.best()
    order = np.lexsort(beads.T[::-1])
    return beads[order], values[order]


def _sentences(box: Box) -> int:
    return box[1] - box[0] + box[3] - box[2]


class _BeadPart(NamedTuple):
    """Some beads (k, 4), their scores, and how far the best alignments with them are within the beam."""

    beads: NDArray[np.int32]
    values: Floats
    slacks: Floats


class _FoundBeads:
    """The beads that were found, never many more than `limit`: those farthest within the beam.

    Parameters
    ----------
    max_slack : all beads with more are kept, whatever their number: the best alignment has them
    """

    def __init__(self, max_slack: float, limit: int) -> None:
        self._max_slack, self._limit = max_slack, limit
        self._parts = [_BeadPart(np.zeros((0, 4), np.int32), np.zeros(0, np.float32), np.zeros(0, np.float32))]
        self._count, self._max_count = 0, 2 * limit

    def add(self, part: _BeadPart) -> None:
        """Add beads, and drop some if there are too many now."""
        self._parts.append(part)
        self._count += len(part.beads)
        if self._count > self._max_count:
            self._drop()
            self._max_count = 2 * max(self._limit, self._count)

    def best(self) -> tuple[Ints, Doubles]:
        """Return the beads that are left and their scores."""
        self._drop()
        [part] = self._parts
        return part.beads.astype(np.int64), part.values.astype(np.float64)

    def _drop(self) -> None:
        beads, values, slacks = zip(*self._parts, strict=True)
        part = _BeadPart(np.concatenate(beads), np.concatenate(values), np.concatenate(slacks))
        if self._count > self._limit:
            least = np.partition(part.slacks, -self._limit)[-self._limit]
            # A bead is kept with all those of the best alignments through it, which are as far within the beam.
            kept = part.slacks >= min(float(least), self._max_slack)
            part = _BeadPart(part.beads[kept], part.values[kept], part.slacks[kept])
        self._parts, self._count = [part], len(part.beads)


def _groups(boxes: Sequence[Box]) -> Iterator[list[int]]:
    """Group boxes of similar size, as many as fill an array operation."""
    sizes = [(i1 - i0, j1 - j0) for i0, i1, j0, j1 in boxes]
    order = sorted(range(len(boxes)), key=lambda index: (sizes[index], index))
    group: list[int] = []
    width = 0
    for index in order:
        columns = sizes[index][1] + 1
        if group and (len(group) + 1) * max(width, columns) * len(SHAPES) > MAX_CELLS:
            yield group
            group, width = [], 0
        group.append(index)
        width = max(width, columns)
    if group:
        yield group


class _Table:
    """The score of each bead in the boxes of one group, and of the best path to each cell.

    Rows are the first axis, so that the rows that a row's beads reach are contiguous in memory.

    values : (rows + MAX_SIDE, c, shapes, columns + 1), scores of beads by the cell where they end
    forward : (rows + 1, c, columns + 1), score of the best path to a cell
    """

    def __init__(self, cells: Grid, boxes: Sequence[Box], weights: AlignmentWeights) -> None:
        self.corners = np.array(boxes)
        self.null = np.float32(weights.null)
        self.count, self.rows, columns = len(boxes), cells.en.ends.shape[1] - 1, cells.fr.ends.shape[1] - 1
        self.width = width = columns + 1
        self.french_nulls = self.null * np.arange(width, dtype=np.float32)
        self.step = max(1, MAX_CELLS * 8 // (self.count * len(SHAPES) * width))  # rows of an array operation
        self.values = np.empty((self.rows + MAX_SIDE, self.count, len(SHAPES), width), np.float32)
        self.values[self.rows :] = 0.0  # beads that end beyond the boxes, which no path contains
        best = np.full((MAX_SIDE + self.rows + 1, self.count, MAX_SIDE + width), -np.inf, np.float32)
        best[MAX_SIDE, :, MAX_SIDE:] = self.french_nulls
        begins = self._flat_indices(
            MAX_SIDE - SIZE_EN, MAX_SIDE + np.arange(width) - SIZE_FR[:, None], MAX_SIDE + width
        )
        reached = np.empty((self.count, len(SHAPES), width), np.float32)
        for first in range(1, self.rows + 1, self.step):
            last = min(first + self.step, self.rows + 1)
            self.values[first - 1 : last - 1] = score_beads(cells, first, last, weights).swapaxes(0, 1)
            for row in range(first, last):
                best[row:].reshape(-1).take(begins, out=reached, mode="clip")
                reached += self.values[row - 1]
                top = np.maximum(reached.max(axis=1), best[MAX_SIDE + row - 1, :, MAX_SIDE:] + self.null)
                top -= self.french_nulls
                np.add(np.maximum.accumulate(top, axis=1), self.french_nulls, out=best[MAX_SIDE + row, :, MAX_SIDE:])
        self.forward = best[MAX_SIDE:, :, MAX_SIDE:]

    def _flat_indices(self, rows: Ints, columns: Ints, width: int) -> Ints:
        """Return the flat indices, from a row on, of the cells that beads (c, shapes, columns) lead to in a table."""
        boxes = np.arange(self.count)[:, None, None]
        indices: Ints = (rows[:, None] * self.count + boxes) * width + columns
        return indices

    def beads_within(self, beam: float) -> Iterator[_BeadPart]:
        """Search backward from the ends of the boxes and yield the beads of every path within the beam."""
        rows, width, boxes = self.rows, self.width, np.arange(self.count)
        goal = (self.corners[:, [1, 3]] - self.corners[:, [0, 2]]).T
        floor = (self.forward[goal[0], boxes, goal[1]] - np.float32(beam))[:, None] - self.forward
        best = np.full((rows + 1 + MAX_SIDE, self.count, width + MAX_SIDE), -np.inf, np.float32)
        best[goal[0], boxes, goal[1]] = 0.0
        stops = np.arange(width) + SIZE_FR[:, None]
        ends = self._flat_indices(SIZE_EN, stops, MAX_SIDE + width)
        # A bead that would reach beyond the columns leads to cells of minus infinity, so any score will do for it.
        shapes = np.arange(len(SIZE_EN))[:, None]
        scored = self._flat_indices(SIZE_EN - 1, shapes * width + np.minimum(stops, width - 1), len(shapes) * width)
        for last in range(rows, -1, -self.step):
            first = max(last - self.step + 1, 0)
            value, reached = np.empty((2, last - first + 1, self.count, len(SHAPES), width), np.float32)
            for row in range(last, first - 1, -1):
                offset = row - first
                best[row:].reshape(-1).take(ends, out=reached[offset], mode="clip")
                self.values[row:].reshape(-1).take(scored, out=value[offset], mode="clip")
                reached[offset] += value[offset]
                top = np.maximum(reached[offset].max(axis=1), best[row + 1, :, :width] + self.null)
                top = np.maximum(top, best[row, :, :width], out=top) + self.french_nulls
                best[row, :, :width] = np.maximum.accumulate(top[:, ::-1], axis=1)[:, ::-1] - self.french_nulls
            reached -= floor[first : last + 1, :, None]
            chosen = np.nonzero(reached >= 0)
            yield _BeadPart(self._beads(first, chosen, SHAPES), value[chosen], reached[chosen])
        steps = np.stack([best[1 : rows + 2, :, :width], best[: rows + 1, :, 1 : width + 1]], axis=2) + self.null
        steps -= floor[:, :, None]
        nulls = np.nonzero(steps >= 0)
        yield _BeadPart(self._beads(0, nulls, NULL_SHAPES), np.full(len(nulls[0]), self.null, np.float32), steps[nulls])

    def _beads(
        self, first: int, chosen: tuple[NDArray[np.intp], ...], shapes: Sequence[tuple[int, int]]
    ) -> NDArray[np.int32]:
        row, box, shape, column = chosen
        return np.column_stack(
            [self.corners[box, 0] + first + row, self.corners[box, 2] + column, np.array(shapes)[shape]]
        ).astype(np.int32)
