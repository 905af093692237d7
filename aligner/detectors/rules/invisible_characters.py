"""Characters that print nothing: zero-width spaces, soft hyphens, controls."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View

INVISIBLE = Rule("encoding.invisible", "minor", "Character encoding", "inno\\u200bvation")
RULES = (INVISIBLE,)


def detect(view: View) -> Iterator[Hit]:
    """Where cleaning removed such characters; a mark of byte order before the text is none."""
    for change in changes(view.document, "invisible."):
        if change.end > 1 or change.before != "\N{ZERO WIDTH NO-BREAK SPACE}":
            names = dict.fromkeys(unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in change.before)
            message = "prints nothing: " + ", ".join(names)
            yield Hit(INVISIBLE, (change.start, change.end), message, as_read=True)
