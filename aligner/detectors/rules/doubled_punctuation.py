"""Stops set twice, or a comma after a stop."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from aligner.detectors.view import Hit, Rule, View
from aligner.languages import en, fr
from aligner.types import Side

DOUBLED = Rule("punctuation.doubled", "minor", "Punctuation", "leur startup. .")
RULES = (DOUBLED,)
_TABLES: dict[Side, ModuleType] = {"en": en, "fr": fr}
_BLANK = " \N{NO-BREAK SPACE}"
_DOUBLED = re.compile(
    r"(?<=[^\W_])(?:"
    rf"\.[{_BLANK}]\.(?![\s.]*\.)"  # ". ." but no spaced ellipsis
    r"|\.\.(?![./\\\w])"
    rf"|[,;:][{_BLANK}]?[,.;](?![\w.,;])"
    r"|(?P<comma>\.,)(?!\w))"
)
_WORD = re.compile(r"[^\W\d_]+\Z")


def detect(view: View) -> Iterator[Hit]:
    """Marks that cannot follow each other; the stop of an abbreviation may go before a comma."""
    text = view.document.text
    for found in _DOUBLED.finditer(text):
        if not found["comma"] or _is_word(text[max(0, found.start() - 20) : found.start()], _TABLES[view.side]):
            yield Hit(DOUBLED, found.span(), "two marks where one is enough")


def _is_word(before: str, tables: ModuleType) -> bool:
    """Whether what goes before is a word in lower case that is no abbreviation."""
    found = _WORD.search(before)
    if found is None or len(found[0]) < 4 or not found[0].islower():
        return False
    return not any(found[0] in table for table in (tables.NEVER_END, tables.MAY_END, tables.BEFORE_CAPITAL))
