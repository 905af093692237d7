"""Sentences broken in the middle: "livrant le projet. rapport d'activité"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import en, fr
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Side

BROKEN = Rule("sentence.broken", "major", "Punctuation", "tout en livrant le projet. rapport d’activité")
RULES = (BROKEN,)
SEEN = 5  # training sentences that must have a word: rarer ones may be abbreviations
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_BROKEN = re.compile(
    r"(?<![\w.@/'’-])(?P<one>[a-zà-ÿœ]{4,})\.[ \N{NO-BREAK SPACE}](?P<two>[a-zà-ÿœ]{3,})(?![\w.@/])"
    r"|(?<![\w.@/'’-])(?P<three>[a-zà-ÿœ]{4,})\.,\s(?P<four>[A-ZÀ-Þ][a-z]*)"
)


def detect(view: View) -> Iterator[Hit]:
    """A stop before a small letter, or before a comma and a capital; abbreviations and names end so, words do not."""
    for found in _BROKEN.finditer(view.document.text):
        words = (found["one"], found["two"]) if found["one"] else ()
        if all(_is_word(word, view.side) for word in words) and not _is_short(found["three"] or "", view.side):
            yield Hit(BROKEN, found.span(), "a stop in the middle of a sentence")


def _is_short(word: str, side: Side) -> bool:
    tables = _TABLES[side]
    return any(
        word in table for table in (tables.NEVER_END, tables.MAY_END, tables.BEFORE_CAPITAL, tables.BEFORE_NUMBER)
    )


def _is_word(word: str, side: Side) -> bool:
    if _is_short(word, side):
        return False
    return word in _TABLES[side].STARTERS or load_lexicon().frequency(fold_case(word), side) >= SEEN
