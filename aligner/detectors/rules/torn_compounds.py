"""Compounds torn by a space before their hyphen: "Beijing -Tianjin"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Severity, Side

TORN = Rule("spacing.hyphen", "minor", "Spelling", "Beijing -Tianjin -Hebei")
RULES = (TORN,)
LEAST = 3  # in a document; one or two may be dashes set carelessly
_TORN = re.compile(r"(?<=[^\W_])[ \N{NO-BREAK SPACE}]-(?=[^\W\d_]{2})")
# "a word -an aside- goes on" has the space on the other side when it closes.
_CLOSING = re.compile(r"[^\W_]-(?=[\s,.;:!?])")
_WORD_BEFORE = re.compile(r"[^\W_][\w'’]*\Z")
_WORD_AFTER = re.compile(r"[\w'’]+")
_LONGEST = 40


def detect(view: View) -> Iterator[Hit]:
    """Every torn compound of a text that has several, and more of them than asides between dashes."""
    text = view.document.text
    found = list(_TORN.finditer(text))
    if len(found) < LEAST or len(found) <= 2 * sum(1 for _ in _CLOSING.finditer(text)):
        return
    for torn in found:
        before = _WORD_BEFORE.search(text[max(0, torn.start() - _LONGEST) : torn.start()])
        after = _WORD_AFTER.match(text, torn.end())
        if before and after:
            start, end = torn.start() - len(before[0]), min(after.end(), torn.end() + _LONGEST)
            after_word = text[torn.end() : end]
            whole = _whole(before[0], after_word, view.side)
            severity: Severity | None = "major" if whole else None
            fix = whole or f"{before[0]}-{after_word}"
            yield Hit(TORN, (start, end), f"space inside {fix}", severity=severity, fix=fix)


def _whole(one: str, two: str, side: Side) -> str:
    """The word that was torn in two, if its second half is none by itself: "front -ier"."""
    frequency = load_lexicon().frequency
    return one + two if frequency(fold_case(one + two), side) > 0 and not frequency(fold_case(two), side) else ""
