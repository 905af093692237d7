"""Keep what is read of the words of two texts, for the views of both sides."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from aligner.text.words.segment_words import PairWords

Result = TypeVar("Result")


def once_per_pair(read: Callable[[PairWords], Result]) -> Callable[[PairWords], Result]:
    """Return the function with results that are kept as long as the words that they were read of."""
    known: WeakKeyDictionary[PairWords, Result] = WeakKeyDictionary()

    @wraps(read)
    def kept(pair: PairWords) -> Result:
        if pair not in known:
            known[pair] = read(pair)
        return known[pair]

    return kept
