"""Match a name on the other side by spelling, alias, lexicon or vector similarity."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from aligner.languages.aliases import ALIASES
from aligner.text.entities.names.find import Name, find_names, fold_name
from aligner.text.words.lexicon import MIN_TRANSLATION_PROBABILITY, load_lexicon
from aligner.text.words.spellings import spelled_alike
from aligner.text.words.tokens import fold_case, strip_accents
from aligner.types import SIDES, Floats, Ints, Side

MIN_SAME_RATIO = 85  # rapidfuzz ratio from which two spellings are of one name
MIN_SIMILAR_RATIO = 60  # ratio from which two spellings may be of one name: Khrouchtchev, Khrushchev
MIN_LETTERS = 5  # letters of a word; shorter words are similar by chance
MIN_FREQUENCY = 400  # training sentences of the lexicon from which a word that is translated is a common word
COMMON_WORD_DOUBT = 0.4  # share of the doubt that remains for a name of common words
SHARED_ALIAS_MATCH = 0.6  # degree to which a name matches an alias that another name needs, too
MIN_SHARED_LETTERS = 0.6  # share of their letters from which two acronyms may be of the same words
CACHE_SIZE = 20_000
_ACRONYM = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,6}s?\b")
_FIRST_CAPITALISED = re.compile(r"[\s\"'“‘«»(—–-]*([^\W\d_a-zß-öø-ÿ]\w{2,})(?![\w'’-])")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_DIGIT_BEFORE = re.compile(r"\d\s?\Z")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
Names = tuple[Name, ...]


class WordMatches(NamedTuple):
    """The words of a text with their best matches on the other side.

    Attributes
    ----------
    starts, stops : (words,) offsets
    best : (words,) cosine with the best match
    shares : (words,) probability of the best translation by the lexicon, nan if it is unknown
    """

    starts: Ints
    stops: Ints
    best: Floats
    shares: Floats


def names_of(text: str, side: Side, *, may: bool = True) -> Names:
    """Return the names of a text, with a first word that can only be a name by the lexicon.

    Parameters
    ----------
    may : whether the text may contain any other names
    """
    names = find_names(text, side) if may else ()
    first = _FIRST_CAPITALISED.match(text)
    if first is None or (names and names[0].start <= first.start(1)):
        return names
    if not _known_only_as_name(fold_case(first[1]), side):
        return names
    return Name(first[1], fold_name(first[1]), first.start(1), first.end(1)), *names


@lru_cache(CACHE_SIZE)
def _known_only_as_name(word: str, side: Side) -> bool:
    """Return whether the lexicon does not know a word, or knows that the other language spells it alike."""
    number, plain = load_lexicon().look_up(word, side)
    if number < 0 or not plain:
        return bool(plain)
    return spelled_alike(plain, strip_accents(load_lexicon().translations(word, side, 1)[0][0]))


class _OtherSide(NamedTuple):
    """Index of the other side's names, acronyms and long words, the last two with counts."""

    names: set[str]
    acronyms: set[str]
    words: Counter[str]

    @classmethod
    def of(cls, text: str, names: set[str]) -> _OtherSide:
        acronyms = [word.lower() for word in _ACRONYM.findall(text.replace(".", ""))]
        words = Counter(word.replace("-", "") for word in _WORD.findall(fold_name(text)) if len(word) >= MIN_LETTERS)
        words.update(acronyms)
        return cls(names, set(acronyms), words)


def name_doubts(
    names: Names,
    other_words: set[str],
    texts: tuple[str, str],
    side: int,
    word_matches: Callable[[], tuple[WordMatches, WordMatches]] | None,
) -> list[float]:
    """Return the doubt that the other side has each name, in 0..1.

    Parameters
    ----------
    names : the names of a side
    other_words : the words of the other side's names
    side : 0 for English, 1 for French
    word_matches : returns the words of both sides
    """
    unmatched = [
        name
        for name in names
        if other_words.isdisjoint(name.folded.split()) and not _is_unit_or_initial(name, texts[side])
    ]
    if not unmatched:
        return [0.0] * len(names)
    other = _OtherSide.of(texts[1 - side], other_words)
    own_words: WordMatches | None = None
    doubts = []
    for name in names:
        doubt = 1.0 - _spelling_match(name, texts[side], other, side) if name in unmatched else 0.0
        if doubt and word_matches:
            own_words = own_words or word_matches()[side]
            doubt = min(doubt, 1.0 - _word_match(name, own_words))
        doubts.append(doubt * COMMON_WORD_DOUBT if doubt and _has_common_words_only(name, SIDES[side]) else doubt)
    return doubts


def _is_unit_or_initial(name: Name, text: str) -> bool:
    """Return whether a name is initials before another one, or a unit after a number: 5 GHz, « 5 Md$ »."""
    if len(name.text) == 1 or (_INITIALS.fullmatch(name.text) and text[name.end : name.end + 2].strip().isupper()):
        return True
    after = _DIGIT_BEFORE.search(text, max(0, name.start - 2), name.start)
    return after is not None and len(name.text) < 5 and (len(name.text) < 4 or not name.text[1:].islower())


def _spelling_match(name: Name, text: str, other: _OtherSide, side: int) -> float:
    """Return the best match of a name's words on the other side by spelling or alias, in 0..1."""
    best = 0.0
    for word in name.folded.replace("-", " ").split() + name.folded.replace("-", "").split():
        if word in other.words or word in other.names:
            return 1.0
        if (aliases := ALIASES[SIDES[side]].get(word)) and (count := sum(other.words[alias] for alias in aliases)):
            words = _OtherSide.of(text, set()).words
            needed = sum(own for own_word, own in words.items() if ALIASES[SIDES[side]].get(own_word) == aliases)
            return 1.0 if count >= needed else SHARED_ALIAS_MATCH
        if len(word) >= MIN_LETTERS:
            spellings = other.words.keys() | other.names
            if process.extractOne(word, spellings, scorer=fuzz.ratio, score_cutoff=MIN_SAME_RATIO):
                return 1.0
            if similar := process.extractOne(word, other.names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILAR_RATIO):
                best = max(best, similar[1] / 100)
    if _ACRONYM.fullmatch(name.text.replace(".", "")):
        best = max([best, *(_shared_letters(name.folded, acronym) for acronym in other.acronyms)])
    return best


def _has_common_words_only(name: Name, side: Side) -> bool:
    """Return whether all words of a name are common words, too: « la Chambre », "the State"."""
    return all(_is_common(fold_case(word), side) for word in name.text.split())


@lru_cache(CACHE_SIZE)
def _is_common(word: str, side: Side) -> bool:
    """Return whether a word is frequent and the other language spells it differently."""
    lexicon = load_lexicon()
    if lexicon.frequency(word, side) < MIN_FREQUENCY:
        return False
    other, _ = lexicon.translations(word, side, 1)[0]
    return not spelled_alike(strip_accents(word), strip_accents(other))


def _shared_letters(one: str, two: str) -> float:
    """Return the share of letters that two acronyms have in common, as NATO and OTAN, or 0 if it is small."""
    share = sum((Counter(one) & Counter(two)).values()) / max(len(one), len(two))
    return share if share >= MIN_SHARED_LETTERS else 0.0


def _word_match(name: Name, words: WordMatches) -> float:
    """Return 1 if the other side translates all known words of a name, else the mean cosine of its words."""
    own = slice(*np.searchsorted(words.starts, (name.start, name.end)).tolist())
    shares = words.shares[own]
    known = shares[~np.isnan(shares)]
    if len(known) and known.min() >= MIN_TRANSLATION_PROBABILITY:
        return 1.0
    best = words.best[own][words.stops[own] - words.starts[own] > 1]  # without hyphens, which are similar to any other
    return float(min(best.mean(), 1.0)) if len(best) else 0.0
