"""The best path through a corpus that may have slipped, by dynamic programming over the offset between the sides.

The offset of a pair of lines is the French line's number less the English one's. Staying at an offset costs nothing
whatever the lines are, so that a free translation is left as it is; leaving it costs as much as a few clear pairs give.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.alignment.slip_evidence import IMPOSSIBLE, WORST_PAIR
from aligner.types import Doubles

OPENED_GAP = 10.0  # cost of lines that have no partner, in log-odds: slips are rare
LONGER_GAP = -WORST_PAIR  # of each further line, so that pairs as they are never cost more than no pairs

Step = tuple[int, int, float]  # an English line and a French one, -1 for none, with the log-odds of the pair
_PAIRED, _EN_ALONE, _FR_ALONE = range(3)


class _Trace(NamedTuple):
    """Where the best path to each state came from, (rows, width) each.

    The states before row r at an offset: the last step was a pair, an English or a French line alone.
    """

    gains: Doubles
    after_en: NDArray[np.bool_]  # the better of the first two states is an English line alone
    after_fr: NDArray[np.bool_]  # the best state is a French line alone
    new_en: NDArray[np.bool_]  # the English line alone at this row begins a gap
    new_fr: NDArray[np.bool_]  # the French line alone at this row begins a gap
    swapped: NDArray[np.bool_]  # the pair at this row is the second of two that were swapped


class OffsetPaths:
    """The best paths from one start to each offset of a band, extended row by row.

    Attributes
    ----------
    row : int
        Number of English lines on the paths.
    low : int
        The lowest offset of the band.
    """

    def __init__(self, row: int, offset: int, reach: int) -> None:
        self.row, self.low = row, offset - reach
        self._width = 2 * reach + 1
        self._start = row, offset
        self._paired = np.full(self._width, IMPOSSIBLE)
        self._paired[reach] = 0.0
        self._en_alone = np.full(self._width, IMPOSSIBLE)
        self._before: tuple[Doubles, Doubles] | None = None  # the best values and gains one row before
        self._blocks: list[tuple[int, int, _Trace]] = []
        self._slope = LONGER_GAP * np.arange(self._width)

    def centre(self) -> int:
        """Return the offset of the best path."""
        return self.low + int(np.maximum(self._paired, self._en_alone).argmax())

    def move(self, low: int) -> None:
        """Move the band to another lowest offset."""
        shift = low - self.low
        if shift:
            self._paired, self._en_alone = (_shifted(values, shift) for values in (self._paired, self._en_alone))
            if self._before:
                self._before = _shifted(self._before[0], shift), _shifted(self._before[1], shift)
            self.low = low

    def extend(self, gains: Doubles, exchanges: Doubles) -> None:
        """Add rows, given the log-odds of their pairs and of exchanges at each offset of the band, (rows, width)."""
        trace = _empty_trace(gains)
        for row, gain in enumerate(gains):
            best = self._best(trace, row)
            paired = best + gain
            if self._before:
                before, gain_before = self._before
                swapped = before + gain_before + gain + exchanges[row]
                swapped[1:-1][gain_before[2:] + gain[:-2] <= 0] = IMPOSSIBLE
                np.greater(swapped, paired, out=trace.swapped[row])
                np.maximum(paired, swapped, out=paired)
            en_alone = np.full(self._width, IMPOSSIBLE)
            opened, longer = best[1:] - OPENED_GAP, self._en_alone[1:] - LONGER_GAP
            np.greater_equal(opened, longer, out=trace.new_en[row, :-1])
            np.maximum(opened, longer, out=en_alone[:-1])
            self._before = best, gain
            self._paired, self._en_alone = paired, en_alone
        self._blocks.append((self.row, self.low, trace))
        self.row += len(gains)

    def _best(self, trace: _Trace, row: int) -> Doubles:
        """Return the value of the best state at each offset."""
        np.greater(self._en_alone, self._paired, out=trace.after_en[row])
        top = np.maximum(self._paired, self._en_alone)
        rising = top + self._slope
        highest = np.maximum.accumulate(rising)
        np.equal(rising[:-1], highest[:-1], out=trace.new_fr[row, 1:])
        fr_alone = np.full(self._width, IMPOSSIBLE)
        fr_alone[1:] = highest[:-1] - self._slope[:-1] - OPENED_GAP
        np.greater(fr_alone, top, out=trace.after_fr[row])
        best: Doubles = np.maximum(top, fr_alone)
        return best

    def steps(self, last: int | None = None) -> list[Step]:
        """Return the steps of the best path, or of the best one that has used all `last` French lines."""
        trace = _empty_trace(np.zeros((1, self._width)))  # of the states after the last row
        values = self._best(trace, 0)
        self._blocks.append((self.row, self.low, trace))
        if last is not None:
            left = last - self.row - self.low - np.arange(self._width)
            values = np.where(left < 0, IMPOSSIBLE, values - np.where(left > 0, OPENED_GAP, 0))
        found = [*self._traced(self.low + int(values.argmax()))][::-1]
        self._blocks.pop()
        return found

    def _traced(self, offset: int) -> Iterator[Step]:
        block = len(self._blocks) - 1
        row, state = self.row, -1  # -1: the best state
        while (row, offset) != self._start or state == _FR_ALONE:
            if row < self._blocks[block][0]:
                block -= 1
            first, low, trace = self._blocks[block]
            at = row - first, offset - low
            if state < 0:
                state = _FR_ALONE if trace.after_fr[at] else int(trace.after_en[at])
            if state == _FR_ALONE:
                yield -1, row + offset - 1, 0.0
                state = -1 if trace.new_fr[at] else _FR_ALONE
                offset -= 1
                if state < 0:  # it cannot be preceded by a French line alone
                    state = int(trace.after_en[at[0], at[1] - 1])
                continue
            row -= 1
            if row < first:
                block -= 1
                first, low, trace = self._blocks[block]
            at = row - first, offset - low
            if state == _EN_ALONE:
                yield row, -1, 0.0
                state = -1 if trace.new_en[at] else _EN_ALONE
                offset += 1
            elif trace.swapped[at]:
                yield row, row + offset - 1, float(self._gain(row, offset - 1))
                yield row - 1, row + offset, float(self._gain(row - 1, offset + 1))
                row, state = row - 1, -1
            else:
                yield row, row + offset, float(trace.gains[at])
                state = -1

    def _gain(self, row: int, offset: int) -> float:
        first, low, trace = next(block for block in reversed(self._blocks) if block[0] <= row)
        place = offset - low
        return float(trace.gains[row - first, place]) if 0 <= place < self._width else WORST_PAIR


def _empty_trace(gains: Doubles) -> _Trace:
    return _Trace(gains, *(np.zeros(gains.shape, bool) for _ in range(5)))


def _shifted(values: Doubles, shift: int) -> Doubles:
    moved = np.full(len(values), IMPOSSIBLE)
    if 0 < shift < len(values):
        moved[:-shift] = values[shift:]
    elif -len(values) < shift < 0:
        moved[-shift:] = values[:shift]
    return moved
