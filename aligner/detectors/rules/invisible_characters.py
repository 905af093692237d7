"""Invisible characters: zero-width spaces, soft hyphens, control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

INVISIBLE = Rule("encoding.invisible", "minor", "Character encoding", "inno\\u200bvation")
RULES = (INVISIBLE,)


def detect(view: View) -> Iterator[Hit]:
    """Report invisible characters that cleaning removed, except a byte order mark before the text."""
    for change in changes(view.document, "invisible."):
        if change.end > 1 or change.before != "\N{ZERO WIDTH NO-BREAK SPACE}":
            names = dict.fromkeys(unicodedata.name(char, f"U+{ord(char):04X}").lower() for char in change.before)
            text = message("invisible: {names}", names=", ".join(names))
            yield Hit(INVISIBLE, (change.start, change.end), text, as_read=True)
