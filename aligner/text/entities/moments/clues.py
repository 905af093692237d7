"""Collect the clues of a text, with which finders search only for the forms that may occur in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, Protocol, TypeVar

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


class Form(Protocol):
    """One way to write something, of which every text with it has one of the clues."""

    @property
    def clues(self) -> tuple[str, ...]:
        """The clues."""


_AnyForm = TypeVar("_AnyForm", bound=Form)


class FormIndex(Generic[_AnyForm]):
    """Forms by their clues."""

    def __init__(self, forms: Iterable[_AnyForm]) -> None:
        self._forms, self._by_clue = tuple(forms), dict[str, list[int]]()
        for index, form in enumerate(self._forms):
            for clue in form.clues:
                self._by_clue.setdefault(clue, []).append(index)

    @property
    def clues(self) -> Iterable[str]:
        """The clues of all forms, each once."""
        return self._by_clue

    def likely(self, clues: set[str]) -> Iterator[_AnyForm]:
        """Yield the forms that a text with these clues may contain, in order."""
        indices = {index for clue in clues if clue in self._by_clue for index in self._by_clue[clue]}
        return (self._forms[index] for index in sorted(indices))
