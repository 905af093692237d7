"""Wrong grammar, formats of the other language, words mistaken for others: what patterns tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aligner.detectors.view import Hit, Rule, View
from aligner.languages.error_patterns import SLIPS
from aligner.text.cleaning.clean import undo
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
    """Every place where a pattern of `languages/slips.py` fits."""
    text = view.document.text
    whole = undo(text, view.document.steps)
    for rule, pattern, message in _patterns(view.side):
        as_read = rule is PROTECTED  # cleaning takes credits away
        for found in pattern.finditer(whole if as_read else text):
            yield Hit(rule, found.span("bad" if "bad" in pattern.groupindex else 0), message, as_read=as_read)


@cache
def _patterns(side: Side) -> tuple[tuple[Rule, re.Pattern[str], str], ...]:
    return tuple((_BY_CODE[code], re.compile(pattern), why) for code, own, pattern, why in SLIPS if own == side)
