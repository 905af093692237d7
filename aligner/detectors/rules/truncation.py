"""Truncated ends, and times of a web page that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone

from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

TRUNCATED = Rule("markup.truncated", "minor", "Truncation", "Originally published at")
CLOCK = Rule("markup.clock", "minor", "Markup", "2024-02-08 06:31:11 … 1707364198", scope="document")
RULES = (TRUNCATED, CLOCK)
MAX_DIFFERENCE_SECONDS = 3600  # between two times of one page
_CUT_OFF = re.compile(
    r"(?m)^[^\n]{0,60}\b(?:published|posted|appeared|courtesy|publié|paru|avec l['’]aimable autorisation)"
    r"[ \N{NO-BREAK SPACE}](?:at|on|in|by|of|sur|dans|par|le|de)\s*$"
    r"|(?:\.\.\.|…)[ ]?\[?\(?(?:\+\d+ chars|more|suite|lire la suite)\]?\)?\s*\Z"
)
_STAMP = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
_EPOCH = re.compile(r"(?m)^\s*(1[0-9]{9})\s*$")


def detect(view: View) -> Iterator[Hit]:
    """Report cut-off lines and disagreeing times in the text as read, because cleaning removes such lines."""
    text = view.own.text_as_read
    for line in _CUT_OFF.finditer(text):
        yield Hit(TRUNCATED, (line.start(), line.start() + len(line[0].rstrip())), message("cut off"), as_read=True)
    stamps = [(stamp.span(), time) for stamp in _STAMP.finditer(text) if (time := _seconds(stamp)) is not None]
    stamps += [(epoch.span(1), float(epoch[1])) for epoch in _EPOCH.finditer(text)]
    for span, time in stamps[1:]:
        if abs(time - stamps[0][1]) > MAX_DIFFERENCE_SECONDS:
            yield Hit(CLOCK, span, message("differs from the first time of the page"), as_read=True)


def _seconds(stamp: re.Match[str]) -> float | None:
    """Return a time in seconds since 1970, None if there is no such date."""
    year, month, day, hour, minute, second = (int(part or 0) for part in stamp.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None
