"""What a web page left in a story: prompts, hashtags, times of publication."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.detectors.cleaning_changes import changes
from aligner.detectors.view import Hit, Rule, View

BOILERPLATE = Rule("markup.boilerplate", "minor", "Markup", "Leave A Reply")
RULES = (BOILERPLATE,)
# A dateline, a byline, a credit or a source belongs to a story.
_KINDS = {
    "boilerplate.prompt": "a prompt of the page",
    "boilerplate.hashtags": "hashtags",
    "boilerplate.epoch": "a time in seconds, for machines",
    "boilerplate.timestamp": "a time of publication",
}


def detect(view: View) -> Iterator[Hit]:
    """Lines that cleaning removed because they tell of the page."""
    for kind, name in _KINDS.items():
        for change in changes(view.document, kind):
            bare = change.before.strip()
            start = change.start + change.before.index(bare)
            yield Hit(BOILERPLATE, (start, start + len(bare)), f"left in: {name}", as_read=True)
