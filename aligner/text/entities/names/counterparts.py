"""Find the words of a text that may be the same name as a word of a text in the other language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from aligner.languages.aliases import ALIASES, KEPT_ACRONYMS
from aligner.text.entities.names.proper_words import (
    CACHED_WORDS,
    MAX_TRANSLATIONS,
    MIN_LETTERS,
    is_common,
    is_region,
    other_forms,
)
from aligner.text.entities.names.transcription import MIN_TRANSCRIBED_LETTERS, transcribe
from aligner.text.entities.names.words import MIN_MEANING_LETTERS, NamePassage
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.spellings import find_similar
from aligner.types import Side

MIN_COSINE = 0.55  # cosine of two words from which they may mean the same
MIN_TRANSCRIBED_RATIO = 75  # rapidfuzz ratio of two transcriptions of one name
MIN_SHARED_LETTERS = 0.5  # share of their letters from which two acronyms may be of the same words
MIN_ACRONYM_LETTERS = 3  # letters of an acronym whose words are searched for


def may_differ(one: NamePassage, two: NamePassage) -> bool:
    """Return quickly whether one text may lack a name of the other, and the other one of the first."""
    if not (one.names and two.names):
        return False
    rarer, lacking = _rarer_words(one, two)
    if not rarer:
        return False  # a lacking word is rarer, too
    rarer_there, lacking_there = _rarer_words(two, one)
    return (lacking and rarer_there) or (lacking_there and rarer)


def _rarer_words(own: NamePassage, other: NamePassage) -> tuple[bool, bool]:
    """Return whether a word of a name is rarer in another text, and whether the other text surely lacks one.

    A common noun is surely lacking if the other text has the rest of its name.
    """
    rarer, lacking = False, False
    counts, there = own.name_forms, other.name_forms
    for words in own.name_lists:
        for word in words:
            if counts[word] > there.get(word, 0) and len(word) >= MIN_LETTERS:
                seen = other.forms.get(word, 0)
                rarer = rarer or counts[word] > seen
                if not lacking and not (
                    seen or other.forms.keys() & other_forms(word, own.side) or is_region(word, own.side)
                ):
                    lacking = not is_common(word, own.side) or not there.keys().isdisjoint(words)
    return rarer, lacking


def counterparts(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    """Return the indices of the words of another text that may be the same name as a word."""
    return (
        _same_letters(own, index, other)
        or _translations(own, index, other)
        or (_similar_acronyms if own.is_acronym(index) else similar_spellings)(own, index, other)
        or _abbreviations(own, index, other)
        or _similar_meanings(own, index, other)
    )


def abbreviated(own: NamePassage, acronyms: Iterable[str]) -> list[int]:
    """Return the indices of the words of the first acronym whose letters are their initials, in order."""
    for acronym in acronyms:
        start = own.initials.find(acronym) if len(acronym) >= MIN_ACRONYM_LETTERS else -1
        if start >= 0:
            return own.content[start : start + len(acronym)]
    return []


def acronym_forms(own: NamePassage, index: int) -> tuple[str, ...]:
    """Return an acronym and those of the other language for it."""
    return own.plain[index], *ALIASES[own.side].get(own.plain[index], ())


def is_known_acronym(own: NamePassage, index: int) -> bool:
    """Return whether an acronym is one that the other language keeps, or has another one for."""
    return own.plain[index] in KEPT_ACRONYMS or own.plain[index] in ALIASES[own.side]


def _same_letters(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    plain = own.plain[index]
    return (
        other.find(plain)
        or [place for form in own.joined_forms(index) for place in other.places.get(form, ())]
        or [place for alias in ALIASES[own.side].get(plain, ()) for place in other.find(alias)]
    )


def _translations(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    return [place for lemma in _translated(own.words[index].folded, own.side) for place in other.lemmas.get(lemma, ())]


@lru_cache(CACHED_WORDS)
def _translated(folded: str, side: Side) -> tuple[str, ...]:
    return tuple(lemma for lemma, _ in load_lexicon().translations(folded, side, MAX_TRANSLATIONS))


def similar_spellings(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    """Return the indices of the words of another text that are spelled or transcribed like a word."""
    plain = own.plain[index]
    found = {place for word in other.spellings.alike(plain) for place in other.places[word]}
    if len(plain) >= MIN_TRANSCRIBED_LETTERS:
        places, transcribed = other.transcribed
        similar = find_similar(transcribe(plain), transcribed, MIN_TRANSCRIBED_RATIO)
        found.update(places[number] for number in similar)
    return sorted(found)


def _abbreviations(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    """Return words that a word before a full stop may be short for, or that may be short for it: Calif., Sgt."""
    short = index in own.shortened
    if not (short or other.shortened):
        return []
    return [
        place
        for place, candidate in enumerate(other.plain)
        if (short and _may_shorten(own.plain[index], candidate))
        or (place in other.shortened and _may_shorten(candidate, own.plain[index]))
    ]


def _may_shorten(short: str, word: str) -> bool:
    """Return whether a word begins with the first letter of a shorter one and has its letters in the same order."""
    letters = iter(word)
    return len(short) < len(word) and short[0] == word[0] and all(letter in letters for letter in short)


def _similar_acronyms(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    """Return acronyms of mostly the same letters, or else the words whose initials are an acronym's letters."""
    letters = Counter(own.plain[index])
    similar = []
    for place in other.acronyms:
        longer = max(letters.total(), len(other.plain[place]))
        if (letters & Counter(other.plain[place])).total() >= MIN_SHARED_LETTERS * longer:
            similar.append(place)
    return similar or abbreviated(other, acronym_forms(own, index))


def _similar_meanings(own: NamePassage, index: int, other: NamePassage) -> list[int]:
    if len(own.plain[index]) < MIN_MEANING_LETTERS or not other.long_content:
        return []
    similar = (other.cosines(own, index) >= MIN_COSINE)[other.long_content]
    return [other.long_content[number] for number in np.flatnonzero(similar).tolist()]
