"""What is known of the words of names by themselves: particles, countries, common nouns."""

from __future__ import annotations

import re
from functools import lru_cache

from aligner.languages import LANGUAGES
from aligner.languages.aliases import ALIASES, CITIES, FREQUENT_NAMES, HONORIFICS
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.language import word_set
from aligner.text.entities.terms.find import find_terms
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.spellings import spelled_alike
from aligner.text.words.tokens import Word, strip_accents
from aligner.types import Side

MIN_LETTERS = 2  # letters of a word of a name that is compared
MIN_FREQUENCY = 30  # training sentences from which a word that is translated is a common word, too
MIN_COGNATE_FREQUENCY = 150  # the same of a word that the other language spells alike, as it does most names
MAX_TRANSLATIONS = 12  # translations of a word that are considered
CACHED_WORDS = 20_000
_ROMAN = re.compile(r"[ivxlc]+\Z")
_ACRONYM = re.compile(r"[A-ZÀ-ÖØ-Þ]{2,6}s?\Z")
_COMMON_KINDS = frozenset({"institution", "level", "relation"})  # of words that are no names, however rare
REGION_KINDS = frozenset({"people", "place"})  # of words that are compared by themselves
_PARTICLES = word_set("""
    al el ben bin ibn abu da das de del della der des di dos du la las le les lo los mac mc ste van von vom zu zur jr sr
""")


def is_acronym(text: str) -> bool:
    """Return whether a word is written as an acronym."""
    return _ACRONYM.match(text) is not None


def is_proper(word: Word, side: Side) -> bool:
    """Return whether a word of a name has a counterpart of its own: no particle, title, numeral, country or people."""
    folded, language = word.folded, LANGUAGES[side]
    plain = strip_accents(folded).replace("'", "")
    return (
        len(plain) >= MIN_LETTERS
        and plain.isalpha()
        and plain not in _PARTICLES
        and not _ROMAN.match(plain)
        and (folded not in FUNCTION_WORDS[side] or is_acronym(word.text))
        and folded not in language.titles
        and folded not in HONORIFICS[side]
        and folded not in language.demonyms
        and not is_region(folded, side)
    )


@lru_cache(CACHED_WORDS)
def is_region(folded: str, side: Side) -> bool:
    """Return whether a word is a country, a continent or a people."""
    return not _kinds(folded, side).isdisjoint(REGION_KINDS)


@lru_cache(CACHED_WORDS)
def is_title(folded: str, side: Side) -> bool:
    """Return whether a word is an office or an honorific, for which a translator may have a name, or the reverse."""
    return folded in HONORIFICS[side] or "office" in _kinds(folded, side)


@lru_cache(CACHED_WORDS)
def is_common(folded: str, side: Side) -> bool:
    """Return whether a word is a common noun, too: Brown, « la Chambre »."""
    lexicon = load_lexicon()
    if is_title(folded, side) or not _kinds(folded, side).isdisjoint(_COMMON_KINDS):
        return True
    frequency = lexicon.frequency(folded, side)
    if frequency < MIN_FREQUENCY or folded in FREQUENT_NAMES:
        return False
    ((other, _), *_) = lexicon.translations(folded, side, 1)
    return frequency >= MIN_COGNATE_FREQUENCY or not spelled_alike(strip_accents(folded), strip_accents(other))


@lru_cache(CACHED_WORDS)
def known_only_as_name(folded: str, side: Side) -> bool:
    """Return whether the lexicon does not know a word, or knows it as a name that both languages spell alike."""
    if strip_accents(folded) in CITIES:
        return True
    lexicon = load_lexicon()
    number, plain = lexicon.look_up(folded, side)
    if number < 0 or not plain:
        return bool(plain)
    return plain == strip_accents(lexicon.translations(folded, side, 1)[0][0]) and not is_common(folded, side)


@lru_cache(CACHED_WORDS)
def other_forms(folded: str, side: Side) -> frozenset[str]:
    """Return the words of the other language for a word of a name, without accents."""
    translations = load_lexicon().translations(folded, side, MAX_TRANSLATIONS)
    return ALIASES[side].get(folded, frozenset()).union(strip_accents(other) for other, _ in translations)


@lru_cache(CACHED_WORDS)
def _kinds(folded: str, side: Side) -> frozenset[str]:
    """Return the closed classes of a word."""
    return frozenset(term.kind for term in find_terms(folded.capitalize(), side))
