"""Words that no translator changes: names, figures, codes, addresses; and those that are to be translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from aligner.languages import LANGUAGES
from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.language import word_set
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case, strip_accents
from aligner.types import SIDES

MAX_READ_CHARS = 2_000  # characters of a text that are read
MIN_SAME_PROBABILITY = 0.1  # of a translation with the same letters: photo, restaurant
MIN_FREQUENCY = 30  # training sentences from which a capitalised word is more than a name
MAX_UNIT_LETTERS = 3  # letters of a unit after a figure
CACHE_SIZE = 20_000
# Words in lower case within names: Bank of England, Club des Cinq, Ludwig van Beethoven.
CONNECTORS = word_set("""
    of de du des la le les the and et & von van der den for on in à au aux sur sous en d l di da do dos del al el y e
    bin ben ibn ter zu zur
""")
STREETS = word_set("rue avenue boulevard bd av place quai chemin allée impasse route cours square passage")
# Words that have a capital in headlines and hardly ever in names: Is Lima the Next Oslo?
HEADLINE_WORDS = FUNCTION_WORDS["en"] - CONNECTORS - word_set("may will mr mrs ms")
_STREET_NUMBER = re.compile(r"\d+|bis|ter")
_NUMBER_BEGINS = re.compile(r"\+?\(?\d")
_MARKS = ".,;:!?…\"'“”‘’«»()[]{}*–—-"
_CODE = re.compile(r"[\d@#_/\\]|\w\.\w")  # also part of an address or of a file name
_SENTENCE_END = re.compile(r"[.!?…]")


def words_to_translate(text: str) -> tuple[int, int]:
    """Return how many words of a text are to be translated, and how many words it has.

    A capital makes a word a name, except that of a common word that begins a sentence or is alone, and in a text in
    capitals.
    """
    chunks = text[:MAX_READ_CHARS].split()
    words = [chunk.strip(_MARKS) for chunk in chunks]
    shouted = text.isupper() and sum(len(word) > 1 for word in words) > 1
    places = [index for index, word in enumerate(words) if any(map(str.isalpha, word))]
    kept = [_is_kept(chunks, words, index, shouted) for index in places]
    for place, index in enumerate(places):
        if not kept[place] and fold_case(words[index]) in CONNECTORS:
            kept[place] = _joins_names([words[other] for other in places], place)
    return kept.count(False), len(kept)


def _is_kept(chunks: Sequence[str], words: Sequence[str], index: int, shouted: bool) -> bool:
    word = words[index]
    if _CODE.search(chunks[index]) or any(map(str.isdigit, word)):
        return True
    before, after = words[index - 1] if index else "", chunks[index + 1] if index + 1 < len(chunks) else ""
    if chunks[index].endswith(".") and _NUMBER_BEGINS.match(after):  # an abbreviation: p. 12, Tel. +33
        return True
    if word.islower():
        after_figure = before[-1:].isdigit() and len(word) <= MAX_UNIT_LETTERS
        street = fold_case(word) in STREETS and _STREET_NUMBER.fullmatch(before) is not None
        return street or _is_same(fold_case(word)) or (after_figure and not _is_common(fold_case(word)))
    if shouted:
        return not _is_common(fold_case(word)) or _is_same(fold_case(word))
    begins = index == 0 or _SENTENCE_END.search(chunks[index - 1][-2:]) is not None
    if word.isupper() and len(word) > 1:
        return True
    if fold_case(word) not in HEADLINE_WORDS and (not begins or _name_follows(words[index + 1 :])):
        return True
    return not _is_common(fold_case(word)) or _is_same(fold_case(word))


def _joins_names(words: Sequence[str], place: int) -> bool:
    """Return whether a connector, alone or with others, is between two words with a capital."""
    if not place or not (words[place - 1][:1].isupper() or fold_case(words[place - 1]) in CONNECTORS | STREETS):
        return False
    return _name_follows(words[place + 1 :])


def _name_follows(words: Sequence[str]) -> bool:
    """Return whether the next word, connectors left out, has a capital: of England, d'Ivoire."""
    after = next((word for word in words if word[:1].isupper() or fold_case(word) not in CONNECTORS), "")
    return any(map(str.isupper, after))


@lru_cache(CACHE_SIZE)
def _is_common(word: str) -> bool:
    """Return whether a word is frequent, or a function word, a day or a month, or each of its joined parts is."""
    lexicon = load_lexicon()
    for side in SIDES:
        if word in FUNCTION_WORDS[side] or word in LANGUAGES[side].days or word in LANGUAGES[side].months:
            return True
        if lexicon.frequency(word, side) >= MIN_FREQUENCY:
            return True
    parts = re.split("['-]", word)
    return len(parts) > 1 and all(map(_is_common, filter(None, parts)))


@lru_cache(CACHE_SIZE)
def _is_same(word: str) -> bool:
    """Return whether each language that knows a word has a usual translation with the same letters: photo, km."""
    lexicon, known = load_lexicon(), False
    entries = [lexicon.entry_id(word, side) for side in SIDES]
    forms = [lexicon.lemma(entry, side) if entry >= 0 else word for side, entry in zip(SIDES, entries, strict=True)]
    for side, there in zip(SIDES, reversed(forms), strict=True):
        translations = lexicon.translations(word, side)
        known = known or bool(translations)
        same = {strip_accents(word), strip_accents(there)}
        if translations and not any(
            strip_accents(other) in same and share >= MIN_SAME_PROBABILITY for other, share in translations
        ):
            return False
    return known
