"""The lines of one side of a corpus as vectors, of which only those near the place that is looked at are in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from aligner.types import Floats

EXTRA_CHARS = 12  # added to lengths, so that those of short lines mean little
BLOCK_LINES = 128  # encoded at a time
MAX_BLOCKS = 192  # kept in memory on each side

Encode = Callable[[Sequence[str]], Floats]


class Lines(NamedTuple):
    """Consecutive lines of one side.

    vectors : (n, d) float32 unit rows, zero for lines without words
    lengths : (n,) float32 logarithms of characters
    exists : (n,) float32, 1 for lines of the corpus, 0 for those before its first and after its last one
    """

    vectors: Floats
    lengths: Floats
    exists: Floats


def read_lines(texts: Sequence[str], encode: Encode) -> Lines:
    """Return texts as lines."""
    lengths = np.log(np.array([len(text) + EXTRA_CHARS for text in texts], np.float32))
    return Lines(encode(texts), lengths, np.ones(len(texts), np.float32))


class Column:
    """One side of a corpus; the vectors of its lines near the place that is looked at are in memory.

    Parameters
    ----------
    read : callable
        Returns the texts of the lines from one number to another, from 0.
    size : int
        Number of its lines.
    """

    def __init__(self, read: Callable[[int, int], Sequence[str]], size: int, encode: Encode) -> None:
        self._read, self.size, self.encode = read, size, encode
        self._blocks: OrderedDict[int, Lines] = OrderedDict()

    @classmethod
    def of(cls, texts: Sequence[str], encode: Encode) -> Column:
        """Return texts in memory as a side."""
        return cls(lambda start, stop: texts[start:stop], len(texts), encode)

    def texts(self, start: int, stop: int) -> list[str]:
        """Return the texts of those of some lines that exist."""
        return list(self._read(max(start, 0), max(0, min(stop, self.size))))

    def lines(self, start: int, stop: int) -> Lines:
        """Return lines; those before the first one and after the last one are blank."""
        first, last = (min(max(place, 0), self.size) for place in (start, stop))
        parts = [
            Lines(*(values[max(first - begin, 0) : last - begin] for values in self._block(begin)))
            for begin in range(first - first % BLOCK_LINES, last, BLOCK_LINES)
        ]
        if first < last and (first, last) == (start, stop) and len(parts) == 1:
            return parts[0]
        parts = parts or [Lines(*(values[:0] for values in self._block(0)))]
        padding = min(stop, 0) - min(start, 0), max(stop, self.size) - max(start, self.size)
        return Lines(*(_padded([part[field] for part in parts], padding) for field in range(len(Lines._fields))))

    def _block(self, begin: int) -> Lines:
        block = self._blocks.get(begin)
        if block is None:
            block = self._blocks[begin] = read_lines(self.texts(begin, begin + BLOCK_LINES), self.encode)
            if len(self._blocks) > MAX_BLOCKS:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(begin)
        return block


def _padded(parts: Sequence[Floats], padding: tuple[int, int]) -> Floats:
    before, after = (np.zeros((size, *parts[0].shape[1:]), np.float32) for size in padding)
    return np.concatenate([before, *parts, after])
