"""What shows of two texts without knowing what they mean: marks, lengths, denials, loops, the wrong language."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from aligner.languages import function_words as telling
from aligner.languages import negation
from aligner.text.words.lexicon import load_lexicon
from aligner.types import SIDES, Side

FIGURES = (
    "length", "longer", "brevity", "same_text", "denied", "denied_en", "denied_fr", "question", "exclamation",
    "quotes", "brackets", "ending", "colons", "loops_en", "loops_fr", "english", "french", "copied", "capitals",
    "borrowed_en", "borrowed_fr", "softly_en", "softly_fr",
)  # fmt: skip
EXPANSION = 1.12  # characters of French for one of English
READ = 5_000  # characters of a side that are looked at
SHORTEST = 3  # letters of a word that may say something of its language
MANY = 6  # borrowed words that count
FEW = 8  # words of a side from which a share of them says something
# What is known of a word.
DENIES, LONE, STRONG, ONLY, SOFT, FOREIGN, LONG, TWICE, BORROWED, UN = (1 << bit for bit in range(10))
_WORD = re.compile(r"[^\W_]+(?:'t\b)?")
_ENGLISH = telling.ENGLISH_TOO - telling.FRENCH_TOO
_FRENCH = telling.FRENCH_TOO - telling.ENGLISH_TOO
_TWICE = {"en": frozenset({"that", "had", "very"}), "fr": frozenset({"nous", "vous"})}
_PHRASE = 8  # words of the longest phrase that is seen to repeat
_QUOTE = re.compile("[\"“”«»]|''|``")
_ENDS = {"?": 1, "!": 2, ":": 3, ";": 3, ",": 4, ".": 5, "…": 5}
_MARKS = " \t\"'”’»›)]\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


class Letters(NamedTuple):
    """The runs of letters and figures of some texts of a language.

    Attributes
    ----------
    sizes : (texts,) runs of each
    text : (runs,) of each run the text it stands in
    numbers : (runs,) equal for those that are the same in small letters, in whichever language
    marks : (runs,) what is known of each: the bits from `DENIES` to `UN`
    """

    sizes: Ints
    text: Ints
    numbers: Ints
    marks: Ints

    def marked(self, mark: int) -> Ints:
        """How many runs of each text have a mark."""
        return np.bincount(self.text[(self.marks & mark) > 0], minlength=len(self.sizes))


def letters(stretch: str, side: Side) -> list[tuple[str, int]]:
    """The runs of letters and figures of a stretch without spaces, in small letters, and their marks."""
    if side == "fr":  # « n'importe » denies nothing
        stretch = stretch.replace("n'importe", "").replace("n’importe", "")
    low = stretch.lower().replace("’", "'")
    found = []
    for match in _WORD.finditer(low):
        word, start = match[0], match.start()
        # Nothing is wrong with these if they stand twice: "win-win", « vous vous », 000.
        twice = low[:start][-1:] == "-" or word.isdigit() or word in _TWICE[side]
        small = stretch[start : start + 1] == low[start]
        borrowed = small and _borrowed(word, side)
        found.append((word, _marks(word, side) | TWICE * twice | BORROWED * borrowed))
    return found


def _borrowed(word: str, side: Side) -> bool:
    """Whether a word is one of the other language, and none of this one."""
    lexicon, other = load_lexicon(), SIDES[1 - SIDES.index(side)]
    entry, content = lexicon.look_up(word, side)
    return len(word) > SHORTEST and bool(content) and entry < 0 and lexicon.number(word, other) >= 0


def _contrary(word: str, side: Side) -> bool:
    """Whether a word denies by its beginning, as "unhappy" does, or by what it means, as "lack" does."""
    if word.startswith(negation.MEANT[side]):
        return True
    begun = negation.CONTRARY[side].match(word)
    return begun is not None and load_lexicon().number(word[begun.end() :], side) >= 0


def _marks(word: str, side: Side) -> int:
    french = side == "fr"
    denials, soft = (negation.FRENCH, negation.FRENCH_SOFT) if french else (negation.ENGLISH, negation.ENGLISH_SOFT)
    foreign = _ENGLISH if french else _FRENCH
    long = len(word) > SHORTEST and not any(map(str.isdigit, word))
    contrary = _contrary(word, side)
    return (
        DENIES * (word in denials) | LONE * (french and word in negation.FRENCH_LONE)
        | STRONG * (french and word in negation.FRENCH_STRONG) | ONLY * (french and word in negation.FRENCH_ONLY)
        | SOFT * (len(word) > 2 and word.startswith(soft)) | UN * contrary | FOREIGN * (word in foreign)
        | LONG * long
    )  # fmt: skip


def surface_features(texts: Sequence[tuple[str, str]], en: Letters, fr: Letters) -> Doubles:
    """The figures of some pairs, (pairs, len(FIGURES))."""
    shown = np.array([_shown(*pair) for pair in texts]).reshape(len(texts), 11)
    denied = en.marked(DENIES), _french_denials(fr)
    # One side denies and the other does not; or it may do so by another word.
    soft = np.where(denied[0] > 0, fr.marked(SOFT), en.marked(SOFT)) > 0
    contrary = ((denied[0] > 0) != (denied[1] > 0)) * np.where(soft, 0.5, 1.0)
    least = np.minimum(denied, 3)
    return np.column_stack([
        shown[:, :4], contrary, least[0] - least[1], least[1], shown[:, 4:10],
        np.minimum(_loops(en), 4), np.minimum(_loops(fr), 4),
        en.marked(FOREIGN) / np.maximum(en.sizes, FEW), fr.marked(FOREIGN) / np.maximum(fr.sizes, FEW),
        _copied(en, fr) / np.maximum(fr.sizes, FEW), shown[:, 10],
        np.minimum(en.marked(BORROWED), MANY), np.minimum(fr.marked(BORROWED), MANY),
        np.minimum(en.marked(UN), 3), np.minimum(fr.marked(UN), 3),
    ])  # fmt: skip


def _shown(en: str, fr: str) -> tuple[float, ...]:
    """What marks and lengths show."""
    same = en == fr
    length = math.log((len(fr) / EXPANSION + 10) / (len(en) + 10))
    brevity = 1 / (1 + min(len(en), len(fr)) / 30)
    en, fr = en[:READ], fr[:READ]
    return (
        abs(length), length, brevity, same, ("?" in en) != ("?" in fr), ("!" in en) != ("!" in fr),
        (_QUOTE.search(en) is None) != (_QUOTE.search(fr) is None), ("(" in en) != ("(" in fr),
        _ending(en) != _ending(fr), abs(min(en.count(":"), 2) - min(fr.count(":"), 2)), en.isupper() != fr.isupper(),
    )  # fmt: skip


def _french_denials(fr: Letters) -> Ints:
    """« ne … pas » denies once; « ne » with « plus », « personne » or nothing does too, « ne … que » does not."""
    denied = fr.marked(DENIES)
    alone = (fr.marked(LONE) > 0) & ((fr.marked(STRONG) > 0) | (fr.marked(ONLY) == 0))
    return np.where(denied > 0, denied, alone)


def _loops(side: Letters) -> Ints:
    """How many words of each text belong to a phrase that has just been said."""
    text, numbers, fine = side.text, side.numbers, (side.marks & TWICE) > 0
    repeats = np.zeros(len(side.sizes), np.int64)
    for size in range(1, _PHRASE + 1):
        again = (numbers[size:] == numbers[:-size]) & (text[size:] == text[:-size])
        if again.any():
            place = np.arange(len(again))
            begun = np.maximum.accumulate(np.where(again, -1, place))
            run = place - begun
            looped = run >= size
            if size == 1:
                looped &= ~(fine[1:] & (run == 1) & ~np.append(again[1:], False))
            repeats += np.bincount(text[size:][looped], minlength=len(repeats))
    return repeats


def _copied(en: Letters, fr: Letters) -> Ints:
    """How many different long words of each pair stand on both sides."""
    room = 1 + max(int(side.numbers.max(initial=0)) for side in (en, fr))
    left, right = (np.unique((side.text * room + side.numbers)[(side.marks & LONG) > 0]) for side in (en, fr))
    both = np.intersect1d(left, right, assume_unique=True)
    return np.bincount(both // room, minlength=len(en.sizes))


def _ending(text: str) -> int:
    bare = text.rstrip(_MARKS)
    return _ENDS.get(bare[-1:], 0)
