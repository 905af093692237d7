"""The beads that may be in a good alignment: dynamic programming, many boxes at a time.

One row of the table is one English sentence. All beads that end there (or, on
the way back, begin there) are looked at in one array operation, over all boxes
at once; French nulls, which chain along the row, follow from a running maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.align.cost import REACH, SHAPES, Box, Grid, Text, grid, scores
from aligner.align.lattice import Doubles, Ints, Lattice
from aligner.settings import Weights

Range = tuple[int, int]
CELLS = 60_000  # cells of one array operation: what stays in a core's cache
SIZE_EN, SIZE_FR = np.array(SHAPES).T
NULLS = ((1, 0), (0, 1))
ROUNDED = 0.01  # what sums of single precision may be apart


def search(en: Text, fr: Text, boxes: Sequence[Box], weights: Weights) -> list[tuple[Range, Range]]:
    """Align each box by itself and give all beads in text order, without a second look.

    Parameters
    ----------
    boxes : sequence of (en from, en to, fr from, fr to)
        They cover one stretch of each text, in order; a bead never crosses them.
    """
    beads, values = sift(en, fr, boxes, weights, ROUNDED)
    if not len(beads):
        return []
    zero = np.array([boxes[0][0], boxes[0][2], 0, 0])
    best = Lattice(beads - zero, (boxes[-1][1] - boxes[0][0], boxes[-1][3] - boxes[0][2])).best(values)
    return [spans(bead) for bead in beads[best].tolist()]


def spans(bead: Sequence[int]) -> tuple[Range, Range]:
    """English and French range of a bead given by its place and its size."""
    i, j, m, n = bead
    return (i, i + m), (j, j + n)


def sift(en: Text, fr: Text, boxes: Sequence[Box], weights: Weights, beam: float) -> tuple[Ints, Doubles]:
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
        found += _kept(_Table(grid(en, fr, chosen), chosen, weights), beam)
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
    """Boxes of one group: `values` (c, rows, shapes, columns + 1) by where a bead ends, and the best way to each cell.

    `into` (c, rows + 1, columns + 1) is the worth of the best beads up to a cell.
    """

    def __init__(self, cells: Grid, boxes: Sequence[Box], weights: Weights) -> None:
        self.corners = np.array(boxes)
        self.null = np.float32(weights.null)
        count, self.rows, self.columns = len(boxes), cells.en.ends.shape[1] - 1, cells.fr.ends.shape[1] - 1
        width = self.columns + 1
        self.slide = self.null * np.arange(width, dtype=np.float32)
        self.values = np.empty((count, self.rows, len(SHAPES), width), np.float32)
        best = np.full((count, REACH + self.rows + 1, REACH + width), -np.inf, np.float32)
        best[:, REACH, REACH:] = self.slide
        flat, columns = best.reshape(count, -1), REACH + np.arange(width) - SIZE_FR[:, None]
        reached = np.empty((count, len(SHAPES), width), np.float32)
        step = max(1, CELLS * 8 // (count * len(SHAPES) * width))
        for first in range(1, self.rows + 1, step):
            last = min(first + step, self.rows + 1)
            self.values[:, first - 1 : last - 1] = scores(cells, first, last, weights)
            for row in range(first, last):
                np.take(flat, (REACH + row - SIZE_EN)[:, None] * best.shape[2] + columns, axis=1, out=reached)
                reached += self.values[:, row - 1]
                top = np.maximum(reached.max(axis=1), best[:, REACH + row - 1, REACH:] + self.null)
                best[:, REACH + row, REACH:] = np.maximum.accumulate(top - self.slide, axis=1) + self.slide
        self.into = best[:, REACH:, REACH:]


def _kept(table: _Table, beam: float) -> Iterator[tuple[Ints, Doubles]]:
    """Go back from the boxes' ends and keep the beads that lie on a good way."""
    count, rows, width = len(table.corners), table.rows, table.columns + 1
    goal = (table.corners[:, [1, 3]] - table.corners[:, [0, 2]]).T
    floor = table.into[np.arange(count), goal[0], goal[1]] - np.float32(beam)
    best = np.full((count, rows + 1 + REACH, width + REACH), -np.inf, np.float32)
    flat, values = best.reshape(count, -1), table.values.reshape(count, -1)
    shape, columns = np.arange(len(SHAPES))[:, None], np.arange(width) + SIZE_FR[:, None]
    inside = np.minimum(columns, width - 1)  # of what would reach beyond, the way on is worth nothing
    reached = np.empty((count, len(SHAPES), width), np.float32)
    for row in range(rows, -1, -1):
        np.take(flat, (row + SIZE_EN)[:, None] * best.shape[2] + columns, axis=1, out=reached)
        if row < rows:
            ends = np.minimum(row + SIZE_EN, rows)[:, None] - 1
            worth = np.take(values, (ends * len(SHAPES) + shape) * width + inside, axis=1)
            reached += worth
            chosen = np.nonzero(reached >= floor[:, None, None] - table.into[:, None, row])
            if len(chosen[0]):
                yield _beads(table.corners, np.full(len(chosen[0]), row), chosen, SHAPES), worth[chosen].astype(float)
        top = np.maximum(reached.max(axis=1), best[:, row + 1, :width] + table.null)
        top[goal[0] == row, goal[1][goal[0] == row]] = 0.0
        best[:, row, :width] = np.maximum.accumulate((top + table.slide)[:, ::-1], axis=1)[:, ::-1] - table.slide
    steps = np.stack([best[:, 1 : rows + 2, :width], best[:, : rows + 1, 1 : width + 1]], axis=2) + table.null
    box, row_of, null, column = np.nonzero(steps >= floor[:, None, None, None] - table.into[:, :, None])
    yield _beads(table.corners, row_of, (box, null, column), NULLS), np.full(len(box), float(table.null))


def _beads(
    corners: Ints, rows: Ints, chosen: tuple[NDArray[np.intp], ...], shapes: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    box, shape, column = chosen
    return np.column_stack([corners[box, 0] + rows, corners[box, 2] + column, np.array(shapes)[shape]])
