"""Compounds with a space before their hyphen: "Beijing -Tianjin"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message
from aligner.text.words.lexicon import load_lexicon
from aligner.text.words.tokens import fold_case
from aligner.types import Severity, Side

TORN = Rule("spacing.hyphen", "minor", "Spelling", "Beijing -Tianjin -Hebei", scope="document")
RULES = (TORN,)
MIN_COMPOUNDS = 3  # in a document; one or two may be dashes without spaces
MAX_WORD_CHARS = 40  # characters on each side of a hyphen that are searched for a word
_TORN = re.compile(r"(?<=[^\W_])[ \N{NO-BREAK SPACE}]-(?=[^\W\d_]{2})")
# "a word -an aside- goes on" has the space after the hyphen when the aside ends.
_CLOSING = re.compile(r"[^\W_]-(?=[\s,.;:!?])")
_WORD_BEFORE = re.compile(r"[^\W_][\w'’]*\Z")
_WORD_AFTER = re.compile(r"[\w'’]+")


def detect(view: View) -> Iterator[Hit]:
    """Report torn compounds if a text has several, and more than asides between dashes."""
    text = view.document.text
    hyphens = list(_TORN.finditer(text))
    if len(hyphens) < MIN_COMPOUNDS or len(hyphens) <= 2 * sum(1 for _ in _CLOSING.finditer(text)):
        return
    for hyphen in hyphens:
        before = _WORD_BEFORE.search(text[max(0, hyphen.start() - MAX_WORD_CHARS) : hyphen.start()])
        after = _WORD_AFTER.match(text, hyphen.end())
        if before and after:
            start, end = hyphen.start() - len(before[0]), min(after.end(), hyphen.end() + MAX_WORD_CHARS)
            after_word = text[hyphen.end() : end]
            word = _divided_word(before[0], after_word, view.side)
            severity: Severity | None = "major" if word else None
            fix = word or f"{before[0]}-{after_word}"
            yield Hit(TORN, (start, end), message("space inside “{word}”", word=fix), severity=severity, fix=fix)


def _divided_word(one: str, two: str, side: Side) -> str:
    """Return the word of two halves if the second is no word by itself, as in "front -ier", else ""."""
    frequency = load_lexicon().frequency
    return one + two if frequency(fold_case(one + two), side) > 0 and not frequency(fold_case(two), side) else ""
