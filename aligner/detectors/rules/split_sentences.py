"""Sentences broken in the middle: "livrant le projet. rapport d'activité"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import LANGUAGES
from aligner.messages import message
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Side

BROKEN = Rule("sentence.broken", "major", "Punctuation", "tout en livrant le projet. rapport d’activité")
RULES = (BROKEN,)
MIN_FREQUENCY = 5  # training sentences that must contain a word; a rarer one may be an abbreviation
_STOP_IN_SENTENCE = re.compile(
    r"(?<![\w.@/'’-])(?P<one>[a-zà-ÿœ]{4,})\.[ \N{NO-BREAK SPACE}](?P<two>[a-zà-ÿœ]{3,})(?![\w.@/])"
    r"|(?<![\w.@/'’-])(?P<three>[a-zà-ÿœ]{4,})\.,\s(?P<four>[A-ZÀ-Þ][a-z]*)"
)


def detect(view: View) -> Iterator[Hit]:
    """Report full stops before a small letter or a comma, except those of abbreviations and names."""
    for stop in _STOP_IN_SENTENCE.finditer(view.document.text):
        words = (stop["one"], stop["two"]) if stop["one"] else ()
        if all(_is_word(word, view.side) for word in words) and not _is_abbreviation(stop["three"] or "", view.side):
            yield Hit(BROKEN, stop.span(), message("a full stop in the middle of a sentence"))


def _is_abbreviation(word: str, side: Side) -> bool:
    language = LANGUAGES[side]
    return any(
        word in table
        for table in (language.never_end, language.may_end, language.before_capital, language.before_number)
    )


def _is_word(word: str, side: Side) -> bool:
    if _is_abbreviation(word, side):
        return False
    return word in LANGUAGES[side].sentence_starters or load_lexicon().frequency(fold_case(word), side) >= MIN_FREQUENCY
