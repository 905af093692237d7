"""Spaces that are missing next to quotation marks and brackets, or stray at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

MARK = Rule("spacing.mark", "minor", "Punctuation", 'released"Decision')
LAYOUT = Rule("spacing.layout", "minor", "Layout", "a no-break space at the end of a line")
RULES = (MARK, LAYOUT)
# Intended: "(s)he", "word(s)", calls in code and 5'10".
_MARK_IN_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}(?:[\"“«]\(?|[\"”»]\()[^\W\d_]{2,40}")
_UNUSUAL_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"


def detect(view: View) -> Iterator[Hit]:
    """Report marks that touch words on both sides, and unusual spaces that cleaning removed from the end of a line."""
    for mark in _MARK_IN_WORD.finditer(view.document.text):
        yield Hit(MARK, mark.span(), message("a space is missing next to the mark"))
    for change in changes(view.document, "space.line-end"):
        if any(char in _UNUSUAL_SPACES for char in change.before):
            yield Hit(LAYOUT, (change.start, change.end), message("a stray space at the end of the line"), as_read=True)
