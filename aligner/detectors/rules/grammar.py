"""Errors that patterns find: wrong grammar, formats of the other language, confused words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.error_patterns import ERROR_PATTERNS, ErrorPattern
from aligner.messages import message
from aligner.text.entities.numbers.find import lower_as_ignorecase
from aligner.types import Side

FUNCTION = Rule("grammar.function", "major", "Grammar", "As far as concerns its, Hebei said")
PARTICIPLE = Rule("grammar.participle", "minor", "Grammar", "should be sang", languages=("en",))
AGREEMENT = Rule("grammar.agreement", "minor", "Grammar", "Several companies chose to base its")
ELISION = Rule("grammar.elision", "minor", "Grammar", "du arrondissement, l’copain", languages=("fr",))
NUMBER = Rule("number.format", "minor", "Locale convention", "74.87 milliards, 74,87 billion")
DATE = Rule("date.trap", "minor", "Locale convention", "Aug 30, 35 organizations")
CJK = Rule("punctuation.cjk", "minor", "Locale convention", "Baoding·Zhongguancun")
HOMOGRAPH = Rule("spelling.homograph", "minor", "Spelling", "whole-life-circle")
PROTECTED = Rule("untranslated.protected", "minor", "Do not translate", "POUR CHINA DAILY")
RULES = (FUNCTION, PARTICIPLE, AGREEMENT, ELISION, NUMBER, DATE, CJK, HOMOGRAPH, PROTECTED)
_BY_CODE = {rule.code: rule for rule in RULES}


def detect(view: View) -> Iterator[Hit]:
    """Report every match of a pattern of `aligner.languages.error_patterns`."""
    text, text_as_read = view.document.text, view.own.text_as_read
    lowered, lowered_as_read = lower_as_ignorecase(text), lower_as_ignorecase(text_as_read)
    for row, pattern, part in _patterns(view.side):
        rule = _BY_CODE[row.code]
        as_read = rule is PROTECTED  # cleaning removes credits
        if row.words and not _contains_any(lowered_as_read if as_read else lowered, row.words):
            continue
        if part and not part.search(text):
            continue
        for error in pattern.finditer(text_as_read if as_read else text):
            yield Hit(
                rule, error.span("bad" if "bad" in pattern.groupindex else 0), message(row.message), as_read=as_read
            )


def _contains_any(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


@cache
def _patterns(side: Side) -> tuple[tuple[ErrorPattern, re.Pattern[str], re.Pattern[str] | None], ...]:
    """Return the rows of a language, each with its compiled pattern and part."""
    return tuple(
        (row, re.compile(row.pattern), re.compile(row.part) if row.part else None)
        for row in ERROR_PATTERNS
        if row.language == side
    )
