"""A long text in parts, in which the names of another one are sought part by part."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from aligner.encoders import encode_words
from aligner.text.entities.names.words import NamePassage
from aligner.types import Floats, Side


class TextPart(NamePassage):
    """A part of a text whose parts share the vectors of their words."""

    def __init__(self, text: str, side: Side, shared: SharedVectors) -> None:
        super().__init__(text, side)
        self._shared = shared

    def cosines(self, own: NamePassage, index: int) -> Floats:
        """Return the cosines of a word of another text with the words, (words,)."""
        return self._shared.cosines(own, index)[self._rows]

    @cached_property
    def _rows(self) -> list[int]:
        return [self._shared.rows[word.text] for word in self.words]


class SharedVectors:
    """The vectors of the distinct words of a text.

    Attributes
    ----------
    parts : the parts of the text
    rows : the row of each word
    """

    def __init__(self, texts: Iterable[str], side: Side) -> None:
        self.parts = [TextPart(text, side, self) for text in texts]
        words = dict.fromkeys(word.text for part in self.parts for word in part.words)
        self.rows = {word: row for row, word in enumerate(words)}
        self._of_word: tuple[str, Floats] | None = None

    def cosines(self, own: NamePassage, index: int) -> Floats:
        """Return the cosines of a word of another text with the distinct words; they are kept for the next part."""
        word = own.words[index].text
        if self._of_word is None or self._of_word[0] != word:
            self._of_word = word, np.asarray(self._vectors @ own.vectors[index])
        return self._of_word[1]

    @cached_property
    def _vectors(self) -> Floats:
        return encode_words([*self.rows])


def text_parts(texts: Iterable[str], side: Side) -> list[TextPart]:
    """Return the parts of a text, in which the names of another one are sought."""
    return SharedVectors(texts, side).parts
