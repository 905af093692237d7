"""What shows of two texts without knowing what they mean: marks, lengths, denials, loops, the wrong language."""

from __future__ import annotations

import math
import re
from operator import eq
from typing import NamedTuple

from aligner.languages import negation, telling

FIGURES = (
    "length", "longer", "brevity", "same_text", "denied", "denied_en", "denied_fr", "question", "exclamation",
    "quotes", "brackets", "ending", "colons", "loops_en", "loops_fr", "english", "french", "copied", "capitals",
)  # fmt: skip
EXPANSION = 1.12  # characters of French for one of English
READ = 5_000  # characters of a side that are looked at
FEW = 8  # words of a side from which a share of them says something
_WORD = re.compile(r"[^\W\d_]+(?:'t\b)?")
_ENGLISH = telling.ENGLISH_TOO - telling.FRENCH_TOO
_FRENCH = telling.FRENCH_TOO - telling.ENGLISH_TOO
_PHRASE = 4  # words of the longest phrase that is seen to repeat
_QUOTE = re.compile("[\"“”«»]|''|``")
_ENDS = {"?": 1, "!": 2, ":": 3, ";": 3, ",": 4, ".": 5, "…": 5}
_MARKS = " \t\"'”’»›)]\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


class Words(NamedTuple):
    """A side's words in small letters, how many of them deny, and how many repeat the phrase before them."""

    words: list[str]
    denied: int
    loops: int


def surface(en: str, fr: str) -> list[float]:
    """The figures of one pair, in the order of `FIGURES`."""
    same = en == fr
    length = math.log((len(fr) / EXPANSION + 10) / (len(en) + 10))
    brevity = 1 / (1 + min(len(en), len(fr)) / 30)
    en, fr = en[:READ], fr[:READ]
    one, two = _words(en, negation.ENGLISH), _french(fr)
    copied = sum(len(word) > 3 for word in set(one.words).intersection(two.words))
    return [
        abs(length), length, brevity, float(same), _denied(one, two),
        min(one.denied, 3) - min(two.denied, 3), min(two.denied, 3),
        float(("?" in en) != ("?" in fr)), float(("!" in en) != ("!" in fr)),
        float((_QUOTE.search(en) is None) != (_QUOTE.search(fr) is None)), float(("(" in en) != ("(" in fr)),
        float(_ending(en) != _ending(fr)), abs(min(en.count(":"), 2) - min(fr.count(":"), 2)),
        min(one.loops, 4), min(two.loops, 4),
        sum(map(_FRENCH.__contains__, one.words)) / max(len(one.words), FEW),
        sum(map(_ENGLISH.__contains__, two.words)) / max(len(two.words), FEW),
        copied / max(len(two.words), FEW), float(en.isupper() != fr.isupper()),
    ]  # fmt: skip


def _denied(one: Words, two: Words) -> float:
    """1 if one side denies and the other does not, a half if that may do so by another word."""
    if (one.denied > 0) == (two.denied > 0):
        return 0.0
    words, soft = (two.words, negation.FRENCH_SOFT) if one.denied else (one.words, negation.ENGLISH_SOFT)
    return 0.5 if any(word.startswith(soft) and len(word) > 2 for word in words) else 1.0


def _words(text: str, denials: frozenset[str]) -> Words:
    words = _WORD.findall(text.lower().replace("’", "'"))
    return Words(words, sum(map(denials.__contains__, words)), _loops(words))


def _loops(words: list[str]) -> int:
    """Words that belong to a phrase that has just been said."""
    if len(set(words)) == len(words):
        return 0
    count = 0
    for size in range(1, _PHRASE + 1):
        run = 0
        for again in map(eq, words, words[size:]):
            run = run + 1 if again else 0
            count += run >= size
    return count


def _french(text: str) -> Words:
    """« ne … pas » denies once; « ne » with « plus », « personne » or nothing does too, « ne … que » does not."""
    found = _words(text.replace("n'importe", "").replace("n’importe", ""), negation.FRENCH)
    if not found.denied and not negation.FRENCH_LONE.isdisjoint(found.words):
        some = set(found.words)
        if not negation.FRENCH_STRONG.isdisjoint(some) or negation.FRENCH_ONLY.isdisjoint(some):
            return found._replace(denied=1)
    return found


def _ending(text: str) -> int:
    bare = text.rstrip(_MARKS)
    return _ENDS.get(bare[-1:], 0)
