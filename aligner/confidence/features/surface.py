"""Surface features of two texts: punctuation, lengths, negations, loops, words of the wrong language."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

import numpy as np

from aligner.text.words.letters import (
    BORROWED,
    DENIES,
    FOREIGN,
    LONE,
    LONG,
    MAX_READ_CHARS,
    ONLY,
    SOFT,
    STRONG,
    TWICE,
    UN,
    LetterRuns,
)
from aligner.types import Doubles, Ints

FEATURES = (
    "length", "longer", "brevity", "denied", "denied_en", "denied_fr", "question", "exclamation",
    "quotes", "brackets", "ending", "colons", "loops_en", "loops_fr", "english", "french", "copied", "capitals",
    "borrowed_en", "borrowed_fr", "softly_en", "softly_fr",
)  # fmt: skip
FRENCH_CHARS_PER_ENGLISH = 1.12  # mean length of French for one character of English
MAX_BORROWED_WORDS = 6  # to which their number is capped
MIN_SHARE_WORDS = 8  # words of a side to which a smaller number is raised before it divides
MAX_PHRASE_WORDS = 8  # words of the longest phrase whose repetition is recognised
_QUOTE = re.compile("[\"“”«»]|''|``")
_FINAL_MARKS = {"?": 1, "!": 2, ":": 3, ";": 3, ",": 4, ".": 5, "…": 5}
_MARKS_AFTER_END = " \t\"'”’»›)]\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def surface_features(texts: Sequence[tuple[str, str]], en: LetterRuns, fr: LetterRuns) -> Doubles:
    """Return the features of pairs of texts, (pairs, len(FEATURES))."""
    marks = np.array([_mark_features(*pair) for pair in texts]).reshape(len(texts), 10)
    denied = en.marked(DENIES), _french_negations(fr)
    # One side is negated and the other is not, or perhaps by another word.
    soft = np.where(denied[0] > 0, fr.marked(SOFT), en.marked(SOFT)) > 0
    one_sided = ((denied[0] > 0) != (denied[1] > 0)) * np.where(soft, 0.5, 1.0)
    least = np.minimum(denied, 3)
    return np.column_stack([
        marks[:, :3], one_sided, least[0] - least[1], least[1], marks[:, 3:9],
        np.minimum(_loops(en), 4), np.minimum(_loops(fr), 4),
        en.marked(FOREIGN) / np.maximum(en.sizes, MIN_SHARE_WORDS),
        fr.marked(FOREIGN) / np.maximum(fr.sizes, MIN_SHARE_WORDS),
        _copied(en, fr) / np.maximum(fr.sizes, MIN_SHARE_WORDS), marks[:, 9],
        np.minimum(en.marked(BORROWED), MAX_BORROWED_WORDS), np.minimum(fr.marked(BORROWED), MAX_BORROWED_WORDS),
        np.minimum(en.marked(UN), 3), np.minimum(fr.marked(UN), 3),
    ])  # fmt: skip


def _mark_features(en: str, fr: str) -> tuple[float, ...]:
    """Return the features of lengths and punctuation of one pair."""
    length = math.log((len(fr) / FRENCH_CHARS_PER_ENGLISH + 10) / (len(en) + 10))
    brevity = 1 / (1 + min(len(en), len(fr)) / 30)
    en, fr = en[:MAX_READ_CHARS], fr[:MAX_READ_CHARS]
    return (
        abs(length), length, brevity, ("?" in en) != ("?" in fr), ("!" in en) != ("!" in fr),
        (_QUOTE.search(en) is None) != (_QUOTE.search(fr) is None), ("(" in en) != ("(" in fr),
        _ending(en) != _ending(fr), abs(min(en.count(":"), 2) - min(fr.count(":"), 2)), en.isupper() != fr.isupper(),
    )  # fmt: skip


def _french_negations(fr: LetterRuns) -> Ints:
    """Count negations; « ne … pas », « ne … plus » and « ne » alone are one each, « ne … que » is none."""
    denied = fr.marked(DENIES)
    alone = (fr.marked(LONE) > 0) & ((fr.marked(STRONG) > 0) | (fr.marked(ONLY) == 0))
    return np.where(denied > 0, denied, alone)


def _loops(side: LetterRuns) -> Ints:
    """Count the words of each text that belong to the repetition of a phrase."""
    text, numbers, fine = side.text, side.numbers, (side.marks & TWICE) > 0
    repeats = np.zeros(len(side.sizes), np.int64)
    for size in range(1, MAX_PHRASE_WORDS + 1):
        repeated = (numbers[size:] == numbers[:-size]) & (text[size:] == text[:-size])
        if repeated.any():
            place = np.arange(len(repeated))
            begun = np.maximum.accumulate(np.where(repeated, -1, place))
            run = place - begun
            looped = run >= size
            if size == 1:
                looped &= ~(fine[1:] & (run == 1) & ~np.append(repeated[1:], False))
            repeats += np.bincount(text[size:][looped], minlength=len(repeats))
    return repeats


def _copied(en: LetterRuns, fr: LetterRuns) -> Ints:
    """Count the different long words of each pair that both sides have."""
    room = 1 + max(int(side.numbers.max(initial=0)) for side in (en, fr))
    left, right = (np.unique((side.text * room + side.numbers)[(side.marks & LONG) > 0]) for side in (en, fr))
    both = np.intersect1d(left, right, assume_unique=True)
    return np.bincount(both // room, minlength=len(en.sizes))


def _ending(text: str) -> int:
    """Return a number for the punctuation mark that ends a text, 0 if there is none."""
    ending = text.rstrip(_MARKS_AFTER_END)
    return _FINAL_MARKS.get(ending[-1:], 0)
