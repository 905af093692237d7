"""Ends that were cut off, and clocks of a page that disagree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timezone

from aligner.detectors.view import Hit, Rule, View
from aligner.text.cleaning.clean import undo

TRUNCATED = Rule("markup.truncated", "minor", "Truncation", "Originally published at")
CLOCK = Rule("markup.clock", "minor", "Markup", "2024-02-08 06:31:11 … 1707364198")
RULES = (TRUNCATED, CLOCK)
_CUT = re.compile(
    r"(?m)^[^\n]{0,60}\b(?:published|posted|appeared|courtesy|publié|paru|avec l['’]aimable autorisation)"
    r"[ \N{NO-BREAK SPACE}](?:at|on|in|by|of|sur|dans|par|le|de)\s*$"
    r"|(?:\.\.\.|…)[ ]?\[?\(?(?:\+\d+ chars|more|suite|lire la suite)\]?\)?\s*\Z"
)
_STAMP = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?")
_EPOCH = re.compile(r"(?m)^\s*(1[0-9]{9})\s*$")
APART = 3600  # seconds


def detect(view: View) -> Iterator[Hit]:
    """In the text as read: cleaning takes such lines away."""
    text = undo(view.document.text, view.document.steps)
    for found in _CUT.finditer(text):
        yield Hit(TRUNCATED, (found.start(), found.start() + len(found[0].rstrip())), "cut off", as_read=True)
    stamps = [(each.span(), time) for each in _STAMP.finditer(text) if (time := _seconds(each)) is not None]
    stamps += [(each.span(1), float(each[1])) for each in _EPOCH.finditer(text)]
    for span, time in stamps[1:]:
        if abs(time - stamps[0][1]) > APART:
            yield Hit(CLOCK, span, "another time than the first of the page", as_read=True)


def _seconds(found: re.Match[str]) -> float | None:
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=timezone.utc).timestamp()
    except ValueError:
        return None
