"""Collect the clues of a text, with which finders search only for the forms that may occur in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

MIN_LONG_FIGURES = 7
# Clues that are no words: a figure of that many digits, and a number that may be an hour without minutes.
LONG, HOUR = "<long>", "<hour>"
_FIGURES = re.compile(r"\d+")


def clues_of(lowered: str, words: Iterable[str], clues: set[str]) -> set[str]:
    """Return the clues, with those of the words that a text in lower case contains, and what surrounds its figures.

    "<f" is a figure after "f", ">h" one before "h", and "> h" one before a space and "h".
    """
    clues = clues.union(filter(lowered.__contains__, words))
    for figures in _FIGURES.finditer(lowered):
        start, end = figures.span()
        clues.add(f"<{lowered[start - 1 : start]}")
        after = lowered[end : end + 2]
        clues.add(f"> {after[1:]}" if after[:1].isspace() else f">{after[:1]}")
        if end - start >= MIN_LONG_FIGURES:
            clues.add(LONG)
    return clues


def words_among(clues: Iterable[str]) -> tuple[str, ...]:
    """Return the clues that are words of the text, each once."""
    return tuple({clue: None for clue in clues if clue[0] not in "<>"})


def index_of(clues_of_forms: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """Return the indices of the forms that each clue belongs to."""
    index = dict[str, list[int]]()
    for form, clues in enumerate(clues_of_forms):
        for clue in clues:
            index.setdefault(clue, []).append(form)
    return index


def likely_forms(clues: set[str], index: dict[str, list[int]]) -> list[int]:
    """Return the indices of the forms that a text with these clues may contain, in order."""
    return sorted({form for clue in clues if clue in index for form in index[clue]})
