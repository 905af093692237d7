"""Mark the words of texts that pass a test, which is made once for each distinct word."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.text.words.word_table import Words
from aligner.types import Side


class WordMarks:
    """Marks of words, kept by distinct word, because the list of these only grows.

    Parameters
    ----------
    test : callable
        Returns the test of a folded word, given its language.
    """

    def __init__(self, test: Callable[[Side], Callable[[str], bool]]) -> None:
        self._test = test
        self._known: dict[Side, tuple[Sequence[str], NDArray[np.bool_]]] = {}

    def of(self, words: Words, side: Side, span: slice = slice(None)) -> NDArray[np.bool_]:
        """Return for each word of a span whether it passes the test."""
        return self._of_forms(words.forms, side)[words.form[span]]

    def _of_forms(self, forms: Sequence[str], side: Side) -> NDArray[np.bool_]:
        seen, marks = self._known.get(side, (forms, np.zeros(0, np.bool_)))
        if seen is not forms:
            marks = np.zeros(0, np.bool_)
        if len(marks) < len(forms):
            new = np.array([*map(self._test(side), forms[len(marks) :])], np.bool_)
            marks = np.concatenate([marks, new])
            self._known[side] = forms, marks
        return marks


def capitals_of(texts: Sequence[str], words: Words) -> NDArray[np.bool_]:
    """Return for each word of some texts whether it begins with a capital, (words,)."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
    begins = np.cumsum([0, *map(len, texts)])[:-1]
    used, place = np.unique(letters[words.starts + np.repeat(begins, words.sizes)], return_inverse=True)
    return np.array([chr(letter).isupper() for letter in used.tolist()], np.bool_)[place]
