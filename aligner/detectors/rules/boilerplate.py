"""Remains of a web page in a story: prompts, hashtags, times of publication."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View
from aligner.messages import message

BOILERPLATE = Rule("markup.boilerplate", "minor", "Markup", "Leave A Reply")
RULES = (BOILERPLATE,)
# Datelines, bylines, credits and sources are no artefacts: they belong to a story.
_MESSAGES = {
    "boilerplate.prompt": "left in the text: a prompt of the web page",
    "boilerplate.hashtags": "left in the text: hashtags",
    "boilerplate.epoch": "left in the text: a Unix timestamp",
    "boilerplate.timestamp": "left in the text: a time of publication",
}


def detect(view: View) -> Iterator[Hit]:
    """Report lines that cleaning removed because they belong to the web page."""
    for kind, template in _MESSAGES.items():
        for change in changes(view.document, kind):
            bare = change.before.strip()
            start = change.start + change.before.index(bare)
            yield Hit(BOILERPLATE, (start, start + len(bare)), message(template), as_read=True)
