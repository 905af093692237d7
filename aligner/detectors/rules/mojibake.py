"""Mojibake: characters that were decoded with the wrong encoding, or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

MOJIBAKE = Rule("encoding.mojibake", "major", "Character encoding", "the¬†Beijing")
RULES = (MOJIBAKE,)
_REPLACEMENTS = re.compile("\N{REPLACEMENT CHARACTER}+")


def detect(view: View) -> Iterator[Hit]:
    """Report characters that cleaning decoded again, and characters that cannot be recovered."""
    for change in changes(view.document, "mojibake."):
        blank = message("a no-break space") if change.after else message("nothing")
        meant = change.after if change.after.strip() else blank
        reason = message("wrong encoding: should read {text}", text=meant)
        span = change.start, change.end
        yield Hit(MOJIBAKE, span, reason, as_read=True, evidence={"reads": change.after})
    for lost in _REPLACEMENTS.finditer(view.document.text):
        yield Hit(MOJIBAKE, lost.span(), message("a character was lost in decoding"))
