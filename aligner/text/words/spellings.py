"""Words that are likely spellings of one word, such as names and cognates."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

MIN_SPELLING_RATIO = 80  # rapidfuzz ratio of two spellings of one word
MIN_FUZZY_LETTERS = 5  # shorter words resemble each other by chance
MIN_PREFIX_LETTERS = 6  # shared by two words of one stem, and
MIN_PREFIX_SHARE = 0.7  # at least this share of the shorter one: commission, commissaire


def spelled_alike(left: str, right: str) -> bool:
    """Return whether two folded words without accents are likely spellings of one word, such as names and cognates."""
    if left == right:
        return True
    if min(len(left), len(right)) < MIN_FUZZY_LETTERS:
        return False
    return _share_stem(left, right) or fuzz.ratio(left, right, score_cutoff=MIN_SPELLING_RATIO) > 0


def _share_stem(left: str, right: str) -> bool:
    shorter = min(len(left), len(right))
    prefix = max(MIN_PREFIX_LETTERS, math.ceil(MIN_PREFIX_SHARE * shorter))
    return shorter >= prefix and left[:prefix] == right[:prefix]


def find_similar(word: str, words: Sequence[str], min_ratio: float) -> list[int]:
    """Return the places of the words that have a rapidfuzz ratio with a word of at least this."""
    found = process.extract(word, words, scorer=fuzz.ratio, processor=None, score_cutoff=min_ratio, limit=None)
    return [place for _, _, place in found]


class Spellings:
    """Words among which those that are spelled like another one are found much faster than one by one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._long = sorted(word for word in self._words if len(word) >= MIN_FUZZY_LETTERS)
        self._stems: dict[str, list[str]] = {}
        for word in self._long:
            self._stems.setdefault(word[:MIN_PREFIX_LETTERS], []).append(word)

    def alike(self, word: str) -> set[str]:
        """Return the words that `spelled_alike` takes for spellings of a word."""
        found = {word} & self._words
        if len(word) >= MIN_FUZZY_LETTERS:
            found.update(self._long[place] for place in find_similar(word, self._long, MIN_SPELLING_RATIO))
            found.update(other for other in self._stems.get(word[:MIN_PREFIX_LETTERS], ()) if _share_stem(word, other))
        return found
