"""Tables that grow: indices of things, and rows of integers by item."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from aligner.encoders.tokenizer import concatenated_ranges
from aligner.types import Ints

Key = TypeVar("Key")


class Interner(dict[Key, int]):
    """Indices of things, given in the order in which they are asked for; `order` has the things."""

    def __init__(self) -> None:
        self.order = list[Key]()

    def __missing__(self, key: Key) -> int:
        """Give a new thing the next index."""
        number = self[key] = len(self.order)
        self.order.append(key)
        return number


class Ragged:
    """Rows of integers, some for each of a growing number of items."""

    def __init__(self, width: int) -> None:
        self._rows = np.zeros((0, width), np.int32)
        self._ends = np.zeros(1, np.int64)
        self._size = 0

    def extend(self, items: Sequence[Sequence[Sequence[int]]]) -> None:
        """Add the rows of more items."""
        rows, begin, old = list(chain.from_iterable(items)), int(self._ends[self._size]), self._size
        self._size += len(items)
        self._rows = _with_room(self._rows, begin + len(rows))
        self._ends = _with_room(self._ends, self._size + 1)
        flat = np.fromiter(chain.from_iterable(rows), np.int32, len(rows) * self._rows.shape[1])
        self._rows[begin : begin + len(rows)] = flat.reshape(len(rows), self._rows.shape[1])
        self._ends[old + 1 : self._size + 1] = begin + np.cumsum(list(map(len, items)))

    def take(self, items: Ints) -> tuple[Ints, Ints]:
        """Return how many rows each of some items has, (items,), and the rows, item after item."""
        first = self._ends[items]
        sizes = self._ends[items + 1] - first
        return sizes, self._rows[concatenated_ranges(first, sizes)].astype(np.int64, order="F")


def _with_room(array: NDArray[Any], size: int) -> NDArray[Any]:
    more = max(size, 2 * len(array)) - len(array)
    return array if size <= len(array) else np.concatenate([array, np.zeros((more, *array.shape[1:]), array.dtype)])
