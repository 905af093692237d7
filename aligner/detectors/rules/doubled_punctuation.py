"""Doubled punctuation: two full stops, or a comma after a full stop."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import LANGUAGES, Language
from aligner.messages import message

DOUBLED = Rule("punctuation.doubled", "minor", "Punctuation", "leur startup. .")
RULES = (DOUBLED,)
MIN_WORD_LETTERS = 4  # a shorter word before a full stop may be an abbreviation
MAX_WORD_CHARS = 20  # characters before the marks that are searched for a word
_BLANK = " \N{NO-BREAK SPACE}"
_DOUBLED = re.compile(
    r"(?<=[^\W_])(?:"
    rf"\.[{_BLANK}]\.(?![\s.]*\.)"  # ". ." but no spaced ellipsis
    r"|\.\.(?![./\\\w])"
    rf"|[,;:][{_BLANK}]?[,.;](?![\w.,;])"
    r"|(?P<comma>\.,)(?!\w))"
)
_LAST_LETTERS = re.compile(r"[^\W\d_]+\Z")


def detect(view: View) -> Iterator[Hit]:
    """Report marks that cannot follow each other; a comma may follow the full stop of an abbreviation."""
    text = view.document.text
    for marks in _DOUBLED.finditer(text):
        before = text[max(0, marks.start() - MAX_WORD_CHARS) : marks.start()]
        if not marks["comma"] or _ends_with_word(before, LANGUAGES[view.side]):
            yield Hit(DOUBLED, marks.span(), message("two punctuation marks instead of one"))


def _ends_with_word(before: str, language: Language) -> bool:
    """Return whether a text ends with a word in lower case that is no abbreviation."""
    word = _LAST_LETTERS.search(before)
    if word is None or len(word[0]) < MIN_WORD_LETTERS or not word[0].islower():
        return False
    return not any(word[0] in table for table in (language.never_end, language.may_end, language.before_capital))
