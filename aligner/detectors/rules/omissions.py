"""Sentences that one version of a story has and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View

OMITTED = Rule("omission.sentence", "major", "Omission", "a sentence of the original is left out", evidence="version")
ADDED = Rule("addition.sentence", "major", "Addition", "a sentence that the original does not have", evidence="version")
RULES = (ADDED, OMITTED)
MIN_WORDS = 5  # words of a sentence whose omission is reported
_WORD = re.compile(r"[^\W\d_]{2,}")


def detect(view: View) -> Iterator[Hit]:
    """Report beads with one side only; an omission is located where the sentence should be."""
    for match in view.matches:
        if match.here[0] == match.here[1] and _is_long(view.there(match)):
            yield Hit(OMITTED, match.here, "no counterpart of this sentence", proof=match.there)
        # Of two copies neither is the original; what one adds, the other omits, and that is reported once.
        elif view.original and match.there[0] == match.there[1] and _is_long(view.here(match)):
            yield Hit(ADDED, match.here, "no counterpart of this sentence in the original")


def _is_long(text: str) -> bool:
    return len(_WORD.findall(text)) >= MIN_WORDS
