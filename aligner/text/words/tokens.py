"""Split texts into words, fold words, and find the dictionary forms of inflected words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from typing import NamedTuple

from aligner.languages.chars import ACCENTS
from aligner.languages.inflection import ENDING_RULES, FUNCTION_WORDS, IRREGULAR
from aligner.types import SIDES, Side

_APOSTROPHE = "['’]"
_RUN = rf"[\w{ACCENTS}]+(?:{_APOSTROPHE}[\w{ACCENTS}]+)*"
ELIDED = rf"(?i:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu){_APOSTROPHE}(?=\w)"
_TOKEN: dict[Side, re.Pattern[str]] = {"en": re.compile(_RUN), "fr": re.compile(rf"{ELIDED}|{_RUN}")}
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]$")
MAX_INFLECTED_LETTERS = 40  # letters of a word that may be an inflected form
LAST_LETTERS = 3  # by which the rules that a word may match are found
MAX_CACHED_WORDS = 50_000  # words in the cache of a language
_TokenForms = tuple[str, str] | tuple[()]  # a word without its possessive, and folded; empty for digits
_CACHE: dict[Side, dict[str, _TokenForms]] = {"en": {}, "fr": {}}

# Letters that one accent separates from ASCII, by their code points.
_UNACCENTED = {
    point: unicodedata.normalize("NFD", chr(point))[0]
    for point in range(0xC0, 0x180)
    if len(unicodedata.normalize("NFD", chr(point))) > 1
}


class Word(NamedTuple):
    """A word of a text with its half-open offsets.

    Attributes
    ----------
    text : the word as written, without a possessive ending
    folded : the word in lower case, with plain apostrophes, "oe" for "œ", and "e" for an elision
    """

    text: str
    folded: str
    start: int
    end: int


def tokenize(text: str, side: Side) -> list[Word]:
    """Split a text into words, at hyphens and after elisions; numbers in digits are left out."""
    matches = ((_cached_forms(match[0], side), match.start()) for match in _TOKEN[side].finditer(text))
    return [Word(*forms, start, start + len(forms[0])) for forms, start in matches if forms]


def folded_words(text: str, side: Side) -> tuple[list[str], list[int]]:
    """Return the folded words of a text and where each begins, at half the cost of `tokenize`."""
    folded, starts, cache = [], [], _CACHE[side]
    for match in _TOKEN[side].finditer(text):
        forms = cache.get(match[0])
        if forms is None:
            forms = _cached_forms(match[0], side)
        if forms:
            folded.append(forms[1])
            starts.append(match.start())
    return folded, starts


def _cached_forms(word: str, side: Side) -> _TokenForms:
    cache = _CACHE[side]
    forms = cache.get(word)
    if forms is None:
        if len(cache) >= MAX_CACHED_WORDS:
            cache.clear()
        forms = cache[word] = _token_forms(word, side)
    return forms


def _token_forms(word: str, side: Side) -> _TokenForms:
    if word.isnumeric():
        return ()
    if side == "en" and (possessive := _POSSESSIVE.search(word)):
        word = word[: possessive.start()]
    folded = fold_case(word)
    if side == "fr" and folded.endswith("'"):
        folded = folded[:-1] + "e"  # an elision
    return word, folded


def fold_case(word: str) -> str:
    """Fold a word: lower case, composed accents, plain apostrophes, "oe" for "œ"."""
    word = word.lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).replace("’", "'").replace("œ", "oe").replace("æ", "ae")


class _EndingRules(dict[str, list[tuple[str, str, int]]]):
    """The ending rules that words with the same last letters may match, in their order, found when first asked for."""

    def __init__(self, side: Side) -> None:
        self._by_letter: dict[str, list[tuple[str, str, int]]] = {}
        for rule in ENDING_RULES[side]:
            self._by_letter.setdefault(rule[0][-1], []).append(rule)

    def __missing__(self, last: str) -> list[tuple[str, str, int]]:
        """Find the rules for the last letters of a word."""
        near = self._by_letter.get(last[-1:], ())
        rules = self[last] = [rule for rule in near if rule[0].endswith(last) or last.endswith(rule[0])]
        return rules


_ENDINGS = {side: _EndingRules(side) for side in SIDES}


def lemma_candidates(folded: str, side: Side) -> Iterator[str]:
    """Yield the word itself, then its possible dictionary forms, the most likely first."""
    yield folded
    if folded in IRREGULAR[side]:
        yield IRREGULAR[side][folded]
    if len(folded) <= MAX_INFLECTED_LETTERS:
        for ending, replacement, min_stem in _ENDINGS[side][folded[-LAST_LETTERS:]]:
            if folded.endswith(ending) and len(folded) - len(ending) >= min_stem:
                yield folded[: -len(ending)] + replacement


def find_lemma(folded: str, side: Side, known: Container[str]) -> str | None:
    """Return the first of a word's `lemma_candidates` that is known, or None."""
    if folded in known:
        return folded
    for lemma in lemma_candidates(folded, side):  # a loop, as a generator of another one takes twice as long
        if lemma in known:
            return lemma
    return None


def strip_accents(word: str) -> str:
    """Return the word without accents."""
    if word.isascii():
        return word
    plain = word.translate(_UNACCENTED)
    if plain.isascii():
        return plain
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def is_content(word: Word, side: Side) -> bool:
    """Return whether a word is a content word: neither a function word nor a single letter."""
    return len(word.folded) > 1 and word.folded not in FUNCTION_WORDS[side]
