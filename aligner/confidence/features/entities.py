"""Compare the entities of a pair: numbers and names that one side has and the other lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from aligner.confidence.features.names import Names, WordMatches, name_doubts, names_of
from aligner.text.entities.names.changes import find_name_changes
from aligner.text.entities.names.find import Name, find_names
from aligner.text.entities.numbers.compare import NumberDifferences, compare_numbers
from aligner.text.entities.numbers.find import Quantity
from aligner.types import SIDES


class EntityDifferences(NamedTuple):
    """The entities of a pair of texts that one side lacks.

    numbers_en, numbers_fr : numbers that the other side lacks
    names_en, names_fr : known names that the other side lacks
    all_en, all_fr : all names
    doubt_en, doubt_fr : doubt that the other side has each of these names, 0 if it has the same words, else up to 1
    """

    numbers_en: tuple[Quantity, ...] = ()
    numbers_fr: tuple[Quantity, ...] = ()
    numbers_shared: int = 0
    names_en: tuple[Name, ...] = ()
    names_fr: tuple[Name, ...] = ()
    names_shared: int = 0
    all_en: tuple[Name, ...] = ()
    all_fr: tuple[Name, ...] = ()
    doubt_en: tuple[float, ...] = ()
    doubt_fr: tuple[float, ...] = ()

    @property
    def numbers(self) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
        """The numbers of each side that the other lacks."""
        return self.numbers_en, self.numbers_fr


NO_DIFFERENCES = EntityDifferences()


def common_names(en: Iterable[str], fr: Iterable[str], *, min_texts: int = 1) -> frozenset[str]:
    """Return the words of names that at least `min_texts` texts of each side spell alike, as translators keep them."""
    left, right = (find_names(text, "en") for text in en), (find_names(text, "fr") for text in fr)
    return shared_words(left, right, min_texts=min_texts)


def shared_words(en: Iterable[Names], fr: Iterable[Names], *, min_texts: int = 1) -> frozenset[str]:
    """Return the same as `common_names`, from the names of each text."""
    left, right = (
        Counter(word for names in side for word in {word for name in names for word in name.folded.split()})
        for side in (en, fr)
    )
    return frozenset(word for word, count in left.items() if count >= min_texts and right[word] >= min_texts)


def compare_entities(en: str, fr: str, known_names: frozenset[str]) -> EntityDifferences:
    """Compare the numbers and the names of two texts; known names are spelled alike in both languages."""
    return match_names((en, fr), compare_numbers(en, fr), (names_of(en, "en"), names_of(fr, "fr")), known_names)


def match_names(
    texts: tuple[str, str],
    numbers: NumberDifferences,
    names: tuple[Names, Names],
    known_names: frozenset[str],
    word_matches: Callable[[], tuple[WordMatches, WordMatches]] | None = None,
) -> EntityDifferences:
    """Match the names of two texts whose numbers have been compared.

    Parameters
    ----------
    names : the names of each text
    known_names : words of names that are spelled alike in both languages
    word_matches : returns the words of both texts, among which a name with another spelling is searched
    """
    if not (names[0] or names[1]):
        return EntityDifferences(*numbers)
    words = [{word for name in side for word in name.folded.split()} for side in names]
    doubts = [name_doubts(names[side], words[1 - side], texts, side, word_matches) for side in (0, 1)]
    if words[0] != words[1]:
        _doubt_changed_names(doubts, texts, names)
    missing = [
        tuple(
            name for name, doubt in zip(own, own_doubts, strict=True) if doubt and known_names & {*name.folded.split()}
        )
        for own, own_doubts in zip(names, doubts, strict=True)
    ]
    return EntityDifferences(
        *numbers,
        names_en=missing[0],
        names_fr=missing[1],
        names_shared=sum(not doubt for doubt in doubts[0]),
        all_en=names[0],
        all_fr=names[1],
        doubt_en=tuple(doubts[0]),
        doubt_fr=tuple(doubts[1]),
    )


def _doubt_changed_names(doubts: list[list[float]], texts: tuple[str, str], names: tuple[Names, Names]) -> None:
    """Set the doubt of names that one text exchanged for others to 1, also where another word of them is the same."""
    for change in find_name_changes(texts, SIDES):
        for side, (start, end) in enumerate(change.words):
            for index, name in enumerate(names[side]):
                if name.start < end and start < name.end:
                    doubts[side][index] = 1.0
