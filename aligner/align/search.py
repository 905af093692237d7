"""The best beads of a text pair: dynamic programming, many boxes at a time.

One row of the table is one English sentence. All beads that end there are
looked at in one array operation, over all boxes at once; French nulls, which
chain along the row, follow from a running maximum.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.align.cost import REACH, SHAPES, Box, Floats, Grid, Text, grid, scores
from aligner.settings import Weights

Range = tuple[int, int]
NULL_EN = len(SHAPES)  # trace marks after those of the shapes
NULL_FR = len(SHAPES) + 1
CELLS = 60_000  # cells of one array operation: what stays in a core's cache
FROM_EN = np.array([m for m, _ in SHAPES] + [1])
FROM_FR = np.array([n for _, n in SHAPES] + [0])


def search(en: Text, fr: Text, boxes: Sequence[Box], weights: Weights) -> list[tuple[Range, Range]]:
    """Align each box by itself and give all beads in text order.

    Parameters
    ----------
    boxes : sequence of (en from, en to, fr from, fr to)
        They cover both texts, in order; a bead never crosses them.
    """
    beads: dict[int, list[tuple[Range, Range]]] = {}
    for group in _groups(boxes):
        chosen = [boxes[at] for at in group]
        trace = _fill(grid(en, fr, chosen), weights)
        for at, box, marks in zip(group, chosen, trace, strict=True):
            beads[at] = _walk(marks, box)
    return [bead for at in range(len(boxes)) for bead in beads[at]]


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


def _fill(cells: Grid, weights: Weights) -> NDArray[np.int8]:
    """Best predecessor of every cell: (c, rows + 1, columns + 1), an index into SHAPES or a null."""
    count, rows, columns = len(cells.dots), cells.en.ends.shape[1] - 1, cells.fr.ends.shape[1] - 1
    best = np.full((count, REACH + rows + 1, REACH + columns + 1), -np.inf, np.float32)
    trace = np.full((count, rows + 1, columns + 1), NULL_FR, np.int8)
    slide = np.float32(weights.null) * np.arange(columns + 1, dtype=np.float32)
    best[:, REACH, REACH:] = slide
    from_columns = REACH + np.arange(columns + 1) - FROM_FR[:, None]
    step = max(1, CELLS * 8 // (count * len(SHAPES) * (columns + 1)))
    reached = np.empty((count, len(SHAPES) + 1, columns + 1), np.float32)
    for first in range(1, rows + 1, step):
        values = scores(cells, first, min(first + step, rows + 1), weights)
        for row in range(first, first + values.shape[1]):
            np.take(
                best.reshape(count, -1),
                (REACH + row - FROM_EN)[:, None] * best.shape[2] + from_columns,
                axis=1,
                out=reached,
            )
            reached[:, :-1] += values[:, row - first]
            reached[:, -1] += np.float32(weights.null)
            best[:, REACH + row, REACH:], trace[:, row] = _choose(reached, slide)
    return trace


def _choose(reached: Floats, slide: Floats) -> tuple[Floats, NDArray[np.int8]]:
    mark = reached.argmax(axis=1)
    top = np.take_along_axis(reached, mark[:, None], axis=1)[:, 0]
    slid = np.maximum.accumulate(top - slide, axis=1) + slide
    null = slid > top + 1e-6
    return np.where(null, slid, top), np.where(null, NULL_FR, mark).astype(np.int8)


def _walk(trace: NDArray[np.int8], box: Box) -> list[tuple[Range, Range]]:
    """Follow the predecessors back from the box's last corner."""
    i0, i1, j0, j1 = box
    i, j = i1 - i0, j1 - j0
    beads: list[tuple[Range, Range]] = []
    while i or j:
        mark = int(trace[i, j])
        m, n = (1, 0) if mark == NULL_EN else (0, 1) if mark == NULL_FR else SHAPES[mark]
        beads.append(((i0 + i - m, i0 + i), (j0 + j - n, j0 + j)))
        i, j = i - m, j - n
    return beads[::-1]
