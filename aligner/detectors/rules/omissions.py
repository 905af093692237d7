"""Sentences that one version of a story has and the other lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aligner.detectors.view import Hit, Rule, View

OMITTED = Rule("omission.sentence", "major", "Omission", "a sentence of the original is left out", evidence="version")
ADDED = Rule("addition.sentence", "major", "Addition", "a sentence that the original has not", evidence="version")
RULES = (ADDED, OMITTED)
LEAST = 5  # words that make a sentence worth missing
_WORD = re.compile(r"[^\W\d_]{2,}")


def detect(view: View) -> Iterator[Hit]:
    """Beads with one side only; an omission stands where the sentence should, its proof in the other version."""
    for match in view.matches:
        if match.here[0] == match.here[1] and _says_much(view.there(match)):
            yield Hit(OMITTED, match.here, "nothing here stands for this sentence", there=match.there)
        # Of two copies neither is the original: what one has, the other lacks, and that is said once.
        elif view.original and match.there[0] == match.there[1] and _says_much(view.here(match)):
            yield Hit(ADDED, match.here, "nothing in the original stands for this sentence")


def _says_much(text: str) -> bool:
    return len(_WORD.findall(text)) >= LEAST
