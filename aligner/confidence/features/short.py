"""Features of short pairs: words that exclude each other, and texts that are the same because nothing is to translate.

A word of a short text has nothing around it that shows its meaning, and its vector resembles that of its contrary:
Monday and « mardi », "good" and « mauvais ». A name, a result or an address is the same in both languages;
a sentence that is, was not translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from aligner.confidence.features.kept_words import words_to_translate
from aligner.languages.contraries import EXCLUSIVE_IN_SHORT_TEXTS
from aligner.text.words.letters import LetterRuns
from aligner.text.words.tokens import Word, tokenize
from aligner.types import SIDES, Doubles, Side, SideSpan

FEATURES = ("same_text", "to_translate", "kept", "opposed", "agreed", "short")
MAX_SHORT_WORDS = 8  # words of both sides up to which a pair may be short
MAX_PHRASE_WORDS = 3  # words of one side up to which such a pair is short
MAX_WORDS = 6  # to which numbers of words are capped
MAX_LENGTH_DIFFERENCE = 6  # characters by which two spellings of the same text differ: spaces, a full stop
_Meanings = dict[int, Word]  # the rows of a block that a text names, with the first word of each
_ENDS = " \t.,;:!?…\"'“”‘’«»()[]-–—\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


class _Place(NamedTuple):
    """A row of a block of words that exclude each other."""

    block: int
    row: int


def short_features(texts: Sequence[tuple[str, str]], en: LetterRuns, fr: LetterRuns) -> Doubles:
    """Return the features of pairs of texts, (pairs, len(FEATURES)).

    `same_text` is 1 for a text with something to translate that is the same on both sides, `to_translate` the share of
    its words that are. `kept` is 1 for a text with nothing to translate that is the same except for spaces and marks.
    `opposed` counts the meanings that exclude each other, `agreed` those of such a block that both sides name. `short`
    is 1 for kept texts, for phrases and figures, and for short texts that are untranslated or have words that exclude
    each other.
    """
    features = np.zeros((len(texts), len(FEATURES)))
    for index, (left, right) in enumerate(texts):
        if _may_be_same(left, right) and bare_text(left) == bare_text(right) != "":
            features[index, :3] = _same_text_features(left, right)
    longer, shorter = np.maximum(en.sizes, fr.sizes), np.minimum(en.sizes, fr.sizes)
    short = longer <= MAX_SHORT_WORDS
    figures = np.zeros(len(texts), bool)
    for index in np.flatnonzero(short).tolist():
        blocks = _named_blocks(*texts[index])
        same = sum(left.keys() == right.keys() for left, right in blocks)
        features[index, 3:5] = len(blocks) - same, same
        figures[index] = not any(map(str.isalpha, "".join(texts[index])))
    wrong = (features[:, 0] > 0) | (features[:, 3] > 0)
    features[:, 5] = (short & ((shorter <= MAX_PHRASE_WORDS) | wrong | figures)) | (features[:, 2] > 0)
    return features


def _may_be_same(en: str, fr: str) -> bool:
    return en == fr or (abs(len(en) - len(fr)) <= MAX_LENGTH_DIFFERENCE and en[:1] == fr[:1])


def bare_text(text: str) -> str:
    """Return a text without spaces and without the marks at its ends."""
    return "".join(text.strip(_ENDS).split())


def _same_text_features(en: str, fr: str) -> tuple[float, float, float]:
    count, total = words_to_translate(en)
    if count == 0:
        return 0.0, 0.0, 1.0
    return (1.0, min(count, MAX_WORDS) / min(total, MAX_WORDS), 0.0) if en == fr else (0.0, 0.0, 0.0)


@cache
def _places(side: Side) -> dict[str, tuple[_Place, ...]]:
    """Index the rows of all blocks by the words of a language."""
    places: dict[str, tuple[_Place, ...]] = {}
    for number, block in enumerate(EXCLUSIVE_IN_SHORT_TEXTS):
        for word, rows in block[side].items():
            places[word] = (*places.get(word, ()), *(_Place(number, row) for row in rows))
    return places


def opposed_words(en: str, fr: str) -> list[tuple[SideSpan, SideSpan]]:
    """Return the places of words that exclude each other."""
    opposed: dict[tuple[SideSpan, SideSpan], None] = {}
    for left, right in _named_blocks(en, fr):
        if left.keys() != right.keys():
            spans = [
                SideSpan(side, word.start, word.end)
                for side, row in zip(SIDES, (left, right), strict=True) for word in row.values()
            ]  # fmt: skip
            opposed[spans[0], spans[1]] = None  # two blocks may have the same words
    return sorted(opposed)


def _named_blocks(en: str, fr: str) -> list[tuple[_Meanings, _Meanings]]:
    """Return the meaning that each text names of a block, for the blocks of which both name one."""
    left, right = (_named_meanings(text, side) for text, side in zip((en, fr), SIDES, strict=True))
    blocks = [(left[block], right[block]) for block in sorted(left.keys() & right.keys())]
    return [rows for rows in blocks if len(rows[0]) == len(rows[1]) == 1]


def _named_meanings(text: str, side: Side) -> dict[int, _Meanings]:
    """Return for each block the rows of which a text has a word, and the first such word."""
    meanings: dict[int, _Meanings] = {}
    for word in tokenize(text, side):
        for block, row in _places(side).get(word.folded, ()):
            meanings.setdefault(block, {}).setdefault(row, word)
    return meanings
