"""Errors that patterns find: wrong grammar, formats of the other language, confused words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.error_patterns import ERROR_PATTERNS
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
    for rule, pattern, message in _patterns(view.side):
        as_read = rule is PROTECTED  # cleaning removes credits
        for error in pattern.finditer(view.own.text_as_read if as_read else view.document.text):
            yield Hit(rule, error.span("bad" if "bad" in pattern.groupindex else 0), message, as_read=as_read)


@cache
def _patterns(side: Side) -> tuple[tuple[Rule, re.Pattern[str], str], ...]:
    return tuple(
        (_BY_CODE[code], re.compile(pattern), message)
        for code, language, pattern, message in ERROR_PATTERNS
        if language == side
    )
