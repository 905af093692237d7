"""The words of a text, and the dictionary forms by which they are looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from functools import cache
from typing import NamedTuple

from aligner.languages.chars import ACCENTS
from aligner.languages.inflection import FUNCTION_WORDS, IRREGULAR, RULES
from aligner.types import Side

_APOSTROPHE = "['’]"
_RUN = rf"[\w{ACCENTS}]+(?:{_APOSTROPHE}[\w{ACCENTS}]+)*"
_ELIDED = rf"(?i:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu){_APOSTROPHE}(?=\w)"
_WORD: dict[Side, re.Pattern[str]] = {"en": re.compile(_RUN), "fr": re.compile(rf"{_ELIDED}|{_RUN}")}
_POSSESSIVE = re.compile(rf"{_APOSTROPHE}[sS]$")
LONGEST = 40  # letters of a word that may be an inflected form
KEPT = 50_000  # words of a language whose reading is kept at hand
Reading = tuple[str, str] | tuple[()]  # a word without its possessive, and folded; nothing for figures
_KNOWN: dict[Side, dict[str, Reading]] = {"en": {}, "fr": {}}


class Word(NamedTuple):
    """A word as it stands, and `folded`: lower case, plain apostrophes, œ as oe, no possessive; offsets half-open."""

    text: str
    folded: str
    start: int
    end: int


def tokens(text: str, side: Side) -> list[Word]:
    """The words of a text in order, split at hyphens and after elisions; figures are left out."""
    matches = ((_read(match[0], side), match.start()) for match in _WORD[side].finditer(text))
    return [Word(*read, start, start + len(read[0])) for read, start in matches if read]


def folded_words(text: str, side: Side) -> tuple[list[str], list[int]]:
    """The words of a text folded, and where they begin: what most looking up needs, at half the cost of `tokens`."""
    folded, starts, known = [], [], _KNOWN[side]
    for match in _WORD[side].finditer(text):
        read = known.get(match[0])
        if read is None:
            read = _read(match[0], side)
        if read:
            folded.append(read[1])
            starts.append(match.start())
    return folded, starts


def _read(word: str, side: Side) -> Reading:
    known = _KNOWN[side]
    read = known.get(word)
    if read is None:
        if len(known) >= KEPT:
            known.clear()
        read = known[word] = _reading(word, side)
    return read


def _reading(word: str, side: Side) -> Reading:
    if word.isnumeric():
        return ()
    if side == "en" and (found := _POSSESSIVE.search(word)):
        word = word[: found.start()]
    folded = fold_case(word)
    if side == "fr" and folded.endswith("'"):
        folded = folded[:-1] + "e"  # elided
    return word, folded


def fold_case(word: str) -> str:
    """Lower case and composed, apostrophes plain, œ as oe."""
    word = word.lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word).replace("’", "'").replace("œ", "oe").replace("æ", "ae")


@cache
def _endings(side: Side) -> dict[str, list[tuple[str, str, int]]]:
    """The rules by the last letter of their ending, in their order."""
    found: dict[str, list[tuple[str, str, int]]] = {}
    for rule in RULES[side]:
        found.setdefault(rule[0][-1], []).append(rule)
    return found


def forms(folded: str, side: Side) -> Iterator[str]:
    """The word itself, then what its dictionary form might be, the likeliest first."""
    yield folded
    if folded in IRREGULAR[side]:
        yield IRREGULAR[side][folded]
    if len(folded) <= LONGEST:
        for ending, instead, least in _endings(side).get(folded[-1:], ()):
            if folded.endswith(ending) and len(folded) - len(ending) >= least:
                yield folded[: -len(ending)] + instead


def entry(folded: str, side: Side, known: Container[str]) -> str | None:
    """The first of a word's `forms` that is known."""
    return next((form for form in forms(folded, side) if form in known), None)


def strip_accents(word: str) -> str:
    """The word without accents."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def is_content(word: Word, side: Side) -> bool:
    """Whether a word says something by itself: no article, pronoun, auxiliary or the like, and no single letter."""
    return len(word.folded) > 1 and word.folded not in FUNCTION_WORDS[side]
