"""Characters that were decoded with the wrong encoding, or lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View

MOJIBAKE = Rule("encoding.mojibake", "major", "Character encoding", "the¬†Beijing")
RULES = (MOJIBAKE,)
_LOST = re.compile("\N{REPLACEMENT CHARACTER}+")


def detect(view: View) -> Iterator[Hit]:
    """Where cleaning had to decode anew, and where a character is lost for good."""
    for change in changes(view.document, "mojibake."):
        reads = change.after if change.after.strip() else "a no-break space" if change.after else "nothing"
        yield Hit(
            MOJIBAKE, (change.start, change.end), f"wrong encoding: stands for {reads}", as_read=True,
            said={"reads": change.after},
        )  # fmt: skip
    for lost in _LOST.finditer(view.document.text):
        yield Hit(MOJIBAKE, lost.span(), "a character was lost in decoding")
