"""Explain a word of the language that the reader of a message may not know."""

from __future__ import annotations

import re

from aligner.languages.inflection import FUNCTION_WORDS
from aligner.languages.term_tables import term_gloss
from aligner.messages import reader
from aligner.text.entities.numbers.quantities import find_quantities
from aligner.text.entities.terms.find import Term, find_terms
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import Word, tokenize
from aligner.types import Side

MIN_GLOSS_SHARE = 0.3  # probability of a translation that explains a word
MAX_GLOSSED_CHARS = 60  # characters of a text that is explained
# Classes whose words have one usual translation, the first of their row.
NAMED_KINDS = frozenset({"weekday", "month", "season", "place", "people", "colour", "direction", "relation"})
# Words whose absence from an explanation does not mislead; "not" and "more" would.
_SMALL_WORDS: dict[Side, frozenset[str]] = {
    "en": frozenset({"a", "an", "the", "of", "in", "at", "on", "to"}),
    "fr": frozenset({"le", "la", "les", "un", "une", "des", "du", "de", "d", "l", "à", "au", "aux", "en"}),
}
_FIGURE = re.compile(r"\d")


def gloss(text: str, side: Side) -> str:
    """Return a text in the language of the reader, "" for one in that language or one that is not surely known.

    Numbers in words are explained by their figures; figures and names explain themselves.
    """
    own = reader()
    if side == own or len(text) > MAX_GLOSSED_CHARS or _FIGURE.search(text):
        return ""
    found = translated_term(text, side, own) or _figures(text, side) or _translation(text, side)
    return "" if found.casefold() == text.casefold() else found


def translated_term(text: str, side: Side, other: Side) -> str:
    """Return a text that is one term of a class with usual translations in another language, "" for any other."""
    words = [] if _FIGURE.search(text) else _main_words(text, side)
    for term in find_terms(text, side) if words else ():
        if _is_named(term) and term.start <= words[0].start and words[-1].end <= term.end:
            return term_gloss(term.kind, term.block, term.rows[0], other)
    return ""


def _is_named(term: Term) -> bool:
    return term.kind in NAMED_KINDS and len(term.rows) == 1


def _figures(text: str, side: Side) -> str:
    """Return the value of a text that is one whole number in words."""
    for number in find_quantities(text, side):
        whole = number.kind in ("cardinal", "group", "approximate") and number.value == int(number.value)
        if whole and not number.unit and (number.start, number.end) == (0, len(text)):
            return f"{int(number.value)}"
    return ""


def _translation(text: str, side: Side) -> str:
    """Return the usual translation of a text of one content word, which is no name, and perhaps an article."""
    words = _main_words(text, side)
    if len(words) != 1 or not words[0].text.islower() or words[0].folded in FUNCTION_WORDS[side]:
        return ""
    usual = load_lexicon().translations(words[0].folded, side, 1)
    return usual[0][0] if usual and usual[0][1] >= MIN_GLOSS_SHARE else ""


def _main_words(text: str, side: Side) -> list[Word]:
    return [word for word in tokenize(text, side) if word.folded not in _SMALL_WORDS[side]]
