"""What one side of a pair says and the other does not: numbers and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from aligner.confidence.features.names import Names, WordMatches, name_doubts, names_of
from aligner.text.entities.compare import Compared, compare
from aligner.text.entities.names import Name, names
from aligner.text.entities.numbers import Quantity


class EntityDifferences(NamedTuple):
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


NOTHING = EntityDifferences()


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


def check(en: str, fr: str, kept: frozenset[str]) -> EntityDifferences:
    """Match the numbers and the names of two texts; names in `kept` are known to be spelt alike in both languages."""
    return match((en, fr), compare(en, fr), (names_of(en, "en"), names_of(fr, "fr")), kept)


def match(
    texts: tuple[str, str],
    compared: Compared,
    every: tuple[Names, Names],
    kept: frozenset[str],
    told: Callable[[], tuple[WordMatches, WordMatches]] | None = None,
) -> EntityDifferences:
    """Match the names of two texts whose numbers are compared.

    Parameters
    ----------
    every : the names of either text
    told : gives the words of both, by which a name is sought that is spelt otherwise
    """
    if not (every[0] or every[1]):
        return EntityDifferences(*compared)
    words = [{word for name in side for word in name.folded.split()} for side in every]
    found = [name_doubts(every[at], words[1 - at], texts, at, told) for at in (0, 1)]
    lost = [
        tuple(
            name for name, doubt in zip(every[at], found[at], strict=True) if doubt and kept & set(name.folded.split())
        )
        for at in (0, 1)
    ]
    return EntityDifferences(
        *compared,
        names_en=lost[0],
        names_fr=lost[1],
        names_shared=sum(not doubt for doubt in found[0]),
        every_en=every[0],
        every_fr=every[1],
        doubt_en=tuple(found[0]),
        doubt_fr=tuple(found[1]),
    )
