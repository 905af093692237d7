"""What one side of a pair says and the other does not: numbers and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.names import Name, fold, names
from aligner.numbers import Quantity
from aligner.quantities import Compared, compare

CLOSE = 85  # rapidfuzz ratio from which two spellings are one name's
LONG = 5  # letters; shorter names resemble each other by chance
Floats = NDArray[np.float32]
Names = tuple[Name, ...]


class Checks(NamedTuple):
    """What one side says that the other does not.

    `doubt_en` and `doubt_fr` tell how little the other side says each name of `every_en` and `every_fr`:
    0 where it has its very words, else 1 less the likeness of the likest word.
    """

    numbers_en: tuple[Quantity, ...] = ()
    numbers_fr: tuple[Quantity, ...] = ()
    numbers_shared: int = 0
    names_en: tuple[Name, ...] = ()
    names_fr: tuple[Name, ...] = ()
    names_shared: int = 0
    every_en: tuple[Name, ...] = ()
    every_fr: tuple[Name, ...] = ()
    doubt_en: tuple[float, ...] = ()
    doubt_fr: tuple[float, ...] = ()


class Told(NamedTuple):
    """The words of a text, (n,) each: where they begin and end, and how like the likest word of the other side."""

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    best: Floats


NOTHING = Checks()


def common_names(en: Iterable[str], fr: Iterable[str], *, least: int = 1) -> frozenset[str]:
    """Words of names that so many texts of either side spell alike: a translator kept these."""
    return shared_words((names(text, "en") for text in en), (names(text, "fr") for text in fr), least=least)


def shared_words(en: Iterable[Names], fr: Iterable[Names], *, least: int = 1) -> frozenset[str]:
    """`common_names` of texts whose names are at hand."""
    left, right = (
        Counter(word for some in side for word in {word for name in some for word in name.folded.split()})
        for side in (en, fr)
    )
    return frozenset(word for word, count in left.items() if count >= least and right[word] >= least)


def check(en: str, fr: str, kept: frozenset[str]) -> Checks:
    """Match the numbers and the names of two texts; names in `kept` are known to be spelt alike in both languages."""
    return match((en, fr), compare(en, fr), (names(en, "en"), names(fr, "fr")), kept)


def match(
    texts: tuple[str, str],
    compared: Compared,
    every: tuple[Names, Names],
    kept: frozenset[str],
    told: Callable[[], tuple[Told, Told]] | None = None,
) -> Checks:
    """Match the names of two texts whose numbers are compared.

    Parameters
    ----------
    every : the names of either text
    told : gives the words of both, by which a name is sought that is spelt otherwise
    """
    if not (every[0] or every[1]):
        return Checks(*compared)
    words = [{word for name in side for word in name.folded.split()} for side in every]
    doubts = [_doubts(every[at], words[1 - at], texts[1 - at], at, told) for at in (0, 1)]
    lost = [
        tuple(
            name for name, doubt in zip(every[at], doubts[at], strict=True) if doubt and kept & set(name.folded.split())
        )
        for at in (0, 1)
    ]
    return Checks(
        *compared,
        names_en=lost[0],
        names_fr=lost[1],
        names_shared=sum(not doubt for doubt in doubts[0]),
        every_en=every[0],
        every_fr=every[1],
        doubt_en=tuple(doubts[0]),
        doubt_fr=tuple(doubts[1]),
    )


def _doubts(
    every: Names, there: set[str], other: str, side: int, told: Callable[[], tuple[Told, Told]] | None
) -> list[float]:
    """How little the other side says each name."""
    rest = [name for name in every if there.isdisjoint(name.folded.split())]
    if not rest:
        return [0.0] * len(every)
    words = {word for word in fold(other).replace("'", " ").split() if len(word) >= LONG} | there
    by = told()[side] if told else None
    return [1.0 - _told(name, words, by) if name in rest else 0.0 for name in every]


def _told(name: Name, there: set[str], by: Told | None) -> float:
    """1 if one of a name's words is spelt almost so on the other side: Zelensky, Zelenskyy; else their likeness."""
    for word in name.folded.split():
        if word in there:
            return 1.0
        if len(word) >= LONG and process.extractOne(word, there, scorer=fuzz.ratio, score_cutoff=CLOSE):
            return 1.0
    if by is None:
        return 0.0
    first, last = np.searchsorted(by.starts, (name.start, name.end))
    return float(min(by.best[first:last].max(initial=0.0), 1.0))
