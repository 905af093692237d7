"""Runs of letters of a text with marks: negation, foreign word, borrowed word and so on."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from aligner.languages import negation
from aligner.languages.function_words import COMMON_WORDS
from aligner.text.words.lexicon import load_lexicon
from aligner.types import SIDES, Ints, Side

MAX_READ_CHARS = 5_000  # characters of a text that are read
MAX_SHORT_LETTERS = 3  # words up to this length do not indicate a language
# Marks of a word: a negation; French « ne », « plus » or « personne », and « que »; the beginning of a soft negation; a
# common word of the other language; a long word; one that may be repeated; a word known only in the other language; a
# word with a negative prefix or meaning.
DENIES, LONE, STRONG, ONLY, SOFT, FOREIGN, LONG, TWICE, BORROWED, UN = (1 << bit for bit in range(10))
_RUN = re.compile(r"[^\W_]+(?:'t\b)?")
_FOREIGN_WORDS: dict[Side, frozenset[str]] = {
    "en": COMMON_WORDS["fr"] - COMMON_WORDS["en"],
    "fr": COMMON_WORDS["en"] - COMMON_WORDS["fr"],
}
_REPEATABLE = {"en": frozenset({"that", "had", "very"}), "fr": frozenset({"nous", "vous"})}


class LetterRuns(NamedTuple):
    """The runs of letters and digits of some texts of one language.

    Attributes
    ----------
    sizes : (texts,) int
        Number of runs of each text.
    text : (runs,) int
        Index of the text of each run.
    numbers : (runs,) int
        Ids, equal for runs that are equal in lower case, in either language.
    marks : (runs,) int
        The bits from `DENIES` to `UN`.
    """

    sizes: Ints
    text: Ints
    numbers: Ints
    marks: Ints

    def marked(self, mark: int) -> Ints:
        """Count the runs of each text that have a mark."""
        return np.bincount(self.text[(self.marks & mark) > 0], minlength=len(self.sizes))


def find_letter_runs(chunk: str, side: Side) -> list[tuple[str, int]]:
    """Find the runs of letters and digits of a chunk without spaces, in lower case, and their marks."""
    if side == "fr":  # « n'importe » is no negation
        chunk = chunk.replace("n'importe", "").replace("n’importe", "")
    lowered = chunk.lower().replace("’", "'")
    if lowered.isalpha():  # most chunks are one run
        marks = _marks(lowered, side)
        if marks & BORROWED and chunk[0] != lowered[0]:
            marks -= BORROWED
        return [(lowered, marks | TWICE * (lowered in _REPEATABLE[side]))]
    runs = []
    for match in _RUN.finditer(lowered):
        word, start = match[0], match.start()
        # A repetition of these is no error: "win-win", « vous vous », 000.
        twice = lowered[:start][-1:] == "-" or word.isdigit() or word in _REPEATABLE[side]
        marks = _marks(word, side)
        if marks & BORROWED and chunk[start : start + 1] != lowered[start]:
            marks -= BORROWED  # a capital makes it a name
        runs.append((word, marks | TWICE * twice))
    return runs


def _borrowed(word: str, side: Side) -> bool:
    """Return whether a word is known in the other language only."""
    if len(word) <= MAX_SHORT_LETTERS:
        return False
    lexicon, other = load_lexicon(), SIDES[1 - SIDES.index(side)]
    entry, content = lexicon.look_up(word, side)
    return bool(content) and entry < 0 and lexicon.entry_id(word, other) >= 0


def _contrary(word: str, side: Side) -> bool:
    """Return whether a word has a negative prefix, as in "unhappy", or a negative meaning, as "lack"."""
    if word.startswith(negation.DENYING_STEMS[side]):
        return True
    prefix = negation.CONTRARY_PREFIX[side].match(word)
    return prefix is not None and load_lexicon().entry_id(word[prefix.end() :], side) >= 0


@lru_cache(maxsize=1 << 16)
def _marks(word: str, side: Side) -> int:
    french = side == "fr"
    negations, soft, foreign = negation.NEGATIONS[side], negation.SOFT_NEGATIONS[side], _FOREIGN_WORDS[side]
    long = len(word) > MAX_SHORT_LETTERS and (word.isalpha() or not any(map(str.isdigit, word)))
    contrary = _contrary(word, side)
    return (
        DENIES * (word in negations) | LONE * (french and word in negation.FRENCH_NE)
        | STRONG * (french and word in negation.FRENCH_WITH_NE) | ONLY * (french and word in negation.FRENCH_ONLY)
        | SOFT * (len(word) > 2 and word.startswith(soft)) | UN * contrary | FOREIGN * (word in foreign)
        | LONG * long | BORROWED * _borrowed(word, side)
    )  # fmt: skip
