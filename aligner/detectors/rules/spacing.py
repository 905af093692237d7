"""Blanks that are missing beside quotes and brackets, or stray at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View

MARK = Rule("spacing.mark", "minor", "Punctuation", 'released"Decision')
LAYOUT = Rule("spacing.layout", "minor", "Layout", "a no-break space at the end of a line")
RULES = (MARK, LAYOUT)
# "(s)he" and "word(s)" are meant; so are calls in code and 5'10".
_MARK = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,40}(?:[\"“«]\(?|[\"”»]\()[^\W\d_]{2,40}")
_ODD = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}"


def detect(view: View) -> Iterator[Hit]:
    """A quote that touches words on both sides; blanks of odd kinds that cleaning took from the end of a line."""
    for found in _MARK.finditer(view.document.text):
        yield Hit(MARK, found.span(), "a blank is missing beside the mark")
    for change in changes(view.document, "space.line-end"):
        if any(char in _ODD for char in change.before):
            yield Hit(LAYOUT, (change.start, change.end), "a stray blank at the end of the line", as_read=True)
