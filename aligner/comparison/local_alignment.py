"""Align parts of two sequences by their scores (Smith and Waterman 1981)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.int64]
Path = list[tuple[int, int]]


def best_score(scores: Scores, gap: int) -> int:
    """Return the score of the best local alignment, as `best_path` counts it."""
    return int(_fill(scores, gap).max())


def best_path(scores: Scores, gap: int, least: int) -> Path:
    """Return the pairs of the best local alignment that have a positive score; none if its score is below `least`.

    A row may share the column of the row before it, as the parts of a divided sentence do.

    Parameters
    ----------
    scores : (n, m)
        Whole numbers, so that sums can be compared exactly; negative for pairs that do not belong together.
    gap : subtracted for a row or a column that is passed over
    """
    table = _fill(scores, gap)
    row, column = (int(index) for index in np.unravel_index(int(table.argmax()), table.shape))
    return _trace(table, scores, gap, row, column) if table[row, column] >= max(least, 1) else []


def _fill(scores: Scores, gap: int) -> Scores:
    """Return the best score of an alignment that ends with each pair, (n + 1, m + 1)."""
    count = scores.shape[1]
    table = np.zeros((len(scores) + 1, count + 1), np.int64)
    passed = gap * np.arange(count + 1)
    for row, own in enumerate(scores, 1):
        above = table[row - 1]
        table[row, 1:] = np.maximum(above[:-1] + own, above[1:] + np.maximum(own, -gap))
        table[row] = np.maximum(np.maximum.accumulate(table[row] + passed) - passed, 0)
    return table


def _trace(table: Scores, scores: Scores, gap: int, row: int, column: int) -> Path:
    """Return the pairs of the alignment that ends at a cell."""
    path: Path = []
    while row and column and (score := table[row, column]) > 0:
        own = scores[row - 1, column - 1]
        ahead = score == table[row - 1, column - 1] + own
        if ahead or score == table[row - 1, column] + max(own, -gap):
            if own > 0:
                path.append((row - 1, column - 1))
            row -= 1
            column -= int(ahead)
        else:
            column -= 1
    return path[::-1]
