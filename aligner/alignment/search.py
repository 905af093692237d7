"""The beads that may be in a good alignment: dynamic programming, many boxes at a time.

One row of the table is one English sentence. All beads that end there (or, on
the way back, begin there) are looked at in one array operation, over all boxes
at once; French nulls, which chain along the row, follow from a running maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.lattice import Doubles, Ints, Lattice
from aligner.alignment.scores import REACH, SHAPES, Box, Grid, Text, grid, scores
from aligner.alignment.weights import AlignmentWeights

Range = tuple[int, int]
CELLS = 60_000  # cells of one array operation: what stays in a core's cache
SIZE_EN, SIZE_FR = np.array(SHAPES).T
NULLS = ((1, 0), (0, 1))
ROUNDED = 0.01  # what sums of single precision may be apart


def search(en: Text, fr: Text, boxes: Sequence[Box], weights: AlignmentWeights) -> list[tuple[Range, Range]]:
    """Align each box by itself and give all beads in text order, without a second look.

    Parameters
    ----------
    boxes : sequence of (en from, en to, fr from, fr to)
        They cover one stretch of each text, in order; a bead never crosses them.
    """
    beads, values = prune(en, fr, boxes, weights, ROUNDED)
    if not len(beads):
        return []
    zero = np.array([boxes[0][0], boxes[0][2], 0, 0])
    best = Lattice(beads - zero, (boxes[-1][1] - boxes[0][0], boxes[-1][3] - boxes[0][2])).best(values)
    return [spans(bead) for bead in beads[best].tolist()]


def spans(bead: Sequence[int]) -> tuple[Range, Range]:
    """English and French range of a bead given by its place and its size."""
    i, j, m, n = bead
    return (i, i + m), (j, j + n)


def prune(en: Text, fr: Text, boxes: Sequence[Box], weights: AlignmentWeights, beam: float) -> tuple[Ints, Doubles]:
    """The beads through which some alignment leads that is worth at most `beam` less than its box's best.

    Returns
    -------
    beads : (k, 4)
        Sentences before the bead on each side, and its own on each; in text order.
    values : (k,)
        What each is worth.
    """
    found: list[tuple[Ints, Doubles]] = [(np.zeros((0, 4), np.int64), np.zeros(0))]
    for group in _groups(boxes):
        chosen = [boxes[at] for at in group]
        found += _Table(grid(en, fr, chosen), chosen, weights).kept(beam)
    beads, values = np.vstack([part[0] for part in found]), np.concatenate([part[1] for part in found])
    order = np.lexsort(beads.T[::-1])
    return beads[order], values[order]


def _groups(boxes: Sequence[Box]) -> Iterator[list[int]]:
    """Boxes of about one size, as many as fill an array operation."""
    order = sorted(range(len(boxes)), key=lambda at: (boxes[at][1] - boxes[at][0], boxes[at][3] - boxes[at][2], at))
    group: list[int] = []
    width = 0
    for at in order:
        columns = boxes[at][3] - boxes[at][2] + 1
        if group and (len(group) + 1) * max(width, columns) * len(SHAPES) > CELLS:
            yield group
            group, width = [], 0
        group.append(at)
        width = max(width, columns)
    if group:
        yield group


class _Table:
    """Boxes of one group: what each bead is worth, and the best way to each cell.

    Rows come first, so that the rows which a row's beads reach are one piece of memory.

    values : (rows + REACH, c, shapes, columns + 1), by where a bead ends
    into : (rows + 1, c, columns + 1), the worth of the best beads up to a cell
    """

    def __init__(self, cells: Grid, boxes: Sequence[Box], weights: AlignmentWeights) -> None:
        self.corners = np.array(boxes)
        self.null = np.float32(weights.null)
        self.count, self.rows, columns = len(boxes), cells.en.ends.shape[1] - 1, cells.fr.ends.shape[1] - 1
        self.width = width = columns + 1
        self.slide = self.null * np.arange(width, dtype=np.float32)
        self.step = max(1, CELLS * 8 // (self.count * len(SHAPES) * width))  # rows of an array operation
        self.values = np.empty((self.rows + REACH, self.count, len(SHAPES), width), np.float32)
        self.values[self.rows :] = 0.0  # beads that end beyond the boxes, which no way goes through
        best = np.full((REACH + self.rows + 1, self.count, REACH + width), -np.inf, np.float32)
        best[REACH, :, REACH:] = self.slide
        begins = self._places(REACH - SIZE_EN, REACH + np.arange(width) - SIZE_FR[:, None], REACH + width)
        reached = np.empty((self.count, len(SHAPES), width), np.float32)
        for first in range(1, self.rows + 1, self.step):
            last = min(first + self.step, self.rows + 1)
            self.values[first - 1 : last - 1] = scores(cells, first, last, weights).swapaxes(0, 1)
            for row in range(first, last):
                best[row:].reshape(-1).take(begins, out=reached, mode="clip")
                reached += self.values[row - 1]
                top = np.maximum(reached.max(axis=1), best[REACH + row - 1, :, REACH:] + self.null)
                top -= self.slide
                np.add(np.maximum.accumulate(top, axis=1), self.slide, out=best[REACH + row, :, REACH:])
        self.into = best[REACH:, :, REACH:]

    def _places(self, rows: Ints, columns: Ints, wide: int) -> Ints:
        """Where the cells that beads (c, shapes, columns) lead to stand in a (rows, c, wide) table from a row on."""
        boxes = np.arange(self.count)[:, None, None]
        places: Ints = (rows[:, None] * self.count + boxes) * wide + columns
        return places

    def kept(self, beam: float) -> Iterator[tuple[Ints, Doubles]]:
        """Go back from the boxes' ends and give the beads that lie on a good way."""
        rows, width, boxes = self.rows, self.width, np.arange(self.count)
        goal = (self.corners[:, [1, 3]] - self.corners[:, [0, 2]]).T
        floor = (self.into[goal[0], boxes, goal[1]] - np.float32(beam))[:, None] - self.into
        best = np.full((rows + 1 + REACH, self.count, width + REACH), -np.inf, np.float32)
        best[goal[0], boxes, goal[1]] = 0.0
        stops = np.arange(width) + SIZE_FR[:, None]
        ends = self._places(SIZE_EN, stops, REACH + width)
        # Of what would reach beyond the columns the way on is worth nothing, whatever stands in its place.
        shapes = np.arange(len(SIZE_EN))[:, None]
        worth = self._places(SIZE_EN - 1, shapes * width + np.minimum(stops, width - 1), len(shapes) * width)
        for last in range(rows, -1, -self.step):
            first = max(last - self.step + 1, 0)
            value, reached = np.empty((2, last - first + 1, self.count, len(SHAPES), width), np.float32)
            for row in range(last, first - 1, -1):
                at = row - first
                best[row:].reshape(-1).take(ends, out=reached[at], mode="clip")
                self.values[row:].reshape(-1).take(worth, out=value[at], mode="clip")
                reached[at] += value[at]
                top = np.maximum(reached[at].max(axis=1), best[row + 1, :, :width] + self.null)
                top = np.maximum(top, best[row, :, :width], out=top) + self.slide
                best[row, :, :width] = np.maximum.accumulate(top[:, ::-1], axis=1)[:, ::-1] - self.slide
            chosen = np.nonzero(reached >= floor[first : last + 1, :, None])
            yield self._beads(first, chosen, SHAPES), value[chosen].astype(float)
        steps = np.stack([best[1 : rows + 2, :, :width], best[: rows + 1, :, 1 : width + 1]], axis=2) + self.null
        nulls = np.nonzero(steps >= floor[:, :, None])
        yield self._beads(0, nulls, NULLS), np.full(len(nulls[0]), float(self.null))

    def _beads(self, first: int, chosen: tuple[NDArray[np.intp], ...], shapes: Sequence[tuple[int, int]]) -> Ints:
        row, box, shape, column = chosen
        return np.column_stack(
            [self.corners[box, 0] + first + row, self.corners[box, 2] + column, np.array(shapes)[shape]]
        )
