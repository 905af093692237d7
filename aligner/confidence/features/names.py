"""How far the other side of a pair tells a name: by its spelling, by another name, by the lexicon, by likeness."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.languages import aliases
from aligner.text.entities.names import Name, fold_name, names
from aligner.text.words.lexicon import LITTLE, alike, load_lexicon
from aligner.text.words.tokens import fold_case as folded
from aligner.text.words.tokens import strip_accents
from aligner.types import SIDES, Side

CLOSE = 85  # rapidfuzz ratio from which two spellings are one name's
LONG = 5  # letters; shorter names resemble each other by chance
NEAR = 60  # ratio from which two spellings may be one name's: Khrouchtchev, Khrushchev
USUAL = 400  # sentences of the lexicon's training from which a word that is translated is a common one
PLAIN = 0.4  # how much of the doubt is left of a name that is but such words
REMEMBERED = 20_000
SHARED = 0.6  # how much of a name is told by a word that another must be told by, too
MIXED = 0.6  # of the letters of two acronyms, the share from which they may stand for the same words
ALIASES = aliases.ENGLISH, aliases.FRENCH
_ACRONYM = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,6}s?\b")
_FIRST = re.compile(r"[\s\"'“‘«»(—–-]*([^\W\d_a-zß-öø-ÿ]\w{2,})(?![\w'’-])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_FIGURE = re.compile(r"\d\s?\Z")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
Floats = NDArray[np.float32]
Names = tuple[Name, ...]


class WordMatches(NamedTuple):
    """The words of a text, (n,) each: where they begin and end, how like the likest word of the other side each is.

    `shares` tells how probable its best translation there is by the lexicon, nan where nothing is known.
    """

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    best: Floats
    shares: Floats


def names_of(text: str, side: Side, *, may: bool = True) -> Names:
    """The names of a text, if it may have any, with a first word that by the lexicon is none but a name."""
    found = names(text, side) if may else ()
    first = _FIRST.match(text)
    if first is None or (found and found[0].start <= first.start(1)) or not _known_only_as_name(folded(first[1]), side):
        return found
    return Name(first[1], fold_name(first[1]), first.start(1), first.end(1)), *found


@lru_cache(REMEMBERED)
def _known_only_as_name(word: str, side: Side) -> bool:
    """Whether the lexicon does not know a word, or knows that the other language spells it alike."""
    number, plain = load_lexicon().look_up(word, side)
    if number < 0 or not plain:
        return bool(plain)
    return alike(plain, strip_accents(load_lexicon().translations(word, side, 1)[0][0]))


class _Other(NamedTuple):
    """What may tell a name on the other side: its names' words, all its long words and acronyms, and how often each."""

    names: set[str]
    acronyms: set[str]
    words: Counter[str]

    @classmethod
    def of(cls, text: str, names: set[str]) -> _Other:
        acronyms = [word.lower() for word in _ACRONYM.findall(text.replace(".", ""))]
        words = Counter(word.replace("-", "") for word in _WORD.findall(fold_name(text)) if len(word) >= LONG)
        words.update(acronyms)
        return cls(names, set(acronyms), words)


def name_doubts(
    every: Names,
    names: set[str],
    texts: tuple[str, str],
    side: int,
    told: Callable[[], tuple[WordMatches, WordMatches]] | None,
) -> list[float]:
    """How little the other side says each name."""
    rest = [
        name for name in every if names.isdisjoint(name.folded.split()) and not _is_unit_or_initial(name, texts[side])
    ]
    if not rest:
        return [0.0] * len(every)
    other = _Other.of(texts[1 - side], names)
    by: WordMatches | None = None
    found = []
    for name in every:
        doubt = 1.0 - _spelt(name, texts[side], other, side) if name in rest else 0.0
        if doubt and told:
            by = by or told()[side]
            doubt = min(doubt, 1.0 - _likeness(name, by))
        found.append(doubt * PLAIN if doubt and _is_word(name, SIDES[side]) else doubt)
    return found


def _is_unit_or_initial(name: Name, text: str) -> bool:
    """Whether it is no name but initials before one, or a unit after a figure: 5 GHz, « 5 Md$ »."""
    if len(name.text) == 1 or (_INITIALS.fullmatch(name.text) and text[name.end : name.end + 2].strip().isupper()):
        return True
    after = _FIGURE.search(text, max(0, name.start - 2), name.start)
    return after is not None and len(name.text) < 5 and (len(name.text) < 4 or not name.text[1:].islower())


def _spelt(name: Name, text: str, other: _Other, side: int) -> float:
    """1 if one of a name's words stands on the other side, almost so, or by another name; else the likest spelling."""
    likest = 0.0
    for word in name.folded.replace("-", " ").split() + name.folded.replace("-", "").split():
        if word in other.words or word in other.names:
            return 1.0
        if (also := ALIASES[side].get(word)) and (count := sum(other.words[each] for each in also)):
            words = _Other.of(text, set()).words
            same = sum(n for each, n in words.items() if ALIASES[side].get(each) == also)
            return 1.0 if count >= same else SHARED
        if len(word) >= LONG:
            if process.extractOne(word, other.words.keys() | other.names, scorer=fuzz.ratio, score_cutoff=CLOSE):
                return 1.0
            if found := process.extractOne(word, other.names, scorer=fuzz.ratio, score_cutoff=NEAR):
                likest = max(likest, found[1] / 100)
    if _ACRONYM.fullmatch(name.text.replace(".", "")):
        likest = max([likest, *(_shuffled(name.folded, each) for each in other.acronyms)])
    return likest


def _is_word(name: Name, side: Side) -> bool:
    """Whether a name is but words that stand in small letters, too: « la Chambre », "the State"."""
    return all(_usual(folded(word), side) for word in name.text.split())


@lru_cache(REMEMBERED)
def _usual(word: str, side: Side) -> bool:
    lexicon = load_lexicon()
    if lexicon.frequency(word, side) < USUAL:
        return False
    other, _ = lexicon.translations(word, side, 1)[0]
    return not alike(strip_accents(word), strip_accents(other))


def _shuffled(one: str, two: str) -> float:
    """Share of the letters that two acronyms have in common, in whichever order: NATO, OTAN."""
    both = sum((Counter(one) & Counter(two)).values()) / max(len(one), len(two))
    return both if both >= MIXED else 0.0


def _likeness(name: Name, by: WordMatches) -> float:
    """1 if the lexicon finds all that it knows of a name on the other side; else the mean likeness of its words."""
    own = slice(*np.searchsorted(by.starts, (name.start, name.end)).tolist())
    shares = by.shares[own]
    known = shares[~np.isnan(shares)]
    if len(known) and known.min() >= LITTLE:
        return 1.0
    best = by.best[own][by.stops[own] - by.starts[own] > 1]  # no hyphen, which is like any other
    return float(min(best.mean(), 1.0)) if len(best) else 0.0
