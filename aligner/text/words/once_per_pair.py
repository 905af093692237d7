"""Keep what is read of the words of two texts, for the views of both sides."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from aligner.text.words.segment_words import PairWords

Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


def once_per_pair(
    read: Callable[Concatenate[PairWords, Arguments], Result],
) -> Callable[Concatenate[PairWords, Arguments], Result]:
    """Return the function with results that are kept as long as the words that they were read of.

    Further arguments are positional.
    """
    known: WeakKeyDictionary[PairWords, dict[Hashable, Result]] = WeakKeyDictionary()

    @wraps(read)
    def kept(pair: PairWords, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        results = known.setdefault(pair, {})
        if args not in results:
            results[args] = read(pair, *args, **kwargs)
        return results[args]

    return kept
