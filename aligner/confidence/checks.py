"""What one side of a pair says and the other does not: numbers and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.encoders.static import Tokens
from aligner.names import Name, fold, names
from aligner.numbers import Quantity
from aligner.quantities import compare
from aligner.types import Side

CLOSE = 85  # rapidfuzz ratio from which two spellings are one name's
LONG = 5  # letters; shorter names resemble each other by chance
Floats = NDArray[np.float32]


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
    """The words of a side, and how like the likest word of the other side each is."""

    tokens: Tokens
    best: Floats


NOTHING = Checks()


def common_names(en: Iterable[str], fr: Iterable[str], *, least: int = 1) -> frozenset[str]:
    """Words of names that so many texts of either side spell alike: a translator kept these."""
    return frozenset(_name_words(en, "en", least) & _name_words(fr, "fr", least))


def _name_words(texts: Iterable[str], side: Side, least: int) -> set[str]:
    counts = Counter(
        word for text in texts for word in {word for name in names(text, side) for word in name.folded.split()}
    )
    return {word for word, count in counts.items() if count >= least}


def _sides(en: str, fr: str) -> tuple[tuple[str, Side], tuple[str, Side]]:
    return (en, "en"), (fr, "fr")


def check(en: str, fr: str, kept: frozenset[str], told: tuple[Told, Told] | None = None) -> Checks:
    """Match the numbers and the names of two texts; names in `kept` are known to be spelt alike in both languages."""
    compared = compare(en, fr)
    every = [names(*pair) for pair in _sides(en, fr)]
    words = [{word for name in side for word in name.folded.split()} for side in every]
    doubts = [_doubts(every[at], words[1 - at], (en, fr)[1 - at], told and told[at]) for at in (0, 1)]
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


def _doubts(every: Sequence[Name], told: set[str], other: str, by: Told | None) -> list[float]:
    """How little the other side says each name."""
    rest = [name for name in every if told.isdisjoint(name.folded.split())]
    if not rest:
        return [0.0] * len(every)
    all_words = {word for word in fold(other).replace("'", " ").split() if len(word) >= LONG}
    return [1.0 - _told(name, all_words | told, by) if name in rest else 0.0 for name in every]


def _told(name: Name, told: set[str], by: Told | None) -> float:
    """1 if one of a name's words is spelt almost so on the other side: Zelensky, Zelenskyy; else their likeness."""
    for word in name.folded.split():
        if word in told:
            return 1.0
        if len(word) >= LONG and process.extractOne(word, told, scorer=fuzz.ratio, score_cutoff=CLOSE):
            return 1.0
    if by is None:
        return 0.0
    first, last = np.searchsorted(by.tokens.starts[: len(by.best)], (name.start, name.end))
    return float(min(by.best[first:last].max(initial=0.0), 1.0))
